"""Levels and turns of a series: whether it broke, moved gradually, stood where, and moved out of the ordinary."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.changes import Turns, detect_many
from facta.changes.grounds import Artefact, list_calendar, weigh_calendar
from facta.domain import Aggregation, Period, Series, Status, Window, find_unit
from facta.language.arithmetic import reduce_series
from facta.language.nodes import Call
from facta.language.operators.registry import Context, Keyword, declare, read_word
from facta.language.operators.subjects import enter_window, list_series, trim
from facta.language.values import Quantity, Value
from facta.measures import list_measures

__all__ = ["apply_break", "apply_change_sd", "apply_gradual", "apply_level"]

_ONE, _SD = find_unit("1"), find_unit("sd")
_FEWEST = 6
_ENOUGH = 0.8
_MOST = 50  # draws that are read for turns; of more, each stands for its neighbours
_WIDTH = 2 * 1.6449  # standard deviations between the ends of a 90% band

Values = NDArray[np.float64]
Weigh = Callable[[Turns, Period, Period, float], float]


def _weigh_series(call: Call, context: Context, weigh: Weigh) -> list[Quantity]:
    """Apply `weigh` to each draw of each series, of which all periods count.

    It takes the turns, both ends of the window, and the part of a turn there that the calendar explains.
    """
    subject, inside = enter_window(call.arguments[0], context)
    whole = list_series(subject, inside.inside(None))
    return [_weigh_window(series, inside.window, context, weigh) for series in whole]


def _weigh_window(series: Series, window: Window | None, context: Context, weigh: Weigh) -> Quantity:
    """Weigh the window of one series; null where the series is too short, or the window not covered."""
    cut = series.cut(window) if window else trim(series)
    figure = replace(reduce_series(replace(cut, aggregation=Aggregation.MEAN), needs=0.0), unit=_ONE, basis=None)
    count = int((series.status <= Status.PARTIAL).sum())
    if not cut.status.size or count < _FEWEST or (figure.completeness < _ENOUGH and not context.is_running):
        few = f"{count} periods, {_FEWEST} are needed" if count < _FEWEST else "too little of the window is covered"
        return replace(figure, values=np.full(len(series.values), np.nan), reason=figure.lack or few)
    first, last = (Period(series.frequency, ordinal) for ordinal in (cut.start, cut.stop - 1))
    found = _detect_draws(series, context)
    notes = tuple(dict.fromkeys((*figure.notes, *_write_turns(found[0], first, last), *_write_calendar(cut))))
    share = _find_share(series, found[0], first, last)
    values = np.array([weigh(turns, first, last, share) for turns in found])
    return replace(figure, values=_spread(values, len(series.values)), notes=notes)


def _detect_draws(series: Series, context: Context) -> list[Turns]:
    """Find the turns of each draw, or of very many draws of some; once for all windows of a measured series."""
    key = ("turns", id(series))
    if key not in context.cache:
        every = -(-len(series.values) // _MOST)
        found = detect_many([replace(series, values=draw[None]) for draw in series.values[::every]])
        context.cache[key] = series, found  # the series is kept, so that no other takes its id
    turns: list[Turns] = context.cache[key][1]
    return turns


def _spread(values: Values, count: int) -> Values:
    """Let each of some draws stand for those that follow it."""
    return np.repeat(values, -(-count // len(values)))[:count]


def _write_turns(turns: Turns, first: Period, last: Period) -> list[str]:
    """Name the turns of the window with the interval of their dates."""
    return [
        f"{turn.kind} {turn.direction} in {turn.period}, 90% from {turn.low} to {turn.high} ({turn.probability:.0%})"
        for turn in turns.turns
        if first <= turn.period <= last
    ]


def _read_calendar(series: Series) -> list[Artefact]:
    """Return what the calendar of artefacts has inside a series; nothing for what was computed of several measures."""
    sides = series.relation.replace("--", " ").replace("->", " ").split()
    return list_calendar(series, sides) if series.measure in list_measures() else []


def _write_calendar(series: Series) -> list[str]:
    return [f"calendar of artefacts: {entry.period} {entry.text}" for entry in _read_calendar(series) if entry.share]


def _find_share(series: Series, turns: Turns, first: Period, last: Period) -> float:
    """Return the part of a turn in the window that the calendar explains; of several turns the least."""
    calendar = _read_calendar(series)
    inside = [turn for turn in turns.turns if first <= turn.period <= last]
    shares = ([entry.share for entry in weigh_calendar(turn, turns, calendar)] for turn in inside)
    return min((max(found, default=0.0) for found in shares), default=0.0)


@declare(
    "probability of a turn in the window: of the level, the trend or the spread, rather than steady change",
    "the probability of a break in {0}",
    takes=("series",),
    gives="figure",
    unit="1",
    example="break(arms_transfers(RUS -> CHN))[2005..2009] > 50%",
)
def apply_break(call: Call, context: Context) -> Sequence[Value]:
    """Probability that something new begins in the window, by Bayesian segmentation of the whole series.

    All periods that are known count, also those outside the window, so that a window of one year can be asked. Steady
    growth, a wandering level and noise that remembers the period before are no break. A turn that may be an entry of
    the calendar of artefacts counts for the part that the calendar leaves of it. Null with fewer than six periods, or
    less than four fifths of the window. Of more than 50 draws each that is read stands for those after it.

    Fearnhead, Paul (2006), Exact and efficient Bayesian inference for multiple changepoint problems, Statistics and
    Computing 16(2).
    """
    return _weigh_series(call, context, _weigh_break)


def _weigh_break(turns: Turns, first: Period, last: Period, share: float) -> float:
    return turns.measure_chance(first, last) * (1 - share)


@declare(
    "probability that the level moved through the window, and without a turn: gradual change",
    "the probability of gradual change in {0}",
    takes=("series",),
    gives="figure",
    unit="1",
    keywords=(Keyword("direction", "which way it moved; either way where it is not written", "word", ("up", "down")),),
    example="gradual(trade(CHN -- RUS), direction=up)[2010..2014] > 50%",
)
def apply_gradual(call: Call, context: Context) -> Sequence[Value]:
    """Probability of no turn in the window, times how sure it is that the level moved: 0 where it stood still.

    The level of the last period is held against that of the period before the window, with the spread of both
    (as if they were independent, which understates how sure it is); 0 with an even chance of either direction, 1 where
    it is certain. What is null for ``break`` is null here.

    References as for ``break``.
    """
    way = {"up": 1.0, "down": -1.0}.get(read_word(call, "direction", ""), 0.0)

    def weigh(turns: Turns, first: Period, last: Period, share: float) -> float:
        return (1 - _weigh_break(turns, first, last, share)) * _weigh_move(turns, first, last, way)

    return _weigh_series(call, context, weigh)


def _weigh_move(turns: Turns, first: Period, last: Period, way: float) -> float:
    """Return how sure it is, from 0 to 1, that the level moved over a window, in one way (1, -1) or in either (0)."""
    level = turns.level
    ends = np.clip([first.ordinal - 1 - level.start, last.ordinal - level.start], 0, level.mean.size - 1)
    move = float(level.mean[ends[1]] - level.mean[ends[0]])
    spread = float(np.hypot(*((level.high90 - level.low90)[ends] / _WIDTH)))
    if not np.isfinite(move) or not spread:
        return float(np.sign(abs(move))) if np.isfinite(move) else 0.0
    sure = math.erf((way * move if way else abs(move)) / spread / math.sqrt(2))
    return max(sure, 0.0)


@declare(
    "change from the first to the last period of the window, in standard deviations of what is usual in so long a time",
    "the change of {0}, in standard deviations",
    takes=("series",),
    gives="figure",
    unit="sd",
    example="change_sd(trade(CHN -- RUS))[2008..2009] < 2 sd",
)
def apply_change_sd(call: Call, context: Context) -> Sequence[Value]:
    r"""Last value less first over :math:`\sqrt{2\sigma^2 + h\tau^2}`: how far out of the ordinary a change is.

    :math:`\sigma` is the standard deviation of a value around its level, :math:`\tau` that of the level's own move in a
    period, turns apart, and :math:`h` the number of periods between the two; both are learnt from the whole series.
    Null with fewer than six periods, or where either end has no value.
    """
    subject, inside = enter_window(call.arguments[0], context)
    return [_scale_change(series, inside.window, context) for series in list_series(subject, inside.inside(None))]


def _scale_change(series: Series, window: Window | None, context: Context) -> Quantity:
    cut = trim(series.cut(window)) if window and context.is_running else series.cut(window) if window else trim(series)
    figure = replace(reduce_series(replace(cut, aggregation=Aggregation.MEAN), needs=0.0), unit=_SD, basis=None)
    count = int((series.status <= Status.PARTIAL).sum())
    if cut.status.size < 2 or count < _FEWEST:
        reason = "the window holds one period only" if count >= _FEWEST else f"{count} periods, {_FEWEST} are needed"
        return replace(figure, values=np.full(len(series.values), np.nan), reason=figure.lack or reason)
    found = _detect_draws(series, context)
    usual = np.sqrt([2 * turns.noise_sd**2 + (cut.status.size - 1) * turns.movement_sd**2 for turns in found])
    change = cut.values[:, -1] - cut.values[:, 0]
    scale = _spread(usual, len(series.values))
    values = np.divide(change, scale, out=np.full(change.shape, np.nan), where=scale > 0)
    reason = "either end of the window has no value" if np.isnan(change).all() else ""
    return replace(figure, values=values, reason=reason)


@declare(
    "level of a series, noise taken away: it steps at turns and drifts between them",
    "the level of {0}",
    takes=("series",),
    gives="series",
    unit="=",
    example="persists(level(trade_share(RUS -> CHN)) > 8%)[2010..2014]",
)
def apply_level(call: Call, context: Context) -> Sequence[Value]:
    """Level in hindsight, with its 90% band, in the measure's unit; so that one odd period neither makes nor breaks it.

    Periods without a value stay null. It is smoothed over the whole series, whatever the window: to say what was known
    then, ask as of the day.

    Harvey, Andrew (1989), Forecasting, Structural Time Series Models and the Kalman Filter, Cambridge.
    """
    subject, inside = enter_window(call.arguments[0], context)
    levels = [_smooth(series, context) for series in list_series(subject, inside.inside(None))]
    return [series.cut(inside.window) for series in levels] if inside.window else levels


def _smooth(series: Series, context: Context) -> Series:
    if not series.status.size:
        return series
    found = [turns.level for turns in _detect_draws(series, context)]
    rows = -(-len(series.values) // len(found))
    is_known = series.status <= Status.PARTIAL
    means = np.repeat([np.where(is_known, level.mean, np.nan) for level in found], rows, axis=0)[: len(series.values)]
    band = (np.where(is_known, end, np.nan) for end in (found[0].low90, found[0].high90))
    low, high = band if len(series.values) == 1 else (None, None)
    return replace(series, values=means, low=low, high=high, weights=None, prior=None)
