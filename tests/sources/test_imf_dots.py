from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
YEARS = ["", *range(1986, 1994)]


def test_totals_stand_in_each_reporters_own_book(load_sheets: Load, select: Select) -> None:
    load_sheets(
        "imf_dots",
        "dots.xlsx",
        {
            "China": [["", 2013, 2014], ["China", 0, 0], ["Russia", 89e9, ""]],
            "Russia": [["", 2013, 2014], ["China", 0, 88.4e9], ["Russia", 0, 0]],
        },
    )
    rows = select(
        "SELECT actor, recipient, reporter, unit, year(period_start), value, status FROM figures ORDER BY ALL"
    )
    assert rows == [
        ("CHN", "RUS", "CHN", "M USD", 2013, 89_000.0, 0),
        ("CHN", "RUS", "CHN", "M USD", 2014, None, 3),
        ("RUS", "CHN", "RUS", "M USD", 2013, 0.0, 1),
        ("RUS", "CHN", "RUS", "M USD", 2014, 88_400.0, 0),
    ]


def test_absurd_cells_are_not_coded_even_side_by_side(load_sheets: Load, select: Select) -> None:
    trade = [5.1e8, 1.3e15, 1.8e15, 5.3e8, 6.0e8, 6.1e8, 7.0e8, 7.5e8]
    report = load_sheets("imf_dots", "dots.xlsx", {"Mexico": [YEARS, ["Brazil", *trade]]})
    assert report.repaired == {"cell beyond all measure, not coded": 2}
    assert select("SELECT year(period_start), value FROM figures WHERE status = 3 ORDER BY 1") == [
        (1987, None),
        (1988, None),
    ]


def test_trade_that_grows_fast_stays(load_sheets: Load, select: Select) -> None:
    trade = [1e6, 4e6, 2e7, 9e7, 4e8, 2e9, 9e9, 4e10]
    report = load_sheets("imf_dots", "dots.xlsx", {"Mexico": [YEARS, ["China", *trade]]})
    assert report.repaired == {}
    assert select("SELECT count(value) FROM figures") == [(8,)]


def test_what_is_no_amount_and_no_state_is_refused_with_a_signal(load_sheets: Load) -> None:
    sheets = {"Mexico": [["", 2013, 2014], ["Brazil", "much", 5e9], ["Atlantis", 1, 1], ["China", -1, 7e10]]}
    report = load_sheets("imf_dots", "dots.xlsx", sheets)
    assert report.rows == 2
    assert report.refused == (
        "dots.xlsx:2: Mexico, Brazil, 2013: 'much' is no amount",
        "dots.xlsx:4: Mexico, China, 2013: -1.0 is no amount",
        "partner 'Atlantis' is no known state: 2 rows",
    )


def test_a_title_text_and_marks_of_missing_figures_are_read_as_what_they_are(load_sheets: Load, select: Select) -> None:
    rows = [
        ["Direction of trade"],
        ["", "2013", "2014", "2015", "Notes"],
        ["China", "89,000,000,000", "..", "n/a", "x"],
    ]
    report = load_sheets("imf_dots", "dots.xlsx", {"Russia": rows})
    assert (report.refused, report.ignored) == ((), {"column that is no year": 1})
    assert select("SELECT year(period_start), value, status FROM figures ORDER BY 1") == [
        (2013, 89_000.0, 0),
        (2014, None, 3),
        (2015, None, 3),
    ]


def test_a_workbook_without_years_is_refused(load_sheets: Load) -> None:
    with pytest.raises(BrokenFile, match=r"dots\.xlsx: sheet 'Notes' has no row of years"):
        load_sheets("imf_dots", "dots.xlsx", {"Notes": [["Compiled", "by hand"]]})


def test_a_truncated_workbook_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="the workbook is damaged"):
        load_text("imf_dots", "dots.xlsx", b"PK\x03\x04" + b"\0" * 40)


FLOWS = "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,STATUS\n"


def write_flow(country: str, indicator: str, partner: str, period: str, value: str, frequency: str = "A") -> str:
    return f"IMF.STA:IMTS(1.0.0),{country},{indicator},{partner},{frequency},{period},{value},6,\n"


def test_the_publishers_rows_are_flows_in_dollars_by_who_books_them(load_text: Load, select: Select) -> None:
    text = (
        FLOWS
        + write_flow("CHN", "XG_FOB_USD", "RUS", "2024", "115510000000")
        + write_flow("CHN", "MG_CIF_USD", "RUS", "2024", "129320000000")
        + write_flow("CHN", "XG_FOB_USD", "G001", "2024", "3577000000000")
        + write_flow("CHN", "XG_FOB_USD", "KOS", "2024-Q2", "", "Q")
        + write_flow("USA", "XG_FOB_USD", "CHN", "2024-M11", "0", "M")
    )
    report = load_text("imf_dots", "imts.csv", text)
    assert report.refused == ()
    assert select(
        "SELECT actor, recipient, reporter, period_start::VARCHAR, value, status FROM figures ORDER BY ALL"
    ) == [
        ("CHN", "RUS", "CHN", "2024-01-01", 115510.0, 0),
        ("CHN", "WLD", "CHN", "2024-01-01", 3577000.0, 0),
        ("CHN", "XKX", "CHN", "2024-04-01", None, 3),
        ("RUS", "CHN", "CHN", "2024-01-01", 129320.0, 0),
        ("USA", "CHN", "USA", "2024-11-01", 0.0, 1),
    ]


def test_groups_and_balances_are_left_out_and_the_unknown_is_refused(load_text: Load) -> None:
    text = (
        FLOWS
        + write_flow("CHN", "XG_FOB_USD", "G163", "2024", "1")
        + write_flow("CHN", "TBG_USD", "RUS", "2024", "-1")
        + write_flow("CHN", "XG_FOB_USD", "ZZZ", "2024", "1")
        + write_flow("CHN", "XG_FOB_USD", "RUS", "2024-S1", "1", "S")
        + write_flow("CHN", "XG_NEW", "RUS", "2024", "1")
        + write_flow("CHN", "XG_FOB_USD", "RUS", "2023", "1")
        + write_flow("CHN", "XG_FOB_USD", "RUS", "2022", "1")
    )
    report = load_text("imf_dots", "imts.csv", text)
    assert report.rows == 2
    assert report.ignored == {"balance, which exports less imports give": 1, "partner that is no state": 1}
    assert report.refused == (
        "INDICATOR 'XG_NEW' is not in the codebook: 1 rows",
        "TIME_PERIOD '2024-S1' is not in the codebook: 1 rows",
        "partner 'ZZZ' is no known state: 1 rows",
    )
