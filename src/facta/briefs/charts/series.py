"""Lines over time: of a series by book, with what was claimed, what was looked at, and what happened drawn in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from facta.briefs.charts.chart import Cell, Drawing, Table, Words
from facta.briefs.charts.lines import Level, Line, Mark, Point, Span
from facta.briefs.charts.scales import Scale, place_labels, show_unit, tick_days, tick_ranks, tick_values, write_tick
from facta.briefs.charts.shapes import draw_shape
from facta.briefs.charts.svg import (
    FONT,
    WIDTH,
    draw_line,
    draw_path,
    draw_rect,
    draw_text,
    fit_text,
    gather_texts,
    measure_text,
    number,
    trace_line,
    trace_points,
)
from facta.domain import Unit

__all__ = ["LineChart", "draw_days"]

_TOP, _FOOT, _SIDE = 8, 22, 128  # room above, below, and at most for names at the right
_GAP = FONT + 2
_LINE_SHAPES = ("disc", "square", "triangle", "diamond", "ring", "cross")
_MARK_SHAPES = {"turn": "triangle", "artefact": "cross", "event": "diamond"}
_BARE = frozenset({"count", "rank"})  # whose symbol says nothing to readers
_FLOATING = frozenset({"index", "rank", "date"})


@dataclass(frozen=True)
class LineChart:
    """Lines over time, each named at its end.

    Parameters
    ----------
    words : Words
        Around it.
    lines : tuple of Line
        One a book, six at most; the names tell them apart, and the shapes at their ends.
    unit : Unit or None
        Of the values.
    levels : tuple of Level
        What was claimed.
    spans : tuple of Span
        What was looked at.
    marks : tuple of Mark
        What happened.
    height, width : float
        In units; the names of the periods stand below the height.
    reach : tuple of float or None
        Values that the axis holds; None for those that there are.
    days : tuple of date or None
        First and last day of the axis; None for those that there are.

    Examples
    --------
    >>> line = Line("COW", (Point(dt.date(2013, 7, 2), 89.3, "2013"), Point(dt.date(2014, 7, 2), None, "2014")))
    >>> LineChart(Words("Trade"), (line,), None).tabulate().rows
    (('2013', 89.3), ('2014', None))
    """

    words: Words
    lines: tuple[Line, ...]
    unit: Unit | None = None
    levels: tuple[Level, ...] = ()
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    height: float = 168
    width: float = WIDTH
    reach: tuple[float, float] | None = None
    days: tuple[dt.date, dt.date] | None = None

    def tabulate(self) -> Table:
        """Return a row a period and a column a book; ends of intervals have columns of their own."""
        labels = {point.label: point.at for line in self.lines for point in line.points}
        columns: list[tuple[str, dict[str, Cell]]] = []
        for line in self.lines:
            columns.append((line.name, {point.label: point.value for point in line.points}))
            for end in ("low", "high"):
                found: dict[str, Cell] = {point.label: getattr(point, end) for point in line.points}
                if any(value is not None for value in found.values()):
                    columns.append((f"{line.name}, {f'{line.band} {end}'.strip()}", found))
        order = sorted(labels, key=lambda label: labels[label])
        rows = tuple((label, *(column.get(label) for _, column in columns)) for label in order)
        symbol = self.unit.symbol if self.unit and self.unit.dimension not in _BARE else ""
        unit = f" ({'1 = 100%' if symbol == '1' else symbol})" if symbol else ""
        return Table((f"period{unit}", *(name for name, _ in columns)), rows)

    def draw(self) -> Drawing:
        """Return what was looked at, the grid, what was claimed, the lines with their names, and what happened."""
        parts = [*self._draw_spans(), *self._draw_grid(), *self._draw_levels()]
        for place, line in enumerate(self.lines):
            parts += _draw_values(line, self._x, self._y, f"c{place % 6}{' faint' if line.is_faint else ''}")
        parts += [*self._draw_names(), *self._draw_marks()]
        return Drawing(parts, self._foot + _FOOT)

    @property
    def _foot(self) -> float:
        return self.height + _TOP + (_GAP * bool(self.marks))

    @cached_property
    def shown(self) -> Unit | None:
        """The unit of the axis."""
        return show_unit(self.list_values(), self.unit)

    def list_values(self) -> list[float]:
        """Return everything that the axis of values has to hold."""
        points = [point for line in self.lines for point in line.points]
        ends = [end for point in points for end in (point.value, point.low, point.high) if end is not None]
        return [*ends, *(end for level in self.levels for end in level.ends), *(self.reach or ())]

    def list_days(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of the axis of time."""
        days = [point.at for line in self.lines for point in line.points]
        days += [day for span in self.spans for day in (span.first, span.last)]
        return self.days or (min(days), max(days))

    def _convert(self, value: float) -> float:
        return self.unit.convert(value, self.shown) if self.unit and self.shown else value

    @cached_property
    def _ticks(self) -> list[float]:
        ends = [self._convert(end) for end in self.list_values()]
        low, high = min(ends, default=0.0), max(ends, default=1.0)
        if self.unit is not None and self.unit.dimension == "rank":
            return tick_ranks(high)
        is_floating = self.unit is not None and self.unit.dimension in _FLOATING
        if not is_floating:
            low, high = min(low, 0.0), max(high, 0.0)
        return tick_values(low, high, 3, least=self.unit is not None and self.unit.dimension == "count")

    @cached_property
    def _y(self) -> Scale:
        """From values to places; the first rank is the highest."""
        ticks, top = self._ticks, self._foot - self.height
        low, high = self._back(ticks[0]), self._back(ticks[-1])
        is_rank = self.unit is not None and self.unit.dimension == "rank"
        return Scale(low, high, top, self._foot) if is_rank else Scale(low, high, self._foot, top)

    def _back(self, value: float) -> float:
        return self.shown.convert(value, self.unit) if self.unit and self.shown else value

    @cached_property
    def _side(self) -> float:
        """Room at the right for the names of the lines."""
        widest = max((measure_text(line.name) for line in self.lines), default=0.0) if len(self.lines) > 1 else 24
        return min(widest + 14, _SIDE)

    @cached_property
    def _x(self) -> Scale:
        left = max((measure_text(write_tick(tick, self.shown)) for tick in self._ticks), default=0.0) + 8
        first, last = self.list_days()
        return Scale(first.toordinal(), last.toordinal(), left, self.width - self._side - 4)

    def _draw_grid(self) -> Iterator[str]:
        left, right = self._x.start, self._x.end
        ticks = [(tick, self._y(self._back(tick))) for tick in self._ticks]
        foot = number(self._foot)  # where the axis of time is drawn
        yield draw_path((trace_line(left, y, right, y) for tick, y in ticks if tick and number(y) != foot), "rule")
        yield draw_path((trace_line(left, y, right, y) for tick, y in ticks if not tick and number(y) != foot), "zero")
        yield gather_texts(((left - 6, y + 4, write_tick(tick, self.shown)) for tick, y in ticks), "dim", "end")
        yield from draw_days(self.list_days(), self._x, self._foot)

    def _draw_spans(self) -> Iterator[str]:
        top = self._foot - self.height
        for span in self.spans:
            first, last = self._x(span.first.toordinal()), self._x(span.last.toordinal())
            yield draw_rect(first, top, max(last - first, 2), self.height, "span")
        for text, spot in self._span_names:
            yield draw_text(*spot, text, "note")

    @cached_property
    def _span_names(self) -> list[tuple[str, tuple[float, float]]]:
        """What was looked at, where there is room for its name."""
        top, foot, named = self._foot - self.height + 12, self._foot - 6, []
        for span in self.spans:
            first, last = self._x(span.first.toordinal()), self._x(span.last.toordinal())
            if span.text and measure_text(span.text) < last - first - 6:
                spots = [(first + 4, top), (first + 4, foot)]
                named.append((span.text, self._find_spot(span.text, spots, self._values)))
        return named

    def _draw_levels(self) -> Iterator[str]:
        left, width = self._x.start, self._x.end - self._x.start
        for level in self.levels:
            top, foot = (self._y(level.high if level.high is not None else self._y.high),
                         self._y(level.low if level.low is not None else self._y.low))  # fmt: skip
            if abs(foot - top) > 0.5:
                yield draw_rect(left, min(top, foot), width, abs(foot - top), "tint")
            ends = (trace_line(left, self._y(end), left + width, self._y(end)) for end in level.ends)
            yield draw_path(ends, "claim")
            yield self._draw_claimed(f"claimed: {level.text}", [self._y(end) for end in level.ends])

    def _draw_claimed(self, text: str, heights: Sequence[float]) -> str:
        """Write a claim along its line."""
        text = fit_text(text, self._x.end - self._x.start - 8)
        size, top = measure_text(text), self._foot - self.height
        spots = [(left, y + side) for y in heights for side in (-5, 13) if top + 10 < y + side < self._foot - 2
                 for left in (self._x.start + 4, self._x.end - size - 4)]  # fmt: skip
        names = [(x + part * measure_text(name) / 4, y - 5) for name, (x, y) in self._span_names for part in range(5)]
        spot = self._find_spot(text, spots or [(self._x.start + 4, top + 12)], [*self._values, *names])
        return draw_text(*spot, text, "claimed")

    @staticmethod
    def _find_spot(
        text: str, spots: Sequence[tuple[float, float]], shown: Sequence[tuple[float, float]]
    ) -> tuple[float, float]:
        """Find where a text hides the least of what is shown; the first of several such places is taken."""
        size = measure_text(text)

        def count_hidden(spot: tuple[float, float]) -> int:
            left, y = spot
            return sum(left - 4 < x < left + size + 4 and y - 15 < height < y + 5 for x, height in shown)

        return min(spots, key=count_hidden)

    @cached_property
    def _values(self) -> list[tuple[float, float]]:
        """Where the values stand."""
        points = (point for line in self.lines for point in line.points)
        return [(self._x(point.at.toordinal()), self._y(point.value)) for point in points if point.value is not None]

    def _draw_names(self) -> Iterator[str]:
        """Name each line beside its last value; one line alone needs no name."""
        ends = [(place, line, last) for place, line in enumerate(self.lines) if (last := _find_last(line))]
        wanted = [self._y(last.value) for _, _, last in ends if last.value is not None]
        places = place_labels(wanted, _GAP, self._foot - self.height, self._foot)
        for (place, line, last), y, label in zip(ends, wanted, places, strict=True):
            x = self._x(last.at.toordinal())
            yield draw_shape(_LINE_SHAPES[place % 6], x, y, f"c{place % 6}")
            if len(self.lines) > 1:
                if abs(label - y) > 3 or x < self._x.end - 1:
                    yield draw_line(x + 6, y, self._x.end + 6, label, "lead")
                text = fit_text(line.name, self.width - self._x.end - 10)
                yield draw_text(self._x.end + 9, label + 4, text, f"c{place % 6} name")

    def _draw_marks(self) -> Iterator[str]:
        top = self._foot - self.height - _GAP / 2
        for mark in self.marks:
            x = self._x(mark.at.toordinal())
            yield draw_line(x, top + 6, x, self._foot, f"mark {mark.kind}")
            if mark.first and mark.last:
                ends = [self._x(day.toordinal()) for day in (mark.first, mark.last)]
                yield draw_line(ends[0], top, ends[1], top, f"mark {mark.kind}")
            yield draw_shape(_MARK_SHAPES[mark.kind], x, top, f"mark {mark.kind}")
            is_late = x + 10 + measure_text(mark.text) > self.width
            yield draw_text(x - 9 if is_late else x + 9, top + 4, mark.text, "note", "end" if is_late else "")


def draw_days(days: tuple[dt.date, dt.date], x: Scale, foot: float) -> Iterator[str]:
    """Yield the axis of time, with the days that it names; a name that would not fit is left out."""
    names, ticks, free = [], [trace_line(x.start, foot, x.end, foot)], -10.0
    for day, text in tick_days(*days, most=5):
        place, half = x(day.toordinal()), measure_text(text) / 2
        middle = min(max(place, half), x.end + 40 - half, WIDTH - half)
        if middle - half >= free:
            ticks.append(trace_line(place, foot, place, foot + 4))
            names.append((middle, foot + 16, text))
            free = middle + half + 6
    yield draw_path(ticks, "axis")
    yield gather_texts(names, "dim", "mid")


def _find_last(line: Line) -> Point | None:
    return next((point for point in reversed(line.points) if point.value is not None), None)


def _draw_values(line: Line, x: Scale, y: Scale, kind: str) -> Iterator[str]:
    """Yield band and line, broken where a value is missing; a value alone is a dot, a partial one a hollow dot."""
    runs = [list(run) for known, run in groupby(line.points, lambda point: point.value is not None) if known]
    bounds = [list(run) for known, run in groupby(line.points, lambda point: None not in (point.low, point.high))
              if known]  # fmt: skip
    yield draw_path((_trace_band(run, x, y) for run in bounds if len(run) > 1), f"{kind} band")
    yield draw_path((_trace(run, x, y) for run in runs if len(run) > 1), f"{kind} line")
    yield draw_path((f"{_trace(run, x, y)}h0" for run in runs if len(run) == 1), f"{kind} dot")
    hollow = [f"{_trace([point], x, y)}h0" for run in runs for point in run if point.is_partial]
    yield draw_path(hollow, f"{kind} dot") + draw_path(hollow, "hole")


def _trace(run: Sequence[Point], x: Scale, y: Scale) -> str:
    return trace_points((x(point.at.toordinal()), y(point.value)) for point in run if point.value is not None)


def _trace_band(run: Sequence[Point], x: Scale, y: Scale) -> str:
    highs = [(x(point.at.toordinal()), y(point.high)) for point in run if point.high is not None]
    lows = [(x(point.at.toordinal()), y(point.low)) for point in reversed(run) if point.low is not None]
    return f"{trace_points([*highs, *lows])}z"
