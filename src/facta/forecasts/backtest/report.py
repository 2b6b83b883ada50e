"""What a backtest shows: calibration and skill by measure, kind and horizon, and the forecasts that were most wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from facta.forecasts.backtest.run import Answer
from facta.forecasts.scoring import Reliability, measure_reliability, score_skill

__all__ = ["METHODS", "BacktestLine", "BacktestReport", "summarise_answers"]

METHODS = ("probability", "base_rate", "earlier", "persistence")
"""What is compared: facta's own, the reference class, the same reading in earlier years, and the naive rival."""

_BY: Mapping[str, Callable[[Answer], str]] = {
    "all": lambda answer: "all",
    "horizon": lambda answer: f"{answer.question.horizon} years" if answer.question.horizon > 1 else "1 year",
    "kind": lambda answer: answer.question.kind,
    "measure": lambda answer: answer.question.measure,
}
_WORST = 10
_MARGIN = 0.005


@dataclass(frozen=True, slots=True)
class BacktestLine:
    """How the forecasts of one group did; Brier scores from 0, best, to 1.

    Parameters
    ----------
    by, name : str
        The grouping, and the group.
    n, held : int
        Readings, and those that came true.
    brier, base_rate, earlier, persistence : float
        Mean Brier score of facta and of each rival; of `earlier` over the readings that have earlier years.
    skill_base_rate, skill_persistence : float
        1 - Brier over the rival's Brier: above 0 is better than the rival.
    miscalibration, discrimination : float
        The parts of facta's score by CORP.
    is_worse : bool
        Whether the better of the two rivals beats it by more than 0.005.
    """

    by: str
    name: str
    n: int
    held: int
    brier: float
    base_rate: float
    earlier: float
    persistence: float
    skill_base_rate: float
    skill_persistence: float
    miscalibration: float
    discrimination: float
    is_worse: bool


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """All groups, the reliability of all forecasts together, and the misses.

    Parameters
    ----------
    lines : tuple of BacktestLine
        All together, then by horizon, kind and measure.
    reliability : Reliability
        Of all forecasts.
    misses : tuple of Answer
        The forecasts that were furthest from what came.
    """

    lines: tuple[BacktestLine, ...]
    reliability: Reliability
    misses: tuple[Answer, ...]


def summarise_answers(answers: Sequence[Answer]) -> BacktestReport:
    """Score answers by group.

    Examples
    --------
    >>> import datetime as dt
    >>> from facta.forecasts.backtest import Question
    >>> day = dt.date(2010, 12, 31)
    >>> question = Question("trade", "change", "trade(CHN -- RUS)[2011] > 1 M USD", day, day.replace(year=2011), 1)
    >>> right, wrong = Answer(question, 0.9, 0.5, 0.5, 0.7, 1.0), Answer(question, 0.2, 0.5, 0.5, 0.4, 0.0)
    >>> line = summarise_answers([right, wrong]).lines[0]
    >>> line.n, round(line.brier, 3), round(line.skill_base_rate, 2)
    (2, 0.025, 0.9)
    """
    lines = [
        _score_group(by, name, [answer for answer in answers if find(answer) == name])
        for by, find in _BY.items()
        for name in sorted({find(answer) for answer in answers})
    ]
    worst = sorted(answers, key=lambda answer: -abs(answer.probability - answer.outcome))[:_WORST]
    reliability = measure_reliability(*_read_columns(answers, "probability", "outcome"))
    return BacktestReport(tuple(lines), reliability, tuple(worst))


def _score_group(by: str, name: str, answers: Sequence[Answer]) -> BacktestLine:
    outcomes = _read_columns(answers, "outcome")[0]
    briers = {method: (_read_columns(answers, method)[0] - outcomes) ** 2 for method in METHODS}
    means = {
        method: float(np.nanmean(values)) if np.isfinite(values).any() else np.nan for method, values in briers.items()
    }
    reliability = measure_reliability(*_read_columns(answers, "probability", "outcome"), resamples=1)
    return BacktestLine(
        by=by,
        name=name,
        n=len(answers),
        held=int(outcomes.sum()),
        brier=means["probability"],
        base_rate=means["base_rate"],
        earlier=means["earlier"],
        persistence=means["persistence"],
        skill_base_rate=score_skill(briers["probability"], briers["base_rate"]),
        skill_persistence=score_skill(briers["probability"], briers["persistence"]),
        miscalibration=reliability.miscalibration,
        discrimination=reliability.discrimination,
        is_worse=means["probability"] > min(means["base_rate"], means["persistence"]) + _MARGIN,
    )


def _read_columns(answers: Iterable[Answer], *names: str) -> list[np.ndarray]:
    listed = list(answers)
    return [np.array([getattr(answer, name) for answer in listed], dtype=np.float64) for name in names]
