"""Events as daily figures: zeros inside coverage, nothing outside, and nothing that was not known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from tests.store.dyads.reports import FIRST, QUADS, Report, count_by_hand, make_reports, move, write_day

from facta.domain import Frequency, Period, Status, Window
from facta.store import Store
from facta.store.dyads import query_counts

LOADED = dt.date(2026, 11, 22)
LAST = FIRST + dt.timedelta(2)


def add_up(reports: list[Report], column: str, day: dt.date, actor: str, recipient: str | None) -> float:
    """Add the cells of a day by hand; without recipient those of everybody, and of everybody who acts for WLD."""
    return sum(
        cell[column]
        for (date, one, other, _), cell in count_by_hand(reports).items()
        if date == day and actor in (one, "WLD") and recipient in (other, None)
    )


@pytest.mark.parametrize("indicator", QUADS)
@pytest.mark.parametrize(("variant", "counted"), [("events", "event"), ("reports", "report")])
def test_a_pair_has_its_counts_by_day(
    archive: Store, reports: list[Report], indicator: str, variant: str, counted: str
) -> None:
    runs = {run.variant: run for run in archive.evidence().figures(indicator, "CHN", "RUS")}
    run = runs[variant]
    assert (run.source, run.unit, run.frequency, run.vintage) == ("gdelt_v1", "count", Frequency.DAY, "1.0")
    column = f"{indicator}_{counted}_count"
    days = [Period(Frequency.DAY, int(ordinal)).start for ordinal in run.ordinals]
    assert run.values.tolist() == [add_up(reports, column, day, "CHN", "RUS") for day in days]
    assert set(days) <= {FIRST + dt.timedelta(place) for place in range(3)}
    assert set(run.status) <= {Status.REPORTED, Status.ZERO}


def test_marginals_hold_what_has_no_state_on_the_other_side(archive: Store, reports: list[Report]) -> None:
    evidence = archive.evidence()
    evidence.fetch_figures([("reported_events", "CHN", ""), ("reported_events", "WLD", "")])
    for actor in ("CHN", "WLD"):
        (run,) = (run for run in evidence.figures("reported_events", actor) if run.variant == "reports")
        days = (FIRST, FIRST + dt.timedelta(1), LAST)
        assert run.values.tolist() == [add_up(reports, "report_count", day, actor, None) for day in days]


@pytest.mark.parametrize("pair", [("CHN", "WLD"), ("WLD", "CHN")])
def test_the_world_is_every_other_state(archive: Store, reports: list[Report], pair: tuple[str, str]) -> None:
    place = pair.index("CHN")
    states = [report for report in reports if report.actor and report.recipient not in ("", report.actor)]
    acting = [report for report in states if (report.actor, report.recipient)[place] == "CHN"]
    (run,) = (run for run in archive.evidence().figures("reported_events", *pair) if run.variant == "reports")
    days = (FIRST, FIRST + dt.timedelta(1), LAST)
    assert run.values.tolist() == [sum(report.day == day for report in acting) for day in days]


def test_a_pair_without_events_has_an_empty_run_and_coverage_that_means_zero(archive: Store) -> None:
    evidence = archive.evidence()
    assert [len(run.ordinals) for run in evidence.figures("material_conflict", "FRA", "DEU")] == [0, 0]
    (entry,) = (entry for entry in evidence.coverage("material_conflict") if entry.source == "gdelt_v1")
    assert (entry.absence, entry.window) == ("zero", Window(FIRST, LAST))
    assert evidence.figures("trade_flow", "FRA", "DEU") == ()


def test_partners_are_those_of_whom_something_is_reported(archive: Store) -> None:
    assert archive.evidence().partners("verbal_conflict", "CHN") == ("CHN", "RUS", "TON", "USA")
    assert archive.evidence().partners("verbal_conflict", "FRA") == ()


def test_a_month_of_which_some_days_are_covered_is_partial_even_where_nothing_is_reported(archive: Store) -> None:
    evidence = archive.evidence(frequency=Frequency.MONTH)
    for pair in (("CHN", "RUS"), ("FRA", "DEU")):
        run = evidence.figures("verbal_cooperation", *pair)[0]
        assert [str(Period(Frequency.MONTH, int(ordinal))) for ordinal in run.ordinals] == ["2018-05", "2018-06"]
        assert run.completeness.tolist() == pytest.approx([2 / 31, 1 / 30])
        assert run.status.tolist() == [Status.PARTIAL] * 2


def test_months_are_sums_of_days(archive: Store) -> None:
    days = archive.evidence().figures("verbal_conflict", "RUS", "USA")
    months = archive.evidence(frequency=Frequency.MONTH).figures("verbal_conflict", "RUS", "USA")
    assert [run.values.sum() for run in months] == [run.values.sum() for run in days]


def test_days_without_a_file_are_no_count_and_no_zero(store: Store, tmp_path: Path) -> None:
    for day in (FIRST, LAST):
        late = [move(report, day=FIRST + dt.timedelta(1)) for report in make_reports(LAST, 40, seed=2, first_id=100)]
        rows = make_reports(day, 40, seed=1, first_id=day.day * 1000) + (late if day == LAST else [])
        store.load("gdelt_v1", write_day(tmp_path, day, rows), LOADED)
    run = store.evidence().figures("verbal_cooperation", "WLD")[0]
    assert [Period(Frequency.DAY, int(ordinal)).start for ordinal in run.ordinals] == [FIRST, LAST]


def test_nothing_is_seen_that_became_known_later(archive: Store, reports: list[Report]) -> None:
    day = FIRST + dt.timedelta(1)
    evidence = archive.evidence(day)
    (run,) = (run for run in evidence.figures("reported_events", "WLD") if run.variant == "reports")
    known = [report for report in reports if report.added + dt.timedelta(1) <= day]
    assert run.values.tolist() == [sum(report.day == FIRST for report in known)]
    (entry,) = (entry for entry in evidence.coverage("reported_events") if entry.source == "gdelt_v1")
    assert entry.window.end == FIRST


def test_before_an_archive_was_published_its_silence_is_no_zero(archive: Store) -> None:
    evidence = archive.evidence(FIRST)
    assert evidence.coverage("verbal_conflict") == evidence.coverage("events") == ()
    assert evidence.figures("verbal_conflict", "CHN", "RUS") == ()


def test_a_count_is_traced_to_its_events(archive: Store, reports: list[Report]) -> None:
    rows = archive.evidence().find_rows("material_conflict", [("CHN", "RUS"), ("CHN", "")])
    expected = [r.id for r in reports if (r.actor, r.recipient, r.quad) == ("CHN", "RUS", 4)]
    assert sorted(int(str(row["id"])) for row in rows) == sorted(expected)
    assert {row["kind"] for row in rows} == {"event"}


def test_counts_of_all_pairs_are_sums_of_their_days(archive: Store) -> None:
    cursor = archive.connect().execute(query_counts())
    names = [column[0] for column in cursor.description]
    found = {
        (row["actor"], row["recipient"]): row
        for row in (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    }
    assert len(found) == 12
    cells = "SELECT sum(verbal_conflict_report_count) FROM dyads WHERE actor = 'CHN' AND recipient = 'USA'"
    (total,) = archive.connect().execute(cells).fetchall()[0]
    assert found["CHN", "USA"]["verbal_conflict_report_count"] == total


def test_many_pairs_in_one_scan_are_what_each_is_alone(archive: Store) -> None:
    pairs = [(one, other) for one in ("CHN", "RUS", "USA") for other in ("CHN", "RUS", "TON") if one != other]
    together, alone = archive.evidence(), archive.evidence()
    together.fetch_figures(("verbal_conflict", *pair) for pair in pairs)
    for pair in pairs:
        for one, other in zip(
            together.figures("verbal_conflict", *pair), alone.figures("verbal_conflict", *pair), strict=True
        ):
            assert np.array_equal(one.values, other.values)
            assert one.origins == other.origins
