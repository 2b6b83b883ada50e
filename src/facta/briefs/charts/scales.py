"""Where a value stands on an axis, and which values an axis names."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from facta.domain import Unit, find_unit, scale_unit

__all__ = ["Scale", "place_labels", "show_unit", "tick_days", "tick_ranks", "tick_values", "write_tick"]

_STEPS = (1, 2, 5, 10)
_YEAR = 365.25
_MONTH_STEPS = (1, 2, 3, 6)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to units of the drawing.

    Examples
    --------
    >>> Scale(0, 10, 100, 200)(5)
    150.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        span = self.high - self.low
        return self.start + (self.end - self.start) * ((value - self.low) / span if span else 0.5)


def tick_values(low: float, high: float, most: int = 5, least: float = 0.0) -> list[float]:
    """Return round values that enclose a range, in steps of 1, 2 or 5, none smaller than `least`.

    Examples
    --------
    >>> tick_values(0, 93.9)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    >>> tick_values(0.012, 0.034), tick_values(0, 2, least=1)
    ([0.01, 0.015, 0.02, 0.025, 0.03, 0.035], [0.0, 1.0, 2.0])
    """
    rough = max((high - low) / most or abs(high) / most or 1.0, least)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in _STEPS if size * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, 1 - math.floor(math.log10(step)))
    return [round(place * step, digits) for place in range(first, max(last, first + 1) + 1)]


def tick_ranks(last: float, most: int = 4) -> list[float]:
    """Return whole ranks from the first to one that holds the last, round ones where there are many.

    Examples
    --------
    >>> tick_ranks(3), tick_ranks(53), tick_ranks(169)
    ([1.0, 2.0, 3.0], [1.0, 20.0, 40.0, 60.0], [1.0, 50.0, 100.0, 150.0, 200.0])
    """
    step = next(size * 10**power for power in range(9) for size in _STEPS if size * 10**power * most >= last)
    ends = range(step, int(last) + step, step)
    return [1.0, *(float(end) for end in ends if end > 1)] if last > 1 else [1.0, 2.0]


def tick_days(first: dt.date, last: dt.date, most: int = 6) -> list[tuple[dt.date, str]]:
    """Return days that begin a year, a month or a week within a stretch of time, each as it is written.

    Examples
    --------
    >>> [text for _, text in tick_days(dt.date(2003, 1, 1), dt.date(2014, 12, 31))]
    ['2004', '2006', '2008', '2010', '2012', '2014']
    >>> [text for _, text in tick_days(dt.date(2020, 1, 20), dt.date(2020, 7, 1))]
    ['Feb 2020', 'Apr', 'Jun']
    """
    days = (last - first).days
    if days > 2 * _YEAR:
        step = next(
            size * 10**power for power in range(4) for size in _STEPS if days / _YEAR / (size * 10**power) <= most
        )
        years = range(-(-first.year // step) * step, last.year + 1, step)
        return [(dt.date(year, 1, 1), str(year)) for year in years if first <= dt.date(year, 1, 1) <= last]
    if days > 60:
        return _tick_months(first, last, next((size for size in _MONTH_STEPS if days / 30.4 / size <= most - 2), 12))
    step = max(1, -(-days // 3))
    return [(day, f"{day.day} {day:%b %Y}") for day in (first + dt.timedelta(n) for n in range(0, days + 1, step))]


def _tick_months(first: dt.date, last: dt.date, step: int) -> list[tuple[dt.date, str]]:
    """Return the first days of months; the year stands with the first of them and with January."""
    found: list[tuple[dt.date, str]] = []
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = dt.date(count // 12, count % 12 + 1, 1)
        if first <= day <= last and count % step == (1 if step == 2 else 0):
            name = calendar.month_abbr[day.month]
            found.append((day, f"{name} {day.year}" if not found or day.month <= step else name))
    return found


def show_unit(values: Sequence[float], unit: Unit | None) -> Unit | None:
    """Return the unit in which an axis over such values has the shortest numbers: a share is shown in percent."""
    if unit is None or not values:
        return unit
    return find_unit("%") if unit.dimension == "share" else scale_unit(max(map(abs, values)), unit)


def write_tick(value: float, unit: Unit | None) -> str:
    """Write the number at a tick.

    Examples
    --------
    >>> write_tick(1500.0, find_unit("bn USD")), write_tick(2.5, find_unit("%")), write_tick(-0.2, None)
    ('1,500', '2.5%', '−0.2')
    """
    text = f"{value:,.10g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return text.replace("-", "−") + ("%" if unit and unit.symbol == "%" else "")


def place_labels(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels along an axis as little as needed for each to have room, inside the ends where that is possible.

    Examples
    --------
    >>> place_labels([10, 12, 50], 12, 0, 100)
    [5.0, 17.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    groups: list[tuple[float, int]] = []  # centre and size of labels that touch
    for place in order:
        centre, size = min(max(float(wanted[place]), low), high), 1
        while groups and centre - groups[-1][0] < gap * (size + groups[-1][1]) / 2:
            before, count = groups.pop()
            centre, size = (centre * size + before * count) / (size + count), size + count
            reach = gap * (size - 1) / 2
            centre = max(min(centre, high - reach), low + reach)
        groups.append((centre, size))
    placed = [centre + gap * (n - (size - 1) / 2) for centre, size in groups for n in range(size)]
    return [placed[order.index(place)] for place in range(len(wanted))]
