"""The turns of a series, and of many."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from facta.changes.describing import describe_turn
from facta.changes.levels import smooth_run
from facta.changes.observing import FEWEST, Run, read_run
from facta.changes.partitions import Partitions
from facta.changes.results import Turn, Turns
from facta.changes.searching import Search, find_partitions
from facta.changes.segments import Model
from facta.domain import Period, Series

__all__ = ["detect_many", "detect_turns"]

Array = NDArray[np.float64]
Places = NDArray[np.intp]

_MOST = 40  # turns that are told apart
_LEAST = 0.5  # probability of a turn that is shown
_DATED = 0.9  # probability of the interval of a date
_WIDE = (0.005, 0.995)  # ends of the interval in which a turn counts as there


def detect_turns(series: Series) -> Turns:
    """Find the turns of a series, with dates, intervals and probabilities, and its level between them.

    The run of known values is cut into segments in every possible way, and the ways are summed exactly. Inside a
    segment the values rest on a level, wander around it, drift, walk at random or grow along a line; all of these are
    weighed, so that what explains itself as drift is no turn. Level, slope and spread of a segment are integrated out
    under conjugate priors. Counts of single events, and shares of counted cases, have gamma-Poisson and beta-binomial
    levels that forget in place of these. Of runs of more than 192 values only places near likely turns are tried.

    Parameters
    ----------
    series : Series
        Any measure at any frequency; the first draw of it. Missing periods are skipped, never zero.

    Returns
    -------
    Turns
        Without turns, and with a note, where fewer than six periods are known or all known values are equal.

    Notes
    -----
    Values more than two typical moves off the median of their neighbours are drawn in to there: one or two odd values
    are no turn. A hardly turning series is expected to turn 0.13 times, one in seven to turn twice; both less often
    where fewer than some twenty values are known.

    References
    ----------
    Barry, D. and Hartigan, J. A. (1993), A Bayesian analysis for change point problems, JASA 88(421). Fearnhead, P.
    (2006), Exact and efficient Bayesian inference for multiple changepoint problems, Statistics and Computing 16.
    Ruggieri, E. and Antonellis, M. (2016), An exact approach to Bayesian sequential change point detection,
    Computational Statistics and Data Analysis 97.

    Examples
    --------
    >>> from facta.domain import Aggregation, Basis, Book, Frequency, Kind, find_unit
    >>> values = np.random.default_rng(1).normal(size=40) + np.where(np.arange(40) < 25, 0.0, 5.0)
    >>> series = Series(
    ...     "score", "FJI -- TON", Book("x"), find_unit("points"), Basis(Kind.INDEX), Frequency.YEAR, 1980,
    ...     values[None], np.zeros(40, np.int8), np.ones(40), Aggregation.MEAN,
    ... )
    >>> turns = detect_turns(series)
    >>> [(str(turn.low), str(turn.period), str(turn.high), turn.probability > 0.95) for turn in turns.turns]
    [('2005', '2005', '2005', True)]
    >>> turn = turns.turns[0]
    >>> str(turn.kind), str(turn.direction), 4 < turn.size < 6
    ('level', 'up', True)
    """
    run = read_run(series)
    if run.values.size < FEWEST:
        return _find_nothing(series, run, f"only {run.values.size} known periods, too few to tell a turn")
    if float(np.ptp(run.values)) == 0.0:
        return _find_nothing(series, run, "all known values are equal")
    return _read_turns(series, run, find_partitions(run))


def detect_many(series: Iterable[Series]) -> list[Turns]:
    """Find the turns of many series, each as by `detect_turns`, in their order.

    Parameters
    ----------
    series : iterable of Series
        Such as one a pair; they are taken one by one, so that a generator of them needs no room.

    Examples
    --------
    >>> detect_many([])
    []
    """
    return [detect_turns(one) for one in series]


def _find_nothing(series: Series, run: Run, note: str) -> Turns:
    """Return the level of a series that has no turns to tell of."""
    level = smooth_run(series, run, np.zeros(0, np.intp))
    nothing = np.zeros(len(series.status))
    spread = 0.0 if run.values.size >= FEWEST else np.nan
    return Turns(
        series.frequency, series.start, (), nothing, np.ones(1), level, spread, spread, run.values.size, (note,)
    )


def _read_turns(series: Series, run: Run, search: Search) -> Turns:
    """Read the answers from all partitions of a run."""
    chain = search.partitions.merge()
    visits = chain.measure_visits()
    visits[0] = 0.0
    counts = search.partitions.count_turns(min(_MOST, int(2 * visits.sum()) + 8))
    counts[-1] = max(1 - counts[:-1].sum(), 0.0)
    number = int((1 - np.cumsum(counts)[:-1] > _LEAST).sum())
    spots = chain.place_turns(number) if number else np.zeros(0, np.intp)
    turns = _date_turns(series, run, search, spots, chain)
    chance = np.zeros(len(series.status))
    chance[run.places[search.places]] = np.clip(visits, 0.0, 1.0)
    starts = np.array([turn.period.ordinal - series.start for turn in turns], dtype=np.intp)
    level = smooth_run(series, run, starts)
    noise, movement = _measure_noise(run, search)
    return Turns(
        series.frequency, series.start, turns, chance, counts, level, noise, movement, run.values.size,
        _write_notes(run, search), chain, run.places[search.places],
    )  # fmt: skip


def _date_turns(
    series: Series, run: Run, search: Search, spots: NDArray[np.intp], chain: Partitions
) -> tuple[Turn, ...]:
    """Date the turns at `spots`, and describe those that are probable by themselves."""
    edges = _find_edges(spots, chain)
    chances = np.array([search.partitions.measure_chance(first, last) for first, *_, last in edges])
    is_kept = chances > _LEAST
    cuts = np.concatenate([[0], search.places[spots[is_kept]], [run.values.size]])
    model = _choose_model(search)
    turns = []
    for index, (_, low, high, _) in enumerate(edges[is_kept]):
        change = describe_turn(run, model, *(int(cut) for cut in cuts[index : index + 3]))
        first, last = search.places[[low, high]]
        ordinals = run.places[cuts[index + 1]], run.places[first - 1] + 1, run.places[last]
        at, low_at, high_at = (Period(series.frequency, series.start + int(ordinal)) for ordinal in ordinals)
        chance = float(chances[is_kept][index])
        parts = change.kind, change.direction, change.size, change.size_sd
        turns.append(Turn(at, low_at, high_at, chance, *parts))
    return tuple(turns)


def _find_edges(spots: Places, chain: Partitions) -> Places:
    """Return the ends of the 99% and, between them, of the 90% interval of each date, as places: shape (turns, 4).

    A turn lies between its neighbours, and is dated with those where they most probably are.
    """
    moves = chain.moves[0]
    bounds = np.concatenate([[0], spots, [len(moves)]])
    edges = np.zeros((spots.size, 4), dtype=np.intp)
    for turn, spot in enumerate(spots):
        before, after = int(bounds[turn]), int(bounds[turn + 2])
        weights = moves[after - 1, before + 1 : after] * moves[before : after - 1, before]
        weights = weights / weights.sum()
        outer = np.minimum(np.searchsorted(np.cumsum(weights), _WIDE), weights.size - 1)
        low, high = _grow(weights, int(spot) - before - 1)
        edges[turn] = before + 1 + np.array([min(outer[0], low), low, high, max(outer[1], high)])
    return edges


def _grow(weights: Array, spot: int) -> tuple[int, int]:
    """Return the ends of the interval about `spot` whose weight is nearest to 0.9, grown where the weight is."""
    low = high = spot
    held = float(weights[spot])
    while held < _DATED:
        left = float(weights[low - 1]) if low > 0 else -1.0
        right = float(weights[high + 1]) if high + 1 < weights.size else -1.0
        more = max(left, right)
        if more < 0 or held + more - _DATED > _DATED - held:
            break
        low, high = (low - 1, high) if left > right else (low, high + 1)
        held += more
    return low, high


def _choose_model(search: Search) -> Model:
    """Return the most probable model, whatever the size of the noise and the number of turns."""
    shares: dict[Model, float] = {}
    for model, share in zip(search.models, search.partitions.shares, strict=True):
        shares[model] = shares.get(model, 0.0) + float(share)
    return max(shares, key=lambda model: shares[model])


def _measure_noise(run: Run, search: Search) -> tuple[float, float]:
    """Return the standard deviations of a value around its level, and of the level's move in one period."""
    middle = float(np.average(run.values, weights=run.exposures))
    variance = run.step_variance
    if run.family != "normal":
        odds = middle * (1 - middle) if run.family == "shares" else middle
        variance *= 2 * odds / float(run.exposures.mean())
    noise = movement = 0.0
    for model, share in zip(search.models, search.partitions.shares, strict=True):
        surprise = variance * model.noise_part
        noise += share * surprise * (model.fade if model.fade < 1 else 1 / (1 - model.memory**2))
        movement += share * surprise * (1 - model.fade) ** 2
    periods = float(run.places[-1] - run.places[0]) / max(run.values.size - 1, 1)
    deviations = np.sqrt([noise, movement / periods])
    spans = run.scale.backward(middle + np.outer(deviations, [-0.5, 0.5]))
    low, high = spans[:, 1] - spans[:, 0]
    return float(low), float(high)


def _write_notes(run: Run, search: Search) -> tuple[str, ...]:
    ways = {"normal": run.scale.name, "counts": "counts of events", "shares": "shares of counted cases"}
    notes = [f"read as {ways[run.family]}"]
    if run.n_tamed:
        notes.append(f"{run.n_tamed} of {run.values.size} values lay far off their neighbours and were drawn in")
    if search.places.size < run.values.size:
        notes.append(f"{search.places.size} of {run.values.size} places were tried for turns, the likely ones")
    return tuple(notes)
