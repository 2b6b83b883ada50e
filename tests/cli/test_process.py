"""The command line as a process: start, pipes, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

READING = "trade(FJI -- TON)[2004] > 12 M USD"


def start(*words: str, store: Path, code: str = "") -> subprocess.Popen[str]:
    """Start ``python -m facta``, or some code, on a store."""
    command = [sys.executable, "-W", "error", *(["-c", code] if code else ["-m", "facta"]), *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env={**os.environ, "FACTA_STORE": str(store)}, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def list_files(folder: Path) -> list[Path]:
    """Return every file of a store that holds something; the lock of those who write is empty."""
    return [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]


def write_flows(file: Path) -> None:
    """Write a file that takes a second to read."""
    pairs = [f"{one},{other}" for one in (2, 20, 70, 90, 91, 92, 93, 94) for other in range(100, 950)]
    rows = (f"{pair},{year},1,2" for year in range(1900, 2015) for pair in pairs)
    file.write_text("ccode1,ccode2,year,flow1,flow2\n" + "\n".join(rows), encoding="utf-8")


def test_runs_as_a_module_and_says_nothing_at_the_end(islands: Path) -> None:
    process = start("ask", READING, store=islands / "store")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("● supported")


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(words: list[str], islands: Path) -> None:
    heavy = "{'duckdb', 'numpy', 'rich', 'lark', 'msgspec', 'yaml'}"
    code = (
        "import sys, facta.cli\ntry: facta.cli.main(sys.argv[1:])\n"
        f"except SystemExit: sys.stderr.write(' '.join({heavy} & sys.modules.keys()))"
    )
    out, err = start(*words, store=islands / "store", code=code).communicate(timeout=60)
    assert "facta" in out
    assert err == ""


def test_importing_facta_imports_nothing_heavy(islands: Path) -> None:
    code = "import sys, facta; print(sorted({'duckdb', 'numpy', 'rich', 'typer', 'facta.desk'} & sys.modules.keys()))"
    assert start(store=islands / "store", code=code).communicate(timeout=60) == ("[]\n", "")


def test_a_reader_that_leaves_early_is_no_error(islands: Path) -> None:
    process = start("sources", "--json", store=islands / "store")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_ctrl_c_in_the_middle_of_a_file_leaves_nothing(tmp_path: Path) -> None:
    write_flows(tmp_path / "flows.csv")
    process = start("load", "cow_trade", str(tmp_path / "flows.csv"), store=tmp_path / "store")
    while not (tmp_path / "store" / "loads").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "Interrupted; what is stored is unchanged.\n")
    assert list_files(tmp_path / "store") == []
