"""Registers kept by hand: a CSV file a kind, each row with a citation; the first faulty row refuses the file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from facta.domain import Period
from facta.errors import RegisterError, UsageError, find_nearest
from facta.sources.bench import Bench
from facta.sources.registers.schema import SCHEMAS, Entry, Figure, Record

__all__ = ["read"]

_SAVE = "Save it as such."

_ORIGIN = ("id", "publisher", "dataset", "licence", "citation", "url", "file", "seen DATE", "via")
_FIGURE = (
    "indicator", "actor", "recipient", "reporter", "variant", "vintage", "unit", "act", "frequency",
    "period_start DATE", "value DOUBLE", "low DOUBLE", "high DOUBLE", "status TINYINT", "known_date DATE", "origin",
)  # fmt: skip
_RECORD = (
    "id", "kind", "actor", "recipient", "start_date DATE", "end_date DATE", "fields", "known_date DATE", "origin",
)  # fmt: skip


def read(bench: Bench) -> None:
    """Read one register; every row brings an origin of its own.

    Raises
    ------
    RegisterError
        A row lacks what its kind needs, holds a word that the schema does not know, or stands twice.
    """
    entries = list(_parse_rows(bench))
    _put(bench, "origins", _ORIGIN, [_describe_origin(bench.path, entry) for entry in entries])
    if bench.kind == "cited_figures":
        figures = [_list_figure(bench.path, entry) for entry in entries if isinstance(entry, Figure)]
        _put(bench, "figures", _FIGURE, figures)
    else:
        records = [_list_record(bench.path, entry) for entry in entries if isinstance(entry, Record)]
        _put(bench, "records", _RECORD, records)


def _put(bench: Bench, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Put Python rows into an evidence table; a column without a type is text."""
    bench.put_table(f"read_{table}", [column if " " in column else f"{column} VARCHAR" for column in columns], rows)
    bench.put(table, f"FROM read_{table}")


def _parse_rows(bench: Bench) -> Iterator[Entry]:
    """Yield each row as its schema reads it; refuse the first that repeats another."""
    if bench.repaired:
        raise RegisterError(bench.path.name, f"this is no CSV in UTF-8 ({', '.join(bench.repaired)})", step=_SAVE)
    file, kind = bench.path, bench.kind
    lines: dict[tuple[str, ...], int] = {}
    for line, cells in _split_lines(bench):
        entry = _parse_row(file, line, kind, cells)
        for key in entry.keys:
            earlier = lines.setdefault(key, line)
            if earlier != line:
                found = f"{key[0]} {' · '.join(part for part in key[1:] if part)} stands twice"
                raise RegisterError(file.name, found, line=line, step=f"It is in line {earlier} already.")
        yield entry


def _split_lines(bench: Bench) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the filled cells of each row by column."""
    file = bench.path
    try:
        with bench.file.open(encoding="utf-8", newline="") as text:
            rows = csv.reader(text, strict=True)
            head = next(rows)
            _check_head(file, bench.kind, head)
            start = rows.line_num + 1
            for row in rows:
                if row and len(row) != len(head):
                    step = "Quote cells that hold commas."
                    raise RegisterError(file.name, f"{len(row)} cells for {len(head)} columns", line=start, step=step)
                if row:
                    yield start, {name: cell.strip() for name, cell in zip(head, row, strict=True) if cell.strip()}
                start = rows.line_num + 1
    except csv.Error as error:
        raise RegisterError(file.name, f"this is no CSV in UTF-8 ({error})", step=_SAVE) from error


def _check_head(file: Path, kind: str, head: Sequence[str]) -> None:
    known = [field.encode_name for field in msgspec.structs.fields(SCHEMAS[kind])]
    mark = next((mark for mark in ";\t|" if len(head) == 1 and mark in head[0]), "")
    if mark:
        step = "Save it as CSV with commas."
        raise RegisterError(file.name, f"the columns are separated by {mark!r}", line=1, step=step)
    strange = next((name for name in head if name not in known), None)
    if strange is not None:
        nearest = find_nearest(strange, known)
        step = f"Nearest: {nearest}." if nearest else f"Known: {', '.join(known)}."
        raise RegisterError(file.name, f"unknown column {strange!r}", line=1, step=step)


def _parse_row(file: Path, line: int, kind: str, cells: dict[str, str]) -> Entry:
    schema = SCHEMAS[kind]
    needed = (field.encode_name for field in msgspec.structs.fields(schema) if field.required)
    missing = next((name for name in needed if name not in cells), None)
    if missing:
        raise RegisterError(file.name, f"no {missing}", line=line, step="Every row needs one.")
    try:
        return msgspec.convert(cells, schema, strict=False)
    except msgspec.ValidationError as error:
        found, step = _explain(str(error), cells)
        raise RegisterError(file.name, found, line=line, step=step) from None
    except UsageError as error:
        found, _, step = str(error).partition(". ")
        raise RegisterError(file.name, found.rstrip("."), line=line, step=step or None) from error


def _explain(message: str, cells: dict[str, str]) -> tuple[str, str | None]:
    """Say which cell of a row cannot be read, and how it is written."""
    fault, _, at = message.partition(" - at `$.")
    name = at.rstrip("`")
    forms = {"`int": "whole number. Write 12", "`float": "number. Write 1234.5", "RFC3339": "day. Write 2021-01-31"}
    kind, _, step = next((form for sign, form in forms.items() if sign in fault), "").partition(". ")
    if not kind or name not in cells:
        return message.rstrip("."), None
    return f"{name} {cells[name]!r} is no {kind}", f"{step}, or leave it empty." if kind != "day" else f"{step}."


def _name_origin(file: Path, entry: Entry) -> str:
    return f"registers/{file.parent.name}/{file.stem}/{entry.id}"


def _describe_origin(file: Path, entry: Entry) -> list[object]:
    """Name the row's own source; who published it are the first words of the citation."""
    publisher = re.split(r"[,:(]", entry.citation)[0].strip()
    licence = "facts, cited"
    return [
        _name_origin(file, entry), publisher, file.stem, licence, entry.citation, entry.url, file.name, entry.seen,
        entry.via,
    ]  # fmt: skip


def _list_figure(file: Path, figure: Figure) -> tuple[object, ...]:
    """Return the columns of `_FIGURE`; a figure known only by a bound is *partial* and has no value."""
    period = figure.placed
    status = 2 if figure.value is None else int(figure.value == 0)
    return (
        figure.indicator, figure.actor, figure.recipient, figure.record_of, figure.variant, figure.published,
        figure.unit, "pledged" if figure.basis == "pledge" else "done", str(period.frequency), period.start,
        figure.value, figure.low, figure.high, status, figure.known_date, _name_origin(file, figure),
    )  # fmt: skip


def _list_record(file: Path, record: Record) -> tuple[object, ...]:
    """Return the columns of `_RECORD`; a date that is a month spans it."""
    period = Period.parse(record.date)
    fields = json.dumps(record.fields, ensure_ascii=False)
    return (
        record.id, record.record_kind, record.who, record.whom, period.start, period.end, fields, record.known_date,
        _name_origin(file, record),
    )  # fmt: skip
