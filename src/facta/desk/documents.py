"""The JSON document of each command: one type a shape, from which the schemas in the reference are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from facta.claims import VerdictWord
from facta.desk.comparing import VerdictChange

__all__ = ["DOCUMENTS", "write_schemas"]


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
    fragile: bool
    condition_state: str | None
    by_source: list[BookDocument]
    sensitivity: list[ChangeDocument]


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
    narrative: bool
    rebuts: list[str]
    rivals: list[str]
    fill: list[str]
    statement: str | None
    citations: list[str]
    outcome: str | None
    revises: list[str]


class DossierDocument(Struct, frozen=True):
    """The verdicts on one dossier, and how many there are of each."""

    dossier: str
    question: str
    as_of: dt.date
    claims: list[VerdictDocument]
    coverage: dict[str, int]


class CheckDocument(Struct, frozen=True):
    """`changes` is null unless an earlier result was given."""

    dossiers: list[DossierDocument]
    changes: list[VerdictChange] | None


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


class BreakDocument(Struct, frozen=True):
    """A known artefact of a source."""

    since: dt.date
    until: dt.date | None
    kind: str
    what: str
    states: list[str]
    indicators: list[str]


class CoverageDocument(Struct, frozen=True):
    """How much of an indicator is covered, by year or month from `first` to `last`, 0 to 1.

    It is a share of `days`, or of the `most` `states` that have a figure in any of the periods.
    """

    indicator: str
    of: str
    most: int | None
    by: str
    first: str
    last: str
    shares: list[float]


class SourceDocument(Struct, frozen=True):
    """One source; `rows`, `repaired`, `loaded` and `scope` are what the store has of it.

    `loaded` has spans of days by indicator or kind of row. `scope` lists the states whose relations are held, none
    where all are. `coverage` is there where one source is asked for.
    """

    source: str
    title: str
    publisher: str
    licence: str
    citation: str
    url: str | None
    address: str | None
    version: str | None
    covers: tuple[dt.date, dt.date | None]
    lag_days: int
    ships: bool
    tried: str | None
    breaks: list[BreakDocument]
    notes: list[str]
    rows: int
    repaired: dict[str, int]
    refused_count: int
    indicators: dict[str, str]
    loaded: dict[str, list[tuple[dt.date, dt.date]]]
    scope: list[str]
    coverage: list[CoverageDocument] | None
    fill: str


class SourcesDocument(Struct, frozen=True):
    """Every source, or the one that was asked for."""

    sources: list[SourceDocument]


class TraceDocument(Struct, frozen=True):
    """The rows behind a figure, with the columns of their table, and the files they stood in."""

    rows: list[dict[str, Any]]
    origins: list[OriginDocument]


class FileDocument(Struct, frozen=True):
    """What was read from one file."""

    source: str
    file: str
    rows: int
    new: int
    repaired: dict[str, int]
    refused: list[str]
    refused_count: int
    ignored: dict[str, int]


class LoadDocument(Struct, frozen=True):
    """Sums over the files; `refused` holds the first thousand of each file.

    `passed_over` names the files of a folder that are none of the source's.
    """

    source: str
    rows: int
    new: int
    repaired: dict[str, int]
    refused: list[str]
    refused_count: int
    ignored: dict[str, int]
    files: list[FileDocument]
    passed_over: list[str]


class NewDocument(Struct, frozen=True):
    """A dossier that was begun."""

    file: str


class DownloadDocument(Struct, frozen=True):
    """A file of a publisher; `held` is what of it is here, `agreed` whether it is what the publisher announces."""

    file: str
    url: str
    outcome: str
    bytes: int | None
    held: int
    retrieved: dt.datetime | None
    sha256: str | None
    checksum: str | None
    agreed: bool | None


class FetchDocument(Struct, frozen=True):
    """What was downloaded to `folder`, with the sums over what was then loaded."""

    source: str
    folder: str
    is_dry_run: bool
    files: list[DownloadDocument]
    notes: list[str]
    rows: int
    new: int
    repaired: dict[str, int]
    refused: list[str]
    refused_count: int
    ignored: dict[str, int]
    loaded: list[FileDocument]


class CitationDocument(Struct, frozen=True):
    """One citation with its licence."""

    key: str
    source: str
    citation: str
    licence: str
    url: str | None
    via: str | None


class CiteDocument(Struct, frozen=True):
    """Citations of everything that an answer used."""

    citations: list[CitationDocument]


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


DOCUMENTS: Mapping[str, type[Struct]] = {
    "ask": VerdictDocument,
    "check": CheckDocument,
    "cite": CiteDocument,
    "explain": ExplainDocument,
    "fetch": FetchDocument,
    "load": LoadDocument,
    "measure": MeasureDocument,
    "measures": MeasuresDocument,
    "new": NewDocument,
    "sources": SourcesDocument,
    "trace": TraceDocument,
}
"""The shape of each command's document."""


def write_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every document, by command.

    Examples
    --------
    >>> write_schemas()["ask"]["properties"]["schema"]
    {'const': 'facta/ask/1'}
    """
    schemas = {}
    for name, kind in DOCUMENTS.items():
        _, parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
        body = parts.pop(kind.__name__)
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"facta {name} --json"}
        properties = {"schema": {"const": f"facta/{name}/1"}, **body["properties"]}
        schemas[name] = {
            **head,
            **body,
            "title": head["title"],
            "properties": properties,
            "required": ["schema", *body["required"]],
            "$defs": parts,
        }
    return schemas
