"""What is told of a series: its level with a band, and its turns."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from facta.changes.partitions import Partitions
from facta.domain import Frequency, Period

__all__ = ["Direction", "Level", "Turn", "TurnKind", "Turns"]

Array = NDArray[np.float64]


class TurnKind(enum.StrEnum):
    """What is another after a turn than before.

    Examples
    --------
    >>> TurnKind.TREND.value
    'trend'
    """

    LEVEL = "level"
    TREND = "trend"
    VOLATILITY = "volatility"


class Direction(enum.StrEnum):
    """Which way the level, the slope or the spread went.

    Examples
    --------
    >>> Direction("up") is Direction.UP
    True
    """

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Level:
    """Where a series stands in each period, noise taken away, with its uncertainty.

    Parameters
    ----------
    frequency : Frequency
        Length of the periods.
    start : int
        Ordinal of the first period: that of the series.
    mean : numpy.ndarray
        Shape (periods,), in the measure's unit; in a gap the level before it with a wider band. NaN where nothing is
        known yet.
    low50, high50, low90, high90 : numpy.ndarray
        Shape (periods,): the level lies between them with probability 0.5 and 0.9. They are no interval of the next
        value, which has its noise besides.
    is_filtered : bool
        Whether each period knows only what lies up to it; else all periods know all.

    Examples
    --------
    >>> one = np.ones(3)
    >>> level = Level(Frequency.YEAR, 2000, 5 * one, 4 * one, 6 * one, 3 * one, 7 * one, is_filtered=False)
    >>> [str(period) for period in level.periods]
    ['2000', '2001', '2002']
    """

    frequency: Frequency
    start: int
    mean: Array
    low50: Array
    high50: Array
    low90: Array
    high90: Array
    is_filtered: bool

    @property
    def periods(self) -> list[Period]:
        """Its periods, in order."""
        return [Period(self.frequency, self.start + place) for place in range(self.mean.size)]


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a series.

    Parameters
    ----------
    period : Period
        Most probable first period of what came after.
    low, high : Period
        The turn lies between them with a probability as near 0.9 as whole periods allow, given that it took place and
        where its neighbours are; a gap before the first candidate belongs to it.
    probability : float
        That a turn took place there at all: within the 99% interval of its date.
    kind : TurnKind
        Whether the level stepped, its slope changed, or the spread of the values around it.
    direction : Direction
        Of the level, of the slope, or of the spread.
    size : float
        Step of the level, in the measure's unit; change of the slope, in the unit a period; change of the standard
        deviation of a value around its level, in the unit.
    size_sd : float
        The same in standard deviations of a value around its level, on the scale on which the series was read.

    Examples
    --------
    >>> year = Period.parse("2014")
    >>> turn = Turn(year, year.shift(-1), year, 0.97, TurnKind.LEVEL, Direction.DOWN, -3.0, -2.5)
    >>> f"{turn.period} ({turn.low} to {turn.high}), {turn.kind} {turn.direction}"
    '2014 (2013 to 2014), level down'
    """

    period: Period
    low: Period
    high: Period
    probability: float
    kind: TurnKind
    direction: Direction
    size: float
    size_sd: float


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a series, and all that is uncertain about them.

    Parameters
    ----------
    frequency : Frequency
        Length of the periods.
    start : int
        Ordinal of the first period: that of the series.
    turns : tuple of Turn
        In order of time: as many as are there with a probability of more than one half.
    chance : numpy.ndarray
        Shape (periods,): probability that something new begins in the period; 0 in periods without a value, whose
        turns fall on the next value.
    count_probabilities : numpy.ndarray
        Shape (counts,): posterior probability of 0, 1, 2, … turns; the last stands for all beyond too.
    level : Level
        In hindsight, stepping at the turns.
    noise_sd : float
        Standard deviation of a value around its level, in the measure's unit; NaN where too little is known.
    movement_sd : float
        Standard deviation of the level's own move in one period, turns apart, in the measure's unit; over h periods it
        is the root of h times that.
    n : int
        Known periods.
    notes : tuple of str
        How the series was read.

    Examples
    --------
    >>> from facta.changes import detect_turns
    >>> from facta.domain import Aggregation, Basis, Book, Kind, Series, find_unit
    >>> values = np.random.default_rng(1).normal(size=40) + np.where(np.arange(40) < 25, 0.0, 5.0)
    >>> series = Series(
    ...     "score", "FJI -- TON", Book("x"), find_unit("points"), Basis(Kind.INDEX), Frequency.YEAR, 1980,
    ...     values[None], np.zeros(40, np.int8), np.ones(40), Aggregation.MEAN,
    ... )
    >>> turns = detect_turns(series)
    >>> turns.measure_chance(Period.parse("2004"), Period.parse("2006")) > 0.95
    True
    >>> turns.measure_chance(Period.parse("1985"), Period.parse("1995")) < 0.05
    True
    """

    frequency: Frequency
    start: int
    turns: tuple[Turn, ...]
    chance: Array
    count_probabilities: Array
    level: Level
    noise_sd: float
    movement_sd: float
    n: int
    notes: tuple[str, ...]
    _partitions: Partitions | None = field(default=None, repr=False, compare=False)
    _places: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp), repr=False, compare=False)

    @property
    def periods(self) -> list[Period]:
        """Its periods, in order."""
        return [Period(self.frequency, self.start + place) for place in range(self.chance.size)]

    def measure_chance(self, first: Period, last: Period) -> float:
        """Return the probability that at least one turn begins in the periods from `first` to `last`.

        One minus it is the probability that nothing turned, whatever drifted. Periods of another frequency stand for
        those of the series that hold their days. Models are averaged before the window is looked at, which changes the
        probability little, and nothing for a single period or the whole series.
        """
        if self._partitions is None:
            return 0.0
        lowest, highest = (Period.containing(day, self.frequency).ordinal for day in (first.start, last.end))
        low, high = np.searchsorted(self._places, [lowest - self.start, highest - self.start + 1])
        return self._partitions.measure_chance(int(low), int(high) - 1)
