"""Two publishers' counts as one series, and what changes its class on the way from CAMEO to PLOVER."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from facta.domain import (
    Aggregation,
    Basis,
    Book,
    Frequency,
    Kind,
    Period,
    Quad,
    Series,
    find_unit,
    map_to_plover,
    splice,
)

FACTS = "events/icews_facts_2005_2022.parquet"


def build_series(source: str, found: list[tuple[int, float]]) -> Series:
    years, counts = zip(*sorted(found), strict=True)
    assert list(years) == list(range(years[0], years[-1] + 1))
    return Series(
        "verbal_conflict", "CHN -- USA", Book(source), find_unit("count"), Basis(Kind.COUNT), Frequency.YEAR, years[0],
        np.array([counts], float), np.zeros(len(years), np.int8), np.ones(len(years)), Aggregation.SUM,
    )  # fmt: skip


@pytest.fixture(scope="module")
def books(test_data: Path) -> tuple[Series, Series]:
    """Verbal conflict between China and the United States: ICEWS 2002 to 2014, and GDELT 2003 to 2023."""
    db = duckdb.connect()
    ends = "['China', 'United States']"
    dyads = test_data / "events" / "icews_dyad_year_2002_2014.parquet"
    icews = f"SELECT year::INTEGER, sum(verbConf) FROM '{dyads}' WHERE i IN {ends} AND j IN {ends} GROUP BY 1"
    file = test_data / "events" / "gdelt_china_conflict_monthly_2003_2023.csv"
    records = f"read_csv('{file}', all_varchar=true, quote='\"')"
    count = "replace(RecordCount, ',', '')::DOUBLE"
    gdelt = f"""SELECT left(MonthYear, 4)::INTEGER, sum({count}) FROM {records}
        WHERE Actor2CountryCode = 'USA' AND QuadClass = '3' GROUP BY 1"""
    return tuple(
        build_series(source, db.execute(query).fetchall()) for source, query in (("icews", icews), ("gdelt", gdelt))
    )  # type: ignore[return-value]


def test_icews_is_brought_to_the_level_of_gdelt(books: tuple[Series, Series]) -> None:
    icews, gdelt = books
    joined = splice(icews, gdelt, scale="earlier")
    (link,) = joined.splices
    assert (joined.start, joined.stop, link.at, link.overlap) == (2002, 2024, Period.parse("2003"), 12)
    yearly = gdelt.values[0, :12] / icews.values[0, 1:]
    assert yearly[0] < link.ratio < yearly[-1]  # GDELT reads ever more, so that one ratio is too high for 2002
    assert 0.1 < link.error / link.ratio < 0.3
    assert joined.values[0, 0] == pytest.approx(link.ratio * icews.values[0, 0])
    np.testing.assert_array_equal(joined.values[0, 1:], gdelt.values[0])


def test_the_place_decides_how_much_of_each_is_kept(books: tuple[Series, Series]) -> None:
    joined = splice(*books, Period.parse("2015"), scale="later")
    np.testing.assert_array_equal(joined.values[0, :13], books[0].values[0])
    np.testing.assert_allclose(joined.values[0, 13:], books[1].values[0, 12:] / joined.splices[0].ratio)


def test_concessions_move_from_deeds_to_words(test_data: Path) -> None:
    found = duckdb.connect().execute(f"SELECT cameo, count(*) FROM '{test_data / FACTS}' GROUP BY 1").fetchall()
    counts = {code: (count, map_to_plover(code)) for code, count in found}
    conceded = sum(count for count, kind in counts.values() if kind and kind.root == "CONCEDE")
    deeds = sum(count for code, (count, _) in counts.items() if code[:2] in {"06", "07", "08"})
    kept = sum(count for count, kind in counts.values() if kind and kind.quad is Quad.MATERIAL_COOPERATION)
    assert kept + conceded == deeds
    assert 0.1 < conceded / deeds < 0.12
