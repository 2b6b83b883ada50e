"""`forecast` and `backtest` on a small store: what they say, and what they refuse."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import facta
from facta.desk import encode_result, write_schemas
from facta.desk.forecasting import BacktestResult, NothingToBacktest, PastHorizon
from facta.errors import ReadingError, UnknownName, UsageError

Answered: TypeAlias = tuple[BacktestResult, list[tuple[dt.date, int]]]

YEARS = range(1980, 2005)
CODES = {950: "FJI", 955: "TON", 990: "WSM", 910: "PNG"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with 25 years of trade among four islands."""
    folder, stream = tmp_path_factory.mktemp("long"), np.random.default_rng(4)
    rows = ["ccode1,ccode2,year,flow1,flow2"]
    codes = sorted(CODES)
    for one, other in ((a, b) for place, a in enumerate(codes) for b in codes[place + 1 :]):
        flow = 20 * np.exp(np.cumsum(0.03 + 0.2 * stream.standard_normal(len(YEARS))))
        rows += [f"{one},{other},{year},{value:.3f},{value / 2:.3f}" for year, value in zip(YEARS, flow, strict=True)]
    (folder / "dyadic.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    facta.load("cow_trade", folder / "dyadic.csv", store=folder / "store", retrieved=dt.date(2010, 1, 1))
    return folder / "store"


def test_a_forecast_says_what_it_rests_on(store: Path) -> None:
    found = facta.forecast("trade(FJI -- TON)[2002] > 1 M USD", as_of="2000-12-31", store=store)
    assert found.probability is not None
    assert found.base_rate is not None
    assert (found.as_of, found.until) == (dt.date(2000, 12, 31), dt.date(2002, 12, 31))
    assert found.window is not None
    assert found.window.startswith("1980..")
    assert found.window < "1980..2000"  # the source publishes late
    assert [book.source for book in found.by_source] == ["cow_trade"]


def test_forecasts_of_one_day_agree_with_each_other(store: Path) -> None:
    once, again = (facta.forecast("trade(FJI -- TON)[2002] > 50 M USD", as_of="2000-12-31", store=store) for _ in "ab")
    assert once == again


def test_a_horizon_before_the_day_is_refused(store: Path) -> None:
    for until in (None, "2000-12-30"):
        with pytest.raises(
            PastHorizon, match=r"lies before the day of the forecast, 2003-12-31\. Forecast as of"
        ) as caught:
            facta.forecast("trade(FJI -- TON)[2002] > 1 M USD", as_of="2003-12-31", until=until, store=store)
        assert caught.value.as_of == dt.date(2003, 12, 31)
        assert caught.value.until == dt.date(2002, 12, 31) if until is None else dt.date(2000, 12, 30)


def test_a_source_that_ends_before_the_horizon_is_named(store: Path) -> None:
    near, far = (
        facta.forecast(f"trade(FJI -- TON)[{year}] > 1 M USD", as_of="2003-12-31", store=store) for year in (2014, 2030)
    )
    assert near.notes == ()
    assert far.notes == ("cow_trade ends on 2014-12-31: it can never resolve this.",)


def test_every_source_of_a_compound_is_named(store: Path) -> None:
    reading = "trade(FJI -- TON)[2040] > 1 M USD and none(alliance(FJI -- TON))[2020..2040]"
    found = facta.forecast(reading, as_of="2018-12-31", store=store)
    assert {note.split(" ends on ")[0] for note in found.notes} == {"cow_trade", "atop"}


def test_a_day_before_coverage_has_no_probability_and_says_when_it_begins(store: Path) -> None:
    found = facta.forecast("trade(FJI -- TON)[1975] > 1 M USD", as_of="1960-12-31", store=store)
    assert (found.probability, found.base_rate, found.reason) == (None, None, "no source has this")
    (note,) = (note for note in found.notes if note.startswith("cow_trade"))
    assert note.endswith(": forecast as of a later day.")


def test_a_pair_that_nobody_has_is_no_matter_of_the_day(store: Path) -> None:
    found = facta.forecast("trade(FJI -- VAT)[2018] > 1 M USD", as_of="2016-12-31", store=store)
    assert (found.probability, found.notes) == (None, ())


@pytest.mark.parametrize(
    ("reading", "error", "words"),
    [
        ("trde(FJI -- TON)[2005] > 1 M USD", UnknownName, "Nearest: trade"),
        ("trade(FJI -- TON)[2005] >", ReadingError, "line 1, column 2"),
        ("trade(FJI -- TON)[2005] > 1 points", ReadingError, "Write a quantity of money"),
    ],
)
def test_a_reading_that_makes_no_sense_is_refused(
    store: Path, reading: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        facta.forecast(reading, as_of="2003-12-31", store=store)


def test_a_day_that_is_none_is_refused(store: Path) -> None:
    with pytest.raises(UsageError, match="Write 2021, 2021-01 or 2021-01-31"):
        facta.forecast("trade(FJI -- TON)[2005] > 1 M USD", as_of="soon", store=store)


@pytest.fixture(scope="module")
def answered(store: Path) -> Answered:
    """Return a backtest of two years, and what it said of its progress."""
    seen: list[tuple[dt.date, int]] = []
    result = facta.backtest(
        ["trade"], first=1999, last=2000, count=9, store=store, progress=lambda day, done: seen.append((day, done))
    )
    return result, seen


def test_a_backtest_scores_what_came(answered: Answered) -> None:
    result, seen = answered
    assert (result.first, result.last) == (dt.date(1999, 12, 31), dt.date(2000, 12, 31))
    assert (result.measures, result.seed) == (("trade",), 1)
    whole = result.rows()[0]
    assert (whole["by"], whole["n"]) == ("all", len(seen))
    assert [done for _, done in seen] == list(range(1, len(seen) + 1))
    assert {day for day, _ in seen} == {result.first, result.last}
    for by in ("horizon", "kind", "measure"):
        assert sum(row["n"] for row in result.rows() if row["by"] == by) == whole["n"]
    assert all(0 <= row["brier"] <= 1 for row in result.rows())


def test_one_seed_is_one_backtest_and_another_is_another(answered: Answered, store: Path) -> None:
    again, other = (facta.backtest(["trade"], first=1999, last=2000, count=9, seed=n, store=store) for n in (1, 2))
    np.testing.assert_equal(again.rows(), answered[0].rows())
    assert again.rows()[0] != other.rows()[0]


def test_the_documents_are_those_of_their_schemas(answered: Answered, store: Path) -> None:
    result = answered[0]
    lines = tuple(replace(line, earlier=np.nan) for line in result.report.lines)
    for name, shown in (
        ("forecast", facta.forecast("trade(FJI -- TON)[2002] > 1 M USD", as_of="2000-12-31", store=store)),
        ("forecast", facta.forecast("trade(FJI -- VAT)[2002] > 1 M USD", as_of="2000-12-31", store=store)),
        ("backtest", result),
        ("backtest", replace(result, report=replace(result.report, lines=lines))),
    ):
        document = json.loads(encode_result(shown))
        Draft202012Validator(write_schemas()[name]).validate(document)
        assert document["schema"] == f"facta/{name}/1"
        assert "NaN" not in json.dumps(document)


def test_the_page_names_the_command_that_made_it(answered: Answered, tmp_path: Path) -> None:
    answered[0].save_page(tmp_path / "page.md", "facta backtest trade")
    assert "Made by `facta backtest trade`" in (tmp_path / "page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("first", "last"), [(1850, 1851), (2001, 1999), (2500, 2501), (0, 1), (-5, -1), (9990, 9999)])
def test_years_without_anything_are_refused(store: Path, first: int, last: int) -> None:
    with pytest.raises(NothingToBacktest, match=f"from {first} to {last} no reading .* Take other years") as caught:
        facta.backtest(["trade"], first=first, last=last, count=2, store=store)
    assert (caught.value.first, caught.value.last) == (first, last)


def test_a_measure_that_is_not_there_is_refused(store: Path) -> None:
    with pytest.raises(UnknownName, match="Nearest: trade"):
        facta.backtest(["trde"], store=store)
