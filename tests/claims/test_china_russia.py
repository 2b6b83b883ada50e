"""The bundled dossier on the starter evidence: properties that hold however its readings are tuned."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

import facta
from facta.claims import DECIDED, Claim, DossierFile, Verdict, read_dossier
from facta.desk.results import DossierResult

TYPES = {"fact", "trend", "compare", "rank", "forecast", "condition", "vague"}
FILE = read_dossier("china-russia")
CLAIMS = {claim.id: claim for claim in FILE.dossier.claims}
IDS = sorted(CLAIMS)


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that does not exist, so that nothing but the starter evidence is seen."""
    return tmp_path_factory.mktemp("store") / "none"


@pytest.fixture(scope="module")
def result(nowhere: Path) -> DossierResult:
    (result,) = facta.check("china-russia", store=nowhere).dossiers
    return result


@pytest.fixture(scope="module")
def verdicts(result: DossierResult) -> dict[str, Verdict]:
    return {claim.id: claim for claim in result.claims}


@pytest.fixture
def trap(verdicts: dict[str, Verdict], request: pytest.FixtureRequest) -> Verdict:
    """Return the verdict on the statement of that number."""
    return next(verdict for verdict in verdicts.values() if verdict.statement == request.param)


def on(statement: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("trap", [statement], indirect=True)


def test_there_are_thirty_claims_of_all_types_from_both_texts(result: DossierResult) -> None:
    assert len(result.claims) == len(CLAIMS) >= 30
    assert {claim.type for claim in CLAIMS.values()} == TYPES
    texts = Counter(claim.statement[0] for claim in result.claims)
    assert set(texts) == {"A", "B"}
    assert min(texts.values()) >= 10


def test_no_statement_stands_twice(result: DossierResult) -> None:
    assert max(Counter(claim.statement for claim in result.claims).values()) == 1


def test_the_verdicts_are_counted(result: DossierResult) -> None:
    assert sum(result.coverage.values()) == len(result.claims)
    assert {word for word, count in result.coverage.items() if count} >= {
        "supported", "contradicted", "mixed", "no_evidence", "not_comparable", "not_checkable",
    }  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_reading_that_is_no_direct_one_says_why(claim: Claim) -> None:
    assert all(reading.why for reading in claim.readings if reading.validity != "direct")
    assert all(reading.text for reading in claim.readings)


@pytest.mark.parametrize("claim_id", IDS)
def test_a_verdict_has_a_figure_or_says_why_not(verdicts: dict[str, Verdict], claim_id: str) -> None:
    verdict = verdicts[claim_id]
    if verdict.verdict in DECIDED:
        assert any(book.figure is not None for reading in verdict.readings for book in reading.by_source)
        assert verdict.citations
    else:
        assert verdict.reason or verdict.readings
    assert verdict.verdict != "no_evidence" or verdict.fill


@pytest.mark.parametrize("claim_id", IDS)
def test_a_verdict_that_is_repeated_has_no_other_witness(verdicts: dict[str, Verdict], claim_id: str) -> None:
    for reading in verdicts[claim_id].readings:
        words = {book.verdict for book in reading.by_source}
        assert reading.verdict != "repeated" or not words & DECIDED
        assert reading.verdict != "supported" or "supported" in words


@pytest.mark.parametrize("claim_id", [claim.id for claim in CLAIMS.values() if claim.readings])
def test_every_figure_follows_to_rows_and_every_row_to_a_citation(
    verdicts: dict[str, Verdict], nowhere: Path, claim_id: str
) -> None:
    traced = facta.trace(f"china-russia#{claim_id}", store=nowhere)
    found = {str(row["origin"]) for row in traced.found}
    for reading in verdicts[claim_id].readings:
        assert all(found & set(book.origins) for book in reading.by_source if book.figure is not None and book.n)
    assert {origin.id for origin in traced.origins} == found
    assert all(origin.citation and origin.licence for origin in traced.origins)


@on("A43")
def test_a_figure_that_only_the_article_gives_is_no_support(trap: Verdict) -> None:
    assert trap.verdict in {"mixed", "repeated", "contradicted"}
    repeated = [book for reading in trap.readings for book in reading.by_source if book.figure == 140]
    assert repeated
    assert {str(book.verdict) for book in repeated} == {"repeated"}


@on("A44")
def test_a_share_of_two_books_is_called_mixed_books(trap: Verdict) -> None:
    reasons = {reading.reason for reading in trap.readings} | {
        book.reason for reading in trap.readings for book in reading.by_source
    }
    assert "mixed books" in reasons
    assert trap.verdict != "supported"


@on("A45")
def test_a_pledge_is_not_held_against_a_flow(trap: Verdict) -> None:
    assert (trap.verdict, trap.figure) == ("not_comparable", None)
    assert "pledge" in trap.reason


@on("B45")
def test_who_leads_is_shown_with_both_shares(trap: Verdict) -> None:
    first = trap.readings[0]
    assert first.validity != "direct"
    assert any("larger" in reading.why for reading in trap.readings)
    shares = {round(reading.figure, 3) for reading in trap.readings if reading.figure is not None}
    assert len(shares) >= 2
    assert min(shares) < 0.05 < 0.1 < max(shares)


@on("B31")
def test_an_alliance_after_2018_is_not_ruled_out_by_silence(trap: Verdict) -> None:
    later = [reading for reading in trap.readings if "2021" in reading.expression]
    assert [reading.verdict for reading in later] == ["no_evidence"]
    obligations = {"defense", "offense", "neutrality", "nonaggression", "consultation"}
    assert all(any(name in reading.expression for reading in trap.readings) for name in obligations)
    assert trap.verdict == "no_evidence"


@on("A17")
def test_not_being_part_of_it_has_three_readings(trap: Verdict) -> None:
    assert len(trap.readings) == 3
    assert len({reading.text for reading in trap.readings}) == 3
    assert "most-involved-partner" in trap.rebuts


@on("A26")
def test_an_adjective_that_became_false_does_not_decide(trap: Verdict) -> None:
    assert trap.verdict == "supported"
    assert {reading.validity for reading in trap.readings} == {"direct", "weak"}


@pytest.mark.parametrize("statement", ["A14", "B14", "B23", "B87"])
def test_what_cannot_be_checked_is_refused_with_a_reason(verdicts: dict[str, Verdict], statement: str) -> None:
    (verdict,) = (verdict for verdict in verdicts.values() if verdict.statement == statement)
    assert verdict.verdict == "not_checkable"
    assert verdict.reason in {"motive", "tautology", "no_series", "rhetoric", "causal"}


def test_every_condition_says_whether_it_fired(verdicts: dict[str, Verdict]) -> None:
    for claim in CLAIMS.values():
        if any(reading.check.startswith("if ") for reading in claim.readings):
            assert verdicts[claim.id].condition_state in {"fired", "armed", "expired"}


def test_on_what_was_known_then_no_forecast_is_decided(nowhere: Path) -> None:
    (then,) = facta.check("china-russia", as_of="2021-01", store=nowhere).dossiers
    forecasts = {claim.id for claim in CLAIMS.values() if claim.type == "forecast" and claim.id != "no-formal-alliance"}
    assert then.as_of == dt.date(2021, 1, 31)
    assert not [claim.id for claim in then.claims if claim.id in forecasts and claim.verdict in DECIDED]
    assert not [claim.id for claim in then.claims if claim.window and claim.window.split("..")[-1][:4] > "2021"]


def test_checking_twice_gives_the_same(result: DossierResult, nowhere: Path) -> None:
    (again,) = facta.check("china-russia", store=nowhere).dossiers
    assert again.claims == result.claims


def test_the_registers_beside_it_are_those_it_names() -> None:
    file: DossierFile = FILE
    beside = {path.name for path in file.path.parent.glob("*.csv")}
    assert set(file.dossier.registers) == beside
