"""Quantifiers over rows and periods: count, exists, none, all, persists, dominates, verified."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Row, RowSet, Series, Status, find_unit
from facta.language.arithmetic import compare_arrays, reduce_series
from facta.language.nodes import Call, Compare, Number, Sides
from facta.language.operators.registry import Context, Keyword, declare, read_ratio
from facta.language.operators.subjects import (
    cover_window,
    enter_window,
    join_tests,
    list_tests,
    select_rows,
    test_periods,
)
from facta.language.values import Quantity, Truth, Value

__all__ = [
    "MISSING",
    "NO_ROW",
    "SILENCE",
    "apply_all",
    "apply_count",
    "apply_dominates",
    "apply_exists",
    "apply_none",
    "apply_persists",
    "apply_verified",
]

NO_ROW = "no row on record"
"""Why nothing is known where a register kept by hand, whose silence proves nothing, has no row."""

SILENCE = "silence outside coverage proves nothing"
"""Why the absence of rows is no evidence where a source covers the window in part only."""

MISSING = "all rows on record pass, and one may be missing: ask for a share(...) of those on record"
"""Why rows that all pass do not show that every one does, where a source covers the window in part only."""

_WHOLE = 0.999
_COUNT, _ONE = find_unit("count"), find_unit("1")
_WITHIN = Keyword("within", "the most that start within any span of so many days", "span")
_SHARE = Keyword(
    "share", "the part of the periods in which it has to hold; all of them where it is not written", "share"
)


def _count(call: Call, context: Context) -> list[Quantity]:
    """Count rows, events, or periods in which a test holds."""
    subject, inside = enter_window(call.arguments[0], context)
    if isinstance(subject, Call):
        counted = [_count_value(value, call, inside) for value in context.evaluate(subject, inside)]
    else:
        counted = [_count_value(series, call, inside) for series in test_periods(subject, inside)]
    return [
        figure if context.is_running or figure.completeness >= _WHOLE else replace(figure, is_least=True)
        for figure in counted
    ]


def _count_value(value: Value, call: Call, context: Context) -> Quantity:
    if isinstance(value, RowSet):
        known = _count_rows(select_rows(value, context.window, list_tests(call), context), call, context)
        return _add_drawn(known, value, call, context) if context.outlook else known
    assert isinstance(value, Series)  # as `check_reading` sees to
    return replace(reduce_series(value, needs=0.0), unit=_COUNT, basis=None)


def _count_rows(rows: RowSet, call: Call, context: Context) -> Quantity:
    share, window = cover_window(rows, context.window)
    within, number = call.option("within"), len(rows.rows)
    if isinstance(within, Number):
        number = _densest(rows.rows, within.value * (within.unit.factor if within.unit else 1.0))
    status = (
        Status.REPORTED
        if number
        else Status.ZERO
        if share >= _WHOLE
        else Status.PARTIAL
        if share
        else Status.NOT_COVERED
    )
    value = float(number) if number or share else np.nan
    reason = NO_ROW if rows.reach is None and not number else ""
    return Quantity(
        np.array([value]), _COUNT, None, rows.book, status, share, len(rows.rows), window, _list_origins(rows),
        reason=reason,
    )  # fmt: skip


def _add_drawn(known: Quantity, value: RowSet, call: Call, context: Context) -> Quantity:
    """Add the rows that each draw of a forecast brings to those that are known; nothing is left open then.

    Up to the day of the forecast a record that is silent counts as none, as it does in the rate that the draws go by.
    """
    assert context.outlook  # the caller asks
    starts = context.outlook.draw_starts(select_rows(value, None, list_tests(call), context), context.window)
    within = call.option("within")
    if isinstance(within, Number):
        held = [row.start.toordinal() for row in select_rows(value, context.window, list_tests(call), context).rows]
        starts = np.hstack([starts, np.broadcast_to(np.array(held, dtype=float), (len(starts), len(held)))])
        number = _crowd(starts, within.value * (within.unit.factor if within.unit else 1.0))
    else:
        number = np.count_nonzero(~np.isnan(starts), axis=1) + np.nan_to_num(known.values)
    if np.isnan(known.values).all() and not starts.shape[1]:
        return replace(known, values=np.full(len(starts), np.nan))
    return replace(known, values=number, completeness=1.0, status=Status.REPORTED, reason="")


def _crowd(starts: NDArray[np.float64], days: float) -> NDArray[np.float64]:
    """Return, draw by draw, the most rows that start within any span of so many days."""
    ordered = np.sort(starts, axis=1)  # NaN goes last
    most: NDArray[np.float64] = np.array((~np.isnan(ordered)).any(axis=1), dtype=np.float64)
    for more in range(1, ordered.shape[1]):
        is_near = (ordered[:, more:] - ordered[:, :-more] < days).any(axis=1)
        if not is_near.any():
            break
        most[is_near] = more + 1
    return most


def _list_origins(rows: RowSet) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.origin for row in rows.rows))


def _densest(rows: Sequence[Row], days: float) -> int:
    """Return the most rows that start within any span of so many days."""
    starts = sorted(row.start.toordinal() for row in rows)
    return max((bisect_left(starts, first + days) - place for place, first in enumerate(starts)), default=0)


@declare(
    "how many rows, events, or periods in which a test holds",
    "the number of {0}",
    takes=("items", "field…"),
    gives="figure",
    unit="count",
    keywords=(_WITHIN,),
    example="count(disputes(CHN -- RUS))[1992..2010] <= 5",
)
def apply_count(call: Call, context: Context) -> Sequence[Value]:
    """Count the rows that lie in the window, at least in part; ``within=30d`` gives the most in any such span.

    Null where the source covers nothing of the window. A count over a part of it is a least count: it shows that there
    are as many, never that there are no more.
    """
    return _count(call, context)


def _exists(call: Call, context: Context, is_wanted: bool) -> list[Truth]:
    """Take a row found as proof anywhere; absence needs a source that covers the whole window."""
    truths = []
    for figure in _count(call, context):
        found = compare_arrays(">=", figure.values, np.ones(1))
        known = np.where((found == 0) & figure.is_least, np.nan, found)
        reason = (figure.lack or SILENCE) if np.isnan(known).all() else ""
        sign = "exists" if is_wanted else "none"
        truths.append(Truth(known if is_wanted else 1.0 - known, figure.book, figure, sign=sign, reason=reason))
    return truths


@declare(
    "there is at least one row, event, or period in which a test holds",
    "there are {0}",
    takes=("items", "field…"),
    gives="truth",
    keywords=(),
    example="exists(alliance(CHN -- RUS, obligation=nonaggression))[2018]",
)
def apply_exists(call: Call, context: Context) -> Sequence[Value]:
    """Hold as soon as one is found; fail only where the source covers the whole window."""
    return _exists(call, context, True)


@declare(
    "there is none",
    "there are no {0}",
    takes=("items", "field…"),
    gives="truth",
    example="none(alliance(CHN -- RUS, obligation=defense))[1990..2018]",
)
def apply_none(call: Call, context: Context) -> Sequence[Value]:
    """Fail as soon as one is found; hold only where the source covers the whole window."""
    return _exists(call, context, False)


@declare(
    "every row passes the test",
    "for every one of {0}, {1}",
    takes=("rows", "field", "field…"),
    gives="truth",
    example="all(disputes(CHN -- RUS), fatality_level is 0)[1993..2010]",
)
def apply_all(call: Call, context: Context) -> Sequence[Value]:
    """Every row in the window has the field's value; fail as soon as one has not.

    Null, not true, where there is no row, or where the source does not cover the whole window: a row may be missing.
    Over a register, whose silence proves nothing, it can therefore fail and never hold; ask for a share of the rows on
    record instead, as in ``share(projects(EAEU -> CHN, status=rejected), projects(EAEU -> CHN)) == 100%``.
    """
    subject, context = enter_window(call.arguments[0], context)
    return [
        _hold_all(value, call, context) for value in context.evaluate(subject, context) if isinstance(value, RowSet)
    ]


def _hold_all(value: RowSet, call: Call, context: Context) -> Truth:
    rows = select_rows(value, context.window, (), context)
    passing = select_rows(rows, None, list_tests(call), context)
    covered, window = cover_window(rows, context.window)
    share = len(passing.rows) / len(rows.rows) if rows.rows else np.nan
    status = Status.REPORTED if rows.rows else Status.NOT_COVERED
    figure = Quantity(
        np.array([share]), _ONE, None, rows.book, status, covered, len(rows.rows), window, _list_origins(rows)
    )
    is_silent = share == 1 and covered < _WHOLE and not context.is_running
    holds = np.nan if not rows.rows or is_silent else float(share == 1)
    reason = "there is no such row" if not rows.rows else MISSING if is_silent else ""
    return Truth(np.array([holds]), rows.book, figure, sign="all", reason=reason)


def _hold_in_share(series: Series, needed: float, sign: str, context: Context) -> Truth:
    """Say whether a test holds in at least the needed share of the periods of the window."""
    there = series.status <= Status.PARTIAL
    covered = float(series.completeness.mean()) if there.size else 0.0
    is_enough = there.any() and (covered >= series.needs or context.is_running)
    share = series.values[:, there].mean(axis=1) if there.any() else np.full(series.values.shape[0], np.nan)
    figure = replace(reduce_series(series, needs=0.0), values=share, unit=_ONE, basis=None)
    threshold = Quantity(np.array([needed]), _ONE)
    if is_enough:
        return Truth(compare_arrays(">=", share, threshold.values), series.book, figure, threshold, sign)
    return Truth(
        np.full(share.shape, np.nan), series.book, figure, threshold, sign, "too little of the window is covered"
    )


@declare(
    "a test holds in every period of the window",
    "every period is one of the {0}",
    takes=("test",),
    gives="truth",
    keywords=(_SHARE,),
    example="persists(conflict_share(CHN -- RUS) < 10%)[2002..2014]",
)
def apply_persists(call: Call, context: Context) -> Sequence[Value]:
    """Ask that a test hold in every period, or in ``share=`` of them; nine tenths of the window must be there."""
    needed = read_ratio(call, "share", 1.0)
    return [_hold_in_share(series, needed, "persists", context) for series in test_periods(call.arguments[0], context)]


@declare(
    "the first value is above every other in all periods of the window",
    "in every period {0} is above {1}",
    takes=("series", "series", "series…"),
    gives="truth",
    keywords=(_SHARE,),
    example="dominates(ideal_distance(CHN -- USA), ideal_distance(CHN -- RUS))[2010..2018]",
)
def apply_dominates(call: Call, context: Context) -> Sequence[Value]:
    """Ask that the first be above each of the others, book by book, in every period or in ``share=`` of them."""
    first, *others = call.arguments
    joined, *tested = (test_periods(Compare(call.at, ">", first, other, None), context) for other in others)
    for more in tested:
        joined = join_tests("and", joined, more)
    return [_hold_in_share(series, read_ratio(call, "share", 1.0), "dominates", context) for series in joined]


@declare(
    "the verified incidents between two sides, in place of raw counts of a kind of event",
    "verified incidents, in place of {0}",
    takes=("incidents",),
    gives="rows",
    example="count(verified(material_conflict(CHN -- RUS)), within=30d) < 3",
)
def apply_verified(call: Call, context: Context) -> Sequence[Value]:
    """Rows of the register of incidents, in place of raw machine-coded counts; ``where=`` keeps a location."""
    return context.evaluate(as_incidents(call), context)


def as_incidents(call: Call) -> Call:
    """Return the measure of incidents of a quad class that ``verified`` stands for."""
    inner = call.arguments[0]
    assert isinstance(inner, Call)  # as `check_reading` sees to
    quad = Sides(inner.at, None, inner.name, (inner.name,))
    return Call(inner.at, "incidents", inner.arguments, (*inner.options, ("quad", quad)))
