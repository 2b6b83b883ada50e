from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

HEAD = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
SPELLS = """SELECT actor, recipient, year(start_date), year(end_date), fields->>'obligation', fields->>'obliged'
    FROM spells ORDER BY ALL"""


def write_years(one: int, two: int, years: range, flags: str) -> str:
    return "".join(f"{one}.0,{two}.0,{year}.0,{flags}\n" for year in years)


def test_consecutive_years_are_one_spell_and_a_gap_ends_it(load_text: Load, select: Select) -> None:
    years = (range(1950, 1953), range(1960, 1961))
    both = "".join(write_years(*pair, run, "1,0,0,0,0") for pair in ((365, 710), (710, 365)) for run in years)
    load_text("atop", "a.csv", HEAD + both)
    assert select(SPELLS) == [
        ("CHN", "RUS", 1950, 1952, "defense", "both"),
        ("CHN", "RUS", 1960, 1960, "defense", "both"),
    ]
    assert select("SELECT start_date, end_date FROM spells ORDER BY 1 LIMIT 1") == [
        (dt.date(1950, 1, 1), dt.date(1952, 12, 31))
    ]


def test_an_obligation_of_one_side_points_from_it(load_text: Load, select: Select) -> None:
    rows = write_years(365, 710, range(1950, 1952), "1,0,0,1,0") + write_years(710, 365, range(1950, 1952), "0,0,0,1,0")
    load_text("atop", "a.csv", HEAD + rows)
    assert select(SPELLS) == [
        ("CHN", "RUS", 1950, 1951, "nonaggression", "both"),
        ("RUS", "CHN", 1950, 1951, "defense", "actor"),
    ]


def test_germanys_two_codes_are_one_run(load_text: Load, select: Select) -> None:
    rows = write_years(260, 2, range(1988, 1991), "0,0,0,0,1") + write_years(255, 2, range(1990, 1993), "0,0,0,0,1")
    load_text("atop", "a.csv", HEAD + rows)
    assert select(SPELLS) == [("DEU", "USA", 1988, 1992, "consultation", "actor")]


def test_an_as_of_day_does_not_know_that_a_spell_goes_on(load_text: Load, store: Store) -> None:
    load_text("atop", "a.csv", HEAD + write_years(365, 710, range(1992, 2019), "0,0,0,1,0"))
    (row,) = store.evidence(dt.date(2003, 12, 31)).rows("alliance")
    assert row.end == dt.date(2003, 12, 31) - dt.timedelta(days=730)
    assert store.evidence(dt.date(1993, 1, 1)).rows("alliance") == ()


def test_empty_alliances_are_counted_and_odd_flags_refused(load_text: Load) -> None:
    report = load_text("atop", "a.csv", HEAD + "2,20,1950,0,0,0,0,0\n2,20,1951,2,0,0,0,0\n2,20,1952,1,0,0,0,0")
    assert report.ignored == {"alliances without an obligation": 1}
    assert report.refused == ("atop_defense 2 is not in the codebook: 1 rows",)


def test_a_file_with_other_columns_is_refused_whole(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="no file of atop"):
        load_text("atop", "a.csv", "ccode1,ccode2,year\n2,20,1950")
