"""Which kind of file a publisher's file is, by the columns in its head."""

from __future__ import annotations

import re
from pathlib import Path

from facta.errors import BrokenFile
from facta.sources.bench import read_head
from facta.sources.catalogue import Source

__all__ = ["recognise_file"]

_WORKBOOKS = {b"PK\x03\x04": "an Excel workbook", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}


def recognise_file(source: Source, file: Path) -> str:
    """Return the name that `source` gives to this kind of file.

    A kind lists the columns that its header must have; ``format:`` entries name a container instead
    (``format:xlsx``, ``format:parquet``, ``format:dta``), which the reader then opens itself.

    Raises
    ------
    BrokenFile
        The file is missing, empty, damaged, or belongs to another source.
    """
    if not file.is_file():
        raise BrokenFile(str(file), "there is no such file", step="Check the path.")
    head = read_head(file)
    columns = _read_columns(head)
    for kind, wanted in source.files.items():
        if _container(head) in wanted or (wanted and set(wanted) <= columns):
            return kind
    shown = ", ".join(sorted(columns)[:8]) or "no header"
    expected = " or ".join(", ".join(wanted) for wanted in source.files.values())
    raise BrokenFile(
        file.name, f"this is no file of {source.id}: found {shown}", step=f"Expected the columns {expected}."
    )


def _read_columns(head: bytes) -> set[str]:
    """Split every line of the head that could be a header; preambles come before some headers."""
    lines = head.decode("utf-8-sig", "replace").splitlines()[:20]
    return {cell.strip().strip('"') for line in lines for cell in re.split(r"[,\t;]", line)}


def _container(head: bytes) -> str:
    if head[:4] in _WORKBOOKS:
        return "format:xlsx"
    if head[:4] == b"PAR1":
        return "format:parquet"
    if head.startswith(b"<stata_dta>") or (head[:1] in (b"\x72", b"\x73") and head[1:2] in (b"\x01", b"\x02")):
        return "format:dta"
    return "format:text"
