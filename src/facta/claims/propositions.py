"""The map of a panel: who affirms, denies or qualifies which proposition, and where evidence tells them apart.

=== ======================================================= ==========
 #   stances of a proposition                                group
=== ======================================================= ==========
 1   one holder alone touches it                             one voice
 2   some affirm it and some deny it                         disputed
 3   somebody qualifies it                                   qualified
 4   all affirm it, or all deny it                           shared
=== ======================================================= ==========

A verdict is on a claim as it was said: a denial that is *supported* speaks against the proposition. So evidence speaks
for a proposition where an affirmation is supported or a denial contradicted, and against it the other way round; it is
mixed where these are only mixed. A claim that qualifies a proposition speaks neither way. Evidence *separates* the
voices where it bears out what one of them says, contradicts what another says, and does not do both to either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from facta.claims.verdict import ReadingResult, Verdict, VerdictWord

__all__ = ["Proposition", "Stand", "map_propositions"]

Group = Literal["disputed", "qualified", "shared", "one_voice"]
Leaning = Literal["for", "against", "both_ways", "mixed", "silent"]

_GROUPS: tuple[Group, ...] = ("disputed", "qualified", "shared", "one_voice")
_BORNE = {VerdictWord.SUPPORTED: True, VerdictWord.CONTRADICTED: False}
_SPEAKS: Mapping[tuple[str, bool | None], str] = {
    ("affirms", True): "for", ("affirms", False): "against", ("denies", True): "against", ("denies", False): "for",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """How one holder stands to a proposition, by one claim.

    Parameters
    ----------
    holder : str
        Who said it.
    claim : str
        Id of the claim.
    stance : str
        ``affirms``, ``denies`` or ``qualifies``.
    verdict : VerdictWord
        On the claim as it was said.
    reading : ReadingResult or None
        The first that gives the verdict; None where none does.

    Examples
    --------
    >>> Stand("A. Speaker", "grows", "denies", VerdictWord.CONTRADICTED).is_borne_out
    False
    """

    holder: str
    claim: str
    stance: str
    verdict: VerdictWord
    reading: ReadingResult | None = None

    @property
    def is_borne_out(self) -> bool | None:
        """Whether evidence bears the claim out; None where it says neither."""
        return _BORNE.get(self.verdict)


@dataclass(frozen=True, slots=True)
class Proposition:
    """What several holders state.

    Parameters
    ----------
    name : str
        As the dossier names it.
    stands : tuple of Stand
        In the order of the dossier.

    Examples
    --------
    >>> grows = Stand("A. Speaker", "grows", "affirms", VerdictWord.SUPPORTED)
    >>> falls = Stand("B. Writer", "falls", "denies", VerdictWord.CONTRADICTED)
    >>> entry = Proposition("trade-grows", (grows, falls))
    >>> entry.group, entry.leaning, entry.is_separated
    ('disputed', 'for', True)
    """

    name: str
    stands: tuple[Stand, ...]

    @property
    def holders(self) -> tuple[str, ...]:
        """Everybody who touches it."""
        return tuple(dict.fromkeys(stand.holder for stand in self.stands))

    @property
    def group(self) -> Group:
        """Whether it is ``disputed``, ``qualified`` or ``shared``, or ``one_voice``; the table is above."""
        stances = {stand.stance for stand in self.stands}
        if len(self.holders) == 1:
            return "one_voice"
        if {"affirms", "denies"} <= stances:
            return "disputed"
        return "qualified" if "qualifies" in stances else "shared"

    @property
    def leaning(self) -> Leaning:
        """Whether evidence speaks ``for`` it, ``against`` it or ``both_ways``, is ``mixed``, or ``silent``."""
        spoken = {_SPEAKS.get((stand.stance, stand.is_borne_out)) for stand in self.stands}
        if {"for", "against"} <= spoken:
            return "both_ways"
        if "for" in spoken:
            return "for"
        return "against" if "against" in spoken else "mixed" if self._is_mixed else "silent"

    @property
    def _is_mixed(self) -> bool:
        return any(stand.verdict is VerdictWord.MIXED and stand.stance != "qualifies" for stand in self.stands)

    @property
    def is_separated(self) -> bool:
        """Whether evidence bears out what one voice says and contradicts what another says."""
        borne = {stand.holder for stand in self.stands if stand.is_borne_out is True}
        refuted = {stand.holder for stand in self.stands if stand.is_borne_out is False}
        return bool(borne - refuted) and bool(refuted - borne)


def map_propositions(verdicts: Sequence[Verdict]) -> tuple[Proposition, ...]:
    """Return every proposition that a claim names: disputed ones first, then qualified, shared, and those of one voice.

    Inside a group those come first that most holders touch, else they stand in the order of the dossier.

    Parameters
    ----------
    verdicts : sequence of Verdict
        On the claims of one dossier.

    Returns
    -------
    tuple of Proposition
        Empty where no claim names one.

    Examples
    --------
    >>> import facta
    >>> map_propositions([facta.ask("trade(CHN -- RUS)[2014] > 90 bn USD")])
    ()
    """
    stands: dict[str, list[Stand]] = {}
    for verdict in verdicts:
        if verdict.proposition:
            stands.setdefault(verdict.proposition, []).extend(_list_stands(verdict))
    found = [Proposition(name, tuple(entries)) for name, entries in stands.items()]
    return tuple(sorted(found, key=lambda entry: (_GROUPS.index(entry.group), -len(entry.holders))))


def _list_stands(verdict: Verdict) -> list[Stand]:
    """Return a stand for each holder of a claim."""
    reading = next((reading for reading in verdict.readings if reading.verdict is verdict.verdict), None)
    return [Stand(holder, verdict.id, verdict.stance, verdict.verdict, reading) for holder in verdict.holders]
