"""Small drawings: a shape a claim by verdict, lines in a row of text, and small multiples on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from facta.briefs.charts.chart import Drawing, Table, Words
from facta.briefs.charts.scales import Scale
from facta.briefs.charts.series import LineChart
from facta.briefs.charts.shapes import VERDICT_SHAPES, draw_shapes
from facta.briefs.charts.svg import WIDTH, draw_text, fit_text, number
from facta.claims import VerdictWord

__all__ = ["Multiples", "Strip", "render_sparkline"]

_ROW, _STEP, _FIRST = 20, 13, 138


@dataclass(frozen=True)
class Strip:
    """How many of each verdict: a shape a claim, with word and count.

    Examples
    --------
    >>> strip = Strip(Words("Two of three hold"), {VerdictWord.SUPPORTED: 2, VerdictWord.MIXED: 1})
    >>> strip.tabulate().rows
    (('supported', 2), ('mixed', 1))
    """

    words: Words
    counts: Mapping[VerdictWord, int]

    @property
    def _there(self) -> list[tuple[VerdictWord, int]]:
        return [(word, self.counts[word]) for word in VerdictWord if self.counts.get(word)]

    def tabulate(self) -> Table:
        """Return a row a verdict that occurs."""
        return Table(("verdict", "claims"), tuple((word.value.replace("_", " "), n) for word, n in self._there))

    def draw(self) -> Drawing:
        """Return a row a verdict, on several lines where it is long."""
        parts: list[str] = []
        top = 0.0
        most = int((WIDTH - _FIRST) / _STEP)
        for word, count in self._there:
            parts.append(draw_text(2, top + 14, word.value.replace("_", " ").capitalize(), "ink"))
            parts.append(draw_text(_FIRST - 14, top + 14, str(count), "ink strong", "end"))
            places = ((_FIRST + _STEP * (n % most), top + 10 + _STEP * (n // most)) for n in range(count))
            parts.append(draw_shapes(VERDICT_SHAPES[word], places, f"v-{VERDICT_SHAPES[word]}"))
            top += _ROW + _STEP * ((count - 1) // most)
        return Drawing(parts, top + 2)


@dataclass(frozen=True)
class Multiples:
    """Line charts of one unit side by side, two a row, on one scale.

    Examples
    --------
    >>> import datetime as dt
    >>> from facta.briefs.charts import Line, Point
    >>> line = Line("COW", (Point(dt.date(2013, 7, 2), 1.0, "2013"), Point(dt.date(2014, 7, 2), 2.0, "2014")))
    >>> chart = LineChart(Words("Trade"), (line,))
    >>> Multiples(Words("Two pairs"), (chart, chart)).draw().height > chart.draw().height / 2
    True
    """

    words: Words
    charts: tuple[LineChart, ...]

    def tabulate(self) -> Table:
        """Return the tables of all of them, each row with the title of its chart."""
        tables = [(chart.words.title, chart.tabulate()) for chart in self.charts]
        heads = dict.fromkeys(head for _, table in tables for head in table.heads)
        rows = (
            (title, *(dict(zip(table.heads, row, strict=True)).get(head) for head in heads))
            for title, table in tables
            for row in table.rows
        )
        return Table(("chart", *heads), tuple(rows))

    def draw(self) -> Drawing:
        """Return the charts, each half as wide, with its title above it."""
        reach = [value for chart in self.charts for value in chart.list_values()]
        days = [chart.list_days() for chart in self.charts]
        shared = (min(reach, default=0.0), max(reach, default=1.0))
        span = (min(first for first, _ in days), max(last for _, last in days))
        fitted = [replace(chart, reach=shared, days=span, height=96, width=WIDTH / 2 - 6) for chart in self.charts]
        drawings = [chart.draw() for chart in fitted]
        high = max(drawing.height for drawing in drawings) + 30
        parts = [part for place, drawing in enumerate(drawings)
                 for part in self._place(drawing, self.charts[place].words.title, place, high)]  # fmt: skip
        return Drawing(parts, high * -(-len(drawings) // 2))

    @staticmethod
    def _place(drawing: Drawing, title: str, place: int, high: float) -> Iterator[str]:
        x, y = (WIDTH / 2 + 3) * (place % 2), high * (place // 2)
        yield draw_text(x + 2, y + 14, fit_text(title, WIDTH / 2 - 12), "ink strong")
        yield f'<g transform="translate({number(x)} {number(y + 20)})">'
        yield from drawing.parts
        yield "</g>"


def render_sparkline(values: Sequence[float | None], width: float = 90, height: float = 20) -> str:
    """Return values as a small line for a row of text; a missing one leaves a gap.

    Examples
    --------
    >>> render_sparkline([1.0, 2.0, None, 4.0], width=30)[:60]
    '<svg class="spark" viewBox="0 0 30 20" aria-hidden="true"><p'
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if not known:
        return ""
    x = Scale(0, len(values) - 1, 3, width - 3)
    y = Scale(min(value for _, value in known), max(value for _, value in known), height - 3, 3)
    path, before = "", -2
    for place, value in known:
        path += f"{'L' if place == before + 1 else 'M'}{number(x(place))} {number(y(value))}"
        before = place
    last = f'<path class="c0 dot" d="M{number(x(known[-1][0]))} {number(y(known[-1][1]))}h0"/>'
    box = f'viewBox="0 0 {number(width)} {number(height)}"'
    return f'<svg class="spark" {box} aria-hidden="true"><path class="c0 line" d="{path}"/>{last}</svg>'
