"""What every pair of states has of some indicators in all periods together, by one grouped scan."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from facta.domain import WORLD, Frequency, Totals
from facta.store.dyads import QUADS, query_counts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["read_event_totals", "read_totals"]

_BOOK = "source, reporter, variant, frequency"
_PAIR = f"actor <> recipient AND recipient <> '' AND '{WORLD.id}' NOT IN (actor, recipient) AND value IS NOT NULL"
_LATEST = f"""(SELECT {_BOOK}, actor, recipient, indicator, '' AS vintage,
    arg_max(value, (known_date, vintage)) AS value
    FROM {{rows}} GROUP BY {_BOOK}, actor, recipient, indicator, period_start, unit, act)"""
"""Of several vintages of a period the latest known, as everywhere."""


def read_totals(db: DuckDBPyConnection, known: str, indicators: Sequence[str]) -> tuple[Totals, ...]:
    """Read the sums of indicators over all periods known, one entry a book that has any of them.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the view ``figures``.
    known : str
        The as-of filter, in SQL.
    indicators : sequence of str
        What is summed.
    """
    names = ", ".join(f"'{name}'" for name in indicators)
    sums = ", ".join(f"coalesce(sum(value) FILTER (indicator = '{name}'), 0)" for name in indicators)
    rows = f"(FROM figures WHERE indicator IN ({names}) AND {known} AND {_PAIR})"
    added = f"SELECT {_BOOK}, actor, recipient, {sums}, min(vintage) <> max(vintage) FROM {{rows}} GROUP BY ALL"
    found = db.execute(added.format(rows=rows)).fetchall()
    if any(row[-1] for row in found):
        found = db.execute(added.format(rows=_LATEST.format(rows=rows))).fetchall()
    return _lay((row[:-1] for row in found), indicators)


def read_event_totals(
    db: DuckDBPyConnection, known: str, indicators: Sequence[str], frequency: Frequency
) -> tuple[Totals, ...]:
    """Read the same of events, once each or each report; nothing where an indicator is no quad class.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the view ``dyads``.
    known : str
        The as-of filter, in SQL.
    indicators : sequence of str
        What is summed.
    frequency : Frequency
        Length of the periods by which the evidence counts events.
    """
    if not set(indicators) <= QUADS.keys():
        return ()
    found = []
    for counted in ("event", "report"):
        counts = ", ".join(f"{name}_{counted}_count" for name in indicators)
        book = f"source, '', '{counted}s', '{frequency}'"
        found += db.execute(f"SELECT {book}, actor, recipient, {counts} FROM ({query_counts(known)})").fetchall()
    return _lay(found, indicators)


def _lay(rows: Iterable[tuple[Any, ...]], indicators: Sequence[str]) -> tuple[Totals, ...]:
    """Lay rows of book, actor, recipient and sums out by book."""
    totals = []
    for (source, reporter, variant, frequency), group in itertools.groupby(sorted(rows), key=lambda row: row[:4]):
        pairs = list(group)
        places = {(row[4], row[5]): place for place, row in enumerate(pairs)}
        counts = np.array([row[6:] for row in pairs], dtype=np.float64).T
        totals.append(Totals(source, reporter, variant, Frequency(frequency), tuple(indicators), places, counts))
    return tuple(totals)
