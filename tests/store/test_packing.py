"""Many small loads of one month become one, and at no moment does a row count twice or not at all."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
from pathlib import Path

import pytest

from facta.store import Store
from facta.store.loading.packing import MOST_LOADS

from .archives import write_day

TODAY = dt.date(2026, 11, 22)
DAYS = range(1, MOST_LOADS + 2)
EVENTS = "SELECT id, event_date::VARCHAR, actor, recipient, origin, known_date::VARCHAR FROM events ORDER BY id"
Row = tuple[object, ...]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("days")
    return [write_day(folder, day) for day in DAYS]


@pytest.fixture(scope="module")
def filled(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of as many days, loaded one by one, as lie side by side."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    for file in files[:MOST_LOADS]:
        Store(folder, folder / "none").load("gdelt_v1", file, TODAY)
    return folder


@pytest.fixture
def full(store: Store, filled: Path) -> Store:
    """Return a copy of that store."""
    shutil.copytree(filled, store.folder)
    return store


def list_rows(store: Store) -> list[Row]:
    return store.connect().execute(EVENTS).fetchall()


def list_ids(store: Store) -> list[object]:
    return [row[0] for row in list_rows(store)]


def list_parts(store: Store) -> dict[str, int]:
    return {name: len(list(store.folder.glob(f"{name}/*.*"))) for name in ("loads", "events", "dyads")}


def test_one_load_too_many_packs_them_all(full: Store, files: list[Path]) -> None:
    held, before = full.loads(), list_rows(full)
    full.load("gdelt_v1", files[-1], TODAY)
    (packed,) = full.loads()
    rows = list_rows(full)
    assert (len(held), rows[: len(before)]) == (MOST_LOADS, before)
    assert len(rows) == packed.rows["events"] == 3 * len(DAYS)
    assert {origin.id for origin in packed.origins} == {row[4] for row in rows} > {load.id for load in held}
    assert packed.covers["events"] == ((dt.date(2018, 6, 1), dt.date(2018, 6, len(DAYS))),)
    assert [given.name for given in packed.files] == [file.name for file in files]
    assert [full.load("gdelt_v1", file, TODAY).new for file in files] == [0] * len(DAYS)


def test_what_was_packed_stays_until_the_next_load(full: Store, files: list[Path], tmp_path: Path) -> None:
    full.load("gdelt_v1", files[-1], TODAY)
    rows = list_rows(full)
    assert list_parts(full) == {"loads": len(DAYS) + 1, "events": len(DAYS) + 1, "dyads": len(DAYS) + 1}
    full.load("gdelt_v1", write_day(tmp_path, 1, month=7), TODAY)
    assert list_parts(full) == {"loads": 2, "events": 2, "dyads": 2}
    assert list_rows(full)[: len(rows)] == rows


def test_another_month_is_left_alone(full: Store, files: list[Path], tmp_path: Path) -> None:
    full.load("gdelt_v1", write_day(tmp_path, 1, month=5), TODAY)
    (other,) = full.folder.glob("events/gdelt_v1-2018-05-*")
    stamp = other.stat().st_mtime_ns
    full.load("gdelt_v1", files[-1], TODAY)
    assert len(full.loads()) == 2
    assert other.stat().st_mtime_ns == stamp


def test_loads_of_which_one_revises_another_stay_apart(full: Store, tmp_path: Path) -> None:
    for day in range(20, 21 + MOST_LOADS):
        full.load("gdelt_v1", write_day(tmp_path, day, {"GLOBALEVENTID": "9", "NumArticles": str(day)}), TODAY)
    assert [load.revised for load in full.loads()].count(("events",)) == MOST_LOADS
    assert full.connect().execute("SELECT article_count FROM events WHERE id = '9'").fetchall() == [(20 + MOST_LOADS,)]


def list_paths(folder: Path) -> set[str]:
    return {f"{inner}/{name}" for inner, folders, names in os.walk(folder) for name in (*folders, *names)}


def wait_for_paths(folder: Path, count: int, child: int) -> bool:
    """Wait until a process has made so many new files, or has ended; say whether it has."""
    seen = list_paths(folder)
    before = len(seen)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        seen |= list_paths(folder)
        if len(seen) - before >= count:
            return False
    return True


@pytest.mark.parametrize("count", [1, 4, 7, 9, 11, 14])
def test_a_killed_pack_leaves_every_row_once(full: Store, files: list[Path], count: int) -> None:
    before = list_ids(full)
    full.close()
    child = os.fork()
    if not child:
        try:
            full.load("gdelt_v1", files[-1], TODAY)
        finally:
            os._exit(0)
    if not wait_for_paths(full.folder, count, child):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    after = [*before, *(f"609{n:02}" for n in range(3))]
    assert list_ids(full) in (before, after)
    full.load("gdelt_v1", files[-1], TODAY)
    assert list_ids(full) == after
    assert len(full.loads()) == 1
