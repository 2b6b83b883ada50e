from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.domain import Relation, Row, RowSet, find_parties
from facta.measures import find_measure
from facta.store import Store

FILE = "alliances/atop_alliance.csv.gz"
FLAGS = {
    "defense": "defense",
    "offense": "offense",
    "neutrality": "neutral",
    "nonaggression": "nonagg",
    "consultation": "consul",
}


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("atop", FILE)


def alliances(store: Store, one: str, other: str) -> tuple[Row, ...]:
    (found,) = find_measure("alliance")(store.evidence(), Relation(find_parties(one), find_parties(other)))
    assert isinstance(found, RowSet)
    return found.rows


def test_spells_hold_every_directed_year_of_the_file(store: Store, test_data: Path) -> None:
    """Each directed year is found again, but those of one state under two codes in 1990."""
    owed = "sum((year(end_date) - year(start_date) + 1) * if(fields->>'obliged' = 'both', 2, 1))"
    found = store.connect().execute(f"SELECT fields->>'obligation', {owed}::INTEGER FROM spells GROUP BY 1").fetchall()
    for obligation, years in found:
        flag = f"atop_{FLAGS[obligation]} = 1"
        once = "CASE {0} WHEN 260 THEN 255 WHEN 678 THEN 679 ELSE {0} END"
        counted = (
            duckdb.connect()
            .execute(
                f"""SELECT count(DISTINCT ({once.format("ccode1::INTEGER")}, {once.format("ccode2::INTEGER")}, year))
            FROM read_csv('{test_data / FILE}') WHERE {flag}"""
            )
            .fetchone()
        )
        assert counted == (years,)
    assert {obligation for obligation, _ in found} == set(FLAGS)
    assert store.load("atop", test_data / FILE, dt.date(2026, 11, 23)).new == 0


def test_china_and_russia_have_the_treaty_of_2001_and_no_defence_pact(store: Store) -> None:
    spells = {(row.fields["obligation"], row.start.year, row.end.year) for row in alliances(store, "CHN", "RUS")}
    assert {("nonaggression", 1992, 2018), ("consultation", 2001, 2018)} <= spells
    assert max(end for obligation, _, end in spells if obligation == "defense") == 1980


def test_rivals_and_neighbours(store: Store) -> None:
    assert {row.fields["obligation"] for row in alliances(store, "CHN", "USA") if row.end.year > 2000} == {
        "nonaggression"
    }
    assert {row.fields["obligation"] for row in alliances(store, "KAZ", "UZB")} == {
        "consultation",
        "defense",
        "nonaggression",
    }
