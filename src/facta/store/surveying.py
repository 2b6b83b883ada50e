"""How densely a source covers: states with a figure, by period."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from duckdb import DuckDBPyConnection

from facta.domain import Frequency

__all__ = ["Survey", "survey_indicator"]

Survey: TypeAlias = Mapping[str, int]
"""Counts by period, written as ``2014`` or ``2014-03``."""

_TABLES = {
    "figures": ("indicator", "period_start", "value IS NOT NULL"),
    "events": ("'events'", "event_date", "true"),
    "records": ("kind", "start_date", "true"),
}
_FORMATS = {Frequency.YEAR: "%Y", Frequency.MONTH: "%Y-%m"}


def survey_indicator(
    db: DuckDBPyConnection, place: tuple[str, str], frequency: Frequency, states: Collection[str] = ()
) -> Survey:
    """Return by period how many states a source has a row of.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the views of a store.
    place : tuple of str
        Id of the source, and indicator or kind of row.
    frequency : Frequency
        Years or months.
    states : collection of str
        Of whom rows are counted: then the number is that of their partners, or 1 where a row has none. Empty for all.
    """
    listed = ", ".join(f"'{state}'" for state in sorted(states)) or "''"
    sides = f"unnest([actor, recipient]) AS state, CASE WHEN actor IN ({listed}) THEN recipient ELSE actor END AS other"
    counted = "count(DISTINCT other)" if states else "count(DISTINCT state)"
    chosen = f"state IN ({listed})" if states else "state NOT IN ('', 'WLD')"
    found: dict[str, int] = {}
    for table, (name, day, condition) in _TABLES.items():
        period = f"strftime({day}, '{_FORMATS[frequency]}') AS period"
        rows = f"SELECT {period}, {sides} FROM {table} WHERE source = ? AND {name} = ? AND {condition}"
        query = f"SELECT period, {counted} FROM ({rows}) WHERE {chosen} GROUP BY period"
        found |= dict(db.execute(query, list(place)).fetchall())
    return found
