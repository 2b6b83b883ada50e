from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.store import Store

FILE = "arms/sipri-exports-processed.csv"


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("sipri_tiv", FILE)


def test_every_party_is_a_state_or_known_to_be_none(store: Store) -> None:
    (load,) = store.loads()
    assert load.ignored == {"supplier that is no state": 237, "recipient that is no state": 378}
    assert load.refused_count == 0


def test_deliveries_of_russia_to_china(store: Store) -> None:
    recent = """SELECT year(period_start), value FROM figures WHERE actor = 'RUS' AND recipient = 'CHN'
        AND period_start >= '2017-01-01' ORDER BY 1"""
    assert store.connect().execute(recent).fetchall() == [
        (2017, 986),
        (2018, 1767),
        (2019, 1179),
        (2020, 632),
        (2021, 773),
    ]


@pytest.mark.parametrize(
    ("state", "names"), [("USA", {"United States"}), ("RUS", {"Russia", "Soviet Union"}), ("CHN", {"China"})]
)
def test_totals_are_those_of_the_file(store: Store, test_data: Path, state: str, names: set[str]) -> None:
    with (test_data / FILE).open(encoding="utf-8", newline="") as file:
        total = sum(float(row["value"]) for row in csv.DictReader(file) if row["supplier"] in names)
    found = f"SELECT sum(value) FROM figures WHERE actor = '{state}' AND recipient = 'WLD'"
    assert store.connect().execute(found).fetchone() == (total,)
