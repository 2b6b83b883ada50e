"""Where a run may turn: all places of a short one, the neighbourhood of likely ones of a long one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.changes.counting import FADE_ODDS, FADES, weigh_counts
from facta.changes.observing import Run
from facta.changes.partitions import Partitions, sum_partitions
from facta.changes.segments import MODELS, Model, Prior, weigh_segments

__all__ = ["Search", "find_partitions"]

Array = NDArray[np.float64]
Places = NDArray[np.intp]

_DIRECT = 192  # values up to which every place is tried
_PLACES = 128  # places that are tried of a longer run
_LEAST_CHANCE = 0.002  # of a place on the coarse grid whose neighbourhood is tried
_SHORTEST = 2  # values of a segment
_RATES = np.array([0.13, 2.0])  # turns to be expected in a run that hardly turns, and in one that does
_RATE_SHARES = np.array([0.85, 0.15])
_FEW = 8.0  # values at which half of them are to be expected
_COUNT_FACTOR = 2.0  # of turns to be expected in counts, whose noise is known and mistaken for none
_LEVEL_FACTOR = 2.0  # variance of levels over that of all values
_SIZES = np.array([0.5, 0.71, 1.0, 1.41, 2.0])  # what a robust variance from few values may be off by
_SHORT = 100  # values beyond which it is off by little


@dataclass(frozen=True, slots=True)
class Search:
    """All partitions of a run, and between which places they cut.

    Parameters
    ----------
    places : numpy.ndarray
        Shape (places,), rising from 0: indices into the run.
    partitions : Partitions
        Over those places.
    models : tuple of Model
        One each of the first axis of the partitions.
    """

    places: Places
    partitions: Partitions
    models: tuple[Model, ...]


def find_partitions(run: Run) -> Search:
    """Sum over all partitions of a run; of a long one, over those of a coarse grid first and near its turns then."""
    count = run.values.size
    if count <= _DIRECT:
        return _search(run, np.arange(count), np.ones(count), _RATES)
    step = -(-count // _PLACES)
    grid = np.arange(0, count, step)
    coarse = _search(run, grid, np.diff(np.append(grid, count)), _RATES[-1:])
    chances = coarse.partitions.merge().measure_visits()
    chances[0] = 0.0
    likely = np.argsort(-chances, kind="stable")[: max(_PLACES // (2 * step), 6)]
    around = grid[likely[chances[likely] > _LEAST_CHANCE]][:, None] + np.arange(1 - step, step)
    places = np.unique(np.append(np.clip(around, 0, count - 1), 0))
    return _search(run, places, np.ones(places.size), _RATES)


def _search(run: Run, places: Places, widths: Array, rates: Array) -> Search:
    """Sum over all partitions that cut at `places`, each of which stands for so many."""
    count = run.values.size
    if run.family == "normal":
        models, log_shares, weights = _weigh_normal(run, places)
    else:
        models = tuple(Model(fade=fade) for fade in FADES)
        log_shares, weights = np.log(FADE_ODDS), weigh_counts(run, places)
    stops = np.append(places[1:], count)
    weights[:, stops[None, :] - places[:, None] < _SHORTEST] = -np.inf
    expected = rates * count / (count + _FEW) * (1.0 if run.family == "normal" else _COUNT_FACTOR)
    log_priors = np.log(expected)[:, None] + np.log(widths / count)
    each = np.repeat(np.arange(rates.size), len(models))
    partitions = sum_partitions(
        np.concatenate([weights] * rates.size),
        log_priors[each],
        np.tile(log_shares, rates.size) + (np.log(_RATE_SHARES[-rates.size :]) - expected)[each],
    )
    return Search(places, partitions, tuple(models[index % len(models)] for index in partitions.models))


def _weigh_normal(run: Run, places: Places) -> tuple[tuple[Model, ...], Array, Array]:
    """Return models, their log prior shares, and the log marginal likelihood of each segment under each."""
    values = run.values - np.median(run.values)
    count = values.size
    sizes = _SIZES if count <= _SHORT else np.ones(1)
    prior = Prior(sizes * run.step_variance, _LEVEL_FACTOR * float(values.var()))
    first, last = np.triu_indices(places.size)
    bounds = places[first], np.append(places[1:], count)[last]
    weights = np.full((len(MODELS), sizes.size, places.size, places.size), -np.inf)
    times = run.places.astype(np.float64)
    for index, model in enumerate(MODELS):
        weights[index, :, first, last] = weigh_segments(values, times, model, prior, bounds).T
    spread = 2 / np.sqrt(count) + 0.1
    log_sizes = -0.5 * (np.log(sizes) / spread) ** 2
    log_sizes -= np.log(np.exp(log_sizes).sum())
    log_shares = np.log([model.odds for model in MODELS])[:, None] + log_sizes
    models = tuple(model for model in MODELS for _ in sizes)
    return models, log_shares.ravel(), weights.reshape(-1, places.size, places.size)
