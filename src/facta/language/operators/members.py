"""What holds for each member of a set, told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from facta.domain import Book, Membership, Parties, Relation, Status, Window, find_unit
from facta.language.nodes import Call, Node, Sides, rebuild
from facta.language.operators.registry import Context, Keyword, declare
from facta.language.operators.subjects import enter_window
from facta.language.values import Quantity, Truth, Value

__all__ = ["apply_members"]

_ONE = find_unit("1")
_EACH = "each member"


@declare(
    "share of the members of a set for which a reading holds",
    "the share of members for which it holds that {0}",
    takes=("truth",),
    gives="figure",
    unit="1",
    keywords=(Keyword("of", "the set, as it stands in the reading", "set", is_required=True),),
    example="members(change(trade(KAZ -- {CHN, USA, TUR})) > 0, of={CHN, USA, TUR})[2004..2014] == 100%",
)
def apply_members(call: Call, context: Context) -> Sequence[Value]:
    """Read the reading once for each member in place of the set, and return the part of them for which it holds.

    Members are those who belonged to the set in the window. ``== 100%`` says all, ``> 0%`` some, ``< 100%`` not all.
    A member of which nothing is known counts for neither: the share is then the least that it can be.

    Raises
    ------
    ReadingTypeError
        The set does not stand in the reading.
    """
    subject, inside = enter_window(call.arguments[0], context)
    given = call.option("of")
    assert isinstance(given, Sides)  # as `check_reading` sees to
    side = given.resolve().actors
    window = inside.window or Window(context.today, context.today)
    states = sorted({member.state for member in side.members if member.window.clip(window)})
    if _put_member(subject, side, "") is subject:
        context.place.refuse(given, f"{side.label} does not stand in the reading", f"As in {_EXAMPLE}.")
    told = {state: _tell_books(_put_member(subject, side, state), state, inside) for state in states}
    books = dict.fromkeys(book for truths in told.values() for book in truths)
    return [_count_members([truths.get(book) for truths in told.values()], book) for book in books]


_EXAMPLE = "members(change(trade(CHN -- CENTRAL_ASIA)) > 0, of=CENTRAL_ASIA)"


def _put_member(node: Node, side: Parties, state: str) -> Node:
    """Write the reading with a member wherever the set stands on one side of a relation."""
    member = Parties(state, (Membership(state, Window(None, None)),))

    def put(part: Node) -> Node:
        if not isinstance(part, Call):
            return part
        sides = tuple(_swap_side(argument, side, member) for argument in part.arguments)
        return replace(part, arguments=sides) if sides != part.arguments else part

    return rebuild(node, put)


def _swap_side(node: Node, side: Parties, member: Parties) -> Node:
    if not isinstance(node, Sides):
        return node
    relation = node.relation or (Relation(side) if node.text == side.label else None)
    if relation is None:
        return node
    actors, recipients = (member if one == side else one for one in (relation.actors, relation.recipients))
    if actors is relation.actors and recipients is relation.recipients:
        return node
    assert actors is not None  # a relation has a first side
    return replace(node, relation=Relation(actors, recipients, relation.is_directed), text="")


def _tell_books(node: Node, state: str, context: Context) -> dict[Book, Truth]:
    """Return what each book says of one member; where members report themselves, their books are one."""
    found = {}
    for truth in context.evaluate(node, context):
        assert isinstance(truth, Truth)  # as `check_reading` sees to
        names = [_EACH if name == state else name for name in truth.book.reporter.split(" / ")]
        found[replace(truth.book, reporter=" / ".join(names), vintage="")] = truth
    return found


def _count_members(truths: Sequence[Truth | None], book: Book) -> Quantity:
    values = [truth.values for truth in truths if truth is not None]
    draws = np.stack(np.broadcast_arrays(*values))
    known = ~np.isnan(draws)
    share = np.where(known.any(axis=0), np.nansum(draws, axis=0) / len(truths), np.nan)
    number = int(known.any(axis=1).sum())
    figures = [truth.figure for truth in truths if truth is not None and truth.figure is not None]
    origins = tuple(dict.fromkeys(origin for figure in figures for origin in figure.origins))
    return Quantity(
        share, _ONE, None, book, Status.REPORTED if number else Status.NOT_COVERED, number / len(truths), number,
        next((figure.window for figure in figures if figure.window), None), origins,
        (f"{number} of {len(truths)} members known",), "some members are not known" if number else "",
        is_least=number < len(truths),
    )  # fmt: skip
