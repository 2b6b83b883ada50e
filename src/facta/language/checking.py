"""Checks a reading before any evidence is seen: names, keywords, shapes, units, and what stands where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from facta.domain import find_unit
from facta.errors import UnknownName, find_nearest
from facta.language.calls import check_keywords, check_measure
from facta.language.faults import Place
from facta.language.forms import DATE, NOUNS, Form, Sort, agree_units, combine_forms
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
)
from facta.language.operators import OPERATORS, Operator
from facta.language.operators.quantifiers import as_incidents
from facta.measures import Measure, find_measure, list_measures

__all__ = ["check_reading", "check_truth"]

_ONE, _COUNT = find_unit("1"), find_unit("count")


def check_reading(node: Node, expression: str, where: str | None = None) -> Form:
    """Say what a reading is, having checked every part of it; `evaluate` trusts what was checked here.

    Parameters
    ----------
    node : Node
        What `parse_reading` made of the expression.
    expression : str
        For errors.
    where : str or None
        File and line, for errors.

    Returns
    -------
    Form
        A verdict needs a truth; a series or figure can be shown.

    Raises
    ------
    UnknownName
        A measure, operator, keyword or choice that does not exist; names the nearest.
    ReadingTypeError
        The parts do not fit together.
    UnitMismatch
        Two dimensions in one sum or comparison.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> text = "slope(trade(CHN -- RUS))[2000..2014]"
    >>> form = check_reading(parse_reading(text), text)
    >>> form.sort.value, form.unit.symbol
    ('figure', 'M USD')
    """
    return _check(node, Place(expression, where))


def check_truth(node: Node, expression: str, where: str | None = None) -> None:
    """Check a reading as `check_reading` does, and refuse one that is a figure or rows.

    Parameters
    ----------
    node : Node
        What `parse_reading` made of the expression.
    expression : str
        For errors.
    where : str or None
        File and line, for errors.

    Raises
    ------
    ReadingTypeError
        It can be neither true nor false; also as `check_reading` does.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> check_truth(parse_reading("gdp(CHN)[2014]"), "gdp(CHN)[2014]")
    Traceback (most recent call last):
    facta.errors.ReadingTypeError: line 1, column 1: a series stands where something true or false belongs. ...
    """
    _need_truth(node, Place(expression, where))


def _check(node: Node, place: Place) -> Form:
    return _CHECKS[type(node)](node, place)


def _check_number(node: Number, place: Place) -> Form:
    return Form(Sort.FIGURE, node.unit)


def _check_day(node: Day, place: Place) -> Form:
    return Form(Sort.FIGURE, DATE)


def _check_sides(node: Sides, place: Place) -> Form:
    step = "Put it into a measure, as in trade(CHN -- RUS)."
    if node.text in OPERATORS or _find_measure(node.text):
        step = f"{node.text} takes its arguments in brackets."
    place.refuse(node, f"{str(node)!r} is no value", step)


def _check_field(node: FieldTest, place: Place) -> Form:
    place.refuse(
        node,
        "a field is tested outside count, exists, none or all",
        "As in all(projects(RUS -> CHN), status is rejected).",
    )


def _check_windowed(node: Windowed, place: Place) -> Form:
    if isinstance(node.inner, Number | Day):
        place.refuse(node, "a number has no periods to cut", "Put the window after a measure or an operator.")
    return _check(node.inner, place)


def _check_negation(node: Negation, place: Place) -> Form:
    return _need_truth(node.inner, place)


def _check_logic(node: Logic, place: Place) -> Form:
    for part in node.parts:
        _need_truth(part, place)
    return Form(Sort.TRUTH)


def _check_conditional(node: Conditional, place: Place) -> Form:
    for part in (node.trigger, node.effect, node.exception):
        if part is not None:
            _need_truth(part, place)
    return Form(Sort.TRUTH)


def _check_compare(node: Compare, place: Place) -> Form:
    _check_sorts(node, place)
    return Form(Sort.TRUTH)


def _check_sorts(node: Compare, place: Place) -> set[Sort]:
    """Check both sides of a comparison and its tolerance; return what the sides are."""
    left, right = _need_value(node.left, place), _need_value(node.right, place)
    unit = agree_units(node.left, left, node.right, right, place)
    given = node.tolerance
    if given is not None and not (given.unit and given.unit.dimension == "share"):
        agree_units(node.left, Form(Sort.FIGURE, unit), given, Form(Sort.FIGURE, given.unit), place)
    return {left.sort, right.sort}


def _check_binary(node: Binary, place: Place) -> Form:
    left, right = _need_value(node.left, place), _need_value(node.right, place)
    sorts = {left.sort, right.sort}
    sort = Sort.FIGURE if Sort.SERIES not in sorts or has_window(node) else Sort.SERIES
    return Form(sort, combine_forms(node, left, right, place))


def _need_value(node: Node, place: Place) -> Form:
    form = _check(node, place)
    if form.sort not in (Sort.FIGURE, Sort.SERIES):
        step = "Count them, as in count(...)." if form.sort is Sort.ROWS else "Write a figure or a measure."
        place.refuse(node, f"{NOUNS[form.sort]} where a figure belongs", step)
    return form


def _need_truth(node: Node, place: Place) -> Form:
    form = _check(node, place)
    if form.sort is not Sort.TRUTH:
        step = "Ask exists(...), or count(...) > 3." if form.sort is Sort.ROWS else "Compare it, as in ... > 10%."
        place.refuse(node, f"{NOUNS[form.sort]} where something true or false belongs", step)
    return form


def _need_series(node: Node, place: Place) -> Form:
    step = "Put the window around the operator, and a measure inside it, as in slope(trade(CHN -- RUS))[2000..2014]."
    return _need_sort(node, Sort.SERIES, "a series belongs", step, place)


def _need_rows(node: Node, place: Place) -> Form:
    return _need_sort(node, Sort.ROWS, "rows belong", "As in projects(RUS -> CHN) or meetings(CHN -- RUS).", place)


def _need_sort(node: Node, sort: Sort, belongs: str, step: str, place: Place) -> Form:
    form = _check(node, place)
    if form.sort is not sort:
        place.refuse(node, f"{NOUNS[form.sort]} where {belongs}", step)
    return form


def _need_answer(node: Node, place: Place) -> Form:
    """Take what can be told: something true or false, a figure or a series."""
    form = _check(node, place)
    return form if form.sort is Sort.TRUTH else _need_value(node, place)


def _need_text(node: Node, place: Place) -> Form:
    if not isinstance(node, Sides) or not node.text:
        place.refuse(node, "words in quotes belong here", 'As in judge("the tone is warmer than in 2019", ...).')
    return Form(Sort.TRUTH)


def _need_part(node: Node, place: Place) -> Form:
    """Take rows, or any figure or series."""
    form = _check(node, place)
    return form if form.sort is Sort.ROWS else _need_value(node, place)


def _need_test(node: Node, place: Place) -> Form:
    """Take a truth that can be told period by period."""
    match node:
        case Windowed() | Negation():
            return _need_test(node.inner, place)
        case Logic():
            for part in node.parts:
                _need_test(part, place)
            return Form(Sort.TRUTH)
    if not isinstance(node, Compare) or Sort.SERIES not in _check_sorts(node, place):
        step = "Compare a series, as in persists(trade(CHN -- RUS) > 10 bn USD)[2000..2014]."
        place.refuse(node, "there are no periods to test here", step)
    return Form(Sort.TRUTH)


def _need_items(node: Node, place: Place) -> Form:
    """Take what can be counted: rows, events, or periods in which a test holds."""
    inner = node
    while isinstance(inner, Windowed):
        inner = inner.inner
    if not isinstance(inner, Call):
        return _need_test(node, place)
    form = _check(inner, place)
    if form.sort is Sort.TRUTH or (form.sort is not Sort.ROWS and (form.sort, form.unit) != (Sort.SERIES, _COUNT)):
        place.refuse(
            node, "this cannot be counted", "Count rows, events, or a test such as trade(CHN -- RUS) > 10 bn USD."
        )
    return form


def _need_measure(node: Node, place: Place) -> Form:
    """Take a measure of a relation between two sides."""
    inner = node.inner if isinstance(node, Windowed) else node
    if not isinstance(inner, Call) or inner.name in OPERATORS:
        place.refuse(node, "a measure belongs here", "As in rank(trade(RUS -- CHN), among=G20).")
    form = _need_series(inner, place)
    sides = inner.arguments[0]
    if not isinstance(sides, Sides) or sides.relation is None or sides.relation.recipients is None:
        place.refuse(
            sides,
            "a rank needs a second side, in whose place others are put",
            "As in rank(trade(RUS -- CHN), among=G20).",
        )
    return form


def _need_incidents(node: Node, place: Place) -> Form:
    """Take a kind of event between two sides; its keywords are those of the register of incidents."""
    measure = _find_measure(node.name) if isinstance(node, Call) else None
    if not isinstance(node, Call) or measure is None or measure.unit != _COUNT.symbol:
        place.refuse(node, "a kind of event belongs here", "As in verified(material_conflict(CHN -- RUS)).")
    return _check(as_incidents(Call(node.at, "verified", (node,), ())), place)


def _need_field(node: Node, place: Place) -> Form:
    if not isinstance(node, FieldTest):
        place.refuse(node, "a test of a field belongs here", "As in status is rejected.")
    return Form(Sort.TRUTH)


_NEEDS: Mapping[str, Callable[[Node, Place], Form]] = {
    "series": _need_series,
    "value": _need_value,
    "truth": _need_truth,
    "answer": _need_answer,
    "text": _need_text,
    "part": _need_part,
    "rows": _need_rows,
    "items": _need_items,
    "test": _need_test,
    "measure": _need_measure,
    "incidents": _need_incidents,
    "field": _need_field,
}


def _check_call(node: Call, place: Place) -> Form:
    operator = OPERATORS.get(node.name)
    if operator is not None:
        return _check_operator(node, operator, place)
    measure = _find_measure(node.name)
    if measure is not None:
        unit = check_measure(node, measure, place)
        return Form(Sort.SERIES, unit) if unit else Form(Sort.ROWS)
    nearest = find_nearest(node.name, [*list_measures(), *OPERATORS])
    raise place.put(
        UnknownName("measure or operator", node.name, nearest=nearest, step="`facta measures` lists what there is."),
        node.at,
    )


def _find_measure(name: str) -> Measure | None:
    try:
        return find_measure(name)
    except UnknownName:
        return None


def _check_operator(node: Call, operator: Operator, place: Place) -> Form:
    kinds = [kind.rstrip("…") for kind in operator.takes]
    fewest = sum(not kind.endswith("…") for kind in operator.takes)
    given = len(node.arguments)
    if given < fewest or (given > fewest and fewest == len(kinds)):
        takes = f"takes {fewest} argument{'s' * (fewest != 1)}" if fewest == len(kinds) else f"takes at least {fewest}"
        place.refuse(node, f"{node.name} {takes}, not {given}", f"As in {operator.example}.")
    padded = kinds + kinds[-1:] * (given - len(kinds))
    forms = [_NEEDS[kind](part, place) for kind, part in zip(padded, node.arguments, strict=False)]
    check_keywords(node, operator, place)
    return _form_result(node, operator, forms, place)


def _form_result(node: Call, operator: Operator, forms: list[Form], place: Place) -> Form:
    """Say what an operator gives, having compared the units of its arguments."""
    if operator.gives == "quotient":
        return _form_quotient(node, forms, place)
    if operator.gives == "=":
        return Form(Sort.FIGURE, forms[-1].unit) if forms[-1].sort is Sort.SERIES else forms[-1]
    first = 0
    for number, (part, form) in enumerate(zip(node.arguments, forms, strict=True)):
        first = number if operator.group and number % operator.group == 0 else first
        if number > first and {forms[first].sort, form.sort} <= {Sort.SERIES, Sort.FIGURE}:
            agree_units(node.arguments[first], forms[first], part, form, place)
    unit = forms[0].unit if operator.unit == "=" else find_unit(operator.unit) if operator.unit else None
    return Form(Sort(operator.gives), unit)


def _form_quotient(node: Call, forms: list[Form], place: Place) -> Form:
    above, below = forms
    if (above.sort is Sort.ROWS) != (below.sort is Sort.ROWS):
        place.refuse(
            node.arguments[1],
            f"{NOUNS[above.sort]} over what is not alike",
            "Divide rows by rows, or figures by figures.",
        )
    if above.sort is Sort.ROWS:
        return Form(Sort.FIGURE, _ONE)
    agree_units(node.arguments[0], above, node.arguments[1], below, place)
    is_figure = Sort.SERIES not in (above.sort, below.sort) or any(has_window(part) for part in node.arguments)
    return Form(Sort.FIGURE if is_figure else Sort.SERIES, _ONE)


_CHECKS: Mapping[type[Node], Callable[[Any, Place], Form]] = {
    Number: _check_number,
    Day: _check_day,
    Sides: _check_sides,
    FieldTest: _check_field,
    Windowed: _check_windowed,
    Call: _check_call,
    Binary: _check_binary,
    Compare: _check_compare,
    Negation: _check_negation,
    Logic: _check_logic,
    Conditional: _check_conditional,
}
