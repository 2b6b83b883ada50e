"""Cold start: `import facta` and `facta check china-russia` against `import duckdb, polars`, in fresh processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["measure_cold_start"]

_COMMANDS: dict[str, Sequence[str]] = {
    "import duckdb, polars": ("-c", "import duckdb, polars"),
    "import facta": ("-c", "import facta"),
    "facta check china-russia": ("-m", "facta", "check", "china-russia"),
}


def _time_command(arguments: Sequence[str], store: str) -> float:
    """Return the seconds that a fresh interpreter takes."""
    start = time.perf_counter()
    environment = {**os.environ, "FACTA_STORE": store}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody compiles a program at each of its starts
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def measure_cold_start(runs: int = 9) -> dict[str, float]:
    """Return the median seconds of each command, and the two ratios that are promised."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        for arguments in _COMMANDS.values():
            _time_command(arguments, store)
        timed = [{name: _time_command(arguments, store) for name, arguments in _COMMANDS.items()} for _ in range(runs)]
    medians = {name: statistics.median(run[name] for run in timed) for name in _COMMANDS}
    base = medians["import duckdb, polars"]
    return {
        **{f"{name}, seconds": round(value, 3) for name, value in medians.items()},
        "import facta / import duckdb, polars (promised: below 0.333)": round(medians["import facta"] / base, 3),
        "check less that import, seconds (promised: below 1)": round(medians["facta check china-russia"] - base, 3),
        "check / import duckdb, polars": round(medians["facta check china-russia"] / base, 2),
    }
