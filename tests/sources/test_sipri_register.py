from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
HEAD = (
    "\ufeffRecipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,"
    "SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
JETS = "China,Russia,2015,,24,,Su-35S,FGA aircraft,24,?,2016; 2017; 2018,New,$2 b deal; with engines,62.5,1500,1500\n"
ORDERS = "SELECT actor, recipient, start_date::VARCHAR, end_date::VARCHAR, known_date::VARCHAR, fields FROM records"


def test_an_order_is_a_record_from_its_year_to_its_last_delivery(load_text: Load, select: Select) -> None:
    load_text("sipri_register", "r.csv", HEAD + JETS)
    ((actor, recipient, start, end, known, fields),) = select(ORDERS)
    assert (actor, recipient, start, end, known) == ("RUS", "CHN", "2015-01-01", "2018-12-31", "2019-03-16")
    assert json.loads(str(fields)) == {
        "weapon": "Su-35S",
        "description": "FGA aircraft",
        "condition": "New",
        "number_ordered": 24,
        "number_delivered": 24,
        "deliveries": "2016; 2017; 2018",
        "estimated": "delivered",
        "order_tiv": 1500,
        "delivered_tiv": 1500,
        "comment": "$2 b deal; with engines",
    }


def test_volumes_count_in_the_year_of_order(load_text: Load, select: Select) -> None:
    more = "China,Russia,2015,?,,,S-400,SAM system,0,,,New,,,,\n"
    load_text("sipri_register", "r.csv", HEAD + JETS + more + JETS.replace("2015", "2014"))
    assert select("SELECT year(period_start), unit, value, completeness, status FROM figures ORDER BY 1") == [
        (2014, "M TIV", 1500.0, 1.0, 0),
        (2015, "M TIV", 1500.0, 0.5, 2),
    ]


def test_an_order_without_deliveries_ends_with_its_year(load_text: Load, select: Select) -> None:
    load_text("sipri_register", "r.csv", HEAD + "Algeria,Turkiye,2023,?,12,?,Anka,armed UAV,0,,,New,,3,36,0\n")
    assert [row[3] for row in select(ORDERS)] == ["2023-12-31"]


def test_orders_alike_stay_apart_and_ids_outlive_new_deliveries(load_text: Load, select: Select) -> None:
    load_text("sipri_register", "r.csv", HEAD + JETS + JETS)
    before = select("SELECT id FROM records ORDER BY 1")
    assert len(before) == 2
    load_text("sipri_register", "later.csv", HEAD + JETS.replace("2018,New", "2018; 2019,New") + JETS)
    assert select("SELECT id FROM records ORDER BY 1") == before
    assert sorted(str(row[3]) for row in select(ORDERS)) == ["2018-12-31", "2019-12-31"]


def test_volumes_on_a_line_of_their_own_go_back_to_their_order(load_text: Load, select: Select) -> None:
    text = JETS.replace("62.5,1500,1500", ",,") + ",62.5,1500,1500,,,,,,,,,,,,\n" + JETS.replace("2015", "2014")
    report = load_text("sipri_register", "r.csv", HEAD + text)
    assert report.repaired == {"volumes on a line of their own, joined to their order": 1}
    assert report.refused == ()
    assert select("SELECT value FROM figures") == [(1500.0,), (1500.0,)]


def test_a_preamble_is_passed_over(load_text: Load) -> None:
    text = "Transfers of major weapons\nSource: a database\n\n" + HEAD.removeprefix("\ufeff") + JETS
    assert load_text("sipri_register", "r.csv", text).rows == 2


def test_the_silence_of_a_selection_covers_nothing(load_text: Load, store: object, select: Select) -> None:
    load_text("sipri_register", "china.csv", HEAD + JETS)
    assert store.loads()[0].covers == {}  # type: ignore[attr-defined]


def test_rebels_are_left_out_with_a_count_and_the_unknown_is_refused(load_text: Load) -> None:
    rows = [
        JETS.replace("China", "Houthi rebels (Yemen)*"),
        JETS.replace("China", "Atlantis"),
        JETS.replace("New", "Stolen"),
        JETS.replace("2016; 2017; 2018", "soon"),
        JETS.replace(",2015,", ",1015,"),
        JETS.replace("1500,1500", "much,1500"),
        JETS,
    ]
    report = load_text("sipri_register", "r.csv", HEAD + "".join(rows))
    assert report.ignored == {"recipient that is no state": 1}
    assert report.refused == (
        "r.csv:7: no number in column SIPRI TIV for total order: 'much'",
        "year 1015.0 is not in the codebook: 1 rows",
        "condition 'Stolen' is not in the codebook: 1 rows",
        "deliveries 'soon' is not in the codebook: 1 rows",
        "recipient 'Atlantis' is no known state: 1 rows",
    )


def test_a_foreign_file_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="no file of sipri_register"):
        load_text("sipri_register", "r.csv", "supplier,recipient,year,value\nRussia,China,2015,3\n")
