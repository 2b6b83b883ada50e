"""Marginal likelihoods in closed form, against dense algebra and numerical integration."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from facta.changes.observing import fade_sums
from facta.changes.segments import MODELS, Model, Prior, weigh_segments

Array = NDArray[np.float64]

VALUES = np.random.default_rng(5).normal(size=12) + np.where(np.arange(12) < 6, -1.0, 1.5)
TIMES = np.array([0, 1, 2, 4, 5, 6, 9, 10, 11, 12, 13, 15], dtype=np.float64)
PRIOR = Prior(np.array([0.8, 1.6]), 5.0, freedom=6.0)
SEGMENTS = [(0, 12), (0, 5), (3, 9), (7, 12), (4, 6)]


def weigh(model: Model, first: int, last: int) -> Array:
    bounds = np.array([first]), np.array([last])
    return weigh_segments(VALUES, TIMES, model, PRIOR, bounds)[:, 0]


def weigh_densely(mean: Array, scatter: Array, values: Array, noise: float) -> float:
    """Return the log density of Student's t that a conjugate prior on the variance makes of a normal."""
    law = stats.multivariate_t(mean, scatter * noise, df=int(PRIOR.freedom))
    return float(law.logpdf(values))


def covary(memory: float, size: int) -> Array:
    """Return the covariance of an AR(1) with innovations of variance 1."""
    return memory ** np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (1 - memory**2)


@pytest.mark.parametrize(("first", "last"), SEGMENTS)
@pytest.mark.parametrize("memory", [0.0, 0.3, 0.85])
def test_levels_have_the_density_of_dense_algebra(memory: float, first: int, last: int) -> None:
    model = Model(memory=memory)
    noises = PRIOR.step_variances * model.noise_part
    ratio = max(PRIOR.level_variance / float(np.median(noises)), 1.0)
    scatter = covary(memory, last - first) + ratio
    expected = [weigh_densely(np.zeros(last - first), scatter, VALUES[first:last], noise) for noise in noises]
    np.testing.assert_allclose(weigh(model, first, last), expected)


@pytest.mark.parametrize(("first", "last"), SEGMENTS)
@pytest.mark.parametrize("memory", [0.0, 0.4])
def test_lines_have_the_density_of_dense_algebra(memory: float, first: int, last: int) -> None:
    model = Model(memory=memory, has_slope=True)
    noises = PRIOR.step_variances * model.noise_part
    ratio = max(PRIOR.level_variance / float(np.median(noises)), 1.0)
    clock = (TIMES[first:last] - TIMES[first]) / (TIMES[-1] - TIMES[0])
    scatter = covary(memory, last - first) + ratio * (1 + 16 * np.outer(clock, clock))
    expected = [weigh_densely(np.zeros(last - first), scatter, VALUES[first:last], noise) for noise in noises]
    np.testing.assert_allclose(weigh(model, first, last), expected)


@pytest.mark.parametrize(("first", "last"), SEGMENTS)
@pytest.mark.parametrize("fade", [0.9, 0.35, 0.0])
def test_steps_have_the_density_of_dense_algebra(fade: float, first: int, last: int) -> None:
    model = Model(fade=fade)
    noises = PRIOR.step_variances * model.noise_part
    ratio = max(PRIOR.level_variance / float(np.median(noises)), 1.0)
    level, surprises = 0.0, np.zeros(VALUES.size)
    for index, value in enumerate(VALUES):
        surprises[index] = value - level
        level = fade * level + (1 - fade) * value
    shape = fade ** np.arange(last - first)
    scatter = np.eye(last - first) + ratio * np.outer(shape, shape)
    expected = [weigh_densely(np.zeros(last - first), scatter, surprises[first:last], noise) for noise in noises]
    np.testing.assert_allclose(weigh(model, first, last), expected)


def test_a_level_is_integrated_out_over_level_and_variance() -> None:
    values, half = VALUES[2:6], PRIOR.freedom / 2
    noise = float(PRIOR.step_variances[0]) / 2
    ratio = PRIOR.level_variance / float(np.median(PRIOR.step_variances) / 2)
    levels, logs = np.linspace(-9, 7, 801), np.linspace(-8, 8, 801)
    variances = np.exp(logs)[:, None]
    squares = ((values[:, None] - levels) ** 2).sum(axis=0)
    log_density = -values.size / 2 * np.log(2 * np.pi * variances) - squares / (2 * variances)
    log_density += stats.norm.logpdf(levels, 0, np.sqrt(ratio * variances))
    log_density += stats.invgamma.logpdf(variances, half, scale=half * noise) + logs[:, None]
    whole = np.trapezoid(np.trapezoid(np.exp(log_density), levels), logs)
    assert weigh(MODELS[0], 2, 6)[0] == pytest.approx(np.log(whole), abs=1e-4)


@pytest.mark.parametrize("fade", [1.0, 0.9, 0.35, 0.0])
def test_faded_sums_are_those_of_the_recursion(fade: float) -> None:
    values = np.random.default_rng(1).normal(size=(2, 37))
    expected = values.copy()
    for index in range(1, 37):
        expected[:, index] += fade * expected[:, index - 1]
    np.testing.assert_allclose(fade_sums(values, fade), expected, atol=1e-12)
