from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.sources import find_source
from facta.store import Store

FILE = "events/gdelt_daily_net_2018_2022.parquet"


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("gdelt_net", FILE)


def test_every_pair_and_day_of_the_file_is_read(store: Store) -> None:
    (load,) = store.loads()
    assert load.rows == {"figures": 2_259_532}
    assert (load.refused_count, load.repaired, load.ignored) == (0, {}, {})


def test_a_pair_is_what_one_query_finds(store: Store, test_data: Path) -> None:
    expected = duckdb.sql(
        f"""SELECT day, net_score::DOUBLE FROM '{test_data / FILE}'
        WHERE state_a IN ('RUS', 'UKR') AND state_b IN ('RUS', 'UKR') ORDER BY 1"""
    ).fetchall()
    found = store.connect().execute(
        "SELECT period_start, value FROM figures WHERE actor = 'RUS' AND recipient = 'UKR' ORDER BY 1"
    )
    assert len(expected) > 1700
    assert found.fetchall() == expected


def test_the_days_that_are_not_covered_are_the_gaps_of_the_calendar(store: Store) -> None:
    covered = [
        first + dt.timedelta(day)
        for first, last in store.loads()[0].covers["net_score"]
        for day in range((last - first).days + 1)
    ]
    gaps = [
        entry.since + dt.timedelta(day)
        for entry in find_source("gdelt_net").breaks
        if entry.until
        for day in range((entry.until - entry.since).days + 1)
    ]
    assert (len(covered), len(gaps)) == (1798, 28)
    assert sorted(covered + gaps) == [dt.date(2018, 1, 1) + dt.timedelta(day) for day in range(1826)]


def test_the_sum_of_a_year_is_no_level_of_relations(store: Store) -> None:
    friendliest = store.connect().execute(
        """SELECT actor, recipient, count(*) OVER () FROM figures WHERE year(period_start) = 2018
        GROUP BY 1, 2 ORDER BY sum(value) DESC LIMIT 1"""
    )
    assert friendliest.fetchone() == ("CHN", "USA", 13_185)
