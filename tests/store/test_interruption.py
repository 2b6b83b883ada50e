from __future__ import annotations

import datetime as dt
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from facta.errors import StoreError
from facta.store import Layer, Store

Write = Callable[..., Path]
TODAY = dt.date(2026, 11, 22)
LOADER = """
import datetime, pathlib, sys
from facta.store import Layer, Store
store = Store(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], "none"))
print("ready", flush=True)
for file in sys.argv[2:]:
    store.load("cow_trade", pathlib.Path(file), datetime.date(2026, 11, 22))
    print(pathlib.Path(file).stem, flush=True)
"""
STATES = (2, 20, 200, 210, 211, 220, 225, 230, 255, 290, 325, 365, 385, 640, 645, 710, 732, 740, 750, 900)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write a file a year, of all dyads of twenty states."""
    folder, rng = tmp_path_factory.mktemp("files"), random.Random(4)
    for year in range(1990, 1996):
        rows = (f"{a},{b},{year},{rng.random()},{rng.random()}\n" for a in STATES for b in STATES if a < b)
        (folder / f"{year}.csv").write_text("ccode1,ccode2,year,flow1,flow2\n" + "".join(rows), encoding="utf-8")
    return sorted(folder.iterdir())


def start(folder: Path, files: list[Path]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", LOADER, str(folder), *map(str, files)]
    loader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert loader.stdout
    assert loader.stdout.readline() == "ready\n"
    return loader


def wait_for_moment(folder: Path, seed: int) -> None:
    """Wait for a random moment; every second time until a file is being written."""
    end = time.monotonic() + random.Random(seed).uniform(0.0, 0.5)
    while time.monotonic() < end or (seed % 2 and not list(folder.glob("*/*.draft")) and time.monotonic() < end + 1):
        time.sleep(0.0005)


def list_years(store: Store) -> list[int]:
    runs = store.evidence().figures("trade_flow", "RUS", "CHN") if store.loads() else ()
    return [int(year) for run in runs for year in run.ordinals]


def count_rows(store: Store) -> int:
    return len(store.connect().execute("SELECT 1 FROM figures").fetchall())


@pytest.mark.parametrize(
    ("how", "seed"), [*((signal.SIGKILL, seed) for seed in range(12)), *((signal.SIGINT, seed) for seed in range(4))]
)
def test_a_killed_load_leaves_what_finished_loads_put_there(
    files: list[Path], tmp_path: Path, how: signal.Signals, seed: int
) -> None:
    store = Store(tmp_path / "store", tmp_path / "none")
    loader = start(store.folder, files)
    wait_for_moment(store.folder, seed)
    loader.send_signal(how)
    said = [int(year) for year in loader.communicate()[0].split()]
    held = list_years(store)
    assert held in (said, [*said, 1990 + len(said)])
    assert count_rows(store) == sum(load.rows["figures"] for load in store.loads())
    store.load("cow_trade", files[-1], TODAY)
    assert list_years(store) == sorted({*held, 1995})
    assert not list(store.folder.rglob("*.draft"))
    assert len(list(store.folder.glob("figures/*"))) == len(store.loads())


def test_a_load_waits_for_another_to_finish(files: list[Path], tmp_path: Path) -> None:
    store = Store(tmp_path / "store", tmp_path / "none")
    with Layer(store.folder).hold():
        loader = start(store.folder, files[:2])
        time.sleep(0.5)
        assert (loader.poll(), store.loads()) == (None, [])
    assert loader.communicate()[0].split() == ["1990", "1991"]
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
    assert store.load("cow_trade", file, TODAY).new == 6


@pytest.mark.parametrize("name", ["occupied", "occupied/store", "half", "/proc/facta"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, write_trade: Write, name: str) -> None:
    (tmp_path / "half").mkdir()
    for taken in ("occupied", "half/loads"):
        (tmp_path / taken).write_text("mine", encoding="utf-8")
    store = Store(tmp_path / name, tmp_path / "none")
    with pytest.raises(StoreError, match=rf"{store.folder}: the store cannot be written .*--store or FACTA_STORE"):
        store.load("cow_trade", write_trade("a.csv", (710, 365, 2012, 10, 7)), TODAY)
    assert (tmp_path / "occupied").read_text(encoding="utf-8") == "mine"
