"""What of a dossier can be scored: readings that look ahead of the day on which something was said."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from facta.claims.dossier import Claim, Reading, Said
from facta.domain import Period, StateSet
from facta.forecasts import last_day
from facta.language import Call, Conditional, Node, parse_reading, walk
from facta.measures import list_measures
from facta.sources import list_sources

__all__ = ["ForwardReading", "Key", "LeftOut", "list_forward", "name_reading"]

Key: TypeAlias = tuple[str, str]
"""A claim's id and the name of one of its readings."""

_AHEAD = frozenset({"forecast", "condition"})


@dataclass(frozen=True, slots=True)
class ForwardReading:
    """One reading of what one holder said about the future.

    Parameters
    ----------
    claim : Claim
        What was said.
    said : Said
        By whom, when, and with which hedge.
    reading : Reading
        How it is checked.
    node : Node
        The parsed expression.
    made : datetime.date
        The day it was said, the last of its month or year where no day is known.
    until : datetime.date or None
        The horizon: the claim's, or the last day of the reading's windows where that is later; None where none ends.
    """

    claim: Claim
    said: Said
    reading: Reading
    node: Node
    made: dt.date
    until: dt.date | None

    @property
    def key(self) -> Key:
        """Under which it stands in the log."""
        return self.claim.id, name_reading(self.reading.check)

    @property
    def flaw(self) -> str:
        """Why it can never be resolved; empty where nothing speaks against it.

        A measure is out of reach where the publishers of all its sources have ended before the horizon.
        """
        if self.until is None:
            return "it has no horizon: give the claim one"
        needed = last_day(self.node) or self.until
        for name, sources in self._list_sources():
            ends = [(list_sources()[source].covers[1] or dt.date.max, source) for source in sources]
            last, source = max(ends, default=(dt.date.max, ""))
            if last < needed:
                return f"no source of {name} reaches {needed}: {source} ends on {last}"
        return ""

    @property
    def sources(self) -> str:
        """Which sources would resolve it, by measure."""
        return "; ".join(f"{name} from {', '.join(sources)}" for name, sources in self._list_sources())

    def _list_sources(self) -> Iterator[tuple[str, list[str]]]:
        calls = {part.name for part in walk(self.node) if isinstance(part, Call)}
        for name in sorted(calls & list_measures().keys()):
            wanted = set(list_measures()[name].indicators)
            yield name, [source.id for source in list_sources().values() if wanted & source.indicators.keys()]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim that looks ahead and has no reading to score, with why."""

    claim: str
    reason: str


def list_forward(
    claims: Sequence[Claim], sets: Mapping[str, StateSet] | None = None
) -> tuple[list[ForwardReading], list[LeftOut]]:
    """Return the readings to score, one for each holder, and the claims about the future that have none.

    A claim looks ahead if it has a horizon, is a forecast or a condition, or is read as one. Its readings count unless
    they are weak, or look back: reach no further than the day it was said.

    Parameters
    ----------
    claims : sequence of Claim
        Of a dossier.
    sets : mapping of str to StateSet, optional
        That the dossier defines.

    Raises
    ------
    UsageError
        A reading that does not parse; names the claim.

    Examples
    --------
    >>> from facta.claims import read_dossier
    >>> forward, left = list_forward(read_dossier("china-russia").dossier.claims)
    >>> forward[0].claim.id, forward[0].made, forward[0].until, forward[0].flaw
    ('trade-grows', datetime.date(2021, 1, 31), datetime.date(2025, 12, 31), '')
    >>> [(entry.claim, entry.reason) for entry in left if entry.claim == "as-long-as-it-serves"]
    [('as-long-as-it-serves', 'not checkable: tautology')]
    """
    forward: list[ForwardReading] = []
    left = []
    for claim in claims:
        nodes = [parse_reading(entry.check, sets or {}, where=f"claim {claim.id!r}") for entry in claim.readings]
        if _looks_ahead(claim, nodes):
            found = list(_list_of_claim(claim, nodes))
            forward += found
            left += [] if found else [LeftOut(claim.id, _say_why(claim))]
    return forward, left


def name_reading(expression: str) -> str:
    """Return a name for an expression that does not depend on how it is spaced.

    Examples
    --------
    >>> name_reading("1  > 2") == name_reading("1 > 2") != name_reading("2 > 1")
    True
    """
    return hashlib.sha256(" ".join(expression.split()).encode()).hexdigest()[:16]


def _looks_ahead(claim: Claim, nodes: Sequence[Node]) -> bool:
    is_condition = any(isinstance(part, Conditional) for node in nodes for part in walk(node))
    return claim.horizon is not None or claim.type in _AHEAD or is_condition


def _list_of_claim(claim: Claim, nodes: Sequence[Node]) -> Iterator[ForwardReading]:
    if claim.refuse:
        return
    first = {said.by: said for said in reversed(claim.sayings) if said.act != "rhetorical"}  # said twice counts once
    for said in reversed(first.values()):
        made = Period.parse(said.date).end
        for reading, node in zip(claim.readings, nodes, strict=True):
            last = last_day(node)
            ends = [day for day in (claim.horizon.until if claim.horizon else None, last) if day]
            if reading.validity != "weak" and (last is None or last > made):
                yield ForwardReading(claim, said, reading, node, made, max(ends, default=None))


def _say_why(claim: Claim) -> str:
    """Say why a claim has nothing to score."""
    if claim.refuse:
        return f"not checkable: {claim.refuse.reason}"
    if all(said.act == "rhetorical" for said in claim.sayings):
        return "asked as a question, not said"
    if claim.commitment:
        return "a commitment: `facta check` says what became of it"
    if all(reading.validity == "weak" for reading in claim.readings):
        return "only weak readings" if claim.readings else "no reading"
    return "every reading looks back"
