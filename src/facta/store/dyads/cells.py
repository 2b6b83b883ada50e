"""From events to directed dyads by day.

A *cell* counts what one actor did to one recipient on one day, as far as it became known on one day. So months, years
and an evidence as of a day are sums of cells.

*Reports* are the rows of the source; a row that stands for several counts as many. *Events* are what is left of them by
the one-a-day filter: of reports alike in day, actor, recipient and event code that became known on the same day, one
counts. The filter takes the same story told by many papers for one event, at the price that two such events on one day
are one too, and it shortens busy pairs most. It needs states on both sides: where a side is none, unlike actors stand
in one cell.

References
----------
King, Gary, and Will Lowe (2003), An Automated Information Extraction Tool for International Conflict Data,
International Organization 57(3), 617-642. Schrodt, Philip A. (2015), Event Data in Forecasting Models: Where Does It
Come From, What Can It Do?, Conflict Forecasting Conference, Oslo.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from facta.domain import Quad
from facta.store.dyads.files import escape
from facta.store.tables import number_texts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "CELL_COLUMNS",
    "COUNTS",
    "KEYS",
    "QUADS",
    "batch_actors",
    "query_cells",
    "query_counts",
    "query_kinds",
    "save_cells",
]

KEYS = ("source", "scheme", "event_date", "actor", "recipient", "known_date")
QUADS: Mapping[str, int] = {quad.name.lower(): int(quad) for quad in Quad}
COUNTS: Mapping[str, str] = {
    "event_count": "count(*)",
    **{f"{name}_event_count": f"count(CASE WHEN quad = {quad} THEN 1 END)" for name, quad in QUADS.items()},
    "report_count": "CAST(sum(report_count) AS BIGINT)",
    **{
        f"{name}_report_count": f"CAST(sum(CASE WHEN quad = {quad} THEN report_count ELSE 0 END) AS BIGINT)"
        for name, quad in QUADS.items()
    },
}
"""What is counted over the kinds of events that `query_kinds` gives."""
CELL_COLUMNS = (*KEYS, *COUNTS, "origin")
"""The columns of a cell."""

_BATCH_ROWS = 2_000_000
"""Events that are counted in one go: more would not fit into the memory of a load."""
_ROW_GROUP = 50_000


def query_kinds(events: str, more: Mapping[str, str] | None = None) -> str:
    """Return the SQL that brings alike reports together: one row a day, pair, day of knowledge, code and class.

    Parameters
    ----------
    events : str
        A table, view or query in brackets with the columns of ``events`` and ``source``.
    more : mapping of str to str
        Further sums, by the name of their column.
    """
    keys = ", ".join((*KEYS, "code", "quad"))
    sums = {"report_count": "sum(event_count)", "origin": "max(origin)", **(more or {})}
    listed = ", ".join(f"{expression} AS {name}" for name, expression in sums.items())
    return f"SELECT {keys}, {listed} FROM {events} reports GROUP BY {keys}"


def query_cells(events: str) -> str:
    """Return the SQL that counts events into cells.

    Parameters
    ----------
    events : str
        As for `query_kinds`.

    Examples
    --------
    >>> from facta.store.dyads import query_cells
    >>> query_cells("events").count("GROUP BY")
    2
    """
    keys = ", ".join(KEYS)
    counted = ", ".join(f"{expression} AS {name}" for name, expression in COUNTS.items())
    return f"SELECT {keys}, {counted}, max(origin) AS origin FROM ({query_kinds(events)}) kinds GROUP BY {keys}"


def query_counts(known: str = "true") -> str:
    """Return the SQL of what is known of each pair of states, of all days together.

    Its columns are ``source``, ``actor``, ``recipient`` and for each quad class, by name, ``…_event_count`` and
    ``…_report_count``; a state with itself or with no state is left out.

    Parameters
    ----------
    known : str
        The as-of filter.
    """
    counts = [f"{name}_{counted}_count" for name in QUADS for counted in ("event", "report")]
    sums = ", ".join(f"sum({count})::BIGINT AS {count}" for count in counts)
    pairs = "actor <> recipient AND actor <> '' AND recipient <> ''"
    return f"SELECT source, actor, recipient, {sums} FROM dyads WHERE {known} AND {pairs} GROUP BY ALL"


def save_cells(db: DuckDBPyConnection, events: str, target: Path) -> None:
    """Count events into cells and write them as one Parquet file, sorted by actor, recipient and day.

    Actors are counted one batch after the other, so that memory does not grow with the number of events.

    Parameters
    ----------
    db : DuckDBPyConnection
        Where `events` can be read.
    events : str
        As for `query_cells`; a file that is sorted by actor is read once.
    target : Path
        Its folder is made; a file that is there is replaced once the new one is whole.
    """
    target.parent.mkdir(exist_ok=True)
    batches = batch_actors(db, events)
    numbered = number_texts(db, f"SELECT * FROM {events} held", ("source", "scheme", "origin"))
    drafts = [target.with_suffix(f".parquet.{place}.draft") for place in range(len(batches))]
    for draft, (first, last) in zip(drafts, batches, strict=True):
        chosen = f"(SELECT * FROM ({numbered}) held WHERE actor BETWEEN '{first}' AND '{last}')"
        _copy(db, f"{query_cells(chosen)} ORDER BY actor, recipient, event_date, known_date, source", draft)
    if len(drafts) == 1:
        drafts[0].replace(target)
        return
    whole = target.with_suffix(".parquet.draft")
    listed = ", ".join(f"'{escape(draft)}'" for draft in drafts)
    _copy(db, f"SELECT * FROM read_parquet([{listed}])", whole)
    for draft in drafts:
        draft.unlink()
    whole.replace(target)


def batch_actors(db: DuckDBPyConnection, events: str) -> list[tuple[str, str]]:
    """Return the first and last actor of each batch, in order."""
    counts = db.execute(f"SELECT actor, count(*) FROM {events} held GROUP BY actor ORDER BY actor").fetchall()
    batches: list[tuple[str, str]] = []
    room = 0
    for actor, count in counts:
        if count > room:
            batches.append((actor, actor))
            room = _BATCH_ROWS
        batches[-1] = batches[-1][0], actor
        room -= count
    return batches


def _copy(db: DuckDBPyConnection, query: str, target: Path) -> None:
    form = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {_ROW_GROUP}"
    db.execute(f"COPY ({query}) TO '{escape(target)}' ({form})")
