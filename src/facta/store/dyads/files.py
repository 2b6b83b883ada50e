"""Panels of any size to a file: Parquet, Arrow or CSV, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb
import numpy as np

from facta.domain import Frequency, MissingExtra, Period, Status
from facta.errors import StoreError, UsageError, find_nearest
from facta.store.tables import open_database

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Column",
    "LongPanel",
    "UnknownSuffix",
    "check_suffix",
    "escape",
    "open_scratch",
    "read_arrow",
    "read_panel",
    "save_query",
]

_ARROW = (".arrow", ".feather")
_FORMATS: Mapping[str, str] = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet, COMPRESSION zstd"}
_SUFFIXES = (*_FORMATS, *_ARROW)
_BATCH_ROWS = 100_000
_MEMORY = "1GB"

Column: TypeAlias = tuple[str, str]
"""Name and type."""


class UnknownSuffix(UsageError):
    """A file name that says nothing about how a panel is to be written.

    Examples
    --------
    >>> str(UnknownSuffix("trade.parqet"))
    "'trade.parqet' names no known format. Nearest: .parquet. Known: .csv, .parquet, .arrow, .feather."
    """

    def __init__(self, file: str) -> None:
        self.file = file

    def __str__(self) -> str:
        nearest = find_nearest(Path(self.file).suffix, _SUFFIXES)
        step = f" Nearest: {nearest}." if nearest else ""
        return f"{self.file!r} names no known format.{step} Known: {', '.join(_SUFFIXES)}."


def check_suffix(target: Path) -> None:
    """Refuse a file name before anything is computed for it.

    Raises
    ------
    UnknownSuffix
        None of `_SUFFIXES`.
    StoreError
        Its folder is not there.
    """
    if target.suffix.lower() not in _SUFFIXES:
        raise UnknownSuffix(target.name)
    if not target.parent.is_dir():
        raise StoreError(str(target), "there is no such folder", step="Make it, or name another.")


@contextmanager
def open_scratch(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Lend a database, and the folder where it puts what does not fit into memory; both go at the end."""
    with (
        tempfile.TemporaryDirectory(prefix=".facta-", dir=folder, ignore_cleanup_errors=True) as scratch,
        open_database() as db,
    ):
        db.execute(f"SET temp_directory = '{escape(Path(scratch))}'; SET memory_limit = '{_MEMORY}'")
        yield db, Path(scratch)


def save_query(db: duckdb.DuckDBPyConnection, query: str, target: Path) -> tuple[int, tuple[Column, ...]]:
    """Write the rows of a query, by the suffix of the file; return how many, and the columns.

    They are written beside the file and renamed at the end: an interrupted run leaves what was there before.

    Raises
    ------
    UnknownSuffix
        None of `_SUFFIXES`.
    MissingExtra
        Arrow without PyArrow.
    StoreError
        The file cannot be written.
    """
    check_suffix(target)
    draft = target.with_name(f".{target.name}.draft")
    try:
        count = _save_arrow(db, query, draft) if target.suffix.lower() in _ARROW else _copy(db, query, draft, target)
        draft.replace(target)
    except (duckdb.IOException, OSError) as error:
        found = f"the file cannot be written ({str(error).splitlines()[0]})"
        raise StoreError(str(target), found, step="Name a folder that you may write.") from error
    finally:
        draft.unlink(missing_ok=True)
    described = db.execute(f"DESCRIBE {query}").fetchall()
    return count, tuple((name, str(kind)) for name, kind, *_ in described)


def read_panel(file: Path, columns: Sequence[Column] = ()) -> list[dict[str, Any]]:
    """Return the rows of a Parquet or CSV file; missing is None. Without `columns` types in CSV are guessed."""
    with open_database() as db:
        cursor = db.execute(_query_file(file, columns))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_arrow(file: Path, columns: Sequence[Column]) -> Any:
    """Return a Parquet or CSV file as a table of Arrow; needs PyArrow."""
    with open_database() as db:
        return db.execute(_query_file(file, columns)).to_arrow_table()


def _query_file(file: Path, columns: Sequence[Column]) -> str:
    """Return the SQL of a file; a CSV file does not say that 2014 is a text, nor that an empty text is not missing."""
    if file.suffix.lower() != ".csv" or not columns:
        return f"FROM '{escape(file)}'"
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns)
    return f"FROM read_csv('{escape(file)}', header = true, allow_quoted_nulls = false, columns = {{{types}}})"


def _copy(db: duckdb.DuckDBPyConnection, query: str, draft: Path, target: Path) -> int:
    row = db.execute(f"COPY ({query}) TO '{escape(draft)}' ({_FORMATS[target.suffix.lower()]})").fetchone()
    return int(row[0]) if row else 0


def _save_arrow(db: duckdb.DuckDBPyConnection, query: str, draft: Path) -> int:
    """Write the file format of Arrow's IPC, batch by batch."""
    try:
        from pyarrow import ipc  # type: ignore[import-untyped]  # an extra, and only where this format is wanted
    except ModuleNotFoundError as error:
        raise MissingExtra("pyarrow") from error
    count = 0
    batches = db.execute(query).to_arrow_reader(_BATCH_ROWS)
    with ipc.new_file(str(draft), batches.schema) as file:
        for batch in batches:
            file.write_batch(batch)
            count += batch.num_rows
    return count


class LongPanel:
    """Rows of many series, put down series by series and written in one go.

    Parameters
    ----------
    db : DuckDBPyConnection
        Of `open_scratch`.
    names : sequence of str
        What tells the series apart, such as actor, recipient and source.
    frequency : Frequency
        Length of their periods.
    """

    def __init__(self, db: duckdb.DuckDBPyConnection, names: Sequence[str], frequency: Frequency) -> None:
        self._db, self._names, self._frequency, self._count = db, tuple(names), frequency, 0
        db.execute(f"CREATE TABLE series ({_write_columns(('place', *names))})")
        numbers = ", ".join(f"{name} DOUBLE" for name in ("value", "low", "high", "completeness"))
        db.execute(f"CREATE TABLE cells (place INTEGER, ordinal INTEGER, {numbers}, status TINYINT)")

    def extend(self, found: Iterable[tuple[tuple[str, ...], Mapping[str, NDArray[Any]]]]) -> None:
        """Add series: what tells each apart, and its columns ``ordinal`` to ``status`` of one length; NaN is null."""
        listed = list(found)
        if not listed:
            return
        places = range(self._count, self._count + len(listed))
        self._count = places.stop
        self._put("series", [(str(place), *names) for place, (names, _) in zip(places, listed, strict=True)])
        laid = {name: np.concatenate([columns[name] for _, columns in listed]) for name in listed[0][1]}
        laid["place"] = np.repeat(np.array(places, np.int32), [len(columns["ordinal"]) for _, columns in listed])
        self._db.register("laid", laid)
        self._db.execute(f"INSERT INTO cells BY NAME SELECT {', '.join(laid)} FROM laid")
        self._db.unregister("laid")

    def save(self, target: Path) -> tuple[int, tuple[Column, ...]]:
        """Write the rows, by actor and period; return how many, and the columns."""
        self._db.execute(f"CREATE TABLE periods ({_write_columns(('ordinal', 'period', 'period_start'))})")
        ordinals = self._db.execute("SELECT DISTINCT ordinal FROM cells ORDER BY 1").fetchall()
        periods = [Period(self._frequency, ordinal) for (ordinal,) in ordinals]
        self._put("periods", [(str(period.ordinal), str(period), str(period.start)) for period in periods])
        labels = " ".join(f"WHEN {int(status)} THEN '{status.label}'" for status in Status)
        names = ", ".join(name for name in self._names if name != "unit")
        query = (
            f"SELECT period, period_start::DATE AS period_start, {names}, value, low, high, unit, "
            f"CASE status {labels} END AS status, completeness FROM cells "
            "JOIN series ON series.place::INTEGER = cells.place "
            "JOIN periods ON periods.ordinal::INTEGER = cells.ordinal "
            f"ORDER BY {names}, period_start"
        )
        return save_query(self._db, query, target)

    def _put(self, table: str, rows: Sequence[Sequence[str]]) -> None:
        """Add rows of text, as one text: for each Python value that it converts, the database looks for a library."""
        if rows:
            cells = ", ".join(f"cells[{place + 1}]" for place in range(len(rows[0])))
            split = "SELECT string_split(unnest(string_split($1, chr(30))), chr(31)) AS cells"
            text = "\x1e".join(map("\x1f".join, rows))
            self._db.execute(f"INSERT INTO {table} SELECT {cells} FROM ({split})", [text])


def _write_columns(names: Iterable[str]) -> str:
    return ", ".join(f"{name} VARCHAR" for name in names)


def escape(path: Path) -> str:
    """Write a path inside the quotes of SQL."""
    return str(path).replace("'", "''")
