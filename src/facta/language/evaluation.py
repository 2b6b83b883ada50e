"""Evaluates a reading, part by part, one value a book, over arrays of draws and periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facta.domain import Evidence, RowSet, Series
from facta.errors import UnknownName
from facta.language.arithmetic import (
    ACROSS,
    MIXED,
    align_units,
    combine_values,
    compare_arrays,
    divide_values,
    join_truths,
    read_slack,
    reduce_series,
    write_note,
)
from facta.language.checking import check_reading
from facta.language.forms import DATE
from facta.language.nodes import (
    Binary,
    Call,
    Compare,
    Conditional,
    Day,
    FieldTest,
    Logic,
    Negation,
    Node,
    Number,
    Sides,
    Windowed,
    has_window,
    list_parts,
)
from facta.language.operators import OPERATORS, Context, Outlook
from facta.language.operators.quantifiers import NO_ROW, SILENCE, as_incidents
from facta.language.operators.subjects import list_tests, select_rows
from facta.language.values import Numbers, Quantity, Truth, Value, join_books, join_values, match_books, read_bound
from facta.measures import find_measure

__all__ = ["evaluate", "list_measured", "start_context"]

_UNKNOWN = Truth(np.full(1, np.nan), reason="no source has anything on it")
_ALWAYS = Truth(np.ones(1))


def start_context(
    expression: str,
    evidence: Evidence,
    *,
    cache: dict[tuple[object, ...], Any] | None = None,
    where: str | None = None,
    outlook: Outlook | None = None,
) -> Context:
    """Return the context of a whole reading.

    Readings that share a `cache` share what was measured; one cache belongs to one body of evidence, and to one
    `outlook` where a forecast lays its draws over it.
    """
    shared = cache if cache is not None else {}
    return Context(expression, evidence, _evaluate, cache=shared, where=where, outlook=outlook)


def evaluate(node: Node, context: Context) -> Sequence[Value]:
    """Check a part of a reading and return its values, one a book; empty where no source has anything on it.

    Parameters
    ----------
    node : Node
        What `parse_reading` made of the expression.
    context : Context
        From `start_context`.

    Returns
    -------
    sequence of Truth, Quantity, Series or RowSet
        All of one kind; every array of values has the draws on its first axis.

    Raises
    ------
    UnknownName, ReadingTypeError, UnitMismatch
        As `check_reading` finds them.
    Incommensurable
        One dimension, and yet unlike quantities, in every book.
    """
    check_reading(node, context.expression, context.where)
    with np.errstate(over="ignore", invalid="ignore"):
        return _evaluate(node, context)


def list_measured(node: Node, context: Context, tests: Sequence[FieldTest] = ()) -> Iterator[RowSet | Series]:
    """Yield what the measures of a reading came to, each in the window around it; of rows those that pass `tests`.

    Parameters
    ----------
    node : Node
        A reading that was checked, or a part of one.
    context : Context
        From `start_context`.
    tests : sequence of FieldTest
        Of the quantifier around it.

    Examples
    --------
    >>> from facta.desk.workbench import open_evidence
    >>> from facta.language import parse_reading
    >>> text = "count(meetings(CHN -> RUS), level is head_of_state)[2013] >= 1"
    >>> (found,) = list_measured(parse_reading(text), start_context(text, open_evidence()))
    >>> [(str(row.start), row.fields["level"]) for row in found.rows][:1]
    [('2013-03-22', 'head_of_state')]
    """
    if isinstance(node, Windowed):
        yield from list_measured(node.inner, context.inside(node.window), tests)
    elif isinstance(node, Call) and node.name == "verified":
        yield from list_measured(as_incidents(node), context, tests)
    elif isinstance(node, Call) and node.name not in OPERATORS:
        for value in _evaluate(node, context):
            if isinstance(value, RowSet):
                yield select_rows(value, context.window, tests, context)
            elif isinstance(value, Series):
                yield value
    else:
        inner = list_tests(node) if isinstance(node, Call) else ()
        for part in list_parts(node):
            yield from list_measured(part, context, inner)


def _evaluate(node: Node, context: Context) -> Sequence[Value]:
    return _EVALUATORS[type(node)](node, context)


def _evaluate_number(node: Number, context: Context) -> Sequence[Value]:
    return [Quantity(np.array([node.value]), node.unit)]


def _evaluate_day(node: Day, context: Context) -> Sequence[Value]:
    return [Quantity(np.array([float(node.value.toordinal())]), DATE)]


def _evaluate_windowed(node: Windowed, context: Context) -> Sequence[Value]:
    return _evaluate(node.inner, context.inside(node.window))


def _evaluate_call(node: Call, context: Context) -> Sequence[Value]:
    """Apply an operator, or measure a relation, from the cache where that was done before, and cut it to the window."""
    operator = OPERATORS.get(node.name)
    if operator is not None:
        return operator.compute(node, context)
    sides = node.arguments[0]
    assert isinstance(sides, Sides)  # as `check_reading` sees to
    relation = sides.resolve()
    key = (node.name, relation, *((name, str(value)) for name, value in node.options))
    found = context.cache.get(key)
    if found is None:
        try:
            measured = find_measure(node.name)(context.evidence, relation, node.texts())
            found = context.cache[key] = tuple(_look_ahead(value, context) for value in measured)
        except UnknownName as error:
            at = next((value.at for _, value in node.options if str(value) == error.found), sides.at)
            raise context.place.put(error, at) from None
    window = context.window
    return found if window is None else [value.cut(window) if isinstance(value, Series) else value for value in found]


def _look_ahead(value: Value, context: Context) -> Value:
    return context.outlook.extend(value) if context.outlook and isinstance(value, Series) else value


def _evaluate_binary(node: Binary, context: Context) -> Sequence[Value]:
    is_figure = has_window(node)

    def join(one: Numbers, other: Numbers, is_mixed: bool) -> Numbers:
        if is_figure:
            one, other = _reduce(one, node.left, context), _reduce(other, node.right, context)
        joined = divide_values(one, other) if node.sign == "/" else combine_values(node.sign, one, other)
        return write_note(joined, MIXED) if is_mixed else joined

    return join_values(_evaluate(node.left, context), _evaluate(node.right, context), join)


def _evaluate_compare(node: Compare, context: Context) -> Sequence[Value]:
    def join(one: Numbers, other: Numbers, is_mixed: bool) -> Truth:
        left, right = align_units(_reduce(one, node.left, context), _reduce(other, node.right, context))
        assert isinstance(left, Quantity)
        assert isinstance(right, Quantity)
        return _hold(node, write_note(left, ACROSS) if is_mixed else left, right)

    return join_values(_evaluate(node.left, context), _evaluate(node.right, context), join)


def _reduce(number: Numbers, node: Node, context: Context) -> Quantity:
    """Make a figure of a series: over its window, or, without one, of the latest period of which anything is known."""
    if isinstance(number, Quantity):
        return number
    if context.window is not None or has_window(node):
        return read_bound(number) or reduce_series(number, needs=context.needs)
    places = np.flatnonzero(number.is_known)
    last = number.start + int(places[-1]) if places.size else number.start
    cut = number.span(last, last + bool(places.size))
    figure = read_bound(cut) or reduce_series(cut)
    return figure if places.size else replace(figure, reason="no period has a value")


def _hold(node: Compare, left: Quantity, right: Quantity) -> Truth:
    """Compare two figures draw by draw; null where either has none, or where a least count leaves it open.

    A number that somebody wrote is the threshold, on whichever side it stands.
    """
    values = compare_arrays(node.sign, left.values, right.values, read_slack(node.tolerance, right.unit))
    reason = left.lack or right.lack
    if not reason and any(np.any(flag) for side in (left, right) for flag in (side.is_least, side.is_most)):
        values = np.where(_is_open(node.sign, left, right), np.nan, values)
        reason = (left.reason or right.reason or SILENCE) if np.isnan(values).all() else ""
    book = join_books(left.book, right.book)
    if right.book.source and not left.book.source:
        return Truth(values, book, right, left, _MIRRORED[node.sign], reason)
    return Truth(values, book, left, right, node.sign, reason)


_MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}


def _is_open(sign: str, left: Quantity, right: Quantity) -> NDArray[np.bool_]:
    """Say where what lies beyond a bound would turn a comparison: the gap can grow, or shrink."""
    gap = left.values - right.values
    grows = (left.is_least | right.is_most) & ((gap < 0) if sign in (">=", "<") else (gap <= 0))
    shrinks = (left.is_most | right.is_least) & ((gap > 0) if sign in (">", "<=") else (gap >= 0))
    return np.asarray(grows | shrinks)


def _evaluate_negation(node: Negation, context: Context) -> Sequence[Value]:
    return [
        replace(truth, values=1.0 - truth.values, sign=f"not {truth.sign}".strip())
        for truth in _list_truths(node.inner, context)
    ]


def _evaluate_logic(node: Logic, context: Context) -> Sequence[Value]:
    """Join truths book by book; a part on which no source has anything is not known in any."""
    parts = [_list_truths(part, context) for part in node.parts]
    if not any(parts):
        return []
    return reduce(lambda joined, more: _join(node.word, joined, more), (part or [_UNKNOWN] for part in parts))


def _join(word: str, ones: Sequence[Truth], others: Sequence[Truth]) -> list[Truth]:
    return [_join_pair(word, one, other) for one, other, _ in match_books(ones, others)]


def _join_pair(word: str, one: Truth, other: Truth) -> Truth:
    values = join_truths(word, one.values, other.values)
    parts = tuple(part for side in (one, other) for part in (side.parts if side.word == word else (side,)))
    reasons = dict.fromkeys(text for text in (one.reason, other.reason) if text)
    reason = "; ".join(reasons) if np.isnan(values).all() else ""
    shown = _find_deciding(one, other, values)
    state = "running" if "running" in (one.state, other.state) else ""
    book = join_books(one.book, other.book)
    return Truth(values, book, shown.figure, shown.threshold, shown.sign, reason, state, parts, word)


def _find_deciding(one: Truth, other: Truth, values: NDArray[np.float64]) -> Truth:
    """Return the part whose figure says why: the first that says what the whole says, else the first with a figure."""
    alike = [part for part in (one, other) if _lean(part.values) == _lean(values)]
    return next((part for part in (*alike, one) if part.figure is not None), other)


def _lean(values: NDArray[np.float64]) -> bool | None:
    """Say whether more draws hold than not; None where nothing is known."""
    known = values[~np.isnan(values)]
    return bool(known.mean() >= 0.5) if known.size else None


def _evaluate_conditional(node: Conditional, context: Context) -> Sequence[Value]:
    """Say nothing until the condition fires; the exception, where it holds, annuls it."""
    triggers = _list_truths(node.trigger, context) if node.trigger else [_ALWAYS]
    effects = _list_truths(node.effect, context) or [_UNKNOWN]
    exceptions = _list_truths(node.exception, context) if node.exception else []
    return [_wait(_fire(trigger, effect, exceptions)) for trigger, effect, _ in match_books(triggers, effects)]


def _wait(truth: Truth) -> Truth:
    """Let a condition on rows of a record wait until a row fires it, though the record's silence proves nothing."""
    return replace(truth, state="not_fired") if not truth.state and truth.reason == NO_ROW else truth


def _fire(trigger: Truth, effect: Truth, exceptions: Sequence[Truth]) -> Truth:
    """Join one book's trigger and effect, draw by draw: the effect where the trigger fired and nothing annuls it."""
    annulled = np.zeros(1, dtype=bool)
    for exception in exceptions:
        annulled = annulled | (exception.values == 1.0)
    fired = (trigger.values == 1.0) & ~annulled
    values = np.where(fired, effect.values, np.nan)
    parts = (trigger, effect)
    if fired.any():
        reason = effect.reason if np.isnan(values).all() else ""
        state = effect.state or "fired"
        return Truth(values, effect.book, effect.figure, effect.threshold, effect.sign, reason, state, parts)
    shown = next((exception for exception in exceptions if (exception.values == 1.0).any()), trigger)
    if np.isnan(shown.values).all():
        reason, state = shown.reason or "the trigger cannot be observed", ""
    else:
        reason, state = "the trigger did not fire" if shown is trigger else "the exception holds", "not_fired"
    return Truth(values, shown.book, shown.figure, shown.threshold, shown.sign, reason, state, (shown,))


def _list_truths(node: Node, context: Context) -> list[Truth]:
    return [value for value in _evaluate(node, context) if isinstance(value, Truth)]


_EVALUATORS: Mapping[type[Node], Callable[[Any, Context], Sequence[Value]]] = {
    Number: _evaluate_number,
    Day: _evaluate_day,
    Windowed: _evaluate_windowed,
    Call: _evaluate_call,
    Binary: _evaluate_binary,
    Compare: _evaluate_compare,
    Negation: _evaluate_negation,
    Logic: _evaluate_logic,
    Conditional: _evaluate_conditional,
}
