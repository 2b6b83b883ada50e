"""Counts of events: negative binomial with a rate that forgets, and a chance that nothing happens at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["CountFit", "draw_counts", "draw_presence", "fit_counts"]

Array = NDArray[np.float64]

_HALF_LIVES = np.array([2.0, 5.0, 15.0, 1e6])  # periods after which a count weighs half
_TEMPER = 0.5
_EQUAL = 0.1


@dataclass(frozen=True, slots=True)
class CountFit:
    """What the counts so far say of the next ones, for each half-life of memory.

    Parameters
    ----------
    shape, rate : numpy.ndarray
        Shape (memories,): of the gamma distribution of the mean count a period, from Jeffreys' prior.
    size : float
        Of the negative binomial: the smaller, the more counts come in bursts; infinite for none.
    weights : numpy.ndarray
        Shape (memories,): by how well each foresaw the next count, adding up to 1.
    """

    shape: Array
    rate: Array
    size: float
    weights: Array


def fit_counts(counts: Array) -> CountFit:
    """Fit the rate of a count under several memories, and weigh them by their predictive likelihood.

    Parameters
    ----------
    counts : numpy.ndarray
        Shape (periods,), whole numbers; NaN in gaps.

    Examples
    --------
    >>> fit = fit_counts(np.array([2.0, 3.0, 2.0, 4.0, 3.0, 2.0]))
    >>> bool((fit.shape / fit.rate > 1.5).all()), float(fit.weights.sum().round(6))
    (True, 1.0)
    """
    from scipy.special import gammaln  # brought in only where something is forecast

    fade = 0.5 ** (1 / _HALF_LIVES)
    known = counts[~np.isnan(counts)]
    size = _estimate_size(known)
    counted, periods, score = np.zeros(fade.size), np.zeros(fade.size), np.zeros(fade.size)
    for count in known:
        shape, rate = _lean_on_all(counted, periods)
        if periods[0] > 0:
            # The gamma's own spread and the bursts make one negative binomial, by their variances.
            mean = shape / rate
            joint = 1 / (1 / shape + 1 / size)
            score += gammaln(count + joint) - gammaln(joint) - gammaln(count + 1)
            score += joint * np.log(joint / (joint + mean)) + count * np.log(mean / (joint + mean))
        counted, periods = fade * counted + count, fade * periods + 1
    shape, rate = _lean_on_all(counted, periods)
    likelihood = np.exp(_TEMPER * (score - score.max()))
    weights = (1 - _EQUAL) * likelihood / likelihood.sum() + _EQUAL / fade.size
    return CountFit(shape, rate, size, weights)


def _lean_on_all(counted: Array, periods: Array) -> tuple[Array, Array]:
    """Return shape and rate of each memory: Jeffreys' half of an event, spread as thinly as over all that is known.

    A short memory in which nothing happened would else take silence for a chance.
    """
    whole = (counted[-1] + 0.5) / (periods[-1] + 1)
    return counted + 0.5, periods + np.minimum(0.5 / whole, periods[-1] + 1 - periods)


def _estimate_size(known: Array) -> float:
    """Estimate by moments how far counts come in bursts; drawn towards none where there are few."""
    mean = float(known.mean())
    excess = float(known.var(ddof=1)) - mean if known.size > 2 else 0.0
    if mean == 0 or excess <= 0:
        return 1e6
    shrunk = excess * known.size / (known.size + 4.0)
    return max(mean**2 / shrunk, 0.05)


def draw_counts(fit: CountFit, draws: int, steps: int, stream: np.random.Generator) -> Array:
    """Return counts of shape (draws, steps); one draw has one rate, and each of its periods its own burst.

    Examples
    --------
    >>> fit = fit_counts(np.array([2.0, 3.0, 2.0, 4.0, 3.0, 2.0]))
    >>> drawn = draw_counts(fit, 4000, 2, np.random.default_rng(1))
    >>> bool(2.0 < drawn.mean() < 3.5)
    True
    """
    memory = stream.choice(fit.weights.size, draws, p=fit.weights)
    rates = stream.gamma(fit.shape[memory], 1 / fit.rate[memory])
    bursts = stream.gamma(fit.size, 1 / fit.size, (draws, steps)) if fit.size < 1e5 else 1.0
    return stream.poisson(np.minimum(rates[:, None] * bursts, 1e9), (draws, steps)).astype(np.float64)


def draw_presence(is_there: Array, draws: int, steps: int, stream: np.random.Generator) -> Array:
    """Return ones and zeros of shape (draws, steps): whether there is anything at all in a period.

    A two-state Markov chain whose chances have Jeffreys' prior, a pair of them a draw.

    Parameters
    ----------
    is_there : numpy.ndarray
        Shape (periods,), ones and zeros.

    Examples
    --------
    >>> drawn = draw_presence(np.array([0.0, 0.0, 0.0, 1.0, 0.0, 0.0]), 4000, 1, np.random.default_rng(1))
    >>> bool(0.1 < drawn.mean() < 0.4)
    True
    """
    before, after = is_there[:-1], is_there[1:]
    chances = []
    for state in (0.0, 1.0):
        moved = after[before == state]
        chances.append(stream.beta(moved.sum() + 0.5, moved.size - moved.sum() + 0.5, draws))
    now = np.full(draws, is_there[-1])
    drawn = np.empty((draws, steps))
    for step in range(steps):
        now = (stream.random(draws) < np.where(now == 1.0, chances[1], chances[0])).astype(np.float64)
        drawn[:, step] = now
    return drawn
