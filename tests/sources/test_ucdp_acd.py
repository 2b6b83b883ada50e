from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

REPACK = (
    "conflict_id,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,incompatibility,intensity_level,type_of_conflict,start_date,"
    "start_prec,start_date2,start_prec2,ep_end,ep_end_date\n"
)
PUBLISHED = (
    "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,"
    "intensity_level,cumulative_intensity,type_of_conflict,start_date,start_prec,start_date2,start_prec2,ep_end,"
    "ep_end_date,ep_end_prec,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,region,version\n"
)
SPELLS = """SELECT actor, recipient, fields->>'role', fields->>'intensity', start_date, end_date
    FROM spells ORDER BY ALL"""


def publish(year: int, intensity: int, kind: int, ended: str, sides: tuple[str, str, str, str]) -> str:
    quoted = ",".join(f'"{side}"' if "," in side else side for side in sides)
    return (
        f'420,"Australia, Iraq","Government of X",1,,"Government of Y",2,,2,,{year},{intensity},1,{kind},2003-03-20,1,'
        f"2003-03-23,1,{1 if ended else 0},{ended},{'1' if ended else ''},{quoted},645,2,25.1\n"
    )


def test_lists_of_sides_become_pairs_between_states(load_text: Load, select: Select) -> None:
    load_text("ucdp_acd", "a.csv", PUBLISHED + publish(2003, 2, 2, "2003-04-28", ("2, 200, 900", "365", "645", "")))
    first, last = dt.date(2003, 3, 23), dt.date(2003, 4, 28)
    assert select(SPELLS) == [
        ("AUS", "IRQ", "primary", "war", first, last),
        ("GBR", "IRQ", "primary", "war", first, last),
        ("IRQ", "RUS", "secondary", "war", first, last),
        ("IRQ", "USA", "primary", "war", first, last),
    ]


def test_the_repack_gives_the_same_spells(load_text: Load, select: Select) -> None:
    cell = "420.0,2003.0,{}.0,365.0,645.0,,government,2.0,interstate,2003-03-20,1.0,2003-03-23,1.0,1.0,2003-04-28\n"
    load_text("ucdp_acd", "r.csv", REPACK + "".join(cell.format(code) for code in (2, 200, 900)))
    rows = select("SELECT * EXCLUDE (origin) FROM spells ORDER BY ALL")
    report = load_text(
        "ucdp_acd", "a.csv", PUBLISHED + publish(2003, 2, 2, "2003-04-28", ("2,200,900", "365", "645", ""))
    )
    assert (report.rows, report.new) == (4, 0)
    assert len(rows) == 4


def test_within_a_state_government_and_helpers_are_told_apart(load_text: Load, select: Select) -> None:
    years = "".join(publish(year, 1, 4, "", ("369", "2", "", "365")) for year in (2003, 2004))
    load_text("ucdp_acd", "a.csv", PUBLISHED + years + publish(2005, 2, 4, "2005-06-01", ("369", "2", "", "365")))
    early = ("minor", dt.date(2003, 3, 23), dt.date(2004, 12, 31))
    late = ("war", dt.date(2005, 1, 1), dt.date(2005, 6, 1))
    assert select(SPELLS) == [
        ("RUS", "UKR", "opposition_supporter", *early),
        ("RUS", "UKR", "opposition_supporter", *late),
        ("UKR", "", "government", *early),
        ("UKR", "", "government", *late),
        ("USA", "", "government_supporter", *early),
        ("USA", "", "government_supporter", *late),
    ]


def test_a_pause_of_a_year_ends_a_spell(load_text: Load, select: Select) -> None:
    load_text("ucdp_acd", "a.csv", PUBLISHED + "".join(publish(y, 1, 3, "", ("369", "", "", "")) for y in (2003, 2005)))
    assert select("SELECT year(start_date), year(end_date) FROM spells ORDER BY 1") == [(2003, 2003), (2005, 2005)]


def test_silence_inside_the_years_of_the_file_means_peace(load_text: Load, store: Store) -> None:
    load_text("ucdp_acd", "a.csv", PUBLISHED + publish(2003, 1, 3, "", ("369", "", "", "")))
    (entry,) = store.evidence().coverage("armed_conflict")
    assert (str(entry.window), entry.absence) == ("2003", "zero")


def test_serbia_keeps_its_old_code_and_the_unknown_is_refused(load_text: Load, select: Select) -> None:
    rows = publish(2014, 1, 4, "", ("482", "345", "", "")) + publish(2015, 3, 3, "", ("482", "", "", ""))
    rows += publish(2016, 1, 9, "", ("482", "", "", "")) + publish(2017, 1, 3, "", ("999", "", "", ""))
    report = load_text("ucdp_acd", "a.csv", PUBLISHED + rows)
    assert select("SELECT DISTINCT actor FROM spells ORDER BY 1") == [("CAF",), ("SRB",)]
    assert report.repaired == {"Serbia under the code of Yugoslavia": 1}
    assert len(report.refused) == 3
    with pytest.raises(BrokenFile, match="no file of ucdp_acd"):
        load_text("ucdp_acd", "x.csv", "conflict_id,year\n1,2000")
