from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from facta.store import Store

FILE = "finance/GlobalChineseOfficialFinanceDataset_v1.0.xlsx"


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("aiddata_gcof", FILE)


@pytest.fixture(scope="module")
def projects(test_data: Path) -> list[dict[str, object]]:
    head, *rows = CalamineWorkbook.from_path(str(test_data / FILE)).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_excluded_rows_are_not_all_pledges(projects: list[dict[str, object]]) -> None:
    excluded = [str(row["status"]) for row in projects if row["recommended_for_research"] is False]
    assert (len(projects), len(excluded)) == (5466, 1093)
    assert excluded.count("Pipeline: Pledge") == 701
    assert excluded.count("Completion") + excluded.count("Implementation") == 74


def test_projects_of_one_state_are_counted_by_status(store: Store, projects: list[dict[str, object]]) -> None:
    single = [row for row in projects if row["recipient_count"] == 1 and len(str(row["recipient_iso3"])) == 3]
    counts = """SELECT variant, sum(value)::INTEGER FROM figures WHERE indicator = 'official_finance_projects'
        GROUP BY 1 ORDER BY 1"""
    found = dict(store.connect().execute(counts).fetchall())
    statuses = [str(row["status"]) for row in single]
    assert found["pledge"] == statuses.count("Pipeline: Pledge")
    assert found["completion"] == statuses.count("Completion")
    assert found["done"] == found["completion"] + statuses.count("Implementation")
    assert found["recommended"] == sum(row["recommended_for_research"] is True for row in single)


def test_money_is_that_of_the_sheet(store: Store, projects: list[dict[str, object]]) -> None:
    amounts = [
        row["usd_defl_2014"]
        for row in projects
        if row["recommended_for_research"] is True
        and row["recipient_count"] == 1
        and len(str(row["recipient_iso3"])) == 3
    ]
    total = "SELECT sum(value) FROM figures WHERE indicator = 'official_finance' AND variant = 'recommended'"
    expected = sum(amount for amount in amounts if isinstance(amount, float)) / 1e6
    assert store.connect().execute(total).fetchone() == (pytest.approx(expected),)


def test_what_is_left_out_is_counted(store: Store) -> None:
    (load,) = store.loads()
    assert load.refused_count == 0
    assert load.ignored == {
        "project of several recipients": 69,
        "project cancelled or suspended": 44,
        "recipient that is no state": 18,
    }
