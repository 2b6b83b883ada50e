"""Files of one source onto the bench: unpacked, recognised, and read together where the source allows it."""

from __future__ import annotations

import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeAlias

import duckdb

from facta.errors import BrokenFile, FileError, ForeignFile
from facta.sources import Bench, Part, Source, find_group_reader, find_reader, open_parts, recognise_part
from facta.store.tables import FIRST_DAY, clear_bench

__all__ = ["FileRead", "Watch", "read_files"]

Watch: TypeAlias = Callable[[str, int], None]
"""Called with the name of a file that was read, and its bytes."""

_CALENDAR = "DATE '0001-01-01' AND DATE '9998-12-31'"
GROUP_BYTES = 1 << 28
"""Text that is read in one pass; a larger file is read alone."""
AHEAD_BYTES = 1 << 27
"""Packed files that are unpacked while others are read."""


@dataclass(slots=True)
class FileRead:
    """One of the files that are loaded together.

    Parameters
    ----------
    path : Path
        Where it lies.
    number : int
        Which of them it is.
    sha256 : str
        Of its bytes.
    parts : list of tuple
        What was unpacked of it, with the kind of file that each part is.
    foreign : list of ForeignFile
        Parts of it that are none of the source's.
    benches : list of Bench
        Where its parts were read; none where it could not be.
    error : FileError or None
        Why not.
    """

    path: Path
    number: int = 0
    sha256: str = ""
    parts: list[tuple[Part, str]] = field(default_factory=list)
    foreign: list[ForeignFile] = field(default_factory=list)
    benches: list[Bench] = field(default_factory=list)
    error: FileError | None = None

    @property
    def size(self) -> int:
        """Bytes as it was given."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def refuse(self, error: FileError) -> None:
        """Note why the file is not read."""
        self.benches, self.error = [], error

    def count_repaired(self) -> Counter[str]:
        """Return how often each known defect was mended."""
        return sum((bench.repaired for bench in self.benches), Counter[str]())

    def count_ignored(self) -> Counter[str]:
        """Return how many rows were left out on purpose, by reason."""
        return sum((bench.ignored for bench in self.benches), Counter[str]())

    def list_refused(self) -> list[str]:
        """Return what was refused in it, as text."""
        found = [refusal for bench in self.benches for refusal in bench.refused]
        return [f"{entry.file}:{entry.line}: {entry.found}" if entry.line else entry.found for entry in found]


def read_files(
    db: duckdb.DuckDBPyConnection, source: Source, files: Sequence[FileRead], scratch: Path, watch: Watch
) -> None:
    """Read files of a source onto a database; one that cannot be read leaves nothing there but its error."""
    numbers = count()
    for group in _group_files(_unpack_ahead(source, files, scratch)):
        _read_group(db, source, [file for file in group if file.error is None], numbers)
        for file in group:
            shutil.rmtree(scratch / str(file.number))
            watch(file.path.name, file.size)


def _unpack_ahead(source: Source, files: Sequence[FileRead], scratch: Path) -> Iterator[FileRead]:
    """Yield the files, unpacked; some more are unpacked meanwhile."""
    if len(files) == 1:
        yield _unpack(source, files[0], scratch)
        return
    waiting: deque[tuple[Future[FileRead], int]] = deque()
    pool = ThreadPoolExecutor(2)
    try:
        for file in files:
            waiting.append((pool.submit(_unpack, source, file, scratch), file.size))
            while sum(size for _, size in waiting) > AHEAD_BYTES:
                yield waiting.popleft()[0].result()
        while waiting:
            yield waiting.popleft()[0].result()
    finally:
        pool.shutdown(cancel_futures=True)


def _unpack(source: Source, file: FileRead, scratch: Path) -> FileRead:
    """Unpack a file into a folder of its own, and tell what each part of it is."""
    folder = scratch / str(file.number)
    folder.mkdir()
    try:
        for part in open_parts(file.path, folder):
            try:
                file.parts.append((part, recognise_part(source, part)))
            except ForeignFile as error:
                file.foreign.append(error)
        if not file.parts:
            raise file.foreign[0]
    except FileError as error:
        file.refuse(error)
    return file


def _group_files(files: Iterator[FileRead]) -> Iterator[list[FileRead]]:
    """Yield files in groups of as much text as is read in one pass."""
    group: list[FileRead] = []
    size = 0
    for file in files:
        group.append(file)
        size += sum(part.file.stat().st_size for part, _ in file.parts)
        if size > GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _read_group(
    db: duckdb.DuckDBPyConnection, source: Source, files: Sequence[FileRead], numbers: Iterator[int]
) -> None:
    """Read several files in one pass; where that fails one by one, and the broken one is refused."""
    for file in files:
        file.benches = [
            Bench(
                *(part.file, file.path, part.name, kind, db, part.file.parent, part.line_count),
                Counter(part.repaired),
                number=next(numbers),
            )
            for part, kind in file.parts
        ]
    try:
        _read_benches(source, files)
    except (duckdb.OutOfMemoryException, duckdb.IOException):  # the disk is full: it is not the file's fault
        raise
    except (duckdb.Error, FileError) as error:
        parts = ", ".join(str(bench.number) for file in files for bench in file.benches)
        db.execute(f"DELETE FROM events WHERE part IN ({parts or 'NULL'})")
        clear_bench(db)
        if len(files) == 1:
            files[0].refuse(_explain(error, files[0]))
        else:
            for file in files:
                _read_group(db, source, [file], numbers)


def _explain(error: Exception, file: FileRead) -> FileError:
    if isinstance(error, FileError):
        return error
    return BrokenFile(file.benches[0].name, f"cannot be read: {str(error).splitlines()[0]}", step="Fetch it again.")


def _read_benches(source: Source, files: Sequence[FileRead]) -> None:
    """Let the source's reader put the rows of files onto their benches."""
    read_all = find_group_reader(source.id)
    if read_all:
        benches = [bench for file in files for bench in file.benches]
        if benches:
            read_all(benches)
            _refuse_far_days(benches)
            clear_bench(benches[0].db)
    else:
        for file in files:
            _read_singly(source, file)
    for file in files:
        for other in file.foreign:
            file.benches[-1].ignore(f"{other.file}, which is none of the source's files", 1)


def _read_singly(source: Source, file: FileRead) -> None:
    """Read the parts of a file one after the other."""
    read = find_reader(source.id)
    foreign: list[ForeignFile] = []
    for bench in tuple(file.benches):
        bench.db.execute(f"ALTER TABLE events ALTER part SET DEFAULT {bench.number}")
        try:
            read(bench)
        except ForeignFile as error:
            foreign.append(error)
            file.benches.remove(bench)
        else:
            _refuse_far_days([bench])
        clear_bench(bench.db)
    if not file.benches:
        raise foreign[0]
    file.foreign += foreign


def _refuse_far_days(benches: Sequence[Bench]) -> None:
    """Take out the rows of days that no calendar of states has: a damaged cell can still read as the year 12021."""
    db, by_number = benches[0].db, {bench.number: bench for bench in benches}
    for table, column in (*FIRST_DAY.items(), ("spells", "end_date"), ("records", "end_date")):
        part = "part" if table == "events" else f"{benches[-1].number}"
        far = f"FROM {table} WHERE {column} NOT BETWEEN {_CALENDAR}"
        found = db.execute(f"SELECT {part}, {column}::VARCHAR, count(*) {far} GROUP BY ALL ORDER BY ALL").fetchall()
        for number, day, rows in found:
            by_number[number].refuse(f"the day {day} is out of reach: {rows} rows")
        if found:
            db.execute(f"DELETE {far}")
