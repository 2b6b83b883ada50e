from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import facta

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
