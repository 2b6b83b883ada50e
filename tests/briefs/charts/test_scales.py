"""Axes: round steps, the first days of things, and labels that make room for each other."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.briefs.charts.scales import place_labels, show_unit, tick_days, tick_ranks, tick_values, write_tick
from facta.domain import find_unit

_VALUES = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.tuples(_VALUES, _VALUES).map(sorted))
def test_ticks_enclose_a_range_in_even_steps(ends: list[float]) -> None:
    low, high = ends
    ticks = tick_values(low, high)
    slack = 1e-6 * max(abs(low), abs(high), 1)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert len(ticks) <= 8
    steps = {round((b - a) / (ticks[1] - ticks[0]), 6) for a, b in itertools.pairwise(ticks)}
    assert steps == {1.0}


@pytest.mark.parametrize(("low", "high", "first", "last"), [(0, 0, 0, 1), (3, 3, 3, 3.5), (-5, -5, -5, -4)])
def test_ticks_of_one_value_are_two_or_more(low: float, high: float, first: float, last: float) -> None:
    ticks = tick_values(low, high)
    assert ticks[0] == first
    assert len(ticks) > 1
    assert ticks[-1] >= high


def test_ranks_are_whole() -> None:
    assert all(tick == int(tick) for tick in tick_ranks(190))
    assert tick_ranks(1) == [1.0, 2.0]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (dt.date(1816, 1, 1), dt.date(2020, 1, 1), "1850"),
        (dt.date(2020, 1, 1), dt.date(2022, 6, 1), "2021"),
        (dt.date(2021, 11, 1), dt.date(2022, 3, 1), "Jan 2022"),
        (dt.date(2016, 3, 15), dt.date(2016, 3, 15), "15 Mar 2016"),
    ],
)
def test_days_are_named_as_coarsely_as_they_can_be(first: dt.date, last: dt.date, text: str) -> None:
    named = tick_days(first, last)
    assert text in [name for _, name in named]
    assert all(first <= day <= last for day, _ in named)
    assert len(named) <= 7


@given(st.lists(st.floats(0, 100), max_size=8))
def test_labels_never_overlap(wanted: list[float]) -> None:
    placed = sorted(place_labels(wanted, 12, 0, 100))
    assert all(b - a >= 12 - 1e-6 for a, b in itertools.pairwise(placed))


def test_labels_keep_their_order_and_stay_where_there_is_room() -> None:
    assert place_labels([90, 10], 12, 0, 100) == [90, 10]
    first, second = place_labels([51, 50], 12, 0, 100)
    assert first > second


def test_money_is_scaled_and_shares_are_percent() -> None:
    money = find_unit("M USD")
    assert show_unit([93_942.0, 12.0], money) == find_unit("bn USD")
    assert show_unit([0.1], find_unit("1")) == find_unit("%")
    assert show_unit([], money) is money
    assert write_tick(1_234_567.0, None) == "1,234,567"
