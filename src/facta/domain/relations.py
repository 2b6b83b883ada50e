"""Parties and the relations between them.

``CHN -> RUS`` is directed, ``CHN -- RUS`` is not; either side may be a state, a dated set, several states in braces, or
a set without some of its members; ``WLD`` is everybody else together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from facta.domain.periods import Window
from facta.domain.states import WORLD, Membership, StateSet, find_set, find_state, list_sets
from facta.errors import UnknownName, find_nearest

__all__ = ["ALWAYS", "Pair", "Parties", "Relation", "find_parties", "is_world"]

ALWAYS = Window(None, None)


@dataclass(frozen=True, slots=True)
class Parties:
    """One side of a relation.

    Parameters
    ----------
    label : str
        As it was written.
    members : tuple of Membership
        The states, each with the window in which it counts.
    is_set : bool
        Whether figures are summed over the members.

    Examples
    --------
    >>> [member.state for member in find_parties("Russia").members]
    ['RUS']
    """

    label: str
    members: tuple[Membership, ...]
    is_set: bool = False

    def without(self, others: Parties) -> Parties:
        """Return these parties except `others`."""
        gone = {member.state for member in others.members}
        kept = tuple(member for member in self.members if member.state not in gone)
        return Parties(f"{self.label} except {others.label}", kept, True)

    def union(self, *others: Parties) -> Parties:
        """Return these parties and `others` as one side."""
        members = {member: None for side in (self, *others) for member in side.members}
        return Parties("{" + ", ".join(side.label for side in (self, *others)) + "}", tuple(members), True)


@dataclass(frozen=True, slots=True)
class Pair:
    """One actor and one recipient, and when both belong to the relation."""

    actor: str
    recipient: str
    window: Window = ALWAYS

    def swap(self) -> Pair:
        """Return the pair seen from the other side."""
        return Pair(self.recipient, self.actor, self.window)


@dataclass(frozen=True, slots=True)
class Relation:
    """Two sides, or one state alone.

    Parameters
    ----------
    actors : Parties
        Who acts; the one side of an undirected relation.
    recipients : Parties or None
        Towards whom; None for a state's own figures.
    is_directed : bool
        ``->`` rather than ``--``.

    Examples
    --------
    >>> relation = Relation(find_parties("CHN"), find_parties("RUS"), is_directed=True)
    >>> str(relation), str(relation.swap())
    ('CHN -> RUS', 'RUS -> CHN')
    """

    actors: Parties
    recipients: Parties | None = None
    is_directed: bool = False

    def swap(self) -> Relation:
        """Return the relation seen from the other side."""
        return self if self.recipients is None else Relation(self.recipients, self.actors, self.is_directed)

    def pairs(self) -> Iterator[Pair]:
        """Yield each actor with each recipient, without a state's pair with itself."""
        for actor in self.actors.members:
            for recipient in self.recipients.members if self.recipients else ():
                shared = actor.window.clip(recipient.window)
                if actor.state != recipient.state and shared:
                    yield Pair(actor.state, recipient.state, shared)

    def __str__(self) -> str:
        if self.recipients is None:
            return self.actors.label
        return f"{self.actors.label} {'->' if self.is_directed else '--'} {self.recipients.label}"


def find_parties(name: str, sets: Mapping[str, StateSet] | None = None, *, where: str | None = None) -> Parties:
    """Return the party of a state's or set's name; a set that a dossier defines in `sets` comes first.

    Raises
    ------
    UnknownName
        Neither state nor set; names the nearest of both.
    """
    found = (sets or {}).get(name)
    if found is None:
        try:
            state = find_state(name, where=where)
            return Parties(state.id, (Membership(state.id, ALWAYS),))
        except UnknownName as error:
            found = find_set(name)
            if found is None:
                raise _name_both(error, sets or {}) from None
    return Parties(found.id, found.members, True)


def _name_both(error: UnknownName, sets: Mapping[str, StateSet]) -> UnknownName:
    """Offer the nearest set where no state is near."""
    close = find_nearest(error.found, [*sets, *(entry.id for entry in list_sets())])
    return UnknownName("state or set", error.found, nearest=error.nearest or close, where=error.where, step=error.step)


def is_world(parties: Parties) -> bool:
    """Say whether a side is everybody."""
    return any(member.state == WORLD.id for member in parties.members)
