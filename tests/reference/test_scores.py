"""Scores against an independent implementation, closed forms, brute force, and a table worked by hand.

`scoringrules` computes the Brier score, the ranked probability score and the score of an ensemble by its own code. The
score of a normal distribution is Gneiting and Raftery (2007), equation 21. Isotonic regression is done again by its
max-min formula (Robertson, Wright and Dykstra 1988, theorem 1.4.4). The parts of a score were worked on paper, as
fractions. They were also measured once on the 92 EMOS forecasts of Dimitriadis, Gneiting and Jordan (2021), whose
licence keeps them out of this repository: 0.2320 = 0.0183 - 0.0305 + 0.2442, as the authors publish.
"""

from __future__ import annotations

from fractions import Fraction
from math import pi, sqrt

import numpy as np
import pytest
import scoringrules  # type: ignore[import-untyped]
from scipy.stats import norm

from facta.forecasts.scoring import measure_reliability, score_brier, score_crps, score_log, score_rps


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


def test_brier_is_that_of_scoringrules(rng: np.random.Generator) -> None:
    given, came = rng.random(50), rng.integers(0, 2, 50)
    np.testing.assert_allclose(score_brier(given, came), scoringrules.brier_score(came, given))


def test_log_is_that_of_scoringrules_between_its_bounds(rng: np.random.Generator) -> None:
    given, came = rng.uniform(0.001, 0.999, 50), rng.integers(0, 2, 50)
    np.testing.assert_allclose(score_log(given, came), scoringrules.log_score(came, given))


def test_rps_is_that_of_scoringrules_over_its_inner_bounds(rng: np.random.Generator) -> None:
    given, came = rng.dirichlet(np.ones(4), 50), rng.integers(0, 4, 50)
    theirs = [scoringrules.rps_score(category + 1, row) for category, row in zip(came, given, strict=True)]
    np.testing.assert_allclose(score_rps(given, came), np.array(theirs) / 3)


@pytest.mark.parametrize(("fair", "estimator"), [(False, "nrg"), (True, "fair")])
def test_crps_is_that_of_scoringrules(rng: np.random.Generator, fair: bool, estimator: str) -> None:
    draws, came = rng.gamma(2, 5, (50, 31)), rng.gamma(2, 5, 50)
    theirs = scoringrules.crps_ensemble(came, draws, estimator=estimator)
    np.testing.assert_allclose(score_crps(draws, came, fair=fair), theirs)


def test_crps_of_many_draws_is_the_closed_form_of_a_normal() -> None:
    draws = np.tile(norm.ppf((np.arange(20_000) + 0.5) / 20_000), (3, 1))
    came = np.array([-1.0, 0.0, 2.5])
    closed = came * (2 * norm.cdf(came) - 1) + 2 * norm.pdf(came) - 1 / sqrt(pi)
    np.testing.assert_allclose(score_crps(draws, came), closed, atol=1e-4)


def test_the_fair_form_does_not_depend_on_the_number_of_draws() -> None:
    rng = np.random.default_rng(3)
    came = rng.normal(size=40_000)
    few, many = (score_crps(rng.normal(size=(40_000, n)), came, fair=True).mean() for n in (3, 30))
    assert few == pytest.approx(1 / sqrt(pi), abs=0.01)
    assert many == pytest.approx(1 / sqrt(pi), abs=0.01)
    assert score_crps(rng.normal(size=(40_000, 3)), came).mean() > 0.7


def test_recalibration_is_the_max_min_formula(rng: np.random.Generator) -> None:
    given = rng.choice(np.linspace(0.1, 0.9, 9), 60)
    came = (rng.random(60) < given).astype(float)
    found = measure_reliability(given, came, resamples=0)
    for place, point in enumerate(found.probabilities):
        means = [
            [came[(given >= low) & (given <= high)].mean() for high in found.probabilities if high >= point]
            for low in found.probabilities[: place + 1]
        ]
        assert found.recalibrated[place] == pytest.approx(max(min(row) for row in means))


def test_the_parts_of_a_score_worked_by_hand() -> None:
    # .1: 0 0 1, .5: 0, .7: 1 1 0, .9: 1. Frequencies 1/3, 0, 2/3, 1; the first two pool to 1/4; the mean is 1/2.
    found = measure_reliability([0.1, 0.1, 0.1, 0.5, 0.7, 0.7, 0.7, 0.9], [0, 0, 1, 0, 1, 1, 0, 1], resamples=0)
    assert found.recalibrated.tolist() == pytest.approx([0.25, 0.25, 2 / 3, 1])
    score = (
        2 * Fraction(1, 100) + Fraction(81, 100) + Fraction(25, 100) + 2 * Fraction(9, 100) + Fraction(49, 100)
    ) / 8
    score += Fraction(1, 100) / 8
    least = (3 * Fraction(1, 16) + Fraction(9, 16) + 2 * Fraction(1, 9) + Fraction(4, 9)) / 8
    assert found.score == pytest.approx(float(score))
    assert found.miscalibration == pytest.approx(float(score - least))
    assert found.discrimination == pytest.approx(float(Fraction(1, 4) - least))
    assert found.uncertainty == 0.25


def test_the_band_at_one_point_is_the_binomial_quantile() -> None:
    from scipy.stats import binom

    found = measure_reliability([0.3] * 50, [0] * 50, resamples=20_000, seed=1)
    assert found.low[0] == pytest.approx(binom.ppf(0.05, 50, 0.3) / 50)
    assert found.high[0] == pytest.approx(binom.ppf(0.95, 50, 0.3) / 50)
