"""Who affirms, denies or qualifies what, and where evidence tells them apart."""

from __future__ import annotations

import datetime as dt

import pytest

from facta.claims import Verdict, VerdictWord, map_propositions


def say(holders: str, stance: str, verdict: str, proposition: str = "p") -> Verdict:
    """Return a verdict on a claim of some holders, whose initials stand in a word."""
    return Verdict(
        f"{holders.lower()}-{stance}", "so it is", tuple(holders), "2021", VerdictWord(verdict), "", "direct", False,
        None, None, None, None, None, 0.0, dt.date(2021, 12, 31), 0, (), proposition=proposition, stance=stance,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("claims", "group", "leaning", "is_separated"),
    [
        ([("A", "affirms", "supported"), ("B", "denies", "contradicted")], "disputed", "for", True),
        ([("A", "affirms", "contradicted"), ("B", "denies", "supported")], "disputed", "against", True),
        ([("A", "affirms", "supported"), ("B", "denies", "supported")], "disputed", "both_ways", False),
        ([("A", "affirms", "contradicted"), ("B", "denies", "contradicted")], "disputed", "both_ways", False),
        ([("A", "affirms", "supported"), ("B", "denies", "no_evidence")], "disputed", "for", False),
        ([("A", "affirms", "mixed"), ("B", "denies", "open")], "disputed", "mixed", False),
        ([("A", "affirms", "repeated"), ("B", "denies", "open")], "disputed", "silent", False),
        ([("A", "affirms", "contradicted"), ("B", "qualifies", "supported")], "qualified", "against", True),
        ([("A", "qualifies", "supported"), ("B", "qualifies", "mixed")], "qualified", "silent", False),
        ([("A", "affirms", "supported"), ("B", "affirms", "contradicted")], "shared", "both_ways", True),
        ([("A", "affirms", "supported"), ("B", "affirms", "supported")], "shared", "for", False),
        ([("A", "denies", "supported"), ("B", "denies", "supported")], "shared", "against", False),
        ([("AB", "affirms", "supported")], "shared", "for", False),
        ([("A", "affirms", "supported"), ("A", "denies", "contradicted")], "one_voice", "for", False),
    ],
)
def test_stances_and_verdicts(claims: list[tuple[str, str, str]], group: str, leaning: str, is_separated: bool) -> None:
    (found,) = map_propositions([say(*claim) for claim in claims])
    assert (found.group, found.leaning, found.is_separated) == (group, leaning, is_separated)


def test_a_voice_of_which_both_is_true_separates_nobody() -> None:
    claims = [say("A", "affirms", "supported"), say("A", "qualifies", "contradicted"), say("B", "denies", "supported")]
    assert not map_propositions(claims)[0].is_separated


def test_disputes_come_first_and_single_voices_last() -> None:
    claims = [
        say("A", "affirms", "open", "alone"),
        say("AB", "affirms", "open", "shared"),
        say("ABC", "affirms", "open", "shared-by-three"),
        say("A", "affirms", "open", "disputed"),
        say("B", "denies", "open", "disputed"),
        say("A", "", "open", ""),
    ]
    names = [entry.name for entry in map_propositions(claims)]
    assert names == ["disputed", "shared-by-three", "shared", "alone"]


def test_each_holder_of_a_claim_has_a_stand() -> None:
    (found,) = map_propositions([say("AB", "affirms", "supported"), say("B", "qualifies", "mixed")])
    assert [(stand.holder, stand.stance, stand.is_borne_out) for stand in found.stands] == [
        ("A", "affirms", True),
        ("B", "affirms", True),
        ("B", "qualifies", None),
    ]
    assert found.holders == ("A", "B")
    assert found.stands[0].reading is None
