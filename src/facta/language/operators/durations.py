"""Days and elapsed time as values: first and last day, time since, gaps, durations, recovery, records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Frequency, Row, RowSet, Series, Status, Window, find_unit
from facta.language.arithmetic import reduce_series
from facta.language.nodes import Call, Node
from facta.language.operators.registry import Context, Keyword, declare, read_word
from facta.language.operators.subjects import (
    cover_window,
    enter_window,
    list_series,
    list_tests,
    select_rows,
    trim,
)
from facta.language.values import Quantity, Value

__all__ = [
    "apply_duration",
    "apply_first_day",
    "apply_last_day",
    "apply_longest_gap",
    "apply_record",
    "apply_recovery",
    "apply_time_since",
    "describe_rows",
    "is_covered",
    "list_row_sets",
]

BOUND = "only a bound is known: silence outside coverage proves nothing"
"""Why a date or span that rows outside coverage could move does not settle a comparison."""

_DAYS, _DATE = find_unit("days"), find_unit("date")
_WHOLE = 0.999
_YEAR = 365.2425
_ORDER = Keyword("order", "which kind of record", "word", ("highest", "lowest"))


def list_row_sets(
    node: Node, call: Call, context: Context, *, begun_before: bool = False
) -> Iterator[tuple[RowSet, Window]]:
    """Yield each source's rows that pass the call's tests, and the window up to today.

    Rows count that start in the window; with `begun_before` also those that lasted into it.
    """
    subject, inside = enter_window(node, context)
    window = inside.window or Window(None, None)
    for value in inside.evaluate(subject, inside):
        if isinstance(value, RowSet):
            held = select_rows(value, window, list_tests(call), inside)
            start = (not begun_before and window.start) or dt.date.min
            rows = tuple(row for row in held.rows if start <= row.start <= (window.end or dt.date.max))
            end = min(window.end or inside.today, inside.today)
            known_from = window.start or (value.reach.start if value.reach else None)
            yield replace(held, rows=rows), Window(min(known_from, end) if known_from else None, end)


def is_covered(rows: RowSet, start: dt.date | None, end: dt.date | None) -> bool:
    """Say whether the source covers every day from `start` to `end`, so that its silence there means nothing."""
    if start and end and end < start:
        return True
    return cover_window(rows, Window(start, end))[0] >= _WHOLE


def describe_rows(
    rows: RowSet, value: float, used: Sequence[Row], *, least: bool = False, most: bool = False
) -> Quantity:
    """Make a figure in days of some rows; NaN where there are none."""
    reason = "no row on record" if rows.reach is None else "there is no such row"
    window = Window(min(row.start for row in used), max(row.end for row in used)) if used else None
    return Quantity(
        np.array([value]), _DAYS, None, rows.book, Status.REPORTED if used else Status.NOT_COVERED,
        float(not (least or most)), len(used), window, tuple(dict.fromkeys(row.origin for row in used)),
        reason=BOUND if least or most else "" if used else reason, is_least=least, is_most=most,
    )  # fmt: skip


def _find_day(call: Call, context: Context, is_first: bool) -> list[Quantity]:
    found = []
    for rows, window in list_row_sets(call.arguments[0], call, context):
        days = sorted(rows.rows, key=lambda row: row.start)
        used = days[:1] if is_first else days[-1:]
        if not used:
            found.append(replace(describe_rows(rows, np.nan, ()), unit=_DATE))
            continue
        day = used[0].start
        before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
        known = is_covered(rows, window.start, before) if is_first else is_covered(rows, after, window.end)
        figure = describe_rows(rows, day.toordinal(), used, least=not (known or is_first), most=is_first and not known)
        found.append(replace(figure, unit=_DATE))
    return found


@declare(
    "the day of the first row in the window",
    "the first day of {0}",
    takes=("rows", "field…"),
    gives="figure",
    unit="date",
    example="first_day(said(RUS, phrase=allies))[..2019] <= 2014-10-14",
)
def apply_first_day(call: Call, context: Context) -> Sequence[Value]:
    """Day on which the first row starts; less another day it is a lateness: ``first_day(...) - 2015-06-30 <= 90d``.

    Where the source does not cover the time before, an earlier row may be missing: the day is then the latest that it
    can be, and ``== 2019-10-03`` stays open. Null where there is no row.
    """
    return _find_day(call, context, is_first=True)


@declare(
    "the day of the last row in the window",
    "the last day of {0}",
    takes=("rows", "field…"),
    gives="figure",
    unit="date",
    example="last_day(disputes(IND -- PAK))[1990..2010] >= 1999-01-01",
)
def apply_last_day(call: Call, context: Context) -> Sequence[Value]:
    """Day on which the last row starts; the earliest that it can be where the source does not cover the time after."""
    return _find_day(call, context, is_first=False)


@declare(
    "time from the last row to the end of the window, or to the day of the evidence",
    "the time since the last of {0}",
    takes=("rows", "field…"),
    gives="figure",
    unit="days",
    example="time_since(disputes(TUR -- GRC))[..2010] < 10 years",
)
def apply_time_since(call: Call, context: Context) -> Sequence[Value]:
    """Days from the end of the last row to the end of the window, or to the day of the evidence where that is earlier.

    The most that it can be where the source does not cover that time. Where a covered window holds no row, at least its
    length; null where nothing is known.
    """
    found = []
    for rows, window in list_row_sets(call.arguments[0], call, context, begun_before=True):
        assert window.end
        if not rows.rows:
            empty = is_covered(rows, window.start, window.end) and window.start is not None
            since = float((window.end - window.start).days + 1) if empty and window.start else np.nan
            found.append(
                replace(
                    describe_rows(rows, since, (), least=empty), status=Status.ZERO if empty else Status.NOT_COVERED
                )
            )
            continue
        latest = max(rows.rows, key=lambda row: row.end)
        end = min(latest.end, window.end)
        known = is_covered(rows, end + dt.timedelta(days=1), window.end)
        found.append(describe_rows(rows, float((window.end - end).days), (latest,), most=not known))
    return found


@declare(
    "the longest time between one row and the next",
    "the longest time without one between {0}",
    takes=("rows", "field…"),
    gives="figure",
    unit="days",
    example="longest_gap(disputes(IND -- PAK))[1950..2010] > 5 years",
)
def apply_longest_gap(call: Call, context: Context) -> Sequence[Value]:
    """Days from the end of a row to the start of the next, the longest of them; null with fewer than two rows.

    Rows that overlap leave no gap. The most that it can be where the source does not cover the time between the first
    and the last row.
    """
    found = []
    for rows, _ in list_row_sets(call.arguments[0], call, context, begun_before=True):
        ordered = sorted(rows.rows, key=lambda row: row.start)
        if len(ordered) < 2:
            nothing = describe_rows(rows, np.nan, ordered)
            found.append(replace(nothing, reason="a gap needs two rows"))
            continue
        gap, end = 0, ordered[0].end
        for row in ordered[1:]:
            gap, end = max(gap, (row.start - end).days), max(end, row.end)
        known = is_covered(rows, ordered[0].start, ordered[-1].start)
        found.append(describe_rows(rows, float(gap), ordered, most=not known))
    return found


@declare(
    "how long the longest of the rows lasts",
    "the longest duration among {0}",
    takes=("rows", "field…"),
    gives="figure",
    unit="days",
    example="duration(alliance(IND -- RUS)) > 20 years",
)
def apply_duration(call: Call, context: Context) -> Sequence[Value]:
    """Days from the first to the last day of the longest row, both counted; a row that starts in the window counts.

    At least so long where the row had not ended on the last day that the source covers. Null where there is no row.
    """
    found = []
    for rows, _ in list_row_sets(call.arguments[0], call, context):
        if not rows.rows:
            found.append(describe_rows(rows, np.nan, ()))
            continue
        edge = min(day for day in (rows.reach.end if rows.reach else None, context.today) if day)
        longest = max(rows.rows, key=lambda row: min(row.end, edge) - row.start)
        days = (min(longest.end, edge) - longest.start).days + 1
        found.append(describe_rows(rows, float(days), (longest,), least=longest.end >= edge))
    return found


def _time_series(
    call: Call, context: Context, tell: Callable[[NDArray[np.float64], str], tuple[float, str]]
) -> list[Quantity]:
    """Apply `tell` (values of one draw, order) to each series in the window: periods, and which bound they are."""
    subject, inside = enter_window(call.arguments[0], context)
    order = read_word(call, "order", "highest")
    found = []
    for series in list_series(subject, inside):
        cut = series if inside.window and not context.is_running else trim(series)
        figure = replace(reduce_series(cut, needs=0.0), unit=_DAYS, basis=None)
        told = [tell(draw, order) for draw in cut.values]
        values = np.array([periods for periods, _ in told]) * _span_of(series)
        least, most = (np.array([bound == side for _, bound in told]) for side in ("least", "most"))
        why = "" if not np.isnan(values).all() else figure.lack or "a period without a value stands between"
        found.append(
            replace(
                figure, values=values, is_least=least, is_most=most,
                reason=why or ("it goes on beyond the window" if least.any() else "a period is missing"),
            )
        )  # fmt: skip
    return found


def _span_of(series: Series) -> float:
    """Days that a period takes, so that five years are five years."""
    return 1.0 if series.frequency is Frequency.DAY else _YEAR / series.frequency.periods_a_year


def _recover(values: NDArray[np.float64], _: str) -> tuple[float, str]:
    """Count the periods until the value of the first is back; open where it never is."""
    if not values.size or np.isnan(values[0]):
        return np.nan, ""
    below = np.flatnonzero(values < values[0])
    if not below.size:
        return (np.nan, "") if np.isnan(values).any() else (0.0, "")
    back = np.flatnonzero(values[below[0] :] >= values[0])
    end = below[0] + back[0] if back.size else values.size - 1
    gaps = np.isnan(values[1:end]).any()
    if not back.size:
        return (np.nan, "") if gaps else (float(end), "least")
    return float(end), "most" if gaps else ""


@declare(
    "time until the value of the window's first period is back, after a fall below it",
    "the time to recover of {0}",
    takes=("series",),
    gives="figure",
    unit="days",
    example="recovery(trade(TUR -- GRC))[2008..2014] <= 3 years",
)
def apply_recovery(call: Call, context: Context) -> Sequence[Value]:
    """Time from the window's first period to the first that is as high again, having been lower in between.

    Zero where it never fell; at least so long where it is not back by the end of the window. With a period missing in
    between, the most that it can be, or null.
    """
    return _time_series(call, context, _recover)


def _reach_back(values: NDArray[np.float64], order: str) -> tuple[float, str]:
    """Count the periods back to one that is as high (or low) as the last."""
    if not values.size or np.isnan(values[-1]):
        return np.nan, ""
    turned = values if order == "highest" else -values
    as_high = np.flatnonzero(turned[:-1] >= turned[-1])
    first = as_high[-1] if as_high.size else 0
    gaps = np.isnan(values[first:]).any()
    if as_high.size:
        return float(values.size - 1 - first), "most" if gaps else ""
    return (np.nan, "") if gaps else (float(values.size), "least")


@declare(
    "how long the last period has been a record: time back to one that was as high",
    "the time for which the last period is a record in {0}",
    takes=("series",),
    gives="figure",
    unit="days",
    keywords=(_ORDER,),
    example="record(arms_transfers(RUS -> IND))[1992..2013] >= 5 years",
)
def apply_record(call: Call, context: Context) -> Sequence[Value]:
    """Time from the last period of the window back to the latest that was as high: "highest since 2008".

    ``order=lowest`` asks for lows. At least the whole window where none was as high. With a period missing in between,
    the most that it can be, or null.
    """
    return _time_series(call, context, _reach_back)
