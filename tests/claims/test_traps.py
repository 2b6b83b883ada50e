"""Each trap that the two bundled texts set, by the number of its statement: what a careless check would get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import facta
from facta.claims import ReadingResult, Verdict, read_dossier

NAMES = ("russia-loosens-its-belt", "china-russia-2021")
CLAIMS = {claim.statement: claim for name in NAMES for claim in read_dossier(name).dossier.claims if claim.statement}


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that does not exist, so that nothing but the starter evidence and the registers is seen."""
    return tmp_path_factory.mktemp("store") / "none"


@pytest.fixture(scope="module")
def verdicts(nowhere: Path) -> dict[str, Verdict]:
    """Return the verdict on each statement."""
    checked = facta.check(*NAMES, store=nowhere).dossiers
    return {claim.statement: claim for entry in checked for claim in entry.claims}


def find(verdict: Verdict, *parts: str) -> list[ReadingResult]:
    """Return the readings in whose expression all of these words stand; there is at least one."""
    found = [reading for reading in verdict.readings if all(part in reading.expression for part in parts)]
    assert found, parts
    return found


def judge(expression: str, nowhere: Path) -> str:
    return str(facta.ask(expression, store=nowhere).verdict)


def test_a03_the_announced_count_is_no_count_of_rows_and_may_hold_the_absentee(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["A03"]
    (announced,), (counted,) = find(verdict, "cited("), find(verdict, "meetings(", "level=minister")
    assert (announced.verdict, announced.figure) == ("supported", 25)
    assert (counted.verdict, counted.validity) == ("no_evidence", "weak")
    assert any("who stayed away" in rival and "includes" in rival for rival in verdict.rivals)


def test_a06_the_absentee_is_below_a_minister_and_the_claimants_alone(
    verdicts: dict[str, Verdict], nowhere: Path
) -> None:
    verdict = verdicts["A06"]
    (absence,) = find(verdict, "meetings(RUS -> CHN", "level is ambassador")
    assert (verdict.verdict, absence.verdict) == ("repeated", "repeated")
    assert len(verdict.rivals) >= 2
    rows = facta.trace("russia-loosens-its-belt#ministers-of-25-countries", store=nowhere).found
    levels = {row["actor"]: row["level"] for row in rows if row.get("kind") == "meeting"}
    assert levels
    assert "RUS" not in levels  # so that no count of ministers holds the absentee


def test_a26_an_adjective_that_became_false_later_does_not_undo_what_was_true(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["A26"]
    (came,) = find(verdict, "[2017]", "[2019]")
    (biennial,), (later,) = find(verdict, "every=2y"), find(verdict, "[2020..2021]")
    assert (came.verdict, came.validity) == ("supported", "direct")
    assert (biennial.verdict, biennial.validity) == ("supported", "weak")
    assert later.verdict in {"no_evidence", "contradicted"}
    assert later.validity == "weak"
    assert verdict.verdict == "supported"


def test_a27_first_is_never_shown_by_a_register(verdicts: dict[str, Verdict], nowhere: Path) -> None:
    (exact,) = find(verdicts["A27"], "alliance-like", "== 2019-10-03")
    assert exact.verdict != "supported"
    assert "only a bound is known" in exact.reason or exact.verdict == "repeated"
    day = 'first_day(said(RUS, speaker="Vladimir Putin", phrase=allies))'
    assert judge(f"{day} == 2014-10-14", nowhere) == "no_evidence"
    assert judge(f"{day} > 2014-10-14", nowhere) == "contradicted"  # a bound disproves


def test_a33_proposed_by_and_located_in_give_two_answers(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["A33"]
    proposed, located = find(verdict, "projects(EAEU -> CHN"), find(verdict, "projects(RUS -> CHN")
    assert {reading.verdict for reading in located} == {"contradicted"}
    assert not {reading.verdict for reading in proposed} & {"supported", "contradicted"}
    assert {reading.validity for reading in located} == {"weak"}
    assert verdict.verdict not in {"supported", "contradicted"}


def test_a39_a_third_states_owner_makes_it_more_than_bilateral(verdicts: dict[str, Verdict]) -> None:
    french = find(verdicts["A39"], "cited(FRA -> RUS, figure=ownership_share", "== 0%")[0]
    assert (french.verdict, french.figure, french.unit) == ("contradicted", 20, "%")
    assert french.validity != "weak"
    assert verdicts["A39"].verdict != "supported"


def test_a43_a_tenfold_gap_is_shown_book_by_book(verdicts: dict[str, Verdict]) -> None:
    (flow,) = find(verdicts["A43"], "investment_flow(CHN -> RUS)[2017]")
    figures = {str(book.verdict): book.figure for book in flow.by_source if book.figure is not None}
    assert figures["contradicted"] > 10 * figures["repeated"]
    assert verdicts["A43"].verdict != "supported"


def test_a44_a_share_never_takes_its_two_terms_from_two_books(verdicts: dict[str, Verdict], nowhere: Path) -> None:
    (share,) = find(verdicts["A44"], "share(investment_flow(CHN -> RUS), investment_flow(WLD -> RUS))")
    assert {(str(book.verdict), book.reason) for book in share.by_source} == {("not_comparable", "mixed books")}
    assert verdicts["A44"].verdict == "not_comparable"
    assert judge("share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%", nowhere) == "supported"  # of one book


def test_a45_a_pledge_is_not_held_against_a_flow(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["A45"]
    (ratio,) = find(verdict, "investment_pledge", "investment_flow")
    assert (ratio.verdict, ratio.reason, ratio.figure) == ("not_comparable", "pledged against done", None)
    assert verdict.verdict == "not_comparable"


def test_b07_what_held_at_its_horizon_is_told_apart_from_what_came_later(verdicts: dict[str, Verdict]) -> None:
    horizon = CLAIMS["B07"].horizon
    assert horizon is not None
    assert horizon.until.year == 2021
    at_horizon, later = find(verdicts["B07"], "[2021]"), find(verdicts["B07"], "[2021..2025]")
    assert "contradicted" not in {reading.verdict for reading in at_horizon if reading.validity != "weak"}
    assert {(str(reading.verdict), "contestable" in reading.why) for reading in later} == {("contradicted", True)}


def test_b15_the_trigger_fired_and_the_effect_had_the_other_sign(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["B15"]
    assert verdict.condition_state == "fired"
    for trade in find(verdict, "then change(trade(CHN -- RUS))"):
        assert (trade.state, trade.verdict) == ("fired", "contradicted")
        assert (trade.figure or 0) > 0
    assert all("incidents(" in reading.expression.split("then")[0] for reading in verdict.readings)


def test_b31_what_counts_as_an_alliance_is_asked_obligation_by_obligation(
    verdicts: dict[str, Verdict], nowhere: Path
) -> None:
    verdict = verdicts["B31"]
    assert all("obligation=" in reading.expression for reading in find(verdict, "alliance("))
    assert {str(reading.verdict) for reading in find(verdict, "alliance(", "[2021")} == {"no_evidence"}
    assert judge("exists(alliance(CHN -- RUS, obligation=nonaggression))[2018]", nowhere) == "supported"
    assert judge("exists(alliance(CHN -- RUS, obligation=defense))[2018]", nowhere) == "contradicted"


def test_b48_volume_fell_in_the_year_in_which_value_rose(verdicts: dict[str, Verdict], nowhere: Path) -> None:
    (first,) = find(verdicts["B48"], "[2020..2021]", "unit=Mt")
    assert (first.verdict, first.validity) == ("contradicted", "weak")
    assert judge("change(flow(RUS -> CHN, of=crude))[2020..2021] > 0%", nowhere) == "supported"
    assert len({str(reading.verdict) for reading in find(verdicts["B48"], "of=crude")}) == 2


def test_b62_arms_and_exercises_are_two_readings_and_never_one_sum(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["B62"]
    arms, exercises = find(verdict, "arms_"), find(verdict, "exercises_count")
    assert "contradicted" in {reading.verdict for reading in arms}
    assert all((reading.figure or 0) > 0 and reading.unit == "count" for reading in exercises)
    assert not {reading.unit for reading in arms} & {reading.unit for reading in exercises}
    assert verdict.verdict == "mixed"


def test_b80_the_exception_held_so_that_nothing_was_predicted(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["B80"]
    assert verdict.verdict == "not_fired"
    assert {reading.reason for reading in find(verdict, " unless ")} == {"the exception holds"}
    assert verdict.readings[0].by_source[0].origins
