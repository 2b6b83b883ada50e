from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
HEAD = [
    "project_id", "recommended_for_research", "year", "donor", "status", "usd_defl_2014", "recipient_condensed",
    "recipient_iso3", "recipient_count",
]  # fmt: skip
YEAR = """SELECT variant, act, value, completeness, status FROM figures
    WHERE indicator = '{}' AND recipient = 'KAZ' AND period_start = '2010-01-01' ORDER BY variant"""


def write_project(number: int, status: str, amount: object, **given: object) -> list[object]:
    """Write one project of Kazakhstan in 2010; *recommended* unless pledged."""
    cells = dict(
        zip(
            HEAD,
            [number, status != "Pipeline: Pledge", 2010, "China", status, amount, "Kazakhstan", "KAZ", 1],
            strict=True,
        )
    )
    return list((cells | given).values())


def test_each_status_is_a_variant_of_money_and_of_projects(load_sheets: Load, select: Select) -> None:
    projects = [
        write_project(1, "Completion", 3e6),
        write_project(2, "Implementation", " "),
        write_project(3, "Pipeline: Commitment", 5e6),
        write_project(4, "Pipeline: Pledge", " "),
    ]
    load_sheets("aiddata_gcof", "p.xlsx", {"Sheet": [HEAD, *projects]})
    assert select(YEAR.format("official_finance")) == [
        ("commitment", "done", 5.0, 1.0, 0),
        ("completion", "done", 3.0, 1.0, 0),
        ("done", "done", 3.0, 0.5, 2),
        ("implementation", "done", None, 0.0, 3),
        ("pledge", "pledged", None, 0.0, 3),
        ("recommended", "done", 8.0, 2 / 3, 2),
    ]
    counts = {row[0]: row[2] for row in select(YEAR.format("official_finance_projects"))}
    assert counts == {"commitment": 1, "completion": 1, "done": 2, "implementation": 1, "pledge": 1, "recommended": 3}


def test_an_amount_in_text_is_read_and_a_word_costs_its_row_only(load_sheets: Load, select: Select) -> None:
    projects = [
        write_project(1, "Completion", "3,000,000.00"),
        write_project(2, "Completion", ".."),
        write_project(3, "Completion", "some millions"),
    ]
    report = load_sheets("aiddata_gcof", "p.xlsx", {"Sheet": [HEAD, *projects]})
    assert report.refused == ("p.xlsx:4: no number in column usd: 'some millions'",)
    where = "variant = 'completion' AND year(period_start) = 2010"
    assert select(f"SELECT value, completeness FROM figures WHERE indicator = 'official_finance' AND {where}") == [
        (3.0, 0.5)
    ]


def test_a_tracked_state_has_zeros_and_an_untracked_one_nothing(load_sheets: Load, select: Select) -> None:
    load_sheets("aiddata_gcof", "p.xlsx", {"Sheet": [HEAD, write_project(1, "Completion", 3e6)]})
    where = "FROM figures WHERE indicator = 'official_finance' AND variant = 'recommended'"
    assert select(f"SELECT status, count(*), sum(value) {where} GROUP BY 1 ORDER BY 1") == [(0, 1, 3.0), (1, 14, 0.0)]
    assert select("SELECT DISTINCT recipient, known_date::VARCHAR FROM figures") == [("KAZ", "2017-10-11")]


def test_finance_for_several_or_for_nobody_is_left_out_with_a_count(load_sheets: Load) -> None:
    projects = [
        write_project(1, "Completion", 3e6),
        write_project(2, "Completion", 9e6, recipient_iso3="KAZ; UZB", recipient_count=2),
        write_project(3, "Completion", 9e6, recipient_iso3="Africa, regional", recipient_condensed="Africa, regional"),
        write_project(4, "Cancelled", 9e6),
    ]
    report = load_sheets("aiddata_gcof", "p.xlsx", {"Sheet": [HEAD, *projects]})
    assert report.ignored == {
        "project of several recipients": 1,
        "project cancelled or suspended": 1,
        "recipient that is no state": 1,
    }
    assert report.refused == ()


def test_unknown_values_are_refused_with_a_signal(load_sheets: Load) -> None:
    projects = [
        write_project(1, "Completion", 3e6),
        write_project(2, "Rumoured", 3e6),
        write_project(3, "Completion", 3e6, year=1999),
        write_project(4, "Completion", 3e6, donor="Japan"),
        write_project(5, "Completion", 3e6, recipient_iso3="XYZ", recipient_condensed="Atlantis"),
    ]
    report = load_sheets("aiddata_gcof", "p.xlsx", {"Sheet": [HEAD, *projects]})
    assert report.refused == (
        "donor 'Japan' is not in the codebook: 1 rows",
        "status 'Rumoured' is not in the codebook: 1 rows",
        "year 1999 is not in the codebook: 1 rows",
        "recipient 'Atlantis' is no known state: 1 rows",
    )


def test_a_workbook_of_another_kind_is_refused(load_sheets: Load) -> None:
    with pytest.raises(BrokenFile, match="the sheet has no column project_id"):
        load_sheets("aiddata_gcof", "p.xlsx", {"Sheet": [["country", "amount"], ["Kazakhstan", 3]]})
