from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
PROJECT = {
    "AidData Record ID": 1,
    "Recommended For Aggregates": "Yes",
    "AidData Parent ID": "NA",
    "Umbrella": "No",
    "Financier Country": "China",
    "Recipient": "Kazakhstan",
    "Recipient ISO-3": "KAZ",
    "Commitment Year": 2019,
    "Status": "Completion",
    "Amount (Constant USD 2021) ": 9e6,
    "Adjusted Amount (Constant USD 2021) ": 3e6,
}
SUMS = """SELECT variant, value, completeness, status FROM figures WHERE indicator = '{}' AND recipient = 'KAZ'
    AND period_start = '2019-01-01' ORDER BY 1"""


def write_sheets(*projects: dict[str, object]) -> dict[str, list[list[object]]]:
    """Write the workbook; each project differs from `PROJECT` as given."""
    rows = [list((PROJECT | project).values()) for project in projects]
    return {"Definitions": [["Field", "Meaning"]], "GCDF_3.0": [list(PROJECT), *rows]}


def test_adjusted_amounts_are_summed_by_status_and_umbrellas_left_out(load_sheets: Load, select: Select) -> None:
    report = load_sheets(
        "aiddata_gcdf",
        "GCDF_3.0.xlsx",
        write_sheets(
            {},
            {"Status": "Implementation", "Adjusted Amount (Constant USD 2021) ": "NA"},
            {"Status": "Pipeline: Pledge", "Recommended For Aggregates": "No"},
            {"Status": "Pipeline: Commitment", "Umbrella": "Yes", "Recommended For Aggregates": "No"},
            {"Status": "Cancelled", "Recommended For Aggregates": "No"},
        ),
    )
    assert report.ignored == {"umbrella agreement": 1, "project cancelled or suspended": 1}
    assert report.refused == ()
    assert select(SUMS.format("official_finance")) == [
        ("commitment", 0.0, 1.0, 1),
        ("completion", 3.0, 1.0, 0),
        ("done", 3.0, 0.5, 2),
        ("implementation", None, 0.0, 3),
        ("pledge", 3.0, 1.0, 0),
        ("recommended", 3.0, 0.5, 2),
    ]
    assert select("SELECT DISTINCT source, known_date::VARCHAR FROM figures") == [("aiddata_gcdf", "2023-11-06")]


def test_all_years_of_the_release_have_a_row(load_sheets: Load, select: Select) -> None:
    load_sheets("aiddata_gcdf", "GCDF_3.0.xlsx", write_sheets({}))
    where = "FROM figures WHERE indicator = 'official_finance_projects' AND variant = 'recommended'"
    assert select(f"SELECT status, count(*), sum(value) {where} GROUP BY 1 ORDER BY 1") == [(0, 1, 1.0), (1, 21, 0.0)]


def test_regions_are_left_out_and_the_unknown_is_refused(load_sheets: Load) -> None:
    projects: list[dict[str, object]] = [
        {"Recipient": "Africa, regional", "Recipient ISO-3": "NA"},
        {"Recipient": "Multi-Region", "Recipient ISO-3": "NA"},
        {"Recipient": "Atlantis", "Recipient ISO-3": "ATL"},
        {"Status": "Rumoured"},
        {"Commitment Year": 1999},
        {},
    ]
    report = load_sheets("aiddata_gcdf", "GCDF_3.0.xlsx", write_sheets(*projects))
    assert report.ignored == {"recipient that is no state": 2}
    assert report.refused == (
        "status 'Rumoured' is not in the codebook: 1 rows",
        "year 1999 is not in the codebook: 1 rows",
        "recipient 'Atlantis' is no known state: 1 rows",
    )


def test_a_workbook_without_the_columns_is_refused(load_sheets: Load) -> None:
    with pytest.raises(BrokenFile, match="the sheet has no column"):
        load_sheets("aiddata_gcdf", "x.xlsx", {"Sheet": [["project_id", "year"]]})
