from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

MONTHLY = ["month", "GPR", "GPRT", "GPRA", "GPRH", "N10", "GPRC_CHN", "GPRHC_CHN", "var_name", "var_label"]
DAILY = ["DAY", "N10D", "GPRD", "GPRD_ACT", "GPRD_THREAT", "date", "GPRD_MA30", "event", "var_name", "var_label"]
FIGURES = "SELECT indicator, actor, variant, frequency, period_start::VARCHAR, value, unit FROM figures ORDER BY ALL"


def test_the_monthly_workbook_gives_the_world_an_index_and_states_shares(load_sheets: Load, select: Select) -> None:
    rows = [
        [19850101.0, 90.5, "", 80.0, 85.0, 12000, 0.5, 0.25, "month", "Date"],
        ["", "", "", "", "", "", "", "", "GPR", "x"],
    ]
    report = load_sheets("gpr", "g.xlsx", {"Sheet1": [MONTHLY, *rows]})
    assert select(FIGURES) == [
        ("geopolitical_risk", "WLD", "historical", "month", "1985-01-01", 85.0, "points"),
        ("geopolitical_risk", "WLD", "recent", "month", "1985-01-01", 90.5, "points"),
        ("geopolitical_risk", "WLD", "recent_acts", "month", "1985-01-01", 80.0, "points"),
        ("geopolitical_risk_share", "CHN", "historical", "month", "1985-01-01", 0.25, "%"),
        ("geopolitical_risk_share", "CHN", "recent", "month", "1985-01-01", 0.5, "%"),
    ]
    assert report.refused == ()


def test_the_daily_workbook_gives_days(load_sheets: Load, select: Select) -> None:
    load_sheets(
        "gpr", "d.xlsx", {"Sheet1": [DAILY, [20220224, 500, 540.5, 400.0, 600.0, "", 200.0, "", "DAY", "Date"]]}
    )
    assert [row[2:6] for row in select(FIGURES)] == [
        ("daily", "day", "2022-02-24", 540.5),
        ("daily_acts", "day", "2022-02-24", 400.0),
        ("daily_threats", "day", "2022-02-24", 600.0),
    ]


def test_the_feed_goes_on_and_silence_says_nothing(load_sheets: Load, store: Store) -> None:
    load_sheets("gpr", "g.xlsx", {"s": [MONTHLY, [19850101.0, 90.5, *([""] * 8)], [19850201.0, 91.5, *([""] * 8)]]})
    (entry,) = store.evidence().coverage("geopolitical_risk")
    assert entry.absence == "missing"


def test_values_without_a_day_unknown_states_and_other_workbooks_are_refused(load_sheets: Load) -> None:
    head = [*MONTHLY[:7], "GPRC_XXX"]
    rows = [
        [19850101.0, 90.5, 1, 1, 1, 1, 1, 0.5],
        ["later", 91.0, 1, 1, 1, 1, 1, 0.5],
        [19850201.0, -1, 1, 1, 1, 1, 1, ""],
    ]
    report = load_sheets("gpr", "g.xlsx", {"s": [head, *rows]})
    assert list(report.refused) == [
        "no date where one belongs: later, 91.0, 1.0, 1.0",
        "value -1.0 is not in the codebook: 1 rows",
        "iso3 code 'XXX' is no known state: 1 rows",
    ]
    with pytest.raises(BrokenFile, match="no column month and GPR"):
        load_sheets("gpr", "x.xlsx", {"s": [["a", "b"], [1, 2]]})
