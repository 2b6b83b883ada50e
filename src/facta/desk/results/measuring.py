"""Series, and what can be measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from facta.desk.results.table import Table, plain
from facta.domain import Origin, Series, Status

__all__ = ["MeasureResult", "MeasuresResult", "list_periods"]


@dataclass(frozen=True, slots=True)
class MeasureResult(Table):
    """The series of a measure, one per source, reporter and vintage; a table of their periods.

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
    _shown: ClassVar[tuple[str, ...]] = (
        "source",
        "reporter",
        "variant",
        "period",
        "value",
        "low",
        "high",
        "unit",
        "status",
    )

    def __getitem__(self, place: Any) -> Any:
        return self.series[place]

    def __len__(self) -> int:
        return len(self.series)

    def __iter__(self) -> Iterator[Series]:
        return iter(self.series)

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures."""
        return self.citations

    def _describe(self) -> str:
        return f"{self.measure} of {self.relation}"

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
        low, high = (None if band is None else plain(band[place]) for band in (series.low, series.high))
        value = plain(series.values[:, place].mean())
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
    _shown: ClassVar[tuple[str, ...]] = ("measure", "title", "ledger", "unit", "shape", "sources")

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a measure."""
        return [dict(entry) for entry in self.measures]
