"""How often the same reading held before: the frequency of its reference class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facta.domain import Evidence
from facta.forecasts.windows import last_day, shift_windows
from facta.language import Incommensurable, Node, Truth, Value, evaluate, start_context

__all__ = ["BaseRate", "count_base_rate", "estimate_rate", "pool_base_rate"]

_FURTHEST = 30  # years back


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often a reading held when its windows are moved back year by year.

    Parameters
    ----------
    probability : float
        (held + 1/2) / (n + 1), from 0 to 1: Jeffreys' estimate.
    held, n : int
        Years in which it held, of those in which it can be told.
    """

    probability: float
    held: int
    n: int


def estimate_rate(held: float, n: float) -> float:
    """Return Jeffreys' estimate of a frequency, (held + 1/2) / (n + 1).

    Examples
    --------
    >>> estimate_rate(0, 9)
    0.05
    """
    return (held + 0.5) / (n + 1)


def count_base_rate(
    node: Node, expression: str, evidence: Evidence, cache: dict[tuple[object, ...], Sequence[Value]] | None = None
) -> BaseRate | None:
    """Count in how many earlier years the same reading held; None where it can be told of none.

    Only years whose windows had passed on the day of the evidence count. A year in which the books disagree counts by
    the part of them that holds.

    Examples
    --------
    >>> from facta.desk.workbench import open_evidence
    >>> from facta.language import parse_reading
    >>> text = "trade(CHN -- RUS)[2014] > trade(CHN -- RUS)[2013]"
    >>> count_base_rate(parse_reading(text), text, open_evidence()).n > 10
    True
    """
    end = last_day(node)
    if end is None:
        return None
    context = start_context(expression, evidence, cache=cache)
    held = []
    for years in range(max(1, end.year - evidence.as_of.year), _FURTHEST):
        try:
            earlier = shift_windows(node, -years)
        except ValueError:
            break
        latest = last_day(earlier)
        if latest is None or latest > evidence.as_of:
            continue
        try:
            found = _mean_truth(evaluate(earlier, context))
        except Incommensurable:
            return None
        if not np.isnan(found):
            held.append(found)
    return BaseRate(estimate_rate(sum(held), len(held)), round(sum(held)), len(held)) if held else None


_MOST_WEIGHT = 0.25
_HALF_WAY = 10.0  # earlier years with which the base rate has half of its weight


def pool_base_rate(probability: float, base: BaseRate | None) -> float:
    """Draw a probability towards the base rate, in log odds; the more so the more years it rests on.

    The base rate never has more than a quarter of the weight: `facta backtest` shows what it adds. What is known to
    hold, or not to, stays 1 or 0.

    Examples
    --------
    >>> round(pool_base_rate(0.5, BaseRate(0.9, 27, 29)), 2)
    0.6
    >>> pool_base_rate(0.5, None)
    0.5
    """
    if base is None or probability in (0.0, 1.0):
        return probability
    weight = _MOST_WEIGHT * base.n / (base.n + _HALF_WAY)
    odds = [np.log(part / (1 - part)) for part in (probability, base.probability)]
    return float(1 / (1 + np.exp(-(1 - weight) * odds[0] - weight * odds[1])))


def _mean_truth(values: Sequence[Value]) -> float:
    known = [float(np.nanmean(value.values)) for value in values if isinstance(value, Truth) and _is_known(value)]
    return float(np.mean(known)) if known else np.nan


def _is_known(truth: Truth) -> bool:
    return not np.isnan(truth.values).all()
