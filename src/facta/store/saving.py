"""Rows of a result to a file that other tools read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from facta.errors import StoreError, UsageError, find_nearest
from facta.store.tables import open_database

__all__ = ["UnknownFormat", "check_target", "save_rows", "save_text"]

_FORMATS: Mapping[str, str] = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet, COMPRESSION zstd"}


class UnknownFormat(UsageError):
    """A file name that says nothing about how the file is to be written.

    Examples
    --------
    >>> str(UnknownFormat("out.parqet", [".csv", ".parquet"]))
    "'out.parqet' names no known format. Nearest: .parquet. Known: .csv, .parquet."
    """

    def __init__(self, file: str, known: Sequence[str]) -> None:
        self.file, self.known = file, tuple(known)

    def __str__(self) -> str:
        nearest = find_nearest(Path(self.file).suffix, self.known)
        step = f" Nearest: {nearest}." if nearest else ""
        return f"{self.file!r} names no known format.{step} Known: {', '.join(self.known)}."


def save_rows(rows: Sequence[Mapping[str, Any]], file: Path, others: Sequence[str] = ()) -> None:
    """Write rows as CSV or Parquet, by the file's suffix; a list is one text in CSV.

    An error names `others` too: the suffixes of which the caller takes care.

    Raises
    ------
    UnknownFormat
        Another suffix.
    StoreError
        The file cannot be written.
    """
    form = _FORMATS.get(file.suffix.lower())
    if form is None:
        raise UnknownFormat(file.name, [*_FORMATS, *others])
    with tempfile.TemporaryDirectory() as folder, open_database() as db:
        lines = Path(folder) / "rows.json"
        kept = (
            [{name: _join(cell) for name, cell in row.items()} for row in rows]
            if form.startswith("FORMAT csv")
            else rows
        )
        lines.write_text("\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in kept), encoding="utf-8")
        target = str(file).replace("'", "''")
        source = f"read_json('{lines}', format='newline_delimited', sample_size=-1, maximum_object_size=67108864)"
        try:
            db.execute(f"COPY (FROM {source}) TO '{target}' ({form})")
        except (duckdb.IOException, OSError) as error:
            raise _refuse(file, error) from error


def _join(cell: object) -> object:
    """Return a list as one text; CSV has no lists."""
    return "; ".join(map(str, cell)) if isinstance(cell, (list, tuple)) else cell


def check_target(file: Path) -> None:
    """Refuse a file that cannot be written, before there is anything to write.

    Raises
    ------
    StoreError
        It is a folder, or lies in none, or may not be written.

    Examples
    --------
    >>> check_target(Path("no/folder/page.html"))
    Traceback (most recent call last):
    facta.errors.StoreError: no/folder/page.html: the file cannot be written: there is no folder no/folder. Name ...
    """
    if file.is_dir():
        found = "it is a folder"
    elif not file.parent.is_dir():
        found = f"there is no folder {file.parent}"
    elif not os.access(file if file.exists() else file.parent, os.W_OK):
        found = "it may not be written"
    else:
        return
    step = "Name a file in a folder that you may write."
    raise StoreError(str(file), f"the file cannot be written: {found}", step=step)


def save_text(text: str, file: Path) -> None:
    """Write text in UTF-8.

    Raises
    ------
    StoreError
        The file cannot be written.
    """
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _refuse(file, error) from error


def _refuse(file: Path, error: Exception) -> StoreError:
    found = str(error).splitlines()[0]
    return StoreError(str(file), f"the file cannot be written ({found})", step="Name a folder that you may write.")
