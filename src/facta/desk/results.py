"""What the desk hands out: frozen results that show, convert and cite themselves."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from facta.claims import DossierFile, Verdict
from facta.desk.comparing import VerdictChange
from facta.domain import Origin, Series, Status
from facta.errors import UsageError
from facta.store import LoadReport, save_rows, save_text

if TYPE_CHECKING:
    import polars
    import pyarrow  # type: ignore[import-untyped]

__all__ = [
    "CheckResult",
    "Citations",
    "DossierResult",
    "LoadResult",
    "MeasureResult",
    "MeasuresResult",
    "NewResult",
    "SourcesResult",
    "TraceResult",
    "to_json",
]


class MissingExtra(UsageError):
    """A conversion that needs a package which is not installed."""

    def __init__(self, package: str) -> None:
        self.package = package

    def __str__(self) -> str:
        return f"{self.package} is not installed. Install it with `pip install 'facta[frames]'`."


def _import(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise MissingExtra(package) from error


class Table:
    """What every result can do: give its rows, and convert them."""

    def rows(self) -> list[dict[str, Any]]:
        """Return its rows as plain values; missing is None, never 0."""
        raise NotImplementedError

    def to_polars(self) -> polars.DataFrame:
        """Return its rows as a Polars data frame (extra ``frames``)."""
        frame: polars.DataFrame = _import("polars").DataFrame(self.rows(), infer_schema_length=None)
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """Return its rows as an Arrow table (extra ``frames``)."""
        return _import("pyarrow").Table.from_pylist(self.rows())

    def _repr_html_(self) -> str:
        rows = self.rows()
        if not rows:
            return "<p>nothing</p>"
        head = "".join(f"<th>{_escape(name)}</th>" for name in rows[0])
        body = "".join(
            "<tr>" + "".join(f"<td>{_escape(cell)}</td>" for cell in row.values()) + "</tr>" for row in rows[:200]
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _escape(cell: object) -> str:
    text = "–" if cell is None else str(cell)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_VERDICT_COLUMNS = (
    "id", "statement", "said", "holders", "date", "narrative", "verdict", "reason", "validity", "fragile", "figure",
    "unit", "threshold", "margin", "window", "completeness", "n", "as_of", "condition_state", "sources", "citations",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DossierResult(Table):
    """The verdicts on one dossier.

    Parameters
    ----------
    dossier, question : str
        Name, and what was asked.
    as_of : datetime.date
        Day of the evidence.
    claims : tuple of Verdict
        In the order of the dossier.
    coverage : mapping of str to int
        How many of each verdict.
    file : DossierFile or None
        What the dossier says, and where it lies.
    """

    dossier: str
    question: str
    as_of: dt.date
    claims: tuple[Verdict, ...]
    coverage: Mapping[str, int]
    file: DossierFile | None = None

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a claim."""
        return [{name: plain(getattr(claim, name)) for name in _VERDICT_COLUMNS} for claim in self.claims]


@dataclass(frozen=True, slots=True)
class CheckResult(Table):
    """The verdicts on several dossiers.

    Parameters
    ----------
    dossiers : tuple of DossierResult
        One a dossier.
    changes : tuple of VerdictChange or None
        Against an earlier result; None where there was none.
    """

    dossiers: tuple[DossierResult, ...]
    changes: tuple[VerdictChange, ...] | None = None

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a claim, with its dossier."""
        return [{"dossier": entry.dossier, **row} for entry in self.dossiers for row in entry.rows()]

    def to_claim_review(self, author: str = "facta") -> dict[str, Any]:
        """Return the verdicts as JSON-LD in the vocabulary ClaimReview; see `facta.briefs.describe_reviews`."""
        from facta.briefs import describe_reviews  # the briefs bring Rich: only for this

        return describe_reviews((claim for entry in self.dossiers for claim in entry.claims), author)

    def save(self, file: str | Path) -> Path:
        """Write the verdicts as CSV, Parquet or, with the suffix ``.jsonld``, as ClaimReview; return the file.

        Raises
        ------
        UnknownFormat
            Another suffix.
        StoreError
            The file cannot be written.
        """
        target = Path(file)
        if target.suffix.lower() == ".jsonld":
            save_text(json.dumps(self.to_claim_review(), ensure_ascii=False, indent=1) + "\n", target)
        else:
            save_rows(self.rows(), target)
        return target

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures."""
        return tuple(dict.fromkeys(c for entry in self.dossiers for claim in entry.claims for c in claim.citations))


@dataclass(frozen=True, slots=True)
class NewResult(Table):
    """A dossier that was begun.

    Parameters
    ----------
    file : str
        Where it lies.
    """

    file: str

    def rows(self) -> list[dict[str, Any]]:
        """Return the one row."""
        return [{"file": self.file}]


@dataclass(frozen=True, slots=True)
class MeasureResult(Table, Sequence[Series]):
    """The series of a measure, one per source, reporter and vintage.

    Parameters
    ----------
    measure, relation : str
        What was asked.
    series : tuple of Series
        One a book.
    citations : tuple of str
        Of everything behind them.
    fill : tuple of str
        Which sources would fill it, where there is none.
    origins : tuple of Origin
        Where the rows behind them came from.
    """

    measure: str
    relation: str
    series: tuple[Series, ...]
    citations: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()

    def __getitem__(self, place: Any) -> Any:
        return self.series[place]

    def __len__(self) -> int:
        return len(self.series)

    def __iter__(self) -> Iterator[Series]:
        return iter(self.series)

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures."""
        return self.citations

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a period and book."""
        return [
            {
                "source": s.book.source,
                "reporter": s.book.reporter,
                "variant": s.book.variant,
                "vintage": s.book.vintage,
                **row,
                "unit": s.unit.symbol,
            }
            for s in self.series
            for row in list_periods(s)
        ]


def list_periods(series: Series) -> list[dict[str, Any]]:
    """Return a row a period of a series: period, value, low, high, status."""
    rows = []
    for place, period in enumerate(series.periods):
        low, high = (None if band is None else _number(band[place]) for band in (series.low, series.high))
        value = _number(series.values[:, place].mean())
        rows.append(
            {
                "period": str(period),
                "value": value,
                "low": low,
                "high": high,
                "status": Status(int(series.status[place])).label,
            }
        )
    return rows


@dataclass(frozen=True, slots=True)
class MeasuresResult(Table):
    """What can be asked: one entry a measure, with its books and periods for a pair."""

    measures: tuple[Mapping[str, Any], ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a measure."""
        return [dict(entry) for entry in self.measures]


@dataclass(frozen=True, slots=True)
class SourcesResult(Table):
    """Every source: licence, citation, coverage, lag, rows in the store, how to fill it."""

    sources: tuple[Mapping[str, Any], ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a source."""
        return [dict(entry) for entry in self.sources]


@dataclass(frozen=True, slots=True)
class TraceResult(Table):
    """The rows and files behind a figure."""

    found: tuple[Mapping[str, Any], ...]
    origins: tuple[Origin, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return a row of evidence a row."""
        return [dict(row) for row in self.found]


@dataclass(frozen=True, slots=True)
class LoadResult(Table):
    """What a load read, repaired and refused, file by file; and the files of folders that are none of the source's."""

    source: str
    reports: tuple[LoadReport, ...]
    passed_over: tuple[str, ...] = ()

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

    def to_bibtex(self) -> str:
        """Return BibTeX entries, one an origin."""
        return "\n\n".join(_write_entry(origin) for origin in self.origins)


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


def to_json(name: str, body: Mapping[str, Any]) -> bytes:
    """Return the JSON document of a command: its schema and version, then its body; missing is null.

    Examples
    --------
    >>> to_json("ask", {"figure": float("nan")})
    b'{"schema":"facta/ask/1","figure":null}'
    """
    return msgspec.json.encode({"schema": f"facta/{name}/1", **plain(dict(body))})


def plain(value: Any) -> Any:
    """Turn results into plain values that JSON can hold: mappings, lists, numbers without NaN, text, dates."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return plain({name: getattr(value, name) for name in value.__dataclass_fields__})
    return value


def _number(value: Any) -> float | None:
    number = float(value)
    return number if np.isfinite(number) else None
