from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

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
        "t.csv:5: no number in column value: 'x'",
        "year 1910 is not in the codebook: 1 rows",
        "value -5.0 is not in the codebook: 1 rows",
        "recipient 'Atlantis' is no known state: 1 rows",
    )


LEGACY = """"TIV of arms exports to China, 2019-2021"
"Generated: 12 April 2022"
"Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions."
"A '0' indicates that the value of deliveries is less than 0.5m"

,2019,2020,2021,Total
France,100,,0 ,100
Russia,1179,632,773,2584
"Unknown supplier(s)",5,,,5
Total,1284,632,773,2689
"""
TOTALS = (
    "SELECT actor, recipient, year(period_start), value, status FROM figures WHERE period_start = '{}-01-01' ORDER BY 1"
)


def test_the_publishers_table_of_one_state_is_read(load_text: Load, store: Store, select: Select) -> None:
    report = load_text("sipri_tiv", "TIV-Import-CHN.csv", LEGACY)
    assert report.refused == ()
    assert select(TOTALS.format(2020)) == [
        ("FRA", "CHN", 2020, 0.0, 1),
        ("RUS", "CHN", 2020, 632.0, 0),
        ("WLD", "CHN", 2020, 632.0, 0),
    ]
    assert ("FRA", "CHN", 2021, 0.0, 0) in select(TOTALS.format(2021))
    assert ("WLD", "CHN", 2019, 1284.0, 0) in select(TOTALS.format(2019))
    assert store.loads()[0].covers == {}


def test_the_table_of_the_present_site_names_its_state_in_the_totals(load_text: Load, select: Select) -> None:
    text = (
        "SIPRI Arms Transfers Database\n\nSupplier,2023,2024,2023-2024\nRussia,10,,10\nTotal exports to China,10,,10\n"
    )
    load_text("sipri_tiv", "import-export.csv", text)
    assert select(TOTALS.format(2023)) == [("RUS", "CHN", 2023, 10.0, 0), ("WLD", "CHN", 2023, 10.0, 0)]


def test_exports_of_one_state_are_its_own(load_text: Load, select: Select) -> None:
    load_text("sipri_tiv", "TIV-Export-RUS.csv", LEGACY.replace("exports to China", "exports from India"))
    assert [row[:2] for row in select(TOTALS.format(2019))] == [("IND", "FRA"), ("IND", "RUS"), ("IND", "WLD")]


def test_odd_cells_and_tables_of_nobody_are_refused(load_text: Load) -> None:
    report = load_text("sipri_tiv", "t.csv", LEGACY.replace("1179", "n/a"))
    assert report.refused == ("t.csv:8: Russia, 2019: 'n/a' is no volume",)
    with pytest.raises(BrokenFile, match="does not say whose transfers"):
        load_text("sipri_tiv", "all.csv", LEGACY.replace("TIV of arms exports to China, 2019-2021", "All"))


def test_an_empty_file_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match=r"t\.csv: the file is empty"):
        load_text("sipri_tiv", "t.csv", "")
