"""The level of a series: a weighted mean of the values around each period, with a band.

A level that drifts under noise is best told by weights that fade with the distance in time (Muth 1960; Whittle 1983):
both ways in hindsight, backwards only as of the period itself. The sum of the weights is its precision. How fast they
fade is not chosen but averaged over, by how well each fade foresaw the next values (West and Harrison 1997).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from facta.changes.counting import find_prior, score_next
from facta.changes.observing import Run, fade_sums, read_run, tame
from facta.changes.results import Level, Turn
from facta.changes.scales import PLAIN
from facta.domain import Kind, Series

__all__ = ["filter_level", "smooth_level", "smooth_run"]

Array = NDArray[np.float64]
Places = NDArray[np.intp]

_FADES = np.array([1.0, 0.98, 0.95, 0.85, 0.65, 0.35, 0.05])
_PARTS = (0.25, 0.75, 0.05, 0.95)
_BOUNDS = (-0.6744897501960817, 0.6744897501960817, -1.6448536269514722, 1.6448536269514722)  # their normal quantiles
_NODES = 9
_LEAST_SIZE = 1e-3  # of a beta distribution: a share of which nothing is known
_NORMAL = 1.2533141373155001  # standard deviations in a mean absolute deviation, under normal noise
_MEMORY = 0.97  # of the usual size of a first difference, as of each value


def smooth_level(series: Series, turns: Sequence[Turn] = ()) -> Level:
    """Return the level of a series in hindsight: every period knows all values.

    Parameters
    ----------
    series : Series
        Any measure; the first draw of it. Missing periods add nothing and widen the band.
    turns : sequence of Turn
        Where the level starts anew, such as those of `detect_turns`.

    Returns
    -------
    Level
        In the unit of the series; NaN where a stretch between two turns has no value.

    References
    ----------
    Muth, J. F. (1960), Optimal properties of exponentially weighted forecasts, JASA 55(290). West, M. and Harrison, J.
    (1997), Bayesian Forecasting and Dynamic Models, 2nd edition, Springer.

    Examples
    --------
    >>> from facta.domain import Aggregation, Basis, Book, Frequency, Kind, find_unit
    >>> values = np.array([[3.0, 3.2, np.nan, 2.9, 3.1, 3.0]])
    >>> series = Series(
    ...     "score", "FJI -- TON", Book("x"), find_unit("points"), Basis(Kind.INDEX), Frequency.YEAR, 2000, values,
    ...     np.array([0, 0, 6, 0, 0, 0], np.int8), np.ones(6), Aggregation.MEAN,
    ... )
    >>> level = smooth_level(series)
    >>> level.mean.round(1).tolist()
    [3.0, 3.0, 3.0, 3.0, 3.0, 3.0]
    >>> bool((level.low90 < level.low50).all())
    True
    """
    starts = np.array([turn.period.ordinal - series.start for turn in turns], dtype=np.intp)
    return smooth_run(series, read_run(series), starts)


def filter_level(series: Series) -> Level:
    """Return the level of a series as of each period: none knows what came later.

    A sudden step is taken for an outlier until it has lasted three values. Values are taken as they are, with normal
    bands that are cut at the bounds of counts and shares: which scale suits them, only later values tell.

    Parameters
    ----------
    series : Series
        Any measure; the first draw of it.

    Returns
    -------
    Level
        In the unit of the series; NaN before the first known value, the bands also up to the third.

    Examples
    --------
    >>> from facta.domain import Aggregation, Basis, Book, Frequency, Kind, find_unit
    >>> values = np.array([[3.0, 3.2, 2.8, 2.9, 3.1, 9.0, 9.1, 9.2, 8.9, 9.0]])
    >>> series = Series(
    ...     "score", "FJI -- TON", Book("x"), find_unit("points"), Basis(Kind.INDEX), Frequency.YEAR, 2000, values,
    ...     np.zeros(10, np.int8), np.ones(10), Aggregation.MEAN,
    ... )
    >>> level = filter_level(series)
    >>> bool(level.mean[5] < 5 < 7 < level.mean[9])
    True
    """
    values = series.values[0]
    places = np.flatnonzero(np.isfinite(values))
    known = values[places]
    steps = _follow_steps(known)
    tamed = tame(known, np.where(np.isnan(steps), np.inf, steps), is_causal=True)
    run = Run(places, tamed, np.ones(places.size), "normal", PLAIN, 0.0)
    level = smooth_run(series, run, np.zeros(0, np.intp), steps**2 / 2)
    limits = _find_limits(series)
    names = ("low50", "high50", "low90", "high90")
    return replace(level, **{name: np.clip(getattr(level, name), *limits) for name in names})


def _follow_steps(known: Array) -> Array:
    """Return the usual size of a first difference before each value; NaN before the first."""
    moves = np.abs(np.diff(known))
    usual = _NORMAL * fade_sums(moves, _MEMORY) / fade_sums(np.ones_like(moves), _MEMORY)
    return np.concatenate([np.full(min(known.size, 2), np.nan), usual[:-1]])


def _find_limits(series: Series) -> tuple[float, float]:
    """Return what no value of such a kind can leave."""
    match series.basis.kind:
        case Kind.COUNT:
            return 0.0, np.inf
        case Kind.SHARE if series.unit.dimension == "share":
            return 0.0, 1 / series.unit.factor
        case _:
            return -np.inf, np.inf


def smooth_run(series: Series, run: Run, starts: Places, past_noise: Array | None = None) -> Level:
    """Return the level of a series that was read as `run` and starts anew at `starts`.

    With `past_noise`, shape (n,), the variance of a value as of each, no period knows what comes later.
    """
    count, known = len(series.status), run.values.size
    is_filtered = past_noise is not None
    if known == 0:
        none = np.full(count, np.nan)
        return Level(series.frequency, series.start, none, none, none, none, none, is_filtered)
    both = np.array([run.exposures, run.exposures * run.values])
    before, around = (np.zeros((2, _FADES.size, known)) for _ in range(2))
    cuts = np.unique(np.concatenate([[0], np.searchsorted(run.places, starts), [known]]))
    for first, last in itertools.pairwise(cuts):
        part = both[:, first:last]
        for index, fade in enumerate(_FADES):
            behind = fade_sums(part, fade)
            before[:, index, first + 1 : last] = fade * behind[:, :-1]
            ahead = 0.0 if is_filtered else fade_sums(part[:, ::-1], fade)[:, ::-1] - part
            around[:, index, first:last] = behind + ahead
    told = _tell_counts(run, before, around) if run.family != "normal" else _tell(run, before, around, past_noise)
    spots = _find_neighbours(run.places, cuts, count, is_filtered=is_filtered)
    mean, variance = _bridge(told, spots)
    bands = _band_counts(run, mean, variance) if run.family != "normal" else _band_normal(run, mean, variance)
    return Level(series.frequency, series.start, *bands, is_filtered)


@dataclass(frozen=True, slots=True)
class _Told:
    """What each fade tells of the level at each known value: shapes (fades, n)."""

    scores: Array
    mean: Array
    variance: Array
    noise: Array


@dataclass(frozen=True, slots=True)
class _Spots:
    """The known values on either side of each period, how near it is to the later one, and how far from both.

    The way is NaN where there is neither.
    """

    last: Places
    next: Places
    share: Array
    way: Array
    is_filtered: bool


def _tell(run: Run, before: Array, around: Array, past_noise: Array | None) -> _Told:
    """Tell the level of normal values, the variance of their noise from how well each was foreseen."""
    weight, held = before
    is_fresh = weight <= 0
    divisor = np.where(is_fresh, 1.0, weight)
    error = np.where(is_fresh, 0.0, run.values - held / divisor)
    spread = np.where(is_fresh, 1.0, 1 + 1 / divisor)
    prior = np.full(run.values.size, run.step_variance / 2) if past_noise is None else past_noise
    noise = (prior + np.cumsum(error**2 / spread, axis=1)) / (1 + np.cumsum(~is_fresh, axis=1))
    least = np.finfo(np.float64).tiny * (1 + float((error**2).max()))  # a surprise over no noise is large, not infinite
    past = np.maximum(spread * np.concatenate([noise[:, :1], noise[:, :-1]], axis=1), least)
    scores = -0.5 * np.log(past) - 2.5 * np.log1p(error**2 / (4 * past))  # Student's t with four degrees of freedom
    if past_noise is None:
        noise = np.repeat(noise[:, -1:], run.values.size, axis=1)
    return _Told(np.where(is_fresh | np.isnan(past), 0.0, scores), around[1] / around[0], noise / around[0], noise)


def _tell_counts(run: Run, before: Array, around: Array) -> _Told:
    """Tell the level of counts and shares, by the gamma and the beta distribution."""
    first, second = find_prior(run)
    is_share = run.family == "shares"
    one = first + around[1] / run.step_variance
    two = second + (around[0] - around[1] * is_share) / run.step_variance
    mean = one / (one + two) if is_share else one / two
    odds = mean * (1 - mean) if is_share else mean
    variance = odds / (one + two + 1) if is_share else odds / two
    return _Told(score_next(run, before), mean, variance, odds * run.step_variance / run.exposures)


def _find_neighbours(places: Places, cuts: Places, count: int, *, is_filtered: bool) -> _Spots:
    """Find the known values between which each period lies; a period before a turn has none after it."""
    periods = np.arange(count)
    at = np.searchsorted(places, periods, side="right")
    last, following = np.maximum(at - 1, 0), np.minimum(at, places.size - 1)
    since, until = periods - places[last], places[following] - periods
    has_last, has_next = at > 0, (at < places.size) & ~np.isin(at, cuts[1:]) & (not is_filtered)
    between = since / np.maximum(since + until, 1)
    share = np.where(has_last, np.where(has_next, between, 0.0), 1.0)
    way = np.where(has_last, np.where(has_next, between * until, since), np.where(has_next, until, np.nan))
    return _Spots(last, following, share, way, is_filtered)


def _bridge(told: _Told, spots: _Spots) -> tuple[Array, Array]:
    """Return mean and variance of the level in each period, all fades together; in a gap it walks from end to end."""
    pace = told.noise * ((1 - _FADES) ** 2 / _FADES)[:, None]  # the variance of a level's move in a period
    mean, variance = (
        (1 - spots.share) * part[:, spots.last] + spots.share * part[:, spots.next]
        for part in (told.mean, told.variance)
    )
    variance = variance + spots.way * pace[:, spots.last]
    totals = np.cumsum(told.scores, axis=1)
    totals = totals[:, spots.last if spots.is_filtered else np.full(spots.last.size, -1)]
    parts = np.exp(totals - totals.max(axis=0))
    parts /= parts.sum(axis=0)
    whole = (parts * mean).sum(axis=0) + 0.0 * spots.way
    return whole, (parts * (variance + (mean - whole) ** 2)).sum(axis=0)


def _band_normal(run: Run, mean: Array, variance: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Return mean and bands of normal values in the measure's unit."""
    back, deviation = run.scale.backward, np.sqrt(variance)
    nodes, parts = np.polynomial.hermite_e.hermegauss(_NODES)
    spots = back(mean[:, None] + np.where(np.isnan(deviation), 0.0, deviation)[:, None] * nodes)
    low50, high50, low90, high90 = (back(mean + bound * deviation) for bound in _BOUNDS)
    return spots @ (parts / parts.sum()), low50, high50, low90, high90


def _band_counts(run: Run, mean: Array, variance: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Return mean and bands of counts and shares: those of the gamma or beta distribution with the same two moments."""
    from scipy.special import betaincinv, gammaincinv  # brought in only where a level is looked for

    if run.family == "shares":
        size = np.maximum(mean * (1 - mean) / variance - 1, _LEAST_SIZE)
        bands = [betaincinv(mean * size, (1 - mean) * size, part) for part in _PARTS]
    else:
        bands = [gammaincinv(mean**2 / variance, part) * variance / mean for part in _PARTS]
    low50, high50, low90, high90 = (run.scale.backward(np.asarray(band, np.float64)) for band in bands)
    return run.scale.backward(mean), low50, high50, low90, high90
