"""What operators are applied to: series, rows in a window, and tests period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from facta.domain import Row, RowSet, Series, Status, Window
from facta.errors import UnknownName, find_nearest
from facta.language.arithmetic import align_units, compare_arrays, join_truths, pass_periods, read_slack
from facta.language.nodes import Call, Compare, FieldTest, Logic, Negation, Node, Windowed
from facta.language.operators.registry import Context
from facta.language.values import Numbers, join_values, match_books

__all__ = [
    "cover_window",
    "enter_window",
    "join_tests",
    "list_series",
    "list_spans",
    "list_tests",
    "select_rows",
    "test_periods",
    "trim",
]


def enter_window(node: Node, context: Context) -> tuple[Node, Context]:
    """Take a window that stands inside an operator as if it stood around it."""
    return enter_window(node.inner, context.inside(node.window)) if isinstance(node, Windowed) else (node, context)


def list_series(node: Node, context: Context) -> list[Series]:
    """Evaluate an argument that is a series."""
    return [value for value in context.evaluate(node, context) if isinstance(value, Series)]


def list_spans(node: Node, context: Context) -> list[Series]:
    """Evaluate an argument that is a series over the window, or without one from its first to its last value."""
    subject, inside = enter_window(node, context)
    found = list_series(subject, inside)
    return found if inside.window else [trim(series) for series in found]


def trim(series: Series) -> Series:
    """Cut the periods without a value off both ends."""
    places = np.flatnonzero(series.status <= Status.PARTIAL)
    if not places.size:
        return series.span(series.start, series.start)
    return series.span(series.start + int(places[0]), series.start + int(places[-1]) + 1)


def list_tests(call: Call) -> list[FieldTest]:
    """Return the field tests among the arguments of a call."""
    return [part for part in call.arguments if isinstance(part, FieldTest)]


def select_rows(rows: RowSet, window: Window | None, tests: Sequence[FieldTest], context: Context) -> RowSet:
    """Return the rows that lie in the window, at least in part, and pass the tests.

    Raises
    ------
    UnknownName
        A field that none of the rows has; names the nearest.
    """
    known = {"actor", "recipient"}.union(*(row.fields for row in rows.rows)) if tests else set()
    for test in tests:
        if rows.rows and test.field not in known:
            nearest = find_nearest(test.field, known)
            error = UnknownName(
                f"field of {rows.measure}", test.field, nearest=nearest, step=f"Known: {', '.join(sorted(known))}."
            )
            raise context.place.put(error, test.at)
    kept = tuple(row for row in rows.rows if _touches(row, window) and all(_passes(row, test) for test in tests))
    return replace(rows, rows=kept)


def _touches(row: Row, window: Window | None) -> bool:
    if window is None:
        return True
    return (window.end is None or row.start <= window.end) and (window.start is None or row.end >= window.start)


def _passes(row: Row, test: FieldTest) -> bool:
    value = row.fields.get(test.field, getattr(row, test.field) if test.field in ("actor", "recipient") else "")
    written = f"{value:g}" if isinstance(value, float) else str(value)
    return (written.casefold() == test.value.casefold()) != test.is_negated


def cover_window(rows: RowSet, window: Window | None) -> tuple[float, Window | None]:
    """Return which part of the window, from 0 to 1, the source covers, and that part; an open end asks for no more."""
    reach = rows.reach
    if reach is None:
        return 0.0, None
    if window is None or reach.start is None or reach.end is None:
        return 1.0, reach
    start, end = window.start or reach.start, window.end or reach.end
    shared = reach.clip(window)
    if shared is None or shared.start is None or shared.end is None:
        return 0.0, None
    return ((shared.end - shared.start).days + 1) / ((end - start).days + 1), shared


def test_periods(node: Node, context: Context) -> list[Series]:
    """Evaluate a truth period by period: series of ones and zeros, null where nothing is known."""
    match node:
        case Windowed():
            return test_periods(node.inner, context.inside(node.window))
        case Negation():
            return [_negate(series) for series in test_periods(node.inner, context)]
        case Logic():
            joined = test_periods(node.parts[0], context)
            for part in node.parts[1:]:
                joined = join_tests(node.word, joined, test_periods(part, context))
            return joined
        case Compare():
            return _compare_periods(node, context)
    return []


def _compare_periods(node: Compare, context: Context) -> list[Series]:
    def join(left: Numbers, right: Numbers, _: bool) -> Series:
        one, other = align_units(left, right)
        slack = read_slack(node.tolerance, other.unit)
        return pass_periods(one, other, partial(compare_arrays, node.sign, slack=slack))

    joined = join_values(context.evaluate(node.left, context), context.evaluate(node.right, context), join)
    return [series for series in joined if isinstance(series, Series)]


def _negate(series: Series) -> Series:
    return replace(series, values=1.0 - series.values)


def join_tests(word: str, ones: Sequence[Series], others: Sequence[Series]) -> list[Series]:
    """Join tests period by period: *and* is false as soon as one is, *or* true as soon as one is."""
    return [pass_periods(one, other, partial(join_truths, word)) for one, other, _ in match_books(ones, others)]
