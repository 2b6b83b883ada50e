"""Several probabilities for one question: what they say together, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from facta.errors import ImpossibleValue, TooFew
from facta.forecasts.scoring.binary import Floats, clamp_probabilities, read_outcomes, read_probabilities

__all__ = ["BOUNDS", "FEWEST", "Disagreement", "Exponent", "fit_exponent", "measure_disagreement", "pool_probabilities"]

FEWEST = 100
"""Resolved claims that an extremising exponent needs."""

BOUNDS = (0.25, 4.0)
"""Between which exponents the fit looks; below 1 it moderates, above 1 it extremises."""


@dataclass(frozen=True, slots=True)
class Exponent:
    """A power of the pooled odds, and the resolved claims that it was fitted on.

    Parameters
    ----------
    value : float
        Within `BOUNDS`.
    n : int
        At least `FEWEST`.
    score, score_at_one : float
        Mean log score with it and without, in nats, on the claims of the fit: what it gains elsewhere is less.
    """

    value: float
    n: int
    score: float
    score_at_one: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How far apart experts are, question by question.

    Parameters
    ----------
    n : array of shape (questions,)
        Experts who answered.
    spread : array of shape (questions,)
        Standard deviation of their log odds, in nats (n - 1 below); NaN for fewer than two.
    opposed : array of shape (questions,)
        Share of the pairs of experts who stand on opposite sides of ½; one who says ½ opposes nobody. NaN as above.
    """

    n: Floats
    spread: Floats
    opposed: Floats


def pool_probabilities(
    probabilities: ArrayLike, weights: ArrayLike | None = None, exponent: Exponent | None = None
) -> Floats:
    """Pool by the geometric mean of the odds, question by question.

    The mean of the log odds, weighted, times the exponent. Probabilities are clamped to 0.001 to 0.999 first, as in
    `score_log`: else one expert's 0 would overrule all others.

    Parameters
    ----------
    probabilities : array of shape (experts, questions) or (experts,)
        NaN where an expert did not answer; such an expert has no weight in that question.
    weights : array of shape (experts,), optional
        None negative; only their ratios count. Equal by default.
    exponent : Exponent, optional
        From `fit_exponent`. Without one nothing is extremised.

    Returns
    -------
    array of shape (questions,), or of no dimension
        NaN where nobody with a weight answered.

    Raises
    ------
    ImpossibleValue
        For a probability beyond 0 to 1, or a weight below 0.

    References
    ----------
    Satopää, V. A., et al. (2014). Combining multiple probability predictions using a simple logit model. International
    Journal of Forecasting 30, 344–356.

    Examples
    --------
    >>> pool_probabilities([[0.5, 0.9], [0.8, float("nan")]]).round(3)
    array([0.667, 0.9  ])
    """
    odds = _take_log_odds(probabilities)
    weight = np.ones(odds.shape[0]) if weights is None else np.asarray(weights, dtype=np.float64)
    if (below := weight[~(weight >= 0)]).size:
        raise ImpossibleValue("weight", float(below[0]), step="Give a weight of at least 0 to each expert.")
    shares = np.where(np.isnan(odds), 0.0, weight.reshape(-1, *[1] * (odds.ndim - 1)))
    with np.errstate(invalid="ignore"):
        pooled = np.nansum(shares * odds, axis=0) / shares.sum(axis=0)
    return _to_probability(pooled * (exponent.value if exponent else 1.0))


def fit_exponent(pooled: ArrayLike, outcomes: ArrayLike) -> Exponent:
    """Fit the extremising exponent that minimises the mean log score of pooled probabilities.

    Parameters
    ----------
    pooled : array of shape (claims,)
        From `pool_probabilities` without an exponent.
    outcomes : array of shape (claims,)
        1, 0, or NaN where not resolved; such claims are left out.

    Raises
    ------
    TooFew
        For fewer than 100 resolved claims.

    References
    ----------
    Baron, J., et al. (2014). Two reasons to make aggregated probability forecasts more extreme. Decision Analysis 11,
    133–145.

    Examples
    --------
    >>> timid = [0.6] * 80 + [0.4] * 40
    >>> fitted = fit_exponent(timid, [1] * 64 + [0] * 16 + [1] * 8 + [0] * 32)
    >>> round(fitted.value, 2), fitted.n
    (3.42, 120)
    >>> round(float(pool_probabilities([0.6], exponent=fitted)), 2)
    0.8
    """
    from scipy.optimize import minimize_scalar

    odds, came = np.broadcast_arrays(_take_log_odds(pooled), read_outcomes(outcomes))
    towards = (odds * (2 * came - 1))[~np.isnan(odds + came)]
    if towards.size < FEWEST:
        raise TooFew("resolved claims", towards.size, FEWEST, step="Pool without an exponent until there are more.")

    def score(value: float) -> float:
        return float(np.logaddexp(0, -value * towards).mean())

    found = minimize_scalar(score, bounds=BOUNDS, method="bounded")
    return Exponent(float(found.x), towards.size, float(found.fun), score(1.0))


def measure_disagreement(probabilities: ArrayLike) -> Disagreement:
    """Measure how far experts are apart: spread in log odds, and share of pairs on opposite sides of ½.

    Parameters
    ----------
    probabilities : array of shape (experts, questions)
        NaN where an expert did not answer. Clamped to 0.001 to 0.999 for the log odds.

    Raises
    ------
    ImpossibleValue
        For a probability beyond 0 to 1.

    Examples
    --------
    >>> found = measure_disagreement([[0.5, 0.9, 0.2], [0.8, 0.9, 0.9], [0.8, float("nan"), 0.9]])
    >>> found.n, found.spread.round(2), found.opposed.round(2)
    (array([3., 2., 3.]), array([0.8 , 0.  , 2.07]), array([0.  , 0.  , 0.67]))
    """
    given, odds = read_probabilities(probabilities), _take_log_odds(probabilities)
    n = np.sum(~np.isnan(given), axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        away = odds - np.nansum(odds, axis=0) / n
        spread = np.sqrt(np.nansum(away**2, axis=0) / (n - 1))
        opposed = np.sum(given > 0.5, axis=0) * np.sum(given < 0.5, axis=0) / (n * (n - 1) / 2)
    is_pair = n > 1
    return Disagreement(n, np.where(is_pair, spread, np.nan), np.where(is_pair, opposed, np.nan))


def _take_log_odds(probabilities: ArrayLike) -> Floats:
    """Return the log odds of clamped probabilities, in nats."""
    given = clamp_probabilities(probabilities)
    odds: Floats = np.log(given) - np.log1p(-given)
    return odds


def _to_probability(odds: Floats) -> Floats:
    """Return the probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-odds)))
