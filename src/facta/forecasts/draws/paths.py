"""From a known series to draws of its future."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from facta.changes import LOG
from facta.domain import Basis, Kind, Price, Unit
from facta.forecasts.draws.counts import draw_counts, draw_presence, fit_counts
from facta.forecasts.draws.filters import GROWING, RESTING, Filter, Fit, fit_filters
from facta.forecasts.draws.scales import choose_scale
from facta.forecasts.draws.shocks import Shocks

__all__ = ["FEWEST", "History", "draw_paths", "draw_persistence"]

Array = NDArray[np.float64]

FEWEST = 3
"""Known periods without which nothing is forecast."""

_SMALL_COUNT = 30.0  # mean count below which single events matter
_OFTEN_SAME = 0.25  # part of the periods in which a series stays exactly where it was
_TURNS = 0.4  # part of the moves of a score that go the other way
_MEMORY = 25  # periods by which the chance of a move is told
_REACH = 0.7  # how far beyond all that was seen a draw may go, in ranges of it
_GROWTH = 0.04  # usual growth a year of amounts in the money of their day: prices and output rise
_FREEDOM = 3.0  # degrees of freedom that the spread has before any error is seen


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a series before a forecast.

    Parameters
    ----------
    key : str
        Its name, for its own random numbers.
    values : numpy.ndarray
        Shape (periods,), from the first to the last known period; NaN in gaps.
    basis : Basis
        What it counts.
    unit : Unit
        Its unit.
    behind : int
        Periods from the last known one to the day of the forecast.
    is_level : bool
        Whether it is a level at the end of each period, such as a stock, and not what happened in it.
    a_year : int
        Periods a year.

    Examples
    --------
    >>> from facta.domain import find_unit
    >>> History("a", np.array([1.0, 2.0]), Basis(Kind.FLOW), find_unit("M USD"), 1).values.size
    2
    """

    key: str
    values: Array
    basis: Basis
    unit: Unit
    behind: int
    is_level: bool = False
    a_year: int = 1


def draw_paths(history: History, shocks: Shocks, steps: int) -> Array:
    """Return draws of the next periods, shape (draws, steps), in the series' unit.

    Small counts are negative binomial; an amount that was ever nothing has a chance of nothing and a size where there
    is something; all else runs through the filters on its scale, each draw through one of them, chosen by weight.

    Examples
    --------
    >>> from facta.domain import find_unit
    >>> history = History("a", np.array([10.0, 11.0, 12.0, 13.0, 15.0]), Basis(Kind.FLOW), find_unit("M USD"), 1)
    >>> drawn = draw_paths(history, Shocks(2000, 1), 2)
    >>> drawn.shape, bool(13 < np.median(drawn[:, 0]) < 18)
    ((2000, 2), True)
    """
    known = history.values[~np.isnan(history.values)]
    is_whole = bool((known == np.round(known)).all()) and float(known.min()) >= 0
    if _stays_often(known):
        return _draw_sticky(history, known, shocks, steps, is_whole)
    if history.basis.kind is Kind.COUNT and not history.is_level and is_whole and known.mean() < _SMALL_COUNT:
        stream = shocks.open_stream(f"counts/{history.key}")
        return draw_counts(fit_counts(history.values), shocks.draws, steps, stream)
    if _is_sparse(known, history.basis):
        return _draw_sparse(history, known, shocks, steps)
    return _draw_filtered(history, shocks, steps)


def _stays_often(known: Array) -> bool:
    """Say whether a series that is something often stays exactly where it was: a score, a membership."""
    stays = (np.diff(known) == 0) & (known[1:] != 0)
    return float(stays.mean()) >= _OFTEN_SAME


def _draw_sticky(history: History, known: Array, shocks: Shocks, steps: int, is_whole: bool) -> Array:
    """Let a series stay where it is, or move by a change that it made before."""
    stream = shocks.open_stream(f"sticky/{history.key}")
    changes = np.diff(known)
    moves = changes[changes != 0]
    if not moves.size:
        moves = np.array([-1.0, 1.0]) * max(float(np.abs(known).mean()) * 0.1, 1e-6)
    recent = changes[-_MEMORY:] != 0
    chance = stream.beta(recent.sum() + 0.5, recent.size - recent.sum() + 0.5, (shocks.draws, 1))
    moved = stream.random((shocks.draws, steps)) < chance
    sizes = stream.choice(moves, moved.shape)
    if not is_whole:  # a score creeps: what it did before tells how far it moves, and hardly which way
        sizes = (
            sizes * np.where(stream.random(moved.shape) < _TURNS, -1.0, 1.0) * (1 + 0.3 * stream.random(moved.shape))
        )
    paths = known[-1] + np.cumsum(np.where(moved, sizes, 0.0), axis=1)
    return np.asarray(np.clip(paths, *_find_bounds(history, known)))


def _find_bounds(history: History, known: Array) -> tuple[float, float]:
    """Return what a series cannot leave: zero where it never was below, one where it is a share."""
    least = 0.0 if float(known.min()) >= 0 else -np.inf
    if history.basis.kind is Kind.SHARE and least == 0.0:
        return least, 1.0 / history.unit.factor if history.unit.dimension == "share" else 1.0
    return least, np.inf


def _is_sparse(known: Array, basis: Basis) -> bool:
    """Say whether an amount was nothing at some time: then nothing is an outcome of its own."""
    return basis.kind in (Kind.FLOW, Kind.STOCK) and float(known.min()) == 0


def _draw_sparse(history: History, known: Array, shocks: Shocks, steps: int) -> Array:
    presence = draw_presence(
        (known > 0).astype(np.float64), shocks.draws, steps, shocks.open_stream(f"presence/{history.key}")
    )
    sizes = np.where(history.values > 0, history.values, np.nan)
    if int((sizes > 0).sum()) < FEWEST:
        usual = float(known[known > 0].mean()) if (known > 0).any() else 0.0
        noise = shocks.open_stream(f"sizes/{history.key}").standard_normal(presence.shape)
        return presence * usual * np.exp(noise - 0.5)
    inner = np.flatnonzero(~np.isnan(sizes))
    sized = replace(history, values=sizes[inner[0] : inner[-1] + 1])
    return presence * _draw_filtered(sized, shocks, steps)


def _draw_filtered(history: History, shocks: Shocks, steps: int) -> Array:
    known = history.values[~np.isnan(history.values)]
    scale = choose_scale(known, history.basis.kind, history.unit)
    filters = GROWING if scale is LOG else RESTING
    is_nominal = scale is LOG and history.basis.price is Price.NOMINAL
    fit = fit_filters(scale.forward(history.values), filters, _GROWTH / history.a_year if is_nominal else 0.0)
    scaled = scale.forward(known)
    paths = _run(fit, filters, history, shocks, steps)
    reach = _REACH * max(float(np.ptp(scaled)), float(fit.spread.max()))
    return scale.backward(np.clip(paths, scaled.min() - reach, scaled.max() + reach))


def _run(fit: Fit, filters: tuple[Filter, ...], history: History, shocks: Shocks, steps: int) -> Array:
    """Run one filter a draw into the future, with a spread and a drift of its own."""
    stream = shocks.open_stream(f"paths/{history.key}")
    method = stream.choice(len(filters), shocks.draws, p=fit.weights)
    smoothing, slope, damping, reversion = (
        np.array([getattr(entry, name) for entry in filters])[method]
        for name in ("smoothing", "slope", "damping", "reversion")
    )
    freedom = fit.n - 1 + _FREEDOM
    spread = fit.spread[method] * np.sqrt(freedom / stream.chisquare(freedom, shocks.draws))
    level = fit.level[method]
    trend = fit.trend[method] + fit.trend_error[method] * stream.standard_normal(shocks.draws)
    best = int(fit.weights.argmax())
    errors = shocks.draw(history.key, fit.residuals[:, best], history.behind, steps)
    paths = np.empty((shocks.draws, steps))
    for step in range(steps):
        forecast = fit.mean + reversion * (level + damping * trend - fit.mean)
        error = errors[:, step] * spread
        paths[:, step] = forecast + error
        level, trend = forecast + smoothing * error, damping * trend + slope * error
    return paths


def draw_persistence(history: History, shocks: Shocks, steps: int) -> Array:
    """Return draws of the naive rival: the last value, with the spread of its changes over as many periods so far.

    Normal, on the series' own scale; where so many periods have not passed, the spread of one grows with the root of
    the number of steps.

    Examples
    --------
    >>> from facta.domain import find_unit
    >>> history = History("a", np.array([1.0, 2.0, 1.0, 2.0, 1.0]), Basis(Kind.INDEX), find_unit("points"), 1)
    >>> draw_persistence(history, Shocks(500, 1), 2).shape
    (500, 2)
    """
    normal = shocks.open_stream(f"persistence/{history.key}").standard_normal((shocks.draws, steps))
    known = history.values[~np.isnan(history.values)]
    single = float(np.std(np.diff(known))) if known.size > 1 else 0.0
    spreads = np.array([_measure_spread(history.values, step, single) for step in range(1, steps + 1)])
    growth = np.diff(np.concatenate([[0.0], np.maximum.accumulate(spreads) ** 2]))
    return np.asarray(known[-1] + np.cumsum(normal * np.sqrt(growth), axis=1))


def _measure_spread(values: Array, step: int, single: float) -> float:
    changes = values[step:] - values[:-step]
    changes = changes[~np.isnan(changes)]
    return float(np.sqrt(np.mean(changes**2))) if changes.size >= 4 else single * float(np.sqrt(step))
