"""Which readings are scored, and why others are not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from facta.claims import Claim, Commitment, Horizon, Reading, Refusal, Said
from facta.claims.record import list_forward, name_reading
from facta.errors import ReadingError

SAID = Said(by="A", quote="it will", date="2021-01")
RISES = Reading(check="trade(CHN -- RUS)[2023] > trade(CHN -- RUS)[2020]")
UNTIL_2025 = Horizon(until=dt.date(2025, 12, 31))


def test_a_reading_waits_for_the_later_of_the_claims_horizon_and_its_own_windows() -> None:
    late = Reading(check="exists(disputes(CHN -- RUS))[2021..2030]")
    (first, second), _ = list_forward([Claim(id="c", said=SAID, readings=[RISES, late], horizon=UNTIL_2025)])
    assert (first.until, second.until) == (dt.date(2025, 12, 31), dt.date(2030, 12, 31))
    assert first.made == dt.date(2021, 1, 31)


def test_every_holder_has_an_entry_of_their_own_day() -> None:
    other = Said(by="B", quote="so it will", date="2021-03-09", hedge="probably")
    forward, _ = list_forward([Claim(id="c", said=[SAID, other], readings=[RISES], type="forecast")])
    assert [(entry.said.by, entry.made) for entry in forward] == [
        ("A", dt.date(2021, 1, 31)),
        ("B", dt.date(2021, 3, 9)),
    ]
    assert len({entry.key for entry in forward}) == 1


def test_who_says_it_twice_is_held_to_the_first_time() -> None:
    again = Said(by="A", quote="it still will", date="2022-01", hedge="surely")
    forward, _ = list_forward([Claim(id="c", said=[SAID, again], readings=[RISES], type="forecast")])
    assert [entry.made for entry in forward] == [dt.date(2021, 1, 31)]


def test_a_condition_looks_ahead_without_a_type_or_horizon() -> None:
    check = "if exists(disputes(CHN -- RUS))[2021..2024] then change(trade(CHN -- RUS))[2021..2024] < 0%"
    forward, _ = list_forward([Claim(id="c", said=SAID, readings=[Reading(check=check)])])
    assert forward[0].until == dt.date(2024, 12, 31)


def test_a_statement_of_fact_is_no_forecast() -> None:
    assert list_forward([Claim(id="c", said=SAID, readings=[RISES], type="fact")]) == ([], [])


PLEDGE = Commitment(kind="pledge", deed="exists(deals(RUS -> CHN))", due=dt.date(2025, 1, 1))
ASKED = Said(by="A", quote="will it", date="2021", act="rhetorical")
PAST = Reading(check="exists(disputes(CHN -- RUS))[2000..2010]")
WEAK = Reading(check=RISES.check, validity="weak", why="far off")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"refuse": Refusal(reason="motive", why="none")}, "not checkable: motive"),
        ({"wanted": "a list"}, "no reading"),
        ({"readings": [WEAK]}, "only weak readings"),
        ({"readings": [RISES], "said": ASKED}, "asked as a question, not said"),
        ({"readings": [PAST], "horizon": UNTIL_2025}, "every reading looks back"),
        ({"commitment": PLEDGE}, "a commitment: `facta check` says what became of it"),
    ],
)
def test_says_why_a_claim_about_the_future_is_left_out(facts: dict[str, Any], reason: str) -> None:
    forward, left = list_forward([Claim(**{"id": "c", "said": SAID, "type": "forecast", **facts})])
    assert forward == []
    assert [(entry.claim, entry.reason) for entry in left] == [("c", reason)]


@pytest.mark.parametrize(
    ("check", "end"),
    [
        ("none(alliance(CHN -- RUS, obligation=defense))[2021..2025]", "2025-12-31"),
        (f"{RISES.check} and none(alliance(CHN -- RUS))[2021..2023]", "2023-12-31"),
        (RISES.check, ""),
    ],
)
def test_flags_a_feed_that_cannot_reach_the_horizon(check: str, end: str) -> None:
    forward, _ = list_forward([Claim(id="c", said=SAID, readings=[Reading(check=check)], horizon=UNTIL_2025)])
    assert forward[0].flaw == (f"no source of alliance reaches {end}: atop ends on 2018-12-31" if end else "")


def test_flags_a_reading_that_never_matures() -> None:
    endless = Reading(check="none(disputes(CHN -- RUS))[2021..]")
    forward, _ = list_forward([Claim(id="c", said=SAID, readings=[endless], type="forecast")])
    assert forward[0].until is None
    assert forward[0].flaw == "it has no horizon: give the claim one"


def test_a_reading_that_does_not_parse_names_its_claim() -> None:
    with pytest.raises(ReadingError, match="claim 'c': line 1, column"):
        list_forward([Claim(id="c", said=SAID, readings=[Reading(check="trade(CHN -- RUS")], type="forecast")])


def test_spaces_do_not_make_another_reading() -> None:
    assert name_reading(" 1 >\n 2") == name_reading("1 > 2")
