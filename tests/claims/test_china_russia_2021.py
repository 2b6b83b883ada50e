"""The dossier of the panel of January 2021 on the starter evidence: each statement once, each verdict with a reason."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

import facta
from facta.claims import DECIDED, Claim, Verdict, read_dossier
from facta.desk.results import DossierResult

FILE = read_dossier("china-russia-2021")
CLAIMS = {claim.id: claim for claim in FILE.dossier.claims}
BY_STATEMENT = {claim.statement: claim for claim in FILE.dossier.claims if claim.statement}
CONDITIONS = ["B15", "B16", "B18", "B19", "B20", "B33", "B80", "B94", "B95"]
REFUSED = ["B13", "B14", "B23", "B36", "B39", "B43", "B54", "B84", "B85", "B87", "B90"]


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that does not exist, so that nothing but the starter evidence and the registers is seen."""
    return tmp_path_factory.mktemp("store") / "none"


@pytest.fixture(scope="module")
def result(nowhere: Path) -> DossierResult:
    (result,) = facta.check("china-russia-2021", store=nowhere).dossiers
    return result


@pytest.fixture(scope="module")
def then(nowhere: Path) -> DossierResult:
    (result,) = facta.check("china-russia-2021", as_of="2021-01", store=nowhere).dossiers
    return result


@pytest.fixture(scope="module")
def verdicts(result: DossierResult) -> dict[str, Verdict]:
    return {claim.id: claim for claim in result.claims}


@pytest.fixture
def trap(verdicts: dict[str, Verdict], request: pytest.FixtureRequest) -> Verdict:
    """Return the verdict on the statement of that number."""
    return verdicts[BY_STATEMENT[request.param].id]


def on(statement: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("trap", [statement], indirect=True)


def test_every_statement_of_the_panel_has_one_claim() -> None:
    statements = [claim.statement for claim in CLAIMS.values() if claim.statement]
    assert sorted(statements) == [f"B{number:02}" for number in range(1, 96)]


def test_narratives_of_officials_are_claims_of_their_own_and_are_rebutted() -> None:
    narratives = {claim.id for claim in CLAIMS.values() if claim.narrative}
    rebutted = {name for claim in CLAIMS.values() for name in claim.rebuts}
    assert narratives == rebutted
    assert not any(CLAIMS[name].statement for name in narratives)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_claim_says_what_was_said_and_why_it_is_read_so(claim: Claim) -> None:
    assert claim.type
    assert all(len(said.quote.split()) <= 12 and said.place for said in claim.sayings)
    assert all(reading.text for reading in claim.readings)
    assert all(reading.why for reading in claim.readings if reading.validity != "direct")
    assert bool(claim.readings) != bool(claim.refuse)


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS.values() if claim.type == "forecast"], ids=lambda c: c.id)
def test_a_forecast_has_a_horizon(claim: Claim) -> None:
    assert claim.horizon is not None
    assert claim.horizon.set_by == "encoder" or claim.horizon.stated


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_verdict_has_a_figure_or_says_why_not(verdicts: dict[str, Verdict], claim_id: str) -> None:
    verdict = verdicts[claim_id]
    if verdict.verdict in DECIDED:
        assert any(book.figure is not None for reading in verdict.readings for book in reading.by_source)
        assert verdict.citations
    else:
        assert verdict.reason or any(reading.reason for reading in verdict.readings)
    assert verdict.verdict != "no_evidence" or (CLAIMS[claim_id].wanted and verdict.fill)


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_every_figure_has_an_origin(verdicts: dict[str, Verdict], claim_id: str) -> None:
    books = [book for reading in verdicts[claim_id].readings for book in reading.by_source]
    assert all(book.origins for book in books if book.figure is not None and book.n)


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_a_weak_reading_never_decides(verdicts: dict[str, Verdict], claim_id: str) -> None:
    verdict = verdicts[claim_id]
    strong = [reading for reading in verdict.readings if reading.validity != "weak" and reading.verdict in DECIDED]
    assert bool(strong) == (verdict.verdict in DECIDED)


@pytest.mark.parametrize("statement", ["B02", "B15", "B44", "B51", "B67", "B73", "B88"])
def test_every_figure_follows_to_rows_and_every_row_to_a_citation(
    verdicts: dict[str, Verdict], nowhere: Path, statement: str
) -> None:
    claim_id = BY_STATEMENT[statement].id
    traced = facta.trace(f"china-russia-2021#{claim_id}", store=nowhere)
    found = {str(row["origin"]) for row in traced.found}
    for reading in verdicts[claim_id].readings:
        assert all(found & set(book.origins) for book in reading.by_source if book.figure is not None and book.n)
    assert {origin.id for origin in traced.origins} == found
    assert all(origin.citation and origin.licence for origin in traced.origins)


@pytest.mark.parametrize("statement", CONDITIONS)
def test_a_condition_says_whether_it_fired(verdicts: dict[str, Verdict], statement: str) -> None:
    assert verdicts[BY_STATEMENT[statement].id].condition_state in {"fired", "armed", "expired"}


@pytest.mark.parametrize("statement", REFUSED)
def test_what_cannot_be_checked_is_refused_with_a_reason(verdicts: dict[str, Verdict], statement: str) -> None:
    verdict = verdicts[BY_STATEMENT[statement].id]
    assert verdict.verdict == "not_checkable"
    assert verdict.reason in {"motive", "tautology", "no_series", "rhetoric", "causal"}


@on("B01")
def test_disputes_without_deaths_do_not_undo_a_settled_border(trap: Verdict) -> None:
    assert trap.verdict == "supported"
    assert [reading.validity for reading in trap.readings if reading.verdict == "contradicted"] == ["weak"]


@on("B07")
def test_no_new_world_order_held_in_its_year_and_is_contestable_later(trap: Verdict) -> None:
    in_its_year, later, ministers = trap.readings
    assert "[2021]" in in_its_year.expression
    assert in_its_year.verdict == trap.verdict == "no_evidence"
    assert {(reading.verdict, reading.validity) for reading in (later, ministers)} == {("contradicted", "weak")}
    assert "contestable" in later.why


@on("B15")
def test_the_trigger_fired_and_trade_went_the_other_way(trap: Verdict) -> None:
    assert trap.condition_state == "fired"
    trade = trap.readings[0]
    assert trade.verdict == "contradicted"
    assert trade.figure is not None
    assert trade.figure > 0


@on("B16")
def test_raw_counts_of_conflict_trigger_nothing(trap: Verdict) -> None:
    assert (trap.verdict, trap.condition_state) == ("not_fired", "armed")
    raw = [reading.expression.replace("verified(material_conflict(", "") for reading in trap.readings]
    assert not any("material_conflict(" in expression for expression in raw)


@on("B17")
def test_a_division_of_labour_holds_in_one_region_and_not_in_another(trap: Verdict) -> None:
    asia, europe = trap.readings[:3], trap.readings[3]
    assert {reading.verdict for reading in asia} == {"supported"}
    assert "BLR" in europe.expression


@on("B31")
def test_an_alliance_after_2018_is_not_ruled_out_by_silence(trap: Verdict) -> None:
    later = [
        reading for reading in trap.readings if "[2021" in reading.expression and "alliance(" in reading.expression
    ]
    assert [reading.verdict for reading in later] == ["no_evidence"] * 3
    assert trap.verdict == "no_evidence"


@on("B63")
def test_what_approaches_an_alliance_asks_for_all_five_obligations(trap: Verdict) -> None:
    obligations = {"defense", "offense", "neutrality", "nonaggression", "consultation"}
    assert all(any(name in reading.expression for reading in trap.readings) for name in obligations)
    assert trap.verdict == "no_evidence"


@pytest.mark.parametrize(("one", "other"), [("B31", "B63"), ("B17", "B68"), ("B12", "B86"), ("B01", "B28")])
def test_a_proposition_that_two_voices_share_stands_once_for_each(one: str, other: str) -> None:
    first, second = BY_STATEMENT[one], BY_STATEMENT[other]
    assert first.proposition == second.proposition != ""
    assert len(first.sayings) == len(second.sayings) == 1
    assert first.sayings[0].by != second.sayings[0].by


def test_most_propositions_on_the_map_are_touched_by_two_voices() -> None:
    voices: dict[str, set[str]] = {}
    for claim in CLAIMS.values():
        voices.setdefault(claim.proposition, set()).update(said.by for said in claim.sayings)
    shared = [name for name, holders in voices.items() if name and len(holders) > 1]
    assert len(shared) >= 15
    assert {claim.stance for claim in CLAIMS.values() if not claim.proposition} == {"affirms"}


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_a_rival_is_a_sentence_with_a_check_that_holds_if_it_is_right(claim: Claim, nowhere: Path) -> None:
    assert all(len(rival.text) > 20 for rival in claim.rivals)
    for check in [rival.check for rival in claim.rivals if rival.check]:
        assert facta.ask(check, store=nowhere).verdict in {"supported", "contradicted"}


@on("B34")
def test_some_but_not_all_is_no_single_pair(trap: Verdict) -> None:
    assert trap.verdict == "supported"
    assert "not (" in trap.readings[1].expression


@on("B45")
def test_who_leads_is_shown_with_both_shares(trap: Verdict) -> None:
    shares = {round(reading.figure, 3) for reading in trap.readings if reading.figure is not None}
    assert min(shares) < 0.05 < 0.1 < max(shares)
    assert "larger" in trap.readings[0].why


@on("B48")
def test_volume_fell_in_the_year_in_which_value_rose(trap: Verdict, verdicts: dict[str, Verdict]) -> None:
    assert trap.verdict == "mixed"
    first_year = trap.readings[-1]
    assert (first_year.verdict, first_year.validity) == ("contradicted", "weak")
    value = verdicts[BY_STATEMENT["B51"].id]
    assert value.readings[0].verdict == "supported"


@on("B62")
def test_arms_sales_fall_while_exercises_rise(trap: Verdict) -> None:
    assert trap.verdict == "mixed"
    assert {reading.unit for reading in trap.readings} >= {"M TIV", "%"}
    exercises = next(reading for reading in trap.readings if "exercises" in reading.expression)
    assert (exercises.verdict, exercises.validity) == ("contradicted", "weak")


@on("B80")
def test_the_exception_held_so_that_nothing_was_predicted(trap: Verdict) -> None:
    assert trap.verdict == "not_fired"
    assert "exception" in (trap.readings[0].reason or "")


@on("B83")
def test_a_compound_fails_with_the_part_that_fails(trap: Verdict) -> None:
    one_state, all_five = trap.readings
    assert (one_state.verdict, all_five.verdict, trap.verdict) == ("contradicted", "supported", "mixed")
    assert trap.figure is not None


@on("B88")
def test_a_forecast_without_a_horizon_is_read_at_several(trap: Verdict) -> None:
    assert [reading.verdict for reading in trap.readings] == ["supported"] * 3
    assert BY_STATEMENT["B88"].rivals


def test_talk_of_one_side_is_repeated_and_no_support(verdicts: dict[str, Verdict]) -> None:
    assert verdicts[BY_STATEMENT["B55"].id].verdict == "repeated"
    assert verdicts[BY_STATEMENT["B59"].id].verdict == "no_evidence"


def test_on_what_was_known_then_no_forecast_is_decided(then: DossierResult) -> None:
    forecasts = {claim.id for claim in CLAIMS.values() if claim.type in {"forecast", "condition"}}
    assert then.as_of == dt.date(2021, 1, 31)
    assert not [claim.id for claim in then.claims if claim.id in forecasts and claim.verdict in DECIDED]


def test_what_was_ahead_then_is_open(then: DossierResult) -> None:
    words = Counter(str(claim.verdict) for claim in then.claims)
    assert words["open"] >= 30
    assert words["not_checkable"] == len([claim for claim in CLAIMS.values() if claim.refuse])


def test_checking_twice_gives_the_same(result: DossierResult, nowhere: Path) -> None:
    (again,) = facta.check("china-russia-2021", store=nowhere).dossiers
    assert again.claims == result.claims


def test_the_registers_beside_it_are_those_it_names() -> None:
    assert set(FILE.dossier.registers) == {path.name for path in FILE.path.parent.glob("*.csv")}


@pytest.mark.parametrize("name", FILE.dossier.registers)
def test_a_register_repeats_no_row_of_the_short_dossier(name: str) -> None:
    def keys(folder: Path) -> set[str]:
        path = folder / name
        with path.open(encoding="utf-8", newline="") as file:
            return {row["id"] for row in csv.DictReader(file)} if path.exists() else set()

    own = keys(FILE.path.parent)
    assert own
    assert not own & keys(read_dossier("china-russia").path.parent)
