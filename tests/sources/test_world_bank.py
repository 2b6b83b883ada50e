from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
FIGURES = "SELECT indicator, actor, frequency, period_start::VARCHAR, unit, value, status FROM figures ORDER BY ALL"
TABLE = '"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-07-01",\n\n'


def write_page(*records: tuple[str, str, str, float | None]) -> str:
    """Write a page of the API from (indicator, state, period, value)."""
    listed = [
        {
            "indicator": {"id": indicator, "value": "words"},
            "country": {"id": "XX", "value": "words"},
            "countryiso3code": code,
            "date": period,
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for indicator, code, period, value in records
    ]
    head = {"page": 1, "pages": 1, "per_page": 50, "total": len(listed), "sourceid": "2", "lastupdated": "2026-07-01"}
    return json.dumps([head, listed])


def test_states_and_the_world_are_read_and_missing_is_no_zero(load_text: Load, select: Select) -> None:
    report = load_text(
        "world_bank",
        "gdp.json",
        write_page(
            ("NY.GDP.MKTP.CD", "CHN", "2023", 17_794_782_000_000.0),
            ("NY.GDP.MKTP.CD", "WLD", "2023", 1e14),
            ("NY.GDP.MKTP.CD", "PRK", "2023", None),
            ("NY.GDP.MKTP.KD.ZG", "RUS", "2023", -1.2),
            ("SP.POP.TOTL", "XKX", "2023", 1_756_366),
        ),
    )
    assert report.ignored == {"period without a figure": 1}
    assert select(FIGURES) == [
        ("gdp", "CHN", "year", "2023-01-01", "M USD", 17_794_782.0, 0),
        ("gdp", "WLD", "year", "2023-01-01", "M USD", 1e8, 0),
        ("gdp_growth", "RUS", "year", "2023-01-01", "%", -1.2, 0),
        ("population", "XKX", "year", "2023-01-01", "count", 1_756_366.0, 0),
    ]


def test_quarters_and_months_are_told_by_their_dates(load_text: Load, select: Select) -> None:
    page = write_page(("SP.POP.TOTL", "RUS", "2020Q3", 1.0), ("SP.POP.TOTL", "RUS", "2020M03", 2.0))
    load_text("world_bank", "p.json", page)
    assert select("SELECT frequency, period_start::VARCHAR FROM figures ORDER BY 1") == [
        ("month", "2020-03-01"),
        ("quarter", "2020-07-01"),
    ]


def test_groups_and_other_indicators_are_left_out_with_a_count(load_text: Load) -> None:
    page = write_page(
        ("SP.POP.TOTL", "EAS", "2020", 1.0),
        ("SE.PRM.ENRR", "RUS", "2020", 1.0),
        ("SP.POP.TOTL", "ATL", "2020", 1.0),
        ("SP.POP.TOTL", "RUS", "20", 1.0),
        ("SP.POP.TOTL", "RUS", "2020", 1.0),
    )
    report = load_text("world_bank", "p.json", page)
    assert report.rows == 1
    assert report.ignored == {"area that is no state": 1, "figure of an indicator that is not read": 1}
    assert report.refused == ("period '20' is not in the codebook: 1 rows", "area 'ATL' is no known state: 1 rows")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            '[{"message": [{"id": "120", "key": "Invalid value", "value": "The parameter is not valid"}]}]',
            "the World Bank answered: The parameter is not valid",
        ),
        ('[{"page": 0, "pages": 0, "total": 0}, null]', "the page holds no data"),
        ("{}", "this is no page of the World Bank's API"),
    ],
)
def test_an_answer_without_data_is_refused(text: str, found: str, load_text: Load) -> None:
    with pytest.raises(BrokenFile, match=found):
        load_text("world_bank", "p.json", text)


def test_the_archive_of_an_indicator_is_read_without_its_metadata(
    load_text: Load, select: Select, tmp_path: Path
) -> None:
    file = tmp_path / "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.zip"
    head = '"Country Name","Country Code","Indicator Name","Indicator Code","2022","2023",\n'
    rows = (
        '"China","CHN","GDP","NY.GDP.MKTP.CD","17881783000000","",\n"World","WLD","GDP","NY.GDP.MKTP.CD","1e14","",\n'
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Metadata_Indicator_API_1.csv", '\ufeff"INDICATOR_CODE","INDICATOR_NAME",\n"NY","GDP",\n')
        archive.writestr("API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", "\ufeff" + TABLE + head + rows)
        archive.writestr("Metadata_Country_API_1.csv", '\ufeff"Country Code","Region",\n"CHN","East Asia",\n')
    report = load_text("world_bank", file.name, file.read_bytes())
    assert report.refused == ()
    assert select("SELECT actor, year(period_start), value FROM figures ORDER BY 1") == [
        ("CHN", 2022, 17_881_783.0),
        ("WLD", 2022, 1e8),
    ]


def test_a_table_of_the_databank_is_read(load_text: Load, select: Select) -> None:
    text = (
        "Country Name,Country Code,Series Name,Series Code,2018 [YR2018],2019 [YR2019]\n"
        'Russian Federation,RUS,"Population, total",SP.POP.TOTL,144477859,..\n'
    )
    load_text("world_bank", "Data.csv", text)
    assert select("SELECT actor, year(period_start), value FROM figures") == [("RUS", 2018, 144_477_859.0)]
