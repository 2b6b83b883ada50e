"""Forecasts each question as of its day by the ensemble and by its rivals, and resolves it with hindsight."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from facta.domain import Evidence
from facta.forecasts.backtest.questions import HORIZONS, Question, Sampler
from facta.forecasts.base_rates import estimate_rate, pool_base_rate
from facta.forecasts.probability import Forecaster
from facta.language import Incommensurable, Truth, Value, evaluate, parse_reading, start_context

__all__ = ["Answer", "answer_questions", "resolve_reading"]

_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what was forecast, and what came of it.

    Parameters
    ----------
    question : Question
        What was asked.
    probability : float
        Of the ensemble.
    base_rate : float
        How often readings of its measure, kind and horizon held that had matured on the day.
    earlier : float
        How often the same reading held in earlier years; NaN where that cannot be told.
    persistence : float
        Of the last value with its historical spread.
    outcome : float
        1 where it held, 0 where not.
    """

    question: Question
    probability: float
    base_rate: float
    earlier: float
    persistence: float
    outcome: float


def answer_questions(
    open_evidence: Callable[[dt.date | None], Evidence],
    days: Sequence[dt.date],
    states: Sequence[str],
    measures: Sequence[str],
    *,
    count: int,
    seed: int = 1,
) -> Iterator[Answer]:
    """Ask, forecast and resolve, day by day; a question that cannot be resolved yet is left out.

    Parameters
    ----------
    open_evidence : callable
        Returns what was known on a day; None for hindsight.
    days : sequence of datetime.date
        Days of the forecasts, ascending.
    states, measures : sequence of str
        What is asked of.
    count : int
        Questions a measure and day, at most.
    seed : int
        Of the questions.

    Yields
    ------
    Answer
        In the order of the days; its base rate counts only what had matured by then.
    """
    hindsight = open_evidence(None)
    cache: dict[tuple[object, ...], Sequence[Value]] = {}
    matured: dict[tuple[object, ...], list[tuple[dt.date, float]]] = defaultdict(list)
    for day in days:
        evidence = open_evidence(day)
        sampler = Sampler(evidence, states, seed)
        for known in (evidence, hindsight):
            known.fetch_figures(sampler.list_figures(measures))
        asked = [question for name in measures for question in sampler.ask(name, count)]
        furthest = day.replace(year=day.year + max(HORIZONS))
        ensemble, rival = (Forecaster(evidence, is_naive=one, draws=_DRAWS, furthest=furthest) for one in (False, True))
        for question in asked:
            outcome = resolve_reading(question.expression, hindsight, cache)
            if np.isnan(outcome):
                continue
            ours, theirs = (one.estimate(question.expression, question.until) for one in (ensemble, rival))
            if ours is None or theirs is None:
                continue
            base = ensemble.count_base_rate(question.expression, question.until)
            pooled, earlier = pool_base_rate(ours, base), base.probability if base else np.nan
            yield Answer(question, pooled, _count_matured(matured, question), earlier, theirs, outcome)
            for key in _list_classes(question):
                matured[key].append((question.until, outcome))


def resolve_reading(expression: str, evidence: Evidence, cache: dict[tuple[object, ...], Sequence[Value]]) -> float:
    """Return 1 where a reading holds, 0 where not, by most of the books; NaN where nobody can know.

    Examples
    --------
    >>> from facta.desk.workbench import open_evidence
    >>> resolve_reading("trade(CHN -- RUS)[2012] > trade(CHN -- RUS)[2008]", open_evidence(), {})
    1.0
    """
    try:
        values = evaluate(parse_reading(expression), start_context(expression, evidence, cache=cache))
    except Incommensurable:
        return np.nan
    known = [value.values[0] for value in values if isinstance(value, Truth) and not np.isnan(value.values[0])]
    return float(np.mean(known) >= 0.5) if known else np.nan


def _list_classes(question: Question) -> Iterable[tuple[object, ...]]:
    """List the reference classes of a question, the closest first."""
    yield question.measure, question.kind, question.horizon
    yield question.measure, question.kind
    yield (question.kind,)


_ENOUGH = 10


def _count_matured(matured: dict[tuple[object, ...], list[tuple[dt.date, float]]], question: Question) -> float:
    """Return the frequency in the closest class of which ten had matured on the day of the forecast."""
    for key in _list_classes(question):
        held = [outcome for until, outcome in matured[key] if until <= question.as_of]
        if len(held) >= _ENOUGH:
            return estimate_rate(sum(held), len(held))
    return 0.5
