"""States and sets by any of their names, dated."""

from __future__ import annotations

import datetime as dt

import pytest

from facta.domain import (
    WORLD,
    build_set,
    find_set,
    find_state,
    list_names,
    list_not_states,
    list_sets,
    list_states,
    match_code,
)
from facta.domain.states import name_nearest
from facta.errors import UnknownName


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("RUS", "RUS"),
        ("russia", "RUS"),
        ("The Russian Federation", "RUS"),
        ("Россия", "RUS"),
        ("俄罗斯", "RUS"),
        ("SUN", "RUS"),
        ("Côte d'Ivoire", "CIV"),
        ("cote d ivoire", "CIV"),
        ("WLD", "WLD"),
    ],
)
def test_a_state_has_many_names(name: str, state: str) -> None:
    assert find_state(name).id == state


def test_an_unknown_state_names_the_nearest_and_its_place() -> None:
    with pytest.raises(UnknownName, match=r"d\.yml:3: unknown state 'Kazakstan'\. Nearest: Kazakhstan \(KAZ\)\."):
        find_state("Kazakstan", where="d.yml:3")
    with pytest.raises(UnknownName, match=r"unknown state 'qqqq'\. Write an ISO code such as RUS, or a name\."):
        find_state("qqqq")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("Rusia", "Russia (RUS)"), ("G2O", "G20"), ("CENTRAL_ASI", "CENTRAL_ASIA"), ("qqqq", None)],
)
def test_the_nearest_of_states_and_sets(name: str, nearest: str | None) -> None:
    assert name_nearest(name, [entry.id for entry in list_sets()]) == nearest


@pytest.mark.parametrize(
    ("scheme", "code", "day", "state"),
    [
        ("cow", "365", None, "RUS"),
        ("cow", "260", "1975-01-01", "DEU"),
        ("fips", "CH", None, "CHN"),
        ("cameo", "SAF", None, None),
        ("cow", "260", "1500-01-01", None),
        ("iso2", "??", None, None),
    ],
)
def test_codes_are_dated(scheme: str, code: str, day: str | None, state: str | None) -> None:
    assert match_code(scheme, code, dt.date.fromisoformat(day) if day else None) == state


def test_sets_are_dated() -> None:
    eu = find_set("eu")
    assert eu is not None
    assert "GBR" in eu.states(dt.date(2019, 1, 1))
    assert "GBR" not in eu.states(dt.date(2021, 1, 1))
    assert "GBR" in eu.states()
    assert find_set("no such set") is None


def test_nobody_belongs_to_a_set_before_it_exists() -> None:
    entry = build_set(
        {"id": "X", "name": "Mine", "members": ["KAZ", {"state": "RUS", "from": "1990-01-01", "to": "2000-01-01"}]}
    )
    assert entry.states(dt.date(1990, 6, 1)) == ("RUS",)
    assert entry.states(dt.date(1999, 12, 31)) == ("KAZ", "RUS")
    assert entry.states(dt.date(2000, 1, 1)) == ("KAZ",)


def test_a_set_without_members_is_empty_and_a_wrong_member_refused() -> None:
    assert build_set({"id": "X"}).members == ()
    with pytest.raises(UnknownName, match=r"unknown state 'Kazakstan'"):
        build_set({"id": "X", "members": ["Kazakstan"]})


def test_lists() -> None:
    assert ("russia", "RUS") in list_names()
    assert str(find_state("KAZ")) == "Kazakhstan (KAZ)"
    assert WORLD not in list_states()
    assert not {code for scheme, code in list_not_states() if scheme == "iso3"} & {state.id for state in list_states()}
