"""Trends in three readings (slope, share of rising periods, monotone), and simple reductions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Series, Status, Unit, find_unit
from facta.language.arithmetic import reduce_series
from facta.language.nodes import Call, Number
from facta.language.operators.registry import Context, declare, only_series
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

_FEWEST = 3
_ENOUGH = 0.8


def _fit(call: Call, context: Context, fit: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]], unit: Unit | None, fewest: int = _FEWEST) -> list[Quantity]:
    """Apply `fit` (times in years, values of shape (draws, periods)) to each series; NaN where too few periods are there."""
    fitted = []
    for series in only_series(context.evaluate(call.arguments[0], context)):
        there = series.status <= Status.PARTIAL
        share = float(series.completeness.mean()) if len(there) else 0.0
        plain = reduce_series(replace(series, aggregation=Aggregation.MEAN), needs=0.0)
        is_enough = there.sum() >= fewest and (share >= _ENOUGH or context.is_running)
        times = np.arange(len(there))[there] / series.frequency.periods_a_year
        values = fit(times, series.values[:, there]) if is_enough else np.full(series.values.shape[0], np.nan)
        fitted.append(replace(plain, values=values, unit=unit or series.unit, basis=None, completeness=share))
    return fitted


def _slope(times: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median of the slopes between all pairs of periods."""
    one, other = np.triu_indices(len(times), k=1)
    return np.asarray(np.median((values[:, other] - values[:, one]) / (times[other] - times[one]), axis=1))


def _kendall(times: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of pairs of periods that rise less the share that fall."""
    one, other = np.triu_indices(len(times), k=1)
    return np.asarray(np.sign(values[:, other] - values[:, one]).mean(axis=1))


@declare(
    "slope a year, in the measure's unit: the median over all pairs of periods",
    takes=("series",),
    gives="figure",
    unit="=",
    example="slope(trade(CHN -- RUS))[2000..2014] > 0",
)
def apply_slope(call: Call, context: Context) -> Sequence[Value]:
    """Theil-Sen slope a year; needs three periods and four fifths of the window.

    Sen, Pranab Kumar (1968), Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 63(324).
    """
    return _fit(call, context, _slope, None)


@declare(
    "direction of a trend, from -1 (every later period is lower) to 1 (every later period is higher)",
    takes=("series",),
    gives="figure",
    unit="1",
    example="trend(trade_share(RUS -> CHN))[2000..2014] > 0.5",
)
def apply_trend(call: Call, context: Context) -> Sequence[Value]:
    """Kendall's tau of values on time: pairs of periods that rise less those that fall, over all pairs.

    Mann, Henry (1945), Nonparametric Tests Against Trend, Econometrica 13(3).
    """
    return _fit(call, context, _kendall, find_unit("1"))


@declare(
    "share of periods that are higher than the one before",
    takes=("series",),
    gives="figure",
    unit="1",
    options=("tolerance",),
    example="rising_share(trade(CHN -- RUS))[2000..2014] >= 80%",
)
def apply_rising_share(call: Call, context: Context) -> Sequence[Value]:
    """Steps between neighbouring reported periods that rise by more than ``tolerance=`` (a share of the earlier value)."""
    slack = _tolerance(call)
    return _fit(call, context, lambda _, values: _steps(values, slack, 1.0), find_unit("1"), fewest=2)


@declare(
    "share of periods that are lower than the one before",
    takes=("series",),
    gives="figure",
    unit="1",
    options=("tolerance",),
    example="falling_share(conflict_share(CHN -- USA))[2002..2014] < 80%",
)
def apply_falling_share(call: Call, context: Context) -> Sequence[Value]:
    """Steps between neighbouring reported periods that fall by more than ``tolerance=`` (a share of the earlier value)."""
    slack = _tolerance(call)
    return _fit(call, context, lambda _, values: _steps(values, slack, -1.0), find_unit("1"), fewest=2)


@declare(
    "every period is at least as high as the one before",
    takes=("series",),
    gives="truth",
    options=("tolerance", "direction"),
    example="not monotone(trade(CHN -- RUS))[2000..2014]",
)
def apply_monotone(call: Call, context: Context) -> Sequence[Value]:
    """No step falls by more than ``tolerance=``; ``direction=down`` asks for no step that rises."""
    direction = call.option("direction")
    sign = -1.0 if getattr(direction, "text", "up") == "down" else 1.0
    against = _fit(call, context, lambda _, values: _steps(values, _tolerance(call), -sign), find_unit("1"))
    return [
        Truth(np.where(np.isnan(f.values), np.nan, (f.values == 0).astype(float)), f.book, figure=f, sign="monotone") for f in against
    ]


def _tolerance(call: Call) -> float:
    given = call.option("tolerance")
    return given.value * (given.unit.factor if given.unit else 1.0) if isinstance(given, Number) else 0.0


def _steps(values: NDArray[np.float64], slack: float, sign: float) -> NDArray[np.float64]:
    moves = sign * np.diff(values, axis=1)
    return np.asarray((moves > slack * np.abs(values[:, :-1])).mean(axis=1))


def _reduce_as(call: Call, context: Context, aggregation: Aggregation) -> list[Quantity]:
    needs = 0.0 if context.is_running else None
    return [reduce_series(replace(series, aggregation=aggregation), needs=needs) for series in only_series(context.evaluate(call.arguments[0], context))]


@declare("sum over the window", takes=("series",), gives="figure", unit="=", example="sum(arms_transfers(RUS -> CHN))[2000..2009] > 10000 TIV")
def apply_sum(call: Call, context: Context) -> Sequence[Value]:
    """Sum of the periods; null where less than nine tenths of them are there."""
    return _reduce_as(call, context, Aggregation.SUM)


@declare("mean over the window", takes=("series",), gives="figure", unit="=", example="mean(conflict_share(CHN -- RUS))[2010..2014] < 5%")
def apply_mean(call: Call, context: Context) -> Sequence[Value]:
    """Mean of the periods, each alike; a share without ``mean`` is pooled instead."""
    return _reduce_as(call, context, Aggregation.MEAN)


@declare("highest value in the window", takes=("series",), gives="figure", unit="=", example="maximum(trade(CHN -- RUS))[2000..2014] > 90 bn USD", name="maximum")
def apply_maximum(call: Call, context: Context) -> Sequence[Value]:
    """Highest value of the reported periods."""
    return _reduce_as(call, context, Aggregation.MAXIMUM)


@declare("lowest value in the window", takes=("series",), gives="figure", unit="=", example="minimum(vote_agreement(CHN -- RUS))[2000..2014] > 50%", name="minimum")
def apply_minimum(call: Call, context: Context) -> Sequence[Value]:
    """Lowest value of the reported periods."""
    lowest = []
    for series in only_series(context.evaluate(call.arguments[0], context)):
        figure = reduce_series(replace(series, values=-series.values, aggregation=Aggregation.MAXIMUM))
        lowest.append(replace(figure, values=-figure.values))
    return lowest


@declare("value of the last reported period", takes=("series",), gives="figure", unit="=", example="last(trade(CHN -- RUS))[2000..2014] > 90 bn USD")
def apply_last(call: Call, context: Context) -> Sequence[Value]:
    """Value of the last period in the window that has one."""
    cut = (_reported(series) for series in only_series(context.evaluate(call.arguments[0], context)))
    return [reduce_series(series.span(series.stop - 1, series.stop) if series.values.size else series) for series in cut]


@declare("value of the first reported period", takes=("series",), gives="figure", unit="=", example="first(trade(CHN -- RUS))[2000..2014] < 20 bn USD")
def apply_first(call: Call, context: Context) -> Sequence[Value]:
    """Value of the first period in the window that has one."""
    cut = (_reported(series) for series in only_series(context.evaluate(call.arguments[0], context)))
    return [reduce_series(series.span(series.start, series.start + 1) if series.values.size else series) for series in cut]


def _reported(series: Series) -> Series:
    places = np.flatnonzero(series.status <= Status.PARTIAL)
    return series.span(series.start + int(places[0]), series.start + int(places[-1]) + 1) if len(places) else series.span(series.start, series.start)
