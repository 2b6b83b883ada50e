"""Forecasts from 0 to 1: what the words stand for as a bar; the model, the base rate and what came as dots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from facta.briefs.charts.chart import Cell, Drawing, Table, Words
from facta.briefs.charts.scales import Scale
from facta.briefs.charts.shapes import draw_shape, draw_shapes
from facta.briefs.charts.svg import (
    WIDTH,
    draw_path,
    draw_rect,
    draw_text,
    fit_text,
    gather_texts,
    measure_text,
    number,
    trace_line,
)

__all__ = ["DOTS", "RangeChart", "RangeRow"]

DOTS: Mapping[str, tuple[str, str]] = {
    "model": ("triangle", "c1"),
    "base rate": ("diamond", "c2"),
    "came about": ("disc", "came"),
    "did not": ("ring", "came"),
    "undecided": ("half", "came"),
}
"""Shape and class of each kind of dot."""

_ROW, _TOP, _BARE, _FOOT, _EDGE = 34, 22, 2, 24, 10
_PERCENTS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A forecast: the range of its words, and other probabilities or the outcome by kind.

    Parameters
    ----------
    name : str
        Who said what.
    low, high : float or None
        What the words stand for, from 0 to 1; None where there are none.
    dots : mapping of str to float
        By a kind of `DOTS`.
    text : str
        What came of it.

    Examples
    --------
    >>> RangeRow("trade grows", 0.55, 0.8, {"model": 0.7}).dots["model"]
    0.7
    """

    name: str
    low: float | None
    high: float | None
    dots: Mapping[str, float]
    text: str = ""


@dataclass(frozen=True)
class RangeChart:
    """Forecasts under each other, from 0 to 100 percent; of several charts in a row the first alone has a key.

    Examples
    --------
    >>> chart = RangeChart(Words("Said and come"), (RangeRow("it grows", 0.55, 0.8, {"model": 0.7}, "waits"),))
    >>> chart.tabulate().rows
    (('it grows', 0.55, 0.8, 0.7, 'waits'),)
    """

    words: Words
    rows: tuple[RangeRow, ...]
    has_key: bool = True

    @property
    def _top(self) -> int:
        return _TOP if self.has_key else _BARE

    @property
    def _kinds(self) -> list[str]:
        return [kind for kind in DOTS if any(kind in row.dots for row in self.rows)]

    def tabulate(self) -> Table:
        """Return a row a forecast."""
        kinds = [kind for kind in self._kinds if DOTS[kind][1] != "came"]
        rows = []
        for row in self.rows:
            cells: list[Cell] = [row.name, row.low, row.high, *(row.dots.get(kind) for kind in kinds), row.text]
            rows.append(tuple(cells))
        return Table(("forecast", "words, low", "words, high", *kinds, "outcome"), tuple(rows))

    def draw(self) -> Drawing:
        """Return the key, the axis and the forecasts."""
        x, foot = Scale(0, 1, _EDGE, WIDTH - _EDGE), self._top + _ROW * len(self.rows) + 2
        parts = [*self._draw_key()] if self.has_key else []
        places = [x(percent / 100) for percent in _PERCENTS]
        parts.append(draw_path((trace_line(place, self._top, place, foot) for place in places), "rule"))
        names = (
            (min(place, WIDTH - 14), foot + 16, f"{percent}%") for place, percent in zip(places, _PERCENTS, strict=True)
        )
        parts.append(gather_texts(names, "dim", "mid"))
        tracks = (trace_line(_EDGE, self._top + place * _ROW + 24, WIDTH - _EDGE, self._top + place * _ROW + 24)
                  for place in range(len(self.rows)))  # fmt: skip
        parts.append(draw_path(tracks, "stem"))
        parts += self._draw_rows(x)
        return Drawing(parts, foot + _FOOT)

    def _draw_rows(self, x: Scale) -> Iterator[str]:
        """Yield names, outcomes, ranges and dots, those of a kind together."""
        tops = [(self._top + place * _ROW, row) for place, row in enumerate(self.rows)]
        rooms = [WIDTH - measure_text(row.text) - 12 for row in self.rows]
        names = ((2, top + 13, fit_text(row.name, room)) for (top, row), room in zip(tops, rooms, strict=True))
        yield gather_texts(names, "ink halo")
        yield gather_texts(((WIDTH, top + 13, row.text) for top, row in tops if row.text), "note", "end")
        bars = [(x(row.low), x(row.high), top + 20) for top, row in tops if None not in (row.low, row.high)]  # type: ignore[arg-type]
        yield draw_path(
            (f"M{number(a - 2)} {number(y)}H{number(b + 2)}v8H{number(a - 2)}z" for a, b, y in bars), "c0 bar"
        )
        for kind, (shape, colour) in DOTS.items():
            places = [(x(row.dots[kind]), top + 24) for top, row in tops if kind in row.dots]
            if places:
                yield draw_shapes(shape, places, colour)

    def _draw_key(self) -> Iterator[str]:
        yield draw_rect(2, 5, 18, 8, "c0 bar")
        yield draw_text(25, 13, "the words", "dim")
        place = 25 + measure_text("the words") + 14
        for kind in self._kinds:
            yield draw_shape(DOTS[kind][0], place, 9, DOTS[kind][1])
            yield draw_text(place + 9, 13, kind, "dim")
            place += 9 + measure_text(kind) + 16
