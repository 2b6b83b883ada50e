from __future__ import annotations

import datetime as dt

import pytest

from facta.claims.variants import vary_reading
from facta.forecasts import clip_windows, end_windows, last_day
from facta.language import Compare, Number, Windowed, parse_reading, walk

SLOPE = "slope(trade(CHN -- RUS))[2004..2014] > 0"
LEVEL = "trade(CHN -- RUS)[2014] > 50 bn USD"


def vary(expression: str) -> dict[str, list[str]]:
    """Return the windows of each changed reading."""
    return {
        label: [str(part.window) for part in walk(node) if isinstance(part, Windowed)]
        for label, node in vary_reading(parse_reading(expression))
    }


def thresholds(expression: str) -> dict[str, list[float]]:
    return {
        label: [part.right.value for part in walk(node) if isinstance(part, Compare) and isinstance(part.right, Number)]
        for label, node in vary_reading(parse_reading(expression))
        if label.startswith("threshold")
    }


@pytest.mark.parametrize("reading", ["first_day(deals(CHN -- RUS)[2003])", "after(deals(CHN -- RUS)[2003], 1 > 0)"])
def test_the_period_of_an_event_is_not_moved(reading: str) -> None:
    assert [label for label, _ in vary_reading(parse_reading(reading)) if "period" in label] == []


def test_windows_without_an_end_are_ended() -> None:
    node = parse_reading(
        "persists(trade(CHN -- RUS) > 1 USD)[2014-Q2..] and exists(deals(CHN -- RUS)[2016-02-29..])[..2020]"
    )
    windows = [part.window for part in walk(end_windows(node, 3)) if isinstance(part, Windowed)]
    assert [str(window) for window in windows] == ["2014-04..2017-03", "..2020", "2016-02-29..2019-02"]


def test_a_threshold_moves_by_a_tenth_both_ways() -> None:
    assert thresholds(LEVEL) == {"threshold +10%": [pytest.approx(55)], "threshold -10%": [pytest.approx(45)]}


@pytest.mark.parametrize(
    "expression", [SLOPE, "trade(CHN -- RUS)[2014] == 50 bn USD +- 5%", "exists(deals(CHN -- RUS))[2014]"]
)
def test_zero_an_equality_and_a_quantifier_have_no_threshold_to_move(expression: str) -> None:
    assert thresholds(expression) == {}


def test_the_threshold_of_each_part_moves() -> None:
    both = "trade(CHN -- RUS)[2014] > 50 bn USD and trade_share(RUS -> CHN)[2014] > 10%"
    moved = thresholds(both)["threshold +10%"]
    assert moved == [pytest.approx(55), pytest.approx(11)]


def test_a_span_moves_as_a_whole_and_by_its_start() -> None:
    assert vary(SLOPE) == {
        "window one period earlier": ["2003..2013"],
        "window one period later": ["2005..2015"],
        "start one period earlier": ["2003..2014"],
        "start one period later": ["2005..2014"],
    }


def test_a_single_period_moves_but_has_no_start_of_its_own() -> None:
    moved = {label: windows for label, windows in vary(LEVEL).items() if "threshold" not in label}
    assert moved == {"window one period earlier": ["2013"], "window one period later": ["2015"]}


@pytest.mark.parametrize(
    "expression", ["trade(CHN -- RUS)[2014] == 50 bn USD +- 5%", "exists(deals(CHN -- RUS))[2015-05]"]
)
def test_a_dated_fact_is_not_shaken_by_another_period(expression: str) -> None:
    assert vary(expression) == {}


@pytest.mark.parametrize(("window", "later"), [("2004-03..2014-02", "2004-04..2014-03"), ("2004-Q1..2014-Q2", "")])
def test_a_window_moves_by_periods_of_its_own_length(window: str, later: str) -> None:
    moved = vary(f"slope(trade(CHN -- RUS))[{window}] > 0")["window one period later"]
    assert moved == [later] if later else moved != ["2005..2015"]


def test_the_calendar_ends_a_window_without_a_crash() -> None:
    assert "window one period earlier" not in vary("slope(trade(CHN -- RUS))[0001..2014] > 0")


def test_a_span_of_two_years_is_not_moved_into_nothing() -> None:
    assert vary("change(trade(CHN -- RUS))[2013..2014] > 0%")["start one period later"] == ["2014"]


@pytest.mark.parametrize(
    ("expression", "day"),
    [
        (LEVEL, dt.date(2014, 12, 31)),
        ("trade(CHN -- RUS)[2010..2012-06] > trade(CHN -- USA)[2011]", dt.date(2012, 6, 30)),
        ("trade(CHN -- RUS)[2010..] > 1 bn USD", None),
        ("count(deals(CHN -- RUS)) > 1", None),
    ],
)
def test_the_last_day_is_the_latest_end_of_any_window(expression: str, day: dt.date | None) -> None:
    assert last_day(parse_reading(expression)) == day


@pytest.mark.parametrize(
    ("window", "clipped"),
    [
        ("2010..2030", "2010..2021-01"),
        ("2010..2015", "2010..2015"),
        ("2010..", "2010.."),
        ("2025..2030", "2025..2030"),
    ],
)
def test_a_window_is_clipped_at_the_day_of_the_evidence(window: str, clipped: str) -> None:
    node = clip_windows(parse_reading(f"slope(trade(CHN -- RUS))[{window}] > 0"), dt.date(2021, 1, 31))
    assert [str(part.window) for part in walk(node) if isinstance(part, Windowed)] == [clipped]


def test_a_changed_reading_leaves_the_first_alone() -> None:
    node = parse_reading(LEVEL)
    changed = list(vary_reading(node))
    assert node == parse_reading(LEVEL)
    assert all(other != node for _, other in changed)
