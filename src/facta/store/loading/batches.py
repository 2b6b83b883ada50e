"""Files into a layer, in batches: of an event archive those of one calendar month, of any other source one by one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TypeAlias

import duckdb
import msgspec

from facta.domain import Origin
from facta.errors import BrokenFile, FileError
from facta.sources import COLUMNS, Source, find_span
from facta.store.layers import Given, Layer, Load
from facta.store.loading.packing import pack_loads
from facta.store.loading.reading import FileRead, Watch, read_files
from facta.store.loading.writing import (
    bound_ids,
    complete_rows,
    count_rows,
    cover_days,
    drop_known,
    read_origins,
    write_rows,
)
from facta.store.tables import BATCH_MEMORY, MEMORY, lay_bench, open_scratch_database

__all__ = ["LoadReport", "Outcome", "load_file", "load_files"]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of a file.

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


Outcome: TypeAlias = LoadReport | FileError
"""What became of a file: what was read, or why it was not."""


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
    ((_, outcome),) = load_files(layer, source, [(file, retrieved)])
    if isinstance(outcome, FileError):
        raise outcome
    return outcome


def load_files(
    layer: Layer, source: Source, files: Sequence[tuple[Path, dt.date]], watch: Watch = lambda name, size: None
) -> Iterator[tuple[Path, Outcome]]:
    """Read files of a source into a layer, batch by batch; yield what became of each, once its batch is stored.

    Of an event archive, the files of one calendar month, by the days in their names, are one batch: one manifest, and
    one part a table. A batch is stored whole or, where the process ends before, not at all; a file that cannot be read
    keeps no other of its batch out. Months of many small batches are packed into one.

    Parameters
    ----------
    layer : Layer
        Where to.
    source : Source
        Of which all files are.
    files : sequence of tuple
        Each with the day on which it was obtained.
    watch : callable
        Called with the name and the bytes of each file that was read, before it is stored.

    Raises
    ------
    StoreError
        The store cannot be written.
    """
    batches: dict[str, list[tuple[Path, dt.date]]] = {}
    for file, retrieved in files:
        batches.setdefault(_name_month(source, file) or str(file), []).append((file, retrieved))
    for several in batches.values():
        month = _name_month(source, several[0][0])
        yield from _load_batch(layer, source, month, several, watch)
        if month:
            pack_loads(layer, source, month)


def _name_month(source: Source, file: Path) -> str:
    """Return the month, or the year, in the name of a file of an event archive; nothing for any other."""
    span = find_span(file.name) if "events" in source.indicators else None
    if span is None:
        return ""
    return f"{span[0]:%Y-%m}" if (span[0].year, span[0].month) == (span[1].year, span[1].month) else f"{span[0]:%Y}"


def _load_batch(
    layer: Layer, source: Source, month: str, files: Sequence[tuple[Path, dt.date]], watch: Watch
) -> Iterator[tuple[Path, Outcome]]:
    """Load files together; yield what became of each."""
    with ThreadPoolExecutor(2) as pool:
        reads = list(pool.map(_digest, (path for path, _ in files), count()))
    outcomes: dict[int, Outcome] = {read.number: read.error for read in reads if read.error}
    sound = [read for read in reads if read.error is None]
    if sound:
        retrieved = max(files[read.number][1] for read in sound)
        with layer.hold():
            outcomes |= _Batch(layer, source, month, retrieved, tuple(layer.loads())).load(sound, watch)
    for read in reads:
        yield read.path, outcomes[read.number]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Files that are loaded together.

    Parameters
    ----------
    layer : Layer
        Where to; held.
    source : Source
        Of which they are.
    month : str
        The month or year that they are about; empty where that is not known.
    retrieved : datetime.date
        When the last of them was obtained.
    loads : tuple of Load
        What the layer holds.
    """

    layer: Layer
    source: Source
    month: str
    retrieved: dt.date
    loads: tuple[Load, ...]

    def load(self, files: Sequence[FileRead], watch: Watch) -> dict[int, Outcome]:
        """Read the files that are not held, and store what is new in them; return what became of each, by number."""
        own = (load for load in self.loads if load.source == self.source.id)
        held = {given.sha256: _report_held(load, given) for load in own for given in load.given()}
        new: dict[str, FileRead] = {}
        for file in files:
            if file.sha256 not in held:
                new.setdefault(file.sha256, file)
        read = self._load_new(list(new.values()), watch) if new else {}
        return {
            file.number: read[file.sha256]
            if new.get(file.sha256) is file
            else _repeat(held.get(file.sha256) or read[file.sha256], file)
            for file in files
        }

    def _load_new(self, files: Sequence[FileRead], watch: Watch) -> dict[str, Outcome]:
        """Read files and store what is new in them; return what became of each, by digest."""
        most = MEMORY if len(files) == 1 else BATCH_MEMORY
        with self.layer.open_scratch() as scratch, open_scratch_database(scratch, most) as db:
            lay_bench(db)
            try:
                read_files(db, self.source, files, scratch, watch)
                _refuse_small(db, self.source, files)
                sound = [file for file in files if file.error is None]
                reports = self._keep(db, sound) if sound else {}
            except (duckdb.IOException, duckdb.OutOfMemoryException, OSError) as error:
                self.layer.sweep()
                raise self.layer.refuse(str(error).splitlines()[0]) from error
        return {file.sha256: file.error or reports[file.sha256] for file in files}

    def _keep(self, db: duckdb.DuckDBPyConnection, files: Sequence[FileRead]) -> dict[str, LoadReport]:
        """Write what is new, and make the load count."""
        origin = self._describe_origin(files)
        repeated = complete_rows(db, self.source, origin, files)
        covers, ids = cover_days(db, self.source, files), bound_ids(db)
        own = [load for load in self.loads if load.source == self.source.id]
        revised = drop_known(db, self.layer, own, ids)
        read, new = _count_by_file(db, "main", files), _count_by_file(db, "fresh", files)
        reports = {
            file.sha256: LoadReport(
                self.source.id,
                file.path.name,
                read[file.number] - repeated[file.number].total(),
                new[file.number],
                dict(file.count_repaired() + repeated[file.number]),
                tuple(file.list_refused()[:1000]),
                len(file.list_refused()),
                dict(file.count_ignored()),
            )
            for file in files
        }
        draft = _describe_load(origin, reports)
        load = msgspec.structs.replace(
            draft,
            number=1 + max((load.number for load in self.loads), default=0),
            rows=write_rows(db, self.layer, draft),
            covers=covers,
            ids=ids,
            revised=tuple(revised),
            origins=(origin, *read_origins(db)),
        )
        self.layer.finish(load)
        return reports

    def _describe_origin(self, files: Sequence[FileRead]) -> Origin:
        """Return where the rows come from: one origin, which names the first and the last file where there are many."""
        digests = sorted(file.sha256 for file in files)
        digest = digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()
        names = [file.path.name for file in files]
        source = self.source
        return Origin(
            f"{'-'.join(filter(None, (source.id, self.month)))}-{digest[:16]}",
            source.id,
            source.publisher,
            source.title,
            source.version,
            source.licence,
            source.citation,
            source.url,
            names[0] if len(names) == 1 else f"{names[0]} … {names[-1]} ({len(names)} files)",
            self.retrieved,
        )


def _digest(path: Path, number: int) -> FileRead:
    """Return a file with the SHA-256 of its bytes, or with why it cannot be read."""
    read = FileRead(path, number)
    if not path.is_file():
        read.refuse(BrokenFile(str(path), "there is no such file", step="Check the path."))
        return read
    try:
        with path.open("rb") as content:
            read.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        found = f"the file cannot be opened ({error.strerror})"
        read.refuse(BrokenFile(path.name, found, step="Check who may read it."))
    return read


def _refuse_small(db: duckdb.DuckDBPyConnection, source: Source, files: Sequence[FileRead]) -> None:
    """Refuse the files that give fewer rows than the source's contract, and take their rows off the bench."""
    by_part = dict(db.execute("SELECT part, count(*) FROM events GROUP BY part").fetchall())
    others = sum(count_rows(db, f"FROM {table}") for table in COLUMNS if table != "events")
    step = f"A file of {source.id} gives at least {source.minimum_rows}."
    for file in files:
        parts = [bench.number for bench in file.benches]
        rows = others + sum(by_part.get(part, 0) for part in parts)
        if file.error is None and rows < source.minimum_rows:
            db.execute(f"DELETE FROM events WHERE part IN ({', '.join(map(str, parts))})")
            why = "".join(f"; {line}" for line in file.list_refused()[:1])
            file.refuse(BrokenFile(file.path.name, f"only {rows} rows could be read{why}", step=step))


def _count_by_file(db: duckdb.DuckDBPyConnection, schema: str, files: Sequence[FileRead]) -> Counter[int]:
    """Return how many rows each file has on the bench; only of events may several files have any."""
    found = db.execute(f"SELECT file, count(*) FROM {schema}.events JOIN parts USING (part) GROUP BY 1").fetchall()
    others = sum(count_rows(db, f"FROM {schema}.{table}") for table in COLUMNS if table != "events")
    return Counter(dict(found)) + Counter({files[0].number: others})


def _describe_load(origin: Origin, reports: Mapping[str, LoadReport]) -> Load:
    """Return the manifest of a load of which nothing is written yet."""
    several = len(reports) > 1
    refused = [f"{report.file}: {line}" if several else line for report in reports.values() for line in report.refused]
    return Load(
        id=origin.id,
        source=origin.source,
        file=origin.file,
        sha256="" if several else next(iter(reports)),
        loaded=origin.retrieved or dt.date.min,
        rows={},
        covers={},
        repaired=_add(report.repaired for report in reports.values()),
        refused=tuple(refused[:1000]),
        refused_count=sum(report.refused_count for report in reports.values()),
        ignored=_add(report.ignored for report in reports.values()),
        files=tuple(
            Given(report.file, digest, report.rows, report.repaired, report.refused_count, report.ignored)
            for digest, report in reports.items()
        ),
    )


def _add(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    return dict(sum(map(Counter, counts), Counter[str]()))


def _report_held(load: Load, given: Given) -> LoadReport:
    """Return the report of a file that is stored."""
    refused = load.refused if len(load.given()) == 1 else ()
    return LoadReport(
        load.source, given.name, given.rows, 0, given.repaired, refused, given.refused_count, given.ignored
    )


def _repeat(outcome: Outcome, file: FileRead) -> Outcome:
    """Return what became of a file that is the same as another one."""
    return replace(outcome, file=file.path.name, new=0) if isinstance(outcome, LoadReport) else outcome
