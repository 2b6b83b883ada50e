"""The windows of a reading against a day: what lies ahead, what is closed, what is moved back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from facta.domain import Frequency, Period, Window
from facta.language import Node, Windowed, rebuild, walk

__all__ = ["clip_windows", "close_windows", "end_windows", "last_day", "move_day", "shift_windows"]


def last_day(node: Node) -> dt.date | None:
    """Return the last day that any window of a reading reaches; None where none has an end.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> last_day(parse_reading("trade(CHN -- RUS)[2024] > trade(CHN -- RUS)[2019]"))
    datetime.date(2024, 12, 31)
    """
    ends = [part.window.end for part in walk(node) if isinstance(part, Windowed) and part.window.end]
    return max(ends, default=None)


def clip_windows(node: Node, day: dt.date) -> Node:
    """End every window on `day` at the latest; a window that starts later stays as it is.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(clip_windows(parse_reading("exists(disputes(CHN -- RUS))[2020..2030]"), dt.date(2024, 6, 30)).window)
    '2020..2024-06'
    """
    known = Window(None, day)

    def clip(part: Node) -> Node:
        if isinstance(part, Windowed) and part.window.end and part.window.end > day:
            return replace(part, window=part.window.clip(known) or part.window)
        return part

    return rebuild(node, clip)


def end_windows(node: Node, years: int) -> Node:
    """End every window that has a start and no end so many years after its start.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(end_windows(parse_reading("exists(disputes(CHN -- RUS))[2020..]"), 3).window)
    '2020..2022'
    """

    def end(part: Node) -> Node:
        window = part.window if isinstance(part, Windowed) else None
        if window is None or window.end or not window.start or not isinstance(part, Windowed):
            return part
        month = Period.containing(window.start, Frequency.MONTH).shift(12 * years)
        last = month.start + dt.timedelta(days=window.start.day - 2)
        return replace(part, window=Window(window.start, last, window.frequency, window.stride))

    return rebuild(node, end)


def close_windows(node: Node, until: dt.date) -> Node:
    """End every window that has a start before `until` and no end on that day.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(close_windows(parse_reading("exists(disputes(CHN -- RUS))[2020..]"), dt.date(2025, 12, 31)).window)
    '2020..2025'
    """

    def close(part: Node) -> Node:
        if isinstance(part, Windowed) and part.window.end is None and (part.window.start or until) <= until:
            return replace(part, window=replace(part.window, end=until))
        return part

    return rebuild(node, close)


def shift_windows(node: Node, years: int) -> Node:
    """Move every window by whole years, all of them alike, so that a reading asks the same of another time.

    Raises
    ------
    ValueError
        A window would leave the calendar.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> last_day(shift_windows(parse_reading("trade(CHN -- RUS)[2024] > trade(CHN -- RUS)[2019]"), -3))
    datetime.date(2021, 12, 31)
    """

    def shift(part: Node) -> Node:
        if not isinstance(part, Windowed):
            return part
        start, end = (move_day(day, years) if day else None for day in (part.window.start, part.window.end))
        return replace(part, window=replace(part.window, start=start, end=end))

    return rebuild(node, shift)


def move_day(day: dt.date, years: int) -> dt.date:
    """Move a day by whole years; the last day of a month stays the last.

    Raises
    ------
    ValueError
        The day would leave the calendar.

    Examples
    --------
    >>> str(move_day(dt.date(2023, 2, 28), 1)), str(move_day(dt.date(2024, 2, 29), -1))
    ('2024-02-29', '2023-02-28')
    """
    month = Period.containing(day, Frequency.MONTH).shift(12 * years)
    is_last = day == Period.containing(day, Frequency.MONTH).end
    return month.end if is_last else dt.date(month.start.year, month.start.month, day.day)
