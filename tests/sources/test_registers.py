from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.errors import BrokenFile, RegisterError
from facta.sources.registers.schema import SCHEMAS
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
CITED = {
    "published": "2020-01-15",
    "citation": "Reuters, 15 January 2020: a headline",
    "url": "https://example.org/a",
    "seen": "2026-11-22",
}
ROWS: dict[str, dict[str, str]] = {
    "cited_figures": {
        "indicator": "trade", "actor": "CHN", "recipient": "RUS", "period": "2019", "value": "110.75", "low": "",
        "high": "", "unit": "bn USD", "basis": "flow", "detail": "", "reporter": "CHN",
    },
    "meetings": {
        "date": "2019-04-26", "series": "belt_and_road_forum", "title": "Second Forum", "host": "CHN", "state": "RUS",
        "person": "Vladimir Putin", "level": "head_of_state", "mode": "in_person",
    },
    "deals": {
        "date": "2019-12", "actor": "RUS", "recipient": "CHN", "title": "Power of Siberia", "domain": "energy",
        "rung": "live", "value": "38", "unit": "bcm/year", "tags": "gas",
    },
    "projects": {
        "date": "2017-02", "list": "EEC list", "proposer": "EAEU", "counterpart": "CHN", "title": "A road",
        "status": "proposed",
    },
    "texts": {
        "date": "2020-06-18", "speaker": "Tedros", "state": "WHO", "occasion": "A conference",
        "phrase": "a phrase of five words", "language": "en",
    },
    "incidents": {
        "date": "1969-03-02", "actor": "CHN", "recipient": "RUS", "location": "Zhenbao", "kind": "armed_clash",
        "fatalities": "58", "title": "A clash",
    },
}  # fmt: skip


def write_register(kind: str, *changes: dict[str, str]) -> str:
    """Write a register of one good row for each of `changes`, changed so."""
    rows = [
        {"id": f"row-{n}", **ROWS[kind], **CITED, "via": "", "note": "", **change} for n, change in enumerate(changes)
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(
    ("kind", "actor", "recipient", "start", "end", "fields"),
    [
        ("meetings", "RUS", "CHN", "2019-04-26", "2019-04-26", {"level": "head_of_state", "person": "Vladimir Putin"}),
        ("deals", "RUS", "CHN", "2019-12-01", "2019-12-31", {"rung": "live", "value": 38.0, "unit": "bcm/year"}),
        ("projects", "EAEU", "CHN", "2017-02-01", "2017-02-28", {"status": "proposed", "list": "EEC list"}),
        ("texts", "WHO", "", "2020-06-18", "2020-06-18", {"speaker": "Tedros", "phrase": "a phrase of five words"}),
        ("incidents", "CHN", "RUS", "1969-03-02", "1969-03-02", {"kind": "armed_clash", "fatalities": 58}),
    ],
)
def test_rows_become_records(
    load_text: Load,
    select: Select,
    kind: str,
    actor: str,
    recipient: str,
    start: str,
    end: str,
    fields: dict[str, object],
) -> None:
    load_text("registers", f"{kind}.csv", write_register(kind, {"via": "Ankur Shah"}))
    (row,) = select(
        """SELECT kind, actor, recipient, start_date::VARCHAR, end_date::VARCHAR, known_date::VARCHAR, fields
        FROM records"""
    )
    assert row[:6] == (kind.removesuffix("s"), actor, recipient, start, end, "2020-01-15")
    found = json.loads(str(row[6]))
    assert fields | {"via": "Ankur Shah", "citation": CITED["citation"]} == {
        name: found[name] for name in (*fields, "via", "citation")
    }
    assert not {"note", "actor", "host", "date"} & set(found)


def test_every_row_has_an_origin_of_its_own(load_text: Load, store: Store, tmp_path: Path) -> None:
    load_text("registers", "meetings.csv", write_register("meetings", {"via": "Ankur Shah"}, {"published": "2020-01"}))
    first, second = (f"registers/{tmp_path.name}/meetings/row-{place}" for place in range(2))
    origin = store.evidence().origin(first)
    assert (origin.publisher, origin.dataset, origin.licence) == ("Reuters", "meetings", "facts, cited")
    assert (origin.citation, origin.url, origin.via) == (CITED["citation"], CITED["url"], "Ankur Shah")
    assert str(origin.retrieved) == "2026-11-22"
    assert {row.origin for row in store.evidence().rows("meeting")} == {first, second}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("", "year", "2019-01-01", 110.75, None, 0)),
        ({"period": "2019-Q1..2019-Q2", "detail": "crude"}, ("crude", "half", "2019-01-01", 110.75, None, 0)),
        ({"period": "2019-01..2019-07"}, ("(2019-01..2019-07)", "year", "2019-01-01", 110.75, None, 0)),
        ({"period": "2013..2018", "detail": "x"}, ("x (2013..2018)", "year", "2018-01-01", 110.75, None, 0)),
        ({"period": "2019-03", "value": "", "low": "3"}, ("", "month", "2019-03-01", None, 3.0, 2)),
        ({"value": "0"}, ("", "year", "2019-01-01", 0.0, None, 1)),
    ],
)  # fmt: skip
def test_figures_keep_their_period_and_bounds(
    load_text: Load, select: Select, change: dict[str, str], expected: tuple[object, ...]
) -> None:
    load_text("registers", "cited_figures.csv", write_register("cited_figures", change))
    rows = select("SELECT variant, frequency, period_start::VARCHAR, value, low, status FROM figures")
    assert rows == [expected]


def test_a_pledge_is_pledged_and_a_month_is_known_at_its_end(load_text: Load, select: Select) -> None:
    pledge = {"basis": "pledge", "published": "2020-02"}
    load_text(
        "registers", "cited_figures.csv", write_register("cited_figures", {"id": "done", "period": "2018"}, pledge)
    )
    assert select("SELECT act, known_date::VARCHAR FROM figures ORDER BY 1") == [
        ("done", "2020-01-15"),
        ("pledged", "2020-02-29"),
    ]


def test_a_revision_is_a_vintage_of_the_same_figure(load_text: Load, select: Select) -> None:
    first, second = {"value": "64.2"}, {"value": "68.0", "published": "2020-08-06"}
    load_text("registers", "cited_figures.csv", write_register("cited_figures", first, second))
    assert select("SELECT vintage, value FROM figures ORDER BY 1") == [("2020-01-15", 64.2), ("2020-08-06", 68.0)]


@pytest.mark.parametrize(
    ("kind", "change", "found"),
    [
        ("meetings", {"citation": ""}, "no citation. Every row needs one."),
        ("meetings", {"url": " "}, "no url. Every row needs one."),
        ("meetings", {"published": ""}, "no published. Every row needs one."),
        ("meetings", {"published": "last May"}, "impossible window 'last May'. Write a period"),
        ("meetings", {"date": "2019-04-31"}, "impossible window '2019-04-31'. Write a period"),
        ("meetings", {"seen": "2026-11"}, "seen '2026-11' is no day. Write 2021-01-31."),
        ("meetings", {"state": "Rusia"}, "unknown state, set or organisation 'Rusia'. Nearest: Russia (RUS)."),
        ("meetings", {"state": "Russia"}, "unknown state, set or organisation 'Russia'. Nearest: RUS."),
        ("meetings", {"host": "UNTCAD"}, "unknown state, set or organisation 'UNTCAD'. Nearest: UNCTAD."),
        ("meetings", {"level": "head_of_sate"}, "unknown level 'head_of_sate'. Nearest: head_of_state."),
        ("meetings", {"mode": "by_post"}, "unknown mode 'by_post'. Known: in_person, virtual, written."),
        ("deals", {"rung": "singed"}, "unknown rung 'singed'. Nearest: signed."),
        ("deals", {"unit": "bcm/yr"}, "unknown unit 'bcm/yr'. Nearest: bcm."),
        ("projects", {"status": "propsed"}, "unknown status 'propsed'. Nearest: proposed."),
        ("texts", {"phrase": " ".join("abcdefghijklm")}, "phrase has 13 words; the limit is 12."),
        ("incidents", {"fatalities": "many"}, "fatalities 'many' is no whole number. Write 12, or"),
        ("cited_figures", {"unit": "bn USDs"}, "unknown unit 'bn USDs'. Nearest: bn USD."),
        ("cited_figures", {"basis": "flows"}, "unknown basis 'flows'. Nearest: flow."),
        ("cited_figures", {"period": "2019.."}, "impossible window '2019..'. Write a period"),
        ("cited_figures", {"value": "110,75"}, "value '110,75' is no number. Write 1234.5, or leave it empty."),
        ("cited_figures", {"value": ""}, "neither value nor bound."),
        ("cited_figures", {"id": "row-0"}, "id row-0 stands twice. It is in line 2 already."),
        ("cited_figures", {}, "figure trade · CHN · RUS · CHN · 2019 · 2020-01-15 stands twice. It is in"),
    ],
)  # fmt: skip
def test_the_first_faulty_row_refuses_the_whole_register(
    load_text: Load, store: Store, kind: str, change: dict[str, str], found: str
) -> None:
    faulty = {"id": "", "citation": ""}
    with pytest.raises(RegisterError, match=f"{kind}.csv:3: ") as caught:
        load_text("registers", f"{kind}.csv", write_register(kind, {}, change, faulty))
    assert str(caught.value).removeprefix(f"{kind}.csv:3: ").startswith(found)
    assert store.loads() == []


def test_a_line_is_counted_where_its_row_starts(load_text: Load) -> None:
    text = write_register("texts", {"note": "a note\nof three\nlines"}, {"phrase": ""})
    with pytest.raises(RegisterError, match=r"texts\.csv:5: no phrase"):
        load_text("registers", "texts.csv", text)


def test_a_row_of_another_width_is_refused(load_text: Load) -> None:
    with pytest.raises(RegisterError, match=r"deals\.csv:3: 3 cells for 16 columns\. Quote cells that hold commas\."):
        load_text("registers", "deals.csv", write_register("deals", {}) + "a,b,c\n")


def test_columns_with_semicolons_between_them_are_named(load_text: Load) -> None:
    text = write_register("deals", {}).replace(",", ";")
    with pytest.raises(RegisterError, match=r"deals\.csv:1: the columns are separated by ';'\. Save it as CSV"):
        load_text("registers", "deals.csv", text)


def test_an_unknown_column_is_refused(load_text: Load) -> None:
    text = write_register("deals", {}).replace("domain", "domian", 1)
    with pytest.raises(RegisterError, match=r"deals\.csv:1: unknown column 'domian'\. Nearest: domain\."):
        load_text("registers", "deals.csv", text)


def test_bytes_that_are_no_utf_8_are_refused(load_text: Load) -> None:
    text = write_register("deals", {"title": "Nord Stream für alle"}).encode("latin-1")
    with pytest.raises(RegisterError, match="this is no CSV in UTF-8"):
        load_text("registers", "deals.csv", text)


def test_a_file_that_is_no_register_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="this is no file of registers"):
        load_text("registers", "notes.csv", "id,remark\n1,hello\n")


def test_every_kind_of_register_is_tested_here() -> None:
    assert set(ROWS) == set(SCHEMAS)


def test_an_incident_of_an_unknown_kind_is_refused(load_text: Load) -> None:
    with pytest.raises(RegisterError, match=r"incidents\.csv:2: unknown kind 'armed_clsh'\. Nearest: armed_clash"):
        load_text("registers", "incidents.csv", write_register("incidents", {"kind": "armed_clsh"}))
