"""Periods, frequencies and windows: the time grid that every figure stands on.

A period is a frequency and an ordinal, so that series are arrays without gaps: year 2014 is ordinal 2014,
2014-Q3 is 2014·4 + 2, 2014-H2 is 2014·2 + 1, 2014-03 is 2014·12 + 2, a day is its proleptic Gregorian ordinal.
A fiscal year is no period of the grid but a window of twelve months, since states begin theirs in different ones.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from dataclasses import dataclass, field
from functools import lru_cache

from facta.errors import ImpossibleWindow

__all__ = ["ALWAYS", "Frequency", "Period", "Window"]


class Frequency(enum.StrEnum):
    """How long a period is; finer frequencies come first.

    Examples
    --------
    >>> Frequency.QUARTER.periods_a_year
    4
    """

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def periods_a_year(self) -> int:
        """Periods a year; a year has 365 days here."""
        return _PER_YEAR[self]


_PER_YEAR = {Frequency.DAY: 365, Frequency.MONTH: 12, Frequency.QUARTER: 4, Frequency.HALF: 2, Frequency.YEAR: 1}
_PATTERN = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?\Z"
)
_FISCAL = re.compile(r"FY(?P<year>\d{4})/(?P<next>\d{2}|\d{4})(?:-(?P<month>\d{2}))?\Z")
_APRIL = 4


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One day, month, quarter, half-year or year.

    Parameters
    ----------
    frequency : Frequency
        How long it is.
    ordinal : int
        Its place on the grid of that frequency.

    Examples
    --------
    >>> Period.parse("2014-Q3").start
    datetime.date(2014, 7, 1)
    >>> str(Period.parse("2014-03").shift(-3))
    '2013-12'
    """

    frequency: Frequency
    ordinal: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2014``, ``2014-Q3``, ``2014-H2``, ``2014-03`` or ``2014-03-09``.

        Raises
        ------
        ImpossibleWindow
            The text is no period, or names a day that the calendar lacks.
        """
        match = _PATTERN.match(text.strip())
        if match is None:
            raise ImpossibleWindow(text)
        parts = {name: int(value) for name, value in match.groupdict().items() if value is not None}
        year = parts["year"]
        try:
            if "day" in parts:
                return cls(Frequency.DAY, dt.date(year, parts["month"], parts["day"]).toordinal())
            if "month" in parts:
                return cls(Frequency.MONTH, year * 12 + dt.date(year, parts["month"], 1).month - 1)
            dt.date(year, 1, 1)
        except ValueError as error:
            raise ImpossibleWindow(text) from error
        if "quarter" in parts:
            return cls(Frequency.QUARTER, year * 4 + parts["quarter"] - 1)
        if "half" in parts:
            return cls(Frequency.HALF, year * 2 + parts["half"] - 1)
        return cls(Frequency.YEAR, year)

    @classmethod
    def containing(cls, day: dt.date, frequency: Frequency) -> Period:
        """Return the period of `frequency` in which `day` lies."""
        if frequency is Frequency.DAY:
            return cls(frequency, day.toordinal())
        per_year = frequency.periods_a_year
        return cls(frequency, day.year * per_year + (day.month - 1) * per_year // 12)

    @property
    def start(self) -> dt.date:
        """First day."""
        if self.frequency is Frequency.DAY:
            return dt.date.fromordinal(self.ordinal)
        per_year = self.frequency.periods_a_year
        return dt.date(self.ordinal // per_year, self.ordinal % per_year * (12 // per_year) + 1, 1)

    @property
    def end(self) -> dt.date:
        """Last day."""
        if self.frequency is Frequency.DAY:
            return self.start
        per_year = self.frequency.periods_a_year
        year, month = self.ordinal // per_year, (self.ordinal % per_year + 1) * (12 // per_year)
        return dt.date(year, month, calendar.monthrange(year, month)[1])

    def shift(self, count: int) -> Period:
        """Return the period `count` periods later (earlier where negative)."""
        return Period(self.frequency, self.ordinal + count)

    def __str__(self) -> str:
        start = self.start
        match self.frequency:
            case Frequency.DAY:
                return start.isoformat()
            case Frequency.MONTH:
                return f"{start.year:04d}-{start.month:02d}"
            case Frequency.QUARTER:
                return f"{start.year:04d}-Q{(start.month + 2) // 3}"
            case Frequency.HALF:
                return f"{start.year:04d}-H{(start.month + 5) // 6}"
        return f"{start.year:04d}"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends included; None is an open end.

    Parameters
    ----------
    start, end : datetime.date or None
        First and last day.
    frequency : Frequency
        The unit in which the window was written; sensitivity moves its ends by one such period.
    stride : int
        How many of them one move takes: twelve months where a fiscal year was written.

    Examples
    --------
    >>> window = Window.parse("2010..2014-06")
    >>> window.start, window.end
    (datetime.date(2010, 1, 1), datetime.date(2014, 6, 30))
    >>> str(window), str(Window.parse("FY2019/20"))
    ('2010..2014-06', '2019-04..2020-03')
    """

    start: dt.date | None
    end: dt.date | None
    frequency: Frequency = Frequency.YEAR
    stride: int = field(default=1, repr=False)

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ImpossibleWindow(f"{self.start}..{self.end}")

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read a period, ``from..to``, ``from..`` or ``..to``.

        Either end may be a fiscal year: ``FY2019/20`` begins in April, as in India, Japan or the United Kingdom, and
        ``FY2019/20-07`` or ``FY2019/20-10`` in the month that is named.

        Raises
        ------
        ImpossibleWindow
            The text is no window, or ends before it starts.
        """
        return _parse_window(text)

    def covers(self, period: Period) -> bool:
        """Say whether the whole of `period` lies inside."""
        return (self.start is None or self.start <= period.start) and (self.end is None or period.end <= self.end)

    def clip(self, other: Window) -> Window | None:
        """Return what both windows share, or None."""
        start = max((day for day in (self.start, other.start) if day), default=None)
        end = min((day for day in (self.end, other.end) if day), default=None)
        return None if start and end and end < start else Window(start, end, self.frequency, self.stride)

    def ordinals(self, frequency: Frequency) -> tuple[int | None, int | None]:
        """Return the first and last ordinal of `frequency` that lie wholly inside (None where open)."""
        return _find_ordinals(self.start, self.end, frequency)

    def move(self, first: int = 0, last: int = 0) -> Window:
        """Move the ends by whole periods of the window's own frequency.

        Raises
        ------
        ImpossibleWindow
            The window would end before it starts, or leave the calendar.
        """
        start, end = self.start, self.end
        try:
            if start and first:
                start = Period.containing(start, self.frequency).shift(first * self.stride).start
            if end and last:
                end = Period.containing(end, self.frequency).shift(last * self.stride).end
        except ValueError as error:
            raise ImpossibleWindow(f"{self} moved by {first}, {last}") from error
        return Window(start, end, self.frequency, self.stride)

    def __str__(self) -> str:
        first, last = (_shortest(day, is_end) for day, is_end in ((self.start, False), (self.end, True)))
        return first if first == last and first else f"{first}..{last}"


ALWAYS = Window(None, None)
"""The window without ends."""


def _shortest(day: dt.date | None, is_end: bool) -> str:
    """Write a bound as the coarsest period whose edge it is."""
    if day is None:
        return ""
    for frequency in (Frequency.YEAR, Frequency.MONTH):
        period = Period.containing(day, frequency)
        if day == (period.end if is_end else period.start):
            return str(period)
    return day.isoformat()


@lru_cache(maxsize=4096)
def _find_ordinals(start: dt.date | None, end: dt.date | None, frequency: Frequency) -> tuple[int | None, int | None]:
    """Find the first and last period that lies wholly between two days."""
    first = last = None
    if start:
        holding = Period.containing(start, frequency)
        first = holding.ordinal + (holding.start < start)
    if end:
        holding = Period.containing(end, frequency)
        last = holding.ordinal - (holding.end > end)
    return first, last


@lru_cache(maxsize=4096)
def _parse_window(text: str) -> Window:
    first, dots, last = text.partition("..")
    if not dots:
        return _parse_bound(text)
    if not first.strip() and not last.strip():
        raise ImpossibleWindow(text)
    lower = _parse_bound(first) if first.strip() else None
    upper = _parse_bound(last) if last.strip() else None
    finest = max((end for end in (lower, upper) if end), key=lambda end: end.frequency.periods_a_year)
    if lower and upper and upper.end and lower.start and upper.end < lower.start:
        raise ImpossibleWindow(text)
    ends = lower.start if lower else None, upper.end if upper else None
    return Window(*ends, finest.frequency, finest.stride)


def _parse_bound(text: str) -> Window:
    """Read one period, or a fiscal year."""
    match = _FISCAL.match(text.strip())
    if match is None:
        period = Period.parse(text)
        return Window(period.start, period.end, period.frequency)
    year, month = int(match["year"]), int(match["month"] or _APRIL)
    if str(year + 1)[-len(match["next"]) :] != match["next"] or not 1 <= month <= 12 or not year:
        raise ImpossibleWindow(text)
    first = Period(Frequency.MONTH, year * 12 + month - 1)
    return Window(first.start, first.shift(11).end, Frequency.MONTH, 12)
