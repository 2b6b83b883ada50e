"""The bench on which a reader works: one file, one scratch database, and the count of what was repaired or refused.

A reader turns its file into rows of the evidence tables with `put`. Tables on the bench that a reader may join:
``codes(scheme, code, state, since, until)`` maps a code of any scheme to a state, ``names(name, state)`` does so for
folded names, ``not_states(scheme, code)`` names what a source lists beside states; `match_state` writes such a join.
"""

from __future__ import annotations

import csv
import gzip
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from facta.errors import BrokenFile

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["COLUMNS", "Bench", "Refusal"]

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "figures": {
        "indicator": "VARCHAR",
        "actor": "VARCHAR",
        "recipient": "VARCHAR DEFAULT ''",
        "reporter": "VARCHAR DEFAULT ''",
        "variant": "VARCHAR DEFAULT ''",
        "vintage": "VARCHAR DEFAULT ''",
        "unit": "VARCHAR",
        "act": "VARCHAR DEFAULT 'done'",
        "frequency": "VARCHAR DEFAULT 'year'",
        "period_start": "DATE",
        "value": "DOUBLE",
        "low": "DOUBLE",
        "high": "DOUBLE",
        "completeness": "DOUBLE DEFAULT 1.0",
        "status": "TINYINT DEFAULT 0",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "spells": {
        "id": "VARCHAR",
        "kind": "VARCHAR",
        "actor": "VARCHAR",
        "recipient": "VARCHAR DEFAULT ''",
        "start_date": "DATE",
        "end_date": "DATE",
        "fields": "VARCHAR DEFAULT '{}'",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "roll_calls": {
        "roll_call": "VARCHAR",
        "vote_date": "DATE",
        "title": "VARCHAR DEFAULT ''",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "votes": {"roll_call": "VARCHAR", "state": "VARCHAR", "vote": "TINYINT", "origin": "VARCHAR DEFAULT ''"},
    "issues": {"roll_call": "VARCHAR", "issue": "VARCHAR", "origin": "VARCHAR DEFAULT ''"},
}
"""Columns of the evidence tables, as a reader fills them; the store adds the source.

Votes and issues have no date of their own: they happened, and became known, with their roll call, which may stand in
another file; the store joins both dates to every row that it hands out.
"""
COLUMNS = {**COLUMNS, "records": COLUMNS["spells"]}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not read: file, line where known, and what was found."""

    file: str
    line: int | None
    found: str


@dataclass(slots=True)
class Bench:
    """One file being read.

    Parameters
    ----------
    file : Path
        The publisher's file.
    kind : str
        Which of the source's kinds of file it is, by the columns that `source.yml` names.
    db : DuckDBPyConnection
        Scratch database; the store owns it.
    repaired : Counter
        How often each known defect was mended.
    refused : list of Refusal
        Rows that were not read.
    ignored : Counter
        Rows left out on purpose, by reason.
    """

    file: Path
    kind: str
    db: DuckDBPyConnection
    repaired: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)

    def read_csv(
        self, table: str, types: Mapping[str, str], *, separator: str = ",", missing: Sequence[str] = ("",)
    ) -> int:
        """Read the named columns of the file into a scratch table; return how many rows.

        A line of another width, or one with text where `types` wants a number, is refused; the rest stays. Bytes that
        are no UTF-8 become replacement characters: a repair, counted by line.
        """
        head = read_head(self.file).decode("utf-8-sig", "replace").splitlines()[0]
        cells = next(csv.reader([head], delimiter=separator))
        names = [name.strip() or f"column{place}" for place, name in enumerate(cells)]
        listed = ", ".join(f"'{_quoted(name)}': 'VARCHAR'" for name in _unique(names))
        nulls = ", ".join(f"'{text}'" for text in missing)
        options = (
            f"delim='{separator}', header=true, columns={{{listed}}}, auto_detect=false, quote='\"', escape='\"', "
            f"nullstr=[{nulls}], store_rejects=true, strict_mode=false"
        )
        self._read_lines(self.file, options)
        if self.count("SELECT count(*) FROM reject_errors WHERE error_type = 'INVALID ENCODING'"):
            with tempfile.TemporaryDirectory() as folder:
                self._read_lines(self._mend_bytes(Path(folder)), options)
        rejected = self.db.execute("SELECT DISTINCT line, error_message FROM reject_errors ORDER BY line")
        for line, found in rejected.fetchall():
            self.refuse(found.splitlines()[0], line)
        wrong = '(TRY_CAST("{0}" AS {1}) IS NULL AND "{0}" IS NOT NULL)'
        broken = " OR ".join(wrong.format(name, kind) for name, kind in types.items())
        for row in self.db.execute(f"SELECT {_listed(types)} FROM lines WHERE {broken} LIMIT 1000").fetchall():
            self.refuse(f"no number where one belongs: {', '.join(str(cell) for cell in row)}")
        casts = ", ".join(f'TRY_CAST("{name}" AS {kind}) AS "{name}"' for name, kind in types.items())
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {casts} FROM lines WHERE NOT ({broken})")
        self.db.execute("DROP TABLE lines")
        return self.count(f"SELECT count(*) FROM {table}")

    def _read_lines(self, file: Path, options: str) -> None:
        """Read a text file as it stands into the scratch table ``lines``."""
        self.db.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE lines AS FROM read_csv('{_quoted(file)}', {options})")

    def _mend_bytes(self, folder: Path) -> Path:
        """Write a copy of the file that is UTF-8 throughout."""
        mended = folder / "mended.csv"
        count = 0
        read = gzip.open if self.file.suffix == ".gz" else open
        with read(self.file, "rb") as raw, mended.open("wb") as clean:
            for line in raw:
                text = line.decode("utf-8", "replace").encode()
                count += text != line
                clean.write(text)
        self.repair("lines with bytes that are no UTF-8", count)
        return mended

    def read_sheets(self) -> Mapping[str, Sequence[Sequence[object]]]:
        """Return the cells of each sheet of a workbook; empty cells are empty text.

        Raises
        ------
        BrokenFile
            The workbook is truncated or damaged.
        """
        try:
            book = CalamineWorkbook.from_path(str(self.file))
            return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        except CalamineError as error:
            raise BrokenFile(self.file.name, f"the workbook is damaged ({error})", step="Fetch it again.") from error

    def put_table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Create a scratch table of text, number and date columns (``name TYPE``) from Python rows."""
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(columns)})")
        filled = [list(cells) for cells in zip(*rows, strict=True)]
        if filled:
            kinds = [column.split()[1] for column in columns]
            cells = ", ".join(f"unnest(${place + 1}::{kind}[])" for place, kind in enumerate(kinds))
            self.db.execute(f"INSERT INTO {name} SELECT {cells}", filled)

    def put(self, table: str, query: str) -> int:
        """Add the rows that `query` selects to an evidence table, matching columns by name; return how many."""
        count = self.db.execute(f"INSERT INTO {table} BY NAME {query}").fetchone()
        return int(count[0]) if count else 0

    def repair(self, what: str, count: int) -> None:
        """Count `count` repairs of one kind."""
        if count:
            self.repaired[what] += count

    def ignore(self, why: str, count: int) -> None:
        """Count `count` rows that are left out on purpose."""
        if count:
            self.ignored[why] += count

    def refuse(self, found: str, line: int | None = None) -> None:
        """Note a row that was not read."""
        self.refused.append(Refusal(self.file.name, line, found))

    def count(self, query: str) -> int:
        """Return the one number that `query` selects."""
        row = self.db.execute(query).fetchone()
        return int(row[0] or 0) if row else 0

    def refuse_unmatched(self, query: str, what: str, scheme: str = "") -> None:
        """Refuse each (code, rows) that `query` selects: names that stand for no state.

        Those that ``not_states`` lists under `scheme` are left out on purpose, with a count.
        """
        known = self.db.execute("SELECT code FROM not_states WHERE scheme = ?", [scheme]).fetchall()
        listed = {code for (code,) in known}
        for code, rows in self.db.execute(query).fetchall():
            if code in listed:
                self.ignore(f"{what} that is no state", rows)
            else:
                self.refuse(f"{what} {code!r} is no known state: {rows} rows")

    def refuse_values(self, table: str, column: str, known: str) -> None:
        """Take the rows whose `column` breaks the condition `known` out of a scratch table; refuse each value."""
        wrong = f"FROM {table} WHERE ({known}) IS NOT true"
        for value, rows in self.db.execute(f"SELECT {column}, count(*) {wrong} GROUP BY 1 ORDER BY 1").fetchall():
            self.refuse(f"{column} {value!r} is not in the codebook: {rows} rows")
        self.db.execute(f"DELETE {wrong}")

    def match_states(self, table: str, scheme: str, codes: Mapping[str, str], year: str = "year") -> None:
        """Add to a scratch table of years the state behind each code; a code that nobody held in its year is refused.

        Parameters
        ----------
        table : str
            Scratch table; gains a column for each role, and ``held_until`` for `keep_successors`.
        scheme : str
            Which codes.
        codes : mapping of str to str
            Expression of the code, as text, by role: ``{"actor": "ccode1::VARCHAR"}``.
        year : str
            Expression of the year; a code of which a state had only a part of the year counts for all of it.
        """
        joins = {
            role: f"LEFT JOIN codes {role} ON {role}.scheme = '{scheme}' AND {role}.code = {code} "
            f"AND {year} BETWEEN year({role}.since) AND year({role}.until)"
            for role, code in codes.items()
        }
        for role, code in codes.items():
            unmatched = f"FROM {table} {joins[role]} WHERE {role}.state IS NULL GROUP BY 1 ORDER BY 1"
            self.refuse_unmatched(f"SELECT {code}, count(*) {unmatched}", f"{scheme} code", scheme)
        states = ", ".join(f"{role}.state AS {role}" for role in codes)
        held = f"least({', '.join(f'{role}.until' for role in codes)}) AS held_until"
        found = " AND ".join(f"{role}.state IS NOT NULL" for role in codes)
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {table}.*, {states}, {held} FROM {table} "
            f"{' '.join(joins.values())} WHERE {found}"
        )

    def keep_successors(self, table: str, *key: str) -> None:
        """Of rows that two codes of one state give for one key, keep those of the code that was held last.

        The year of a union has two rows for one state, such as West Germany's and Germany's for 1990.
        """
        rows = self.count(f"SELECT count(*) FROM {table}")
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {table} "
            f"QUALIFY held_until = max(held_until) OVER (PARTITION BY {', '.join(key)})"
        )
        kept = self.count(f"SELECT count(*) FROM {table}")
        self.ignore("rows of a code that the state gave up in that year", rows - kept)


def match_state(alias: str, scheme: str, column: str, day: str) -> str:
    """Return the SQL join that finds, as ``alias.state``, who held the code in `column` on the date `day`."""
    return (
        f"LEFT JOIN codes {alias} ON {alias}.scheme = '{scheme}' AND {alias}.code = {column} "
        f"AND {day} BETWEEN {alias}.since AND {alias}.until"
    )


def read_head(file: Path, size: int = 65_536) -> bytes:
    """Return the first bytes of a plain, gzip or zip file.

    Raises
    ------
    BrokenFile
        The file is empty, truncated or no archive.
    """
    try:
        if file.suffix == ".gz":
            with gzip.open(file) as packed:
                head = packed.read(size)
        elif zipfile.is_zipfile(file) and file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive, archive.open(archive.namelist()[0]) as member:
                head = member.read(size)
        else:
            with file.open("rb") as plain:
                head = plain.read(size)
    except (EOFError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise BrokenFile(file.name, f"the archive is damaged ({error})", step="Fetch it again.") from error
    if not head.strip():
        raise BrokenFile(file.name, "the file is empty", step="Fetch it again.")
    return head


def _quoted(text: Path | str) -> str:
    return str(text).replace("'", "''")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _unique(names: Sequence[str]) -> list[str]:
    """Make column names unique by numbering those that a publisher's header repeats."""
    seen = Counter[str]()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


def year_start(column: str) -> str:
    """Return the SQL for 1 January of the year in a numeric column."""
    return f"make_date({column}::INTEGER, 1, 1)"
