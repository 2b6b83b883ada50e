"""Whether a run of values holds one lasting shift of its level, by exact enumeration over where it could lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "LevelShift", "find_level_shift"]

FEWEST = 8
"""Values below which nothing is said."""

_SIDE = 3
_MEMORIES = np.arange(0.0, 0.95, 0.1)
_EXACT = 1e-12


@dataclass(frozen=True, slots=True)
class LevelShift:
    """How probable one shift of level is, and where it lies if there is one.

    Parameters
    ----------
    probability : float
        From 0 to 1: that there is one, rather than none.
    place : int
        Index of the most probable first value of the new level.
    share : float
        How much of the probability that place has, given that there is one.
    """

    probability: float
    place: int
    share: float


def find_level_shift(places: NDArray[np.intp], values: NDArray[np.float64]) -> LevelShift | None:
    """Weigh one shift of level against none; None with fewer than eight values.

    Both models are a straight line with normal noise that remembers the period before (an AR(1) with a memory from 0
    to 0.9, each as likely as the others), so that neither steady growth nor a wandering series counts as a break. The
    other model adds a step, at least three values from either end, every place as likely as the others. Line and
    variance have the usual flat priors, the step a unit-information normal prior (Zellner's g with g = n), for which
    the ratio of the marginal likelihoods has a closed form. The prior probability of a step is one half.

    Parameters
    ----------
    places : numpy.ndarray
        Shape (n,): on which period each value stands; gaps are allowed.
    values : numpy.ndarray
        Shape (n,); positive values are taken as logarithms, so that equal growth is a line.

    References
    ----------
    Smith, A. F. M. (1975), A Bayesian approach to inference about a change-point in a sequence of random variables,
    Biometrika 62(2). Liang, F. and others (2008), Mixtures of g priors for Bayesian variable selection, JASA 103(481).

    Examples
    --------
    >>> noise = np.tile([0.1, -0.1, 0.05, -0.05], 4)
    >>> shift = find_level_shift(np.arange(16), 5 + noise + 4 * (np.arange(16) >= 10))
    >>> shift.probability > 0.95, shift.place
    (True, 10)
    >>> find_level_shift(np.arange(16), 5 + noise + np.arange(16)).probability < 0.5
    True
    """
    count = values.size
    if count < FEWEST:
        return None
    run = np.log(values) if (values > 0).all() else values
    time = np.stack([np.ones(count), places - places.mean()], axis=1)
    if not _leaves_noise(time, run):
        return LevelShift(0.0, 0, 0.0)
    cuts = np.arange(_SIDE, count - _SIDE + 1)
    steps = (np.arange(count)[:, None] >= cuts).astype(float)
    weighed = [_weigh(places, run, time, steps, memory) for memory in _MEMORIES]
    base = np.array([none for none, _ in weighed])
    odds = np.array([step for _, step in weighed])
    weights = np.exp(base - base.max())[:, None] * odds
    none, some = np.exp(base - base.max()).sum(), weights.mean(axis=1).sum()
    by_place = weights.sum(axis=0) / weights.sum()
    best = int(by_place.argmax())
    return LevelShift(float(some / (some + none)), int(cuts[best]), float(by_place[best]))


def _leaves_noise(time: NDArray[np.float64], run: NDArray[np.float64]) -> bool:
    """Say whether a straight line leaves anything over; without noise nothing can be weighed."""
    rest = run - time @ np.linalg.lstsq(time, run, rcond=None)[0]
    return bool((rest**2).sum() > _EXACT * max((run**2).sum(), _EXACT))


def _weigh(
    places: NDArray[np.intp],
    run: NDArray[np.float64],
    time: NDArray[np.float64],
    steps: NDArray[np.float64],
    memory: float,
) -> tuple[float, NDArray[np.float64]]:
    """Return the log marginal likelihood of a line, and the Bayes factor of each step, for one memory of the noise."""
    count, terms = time.shape
    root = np.linalg.cholesky(memory ** np.abs(places[:, None] - places[None, :]))
    whole = np.linalg.solve(root, np.column_stack([time, run, steps]))
    frame, triangle = np.linalg.qr(whole[:, :terms])
    rest = whole[:, terms:] - frame @ (frame.T @ whole[:, terms:])
    left, shapes = rest[:, 0], rest[:, 1:]
    total = float(left @ left)
    sizes = (shapes**2).sum(axis=0)
    fit = np.divide((left @ shapes) ** 2, sizes * total, out=np.zeros(sizes.size), where=sizes > _EXACT)
    degrees, g = count - terms, float(count)
    base = -np.log(np.diag(root)).sum() - np.log(np.abs(np.diag(triangle))).sum() - degrees / 2 * np.log(total)
    log_odds = (degrees - 1) / 2 * np.log1p(g) - degrees / 2 * np.log1p(g * (1 - np.minimum(fit, 1.0)))
    return float(base), np.exp(log_odds)
