"""The bundled dossier of all statements of one article, on the starter evidence: each trap, and what holds for all."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from pathlib import Path

import pytest

import facta
from facta.claims import DECIDED, Claim, Verdict, read_dossier
from facta.desk.results import DossierResult, TraceResult

NAME = "russia-loosens-its-belt"
FILE = read_dossier(NAME)
CLAIMS = {claim.id: claim for claim in FILE.dossier.claims}
STATEMENTS = {claim.statement: claim for claim in CLAIMS.values() if claim.statement}
REASONS = {"motive", "tautology", "no_series", "rhetoric", "causal"}
WRITTEN = dt.date(2020, 7, 31)


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that does not exist, so that nothing but the starter evidence is seen."""
    return tmp_path_factory.mktemp("store") / "none"


@pytest.fixture(scope="module")
def result(nowhere: Path) -> DossierResult:
    (result,) = facta.check(NAME, store=nowhere).dossiers
    return result


@pytest.fixture(scope="module")
def verdicts(result: DossierResult) -> dict[str, Verdict]:
    return {claim.id: claim for claim in result.claims}


@pytest.fixture(scope="module")
def traced(nowhere: Path) -> TraceResult:
    return facta.trace(NAME, store=nowhere)


@pytest.fixture
def trap(verdicts: dict[str, Verdict], request: pytest.FixtureRequest) -> Verdict:
    """Return the verdict on the statement of that number."""
    return verdicts[STATEMENTS[request.param].id]


def on(statement: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("trap", [statement], indirect=True)


def weigh(verdict: Verdict) -> dict[str, set[str]]:
    """Return the words of a claim's readings by their validity."""
    return {
        validity: {str(reading.verdict) for reading in verdict.readings if reading.validity == validity}
        for validity in ("direct", "proxy", "weak")
    }


def test_every_statement_of_the_article_stands_once() -> None:
    numbers = Counter(claim.statement for claim in CLAIMS.values() if claim.statement)
    assert numbers == Counter(f"A{number:02}" for number in range(1, 50))


def test_what_has_no_number_is_an_official_narrative_that_some_statement_answers() -> None:
    narratives = {claim.id for claim in CLAIMS.values() if not claim.statement}
    assert narratives == {claim.id for claim in CLAIMS.values() if claim.narrative}
    assert narratives == {answered for claim in STATEMENTS.values() for answered in claim.rebuts}


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_reading_says_what_it_checks_and_why_it_is_no_direct_one(claim: Claim) -> None:
    assert claim.type
    assert all(reading.text for reading in claim.readings)
    assert all(reading.why for reading in claim.readings if reading.validity != "direct")


@pytest.mark.parametrize("claim_id", sorted(CLAIMS))
def test_a_verdict_has_a_figure_or_a_reason(verdicts: dict[str, Verdict], claim_id: str) -> None:
    verdict = verdicts[claim_id]
    if verdict.verdict in DECIDED | {"repeated"}:
        assert any(book.figure is not None for reading in verdict.readings for book in reading.by_source)
        assert verdict.citations
    elif verdict.verdict == "not_checkable":
        assert verdict.reason in REASONS
    else:
        assert verdict.reason or all(reading.reason or reading.by_source for reading in verdict.readings)
    assert verdict.verdict != "no_evidence" or verdict.fill


@pytest.mark.parametrize("claim_id", [claim.id for claim in CLAIMS.values() if claim.readings])
def test_every_figure_follows_to_rows_with_origins(
    verdicts: dict[str, Verdict], traced: TraceResult, claim_id: str
) -> None:
    found = {origin.id: origin for origin in traced.origins}
    for book in (book for reading in verdicts[claim_id].readings for book in reading.by_source):
        behind = [found[origin] for origin in book.origins if origin in found]
        assert behind or book.figure is None or not book.n
        assert all(origin.citation and origin.licence for origin in behind)


@pytest.mark.parametrize("claim_id", [claim.id for claim in CLAIMS.values() if claim.readings])
def test_no_word_of_the_article_decides_anything(
    verdicts: dict[str, Verdict], traced: TraceResult, claim_id: str
) -> None:
    told = {origin.id for origin in traced.origins if origin.via}
    for reading in verdicts[claim_id].readings:
        for book in reading.by_source:
            is_decisive = book.verdict in DECIDED and reading.validity != "weak"
            assert not (is_decisive and told & set(book.origins))


def test_a_weak_reading_alone_decides_nothing(verdicts: dict[str, Verdict]) -> None:
    for verdict in verdicts.values():
        stronger = [reading for reading in verdict.readings if reading.validity != "weak"]
        assert verdict.verdict not in DECIDED or any(reading.verdict in DECIDED for reading in stronger)


@on("A03")
def test_whether_the_count_holds_the_absentee_is_left_open(trap: Verdict) -> None:
    assert (trap.verdict, trap.figure) == ("supported", 25)
    assert any("nor whether it includes" in rival.text for rival in STATEMENTS["A03"].rivals)
    assert trap.readings[1].verdict == "no_evidence"


@on("A06")
def test_an_absence_that_only_the_article_tells_is_repeated_and_has_rivals(trap: Verdict) -> None:
    assert trap.verdict == "repeated"
    clash, *base_rates = STATEMENTS["A06"].rivals
    assert "Belgrade" in clash.text
    assert len(base_rates) == 2
    assert all("base rate" in rival.text for rival in base_rates)
    assert all(rival.check for rival in STATEMENTS["A06"].rivals)


@on("A46")
def test_the_main_inference_is_undecided_beside_its_rivals(trap: Verdict) -> None:
    assert trap.verdict == "no_evidence"
    assert [rival.check is not None for rival in STATEMENTS["A46"].rivals] == [True] * 4
    assert len(trap.rivals) == 4


@on("A05")
def test_a_quote_is_not_shown_by_another_sentence_with_the_same_term(trap: Verdict) -> None:
    assert trap.verdict == "repeated"
    assert weigh(trap) == {"direct": {"repeated"}, "proxy": set(), "weak": {"supported"}}


@on("A11")
def test_a_step_down_between_unlike_meetings_is_no_more_than_what_the_article_says(trap: Verdict) -> None:
    assert trap.verdict == "repeated"
    assert trap.condition_state == "fired"
    assert "repeated" in weigh(trap)["weak"]


@on("A12")
def test_finance_rises_while_the_stock_in_the_largest_host_falls(trap: Verdict) -> None:
    assert trap.verdict == "mixed"
    assert {str(reading.verdict) for reading in trap.readings} >= {"supported", "contradicted"}


@on("A17")
def test_not_being_part_of_it_is_read_by_memoranda_by_texts_and_by_lists(trap: Verdict) -> None:
    assert len({reading.text for reading in trap.readings}) == 4
    assert trap.verdict == "mixed"
    assert weigh(trap) == {"direct": {"no_evidence"}, "proxy": {"contradicted", "supported"}, "weak": set()}


@on("A08")
def test_attendance_that_the_article_grants_does_not_contradict_it(trap: Verdict) -> None:
    assert trap.verdict == "repeated"
    assert weigh(trap)["proxy"] == set()


def test_one_proposition_of_two_holders_has_the_same_readings() -> None:
    ones, others = (STATEMENTS[number].readings for number in ("A17", "A31"))
    assert [reading.check for reading in ones[:2]] == [reading.check for reading in others[:2]]


@on("A20")
def test_superlatives_are_read_against_pakistan(trap: Verdict) -> None:
    assert trap.verdict == "mixed"
    assert any("Pakistan" in reading.why for reading in trap.readings if reading.verdict == "contradicted")


@on("A22")
def test_half_of_a_compound_does_not_carry_it(trap: Verdict) -> None:
    assert trap.verdict == "no_evidence"
    assert weigh(trap)["weak"] == {"supported"}


@on("A26")
def test_an_adjective_that_became_false_does_not_decide(trap: Verdict) -> None:
    assert trap.verdict == "supported"
    assert weigh(trap) == {"direct": {"supported"}, "proxy": set(), "weak": {"supported", "no_evidence"}}


@on("A27")
def test_for_the_first_time_is_not_shown_by_a_register(trap: Verdict) -> None:
    assert weigh(trap) == {"direct": {"repeated"}, "proxy": {"contradicted"}, "weak": set()}
    assert STATEMENTS["A27"].wanted


@on("A28")
def test_a_quote_found_in_the_article_alone_is_repeated(trap: Verdict) -> None:
    assert trap.verdict == "repeated"


@on("A32")
def test_every_one_of_a_list_that_nobody_else_has_is_repeated(trap: Verdict) -> None:
    assert trap.verdict == "repeated"


@on("A33")
def test_located_in_the_union_is_not_proposed_by_it(trap: Verdict) -> None:
    assert trap.verdict == "no_evidence"
    assert weigh(trap) == {"direct": set(), "proxy": {"no_evidence"}, "weak": {"contradicted"}}


@on("A39")
def test_a_french_owner_makes_it_more_than_bilateral(trap: Verdict) -> None:
    assert weigh(trap) == {"direct": {"contradicted"}, "proxy": {"supported"}, "weak": {"supported"}}
    assert round(trap.figure or 0, 2) in {0.2, 20}


@on("A40")
def test_what_had_happened_before_was_not_inconceivable(trap: Verdict) -> None:
    assert trap.verdict == "contradicted"
    assert trap.readings[0].figure == 2


@on("A43")
def test_a_tenfold_gap_between_books_is_shown_book_by_book(trap: Verdict) -> None:
    first = {str(book.verdict): book.figure for book in trap.readings[0].by_source if book.figure is not None}
    assert first == {"contradicted": 2200, "repeated": 140}
    assert trap.verdict != "supported"


@on("A44")
def test_a_share_of_two_books_is_not_comparable(trap: Verdict) -> None:
    first = trap.readings[0]
    assert trap.verdict == first.verdict == "not_comparable"
    assert "mixed books" in {first.reason} | {book.reason for book in first.by_source}


@on("A45")
def test_a_pledge_is_not_held_against_a_flow(trap: Verdict) -> None:
    assert (trap.verdict, trap.figure) == ("not_comparable", None)
    assert "pledge" in trap.reason


@pytest.mark.parametrize("statement", ["A14", "A18", "A49"])
def test_what_cannot_be_checked_is_refused(verdicts: dict[str, Verdict], statement: str) -> None:
    assert verdicts[STATEMENTS[statement].id].verdict == "not_checkable"


def test_on_what_was_known_then_nothing_later_decides(nowhere: Path) -> None:
    (then,) = facta.check(NAME, as_of="2020-07", store=nowhere).dossiers
    assert then.as_of == WRITTEN
    assert not [claim.id for claim in then.claims if claim.window and claim.window.split("..")[-1][:4] > "2020"]
    later = next(claim for claim in then.claims if claim.statement == "A11")
    assert later.condition_state != "fired" or "contradicted" not in weigh(later)["weak"]


def test_it_is_checked_within_seconds(nowhere: Path) -> None:
    started = time.perf_counter()
    facta.check(NAME, store=nowhere)
    assert time.perf_counter() - started < 15


def test_the_registers_beside_it_are_those_it_names() -> None:
    assert set(FILE.dossier.registers) == {path.name for path in FILE.path.parent.glob("*.csv")}
