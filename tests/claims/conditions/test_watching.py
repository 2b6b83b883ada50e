"""Where conditions stand on evidence built by hand, by each rule of the table of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.handmade import HandEvidence

from facta.claims import Claim, Commitment, Horizon, Reading, Refusal, Said
from facta.claims.conditions import Condition, ConditionState, Outcome, Watcher
from facta.domain import Coverage, Row
from facta.errors import ReadingTypeError, UnitMismatch, UnknownName
from facta.forecasts import Forecaster, is_lasting
from facta.language import parse_reading

from ..conftest import book, cover

SAID = Said(by="A", quote="so it is", date="2021-01")
CLASHES = "count(incidents(CHN -- RUS, kind=armed_clash), within=30d)[2021..2023] >= 3"
DISPUTE = "exists(disputes(CHN -- RUS))[2021..2023]"
FALL = "change(flow(RUS -> CHN, source=hand))[2021..2022] < 0%"
FLOWS = {2020: 90.0, 2021: 100.0, 2022: 130.0}


def hit(day: str, kind: str = "incident", of: str = "armed_clash") -> Row:
    """Return a row of one day between the two."""
    start = dt.date.fromisoformat(day)
    return Row(f"{kind}-{day}", kind, "hand", "CHN", "RUS", start, start, {"kind": of}, "hand")


def see(
    as_of: str, *rows: Row, flows: Mapping[int, float] = FLOWS, covers: tuple[Coverage, ...] | None = None
) -> HandEvidence:
    """Return flows by year, incidents of a register, whose silence proves nothing, and disputes, all of them listed."""
    today = dt.date.fromisoformat(as_of)
    known = tuple(row for row in rows if row.start <= today)
    runs = (book("trade_flow", "RUS", "CHN", flows),)
    listed = covers or (
        cover("trade_flow", "2000..2025"),
        cover("incident", "2000..2025"),
        cover("dispute", f"2000-01-01..{min(today, dt.date(2025, 12, 31))}", absence="zero"),
    )
    return HandEvidence(runs, known, listed, today)


def watch(evidence: HandEvidence, *checks: str, **fields: object) -> Condition:
    claim = Claim(id="c", said=SAID, readings=[Reading(check=check) for check in checks], **fields)  # type: ignore[arg-type]
    (found,) = Watcher(evidence).watch_claim(claim)
    return found


def test_a_trigger_waits_and_says_how_far_it_has_come() -> None:
    found = watch(see("2022-06-30", hit("2022-03-01"), hit("2022-03-20")), f"if {CLASHES} then {FALL}")
    assert (found.state, found.day, str(found.until)) == ("armed", None, "2023-12-31")
    assert found.trigger is not None
    assert (found.trigger.figure, found.trigger.threshold, found.trigger.margin) == (2.0, 3.0, -1.0)
    assert [row.id for row in found.trigger.rows] == ["incident-2022-03-01", "incident-2022-03-20"]
    assert [effect.outcome for effect in found.effects] == [None]


def test_it_fires_on_the_day_of_the_row_that_makes_the_count() -> None:
    rows = [hit(day) for day in ("2021-05-01", "2022-03-01", "2022-03-20", "2022-03-25", "2022-08-01")]
    found = watch(see("2022-12-31", *rows), f"if {CLASHES} then {FALL}", f"if {CLASHES} then 2 > 1")
    assert (found.state, str(found.day)) == ("fired", "2022-03-25")
    assert found.trigger is not None
    assert [row.start.day for row in found.trigger.rows] == [1, 20, 25]
    assert found.trigger.citations == ("Nobody (hand) [free]",)
    assert [effect.outcome for effect in found.effects] == [Outcome.REVERSED, Outcome.FOLLOWED]


def test_rows_too_far_apart_do_not_fire_and_a_passed_window_expires() -> None:
    rows = [hit(day) for day in ("2021-01-01", "2022-01-01", "2023-01-01")]
    found = watch(see("2024-06-30", *rows), f"if {CLASHES} then {FALL}")
    assert (found.state, str(found.day)) == ("expired", "2023-12-31")
    assert found.reason.startswith("nothing shows the trigger")


@pytest.mark.parametrize(
    ("rows", "state", "day"),
    [([], "expired", "2023-12-31"), ([hit("2022-07-01", "dispute")], "fired", "2022-07-01")],
)
def test_silence_inside_coverage_expires_a_trigger(rows: list[Row], state: str, day: str) -> None:
    found = watch(see("2024-06-30", *rows), f"if {DISPUTE} then {FALL}")
    assert (found.state, str(found.day)) == (state, day)


def test_a_window_that_passed_waits_for_a_source_that_lags() -> None:
    evidence = see(
        "2024-06-30", covers=(cover("trade_flow", "2000..2025"), cover("dispute", "2000..2022", absence="zero"))
    )
    found = watch(evidence, f"if {DISPUTE} then {FALL}")
    assert found.state is ConditionState.ARMED
    assert found.reason == "its window has passed, but hand is known to 2022-12-31"


@pytest.mark.parametrize(
    ("flows", "outcome"),
    [
        ({2021: 100.0, 2022: 80.0}, "followed"),
        ({2021: 100.0, 2022: 130.0}, "reversed"),
        ({2021: 100.0, 2022: 100.0}, "did_not_follow"),
        ({2021: 100.0}, "unknown"),
    ],
)
def test_the_effect_follows_or_reverses_or_is_not_known(flows: Mapping[int, float], outcome: str) -> None:
    found = watch(see("2024-06-30", hit("2022-07-01", "dispute"), flows=flows), f"if {DISPUTE} then {FALL}")
    assert [effect.outcome for effect in found.effects] == [outcome]


def test_an_effect_is_open_before_its_time_has_passed() -> None:
    found = watch(see("2022-09-30", hit("2022-07-01", "dispute")), f"if {DISPUTE} then {FALL}")
    assert [effect.outcome for effect in found.effects] == [Outcome.OPEN]


def test_figures_of_before_the_trigger_are_no_effect() -> None:
    check = f"if {DISPUTE} then flow(RUS -> CHN, source=hand) > 1 M USD"
    (effect,) = watch(see("2024-06-30", hit("2023-07-01", "dispute")), check).effects
    assert (effect.outcome, effect.reason) == (Outcome.OPEN, "its figures end before the trigger fired")
    (later,) = watch(see("2024-06-30", hit("2022-07-01", "dispute")), check).effects
    assert later.outcome is Outcome.FOLLOWED


UNLESS = f"{FALL} unless {DISPUTE}"


@pytest.mark.parametrize(
    ("as_of", "rows", "state", "day"),
    [
        ("2022-03-31", [], "armed", None),
        ("2022-12-31", [hit("2022-07-01", "dispute")], "annulled", "2022-07-01"),
        ("2024-06-30", [], "fired", "2023-12-31"),
    ],
)
def test_a_claim_with_an_exception_alone(as_of: str, rows: list[Row], state: str, day: str | None) -> None:
    found = watch(see(as_of, *rows), UNLESS)
    assert (found.state, found.day and str(found.day)) == (state, day)
    assert found.trigger is None
    assert found.effects[0].outcome is (Outcome.REVERSED if state == "fired" else None)


def test_an_exception_that_nobody_could_see_blinds() -> None:
    found = watch(see("2024-06-30", covers=(cover("trade_flow", "2000..2025"),)), UNLESS)
    assert (found.state, found.reason) == ("blind", "no source that is loaded covers it")


def test_an_exception_annuls_a_trigger_that_fired() -> None:
    rows = [hit("2021-05-01", "dispute"), hit("2021-06-01", of="sanctions")]
    check = f"if {DISPUTE} then {FALL} unless exists(incidents(CHN -- RUS, kind=sanctions))[2021..2023]"
    found = watch(see("2022-12-31", *rows), check)
    assert (found.state, str(found.day)) == ("annulled", "2021-06-01")
    assert found.trigger is not None
    assert found.exception is not None
    assert (str(found.trigger.day), found.exception.rows[0].id) == ("2021-05-01", "incident-2021-06-01")


def test_silence_that_proves_nothing_blinds_a_trigger_until_a_row_rules_it_out() -> None:
    check = f"if not exists(incidents(CHN -- RUS))[2022] then {FALL}"
    blind = watch(see("2024-06-30"), check)
    assert (blind.state, blind.reason) == (
        "blind", "it could only be shown not to hold: the silence of its record proves nothing",
    )  # fmt: skip
    ruled_out = watch(see("2022-06-30", hit("2022-03-01")), check)
    assert (ruled_out.state, ruled_out.day) == ("expired", None)
    assert ruled_out.reason == "the trigger can no longer come about"


def test_an_absence_counts_only_once_its_window_has_ended() -> None:
    check = f"if not exists(disputes(CHN -- RUS))[2022] then {FALL}"
    assert watch(see("2022-06-30"), check).state is ConditionState.ARMED
    fired = watch(see("2023-06-30"), check)
    assert fired.state is ConditionState.FIRED


def test_a_trigger_without_a_source_is_blind_and_names_who_would_show_it() -> None:
    found = watch(
        see("2024-06-30", covers=(cover("incident", "2000..2025"),)), f"if {DISPUTE} then {FALL}", wanted="a list"
    )
    assert (found.state, found.reason) == ("blind", "no source that is loaded covers it")
    assert found.fill == ("a list",)
    earlier = watch(
        see("2024-06-30", covers=(cover("incident", "2000..2025"),)),
        f"if {DISPUTE.replace('2021..2023', '2012')} then {FALL}",
    )
    assert {"cow_mid"} <= set(earlier.fill)


def test_a_source_that_ended_before_the_window_blinds_it() -> None:
    evidence = see("2024-06-30", covers=(cover("dispute", "1946..2014", source="cow_mid", absence="zero"),))
    assert watch(evidence, f"if {DISPUTE} then {FALL}").state is ConditionState.BLIND


@pytest.mark.parametrize(
    ("values", "state", "day"),
    [
        ({2020: 90.0, 2021: 120.0, 2022: 95.0, 2023: 99.0}, "fired", "2021-12-31"),
        ({2020: 90.0, 2021: 80.0, 2022: 95.0, 2023: 99.0}, "fired", "2022-12-31"),
        ({2020: 90.0, 2021: 80.0, 2022: 85.0, 2023: 88.0}, "expired", "2023-12-31"),
    ],
)
def test_a_change_fires_when_its_window_has_ended_since_the_year_from_which_it_held(
    values: Mapping[int, float], state: str, day: str
) -> None:
    check = f"if difference(flow(RUS -> CHN, source=hand))[2020..2023] > 0 then {FALL}"
    found = watch(see("2024-06-30", flows=values), check)
    assert (found.state, str(found.day)) == (state, day)
    assert found.trigger is not None
    assert (found.trigger.margin, found.trigger.rows) == (values[2023] - 90.0, ())
    assert watch(see("2023-06-30", flows=values), check).state is ConditionState.ARMED


def test_a_trigger_without_a_window_goes_by_the_latest_period() -> None:
    found = watch(see("2024-06-30"), f"if flow(RUS -> CHN, source=hand) > 120 M USD then {FALL}")
    assert (found.state, str(found.day), found.until) == ("fired", "2022-12-31", None)


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ("exists(incidents(CHN -- RUS))[2023]", "2023-02-01"),
        ("count(incidents(CHN -- RUS), within=9000y)[2023] >= 1", "2023-02-01"),
        ("flow(RUS -> CHN, source=hand)[2022] > 1 M USD", "2022-12-31"),
    ],
)
def test_parts_that_begin_later_do_not_hold_before(later: str, day: str) -> None:
    rows = [hit("2021-05-01", "dispute"), hit("2023-02-01")]
    found = watch(see("2024-06-30", *rows), f"if exists(disputes(CHN -- RUS))[2021] and {later} then {FALL}")
    assert str(found.day) == day


def test_an_open_window_closes_at_the_horizon() -> None:
    check = f"if exists(disputes(CHN -- RUS))[2021..] then {FALL}"
    assert watch(see("2024-06-30"), check).until is None
    ended = watch(see("2024-06-30"), check, horizon=Horizon(until=dt.date(2023, 12, 31)))
    assert (ended.state, str(ended.until)) == ("expired", "2023-12-31")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"refuse": Refusal(reason="tautology", why="It is so as long as it is so.")}, "tautology: It is so"),
        ({"wanted": "a list of exits"}, "a list of exits"),
        ({}, "no reading says what would fire it"),
    ],
)
def test_a_condition_without_a_reading_is_not_watchable(fields: dict[str, object], reason: str) -> None:
    found = watch(see("2024-06-30"), type="condition", **fields)
    assert found.state is ConditionState.NOT_WATCHABLE
    assert found.reason.startswith(reason)


def test_a_claim_without_a_condition_has_none() -> None:
    claim = Claim(id="c", said=SAID, readings=[Reading(check=FALL)])
    assert Watcher(see("2024-06-30")).watch_claim(claim) == []


def test_a_threat_is_a_condition() -> None:
    made = Commitment(
        kind="threat",
        deed="exists(incidents(CHN -- RUS))",
        trigger="exists(disputes(CHN -- RUS))",
        due=dt.date(2022, 12, 31),
    )
    evidence = see("2023-06-30", hit("2021-05-01", "dispute"), hit("2022-05-01"))
    (found,) = Watcher(evidence).watch_claim(Claim(id="c", said=SAID, commitment=made))
    assert (found.state, str(found.day), found.effects[0].outcome) == ("fired", "2021-05-01", Outcome.FOLLOWED)


def test_the_claimants_own_word_is_named() -> None:
    row = replace(hit("2022-07-01", "dispute"), origin="hand?")
    found = watch(see("2022-12-31", row), f"if {DISPUTE} then {FALL}")
    assert found.trigger is not None
    assert found.trigger.reason == "by the word of Ankur Shah alone"


def test_the_day_on_which_it_could_be_known_is_looked_for() -> None:
    row, published = hit("2022-07-01", "dispute"), dt.date(2022, 9, 15)
    claim = Claim(id="c", said=SAID, readings=[Reading(check=f"if {DISPUTE} then {FALL}")])
    asked: list[dt.date] = []

    def open_evidence(day: dt.date) -> HandEvidence:
        asked.append(day)
        return see(day.isoformat(), *([row] if day >= published else []))

    (found,) = Watcher(see("2024-06-30", row), open_evidence=open_evidence).watch_claim(claim)
    assert found.trigger is not None
    assert (str(found.trigger.day), found.trigger.known) == ("2022-07-01", published)
    assert len(asked) < 20


def test_a_trigger_that_waits_has_a_probability() -> None:
    rows = [hit(f"{year}-05-01", "dispute") for year in range(2001, 2020, 2)]
    evidence = see("2022-03-31", *rows)
    claim = Claim(id="c", said=SAID, readings=[Reading(check=f"if {DISPUTE} then {FALL}")])
    (found,) = Watcher(evidence, forecaster=Forecaster(evidence)).watch_claim(claim)
    assert found.trigger is not None
    assert found.trigger.probability is not None
    assert 0.3 < found.trigger.probability < 0.95


@pytest.mark.parametrize(
    ("expression", "holds", "fails"),
    [
        ("exists(disputes(CHN -- RUS))[2021..]", True, False),
        ("none(disputes(CHN -- RUS))[2021..]", False, True),
        ("count(disputes(CHN -- RUS))[2021..] >= 2", True, False),
        ("count(disputes(CHN -- RUS))[2021..] < 2", False, True),
        ("count(disputes(CHN -- RUS))[2021..] == 2", False, False),
        ("trade(CHN -- RUS)[2021..2023] > 2 M USD", False, False),
        ("not (exists(disputes(CHN -- RUS)) or count(disputes(CHN -- RUS)) > 2)", False, True),
        ("exists(disputes(CHN -- RUS)) and trade(CHN -- RUS) > 2 M USD", False, False),
    ],
)
def test_what_can_no_longer_turn(expression: str, holds: bool, fails: bool) -> None:
    node = parse_reading(expression)
    assert (is_lasting(node, True), is_lasting(node, False)) == (holds, fails)


def test_faults_of_a_reading_are_told() -> None:
    with pytest.raises(UnknownName, match="unknown measure or operator 'disputs'"):
        watch(see("2024-06-30"), f"if exists(disputs(CHN -- RUS))[2021] then {FALL}")
    with pytest.raises(ReadingTypeError, match="a series stands where something true or false belongs"):
        watch(see("2024-06-30", hit("2022-07-01", "dispute")), f"if {DISPUTE} then flow(RUS -> CHN)[2021]")
    with pytest.raises(UnitMismatch, match=r"money\) against t \(mass\)"):
        watch(see("2022-01-01"), f"if {DISPUTE} then flow(RUS -> CHN)[2021] > 5 t")
