"""Parties, relations and their pairs."""

from __future__ import annotations

import datetime as dt

import pytest

from facta.domain import ALWAYS, Membership, Pair, Parties, Relation, StateSet, Window, find_parties, is_world
from facta.errors import UnknownName


def build_side(*members: Membership | str, label: str = "S") -> Parties:
    return Parties(label, tuple(m if isinstance(m, Membership) else Membership(m, ALWAYS) for m in members), True)


def list_pairs(relation: Relation) -> list[tuple[str, str]]:
    return [(pair.actor, pair.recipient) for pair in relation.pairs()]


def test_a_pair_of_states() -> None:
    relation = Relation(find_parties("China"), find_parties("Россия"), is_directed=True)
    assert (str(relation), str(relation.swap()), list_pairs(relation)) == ("CHN -> RUS", "RUS -> CHN", [("CHN", "RUS")])


def test_a_state_alone_has_no_pairs() -> None:
    alone = Relation(find_parties("CHN"))
    assert (str(alone), alone.swap(), list_pairs(alone)) == ("CHN", alone, [])


def test_nobody_is_paired_with_itself() -> None:
    assert list_pairs(Relation(build_side("A", "B"), build_side("B", "C"), True)) == [
        ("A", "B"),
        ("A", "C"),
        ("B", "C"),
    ]


def test_a_pair_on_both_sides_of_an_undirected_relation_comes_once() -> None:
    side = build_side("A", "B", "C")
    assert list_pairs(Relation(side, side)) == [("A", "B"), ("A", "C"), ("B", "C")]
    assert len(list_pairs(Relation(side, side, is_directed=True))) == 6


def test_a_pair_counts_while_both_belong() -> None:
    early, late = Membership("A", Window.parse("..2004")), Membership("B", Window.parse("2003.."))
    assert list(Relation(build_side(early), build_side(late)).pairs()) == [Pair("A", "B", Window.parse("2003..2004"))]
    assert list_pairs(Relation(build_side(early), build_side(Membership("B", Window.parse("2010.."))))) == []
    assert Pair("A", "B").swap() == Pair("B", "A")


def test_except_takes_members_out() -> None:
    rest = find_parties("EAEU").without(find_parties("RUS"))
    assert (rest.label, sorted(member.state for member in rest.members)) == (
        "EAEU except RUS",
        ["ARM", "BLR", "KAZ", "KGZ"],
    )


@pytest.mark.parametrize(
    ("spells", "joined"),
    [
        (("2000..2004", "2003..2006"), ["2000..2006"]),
        (("2000..2004", ".."), [".."]),
        (("2000..2004", "2006.."), ["2000..2004", "2006.."]),
        (("2000..2004", "2006..2008", "2003..2007"), ["2000..2008"]),
        (("2000..2004", "2000..2004"), ["2000..2004"]),
    ],
)
def test_no_day_of_a_state_counts_twice(spells: tuple[str, ...], joined: list[str]) -> None:
    windows = [ALWAYS if text == ".." else Window.parse(text) for text in spells]
    first, *others = (build_side(Membership("A", window)) for window in windows)
    assert [str(member.window) for member in first.union(*others).members] == joined


def test_union_has_a_label() -> None:
    assert find_parties("CHN").union(find_parties("EU")).label == "{CHN, EU}"


def test_a_set_of_the_dossier_comes_first() -> None:
    mine = StateSet("EU", "Mine", "group", (Membership("FRA", ALWAYS),))
    assert find_parties("EU", {"EU": mine}).members == mine.members
    assert len(find_parties("EU").members) > 20


def test_an_unknown_party_names_the_nearest_state_or_set() -> None:
    with pytest.raises(UnknownName, match=r"d\.yml:3: unknown state or set 'THE_WETS'\. Nearest: THE_WEST\."):
        find_parties("THE_WETS", {"THE_WEST": StateSet("THE_WEST", "", "", ())}, where="d.yml:3")


def test_the_world() -> None:
    assert is_world(find_parties("WLD"))
    assert not is_world(find_parties("EU"))
    assert find_parties("EU").members[0].window.start == dt.date(1958, 1, 1)
