"""The bench on which a reader works: one file, one scratch database, and the count of what was repaired or refused.

A reader turns its file into rows of the evidence tables with `put`. Tables on the bench that a reader may join:
``codes(scheme, code, state, since, until)`` maps a code of any scheme to a state, ``names(name, state)`` does so for
folded names; `match_state` writes such a join.
"""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

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
    "votes": {
        "roll_call": "VARCHAR",
        "vote_date": "DATE",
        "state": "VARCHAR",
        "vote": "TINYINT",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "roll_calls": {
        "roll_call": "VARCHAR",
        "vote_date": "DATE",
        "title": "VARCHAR",
        "issues": "VARCHAR DEFAULT ''",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
}
"""Columns of the evidence tables, as a reader fills them; the store adds the source."""
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
    """

    file: Path
    kind: str
    db: DuckDBPyConnection
    repaired: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)

    def read_csv(self, table: str, types: Mapping[str, str], *, separator: str = ",", missing: Sequence[str] = ("",)) -> int:
        """Read the named columns of the file into a scratch table; return how many rows.

        A line of another width, or one with text where `types` wants a number, is refused; the rest stays.
        """
        head = read_head(self.file).decode("utf-8-sig", "replace").splitlines()[0]
        names = [name.strip() or f"column{place}" for place, name in enumerate(next(csv.reader([head], delimiter=separator)))]
        listed = ", ".join(f"'{_quoted(name)}': 'VARCHAR'" for name in _unique(names))
        nulls = ", ".join(f"'{text}'" for text in missing)
        self.db.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        self.db.execute(
            f"CREATE OR REPLACE TEMP TABLE lines AS FROM read_csv('{_quoted(self.file)}', delim='{separator}', header=true, "
            f"columns={{{listed}}}, auto_detect=false, quote='\"', escape='\"', nullstr=[{nulls}], store_rejects=true, "
            "strict_mode=false)"
        )
        for line, found in self.db.execute("SELECT DISTINCT line, error_message FROM reject_errors ORDER BY line").fetchall():
            self.refuse(found.splitlines()[0], line)
        broken = " OR ".join(f'(TRY_CAST("{name}" AS {kind}) IS NULL AND "{name}" IS NOT NULL)' for name, kind in types.items())
        for row in self.db.execute(f"SELECT {_listed(types)} FROM lines WHERE {broken} LIMIT 1000").fetchall():
            self.refuse(f"no number where one belongs: {', '.join(str(cell) for cell in row)}")
        casts = ", ".join(f'TRY_CAST("{name}" AS {kind}) AS "{name}"' for name, kind in types.items())
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {casts} FROM lines WHERE NOT ({broken}); DROP TABLE lines")
        return self.count(f"SELECT count(*) FROM {table}")

    def put_table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Create a scratch table of text, number and date columns (``name TYPE``) from Python rows."""
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(columns)})")
        filled = list(rows)
        if filled:
            self.db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", filled)

    def put(self, table: str, query: str) -> int:
        """Add the rows that `query` selects to an evidence table, matching columns by name; return how many."""
        count = self.db.execute(f"INSERT INTO {table} BY NAME {query}").fetchone()
        return int(count[0]) if count else 0

    def repair(self, what: str, count: int) -> None:
        """Count `count` repairs of one kind."""
        if count:
            self.repaired[what] += count

    def refuse(self, found: str, line: int | None = None) -> None:
        """Note a row that was not read."""
        self.refused.append(Refusal(self.file.name, line, found))

    def count(self, query: str) -> int:
        """Return the one number that `query` selects."""
        row = self.db.execute(query).fetchone()
        return int(row[0] or 0) if row else 0

    def refuse_unmatched(self, query: str, what: str) -> None:
        """Refuse each (code, rows) that `query` selects: names that stand for no state."""
        for code, rows in self.db.execute(query).fetchall():
            self.refuse(f"{what} {code!r} is no known state: {rows} rows")


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
    """Number the repetitions of a column name, which a publisher's header may have."""
    seen = Counter[str]()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


def year_start(column: str) -> str:
    """Return the SQL for 1 January of the year in a numeric column."""
    return f"make_date({column}::INTEGER, 1, 1)"


def year_end(column: str) -> str:
    """Return the SQL for 31 December of the year in a numeric column: the day on which annual codes are looked up."""
    return f"make_date({column}::INTEGER, 12, 31)"
