"""From a publisher's file to the store: read on a scratch bench, check the contract, write, make it count."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from facta.domain import Origin, list_codes, list_names, list_not_states
from facta.errors import BrokenFile
from facta.sources import COLUMNS, Bench, Source, find_reader, recognise_file
from facta.store.layers import Layer, Load

__all__ = ["KEYS", "LoadReport", "load_file", "query_rows"]

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
    "votes": ("roll_call", "state"),
    "issues": ("roll_call", "issue"),
}
"""What makes a row the same row when a file is loaded again; the source is always part of it."""

_DAY = {
    "figures": "CASE frequency WHEN 'day' THEN period_start ELSE "
    "(period_start + CASE frequency WHEN 'month' THEN INTERVAL 1 MONTH WHEN 'quarter' THEN INTERVAL 3 MONTH "
    "WHEN 'half' THEN INTERVAL 6 MONTH ELSE INTERVAL 1 YEAR END - INTERVAL 1 DAY)::DATE END",
    "spells": "start_date",
    "records": "start_date",
    "roll_calls": "vote_date",
}
"""Last day of what a row is about, by table; votes and issues have that of their roll call."""
_NAME = {"figures": "indicator", "spells": "kind", "records": "kind", "roll_calls": "'votes'"}
_FIRST = {"figures": "period_start", "spells": "start_date", "records": "start_date", "roll_calls": "vote_date"}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Parameters
    ----------
    source, file : str
        What was read.
    rows : int
        Rows in the file that were read.
    new : int
        Rows that the store did not hold.
    repaired : mapping of str to int
        Mended defects by kind.
    refused : tuple of str
        Rows that were not read; the first thousand.
    refused_count : int
        How many in all.
    ignored : mapping of str to int
        Rows left out on purpose, by reason.
    """

    source: str
    file: str
    rows: int
    new: int
    repaired: Mapping[str, int]
    refused: tuple[str, ...]
    refused_count: int
    ignored: Mapping[str, int]


def open_database() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that keeps quiet: its own progress bar would land between the data."""
    db = duckdb.connect()
    db.execute("SET enable_progress_bar = false")
    return db


def load_file(layer: Layer, source: Source, file: Path, retrieved: dt.date) -> LoadReport:
    """Read one file of a source into a layer; loading it again adds nothing.

    Raises
    ------
    BrokenFile
        The file is damaged or foreign, or gives fewer rows than the source's contract; nothing is stored.
    StoreError
        The store cannot be written.
    """
    _check_archive(file)
    kind = recognise_file(source, file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    load_id = f"{source.id}-{digest[:16]}"
    with layer.hold():
        return _load_held(layer, source, file, kind, load_id, digest, retrieved)


def _check_archive(file: Path) -> None:
    """Read an archive to its end: the database stops without a word where one is cut off."""
    try:
        if file.suffix == ".gz" and file.is_file():
            with gzip.open(file) as packed:
                while packed.read(1 << 20):
                    pass
        elif file.suffix == ".zip" and zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                broken = archive.testzip() if archive.namelist() else "it holds nothing"
            if broken:
                raise BrokenFile(file.name, f"the archive is damaged ({broken})", step="Fetch it again.")
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
        raise BrokenFile(file.name, f"the archive is damaged ({error})", step="Fetch it again.") from error


def _load_held(
    layer: Layer, source: Source, file: Path, kind: str, load_id: str, digest: str, retrieved: dt.date
) -> LoadReport:
    """Read a file into a layer that no other load writes to."""
    loads = tuple(layer.loads())
    done = next((load for load in loads if load.id == load_id), None)
    if done is not None:
        rows = sum(done.rows.values())
        return LoadReport(source.id, file.name, rows, 0, done.repaired, done.refused, done.refused_count, done.ignored)
    with open_database() as db:
        bench = Bench(file, kind, db)
        origin = _describe_origin(source, file, load_id, retrieved)
        lay_bench(db)
        try:
            find_reader(source.id)(bench)
        except duckdb.Error as error:
            raise BrokenFile(
                file.name, f"cannot be read: {str(error).splitlines()[0]}", step="Fetch it again."
            ) from error
        read = _complete(db, source, origin)
        if read < source.minimum_rows:
            step = f"A file of {source.id} gives at least {source.minimum_rows}."
            raise BrokenFile(file.name, f"only {read} rows could be read", step=step)
        revised = _drop_known(db, layer, source)
        try:
            new = _write(db, layer, load_id, source.id, retrieved)
            layer.finish(
                Load(
                    id=load_id,
                    source=source.id,
                    file=file.name,
                    sha256=digest,
                    loaded=retrieved,
                    rows=new,
                    revised=revised,
                    covers=_cover(db, source),
                    repaired=dict(bench.repaired),
                    refused=tuple(f"{r.file}:{r.line or '?'}: {r.found}" for r in bench.refused[:1000]),
                    refused_count=len(bench.refused),
                    ignored=dict(bench.ignored),
                    origins=(origin, *read_origins(db)),
                    number=1 + max((load.number for load in loads), default=0),
                )
            )
        except (duckdb.IOException, OSError) as error:
            layer.sweep()
            raise layer.refuse(str(error).splitlines()[0]) from error
    return LoadReport(
        source.id,
        file.name,
        read,
        sum(new.values()),
        dict(bench.repaired),
        tuple(refusal.found for refusal in bench.refused[:1000]),
        len(bench.refused),
        dict(bench.ignored),
    )


def lay_bench(db: duckdb.DuckDBPyConnection) -> None:
    """Create the empty evidence tables and the tables of codes and names that readers join."""
    for table, columns in COLUMNS.items():
        db.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
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


def read_origins(db: duckdb.DuckDBPyConnection) -> tuple[Origin, ...]:
    """Return the origins that a reader put on the bench itself, one a cited row."""
    rows = db.execute("SELECT * FROM origins ORDER BY id").fetchall()
    return tuple(
        Origin(
            row[0], "registers", row[1], row[2], "", row[3], row[4], row[5] or "", row[6] or "", row[7], row[8] or ""
        )
        for row in rows
    )


def _describe_origin(source: Source, file: Path, load_id: str, retrieved: dt.date) -> Origin:
    return Origin(
        load_id,
        source.id,
        source.publisher,
        source.title,
        source.version,
        source.licence,
        source.citation,
        source.url,
        file.name,
        retrieved,
    )


def _complete(db: duckdb.DuckDBPyConnection, source: Source, origin: Origin) -> int:
    """Fill origin, vintage and known date where the reader left them, drop exact repeats; return the rows read."""
    read = 0
    db.execute("UPDATE figures SET vintage = ? WHERE vintage = ''", [source.version])
    for table in COLUMNS:
        db.execute(f"UPDATE {table} SET origin = ? WHERE origin = ''", [origin.id])
        if table in _DAY:
            db.execute(f"UPDATE {table} SET known_date = ({_DAY[table]}) + {source.lag_days} WHERE known_date IS NULL")
        db.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT DISTINCT ON ({', '.join(KEYS[table])}) * FROM {table}")
        read += _count(db, table)
    return read


def _drop_known(db: duckdb.DuckDBPyConnection, layer: Layer, source: Source) -> tuple[str, ...]:
    """Drop the rows that an earlier load of the source stored alike; return the tables in which others are revised."""
    loads = tuple(load for load in layer.loads() if load.source == source.id)
    revised = []
    for table in COLUMNS:
        held = query_rows(layer, table, loads)
        if not held or not _count(db, table):
            continue
        alike = [name for name in COLUMNS[table] if name not in {"origin", "known_date"}]
        db.execute(f"DELETE FROM {table} WHERE {_stands_in(held, table, alike)}")
        changed = db.execute(f"SELECT count(*) FROM {table} WHERE {_stands_in(held, table, KEYS[table])}").fetchone()
        if changed and changed[0]:
            revised.append(table)
    return tuple(revised)


def query_rows(layer: Layer, table: str, loads: Sequence[Load]) -> str:
    """Return the query of a layer's rows; of rows with one key that of the latest load counts."""
    ordered = tuple(sorted(loads, key=lambda load: (load.loaded, load.number)))
    parts = ", ".join("'" + part.replace("'", "''") + "'" for part in layer.parts(table, ordered))
    if not parts:
        return ""
    if not any(table in load.revised for load in loads):
        return f"SELECT * FROM read_parquet([{parts}], union_by_name=true)"
    latest = f"PARTITION BY source, {', '.join(KEYS[table])} ORDER BY list_position([{parts}], filename) DESC"
    held = f"read_parquet([{parts}], union_by_name=true, filename=true)"
    return f"SELECT * EXCLUDE filename FROM {held} QUALIFY row_number() OVER ({latest}) = 1"


def _stands_in(held: str, table: str, columns: Sequence[str]) -> str:
    """Return the SQL for: a row that is held agrees in these columns."""
    matched = " AND ".join(f"{table}.{name} IS NOT DISTINCT FROM old.{name}" for name in columns)
    return f"EXISTS (FROM ({held}) old WHERE {matched})"


def _write(
    db: duckdb.DuckDBPyConnection, layer: Layer, load_id: str, source_id: str, loaded: dt.date
) -> dict[str, int]:
    """Write each table's rows, sorted for pair queries."""
    written = {}
    for table in COLUMNS:
        rows = _count(db, table)
        if not rows:
            continue
        part = layer.part(table, load_id)
        part.parent.mkdir(exist_ok=True)
        draft = part.with_suffix(".parquet.draft")
        chosen = f"SELECT *, '{source_id}' AS source, DATE '{loaded}' AS loaded FROM {table}"
        target = str(draft).replace("'", "''")
        db.execute(
            f"COPY ({chosen} ORDER BY {', '.join(KEYS[table])}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
        draft.replace(part)
        written[table] = rows
    return written


def _cover(db: duckdb.DuckDBPyConnection, source: Source) -> dict[str, tuple[dt.date, dt.date]]:
    """Return the first and last day by indicator or kind, inside what the publisher declares."""
    covers = {}
    for table, name in _NAME.items():
        first = _FIRST[table]
        last = "end_date" if table == "spells" else _DAY[table]
        bounds = db.execute(f"SELECT {name}, min({first}), max({last}) FROM {table} GROUP BY 1 ORDER BY 1")
        for indicator, first_day, last_day in bounds.fetchall():
            start, end = max(first_day, source.covers[0]), min(last_day, source.covers[1])
            if start <= end:
                covers[indicator] = (start, end)
    return covers


def _count(db: duckdb.DuckDBPyConnection, table: str) -> int:
    row = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
