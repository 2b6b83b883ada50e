from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Flow = Callable[..., dict[int, float]]
CHN, RUS, USA = 710, 365, 2


def test_a_dyad_becomes_two_flows(load_trade: Load, store: Store) -> None:
    report = load_trade("a.csv", (CHN, RUS, 2012, 10, 7))
    found = store.connect().execute("SELECT actor, recipient, value FROM figures ORDER BY ALL").fetchall()
    assert (report.rows, report.new, report.refused) == (2, 2, ())
    assert found == [("CHN", "RUS", 7.0), ("RUS", "CHN", 10.0)]


def test_loading_a_file_again_adds_nothing(load_trade: Load, read_flow: Flow, store: Store) -> None:
    rows = ((CHN, RUS, 2012, 10, 7), (CHN, RUS, 2013, 11, 8))
    load_trade("a.csv", *rows)
    assert load_trade("again.csv", *rows, day=23).new == 0
    assert read_flow() == {2012: 10, 2013: 11}
    assert len(store.loads()) == 1


def test_of_an_overlapping_file_only_the_new_rows_are_stored(load_trade: Load, read_flow: Flow, store: Store) -> None:
    load_trade("a.csv", (CHN, RUS, 2012, 10, 7), (CHN, RUS, 2013, 11, 8))
    report = load_trade("b.csv", (CHN, RUS, 2013, 11, 8), (CHN, RUS, 2014, 12, 9))
    assert (report.rows, report.new) == (4, 2)
    assert read_flow() == {2012: 10, 2013: 11, 2014: 12}
    assert store.connect().execute("SELECT count(*) FROM figures").fetchall() == [(6,)]


@pytest.mark.parametrize("day", [22, 23], ids=["on the same day", "a day later"])
def test_a_revised_file_counts_period_by_period(load_trade: Load, read_flow: Flow, day: int) -> None:
    load_trade("a.csv", (CHN, RUS, 2012, 10, 7), (CHN, RUS, 2013, 11, 8))
    load_trade("b.csv", (CHN, RUS, 2013, 99, 8), day=day)
    assert read_flow() == {2012: 10, 2013: 99}
    assert read_flow("CHN", "RUS") == {2012: 7, 2013: 8}


@pytest.mark.parametrize("days", [(20, 21, 22), (22, 22, 22)], ids=["later days", "one day"])
def test_a_revision_that_is_taken_back_is_taken_back(
    load_trade: Load, read_flow: Flow, days: tuple[int, int, int]
) -> None:
    load_trade("a.csv", (CHN, RUS, 2013, 11, 8), day=days[0])
    load_trade("b.csv", (CHN, RUS, 2013, 99, 8), day=days[1])
    load_trade("c.csv", (CHN, RUS, 2013, 11, 8), (CHN, RUS, 2014, 12, 9), day=days[2])
    assert read_flow() == {2013: 11, 2014: 12}


def test_an_old_file_that_is_loaded_late_is_no_revision(load_trade: Load, read_flow: Flow) -> None:
    load_trade("new.csv", (CHN, RUS, 2013, 99, 8), day=22)
    load_trade("old.csv", (CHN, RUS, 2013, 11, 8), day=20)
    assert read_flow() == {2013: 99}


def test_missing_is_not_zero(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (CHN, RUS, 2012, -9, 0))
    rows = "SELECT actor, value, status FROM figures WHERE 'WLD' NOT IN (actor, recipient) ORDER BY actor"
    assert store.connect().execute(rows).fetchall() == [("CHN", 0.0, 1), ("RUS", None, 3)]


def test_a_manifest_says_what_was_read(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (CHN, RUS, 2012, 10, 7), (CHN, RUS, 2014, 10, 7))
    (load,) = store.loads()
    assert (load.source, load.file, load.loaded, dict(load.rows)) == (
        "cow_trade", "a.csv", dt.date(2026, 11, 22), {"figures": 4},
    )  # fmt: skip
    assert load.covers["trade_flow"] == ((dt.date(2012, 1, 1), dt.date(2014, 12, 31)),)
    assert load.origins[0].citation.startswith("Barbieri")


def test_every_row_has_an_origin_of_its_load(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (CHN, RUS, 2012, 10, 7))
    load_trade("b.csv", (CHN, USA, 2013, 10, 7))
    evidence = store.evidence()
    (run,) = evidence.figures("trade_flow", "USA", "CHN")
    (origin,) = (evidence.origin(origin) for origin in run.origins)
    assert (origin.file, origin.retrieved, origin.licence) == ("b.csv", dt.date(2026, 11, 22), "free with citation")


def test_a_good_row_beyond_the_declared_years_leaves_the_store_readable(load_trade: Load, read_flow: Flow) -> None:
    load_trade("a.csv", (CHN, RUS, 2013, 10, 7))
    load_trade("late.csv", (CHN, RUS, 2016, 10, 7))
    assert read_flow()[2013] == 10


@pytest.mark.parametrize("name", ["it's.csv", "a b.csv", "Länder-贸易.csv", "a;DROP TABLE figures.csv"])
def test_a_name_of_a_file_is_only_a_name(load_trade: Load, read_flow: Flow, name: str) -> None:
    assert load_trade(name, (CHN, RUS, 2012, 10, 7)).file == name
    assert read_flow() == {2012: 10}


def test_a_store_may_lie_in_a_folder_of_any_name(write_trade: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "O'Neill's * data [1]"
    store = Store(folder, folder / "none")
    store.load("cow_trade", write_trade("a.csv", (CHN, RUS, 2012, 10, 7)), dt.date(2026, 11, 22))
    (run,) = store.evidence().figures("trade_flow", "RUS", "CHN")
    assert run.values.tolist() == [10]
