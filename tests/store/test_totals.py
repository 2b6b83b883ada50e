"""Totals of every pair: one grouped scan, cut to what was known, the latest vintage of each period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from facta.store import Store
from facta.store.totals import read_totals

Load = Callable[..., Any]


def test_flows_are_added_over_the_years_known(store: Store, load_trade: Load) -> None:
    load_trade("a.csv", (365, 710, 2000, 5, 7), (365, 710, 2001, 1, 2), (2, 710, 2001, 4, -9))
    (totals,) = store.evidence().totals(("trade_flow",))
    sums = {pair: totals.counts[0, place] for pair, place in totals.places.items()}
    assert (totals.source, totals.indicators) == ("cow_trade", ("trade_flow",))
    assert sums == {("CHN", "RUS"): 6, ("RUS", "CHN"): 9, ("CHN", "USA"): 4}
    both = totals.fold()
    assert {pair: both.counts[0, place] for pair, place in both.places.items()} == {
        ("CHN", "RUS"): 15,
        ("CHN", "USA"): 4,
    }
    assert store.evidence(dt.date(1990, 1, 1)).totals(("trade_flow",)) == ()


@pytest.fixture
def figures() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection with two vintages of one count, a total, a state with itself and a missing value."""
    with duckdb.connect() as db:
        db.execute(
            "CREATE VIEW figures AS SELECT source, '' AS reporter, '' AS variant, vintage, 'count' AS unit, "
            "'done' AS act, 'year' AS frequency, indicator, actor, recipient, period_start::DATE AS period_start, "
            "value::DOUBLE AS value, known_date::DATE AS known_date FROM (VALUES "
            "('one', '2020', 'words', 'CHN', 'RUS', '2018-01-01', 5, '2019-01-01'),"
            "('one', '2020', 'words', 'CHN', 'RUS', '2019-01-01', 6, '2020-01-01'),"
            "('one', '2021', 'words', 'CHN', 'RUS', '2018-01-01', 50, '2021-01-01'),"
            "('one', '2020', 'deeds', 'CHN', 'RUS', '2018-01-01', 2, '2019-01-01'),"
            "('one', '2020', 'words', 'CHN', 'WLD', '2018-01-01', 900, '2019-01-01'),"
            "('one', '2020', 'words', 'CHN', 'CHN', '2018-01-01', 900, '2019-01-01'),"
            "('one', '2020', 'words', 'CHN', '', '2018-01-01', 900, '2019-01-01'),"
            "('one', '2020', 'words', 'CHN', 'USA', '2018-01-01', NULL, '2019-01-01'),"
            "('two', '2020', 'words', 'USA', 'RUS', '2018-01-01', 1, '2019-01-01')"
            ") AS held (source, vintage, indicator, actor, recipient, period_start, value, known_date)"
        )
        yield db


@pytest.mark.parametrize(("known", "words"), [("true", 56), ("known_date <= DATE '2020-06-01'", 11)])
def test_the_latest_vintage_known_counts(figures: duckdb.DuckDBPyConnection, known: str, words: int) -> None:
    one, two = read_totals(figures, known, ("words", "deeds"))
    assert (dict(one.places), one.counts.tolist()) == ({("CHN", "RUS"): 0}, [[words], [2]])
    assert (two.source, two.counts.tolist()) == ("two", [[1], [0]])
