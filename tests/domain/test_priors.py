from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta

from facta.domain import (
    Aggregation,
    Basis,
    Book,
    Frequency,
    Kind,
    Period,
    Prior,
    Series,
    Status,
    Window,
    bound_shares,
    find_unit,
    measure_dispersion,
    splice,
)

COUNTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8)


def build_share(prior: Prior, kind: list[float], events: list[float], source: str = "hand") -> Series:
    counts = np.array(events, dtype=float)
    with np.errstate(invalid="ignore"):
        values = prior.draw(np.array(kind) / counts, counts)
    status = np.where(np.isnan(values), Status.NOT_CODED, Status.REPORTED).astype(np.int8)
    return Series(
        "conflict_share", "CHN -- RUS", Book(source), find_unit("1"), Basis(Kind.SHARE), Frequency.YEAR, 2000,
        values[None, :], status, np.ones(len(kind)), Aggregation.WEIGHTED,
        weights=(counts + prior.strength)[None, :], prior=prior,
    )  # fmt: skip


def test_a_share_is_drawn_by_what_its_prior_weighs() -> None:
    prior = Prior(mean=0.1, strength=10)
    assert prior.draw(np.array([1.0, 1.0, np.nan]), np.array([10.0, 0.0, 0.0]))[:2].tolist() == [0.55, 0.1]
    assert np.isnan(prior.draw(np.array([np.nan]), np.array([5.0]))).all()


@given(counts=COUNTS, mean=st.floats(0, 1), strength=st.floats(0, 100))
def test_counts_are_added_before_they_are_drawn(counts: list[tuple[int, int]], mean: float, strength: float) -> None:
    prior = Prior(mean, strength)
    kind, other = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    events = kind + other + 1
    shares = prior.draw(kind / events, events)
    pooled = prior.pool(shares[None, :], (events + strength)[None, :])
    assert pooled[0] == pytest.approx((kind.sum() + strength * mean) / (events.sum() + strength), abs=1e-9)


def test_draws_never_leave_the_scale() -> None:
    shares = np.zeros((2, 50))
    weights = np.full((2, 50), 21.0)
    assert Prior(0.5, 20.0).pool(shares, weights).tolist() == [0.0, 0.0]
    assert Prior(0.5, 20.0, least=-1.0).pool(shares - 1, weights).tolist() == [-1.0, -1.0]


def test_an_interval_is_that_of_the_posterior() -> None:
    prior = Prior(mean=0.2, strength=10)
    (low,), (high,) = prior.bound(np.array([0.15]), np.array([40.0]))
    inside, _ = quad(beta(0.15 * 40, 0.85 * 40).pdf, low, high)
    assert inside == pytest.approx(0.9, abs=1e-6)
    balance = replace(prior, mean=-0.6, least=-1.0)
    (least,), (most,) = balance.bound(np.array([-0.7]), np.array([40.0]))
    assert (least, most) == (pytest.approx(2 * low - 1), pytest.approx(2 * high - 1))


def test_a_raw_share_has_the_interval_of_jeffreys_and_one_end_where_it_has_one() -> None:
    low, high = Prior(0.0, 0.0).bound(np.array([0.0, 0.3, 1.0]), np.array([10.0, 10.0, 10.0]))
    assert (low[0], high[2]) == (0.0, 1.0)
    assert (low[1], high[1]) == (pytest.approx(beta.ppf(0.05, 3.5, 7.5)), pytest.approx(beta.ppf(0.95, 3.5, 7.5)))


def test_intervals_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(7)
    truth = rng.beta(0.1 * 20, 0.9 * 20, 4000)
    events = rng.integers(1, 60, truth.size)
    kind = rng.binomial(events, truth)
    prior = Prior(0.1, 20.0)
    low, high = prior.bound(prior.draw(kind / events, events.astype(float)), (events + 20).astype(float))
    assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(0.9, abs=0.015)


def test_reports_in_clumps_show_as_dispersion_and_a_drift_hardly() -> None:
    rng = np.random.default_rng(3)
    counts = np.full(400, 600.0)
    alone = rng.binomial(600, 0.3, 400) / 600
    clumped = rng.binomial(60, 0.3, 400) / 60  # each event told ten times
    drifting = rng.binomial(600, np.linspace(0.2, 0.4, 400)) / 600
    assert measure_dispersion(clumped, counts) == pytest.approx(10, rel=0.15)
    assert measure_dispersion(alone, counts) == pytest.approx(1, abs=0.15)
    assert measure_dispersion(drifting, counts) == pytest.approx(1, abs=0.15)


@given(counts=COUNTS)
def test_no_dispersion_is_below_that_of_independent_events(counts: list[tuple[int, int]]) -> None:
    kind, events = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    shares = np.divide(np.minimum(kind, events), events, out=np.full(events.size, np.nan), where=events > 0)
    assert 1 <= measure_dispersion(shares, events) < np.inf
    assert measure_dispersion(shares[:1], events[:1]) == 1


def test_intervals_allow_for_reports_in_clumps() -> None:
    rng = np.random.default_rng(5)
    truth = rng.beta(0.2 * 20, 0.8 * 20, 400)
    told = rng.binomial(80, truth, (30, truth.size)) * 10.0  # thirty years of eighty events, each told ten times
    prior, inside, alone = Prior(0.2, 20.0), [], []
    for share, kind in zip(truth, told.T, strict=True):
        bounded = bound_shares(build_share(prior, list(kind), [800.0] * kind.size))
        assert bounded.low is not None
        assert bounded.high is not None
        inside.append((bounded.low <= share) & (share <= bounded.high))
        low, high = prior.bound(bounded.values[0], np.full(kind.size, 820.0))
        alone.append((low <= share) & (share <= high))
    assert np.mean(alone) < 0.5 < 0.8 < np.mean(inside)


def test_a_series_is_bounded_where_it_has_a_prior_and_a_value() -> None:
    series = build_share(Prior(0.1, 10.0), [1, 0, 0], [4, 0, 9])
    bounded = bound_shares(series)
    assert bounded.low is not None
    assert bounded.high is not None
    assert np.isnan(bounded.low).tolist() == [False, True, False]
    assert (bounded.low < series.values[0])[[0, 2]].all()
    bare = replace(series, prior=None)
    assert bound_shares(bare) is bare


def test_a_cut_keeps_the_prior_and_a_weight_counts_it_once() -> None:
    series = build_share(Prior(0.1, 10.0), [1, 0, 0], [4, 0, 9])
    cut = series.cut(Window.parse("2000..2002"))
    assert (cut.prior, cut.weigh().tolist()) == (series.prior, [23.0])
    assert series.cut(Window.parse("1999..2003")).weigh().tolist() == [23.0]
    bare = series.forget_prior()
    assert (bare.prior, bare.weights.tolist() if bare.weights is not None else None) == (None, [[4.0, 0.0, 9.0]])


def test_a_splice_keeps_values_and_has_no_prior() -> None:
    one, other = (build_share(Prior(0.1, strength), [1, 2], [10, 10], str(strength)) for strength in (5.0, 50.0))
    joined = splice(one, replace(other, start=2002), Period(Frequency.YEAR, 2002))
    assert joined.prior is None
    assert joined.weights is not None
    assert joined.weights.tolist() == [[10.0, 10.0, 10.0, 10.0]]
    assert joined.values[0].tolist() == [*one.values[0], *other.values[0]]
