from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

HEAD = "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,principal,aprin\n"


def test_a_rivalry_is_one_spell_with_the_types_it_is_marked_with(load_text: Load, select: Select) -> None:
    load_text("tss_rivalries", "r.csv", HEAD + "128,China-USSR,365.0,710.0,1958.0,1989.0,1.0,1.0,,,,1.0")
    assert select("SELECT id, actor, recipient, start_date, end_date, fields FROM spells") == [
        (
            "128",
            "CHN",
            "RUS",
            dt.date(1958, 1, 1),
            dt.date(1989, 12, 31),
            '{"rivalry":"China-USSR","positional":"yes","spatial":"yes","asymmetric_principal":"yes"}',
        )
    ]


def test_known_wrong_codes_are_mended_and_counted(load_text: Load, select: Select) -> None:
    rows = (
        "158,Oman-S. Yemen,679,698,1967,1982,,1,,,,\n140,Saudi Arabia-Yemen 2,670,679,1962,1969,,,,1,,\n"
        "165,Eguatorial Guinea-Gabon,438,481,1972,2020,,1,,,,\n198,Saudi Arabia-Yemen 3,670,679,1990,2000,,1,,,,"
    )
    report = load_text("tss_rivalries", "r.csv", HEAD + rows)
    assert select("SELECT actor, recipient FROM spells ORDER BY id") == [
        ("SAU", "YEM"),
        ("OMN", "YMD"),
        ("GAB", "GNQ"),
        ("SAU", "YEM"),
    ]
    assert sum(report.repaired.values()) == 3


def test_venice_is_left_out_and_odd_marks_are_refused(load_text: Load) -> None:
    rows = "4,Ottoman E-Venice,324,640,1494,1717,1,,,,,\n5,A-B,2,20,1900,1901,2,,,,,\n6,A-B,2,20,1900,1899,1,,,,,\n"
    report = load_text("tss_rivalries", "r.csv", HEAD + rows + "7,A-B,2,20,1900,1910,1,,,,,")
    assert report.rows == 1
    assert report.ignored == {"cow code that is no state": 1}
    assert list(report.refused) == [
        '"positional" 2 is not in the codebook: 1 rows',
        '"end" 1899 is not in the codebook: 1 rows',
    ]
