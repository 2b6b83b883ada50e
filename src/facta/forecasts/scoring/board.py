"""A board of holders: coverage, hits, scores as ranges, and a ranking only where one can be had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from facta.forecasts.scoring.binary import Floats, score_brier, score_log
from facta.forecasts.scoring.cautions import FEWEST, Caution, write_cautions
from facta.forecasts.scoring.records import Entry, Tally, count_standings, group_entries

__all__ = ["Board", "BoardRow", "score_board"]

Range: TypeAlias = tuple[float, float]

_NOTHING: Range = (float("nan"), float("nan"))
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One holder's forecasts and scores.

    Every range runs over the probabilities that the holder's words may stand for and over the readings of each claim:
    the ends are what the best and the worst choice, claim by claim, would give. A range over nothing is NaN.

    Parameters
    ----------
    holder : str
        Who.
    tally : Tally
        The coverage block.
    n : int
        Resolved claims with a probability: what the scores rest on.
    sided : int
        Those whose whole range lies on one side of ½; only these can hit.
    hits : (int, int)
        How many of them came out on that side: in every reading, and in at least one.
    brier, log : (float, float)
        Mean scores, best and worst: Brier from 0 to 1, log in nats.
    n_base_rate, n_model : int
        Claims that the holder and that reference both have.
    skill_base_rate, skill_model : (float, float)
        Brier skill on those claims only, worst and best; above 0 is better than the reference.
    """

    holder: str
    tally: Tally
    n: int
    sided: int
    hits: tuple[int, int]
    brier: Range
    log: Range
    n_base_rate: int
    skill_base_rate: Range
    n_model: int
    skill_model: Range


@dataclass(frozen=True, slots=True)
class Board:
    """Rows of holders, with what must stand above them.

    Parameters
    ----------
    cautions : tuple of str
        Sentences to be shown above the rows, always.
    tally : Tally
        Over all holders.
    rows : tuple of BoardRow
        By the Brier score where `is_ranked`, else in order of first appearance.
    is_ranked : bool
        Whether their order says anything.
    reason : str
        Why it does or does not.
    """

    cautions: tuple[str, ...]
    tally: Tally
    rows: tuple[BoardRow, ...]
    is_ranked: bool
    reason: str


def score_board(entries: Sequence[Entry], shocks: Mapping[str, dt.date] | None = None) -> Board:
    """Score holders side by side, and say above the board what it cannot bear.

    Holders are ranked only where each has at least 30 matured forecasts with a score (void ones have none) and no two
    Brier ranges overlap.

    Parameters
    ----------
    entries : sequence of Entry
        One for each holder, claim and reading.
    shocks : mapping of str to date, optional
        Events that moved many outcomes at once, by name. Without any, the day on which most forecasts were open.

    Examples
    --------
    >>> from facta.forecasts.scoring import Entry, Standing
    >>> likely = Entry("A. Speaker", "grows", 0.55, 0.8, Standing.RESOLVED, outcome=1, base_rate=0.5)
    >>> board = score_board([likely, Entry("A. Speaker", "falls", 0.2, 0.45, Standing.PENDING)])
    >>> row = board.rows[0]
    >>> row.n, row.hits, [round(end, 4) for end in row.brier], [round(end, 2) for end in row.skill_base_rate]
    (1, (1, 1), [0.04, 0.2025], [0.19, 0.84])
    >>> board.is_ranked, board.reason
    (False, 'No ranking below 30 matured and scored forecasts each: A. Speaker (1).')
    """
    grouped = group_entries(entries)
    rows = tuple(_score_holder(holder, claims) for holder, claims in grouped.items())
    is_ranked, reason = _decide_ranking(rows)
    claims = [readings for held in grouped.values() for readings in held]
    caution = Caution(grouped, {row.holder: row.tally for row in rows}, shocks or {}, reason)
    ranked = tuple(sorted(rows, key=lambda row: row.brier)) if is_ranked else rows
    return Board(write_cautions(caution), count_standings(claims), ranked, is_ranked, reason)


def _score_holder(holder: str, claims: Sequence[Sequence[Entry]]) -> BoardRow:
    """Score one holder's claims over every end of their ranges and every reading."""
    given = _lay_out(claims, lambda entry: (entry.low, entry.high))
    came = _lay_out(claims, lambda entry: (entry.outcome, entry.outcome))
    own = score_brier(given, came)
    base_rate = score_brier(_lay_out(claims, lambda entry: (entry.base_rate, entry.base_rate)), came)
    model = score_brier(_lay_out(claims, lambda entry: (entry.model, entry.model)), came)
    sided, hits = _count_hits(given, came)
    return BoardRow(
        holder=holder,
        tally=count_standings(claims),
        n=_count_scored(own),
        sided=sided,
        hits=hits,
        brier=_bound_mean(own),
        log=_bound_mean(score_log(given, came)),
        n_base_rate=_count_scored(own + base_rate),
        skill_base_rate=_bound_skill(own, base_rate),
        n_model=_count_scored(own + model),
        skill_model=_bound_skill(own, model),
    )


def _lay_out(claims: Sequence[Sequence[Entry]], read: Callable[[Entry], Range]) -> Floats:
    """Return an array of shape (claims, 2 x readings), padded with NaN."""
    table = np.full((len(claims), 2 * max(map(len, claims), default=0)), np.nan)
    for row, readings in zip(table, claims, strict=True):
        row[: 2 * len(readings)] = [end for entry in readings for end in read(entry)]
    return table


def _count_hits(given: Floats, came: Floats) -> tuple[int, tuple[int, int]]:
    """Count claims that take a side in every resolved reading, and those of them that are right in all and in any."""
    is_there = ~np.isnan(given + came)
    ends = given.reshape(len(given), -1, 2)
    takes_side = np.repeat((ends > 0.5).all(axis=2) | (ends < 0.5).all(axis=2), 2, axis=1)
    is_sided = is_there.any(axis=1) & (takes_side | ~is_there).all(axis=1)
    is_right = (given > 0.5) == (came == 1)
    in_all, in_any = (is_right | ~is_there).all(axis=1), (is_right & is_there).any(axis=1)
    return int(is_sided.sum()), (int((in_all & is_sided).sum()), int((in_any & is_sided).sum()))


def _count_scored(scores: Floats) -> int:
    return int((~np.isnan(scores)).any(axis=1).sum())


def _bound_mean(scores: Floats) -> Range:
    """Return the least and the greatest mean, choosing one score from each row that has any."""
    there = scores[~np.isnan(scores).all(axis=1)]
    if not len(there):
        return _NOTHING
    return float(np.nanmin(there, axis=1).mean()), float(np.nanmax(there, axis=1).mean())


def _bound_skill(own: Floats, reference: Floats) -> Range:
    """Return the least and the greatest skill, choosing for each claim one reading and probability for both alike."""
    is_common = ~np.isnan(own + reference)
    has_any = is_common.any(axis=1)
    if not has_any.any():
        return _NOTHING
    own, reference = (np.where(is_common, table, np.nan)[has_any] for table in (own, reference))
    return 1 - _reach_ratio(own, reference, np.nanargmax), 1 - _reach_ratio(own, reference, np.nanargmin)


def _reach_ratio(own: Floats, reference: Floats, pick: Callable[..., np.intp]) -> float:
    """Return the extreme ratio of sums over one choice per row (Dinkelbach 1967); NaN against a perfect reference."""
    rows, ratio = np.arange(len(own)), 1.0
    for _ in range(_MOST_STEPS):
        chosen = pick(own - ratio * reference, axis=1)
        below = float(reference[rows, chosen].sum())
        reached = float(own[rows, chosen].sum()) / below if below else float("nan")
        if reached == ratio or reached != reached:
            return reached
        ratio = reached
    return ratio


def _decide_ranking(rows: Sequence[BoardRow]) -> tuple[bool, str]:
    """Say whether the order of rows means anything, and why."""
    if few := [f"{row.holder} ({row.n})" for row in rows if row.n < FEWEST]:
        return False, f"No ranking below {FEWEST} matured and scored forecasts each: {', '.join(few)}."
    if len(rows) < 2:
        return False, "No ranking: there is nobody to compare with."
    for better, worse in pairwise(sorted(rows, key=lambda row: row.brier)):
        if better.brier[1] >= worse.brier[0]:
            return False, f"No ranking: the Brier ranges of {better.holder} and {worse.holder} overlap."
    return True, "Ranked by the Brier score, each holder on forecasts of their own."
