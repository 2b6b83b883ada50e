from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.domain import Relation, RowSet, find_parties
from facta.measures import find_measure
from facta.store import Store

FILES = {"cow_mid": "disputes/cow_mid_dirdisps.csv.gz", "gml_mid": "disputes/gml_dirdisp.csv.gz"}


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store], test_data: Path) -> Store:
    both = load_file("cow_mid", FILES["cow_mid"])
    both.load("gml_mid", test_data / FILES["gml_mid"], dt.date(2026, 11, 22))
    return both


def disputes(store: Store, one: str, other: str, **options: str) -> dict[str, RowSet]:
    relation = Relation(find_parties(one), find_parties(other))
    found = find_measure("disputes")(store.evidence(), relation, options)
    return {entry.book.source: entry for entry in found if isinstance(entry, RowSet)}


@pytest.mark.parametrize("source", FILES)
def test_there_is_one_spell_a_dispute_and_pair(source: str, store: Store, test_data: Path) -> None:
    query = f"""SELECT count(*), sum(last - first)::INTEGER, sum(level)::INTEGER FROM (
        SELECT min(year) AS first, max(year) AS last, max(greatest(hostlev1, hostlev2)) AS level
        FROM read_csv('{test_data / FILES[source]}')
        GROUP BY dispnum, least(ccode1, ccode2), greatest(ccode1, ccode2))"""
    level = "(fields->>'hostility_level')::INTEGER"
    found = store.connect().execute(
        f"SELECT count(*), sum(year(end_date) - year(start_date))::INTEGER, sum({level})::INTEGER FROM spells "
        "WHERE source = ?",
        [source],
    )
    assert found.fetchone() == duckdb.connect().execute(query).fetchone()
    assert store.load(source, test_data / FILES[source], dt.date(2026, 11, 23)).new == 0


def test_china_and_russia_had_four_disputes_without_deaths_since_1992(store: Store) -> None:
    found = disputes(store, "CHN", "RUS")
    late = {source: [row.start.year for row in entry.rows if row.start.year >= 1992] for source, entry in found.items()}
    assert late == {"cow_mid": [1993, 1994, 2009, 2012], "gml_mid": [1993, 1994, 2009]}
    fatal = disputes(store, "CHN", "RUS", fatal="yes")
    assert all(row.start.year < 1992 for entry in fatal.values() for row in entry.rows)


def test_coverage_ends_with_each_source(store: Store) -> None:
    reach = {source: str(entry.reach) for source, entry in disputes(store, "KAZ", "UZB").items()}
    assert reach == {"cow_mid": "1816..2014", "gml_mid": "1816..2010"}
    assert all(not entry.rows for entry in disputes(store, "KAZ", "UZB").values())
