"""Where the cells of each source come from: from their files, or from its events where those do not do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from facta.errors import UsageError
from facta.store.dyads.cells import CELL_COLUMNS, query_cells
from facta.store.dyads.files import escape
from facta.store.layers import Layer, Load

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["NotOnSpark", "list_event_files", "list_event_sources", "query_dyads"]

_DATES = ("event_date", "known_date")


class NotOnSpark(UsageError):
    """Events of which the files do not say alone which rows count.

    Examples
    --------
    >>> str(NotOnSpark("polecat"))
    'polecat holds events that a later file corrects. Leave --engine out: the database tells them apart.'
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def __str__(self) -> str:
        step = "Leave --engine out: the database tells them apart."
        return f"{self.source} holds events that a later file corrects. {step}"


def list_event_sources(loads: Sequence[Load]) -> tuple[str, ...]:
    """Return the ids of the sources of which events are stored."""
    return tuple(sorted({load.source for load in loads if load.rows.get("events")}))


def query_dyads(db: DuckDBPyConnection, layers: Sequence[Layer]) -> str:
    """Return the query of all cells.

    The cells that lie beside the events are read as they are. Where a load has none, where a later one corrects an
    earlier one, where two layers hold a source, or where two loads tell of the same days and became known on the same
    days, sums of cells would count twice: then the source's events are counted anew, which is slow and right.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the view ``events``.
    layers : sequence of Layer
        Those of the store.
    """
    held = _list_held(layers)
    queries = [
        _query_source(db, source, [(layer, load) for layer, load in held if load.source == source])
        for source in list_event_sources([load for _, load in held])
    ]
    empty = f"SELECT * FROM ({query_cells('events')}) WHERE false"
    return " UNION ALL ".join(queries) or empty


def list_event_files(layers: Sequence[Layer]) -> list[str]:
    """Return the files of all events.

    Raises
    ------
    NotOnSpark
        A later load corrects an earlier one, or two layers hold a source.
    """
    held = _list_held(layers)
    for source in list_event_sources([load for _, load in held]):
        if _is_corrected([(layer, load) for layer, load in held if load.source == source]):
            raise NotOnSpark(source)
    return [str(layer.part("events", load.id)) for layer, load in held]


def _list_held(layers: Sequence[Layer]) -> list[tuple[Layer, Load]]:
    return [(layer, load) for layer in layers for load in layer.loads() if load.rows.get("events")]


def _is_corrected(held: Sequence[tuple[Layer, Load]]) -> bool:
    return any("events" in load.revised for _, load in held) or len({layer.folder for layer, _ in held}) > 1


def _query_source(db: DuckDBPyConnection, source: str, held: Sequence[tuple[Layer, Load]]) -> str:
    parts = [layer.part("dyads", load.id) for layer, load in held]
    if _is_corrected(held) or not all(part.exists() for part in parts) or _overlap(db, parts):
        return query_cells(f"(SELECT * FROM events WHERE source = '{source}')")
    return f"SELECT {', '.join(CELL_COLUMNS)} FROM read_parquet({_list(parts)})"


def _overlap(db: DuckDBPyConnection, parts: Sequence[Path]) -> bool:
    """Say whether two files may hold cells of one day that became known on one day."""
    if len(parts) < 2:
        return False
    bounds = ", ".join(
        f"min(stats_min) FILTER (path_in_schema = '{day}'), max(stats_max) FILTER (path_in_schema = '{day}')"
        for day in _DATES
    )
    rows = db.execute(
        f"SELECT {bounds} FROM parquet_metadata({_list(parts)}) GROUP BY file_name ORDER BY 3, 4"
    ).fetchall()
    return any(
        one[0] <= other[1] and other[0] <= one[1] and one[2] <= other[3] and other[2] <= one[3]
        for one, other in combinations(rows, 2)
    )


def _list(parts: Sequence[Path]) -> str:
    return "[" + ", ".join(f"'{escape(part)}'" for part in parts) + "]"
