"""Figures side by side: bars from zero, or dots where zero says nothing, with the claimed value drawn through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from facta.briefs.charts.chart import Drawing, Table, Words
from facta.briefs.charts.lines import Level
from facta.briefs.charts.scales import Scale, show_unit, tick_ranks, tick_values, write_tick
from facta.briefs.charts.shapes import draw_shape
from facta.briefs.charts.svg import (
    WIDTH,
    draw_line,
    draw_path,
    draw_rect,
    draw_text,
    fit_text,
    gather_texts,
    measure_text,
    trace_line,
)
from facta.domain import Unit

__all__ = ["Bar", "BarChart"]

_ROW, _THICK, _FOOT = 34, 11, 22
_LEFT, _RIGHT = 8, 84  # room beside the axis: for the figures at the right


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its name; None is missing, and drawn as such.

    Parameters
    ----------
    name : str
        Above the bar.
    value : float or None
        In the unit of the chart.
    text : str
        The figure as people read it.
    shape : str
        Of a verdict, before the name; empty for none.
    """

    name: str
    value: float | None
    text: str = ""
    shape: str = ""


@dataclass(frozen=True)
class BarChart:
    """Figures side by side.

    Parameters
    ----------
    words : Words
        Around it.
    bars : tuple of Bar
        In their order.
    unit : Unit or None
        Of the values.
    level : Level or None
        What was claimed.
    is_dots : bool
        Dots in place of bars, on an axis that need not hold zero: for ranks, indices and days.

    Examples
    --------
    >>> BarChart(Words("Two books"), (Bar("China", 2.2), Bar("Russia", None))).tabulate().rows
    (('China', 2.2), ('Russia', None))
    """

    words: Words
    bars: tuple[Bar, ...]
    unit: Unit | None = None
    level: Level | None = None
    is_dots: bool = False

    def tabulate(self) -> Table:
        """Return a row a figure, and the ends of what was claimed."""
        claimed = tuple(("claimed", end) for end in (self.level.ends if self.level else ()))
        return Table(("book", "figure"), (*((bar.name, bar.value) for bar in self.bars), *claimed))

    def draw(self) -> Drawing:
        """Return the axis, what was claimed, and each figure under its name."""
        parts = [*self._draw_axis(), *self._draw_level()]
        for place, bar in enumerate(self.bars):
            parts += self._draw_bar(bar, self._top + place * _ROW)
        return Drawing(parts, self._foot + _FOOT)

    @property
    def _top(self) -> float:
        return 16 if self.level else 2

    @property
    def _foot(self) -> float:
        return self._top + _ROW * len(self.bars) + 2

    @cached_property
    def _values(self) -> list[float]:
        return [
            *(bar.value for bar in self.bars if bar.value is not None),
            *(self.level.ends if self.level else ()),
        ]

    @cached_property
    def _shown(self) -> Unit | None:
        return show_unit(self._values, self.unit)

    @cached_property
    def _ticks(self) -> list[float]:
        values = [self.unit.convert(value, self._shown) if self.unit and self._shown else value
                  for value in self._values] or [0.0]  # fmt: skip
        if self.unit is not None and self.unit.dimension == "rank":
            return tick_ranks(max(values))
        ends = values if self.is_dots else [*values, 0.0]
        return tick_values(min(ends), max(ends), 4, least=self.unit is not None and self.unit.dimension == "count")

    @cached_property
    def _x(self) -> Scale:
        low, high = (self._shown.convert(tick, self.unit) if self.unit and self._shown else tick
                     for tick in (self._ticks[0], self._ticks[-1]))  # fmt: skip
        return Scale(low, high, _LEFT, WIDTH - _RIGHT)

    def _draw_axis(self) -> Iterator[str]:
        ticks = [(tick, self._x(self._shown.convert(tick, self.unit) if self.unit and self._shown else tick))
                 for tick in self._ticks]  # fmt: skip
        yield draw_path((trace_line(x, self._top, x, self._foot) for _, x in ticks), "rule")
        yield draw_path((trace_line(x, self._top, x, self._foot) for tick, x in ticks if tick == 0), "zero")
        yield gather_texts(((x, self._foot + 15, write_tick(tick, self._shown)) for tick, x in ticks), "dim", "mid")

    def _draw_level(self) -> Iterator[str]:
        if self.level is None:
            return
        first = self._x(self._x.low if self.level.low is None else self.level.low)
        last = self._x(self._x.high if self.level.high is None else self.level.high)
        if last - first > 0.5:
            yield draw_rect(first, self._top, last - first, self._foot - self._top, "tint")
        for end in self.level.ends:
            yield draw_line(self._x(end), self._top, self._x(end), self._foot, "claim")
        text = fit_text(f"claimed: {self.level.text}", WIDTH - 4)
        half = measure_text(text) / 2
        middle = min(max(self._x(self.level.ends[0]), half + 2), WIDTH - half - 2)
        yield draw_text(middle, self._top - 4, text, "claimed", "mid")

    def _draw_bar(self, bar: Bar, top: float) -> Iterator[str]:
        left = _LEFT + 4
        if bar.shape:
            yield draw_shape(bar.shape, left + 6, top + 10, "ink")
            left += 16
        yield draw_text(left, top + 14, fit_text(bar.name, WIDTH - left), "ink halo")
        y = top + 19
        if bar.value is None:
            yield draw_text(_LEFT + 4, y + 10, "no figure", "note halo")
            return
        zero, end = self._x(self._x.low if self.is_dots else 0.0), self._x(bar.value)
        if self.is_dots:
            yield draw_line(zero, y + 6, end, y + 6, "stem")
            yield draw_shape("disc", end, y + 6, "c0")
        else:
            yield draw_rect(min(zero, end), y, max(abs(end - zero), 1), _THICK, "c0 bar")
        yield draw_text(max(end, zero) + 8, y + 10, bar.text, "ink halo value")
