"""GDELT's normalisers, and net scores summed from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
FIGURES = "SELECT actor, frequency, period_start::VARCHAR, value, status FROM figures ORDER BY ALL"


@pytest.mark.parametrize(
    ("text", "frequency"),
    [("19790101,430\n19790102,0\n", "day"), ("197901,430\n197902,0\n", "month"), ("1979,430\n1980,0\n", "year")],
)
def test_the_length_of_a_date_says_what_is_counted(text: str, frequency: str, load_text: Load, select: Select) -> None:
    assert load_text("gdelt_norms", "daily.csv", text).rows == 2
    assert select("SELECT DISTINCT actor, recipient, frequency, unit FROM figures") == [("WLD", "", frequency, "count")]
    assert select("SELECT value, status FROM figures ORDER BY 1") == [(0.0, 1), (430.0, 0)]


def test_countries_are_fips_and_two_codes_of_a_state_add_up(load_text: Load, select: Select) -> None:
    text = "19790101,CH,5\n19790101,RS,6\n19790101,GZ,1\n19790101,WE,2\n19790101,,9\n19790101,PG,4\n19790101,%%,1\n"
    report = load_text("gdelt_norms", "daily_country.csv", text)
    assert select(FIGURES) == [
        ("CHN", "day", "1979-01-01", 5.0, 0),
        ("PSE", "day", "1979-01-01", 3.0, 0),
        ("RUS", "day", "1979-01-01", 6.0, 0),
    ]
    assert report.ignored == {"count of events without a country": 1, "country that is no state": 1}
    assert report.refused == ("country '%%' is no known state: 1 rows",)


def test_what_is_no_period_or_count_is_refused(load_text: Load) -> None:
    report = load_text(
        "gdelt_norms", "daily.csv", "19790101,5\n19791301,5\n19200101,1\n197,5\n19790103,-1\n19790104,x\n"
    )
    assert report.rows == 1
    assert report.refused_count == 5


def test_a_table_of_other_width_is_refused(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="this is no file of gdelt_norms"):
        load_text("gdelt_norms", "daily.csv", "19790101,5,6,7\n")


@pytest.fixture
def load_pairs(store: Store, tmp_path: Path) -> Callable[[str], LoadReport]:
    """Return ``load_pairs(rows)``, which writes a file of (day, state_a, state_b, net_score) and loads it."""

    def load(rows: str) -> LoadReport:
        file = tmp_path / "net.parquet"
        table = f"SELECT * REPLACE (day::DATE AS day) FROM (VALUES {rows}) AS t(day, state_a, state_b, net_score)"
        duckdb.sql(f"COPY ({table}) TO '{file}' (FORMAT parquet)")
        return store.load("gdelt_net", file, dt.date(2026, 11, 22))

    return load


def test_a_pair_stands_once_whatever_its_order(load_pairs: Callable[[str], LoadReport], select: Select) -> None:
    report = load_pairs("('2018-01-01', 'RUS', 'CHN', -3.5), ('2018-01-02', 'CHN', 'RUS', 0.0)")
    assert (report.rows, report.refused) == (2, ())
    assert select("SELECT actor, recipient, frequency, period_start::VARCHAR, value FROM figures ORDER BY 4") == [
        ("CHN", "RUS", "day", "2018-01-01", -3.5),
        ("CHN", "RUS", "day", "2018-01-02", 0.0),
    ]


def test_a_day_that_no_pair_has_is_not_covered(load_pairs: Callable[[str], LoadReport], store: Store) -> None:
    load_pairs("('2018-01-01', 'CHN', 'RUS', 1), ('2018-01-02', 'CHN', 'USA', 1), ('2018-01-04', 'CHN', 'RUS', 1)")
    spans = store.loads()[0].covers["net_score"]
    assert [(first.day, last.day) for first, last in spans] == [(1, 2), (4, 4)]


def test_strange_codes_and_values_are_refused(load_pairs: Callable[[str], LoadReport]) -> None:
    report = load_pairs(
        """('2018-01-01', 'CHN', 'QQQ', 1.0), ('2018-01-01', 'CHN', 'SAF', 1), ('2018-01-01', 'CHN', 'CHN', 1),
        ('2018-01-01', 'CHN', 'RUS', 'nan'::DOUBLE), ('2018-01-01', 'CHN', 'USA', 1)"""
    )
    assert report.rows == 1
    assert report.ignored == {"state_b that is no state": 1, "score of a state with itself": 1}
    assert report.refused == ("value nan is not in the codebook: 1 rows", "state_b 'QQQ' is no known state: 1 rows")
