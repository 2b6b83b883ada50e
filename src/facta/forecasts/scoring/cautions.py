"""What must stand above a board: sentences written from its forecasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facta.forecasts.scoring.records import Entry, Tally

__all__ = ["FEWEST", "Caution", "write_cautions"]

FEWEST = 30
"""Matured forecasts that each holder needs before anybody is ranked."""


@dataclass(frozen=True, slots=True)
class Caution:
    """What the sentences are written from.

    Parameters
    ----------
    grouped : mapping of str to lists of readings
        Claims by holder, as `group_entries` gives them.
    tallies : mapping of str to Tally
        By holder.
    shocks : mapping of str to date
        Events that moved many outcomes, by name.
    ranking : str
        The sentence on ranking.
    """

    grouped: Mapping[str, Sequence[Sequence[Entry]]]
    tallies: Mapping[str, Tally]
    shocks: Mapping[str, dt.date]
    ranking: str


def write_cautions(caution: Caution) -> tuple[str, ...]:
    """Return the sentences: who gave the probabilities, how many forecasts each has, shared shocks, and ranking.

    Examples
    --------
    >>> from facta.forecasts.scoring import Entry, Standing, score_board
    >>> said = dict(made=dt.date(2021, 1, 15), until=dt.date(2025, 12, 31))
    >>> entries = [Entry("A. Speaker", claim, 0.55, 0.8, Standing.PENDING, **said) for claim in ("grows", "lasts")]
    >>> for sentence in score_board(entries, {"the invasion of Ukraine": dt.date(2022, 2, 24)}).cautions:
    ...     print(sentence)
    No probabilities or criteria were given (forecasts: 2); we supplied both later.
    Matured of registered: A. Speaker 0 of 2. Nothing is scored for A. Speaker, of whom none has matured.
    Shared shocks drive many outcomes: 2 of 2 forecasts were open on 2022-02-24 (the invasion of Ukraine).
    No ranking below 30 matured and scored forecasts each: A. Speaker (0).
    """
    claims = [readings for held in caution.grouped.values() for readings in held]
    return (_say_given(claims), _say_counts(caution.tallies), _say_shocks(claims, caution.shocks), caution.ranking)


def _say_given(claims: Sequence[Sequence[Entry]]) -> str:
    """Say for how many forecasts the holder gave a probability on criteria that stood."""
    if not claims:
        return "There are no forecasts."
    stated = sum(all(entry.is_stated for entry in readings) for readings in claims)
    if not stated:
        return f"No probabilities or criteria were given (forecasts: {len(claims)}); we supplied both later."
    if stated == len(claims):
        return f"All probabilities (forecasts: {stated}) were given by their holders, on criteria that stood by then."
    most = f"Probabilities were given for {stated} of {len(claims)} forecasts"
    return f"{most}; for the others we supplied them and the criteria later."


def _say_counts(tallies: Mapping[str, Tally]) -> str:
    """Say how many forecasts each holder has, and who has none to score."""
    counts = "; ".join(f"{holder} {tally.matured} of {tally.registered}" for holder, tally in tallies.items())
    without = [holder for holder, tally in tallies.items() if not tally.matured]
    more = f" Nothing is scored for {', '.join(without)}, of whom none has matured." if without else ""
    return f"Matured of registered: {counts or 'nobody'}.{more}"


def _say_shocks(claims: Sequence[Sequence[Entry]], shocks: Mapping[str, dt.date]) -> str:
    """Say how many forecasts were open on one day, so that what happened then moved them together."""
    windows = [
        (min(entry.made for entry in dated if entry.made), max(entry.until for entry in dated if entry.until))
        for readings in claims
        if (dated := [entry for entry in readings if entry.made and entry.until])
    ]
    if not windows:
        return "Shared shocks drive many outcomes; how many is not known, for the forecasts bear no dates."
    busiest = max((start for start, _ in windows), key=lambda day: _count_open(windows, day))
    if _count_open(windows, busiest) < 2:
        return "No two forecasts were open on the same day: they share no shock."
    struck = {name: day for name, day in shocks.items() if _count_open(windows, day)}
    days = struck or {"when most were": busiest}
    parts = [
        f"{_count_open(windows, day)} of {len(claims)} forecasts were open on {day} ({name})"
        for name, day in days.items()
    ]
    return f"Shared shocks drive many outcomes: {'; '.join(parts)}."


def _count_open(windows: Sequence[tuple[dt.date, dt.date]], day: dt.date) -> int:
    return sum(start <= day <= end for start, end in windows)
