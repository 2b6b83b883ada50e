"""What a brief on a dossier shows: verdicts, and what was strung together around them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from facta.claims import DECIDED, Claim, Dossier, SourceResult, Verdict, VerdictWord
from facta.claims.conditions import Condition
from facta.claims.exhibits import Exhibit
from facta.claims.record import LeftOut
from facta.domain import Origin
from facta.forecasts.scoring import Board, BoardRow, Entry

__all__ = ["DossierBrief", "TrackRecord"]

_MOST_REFERENCES = 3  # beside one figure; `facta trace` lists all


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What came of the forecasts.

    Parameters
    ----------
    board : Board
        The holders, with what must stand above them.
    references : tuple of BoardRow
        The model and the base rate, over the same claims.
    entries : tuple of Entry
        One for each holder, claim and reading.
    left_out : tuple of LeftOut
        Claims about the future that have nothing to score.
    waiting : mapping of str to int
        How many claims wait, by what for.
    mapping : str
        By which hedges became ranges.
    """

    board: Board
    references: tuple[BoardRow, ...]
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    waiting: Mapping[str, int]
    mapping: str


@dataclass(frozen=True)
class DossierBrief:
    """What a brief on a dossier shows.

    Parameters
    ----------
    name, address : str
        The dossier's name, and how a command finds it.
    dossier : Dossier
        As it is written.
    as_of : datetime.date
        Day of the evidence.
    verdicts : tuple of Verdict
        One a claim.
    exhibits : mapping of str to Exhibit
        By id of the claim: what can be drawn of it.
    conditions : tuple of Condition
        As they stand.
    origins : mapping of str to Origin
        By id: of everything behind the figures.
    contradiction, fragile : Verdict or None
        The strongest contradiction and the most fragile verdict; None where there is none.
    record : TrackRecord or None
        None where it was not asked for, or no claim looks ahead.
    """

    name: str
    address: str
    dossier: Dossier
    as_of: dt.date
    verdicts: tuple[Verdict, ...]
    exhibits: Mapping[str, Exhibit]
    conditions: tuple[Condition, ...]
    origins: Mapping[str, Origin]
    contradiction: Verdict | None = None
    fragile: Verdict | None = None
    record: TrackRecord | None = None

    @property
    def cases(self) -> list[tuple[Claim, Verdict]]:
        """Each claim with its verdict, in the order of the dossier."""
        return list(zip(self.dossier.claims, self.verdicts, strict=True))

    @property
    def holders(self) -> list[str]:
        """Everybody who holds a claim, once."""
        return list(dict.fromkeys(holder for verdict in self.verdicts for holder in verdict.holders))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {verdict.id: number for number, verdict in enumerate(self.verdicts, start=1)}

    def name_claim(self, claim: str) -> str:
        """Name a claim for a label: its number in the dossier, and its id as words."""
        return f"{self._numbers[claim]} {claim.replace('-', ' ')}"

    @cached_property
    def counts(self) -> Mapping[VerdictWord, int]:
        """How many claims have each verdict."""
        return Counter(verdict.verdict for verdict in self.verdicts)

    @property
    def decided(self) -> int:
        """How many claims are decided."""
        return sum(self.counts[word] for word in DECIDED)

    @cached_property
    def rebuttals(self) -> list[tuple[Verdict, list[Verdict]]]:
        """Each claim that others answer, narratives first, with those that answer it."""
        by_id = {verdict.id: verdict for verdict in self.verdicts}
        answers: dict[str, list[Verdict]] = {}
        for verdict in self.verdicts:
            for answered in verdict.rebuts:
                answers.setdefault(answered, []).append(verdict)
        pairs = [(by_id[name], found) for name, found in answers.items() if name in by_id]
        alone: list[tuple[Verdict, list[Verdict]]] = [
            (verdict, []) for verdict in self.verdicts if verdict.narrative and verdict.id not in answers
        ]
        return sorted(pairs, key=lambda pair: not pair[0].narrative) + alone

    @cached_property
    def references(self) -> list[Origin]:
        """Origins by citation, each once, by source and in the order in which the claims use them."""
        used = (origin for verdict in self.verdicts for book in list_books(verdict) for origin in book.origins)
        cited: dict[str, Origin] = {}
        for origin in (self.origins[name] for name in used if name in self.origins):
            cited.setdefault(origin.citation, origin)
        order = list(dict.fromkeys((origin.source, origin.licence) for origin in cited.values()))
        return sorted(cited.values(), key=lambda origin: order.index((origin.source, origin.licence)))

    @property
    def shelves(self) -> list[tuple[int, Origin, list[Origin]]]:
        """References of one source and licence: the number of the first, which stands for what they share, and all."""
        numbered = enumerate(self.references, start=1)
        groups = groupby(numbered, key=lambda entry: (entry[1].source, entry[1].licence))
        listed = [list(group) for _, group in groups]
        return [(group[0][0], group[0][1], [origin for _, origin in group]) for group in listed]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {origin.citation: place for place, origin in enumerate(self.references, start=1)}

    def number_origins(self, origins: Sequence[str]) -> list[int]:
        """Return the numbers of the references of some origins, each once, in order: the first three of many."""
        cited = {self._places[self.origins[origin].citation] for origin in origins if origin in self.origins}
        return sorted(cited)[:_MOST_REFERENCES]


def list_books(verdict: Verdict) -> list[SourceResult]:
    """Return every book of every reading that has a figure."""
    return [book for reading in verdict.readings for book in reading.by_source if book.figure is not None]
