"""Evaluates a reading, part by part, one value a book, over arrays of draws and periods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from facta.domain import Evidence, Relation, RowSet, Series, Unit, find_parties
from facta.errors import FactaError, ReadingTypeError, UnitMismatch, UnknownName, find_nearest
from facta.language.arithmetic import combine_values, divide_values, reduce_series, scale_to
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
    walk,
)
from facta.language.operators import Context, find_operator, list_operators
from facta.language.operators.quantifiers import SIGNS
from facta.language.values import Quantity, Truth, Value, join_books, match_books
from facta.measures import Measure, find_measure, list_measures

__all__ = ["evaluate", "start_context"]


def start_context(expression: str, evidence: Evidence, *, cache: dict[tuple[object, ...], Any] | None = None, where: str | None = None) -> Context:
    """Return the context of a whole reading; readings that share a `cache` share what was measured."""
    return Context(expression, evidence, evaluate, cache=cache if cache is not None else {}, where=where)


def evaluate(node: Node, context: Context) -> Sequence[Value]:
    """Return the values of a part, one a book; empty where no source has anything on it.

    Raises
    ------
    ReadingTypeError
        The parts do not fit together.
    UnitMismatch
        Two dimensions in one sum or comparison.
    Incommensurable
        One dimension, and yet unlike quantities.
    """
    return _EVALUATORS[type(node)](node, context)


def _evaluate_number(node: Number, context: Context) -> Sequence[Value]:
    return [Quantity(np.array([node.value]), node.unit)]


def _evaluate_day(node: Day, context: Context) -> Sequence[Value]:
    return [Quantity(np.array([float(node.value.toordinal())]))]


def _evaluate_sides(node: Sides, context: Context) -> Sequence[Value]:
    _refuse(node, context, f"{node.text or 'a relation'!r} is no value", "Put it into a measure, as in trade(CHN -- RUS).")


def _evaluate_field(node: FieldTest, context: Context) -> Sequence[Value]:
    _refuse(node, context, "a field is tested outside count, exists, none or all", "As in all(projects(RUS -> CHN), status is rejected).")


def _evaluate_windowed(node: Windowed, context: Context) -> Sequence[Value]:
    return evaluate(node.inner, context.inside(node.window))


def _evaluate_call(node: Call, context: Context) -> Sequence[Value]:
    if node.name in list_operators():
        return _apply_operator(node, context)
    if node.name in list_measures():
        return _measure(node, find_measure(node.name), context)
    known = [*list_measures(), *list_operators()]
    nearest = find_nearest(node.name, known)
    column = f"column {node.at + 1}"
    raise UnknownName(
        "measure or operator", node.name, nearest=nearest, step="`facta measures` lists what there is.",
        where=f"{context.where}, {column}" if context.where else column,
    )  # fmt: skip


def _apply_operator(node: Call, context: Context) -> Sequence[Value]:
    operator = find_operator(node.name)
    fewest = sum(not kind.endswith("…") for kind in operator.takes)
    is_open = any(kind.endswith("…") for kind in operator.takes)
    if len(node.arguments) < fewest or (len(node.arguments) > fewest and not is_open):
        _refuse(node, context, f"{node.name} takes {fewest} argument{'s' * (fewest != 1)}, not {len(node.arguments)}", f"As in {operator.example}.")
    for name, option in node.options:
        if name not in operator.options:
            nearest = find_nearest(name, operator.options)
            step = f"Nearest: {nearest}." if nearest else f"It takes {', '.join(operator.options) or 'none'}."
            _refuse(option, context, f"{node.name} takes no keyword {name!r}", step)
    return operator.compute(node, context)


def _measure(node: Call, measure: Measure, context: Context) -> Sequence[Value]:
    """Measure a relation, from the cache where it was measured before, and cut it to the window."""
    options = {name: _text_of(option, context) for name, option in node.options}
    relation = _relation_of(node, measure, context)
    key = (node.name, str(relation), tuple(sorted(options.items())))
    if key not in context.cache:
        try:
            context.cache[key] = tuple(measure(context.evidence, relation, options))
        except UnknownName as error:
            error.where = error.where or context.where
            raise
    found = context.cache[key]
    if context.window is None:
        return found
    return [value.cut(context.window) if isinstance(value, Series) else value for value in found]


def _text_of(node: Node, context: Context) -> str:
    if isinstance(node, Sides):
        return node.text or str(node.relation)
    if isinstance(node, Number) and node.unit is None:
        return f"{node.value:g}"
    _refuse(node, context, "a keyword of a measure is a name", "As in flow(RUS -> CHN, of=crude).")


_SHAPES = {
    "directed": "a directed relation such as CHN -> RUS",
    "undirected": "a relation such as CHN -- RUS",
    "either": "a relation such as CHN -- RUS or CHN -> RUS",
    "state": "a state such as CHN",
}


def _relation_of(node: Call, measure: Measure, context: Context) -> Relation:
    """Return the relation that a measure is asked for, in the shape that it takes."""
    sides = [part for part in node.arguments if isinstance(part, Sides)]
    if len(sides) != 1 or len(node.arguments) != 1:
        _refuse(node, context, f"{measure.name} takes one relation", f"It takes {_SHAPES[measure.shape]}.")
    relation = sides[0].relation
    if relation is None:
        try:
            relation = Relation(find_parties(sides[0].text, where=context.where))
        except FactaError as error:
            _refuse(sides[0], context, str(error).rstrip("."), None)
    is_pair = relation.recipients is not None
    fits = {"directed": relation.is_directed, "undirected": is_pair, "either": True, "state": not is_pair}
    if not fits[measure.shape] or (measure.shape == "either" and not is_pair and not measure.is_rows and measure.name != "cited"):
        _refuse(sides[0], context, f"{measure.name} does not take {relation}", f"It takes {_SHAPES[measure.shape]}.")
    return relation


def _evaluate_binary(node: Binary, context: Context) -> Sequence[Value]:
    combined: list[Value] = []
    ones, others = (evaluate(side, context) for side in (node.left, node.right))
    for one, other, mixed in match_books(ones, others):
        one, other = _as_number(one, node.left, context), _as_number(other, node.right, context)
        if _holds_window(node):
            one, other = _reduce(one, node.left, context), _reduce(other, node.right, context)
        if node.sign in "+-":
            _check_dimensions(one.unit, other.unit, node, context)
        elif node.sign == "/" and one.unit and other.unit and other.basis and one.unit.dimension != other.unit.dimension:
            _mismatch(one.unit, other.unit, node, context)
        elif node.sign == "*" and one.basis and other.basis:
            _refuse(node, context, "two measures cannot be multiplied", "Multiply by a bare number.")
        combined.append(divide_values(one, other, mixed) if node.sign == "/" else combine_values(node.sign, one, other, mixed))
    return combined


def _evaluate_compare(node: Compare, context: Context) -> Sequence[Value]:
    truths: list[Value] = []
    lefts, rights = (evaluate(side, context) for side in (node.left, node.right))
    for left, right, _ in match_books(lefts, rights):
        one, other = (_reduce(value, side, context) for value, side in ((left, node.left), (right, node.right)))
        unit = _check_dimensions(one.unit, other.unit, node, context, is_zero=_is_zero(other))
        if unit:
            one, other = scale_to(one, unit), scale_to(other, unit)
        assert isinstance(one, Quantity) and isinstance(other, Quantity)
        truths.append(_hold(node, one, other))
    return truths


def _hold(node: Compare, one: Quantity, other: Quantity) -> Truth:
    """Compare two figures draw by draw; null where either has none."""
    gap = one.values - other.values
    tolerance = node.tolerance
    if tolerance is not None:
        is_relative = tolerance.unit is not None and tolerance.unit.dimension == "share" and not (one.unit and one.unit.dimension == "share")
        factor = tolerance.unit.factor if tolerance.unit else 1.0
        base = np.abs(other.values) if is_relative else 1.0 / (one.unit.factor if one.unit and tolerance.unit else 1.0)
        near = np.abs(gap) <= tolerance.value * factor * base
        holds: NDArray[np.bool_] = near if node.sign == "==" else ~near if node.sign == "!=" else SIGNS[node.sign](gap) | near
    else:
        holds = SIGNS[node.sign](gap) if node.sign not in ("==", "!=") else np.isclose(one.values, other.values, rtol=1e-9) == (node.sign == "==")
    reason = "" if np.isfinite(gap).any() else (one if np.isnan(one.figure) else other).status.label
    return Truth(np.where(np.isnan(gap), np.nan, holds.astype(float)), join_books(one.book, other.book), one, other, node.sign, reason)


def _evaluate_negation(node: Negation, context: Context) -> Sequence[Value]:
    return [
        Truth(1 - truth.values, truth.book, truth.figure, truth.threshold, f"not {truth.sign}", truth.reason, truth.state, truth.parts)
        for truth in _truths(node.inner, context)
    ]


def _evaluate_logic(node: Logic, context: Context) -> Sequence[Value]:
    """Join truths: *and* is false as soon as one is, *or* true as soon as one is; else null where one is."""
    joined = _truths(node.parts[0], context)
    for part in node.parts[1:]:
        joined = [_join(node.word, one, other) for one, other, _ in match_books(joined, _truths(part, context))]
    return list(joined)


def _join(word: str, one: Truth, other: Truth) -> Truth:
    pick = np.fmin if word == "and" else np.fmax
    decided = pick(one.values, other.values)
    settling = 0.0 if word == "and" else 1.0
    values = np.where(np.isnan(one.values) | np.isnan(other.values), np.where(decided == settling, settling, np.nan), decided)
    parts = (*(one.parts or (one,)), *(other.parts or (other,)))
    reason = " ".join(dict.fromkeys(text for text in (one.reason, other.reason) if text)) if np.isnan(values).all() else ""
    return Truth(values, join_books(one.book, other.book), one.figure, one.threshold, one.sign, reason, parts=parts)


def _evaluate_conditional(node: Conditional, context: Context) -> Sequence[Value]:
    """A condition says nothing until it fires; the exception, where it holds, annuls it."""
    outcomes: list[Value] = []
    effects = _truths(node.effect, context)
    for trigger in _truths(node.trigger, context):
        fired = trigger.values
        annulled = _any_of(_truths(node.exception, context)) if node.exception else 0.0
        if np.isnan(fired).all():
            outcomes.append(Truth(fired, trigger.book, trigger.figure, trigger.threshold, trigger.sign, trigger.reason or "the trigger cannot be observed"))
        elif (np.nan_to_num(fired) == 0).all() or annulled == 1.0:
            reason = "the exception holds" if annulled == 1.0 else "the trigger did not fire"
            outcomes.append(Truth(np.full(len(fired), np.nan), trigger.book, trigger.figure, trigger.threshold, trigger.sign, reason, "not_fired", (trigger,)))
        else:
            outcomes += [
                Truth(effect.values, effect.book, effect.figure, effect.threshold, effect.sign, effect.reason, "fired", (trigger, effect))
                for effect in effects
            ]
    return outcomes


def _any_of(truths: Sequence[Truth]) -> float:
    return float(any(np.nan_to_num(truth.values).any() for truth in truths))


def _truths(node: Node, context: Context) -> list[Truth]:
    found = evaluate(node, context)
    wrong = next((value for value in found if not isinstance(value, Truth)), None)
    if wrong is not None:
        _refuse(node, context, "a figure stands where something true or false belongs", "Compare it, as in ... > 10%.")
    return [value for value in found if isinstance(value, Truth)]


def _as_number(value: Value, node: Node, context: Context) -> Series | Quantity:
    if isinstance(value, Series | Quantity):
        return value
    what = "rows" if isinstance(value, RowSet) else "something true or false"
    _refuse(node, context, f"{what} stand where a figure belongs", "Count rows with count(...).")


def _reduce(value: Value, node: Node, context: Context) -> Quantity:
    """Make a figure of a series: over its window, or, without one, of the latest period that has a value."""
    number = _as_number(value, node, context)
    if isinstance(number, Quantity):
        return number
    if context.window is None and not _holds_window(node):
        places = np.flatnonzero(np.isfinite(number.values).any(axis=0))
        at = number.start + int(places[-1]) if len(places) else number.start
        return reduce_series(number.span(at, at + bool(len(places))))
    return reduce_series(number, needs=0.0 if context.is_running else None)


def _holds_window(node: Node) -> bool:
    return any(isinstance(part, Windowed) for part in walk(node))


def _is_zero(value: Quantity) -> bool:
    return not value.book.source and value.unit is None and not value.values.any()


_BARE = {"count", "rank", "index", "share", "duration", "tiv"}


def _check_dimensions(one: Unit | None, other: Unit | None, node: Node, context: Context, *, is_zero: bool = False) -> Unit | None:
    """Return the unit in which both are compared; a bare number goes with counts, ranks, indices and shares."""
    if one and other:
        if one.dimension != other.dimension:
            _mismatch(one, other, node, context)
        return one
    unit = one or other
    if unit and unit.dimension not in _BARE and not is_zero:
        _mismatch(unit, None, node, context)
    return None


def _mismatch(one: Unit, other: Unit | None, node: Node, context: Context) -> NoReturn:
    side = getattr(node, "right", node)
    against = f"{other.symbol} ({other.dimension})" if other else "a number without a unit"
    raise UnitMismatch(
        context.expression, side.at, f"{one.symbol} ({one.dimension}) against {against}",
        step=f"Write a quantity of {one.dimension}, as in 10 {one.symbol}.", where=context.where,
    )  # fmt: skip


def _refuse(node: Node, context: Context, found: str, step: str | None) -> NoReturn:
    raise ReadingTypeError(context.expression, node.at, found, step=step, where=context.where)


_EVALUATORS: dict[type[Node], Callable[[Any, Context], Sequence[Value]]] = {
    Number: _evaluate_number,
    Day: _evaluate_day,
    Sides: _evaluate_sides,
    FieldTest: _evaluate_field,
    Windowed: _evaluate_windowed,
    Call: _evaluate_call,
    Binary: _evaluate_binary,
    Compare: _evaluate_compare,
    Negation: _evaluate_negation,
    Logic: _evaluate_logic,
    Conditional: _evaluate_conditional,
}
