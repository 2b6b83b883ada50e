"""Third states that turned at the same time: whether it is the pair or one of the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facta.changes import Turn, Turns, detect_many
from facta.changes.grounds.panels import Panel
from facta.domain import call_party

__all__ = ["Companions", "Company", "find_company", "watch_companions"]

_LARGEST = 40
_FEWEST = 6
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Companions:
    """The largest partners of a state, with the turns of each.

    Parameters
    ----------
    state : str
        Whose partners.
    names : tuple of str
        The partners, the largest first.
    turns : tuple of Turns
        One a partner.
    """

    state: str
    names: tuple[str, ...]
    turns: tuple[Turns, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """Who of a state's other partners turned at the same time.

    Parameters
    ----------
    state : str
        One of the two sides.
    turned : tuple of str
        Partners of which a turn in the interval is more probable than not.
    count : int
        Partners looked at: the forty largest that have figures on both sides of the turn.
    share : float
        Mean probability that a partner turned in the interval.
    expected : float
        The same for an interval as long anywhere in their series: what chance gives.

    Examples
    --------
    >>> Company("CHN", ("KAZ",), 20, 0.08, 0.1).is_state
    False
    """

    state: str
    turned: tuple[str, ...]
    count: int
    share: float
    expected: float

    @property
    def is_state(self) -> bool:
        """Whether most partners turned, chance apart, so that it is the state rather than the pair."""
        part = len(self.turned) / self.count
        return self.count > 1 and (part - self.expected) / (1 - self.expected) > _LIKELY

    def __str__(self) -> str:
        turned = f"{len(self.turned)} of {self.count} other partners of {call_party(self.state)} turned then"
        return f"{turned} ({self.expected:.0%} by chance)"


def watch_companions(state: str, panel: Panel) -> Companions:
    """Detect the turns of the largest partners of a state, by the mean size of their figures."""
    sizes = [
        float(np.nanmean(np.abs(entry.values))) if np.isfinite(entry.values).sum() >= _FEWEST else 0.0
        for entry in panel.series
    ]
    order = [place for place in np.argsort(sizes)[::-1][:_LARGEST] if sizes[place]]
    names, series = ([part[place] for place in order] for part in (panel.names, panel.series))
    return Companions(state, tuple(names), tuple(detect_many(series)))


def find_company(turn: Turn, companions: Companions) -> Company | None:
    """Return who turned with a state in the interval of a turn; None where no partner has figures around it."""
    width = turn.high.ordinal - turn.low.ordinal + 1
    chances, usual, turned = [], [], []
    for name, turns in zip(companions.names, companions.turns, strict=True):
        if not _surrounds(turns, turn):
            continue
        chance = turns.measure_chance(turn.low, turn.high)
        chances.append(chance)
        usual.append(1 - np.exp(-turns.chance.sum() * width / max(turns.n, 1)))
        if chance >= _LIKELY:
            turned.append(name)
    if not chances:
        return None
    return Company(companions.state, tuple(turned), len(chances), _mean(chances), _mean(usual))


def _surrounds(turns: Turns, turn: Turn) -> bool:
    """Say whether a series has values before and from a turn on, of periods as long."""
    known = np.flatnonzero(np.isfinite(turns.level.mean))
    if not known.size or turns.frequency is not turn.period.frequency:
        return False
    return bool(turns.start + known[0] < turn.low.ordinal and turns.start + known[-1] >= turn.high.ordinal)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
