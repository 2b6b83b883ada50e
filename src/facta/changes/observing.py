"""From a series to a run: its known values in a row, on a scale, outliers tamed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.changes.scales import PLAIN, Scale, choose_scale, reduce_scale
from facta.domain import Aggregation, Kind, Series

__all__ = ["FEWEST", "Run", "fade_sums", "measure_step", "read_run", "tame"]

Array = NDArray[np.float64]

FEWEST = 6
"""Known values below which no turn is looked for."""

_SMALL_COUNT = 30.0  # mean count below which single events matter
_WIDTH = 5  # values of a running median, so that two odd ones in a row do not move it
_BOUND = 2.0  # typical first differences that a value may lie off the running median
_FLOOR = 0.8
_NORMAL = 1.4826  # standard deviations in a median absolute deviation, under normal noise


@dataclass(frozen=True, slots=True)
class Run:
    """Known values in a row.

    Parameters
    ----------
    places : numpy.ndarray
        Shape (n,), rising: on which period each stands.
    values : numpy.ndarray
        Shape (n,): on the scale, outliers tamed; of counts and shares, as they are.
    exposures : numpy.ndarray
        Shape (n,): weight of each value: 1, or the cases of which a share is one.
    family : str
        ``normal``, ``counts`` or ``shares``.
    scale : Scale
        From the measure's unit to these values.
    step_variance : float
        Robust variance of first differences on the scale; of counts and shares, how many times more they vary than
        independent events would.
    n_tamed : int
        How many values were drawn in.
    """

    places: NDArray[np.intp]
    values: Array
    exposures: Array
    family: str
    scale: Scale
    step_variance: float
    n_tamed: int = 0


def read_run(series: Series) -> Run:
    """Return the known values of a series, the first draw of it, as a run; what is not known is skipped, never zero."""
    values = series.values[0]
    places = np.flatnonzero(np.isfinite(values))
    known, ones = values[places], np.ones(places.size)
    if places.size == 0:
        return Run(places, known, ones, "normal", PLAIN, 0.0)
    is_whole = bool((known == np.round(known)).all()) and float(known.min()) >= 0
    if series.basis.kind is Kind.COUNT and is_whole and float(known.mean()) < _SMALL_COUNT:
        return Run(places, known, ones, "counts", PLAIN, _measure_bursts(known, ones, "counts"))
    cases = _read_cases(series, places)
    if cases is not None:
        shares = known * series.unit.factor
        return Run(
            places, shares, cases, "shares", reduce_scale(series.unit.factor), _measure_bursts(shares, cases, "shares")
        )
    scale = choose_scale(known, series.basis.kind, series.unit)
    raw = scale.forward(known)
    step = measure_step(raw)
    tamed = tame(raw, step)
    return Run(places, tamed, ones, "normal", scale, step**2, int((tamed != raw).sum()))


def _read_cases(series: Series, places: NDArray[np.intp]) -> Array | None:
    """Return the denominators of shares of counted cases; None where there are none."""
    if series.aggregation is not Aggregation.WEIGHTED or series.weights is None or series.unit.dimension != "share":
        return None
    cases, shares = series.weights[0, places], series.values[0, places] * series.unit.factor
    is_counted = np.isfinite(cases) & (cases > 0) & (cases == np.round(cases)) & (shares >= 0) & (shares <= 1)
    return cases if is_counted.all() and cases.size else None


def _measure_bursts(values: Array, exposures: Array, family: str) -> float:
    """Return how many times more neighbours differ than independent events would; at least 1."""
    pooled = (values * exposures)[1:] + (values * exposures)[:-1]
    rate = pooled / (exposures[1:] + exposures[:-1])
    usual = rate * (1 - rate if family == "shares" else 1.0) * (1 / exposures[1:] + 1 / exposures[:-1])
    ratios = np.diff(values)[usual > 0] ** 2 / usual[usual > 0]
    return max(1.0, float(ratios.mean())) if ratios.size else 1.0


def measure_step(values: Array) -> float:
    """Return the robust standard deviation of first differences.

    It is that of their median, but not much less than the root mean square of the lesser three quarters, and that of
    all where those are nothing.
    """
    moves = np.diff(values)
    if not moves.size:
        return 0.0
    apart = np.sort(np.abs(moves - np.median(moves)))
    lesser = apart[: -(-3 * apart.size // 4)]
    usual = max(_NORMAL * float(np.median(apart)), _FLOOR * float(np.sqrt(np.mean(lesser**2))))
    return usual or float(np.sqrt(np.mean(moves**2)))


def tame(values: Array, step: float | Array, *, is_causal: bool = False) -> Array:
    """Draw values that lie far off their running median in to a bound; a step that lasts is left as it is.

    The median is that of the two values on either side, or of the four before where no later one may tell.
    """
    if values.size < 3:
        return values
    half = _WIDTH // 2
    padded = np.pad(values, (2 * half, 0), mode="edge") if is_causal else np.pad(values, half, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WIDTH)
    middle = np.partition(windows, half, axis=1)[:, half]
    bound = _BOUND * step
    tamed: Array = middle + np.clip(values - middle, -bound, bound)
    return tamed


def fade_sums(values: Array, fade: float) -> Array:
    """Return at each place the sum of all values up to it, each faded by its age; by doubling, in log2(n) passes."""
    sums, reach, factor = values.copy(), 1, fade
    while reach < sums.shape[-1] and factor > 1e-17:
        sums[..., reach:] = sums[..., reach:] + factor * sums[..., :-reach]
        reach, factor = 2 * reach, factor**2
    return sums
