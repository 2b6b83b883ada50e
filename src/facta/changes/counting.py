"""How well one regime explains a run of counts or shares: conjugate levels that forget.

The mean of a count has a gamma distribution, a share a beta distribution, whose sums fade by a factor with each value
(Harvey and Fernandes 1989; West and Harrison 1997, chapter 14); a factor of 1 is a level that rests. Where counts come
in bursts, values and exposures are divided by how much more they vary than independent events.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facta.changes.observing import Run

__all__ = ["FADES", "FADE_ODDS", "find_prior", "score_next", "weigh_counts"]

Array = NDArray[np.float64]

FADES = np.array([1.0, 0.97, 0.9, 0.8, 0.65, 0.5, 0.3])
"""What a level of counts or shares may keep of its past at each value."""

FADE_ODDS = np.array([5.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
"""Prior odds of each."""

_WEIGHT = 0.5  # events, or cases, that the mean of all counts for in each segment


def find_prior(run: Run) -> tuple[float, float]:
    """Return the two parameters of the gamma or beta distribution of a level before its values are seen.

    It leans on the mean of all, and weighs half an event, or one case.
    """
    events, exposure = float(run.values @ run.exposures), float(run.exposures.sum())
    if run.family == "counts":
        return _WEIGHT, _WEIGHT * exposure / max(events, _WEIGHT)
    share = (events + _WEIGHT) / (exposure + 2 * _WEIGHT)
    return 2 * _WEIGHT * share, 2 * _WEIGHT * (1 - share)


def weigh_counts(run: Run, starts: NDArray[np.intp]) -> Array:
    """Return the log marginal likelihood of each segment between two places, for each fade.

    Parameters
    ----------
    run : Run
        Of counts or shares.
    starts : numpy.ndarray
        Shape (places,), rising from 0: where a segment may start.

    Returns
    -------
    numpy.ndarray
        Shape (fades, places, places): of the segment from place i up to, not including, place j + 1; minus infinity
        where there is none.

    Examples
    --------
    >>> counts = np.array([0.0, 1.0, 0.0, 0.0, 8.0, 9.0, 7.0, 9.0])
    >>> run = Run(np.arange(8), counts, np.ones(8), "counts", None, 1.0)
    >>> weights = weigh_counts(run, np.array([0, 4]))[0]
    >>> bool(weights[0, 0] + weights[1, 1] > weights[0, 1] + 5)
    True
    """
    count = starts.size
    first, second = find_prior(run)
    good = run.values * run.exposures / run.step_variance
    rest = run.exposures / run.step_variance - (good if run.family == "shares" else 0.0)
    weigh = _weigh_count if run.family == "counts" else _weigh_share
    fades, sums = FADES[:, None], np.zeros((2, FADES.size, count))
    reached = np.zeros((FADES.size, count))
    weights = np.full((FADES.size, count, count), -np.inf)
    bounds = np.append(starts[1:], good.size)
    active = bound = 0
    for place in range(good.size):
        if active < count and starts[active] == place:
            active += 1
        held = sums[:, :, :active]
        reached[:, :active] += weigh(first + held[0], second + held[1], float(good[place]), float(rest[place]))
        held[0] += good[place]
        held[1] += rest[place]
        held *= fades
        if bounds[bound] == place + 1:
            weights[:, :active, bound] = reached[:, :active]
            bound += 1
    return weights


def score_next(run: Run, before: Array) -> Array:
    """Return the log probability of each value, given faded sums of exposures and of events before it.

    Parameters
    ----------
    run : Run
        Of counts or shares, n values.
    before : numpy.ndarray
        Shape (2, fades, n).
    """
    first, second = find_prior(run)
    good = run.values * run.exposures / run.step_variance
    rest = run.exposures / run.step_variance
    held = before[::-1] / run.step_variance
    if run.family == "counts":
        return _weigh_count(first + held[0], second + held[1], good, rest)
    return _weigh_share(first + held[0], second + held[1] - held[0], good, rest - good)


def _weigh_count(shape: Array, rate: Array, events: Array | float, exposure: Array | float) -> Array:
    """Negative binomial: a Poisson count whose mean has a gamma distribution."""
    from scipy.special import gammaln  # brought in only where turns are looked for

    whole = rate + exposure
    chance: Array = gammaln(shape + events) - gammaln(shape) - gammaln(events + 1)
    return chance + shape * np.log(rate / whole) + events * np.log(exposure / whole)


def _weigh_share(first: Array, second: Array, good: Array | float, bad: Array | float) -> Array:
    """Beta-binomial, without the term that no level changes."""
    from scipy.special import betaln

    chance: Array = betaln(first + good, second + bad) - betaln(first, second)
    return chance
