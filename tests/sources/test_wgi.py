from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
LONG = [
    "codeindyr", "code", "countryname", "year", "indicator", "estimate", "stddev", "nsource", "pctrank",
    "pctranklower", "pctrankupper",
]  # fmt: skip
NEW = [
    "Economy (name)",
    "Economy (code)",
    "Year",
    "Governance score (0-100)",
    "Governance estimate (approx. -2.5 to +2.5)",
]
FIGURES = "SELECT actor, variant, value, round(low, 4), round(high, 4) FROM figures ORDER BY ALL"


def write_row(code: str, dimension: str, estimate: object, error: object = 0.1) -> list[object]:
    return [f"{code}{dimension}2022", code, "words", 2022, dimension, estimate, error, 9, 5, 1, 9]


def test_all_dimensions_of_the_publishers_sheet_are_variants(load_sheets: Load, select: Select) -> None:
    rows = [write_row("CHN", "cc", 0.02), write_row("CHN", "va", -1.5), write_row("ZAR", "pv", -2.0)]
    report = load_sheets("wgi", "wgidataset.xlsx", {"Sheet1": [LONG, *rows]})
    assert report.repaired == {"code ZAR read as COD": 1}
    assert select(FIGURES) == [
        ("CHN", "control_of_corruption", 0.02, -0.1445, 0.1845),
        ("CHN", "voice_accountability", -1.5, -1.6645, -1.3355),
        ("COD", "political_stability", -2.0, -2.1645, -1.8355),
    ]


def test_a_sheet_a_dimension_is_read_too(load_sheets: Load, select: Select) -> None:
    sheets = {
        "Introduction": [["Words"]],
        "rl": [[*NEW, "Standard error of the estimate"], ["China", "CHN", 2024, 50, 0.1, 0.2]],
        "ge": [NEW, ["China", "CHN", 2024, 60, 0.5]],
    }
    load_sheets("wgi", "wgidataset_with_sourcedata-2025.xlsx", sheets)
    assert select(FIGURES) == [
        ("CHN", "government_effectiveness", 0.5, None, None),
        ("CHN", "rule_of_law", 0.1, -0.229, 0.429),
    ]


def test_empty_cells_are_ignored_and_odd_ones_refused(load_sheets: Load) -> None:
    rows = [
        write_row("CHN", "va", "..", "#N/A"),
        write_row("CHN", "zz", 1.0),
        write_row("ATL", "va", 1.0),
        write_row("CHN", "rl", "good"),
        write_row("RUS", "va", 1.0),
    ]
    report = load_sheets("wgi", "wgidataset.xlsx", {"Sheet1": [LONG, *rows]})
    assert report.rows == 1
    assert report.ignored == {"rows without an estimate": 1}
    assert report.refused == (
        "Sheet1, 5: no number among 2022.0, good, 0.1",
        "dimension 'zz' is not in the codebook: 1 rows",
        "iso3 code 'ATL' is no known state: 1 rows",
    )


def test_a_workbook_of_something_else_is_refused(load_sheets: Load) -> None:
    with pytest.raises(BrokenFile, match="no sheet holds estimates"):
        load_sheets("wgi", "x.xlsx", {"Sheet1": [["a", "b"]]})
    with pytest.raises(BrokenFile, match="a sheet has no column governance estimate"):
        load_sheets("wgi", "y.xlsx", {"va": [["Economy (code)", "Year"]]})
