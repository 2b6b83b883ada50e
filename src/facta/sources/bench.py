"""The bench on which a reader works: one file, one scratch database, and the count of what was repaired or refused.

A reader turns its file into rows of the evidence tables with `put`. Tables on the bench that a reader may join:
``codes(scheme, code, state, since, until)`` maps a code of any scheme to a state, ``names(name, state)`` does so for
folded names, ``not_states(scheme, code)`` names what a source lists beside states; `match_state` writes such a join.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from facta.errors import BrokenFile
from facta.sources.delimited import Delimited, read_delimited

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Bench", "Refusal"]


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
        A plain file: unpacked, and UTF-8 with line feeds where it is text.
    path : Path
        The publisher's file as it was given, packed or not.
    name : str
        What messages call it: the publisher's file name, after that of the archive it came in.
    kind : str
        Which of the source's kinds of file it is, by the columns that `source.yml` names.
    db : DuckDBPyConnection
        Scratch database; the store owns it.
    scratch : Path
        Folder for what does not fit into memory.
    line_count : int
        Lines of a text file.
    repaired : Counter
        How often each known defect was mended.
    refused : list of Refusal
        Rows that were not read.
    ignored : Counter
        Rows left out on purpose, by reason.
    covered : mapping of str to list
        First and last days that the file covers, by indicator or kind of row, where a reader knows more than its rows
        say.
    number : int
        Which of the files that share the database it is; the column ``part`` of its events.
    """

    file: Path
    path: Path
    name: str
    kind: str
    db: DuckDBPyConnection
    scratch: Path
    line_count: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    covered: dict[str, list[tuple[dt.date, dt.date]]] = field(default_factory=dict)
    number: int = 0

    def read_csv(
        self,
        table: str,
        types: Mapping[str, str],
        *,
        separator: str = ",",
        missing: Sequence[str] = ("",),
        quote: str = '"',
        names: Sequence[str] | None = None,
    ) -> int:
        """Read the named columns of the file into a scratch table; return how many rows.

        Parameters
        ----------
        table : str
            Name of the scratch table.
        types : mapping of str to str
            DuckDB type by column; other columns are not kept. A column of text is kept as it stands, numbers and dates
            lose blanks around them.
        separator : str
            Between cells; another one that makes sense of the header is read and counted as a repair.
        missing : sequence of str
            Cells that stand for nothing; they become null.
        quote : str
            The quotation mark; empty where the format has none.
        names : sequence of str or None
            What to call the columns of a file without a header.

        A line of another width, or with text where a number or date belongs, is refused with its number; all others
        stay. Lines above the header, blank lines, stray quotation marks and surplus empty cells cost no row.

        Raises
        ------
        BrokenFile
            The file lacks a column.
        """
        return read_delimited(self, table, Delimited(types, separator, quote, missing, names))

    def read_json(self) -> object:
        """Return the content of a JSON file.

        Raises
        ------
        BrokenFile
            It is no JSON.
        """
        try:
            return msgspec.json.decode(self.file.read_bytes())
        except msgspec.DecodeError as error:
            raise BrokenFile(self.name, f"the file is no JSON ({error})", step="Fetch it again.") from error

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
            raise BrokenFile(self.name, f"the workbook is damaged ({error})", step="Fetch it again.") from error

    def put_table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Create a scratch table of text, number and date columns (``name TYPE``) from Python rows."""
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(columns)})")
        # As one text: for each Python value that it converts, the database looks for a library that may not be there.
        text = json.dumps([[None if cell is None else str(cell) for cell in row] for row in rows])
        kinds = [column.split()[1] for column in columns]
        cells = ", ".join(f"cells[{place + 1}]::{kind}" for place, kind in enumerate(kinds))
        split = "SELECT unnest(from_json($1::JSON, '[[\"VARCHAR\"]]')) AS cells"
        self.db.execute(f"INSERT INTO {name} SELECT {cells} FROM ({split})", [text])

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
        self.refused.append(Refusal(self.name, line, found))

    def cover(self, name: str, first: dt.date, last: dt.date) -> None:
        """Say that the file covers these days of an indicator or kind of row, whatever its rows say."""
        self.covered.setdefault(name, []).append((first, last))

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
            found = f"no {column}" if value is None else f"{column} {value!r} is not in the codebook"
            self.refuse(f"{found}: {rows} rows")
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


def year_start(column: str) -> str:
    """Return the SQL for 1 January of the year in a numeric column."""
    return f"make_date({column}::INTEGER, 1, 1)"
