"""Exit codes, and what people read when something is off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facta.cli.frame.door import guard_command

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["ask", "trdae(FJI -- TON)[2004] > 1"], 2, "Nearest: trade"),
        (["ask", "trade(FJI -- TON"], 2, "^"),
        (["ask", "trade(FJI -- Tonnga)[2004] > 1 M USD"], 2, "Nearest: Tonga (TON)"),
        (["ask", "trade(FJI -- TON)[2004] > 1 t"], 2, "M USD"),
        (["ask", "trade(FJI -- TON)[2004] > 1 M USD", "--as-of", "soon"], 2, "'soon' is no date"),
        (["check", "chna-russia"], 2, "Nearest: china-russia"),
        (["check", "islands.yml", "--fail-on", "contradictd"], 2, "Nearest: contradicted"),
        (["trace", "islands.yml#grow"], 2, "Nearest: grows"),
        (["measure", "trde", "FJI", "TON"], 2, "Nearest: trade"),
        (["measure", "trade", "FJI"], 2, "trade takes two states"),
        (["measure", "capabilities", "FJI", "TON"], 2, "capabilities takes one state"),
        (["measure", "trade", "FJI", "TON", "--option", "crude"], 2, "Write key=value"),
        (["measure", "trade", "FJI", "TON", "--from", "2019", "--to", "2014"], 2, "impossible window '2019..2014'"),
        (["measure", "trade", "FJI", "TON", "--by", "month"], 2, "by year, not by month"),
        (["measure", "trade", "FJI", "TON", "--by", "week"], 2, "unknown period 'week'"),
        (["measure", "alliance", "FJI", "TON"], 2, "gives rows, not a series"),
        (["measure", "trade", "FJI ->", "TON"], 2, "is no relation"),
        (["ask", "trade(FJI -- TON)[2004] > 1 M USD", "--as-of", "2021-13"], 2, "2021-13"),
        (["ask", "trade(FJI -- TON)[2004]"], 2, "Compare it"),
        (["ask", ""], 2, "ends too early"),
        (["sources", "cow_trad"], 2, "Nearest: cow_trade"),
        (["load", "cow_trade", "islands.yml"], 3, "this is no file of cow_trade"),
        (["load", "cow_trade", "nowhere.csv"], 3, "there is no such file"),
        (["check", "islands.yml", "--diff", "cited.csv"], 3, "Write one with `facta check DOSSIER --json`"),
        (["check", "cited.csv"], 3, "cited.csv"),
        (["nonsense"], 2, "No such command"),
        (["ask"], 2, "Missing argument"),
    ],
)
def test_errors_go_to_stderr_and_name_the_next_step(words: list[str], code: int, text: str, run: Run) -> None:
    answer = run(*words)
    assert (answer.code, answer.out) == (code, "")
    assert text in answer.err
    assert "Traceback" not in answer.err


def test_a_store_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "store"
    place.write_text("a file where the folder should be", encoding="utf-8")
    answer = run("load", "cow_trade", "dyadic.csv", "--store", str(place))
    assert answer.code == 3
    assert "cannot be written" in answer.err
    assert "--store or FACTA_STORE" in answer.err


def test_a_broken_file_leaves_the_store_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.csv").write_text("ccode1,ccode2,year,flow1,flow2\n950,955,2000,one,2\n", encoding="utf-8")
    before = run("sources", "cow_trade", "--json").out
    assert run("load", "cow_trade", str(tmp_path / "broken.csv")).code == 3
    assert run("sources", "cow_trade", "--json").out == before


def test_quotes_cannot_steer_the_terminal(run: Run, islands: Path) -> None:
    text = (islands / "islands.yml").read_text(encoding="utf-8")
    hostile = text.replace("registers: [cited.csv]\n", "").replace('"beyond ninety million"', '"a\\e[31mb [red]c"')
    assert "“a[31mb [red]c”" in run("check", "-", given=hostile).out


def test_a_defect_ends_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="70"):
        guard_command(lambda: [][0])
    assert capsys.readouterr().err == (
        "facta: this is a defect (IndexError: list index out of range); run with FACTA_DEBUG=1 for the traceback.\n"
    )


def test_a_defect_shows_its_traceback_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTA_DEBUG", "1")
    with pytest.raises(IndexError, match="out of range"):
        guard_command(lambda: [][0])
