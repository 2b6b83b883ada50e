"""Cells against a count without a database, and when they may be trusted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.store.dyads.reports import FIRST, Report, count_by_hand, make_reports, move, write_day

from facta.store import Store
from facta.store.dyads import CELL_COLUMNS, cells, query_cells, save_cells

LOADED = dt.date(2026, 11, 22)
SHOWN = tuple(name for name in CELL_COLUMNS if name not in ("origin", "source", "scheme"))


def read_cells(store: Store, table: str = "dyads") -> list[dict[str, object]]:
    cursor = store.connect().execute(f"SELECT {', '.join(SHOWN)} FROM {table}")
    return [dict(zip(SHOWN, row, strict=True)) for row in cursor.fetchall()]


def compare(store: Store, reports: list[Report], table: str = "dyads") -> None:
    expected = count_by_hand(reports)
    found = read_cells(store, table)
    assert len(found) == len(expected)
    for cell in found:
        key = tuple(cell.pop(name) for name in ("event_date", "actor", "recipient", "known_date"))
        assert cell == {name: expected[key][name] for name in cell}  # type: ignore[index]


def is_kept(store: Store) -> bool:
    """Say whether the view reads the files of cells, rather than the events."""
    sql = store.connect().execute("SELECT sql FROM duckdb_views() WHERE view_name = 'dyads'").fetchall()[0][0]
    return "/dyads/" in sql


def test_cells_lie_beside_the_events_and_are_what_is_counted_by_hand(archive: Store, reports: list[Report]) -> None:
    assert is_kept(archive)
    assert len(list(archive.folder.glob("dyads/*.parquet"))) == 3
    compare(archive, reports)


def test_a_file_of_cells_is_sorted_for_pairs(archive: Store) -> None:
    for file in archive.folder.glob("dyads/*.parquet"):
        rows = archive.connect().execute(f"SELECT actor, recipient, event_date FROM '{file}'").fetchall()
        assert rows == sorted(rows)


def test_the_filter_takes_reports_of_one_day_for_one_event_and_those_of_another_not(
    store: Store, tmp_path: Path
) -> None:
    first = make_reports(FIRST, 1, seed=1)[0]
    first = move(first, day=FIRST, actor="CHN", recipient="RUS")
    rows = [
        first,
        move(first, id=2, address="https://example.org/other"),
        move(first, id=3, code="190", quad=4),
        move(first, id=4, recipient="USA"),
        move(first, id=5, day=FIRST - dt.timedelta(1)),
    ]
    store.load("gdelt_v1", write_day(tmp_path, FIRST, rows), LOADED)
    found = store.connect().execute(
        "SELECT event_date::VARCHAR, recipient, report_count, event_count FROM dyads ORDER BY ALL"
    )
    assert found.fetchall() == [
        ("2018-05-29", "RUS", 1, 1),
        ("2018-05-30", "RUS", 3, 2),
        ("2018-05-30", "USA", 1, 1),
    ]


def test_many_batches_of_actors_give_the_same_file(
    archive: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sorted(archive.folder.glob("events/*.parquet"))
    whole, parts = tmp_path / "dyads" / "whole.parquet", tmp_path / "dyads" / "parts.parquet"
    events = f"read_parquet({[str(file) for file in files]})"
    save_cells(archive.connect(), events, whole)
    monkeypatch.setattr(cells, "_BATCH_ROWS", 100)
    save_cells(archive.connect(), events, parts)
    assert [file.name for file in sorted(whole.parent.iterdir())] == ["parts.parquet", "whole.parquet"]
    unlike = f"(FROM '{whole}' EXCEPT ALL FROM '{parts}') UNION ALL (FROM '{parts}' EXCEPT ALL FROM '{whole}')"
    assert archive.connect().execute(f"SELECT count(*) FROM ({unlike})").fetchall() == [(0,)]


def test_a_store_without_cells_counts_its_events(archive: Store, reports: list[Report], tmp_path: Path) -> None:
    import shutil

    bare = tmp_path / "bare"
    shutil.copytree(archive.folder, bare, ignore=shutil.ignore_patterns("dyads"))
    store = Store(bare, tmp_path / "starter")
    assert not is_kept(store)
    compare(store, reports)


def test_files_of_one_day_that_were_loaded_apart_are_counted_together(store: Store, tmp_path: Path) -> None:
    rows = [move(report, day=FIRST) for report in make_reports(FIRST, 300, seed=7)]
    for name, part in (("a", rows[:150]), ("b", rows[150:])):
        (tmp_path / name).mkdir()
        store.load("gdelt_v1", write_day(tmp_path / name, FIRST, part), LOADED)
    compare(store, rows)


def test_a_corrected_event_counts_once(store: Store, tmp_path: Path) -> None:
    rows = make_reports(FIRST, 50, seed=3)
    store.load("gdelt_v1", write_day(tmp_path, FIRST, rows), LOADED)
    mended = [move(rows[0], mentions=99), *rows[1:]]
    store.load("gdelt_v1", write_day(tmp_path, FIRST, mended), LOADED + dt.timedelta(1))
    assert not is_kept(store)
    compare(store, mended)


def test_the_sql_is_the_same_over_the_view_of_all_events(archive: Store, reports: list[Report]) -> None:
    compare(archive, reports, f"({query_cells('events')})")


def test_a_day_more_touches_only_its_own_file(archive: Store, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "grown"
    shutil.copytree(archive.folder, folder)
    before = {file.name: file.stat().st_mtime_ns for file in folder.glob("dyads/*")}
    day = FIRST + dt.timedelta(3)
    store = Store(folder, tmp_path / "starter")
    store.load("gdelt_v1", write_day(tmp_path, day, make_reports(day, 20, seed=9, first_id=9000)), LOADED)
    after = {file.name: file.stat().st_mtime_ns for file in folder.glob("dyads/*")}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1
