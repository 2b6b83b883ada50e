"""Governance, democracy and capabilities against the files' own sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.domain import Relation, Series, Window, find_parties
from facta.measures import find_measure
from facta.store import Store

FILES = {"wgi": "regimes/wgi.csv.gz", "vdem": "regimes/vdem_simple.csv.gz", "cow_nmc": "codes/cow_nmc.csv.gz"}


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store], test_data: Path) -> Store:
    store = load_file("wgi", FILES["wgi"])
    for source in ("vdem", "cow_nmc"):
        store.load(source, test_data / FILES[source], dt.date(2026, 11, 22))
    return store


@pytest.mark.parametrize(
    ("source", "indicator", "column", "kept"),
    [
        ("wgi", "governance", "Estimate", "true"),
        ("vdem", "polyarchy", "v2x_polyarchy", "vdem_cowcode > 0 OR country_text_id IN ('HKG', 'PSE')"),
        ("vdem", "liberal_democracy", "v2x_libdem", "vdem_cowcode > 0 OR country_text_id IN ('HKG', 'PSE')"),
        ("cow_nmc", "capabilities", "cinc", "NOT (ccode IN (260, 678) AND year = 1990)"),
        ("cow_nmc", "military_expenditure", "milex", "NOT (ccode IN (260, 678) AND year = 1990) AND year >= 1914"),
    ],
)
def test_sums_are_those_of_the_file(
    source: str, indicator: str, column: str, kept: str, store: Store, test_data: Path
) -> None:
    found = store.connect().execute("SELECT count(value), sum(value) FROM figures WHERE indicator = ?", [indicator])
    raw = duckdb.connect().execute(
        f"SELECT count({column}), sum({column}) FROM read_csv('{test_data / FILES[source]}') WHERE {kept}"
    )
    assert found.fetchone() == pytest.approx(raw.fetchone())


@pytest.mark.parametrize("source", FILES)
def test_nothing_is_refused_and_a_second_load_adds_none(source: str, store: Store, test_data: Path) -> None:
    assert [load.refused_count for load in store.loads() if load.source == source] == [0]
    assert store.load(source, test_data / FILES[source], dt.date(2026, 11, 23)).new == 0


@pytest.mark.parametrize(
    ("measure", "state", "year", "value"),
    [
        ("governance", "CHN", "2023", -1.505),
        ("polyarchy", "RUS", "2024", 0.172),
        ("capabilities", "CHN", "2022", 0.234),
        ("capabilities", "DEU", "1990", 0.029),
    ],
)
def test_figures_that_can_be_looked_up(measure: str, state: str, year: str, value: float, store: Store) -> None:
    (series,) = find_measure(measure)(store.evidence(), Relation(find_parties(state)))
    assert isinstance(series, Series)
    assert series.cut(Window.parse(year)).values[0, 0] == pytest.approx(value, abs=0.001)
