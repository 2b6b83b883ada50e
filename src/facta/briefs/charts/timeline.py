"""Rows of a register over time: each with its day and its words, inside the window that was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from facta.briefs.charts.chart import Drawing, Table, Words
from facta.briefs.charts.lines import Span
from facta.briefs.charts.scales import Scale
from facta.briefs.charts.series import draw_days
from facta.briefs.charts.shapes import draw_shape
from facta.briefs.charts.svg import WIDTH, draw_line, draw_rect, draw_text, fit_text, measure_text

__all__ = ["Event", "TimelineChart"]

_ROW, _FOOT, _EDGE, _MOST = 20, 22, 10, 7


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, on a day or from a day to another.

    Examples
    --------
    >>> Event("a treaty", dt.date(2001, 7, 16)).last is None
    True
    """

    text: str
    first: dt.date
    last: dt.date | None = None


@dataclass(frozen=True)
class TimelineChart:
    """Events in the order of time; where nothing happened the window stands empty, and says so.

    Parameters
    ----------
    words : Words
        Around it.
    events : tuple of Event
        Seven are drawn, the table has all.
    span : Span
        What was looked at.

    Examples
    --------
    >>> year = Span("the window", dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    >>> TimelineChart(Words("Visits"), (Event("a visit", dt.date(2020, 3, 1)),), year).tabulate().rows
    (('2020-03-01', '', 'a visit'),)
    """

    words: Words
    events: tuple[Event, ...]
    span: Span

    def tabulate(self) -> Table:
        """Return a row an event."""
        rows = ((str(event.first), str(event.last or ""), event.text) for event in self._sorted)
        return Table(("from", "to", "what"), tuple(rows))

    def draw(self) -> Drawing:
        """Return the window, the axis of time and the events."""
        first, last = self._x(self.span.first.toordinal()), self._x(self.span.last.toordinal())
        parts = [draw_rect(first, 0, max(last - first, 2), self._foot, "span")]
        parts += draw_days(self._days, self._x, self._foot)
        if not self.events:
            parts.append(draw_text(WIDTH / 2, self._foot / 2 + 4, "nothing on record", "note", "mid"))
        for place, event in enumerate(self._drawn):
            parts += self._draw_event(event, 14 + place * _ROW)
        if len(self._sorted) > _MOST:
            rest = f"… and {len(self._sorted) - _MOST} more in the table"
            parts.append(draw_text(_EDGE, 18 + _MOST * _ROW, rest, "note halo"))
        return Drawing(parts, self._foot + _FOOT)

    @cached_property
    def _sorted(self) -> list[Event]:
        return sorted(self.events, key=lambda event: (event.first, event.text))

    @property
    def _drawn(self) -> list[Event]:
        return self._sorted[:_MOST]

    @property
    def _foot(self) -> float:
        return max(len(self._drawn) + (len(self._sorted) > _MOST), 2) * _ROW + 8

    @cached_property
    def _days(self) -> tuple[dt.date, dt.date]:
        days = [self.span.first, self.span.last, *(event.first for event in self.events)]
        days += [event.last for event in self.events if event.last and event.last < self.span.last]
        return min(days), max(days)

    @cached_property
    def _x(self) -> Scale:
        return Scale(self._days[0].toordinal(), self._days[1].toordinal(), _EDGE, WIDTH - _EDGE)

    def _draw_event(self, event: Event, y: float) -> Iterator[str]:
        """Draw an event, with its words on the side that has more room."""
        x = self._x(event.first.toordinal())
        end = min(self._x(event.last.toordinal()), WIDTH - _EDGE) if event.last and event.last > event.first else x
        if end > x + 2:
            yield draw_line(x, y, end, y, "c0 spell")
        yield draw_shape("disc" if end < x + 8 else "square", x, y, "c0")
        full = f"{event.first}  {event.text}" if measure_text(event.text) < WIDTH - x - 90 else event.text
        if WIDTH - x > x or measure_text(event.text) < WIDTH - x - 16:
            start, above = (end, y) if end <= x + 8 else (x, y - 5)
            yield draw_text(start + 9, above + 4, fit_text(full, WIDTH - start - 10), "ink halo")
        else:
            yield draw_text(x - 9, y + 4, fit_text(full, x - 10), "ink halo", "end")
