"""Sources, loads, rows behind a figure, and citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec

from facta.desk.results.table import Table, plain
from facta.domain import Origin
from facta.store import LoadReport

__all__ = ["Citations", "LoadResult", "SourcesResult", "TraceResult"]


@dataclass(frozen=True, slots=True)
class SourcesResult(Table):
    """Every source: licence, citation, coverage, lag, rows in the store, how to fill it."""

    sources: tuple[Mapping[str, Any], ...]
    _shown: ClassVar[tuple[str, ...]] = ("source", "title", "covers", "lag_days", "licence", "rows")

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a source."""
        return [dict(entry) for entry in self.sources]

    def cite(self) -> tuple[str, ...]:
        """Return the citation and licence of each source."""
        return tuple(f"{entry['citation']} [{entry['licence']}]" for entry in self.sources)


@dataclass(frozen=True, slots=True)
class TraceResult(Table):
    """The rows and files behind a figure."""

    found: tuple[Mapping[str, Any], ...]
    origins: tuple[Origin, ...]
    _shown: ClassVar[tuple[str, ...]] = (
        "indicator", "actor", "recipient", "period_start", "value", "unit", "source", "reporter", "known_date",
    )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Return a row of evidence a row."""
        return [dict(row) for row in self.found]

    def cite(self) -> tuple[str, ...]:
        """Return the citation and licence of each origin."""
        return _cite(self.origins)


@dataclass(frozen=True, slots=True)
class LoadResult(Table):
    """What a load read, repaired and refused, file by file.

    Beside them the files of folders that are none of the source's, and what was wrong with broken ones, refused whole.
    """

    source: str
    reports: tuple[LoadReport, ...]
    passed_over: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        """Rows that the store did not hold before."""
        return sum(report.new for report in self.reports)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a file."""
        return [plain(msgspec.to_builtins(report)) for report in self.reports]


@dataclass(frozen=True, slots=True)
class Citations(Table):
    """Citations and licences of everything that an answer used."""

    origins: tuple[Origin, ...] = field(default=())

    def rows(self) -> list[dict[str, Any]]:
        """Return a row an origin: key, citation, licence, url."""
        return [
            {
                "key": origin.id,
                "source": origin.source,
                "citation": origin.citation,
                "licence": origin.licence,
                "url": origin.url,
                "via": origin.via or None,
            }
            for origin in self.origins
        ]

    def cite(self) -> tuple[str, ...]:
        """Return the citation and licence of each origin."""
        return _cite(self.origins)

    def to_bibtex(self) -> str:
        """Return BibTeX entries, one an origin."""
        return "\n\n".join(_write_entry(origin) for origin in self.origins)


def _cite(origins: Iterable[Origin]) -> tuple[str, ...]:
    """Return the citation and licence of each origin, once."""
    return tuple(dict.fromkeys(f"{origin.citation} [{origin.licence}]" for origin in origins))


def _write_entry(origin: Origin) -> str:
    """Write an origin as a BibTeX entry."""
    fields = {
        "author": origin.publisher,
        "title": origin.dataset,
        "note": f"{origin.citation}. Licence: {origin.licence}",
        "url": origin.url,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    key = origin.id.replace("/", "-").replace(" ", "-")
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"
