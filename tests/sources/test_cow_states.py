from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

HEAD = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"


def test_a_state_that_left_and_returned_has_two_spells(load_text: Load, select: Select) -> None:
    rows = (
        "GMY,255.0,Germany,1816.0,1.0,1.0,1945.0,5.0,8.0,2016.0\n"
        "GMY,255.0,Germany,1990.0,10.0,3.0,2016.0,12.0,31.0,2016.0\n"
        "GFR,260.0,West Germany,1955.0,5.0,5.0,1990.0,10.0,2.0,2016.0"
    )
    load_text("cow_states", "s.csv", HEAD + rows)
    assert select("SELECT id, actor, recipient, start_date, end_date FROM spells ORDER BY start_date") == [
        ("GMY-1816", "DEU", "", dt.date(1816, 1, 1), dt.date(1945, 5, 8)),
        ("GFR-1955", "DEU", "", dt.date(1955, 5, 5), dt.date(1990, 10, 2)),
        ("GMY-1990", "DEU", "", dt.date(1990, 10, 3), dt.date(2016, 12, 31)),
    ]


def test_an_unknown_state_is_refused(load_text: Load) -> None:
    rows = "ATL,999,Atlantis,1816,1,1,2016,12,31,2016\nUSA,2,United States,1816,1,1,2016,12,31,2016"
    report = load_text("cow_states", "s.csv", HEAD + rows)
    assert (report.rows, report.refused) == (1, ("cow code '999' is no known state: 1 rows",))


def test_a_day_that_the_calendar_lacks_breaks_the_file(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="cannot be read"):
        load_text("cow_states", "s.csv", HEAD + "USA,2,United States,1816,2,30,2016,12,31,2016")
