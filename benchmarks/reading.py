"""Loading a GDELT file of a gigabyte, plain, as gzip and as zip, against bare DuckDB and Polars on the plain file."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

__all__ = ["measure_reading"]

_ROW_BYTES = 425
"""What a generated row of 58 columns weighs."""
_LOAD = """
import datetime, pathlib, sys
from facta.store import Store
folder = pathlib.Path(sys.argv[2])
print(Store(folder, folder / "none").load("gdelt_v1", pathlib.Path(sys.argv[1]), datetime.date(2026, 11, 22)).rows)
"""
_DUCKDB = """
import sys, duckdb
duckdb.execute("SET threads = 2; SET enable_progress_bar = false")
scan = f"read_csv('{sys.argv[1]}', delim='\\t', quote='', header=false, all_varchar=true)"
print(duckdb.execute(f"COPY (FROM {scan}) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)").fetchone()[0])
"""
_POLARS = """
import sys, polars
scan = polars.scan_csv(sys.argv[1], separator="\\t", quote_char=None, has_header=False, infer_schema=False)
scan.sink_parquet(sys.argv[2], compression="zstd")
print(polars.scan_parquet(sys.argv[2]).select(polars.len()).collect().item())
"""


def measure_reading(gigabytes: float = 1.0) -> dict[str, float]:
    """Return seconds, rows a second, megabytes a second and peak memory of each way to read the file."""
    rows = round(gigabytes * 1e9 / _ROW_BYTES)
    figures: dict[str, float] = {"rows": rows}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = folder / "20180601.export.CSV"
        # Not in this process: the peak of a child counts from the memory of the process that it was forked from.
        write = f"import pathlib, generate; generate.write_events(pathlib.Path({str(plain)!r}), {rows})"
        subprocess.run([sys.executable, "-c", write], check=True, cwd=Path(__file__).parent)
        size = plain.stat().st_size
        figures["megabytes"] = round(size / 1e6)
        for title, program, file in (
            ("facta, plain", _LOAD, plain),
            ("facta, gzip", _LOAD, _squeeze(plain)),
            ("facta, zip", _LOAD, _pack(plain)),
            ("baseline: bare DuckDB to Parquet", _DUCKDB, plain),
            ("baseline: bare Polars to Parquet", _POLARS, plain),
        ):
            seconds, peak, read = _run(program, file, folder / "target")
            assert read == rows, f"{title} read {read} of {rows} rows"
            figures[f"{title}: seconds"] = round(seconds, 1)
            figures[f"{title}: rows a second"] = round(rows / seconds)
            figures[f"{title}: megabytes a second"] = round(size / 1e6 / seconds, 1)
            limit = " (promised: below 1000)" if program is _LOAD else ""
            figures[f"{title}: peak memory, MB{limit}"] = round(peak / 1e6)
    return figures


def _run(program: str, file: Path, target: Path) -> tuple[float, int, int]:
    """Run a program on the file in a process of its own; return seconds, peak bytes, and the rows it says."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", program, str(file), str(target)], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    shutil.rmtree(target, ignore_errors=True)
    target.unlink(missing_ok=True)
    return seconds, used.ru_maxrss * 1024, int(said)


def _squeeze(plain: Path) -> Path:
    target = plain.with_name(plain.name + ".gz")
    with plain.open("rb") as source, gzip.open(target, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(source, packed, 1 << 20)
    return target


def _pack(plain: Path) -> Path:
    target = plain.with_name(plain.name + ".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(plain, plain.name)
    return target


if __name__ == "__main__":
    for label, figure in measure_reading(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0).items():
        print(f"  {label:62} {figure:>12,}")
