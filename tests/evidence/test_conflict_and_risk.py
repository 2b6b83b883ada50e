"""Contiguity, armed conflicts, rivalries, sanctions, regimes and risk against the files' own sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from facta.store import Store

FILES = {
    "cow_contiguity": "disputes/cow_contdir.csv.gz",
    "ucdp_acd": "disputes/ucdp_acd.csv.gz",
    "tss_rivalries": "disputes/tss_rivalries.csv.gz",
    "polity5": "regimes/polity5.csv.gz",
    "gsdb": "sanctions/GSDB_V3.csv",
    "gpr": "context/data_gpr_export.xls",
}


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store], test_data: Path) -> Store:
    store = load_file("gpr", FILES["gpr"])
    for source, name in FILES.items():
        store.load(source, test_data / name, dt.date(2026, 11, 22))
    return store


def select(store: Store, query: str) -> list[tuple[Any, ...]]:
    return store.connect().execute(query).fetchall()


def sum_file(file: Path, query: str) -> tuple[Any, ...] | None:
    return duckdb.connect().execute(query.format(f"read_csv('{file}')")).fetchone()


@pytest.mark.parametrize("source", FILES)
def test_nothing_is_refused_and_a_second_load_adds_none(source: str, store: Store, test_data: Path) -> None:
    assert [load.refused_count for load in store.loads() if load.source == source] == [0]
    assert store.load(source, test_data / FILES[source], dt.date(2026, 11, 23)).new == 0


def test_every_contiguous_pair_and_month_stands_once(store: Store, test_data: Path) -> None:
    months = "datediff('month', {}, {}) + 1"
    found = select(
        store, f"SELECT count(*), sum({months.format('start_date', 'end_date')}) FROM spells WHERE kind = 'contiguity'"
    )
    asked = (
        f"SELECT count(*), sum({months.format('stdate', 'enddate')}) FROM {{}} WHERE conttype > 0 AND ccode1 < ccode2"
    )
    assert found[0] == sum_file(test_data / FILES["cow_contiguity"], asked)
    border = (
        "SELECT fields->>'type', end_date FROM spells WHERE kind = 'contiguity' AND actor = 'CHN' AND recipient = 'RUS'"
    )
    assert select(store, border) == [("1", dt.date(2016, 12, 31))]


def test_a_government_fights_in_every_year_of_the_file(store: Store, test_data: Path) -> None:
    """Each conflict, year and government is found again, wars apart; Hyderabad (751) is no state of the tables."""
    years = "sum(year(end_date) - year(start_date) + 1)::INTEGER"
    found = select(
        store,
        f"SELECT fields->>'intensity', {years} FROM spells WHERE kind = 'armed_conflict' "
        "AND (fields->>'role') = 'government' GROUP BY 1 ORDER BY 1",
    )
    asked = """SELECT count(DISTINCT (conflict_id, year, gwno_a)) FILTER (intensity_level = 1),
        count(DISTINCT (conflict_id, year, gwno_a)) FILTER (intensity_level = 2)
        FROM {} WHERE type_of_conflict <> 'interstate' AND gwno_a <> 751"""
    assert tuple(years for _, years in found) == sum_file(test_data / FILES["ucdp_acd"], asked)


def test_russia_is_at_war_with_ukraine_since_february_2022(store: Store) -> None:
    query = """SELECT start_date, fields->>'intensity' FROM spells WHERE kind = 'armed_conflict' AND actor = 'RUS'
        AND recipient = 'UKR' AND (fields->>'role') = 'primary'"""
    assert select(store, query) == [(dt.date(2022, 2, 24), "war")]


def test_rivalries_are_those_of_the_list_but_venices(store: Store, test_data: Path) -> None:
    found = select(store, "SELECT count(*), sum(year(end_date) - year(start_date)) FROM spells WHERE kind = 'rivalry'")
    asked = 'SELECT count(*), sum("end" - "start")::BIGINT FROM {} WHERE 324 NOT IN (ccode1, ccode2)'
    assert found[0] == sum_file(test_data / FILES["tss_rivalries"], asked)


def test_every_score_of_polity_stands_once_a_state_and_year(store: Store, test_data: Path) -> None:
    found = select(
        store,
        "SELECT count(*), count(value) FROM figures WHERE indicator = 'polity' GROUP BY variant ORDER BY variant",
    )
    whole = sum_file(
        test_data / FILES["polity5"], "SELECT count(*) FROM {} WHERE polity_annual_ccode NOT IN (89, 99, 564)"
    )
    assert whole is not None
    assert [rows for rows, _ in found] == [whole[0] - 10] * 2
    china = "SELECT value FROM figures WHERE indicator = 'polity' AND actor = 'CHN' AND year(period_start) = 2018"
    assert select(store, china) == [(-7.0,), (-7.0,)]


def test_every_case_of_sanctions_has_its_senders_and_targets(store: Store, test_data: Path) -> None:
    found = select(store, "SELECT count(DISTINCT id) FROM spells WHERE kind = 'sanction'")
    assert found[0] == sum_file(test_data / FILES["gsdb"], "SELECT count(DISTINCT case_id) FROM {}")
    senders = """SELECT count(DISTINCT actor) FROM spells WHERE kind = 'sanction' AND recipient = 'RUS'
        AND (fields->>'sender') = 'EU' AND year(start_date) = 2014"""
    assert select(store, senders) == [(28,)]


def test_risk_peaks_where_everybody_knows(store: Store) -> None:
    peak = """SELECT period_start FROM figures WHERE indicator = 'geopolitical_risk' AND variant = 'recent'
        ORDER BY value DESC LIMIT 1"""
    assert select(store, peak) == [(dt.date(2001, 10, 1),)]
    share = """SELECT period_start, unit FROM figures WHERE indicator = 'geopolitical_risk_share' AND variant = 'recent'
        AND actor = 'UKR' ORDER BY value DESC LIMIT 1"""
    assert select(store, share) == [(dt.date(2022, 3, 1), "%")]
