"""Linear filters: every method of the ensemble is one of them, so that all run in one pass over a series.

A filter holds a level, a trend and a long-run mean; before each period it expects

    forecast = mean + reversion * (level + damping * trend - mean)

and learns from the error: level = forecast + smoothing * error, trend = damping * trend + slope * error. Persistence,
drift, exponential smoothing, damped trend and mean reversion differ in four numbers only (Hyndman et al. 2008,
*Forecasting with Exponential Smoothing*).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["GROWING", "RESTING", "Filter", "Fit", "fit_filters"]

Array = NDArray[np.float64]

_DRIFT_PRIOR = 10.0  # periods of the usual growth that a drift is weighed against
_RECENT = 15.0  # periods of which the mean and the drift are those
_MEMORY = 0.85  # how much of the past an error's variance keeps, a period


@dataclass(frozen=True, slots=True)
class Filter:
    """One method: how it smooths, and where it goes.

    Parameters
    ----------
    name : str
        As printed.
    smoothing, slope, damping, reversion : float
        The four numbers of the recursion.
    has_drift : bool
        Whether the trend is the mean change so far, drawn towards the usual, in place of what `slope` learns.

    Examples
    --------
    >>> [method.name for method in GROWING][:2]
    ['persistence', 'drift']
    """

    name: str
    smoothing: float = 1.0
    slope: float = 0.0
    damping: float = 1.0
    reversion: float = 1.0
    has_drift: bool = False


GROWING = (
    Filter("persistence"),
    Filter("drift", has_drift=True),
    Filter("smoothing with drift", smoothing=0.6, has_drift=True),
    Filter("slow smoothing with drift", smoothing=0.35, has_drift=True),
)
"""The methods for amounts, which have no mean to come back to."""

RESTING = (
    *GROWING[:3],
    Filter("smoothing", smoothing=0.7),
    Filter("slow smoothing", smoothing=0.35),
    Filter("damped trend", smoothing=0.9, slope=0.25, damping=0.8),
    Filter("weak reversion", reversion=0.9),
    Filter("strong reversion", smoothing=0.8, reversion=0.6),
)
"""The methods for shares, indices, ranks and balances."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The filters after the last known period.

    Parameters
    ----------
    level, trend, spread, weights : numpy.ndarray
        Shape (filters,): state, standard deviation of the next error, and weight by past performance, adding up to 1.
    trend_error : numpy.ndarray
        Shape (filters,): standard error of the trend; 0 for those without a drift.
    mean : float
        Long-run mean.
    residuals : numpy.ndarray
        Shape (periods, filters): errors in units of the spread before them; NaN where there was no value.
    n : int
        Known values.
    """

    level: Array
    trend: Array
    trend_error: Array
    spread: Array
    weights: Array
    mean: float
    residuals: Array
    n: int


def fit_filters(values: Array, filters: tuple[Filter, ...], growth: float = 0.0) -> Fit:
    """Run every filter over a series and weigh it by how well it foresaw each next value.

    The weight is the tempered likelihood of its errors, each under the spread that the filter had before it, beside an
    equal share for all: eight periods tell little.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (periods,), on the scale of the forecast; NaN in gaps, over which a filter waits.
    filters : tuple of Filter
        The methods.
    growth : float
        Change a period that is usual for what the series counts, which few known changes hardly contradict.

    Examples
    --------
    >>> fit = fit_filters(np.log(np.array([10.0, 12.0, 14.0, 17.0, 20.0, 24.0, 29.0, 35.0])), GROWING)
    >>> GROWING[int(fit.weights.argmax())].name
    'drift'
    >>> float(fit.weights.sum().round(6))
    1.0
    """
    smoothing, slope, damping, reversion = (
        np.array([getattr(method, name) for method in filters])
        for name in ("smoothing", "slope", "damping", "reversion")
    )
    has_drift = np.array([method.has_drift for method in filters])
    known = values[~np.isnan(values)]
    changes = np.diff(known)
    start = _guess_spread(known, changes)
    level, trend = np.full(len(filters), known[0]), np.zeros(len(filters))
    mean, count, drift = float(known[0]), 1, 0.0
    recent = np.full(len(filters), start**2)
    score = np.zeros(len(filters))
    residuals = np.full((values.size, len(filters)), np.nan)
    first = int(np.flatnonzero(~np.isnan(values))[0])
    last = known[0]
    for place in range(first + 1, values.size):
        value = values[place]
        trend = np.where(has_drift, _shrink(drift, growth, count), trend)
        forecast = mean + reversion * (level + damping * trend - mean)
        if np.isnan(value):
            level, trend = forecast, damping * trend
            continue
        error = value - forecast
        residuals[place] = error / np.sqrt(recent)
        score += -0.5 * np.log(recent) - 2.5 * np.log1p(error**2 / (4.0 * recent))  # Student's t with four degrees
        level, trend = forecast + smoothing * error, damping * trend + slope * error
        recent = _MEMORY * recent + (1 - _MEMORY) * error**2
        count += 1
        drift += (value - last - drift) / min(count - 1, _RECENT)
        last = value
        mean += (value - mean) / min(count, _RECENT)
    trend = np.where(has_drift, _shrink(drift, growth, count), trend)
    spread = np.sqrt(recent)
    trend_error = np.where(has_drift, spread / np.sqrt(min(count - 1, _RECENT) + _DRIFT_PRIOR), 0.0)
    return Fit(level, trend, trend_error, spread, _weigh(score), mean, residuals, known.size)


def _shrink(drift: float, growth: float, count: int) -> float:
    """Draw a mean change towards the usual growth, the more the fewer changes there are."""
    seen = min(count - 1, _RECENT)
    return (drift * seen + growth * _DRIFT_PRIOR) / (seen + _DRIFT_PRIOR)


_TEMPER = 0.5
_EQUAL = 0.1


def _weigh(score: Array) -> Array:
    likelihood = np.exp(_TEMPER * (score - score.max()))
    weights: Array = (1 - _EQUAL) * likelihood / likelihood.sum() + _EQUAL / score.size
    return weights


def _guess_spread(known: Array, changes: Array) -> float:
    """Return a robust first guess of the size of an error; a series that never moved may yet move a little."""
    size = float(np.median(np.abs(changes))) * 1.4826 if changes.size else 0.0
    usual = size or float(np.abs(changes).mean() if changes.size else 0.0)
    return usual or 0.05 * float(np.abs(known).mean()) or 1e-6
