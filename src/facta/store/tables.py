"""The tables of a store: what makes a row the same row, which days it is about, how it is sorted; and empty ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from facta.domain import list_codes, list_names, list_not_states
from facta.sources import COLUMNS

__all__ = [
    "BATCH_MEMORY",
    "COVERED",
    "FIRST_DAY",
    "KEYS",
    "LAST_DAY",
    "MEMORY",
    "ORDER",
    "clear_bench",
    "lay_bench",
    "number_texts",
    "open_database",
    "open_scratch_database",
]

MEMORY = 6.5e8
"""Bytes that the load of one file keeps in memory, the rest on disk: a file of a gigabyte takes less than that."""
BATCH_MEMORY = 2e9
"""Bytes for files that are loaded together; with 800 MB, sorting two million events takes a third longer."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "figures": (
        "indicator",
        "actor",
        "recipient",
        "reporter",
        "variant",
        "vintage",
        "frequency",
        "period_start",
    ),
    "spells": ("id", "actor", "recipient", "start_date"),
    "records": ("id", "actor", "recipient", "start_date"),
    "roll_calls": ("roll_call",),
    "events": ("id", "event_date", "actor", "recipient", "actor_code", "recipient_code"),
    "votes": ("roll_call", "state"),
    "issues": ("roll_call", "issue"),
}
"""What makes a row the same row when a file is loaded again; the source is always part of it."""

LAST_DAY: Mapping[str, str] = {
    "figures": "CASE frequency WHEN 'day' THEN period_start ELSE "
    "(period_start + CASE frequency WHEN 'month' THEN INTERVAL 1 MONTH WHEN 'quarter' THEN INTERVAL 3 MONTH "
    "WHEN 'half' THEN INTERVAL 6 MONTH ELSE INTERVAL 1 YEAR END - INTERVAL 1 DAY)::DATE END",
    "spells": "start_date",
    "records": "start_date",
    "roll_calls": "vote_date",
    "events": "event_date",
}
"""Last day of what a row is about, by table; votes and issues have that of their roll call."""
COVERED: Mapping[str, str] = {
    "figures": "indicator",
    "spells": "kind",
    "records": "kind",
    "roll_calls": "'votes'",
    "events": "'events'",
}
"""What coverage is counted by, in each table that has days of its own."""

FIRST_DAY: Mapping[str, str] = {
    "figures": "period_start",
    "spells": "start_date",
    "records": "start_date",
    "roll_calls": "vote_date",
    "events": "event_date",
}
"""First day of what a row is about, by table."""

ORDER: Mapping[str, tuple[str, ...]] = {**KEYS, "events": ("actor", "recipient", "event_date", "id")}
"""How the rows of a table are sorted, for queries of pairs."""


def open_database() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that keeps quiet: its own progress bar would land between the data."""
    db = duckdb.connect()
    db.execute("SET enable_progress_bar = false")
    return db


def open_scratch_database(scratch: Path, most: float) -> duckdb.DuckDBPyConnection:
    """Open a database that moves to a folder what does not fit into a modest memory, at most half of what there is."""
    db = open_database()
    folder = str(scratch).replace("'", "''")
    memory = min(most, _read_memory(db) / 2)
    db.execute(f"SET temp_directory = '{folder}'; SET memory_limit = '{memory:.0f}B'; SET threads = 2")
    return db


def _read_memory(db: duckdb.DuckDBPyConnection) -> float:
    """Return the bytes that the database would take: a part of what the machine, or its container, has."""
    size, unit = str(db.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]).split()
    return float(size) * 1024.0 ** ["bytes", "KiB", "MiB", "GiB", "TiB"].index(unit)


def number_texts(db: duckdb.DuckDBPyConnection, query: str, columns: Sequence[str]) -> str:
    """Return a query with numbers that stand for the few texts in some columns; they are sorted and counted faster.

    A file that is written from it holds the texts.
    """
    for name in columns:
        db.execute(f"CREATE OR REPLACE TYPE {name}_text AS ENUM (SELECT DISTINCT {name} FROM ({query}) ORDER BY 1)")
    return f"SELECT * REPLACE ({', '.join(f'{name}::{name}_text AS {name}' for name in columns)}) FROM ({query})"


def lay_bench(db: duckdb.DuckDBPyConnection) -> None:
    """Create the empty evidence tables and the tables of codes and names that readers join.

    Events have three working columns: the number of the part they come from, their faults, and unknown values in them.
    """
    for table, columns in COLUMNS.items():
        db.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    for column in ("part INTEGER DEFAULT 0", "faults INTEGER DEFAULT 0", "found VARCHAR"):
        db.execute(f"ALTER TABLE events ADD COLUMN {column}")
    db.execute(
        "CREATE TABLE origins (id VARCHAR, publisher VARCHAR, dataset VARCHAR, licence VARCHAR, citation VARCHAR, "
        "url VARCHAR, file VARCHAR, seen DATE, via VARCHAR)"
    )
    db.execute("CREATE TABLE codes (scheme VARCHAR, code VARCHAR, state VARCHAR, since DATE, until DATE)")
    db.execute("CREATE TABLE names (name VARCHAR, state VARCHAR)")
    db.execute("CREATE TABLE not_states (scheme VARCHAR, code VARCHAR)")
    for table, rows in (("codes", list_codes()), ("names", list_names()), ("not_states", list_not_states())):
        # As one text: for each Python value that it converts, the database looks for a library that may not be there.
        text = "\x1e".join("\x1f".join(map(str, row)) for row in rows)
        cells = ", ".join(f"cells[{place + 1}]" for place in range(len(rows[0])))
        split = "SELECT string_split(unnest(string_split($1, chr(30))), chr(31)) AS cells"
        db.execute(f"INSERT INTO {table} SELECT {cells} FROM ({split})", [text])


def clear_bench(db: duckdb.DuckDBPyConnection) -> None:
    """Drop the scratch tables that a reader leaves behind: the next part of its file begins with none."""
    for (name,) in db.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        db.execute(f'DROP TABLE temp."{name}"')
