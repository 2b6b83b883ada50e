"""Trends in three readings (slope, share of rising periods, monotone), and simple reductions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Series, Status, find_unit
from facta.language.arithmetic import reduce_series
from facta.language.nodes import Call
from facta.language.operators.registry import Context, Keyword, declare, read_ratio, read_word
from facta.language.operators.subjects import list_spans, trim
from facta.language.values import Quantity, Truth, Value

__all__ = [
    "apply_falling_share",
    "apply_first",
    "apply_last",
    "apply_maximum",
    "apply_mean",
    "apply_minimum",
    "apply_monotone",
    "apply_rising_share",
    "apply_slope",
    "apply_sum",
    "apply_trend",
]

Places: TypeAlias = NDArray[np.intp]
Values: TypeAlias = NDArray[np.float64]

_ONE = find_unit("1")
_MANY = 300  # periods beyond which not every pair is compared
_FEWEST = 3
_ENOUGH = 0.8
_TOLERANCE = Keyword("tolerance", "how far a step may go the other way, as a share of the earlier value", "share")


def _fit(
    call: Call, context: Context, fit: Callable[[Places, Values], Values], fewest: int = _FEWEST
) -> list[Quantity]:
    """Apply `fit` (places of the periods, values of shape (draws, periods)) to each series.

    NaN where fewer periods than `fewest`, or less than four fifths of the window, are there.
    """
    return [_fit_series(series, context, fit, fewest) for series in list_spans(call.arguments[0], context)]


def _fit_series(series: Series, context: Context, fit: Callable[[Places, Values], Values], fewest: int) -> Quantity:
    places = np.flatnonzero(series.status <= Status.PARTIAL)
    figure = reduce_series(replace(series, aggregation=Aggregation.MEAN), needs=0.0)
    share = figure.completeness
    if places.size >= fewest and (share >= _ENOUGH or context.is_running):
        return replace(figure, values=fit(places, series.values[:, places]), unit=_ONE, basis=None)
    reason = figure.lack or (
        f"a trend needs {fewest} periods" if places.size < fewest else "too little of the window is covered"
    )
    return replace(figure, values=np.full(series.values.shape[0], np.nan), unit=_ONE, basis=None, reason=reason)


def _slope(places: Places, values: Values) -> Values:
    """Median of the slopes between pairs of periods."""
    one, other = _pair_periods(len(places))
    slopes = np.sort((values[:, other] - values[:, one]) / (places[other] - places[one]), axis=1)  # NaN goes last
    middle = slopes.shape[1] // 2
    median = (slopes[:, middle] + slopes[:, (slopes.shape[1] - 1) // 2]) / 2  # np.median would cost the import of np.ma
    return np.asarray(np.where(np.isnan(slopes[:, -1]), np.nan, median))


def _pair_periods(count: int) -> tuple[Places, Places]:
    """Return all pairs of periods; of very many, those half of them apart (Theil 1950, the incomplete method)."""
    if count <= _MANY:
        return np.triu_indices(count, k=1)
    first = np.arange(count - count // 2)
    return first, first + count // 2


def _kendall(_: Places, values: Values) -> Values:
    """Share of pairs of periods that rise less the share that fall."""
    one, other = _pair_periods(values.shape[1])
    return np.asarray(np.sign(values[:, other] - values[:, one]).mean(axis=1))


@declare(
    "slope a year, in the measure's unit: the median over all pairs of periods",
    "the slope a year of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    example="slope(trade(CHN -- RUS))[2000..2014] > 0",
)
def apply_slope(call: Call, context: Context) -> Sequence[Value]:
    """Theil-Sen slope a year; needs three periods and four fifths of the window.

    Of more than 300 periods only those half of them apart are compared.

    Sen, Pranab Kumar (1968), Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 63(324).
    """
    sloped = []
    for series in list_spans(call.arguments[0], context):
        figure = _fit_series(series, context, _slope, _FEWEST)
        sloped.append(replace(figure, values=figure.values * series.frequency.periods_a_year, unit=series.unit))
    return sloped


@declare(
    "direction of a trend, from -1 (every later period is lower) to 1 (every later period is higher)",
    "the direction of the trend, from -1 to 1, of {0}",
    takes=("series",),
    gives="figure",
    unit="1",
    example="trend(trade_share(RUS -> CHN))[2000..2014] > 0.5",
)
def apply_trend(call: Call, context: Context) -> Sequence[Value]:
    """Kendall's tau of values on time: pairs of periods that rise less those that fall, over all pairs.

    Mann, Henry (1945), Nonparametric Tests Against Trend, Econometrica 13(3).
    """
    return _fit(call, context, _kendall)


@declare(
    "share of periods that are higher than the one before",
    "the share of rising periods of {0}",
    takes=("series",),
    gives="figure",
    unit="1",
    keywords=(_TOLERANCE,),
    example="rising_share(trade(CHN -- RUS))[2000..2014] >= 80%",
)
def apply_rising_share(call: Call, context: Context) -> Sequence[Value]:
    """Count steps between neighbouring periods that rise by more than ``tolerance=``, a share of the earlier value."""
    return _fit(call, context, _count_steps(1.0, read_ratio(call, "tolerance", 0.0)), fewest=2)


@declare(
    "share of periods that are lower than the one before",
    "the share of falling periods of {0}",
    takes=("series",),
    gives="figure",
    unit="1",
    keywords=(_TOLERANCE,),
    example="falling_share(conflict_share(CHN -- USA))[2002..2014] < 80%",
)
def apply_falling_share(call: Call, context: Context) -> Sequence[Value]:
    """Count steps between neighbouring periods that fall by more than ``tolerance=``, a share of the earlier value."""
    return _fit(call, context, _count_steps(-1.0, read_ratio(call, "tolerance", 0.0)), fewest=2)


@declare(
    "every period is at least as high as the one before",
    "no period falls behind the one before in {0}",
    takes=("series",),
    gives="truth",
    keywords=(_TOLERANCE, Keyword("direction", "which way it goes", "word", ("up", "down"))),
    example="not monotone(trade(CHN -- RUS))[2000..2014]",
)
def apply_monotone(call: Call, context: Context) -> Sequence[Value]:
    """No step falls by more than ``tolerance=``; ``direction=down`` asks for no step that rises."""
    against = 1.0 if read_word(call, "direction", "up") == "down" else -1.0
    steps = _fit(call, context, _count_steps(against, read_ratio(call, "tolerance", 0.0)))
    return [
        Truth(
            np.where(np.isnan(figure.values), np.nan, figure.values == 0),
            figure.book,
            figure,
            sign="monotone",
            reason=figure.lack,
        )
        for figure in steps
    ]


def _count_steps(sign: float, slack: float) -> Callable[[Places, Values], Values]:
    """Return a fit: the share of steps between neighbours that move by more than `slack` in the direction of `sign`."""

    def fit(places: Places, values: Values) -> Values:
        moves = sign * np.diff(values, axis=1)
        has_moved = (moves > slack * np.abs(values[:, :-1]))[:, np.diff(places) == 1]
        return np.asarray(has_moved.mean(axis=1)) if has_moved.size else np.full(len(values), np.nan)

    return fit


def _reduce_as(call: Call, context: Context, aggregation: Aggregation) -> list[Quantity]:
    return [
        reduce_series(replace(series, aggregation=aggregation), needs=context.needs)
        for series in list_spans(call.arguments[0], context)
    ]


@declare(
    "sum over the window",
    "the sum of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    example="sum(arms_transfers(RUS -> CHN))[2000..2009] > 10000 TIV",
)
def apply_sum(call: Call, context: Context) -> Sequence[Value]:
    """Sum of the periods; null where less of them is there than the measure needs."""
    return _reduce_as(call, context, Aggregation.SUM)


@declare(
    "mean over the window",
    "the mean of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    example="mean(conflict_share(CHN -- RUS))[2010..2014] < 5%",
)
def apply_mean(call: Call, context: Context) -> Sequence[Value]:
    """Mean of the periods, each alike; a share without ``mean`` is pooled instead."""
    return _reduce_as(call, context, Aggregation.MEAN)


@declare(
    "highest value in the window",
    "the highest value of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    example="maximum(trade(CHN -- RUS))[2000..2014] > 90 bn USD",
)
def apply_maximum(call: Call, context: Context) -> Sequence[Value]:
    """Highest value of the periods; null where less of them is there than the measure needs."""
    return _reduce_as(call, context, Aggregation.MAXIMUM)


@declare(
    "lowest value in the window",
    "the lowest value of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    example="minimum(vote_agreement(CHN -- RUS))[2000..2014] > 50%",
)
def apply_minimum(call: Call, context: Context) -> Sequence[Value]:
    """Lowest value of the periods; null where less of them is there than the measure needs."""
    turned = (
        replace(series, values=-series.values, aggregation=Aggregation.MAXIMUM)
        for series in list_spans(call.arguments[0], context)
    )
    highest = (reduce_series(series, needs=context.needs) for series in turned)
    return [replace(figure, values=-figure.values) for figure in highest]


@declare(
    "value of the last reported period",
    "the last value of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    example="last(trade(CHN -- RUS))[2000..2014] > 90 bn USD",
)
def apply_last(call: Call, context: Context) -> Sequence[Value]:
    """Value of the last period in the window that has one."""
    cuts = (trim(series) for series in list_spans(call.arguments[0], context))
    return [_take_one(cut, cut.stop - 1) for cut in cuts]


@declare(
    "value of the first reported period",
    "the first value of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    example="first(trade(CHN -- RUS))[2000..2014] < 20 bn USD",
)
def apply_first(call: Call, context: Context) -> Sequence[Value]:
    """Value of the first period in the window that has one."""
    cuts = (trim(series) for series in list_spans(call.arguments[0], context))
    return [_take_one(cut, cut.start) for cut in cuts]


def _take_one(series: Series, at: int) -> Quantity:
    """Return the figure of one period, or of none where none has a value."""
    if series.status.size:
        return reduce_series(series.span(at, at + 1))
    return replace(reduce_series(series), reason="no period has a value")
