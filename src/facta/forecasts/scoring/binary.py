"""Scores of probabilities of things that happen or do not."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from facta.errors import ImpossibleValue

__all__ = [
    "SMALLEST",
    "average_scores",
    "clamp_probabilities",
    "read_outcomes",
    "read_probabilities",
    "score_brier",
    "score_log",
    "score_skill",
]

Floats: TypeAlias = NDArray[np.float64]

SMALLEST = 0.001
"""The least probability that the log score and pooling take at its word; the largest is 1 less this."""


def score_brier(probabilities: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the Brier score of each forecast, in its 0-to-1 form: (p - y)², 0 is best, ½ always costs ¼.

    Brier's own form sums over both outcomes and is twice as large. The score is strictly proper.

    Parameters
    ----------
    probabilities : array
        That it happens, 0 to 1; NaN where none was given.
    outcomes : array
        1 it happened, 0 it did not, NaN not resolved. The two shapes are broadcast.

    Returns
    -------
    array
        NaN where either is missing.

    Raises
    ------
    ImpossibleValue
        For a probability beyond 0 to 1, or an outcome that is neither 0, 1 nor NaN.

    References
    ----------
    Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78, 1–3.

    Examples
    --------
    >>> score_brier([0.8, 0.8, 0.5], [1, 0, float("nan")]).round(2)
    array([0.04, 0.64,  nan])
    """
    scores: Floats = (read_probabilities(probabilities) - read_outcomes(outcomes)) ** 2
    return scores


def score_log(probabilities: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the logarithmic score of each forecast in nats: -ln of the probability given to what came; 0 is best.

    Probabilities are clamped to 0.001 to 0.999 first, so that one certain error costs 6.9 nats and not infinity.
    Between those bounds the score is strictly proper.

    Parameters
    ----------
    probabilities, outcomes : array
        As for `score_brier`, with the same errors.

    Returns
    -------
    array
        NaN where either is missing.

    References
    ----------
    Good, I. J. (1952). Rational decisions. Journal of the Royal Statistical Society B 14, 107–114.

    Examples
    --------
    >>> score_log([0.5, 0.9, 1.0], [1, 1, 0]).round(2)
    array([0.69, 0.11, 6.91])
    """
    given, came = clamp_probabilities(probabilities), read_outcomes(outcomes)
    scores: Floats = -np.log(np.abs(given - (1 - came)))
    return scores


def average_scores(scores: ArrayLike) -> float:
    """Return the mean of the scores that are there; NaN over nothing.

    Examples
    --------
    >>> average_scores([0.25, float("nan"), 0.75]), average_scores([])
    (0.5, nan)
    """
    there = np.asarray(scores, dtype=np.float64)
    there = there[~np.isnan(there)]
    return float(there.mean()) if there.size else float("nan")


def score_skill(scores: ArrayLike, reference: ArrayLike) -> float:
    """Return 1 less the ratio of two mean scores, over the forecasts that both have.

    1 is perfect, 0 as good as the reference, below 0 worse; it has no lower bound.

    Parameters
    ----------
    scores, reference : array
        Scores of the same forecasts in the same order, smaller is better; NaN where there is none.

    Returns
    -------
    float
        NaN where no forecast has both, or where the reference is perfect.

    References
    ----------
    Murphy, A. H. (1988). Skill scores based on the mean square error. Monthly Weather Review 116, 2417–2424.

    Examples
    --------
    >>> score_skill([0.04, 0.64, float("nan")], [0.25, float("nan"), 0.25])
    0.84
    """
    own, other = np.broadcast_arrays(np.asarray(scores, np.float64), np.asarray(reference, np.float64))
    is_common = ~np.isnan(own + other)
    least = average_scores(other[is_common])
    return 1 - average_scores(own[is_common]) / least if least else float("nan")


def clamp_probabilities(probabilities: ArrayLike) -> Floats:
    """Return probabilities moved to within 0.001 to 0.999; NaN stays.

    Examples
    --------
    >>> clamp_probabilities([0, 0.4, 1])
    array([0.001, 0.4  , 0.999])
    """
    clamped: Floats = np.clip(read_probabilities(probabilities), SMALLEST, 1 - SMALLEST)
    return clamped


def read_probabilities(probabilities: ArrayLike) -> Floats:
    """Return probabilities as an array of floats, or refuse the first that lies beyond 0 to 1.

    Examples
    --------
    >>> read_probabilities([0.2, float("nan")])
    array([0.2, nan])
    """
    given = np.asarray(probabilities, dtype=np.float64)
    beyond = given[(given < 0) | (given > 1)]
    if beyond.size:
        raise ImpossibleValue("probability", float(beyond[0]), step="Give a number from 0 to 1, or NaN for none.")
    return given


def read_outcomes(outcomes: ArrayLike) -> Floats:
    """Return outcomes as an array of floats, or refuse the first that is neither 0, 1 nor NaN.

    Examples
    --------
    >>> read_outcomes([True, False])
    array([1., 0.])
    """
    came = np.asarray(outcomes, dtype=np.float64)
    beyond = came[(came != 0) & (came != 1) & ~np.isnan(came)]
    if beyond.size:
        raise ImpossibleValue("outcome", float(beyond[0]), step="Give 1, 0, or NaN where it is not resolved.")
    return came
