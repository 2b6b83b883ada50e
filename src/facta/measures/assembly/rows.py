"""Rows of spells and records between two sides: who stands where, when a member counts, and what silence means."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from facta.domain import ALWAYS, Book, Coverage, Evidence, Membership, Parties, Relation, Row, RowSet, Window, is_world
from facta.measures.registry import find_measure

__all__ = ["collect_rows"]


def collect_rows(evidence: Evidence, name: str, relation: Relation, keep: Mapping[str, frozenset[str]]) -> list[RowSet]:
    """Return the rows of a measure between the two sides, one set a source.

    Parameters
    ----------
    evidence : Evidence
        Where the rows are.
    name : str
        Name of the measure; its indicator is the kind of row.
    relation : Relation
        Undirected relations take rows of both directions; a state alone takes every row that it is part of. A set
        stands for its members, each inside its window, and for the organisation of that name; ``WLD`` for everybody who
        is not on the other side.
    keep : mapping of str to frozenset of str
        Values that a field must have, by field.

    Returns
    -------
    list of RowSet
        Silence means something only where the source says so and is loaded for every pair.
    """
    kind = find_measure(name).indicators[0]
    sides = _Sides(relation)
    placed = (sides.place(row) for row in evidence.rows(kind, sides.names) if _has(row, keep))
    found = [row for row in placed if row]
    return [
        RowSet(
            name,
            str(relation),
            Book(entry.source),
            tuple(row for row in found if row.source == entry.source),
            entry.latest if _means_none(entry, relation) else None,
        )
        for entry in evidence.coverage(kind)
    ]


def _has(row: Row, keep: Mapping[str, frozenset[str]]) -> bool:
    return all(str(row.fields.get(field, "")) in allowed for field, allowed in keep.items())


def _means_none(coverage: Coverage, relation: Relation) -> bool:
    """Say whether a source that has no row between two sides says by it that there was nothing."""
    if coverage.absence != "zero":
        return False
    recipients = relation.recipients.members if relation.recipients else (Membership("", ALWAYS),)
    pairs = itertools.product(relation.actors.members, recipients)
    return not coverage.scope or all(coverage.reaches(one.state, other.state) for one, other in pairs)


class _Sides:
    """The two sides of a relation, by the names that rows give them."""

    def __init__(self, relation: Relation) -> None:
        actors, recipients = relation.actors, relation.recipients
        self._is_directed = relation.is_directed
        self._actors = _Side.build(actors, recipients)
        self._recipients = _Side.build(recipients, actors) if recipients else _Side({}, frozenset(), True)

    @property
    def names(self) -> frozenset[str]:
        """Names of which every row between the sides has one; empty where everybody may stand on both."""
        named = [frozenset(side.windows) for side in (self._actors, self._recipients) if not side.is_anybody]
        return min(named, key=len, default=frozenset())

    def place(self, row: Row) -> Row | None:
        """Return a row as far as it lies where both sides count; None for one that is not between them."""
        ways = [(row.actor, row.recipient)] + ([] if self._is_directed else [(row.recipient, row.actor)])
        for actor, recipient in ways:
            shared = [
                window
                for one in self._actors.find(actor)
                for other in self._recipients.find(recipient)
                if (window := _clip(row, one, other))
            ]
            if shared:
                start = min(window.start or row.start for window in shared)
                end = max(window.end or row.end for window in shared)
                return row if (start, end) == (row.start, row.end) else replace(row, start=start, end=end)
        return None


@dataclass(frozen=True, slots=True)
class _Side:
    """Who stands on a side: names with the windows in which they count, or everybody but some."""

    windows: Mapping[str, tuple[Window, ...]]
    others: frozenset[str]
    is_anybody: bool

    @classmethod
    def build(cls, side: Parties, against: Parties | None) -> _Side:
        """Build one side; everybody means everybody who is not on the other."""
        if not is_world(side):
            return cls(_name(side), frozenset(), False)
        return cls({}, frozenset(_name(against)) if against and not is_world(against) else frozenset(), True)

    def find(self, name: str) -> tuple[Window, ...]:
        """Return the windows in which a name stands on this side."""
        if self.is_anybody:
            return () if name in self.others else (ALWAYS,)
        return self.windows.get(name, ())


def _name(side: Parties) -> dict[str, tuple[Window, ...]]:
    """Return the names of a side: its members, and its own where rows are of the organisation itself."""
    windows: dict[str, tuple[Window, ...]] = {}
    for member in side.members:
        windows[member.state] = (*windows.get(member.state, ()), member.window)
    return {side.label: (ALWAYS,)} | windows if side.is_set else windows


def _clip(row: Row, *windows: Window) -> Window | None:
    """Return what a row's days share with all windows."""
    shared: Window | None = Window(row.start, row.end)
    for window in windows:
        shared = shared.clip(window) if shared else None
    return shared
