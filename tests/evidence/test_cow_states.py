"""State system and organisations, both of Correlates of War."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.domain import Relation, Series, find_parties
from facta.measures import find_measure
from facta.store import Store

STATES, ORGANISATIONS = "codes/cow_states.csv.gz", "alliances/cow_igo_ndy.csv.gz"


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store], test_data: Path) -> Store:
    both = load_file("cow_states", STATES)
    both.load("cow_igo", test_data / ORGANISATIONS, dt.date(2026, 11, 22))
    return both


def test_every_membership_in_the_state_system_is_a_spell(store: Store) -> None:
    rows = store.evidence().rows("membership_system")
    assert len(rows) == 243
    spells = {(row.start, row.end) for row in rows if row.actor == "DEU"}
    assert (dt.date(1990, 10, 3), dt.date(2016, 12, 31)) in spells
    assert len(spells) == 3


def test_joint_memberships_add_up_to_those_of_the_file(store: Store, test_data: Path) -> None:
    found = store.connect().execute("SELECT count(*), sum(value) FROM figures").fetchone()
    assert (
        found
        == duckdb.connect()
        .execute(f"SELECT count(*), sum(dyadigos) FROM read_csv('{test_data / ORGANISATIONS}')")
        .fetchone()
    )
    assert store.load("cow_igo", test_data / ORGANISATIONS, dt.date(2026, 11, 23)).new == 0


@pytest.mark.parametrize(("pair", "count"), [(("RUS", "CHN"), 55), (("CHN", "USA"), 54), (("UZB", "KAZ"), 45)])
def test_joint_organisations_of_a_pair_in_2014(pair: tuple[str, str], count: int, store: Store) -> None:
    relation = Relation(find_parties(pair[0]), find_parties(pair[1]))
    (series,) = find_measure("joint_organisations")(store.evidence(), relation)
    assert isinstance(series, Series)
    assert series.values[0, 2014 - series.start] == count
