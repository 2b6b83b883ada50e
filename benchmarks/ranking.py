"""Rank correlations of measures of events with what statistics say of the same pairs, with intervals over states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from dyads import Dyads

__all__ = ["DRAWS", "SEED", "Agreement", "Ranking", "correlate_all", "start_ranking", "write_agreement", "write_years"]

Array = NDArray[np.float64]

DRAWS, SEED = 400, 20260101
_EXPECTED = {"trade": 1, "vote agreement": 1, "ideal point distance": -1, "dispute": -1, "defence pact": 1}
"""What a measure on which more is friendlier should do beside each."""
_TURNED = {"verbal_balance": 1, "material_balance": 1, "conflict_share": -1, "delivery": 1}
_TAILS = (0.05, 0.95)
_VERDICTS = {"agrees": "What agrees", "contrary": "What is contrary", "nothing": "What says nothing"}


@dataclass(frozen=True)
class Ranking:
    """Spearman correlations over resampled states: row 0 is the estimate, the others are draws.

    Parameters
    ----------
    seats : numpy.ndarray
        Shape (pairs, 2): the places of the two states of each pair.
    draws : numpy.ndarray
        Shape (draws + 1, states): how often each state was drawn. A pair counts as often as both its states together,
        because what a state does with one other is not independent of what it does with the next.
    """

    seats: NDArray[np.int64]
    draws: Array

    def correlate(self, one: Array, other: Array, given: Array | None = None) -> Array:
        """Return the rank correlation of two values of every pair in one year, shape (draws + 1,)."""
        known = ~(np.isnan(one) | np.isnan(other))
        ranks = [rankdata(values[known]) for values in (one, other)]
        if given is not None:
            volume = rankdata(given[known])
            ranks = [rank - np.polyval(np.polyfit(volume, rank, 1), volume) for rank in ranks]
        weights = self.draws[:, self.seats[known, 0]] * self.draws[:, self.seats[known, 1]]
        weights /= weights.sum(axis=1, keepdims=True)
        x, y = ranks
        spread = [np.sqrt(weights @ values**2 - (weights @ values) ** 2) for values in (x, y)]
        return np.asarray((weights @ (x * y) - (weights @ x) * (weights @ y)) / (spread[0] * spread[1]))


def start_ranking(dyads: Dyads) -> Ranking:
    """Draw states with replacement."""
    states = sorted({state for pair in dyads.pairs for state in pair})
    seats = np.array([[states.index(state) for state in pair] for pair in dyads.pairs])
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(len(states), np.full(len(states), 1 / len(states)), DRAWS)
    return Ranking(seats, np.vstack([np.ones(len(states)), drawn]).astype(float))


@dataclass(frozen=True)
class Agreement:
    """How a measure ranks pairs beside a statistic; arrays of shape (years, draws + 1), row 0 of draws the estimate."""

    measure: str
    beside: str
    raw: Array | None
    drawn: Array
    given: Array

    @property
    def expected(self) -> int:
        """The sign that it should have; 0 where none is expected."""
        return _EXPECTED[self.beside] * _TURNED.get(self.measure, 0)

    @property
    def found(self) -> str:
        """Whether the mean over the years has the sign expected, with and without volume held equal."""
        if not self.expected:
            return "–"
        words = [_judge(found.mean(axis=0), self.expected) for found in (self.drawn, self.given)]
        return words[0] if words[0] == words[1] else f"{words[0]}; given volume {words[1]}"


def _judge(draws: Array, expected: int) -> str:
    low, high = sorted(expected * np.quantile(draws[1:], _TAILS))
    return "agrees" if low > 0 else "contrary" if high < 0 else "nothing"


def correlate_all(
    dyads: Dyads, ranked: Mapping[str, tuple[Array | None, Array]], criteria: Mapping[str, Array]
) -> list[Agreement]:
    """Correlate every measure with every statistic, year by year."""
    ranking, volume = start_ranking(dyads), dyads.counts.sum(axis=0)

    def run(one: Array, other: Array, given: Array | None = None) -> Array:
        columns = [(one[:, y], other[:, y], None if given is None else given[:, y]) for y in range(dyads.years.size)]
        return np.array([ranking.correlate(*column) for column in columns])

    return [
        Agreement(name, beside, None if raw is None else run(raw, known), run(drawn, known), run(drawn, known, volume))
        for name, (raw, drawn) in ranked.items()
        for beside, known in criteria.items()
    ]


def write_agreement(found: Sequence[Agreement]) -> Iterator[str]:
    """Write the rank correlation of each measure with each statistic, the mean over the years."""
    yield "| measure | beside | raw | drawn | drawn, given volume | expected | found |\n|---|---|---|---|---|---|---|"
    for entry in found:
        bare = "–" if entry.raw is None else f"{entry.raw[:, 0].mean():+.2f}"
        spans = " | ".join(write_span(draws.mean(axis=0)) for draws in (entry.drawn, entry.given))
        sign = " +-"[entry.expected] if entry.expected else "–"
        yield f"| {entry.measure} | {entry.beside} | {bare} | {spans} | {sign} | {entry.found} |"
    for word in ("agrees", "contrary", "nothing"):
        named = [f"{entry.measure} with {entry.beside}" for entry in found if entry.found == word]
        yield f"\n**{_VERDICTS[word]}**: {', '.join(named) or 'none'}."


def write_years(found: Sequence[Agreement], years: NDArray[np.int64]) -> Iterator[str]:
    """Write the same by year, a table a measure."""
    for name in dict.fromkeys(entry.measure for entry in found if not entry.measure.endswith("volume")):
        entries = [entry for entry in found if entry.measure == name]
        yield f"\n### {name}\n\n| year | {' | '.join(entry.beside for entry in entries)} |"
        yield f"|---|{'---|' * len(entries)}"
        for place, year in enumerate(years):
            yield f"| {year} | {' | '.join(write_span(entry.drawn[place]) for entry in entries)} |"


def write_span(draws: Array) -> str:
    """Write an estimate and the middle 90% of its draws."""
    low, high = np.quantile(draws[1:], _TAILS)
    return f"{draws[0]:+.2f} ({low:+.2f} to {high:+.2f})"
