"""Runs the benchmarks and prints their report: ``python benchmarks/run.py [DATA_FOLDER]``."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from pathlib import Path

from cold_start import measure_cold_start
from install_size import measure_install_size
from reading import measure_reading
from readings import measure_readings

_PROJECT = Path(__file__).parents[1]


def _report(title: str, figures: dict[str, float]) -> None:
    print(f"\n{title}")
    for name, value in figures.items():
        print(f"  {name:62} {value:>12,}")


if __name__ == "__main__":
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("duckdb", "numpy", "polars", "lark"))
    print(f"Python {platform.python_version()}, {versions}, {os.cpu_count()} cores")
    _report("Cold start", measure_cold_start())
    _report("Core install", measure_install_size(_PROJECT))
    _report("Loading an event file of a gigabyte", measure_reading())
    data = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FACTA_TEST_DATA", _PROJECT.parent / "shared" / "data")
    )
    if data.is_dir():
        _report("Readings on all publisher files", measure_readings(data))
    else:
        print(f"\nReadings: skipped, no publisher files in {data}")
