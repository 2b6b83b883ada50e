from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.store import Store

FILE = "trade/cow_trade_ndy_1870_2014.csv.gz"
NATIONAL = "trade/cow_trade_sy.csv.gz"


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store], test_data: Path) -> Store:
    store = load_file("cow_trade", FILE)
    store.load("cow_trade", test_data / NATIONAL, dt.date(2026, 11, 22))
    return store


def test_nothing_is_refused_and_no_flow_stands_twice(store: Store) -> None:
    assert [load.refused_count for load in store.loads()] == [0, 0]
    assert [name for load in store.loads() for name in load.repaired if "both sides" in name] == []


def test_totals_with_the_world_are_the_sums_of_the_file(store: Store, test_data: Path) -> None:
    raw = f"read_csv('{test_data / FILE}', all_varchar=true)"
    exports = duckdb.connect().execute(
        f"""SELECT sum(if(ccode1 = '365.0', flow2, flow1)::DOUBLE) FROM {raw}
        WHERE '365.0' IN (ccode1, ccode2) AND year = '2014.0'"""
    )
    total = """SELECT value FROM figures WHERE indicator = 'trade_flow' AND actor = 'RUS' AND recipient = 'WLD'
        AND period_start = '2014-01-01'"""
    assert store.connect().execute(total).fetchone() == pytest.approx(exports.fetchone())


def test_a_selection_of_the_file_gives_the_same_flows_and_no_totals(
    load_file: Callable[..., Store], test_data: Path, tmp_path: Path
) -> None:
    chosen = tmp_path / "china.csv"
    duckdb.connect().execute(
        f"""COPY (FROM read_csv('{test_data / FILE}', all_varchar=true) WHERE '710.0' IN (ccode1, ccode2))
        TO '{chosen}' (HEADER)"""
    )
    store = load_file("cow_trade", str(chosen))
    assert store.connect().execute("SELECT count(*) FROM figures WHERE 'WLD' IN (actor, recipient)").fetchone() == (0,)
    assert (store.loads()[0].refused_count, store.loads()[0].ignored) == (
        0,
        {"total with the world, of a file that is a selection": 1},
    )
