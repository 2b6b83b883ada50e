"""Checks what stands in the brackets of a call beside its parts: keywords, and the relation of a measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facta.domain import Relation, Unit, find_unit
from facta.errors import UnknownName, find_nearest
from facta.language.faults import Place
from facta.language.nodes import Call, Day, Node, Number, Sides
from facta.language.operators import Keyword, Operator
from facta.measures import Measure

__all__ = ["SHAPES", "check_keywords", "check_measure"]

_ONE, _COUNT = find_unit("1"), find_unit("count")
_ALONE = frozenset({"cited"})  # a measure of series that takes a state alone as well as a relation
SHAPES: Mapping[str, str] = {
    "directed": "a directed relation such as CHN -> RUS",
    "undirected": "a relation such as CHN -- RUS",
    "either": "a relation such as CHN -- RUS or CHN -> RUS",
    "state": "a state such as CHN",
}
"""What each shape of a measure is asked for."""


def check_keywords(node: Call, operator: Operator, place: Place) -> None:
    """Refuse keywords that an operator does not take, takes once, or needs and has not."""
    known = {keyword.name: keyword for keyword in operator.keywords}
    _refuse_twice(node, place)
    for name, value in node.options:
        if name not in known:
            step = f"It takes {', '.join(known)}." if known else "It takes none."
            error = UnknownName(f"keyword of {node.name}", name, nearest=find_nearest(name, known), step=step)
            raise place.put(error, _find_keyword(name, value, place))
        _KEYWORDS[known[name].takes](value, known[name], place)
    for keyword in operator.keywords:
        if keyword.is_required and node.option(keyword.name) is None:
            place.refuse(node, f"{node.name} needs {keyword.name}=", f"As in {operator.example}.")


def _check_span(value: Node, keyword: Keyword, place: Place) -> None:
    if not isinstance(value, Number) or value.unit is None or value.unit.dimension != "duration" or value.value <= 0:
        place.refuse(value, f"{keyword.name} is a span of time", f"As in {keyword.name}=30d or {keyword.name}=12mo.")


def _check_share(value: Node, keyword: Keyword, place: Place) -> None:
    if (
        not isinstance(value, Number)
        or (value.unit and value.unit.dimension != "share")
        or not 0 <= value.value * (value.unit or _ONE).factor <= 1
    ):
        place.refuse(value, f"{keyword.name} is a share from 0 to 100%", f"As in {keyword.name}=80%.")


def _check_set(value: Node, keyword: Keyword, place: Place) -> None:
    if not isinstance(value, Sides) or (value.relation and value.relation.recipients):
        place.refuse(
            value, f"{keyword.name} is a set of states", f"As in {keyword.name}=G20 or {keyword.name}={{CHN, USA}}."
        )
    _resolve(value, place)


def _check_word(value: Node, keyword: Keyword, place: Place) -> None:
    text = value.text if isinstance(value, Sides) else ""
    if text not in keyword.choices:
        step = f"It is one of {', '.join(keyword.choices)}."
        raise place.put(
            UnknownName(keyword.name, str(value), nearest=find_nearest(text, keyword.choices), step=step), value.at
        )


def _check_day(value: Node, keyword: Keyword, place: Place) -> None:
    if not isinstance(value, Day):
        place.refuse(value, f"{keyword.name} is a day", f"As in {keyword.name}=2021-01-31.")


def _check_text(value: Node, keyword: Keyword, place: Place) -> None:
    if not isinstance(value, Sides) or not value.text:
        place.refuse(value, f"{keyword.name} is a name or words in quotes", f'As in {keyword.name}="some words".')


_KEYWORDS: Mapping[str, Callable[[Node, Keyword, Place], None]] = {
    "span": _check_span,
    "share": _check_share,
    "set": _check_set,
    "word": _check_word,
    "day": _check_day,
    "text": _check_text,
}


def _refuse_twice(node: Call, place: Place) -> None:
    names = [name for name, _ in node.options]
    for number, (name, value) in enumerate(node.options):
        if name in names[:number]:
            place.refuse(value, f"{name} is given twice", "Keep one of the two.")


def _find_keyword(name: str, value: Node, place: Place) -> int:
    """Find where the name of a keyword stands: it is the last of its like before its value."""
    return max(place.expression.rfind(name, 0, value.at), 0)


def check_measure(node: Call, measure: Measure, place: Place) -> Unit | None:
    """Refuse keywords and relations that a measure does not take; return the unit of its series, None for rows."""
    _refuse_twice(node, place)
    for name, value in node.options:
        if not isinstance(value, Sides) and not (isinstance(value, Number) and value.unit is None):
            place.refuse(value, "a keyword of a measure is a name", "As in flow(RUS -> CHN, of=crude).")
        try:
            measure.complete({name: str(value)})
        except UnknownName as error:
            raise place.put(error, _find_keyword(name, value, place) if error.found == name else value.at) from None
    _check_relation(node, measure, place)
    return None if measure.is_rows else _measure_unit(node, measure, place)


def _measure_unit(node: Call, measure: Measure, place: Place) -> Unit:
    """Return the unit in which a measure answers: its own, or what its keywords make of it."""
    given = node.option("unit")
    if given is None:
        count = node.option("count")
        return _COUNT if count is not None and str(count) == "yes" else find_unit(measure.unit)
    try:
        return find_unit(str(given))
    except UnknownName as error:
        raise place.put(error, given.at) from None


def _check_relation(node: Call, measure: Measure, place: Place) -> None:
    """Refuse what is no relation of the shape that a measure takes."""
    sides, *rest = node.arguments or (node,)
    if not isinstance(sides, Sides) or rest:
        found = f"{measure.name} takes one relation"
        place.refuse(rest[0] if rest else sides, found, f"It takes {SHAPES[measure.shape]}.")
    relation = _resolve(sides, place)
    is_pair = relation.recipients is not None
    is_alone = measure.is_rows or measure.name in _ALONE
    fits = {
        "directed": relation.is_directed,
        "undirected": is_pair,
        "either": is_pair or is_alone,
        "state": not is_pair,
    }
    if not fits[measure.shape]:
        place.refuse(sides, f"{measure.name} does not take {relation}", f"It takes {SHAPES[measure.shape]}.")
    if is_pair and next(relation.pairs(), None) is None:
        place.refuse(sides, f"{relation} relates nobody to anybody else", "Name two states or sets that differ.")


def _resolve(node: Sides, place: Place) -> Relation:
    try:
        return node.resolve()
    except UnknownName as error:
        raise place.put(error, node.at) from None
