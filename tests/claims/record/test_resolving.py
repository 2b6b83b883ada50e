"""What is written into a log, and what is not written twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec
import pytest
from tests.handmade import HandEvidence

from facta.claims import Claim, Horizon, Judge, Reading, Said
from facta.claims.record import ForwardReading, Kind, LogEntry, Resolver, replay_log
from facta.errors import UnknownName
from facta.forecasts import BaseRate, Forecast
from facta.forecasts.scoring import Standing

Flows = Callable[..., HandEvidence]

DAY = dt.date(2026, 11, 22)
SAID = Said(by="A", quote="it rises", date="2021-01", hedge="probably")
RISES = Reading(check="flow(RUS -> CHN)[2022] > flow(RUS -> CHN)[2020]")
CLAIM = Claim(id="rises", said=SAID, readings=[RISES], horizon=Horizon(until=dt.date(2022, 12, 31)))


@dataclass
class Model:
    """Gives one probability, and counts how often it is asked."""

    asked: list[ForwardReading] = field(default_factory=list)

    def forecast(self, entry: ForwardReading) -> Forecast:
        self.asked.append(entry)
        until = entry.until or entry.made
        return Forecast(
            entry.reading.check, entry.made, until, 0.6, 0.5, 0.7, "", 9, None, BaseRate(0.4, 4, 9), None, ()
        )


def run(evidence: HandEvidence, log: Sequence[LogEntry], *claims: Claim, model: Model | None = None) -> list[LogEntry]:
    """Return what is new, without what waits."""
    resolver = Resolver("d", Judge(evidence, is_thorough=False), DAY, (model or Model()).forecast, "e")
    return [entry for entry in resolver.list_new(log, claims or (CLAIM,)) if entry.kind is not Kind.PENDING]


def find_pending(evidence: HandEvidence, *claims: Claim) -> list[str]:
    resolver = Resolver("d", Judge(evidence, is_thorough=False), DAY, Model().forecast, "e")
    return [entry.reason for entry in resolver.list_new([], claims or (CLAIM,)) if entry.kind is Kind.PENDING]


def test_registers_forecasts_and_resolves_at_once_and_only_once(flows: Flows) -> None:
    model = Model()
    evidence = flows({2020: 1, 2022: 2})
    log = run(evidence, [], model=model)
    assert [entry.kind.value for entry in log] == ["registered", "forecast", "resolved"]
    assert (log[1].low, log[1].high, log[1].model, log[1].base_rate) == (0.55, 0.8, 0.6, 0.4)
    assert (log[1].as_of, log[2].as_of, log[2].outcome) == (dt.date(2021, 1, 31), evidence.as_of, 1.0)
    assert run(evidence, log, model=model) == []
    assert len(model.asked) == 1


def test_what_was_cut_off_is_written_by_the_next_run(flows: Flows) -> None:
    evidence = flows({2020: 1, 2022: 2})
    log = run(evidence, [])
    for length in range(len(log)):
        assert [*log[:length], *run(evidence, log[:length])] == log


@pytest.mark.parametrize(
    ("books", "kind", "outcome", "reason"),
    [
        (({2020: 1, 2022: 2},), Kind.RESOLVED, 1.0, ""),
        (({2020: 2, 2022: 1},), Kind.RESOLVED, 0.0, ""),
        (({2020: 1, 2022: 2}, {2020: 2, 2022: 1}), Kind.AMBIGUOUS, None, "books disagree"),
    ],
)
def test_what_the_books_say_settles_a_reading(
    flows: Flows, books: tuple[dict[int, float], ...], kind: Kind, outcome: float | None, reason: str
) -> None:
    settled = run(flows(*books), [])[-1]
    assert (settled.kind, settled.outcome, settled.reason) == (kind, outcome, reason)


def test_a_condition_that_never_came_about_annuls(clashes: Callable[..., HandEvidence]) -> None:
    check = "if exists(incidents(CHN -- RUS, kind=armed_clash))[2021..2022] then flow(RUS -> CHN)[2022] > 1 M USD"
    claim = msgspec.structs.replace(CLAIM, readings=[Reading(check=check)])
    settled = run(clashes({2020: 1, 2022: 2}, ()), [], claim)[-1]
    assert (settled.kind, settled.reason) == (Kind.ANNULLED, "the condition did not come about")


def test_evidence_that_is_missing_leaves_it_open_and_says_who_would_resolve_it(flows: Flows) -> None:
    evidence = flows({2020: 1})
    assert [entry.kind for entry in run(evidence, [])] == [Kind.REGISTERED, Kind.FORECAST]
    assert find_pending(evidence) == ["waits for flow from comtrade, cow_trade, imf_dots"]


def test_nothing_is_resolved_before_its_horizon(flows: Flows) -> None:
    evidence = flows({2020: 1, 2022: 2}, as_of=dt.date(2022, 12, 30))
    assert [entry.kind for entry in run(evidence, [])] == [Kind.REGISTERED, Kind.FORECAST]
    assert find_pending(evidence) == ["matures on 2022-12-31"]
    later = msgspec.structs.replace(CLAIM, horizon=Horizon(until=dt.date(2030, 12, 31)))
    assert find_pending(flows({2020: 1, 2022: 2}), later) == ["matures on 2030-12-31"]


def test_nothing_is_registered_before_it_was_said(flows: Flows) -> None:
    assert run(flows({2020: 1, 2022: 2}, as_of=dt.date(2021, 1, 30)), []) == []


def test_evidence_of_an_earlier_day_settles_nothing_anew(flows: Flows) -> None:
    log = run(flows({2020: 1, 2022: 2}), [])
    assert run(flows({2020: 2, 2022: 1}, as_of=dt.date(2024, 1, 1)), log) == []
    assert run(flows({2020: 2, 2022: 1}, as_of=dt.date(2019, 1, 1)), log) == []


def test_later_evidence_corrects_and_the_correction_counts(flows: Flows) -> None:
    log = run(flows({2020: 1, 2022: 2}), [])
    revised = run(flows({2020: 2, 2022: 1}), log)
    assert [(entry.kind, entry.outcome) for entry in revised] == [(Kind.RESOLVED, 0.0)]
    assert replay_log([*log, *revised]).list_entries()[0].outcome == 0
    assert run(flows({2020: 1}), log) == []


def test_a_reading_that_is_gone_is_withdrawn_and_its_successor_registered(flows: Flows) -> None:
    evidence = flows({2020: 1, 2022: 2})
    log = run(evidence, [])
    other = msgspec.structs.replace(CLAIM, readings=[Reading(check="flow(RUS -> CHN)[2022] > 5 M USD")])
    new = run(evidence, log, other)
    assert [entry.kind.value for entry in new] == ["registered", "forecast", "withdrawn", "resolved"]
    record = replay_log([*log, *new])
    assert [entry.reading for entry in record.withdrawn.values()] == [RISES.check]
    assert [entry.outcome for entry in record.list_entries()] == [0.0]
    back = run(evidence, [*log, *new])
    assert replay_log([*log, *new, *back]).list_entries()[0].outcome == 1
    assert run(evidence, [*log, *new, *back]) == []


def test_a_holder_under_another_name_does_not_count_twice(flows: Flows) -> None:
    evidence = flows({2020: 1, 2022: 2})
    log = run(evidence, [])
    renamed = msgspec.structs.replace(CLAIM, said=msgspec.structs.replace(SAID, by="A. Speaker"))
    entries = replay_log([*log, *run(evidence, log, renamed)]).list_entries()
    assert [entry.holder for entry in entries] == ["A. Speaker"]


def test_a_new_horizon_is_registered_and_waited_for(flows: Flows) -> None:
    evidence = flows({2020: 1, 2022: 2})
    log = run(evidence, [])
    later = msgspec.structs.replace(CLAIM, horizon=Horizon(until=dt.date(2030, 12, 31)))
    new = run(evidence, log, later)
    assert [(entry.kind.value, entry.until) for entry in new] == [("registered", dt.date(2030, 12, 31))]
    assert replay_log([*log, *new]).list_entries()[0].standing is Standing.PENDING


def test_another_horizon_that_has_passed_too_is_resolved_in_the_same_run(flows: Flows) -> None:
    evidence = flows({2020: 1, 2022: 2})
    log = run(evidence, [])
    moved = msgspec.structs.replace(CLAIM, horizon=Horizon(until=dt.date(2024, 12, 31)))
    new = run(evidence, log, moved)
    assert [entry.kind.value for entry in new] == ["registered", "resolved"]
    assert run(evidence, [*log, *new], moved) == []


@pytest.mark.parametrize(
    ("facts", "span"),
    [
        ({"hedge": "unlikely"}, (0.2, 0.45)),
        ({"hedge": "unlikely", "denies": True}, (0.55, 0.8)),
        ({"hedge": ""}, (0.55, 0.99)),
        ({"hedge": "unlikely", "probability": 0.3}, (0.3, 0.3)),
    ],
)
def test_a_hedge_becomes_the_range_of_the_reading(
    flows: Flows, facts: dict[str, object], span: tuple[float, float]
) -> None:
    claim = msgspec.structs.replace(CLAIM, said=msgspec.structs.replace(SAID, **facts))
    said = run(flows({2020: 1, 2022: 2}), [], claim)[1]
    assert (said.low, said.high, said.is_stated) == (*span, "probability" in facts)


def test_words_that_are_encoded_anew_are_noted_anew(flows: Flows) -> None:
    evidence = flows({2020: 1, 2022: 2})
    log = run(evidence, [])
    denied = msgspec.structs.replace(CLAIM, said=msgspec.structs.replace(SAID, denies=True))
    new = run(evidence, log, denied)
    assert [(entry.kind.value, entry.low, entry.high) for entry in new] == [("forecast", 0.2, 0.45)]


def test_a_hedge_that_nobody_lists_names_its_claim(flows: Flows) -> None:
    claim = msgspec.structs.replace(CLAIM, said=msgspec.structs.replace(SAID, hedge="unlikley"))
    with pytest.raises(UnknownName, match=r"claim 'rises': unknown hedge 'unlikley'. Nearest: unlikely"):
        run(flows({2020: 1}), [], claim)
