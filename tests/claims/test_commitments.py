"""What becomes of pledges, targets, deadlines and threats, and of what an author revised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.handmade import HandEvidence

from facta.claims import Claim, Commitment, Judge, Reading, Said, Verdict, read_dossier
from facta.domain import Coverage, Row
from facta.errors import DossierError, ReadingTypeError

from .conftest import book, cover

DEED = "flow(RUS -> CHN, source=hand) >= 15 M USD"
PART = "flow(RUS -> CHN, source=hand) >= 7 M USD"


def see(values: dict[int, float], *, clash: str = "", as_of: str = "2020-06-30") -> HandEvidence:
    """Return yearly flows, and a register of disputes that covers 2000 to 2025."""
    day = dt.date.fromisoformat(clash) if clash else None
    rows = (Row("d", "dispute", "hand", "CHN", "RUS", day, day, {}, "hand"),) if day else ()
    covers: tuple[Coverage, ...] = (cover("trade_flow", "2000..2025"), cover("dispute", "2000..2025", absence="zero"))
    return HandEvidence((book("trade_flow", "RUS", "CHN", values),), rows, covers, dt.date.fromisoformat(as_of))


def judge(evidence: HandEvidence, **made: object) -> Verdict:
    fields: dict[str, object] = {
        "kind": "pledge", "deed": DEED, "since": dt.date(2015, 1, 1), "due": dt.date(2015, 12, 31), **made,
    }  # fmt: skip
    commitment = Commitment(**fields)  # type: ignore[arg-type]  # each field is given its own type below
    said = Said(by="A minister", quote="we will lift supplies", date="2014-11")
    return Judge(evidence).judge_claim(Claim(id="c", said=said, commitment=commitment))


@pytest.mark.parametrize(
    ("values", "outcome", "verdict"),
    [
        ({2015: 15.0, 2016: 1.0}, "kept", "supported"),
        ({2015: 9.0, 2016: 7.0}, "late", "contradicted"),
        ({2015: 9.0, 2016: 1.0}, "in_part", "contradicted"),
        ({2015: 5.0, 2016: 1.0}, "missed", "contradicted"),
        ({2014: 20.0}, "", "no_evidence"),
    ],
)
def test_outcomes(values: dict[int, float], outcome: str, verdict: str) -> None:
    found = judge(see(values), part=PART, late_until=dt.date(2016, 12, 31))
    assert (found.outcome, found.verdict) == (outcome, verdict)


def test_the_reason_names_the_day() -> None:
    later = {2015: 5.0, 2016: 1.0, 2017: 1.0, 2018: 1.0, 2019: 1.0}
    assert judge(see(later)).reason == "missed: not by 2020-06-30"
    assert judge(see({2015: 5.0})).reason == "missed: not by 2015-12-31"
    assert judge(see({2015: 5.0}), late_until=dt.date(2015, 12, 31)).reason == "missed: not by 2015-12-31"
    assert judge(see({2015: 9.0, 2016: 7.0}), late_until=dt.date(2016, 12, 31)).reason == "late: not by 2015-12-31"


@pytest.mark.parametrize("as_of", ["2014-06-30", "2015-06-30"])
def test_what_is_not_due_is_pending(as_of: str) -> None:
    found = judge(see({2015: 20.0}, as_of=as_of))
    assert (found.outcome, found.verdict, found.reason) == ("pending", "open", "due on 2015-12-31")


@pytest.mark.parametrize(
    ("clash", "values", "outcome", "verdict"),
    [
        ("", {2015: 0.0}, "", "not_fired"),
        ("2014-05-01", {2015: 0.0}, "", "not_fired"),
        ("2015-05-01", {2015: 0.0}, "kept", "supported"),
        ("2015-05-01", {2015: 30.0}, "missed", "contradicted"),
    ],
)
def test_a_threat_waits_for_its_trigger(clash: str, values: dict[int, float], outcome: str, verdict: str) -> None:
    found = judge(
        see(values, clash=clash),
        kind="threat",
        trigger="exists(disputes(CHN -- RUS))",
        deed="flow(RUS -> CHN, source=hand) < 15 M USD",
        late_until=dt.date(2015, 12, 31),
    )
    assert (found.outcome, found.verdict) == (outcome, verdict)


def test_a_threat_that_fired_is_pending_until_it_is_due() -> None:
    evidence = see({2015: 30.0}, clash="2015-05-01", as_of="2015-06-30")
    found = judge(evidence, kind="threat", trigger="exists(disputes(CHN -- RUS))")
    assert (found.outcome, found.verdict) == ("pending", "open")
    assert [reading.verdict for reading in found.readings] == ["supported", "open"]


def test_the_day_of_saying_starts_it() -> None:
    assert judge(see({2015: 15.0}), since=None).readings[0].expression == f"({DEED}) during 2014-11-01..2015-12-31"


def test_a_deed_that_is_no_truth_is_refused() -> None:
    with pytest.raises(ReadingTypeError, match="a series stands where something true or false belongs"):
        judge(see({2015: 15.0}), deed="flow(RUS -> CHN)")


CLAIMS = """claims:
- id: pledge
  said: {by: A minister, quote: we will lift supplies, date: "2014-11"}
  commitment:
    kind: pledge
    deed: flow(RUS -> CHN) >= 15 M USD
    due: 2015-12-31
- id: softer
  said: {by: A minister, quote: we will try, date: "2015-06"}
  revises: [pledge]
  readings:
  - check: flow(RUS -> CHN)[2015] > 1 M USD
"""


def test_a_dossier_holds_commitments_and_revisions(write_dossier: Callable[..., Path]) -> None:
    pledge, softer = read_dossier(write_dossier(CLAIMS)).dossier.claims
    assert pledge.commitment is not None
    assert (pledge.commitment.kind, pledge.commitment.due) == ("pledge", dt.date(2015, 12, 31))
    assert Judge(see({2015: 20.0})).judge_claim(softer).revises == ("pledge",)


def test_a_revision_of_what_is_not_there_is_refused(write_dossier: Callable[..., Path]) -> None:
    with pytest.raises(
        DossierError, match=r"claim 'softer' revises 'plegde', which is no claim here\. Nearest: pledge\."
    ):
        read_dossier(write_dossier(CLAIMS.replace("[pledge]", "[plegde]")))


@pytest.mark.parametrize(
    ("check", "as_of", "verdict"),
    [
        ("likelihood(none(disputes(CHN -- RUS))[2018]) > 60%", "2020-06-30", "not_checkable"),
        ("likelihood(none(disputes(CHN -- RUS))[2018]) > 60%", "2017-06-30", "open"),
        ("likelihood(1 > 0) > 60% and exists(disputes(CHN -- RUS))[2018]", "2020-06-30", "contradicted"),
        ("hedged(none(disputes(CHN -- RUS))[2018], word=probably)", "2020-06-30", "supported"),
        ("after(disputes(CHN -- RUS)[2014], flow(RUS -> CHN) > 1 M USD, within=10y)", "2020-06-30", "open"),
        ("after(disputes(CHN -- RUS)[2014], flow(RUS -> CHN) > 1 M USD, within=2y)", "2020-06-30", "supported"),
    ],
)  # fmt: skip
def test_likelihoods_hedges_and_windows_after_an_event(check: str, as_of: str, verdict: str) -> None:
    evidence = see({2015: 20.0, 2016: 20.0}, clash="2014-12-31", as_of=as_of)
    claim = Claim(id="c", said=Said(by="A", quote="so it is", date="2014"), readings=[Reading(check=check)])
    found = Judge(evidence).judge_claim(claim)
    assert found.verdict == verdict
    if verdict == "not_checkable":
        assert found.reason == "likelihood"


def test_what_lasts_without_a_horizon_is_asked_over_one_three_and_five_years() -> None:
    evidence = see({2015: 20.0, 2016: 20.0, 2017: 5.0, 2018: 5.0, 2019: 5.0}, as_of="2020-06-30")
    reading = Reading(check="persists(flow(RUS -> CHN) > 10 M USD)[2015..]")
    found = Judge(evidence).judge_reading(reading)
    told = {change.change: change.verdict for change in found.sensitivity if "from the start" in change.change}
    assert told == {
        "1 year from the start": "supported",
        "3 years from the start": "contradicted",
        "5 years from the start": "contradicted",
    }
