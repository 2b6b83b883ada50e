"""Quantifiers over rows and periods: count, exists, none, all, persists, dominates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Row, RowSet, Series, Status, Window, find_unit
from facta.errors import ReadingTypeError
from facta.language.arithmetic import combine_values, reduce_series
from facta.language.nodes import Call, Compare, FieldTest, Node, Number
from facta.language.operators.registry import Context, declare, only_series
from facta.language.values import Quantity, Truth, Value, match_books

__all__ = ["apply_all", "apply_count", "apply_dominates", "apply_exists", "apply_none", "apply_persists", "apply_verified"]


def select_rows(rows: RowSet, window: Window | None, tests: Sequence[FieldTest]) -> RowSet:
    """Return the rows that lie in the window, at least in part, and pass the tests."""
    kept = tuple(row for row in rows.rows if _touches(row, window) and all(_passes(row, test) for test in tests))
    return replace(rows, rows=kept)


def _touches(row: Row, window: Window | None) -> bool:
    if window is None:
        return True
    return (window.end is None or row.start <= window.end) and (window.start is None or row.end >= window.start)


def _passes(row: Row, test: FieldTest) -> bool:
    value = row.fields.get(test.field, row.actor if test.field == "actor" else row.recipient if test.field == "recipient" else "")
    return (str(value).casefold() == test.value.casefold()) != test.is_negated


def cover_window(rows: RowSet, window: Window | None) -> tuple[float, Window | None]:
    """Return which part of the window, from 0 to 1, the source covers, and that part."""
    wanted = window.clip(Window(rows.reach.start, None)) if window and window.start is None else window
    if wanted is None or rows.reach.start is None or rows.reach.end is None:
        return 1.0, rows.reach
    shared = rows.reach.clip(wanted)
    if shared is None or shared.start is None or shared.end is None:
        return 0.0, None
    end = wanted.end or rows.reach.end
    whole = (end - (wanted.start or rows.reach.start)).days + 1
    return min(((shared.end - shared.start).days + 1) / whole, 1.0), shared


def _counts(call: Call, context: Context) -> list[Quantity]:
    """Count rows, events, or periods in which a test holds."""
    subject, tests = call.arguments[0], [part for part in call.arguments[1:] if isinstance(part, FieldTest)]
    found: list[Quantity] = []
    for value in test_periods(subject, context) if isinstance(subject, Compare) else context.evaluate(subject, context):
        if isinstance(value, RowSet):
            found.append(_count_rows(select_rows(value, context.window, tests), call, context))
        elif isinstance(value, Series):
            figure = reduce_series(value, needs=0.0 if context.is_running else None)
            found.append(replace(figure, unit=find_unit("count"), basis=None))
    return found


def _count_rows(rows: RowSet, call: Call, context: Context) -> Quantity:
    share, window = cover_window(rows, context.window)
    within = call.option("within")
    number = len(rows.rows)
    if isinstance(within, Number):
        number = _densest(rows.rows, within.value * (within.unit.factor if within.unit else 1.0))
    status = Status.REPORTED if number else (Status.ZERO if share >= 1 else Status.NOT_COVERED)
    value = float(number) if number or share > 0 else np.nan
    origins = tuple(dict.fromkeys(row.origin for row in rows.rows))
    return Quantity(np.array([value]), find_unit("count"), None, rows.book, status, share, len(rows.rows), window, origins)


def _densest(rows: Sequence[Row], days: float) -> int:
    """Return the most rows that start within any span of so many days."""
    starts = sorted(row.start.toordinal() for row in rows)
    return max((sum(first <= start < first + days for start in starts) for first in starts), default=0)


@declare(
    "how many rows, events, or periods in which a test holds",
    takes=("any", "field…"),
    gives="figure",
    unit="count",
    options=("within",),
    example="count(disputes(CHN -- RUS))[1992..2010] <= 5",
)
def apply_count(call: Call, context: Context) -> Sequence[Value]:
    """Number of rows that lie in the window, at least in part; ``within=30d`` gives the most in any such span.

    Null where the source covers nothing of the window; a count over a part of it says so in its completeness.
    """
    return _counts(call, context)


def _exists(call: Call, context: Context, is_wanted: bool) -> list[Truth]:
    """A row found proves existence anywhere; absence needs a source that covers the whole window."""
    truths = []
    for figure in _counts(call, context):
        is_there = bool(np.nan_to_num(figure.values[0]) > 0)
        is_known = is_there or figure.completeness >= 0.999
        value = float(is_there == is_wanted) if is_known else np.nan
        status = figure.status if is_known else Status.NOT_COVERED
        reason = "" if is_known else "silence outside coverage proves nothing"
        truths.append(Truth(np.array([value]), figure.book, figure=replace(figure, status=status), sign="exists" if is_wanted else "none", reason=reason))
    return truths


@declare(
    "there is at least one row, event, or period in which a test holds",
    takes=("any", "field…"),
    gives="truth",
    example="exists(alliance(CHN -- RUS, obligation=nonaggression))[2018]",
)
def apply_exists(call: Call, context: Context) -> Sequence[Value]:
    """True as soon as one is found; false only where the source covers the whole window."""
    return _exists(call, context, True)


@declare(
    "there is none",
    takes=("any", "field…"),
    gives="truth",
    example="none(alliance(CHN -- RUS, obligation=defense))[1990..2018]",
)
def apply_none(call: Call, context: Context) -> Sequence[Value]:
    """False as soon as one is found; true only where the source covers the whole window."""
    return _exists(call, context, False)


@declare(
    "every row passes the test",
    takes=("rows", "field…"),
    gives="truth",
    example="all(deals(CHN -- RUS, domain=digital_currency), rung is talk)",
)
def apply_all(call: Call, context: Context) -> Sequence[Value]:
    """Every row in the window has the field's value; null, not true, where there is no row."""
    tests = [part for part in call.arguments[1:] if isinstance(part, FieldTest)]
    truths = []
    for value in context.evaluate(call.arguments[0], context):
        if not isinstance(value, RowSet):
            continue
        rows = select_rows(value, context.window, ())
        passing = select_rows(rows, None, tests)
        share = len(passing.rows) / len(rows.rows) if rows.rows else np.nan
        origins = tuple(dict.fromkeys(row.origin for row in rows.rows))
        figure = Quantity(
            np.array([share]), find_unit("1"), None, rows.book,
            Status.REPORTED if rows.rows else Status.NOT_COVERED, 1.0, len(rows.rows), origins=origins,
        )  # fmt: skip
        holds = np.nan if not rows.rows else float(share == 1)
        truths.append(Truth(np.array([holds]), rows.book, figure=figure, sign="all", reason="" if rows.rows else "the register has no such row"))
    return truths


def test_periods(node: Node, context: Context) -> list[Series]:
    """Evaluate a comparison period by period: a series of ones and zeros, null where nothing is known."""
    if not isinstance(node, Compare):
        return only_series(context.evaluate(node, context))
    lefts, rights = (context.evaluate(side, context) for side in (node.left, node.right))
    tested = []
    for left, right, mixed in match_books(lefts, rights):
        if isinstance(left, Series) and isinstance(right, Series | Quantity):
            gap = combine_values("-", left, right, mixed)
            assert isinstance(gap, Series)
            holds = np.where(np.isnan(gap.values), np.nan, SIGNS[node.sign](gap.values).astype(float))
            tested.append(replace(gap, values=holds, unit=find_unit("count"), weights=None))
    return tested


SIGNS: dict[str, Callable[[NDArray[np.float64]], NDArray[np.bool_]]] = {
    ">": lambda gap: gap > 0,
    "<": lambda gap: gap < 0,
    ">=": lambda gap: gap >= 0,
    "<=": lambda gap: gap <= 0,
    "==": lambda gap: np.isclose(gap, 0),
    "!=": lambda gap: ~np.isclose(gap, 0),
}
"""What each comparison says of left minus right."""


def _share_of_periods(series: Series, needed: float, sign: str, context: Context) -> Truth:
    """Say whether a test holds in at least the needed share of the periods of the window."""
    there = series.status <= Status.PARTIAL
    count = int(there.sum())
    share = series.values[:, there].mean(axis=1) if count else np.full(1, np.nan)
    is_enough = count and (float(series.completeness.mean()) >= series.needs or context.is_running)
    status = Status.REPORTED if is_enough else Status.NOT_COVERED
    figure = replace(reduce_series(series, needs=0.0), values=share, unit=find_unit("1"), basis=None, status=status)
    threshold = Quantity(np.array([needed]), find_unit("1"))
    holds = (share >= needed).astype(float) if is_enough else np.full(len(share), np.nan)
    return Truth(holds, series.book, figure, threshold, sign, "" if is_enough else "too little of the window is covered")


@declare(
    "a test holds in every period of the window",
    takes=("test",),
    gives="truth",
    options=("share",),
    example="persists(conflict_share(CHN -- RUS) < 10%)[2002..2014]",
)
def apply_persists(call: Call, context: Context) -> Sequence[Value]:
    """The comparison holds in every period, or in at least ``share=`` of them; nine tenths of the window must be there."""
    given = call.option("share")
    needed = given.value * (given.unit.factor if given.unit else 1.0) if isinstance(given, Number) else 1.0
    return [_share_of_periods(series, needed, "persists", context) for series in test_periods(call.arguments[0], context)]


@declare(
    "the first value is above every other in all periods of the window",
    takes=("series", "series…"),
    gives="truth",
    options=("share",),
    example="dominates(ideal_distance(CHN -- USA), ideal_distance(CHN -- RUS))[2010..2018]",
)
def apply_dominates(call: Call, context: Context) -> Sequence[Value]:
    """The first is higher than each of the others, book by book, in every period or in at least ``share=`` of them."""
    given = call.option("share")
    needed = given.value * (given.unit.factor if given.unit else 1.0) if isinstance(given, Number) else 1.0
    first, *others = call.arguments
    tested = [test_periods(Compare(call.at, ">", first, other, None), context) for other in others]
    joined = tested[0] if tested else []
    for more in tested[1:]:
        joined = [_hold_both(one, other) for one, other, _ in match_books(joined, more)]
    return [_share_of_periods(series, needed, "dominates", context) for series in joined]


def _hold_both(one: Series, other: Series) -> Series:
    """Join two series of ones and zeros where both are."""
    start, stop = max(one.start, other.start), max(min(one.stop, other.stop), max(one.start, other.start))
    one, other = one.span(start, stop), other.span(start, stop)
    return replace(one, values=one.values * other.values, status=np.maximum(one.status, other.status))


@declare(
    "the verified incidents behind a kind of event",
    takes=("measure",),
    gives="rows",
    options=(),
    example="count(verified(material_conflict(CHN -- RUS)), within=30d) < 3",
)
def apply_verified(call: Call, context: Context) -> Sequence[Value]:
    """Rows of the register of incidents of that kind, in place of raw machine-coded counts; ``where=`` keeps a location."""
    inner = call.arguments[0]
    if not isinstance(inner, Call):
        raise ReadingTypeError(context.expression, call.at, "verified takes a kind of event, as in verified(material_conflict(CHN -- RUS))", where=context.where)
    kind = Call(inner.at, "incidents", inner.arguments, inner.options)
    return context.evaluate(kind, context)
