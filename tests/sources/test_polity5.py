from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

HEAD = ["p5", "cyear", "ccode", "scode", "country", "year", "flag", "fragment", "democ", "autoc", "polity", "polity2"]
SCORES = "SELECT actor, year(period_start), variant, value, status FROM figures ORDER BY ALL"


def row(code: int, year: int, polity: int, polity2: object) -> list[object]:
    return [0, code * 10000 + year, code, "ABC", "Country", year, 0, "", 1, 7, polity, polity2]


def test_the_workbook_gives_both_scores(load_sheets: Load, select: Select) -> None:
    sheet = [HEAD, row(710, 2018, -7, -7), row(700, 1979, -66, ""), row(700, 1978, -77, 0)]
    load_sheets("polity5", "p5v2018.xlsx", {"p5v2018": sheet})
    assert select(SCORES) == [
        ("AFG", 1978, "original", None, 3),
        ("AFG", 1978, "revised", 0.0, 0),
        ("AFG", 1979, "original", None, 3),
        ("AFG", 1979, "revised", None, 3),
        ("CHN", 2018, "original", -7.0, 0),
        ("CHN", 2018, "revised", -7.0, 0),
    ]


def test_a_table_of_text_and_the_repack_give_the_same(load_text: Load, select: Select) -> None:
    text = ",".join(HEAD) + "\n" + ",".join(map(str, row(710, 2018, -7, -7)))
    load_text("polity5", "p.csv", text)
    repack = "polity_annual_ccode,year,polity,polity2\n710.0,2018.0,-7.0,-7.0"
    assert load_text("polity5", "r.csv", repack).new == 0
    assert len(select(SCORES)) == 2


def test_codes_of_its_own_follow_the_state(load_sheets: Load, select: Select) -> None:
    codes = [(364, 1950), (365, 1922), (364, 1922), (365, 2000), (341, 2010), (348, 2010), (347, 2000), (342, 2010)]
    codes += [(525, 2012), (626, 2012), (529, 2000), (769, 1960), (818, 1980), (816, 1976), (818, 1976), (324, 1850)]
    load_sheets("polity5", "p.xlsx", {"p": [HEAD, *(row(*code, 1, place) for place, code in enumerate(codes, -8))]})
    found = select("SELECT actor, year(period_start), value FROM figures WHERE variant = 'revised' ORDER BY value")
    assert [(actor, year) for actor, year, _ in found] == [
        ("RUS", 1950),
        ("RUS", 1922),
        ("RUS", 2000),
        ("XKX", 2010),
        ("MNE", 2010),
        ("SRB", 2000),
        ("SRB", 2010),
        ("SSD", 2012),
        ("SDN", 2012),
        ("ETH", 2000),
        ("PAK", 1960),
        ("VNM", 1980),
        ("VNM", 1976),
        ("ITA", 1850),
    ]
    assert [value for _, year, value in found if year in (1922, 1976)] == [-6.0, 6.0]


def test_what_is_no_score_or_state_is_refused_or_left_out(load_sheets: Load) -> None:
    report = load_sheets(
        "polity5",
        "p.xlsx",
        {"p": [HEAD, row(89, 1830, 1, 1), row(2, 2000, 11, 10), row(2, 2001, 10, 10), row(999, 2000, 1, 1)]},
    )
    assert report.ignored == {"polity code that is no state": 1}
    assert list(report.refused) == [
        "polity 11.0 is not in the codebook: 1 rows",
        "cow code '999' is no known state: 1 rows",
    ]
    with pytest.raises(BrokenFile, match="no column polity"):
        load_sheets("polity5", "q.xlsx", {"p": [["ccode", "year"], [2, 2000]]})
