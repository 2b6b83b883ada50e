from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

HEAD = "ccode1,ccode2,year,dyadigos\n"


def test_a_pair_stands_once_in_the_order_of_its_ids(load_text: Load, select: Select) -> None:
    load_text("cow_igo", "i.csv", HEAD + "365.0,710.0,2014.0,55.0\n2.0,20.0,2014.0,0.0\n2.0,710.0,2014.0,-9.0")
    assert select("SELECT actor, recipient, value, status FROM figures ORDER BY 1, 2") == [
        ("CAN", "USA", 0.0, 1),
        ("CHN", "RUS", 55.0, 0),
        ("CHN", "USA", None, 3),
    ]


def test_the_year_of_a_union_keeps_the_new_code(load_text: Load, select: Select) -> None:
    report = load_text("cow_igo", "i.csv", HEAD + "220,260,1990,90\n220,255,1990,95")
    assert select("SELECT actor, recipient, value FROM figures") == [("DEU", "FRA", 95.0)]
    assert report.ignored == {"rows of a code that the state gave up in that year": 1}


def test_other_negatives_and_words_are_refused(load_text: Load) -> None:
    report = load_text("cow_igo", "i.csv", HEAD + "2,20,2014,-1\n2,20,2013,many\n2,20,2012,3")
    assert report.refused == (
        "i.csv:3: no whole number in column dyadigos: 'many'",
        "dyadigos -1 is not in the codebook: 1 rows",
    )


def test_a_damaged_archive_is_refused_whole(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="the archive is damaged"):
        load_text("cow_igo", "i.csv.gz", b"\x1f\x8b\x08 no archive")
