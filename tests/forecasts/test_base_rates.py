"""How often the same reading held in earlier years, counted by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.forecasts import BaseRate, close_windows, count_base_rate
from facta.forecasts.base_rates import estimate_rate, pool_base_rate
from facta.language import parse_reading

NAN = float("nan")
TODAY = dt.date(2009, 12, 31)
VALUES = [10.0, 12.0, 11.0, 15.0, 14.0, 18.0, 20.0, 19.0, 25.0, 30.0, 1.0, 1.0]  # 2000 to 2011
ROSE = "trade(CHN -- RUS)[2010] > trade(CHN -- RUS)[2009]"

Build = Callable[..., Any]
Count = Callable[..., BaseRate | None]


@pytest.fixture
def count(build_evidence: Build, build_run: Build, build_row: Build, cover: Build) -> Count:
    """Return ``count(expression, day)``: the base rate as of a day."""
    runs = (build_run(VALUES), build_run([2.0, NAN, NAN, 3.0], "CHN USA"), build_run([1.0] * 10, "CHN KAZ", first=2030))
    rows = (build_row("2003-05-01"), build_row("2005-05-01..2006-02-01"))
    whole = build_evidence(runs, rows, (cover("dispute", "2000..2020"),))

    def call(expression: str, day: dt.date = TODAY) -> BaseRate | None:
        return count_base_rate(parse_reading(expression), expression, whole.cut(day))

    return call


def test_counts_the_years_in_which_it_held(count: Count) -> None:
    # from 2001 to 2009 trade rose in all years but 2002, 2004 and 2007
    assert count(ROSE) == BaseRate(6.5 / 10, 6, 9)


def test_counts_nothing_that_was_not_known_on_the_day(count: Count) -> None:
    # until 2004: it rose in 2001 and 2003, fell in 2002 and 2004
    assert count(ROSE, dt.date(2004, 12, 31)) == BaseRate(0.5, 2, 4)
    assert count(ROSE, dt.date(2004, 6, 30)) == BaseRate(2.5 / 4, 2, 3)


def test_a_window_of_several_years_counts_once_it_has_passed(count: Count) -> None:
    # the windows 2001-2003 to 2007-2009; a dispute lay in those that touch 2003, 2005 or 2006
    found = count("exists(disputes(CHN -- RUS))[2010..2012]")
    assert found == BaseRate(6.5 / 9, 6, 8)


def test_the_reading_itself_is_none_of_its_earlier_years(count: Count) -> None:
    later = count("trade(CHN -- RUS)[2009] > trade(CHN -- RUS)[2008]", dt.date(2009, 12, 31))
    assert later == BaseRate(5.5 / 9, 5, 8)


def test_years_in_which_it_cannot_be_told_do_not_count(count: Count) -> None:
    assert count("trade(CHN -- USA)[2010] >= 3 M USD") == BaseRate(0.5, 1, 2)


@pytest.mark.parametrize(
    "expression",
    [
        "trade(CHN -- KAZ)[2010] > 1 M USD",  # nothing was known by then
        "trade(CHN -- VUT)[2010] > 1 M USD",  # nothing ever
        "exists(disputes(CHN -- RUS))[2010..]",  # no end to move
        "exists(disputes(CHN -- RUS))",
        "trade(CHN -- RUS)[2060] > 1 M USD",  # forty years back it is still to come
    ],
)
def test_none_where_it_can_be_told_of_no_year(count: Count, expression: str) -> None:
    assert count(expression) is None


def test_a_year_in_which_books_disagree_counts_in_part(build_evidence: Build, build_run: Build) -> None:
    runs = (build_run([1.0, 2.0, 3.0, 4.0]), build_run([4.0, 3.0, 2.0, 1.0], source="beta"))
    text = "trade(CHN -- RUS)[2004] > trade(CHN -- RUS)[2003]"
    found = count_base_rate(parse_reading(text), text, build_evidence(runs).cut(dt.date(2003, 12, 31)))
    assert found is not None
    assert (found.probability, found.n) == (0.5, 3)


def test_a_window_without_an_end_counts_once_it_is_closed(count: Count) -> None:
    open_ended = parse_reading("exists(disputes(CHN -- RUS))[2010..]")
    closed = close_windows(open_ended, dt.date(2012, 12, 31))
    assert str(closed) == str(parse_reading("exists(disputes(CHN -- RUS))[2010..2012]"))


def test_an_estimate_is_never_certain() -> None:
    assert [estimate_rate(held, 9) for held in (0, 9)] == [0.05, 0.95]


PARTS = st.floats(0.001, 0.999)


@given(PARTS, PARTS, st.integers(1, 100))
def test_pooling_draws_towards_the_base_rate_and_less_than_half_way(part: float, rate: float, n: int) -> None:
    pooled = pool_base_rate(part, BaseRate(rate, 0, n))
    assert min(part, rate) - 1e-9 <= pooled <= max(part, rate) + 1e-9
    assert pool_base_rate(1 - part, BaseRate(1 - rate, 0, n)) == pytest.approx(1 - pooled)


def test_pooling_trusts_long_records_more_and_leaves_what_is_known() -> None:
    few, many = (pool_base_rate(0.5, BaseRate(0.9, 0, n)) for n in (3, 30))
    assert 0.5 < few < many < 0.75
    assert [pool_base_rate(part, BaseRate(0.5, 5, 10)) for part in (0.0, 1.0)] == [0.0, 1.0]
