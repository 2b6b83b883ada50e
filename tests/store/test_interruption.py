from __future__ import annotations

import datetime as dt
import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from facta.errors import StoreError
from facta.store import Layer, Store

Write = Callable[..., Path]
TODAY = dt.date(2026, 11, 22)
NURSERY = """
import datetime, os, pathlib, sys
from facta.domain import list_codes, list_names, list_not_states
from facta.sources import find_reader
from facta.store import Store

def load(folder, *files):
    store = Store(pathlib.Path(folder), pathlib.Path(folder, "none"))
    for file in files:
        store.load("cow_trade", pathlib.Path(file), datetime.date(2026, 11, 22))
        os.write(1, (pathlib.Path(file).stem + "\\n").encode())

find_reader("cow_trade"), list_codes(), list_names(), list_not_states()
while line := os.read(0, 100_000).decode():
    child = os.fork()
    if not child:
        try:
            load(*line.rstrip("\\n").split("\\t"))
        finally:
            os._exit(0)
    os.write(1, f"{child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"end\\n")
"""
"""A process that has imported everything and forks a loader for each line it is given: store and files."""
STATES = (2, 20, 200, 210, 211, 220, 225, 230, 255, 290, 325, 365, 385, 640, 645, 710, 732, 740, 750, 900)
YEARS = range(1991, 2011)
PAIRS = [(a, b) for a in STATES for b in STATES if a < b]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write an archive a year, of all dyads of twenty states."""
    folder, rng = tmp_path_factory.mktemp("files"), random.Random(4)
    for year in YEARS:
        rows = (f"{a},{b},{year},{rng.random()},{rng.random()}\n" for a, b in PAIRS)
        with zipfile.ZipFile(folder / f"{year}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{year}.csv", "ccode1,ccode2,year,flow1,flow2\n" + "".join(rows))
    return sorted(folder.iterdir())


class Nursery:
    """Loaders that start at once, one at a time."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", NURSERY]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)

    def start(self, folder: Path, files: Sequence[Path]) -> int:
        """Start loading files into a store; return the number of the process."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\t".join(map(str, (folder, *files))) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def finish(self) -> list[int]:
        """Wait for the loader's end; return the years that it says it has loaded."""
        assert self.process.stdout
        return [int(line) for line in iter(self.process.stdout.readline, "end\n")]

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def duration(nursery: Nursery, files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> float:
    """Return the seconds that a load takes."""
    start = time.monotonic()
    nursery.start(tmp_path_factory.mktemp("timed") / "store", files[:3])
    assert nursery.finish() == list(YEARS[:3])
    return (time.monotonic() - start) / 3


def wait_for_moment(folder: Path, seed: int, duration: float) -> None:
    """Wait for a random moment of a load; of every two times once for one that is short."""
    watched = ("loads/scratch-*/*", "figures/*.draft", "figures/*", "loads/*.draft")[seed // 2 % 4]
    before = set(folder.glob(watched))
    end = time.monotonic() + (duration * 1.2 if seed % 2 else random.Random(seed).uniform(0, duration * 1.2))
    while time.monotonic() < end and not (seed % 2 and set(folder.glob(watched)) - before):
        time.sleep(0.0002)


def list_years(store: Store) -> list[int]:
    runs = store.evidence().figures("trade_flow", "RUS", "CHN") if store.loads() else ()
    return [int(year) for run in runs for year in run.ordinals]


def count_rows(store: Store) -> int:
    return len(store.connect().execute("SELECT 1 FROM figures").fetchall())


def list_strays(folder: Path, years: Sequence[int]) -> list[Path]:
    """Return what finished loads of these years do not account for."""
    files = [path for path in folder.rglob("*") if path.parent != folder or not path.is_dir()]
    known = 2 * len(years)
    kept = [*folder.glob("figures/*.parquet"), *folder.glob("loads/*.json"), folder / "loads" / "lock"]
    return sorted(set(files) - set(kept)) + kept[known + 1 :]


@pytest.mark.parametrize(
    ("how", "turn"), [*((signal.SIGKILL, turn) for turn in range(5)), (signal.SIGINT, 5)], ids=lambda value: str(value)
)
def test_a_killed_load_leaves_what_finished_loads_put_there(
    nursery: Nursery, files: list[Path], duration: float, tmp_path: Path, how: signal.Signals, turn: int
) -> None:
    killed = 0
    for place, file in enumerate(files):
        store = Store(tmp_path / "store", tmp_path / "none")
        year, before = YEARS[place], list(YEARS[:place])
        loader = nursery.start(store.folder, [file])
        wait_for_moment(store.folder, len(files) * turn + place, duration)
        with suppress(ProcessLookupError):
            os.kill(loader, how)
        said = nursery.finish()
        killed += not said
        assert list_years(store) in ([*before, *said], [*before, year])
        assert count_rows(store) == 2 * len(PAIRS) * len(store.loads())
        store.load("cow_trade", file, TODAY)
        assert [load.file for load in store.loads()].count(file.name) == 1
        assert list_strays(store.folder, [*before, year]) == []
    assert killed


def test_a_load_waits_for_another_to_finish(nursery: Nursery, files: list[Path], tmp_path: Path) -> None:
    store = Store(tmp_path / "store", tmp_path / "none")
    with Layer(store.folder).hold():
        nursery.start(store.folder, files[:2])
        time.sleep(0.5)
        assert store.loads() == []
    assert nursery.finish() == list(YEARS[:2])
    assert [load.number for load in store.loads()] in ([1, 2], [2, 1])


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let no file grow beyond `limit` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("limit", [0, 600, 2200], ids=["from the start", "in a part", "in the manifest"])
def test_a_full_disk_leaves_the_store_as_it_was(store: Store, write_trade: Write, limit: int) -> None:
    store.load("cow_trade", write_trade("a.csv", (710, 365, 2012, 10, 7)), TODAY)
    before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}
    file = write_trade("b.csv", (710, 365, 2013, 10, 7))
    with full_disk(limit), pytest.raises(StoreError, match=r"the store cannot be written .*Name a folder"):
        store.load("cow_trade", file, TODAY)
    assert {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()} == before
    assert store.load("cow_trade", file, TODAY).new == 2


def test_a_disk_that_fills_while_unpacking_leaves_the_store_as_it_was(store: Store, files: list[Path]) -> None:
    store.load("cow_trade", files[0], TODAY)
    before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}
    with full_disk(3000), pytest.raises(StoreError, match=r"the store cannot be written .*Name a folder"):
        store.load("cow_trade", files[1], TODAY)
    assert {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["occupied", "occupied/store", "half", "/proc/facta"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, write_trade: Write, name: str) -> None:
    (tmp_path / "half").mkdir()
    for taken in ("occupied", "half/loads"):
        (tmp_path / taken).write_text("mine", encoding="utf-8")
    store = Store(tmp_path / name, tmp_path / "none")
    with pytest.raises(StoreError, match=rf"{store.folder}: the store cannot be written .*--store or FACTA_STORE"):
        store.load("cow_trade", write_trade("a.csv", (710, 365, 2012, 10, 7)), TODAY)
    assert (tmp_path / "occupied").read_text(encoding="utf-8") == "mine"
