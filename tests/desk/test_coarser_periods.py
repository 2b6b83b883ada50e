from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import facta
from facta.desk.measuring import TooFine

HEAD = (
    "id,indicator,actor,recipient,period,value,low,high,unit,basis,detail,reporter,published,citation,url,seen,via,note"
)


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """Return a store with the trade of two states for half of 2018 and all of 2019, 1 M USD a month."""
    names = [f"2018-{month:02d}" for month in range(7, 13)] + [f"2019-{month:02d}" for month in range(1, 13)]
    lines = [
        f"m{name},trade,FJI,TON,{name},1,,,M USD,flow,,FJI,2020-01-15,A page,https://example.org,2026-11-22,,"
        for name in names
    ]
    (tmp_path / "cited_figures.csv").write_text("\n".join([HEAD, *lines]) + "\n")
    facta.load("registers", tmp_path / "cited_figures.csv", store=tmp_path / "store")
    return tmp_path / "store"


def test_a_year_of_six_months_is_partial_and_a_whole_one_is_not(months: Path) -> None:
    (series,) = facta.measure("trade", "FJI -- TON", by="year", window="2018..2019", store=months, source="registers")
    assert series.values.tolist() == [[6.0, 12.0]]
    assert series.status.tolist() == [2, 0]
    assert series.completeness.tolist() == [0.5, 1.0]


def test_a_year_without_any_month_is_null(months: Path) -> None:
    (series,) = facta.measure("trade", "FJI -- TON", by="year", window="2017", store=months, source="registers")
    assert np.isnan(series.values).all()
    assert series.status.tolist() == [6]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Return a store with what two states said in each month of 2019: five kind words, and one harsh in December."""
    lines = [
        f"{name}{month},{name},FJI,TON,2019-{month:02d},{count},,,count,count,,FJI,2020-01-15,A page,"
        "https://example.org,2026-11-22,,"
        for month in range(1, 13)
        for name, count in (("verbal_cooperation", 5), ("verbal_conflict", int(month == 12)))
    ]
    (tmp_path / "cited_figures.csv").write_text("\n".join([HEAD, *lines]) + "\n")
    facta.load("registers", tmp_path / "cited_figures.csv", store=tmp_path / "store")
    return tmp_path / "store"


def test_months_of_words_are_added_before_they_are_divided_and_bounded(words: Path) -> None:
    (series,) = facta.measure("verbal_balance", "FJI -> TON", by="year", window="2019", store=words)
    assert series.values.tolist() == [[pytest.approx(59 / 61)]]
    assert series.weights is not None
    assert series.weights.tolist() == [[61.0]]
    assert series.low is not None
    assert series.high is not None
    assert 0.8 < series.low[0] < 59 / 61 < series.high[0] < 1


def test_books_of_longer_periods_are_left_out_where_another_has_shorter_ones(words: Path) -> None:
    found = facta.measure("verbal_cooperation", "FJI -> TON", by="month", window="2019", store=words)
    assert [series.book.source for series in found] == ["registers"]
    with pytest.raises(TooFine, match="registers has figures by month, not by day"):
        facta.measure("verbal_cooperation", "FJI -> TON", by="day", store=words)
