"""Parties and the relations between them.

``CHN -> RUS`` is directed, ``CHN -- RUS`` is not; either side may be a state, a dated set, several states in braces, or
a set without some of its members; ``WLD`` is everybody else together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from facta.domain.periods import ALWAYS, Window
from facta.domain.states import WORLD, Membership, StateSet, find_set, find_state, list_sets, name_nearest
from facta.errors import UnknownName

__all__ = ["Pair", "Parties", "Relation", "call_party", "find_parties", "is_world", "own", "put_sides", "spell_name"]

_LETTERS = frozenset({"bri", "cdb", "cnpc", "covid", "gdp", "lng", "sic", "un", "usd"})
_WITH_ARTICLE = re.compile(
    r"United |British Virgin|U\.S\.|Two Sicilies|(Democratic )?Republic of|.*(Republic|Islands|Territories|Union)$|"
    r"(Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles)\b"
)


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
        sides = (self, *others)
        members = _merge_spells(member for side in sides for member in side.members)
        return Parties("{" + ", ".join(side.label for side in sides) + "}", members, True)


@dataclass(frozen=True, slots=True)
class Pair:
    """One actor and one recipient, and when both belong to the relation.

    Examples
    --------
    >>> Pair("CHN", "RUS").swap()
    Pair(actor='RUS', recipient='CHN', window=Window(start=None, end=None, frequency=<Frequency.YEAR: 'year'>))
    """

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
        """Yield each actor with each recipient, without a state's pair with itself.

        Where two states stand on both sides of an undirected relation, their pair comes once.
        """
        seen: set[Pair] = set()
        for actor in self.actors.members:
            for recipient in self.recipients.members if self.recipients else ():
                shared = actor.window.clip(recipient.window)
                if actor.state == recipient.state or shared is None:
                    continue
                pair = Pair(actor.state, recipient.state, shared)
                if self.is_directed or pair.swap() not in seen:
                    yield pair
                seen.add(pair)

    def __str__(self) -> str:
        if self.recipients is None:
            return self.actors.label
        return f"{self.actors.label} {'->' if self.is_directed else '--'} {self.recipients.label}"


def _merge_spells(members: Iterable[Membership]) -> tuple[Membership, ...]:
    """Join the spells of one state that overlap, so that no day of it counts twice."""
    spells: dict[str, list[Window]] = {}
    for member in members:
        apart = [window for window in spells.get(member.state, []) if window.clip(member.window) is None]
        joined = [window for window in spells.get(member.state, []) if window not in apart]
        starts, ends = zip(*((window.start, window.end) for window in (*joined, member.window)), strict=True)
        whole = Window(
            None if None in starts else min(start for start in starts if start),
            None if None in ends else max(end for end in ends if end),
        )
        spells[member.state] = [*apart, whole]
    return tuple(Membership(state, window) for state, windows in spells.items() for window in windows)


def find_parties(name: str, sets: Mapping[str, StateSet] | None = None, *, where: str | None = None) -> Parties:
    """Return the party of a state's or set's name; a set that a dossier defines in `sets` comes first.

    Raises
    ------
    UnknownName
        Neither state nor set; names the nearest of both.

    Examples
    --------
    >>> find_parties("EU").is_set, find_parties("Kazakhstan").label
    (True, 'KAZ')
    """
    if sets and name in sets:
        return Parties(sets[name].id, sets[name].members, True)
    try:
        return _find_known(name)
    except UnknownName as error:
        nearest = name_nearest(name, [*(sets or ()), *(entry.id for entry in list_sets())])
        raise UnknownName("state or set", name, nearest=nearest, where=where, step=error.step) from None


@lru_cache(maxsize=4096)
def _find_known(name: str) -> Parties:
    """Return a state, else a set that ships with facta."""
    try:
        state = find_state(name)
    except UnknownName:
        found = find_set(name)
        if found is None:
            raise
        return Parties(found.id, found.members, True)
    return Parties(state.id, (Membership(state.id, ALWAYS),))


def is_world(parties: Parties) -> bool:
    """Say whether a side is everybody.

    Examples
    --------
    >>> is_world(find_parties("WLD")), is_world(find_parties("EU"))
    (True, False)
    """
    return any(member.state == WORLD.id for member in parties.members)


@lru_cache
def call_party(name: str) -> str:
    """Return what a sentence calls a state or a set, by its id; who is neither keeps the name that the evidence gives.

    Examples
    --------
    >>> call_party("USA"), call_party("KAZ"), call_party("CENTRAL_ASIA"), call_party("GAZPROM")
    ('the United States', 'Kazakhstan', 'Central Asia', 'GAZPROM')
    """
    if name == WORLD.id:
        return "the world"
    found = find_set(name)
    try:
        called = found.name if found else find_state(name).name
    except UnknownName:
        return name.replace("_", " ")
    return f"the {called}" if _WITH_ARTICLE.match(called) else called


def own(name: str) -> str:
    """Return the possessive of a name.

    Examples
    --------
    >>> own("China"), own("the United States")
    ("China's", "the United States'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def spell_name(name: str) -> str:
    """Write a name as words, and those that stand for letters in capitals.

    Examples
    --------
    >>> spell_name("pipeline_gas"), spell_name("gdp_growth")
    ('pipeline gas', 'GDP growth')
    """
    return " ".join(word.upper() if word in _LETTERS else word for word in name.split("_"))


def put_sides(title: str, one: str, other: str = "", *, is_directed: bool = False) -> str:
    """Return the title of a measure with the names of those of whom it is asked; what has no place for them ends so.

    Parameters
    ----------
    title : str
        As a measure declares it.
    one, other : str
        As sentences call them; `other` is empty for a measure of one state.
    is_directed : bool
        Whether it goes from one to the other.

    Examples
    --------
    >>> put_sides("stock of direct investment of the first side in the second", "China", "Russia", is_directed=True)
    'stock of direct investment of China in Russia'
    >>> put_sides("goods traded both ways", "China", "Russia"), put_sides("how democratic a state is", "Kazakhstan")
    ('goods traded both ways between China and Russia', 'how democratic Kazakhstan is')
    """
    if not other:
        put = re.sub(r"\b(a|the) state's", own(one), title.replace("between two sides, or ", ""))
        put = re.sub(r"\b(a|the) state\b", one, put)
        return put if put != title else f"{title} ({one})"
    way = f"from {one} to {other}" if is_directed else f"between {one} and {other}"
    places = {
        r"\bthe first side's": own(one), r"\b(recipient|the second side)'s": own(other),
        r"\b(the first( side)?|actor)\b": one, r"\b(the second( side| state)?|recipient)\b": other,
        r"\bbetween two (sides|states)\b": way, r"\btwo (sides|states)'": f"{own(one)} and {own(other)}",
        r"\b(two (sides|states)|both(?= are))\b": f"{one} and {other}",
    }  # fmt: skip
    title = put = title.removesuffix(", or of a state")
    for place, name in places.items():
        put = re.sub(place, name, put)
    return put if put != title else re.sub("(?=,|$)", f" {way}", title, count=1)
