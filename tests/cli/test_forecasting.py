"""`forecast` and `backtest` on a terminal: what is printed, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

READING = "trade(FJI -- TON)[2008] > 10 M USD"


def read_facts(out: str) -> dict[str, str]:
    """Return the first line of each fact by its name."""
    pairs = (line.split("  ", 1) for line in out.splitlines()[1:] if line and not line.startswith(" "))
    return {name: rest.strip() for name, rest in pairs}


def test_a_forecast_is_its_probability_and_what_it_rests_on(run: Run) -> None:
    answer = run("forecast", READING, "--as-of", "2006-12-31")
    assert answer.code == 0
    first = answer.out.splitlines()[0]
    assert first.split()[0].endswith("%")
    assert first.endswith(READING)
    facts = read_facts(answer.out)
    assert list(facts) == ["Range", "Base rate", "Method", "History", "Horizon"]
    assert "earlier years" in facts["Base rate"]
    assert facts["Horizon"] == "2008-12-31, as of 2006-12-31"
    assert max(map(len, answer.out.splitlines())) <= 80


def test_a_forecast_as_json_has_null_for_what_nobody_knows(run: Run) -> None:
    document = run("forecast", "trade(FJI -- VAT)[2008] > 1 M USD", "--as-of", "2006-12-31", "--json").document
    assert document["probability"] is None
    assert document["reason"] == "no source has this"
    assert run("forecast", READING, "--as-of", "2006-12-31", "--json").document["reason"] is None


def test_a_horizon_closes_a_window_without_an_end(run: Run) -> None:
    given = ("forecast", "trade(FJI -- TON)[2005..] > 10 M USD", "--as-of", "2006-12-31", "--until", "2009")
    assert read_facts(run(*given).out)["Horizon"] == "2009-12-31, as of 2006-12-31"


def test_what_is_known_already_says_so(run: Run) -> None:
    known = run("forecast", "trade(FJI -- TON)[2003] > 1 M USD", "--as-of", "2009-12-31", "--until", "2010")
    assert known.out.startswith("100%  ")
    assert read_facts(known.out)["Method"] == "known already"


def test_a_source_that_ends_before_the_horizon_is_told(run: Run) -> None:
    answer = run("forecast", "trade(FJI -- TON)[2030] > 10 M USD", "--as-of", "2006-12-31")
    assert answer.code == 0
    assert "cow_trade ends on 2014-12-31: it can never resolve this." in answer.out


def test_a_seed_below_zero_is_refused(run: Run) -> None:
    answer = run("backtest", "trade", "--seed", "-1")
    assert answer.code == 2
    assert "-1 is not in the range" in answer.err


def test_a_day_before_coverage_is_told(run: Run) -> None:
    answer = run("forecast", READING, "--as-of", "1860")
    assert answer.code == 0
    assert answer.out.startswith("–  ")
    assert "cow_trade begins on " in answer.out
    assert "forecast as of a later day." in answer.out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            ["forecast", READING, "--as-of", "2009"],
            "the horizon 2008-12-31 lies before the day of the forecast, 2009-12-31.",
        ),
        (["forecast", READING, "--as-of", "2006", "--until", "2005"], "Forecast as of an earlier day, or ask"),
        (["forecast", READING, "--as-of", "soon"], "'soon' is no date. Write 2021, 2021-01 or 2021-01-31."),
        (["forecast", READING, "--until", "later"], "'later' is no date. Write 2021, 2021-01 or 2021-01-31."),
        (["forecast", "trde(FJI -- TON)[2030] > 1 M USD"], "Nearest: trade."),
        (["forecast", "trade(FJI -- TON)[2030] >"], "line 1, column "),
        (["backtest", "trde"], "unknown measure 'trde'. Nearest: trade."),
        (["backtest", "trade", "--from", "1800", "--to", "1801"], "Take other years, or load more evidence."),
        (
            ["backtest", "trade", "--from", "0", "--to", "0"],
            "from 0 to 0 no reading can be both forecast and resolved.",
        ),
        (["backtest", "trade", "--from", "2005", "--to", "2001"], "from 2005 to 2001 no reading"),
        (["backtest", "trade", "--count", "0"], "Invalid value for '--count'"),
    ],
)
def test_what_is_wrong_is_told_with_the_next_step(run: Run, given: list[str], words: str) -> None:
    answer = run(*given, COLUMNS="200")
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


def test_a_backtest_prints_its_groups_and_misses(run: Run) -> None:
    answer = run("backtest", "trade", "--from", "1999", "--to", "2000", "--count", "5", COLUMNS="110")
    assert answer.code == 0
    for head in ("All", "By horizon", "By kind of reading", "By measure", "Furthest from what came"):
        assert any(line.startswith(head) for line in answer.out.splitlines())
    assert answer.err == ""


def test_a_backtest_writes_a_page_that_names_its_command(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "backtest.md"
    answer = run(
        "backtest", "trade", "--from", "1999", "--to", "1999", "--count", "5", "--seed", "3", "--page", str(page)
    )
    assert (answer.code, answer.out) == (0, "")
    assert "`facta backtest trade --from 1999 --to 1999 --count 5 --seed 3`" in page.read_text(encoding="utf-8")


def test_a_backtest_as_json_has_a_row_a_group(run: Run) -> None:
    document = run("backtest", "trade", "--from", "1999", "--to", "1999", "--count", "5", "--json").document
    assert document["schema"] == "facta/backtest/1"
    assert document["rows"][0]["by"] == "all"
