"""Shares drawn towards the pairs of like volume, and the standing of two ledgers among them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import betabinom

from facta.domain import Frequency, Status, list_states
from facta.measures.words_and_deeds import fit_beta

Build = Callable[..., Any]

CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
STATES = [state.id for state in list_states()][:30]
YEARS = range(2008, 2012)


def draw_counts(seed: int = 3) -> dict[tuple[str, str], NDArray[np.int64]]:
    """Return counts of shape (classes, years) of every directed pair; volumes from one to thousands of events."""
    rng = np.random.default_rng(seed)
    shares = np.array([0.8, 0.05, 0.1, 0.05])
    pairs = itertools.permutations(STATES, 2)
    return {
        pair: rng.multinomial(int(volume) + 1, rng.dirichlet(shares * 20), len(YEARS)).T
        for pair, volume in zip(pairs, rng.lognormal(2, 2, 900), strict=False)
    }


@pytest.fixture(scope="module")
def counts() -> dict[tuple[str, str], NDArray[np.int64]]:
    return draw_counts()


@pytest.fixture
def many(counts: Any, build_evidence: Build, build_figures: Build) -> Any:
    """Thirty states, each with all others, over four years."""
    return build_evidence(
        runs=tuple(
            build_figures(name, *pair, dict(zip(YEARS, row.tolist(), strict=True)))
            for pair, rows in counts.items()
            for name, row in zip(CLASSES, rows, strict=True)
        )
    )


def pick_pairs(counts: Any) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the pair with the fewest events, and the one with the most."""
    ranked = sorted(counts, key=lambda pair: counts[pair].sum())
    return ranked[0], ranked[-1]


def test_strength_and_mean_are_those_of_greatest_likelihood() -> None:
    rng = np.random.default_rng(5)
    for mean, strength in ((0.02, 50.0), (0.3, 4.0), (0.95, 12.0)):
        events = np.ceil(rng.lognormal(2.5, 1, 200)).astype(int)
        kind = rng.binomial(events, rng.beta(mean * strength, (1 - mean) * strength, events.size))

        def surprise(at: NDArray[np.float64], kind: Any = kind, events: Any = events) -> float:
            part = 1 / (1 + np.exp(-at[0]))
            return -float(betabinom.logpmf(kind, events, part * np.exp(at[1]), (1 - part) * np.exp(at[1])).sum())

        best = minimize(surprise, [np.log(mean / (1 - mean)), np.log(strength)], method="Nelder-Mead")
        found = fit_beta(kind.astype(float), events.astype(float))
        at = np.array([np.log(found[0] / (1 - found[0])), np.log(found[1])])
        assert surprise(at) == pytest.approx(best.fun, abs=0.5)
        assert found[1] == pytest.approx(np.exp(best.x[1]), rel=0.15)


def test_shares_that_are_all_alike_draw_with_all_their_strength() -> None:
    events = np.full(40, 50.0)
    assert fit_beta(0.2 * events, events) == pytest.approx((0.2, 10_000))


@pytest.mark.parametrize("kind", [0.0, 1.0])
def test_what_none_or_all_are_draws_towards_none_or_all(kind: float) -> None:
    assert fit_beta(np.full(40, 50.0 * kind), np.full(40, 50.0))[0] == pytest.approx(kind, abs=1e-5)


def test_few_events_are_drawn_and_many_hardly(counts: Any, many: Any, measure: Build) -> None:
    least, most = pick_pairs(counts)
    for pair, moves in ((least, True), (most, False)):
        (drawn,) = measure(many, "conflict_share", " -> ".join(pair))
        (raw,) = measure(many, "conflict_share", " -> ".join(pair), shrink="no")
        gap = np.abs(drawn.values - raw.values)
        assert (np.nanmax(gap) > 0.03) == moves
        assert np.nanmax(gap) < (1 if moves else 0.01)
        assert (raw.prior.strength, raw.notes) == (0.0, ())
        assert drawn.notes == (str(drawn.prior),)
        assert drawn.weights - drawn.prior.strength == pytest.approx(raw.weights)


@pytest.mark.parametrize("name", ["verbal_balance", "material_balance", "conflict_share", "delivery"])
def test_a_drawn_share_lies_between_the_raw_one_and_the_mean(name: str, many: Any, measure: Build) -> None:
    for other in STATES[1:8]:
        drawn, raw = (measure(many, name, f"{STATES[0]} -- {other}", shrink=word)[0] for word in ("yes", "no"))
        mean, known = drawn.prior.mean, ~np.isnan(raw.values)
        assert (np.isnan(drawn.values) == np.isnan(raw.values)).all()
        assert (np.abs(drawn.values - mean) <= np.abs(raw.values - mean) + 1e-12)[known].all()
        assert ((drawn.values - mean) * (raw.values - mean) >= 0)[known].all()


def test_peers_are_the_pairs_of_like_volume(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    """Loud pairs quarrel, quiet ones do not; of each there are more than the nearest two hundred."""
    runs = []
    for place, pair in enumerate(itertools.permutations(STATES, 2)):
        loud = place % 2
        shares = (500, 0, 500, 0) if loud else (10, 0, 0, 0)
        runs += [build_figures(name, *pair, {2010: n}) for name, n in zip(CLASSES, shares, strict=True)]
    evidence = build_evidence(runs=tuple(runs))
    kind, harsh = (f"{one} -> {other}" for one, other in list(itertools.permutations(STATES, 2))[:2])
    assert measure(evidence, "conflict_share", kind)[0].prior.mean == pytest.approx(0, abs=1e-5)
    assert measure(evidence, "conflict_share", harsh)[0].prior.mean == pytest.approx(0.5)
    assert measure(evidence, "verbal_balance", harsh)[0].prior.mean == pytest.approx(0, abs=1e-9)
    assert measure(evidence, "conflict_share", harsh)[0].prior.pairs == 435


def test_a_set_is_compared_with_pairs_like_its_own(counts: Any, many: Any, measure: Build) -> None:
    one, *others = STATES[:5]
    (series,) = measure(many, "conflict_share", f"{one} -> {{{', '.join(others)}}}")
    volume = np.mean([counts[one, other].sum() for other in others])
    nearest = min(counts, key=lambda pair: abs(np.log(counts[pair].sum() / volume)))
    (alike,) = measure(many, "conflict_share", " -> ".join(nearest))
    assert series.prior.mean == pytest.approx(alike.prior.mean, abs=0.02)
    total = sum(counts[one, other] for other in others)[:, 0].sum()
    assert series.weights[0, 0] == pytest.approx(total + series.prior.strength)


def test_too_few_pairs_teach_nothing(build_evidence: Build, many: Any, measure: Build) -> None:
    few = replace(many, runs=many.runs[: 29 * 4])
    relation = " -> ".join((many.runs[0].actor, many.runs[0].recipient))
    (series,) = measure(few, "delivery", relation)
    assert (series.prior.strength, series.prior.pairs, series.notes) == (0.0, 0, ())
    assert measure(few, "words_deeds_gap", relation) == []
    (more,) = measure(replace(many, runs=many.runs[: 60 * 4]), "conflict_share", relation)
    assert more.prior.pairs == 60


def test_a_pair_without_events_has_no_share_at_all(many: Any, build_figures: Build, measure: Build) -> None:
    silent = tuple(build_figures(name, STATES[0], "WSM", {2010: 0}) for name in CLASSES)
    (series,) = measure(replace(many, runs=many.runs + silent), "conflict_share", f"{STATES[0]} -> WSM")
    assert np.isnan(series.values).all()
    assert (series.status == Status.NOT_CODED).all()
    assert (series.prior.strength, series.notes) == (0.0, ())


def test_the_gap_is_that_of_two_standings(many: Any, build_figures: Build, measure: Build) -> None:
    praised = {"verbal_cooperation": 900, "verbal_conflict": 0, "material_cooperation": 0, "material_conflict": 60}
    helped = {"verbal_cooperation": 300, "verbal_conflict": 600, "material_cooperation": 60, "material_conflict": 0}
    for named, sign in ((praised, 1), (helped, -1)):
        runs = tuple(build_figures(name, "WSM", "TON", {2010: named[name], 2011: 0}) for name in CLASSES)
        (series,) = measure(replace(many, runs=many.runs + runs), "words_deeds_gap", "WSM -> TON")
        place = 2010 - series.start
        assert sign * series.values[0, place] > 0.85
        assert series.low[place] <= series.values[0, place] <= series.high[place]
        assert np.isnan(series.values[0, place + 1])
        assert series.status[place + 1] == Status.NOT_CODED


def test_a_pair_like_all_others_has_no_gap_on_average(counts: Any, many: Any, measure: Build) -> None:
    rng = np.random.default_rng(1)
    chosen = rng.choice(len(counts), 80, replace=False)
    found = [measure(many, "words_deeds_gap", " -> ".join(list(counts)[place]))[0] for place in chosen]
    values = np.concatenate([series.values[0] for series in found])
    widths = np.concatenate([series.high - series.low for series in found])
    assert abs(np.nanmean(values)) < 0.05
    assert np.nanmin(widths) > 0


def test_days_are_added_up_to_years_before_two_standings_are_compared(
    many: Any, build_figures: Build, measure: Build
) -> None:
    named = dict(zip(CLASSES, (40, 4, 10, 6), strict=True))
    yearly = tuple(build_figures(name, "WSM", "TON", {2010: n}) for name, n in named.items())
    january = 2010 * 12
    by_month = [
        build_figures(run.indicator, run.actor, run.recipient, {january: run.values[0]}, frequency=Frequency.MONTH)
        for run in many.runs
        if run.ordinals[0] == YEARS[0]
    ]
    monthly = tuple(
        build_figures(
            name, "WSM", "TON", {january + month: n if month == 2 else 0 for month in range(12)},
            frequency=Frequency.MONTH,
        )
        for name, n in named.items()
    )  # fmt: skip
    first = tuple(build_figures(r.indicator, r.actor, r.recipient, {2010: r.values[0]}) for r in many.runs)
    (years,) = measure(replace(many, runs=first + yearly), "words_deeds_gap", "WSM -> TON")
    (months,) = measure(replace(many, runs=tuple(by_month) + monthly), "words_deeds_gap", "WSM -> TON")
    assert months.frequency is Frequency.YEAR
    assert months.start == 2010
    assert months.values == pytest.approx(years.values)
    short = replace(many, runs=tuple(by_month) + tuple(replace(r, ordinals=r.ordinals - 6) for r in monthly))
    (partial,) = measure(short, "words_deeds_gap", "WSM -> TON")
    assert partial.status.tolist() == [Status.PARTIAL, Status.NOT_CODED]
    assert partial.completeness.tolist() == [0.5, 0.5]
