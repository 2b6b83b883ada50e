"""From the bench into a layer: repeats and rows that are held go, the rest is written, sorted for queries of pairs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from facta.domain import Origin, Span, join_spans
from facta.sources import COLUMNS, Source, find_span
from facta.store.dyads import save_cells
from facta.store.layers import Layer, Load
from facta.store.loading.reading import FileRead
from facta.store.tables import COVERED, FIRST_DAY, KEYS, LAST_DAY, ORDER, number_texts

__all__ = [
    "bound_ids",
    "complete_rows",
    "count_rows",
    "cover_days",
    "drop_known",
    "overlap",
    "query_rows",
    "read_origins",
    "write_part",
    "write_rows",
]


_NAMED = "whole.events JOIN parts ON parts.part = events.part AND event_date BETWEEN first_day AND last_day"
"""The events on the days that the names of their files tell."""


def complete_rows(
    db: duckdb.DuckDBPyConnection, source: Source, origin: Origin, files: Sequence[FileRead]
) -> dict[int, Counter[str]]:
    """Lay a view ``whole.TABLE`` over each table: what readers left open is filled, and no row stands there twice.

    Of rows of one key with unlike values that of the last file counts. Return how many rows each file gives more than
    once, by kind of repeat.
    """
    db.execute("CREATE SCHEMA whole; CREATE SCHEMA fresh")
    db.execute("CREATE TABLE parts (part INTEGER, file INTEGER, first_day DATE, last_day DATE)")
    ever = (dt.date.min, dt.date.max)
    places = [(bench.number, file.number, find_span(bench.name) or ever) for file in files for bench in file.benches]
    values = (f"({part}, {file}, '{first}', '{last}')" for part, file, (first, last) in places)
    db.execute(f"INSERT INTO parts VALUES {', '.join(values)}")
    repeated: dict[int, Counter[str]] = {file.number: Counter() for file in files}
    for table, columns in COLUMNS.items():
        fill = [f"coalesce(nullif(origin, ''), '{origin.id}') AS origin"]
        if table == "figures":
            fill.append(f"coalesce(nullif(vintage, ''), '{_escape(source.version)}') AS vintage")
        if table in LAST_DAY:
            fill.append(f"coalesce(known_date, ({LAST_DAY[table]}) + {source.lag_days})::DATE AS known_date")
        place = "part" if table == "events" else f"{files[0].benches[0].number} AS part"
        filled = (
            f"SELECT {', '.join(columns)}, part FROM (SELECT * REPLACE ({', '.join(fill)}), {place} FROM main.{table})"
        )
        key = ", ".join(KEYS[table])
        rows, keys = db.execute(f"SELECT count(*), count(DISTINCT hash({key})) FROM main.{table}").fetchall()[0]
        if rows > keys:
            _drop_repeats(db, table, filled, repeated)
            filled = f"FROM whole.once_{table}"
        db.execute(f"CREATE VIEW whole.{table} AS {filled}")
    return repeated


def _drop_repeats(db: duckdb.DuckDBPyConnection, table: str, filled: str, repeated: Mapping[int, Counter[str]]) -> None:
    """Write the rows of a table once; count those that one file gives more than once."""
    once, key, every = f"whole.once_{table}", ", ".join(KEYS[table]), ", ".join(COLUMNS[table])
    db.execute(f"CREATE TABLE {once} AS SELECT {every}, min(part) AS part FROM ({filled}) GROUP BY {every}")
    keys = f"count(DISTINCT hash({key}))"
    counted = f"SELECT file, count(*), {keys}, count(DISTINCT hash({every})) FROM ({filled}) JOIN parts USING (part)"
    for file, rows, kept, distinct in db.execute(f"{counted} GROUP BY 1").fetchall():
        repeated[file]["rows given twice"] += rows - distinct
        repeated[file]["rows of one key with unlike values, of which one is kept"] += distinct - kept
    if count_rows(db, f"FROM {once}") > count_rows(db, f"SELECT DISTINCT hash({key}) FROM {once}"):
        last = f"row_number() OVER (PARTITION BY {key} ORDER BY part DESC, {every}) = 1"
        db.execute(f"CREATE OR REPLACE TABLE {once} AS FROM {once} QUALIFY {last}")


def drop_known(db: duckdb.DuckDBPyConnection, layer: Layer, loads: Sequence[Load], ids: Sequence[str]) -> list[str]:
    """Lay ``fresh.TABLE`` beside each ``whole.TABLE``: what no earlier load of the source, of `loads`, stored alike.

    Return the tables in which it gives other values for rows that are stored.
    """
    revised = []
    for table in COLUMNS:
        near = tuple(load for load in loads if table != "events" or overlap(load.ids, ids))
        held = query_rows(layer, table, near) if count_rows(db, f"FROM whole.{table}") else ""
        if held and table == "events":
            db.execute(f"CREATE TABLE fresh.held AS FROM ({held}) SEMI JOIN whole.events USING (id)")
            held = "FROM fresh.held" if count_rows(db, "FROM fresh.held") else ""
        if not held:
            db.execute(f"CREATE VIEW fresh.{table} AS FROM whole.{table}")
            continue
        alike = [name for name in COLUMNS[table] if name not in {"origin", "known_date"}]
        db.execute(f"CREATE TABLE fresh.{table} AS FROM whole.{table} given WHERE NOT {_stands_in(held, alike)}")
        if count_rows(db, f"FROM fresh.{table} given WHERE {_stands_in(held, KEYS[table])}"):
            revised.append(table)
    return revised


def bound_ids(db: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the first and last id of the events that were read, in the order of text."""
    bounds = db.execute("SELECT min(id), max(id) FROM whole.events").fetchone() or (None, None)
    return () if bounds[0] is None else (str(bounds[0]), str(bounds[1]))


def overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two loads may hold the same events."""
    return bool(one and other) and one[0] <= other[1] and other[0] <= one[1]


def query_rows(layer: Layer, table: str, loads: Sequence[Load]) -> str:
    """Return the query of a layer's rows; of rows with one key that of the latest load counts."""
    ordered = tuple(sorted(loads, key=lambda load: (load.loaded, load.number)))
    parts = ", ".join(f"'{_escape(part)}'" for part in layer.parts(table, ordered))
    if not parts:
        return ""
    if not any(table in load.revised for load in loads):
        return f"SELECT * FROM read_parquet([{parts}], union_by_name=true)"
    latest = f"PARTITION BY source, {', '.join(KEYS[table])} ORDER BY list_position([{parts}], filename) DESC"
    held = f"read_parquet([{parts}], union_by_name=true, filename=true)"
    return f"SELECT * EXCLUDE filename FROM {held} QUALIFY row_number() OVER ({latest}) = 1"


def _stands_in(held: str, columns: Sequence[str]) -> str:
    """Return the SQL for: a row that is held agrees in these columns with the row ``given``."""
    matched = " AND ".join(f"given.{name} IS NOT DISTINCT FROM old.{name}" for name in columns)
    return f"EXISTS (FROM ({held}) old WHERE {matched})"


def write_rows(db: duckdb.DuckDBPyConnection, layer: Layer, load: Load) -> dict[str, int]:
    """Write the rows that are new, a part a table; return how many there are of each."""
    written = {}
    for table, columns in COLUMNS.items():
        rows = count_rows(db, f"FROM fresh.{table}")
        if rows:
            stamped = f"{', '.join(columns)}, '{load.source}' AS source, DATE '{load.loaded}' AS loaded"
            write_part(db, layer, load.id, table, f"SELECT {stamped} FROM fresh.{table}")
            written[table] = rows
    return written


def write_part(db: duckdb.DuckDBPyConnection, layer: Layer, load_id: str, table: str, query: str) -> None:
    """Write one part, sorted for queries of pairs; beside events their counts by pair and day."""
    part = layer.part(table, load_id)
    part.parent.mkdir(exist_ok=True)
    draft = part.with_suffix(".parquet.draft")
    form = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"  # a higher one takes longer, and saves nothing
    rows = number_texts(db, query, ("origin", "source"))
    db.execute(f"COPY ({rows} ORDER BY {', '.join(ORDER[table])}) TO '{_escape(draft)}' ({form})")
    draft.replace(part)
    if table == "events":
        save_cells(db, f"read_parquet('{_escape(part)}')", layer.part("dyads", load_id))


def cover_days(db: duckdb.DuckDBPyConnection, source: Source, files: Sequence[FileRead]) -> dict[str, tuple[Span, ...]]:
    """Return the spans covered by indicator or kind, as the readers say or from first to last row, and as declared.

    Of a file with a day, month or year in its name only the events in that count: a report of what was long ago does
    not say that the years between are covered.
    """
    found: dict[str, list[Span]] = {}
    for table, name in COVERED.items():
        last = "end_date" if table == "spells" else LAST_DAY[table]
        rows, group = (_NAMED, "file") if table == "events" else (table, name)
        bounds = f"SELECT {name}, min({FIRST_DAY[table]}), max({last}) FROM {rows} GROUP BY {group} ORDER BY 1"
        for indicator, first_day, last_day in db.execute(bounds).fetchall():
            found.setdefault(indicator, []).append((first_day, last_day))
    benches = [bench for file in files for bench in file.benches]
    for name in {name for bench in benches for name in bench.covered}:
        found[name] = [span for bench in benches for span in bench.covered.get(name, ())]
    start, end = source.covers[0], source.covers[1] or dt.date.max
    clipped = {
        name: join_spans((max(first, start), min(last, end)) for first, last in spans if first <= end and start <= last)
        for name, spans in found.items()
    }
    return {name: spans for name, spans in clipped.items() if spans}


def read_origins(db: duckdb.DuckDBPyConnection) -> tuple[Origin, ...]:
    """Return the origins that a reader put on the bench itself, one a cited row."""
    rows = db.execute("SELECT * FROM origins ORDER BY id").fetchall()
    return tuple(
        Origin(
            row[0], "registers", row[1], row[2], "", row[3], row[4], row[5] or "", row[6] or "", row[7], row[8] or ""
        )
        for row in rows
    )


def count_rows(db: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return how many rows a query gives."""
    row = db.execute(f"SELECT count(*) FROM ({query})").fetchone()
    return int(row[0]) if row else 0


def _escape(text: Path | str) -> str:
    return str(text).replace("'", "''")
