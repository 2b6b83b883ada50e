"""Panels: what stands in a row, in which file, and what lies beside it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from tests.store.dyads.reports import FIRST, make_reports, write_day

import facta
from facta.desk import encode_result
from facta.desk.measuring import NoSeries
from facta.desk.panelling.asking import MixedPanel
from facta.errors import StoreError, UnknownName
from facta.store import Store

Run = Callable[..., Any]
NAMES = ("period", "period_start", "actor", "recipient", "measure", "source", "reporter", "variant", "vintage", "value")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with three days of events."""
    folder = tmp_path_factory.mktemp("events")
    for place in range(3):
        day = FIRST + dt.timedelta(place)
        file = write_day(folder, day, make_reports(day, 400, seed=place, first_id=1 + 1000 * place))
        Store(folder / "store").load("gdelt_v1", file, dt.date(2026, 11, 22))
    return folder / "store"


def choose(rows: list[dict[str, Any]], **given: object) -> list[dict[str, Any]]:
    return [row for row in rows if all(row[name] == value for name, value in given.items())]


def test_a_row_is_a_period_of_a_book_and_both_ways_of_a_pair_stand(islands: Path) -> None:
    panel = facta.panel("trade", states=["FJI", "TON"], source="cow_trade", store=islands / "store")
    rows = panel.rows()
    assert [column.name for column in panel.columns][:10] == list(NAMES)
    assert len(panel) == len(rows) == 10
    assert choose(rows, actor="FJI", recipient="TON", period="2003") == [
        {
            "period": "2003",
            "period_start": dt.date(2003, 1, 1),
            "actor": "FJI",
            "recipient": "TON",
            "measure": "trade",
            "source": "cow_trade",
            "reporter": "",
            "variant": "",
            "vintage": "4.0",
            "value": 11.0,
            "low": None,
            "high": None,
            "unit": "M USD",
            "status": "reported",
            "completeness": 1.0,
        }
    ]


def test_every_figure_is_the_one_of_the_measure(islands: Path) -> None:
    asked: dict[str, Any] = {"window": "1990..2010", "store": islands / "store"}
    rows = facta.panel("trade", "capabilities", states="{FJI, TON, WSM}", **asked).rows()
    for one, other in (("FJI", "TON"), ("WSM", "FJI")):
        for series in facta.measure("trade", f"{one} -- {other}", **asked):
            book = {name: getattr(series.book, name) for name in ("source", "reporter", "variant", "vintage")}
            expected = {row["period"]: row["value"] for row in choose(rows, actor=one, recipient=other, **book)}
            for period, value, status in zip(series.periods, series.values[0], series.status, strict=True):
                assert (str(period) in expected) == (status != 6)
                assert expected.get(str(period)) in (value, None)
    assert {row["recipient"] for row in choose(rows, measure="capabilities")} <= {""}


def test_without_states_all_pairs_are_listed_of_which_something_is_reported(islands: Path) -> None:
    rows = facta.panel("trade", source="cow_trade", window="2000..2004", store=islands / "store").rows()
    pairs = {(row["actor"], row["recipient"]) for row in rows}
    assert {("FJI", "TON"), ("TON", "FJI"), ("WSM", "FJI")} <= pairs
    assert ("TON", "WSM") not in pairs


def test_an_undirected_measure_has_one_value_both_ways() -> None:
    rows = facta.panel("vote_agreement", states=["CHN", "RUS"], window="2010").rows()
    assert [(row["actor"], row["recipient"]) for row in rows] == [("CHN", "RUS"), ("RUS", "CHN")]
    assert rows[0]["value"] == rows[1]["value"]


def test_words_are_counted_by_month_and_books_of_years_are_left_out_with_a_note(archive: Path) -> None:
    panel = facta.panel("verbal_conflict", by="month", states=["CHN", "RUS"], store=archive)
    rows = choose(panel.rows(), actor="CHN", recipient="RUS")
    assert [(row["period"], row["status"]) for row in rows] == [("2018-05", "partial"), ("2018-06", "partial")]
    (series,) = facta.measure("verbal_conflict", "CHN -> RUS", by="month", source="gdelt_v1", store=archive)
    assert [row["value"] for row in rows] == series.values[0].tolist()
    assert panel.notes == ("verbal_conflict of icews_dyads has figures by year; it is left out.",)


def test_a_source_of_figures_alone_has_no_book_of_events(archive: Path) -> None:
    series = facta.measure("verbal_conflict", "CHN -- RUS", store=archive)
    assert [(found.book.source, found.book.variant) for found in series] == [
        ("gdelt_v1", "events"),
        ("icews_dyads", ""),
    ]


def test_shares_are_those_of_the_measure_with_their_intervals(archive: Path) -> None:
    panel = facta.panel("conflict_share", by="day", states=["CHN", "USA"], source="gdelt_v1", store=archive)
    (series,) = facta.measure("conflict_share", "CHN -> USA", by="day", source="gdelt_v1", store=archive)
    rows = choose(panel.rows(), actor="CHN", recipient="USA")
    assert [row["value"] for row in rows] == pytest.approx(series.values[0].tolist())
    assert all(row["low"] < row["value"] < row["high"] for row in rows)


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".arrow", ".feather"])
def test_a_file_of_each_kind_holds_the_same_rows(archive: Path, tmp_path: Path, suffix: str) -> None:
    panel = facta.panel("events", output=tmp_path / f"panel{suffix}", store=archive)
    kept = facta.panel("events", store=archive)
    assert panel.file == tmp_path / f"panel{suffix}"
    assert sorted(tmp_path.iterdir()) == [panel.file, panel.dictionary]
    assert panel.rows() == [{name: pytest.approx(cell) for name, cell in row.items()} for row in kept.rows()]
    assert panel.to_arrow().schema.types == kept.to_arrow().schema.types
    assert panel.to_polars().shape == (panel.count, len(panel.columns))
    assert pa.table(panel).column_names == [column.name for column in panel.columns]


@pytest.mark.parametrize("suffix", [".csv", ".arrow"])
def test_a_year_stays_a_text_and_an_empty_text_is_not_missing(islands: Path, tmp_path: Path, suffix: str) -> None:
    given: dict[str, Any] = {"states": ["FJI", "TON"], "source": "cow_trade", "store": islands / "store"}
    kept, panel = facta.panel("trade", **given), facta.panel("trade", output=tmp_path / f"panel{suffix}", **given)
    assert panel.rows() == kept.rows()
    assert panel.to_arrow() == kept.to_arrow()
    assert (panel.rows()[0]["period"], panel.rows()[0]["reporter"]) == ("2000", "")


def test_a_pair_of_which_nothing_is_reported_is_listed_only_where_it_is_named(archive: Path) -> None:
    """A partly covered month has a zero of its own for each pair, and that is nothing to tell of."""
    listed = facta.panel("material_cooperation", by="month", source="gdelt_v1", store=archive).rows()
    sums: dict[tuple[str, str], float] = {}
    for row in listed:
        sums[row["actor"], row["recipient"]] = sums.get((row["actor"], row["recipient"]), 0) + row["value"]
    assert sums
    assert all(sums.values())
    named = facta.panel("material_cooperation", by="month", states=["FRA", "DEU"], source="gdelt_v1", store=archive)
    assert {(row["value"], row["status"]) for row in named.rows()} == {(0.0, "partial")}


def test_a_source_cuts_a_panel_of_events_with_its_dictionary(archive: Path) -> None:
    panel = facta.panel("events", source="gdelt_v1", store=archive)
    assert len(panel) == len(facta.panel("events", store=archive))
    none = facta.panel("events", source="icews", store=archive)
    assert (none.rows(), none.citations) == ([], ())
    assert "gdelt" not in none.dictionary.read_text(encoding="utf-8")


def test_sets_may_leave_out_members(islands: Path) -> None:
    rows = facta.panel("trade", states="{FJI, TON, WSM} except TON", source="cow_trade", store=islands / "store").rows()
    assert {row["actor"] for row in rows} == {"FJI", "WSM"}


def test_a_panel_without_rows_says_so(islands: Path) -> None:
    panel = facta.panel("trade", states="FJI", store=islands / "store")
    assert (len(panel), panel.notes) == (0, ("No source has anything of these states and periods.",))


def test_the_dictionary_names_every_column_and_what_to_cite(archive: Path) -> None:
    panel = facta.panel("events", by="month", window="2018", as_of="2018-06-01", store=archive)
    text = panel.dictionary.read_text(encoding="utf-8")
    assert all(f"| {column.name} | {column.type} | {column.title} |" in text for column in panel.columns)
    assert "| on what was known on | 2018-06-01 |" in text
    assert "| gdelt_v1 | events | 2018-05-30 | 2018-05-31 |  | nothing |" in text
    assert "by the one-a-day filter" in text
    assert panel.cite()
    assert all(citation in text for citation in panel.cite())


def test_a_panel_that_nobody_keeps_goes_with_its_result(archive: Path) -> None:
    panel = facta.panel("events", store=archive)
    folder = panel.file.parent
    assert folder.is_dir()
    del panel
    assert not folder.exists()


def test_a_panel_that_fails_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(UnknownName, match="unknown measure 'trde'"):
        facta.panel("trde")
    assert list(tmp_path.iterdir()) == []


def test_the_document_says_how_many_rows_lie_where(archive: Path, tmp_path: Path) -> None:
    panel = facta.panel("events", output=tmp_path / "panel.csv", store=archive)
    document = json.loads(encode_result(panel))
    assert (document["schema"], document["rows"], document["file"]) == ("facta/panel/1", panel.count, str(panel.file))
    assert document["columns"][0] == {"name": "source", "type": "VARCHAR", "title": "id of the source"}


def test_an_interrupted_panel_leaves_what_was_there(islands: Path, tmp_path: Path) -> None:
    def stop(name: str, done: int, total: int) -> None:
        raise KeyboardInterrupt(f"{name} {done} of {total}")

    file = tmp_path / "panel.csv"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt, match="trade 1 of 2"):
        facta.panel("trade", output=file, states=["FJI", "TON", "WSM"], store=islands / "store", progress=stop)
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_text(encoding="utf-8") == "before"


def test_what_cannot_be_panelled_is_refused_by_name(islands: Path) -> None:
    with pytest.raises(MixedPanel, match="events has columns of its own"):
        facta.panel("events", "trade")
    with pytest.raises(MixedPanel, match="trade is no count of events"):
        facta.panel("trade", engine="spark")
    with pytest.raises(StoreError, match="no events are stored"):
        facta.panel("events", store=islands / "store")
    with pytest.raises(NoSeries, match="meetings gives rows"):
        facta.panel("meetings")
    with pytest.raises(UnknownName, match="unknown measure ''"):
        facta.panel()
    with pytest.raises(UnknownName, match="unknown period 'week'"):
        facta.panel("trade", by="week")
    with pytest.raises(UnknownName, match="unknown argument of trade 'isue'"):
        facta.panel("trade", isue="x", store=islands / "store")
    with pytest.raises(UnknownName, match=r"unknown argument of events 'count'\. It takes source"):
        facta.panel("events", count="reports", store=islands / "store")
    with pytest.raises(UnknownName, match=r"unknown source 'cow_trad'\. Nearest: cow_trade"):
        facta.panel("trade", source="cow_trad", store=islands / "store")
    with pytest.raises(UnknownName, match="unknown engine 'spork'"):
        facta.panel("events", engine="spork", store=islands / "store")
    with pytest.raises(StoreError, match="no such folder"):
        facta.panel("trade", output=islands / "nowhere" / "panel.csv")


def test_the_command_says_where_the_panel_lies(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "panel.csv"
    answer = run("panel", "trade", "--states", "{FJI, TON}", "--from", "2000", "--to", "2004", "-o", str(file))
    assert (answer.code, answer.err) == (0, "")
    assert "of 15 columns" in answer.out
    assert file.read_text(encoding="utf-8").startswith("period,period_start,actor,recipient,measure,source")
    document = run("panel", "trade", "--states", "FJI", "--states", "TON", "-o", str(file), "--json").document
    assert document["rows"] == len(file.read_text(encoding="utf-8").splitlines()) - 1
    refused = run("panel", "trde", "-o", str(file))
    assert (refused.code, refused.err.strip()) == (2, "unknown measure 'trde'. Nearest: trade.")
