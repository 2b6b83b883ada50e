"""The weakest link of a verdict, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.handmade import HandEvidence

from facta.claims import Claim, Commitment, Horizon, Judge, Reading, Refusal, Said, Verdict
from facta.domain import Row

Flows = Callable[..., HandEvidence]
Judging = Callable[..., Verdict]
RISING = {year: float(year - 1999) for year in range(2000, 2021)}  # 15 in 2014
FLAT = dict.fromkeys(range(2000, 2021), 15.0)
ABOVE = "flow(RUS -> CHN)[2014] > {} M USD"


def proxy(check: str, why: str = "") -> Reading:
    return Reading(check=check, validity="proxy", why=why)


def weak(check: str) -> Reading:
    return Reading(check=check, validity="weak")


def test_a_verdict_that_turns_is_fragile_before_all_else(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(RISING), proxy(ABOVE.format(14), "A part."))
    assert verdict.weakest == "Fragile: with threshold +10%, window one period earlier: contradicted."
    assert verdict.would_change[0] == "with threshold +10%, window one period earlier: contradicted"


def test_of_several_readings_it_says_which_turns_the_claim(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT), ABOVE.format(5), ABOVE.format(14))
    assert verdict.weakest == "Fragile: reading 2 with threshold +10%: mixed."
    assert verdict.would_change == (
        "reading 2 with threshold +10%: mixed",
        "reading 2 with a figure that crosses 14 M USD, 1 M USD away: mixed",
    )


def test_a_reading_that_turns_without_turning_the_claim_is_not_listed(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT), ABOVE.format(14), ABOVE.format(5), ABOVE.format(50))
    assert (verdict.verdict, verdict.fragile) == ("mixed", True)
    assert verdict.weakest == "Readings disagree: 1 contradicted, 2 supported."
    assert verdict.would_change == ("without reading 3: supported",)


def test_books_that_disagree_are_named(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT, dict.fromkeys(range(2000, 2021), 2.0)), ABOVE.format(7))
    assert verdict.weakest == "Books disagree: hand CHN supported, hand RUS contradicted."
    assert verdict.would_change == ("with only hand RUS: contradicted", "with only hand CHN: supported")


def test_a_window_that_is_not_whole(flows: Flows, judge: Judging) -> None:
    held = {year: value for year, value in RISING.items() if year != 2005}
    verdict = judge(flows(held), "slope(flow(RUS -> CHN))[2001..2010] > 0 USD")
    assert verdict.weakest == "Only 90% of the window is there."
    assert verdict.would_change == ("with a figure that crosses 0 USD, 1 M USD away: contradicted",)


@pytest.mark.parametrize(
    ("why", "said"),
    [("A part.", "The reading that decides is a proxy: A part."), ("", "The reading that decides is a proxy.")],
)
def test_a_proxy_alone(flows: Flows, judge: Judging, why: str, said: str) -> None:
    assert judge(flows(FLAT), proxy(ABOVE.format(5), why), weak(ABOVE.format(50))).weakest == said


def test_proxies_alone(flows: Flows, judge: Judging) -> None:
    readings = proxy(ABOVE.format(5), "A part."), proxy(ABOVE.format(6))
    assert judge(flows(FLAT), *readings).weakest == "All 2 readings that decide are proxies: A part."


def test_one_source(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT), proxy(ABOVE.format(5)), ABOVE.format(6))
    assert verdict.weakest == "It rests on one source: hand."


def test_a_horizon_that_the_author_did_not_set(flows: Flows, judge: Judging) -> None:
    books = flows(FLAT, FLAT)
    ended = Horizon(until=dt.date(2014, 12, 31))
    verdict = judge(books, ABOVE.format(5), horizon=ended)
    assert verdict.weakest == "The encoder set the horizon, 2014-12-31."
    assert verdict.horizon == ended.until
    stated = Horizon(until=dt.date(2014, 12, 31), set_by="author")
    assert judge(books, ABOVE.format(5), horizon=stated).weakest.startswith("None: direct, from several sources")


def test_a_rank_is_no_part_of_another(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT), "rank(flow(RUS -> CHN), among={CHN, USA})[2014] <= 3")
    assert not any("crosses" in entry for entry in verdict.would_change)


def test_a_figure_at_its_threshold_says_so(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT), "flow(RUS -> CHN)[2014] >= 15 M USD")
    assert verdict.readings[0].margin_share == 0
    assert verdict.would_change[-1] == "with a figure that crosses 15 M USD, at which it stands: contradicted"


def test_no_margin_share_where_the_threshold_is_nothing(flows: Flows, judge: Judging) -> None:
    assert judge(flows(FLAT), ABOVE.format(0)).readings[0].margin_share is None
    assert judge(flows(FLAT), ABOVE.format(-10)).readings[0].margin_share == 2.5


def test_nothing_on_record(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows({}), ABOVE.format(1), wanted="customs data")
    assert verdict.weakest == "Nothing decides: no source has this."
    assert verdict.would_change[0] == "customs data"
    assert "cow_trade" in verdict.would_change[1]


def test_weak_readings_alone(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT), weak(ABOVE.format(5)))
    assert verdict.weakest == "Nothing decides: only weak proxies have figures."
    assert verdict.would_change[0] == "a reading that is not weak"


def test_a_figure_by_the_claimant(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT, origin="article?"), ABOVE.format(10))
    assert verdict.weakest == "The only figure goes back to Ankur Shah."
    assert verdict.would_change[0].startswith("a figure that does not go back to Ankur Shah, such as one of ")


@pytest.mark.parametrize(("set_by", "said"), [("encoder", " The encoder set it."), ("author", "")])
def test_an_open_claim_names_its_day_and_its_figure(flows: Flows, judge: Judging, set_by: Any, said: str) -> None:
    evidence = flows(RISING, as_of=dt.date(2020, 12, 31))
    horizon = Horizon(until=dt.date(2025, 12, 31), set_by=set_by)
    verdict = judge(evidence, "maximum(flow(RUS -> CHN))[2014..2025] > 40 M USD", horizon=horizon)
    assert verdict.weakest == f"The horizon, 2025-12-31, lies ahead.{said}"
    assert verdict.would_change == ("evidence up to 2025-12-31, so far 21 M USD against 40 M USD",)


def test_a_pledge_that_has_not_begun_waits_for_the_day_it_is_due() -> None:
    made = Commitment(kind="pledge", deed=ABOVE.format(1), since=dt.date(2022, 1, 1), due=dt.date(2022, 12, 31))
    claim = Claim(id="c", said=Said(by="A", quote="we will", date="2021-01"), commitment=made)
    verdict = Judge(HandEvidence(as_of=dt.date(2021, 6, 30))).judge_claim(claim)
    assert verdict.would_change == ("evidence up to 2022-12-31",)


def test_what_turns_a_deed_turns_the_claim(flows: Flows) -> None:
    deed = "flow(RUS -> CHN) >= 14 M USD"
    made = Commitment(kind="pledge", deed=deed, since=dt.date(2014, 1, 1), due=dt.date(2014, 12, 31))
    claim = Claim(id="c", said=Said(by="A", quote="we will", date="2013-01"), commitment=made)
    verdict = Judge(flows(FLAT)).judge_claim(claim)
    assert (verdict.outcome, verdict.would_change[0]) == ("kept", "with threshold +10%: contradicted")


@pytest.mark.parametrize(
    ("window", "needed"),
    [
        ("[2014..2016]", "only another record of the time to 2016-12-31"),
        ("", "the condition, once it is met"),
    ],
)
def test_a_condition_that_was_not_met(
    clashes: Callable[[dict[int, float], tuple[Row, ...]], HandEvidence], judge: Judging, window: str, needed: str
) -> None:
    evidence = clashes(FLAT, ())
    reading = f"if exists(incidents(CHN -- RUS)){window} then change(flow(RUS -> CHN), over=1y) < 0 %"
    verdict = judge(evidence, reading)
    assert verdict.verdict == "not_fired"
    assert verdict.weakest.startswith("The condition was not met (")
    assert verdict.would_change == (needed,)


def test_unlike_quantities(pledged: HandEvidence, judge: Judging) -> None:
    verdict = judge(pledged, "ratio(investment_pledge(CHN -> PAK)[2015], investment_flow(CHN -> RUS)[2015]) > 2")
    assert verdict.weakest.startswith("Two unlike quantities: ")
    assert verdict.would_change == ("two quantities of one kind, out of one book",)


@pytest.mark.parametrize("reason", ["motive", "tautology", "no_series", "rhetoric", "causal"])
def test_a_refusal_says_what_could_be_checked(flows: Flows, judge: Judging, reason: Any) -> None:
    verdict = judge(flows({}), refuse=Refusal(reason=reason, why="Nobody knows."))
    assert verdict.weakest == f"Refused as {reason.replace('_', ' ')}: Nobody knows."
    assert verdict.would_change[0].startswith("a s")


def test_a_likelihood_is_not_what_happens(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(FLAT), f"likelihood({ABOVE.format(1)}) > 60%")
    assert verdict.weakest == "It says how likely something is, not that it is."
    assert verdict.would_change == ("a statement that something is, in place of how likely",)
