"""What a part of a reading is, in which unit, and which units go together."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from facta.domain import Unit, find_unit
from facta.language.faults import Place
from facta.language.nodes import Binary, Node, Number

__all__ = ["DATE", "NOUNS", "Form", "Sort", "agree_units", "combine_forms"]

DATE = find_unit("date")
"""The unit of a day of the calendar."""


class Sort(enum.StrEnum):
    """What a part of a reading is.

    Examples
    --------
    >>> Sort.TRUTH.value
    'truth'
    """

    FIGURE = "figure"
    SERIES = "series"
    ROWS = "rows"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Form:
    """What a part of a reading is, and in which unit.

    Parameters
    ----------
    sort : Sort
        Figure, series, rows or truth.
    unit : Unit or None
        None for bare numbers, rows and truths.

    Examples
    --------
    >>> Form(Sort.FIGURE, find_unit("%")).unit.symbol
    '%'
    """

    sort: Sort
    unit: Unit | None = None


NOUNS = {
    Sort.FIGURE: "a figure stands",
    Sort.SERIES: "a series stands",
    Sort.ROWS: "rows stand",
    Sort.TRUTH: "something true or false stands",
}
"""How an error begins that finds a sort where another belongs."""

_ONE, _DAYS = find_unit("1"), find_unit("days")
_BARE = frozenset({"count", "deviation", "rank", "index", "share", "tiv"})


def combine_forms(node: Binary, left: Form, right: Form, place: Place) -> Unit | None:
    """Return the unit of a sum, product or quotient."""
    if node.sign in ("+", "-") and DATE in (left.unit, right.unit):
        return _shift_date(node, left, right, place)
    match node.sign:
        case "+" | "-":
            return agree_units(node.left, left, node.right, right, place)
        case "/":
            return _divide_units(node, left, right, place)
    if not _is_plain(left.unit) and not _is_plain(right.unit):
        place.refuse(node, "two quantities with units cannot be multiplied", "Multiply by a bare number or a share.")
    return left.unit if _is_plain(right.unit) and left.unit else right.unit


def _shift_date(node: Binary, left: Form, right: Form, place: Place) -> Unit:
    """Take the days between two dates, or move a date by a span of time."""
    if left.unit == right.unit and node.sign == "-":
        return _DAYS
    span = right if left.unit == DATE else left
    if span.unit is None or span.unit.dimension != "duration" or (span is left and node.sign == "-"):
        step = "Take one date from another, or add a span such as 90d."
        place.refuse(node, f"a date {'less' if node.sign == '-' else 'and'} what is no span of time", step)
    return DATE


def _divide_units(node: Binary, left: Form, right: Form, place: Place) -> Unit | None:
    if _is_plain(right.unit) and (left.unit is None or not _is_plain(left.unit)):
        return left.unit
    agree_units(node.left, left, node.right, right, place)
    return _ONE


def _is_plain(unit: Unit | None) -> bool:
    return unit is None or unit.dimension == "share"


def agree_units(left_node: Node, left: Form, right_node: Node, right: Form, place: Place) -> Unit | None:
    """Return the unit of both; a bare number goes with counts, ranks, indices and shares, and zero with all."""
    if left.unit and right.unit:
        if left.unit.dimension != right.unit.dimension:
            place.mismatch(right_node, left.unit, right.unit)
        return left.unit
    unit, bare = (left.unit, right_node) if left.unit else (right.unit, left_node)
    if unit and unit.dimension not in _BARE and not (isinstance(bare, Number) and bare.value == 0):
        place.mismatch(bare, unit, None)
    return unit
