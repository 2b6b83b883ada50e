"""The JSON documents of `check`, `ask`, `new` and `brief`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from facta.claims import VerdictWord
from facta.desk.documents.measuring import RelationDocument
from facta.desk.results.comparing import VerdictChange

__all__ = ["BriefDocument", "CheckDocument", "NewDocument", "VerdictDocument"]


class BookDocument(Struct, frozen=True):
    """What one book says of a reading; without a source where nothing was asked of any."""

    source: str | None
    reporter: str | None
    variant: str | None
    vintage: str | None
    figure: float | None
    unit: str | None
    threshold: float | None
    verdict: VerdictWord
    reason: str | None
    completeness: float | None
    n: int
    window: str | None
    origins: list[str]
    notes: list[str]


class ChangeDocument(Struct, frozen=True):
    """A change of a reading, and the verdict that it would give."""

    change: str
    verdict: VerdictWord


class ReadingDocument(Struct, frozen=True):
    """One reading of a claim."""

    text: str | None
    expression: str
    verdict: VerdictWord
    reason: str | None
    validity: str | None
    why: str | None
    figure: float | None
    unit: str | None
    threshold: float | None
    margin: float | None
    margin_share: float | None
    fragile: bool
    condition_state: str | None
    by_source: list[BookDocument]
    sensitivity: list[ChangeDocument]


class ProspectDocument(Struct, frozen=True):
    """What was said of the future, beside what the evidence of that day gave it; probabilities run from 0 to 1."""

    reading: str
    made: dt.date
    until: dt.date
    words_low: float
    words_high: float
    mapping: str
    probability: float | None
    low: float | None
    high: float | None
    base_rate: float | None
    base_rate_n: int
    reason: str | None


class VerdictDocument(Struct, frozen=True):
    """A verdict; figure and sensitivity at the top are the first reading's."""

    id: str
    said: str
    holders: list[str]
    date: str
    verdict: VerdictWord
    reason: str | None
    validity: str | None
    fragile: bool
    figure: float | None
    unit: str | None
    threshold: float | None
    margin: float | None
    window: str | None
    completeness: float | None
    as_of: dt.date
    n: int | None
    readings: list[ReadingDocument]
    sensitivity: list[ChangeDocument]
    condition_state: str | None
    probability: float | None
    prospect: ProspectDocument | None
    narrative: bool
    rebuts: list[str]
    rivals: list[str]
    fill: list[str]
    statement: str | None
    citations: list[str]
    outcome: str | None
    revises: list[str]
    proposition: str | None
    stance: str | None
    horizon: dt.date | None
    weakest: str
    would_change: list[str]


class StandDocument(Struct, frozen=True):
    """How a holder stands to a proposition; the figure is that of the reading that gives the verdict on the claim."""

    holder: str
    claim: str
    stance: str
    verdict: VerdictWord
    is_borne_out: bool | None
    expression: str | None
    figure: float | None
    unit: str | None
    threshold: float | None
    margin: float | None


class PropositionDocument(Struct, frozen=True):
    """What claims state under one name: `group` disputed, qualified, shared or one_voice, and what evidence says."""

    name: str
    group: str
    leaning: str
    is_separated: bool
    stands: list[StandDocument]


class DossierDocument(Struct, frozen=True):
    """The verdicts on one dossier, how many there are of each, and the map of its propositions."""

    dossier: str
    question: str
    as_of: dt.date
    claims: list[VerdictDocument]
    coverage: dict[str, int]
    propositions: list[PropositionDocument]


class CheckDocument(Struct, frozen=True):
    """`changes` is null unless an earlier result was given."""

    dossiers: list[DossierDocument]
    changes: list[VerdictChange] | None


class BriefDocument(Struct, frozen=True):
    """A page: where it was written, null where it was not, and how long it is; of two states all that it shows."""

    file: str | None
    bytes: int
    relation: RelationDocument | None


class NewDocument(Struct, frozen=True):
    """A dossier that was begun."""

    file: str
