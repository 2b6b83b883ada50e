from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.errors import ImpossibleValue
from facta.forecasts.scoring import average_scores, score_brier, score_log, score_skill

NAN = float("nan")
INNER = st.floats(0.001, 0.999)


@given(INNER, INNER)
def test_the_true_probability_scores_best_in_expectation(true: float, other: float) -> None:
    for score in (score_brier, score_log):
        cost = [float(true * score(said, 1) + (1 - true) * score(said, 0)) for said in (true, other)]
        assert cost[0] <= cost[1] + 1e-12


@given(st.lists(st.tuples(INNER, st.sampled_from([0, 1, NAN])), min_size=1), st.integers(0, 2**32 - 1))
def test_order_does_not_matter(pairs: list[tuple[float, float]], seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(pairs)
    for score in (score_brier, score_log):
        means = [average_scores(score(*map(np.array, zip(*some, strict=True)))) for some in (pairs, shuffled)]
        assert means[0] == pytest.approx(means[1], nan_ok=True)


@given(st.floats(0, 1), st.sampled_from([0, 1]))
def test_what_happens_and_what_does_not_are_scored_alike(probability: float, outcome: int) -> None:
    for score in (score_brier, score_log):
        assert score(probability, outcome) == pytest.approx(score(1 - probability, 1 - outcome))


def test_the_log_score_is_bounded_by_its_clamp() -> None:
    assert score_log([0.0, 0.001], [1, 1]).tolist() == pytest.approx([-math.log(0.001)] * 2)
    assert score_log(1.0, 1) == pytest.approx(-math.log(0.999))


def test_an_unresolved_outcome_is_left_out_and_no_zero() -> None:
    scores = score_brier([0.5, 0.9, NAN], [1, NAN, 1])
    assert scores[0] == 0.25
    assert np.isnan(scores[1:]).all()
    assert average_scores(scores) == 0.25


def test_a_mean_over_nothing_is_nothing() -> None:
    assert math.isnan(average_scores([NAN]))
    assert math.isnan(score_skill([], []))


def test_skill_is_taken_over_common_forecasts_only() -> None:
    assert score_skill([0.1, 0.9, NAN], [0.2, NAN, 0.01]) == pytest.approx(0.5)
    assert math.isnan(score_skill([0.1, NAN], [NAN, 0.2]))


def test_there_is_no_skill_against_perfection() -> None:
    assert math.isnan(score_skill([0.1], [0.0]))


def test_one_reference_serves_all() -> None:
    assert score_skill([0.25, 0.25], 0.5) == 0.5


@pytest.mark.parametrize("probability", [-0.01, 1.01, math.inf])
def test_a_probability_beyond_its_range_is_refused(probability: float) -> None:
    with pytest.raises(ImpossibleValue, match=r"impossible probability .* from 0 to 1") as caught:
        score_brier([0.5, probability], [1, 1])
    assert caught.value.found == probability


def test_an_outcome_is_yes_or_no() -> None:
    with pytest.raises(ImpossibleValue, match=r"impossible outcome 0.5. Give 1, 0, or NaN"):
        score_log([0.5], [0.5])
