"""The JSON documents of `sources`, `load`, `fetch`, `trace` and `cite`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct

from facta.desk.documents.measuring import OriginDocument

__all__ = ["CiteDocument", "FetchDocument", "LoadDocument", "SourcesDocument", "TraceDocument"]


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
