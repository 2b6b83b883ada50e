"""Delimited text into a scratch table: the database reads a flawless file alone, `lines` any other.

A file is flawless where the database refuses no line, casts every cell, and gives as many records as there are lines:
a quotation mark that swallows lines shows in that count.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from facta.errors import BrokenFile, find_nearest
from facta.sources.lines import LONGEST_CELL, NOTHING, Heading, Splitter, find_heading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["BROKEN", "Delimited", "insert_delimited", "read_delimited"]

BROKEN = 1
"""The fault of a row with a cell that is no number or date."""

_DECIMAL_COMMA = r"^[-+]?\d+,(\d{1,2}|\d{4,})$"
_THOUSANDS = r"^[-+]?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^[-+]?\d{1,3}(,\d{3})+\.\d+$"
_GROUPED = r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$"
_NO_TEXT = "\uffff"
"""No letter, so no cell."""
_INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT"})


class _Bench(Protocol):
    """What is needed of the bench."""

    file: Path
    name: str
    db: DuckDBPyConnection
    scratch: Path
    line_count: int

    def repair(self, what: str, count: int) -> None: ...
    def refuse(self, found: str, line: int | None = None) -> None: ...
    def count(self, query: str) -> int: ...


class _Numbered(_Bench, Protocol):
    """One of several."""

    number: int


@dataclass(frozen=True, slots=True)
class Delimited:
    """How a file is written.

    Parameters
    ----------
    types : mapping of str to str
        DuckDB type of each column that is kept.
    separator, quote : str
        Between and around cells.
    missing : sequence of str
        Cells that stand for nothing.
    names : sequence of str or None
        The columns of a file without a header.
    keeps_blanks : bool
        Whether blanks around a text stay: the reader counts them.
    """

    types: Mapping[str, str]
    separator: str
    quote: str
    missing: Sequence[str]
    names: Sequence[str] | None
    keeps_blanks: bool = False

    def trims(self, kind: str) -> bool:
        """Say whether blanks go from around texts; from around numbers and dates they always do."""
        return kind == "VARCHAR" and not self.keeps_blanks


def read_delimited(bench: _Bench, table: str, form: Delimited) -> int:
    """Read a file into a scratch table; return how many rows. See `Bench.read_csv`."""
    heading = _find_heading(bench, form)
    if not _read_fast(bench, table, form, heading):
        _read_carefully(bench, table, form, heading)
    return bench.count(f"SELECT count(*) FROM {table}")


def insert_delimited(
    benches: Sequence[_Numbered], table: str, form: Delimited, select: Callable[[str], str], key: str = ""
) -> bool:
    """Add what `select` makes of the rows of many files to a table, in one pass over them.

    Parameters
    ----------
    benches : sequence
        The files; they share a database.
    table : str
        Has the columns ``id``, ``part``, the number of the bench, and ``faults``, in which the bit `BROKEN` says
        ``is_broken``.
    form : Delimited
        How they are written.
    select : callable
        From a relation with ``part``, ``is_broken`` and the columns of the form to the query of the table's rows.
    key : str
        The column of the form that becomes ``id``, where of unlike rows with the same one the first is to be kept.

    Returns
    -------
    bool
        Whether some rows that are alike have the same key.

    A file of which any line gave no row, or a broken one, or rows that are unlike and have the same key, is taken out
    again and read line by line: the one pass keeps no order.
    """
    groups: dict[Heading, list[_Numbered]] = {}
    has_repeats = False
    for bench in benches:
        groups.setdefault(_find_heading(bench, form), []).append(bench)
    for heading, group in groups.items():
        _insert_fast(group, table, form, heading, select)
        unsettled = frozenset[int]()
        if key and _has_repeats(group, table):
            has_repeats, unsettled = True, _find_unsettled(group, table)
        for bench in _find_faulty(group, table, heading, unsettled):
            bench.db.execute(f"DELETE FROM {table} WHERE part = {bench.number}")
            _read_carefully(bench, "cells", form, heading)
            if key:
                first = f"SELECT min(rowid) FROM cells GROUP BY {key}"
                again = f"DELETE FROM cells WHERE {key} IS NOT NULL AND rowid NOT IN ({first})"
                bench.repair(f"rows that repeat a {key}", bench.count(again))
            cells = f"(SELECT {bench.number} AS part, false AS is_broken, * FROM cells)"
            bench.db.execute(f"INSERT INTO {table} BY NAME {select(cells)}")
            bench.db.execute("DROP TABLE cells")
    return has_repeats


def _insert_fast(
    benches: Sequence[_Numbered], table: str, form: Delimited, heading: Heading, select: Callable[[str], str]
) -> None:
    """Let the database read the files."""
    db = benches[0].db
    db.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    split = "SELECT unnest(from_json($1::JSON, '[[\"VARCHAR\"]]')) AS cells"
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE paths AS SELECT cells[1] AS path, cells[2]::INTEGER AS part FROM ({split})",
        [json.dumps([[str(bench.file), str(bench.number)] for bench in benches])],
    )
    listed, nulls = (
        f"[{', '.join(map(_quote, texts))}]" for texts in ([str(bench.file) for bench in benches], form.missing)
    )
    scan = _scan(listed, heading, form.quote, nulls, ", filename='path'")
    cells = f"(SELECT part, {_type_cells(form)} FROM {scan} JOIN paths USING (path))"
    db.execute(f"INSERT INTO {table} BY NAME {select(cells)}")


def _has_repeats(benches: Sequence[_Numbered], table: str) -> bool:
    """Say whether any file gives an id twice."""
    counted = "count(id), count(DISTINCT if(id IS NULL, NULL, hash(part, id)))"
    rows, ids = benches[0].db.execute(f"SELECT {counted} FROM {table} WHERE {_list_parts(benches)}").fetchall()[0]
    return bool(rows > ids)


def _find_unsettled(benches: Sequence[_Numbered], table: str) -> frozenset[int]:
    """Return the files with unlike rows of one id."""
    several = f"SELECT part FROM {table} WHERE {_list_parts(benches)} AND id IS NOT NULL GROUP BY part, id"
    unlike = f"SELECT DISTINCT part FROM ({several} HAVING count(DISTINCT hash({table})) > 1)"
    return frozenset(part for (part,) in benches[0].db.execute(unlike).fetchall())


def _find_faulty(
    benches: Sequence[_Numbered], table: str, heading: Heading, unsettled: frozenset[int]
) -> list[_Numbered]:
    """Return the files of which not every line became a flawless row, and those that are unsettled."""
    db = benches[0].db
    counted = f"SELECT part, count_if(faults & {BROKEN} = 0) FROM {table} WHERE {_list_parts(benches)} GROUP BY 1"
    rows = dict(db.execute(counted).fetchall())
    refused = "SELECT DISTINCT file_path FROM reject_errors JOIN reject_scans USING (scan_id, file_id)"
    rejected = {path for (path,) in db.execute(refused).fetchall()}
    return [
        bench
        for bench in benches
        if rows.get(bench.number, 0) != bench.line_count - heading.line_count
        or str(bench.file) in rejected
        or bench.number in unsettled
    ]


def _list_parts(benches: Sequence[_Numbered]) -> str:
    """Return the SQL for: the row is of one of the files."""
    return f"part IN ({', '.join(str(bench.number) for bench in benches)})"


def _type_cells(form: Delimited) -> str:
    """Return the SQL of the columns of a form out of its text, and whether any has text that is none of its type."""
    casts = ", ".join(
        f"{_blank(name, kind, form) if form.trims(kind) else _cast(_name(name), kind)} AS {_name(name)}"
        for name, kind in form.types.items()
    )
    faults = [f"({_is_broken(_name(name), kind)})" for name, kind in form.types.items() if kind != "VARCHAR"]
    return f"{casts}, ({' OR '.join(faults) or 'false'}) AS is_broken"


def _find_heading(bench: _Bench, form: Delimited) -> Heading:
    if form.names:
        headed = find_heading(bench.file, list(form.types), form.separator, form.quote, are_rare=True)
        return Heading(headed.line_count if headed else 0, tuple(form.names), form.separator)
    wanted = list(form.types)
    heading = find_heading(bench.file, wanted, form.separator, form.quote)
    if heading is not None:
        bench.repair(f"separator {heading.separator!r} read", int(heading.separator != form.separator))
        return heading
    absent = [name for name in wanted if find_heading(bench.file, [name], form.separator, form.quote) is None]
    rest = [name for name in wanted if name not in absent]
    partial = find_heading(bench.file, rest, form.separator, form.quote)
    nearest = find_nearest(absent[0], partial.names) if partial and absent else None
    step = f"Nearest: {nearest}." if nearest else "Look whether the publisher changed the format."
    raise BrokenFile(bench.name, f"no header has the columns {', '.join(absent or wanted)}", step=step)


def _read_fast(bench: _Bench, table: str, form: Delimited, heading: Heading) -> bool:
    """Let the database read the file; say whether every line of it became a row of numbers and dates."""
    bench.db.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    nulls = ", ".join(_quote(text) for text in form.missing)
    source = _scan(_quote(str(bench.file)), heading, form.quote, f"[{nulls}]")
    bench.db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {_type_cells(form)} FROM {source}")
    rows = bench.count(f"SELECT count(*) FROM {table} WHERE NOT is_broken")
    bench.db.execute(f"ALTER TABLE {table} DROP COLUMN is_broken")
    rejected = bench.count("SELECT count(*) FROM reject_errors")
    return rows == bench.line_count - heading.line_count and not rejected


def _read_carefully(bench: _Bench, table: str, form: Delimited, heading: Heading) -> None:
    """Split the file line by line, then read the records that came of it; refuse cells that are no number or date."""
    bench.db.execute(f"DROP TABLE IF EXISTS {table}")
    with tempfile.TemporaryDirectory(dir=bench.scratch) as folder:
        records = Path(folder) / "records.csv"
        _write_records(bench, form, heading, records)
        blanks = ", ".join(f"{_blank(name, kind, form)} AS {_name(name)}" for name, kind in form.types.items())
        heading = Heading(0, ("line", *form.types), ",")
        source = _scan(_quote(str(records)), heading, '"', f"'{_NO_TEXT}'")
        bench.db.execute(f"CREATE OR REPLACE TEMP TABLE records AS SELECT line::BIGINT AS line, {blanks} FROM {source}")
    for name, kind in form.types.items():
        if kind != "VARCHAR":
            _blank_marks(bench, _name(name))
            _mend_numbers(bench, _name(name), kind)
            _refuse_cells(bench, name, kind)
    casts = ", ".join(f"{_cast(_name(name), kind)} AS {_name(name)}" for name, kind in form.types.items())
    bench.db.execute(f"CREATE TEMP TABLE {table} AS SELECT {casts} FROM records ORDER BY line")
    bench.db.execute("DROP TABLE records")


def _write_records(bench: _Bench, form: Delimited, heading: Heading, target: Path) -> None:
    """Write line number and chosen cells of every record, each in quotation marks."""
    splitter = Splitter(heading, form.quote, bench.repair, bench.refuse, form.missing)
    places = [heading.names.index(name) for name in form.types]
    with target.open("w", encoding="utf-8", newline="") as records:
        writer = csv.writer(records, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, cells in splitter.split(bench.file):
            chosen = [cells[place] for place in places]
            longest = max(map(len, chosen))
            if longest > LONGEST_CELL:
                bench.refuse(f"a cell of {longest:,} characters", number)
            else:
                writer.writerow([number, *chosen])


def _blank_marks(bench: _Bench, column: str) -> None:
    """Read what stands for nothing in a column of numbers or dates as missing, never as a number."""
    where = f"lower(trim({column})) IN ({', '.join(map(_quote, NOTHING))})"
    bench.repair("marks of missing figures", bench.count(f"SELECT count(*) FROM records WHERE {where}"))
    bench.db.execute(f"UPDATE records SET {column} = NULL WHERE {where}")


def _mend_numbers(bench: _Bench, column: str, kind: str) -> None:
    """Read commas in a column of numbers as decimal or thousands marks, where its other cells leave no doubt which."""
    if kind == "DATE" or not bench.count(f"SELECT count(*) FROM records WHERE contains({column}, ',')"):
        return
    has_decimal, has_point, has_groups = (
        bool(bench.count(f"SELECT count(*) FROM records WHERE {condition}"))
        for condition in (
            f"regexp_matches(trim({column}), '{_DECIMAL_COMMA}')",
            f"contains({column}, '.') AND NOT contains({column}, ',')",
            f"regexp_matches(trim({column}), '{_THOUSANDS}')",
        )
    )
    if has_decimal and not has_point and not has_groups:
        where, mark, what = f"contains({column}, ',')", "'.'", "decimal commas"
    elif has_groups and not has_decimal:
        where, mark, what = f"regexp_matches(trim({column}), '{_GROUPED}')", "''", "commas between thousands"
    else:
        return
    bench.repair(what, bench.count(f"SELECT count(*) FROM records WHERE {where}"))
    bench.db.execute(f"UPDATE records SET {column} = replace({column}, ',', {mark}) WHERE {where}")


def _refuse_cells(bench: _Bench, name: str, kind: str) -> None:
    """Take out the records with a cell that is no number or date, naming line, column and cell."""
    wrong = _is_broken(_name(name), kind)
    what = "date" if kind in {"DATE", "TIMESTAMP"} else "whole number" if kind in _INTEGERS else "number"
    found = bench.db.execute(f"SELECT line, {_name(name)} FROM records WHERE {wrong} ORDER BY line").fetchall()
    for line, cell in found:
        bench.refuse(f"no {what} in column {name}: {cell[:80]!r}", line)
    if found:
        bench.db.execute(f"DELETE FROM records WHERE {wrong}")


def _scan(files: str, heading: Heading, quote: str, nulls: str, more: str = "") -> str:
    """Return the SQL that reads every cell of a file, or of a list of them, as text."""
    listed = ", ".join(f"{_quote(name)}: 'VARCHAR'" for name in heading.names)
    return (
        f"read_csv({files}, columns={{{listed}}}, auto_detect=false, header=false, "
        f"skip={heading.line_count}, delim='{heading.separator}', quote='{quote}', escape='{quote}', nullstr={nulls}, "
        f"max_line_size={2 * LONGEST_CELL}, strict_mode=true, store_rejects=true{more})"
    )


def _blank(name: str, kind: str, form: Delimited) -> str:
    """Return the SQL of a cell, null where it stands for nothing; blanks around it are none of it."""
    cell = f"trim({_name(name)})" if kind != "VARCHAR" or form.trims(kind) else _name(name)
    listed = ", ".join(_quote(text) for text in form.missing)
    return f"CASE WHEN {cell} NOT IN ({listed}) THEN {cell} END" if listed else cell


def _cast(cell: str, kind: str) -> str:
    return cell if kind == "VARCHAR" else f"TRY_CAST({cell} AS {kind})"


def _is_broken(cell: str, kind: str) -> str:
    """Return the SQL for: there is text, and it is no finite number, whole number or date."""
    if kind == "DOUBLE":
        return f"NOT coalesce(isfinite({_cast(cell, kind)}), {cell} IS NULL)"
    if kind in _INTEGERS:
        return f"NOT coalesce({_cast(cell, 'DOUBLE')} = {_cast(cell, kind)}, {cell} IS NULL)"
    return f"{cell} IS NOT NULL AND {_cast(cell, kind)} IS NULL"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
