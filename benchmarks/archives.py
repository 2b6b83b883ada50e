"""Event archives from zip files to typed Parquet and to a monthly panel of pairs, beside other tools on the same files.

``uv run --group benchmarks python benchmarks/archives.py [--rows N] [--files N] [--layout 58] [--repeat 3]`` generates
files, installs each peer into an environment of its own, and prints medians, ratios and versions. With ``--scale N`` it
loads a tenth of N generated rows, then N, and prints seconds, seconds a row, peak memory, and how long one pair's whole
series takes; ``--folder FOLDER`` keeps the files for another time. Every program is timed from its start to its end,
with its imports, which are compiled before.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import write_archives

__all__ = ["measure_archives", "measure_scale"]

_FORGE, _GDELT = "gdeltforge==0.14", "gdelt==0.1.14"
_FACTA = Path(sys.executable).with_name("facta")
_ROWS_A_DAY = 250_000
_READ_AND_GROUP = """
import importlib.util, sys, sysconfig
from pathlib import Path
import pandas, requests

class Answer:
    status_code = 200
    def __init__(self, content):
        self.content = content

requests.get = lambda url, **_: Answer(Path(url).read_bytes())  # its reader takes an address
place = Path(sysconfig.get_path("purelib"), "gdelt", "parallel.py")  # the package asks for tables as it is imported
spec = importlib.util.spec_from_file_location("parallel", place)
parallel = importlib.util.module_from_spec(spec)
spec.loader.exec_module(parallel)
frames = [parallel._mp_worker(file, table="events") for file in sys.argv[2:]]
events = pandas.concat(frames)
events["month"] = events[1] // 100
keys = ["month", 7, 17, 29]
means, sums = {"score": (30, "mean"), "tone": (34, "mean")}, {"mentions": (31, "sum"), "articles": (33, "sum")}
panel = events.groupby(keys, dropna=False).agg(count=(0, "size"), **means, **sums).reset_index()
panel.to_csv(sys.argv[1])
print(panel["count"].sum(), pandas.__version__)
"""
"""The reader of the package gdelt on local files, and the panel by pandas."""
_SCAN_AND_GROUP = """
import sys, polars
column = lambda place: polars.col(f"c{place}")
names = [f"c{place}" for place in range(int(sys.argv[2]))]
scan = polars.scan_csv(
    sys.argv[3:], separator="\\t", quote_char=None, has_header=False, infer_schema=False, new_columns=names
)
mean = lambda place: column(place).cast(polars.Float64).mean()
total = lambda place: column(place).cast(polars.Int64).sum()
panel = scan.group_by(column(1).str.slice(0, 6), column(7), column(17), column(29)).agg(
    polars.len().alias("count"), score=mean(30), mentions=total(31), articles=total(33), tone=mean(34)
).collect(engine="streaming")
panel.write_parquet(sys.argv[1])
print(panel["count"].sum(), polars.__version__)
"""
_COPY = """
import sys, duckdb
duckdb.execute("SET threads = 2; SET enable_progress_bar = false")
scan = f"read_csv({sys.argv[2:]}, delim='\t', quote='', header=false, all_varchar=true)"
copied = duckdb.execute(f"COPY (FROM {scan}) TO '{sys.argv[1]}' (FORMAT parquet, COMPRESSION zstd)").fetchone()[0]
print(copied, duckdb.__version__)
"""
"""Every cell as text, in no order: what writing costs before anything is understood."""
_SERIES = """
import sys, time
from pathlib import Path
from facta.store import Store
evidence = Store(Path(sys.argv[1]), Path(sys.argv[1], "none")).evidence()
start = time.perf_counter()
found = evidence.figures("verbal_cooperation", "USA", "RUS")
print(time.perf_counter() - start, max(len(run.values) for run in found))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one program took: seconds, peak memory in megabytes, and what it printed last."""

    seconds: float
    peak: float
    said: list[str]


def measure_archives(rows: int, files: int, layout: str, repeat: int) -> None:
    """Print how long each way takes from the same zip files, and how facta compares."""
    with tempfile.TemporaryDirectory(prefix="archives-") as name:
        folder = Path(name)
        zips = write_archives(folder / "zips", layout, rows, files)
        plain = [_unzip(file, folder / "plain") for file in zips]
        size = sum(file.stat().st_size for file in plain)
        print(f"{rows:,} rows of {layout} columns in {len(zips)} files, {size / 1e6:,.0f} MB unpacked")
        forge, gdelt = (_install(folder / "peers", requirement) for requirement in (_FORGE, _GDELT))
        ways: dict[str, Callable[[Path], Run]] = {
            "facta load": lambda target: _load(target, zips, rows),
            "facta load, panel events": lambda target: _load_and_panel(target, zips, rows),
            f"{_FORGE} convert, clean": lambda target: _forge(forge, target, zips, layout),
            f"{_GDELT} reader, pandas": lambda target: _run(
                [gdelt, "-c", _READ_AND_GROUP, target.with_suffix(".csv"), *zips]
            ),
            "polars scan, group": lambda target: _run(
                [sys.executable, "-c", _SCAN_AND_GROUP, target.with_suffix(".parquet"), int(layout), *plain]
            ),
            "duckdb copy of unpacked files": lambda target: _run(
                [sys.executable, "-c", _COPY, target.with_suffix(".parquet"), *plain]
            ),
        }
        taken: dict[str, list[Run]] = {way: [] for way in ways}
        for _ in range(repeat):
            for way, run in ways.items():
                taken[way].append(run(folder / "target"))
                for left in folder.glob("target*"):
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
        _report(taken, rows)


def _report(taken: dict[str, list[Run]], rows: int) -> None:
    """Print medians, and ratios of medians."""
    median = {way: statistics.median(run.seconds for run in runs) for way, runs in taken.items()}
    for way, runs in taken.items():
        said = " ".join(runs[-1].said[1:])
        print(f"  {way:40} {median[way]:8.2f} s {rows / median[way]:12,.0f} rows/s {runs[-1].peak:8,.0f} MB  {said}")
    load, panel, forge, gdelt, polars, copy = median.values()
    print(f"  to typed Parquet: {forge / load:.2f} times as fast as gdeltforge (aim: 4)")
    print(f"  to a monthly panel: {gdelt / panel:.2f} times as fast as gdelt and pandas (aim: 10)")
    print(f"  to a monthly panel: {panel / polars:.2f} times as long as polars takes of unpacked files (aim: 2)")
    print(f"  to typed Parquet: {load / copy:.2f} times as long as duckdb takes to copy the unpacked text")


def measure_scale(rows: int, folder: Path) -> None:
    """Print how loading goes on with ten times the rows, and what one pair's series costs then."""
    files = max(rows // _ROWS_A_DAY, 10)
    zips = sorted((folder / "zips").glob("*.zip"))
    if len(zips) != files:
        zips = write_archives(folder / "zips", "58", rows, files, level=1)
    seconds = []
    for part in (10, 1):
        chosen, count = zips[: files // part], files // part * rows // files
        with tempfile.TemporaryDirectory(prefix="archives-", dir=folder) as name:
            store = Path(name, "store")
            run = _load(store, chosen, count)
            series = [_run([sys.executable, "-c", _SERIES, store]).said for _ in range(3)]
            seconds.append(run.seconds / count * 1e6)
            took = statistics.median(float(said[0]) for said in series)
            print(
                f"  {count:,} rows: {run.seconds:,.1f} s, {seconds[-1]:.2f} s a million, peak {run.peak:,.0f} MB "
                f"(aim: 4,000), a pair's series of {series[0][1]} days in {took:.3f} s (aim: 0.2)",
                flush=True,
            )
    print(f"  time a row, of ten times as many: {seconds[1] / seconds[0]:.2f} (aim: at most 1.15)")


def _load(target: Path, zips: Sequence[Path], rows: int) -> Run:
    run = _run([_FACTA, "load", "gdelt", *zips, "--store", target, "--json"])
    stored = _run([sys.executable, "-c", _COUNT, target]).said
    assert stored == [str(rows)], f"{stored} of {rows} rows were stored"
    return Run(run.seconds, run.peak, [])


_COUNT = """
import sys
from pathlib import Path
from facta.store import Layer
print(sum(load.rows["events"] for load in Layer(Path(sys.argv[1])).loads()))
"""


def _load_and_panel(target: Path, zips: Sequence[Path], rows: int) -> Run:
    load = _load(target, zips, rows)
    panel = _run([_FACTA, "panel", "events", "--by", "month", "--store", target, "-o", target / "panel.parquet"])
    return Run(load.seconds + panel.seconds, max(load.peak, panel.peak), [])


def _forge(python: Path, target: Path, zips: Sequence[Path], layout: str) -> Run:
    """Convert and clean the files in a folder laid out as the tool wants it."""
    dataset, place = ("events-15min", "events_15min") if layout == "61" else ("events", "events")
    raw = target / "data" / place / "raw"
    raw.mkdir(parents=True)
    for file in zips:
        os.link(file, raw / file.name)
    runs = [
        _run([python, "-m", "gdeltforge", step, "--dataset", dataset, "--quiet"], target)
        for step in ("convert", "clean")
    ]
    assert len(list((target / "data" / place / "cleaned").glob("**/*.parquet"))) >= len(zips)
    return Run(sum(run.seconds for run in runs), max(run.peak for run in runs), [])


def _install(folder: Path, requirement: str) -> Path:
    """Install a peer into an environment of its own; return its interpreter."""
    home = folder / requirement.split("=")[0]
    folder.mkdir(exist_ok=True)
    python = home / "bin" / "python"
    install = ("pip", "install", "--compile-bytecode", "--python", python, requirement)
    for command in (("venv", "--python", sys.executable, home), install):
        subprocess.run(["uv", *map(str, command), "-q"], check=True, cwd=folder)  # in the project its versions bind
    return python


def _unzip(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        return Path(archive.extract(archive.namelist()[0], folder))


def _run(command: Sequence[object], folder: Path | None = None) -> Run:
    """Run a program; return its time, its peak of memory, and the words of the last line that it printed."""
    start = time.perf_counter()
    child = subprocess.Popen(
        list(map(str, command)), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdout
    said = child.stdout.read().strip().split("\n")[-1].split()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{command[0]} ended with {child.returncode}"
    return Run(time.perf_counter() - start, used.ru_maxrss * 1024 / 1e6, said)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--layout", choices=["57", "58", "61"], default="58")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--scale", type=int, metavar="ROWS")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles a program at each of its starts
    subprocess.run([_FACTA, "sources"], check=True, capture_output=True)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if given.scale and given.folder:
        measure_scale(given.scale, given.folder)
    elif given.scale:
        with tempfile.TemporaryDirectory(prefix="archives-") as name:
            measure_scale(given.scale, Path(name))
    else:
        measure_archives(given.rows, given.files, given.layout, given.repeat)
