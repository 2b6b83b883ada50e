"""The register of arms orders against its own file, and against the yearly volumes of the same publisher."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from facta.domain import list_names
from facta.store import Store

FILE = "arms/trade-register.csv"
YEARLY = "arms/sipri-exports-processed.csv"
BOTH = """WITH orders AS (SELECT actor, recipient, sum((fields->>'$.delivered_tiv')::DOUBLE) AS ordered,
        max(end_date) AS last FROM records GROUP BY ALL),
    yearly AS (SELECT actor, recipient, sum(value) AS delivered, count(*) AS years FROM figures
        WHERE indicator = 'arms_transfers' AND 'WLD' NOT IN (actor, recipient) GROUP BY ALL)
    SELECT coalesce(ordered, 0), coalesce(delivered, 0), coalesce(years, 0) FROM orders FULL JOIN yearly
    USING (actor, recipient) WHERE (last IS NULL OR last <= '2021-12-31') AND 'DEU' NOT IN (actor, recipient)"""
"""Pairs of which every delivery lies in the years of both; the yearly file lacks West Germany."""


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store], test_data: Path) -> Store:
    store = load_file("sipri_register", FILE)
    store.load("sipri_tiv", test_data / YEARLY, dt.date(2026, 11, 22))
    return store


def test_every_line_of_the_file_is_accounted_for(store: Store, test_data: Path) -> None:
    states = {name for name, _ in list_names()}
    with (test_data / FILE).open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    between = [row for row in rows if {row["Supplier"].casefold(), row["Recipient"].casefold()} <= states]
    (load,) = (load for load in store.loads() if load.source == "sipri_register")
    assert load.repaired == {"volumes on a line of their own, joined to their order": 4}
    assert load.ignored == {"supplier that is no state": 295, "recipient that is no state": 381}
    assert load.refused_count == 0
    counted = store.connect().execute("SELECT count(*), count(DISTINCT id) FROM records").fetchone()
    assert counted == (len(between), len(between))


def test_no_volume_is_lost(store: Store, test_data: Path) -> None:
    states = {name for name, _ in list_names()}
    with (test_data / FILE).open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["Recipient"].casefold() in states]
    volumes = [float(row["SIPRI TIV for total order"] or 0) for row in rows if row["Supplier"].casefold() in states]
    joined = 0.36 + 18 + 3.5
    (found,) = (
        store.connect().execute("SELECT sum(value) FROM figures WHERE indicator = 'arms_orders'").fetchone() or ()
    )
    assert found == pytest.approx(sum(volumes) + joined)


def test_orders_of_china_from_russia(store: Store) -> None:
    jets = """SELECT start_date::VARCHAR, end_date::VARCHAR, fields->>'$.number_ordered', fields->>'$.deliveries'
        FROM records WHERE actor = 'RUS' AND recipient = 'CHN' AND (fields->>'$.weapon') = 'Su-35S'"""
    assert store.connect().execute(jets).fetchall() == [
        ("2015-01-01", "2018-12-31", "24.0", "2016; 2017; 2018"),
    ]


def test_delivered_volumes_agree_with_the_yearly_ones_of_another_release(store: Store) -> None:
    ordered, delivered, years = np.array(store.connect().execute(BOTH).fetchall()).T
    gap = np.abs(ordered - delivered)
    assert len(gap) > 1900
    assert np.corrcoef(ordered, delivered)[0, 1] > 0.999
    assert gap.sum() < 0.025 * ordered.sum()
    is_close = gap <= 0.05 * np.maximum(ordered, delivered) + 0.5 * np.maximum(years, 1)
    assert is_close.mean() > 0.8
