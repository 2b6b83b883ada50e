"""A store that reads the small files which a test writes itself."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from facta.store import Store
from facta.store.loading import LoadReport

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "store", tmp_path / "starter")


@pytest.fixture
def load_text(store: Store, tmp_path: Path) -> Callable[..., LoadReport]:
    """Return ``load_text(source, name, text)``, which writes a file and loads it."""

    def load(source: str, name: str, text: str | bytes) -> LoadReport:
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return store.load(source, tmp_path / name, dt.date(2026, 11, 22))

    return load


@pytest.fixture
def load_sheets(store: Store, tmp_path: Path) -> Callable[..., LoadReport]:
    """Return ``load_sheets(source, name, sheets)``, which writes a workbook and loads it."""

    def load(source: str, name: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> LoadReport:
        _write_workbook(tmp_path / name, sheets)
        return store.load(source, tmp_path / name, dt.date(2026, 11, 22))

    return load


@pytest.fixture
def select(store: Store) -> Callable[[str], list[tuple[object, ...]]]:
    """Return ``select(query)``: rows of the store's tables."""
    return lambda query: store.connect().execute(query).fetchall()


def _write_workbook(file: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Write the smallest workbook that a spreadsheet reader accepts."""
    listed = list(enumerate(sheets.items(), start=1))
    entries = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in listed)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_LINK}/worksheet" Target="worksheets/s{n}.xml"/>' for n, _ in listed
    )
    root = f'<Relationship Id="r" Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/>'
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>')
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_SHEET}" xmlns:r="{_LINK}"><sheets>{entries}</sheets></workbook>'
        )
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>')
        for n, (_, rows) in listed:
            lines = "".join(f"<row>{''.join(_write_cell(cell) for cell in row)}</row>" for row in rows)
            book.writestr(
                f"xl/worksheets/s{n}.xml", f'<worksheet xmlns="{_SHEET}"><sheetData>{lines}</sheetData></worksheet>'
            )


def _write_cell(cell: object) -> str:
    if isinstance(cell, bool):
        return f'<c t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f"<c><v>{cell}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(cell))}</t></is></c>'
