"""From a publisher's file to the store: read on a scratch bench, check the contract, write, make it count."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import msgspec

from facta.domain import Origin, Span, join_spans
from facta.errors import BrokenFile, ForeignFile
from facta.sources import COLUMNS, Bench, Source, find_reader, open_parts, recognise_part
from facta.store.layers import Layer, Load
from facta.store.tables import COVERED, FIRST_DAY, KEYS, LAST_DAY, ORDER, clear_bench, lay_bench, open_scratch_database

__all__ = ["LoadReport", "load_file", "query_rows"]

_CALENDAR = "DATE '0001-01-01' AND DATE '9998-12-31'"


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


def load_file(layer: Layer, source: Source, file: Path, retrieved: dt.date) -> LoadReport:
    """Read one file of a source into a layer; loading it again adds nothing.

    Every member of an archive that the source recognises is read; the others are passed over, with a count.

    Raises
    ------
    BrokenFile
        The file is damaged or foreign, or gives fewer rows than the source's contract; nothing is stored.
    StoreError
        The store cannot be written.
    """
    if not file.is_file():
        raise BrokenFile(str(file), "there is no such file", step="Check the path.")
    digest = _digest(file)
    load_id = f"{source.id}-{digest[:16]}"
    with layer.hold():
        loads = tuple(layer.loads())
        done = next((load for load in loads if load.id == load_id), None)
        if done is not None:
            return _report(done, file.name, sum(done.rows.values()), 0)
        with layer.open_scratch() as scratch, open_scratch_database(scratch) as db:
            lay_bench(db)
            number = 1 + max((load.number for load in loads), default=0)
            try:
                benches = _read_parts(db, source, file, scratch)
                origin = _describe_origin(source, file, load_id, retrieved)
                return _keep(layer, db, source, _summarise(benches, origin, digest, number), benches)
            except (duckdb.IOException, duckdb.OutOfMemoryException, OSError) as error:
                layer.sweep()
                raise layer.refuse(str(error).splitlines()[0]) from error


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        found = f"the file cannot be opened ({error.strerror})"
        raise BrokenFile(file.name, found, step="Check who may read it.") from error


def _read_parts(db: duckdb.DuckDBPyConnection, source: Source, file: Path, scratch: Path) -> list[Bench]:
    """Read every recognised part of a file; return the benches they were read on."""
    benches: list[Bench] = []
    foreign: list[ForeignFile] = []
    read = find_reader(source.id)
    for part in open_parts(file, scratch):
        try:
            kind = recognise_part(source, part)
        except ForeignFile as error:
            foreign.append(error)
            continue
        repaired = Counter(part.repaired)
        benches.append(Bench(part.file, file, part.name, kind, db, scratch, part.line_count, repaired))
        try:
            read(benches[-1])
        except ForeignFile as error:
            foreign.append(error)
            benches.pop()
        except duckdb.OutOfMemoryException:  # the disk is full: it is not the file's fault
            raise
        except duckdb.Error as error:
            found = f"cannot be read: {str(error).splitlines()[0]}"
            raise BrokenFile(part.name, found, step="Fetch it again.") from error
        else:
            _refuse_far_days(benches[-1])
        clear_bench(db)
    if not benches:
        raise foreign[0]
    for other in foreign:
        benches[-1].ignore(f"{other.file}, which is none of the source's files", 1)
    return benches


def _refuse_far_days(bench: Bench) -> None:
    """Take out the rows of days that no calendar of states has: a damaged cell can still read as the year 12021."""
    for table, column in (*FIRST_DAY.items(), ("spells", "end_date"), ("records", "end_date")):
        far = f"FROM {table} WHERE {column} NOT BETWEEN {_CALENDAR}"
        for day, rows in bench.db.execute(f"SELECT {column}::VARCHAR, count(*) {far} GROUP BY 1 ORDER BY 1").fetchall():
            bench.refuse(f"the day {day} is out of reach: {rows} rows")
            bench.db.execute(f"DELETE {far}")


def _summarise(benches: Sequence[Bench], origin: Origin, digest: str, number: int) -> Load:
    """Return the manifest of a load of which nothing is written yet."""
    refused = [refusal for bench in benches for refusal in bench.refused]
    return Load(
        id=origin.id,
        source=origin.source,
        file=origin.file,
        sha256=digest,
        loaded=origin.retrieved or dt.date.min,
        rows={},
        covers={},
        repaired=dict(sum((bench.repaired for bench in benches), Counter[str]())),
        refused=tuple(f"{r.file}:{r.line}: {r.found}" if r.line else r.found for r in refused[:1000]),
        refused_count=len(refused),
        ignored=dict(sum((bench.ignored for bench in benches), Counter[str]())),
        origins=(origin,),
        number=number,
    )


def _keep(
    layer: Layer, db: duckdb.DuckDBPyConnection, source: Source, draft: Load, benches: Sequence[Bench]
) -> LoadReport:
    """Check what was read against the contract, write what is new, and make the load count."""
    repeated = _complete(db, source, draft.origins[0])
    read = sum(_count(db, f"whole.{table}") for table in COLUMNS)
    if read < source.minimum_rows:
        step = f"A file of {source.id} gives at least {source.minimum_rows}."
        raise BrokenFile(draft.file, f"only {read} rows could be read", step=step)
    covers = _cover(db, source, benches)
    ids = _bound_ids(db)
    revised = _drop_known(db, layer, source, ids)
    rows = _write(db, layer, draft)
    load = msgspec.structs.replace(
        draft,
        rows=rows,
        covers=covers,
        ids=ids,
        revised=revised,
        repaired={**draft.repaired, **repeated},
        origins=(*draft.origins, *read_origins(db)),
    )
    layer.finish(load)
    return _report(load, load.file, read, sum(rows.values()))


def _report(load: Load, file: str, read: int, new: int) -> LoadReport:
    return LoadReport(load.source, file, read, new, load.repaired, load.refused, load.refused_count, load.ignored)


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


def _complete(db: duckdb.DuckDBPyConnection, source: Source, origin: Origin) -> dict[str, int]:
    """Lay a view ``whole.TABLE`` over each table: what readers left open is filled, and no row stands there twice.

    Return how many rows the file gives more than once, by kind of repeat.
    """
    db.execute("CREATE SCHEMA whole; CREATE SCHEMA fresh")
    repeated = Counter[str]()
    for table, columns in COLUMNS.items():
        fill = [f"coalesce(nullif(origin, ''), '{origin.id}') AS origin"]
        if table == "figures":
            fill.append(f"coalesce(nullif(vintage, ''), '{_escape(source.version)}') AS vintage")
        if table in LAST_DAY:
            fill.append(f"coalesce(known_date, ({LAST_DAY[table]}) + {source.lag_days})::DATE AS known_date")
        filled = f"SELECT * REPLACE ({', '.join(fill)}) FROM main.{table}"
        key, every = ", ".join(KEYS[table]), ", ".join((*KEYS[table], *columns))
        rows, keys = db.execute(f"SELECT count(*), count(DISTINCT hash({key})) FROM {table}").fetchone() or (0, 0)
        if rows > keys:
            once, first = f"whole.once_{table}", f"row_number() OVER (PARTITION BY {key} ORDER BY {every}) = 1"
            db.execute(
                f"CREATE TABLE {once} AS SELECT DISTINCT * FROM ({filled})"
            )  # unlike DISTINCT ON, it goes to disk
            unlike = _count(db, once) - keys
            repeated["rows given twice"] += rows - keys - unlike
            repeated["rows of one key with unlike values, of which one is kept"] += unlike
            if unlike:
                db.execute(f"CREATE OR REPLACE TABLE {once} AS FROM {once} QUALIFY {first}")
            filled = f"FROM {once}"
        db.execute(f"CREATE VIEW whole.{table} AS {filled}")
    return dict(+repeated)


def _drop_known(db: duckdb.DuckDBPyConnection, layer: Layer, source: Source, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Lay ``fresh.TABLE`` beside each ``whole.TABLE``: what no earlier load of the source stored alike.

    Return the tables in which it gives other values for rows that are stored.
    """
    loads = tuple(load for load in layer.loads() if load.source == source.id)
    revised = []
    for table in COLUMNS:
        near = tuple(load for load in loads if table != "events" or _overlap(load.ids, ids))
        held = query_rows(layer, table, near) if _count(db, table) else ""
        if not held:
            db.execute(f"CREATE VIEW fresh.{table} AS FROM whole.{table}")
            continue
        alike = [name for name in COLUMNS[table] if name not in {"origin", "known_date"}]
        db.execute(f"CREATE TABLE fresh.{table} AS FROM whole.{table} given WHERE NOT {_stands_in(held, alike)}")
        if _count_rows(db, f"FROM fresh.{table} given WHERE {_stands_in(held, KEYS[table])}"):
            revised.append(table)
    return tuple(revised)


def _bound_ids(db: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the first and last id of the events that were read, in the order of text."""
    bounds = db.execute("SELECT min(id), max(id) FROM whole.events").fetchone() or (None, None)
    return () if bounds[0] is None else (str(bounds[0]), str(bounds[1]))


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two loads may hold the same events."""
    return bool(one and other) and one[0] <= other[1] and other[0] <= one[1]


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


def _stands_in(held: str, columns: Sequence[str]) -> str:
    """Return the SQL for: a row that is held agrees in these columns with the row ``given``."""
    matched = " AND ".join(f"given.{name} IS NOT DISTINCT FROM old.{name}" for name in columns)
    return f"EXISTS (FROM ({held}) old WHERE {matched})"


def _write(db: duckdb.DuckDBPyConnection, layer: Layer, load: Load) -> dict[str, int]:
    """Write each table's rows, sorted for pair queries."""
    written = {}
    for table in COLUMNS:
        rows = _count(db, f"fresh.{table}")
        if not rows:
            continue
        part = layer.part(table, load.id)
        part.parent.mkdir(exist_ok=True)
        draft = part.with_suffix(".parquet.draft")
        chosen = f"SELECT *, '{load.source}' AS source, DATE '{load.loaded}' AS loaded FROM fresh.{table}"
        order = ", ".join(ORDER[table])
        db.execute(f"COPY ({chosen} ORDER BY {order}) TO '{_escape(draft)}' (FORMAT parquet, COMPRESSION zstd)")
        draft.replace(part)
        written[table] = rows
    return written


def _cover(db: duckdb.DuckDBPyConnection, source: Source, benches: Sequence[Bench]) -> dict[str, tuple[Span, ...]]:
    """Return the spans covered by indicator or kind, as the readers say or from first to last row, and as declared."""
    found: dict[str, list[Span]] = {}
    for table, name in COVERED.items():
        last = "end_date" if table == "spells" else LAST_DAY[table]
        bounds = db.execute(f"SELECT {name}, min({FIRST_DAY[table]}), max({last}) FROM {table} GROUP BY 1 ORDER BY 1")
        for indicator, first_day, last_day in bounds.fetchall():
            found.setdefault(indicator, []).append((first_day, last_day))
    for name in {name for bench in benches for name in bench.covered}:
        found[name] = [span for bench in benches for span in bench.covered.get(name, ())]
    start, end = source.covers[0], source.covers[1] or dt.date.max
    clipped = {
        name: join_spans((max(first, start), min(last, end)) for first, last in spans if first <= end and start <= last)
        for name, spans in found.items()
    }
    return {name: spans for name, spans in clipped.items() if spans}


def _count(db: duckdb.DuckDBPyConnection, table: str) -> int:
    return _count_rows(db, f"FROM {table}")


def _count_rows(db: duckdb.DuckDBPyConnection, query: str) -> int:
    row = db.execute(f"SELECT count(*) FROM ({query})").fetchone()
    return int(row[0]) if row else 0


def _escape(text: Path | str) -> str:
    return str(text).replace("'", "''")
