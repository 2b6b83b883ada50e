"""Series of other pairs from the same book, side by side: whether they took the step that one of them took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.domain import Evidence, Frequency, Relation, Series, Status, find_parties, list_states
from facta.errors import UnknownName
from facta.measures import Options, find_measure

__all__ = ["Jump", "Panel", "collect_pairs", "collect_partners", "find_jump", "list_measured"]

Array = NDArray[np.float64]

_FEWEST = 8  # steps below which nothing is told of a distribution
_REACH = 5  # widths on either side in which a step counts as usual
_DAYS = 28
_LEVEL, _NORMAL = 0.05, 1.6449  # of a one-sided test
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Panel:
    """Series of one measure and book, each of another pair.

    Parameters
    ----------
    names : tuple of str
        What tells them apart: the partner, or the pair.
    series : tuple of Series
        Of one frequency.

    Examples
    --------
    >>> Panel((), ()).names
    ()
    """

    names: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """A step of a whole panel in one period.

    Parameters
    ----------
    place : int
        Ordinal of the period.
    share : float
        Of steps as large as the one in question, the part that would not be there at other times: from 0 to 1.
    now, usual : float
        Part of the panel that took a step as large then, and at other times.
    count : int
        Members with a step then.

    Examples
    --------
    >>> jump = Jump(2020, 0.8, 0.5, 0.1, 191)
    >>> f"{jump.now:.0%} of {jump.count} against {jump.usual:.0%}"
    '50% of 191 against 10%'
    """

    place: int
    share: float
    now: float
    usual: float
    count: int


def list_measured(evidence: Evidence, name: str, relation: Relation, given: Options | None = None) -> list[Series]:
    """Return the series of a measure; none where it does not take this relation."""
    try:
        found = find_measure(name)(evidence, relation, given)
    except UnknownName:
        return []
    return [entry for entry in found if isinstance(entry, Series)]


def collect_partners(evidence: Evidence, series: Series, relation: Relation, state: str, given: Options) -> Panel:
    """Return the series of one side with every state but the other, from the book of `series`.

    A reporter's own record has its own partners only, so that each side is read in its own record.

    Parameters
    ----------
    evidence : Evidence
        Where the figures are.
    series : Series
        Of the pair itself.
    relation : Relation
        The pair: two single states.
    state : str
        The side whose partners are meant.
    given : mapping of str to str
        Arguments of the measure.
    """
    assert relation.recipients
    sides = [side.members[0].state for side in (relation.actors, relation.recipients)]
    reporter = state if series.book.reporter in sides else series.book.reporter
    partners = [entry.id for entry in list_states() if entry.id not in sides]
    relations = [_replace_side(relation, 1 - sides.index(state), partner) for partner in partners]
    return _collect(evidence, series, zip(partners, relations, strict=True), {**given, "reporter": reporter})


def collect_pairs(
    evidence: Evidence, series: Series, relation: Relation, among: Sequence[str], given: Options
) -> Panel:
    """Return the series of all pairs among some states, without those of the relation, from the book of `series`."""
    taken = {member.state for side in (relation.actors, relation.recipients) if side for member in side.members}
    states = [state for state in among if state not in taken]
    pairs = [(one, other) for place, one in enumerate(states) for other in states[place + 1 :]]
    relations = [Relation(find_parties(one), find_parties(other), relation.is_directed) for one, other in pairs]
    named = zip((f"{one}-{other}" for one, other in pairs), relations, strict=True)
    return _collect(evidence, series, named, {**given, "reporter": series.book.reporter})


def _replace_side(relation: Relation, place: int, state: str) -> Relation:
    sides = [relation.actors, relation.recipients]
    sides[place] = find_parties(state)
    actors, recipients = sides
    assert actors
    return Relation(actors, recipients, relation.is_directed)


def _collect(evidence: Evidence, series: Series, relations: Iterable[tuple[str, Relation]], given: Options) -> Panel:
    """Measure many relations after one scan, and keep what the book of `series` has of them."""
    named = list(relations)
    pairs = [pair for _, relation in named for pair in relation.pairs()]
    indicators = find_measure(series.measure).indicators
    ways = [(pair.actor, pair.recipient) for pair in pairs] + [(pair.recipient, pair.actor) for pair in pairs]
    evidence.fetch_figures((indicator, *way) for indicator in indicators for way in ways)
    options = {**given, "source": series.book.source}
    kept = [
        (name, found)
        for name, relation in named
        for found in list_measured(evidence, series.measure, relation, options)
        if found.frequency is series.frequency and found.book.variant == series.book.variant
        if (found.status <= Status.PARTIAL).any()
    ]
    return Panel(tuple(name for name, _ in kept), tuple(found for _, found in kept))


def find_jump(series: Series, panel: Panel, first: int, last: int, sign: float) -> Jump | None:
    r"""Find the period in which a whole panel took the step of a series, or None where it did not.

    The steps of the members in a period are held against their steps at other times nearby. Only where their
    distribution has moved in the direction of `sign`, by the one-sided test of Kolmogorov and Smirnov at 5% over all
    periods asked for, is anything told. The share is then :math:`1 - S_0(x) / S_1(x)`, where :math:`S_1(x)` is the part
    of the members whose step was at least :math:`x`, that of the series itself, and :math:`S_0(x)` the same at other
    times: of the steps as large, those that came with the panel. It is 0 where no more took a step as large than
    chance at 5% would have it.

    Parameters
    ----------
    series : Series
        Whose step is in question.
    panel : Panel
        The others, without it.
    first, last : int
        Ordinals between which the step may lie.
    sign : float
        1 for a step up, -1 for one down.

    References
    ----------
    Efron, Bradley (2010), Large-Scale Inference, chapter 2: the tail-area false discovery rate.

    Examples
    --------
    >>> import facta
    >>> one, *others = (
    ...     facta.measure("investment_position", f"CHN -> {to}", source="imf_dip", reporter="CHN")[0]
    ...     for to in ("RUS", "AUS", "BRA", "CAN", "DEU", "FRA", "GBR", "IDN", "IND", "JPN", "KAZ", "KOR", "USA", "ZAF")
    ... )
    >>> jump = find_jump(one, Panel(tuple(other.relation for other in others), tuple(others)), 2019, 2024, 1.0)
    >>> jump.place
    2020
    """
    width = _DAYS if series.frequency is Frequency.DAY else series.frequency.periods_a_year
    if not panel.series:
        return None
    start, stop = series.start, series.stop
    own = measure_steps(series.values[:1], width)[0] * sign
    others = np.concatenate([entry.span(start, stop).values[:1] for entry in panel.series])
    steps = measure_steps(others, width) * sign
    places = range(max(first - start, 0), min(last - start, len(own) - 1) + 1)
    level = _LEVEL / max(len(places), 1)
    jumps = [jump for place in places if (jump := _weigh(own, steps, place, width, level))]
    best = max(jumps, key=lambda jump: jump.share, default=None)
    return best and Jump(best.place + start, best.share, best.now, best.usual, best.count)


def measure_steps(values: Array, width: int) -> Array:
    """Return the step at each period: the mean of `width` values from it on, less that of as many before it.

    Values are divided by the median size of their row and taken as inverse hyperbolic sines: near logarithms where they
    are large, and as they are near zero. NaN where less than half of either side is known. Shapes (rows, periods).

    Examples
    --------
    >>> measure_steps(np.array([[1.0, 4.0]]), 1).round(2).tolist()
    [[nan, 1.21]]
    """
    is_known = np.isfinite(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = np.arcsinh(values / _measure_size(values)[:, None])
    is_known &= np.isfinite(scaled)
    sums, counts = (_sum_up(np.where(is_known, part, 0.0)) for part in (scaled, np.ones_like(values)))
    count = values.shape[1]
    here = np.arange(count)
    before, after = np.maximum(here - width, 0), np.minimum(here + width, count)
    known = [counts[:, here] - counts[:, before], counts[:, after] - counts[:, here]]
    is_enough = (known[0] >= max(_HALF * width, 1)) & (known[1] >= max(_HALF * width, 1))
    means = [
        np.divide(part, number, out=np.full(part.shape, np.nan), where=is_enough)
        for part, number in zip((sums[:, here] - sums[:, before], sums[:, after] - sums[:, here]), known, strict=True)
    ]
    return np.asarray(means[1] - means[0])


def _measure_size(values: Array) -> Array:
    """Return the median size of the known values of each row; NaN where it is 0 or nothing is known."""
    sizes = np.sort(np.abs(values), axis=1)  # NaN goes last
    counts = np.isfinite(values).sum(axis=1)
    middle = sizes[np.arange(len(sizes)), np.maximum(counts - 1, 0) // 2]
    return np.where((counts > 0) & (middle > 0), middle, np.nan)


def _sum_up(values: Array) -> Array:
    """Return running sums along the rows, from 0."""
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)


def _weigh(own: Array, steps: Array, place: int, width: int, level: float) -> Jump | None:
    """Weigh one period; None where the panel did not move in it, or too little is known."""
    near = np.arange(max(place - _REACH * width, 0), min(place + _REACH * width + 1, steps.shape[1]))
    now, usual = steps[:, place], steps[:, near[np.abs(near - place) >= width]].ravel()
    now, usual = now[np.isfinite(now)], usual[np.isfinite(usual)]
    if not np.isfinite(own[place]) or min(now.size, usual.size) < _FEWEST:
        return None
    grid = np.sort(np.concatenate([now, usual]))
    gap = (_rank(usual, grid) - _rank(now, grid)).max()
    if gap <= np.sqrt(-np.log(level) / 2 * (1 / now.size + 1 / usual.size)):
        return None
    above, before = float((now >= own[place]).mean()), float((usual >= own[place]).mean())
    chance = _NORMAL * np.sqrt(before * (1 - before) / now.size) + 0.5 / now.size
    share = 1 - before / above if above > before + chance else 0.0
    return Jump(place, share, above, before, now.size)


def _rank(values: Array, grid: Array) -> Array:
    """Return the part of `values` that is not above each point of the grid."""
    return np.searchsorted(np.sort(values), grid, side="right") / values.size
