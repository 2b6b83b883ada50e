from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest

from facta.domain import Relation, Series, find_parties
from facta.measures import find_measure
from facta.measures.words_and_deeds import fit_beta
from facta.store import Store

FILE = "events/icews_dyad_year_2002_2014.parquet"
TOTALS = {
    "verbal_cooperation": 5_703_143,
    "material_cooperation": 143_231,
    "verbal_conflict": 447_500,
    "material_conflict": 438_910,
}


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("icews_dyads", FILE)


def test_totals_are_those_of_the_file(store: Store, test_data: Path) -> None:
    found = store.connect().execute("SELECT indicator, sum(value)::BIGINT FROM figures GROUP BY 1").fetchall()
    assert dict(found) == TOTALS
    raw = duckdb.connect().execute(
        f"SELECT sum(verbCoop), sum(matlCoop), sum(verbConf), sum(matlConf) FROM '{test_data / FILE}'"
    )
    assert raw.fetchone() == tuple(TOTALS.values())
    assert store.loads()[0].refused_count == 0
    assert store.load("icews_dyads", test_data / FILE, dt.date(2026, 11, 23)).new == 0


@pytest.mark.parametrize(
    "pair", [("China", "Russian Federation"), ("China", "United States"), ("Kazakhstan", "Uzbekistan")]
)
def test_conflict_share_is_what_one_sql_query_finds(pair: tuple[str, str], store: Store, test_data: Path) -> None:
    expected = (
        duckdb.connect()
        .execute(
            f"""SELECT sum(verbConf + matlConf) / sum(verbCoop + matlCoop + verbConf + matlConf)
        FROM '{test_data / FILE}' WHERE (i = $1 AND j = $2) OR (i = $2 AND j = $1) GROUP BY year ORDER BY year""",
            list(pair),
        )
        .fetchall()
    )
    relation = Relation(find_parties(pair[0]), find_parties(pair[1]))
    (series,) = find_measure("conflict_share")(store.evidence(), relation, {"shrink": "no"})
    assert isinstance(series, Series)
    assert series.start == 2002
    assert series.values[0] == pytest.approx([share for (share,) in expected])


def test_what_a_share_is_drawn_towards_was_known_on_the_day(store: Store, test_data: Path) -> None:
    """At the end of 2007 the counts of 2007 and later are not out: the prior is learnt from 2002 to 2006."""
    relation = Relation(find_parties("Kazakhstan"), find_parties("Uzbekistan"))
    events, kind = "verbCoop + matlCoop + verbConf + matlConf", "verbConf + matlConf"
    counts = duckdb.connect().execute(
        f"""SELECT sum({kind})::DOUBLE, sum({events})::DOUBLE,
            bool_or(i IN ('Kazakhstan', 'Uzbekistan') AND j IN ('Kazakhstan', 'Uzbekistan'))
        FROM '{test_data / FILE}' WHERE year <= 2006 AND i <> j GROUP BY least(i, j), greatest(i, j)"""
    )
    rows = np.array(counts.fetchall(), dtype=float)
    own = rows[rows[:, 2] == 1, 1]
    near = rows[np.argsort(np.abs(np.log(np.maximum(rows[:, 1], 0.1) / own)))[:200]]
    (series,) = find_measure("conflict_share")(store.evidence(dt.date(2007, 12, 31)), relation)
    assert isinstance(series, Series)
    assert series.prior is not None
    expected = fit_beta(near[:, 0], near[:, 1])
    assert (series.prior.mean, series.prior.strength) == pytest.approx(expected, rel=0.01)
    assert int(series.start + np.flatnonzero(~np.isnan(series.values[0]))[-1]) == 2006
    (later,) = find_measure("conflict_share")(store.evidence(), relation)
    assert isinstance(later, Series)
    assert later.prior is not None
    assert later.prior.strength != pytest.approx(series.prior.strength, rel=0.01)
