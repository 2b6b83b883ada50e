"""Whether what was called p came about in a share p of cases: CORP reliability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from facta.forecasts.scoring.binary import Floats, average_scores, read_outcomes, read_probabilities, score_brier

__all__ = ["Reliability", "measure_reliability"]


@dataclass(frozen=True, slots=True)
class Reliability:
    """A reliability curve and the three parts of the mean Brier score.

    Parameters
    ----------
    n : int
        Forecasts with an outcome.
    score : float
        Mean Brier score, 0-to-1 form: `miscalibration` - `discrimination` + `uncertainty`. All NaN over nothing.
    miscalibration : float
        MCB, at least 0: what recalibration would gain.
    discrimination : float
        DSC, at least 0: what the recalibrated forecasts gain on the plain frequency.
    uncertainty : float
        UNC: score of the plain frequency of the outcome.
    probabilities : array of shape (points,)
        The different probabilities that were given, rising.
    counts : array of shape (points,)
        Forecasts at each.
    recalibrated : array of shape (points,)
        Frequency of the outcome at each, by isotonic regression: never falling. The diagonal is perfect.
    low, high : array of shape (points,)
        Consistency band: where `recalibrated` lies if the forecasts are calibrated, at the level asked for.
    """

    n: int
    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float
    probabilities: Floats
    counts: Floats
    recalibrated: Floats
    low: Floats
    high: Floats


def measure_reliability(
    probabilities: ArrayLike, outcomes: ArrayLike, *, level: float = 0.9, resamples: int = 1000, seed: int = 0
) -> Reliability:
    """Measure reliability by CORP: recalibrate by pool-adjacent-violators, then split the mean Brier score.

    There are no bins to choose. The band is made by drawing each outcome anew with the probability that was given, the
    forecasts held fixed. With few forecasts miscalibration is overstated: the regression fits noise too.

    Parameters
    ----------
    probabilities, outcomes : array of shape (forecasts,)
        As for `score_brier`, with the same errors. A forecast that lacks either is left out.
    level : float
        Share of resamples that the band holds at each point.
    resamples : int
        How often outcomes are drawn.
    seed : int
        Of the draws.

    References
    ----------
    Dimitriadis, T., Gneiting, T., and Jordan, A. I. (2021). Stable reliability diagrams for probabilistic classifiers.
    PNAS 118 (8), e2016191118.

    Examples
    --------
    >>> found = measure_reliability([0.1, 0.4, 0.6, 0.6], [0, 1, 0, 1])
    >>> found.recalibrated.round(2)
    array([0.  , 0.67, 0.67])
    >>> parts = found.miscalibration, found.discrimination, found.uncertainty
    >>> [round(part, 4) for part in parts], round(found.score, 4)
    ([0.0558, 0.0833, 0.25], 0.2225)
    """
    given, came = np.broadcast_arrays(read_probabilities(probabilities), read_outcomes(outcomes))
    is_there = ~np.isnan(given + came)
    given, came = given[is_there], came[is_there]
    points, place = np.unique(given, return_inverse=True)
    counts = np.bincount(place, minlength=points.size).astype(np.float64)
    recalibrated = _recalibrate(np.bincount(place, weights=came, minlength=points.size) / counts, counts)
    low, high = _draw_band(points, counts, (level, resamples, seed))
    score = average_scores(score_brier(given, came))
    least = average_scores((recalibrated[place] - came) ** 2)
    uncertainty = average_scores((average_scores(came) - came) ** 2)
    parts = (score, score - least, uncertainty - least, uncertainty)
    return Reliability(given.size, *parts, points, counts, recalibrated, low, high)


def _recalibrate(frequencies: Floats, counts: Floats) -> Floats:
    """Return the never-falling frequencies nearest to those observed at rising probabilities."""
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(frequencies, weights=counts).x) if counts.size else counts


def _draw_band(points: Floats, counts: Floats, plan: tuple[float, int, int]) -> tuple[Floats, Floats]:
    """Return the band of recalibrated frequencies for forecasts that are calibrated; NaN without resamples."""
    level, resamples, seed = plan
    if not resamples:
        return np.full_like(points, np.nan), np.full_like(points, np.nan)
    drawn = np.random.default_rng(seed).binomial(counts.astype(int), points, (resamples, points.size))
    curves = np.array([_recalibrate(row / counts, counts) for row in drawn])
    low, high = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
