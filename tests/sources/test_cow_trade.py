from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.sources.cow_trade import read as reader
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
HEAD = "ccode1,ccode2,year,flow1,flow2\n"
PUBLISHED = (
    "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,smoothtotrade,spike1,spike2,dip1,dip2,"
    "trdspike,tradedip,bel_lux_alt_flow1,bel_lux_alt_flow2,china_alt_flow1,china_alt_flow2,source1,source2,version\n"
)
FLOWS = "SELECT actor, recipient, value, status FROM figures ORDER BY ALL"


def test_the_publishers_columns_are_read(load_text: Load, select: Select) -> None:
    row = "365,710,2014,Russia,China,53000.5,-9,53000.5,-9,-9,0,0,0,0,0,0,-9,-9,-9,-9,1,1,4\n"
    load_text("cow_trade", "Dyadic_COW_4.0.csv", PUBLISHED + row)
    assert select(FLOWS) == [("CHN", "RUS", 53000.5, 0), ("RUS", "CHN", None, 3)]


def test_the_publishers_archive_is_read_and_its_documents_are_passed_over(
    load_text: Load, select: Select, tmp_path: Path
) -> None:
    file = tmp_path / "COW_Trade_4.0.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("COW_Trade_4.0/COW_Trade_4.0_Codebook.pdf", "%PDF-1.4 words")
        archive.writestr("COW_Trade_4.0/Dyadic_COW_4.0.csv", HEAD + "710,365,2014,1,2\n")
        archive.writestr(
            "COW_Trade_4.0/National_COW_4.0.csv",
            "ccode,statename,stateabb,year,imports,exports,alt_imports,alt_exports,source1,source2,version\n"
            "710,China,CHN,2014,1958000,2342000,-9,-9,1,1,4\n",
        )
    load_text("cow_trade", file.name, file.read_bytes())
    assert select("SELECT indicator, count(*) FROM figures GROUP BY 1 ORDER BY 1") == [
        ("trade_flow", 2),
        ("trade_national", 2),
    ]


def test_a_selection_gives_no_totals_with_the_world(load_text: Load, select: Select) -> None:
    report = load_text("cow_trade", "china.csv", HEAD + "710,365,2012,10,7\n710,2,2012,20,30\n")
    assert report.ignored == {"total with the world, of a file that is a selection": 1}
    assert select("SELECT count(*) FROM figures WHERE 'WLD' IN (actor, recipient)") == [(0,)]


def test_a_whole_file_gives_partial_totals_where_flows_are_missing(
    load_text: Load, select: Select, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_WHOLE", 3)
    load_text("cow_trade", "all.csv", HEAD + "710,365,2012,10,7\n710,2,2012,20,-9\n2,365,2012,1,0\n")
    totals = "SELECT actor, recipient, value, completeness, status FROM figures WHERE 'WLD' IN (actor, recipient)"
    assert select(f"{totals} ORDER BY ALL") == [
        ("CHN", "WLD", 7.0, 0.5, 2),
        ("RUS", "WLD", 11.0, 1.0, 0),
        ("USA", "WLD", 20.0, 1.0, 0),
        ("WLD", "CHN", 30.0, 1.0, 0),
        ("WLD", "RUS", 7.0, 1.0, 0),
        ("WLD", "USA", 1.0, 0.5, 2),
    ]


def test_a_pair_told_from_both_sides_counts_once(load_text: Load, select: Select) -> None:
    report = load_text("cow_trade", "both.csv", HEAD + "710,365,2012,10,7\n365,710,2012,7,10\n")
    assert report.repaired == {"flow told from both sides, kept once": 2}
    assert select(FLOWS) == [("CHN", "RUS", 7.0, 0), ("RUS", "CHN", 10.0, 0)]


def test_what_is_no_amount_and_no_year_is_refused(load_text: Load, select: Select) -> None:
    text = (
        HEAD + "710,365,2012,inf,7\n710,365,2002.5,1,2\n710,365,2011,nan,1\n710,365,2010,-3,1\n710.0,365.0,2009.0,4,5\n"
    )
    report = load_text("cow_trade", "odd.csv", text)
    assert sorted(report.refused) == [
        "flow1 -3.0 is not in the codebook: 1 rows",
        "odd.csv:2: no number in column flow1: 'inf'",
        "odd.csv:3: no whole number in column year: '2002.5'",
        "odd.csv:4: no number in column flow1: 'nan'",
    ]
    assert select(FLOWS) == [("CHN", "RUS", 5.0, 0), ("RUS", "CHN", 4.0, 0)]


def test_west_germany_is_read_under_either_code(load_text: Load, select: Select) -> None:
    head = "ccode,year,imports,exports\n"
    text = head + "255,1975,75000,90000\n260,1975,,\n255,1990,346000,409000\n260,1990,,\n260,1956,5,6\n"
    report = load_text("cow_trade", "National_COW_4.0.csv", text)
    assert (report.refused, report.repaired) == ((), {"West Germany under Germany's code": 1})
    exports = "SELECT year(period_start), value FROM figures WHERE actor = 'DEU' ORDER BY 1"
    assert select(exports) == [(1956, 6.0), (1975, 90000.0), (1990, 409000.0)]
