"""Shares, ratios, changes and ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from facta.domain import Period, Relation, RowSet, Series, Status, Window, find_parties, find_unit
from facta.errors import ReadingTypeError
from facta.language.arithmetic import divide_values, reduce_series
from facta.language.nodes import Call, Node, Number, Sides
from facta.language.operators.registry import Context, declare
from facta.language.values import Quantity, Value, match_books

__all__ = ["apply_change", "apply_difference", "apply_rank", "apply_ratio", "apply_share"]


def _divide(call: Call, context: Context) -> list[Value]:
    above, below = (context.evaluate(argument, context) for argument in call.arguments)
    pairs = match_books(above, below)
    divided: list[Value] = []
    for one, other, mixed in pairs:
        if isinstance(one, RowSet) and isinstance(other, RowSet):
            divided.append(_divide_rows(one, other))
        elif isinstance(one, Series | Quantity) and isinstance(other, Series | Quantity):
            divided.append(divide_values(one, other, mixed))
    return divided


def _divide_rows(one: RowSet, other: RowSet) -> Quantity:
    """Share of the rows of `other` that are also in `one`."""
    base = {row.id for row in other.rows}
    part = sum(row.id in base for row in one.rows)
    value = part / len(base) if base else np.nan
    status = Status.REPORTED if base else Status.NOT_COVERED
    origins = tuple(dict.fromkeys(row.origin for row in other.rows))
    return Quantity(np.array([value]), find_unit("1"), None, other.book, status, 1.0 if base else 0.0, len(base), origins=origins)


@declare(
    "part of a whole, both from one book; of rows, the part that the first set is of the second",
    takes=("any", "any"),
    gives="series",
    unit="1",
    example="share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%",
)
def apply_share(call: Call, context: Context) -> Sequence[Value]:
    """Divide the first by the second; several periods pool to the share of the sums."""
    return _divide(call, context)


@declare(
    "how many times the second the first is, both from one book",
    takes=("any", "any"),
    gives="series",
    unit="1",
    example="ratio(trade(CHN -- USA), trade(CHN -- RUS))[2014] > 5",
)
def apply_ratio(call: Call, context: Context) -> Sequence[Value]:
    """Divide the first by the second."""
    return _divide(call, context)


def _ends(series: Series, call: Call, context: Context) -> tuple[Series, int, int] | None:
    """Find the first and last period to compare: those of the window, or ``over=`` before its end."""
    over = call.option("over")
    cut = series.cut(context.window) if context.window else _trim(series)
    if context.is_running:
        cut = _trim(cut)
    if cut.start >= cut.stop:
        return None
    last = cut.stop - 1
    if not isinstance(over, Number):
        return cut, cut.start, last
    days = over.value * (over.unit.factor if over.unit else 365.2425)
    back = round(days / 365.2425 * series.frequency.periods_a_year)
    return series.span(last - back, last + 1), last - back, last


def _trim(series: Series) -> Series:
    """Cut the periods without a value off both ends."""
    places = np.flatnonzero(series.status <= Status.PARTIAL)
    return series.span(series.start + int(places[0]), series.start + int(places[-1]) + 1) if len(places) else series.span(series.start, series.start)


def _compare_ends(call: Call, context: Context, is_relative: bool) -> list[Value]:
    found: list[Value] = []
    for series in context.evaluate(call.arguments[0], context.inside(None)):
        if not isinstance(series, Series):
            continue
        ends = _ends(series, call, context)
        if ends is None:
            found.append(reduce_series(series.span(series.start, series.start)))
            continue
        cut, first, last = ends
        one, other = (reduce_series(cut.span(at, at + 1)) for at in (first, last))
        gap = other.values - one.values
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(one.values != 0, gap / np.abs(one.values), np.nan) if is_relative else gap
        missing = one if np.isnan(one.figure) else other
        found.append(
            replace(
                missing, values=value, unit=find_unit("1") if is_relative else series.unit, basis=None, n=2,
                completeness=min(one.completeness, other.completeness),
                window=_span_of(series, first, last), origins=series.origins,
            )  # fmt: skip
        )
    return found


def _span_of(series: Series, first: int, last: int) -> Window:
    return Window(Period(series.frequency, first).start, Period(series.frequency, last).end, series.frequency)


@declare(
    "relative change from the first to the last period of the window, or over a span before its end",
    takes=("series",),
    gives="figure",
    unit="1",
    options=("over",),
    example="change(trade(CHN -- RUS))[2009..2014] > 50%",
)
def apply_change(call: Call, context: Context) -> Sequence[Value]:
    """(last - first) / |first|; null where either end has no value, or the first is zero."""
    return _compare_ends(call, context, is_relative=True)


@declare(
    "difference between the last and the first period of the window, in the measure's own unit",
    takes=("series",),
    gives="figure",
    unit="=",
    options=("over",),
    example="difference(trade_share(RUS -> CHN))[2009..2014] > 2%",
)
def apply_difference(call: Call, context: Context) -> Sequence[Value]:
    """Last minus first; for shares, indices and ranks, where a relative change says little."""
    return _compare_ends(call, context, is_relative=False)


@declare(
    "rank of the second side among others, 1 for the highest value",
    takes=("measure",),
    gives="figure",
    unit="rank",
    options=("among", "order"),
    example="rank(trade(RUS -- CHN), among=G20)[2014] == 1",
)
def apply_rank(call: Call, context: Context) -> Sequence[Value]:
    """Rank by value with ``among=`` the members of a set in place of the second side; ``order=lowest`` turns it round.

    Ties share the best rank. A rival without a value is left out, and the note says how many were ranked.
    """
    inner = call.arguments[0]
    among, order = call.option("among"), call.option("order")
    if not isinstance(inner, Call) or not isinstance(among, Sides):
        raise ReadingTypeError(context.expression, call.at, "rank takes a measure and a set, as in rank(trade(RUS -- CHN), among=G20)", where=context.where)
    sign = -1.0 if isinstance(order, Sides) and order.text == "lowest" else 1.0
    own = [reduce_series(value) for value in context.evaluate(inner, context) if isinstance(value, Series)]
    rivals = [_reduce(other, context) for other in _rivals(inner, among, context)]
    found: list[Value] = []
    for figure in own:
        others = [values[key] for values in rivals if (key := (figure.book.source, figure.book.reporter, figure.book.variant)) in values]
        known = [value for value in others if np.isfinite(value).all()]
        rank = 1.0 + sum((sign * value > sign * figure.values).astype(float) for value in known)
        value = np.where(np.isfinite(figure.values), rank, np.nan)
        note = f"among {len(known) + 1} with a value"
        found.append(replace(figure, values=value, unit=find_unit("rank"), basis=None, notes=(*figure.notes, note)))
    return found


def _rivals(inner: Call, among: Sides, context: Context) -> list[Call]:
    """Write the measure once for each member of the set, in place of the second side."""
    side = next((place for place, part in enumerate(inner.arguments) if isinstance(part, Sides)), None)
    relation = getattr(inner.arguments[side], "relation", None) if side is not None else None
    if side is None or relation is None or relation.recipients is None:
        raise ReadingTypeError(context.expression, inner.at, "rank needs a measure of a relation", where=context.where)
    members = (among.relation.actors if among.relation else find_parties(among.text)).members
    taken = {member.state for part in (relation.actors, relation.recipients) for member in part.members}
    calls = []
    for state in sorted({member.state for member in members} - taken):
        other = replace(inner.arguments[side], relation=Relation(relation.actors, find_parties(state), relation.is_directed))
        arguments: tuple[Node, ...] = (*inner.arguments[:side], other, *inner.arguments[side + 1 :])
        calls.append(replace(inner, arguments=arguments))
    return calls


def _reduce(call: Call, context: Context) -> dict[tuple[str, str, str], np.ndarray]:
    """Reduce one rival's series, by book."""
    return {
        (value.book.source, value.book.reporter, value.book.variant): reduce_series(value).values
        for value in context.evaluate(call, context)
        if isinstance(value, Series)
    }
