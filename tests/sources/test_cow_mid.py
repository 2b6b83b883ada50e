from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

HEAD = "dispnum,ccode1,ccode2,year,{},sidea1,sidea2,fatality1,fatality2,hostlev1,hostlev2\n"
SPELLS = """SELECT id, actor, recipient, year(start_date), year(end_date), fields->>'hostility_level',
    fields->>'fatality_level' FROM spells ORDER BY ALL"""


@pytest.fixture(params=[("cow_mid", "dispongoing"), ("gml_mid", "midongoing")])
def source(request: pytest.FixtureRequest) -> tuple[str, str]:
    name, column = request.param
    return name, HEAD.format(column)


def test_a_dispute_is_one_spell_for_each_pair_of_opposite_sides(
    source: tuple[str, str], load_text: Load, select: Select
) -> None:
    rows = "5,365,710,1966,1,1,0,0,1,3,4\n5,365,710,1967,1,1,0,0,1,4,4\n5,710,365,1966,1,0,1,1,0,4,3\n"
    load_text(source[0], "m.csv", source[1] + rows + "5,2,710,1967,1,1,0,0,1,2,4")
    assert select(SPELLS) == [
        ("5", "CHN", "RUS", 1966, 1967, "4", "1"),
        ("5", "CHN", "USA", 1967, 1967, "4", "1"),
    ]


def test_a_missing_fatality_level_is_absent_unless_the_other_side_had_deaths(
    source: tuple[str, str], load_text: Load, select: Select
) -> None:
    rows = (
        "1,2,20,1900,1,1,0,-9,-9,3,1\n2,2,20,1901,1,1,0,-9,0,3,1\n3,2,20,1902,1,1,0,-9,6,3,1\n4,2,20,1903,1,1,0,0,0,3,1"
    )
    load_text(source[0], "m.csv", source[1] + rows)
    assert select("SELECT id, fields->>'fatality_level' FROM spells ORDER BY 1") == [
        ("1", None),
        ("2", None),
        ("3", "6"),
        ("4", "0"),
    ]


def test_same_sides_are_counted_and_odd_levels_refused(source: tuple[str, str], load_text: Load) -> None:
    rows = "1,2,20,1900,1,1,1,0,0,3,1\n2,2,20,1901,1,1,0,7,0,3,1\n3,2,20,1902,1,1,0,0,0,6,1\n4,2,20,1903,1,1,0,0,0,3,1"
    report = load_text(source[0], "m.csv", source[1] + rows)
    assert report.rows == 1
    assert report.ignored == {"pairs on the same side": 1}
    assert report.refused == (
        "fatality1 7 is not in the codebook: 1 rows",
        "hostlev1 6 is not in the codebook: 1 rows",
    )


def test_silence_inside_coverage_means_peace(source: tuple[str, str], load_text: Load, store: Store) -> None:
    load_text(source[0], "m.csv", source[1] + "1,2,20,1900,1,1,0,0,0,3,1\n2,2,20,1950,1,1,0,0,0,3,1")
    (entry,) = store.evidence().coverage("dispute")
    assert (entry.source, str(entry.window), entry.absence) == (source[0], "1900..1950", "zero")


def test_the_two_sources_are_told_apart_by_their_columns(source: tuple[str, str], load_text: Load) -> None:
    other = "gml_mid" if source[0] == "cow_mid" else "cow_mid"
    with pytest.raises(BrokenFile, match=f"no file of {other}"):
        load_text(other, "m.csv", source[1] + "1,2,20,1900,1,1,0,0,0,3,1")
