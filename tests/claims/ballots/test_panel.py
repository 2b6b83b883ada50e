"""What a panel says together, and where its experts differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from facta.claims.ballots import (
    POOLED,
    Ballot,
    Feed,
    Filled,
    Record,
    Stated,
    freeze_forms,
    pool_panel,
    write_answers,
)

AT = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def freeze(ballot: Ballot, *experts: Mapping[str, float]) -> Record:
    """Return a record of experts named by their number."""
    forms = [
        Filled(
            expert=f"Expert {number}",
            file="",
            sha256="0" * 64,
            forecasts=[Stated(question=name, probability=p) for name, p in given.items()],
        )
        for number, given in enumerate(experts, start=1)
    ]
    return freeze_forms(Record(ballot), forms, AT)


def test_who_abstains_does_not_count(ballot: Ballot) -> None:
    record = freeze(ballot, {"trade-grows-1": 0.2, "clash-1": 0.5}, {"trade-grows-1": 0.8})
    (first, second, third), rifts = pool_panel(record, AT.date())
    assert (first.n, first.probability, first.low, first.high) == pytest.approx((2, 0.5, 0.2, 0.8))
    assert (second.n, second.probability, second.low) == (0, None, None)
    assert (third.n, third.probability) == pytest.approx((1, 0.5))
    assert [rift.question for rift in rifts] == ["trade-grows-1"]
    assert (rifts[0].opposed, rifts[0].lowest, rifts[0].highest) == (1.0, "Expert 1", "Expert 2")


def test_the_widest_rift_comes_first(ballot: Ballot) -> None:
    record = freeze(
        ballot,
        {"trade-grows-1": 0.4, "trade-grows-2": 0.1, "clash-1": 0.3},
        {"trade-grows-1": 0.6, "trade-grows-2": 0.9, "clash-1": 0.3},
    )
    _, rifts = pool_panel(record, AT.date())
    assert [rift.question for rift in rifts] == ["trade-grows-2", "trade-grows-1", "clash-1"]
    assert rifts[0].spread == pytest.approx(np.std([np.log(1 / 9), np.log(9)], ddof=1))
    assert rifts[2].spread == 0


def test_names_the_evidence_that_comes_next(ballot: Ballot) -> None:
    record = freeze(ballot, {"trade-grows-1": 0.4}, {"trade-grows-1": 0.6})
    _, (rift,) = pool_panel(record, dt.date(2026, 11, 24))
    assert [(entry.source, entry.next, entry.decides) for entry in rift.evidence] == [
        ("imf_dots", dt.date(2027, 4, 30), dt.date(2031, 4, 30)),
        ("cow_trade", None, None),
    ]


@pytest.mark.parametrize(
    ("today", "release"),
    [("2026-01-01", "2026-04-30"), ("2026-04-30", "2026-04-30"), ("2026-05-01", "2027-04-30")],
)
def test_the_next_release_is_of_the_next_period_that_ends(today: str, release: str) -> None:
    found = Feed(source="imf_dots", lag_days=120).find_release(dt.date.fromisoformat(today))
    assert found == dt.date.fromisoformat(release)


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_what_is_pooled_lies_within_what_was_stated(stated: list[float]) -> None:
    from facta.claims.ballots import Question, seal_ballot

    question = Question(id="q", text="", check="", until=AT.date(), quote="", by="", feeds=[])
    ballot = seal_ballot(Ballot(dossier="d", question="?", as_of=AT.date(), questions=[question]))
    (pooled,), _ = pool_panel(freeze(ballot, *({"q": p} for p in stated)), AT.date())
    assert pooled.probability is not None
    low, high = (min(max(p, 0.001), 0.999) for p in (min(stated), max(stated)))
    assert low - 1e-9 <= pooled.probability <= high + 1e-9


def test_answers_of_many_experts_stand_in_several_claims(ballot: Ballot) -> None:
    record = freeze(ballot, *({"clash-1": 0.3} for _ in range(60)))
    pooled, _ = pool_panel(record, AT.date())
    claims = yaml.safe_load(write_answers(record, pooled))["claims"]
    assert [(claim["id"], len(claim["said"])) for claim in claims] == [("q3-clash-1", 50), ("q3-50-clash-1", 11)]
    assert claims[1]["said"][-1]["by"] == POOLED
    assert claims[1]["said"][-1]["probability"] == pytest.approx(0.3)


def test_one_expert_is_no_panel(ballot: Ballot) -> None:
    record = freeze(replace(ballot, hash=ballot.hash), {"clash-1": 0.3})
    pooled, rifts = pool_panel(record, AT.date())
    claims = yaml.safe_load(write_answers(record, pooled))["claims"]
    assert [entry["by"] for claim in claims for entry in claim["said"]] == ["Expert 1"]
    assert rifts == ()
