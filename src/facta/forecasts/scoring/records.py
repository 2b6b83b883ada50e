"""What a board is made of: forecasts with their holders, and where each of them stands."""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from facta.errors import ImpossibleValue
from facta.forecasts.scoring.binary import read_outcomes, read_probabilities

__all__ = ["Entry", "Standing", "Tally", "count_standings", "find_standing", "group_entries"]


class Standing(enum.StrEnum):
    """Where a forecast stands; *not yet*, *annulled* and *ambiguous* are three things.

    Examples
    --------
    >>> [standing.value for standing in Standing]
    ['resolved', 'not yet', 'ambiguous', 'annulled']
    """

    RESOLVED = "resolved"
    """The horizon has passed, and it came about or did not."""
    PENDING = "not yet"
    """The horizon is ahead, or the evidence does not reach it yet."""
    AMBIGUOUS = "ambiguous"
    """The horizon has passed, and the evidence does not say which."""
    ANNULLED = "annulled"
    """What it hung on never came about, so that it says nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One holder's probability for one reading of one claim.

    Parameters
    ----------
    holder, claim, reading : str
        Who, of what, in which reading; the readings of a claim are one forecast.
    low, high : float
        Range of the probability that the reading holds, 0 to 1; alike for a stated one, NaN where there is none.
    standing : Standing
        Of this reading.
    outcome : float
        1 it holds, 0 it does not; NaN unless resolved.
    base_rate, model : float
        Probabilities to compare with, from what was known on the day; NaN where there is none.
    is_stated : bool
        Whether the holder gave the probability, knowing the reading; else it was read into the words later.
    reason : str
        Why it is void, where it is.
    made, until : date or None
        The day it was said, and its horizon.

    Raises
    ------
    ImpossibleValue
        For a probability beyond 0 to 1, a range upside down, or an outcome where none can be.

    Examples
    --------
    >>> Entry("A. Speaker", "grows", 0.55, 0.8, Standing.RESOLVED, outcome=1).high
    0.8
    """

    holder: str
    claim: str
    low: float
    high: float
    standing: Standing
    outcome: float = float("nan")
    reading: str = ""
    base_rate: float = float("nan")
    model: float = float("nan")
    is_stated: bool = False
    reason: str = ""
    made: dt.date | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        read_probabilities([self.low, self.high, self.base_rate, self.model])
        read_outcomes(self.outcome)
        if self.low > self.high:
            raise ImpossibleValue("range", f"{self.low} to {self.high}", step="Give the lower probability first.")
        has_outcome = self.outcome == self.outcome
        if has_outcome != (self.standing is Standing.RESOLVED):
            step = "A resolved forecast has the outcome 0 or 1, and no other has one."
            raise ImpossibleValue("outcome", f"{self.outcome} of a forecast that is {self.standing}", step=step)

    @property
    def cause(self) -> str:
        """Why it is void: its reason, else the name of its standing."""
        return f"{self.standing}: {self.reason}" if self.reason else str(self.standing)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many forecasts there are, and how far they are.

    Parameters
    ----------
    registered : int
        All: `matured` + `pending`.
    matured : int
        Those whose horizon has passed: `resolved` and void.
    resolved, pending : int
        As in `Standing`.
    void : tuple of (str, int)
        Annulled and ambiguous ones, by reason.
    """

    registered: int
    matured: int
    resolved: int
    pending: int
    void: tuple[tuple[str, int], ...]


def group_entries(entries: Sequence[Entry]) -> dict[str, list[list[Entry]]]:
    """Return by holder the readings of each claim, both in order of first appearance.

    Examples
    --------
    >>> said = [Entry("A", claim, 0.5, 0.5, Standing.PENDING) for claim in ("x", "y", "x")]
    >>> [[entry.claim for entry in claim] for claim in group_entries(said)["A"]]
    [['x', 'x'], ['y']]
    """
    grouped: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        grouped.setdefault(entry.holder, {}).setdefault(entry.claim, []).append(entry)
    return {holder: list(claims.values()) for holder, claims in grouped.items()}


def find_standing(readings: Sequence[Entry]) -> Standing:
    """Return the standing of a claim: the first, in the order of `Standing`, that one of its readings has.

    Examples
    --------
    >>> find_standing([Entry("A", "x", 0.5, 0.5, Standing.ANNULLED), Entry("A", "x", 0.5, 0.5, Standing.PENDING)]).value
    'not yet'
    """
    return min((entry.standing for entry in readings), key=list(Standing).index)


def count_standings(claims: Sequence[Sequence[Entry]]) -> Tally:
    """Count claims by where they stand.

    Examples
    --------
    >>> void = Entry("A", "x", 0.5, 0.5, Standing.ANNULLED, reason="the trigger never fired")
    >>> count_standings([[void], [Entry("A", "y", 0.5, 0.5, Standing.PENDING)]])
    Tally(registered=2, matured=1, resolved=0, pending=1, void=(('annulled: the trigger never fired', 1),))
    """
    standings = [find_standing(readings) for readings in claims]
    count = Counter(standings)
    causes = Counter(
        next(entry.cause for entry in readings if entry.standing is standing)
        for readings, standing in zip(claims, standings, strict=True)
        if standing in (Standing.AMBIGUOUS, Standing.ANNULLED)
    )
    pending = count[Standing.PENDING]
    return Tally(len(claims), len(claims) - pending, count[Standing.RESOLVED], pending, tuple(causes.items()))
