"""Scores of forecasts of ordered categories and of quantities."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from facta.errors import ImpossibleValue
from facta.forecasts.scoring.binary import Floats, read_probabilities

__all__ = ["score_crps", "score_rps"]

_TOLERANCE = 1e-6
"""How far a row of probabilities may be from a sum of 1: decimals that people write do not add up exactly."""


def score_rps(probabilities: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the ranked probability score of each forecast, in its normalised 0-to-1 form.

    The sum over the K - 1 inner bounds of (F_k - O_k)², divided by K - 1; F and O are the cumulative forecast and
    outcome. 0 is best; with two categories it is the Brier score of `score_brier`. Epstein's form is not divided.

    Parameters
    ----------
    probabilities : array of shape (forecasts, categories)
        Each row sums to 1; categories in their order.
    outcomes : array of shape (forecasts,)
        Index of the category that came, from 0; NaN where not resolved.

    Returns
    -------
    array of shape (forecasts,)
        NaN where the outcome or any probability is missing.

    Raises
    ------
    ImpossibleValue
        For a probability beyond 0 to 1, a row that does not sum to 1, one category, or an outcome that is none of them.

    References
    ----------
    Epstein, E. S. (1969). A scoring system for probability forecasts of ranked categories. Journal of Applied
    Meteorology 8, 985–987. Normalised as in Murphy, A. H. (1971), the same journal 10, 155–156.

    Examples
    --------
    >>> score_rps([[0.2, 0.5, 0.3], [0.2, 0.5, 0.3]], [1, 0]).round(3)
    array([0.065, 0.365])
    """
    given, came = read_probabilities(probabilities), np.asarray(outcomes, dtype=np.float64)
    count = given.shape[-1]
    _check_categories(given, came, count)
    outcome = np.where(np.isnan(came)[:, None], np.nan, came[:, None] <= np.arange(count - 1))
    scores: Floats = ((given.cumsum(axis=1)[:, :-1] - outcome) ** 2).sum(axis=1) / (count - 1)
    return np.where(np.isnan(given).any(axis=1), np.nan, scores)


def _check_categories(given: Floats, came: Floats, count: int) -> None:
    """Refuse rows that do not sum to 1, and outcomes that are no category."""
    if count < 2:
        raise ImpossibleValue("number of categories", count, step="Give at least two, in their order.")
    totals = given.sum(axis=1)
    off = totals[np.abs(totals - 1) > _TOLERANCE]
    if off.size:
        raise ImpossibleValue("sum of probabilities", float(off[0]), step="Each row sums to 1.")
    beyond = came[~np.isnan(came) & ~np.isin(came, np.arange(count))]
    if beyond.size:
        raise ImpossibleValue("category", float(beyond[0]), step=f"Give an index from 0 to {count - 1}, or NaN.")


def score_crps(draws: ArrayLike, outcomes: ArrayLike, *, fair: bool = False) -> Floats:
    """Return the continuous ranked probability score of each ensemble of draws, in the unit of the outcome; 0 is best.

    E|X - y| - ½ E|X - X'|. The usual form takes both means over the draws as they are, and scores the ensemble as the
    distribution that it is; it favours many draws. The fair form leaves out a draw's distance to itself (m(m - 1) in
    place of m²): its expectation is the score of the distribution behind the draws, whatever their number; it can be
    negative. Sorting makes it O(m log m).

    Parameters
    ----------
    draws : array of shape (forecasts, draws)
        A missing draw is NaN and is left out.
    outcomes : array of shape (forecasts,)
        NaN where not resolved.
    fair : bool
        Which form.

    Returns
    -------
    array of shape (forecasts,)
        NaN without an outcome or without draws; the fair form needs two.

    Raises
    ------
    ImpossibleValue
        For an infinite draw or outcome.

    References
    ----------
    Gneiting, T., and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. JASA 102,
    359–378. Ferro, C. A. T. (2014). Fair scores for ensemble forecasts. Quarterly Journal of the Royal Meteorological
    Society 140, 1917–1923.

    Examples
    --------
    >>> score_crps([[1, 3], [1, 3]], [2, 5]), score_crps([[1, 3]], [2], fair=True)
    (array([0.5, 2.5]), array([0.]))
    """
    came = np.asarray(outcomes, dtype=np.float64)
    away = np.sort(np.asarray(draws, dtype=np.float64) - came[:, None], axis=1)
    if np.isinf(away).any():
        raise ImpossibleValue("draw or outcome", "inf", step="Give finite numbers, or NaN where there is none.")
    count = np.sum(~np.isnan(away), axis=1)
    # Of sorted numbers, the i-th is the larger in i pairs and the smaller in the other count - 1 - i.
    ranks = 2 * np.arange(away.shape[1]) - (count[:, None] - 1)
    apart = np.nansum(ranks * away, axis=1)
    pairs = count * (count - 1) if fair else count**2
    with np.errstate(invalid="ignore"):
        scores: Floats = np.nansum(np.abs(away), axis=1) / count - apart / pairs
    return scores
