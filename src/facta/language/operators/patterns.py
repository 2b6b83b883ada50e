"""Patterns over two series: co-movement, division of labour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Frequency, Series
from facta.language.arithmetic import reduce_series
from facta.language.nodes import Call, Compare, Logic
from facta.language.operators.registry import Context, Keyword, declare, read_ratio, read_span, read_word
from facta.language.operators.subjects import list_spans
from facta.language.values import Quantity, Truth, Value, join_books, match_books

__all__ = ["ASSOCIATION", "apply_co_moves", "apply_specialise"]

ASSOCIATION = "association only: it says nothing of cause"
"""The note of every co-movement."""

_NORMAL = 1.6449  # a two-sided interval of 90%
_FEWEST = 8
_YEAR = 365.2425


@declare(
    "two series change together, in rank; association, never cause",
    "changes of {0} go with changes of {1}",
    takes=("series", "series"),
    gives="truth",
    keywords=(
        Keyword("lag", "by how long the second follows the first", "span"),
        Keyword("direction", "whether they move alike or against each other", "word", ("together", "opposite")),
        Keyword("least", "the correlation above which they count as moving together; zero if not written", "share"),
    ),
    group=1,
    example="co_moves(conflict_share(CHN -- USA), conflict_share(CHN -- RUS), lag=1y)[2002..2014]",
)
def apply_co_moves(call: Call, context: Context) -> Sequence[Value]:
    """Spearman's rank correlation of the changes from period to period, with ``lag=`` for the second series.

    Changes are relative where all values are positive, else plain differences; only neighbouring periods that both have
    a value make one. The 90% interval is Fisher's with the variance of Bonett and Wright, on the effective number of
    changes that serial correlation leaves (Pyper and Peterman). Hold where the whole interval lies above ``least=``,
    fail where it lies below, and say *unknown* in between. Null with fewer than eight changes. It is an association:
    what moves both, or which moves which, it cannot tell.

    Bonett and Wright (2000), Psychometrika 65(1); Pyper and Peterman (1998), Can. J. Fish. Aquat. Sci. 55(9).
    """
    ones, others = (list_spans(part, context) for part in call.arguments)
    return [_correlate(one, other, call) for one, other, _ in match_books(ones, others)]


def _correlate(one: Series, other: Series, call: Call) -> Truth:
    sign = -1.0 if read_word(call, "direction", "together") == "opposite" else 1.0
    book, least = join_books(one.book, other.book), read_ratio(call, "least", 0.0)
    threshold = Quantity(np.array([sign * least]))
    if one.frequency is not other.frequency:
        reason = f"changes of a {one.frequency} against changes of a {other.frequency}"
        return Truth(np.full(1, np.nan), book, None, threshold, "co-moves", reason)
    draws = max(len(one.values), len(other.values))
    pairs = [_pair_changes(one, other, _count_lag(one, call), draw) for draw in range(draws)]
    told = [_bound_correlation(first, second) for first, second in pairs]
    rho, low, high = (np.array([bounds[place] for bounds in told]) for place in range(3))
    near, far = (low, high) if sign > 0 else (-high, -low)
    values = np.where(near > least, 1.0, np.where(far < least, 0.0, np.nan))
    figure = _describe(one, other, rho, len(pairs[0][0]))
    if np.isnan(rho).all():
        reason = (
            f"{figure.n} common changes, {_FEWEST} are needed"
            if figure.n < _FEWEST
            else "one of the two does not change"
        )
        return Truth(values, book, replace(figure, reason=reason), threshold, "co-moves", reason)
    interval = f"90% interval of the correlation of {figure.n} changes: {np.nanmean(low):.2f} to {np.nanmean(high):.2f}"
    figure = replace(figure, notes=(*figure.notes, ASSOCIATION, interval))
    reason = f"{interval}, which does not settle it" if np.isnan(values).all() else ""
    return Truth(values, book, figure, threshold, "co-moves", reason)


def _count_lag(series: Series, call: Call) -> int:
    days = read_span(call, "lag") or 0.0
    return round(days if series.frequency is Frequency.DAY else days / _YEAR * series.frequency.periods_a_year)


def _describe(one: Series, other: Series, rho: NDArray[np.float64], count: int) -> Quantity:
    figure = reduce_series(replace(one, aggregation=Aggregation.MEAN), needs=0.0)
    origins = tuple(dict.fromkeys((*one.origins, *other.origins)))
    notes = tuple(dict.fromkeys((*one.notes, *other.notes)))
    book = join_books(one.book, other.book)
    return replace(
        figure, values=rho, unit=None, basis=None, book=book, n=count, origins=origins, notes=notes, reason=""
    )


def _pair_changes(one: Series, other: Series, lag: int, draw: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the changes of both that fall together, the second's `lag` periods later."""
    start = max(one.start, other.start - lag)
    stop = max(start, min(one.stop, other.stop - lag))
    first = _change(one.span(start, stop), draw)
    second = _change(other.span(start + lag, stop + lag), draw)
    both = ~(np.isnan(first) | np.isnan(second))
    return first[both], second[both]


def _change(series: Series, draw: int) -> NDArray[np.float64]:
    values = series.values[min(draw, len(series.values) - 1)]
    known = values[~np.isnan(values)]
    return np.diff(np.log(values) if known.size and (known > 0).all() else values)


def _bound_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the rank correlation with the ends of its interval; NaN where there are too few changes, or none."""
    if one.size < _FEWEST or not np.ptp(one) or not np.ptp(other):
        return np.nan, np.nan, np.nan
    a, b = _rank(one), _rank(other)
    rho = float(np.clip(np.corrcoef(a, b)[0, 1], -1.0, 1.0))
    width = _NORMAL * np.sqrt((1 + rho**2 / 2) / (_count_free(a, b) - 3))
    middle = np.arctanh(np.clip(rho, -0.9999, 0.9999))
    return rho, float(np.tanh(middle - width)), float(np.tanh(middle + width))


def _rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank from the lowest, ties at the mean of their ranks."""
    below = (values[:, None] > values).sum(axis=1)
    level = (values[:, None] == values).sum(axis=1)
    return np.asarray(below + (level + 1) / 2)


def _count_free(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Count the changes that are worth an independent one, between five and all of them."""
    count = a.size
    a, b = a - a.mean(), b - b.mean()
    lags = range(1, max(count // 4, 1) + 1)
    shared = sum((a[lag:] @ a[:-lag]) / (a @ a) * (b[lag:] @ b[:-lag]) / (b @ b) for lag in lags)
    return float(np.clip(count / max(1 + 2 * shared, 0.01), 5.0, count))


@declare(
    "division of labour: the first leads the second in one domain, the third the fourth in another",
    "{0} is above {1}, while {2} is above {3}",
    takes=("value", "value", "value", "value"),
    gives="truth",
    group=2,
    example=(
        "specialise(arms_transfers(RUS -> CENTRAL_ASIA), arms_transfers(CHN -> CENTRAL_ASIA), "
        "trade(CHN -- CENTRAL_ASIA), trade(RUS -- CENTRAL_ASIA))[2010..2014]"
    ),
)
def apply_specialise(call: Call, context: Context) -> Sequence[Value]:
    """Hold where each leads in its own domain; each pair is compared book by book, and both are reported.

    It is short for two comparisons joined by ``and``: unknown where either is, false as soon as one is.
    """
    first, second, third, fourth = call.arguments
    leads = (Compare(call.at, ">", one, other, None) for one, other in ((first, second), (third, fourth)))
    return context.evaluate(Logic(call.at, "and", tuple(leads)), context)
