"""How well one regime explains a run of values: marginal likelihoods of segments, in closed form.

Each model is a regression inside a segment, whose noise differs only in what it remembers. Brought to white noise, the
sums that a segment needs are differences of cumulated ones, so that all pairs of bounds cost no more than their number.
Level (or line, or step) and variance have conjugate normal-inverse-gamma priors and are integrated out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from facta.changes.observing import fade_sums

__all__ = ["MODELS", "Model", "Prior", "weigh_segments"]

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Bounds = tuple[Places, Places]

_SLOPE = 4.0  # levels' standard deviations that a usual slope crosses over the whole run


@dataclass(frozen=True, slots=True)
class Model:
    """What a series does between two turns.

    Parameters
    ----------
    memory : float
        Correlation of the noise of one value with that of the next: an AR(1) around the level.
    fade : float
        How much a level keeps of its past at each value: 1 stays where it is, 0 is a random walk, between them lies a
        level that drifts under noise (exponential smoothing, Muth 1960).
    has_slope : bool
        Whether the level is a line.
    odds : float
        Prior odds: rest is common; slow drift and a random walk pass most easily for turns.

    Examples
    --------
    >>> [model.fade for model in MODELS if model.fade < 1]
    [0.95, 0.85, 0.65, 0.35, 0.0]
    """

    memory: float = 0.0
    fade: float = 1.0
    has_slope: bool = False
    odds: float = 1.0

    @property
    def noise_part(self) -> float:
        """Variance of what cannot be foreseen, in variances of a first difference."""
        return (1 + self.memory) / 2 if self.fade == 1 else 1 / (1 + self.fade**2)


MODELS = (
    Model(odds=3.0),
    *(Model(memory=memory) for memory in (0.3, 0.6, 0.85)),
    *(Model(fade=fade, odds=5.0) for fade in (0.95, 0.85)),
    *(Model(fade=fade) for fade in (0.65, 0.35)),
    Model(fade=0.0, odds=10.0),
    Model(has_slope=True, odds=2.0),
    *(Model(memory=memory, has_slope=True) for memory in (0.4, 0.8)),
)
"""All that a series may do without turning: rest, wander, drift, or grow along a line."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held of a segment before its values are seen.

    Parameters
    ----------
    step_variances : numpy.ndarray
        Shape (sizes,): what the variance of first differences may be; each is weighed on its own.
    level_variance : float
        Variance of levels around the middle of the run.
    freedom : float
        Values that the common variance counts for in each segment.
    """

    step_variances: Array
    level_variance: float
    freedom: float = 40.0


def weigh_segments(values: Array, times: Array, model: Model, prior: Prior, bounds: Bounds) -> Array:
    """Return the log marginal likelihood of segments, shape (sizes, segments).

    Parameters
    ----------
    values : numpy.ndarray
        Shape (n,), known values in a row, their middle taken away.
    times : numpy.ndarray
        Shape (n,), rising: on which period each stands.
    model, prior : Model, Prior
        What a segment may be.
    bounds : pair of numpy.ndarray
        Shape (segments,) each: first place of each segment, and the place after its last.

    Examples
    --------
    >>> values = np.array([0.1, -0.1, 0.2, -0.2, 5.1, 4.9, 5.0, 5.2])
    >>> bounds = np.array([0, 0, 4]), np.array([8, 4, 8])
    >>> whole, one, other = weigh_segments(values, np.arange(8.0), MODELS[0], Prior(np.array([0.1]), 9.0), bounds)[0]
    >>> bool(one + other > whole + 5)
    True
    """
    starts, stops = bounds
    noise = prior.step_variances * model.noise_part
    odds = 1 / max(prior.level_variance / float(np.median(noise)), 1.0)
    if model.fade < 1:
        rest, loss = _fit_step(values, model.fade, bounds, odds)
    elif model.has_slope:
        rest, loss = _fit_line(values, times, model.memory, bounds, odds)
    else:
        rest, loss = _fit_level(values, model.memory, bounds, odds)
    lengths, half = stops - starts, prior.freedom / 2
    scale = half * noise[:, None]
    table = _tabulate_constants(values.size, half)[lengths] - loss
    weighed: Array = table + half * np.log(scale) - (half + lengths / 2) * np.log(scale + np.maximum(rest, 0.0) / 2)
    return weighed


@lru_cache(maxsize=64)
def _tabulate_constants(longest: int, half: float) -> Array:
    lengths = np.arange(longest + 1)
    gammas = np.array([math.lgamma(half + length / 2) for length in range(longest + 1)])
    table: Array = gammas - math.lgamma(half) - lengths / 2 * np.log(2 * np.pi)
    return table


def _cumulate(values: Array) -> Array:
    return np.concatenate([[0.0], np.cumsum(values)])


def _whiten(values: Array, memory: float) -> Array:
    """Take away what the value before told; the first is left whole."""
    white = values.copy()
    white[1:] -= memory * values[:-1]
    return white


def _fit_level(values: Array, memory: float, bounds: Bounds, odds: float) -> tuple[Array, Array]:
    """Return the squares left by a level, and half the log of what integrating it costs."""
    starts, stops = bounds
    white, fresh, rate = _whiten(values, memory), 1 - memory**2, 1 - memory
    sums, squares = _cumulate(white), _cumulate(white**2)
    first = values[starts]
    size = fresh + (stops - starts - 1) * rate**2
    cross = fresh * first + rate * (sums[stops] - sums[starts + 1])
    total = fresh * first**2 + squares[stops] - squares[starts + 1]
    loss = 0.5 * np.log((size + odds) / (odds * fresh))
    return total - cross**2 / (size + odds), loss


def _fit_line(values: Array, times: Array, memory: float, bounds: Bounds, odds: float) -> tuple[Array, Array]:
    """Do the same for a line through time, the prior standing on its level at the start and on its slope."""
    starts, stops = bounds
    times = (times - times[0]) / max(float(times[-1] - times[0]), 1.0)
    white, clock, fresh, rate = _whiten(values, memory), _whiten(times, memory), 1 - memory**2, 1 - memory
    inner = starts + 1
    s_y, s_yy, s_t, s_tt, s_ty = (
        sums[stops] - sums[inner] for sums in map(_cumulate, (white, white**2, clock, clock**2, clock * white))
    )
    count, first = stops - inner, values[starts]
    shift = rate * times[starts]  # the clock starts with the segment
    s_tt = s_tt - 2 * shift * s_t + count * shift**2
    s_ty = s_ty - shift * s_y
    s_t = s_t - count * shift
    a, b, c = fresh + count * rate**2 + odds, rate * s_t, s_tt + odds / _SLOPE**2
    p, q = fresh * first + rate * s_y, s_ty
    determinant = a * c - b**2
    explained = (c * p**2 - 2 * b * p * q + a * q**2) / determinant
    total = fresh * first**2 + s_yy
    loss = 0.5 * np.log(determinant / (odds**2 / _SLOPE**2 * fresh))
    return total - explained, loss


def _fit_step(values: Array, fade: float, bounds: Bounds, odds: float) -> tuple[Array, Array]:
    """Do the same for a step onto a level that drifts: in the surprises of smoothing it dies away."""
    starts, stops = bounds
    level = fade_sums(values, fade) * (1 - fade)
    surprises = values.copy()
    surprises[1:] -= level[:-1]
    ahead = np.append(fade_sums(surprises[::-1], fade)[::-1], 0.0)
    lengths = stops - starts
    left = fade**lengths
    cross = ahead[starts] - left * ahead[stops]
    size = (1 - left**2) / (1 - fade**2)
    squares = _cumulate(surprises**2)
    total = squares[stops] - squares[starts]
    return total - cross**2 / (size + odds), 0.5 * np.log((size + odds) / odds)
