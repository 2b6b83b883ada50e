"""The panel of events: exact sums, means from sums, shares of totals, and a file that is whole or not there."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from tests.store.dyads.reports import FIRST, Report, count_by_hand, make_reports, move, write_day

from facta.domain import Frequency, Window
from facta.errors import StoreError, UnknownName
from facta.store import PANEL_COLUMNS, PanelOrder, Store, read_panel
from facta.store.dyads import NotOnSpark, UnknownSuffix, cells, list_event_files
from facta.store.layers import Layer


def test_every_sum_of_a_month_is_that_counted_by_hand(
    archive: Store, reports: list[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "_BATCH_ROWS", 300)  # so that actors are counted in several batches
    saved = archive.save_events(tmp_path / "panel.parquet", PanelOrder(frequency=Frequency.MONTH))
    assert [name for name, _ in saved.columns] == list(PANEL_COLUMNS)
    expected: dict[tuple[dt.date, str, str], Counter[str]] = defaultdict(Counter)
    for (day, actor, recipient, _), cell in count_by_hand(reports).items():
        expected[day.replace(day=1), actor, recipient].update(cell)
    rows = read_panel(tmp_path / "panel.parquet")
    assert saved.rows == len(rows) == len(expected)
    for row in rows:
        by_hand = expected[row["period_start"], row["actor"], row["recipient"]]
        assert {name: row[name] for name in by_hand} == pytest.approx(dict(by_hand), abs=1e-6)
    states = [report for report in reports if report.actor and report.recipient not in ("", report.actor)]
    assert saved.counts["gdelt_v1"][0] == len(states)


def test_means_and_shares_come_from_sums(archive: Store, reports: list[Report], tmp_path: Path) -> None:
    archive.save_events(tmp_path / "panel.parquet", PanelOrder(frequency=Frequency.YEAR))
    rows = {
        (row["period_start"].year, row["actor"], row["recipient"]): row
        for row in read_panel(tmp_path / "panel.parquet")
    }
    year = [report for report in reports if report.day.year == 2018]
    pair = [report for report in year if (report.actor, report.recipient) == ("CHN", "RUS")]
    row = rows[2018, "CHN", "RUS"]
    assert row["score_mean"] == pytest.approx(sum(float(report.score) for report in pair) / len(pair), abs=1e-9)
    assert row["tone_mean"] == pytest.approx(sum(float(report.tone) for report in pair) / len(pair), abs=1e-9)
    assert row["actor_share"] == pytest.approx(len(pair) / sum(report.actor == "CHN" for report in year))
    assert row["world_share"] == pytest.approx(len(pair) / len(year))
    assert row["covered_share"] == pytest.approx(3 / 365)
    assert rows[2017, "CHN", "RUS"]["covered_share"] == 0


def test_states_cut_the_rows_and_not_the_shares(archive: Store, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.parquet", tmp_path / "part.csv"
    archive.save_events(whole, PanelOrder(frequency=Frequency.YEAR))
    archive.save_events(part, PanelOrder(frequency=Frequency.YEAR, states=("CHN", "RUS")))
    shares = {
        tuple(row[name] for name in ("period_start", "actor", "recipient")): row["actor_share"]
        for row in read_panel(whole)
    }
    rows = read_panel(part)
    assert {(row["actor"], row["recipient"]) for row in rows} == {
        (a, b) for a in ("CHN", "RUS") for b in ("CHN", "RUS")
    }
    for row in rows:
        assert row["actor_share"] == pytest.approx(shares[row["period_start"], row["actor"], row["recipient"]])


def test_a_window_and_a_day_of_knowledge_cut_the_events(archive: Store, reports: list[Report], tmp_path: Path) -> None:
    second = FIRST + dt.timedelta(1)
    order = PanelOrder(frequency=Frequency.DAY, window=Window(FIRST, None), as_of=second)
    archive.save_events(tmp_path / "panel.parquet", order)
    rows = read_panel(tmp_path / "panel.parquet")
    known = [report for report in reports if report.added < second and report.day >= FIRST]
    assert sum(row["report_count"] for row in rows) == len(known)
    assert {row["period_start"] for row in rows} == {FIRST}


def test_a_window_that_cuts_a_month_cuts_what_of_it_is_covered(archive: Store, tmp_path: Path) -> None:
    """Else the events of one day would pass for those of all that the files cover."""
    order = PanelOrder(frequency=Frequency.MONTH, window=Window(FIRST, FIRST))
    archive.save_events(tmp_path / "panel.parquet", order)
    shares = {row["covered_share"] for row in read_panel(tmp_path / "panel.parquet")}
    assert list(shares) == pytest.approx([1 / 31])


@pytest.mark.parametrize("name", ["panel.parqet", "panel"])
def test_a_file_of_another_kind_is_refused_before_anything_is_counted(
    archive: Store, tmp_path: Path, name: str
) -> None:
    with pytest.raises(UnknownSuffix, match=r"Known: \.csv, \.parquet, \.arrow, \.feather"):
        archive.save_events(tmp_path / name, PanelOrder(frequency=Frequency.YEAR))
    with pytest.raises(StoreError, match="there is no such folder"):
        archive.save_events(tmp_path / "none" / "panel.csv", PanelOrder(frequency=Frequency.YEAR))


def test_what_cannot_be_written_leaves_what_was_there(archive: Store, tmp_path: Path) -> None:
    taken = tmp_path / "panel.csv"
    taken.mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        archive.save_events(taken, PanelOrder(frequency=Frequency.YEAR))
    assert sorted(tmp_path.iterdir()) == [taken]


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(UnknownName, match=r"unknown engine .sparc.\. Nearest: spark"):
        PanelOrder(frequency=Frequency.YEAR, engine="sparc")


def test_corrected_events_are_not_for_spark(store: Store, tmp_path: Path) -> None:
    rows = make_reports(FIRST, 10, seed=3)
    store.load("gdelt_v1", write_day(tmp_path, FIRST, rows), dt.date(2026, 11, 22))
    assert len(list_event_files([Layer(store.folder)])) == 1
    store.load("gdelt_v1", write_day(tmp_path, FIRST, [move(rows[0], mentions=99)]), dt.date(2026, 11, 23))
    with pytest.raises(NotOnSpark, match="gdelt_v1 holds events that a later file corrects"):
        list_event_files([Layer(store.folder)])
