"""Files of one month of an event archive are one load, and each is accounted for by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import msgspec
import pytest

from facta.errors import BrokenFile, FileError, ForeignFile
from facta.store import Layer, LoadReport, Store

from .archives import write_day, write_rows

TODAY = dt.date(2026, 11, 22)
Give = Callable[[Sequence[Path]], list[LoadReport | FileError]]


@pytest.fixture
def give(store: Store) -> Give:
    """Return ``give(files)``: loads them together, and returns what became of each."""
    return lambda files: [outcome for _, outcome in store.load_files("gdelt_v1", [(file, TODAY) for file in files])]


def count_events(store: Store) -> int:
    return len(store.connect().execute("SELECT 1 FROM events").fetchall())


def list_new(outcomes: Sequence[LoadReport | FileError]) -> list[int]:
    return [outcome.new if isinstance(outcome, LoadReport) else -1 for outcome in outcomes]


def test_the_files_of_a_month_are_one_load_and_those_of_two_months_are_two(
    store: Store, give: Give, tmp_path: Path
) -> None:
    june, july = [write_day(tmp_path, day) for day in (1, 2, 3)], [write_day(tmp_path, 1, month=7)]
    assert list_new(give([*june, *july])) == [3, 3, 3, 3]
    loads = store.loads()
    assert [load.id.rsplit("-", 1)[0] for load in loads] == ["gdelt_v1-2018-06", "gdelt_v1-2018-07"]
    assert [given.name for given in loads[0].files] == [file.name for file in june]
    assert [load.file for load in loads] == [
        "20180601.export.CSV.zip … 20180603.export.CSV.zip (3 files)",
        "20180701.export.CSV.zip",
    ]
    assert loads[0].covers["events"] == ((dt.date(2018, 6, 1), dt.date(2018, 6, 3)),)
    assert sorted(part.stem for part in store.folder.glob("events/*")) == sorted(load.id for load in loads)
    assert sorted(part.stem for part in store.folder.glob("dyads/*")) == sorted(load.id for load in loads)


def test_loading_files_again_adds_nothing_file_by_file(store: Store, give: Give, tmp_path: Path) -> None:
    files = [write_day(tmp_path, day) for day in (1, 2, 3)]
    give(files[:2])
    again = files[0].rename(tmp_path / "20180609.export.CSV.zip")
    assert list_new(give([again, *files[1:]])) == [0, 0, 3]
    assert list_new(give([again, *files[1:]])) == [0, 0, 0]
    assert count_events(store) == 9
    assert len(store.loads()) == 2


def test_one_file_under_two_names_counts_once(store: Store, give: Give, tmp_path: Path) -> None:
    file = write_day(tmp_path, 1)
    (tmp_path / "20180602.export.CSV.zip").write_bytes(file.read_bytes())
    first, second = give([file, tmp_path / "20180602.export.CSV.zip"])
    assert list_new([first, second]) == [3, 0]
    assert isinstance(second, LoadReport)
    assert (second.file, second.rows) == ("20180602.export.CSV.zip", 3)


def test_a_broken_file_keeps_no_other_out(store: Store, give: Give, tmp_path: Path) -> None:
    files = [write_day(tmp_path, day) for day in (1, 2, 3, 4, 5)]
    files[1].write_bytes(files[1].read_bytes()[:-30])
    files[2].write_text("a,b\n1,2\n", encoding="utf-8")
    files[3] = write_day(tmp_path, 4, {"GLOBALEVENTID": "7", "EventCode": "---"})
    outcomes = give([*files, tmp_path / "20180606.export.CSV.zip"])
    assert list_new(outcomes) == [3, -1, -1, -1, 3, -1]
    assert isinstance(outcomes[2], BrokenFile)
    found = [str(error) for error in outcomes if isinstance(error, FileError)]
    assert [line.split(": ")[0].split("/")[-1] for line in found] == [
        f"201806{day:02}.export.CSV.zip" for day in (2, 3, 4, 6)
    ]
    assert count_events(store) == 6


def test_a_foreign_member_is_passed_over_and_a_foreign_file_refused(give: Give, tmp_path: Path) -> None:
    (tmp_path / "20180602.csv").write_text("ccode1,year\n2,2000\n", encoding="utf-8")
    _, foreign = give([write_day(tmp_path, 1), tmp_path / "20180602.csv"])
    assert isinstance(foreign, ForeignFile)


def test_what_is_wrong_is_counted_by_file_and_line(store: Store, give: Give, tmp_path: Path) -> None:
    files = [write_day(tmp_path, 1), tmp_path / "20180602.export.CSV", tmp_path / "20180603.export.CSV"]
    cut = write_rows({"GLOBALEVENTID": "1"}, {"GLOBALEVENTID": "2"})[:-40]
    files[1].write_text(cut + "\n" + write_rows({"GLOBALEVENTID": "3", "NumMentions": "many"}), encoding="utf-8")
    files[2].write_text(
        write_rows({"GLOBALEVENTID": "4", "Actor1Code": " USA"}, {"GLOBALEVENTID": "5", "Actor2CountryCode": "QQQ"}),
        encoding="utf-8",
    )
    one, two, three = (outcome for outcome in give(files) if isinstance(outcome, LoadReport))
    assert (one.repaired, one.refused) == ({}, ())
    assert (two.rows, two.refused) == (
        1,
        (
            "20180602.export.CSV:2: 50 cells where 58 belong",
            "20180602.export.CSV:3: no whole number in column NumMentions: 'many'",
        ),
    )
    assert three.repaired == {"rows with blanks around a code": 1}
    assert three.refused == ("Actor2CountryCode 'QQQ' is no known state: 1 rows, kept without it",)
    (load,) = store.loads()
    assert load.refused_count == 3
    assert load.refused[-1] == f"20180603.export.CSV: {three.refused[0]}"


def test_an_event_in_two_files_is_stored_once_and_the_last_file_counts(
    store: Store, give: Give, tmp_path: Path
) -> None:
    first = write_day(tmp_path, 1, {"GLOBALEVENTID": "1"}, {"GLOBALEVENTID": "2", "NumArticles": "5"})
    second = write_day(tmp_path, 2, {"GLOBALEVENTID": "1"}, {"GLOBALEVENTID": "2", "NumArticles": "6"})
    reports = [outcome for outcome in give([first, second]) if isinstance(outcome, LoadReport)]
    assert [(report.rows, report.repaired) for report in reports] == [(2, {}), (2, {})]
    found = store.connect().execute("SELECT id, article_count FROM events ORDER BY id").fetchall()
    assert found == [("1", 9), ("2", 6)]


def test_a_later_file_with_rows_that_are_held_adds_only_the_others(store: Store, give: Give, tmp_path: Path) -> None:
    give([write_day(tmp_path, 1, {"GLOBALEVENTID": "1"}, {"GLOBALEVENTID": "2"})])
    later = write_day(tmp_path, 2, {"GLOBALEVENTID": "2"}, {"GLOBALEVENTID": "3"})
    assert list_new(give([later])) == [1]
    assert count_events(store) == 3
    assert [load.revised for load in store.loads()] == [(), ()]


def test_a_manifest_without_a_list_of_files_is_read(store: Store, give: Give, tmp_path: Path) -> None:
    file = write_day(tmp_path, 1)
    give([file])
    (load,) = store.loads()
    old = msgspec.structs.replace(load, files=(), sha256=load.files[0].sha256)
    Layer(store.folder).finish(old)
    assert [given.sha256 for given in old.given()] == [load.sha256]
    assert list_new(give([file])) == [0]


def test_a_part_is_typed_and_sorted_by_pair_and_day(store: Store, give: Give, tmp_path: Path) -> None:
    rows = [
        {"GLOBALEVENTID": str(n), "Actor1CountryCode": actor, "SQLDATE": f"2018060{1 + n % 3}"}
        for n, actor in enumerate(["USA", "CHN", "GBR"] * 20)
    ]
    give([write_day(tmp_path, 1, *rows)])
    (part,) = store.folder.glob("events/*.parquet")
    held = f"FROM read_parquet('{part}')"
    with duckdb.connect() as db:
        found = db.execute(f"SELECT actor, recipient, event_date, id {held}").fetchall()
        kinds = {name: kind for name, kind, *_ in db.execute(f"DESCRIBE {held}").fetchall()}
    assert found == sorted(found)
    assert [kinds[name] for name in ("event_date", "quad", "score", "article_count", "code")] == [
        *("DATE", "TINYINT", "DOUBLE", "INTEGER", "VARCHAR")
    ]
