"""The panel of events to a file: counted by the database or on Spark, with what part of each period is covered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from facta.domain import ALWAYS, Coverage, Frequency, Period, Window
from facta.errors import UnknownName, find_nearest
from facta.store.dyads.cells import batch_actors
from facta.store.dyads.files import Column, escape, save_query
from facta.store.dyads.panel import query_panel, query_sums
from facta.store.dyads.shelves import measure_cover
from facta.store.dyads.spark import save_on_spark

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ENGINES", "PanelOrder", "SavedPanel", "save_events"]

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelOrder:
    """What a panel of events is to hold.

    Parameters
    ----------
    frequency : Frequency
        Year, quarter, month or day.
    window : Window
        Which days; a period of which only a part lies inside has the events of that part.
    states : collection of str
        Only what these do to each other; empty for all, with those who are no state. Shares are of all in either case.
    as_of : datetime.date or None
        Only what was known then.
    source : str
        Only what this source tells; empty for all.
    engine : str
        ``duckdb`` or ``spark``.
    master : str
        Where Spark runs.
    heed : callable or None
        Told how many batches of how many are counted.

    Raises
    ------
    UnknownName
        Another engine.
    """

    frequency: Frequency
    window: Window = ALWAYS
    states: Collection[str] = ()
    as_of: dt.date | None = None
    source: str = ""
    engine: str = ENGINES[0]
    master: str = "local[*]"
    heed: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            step = f"Known: {', '.join(ENGINES)}."
            raise UnknownName("engine", self.engine, nearest=find_nearest(self.engine, ENGINES), step=step)

    @property
    def chosen(self) -> str:
        """Which cells count, in SQL."""
        known = [f"known_date <= DATE '{self.as_of}'"] if self.as_of else []
        known += [f"source = '{self.source}'"] if self.source else []
        bounds = ((">=", self.window.start), ("<=", self.window.end))
        return " AND ".join([*known, *(f"event_date {sign} DATE '{day}'" for sign, day in bounds if day)]) or "true"


@dataclass(frozen=True, slots=True)
class SavedPanel:
    """A panel that was written.

    Parameters
    ----------
    rows : int
        How many.
    columns : tuple of tuple of str
        Name and type.
    counts : mapping of str to tuple of int
        By source, the reports between two different states, and the events that the one-a-day filter leaves of them.
    """

    rows: int
    columns: tuple[Column, ...]
    counts: Mapping[str, tuple[int, int]]


def save_events(
    place: tuple[DuckDBPyConnection, Path],
    order: PanelOrder,
    covered: Sequence[Coverage],
    events: Sequence[str],
    target: Path,
) -> SavedPanel:
    """Write the panel of events.

    Parameters
    ----------
    place : tuple of DuckDBPyConnection and Path
        Of `open_scratch`; the database has the view ``events``.
    order : PanelOrder
        What it is to hold.
    covered : sequence of Coverage
        The days that each source covers.
    events : sequence of str
        Files of events, for Spark.
    target : Path
        The file.
    """
    db, scratch = place
    if order.engine == "spark":
        save_on_spark(events, scratch / "summed", order.frequency, chosen=order.chosen, master=order.master)
        db.execute(f"CREATE VIEW summed AS FROM read_parquet('{escape(scratch / 'summed')}/*.parquet')")
    else:
        _sum_actors(db, order)
    _lay_covered(db, order, covered)
    listed = ", ".join(f"'{state}'" for state in sorted(order.states))
    inside = f"actor IN ({listed}) AND recipient IN ({listed})" if listed else "true"
    panel = f"{query_panel('summed', 'covered')} WHERE {inside}"
    rows, columns = save_query(db, f"{panel} ORDER BY actor, recipient, period_start, source", target)
    counts = db.execute(
        "SELECT source, sum(report_count)::BIGINT, sum(event_count)::BIGINT FROM summed "
        f"WHERE actor <> recipient AND actor <> '' AND recipient <> '' AND {inside} GROUP BY source ORDER BY source"
    ).fetchall()
    return SavedPanel(rows, columns, {source: (reports, events) for source, reports, events in counts})


def _sum_actors(db: DuckDBPyConnection, order: PanelOrder) -> None:
    """Count the events of one batch of actors after the other, as ``summed``, so that memory does not grow."""
    db.execute(f"CREATE TABLE summed AS {query_sums('events', order.frequency, 'false')}")
    batches = batch_actors(db, "events")
    for done, (first, last) in enumerate(batches):
        chosen = f"{order.chosen} AND actor BETWEEN '{first}' AND '{last}'"
        db.execute(f"INSERT INTO summed {query_sums('events', order.frequency, chosen)}")
        if order.heed:
            order.heed(done + 1, len(batches))


def _lay_covered(db: DuckDBPyConnection, order: PanelOrder, covered: Sequence[Coverage]) -> None:
    """Lay out what part of the days of each period a source covers in the window, as ``covered``."""
    db.execute("CREATE TABLE covered (source VARCHAR, period_start DATE, covered_share DOUBLE)")
    lines = [
        f"{entry.source}\x1f{Period(order.frequency, ordinal).start}\x1f{part}"
        for entry in covered
        for ordinal, part in measure_cover(entry, order.frequency, order.window).items()
    ]
    cells = "SELECT string_split(unnest(string_split($1, chr(30))), chr(31)) AS cells"
    if lines:
        db.execute(f"INSERT INTO covered SELECT cells[1], cells[2], cells[3] FROM ({cells})", ["\x1e".join(lines)])
