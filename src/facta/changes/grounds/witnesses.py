"""What stands behind a turn: the figures that made it, the rows of the same days, the other books of the pair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from facta.changes import Turn, TurnKind, Turns, detect_many
from facta.changes.grounds.panels import list_measured
from facta.domain import WORLD, Book, Evidence, Period, Relation, Row, RowSet, Series
from facta.errors import UnknownName
from facta.measures import list_measures

__all__ = ["Figure", "Neighbour", "Witness", "find_witnesses", "list_figures", "list_rows", "read_neighbours"]

Array = NDArray[np.float64]

_MOST = 5
_AROUND = 5
_FEWEST = 6
_LIKELY = 0.5
_LEAD = dt.timedelta(days=30)
_TINY = 1e-12
_WORLD = WORLD.id


@dataclass(frozen=True, slots=True)
class Figure:
    """One period's figure and how much it speaks for a turn.

    Parameters
    ----------
    period : Period
        Which period.
    value : float
        In the unit of the series.
    weight : float
        Log likelihood with the turn less that without it, in nats; below zero it speaks against.

    Examples
    --------
    >>> str(Figure(Period.parse("2020"), 12071.0, 8.4).period)
    '2020'
    """

    period: Period
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another book of the same pair, with its turns.

    Examples
    --------
    >>> import facta
    >>> from facta.changes import detect_turns
    >>> series = facta.measure("trade", "CHN -- RUS", source="cow_trade")[0]
    >>> Neighbour(series, detect_turns(series)).turns.n
    37
    """

    series: Series
    turns: Turns


@dataclass(frozen=True, slots=True)
class Witness:
    """Another book of the same pair that turned in the interval.

    Parameters
    ----------
    measure, relation : str
        What was measured.
    book : Book
        By whom.
    chance : float
        Probability of a turn of it in the interval.

    Examples
    --------
    >>> str(Witness("trade", "CHN -- RUS", Book("cow_trade"), 0.9).book)
    'cow_trade'
    """

    measure: str
    relation: str
    book: Book
    chance: float


def list_figures(series: Series, turns: Turns, turn: Turn) -> tuple[Figure, ...]:
    r"""Return the figures around a turn that speak most for it, at most five, in order of time.

    A figure :math:`x` weighs :math:`\ln f(x; \text{with}) - \ln f(x; \text{without})`, where *with* is the level and
    spread of its own side of the turn and *without* those of the other side, carried on. Only the five periods on
    either side are weighed, and none beyond the turns before and after it.

    Parameters
    ----------
    series : Series
        What turned.
    turns : Turns
        All its turns.
    turn : Turn
        One of them.
    """
    first, cut, last = _find_regimes(series, turns, turn)
    values, level = series.values[0, first:last], turns.level.mean[first:last]
    is_after = np.arange(last - first) >= cut
    if is_after.all() or not is_after.any():
        return ()
    is_spread = turn.kind is TurnKind.VOLATILITY
    without = level if is_spread else _carry_on(level, cut, is_line=turn.kind is TurnKind.TREND)
    spread = turns.noise_sd
    before, after = (_spread(values, level, side) if is_spread else spread for side in (~is_after, is_after))
    own, others = np.where(is_after, after, before), np.where(is_after, before, after)
    weights = _log_normal(values - level, own) - _log_normal(values - without, others)
    speaking = [place for place in np.argsort(-weights) if weights[place] > 0][:_MOST]  # NaN goes last, and is not
    return tuple(
        Figure(Period(series.frequency, series.start + first + int(place)), float(values[place]), float(weights[place]))
        for place in sorted(speaking)
    )


def _find_regimes(series: Series, turns: Turns, turn: Turn) -> tuple[int, int, int]:
    """Return where what lies around a turn begins, how many places that is before it, and where it ends."""
    dates = [entry.period.ordinal - series.start for entry in turns.turns]
    place = turn.period.ordinal - series.start
    first = max(place - _AROUND, *(date for date in dates if date < place), 0)
    last = min(place + _AROUND, *(date for date in dates if date > place), len(series.status))
    return first, place - first, last


def _carry_on(level: Array, cut: int, *, is_line: bool) -> Array:
    """Return the level on each side of a cut as the other side would have it, as a line where the trend turned."""
    steps = np.arange(len(level))
    back = level[cut + 1] - level[cut] if is_line and cut + 1 < len(level) else 0.0
    on = level[cut - 1] - level[cut - 2] if is_line and cut > 1 else 0.0
    carried: Array = np.where(steps < cut, level[cut] + back * (steps - cut), level[cut - 1] + on * (steps - cut + 1))
    return carried


def _spread(values: Array, level: Array, side: NDArray[np.bool_]) -> float:
    rest = (values - level)[side & np.isfinite(values)]
    return float(np.sqrt((rest**2).mean())) if rest.size else np.nan


def _log_normal(rest: Array, spread: Array) -> Array:
    spread = np.maximum(spread, _TINY)
    return np.asarray(-0.5 * (rest / spread) ** 2 - np.log(spread))


def list_rows(evidence: Evidence, relation: Relation, turn: Turn, as_of: dt.date) -> tuple[Row, ...]:
    """Return the rows between two sides that begin or end in the interval of a turn, or begin in the 30 days before.

    Meetings, deals, projects, incidents, disputes, armed conflicts, sanctions and treaties; the nearest to its date
    come first.
    """
    first, last = turn.low.start, turn.high.end
    rows = {
        (row.source, row.kind, row.id): row
        for rows in _list_row_sets(evidence, relation)
        for row in rows.rows
        if first - _LEAD <= row.start <= last or (first <= row.end <= last and row.end < as_of)
    }
    date = turn.period.start

    def measure_distance(row: Row) -> tuple[int, str, str]:
        return min(abs((day - date).days) for day in (row.start, row.end)), row.kind, row.id

    return tuple(sorted(rows.values(), key=measure_distance))


def _list_row_sets(evidence: Evidence, relation: Relation) -> Iterator[RowSet]:
    """Yield the rows of every measure of pairs that has rows, in both directions."""
    pair = Relation(relation.actors, relation.recipients)
    for measure in list_measures().values():
        if measure.is_rows and measure.shape != "state":
            try:
                found = measure(evidence, pair)
            except UnknownName:
                continue
            yield from (rows for rows in found if isinstance(rows, RowSet))


def read_neighbours(evidence: Evidence, relation: Relation) -> tuple[Neighbour, ...]:
    """Return every series of a pair that has six values or more, with its turns; directed measures both ways."""
    pair = Relation(relation.actors, relation.recipients)
    ways = [replace(pair, is_directed=True), replace(pair, is_directed=True).swap()]
    measures = [entry for entry in list_measures().values() if not entry.is_rows and entry.shape != "state"]
    states = dict.fromkeys(state for couple in pair.pairs() for state in (couple.actor, couple.recipient))
    ends = [(one, other) for one in (*states, _WORLD) for other in (*states, _WORLD, "") if one != other]
    indicators = dict.fromkeys(name for entry in measures for name in entry.indicators)
    evidence.fetch_figures((name, *pair) for name in indicators for pair in ends)  # in one scan
    found = [
        series
        for measure in measures
        for way in (ways if measure.shape == "directed" else [pair])
        for series in list_measured(evidence, measure.name, way)
        if np.isfinite(series.values).sum() >= _FEWEST
    ]
    return tuple(Neighbour(series, turns) for series, turns in zip(found, detect_many(found), strict=True))


def find_witnesses(series: Series, turn: Turn, neighbours: Sequence[Neighbour]) -> tuple[tuple[Witness, ...], int]:
    """Return the other books that turned in the interval more probably than not, the surest first.

    Beside them stands how many other books have values before and after it.
    """
    key = (series.measure, series.relation, series.book)
    asked = [
        Witness(other.measure, other.relation, other.book, entry.turns.measure_chance(turn.low, turn.high))
        for entry in neighbours
        for other in (entry.series,)
        if (other.measure, other.relation, other.book) != key and _surrounds(other, turn)
    ]
    likely = [witness for witness in asked if witness.chance >= _LIKELY]
    return tuple(sorted(likely, key=lambda witness: -witness.chance)), len(asked)


def _surrounds(series: Series, turn: Turn) -> bool:
    """Say whether a series has values before the interval of a turn and at its end or after."""
    known = series.start + np.flatnonzero(np.isfinite(series.values[0]))
    first, last = (Period.containing(day, series.frequency).ordinal for day in (turn.low.start, turn.high.end))
    return bool(known.size and known[0] < first and known[-1] >= last)
