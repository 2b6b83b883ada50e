"""The JSON documents of `measure`, `measures` and `explain`."""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec import Struct

__all__ = ["ExplainDocument", "MeasureDocument", "MeasuresDocument", "OriginDocument"]


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
