"""What can be drawn of a reading: its series, its rows, its window, and the height that was claimed."""

from __future__ import annotations

import pytest

import facta
from facta.claims.exhibits import Exhibit, find_exhibit, list_subjects
from facta.desk.briefing.opening import open_brief
from facta.desk.workbench import open_evidence
from facta.language import parse_reading

TRADE = "trade(CHN -- RUS)"


def find(expression: str, as_of: str | None = None) -> Exhibit | None:
    return find_exhibit(facta.ask(expression, as_of=as_of), open_evidence(None, as_of), {}, {})


def test_a_level_is_claimed_of_a_single_period_in_the_unit_of_the_series() -> None:
    found = find(f"{TRADE}[2014] > 90 bn USD")
    assert found
    assert found.claimed
    assert (found.claimed.sign, found.claimed.value) == (">", 90_000.0)
    assert str(found.window) == "2014"
    assert all(len(series.periods) > 1 for series in found.series)


def test_no_level_is_claimed_of_a_sum_over_periods() -> None:
    found = find(f"{TRADE}[2010..2014] > 300 bn USD")
    assert found
    assert found.series
    assert found.claimed is None


def test_a_mean_and_each_period_keep_their_level() -> None:
    for expression in (f"mean({TRADE})[2010..2014] > 60 bn USD", f"persists({TRADE} > 60 bn USD)[2010..2014]"):
        found = find(expression)
        assert found
        assert found.claimed
        assert found.claimed.value == 60_000.0


def test_a_change_is_claimed_from_the_first_period() -> None:
    found = find(f"change({TRADE})[2009..2014] > 50%")
    assert found
    assert found.claimed
    base = facta.measure("trade", "CHN -- RUS", window="2009")
    assert found.claimed.value == pytest.approx(
        1.5 * next(s for s in base if s.book == found.series[0].book).values[0, 0]
    )
    assert (found.claimed.since, found.claimed.change, found.claimed.is_relative) == ("2009", 0.5, True)


def test_slack_makes_a_band() -> None:
    found = find(f"{TRADE}[2014] == 90 bn USD +- 10%")
    assert found
    assert found.claimed
    assert found.claimed.slack == pytest.approx(9_000.0)


def test_both_sides_of_a_comparison_are_drawn_by_one_book_each() -> None:
    found = find("trade_share(RUS -> CHN)[2014] > trade_share(CHN -> RUS)[2014]")
    assert found
    assert [series.relation for series in found.series] == ["RUS -> CHN", "CHN -> RUS"]
    assert found.claimed is None
    assert found.title == "Share of Russia's trade that is with China; share of China's trade that is with Russia"


def test_rows_are_those_that_are_counted() -> None:
    found = find("count(meetings(CHN -> RUS), level is head_of_state)[2013] >= 1")
    assert found
    assert not found.series
    assert found.rows
    assert all(row.start.year == 2013 for row in found.rows)


def test_a_figure_is_drawn_with_the_series_that_it_comes_from() -> None:
    brief = open_brief("russia-loosens-its-belt", has_record=False)
    drawn = [
        (exhibit.series, exhibit.window)
        for verdict in brief.verdicts
        if (exhibit := brief.exhibits.get(verdict.id)) and exhibit.series and exhibit.window
        if verdict.readings[exhibit.number - 1].figure is not None
    ]
    assert drawn
    assert all(any(entry.cut(window).is_known.any() for entry in series) for series, window in drawn)


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    assert find("trade(CHN -- RUS)[2030] > 1 bn USD", as_of="2026-11-22") is not None  # what came before is
    assert find("exists(meetings(FJI -> TON))[1950]") is None


def test_what_was_not_known_then_is_not_drawn() -> None:
    found = find(f"{TRADE}[2012] > 50 bn USD", as_of="2014-01-01")
    assert found
    assert all(period.end.year < 2014 for series in found.series for period in series.periods)


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        (f"if exists(meetings(CHN -> RUS))[2013] then change({TRADE})[2013..2014] > 0%", 1),
        (f"not {TRADE}[2014] > 1 bn USD", 1),
        (f"{TRADE}[2014] > 1 bn USD and {TRADE}[2013] > 1 bn USD", 2),
        (f"slope(share({TRADE}, trade(RUS -- WLD)))[2000..2014] > 0", 1),
        ("rank(trade(RUS -- CHN), among=G20)[2014] == 1", 0),
        ("1 > 2", 0),
    ],
)
def test_counts_the_series_of_a_reading(expression: str, count: int) -> None:
    assert len(list_subjects(parse_reading(expression))) == count


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (f"slope({TRADE})[2000..2014] > 0", "slope a year"),
        (f"share({TRADE}, trade(RUS -- WLD))[2014] > 10%", "share"),
        ("regular(meetings(RUS -> CHN), every=1y)[2014..2019] == 100%", "share of spans"),
        (f"{TRADE}[2014] > 90 bn USD", ""),
        (f"monotone({TRADE})[2010..2014]", ""),
    ],
)
def test_names_what_gives_the_figure(expression: str, words: str) -> None:
    found = find(expression)
    assert found
    assert found.operator == words
