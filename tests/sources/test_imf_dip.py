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
        (("USA", "X", IN, "DEU", "2018", "5"), "\"DV_TYPE.ID\" 'X' is not in the codebook: 1 rows"),
        (("USA", "O", "INWD_EQ", "DEU", "2018", "5"), "\"INDICATOR.ID\" 'INWD_EQ' is not in the codebook: 1 rows"),
        (("USA", "O", IN, "DEU", "2018", "c"), "no number where one belongs: USA, O, " + IN + ", DEU, A, 2018, c"),
    ],
)
def test_unknown_values_are_refused_with_a_signal(load_text: Load, row: tuple[str, ...], found: str) -> None:
    report = load_text("imf_dip", "b.csv", write_file(row, ("USA", "O", IN, "DEU", "2019", "5")))  # type: ignore[arg-type]
    assert (report.rows, report.refused) == (1, (found,))


def test_a_file_of_another_dataset_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="this is no file of imf_dip: found 1, 2, a, b"):
        load_text("imf_dip", "b.csv", "a,b\n1,2\n")
