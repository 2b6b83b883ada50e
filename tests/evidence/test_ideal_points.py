from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyreadstat
import pytest

from facta.domain import Relation, Series, Window, find_parties
from facta.measures import find_measure
from facta.store import Store

FILES = ("votes/IdealpointestimatesAll_Apr2020.csv", "votes/IdealpointsJuly2025.dta")


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("ideal_points", *FILES)


def distances(store: Store, year: str) -> dict[str, float]:
    relation = Relation(find_parties("CHN"), find_parties("RUS"))
    found = find_measure("ideal_distance")(store.evidence(), relation)
    cut = {series.book.variant: series.cut(Window.parse(year)) for series in found if isinstance(series, Series)}
    return {variant: float(series.values[0, 0]) for variant, series in cut.items()}


def test_every_point_is_read_and_a_second_load_adds_none(store: Store, test_data: Path) -> None:
    april, july = sorted(store.loads(), key=lambda load: load.file)
    assert (april.rows["figures"], april.refused_count, dict(april.repaired)) == (
        10_469,
        0,
        {"lines with bytes that are no UTF-8": 95},
    )
    columns, _ = pyreadstat.read_dta(str(test_data / FILES[1]), output_format="dict")
    points = sum(value is not None for name in ("fp", "all", "legacy") for value in columns[f"idealpoint{name}"])
    assert july.rows["figures"] == points - 2  # West Germany and North Yemen in 1990, by the fp estimator
    assert july.refused_count == 0
    assert [store.load("ideal_points", test_data / file, dt.date(2026, 11, 23)).new for file in FILES] == [0, 0]


def test_the_estimators_differ_on_china_and_russia_in_2022(store: Store) -> None:
    found = distances(store, "2022")
    assert round(found["all"], 2) == 0.01
    assert round(found["fp"], 2) == 0.54


def test_the_release_of_2020_is_the_publishers_own(store: Store, test_data: Path) -> None:
    with (test_data / FILES[0]).open(encoding="latin-1", newline="") as file:
        rows = {(row["ccode"], row["session"]): float(row["IdealPoint"]) for row in csv.DictReader(file)}
    assert distances(store, "2019")["all_2020"] == pytest.approx(abs(rows["710", "74"] - rows["365", "74"]))
    (china,) = (run for run in store.evidence().figures("ideal_point", "CHN") if run.variant == "all_2020")
    assert china.ordinals[0] == 1971  # session 26
    assert list(china.values) == [rows["710", str(year - 1945)] for year in china.ordinals]


def test_a_release_is_known_from_its_day_on(store: Store) -> None:
    runs = store.evidence(dt.date(2021, 1, 1)).figures("ideal_point", "CHN")
    assert {run.variant for run in runs} == {"all_2020"}
