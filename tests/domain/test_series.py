"""Series: cut to windows, never filled up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.domain import Aggregation, Basis, Book, Frequency, Kind, Period, Series, Status, Window, find_unit


def build_series(draws: int = 1) -> Series:
    values = np.arange(draws * 5, dtype=float).reshape(draws, 5)
    return Series(
        "trade", "CHN -- RUS", Book("alpha"), find_unit("M USD"), Basis(Kind.FLOW), Frequency.YEAR, 2000, values,
        np.zeros(5, np.int8), np.ones(5), Aggregation.SUM, low=values[0] - 1, high=values[0] + 1, weights=values * 2,
        origins=("a",), reach=Window.parse("2000..2004"), notes=("n",), needs=0.5,
    )  # fmt: skip


def test_periods() -> None:
    series = build_series()
    assert (series.stop, [str(period) for period in series.periods]) == (2005, ["2000", "2001", "2002", "2003", "2004"])


def test_a_cut_inside_keeps_everything_else() -> None:
    cut = build_series(2).cut(Window.parse("2001..2002"))
    assert cut.start == 2001
    np.testing.assert_array_equal(cut.values, [[1, 2], [6, 7]])
    assert cut.low is not None
    assert cut.weights is not None
    np.testing.assert_array_equal(cut.low, [0, 1])
    np.testing.assert_array_equal(cut.weights, [[2, 4], [12, 14]])
    assert (cut.origins, cut.notes, cut.needs, str(cut.reach)) == (("a",), ("n",), 0.5, "2000..2004")


def test_what_lies_outside_is_not_covered_and_never_zero() -> None:
    cut = build_series().cut(Window.parse("2003..2006"))
    np.testing.assert_array_equal(cut.values, [[3, 4, np.nan, np.nan]])
    assert cut.status.tolist() == [0, 0, Status.NOT_COVERED, Status.NOT_COVERED]
    assert cut.completeness.tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("window", "start", "count"),
    [
        ("2003..", 2003, 2),
        ("..2001", 2000, 2),
        ("2001-06..2002", 2002, 1),
        ("2001-06", 2002, 0),
        ("1990", 1990, 1),
        ("2010..", 2010, 0),
    ],
)
def test_exactly_the_periods_that_lie_wholly_in_a_window(window: str, start: int, count: int) -> None:
    cut = build_series().cut(Window.parse(window))
    assert (cut.start, len(cut.periods), cut.values.shape) == (start, count, (1, count))


@given(st.integers(1995, 2010), st.integers(0, 10), st.integers(1, 3))
def test_a_span_holds_what_the_series_held(start: int, count: int, draws: int) -> None:
    series = build_series(draws)
    span = series.span(start, start + count)
    assert span.values.shape == (draws, count)
    assert len(span.status) == len(span.completeness) == count
    for place, period in enumerate(span.periods):
        held = series.start <= period.ordinal < series.stop
        expected = series.values[:, period.ordinal - 2000] if held else np.full(draws, np.nan)
        np.testing.assert_array_equal(span.values[:, place], expected)
        assert held == (span.status[place] != Status.NOT_COVERED)


def test_a_span_backwards_is_empty_and_the_whole_is_itself() -> None:
    series = build_series()
    assert series.span(2003, 2001).values.shape == (1, 0)
    assert series.span(2000, 2005) is series


def test_status_says_whether_there_is_a_value() -> None:
    assert [status.label for status in Status if status.has_value] == ["reported", "zero", "partial"]


def test_a_book_is_written_by_its_parts() -> None:
    assert str(Book("imf", "CHN", "", "2024")) == "imf · CHN · 2024"
    assert Period.parse("2004") in build_series().periods
