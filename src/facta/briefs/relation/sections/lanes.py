"""Spells and days on lanes over time, with the stretch in which silence means that there was nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from facta.briefs.charts import Drawing, Event, Table, Words, draw_shape
from facta.briefs.charts.scales import Scale
from facta.briefs.charts.series import draw_days
from facta.briefs.charts.svg import WIDTH, draw_rect, draw_text, fit_text
from facta.domain import Window

__all__ = ["Lane", "LaneChart"]

_ROW, _THICK, _FOOT, _EDGE = 36, 10, 22, 8
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Lane:
    """What happened of one kind.

    Parameters
    ----------
    name : str
        Above the lane.
    events : tuple of Event
        On a day, or from a day to another.
    reach : Window or None
        Shaded: inside it silence means that there was nothing. None where silence means nothing.
    """

    name: str
    events: tuple[Event, ...]
    reach: Window | None = None


@dataclass(frozen=True)
class LaneChart:
    """Lanes over one axis of time; the table has every event in full.

    Examples
    --------
    >>> spell = Event("spatial", dt.date(1958, 1, 1), dt.date(1989, 12, 31))
    >>> lane = Lane("rivalry", (spell,), Window.parse("1946..2020"))
    >>> LaneChart(Words("Rivals until 1989"), (lane,)).tabulate().rows
    (('rivalry', '1958-01-01', '1989-12-31', 'spatial'),)
    """

    words: Words
    lanes: tuple[Lane, ...]

    def tabulate(self) -> Table:
        """Return a row an event, the newest of a lane last."""
        rows = (
            (lane.name, str(event.first), str(event.last or ""), event.text)
            for lane in self.lanes
            for event in lane.events
        )
        return Table(("kind", "from", "to", "what"), tuple(rows))

    def draw(self) -> Drawing:
        """Return the axis of time, and each lane under its name."""
        parts = list(draw_days(self._days, self._x, self._foot))
        for place, lane in enumerate(self.lanes):
            parts += self._draw_lane(lane, place * _ROW)
        return Drawing(parts, self._foot + _FOOT)

    @property
    def _foot(self) -> float:
        return _ROW * len(self.lanes) + 4

    @cached_property
    def _days(self) -> tuple[dt.date, dt.date]:
        """From the first event or stretch of silence to the last; what began earlier than all silence is cut."""
        reaches = [lane.reach for lane in self.lanes if lane.reach]
        starts = [reach.start for reach in reaches if reach.start]
        ends = [reach.end for reach in reaches if reach.end]
        events = [event for lane in self.lanes for event in lane.events]
        first = min(starts or [event.first for event in events])
        return first, max([*ends, *(event.last or event.first for event in events)])

    @cached_property
    def _x(self) -> Scale:
        return Scale(self._days[0].toordinal(), self._days[1].toordinal(), _EDGE, WIDTH - _EDGE)

    def _place(self, day: dt.date | None, otherwise: float) -> float:
        place = otherwise if day is None else self._x(day.toordinal())
        return min(max(place, self._x.start), self._x.end)

    def _draw_lane(self, lane: Lane, top: float) -> Iterator[str]:
        yield draw_text(_EDGE, top + 14, fit_text(f"{lane.name}: {len(lane.events) or 'none'}", WIDTH - 16), "ink halo")
        y = top + 20
        if lane.reach:
            first, last = self._place(lane.reach.start, self._x.start), self._place(lane.reach.end, self._x.end)
            yield draw_rect(first, y, max(last - first, 2), _THICK, "span")
        for event in lane.events:
            first = self._place(event.first, self._x.start)
            last = self._place(event.last or event.first, self._x.end)
            if last - first > _SHORT:
                yield draw_rect(first, y, last - first, _THICK, "c0 bar")
            else:
                yield draw_shape("disc", (first + last) / 2, y + _THICK / 2, "c0")
