from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from facta.errors import ImpossibleValue, TooFew
from facta.forecasts.pooling import BOUNDS, fit_exponent, measure_disagreement, pool_probabilities
from facta.forecasts.scoring import average_scores, score_log

NAN = float("nan")
PANEL = hnp.arrays(np.float64, (4, 3), elements=st.floats(0, 1))


def test_the_pool_is_the_geometric_mean_of_odds() -> None:
    odds = [0.2 / 0.8, 0.9 / 0.1, 0.5 / 0.5]
    mean = math.prod(odds) ** (1 / 3)
    assert pool_probabilities([0.2, 0.9, 0.5]) == pytest.approx(mean / (1 + mean))


@given(PANEL)
def test_the_pool_lies_between_its_experts(panel: np.ndarray) -> None:
    pooled, clamped = pool_probabilities(panel), np.clip(panel, 0.001, 0.999)
    assert (pooled >= clamped.min(axis=0) - 1e-9).all()
    assert (pooled <= clamped.max(axis=0) + 1e-9).all()


@given(PANEL)
def test_pooling_denials_denies_the_pool(panel: np.ndarray) -> None:
    np.testing.assert_allclose(pool_probabilities(1 - panel), 1 - pool_probabilities(panel), atol=1e-9)


@given(PANEL, st.permutations(range(4)))
def test_the_order_of_experts_does_not_matter(panel: np.ndarray, order: list[int]) -> None:
    np.testing.assert_allclose(pool_probabilities(panel), pool_probabilities(panel[order]))
    np.testing.assert_allclose(measure_disagreement(panel).spread, measure_disagreement(panel[order]).spread, atol=1e-9)


def test_a_silent_expert_is_left_out() -> None:
    np.testing.assert_allclose(
        pool_probabilities([[0.9, NAN], [NAN, NAN], [0.5, NAN]])[0], pool_probabilities([0.9, 0.5])
    )
    assert np.isnan(pool_probabilities([[NAN], [NAN]])).all()


def test_weights_count_by_their_ratios() -> None:
    assert pool_probabilities([0.9, 0.5], weights=[2, 2]) == pytest.approx(float(pool_probabilities([0.9, 0.5])))
    assert pool_probabilities([0.9, 0.5], weights=[0, 3]) == pytest.approx(0.5)
    assert np.isnan(pool_probabilities([0.9, NAN], weights=[0, 1]))


@pytest.mark.parametrize("weight", [-1, NAN])
def test_a_weight_below_zero_or_none_is_refused(weight: float) -> None:
    with pytest.raises(ImpossibleValue, match=r"impossible weight .*at least 0 to each expert"):
        pool_probabilities([0.5, 0.5], weights=[1, weight])


def test_one_certain_expert_does_not_overrule_all() -> None:
    assert 0.05 < pool_probabilities([0.0, 0.9, 0.9]) < 0.5


def test_the_fit_finds_the_exponent_that_was_hidden() -> None:
    rng = np.random.default_rng(2)
    odds = rng.normal(0, 1, 20_000)
    came = rng.random(20_000) < 1 / (1 + np.exp(-1.7 * odds))
    fitted = fit_exponent(1 / (1 + np.exp(-odds)), came)
    assert fitted.value == pytest.approx(1.7, abs=0.06)
    assert fitted.score < fitted.score_at_one


def test_a_fitted_exponent_improves_the_log_score_where_it_was_fitted() -> None:
    rng = np.random.default_rng(4)
    panel = rng.uniform(0.2, 0.8, (3, 200))
    came = rng.random(200) < 1 / (1 + np.exp(-3 * np.log(panel / (1 - panel)).mean(axis=0)))
    fitted = fit_exponent(pool_probabilities(panel), came)
    scores = [average_scores(score_log(pool_probabilities(panel, exponent=one), came)) for one in (None, fitted)]
    assert scores[1] == pytest.approx(fitted.score, abs=1e-3)
    assert scores[1] < scores[0]


def test_the_fit_stays_within_its_bounds() -> None:
    fitted = fit_exponent([0.6] * 100, [1] * 100)
    assert fitted.value == pytest.approx(BOUNDS[1], abs=1e-3)


def test_fewer_than_a_hundred_resolved_claims_are_refused() -> None:
    with pytest.raises(
        TooFew, match=r"99 resolved claims are too few; at least 100 are needed. Pool without"
    ) as caught:
        fit_exponent([0.6] * 120, [1] * 99 + [NAN] * 21)
    assert (caught.value.found, caught.value.least) == (99, 100)


def test_disagreement_is_the_spread_of_log_odds_and_the_pairs_that_oppose() -> None:
    found = measure_disagreement([[0.2], [0.7], [0.9], [0.5]])
    odds = np.log([0.2 / 0.8, 0.7 / 0.3, 9, 1])
    assert found.spread[0] == pytest.approx(odds.std(ddof=1))
    assert found.opposed[0] == pytest.approx(2 / 6)


def test_one_answer_is_no_disagreement_and_no_agreement() -> None:
    found = measure_disagreement([[0.2, NAN], [NAN, NAN]])
    assert found.n.tolist() == [1, 0]
    assert np.isnan([found.spread, found.opposed]).all()


def test_a_probability_beyond_its_range_is_refused() -> None:
    with pytest.raises(ImpossibleValue, match="probability"):
        pool_probabilities([0.5, 1.2])
    with pytest.raises(ImpossibleValue, match="probability"):
        measure_disagreement([[0.5], [-0.2]])
