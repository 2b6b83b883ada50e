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
    assert answer.err == f"{place}: this is a file. Name a folder with --store or FACTA_STORE.\n"
    assert run("ask", "trade(CHN -- RUS)[2014] > 0 USD", "--store", str(place)) == answer


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (("cite", "china-rusia"), "unknown dossier 'china-rusia'. Nearest: china-russia."),
        (("trace", "china-rusia#lead"), "unknown dossier 'china-rusia'. Nearest: china-russia."),
        (("cite", "nobody"), "line 1, column 1: 'nobody' is no value. Put it into a measure"),
        (("trace", "trade"), "line 1, column 1: 'trade' is no value. trade takes its arguments in brackets."),
        (("forecast", "trade(CHN -- RUS)[2030]"), "a series stands where something true or false belongs"),
        (("measure", "trade", "CHN", "CHN"), "CHN -- CHN relates nobody to anybody else."),
        (("measures", "CHN", "CHN"), "CHN -- CHN relates nobody to anybody else."),
        (("measure", "trade", "CHN", "RUS", "--source", "cow_trad"), "unknown source 'cow_trad'. Nearest: cow_trade."),
        (("measure", "trade", "CHN", "RUS", "--reporter", "RSU"), "unknown reporter 'RSU'. Nearest: RUS."),
        (("turns", "CHN", "RUS", "--source", "cow_trad"), "unknown source 'cow_trad'. Nearest: cow_trade."),
        (("turns", "CHN", "RSU"), "unknown state or set 'RSU'. Nearest: Russia (RUS)."),
        (("turns", "CHN", "RUS", "-m", "trade", "--plot", "x.png"), "'x.png' names no known format. Known: .svg."),
        (("score", "china-russia", "-o", "x.jsonld"), "'x.jsonld' names no known format. Known: .csv, .parquet."),
        (("new", " "), "impossible question ' '. Say in a sentence what the dossier asks."),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_a_slip_is_no_silence(run: Run, command: tuple[str, ...], found: str) -> None:
    answer = run(*command)
    assert (answer.code, answer.out) == (2, "")
    assert found in answer.err


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


def test_a_dossier_of_nothing_says_how_to_begin_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("# nothing yet\n", encoding="utf-8")
    answer = run("check", str(tmp_path / "mine.yml"))
    assert (answer.code, answer.err) == (3, "mine.yml:1: the file is empty. Begin one with `facta new QUESTION`.\n")


def test_a_broken_file_stands_among_what_was_refused(run: Run, islands: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    files = (str(islands / "dyadic.csv"), str(tmp_path / "empty.csv"))
    answer = run("load", "cow_trade", *files, "--store", str(tmp_path / "store"), "--json")
    assert (answer.code, answer.document["refused_count"]) == (3, 1)
    assert answer.document["refused"] == ["empty.csv: the file is empty. Fetch it again."]
    assert answer.document["rows"] > 0


@pytest.mark.parametrize(
    ("reading", "found"),
    [
        ("gdp(FJI)[2004]", "a series stands where something true or false belongs. Compare it, as in ... > 10%."),
        ("disputes(FJI -- TON)[2004]", "rows stand where something true or false belongs. Ask exists(...)"),
        ("mean(trade(FJI -- TON))", "a figure stands where something true or false belongs. Compare it"),
    ],
)
def test_what_is_neither_true_nor_false_is_refused_whatever_is_known(run: Run, reading: str, found: str) -> None:
    answer = run("ask", reading)
    assert (answer.code, answer.out) == (2, "")
    assert found in answer.err
