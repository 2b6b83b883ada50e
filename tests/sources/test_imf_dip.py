from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
OUT, IN = "OTWD_D_NETAL_FALL_ALL", "INWD_D_NETLA_FALL_ALL"
HEAD = '"COUNTRY.ID","DV_TYPE.ID","INDICATOR.ID","COUNTERPART_COUNTRY.ID","FREQUENCY.ID","TIME_PERIOD","OBS_VALUE"'
BOOKS = "SELECT actor, recipient, reporter, value, status FROM figures ORDER BY ALL"


def write_file(*rows: tuple[str, str, str, str, str, str]) -> str:
    """Write rows of (country, type, indicator, counterpart, year, value) as the publisher does."""
    lines = [f'"{c}","{kind}","{what}","{p}","A","{year}","{value}"' for c, kind, what, p, year, value in rows]
    return "\ufeff" + "\n".join([HEAD, *lines]) + "\n"


def test_reported_and_derived_rows_go_to_the_book_of_who_reported(load_text: Load, select: Select) -> None:
    rows = [("CHN", "O", OUT, "RUS", "2018", "6577.6"), ("CHN", "SCC", OUT, "RUS", "2018", "2660.1")]
    load_text("imf_dip", "a.csv", write_file(*rows, ("CHN", "SCC", OUT, "G001", "2018", "772591")))
    load_text(
        "imf_dip", "b.csv", write_file(("CHN", "O", IN, "RUS", "2018", "970"), ("CHN", "SCC", IN, "RUS", "2018", ""))
    )
    assert select(BOOKS) == [
        ("CHN", "RUS", "CHN", 6577.6, 0),
        ("CHN", "RUS", "RUS", 2660.1, 0),
        ("CHN", "WLD", "WLD", 772591.0, 0),
        ("RUS", "CHN", "CHN", 970.0, 0),
        ("RUS", "CHN", "RUS", None, 5),
    ]


def test_blanks_around_codes_are_none_of_them(load_text: Load, select: Select) -> None:
    padded = [(" CHN ", "O ", f" {OUT}", "RUS  ", " 2018", " 6577.6 ")]
    report = load_text("imf_dip", "a.csv", write_file(*padded))
    assert (select(BOOKS), report.refused) == ([("CHN", "RUS", "CHN", 6577.6, 0)], ())


def test_both_files_tell_of_one_cell_once(load_text: Load, select: Select) -> None:
    load_text("imf_dip", "a.csv", write_file(("CHN", "SCC", OUT, "DEU", "2018", "4043.25")))
    report = load_text("imf_dip", "b.csv", write_file(("DEU", "O", IN, "CHN", "2018", "4043.25")))
    assert (report.rows, report.new) == (1, 0)
    assert select(BOOKS) == [("CHN", "DEU", "DEU", 4043.25, 0)]


def test_dollars_labelled_millions_are_mended(load_text: Load, select: Select) -> None:
    report = load_text(
        "imf_dip",
        "a.csv",
        write_file(
            ("CHN", "O", OUT, "G001", "2018", "1982269.9"),
            ("CHN", "O", OUT, "KOR", "2018", "6128490598.3"),
            ("CHN", "O", OUT, "KWT", "2018", "1500000"),
            ("CHN", "SCC", OUT, "KWT", "2018", "2.5"),
            ("CHN", "O", OUT, "HKG", "2018", "1000000"),
            ("CHN", "SCC", OUT, "HKG", "2018", "600000"),
        ),
    )
    assert report.repaired == {"dollars labelled millions, divided by a million": 2}
    assert [row for row in select(BOOKS) if row[2] == "CHN"] == [
        ("CHN", "HKG", "CHN", 1_000_000.0, 0),
        ("CHN", "KOR", "CHN", 6128.4905983, 0),
        ("CHN", "KWT", "CHN", 1.5, 0),
        ("CHN", "WLD", "CHN", 1982269.9, 0),
    ]


def test_what_is_impossible_in_any_scale_is_withheld(load_text: Load, select: Select) -> None:
    rows = [("CHN", "O", OUT, "G001", "2018", "2000"), ("CHN", "O", OUT, "KOR", "2018", "9e12")]
    report = load_text("imf_dip", "a.csv", write_file(*rows))
    assert report.repaired == {"impossible position, withheld": 1}
    assert ("CHN", "KOR", "CHN", None, 5) in select(BOOKS)


def test_aggregates_and_rows_without_year_are_ignored_with_a_count(load_text: Load, select: Select) -> None:
    rows = [
        ("USA", "O", IN, "U150", "2018", "5"),
        ("USA", "O", IN, "JOR", "", ""),
        ("USA", "O", IN, "TX872", "2018", "0"),
    ]
    report = load_text("imf_dip", "b.csv", write_file(*rows))
    assert report.ignored == {"row without year": 1, "partner that is no state": 1}
    assert select(BOOKS) == [("HMD", "USA", "USA", 0.0, 1)]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("USA", "O", IN, "ZZZ", "2018", "5"), "partner 'ZZZ' is no known state: 1 rows"),
        (("USA", "X", IN, "DEU", "2018", "5"), "DV_TYPE 'X' is not in the codebook: 1 rows"),
        (("USA", "O", "INWD_EQ", "DEU", "2018", "5"), "INDICATOR 'INWD_EQ' is not in the codebook: 1 rows"),
        (("USA", "O", IN, "DEU", "2018", "c"), "b.csv:2: no number in column OBS_VALUE: 'c'"),
    ],
)
def test_unknown_values_are_refused_with_a_signal(load_text: Load, row: tuple[str, ...], found: str) -> None:
    report = load_text("imf_dip", "b.csv", write_file(row, ("USA", "O", IN, "DEU", "2019", "5")))  # type: ignore[arg-type]
    assert (report.rows, report.refused) == (1, (found,))


def test_a_file_of_another_dataset_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="this is no file of imf_dip: found a, b"):
        load_text("imf_dip", "b.csv", "a,b\n1,2\n")


def write_series(values: dict[int, float], reporter: str = "AUT") -> list[tuple[str, str, str, str, str, str]]:
    """Write one book of positions in Kazakhstan."""
    return [(reporter, "O", OUT, "KAZ", str(year), f"{value:g}") for year, value in values.items()]


@pytest.mark.parametrize(("scale", "what"), [(1e6, "dollars"), (1e3, "thousands")])
def test_a_leap_there_and_back_is_mended_where_no_world_tells(
    scale: float, what: str, load_text: Load, select: Select
) -> None:
    given = {2015: 40.0, 2016: 44 * scale, 2017: 47 * scale, 2018: 50.0, 2019: 55.0}
    report = load_text("imf_dip", "a.csv", write_file(*write_series(given)))
    labelled = "million" if what == "dollars" else "thousand"
    assert report.repaired == {f"{what} labelled millions, divided by a {labelled}": 2}
    assert select("SELECT round(value) FROM figures ORDER BY period_start") == [(40,), (44,), (47,), (50,), (55,)]


def test_a_leap_that_fits_in_no_scale_is_refused(load_text: Load, select: Select) -> None:
    report = load_text("imf_dip", "a.csv", write_file(*write_series({2015: 40, 2016: 4e11, 2017: 50})))
    assert report.refused == ("AUT with KAZ in 2016: 4e+11 million leaps from its neighbours and back",)
    assert select("SELECT value FROM figures ORDER BY period_start") == [(40.0,), (50.0,)]


def test_at_the_end_of_a_book_the_other_sides_book_must_tell_too(load_text: Load, select: Select) -> None:
    given = write_series({2015: 40, 2016: 44, 2017: 5e7})
    mirror = ("AUT", "SCC", OUT, "KAZ", "2017", "60")
    report = load_text("imf_dip", "a.csv", write_file(*given, mirror))
    assert report.repaired == {"dollars labelled millions, divided by a million": 1}
    assert ("AUT", "KAZ", "AUT", 50.0, 0) in select(BOOKS)


@pytest.mark.parametrize(
    "given",
    [
        {2015: 2, 2016: 3, 2017: 5000, 2018: 6000, 2019: 7000},
        {2015: 0, 2016: 5000, 2017: 0},
        {2015: 40, 2016: 50, 2017: 60_000},
        {2015: 40, 2016: 4000, 2017: 50},
    ],
)
def test_real_growth_and_small_books_stay(given: dict[int, float], load_text: Load) -> None:
    report = load_text("imf_dip", "a.csv", write_file(*write_series(given)))
    assert (report.repaired, report.refused) == ({}, ())


def test_the_answer_of_the_api_is_in_dollars(load_text: Load, select: Select) -> None:
    text = (
        "DATAFLOW,COUNTRY,DV_TYPE,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,STATUS\n"
        f"IMF.STA:DIP(12.0.1),SWE,O,{IN},USA,A,2024,345678901.25,6,E\n"
        f"IMF.STA:DIP(12.0.1),SWE,O,{IN},G001,A,2024,456789012.5,6,\n"
        f"IMF.STA:DIP(12.0.1),SWE,O,{IN},RUS,A,2024,,6,C\n"
    )
    load_text("imf_dip", "dip.csv", text)
    assert select(BOOKS) == [
        ("RUS", "SWE", "SWE", None, 5),
        ("USA", "SWE", "SWE", 345.67890125, 0),
        ("WLD", "SWE", "SWE", 456.7890125, 0),
    ]
