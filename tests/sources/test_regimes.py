"""Readers of what states are: governance, democracy, capabilities."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

WGI = "wb_country,wb_code,year,Estimate,StdErr,NumSrc,Rank,Lower,Upper\n"
NMC = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n"
INDICES = [f"v2x_{name}" for name in ("polyarchy", "libdem", "partipdem", "delibdem", "egaldem", "api", "mpi")]
COLUMNS = [f"{index}{part}" for index in INDICES for part in ("", "_codelow", "_codehigh")]
VDEM = f"country_text_id,year,vdem_cowcode,{','.join(COLUMNS)}\n"


def write_vdem(text_id: str, year: int, code: str, first: str) -> str:
    return f"{text_id},{year},{code},{first}" + "," * (len(COLUMNS) - 3) + "\n"


def test_wgi_gives_the_estimate_with_a_90_percent_interval(load_text: Load, select: Select) -> None:
    report = load_text("wgi", "w.csv", WGI + 'China,CHN,2023,-1.5,0.1,9,7,2,12\n"Congo, D. R.",ZAR,2023,-1,0.2,9,7,2,9')
    assert report.repaired == {"code ZAR read as COD": 1}
    rows = select("SELECT actor, variant, value, round(low, 4), round(high, 4) FROM figures ORDER BY 1")
    assert rows == [
        ("CHN", "voice_accountability", -1.5, -1.6645, -1.3355),
        ("COD", "voice_accountability", -1.0, -1.329, -0.671),
    ]


def test_wgi_leaves_out_rows_without_an_estimate_and_refuses_unknown_codes(load_text: Load) -> None:
    report = load_text(
        "wgi", "w.csv", WGI + "China,CHN,2023,,,,,,\nAtlantis,ATL,2023,1,1,1,1,1,1\nX,RUS,2023,-1,1,1,1,1,1"
    )
    assert report.ignored == {"rows without an estimate": 1}
    assert report.refused == ("iso3 code 'ATL' is no known state: 1 rows",)


def test_vdem_gives_each_index_with_its_interval(load_text: Load, select: Select) -> None:
    text = VDEM + write_vdem("RUS", 2024, "365.0", "0.17,0.16,0.19") + write_vdem("HKG", 2024, "", "0.2,0.1,0.3")
    assert load_text("vdem", "v.csv", text).rows == 2
    assert select("SELECT indicator, actor, value, low, high FROM figures ORDER BY 2") == [
        ("polyarchy", "HKG", 0.2, 0.1, 0.3),
        ("polyarchy", "RUS", 0.17, 0.16, 0.19),
    ]


def test_vdem_leaves_out_its_territories_and_refuses_unknown_ones_and_odd_values(load_text: Load) -> None:
    text = VDEM + write_vdem("SML", 2024, "", "0.2,0.1,0.3") + write_vdem("ATL", 2024, "", "0.2,0.1,0.3")
    report = load_text(
        "vdem", "v.csv", text + write_vdem("CHN", 2024, "710", "7,,") + write_vdem("USA", 2024, "2", "1,,")
    )
    assert report.ignored == {"entities that are no states": 1}
    assert report.refused == (
        "v2x_polyarchy 7.0 is not in the codebook: 1 rows",
        "iso3 code 'ATL' is no known state: 1 rows",
    )


def test_nmc_reads_expenditure_in_dollars_only(load_text: Load, select: Select) -> None:
    report = load_text("cow_nmc", "n.csv", NMC + "365,1913,446800,1,1,1,1,1,0.11\n365,1914,857000,1,1,1,1,1,0.12")
    assert select("SELECT indicator, year(period_start), unit, value FROM figures ORDER BY 1, 2") == [
        ("capabilities", 1913, "1", 0.11),
        ("capabilities", 1914, "1", 0.12),
        ("military_expenditure", 1914, "k USD", 857000.0),
    ]
    assert report.ignored == {"military expenditure in British pounds": 1}


def test_nmc_knows_missing_from_zero(load_text: Load, select: Select) -> None:
    load_text("cow_nmc", "n.csv", NMC + "90,2000,-9,1,1,1,1,1,0.1\n94,2000,0,1,1,1,1,1,0.1")
    assert select("SELECT actor, value, status FROM figures WHERE indicator <> 'capabilities' ORDER BY 1") == [
        ("CRI", 0.0, 1),
        ("GTM", None, 3),
    ]


@pytest.mark.parametrize("source", ["wgi", "vdem", "cow_nmc"])
def test_a_foreign_file_is_refused_whole(source: str, load_text: Load) -> None:
    with pytest.raises(BrokenFile, match=f"no file of {source}"):
        load_text(source, "x.csv", "country,year\nChina,2020")
