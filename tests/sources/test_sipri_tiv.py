from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
HEAD = "supplier,recipient,year,value,supplier_cown,recipient_cown\n"
PAIRS = "SELECT actor, recipient, year(period_start), value, status FROM figures WHERE {} ORDER BY ALL"


def test_states_are_found_by_name_and_successors_summed(load_text: Load, select: Select) -> None:
    load_text("sipri_tiv", "t.csv", HEAD + "Soviet Union,China,1991,300,365,710\nRussia,China,1991,12,365,710\n")
    assert select(PAIRS.format("'WLD' NOT IN (actor, recipient)")) == [("RUS", "CHN", 1991, 312.0, 0)]


def test_a_delivery_below_half_a_million_is_reported(load_text: Load, select: Select) -> None:
    load_text("sipri_tiv", "t.csv", HEAD + "France,Peru,2003,0,220,135\n")
    assert select(PAIRS.format("recipient = 'PER' AND actor = 'FRA'")) == [("FRA", "PER", 2003, 0.0, 0)]


def test_parties_that_are_no_state_count_in_totals_only(load_text: Load, select: Select) -> None:
    text = HEAD + "Russia,NATO**,2010,5,365,NA\nUnknown supplier(s),Iraq,2010,3,NA,645\nRussia,Iraq,2010,40,365,645\n"
    report = load_text("sipri_tiv", "t.csv", text)
    assert report.ignored == {"supplier that is no state": 1, "recipient that is no state": 1}
    assert select(PAIRS.format("true")) == [
        ("RUS", "IRQ", 2010, 40.0, 0),
        ("RUS", "WLD", 2010, 45.0, 0),
        ("WLD", "IRQ", 2010, 43.0, 0),
    ]


def test_unknown_parties_years_and_values_are_refused(load_text: Load) -> None:
    text = (
        HEAD
        + "Russia,Atlantis,2010,5,365,NA\nRussia,Iraq,1910,5,365,645\n"
        + "Russia,Iraq,2011,-5,365,645\nRussia,Iraq,2011,x,365,645\n"
    )
    report = load_text("sipri_tiv", "t.csv", text)
    assert report.refused == (
        "no number where one belongs: Russia, Iraq, 2011, x",
        "year 1910 is not in the codebook: 1 rows",
        "value -5.0 is not in the codebook: 1 rows",
        "recipient 'Atlantis' is no known state: 1 rows",
    )


def test_an_empty_file_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match=r"t\.csv: the file is empty"):
        load_text("sipri_tiv", "t.csv", "")
