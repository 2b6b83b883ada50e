"""The JSON documents of `measure`, `measures` and `explain`, and what `brief` has of two states."""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec import Struct

__all__ = ["ExplainDocument", "MeasureDocument", "MeasuresDocument", "OriginDocument", "RelationDocument"]


class PeriodDocument(Struct, frozen=True):
    """One period of a series; `value` is null wherever `status` has none."""

    period: str
    value: float | None
    low: float | None
    high: float | None
    status: str


class OriginDocument(Struct, frozen=True):
    """Where rows came from."""

    id: str
    source: str
    publisher: str
    dataset: str
    version: str | None
    licence: str
    citation: str
    url: str | None
    file: str | None
    retrieved: dt.date | None
    via: str | None


class SeriesDocument(Struct, frozen=True):
    """A series from one book, in full precision."""

    source: str
    reporter: str | None
    variant: str | None
    vintage: str | None
    unit: str
    basis: str
    frequency: str
    aggregation: str
    rows: list[PeriodDocument]
    notes: list[str]
    origin: list[OriginDocument]


class MeasureDocument(Struct, frozen=True):
    """`fill` names the sources that would fill it where there is no series."""

    measure: str
    relation: str
    series: list[SeriesDocument]
    citations: list[str]
    fill: list[str]


class CoverDocument(Struct, frozen=True):
    """What one book has of a measure for a pair."""

    relation: str
    source: str
    reporter: str | None
    variant: str | None
    first: str | None = msgspec.field(name="from")
    last: str | None = msgspec.field(name="to")
    n: int


class MeasureEntryDocument(Struct, frozen=True):
    """One measure; `covered` is null unless states were given."""

    measure: str
    title: str
    ledger: str
    shape: str
    unit: str | None
    basis: str
    aggregation: str | None
    arguments: list[str]
    sources: list[str]
    bias: str | None
    remedy: str | None
    reference: str | None
    covered: list[CoverDocument] | None


class MeasuresDocument(Struct, frozen=True):
    """What can be asked."""

    measures: list[MeasureEntryDocument]


class MeasureUseDocument(Struct, frozen=True):
    """A measure as a reading uses it, with what each source declares to cover; unit and basis are null for rows."""

    name: str
    title: str
    relation: str
    options: dict[str, str | None]
    unit: str | None
    basis: str | None
    aggregation: str | None
    needs: float
    indicators: list[str]
    sources: dict[str, tuple[dt.date, dt.date | None]]
    bias: str | None
    remedy: str | None
    reference: str | None


class OperatorUseDocument(Struct, frozen=True):
    """An operator as a reading uses it."""

    name: str
    title: str


class ExplainDocument(Struct, frozen=True):
    """What would be computed; `form` is truth, figure, series or rows."""

    expression: str
    sentence: str
    form: str
    unit: str | None
    measures: list[MeasureUseDocument]
    operators: list[OperatorUseDocument]
    windows: list[str]


class FactDocument(Struct, frozen=True):
    """A figure that the brief names; `of` is among how many it ranks, or of how many cases it is a share."""

    name: str
    relation: str
    value: float
    unit: str
    period: str
    source: str
    reporter: str | None
    variant: str | None
    vintage: str | None
    low: float | None
    high: float | None
    rank: int | None
    of: int | None


class TrackTurnDocument(Struct, frozen=True):
    """A turn; `probability` is what the artefact leaves of the `undiscounted` one."""

    date: str
    low: str
    high: str
    probability: float
    undiscounted: float
    kind: str
    direction: str
    size: float | None
    size_sd: float | None
    artefact: str | None
    company: list[str]


class TrackDocument(Struct, frozen=True):
    """A series of one book; `turns` is null where they were not looked for."""

    measure: str
    relation: str
    ledger: str
    is_lead: bool
    source: str
    reporter: str | None
    variant: str | None
    vintage: str | None
    unit: str
    frequency: str
    rows: list[PeriodDocument]
    level: list[tuple[float | None, float | None]] | None
    turns: list[TrackTurnDocument] | None


class SpellDocument(Struct, frozen=True):
    """A row of a register or an event list."""

    id: str
    actor: str
    recipient: str | None
    first: str = msgspec.field(name="from")
    last: str = msgspec.field(name="to")
    fields: dict[str, str | float]


class RowsDocument(Struct, frozen=True):
    """The rows of one source; outside `reach`, and where it is null, silence means nothing."""

    measure: str
    source: str
    reach: str | None
    rows: list[SpellDocument]


class GapDocument(Struct, frozen=True):
    """How far a measure reaches; `last` is null where the evidence has nothing."""

    measure: str
    relation: str
    title: str
    last: str | None
    why: str | None
    fill: list[str]


class TopicDocument(Struct, frozen=True):
    """One domain of the relation."""

    topic: str
    is_blind: bool
    facts: list[FactDocument]
    series: list[TrackDocument]
    rows: list[RowsDocument]
    gaps: list[GapDocument]


class PartyDocument(Struct, frozen=True):
    """One of the two states."""

    id: str
    name: str


class RelationDocument(Struct, frozen=True):
    """A relation brief: `said` has the three sentences that it begins with, then what each section says."""

    one: PartyDocument
    other: PartyDocument
    as_of: str
    said: dict[str, list[str]]
    topics: list[TopicDocument]
    origins: list[OriginDocument]
