"""The three re-packed files against counts taken straight from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest

from facta.domain import Evidence, Relation, Series, find_parties
from facta.measures import find_measure
from facta.store import Store

FILES = ("votes/un_votes.csv.gz", "votes/un_roll_calls.csv.gz", "votes/un_roll_call_issues.csv.gz")


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("un_votes", *FILES)


@pytest.fixture(scope="module")
def raw(test_data: Path) -> duckdb.DuckDBPyConnection:
    """The files as any CSV reader sees them."""
    db = duckdb.connect()
    for name, file in zip(("votes", "calls", "issues"), FILES, strict=True):
        db.execute(f"CREATE VIEW {name} AS FROM read_csv('{test_data / file}')")
    return db


@pytest.fixture(scope="module")
def evidence(store: Store) -> Evidence:
    return store.evidence()


def agreement(evidence: Evidence, one: str, other: str, **options: str) -> Series:
    relation = Relation(find_parties(one), find_parties(other))
    (series,) = find_measure("vote_agreement")(evidence, relation, options)
    assert isinstance(series, Series)
    return series


def test_every_row_is_read_and_a_second_load_adds_none(store: Store, test_data: Path) -> None:
    loads = store.loads()
    assert sum(load.refused_count for load in loads) == 0
    assert {table: rows for load in loads for table, rows in load.rows.items()} == {
        "votes": 870_109,
        "roll_calls": 6_203,
        "issues": 5_745,
    }
    assert [store.load("un_votes", test_data / file, dt.date(2026, 11, 23)).new for file in FILES] == [0, 0, 0]


def test_votes_by_kind_are_those_of_the_file(store: Store, raw: duckdb.DuckDBPyConnection) -> None:
    votes = store.evidence().votes()
    assert votes is not None
    expected = dict(raw.execute("SELECT vote, count(*) FROM votes GROUP BY 1").fetchall())
    counted = np.bincount(votes.ballots.ravel(), minlength=4)
    assert [expected[word] for word in ("yes", "abstain", "no")] == counted[1:].tolist()
    tags = dict(raw.execute("SELECT short_name, count(*) FROM issues GROUP BY 1").fetchall())
    assert {issue: int(mask.sum()) for issue, mask in votes.issues.items()} == tags


@pytest.mark.parametrize("pair", [("CHN", "RUS"), ("CHN", "USA"), ("KAZ", "UZB")])
def test_agreement_is_what_one_sql_query_finds(
    pair: tuple[str, str], evidence: Evidence, raw: duckdb.DuckDBPyConnection
) -> None:
    codes = {"CHN": "CN", "RUS": "RU", "USA": "US", "KAZ": "KZ", "UZB": "UZ"}
    score = "CASE vote WHEN 'yes' THEN 1.0 WHEN 'abstain' THEN 2.0 ELSE 3.0 END"
    expected = raw.execute(
        f"""SELECT year(date), avg(1 - abs(a.score - b.score) / 2), count(*) FROM calls
        JOIN (SELECT rcid, {score} AS score FROM votes WHERE country_code = $1) a USING (rcid)
        JOIN (SELECT rcid, {score} AS score FROM votes WHERE country_code = $2) b USING (rcid)
        GROUP BY 1 HAVING count(*) >= 5 ORDER BY 1""",
        [codes[state] for state in pair],
    ).fetchall()
    series = agreement(evidence, *pair)
    assert series.weights is not None
    there = np.flatnonzero(~np.isnan(series.values[0]))
    assert [series.start + place for place in there] == [year for year, _, _ in expected]
    assert series.values[0, there] == pytest.approx([value for _, value, _ in expected])
    assert series.weights[0, there].tolist() == [count for _, _, count in expected]


def test_the_median_partner_of_china_and_the_place_of_russia(evidence: Evidence) -> None:
    """Share of identical votes, pooled over 2015..2020-01: .74 for the median partner, Russia 70th of 192."""
    votes = evidence.votes()
    assert votes is not None
    pooled = {}
    for state in votes.states:
        series = agreement(evidence, "CHN", state, method="identical").span(2015, 2021) if state != "CHN" else None
        if series is not None and series.weights is not None and series.weights.sum() >= 5:
            pooled[state] = float(np.nansum(series.values * series.weights) / series.weights.sum())
    assert len(pooled) == 192
    assert np.median(list(pooled.values())) == pytest.approx(0.74, abs=0.005)
    assert 1 + sum(value > pooled["RUS"] for value in pooled.values()) == 70


def test_an_earlier_day_ends_with_its_roll_calls(store: Store) -> None:
    votes = store.evidence(dt.date(2015, 7, 1)).votes()
    assert votes is not None
    assert dt.date.fromordinal(int(votes.dates[-1])) <= dt.date(2015, 7, 1) - dt.timedelta(days=180)
