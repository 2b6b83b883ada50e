"""A store of its own for each test, and the rows of the flawless files to hold it against."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.sources import COLUMNS
from facta.store import LoadReport, Store

from .files import NAMES, Case, text

Rows = Counter[tuple[object, ...]]
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "store", tmp_path / "starter")


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Callable[..., LoadReport]:
    """Return ``load(source, content, name="")``: writes a file and loads it."""

    def load(source: str, content: bytes, name: str = "") -> LoadReport:
        file = tmp_path / (name or NAMES[source])
        file.write_bytes(content)
        return store.load(source, file, TODAY)

    return load


def list_rows(store: Store) -> Rows:
    """Return everything that is stored, but for the origins, in which the file's name and content stand."""
    found: Rows = Counter()
    if store.loads():
        for table in COLUMNS:
            rows = store.connect().execute(f"SELECT * EXCLUDE origin FROM {table}").fetchall()
            found.update((table, *row) for row in rows)
    return found


@pytest.fixture
def stored(store: Store) -> Callable[[], Rows]:
    """Return ``stored()``: all rows of the store."""
    return lambda: list_rows(store)


@pytest.fixture(scope="session")
def expect(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[LoadReport, Rows]]:
    """Return ``expect(source, lost)``: report and rows of the flawless file without some lines."""
    known: dict[tuple[str, tuple[int, ...]], tuple[LoadReport, Rows]] = {}

    def expect(source: str, lost: tuple[int, ...] = ()) -> tuple[LoadReport, Rows]:
        if (source, lost) not in known:
            folder = tmp_path_factory.mktemp("flawless")
            (folder / NAMES[source]).write_text(text(source, without=lost), encoding="utf-8")
            clean = Store(folder / "store", folder / "none")
            known[source, lost] = clean.load(source, folder / NAMES[source], TODAY), list_rows(clean)
        return known[source, lost]

    return expect


@pytest.fixture
def hold(
    load: Callable[..., LoadReport], stored: Callable[[], Rows], expect: Callable[..., tuple[LoadReport, Rows]]
) -> Callable[[Case], None]:
    """Return ``hold(case)``: loads a damaged file, and holds what comes of it against the flawless one."""

    def hold(case: Case) -> None:
        clean, rows = expect(case.source, case.lost)
        report = load(case.source, case.content, case.name)
        assert stored() == rows
        assert (report.repaired, report.refused) == (case.repaired, case.refused)
        assert report.ignored == {**clean.ignored, **case.ignored}

    return hold
