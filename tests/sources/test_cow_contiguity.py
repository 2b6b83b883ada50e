from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

REPACK = "ccode1,ccode2,conttype,stdate,enddate\n"
MONTHS = "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\n"
YEARS = "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version\n"
SPELLS = "SELECT actor, recipient, fields->>'type', start_date, end_date FROM spells ORDER BY ALL"


def test_the_repack_gives_a_pair_once_up_to_the_end_of_its_last_month(load_text: Load, select: Select) -> None:
    rows = "2.0,20.0,1.0,1920-01-01,2016-12-01\n20.0,2.0,1.0,1920-01-01,2016-12-01\n2,710,0,1920-01-01,2016-12-01"
    report = load_text("cow_contiguity", "c.csv", REPACK + rows)
    assert select(SPELLS) == [("CAN", "USA", "1", dt.date(1920, 1, 1), dt.date(2016, 12, 31))]
    assert report.ignored == {"pairs listed as not contiguous": 1}
    assert not report.repaired


def test_the_publishers_months_are_the_same_spells(load_text: Load, select: Select) -> None:
    rows = '2020,2,"USA",20,"CAN",1,192001,201612,"a, b",3.2\n2040,2,"USA",40,"CUB",4,190205,190609,"",3.2\n'
    report = load_text("cow_contiguity", "contdir.csv", MONTHS + rows + '1,2,"USA",31,"BHM",4,197313,201612,"",3.2')
    assert select(SPELLS) == [
        ("CAN", "USA", "1", dt.date(1920, 1, 1), dt.date(2016, 12, 31)),
        ("CUB", "USA", "4", dt.date(1902, 5, 1), dt.date(1906, 9, 30)),
    ]
    assert report.refused == ('"begin" 197313 is not in the codebook: 1 rows',)


def test_directed_years_become_runs(load_text: Load, select: Select) -> None:
    pair = '{0},{1},"A",{2},"B",{3},{4},3.2\n'
    rows = "".join(
        pair.format(one * 1000 + two, one, two, year, 1)
        for one, two in ((2, 20), (20, 2))
        for year in (1920, 1921, 1923)
    )
    load_text("cow_contiguity", "contdird.csv", YEARS + rows)
    assert select(SPELLS) == [
        ("CAN", "USA", "1", dt.date(1920, 1, 1), dt.date(1921, 12, 31)),
        ("CAN", "USA", "1", dt.date(1923, 1, 1), dt.date(1923, 12, 31)),
    ]


def test_an_archive_of_both_gives_the_months(load_text: Load, select: Select) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("contdir.csv", MONTHS + '2020,2,"USA",20,"CAN",1,192001,201612,"",3.2')
        archive.writestr("contdird.csv", YEARS + '2020,2,"USA",20,"CAN",1921,1,3.2')
        archive.writestr("contdirs.csv", "stateno,stateab,year,total\n2,USA,1921,1")
    report = load_text("cow_contiguity", "DirectContiguity320.zip", packed.getvalue())
    assert select(SPELLS) == [("CAN", "USA", "1", dt.date(1920, 1, 1), dt.date(2016, 12, 31))]
    assert report.ignored["pairs and years that contdir.csv in the same archive gives by month"] == 1


def test_germanys_codes_follow_one_another_and_silence_means_apart(
    load_text: Load, select: Select, store: Store
) -> None:
    rows = "210,255,1,1945-01-01,1945-05-01\n210,260,1,1955-05-01,1990-10-01\n210,255,1,1990-10-01,2016-12-01"
    load_text("cow_contiguity", "c.csv", REPACK + rows)
    assert select("SELECT DISTINCT actor, recipient FROM spells") == [("DEU", "NLD")]
    (entry,) = store.evidence().coverage("contiguity")
    assert entry.absence == "zero"


def test_unknown_types_states_and_files_are_refused(load_text: Load) -> None:
    rows = "2,20,6,1920-01-01,2016-12-01\n2,999,1,1920-01-01,2016-12-01\n2,70,1,1920-01-01,2016-12-01"
    report = load_text("cow_contiguity", "c.csv", REPACK + rows)
    assert list(report.refused) == [
        "type 6 is not in the codebook: 1 rows",
        "cow code '999' is no known state: 1 rows",
    ]
    with pytest.raises(BrokenFile, match="no file of cow_contiguity"):
        load_text("cow_contiguity", "x.csv", "a,b\n1,2")
