from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from facta.errors import ImpossibleValue
from facta.forecasts.scoring import score_brier, score_crps, score_rps

NAN = float("nan")
CHANCES = hnp.arrays(np.float64, 4, elements=st.floats(0.01, 1)).map(lambda weights: weights / weights.sum())
NUMBERS = hnp.arrays(np.float64, (3, 8), elements=st.floats(-1e6, 1e6))


@given(CHANCES, CHANCES)
def test_the_true_distribution_of_categories_scores_best(true: np.ndarray, other: np.ndarray) -> None:
    cost = [true @ score_rps(np.tile(said, (4, 1)), np.arange(4)) for said in (true, other)]
    assert cost[0] <= cost[1] + 1e-12


@given(st.floats(0, 1), st.sampled_from([0, 1]))
def test_two_categories_are_a_brier_score(probability: float, outcome: int) -> None:
    assert score_rps([[1 - probability, probability]], [outcome])[0] == pytest.approx(
        float(score_brier(probability, outcome)), abs=1e-12
    )


def test_the_worst_forecast_of_categories_costs_one() -> None:
    assert score_rps([[1, 0, 0, 0], [0, 0, 0, 1]], [3, 3]).tolist() == [1, 0]


def test_missing_categories_and_outcomes_have_no_score() -> None:
    assert np.isnan(score_rps([[0.5, 0.5], [NAN, 0.5]], [NAN, 1])).all()


def test_probabilities_of_categories_sum_to_one() -> None:
    with pytest.raises(ImpossibleValue, match=r"sum of probabilities 0.8"):
        score_rps([[0.4, 0.4]], [0])


def test_an_outcome_is_one_of_the_categories() -> None:
    with pytest.raises(ImpossibleValue, match=r"category 2.0. Give an index from 0 to 1"):
        score_rps([[0.5, 0.5]], [2])


def test_one_category_is_no_forecast() -> None:
    with pytest.raises(ImpossibleValue, match="number of categories 1"):
        score_rps([[1.0]], [0])


@given(NUMBERS, st.floats(-1e6, 1e6), st.floats(0.1, 10))
def test_crps_moves_and_stretches_with_its_unit(draws: np.ndarray, shift: float, factor: float) -> None:
    outcomes = draws[:, 0] / 2
    plain, moved = score_crps(draws, outcomes), score_crps(draws * factor + shift, outcomes * factor + shift)
    np.testing.assert_allclose(moved, plain * factor, atol=1e-5)


@given(NUMBERS, st.integers(0, 2**32 - 1))
def test_crps_does_not_depend_on_the_order_of_draws(draws: np.ndarray, seed: int) -> None:
    shuffled = np.random.default_rng(seed).permuted(draws, axis=1)
    for fair in (False, True):
        np.testing.assert_array_equal(
            score_crps(draws, [0, 1, 2], fair=fair), score_crps(shuffled, [0, 1, 2], fair=fair)
        )


@given(NUMBERS)
def test_the_usual_crps_is_never_negative(draws: np.ndarray) -> None:
    assert (score_crps(draws, draws[:, 3]) >= -1e-6).all()


def test_the_true_distribution_of_a_quantity_scores_best() -> None:
    rng = np.random.default_rng(5)
    came = rng.normal(size=4000)
    said = np.array([(0, 1), (0.5, 1), (0, 2), (0, 0.5)])
    means = [score_crps(rng.normal(mean, spread, (4000, 200)), came).mean() for mean, spread in said]
    assert np.argmin(means) == 0


def test_one_draw_is_an_absolute_error() -> None:
    assert score_crps([[3.0]], [5.0]).tolist() == [2]
    assert math.isnan(score_crps([[3.0]], [5.0], fair=True)[0])


@pytest.mark.parametrize("fair", [False, True])
def test_a_missing_draw_is_left_out(fair: bool) -> None:
    with_missing = score_crps([[1.0, NAN, 4.0, 2.0]], [3], fair=fair)
    np.testing.assert_allclose(with_missing, score_crps([[1.0, 4.0, 2.0]], [3], fair=fair))


def test_without_outcome_or_draws_there_is_no_score() -> None:
    assert np.isnan(score_crps(np.array([[1, 2], [NAN, NAN]]), [NAN, 1])).all()


def test_an_infinite_draw_is_refused() -> None:
    with pytest.raises(ImpossibleValue, match="finite numbers"):
        score_crps([[1, math.inf]], [0])
