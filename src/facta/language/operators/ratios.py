"""Shares, ratios, changes and ranks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from facta.domain import Frequency, Membership, Parties, Period, Relation, RowSet, Series, Status, Window, find_unit
from facta.language.arithmetic import MIXED, compare_arrays, divide_values, reduce_series, write_note
from facta.language.nodes import Call, Node, Number, Sides, has_window
from facta.language.operators.registry import Context, Keyword, declare, read_word
from facta.language.operators.subjects import cover_window, enter_window, list_series, select_rows, trim
from facta.language.values import Numbers, Quantity, Value, join_values, match_books

__all__ = ["apply_change", "apply_difference", "apply_rank", "apply_ratio", "apply_share"]

_ONE, _RANK = find_unit("1"), find_unit("rank")
_DAYS_A_YEAR = 365.2425
_OVER = Keyword(
    "over", "the span before the window's end over which to compare; the whole window where it is not written", "span"
)


def _divide(call: Call, context: Context) -> list[Value]:
    above, below = (context.evaluate(argument, context) for argument in call.arguments)
    if any(isinstance(value, RowSet) for value in above):
        pairs = match_books(above, below)
        rows = [(one, other) for one, other, _ in pairs if isinstance(one, RowSet) and isinstance(other, RowSet)]
        return [_divide_rows(one, other, call, context) for one, other in rows]
    is_figure = any(has_window(argument) for argument in call.arguments)

    def divide(one: Numbers, other: Numbers, is_mixed: bool) -> Numbers:
        terms = (_reduce(one, context), _reduce(other, context)) if is_figure else (one, other)
        ratio = divide_values(*terms)
        return write_note(ratio, MIXED) if is_mixed else ratio

    return join_values(above, below, divide)


def _reduce(value: Numbers, context: Context) -> Quantity:
    return reduce_series(value, needs=context.needs) if isinstance(value, Series) else value


def _divide_rows(one: RowSet, other: RowSet, call: Call, context: Context) -> Quantity:
    """Share of the rows of `other` that are also in `one`, each inside the window."""
    windows = (enter_window(argument, context)[1].window for argument in call.arguments)
    part, whole = (select_rows(rows, window, (), context) for rows, window in zip((one, other), windows, strict=True))
    base = {row.id for row in whole.rows}
    value = sum(row.id in base for row in part.rows) / len(base) if base else np.nan
    covered, window = cover_window(whole, enter_window(call.arguments[1], context)[1].window)
    status = Status.REPORTED if base else Status.NOT_COVERED
    origins = tuple(dict.fromkeys(row.origin for row in whole.rows))
    reason = "" if base else "there is no such row"
    return Quantity(
        np.array([value]), _ONE, None, whole.book, status, covered, len(base), window, origins, reason=reason
    )


@declare(
    "part of a whole, both from one book; of rows, the part that the first set is of the second",
    "the share of {0} in {1}",
    takes=("part", "part"),
    gives="quotient",
    unit="1",
    example="share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%",
)
def apply_share(call: Call, context: Context) -> Sequence[Value]:
    """Divide the first by the second; several periods pool to the share of the sums.

    A forecast draws part and whole each by its own past: where the part exceeds the whole, it counts as all of it.
    """
    shares = _divide(call, context)
    return [_cap(share) for share in shares] if context.outlook else shares


@declare(
    "how many times the second the first is, both from one book",
    "the ratio of {0} to {1}",
    takes=("part", "part"),
    gives="quotient",
    unit="1",
    example="ratio(trade(CHN -- USA), trade(CHN -- RUS))[2014] > 5",
)
def apply_ratio(call: Call, context: Context) -> Sequence[Value]:
    """Divide the first by the second."""
    return _divide(call, context)


def _cap(share: Value) -> Value:
    return replace(share, values=np.minimum(share.values, 1.0)) if isinstance(share, Series | Quantity) else share


def _compare_ends(call: Call, context: Context, is_relative: bool) -> list[Value]:
    subject, context = enter_window(call.arguments[0], context)
    return [_compare_end(series, call, context, is_relative) for series in list_series(subject, context.inside(None))]


def _compare_end(series: Series, call: Call, context: Context, is_relative: bool) -> Quantity:
    """Hold the last period against an earlier one."""
    unit = _ONE if is_relative else series.unit
    first, last, reason = _find_ends(series, call, context)
    if reason:
        nothing = np.full(series.values.shape[0], np.nan)
        return Quantity(
            nothing, unit, None, series.book, Status.NOT_COVERED, 0.0, 0, None, series.origins, series.notes, reason
        )
    one, other = (reduce_series(series.span(at, at + 1)) for at in (first, last))
    change = other.values - one.values
    if is_relative:
        change = np.divide(change, np.abs(one.values), out=np.full(change.shape, np.nan), where=one.values != 0)
    lacking = one if one.lack else other
    window = Window(Period(series.frequency, first).start, Period(series.frequency, last).end, series.frequency)
    return Quantity(
        change, unit, None, series.book, lacking.status, min(one.completeness, other.completeness), 2, window,
        tuple(dict.fromkeys((*one.origins, *other.origins))), series.notes,
        (lacking.lack or "a change from zero") if np.isnan(change).all() else "",
    )  # fmt: skip


def _find_ends(series: Series, call: Call, context: Context) -> tuple[int, int, str]:
    """Find the two periods to compare, or why there are none: those of the window, or ``over=`` before its end."""
    over = call.option("over")
    cut = series.cut(context.window) if context.window else trim(series)
    if context.is_running:
        cut = trim(cut)
    last = cut.stop - 1
    if cut.start > last:
        return 0, 0, f"no whole {series.frequency} lies in the window" if context.window else "no period has a value"
    if not isinstance(over, Number):
        single = (
            ""
            if cut.start < last
            else f"the window holds one {series.frequency} only: say over which span, as in over=12mo"
        )
        return cut.start, last, single
    back = round(over.value * (over.unit.factor if over.unit else 1.0) / _DAYS_A_YEAR * series.frequency.periods_a_year)
    return last - back, last, "" if back else f"the span is shorter than a {series.frequency}"


@declare(
    "relative change from the first to the last period of the window, or over a span before its end",
    "the relative change of {0}",
    takes=("series",),
    gives="figure",
    unit="1",
    keywords=(_OVER,),
    example="change(trade(CHN -- RUS))[2009..2014] > 50%",
)
def apply_change(call: Call, context: Context) -> Sequence[Value]:
    """(last - first) / |first|; null where either end has no value, the first is zero, or there is one period."""
    return _compare_ends(call, context, is_relative=True)


@declare(
    "difference between the last and the first period of the window, in the measure's own unit",
    "the difference from first to last of {0}",
    takes=("series",),
    gives="figure",
    unit="=",
    keywords=(_OVER,),
    example="difference(trade_share(RUS -> CHN))[2009..2014] > 2%",
)
def apply_difference(call: Call, context: Context) -> Sequence[Value]:
    """Last minus first; for shares, indices and ranks, where a relative change says little."""
    return _compare_ends(call, context, is_relative=False)


@declare(
    "rank of the second side among others, 1 for the highest value",
    "the rank of the second side by {0}",
    takes=("measure",),
    gives="figure",
    unit="rank",
    keywords=(
        Keyword("among", "the set whose members are ranked", "set", is_required=True),
        Keyword("order", "which end comes first", "word", ("highest", "lowest")),
    ),
    example="rank(trade(RUS -- CHN), among=G20)[2014] == 1",
)
def apply_rank(call: Call, context: Context) -> Sequence[Value]:
    """Rank by value with ``among=`` the members of a set in place of the second side; ``order=lowest`` turns it round.

    Members are those who belonged to the set in the window. Ties share the best rank. A rival without a value is left
    out, and the note says how many were ranked; without any rival there is no rank.
    """
    subject, context = enter_window(call.arguments[0], context)
    sign = "<" if read_word(call, "order", "highest") == "lowest" else ">"
    rivals = [_index_books(rival, context) for rival in _list_rivals(subject, call.option("among"), context)]
    return [
        _rank_series(series, [found[key] for found in rivals if key in found], sign, context)
        for key, series in _index_books(subject, context).items()
    ]


_NO_RIVAL = "nobody else has a value to be ranked against"


def _rank_series(series: Series, rivals: Sequence[Series], sign: str, context: Context) -> Quantity:
    """Rank one series among others, over the window, or without one in its own latest period."""
    if context.window is None:
        cut = trim(series)
        cut = cut.span(max(cut.start, cut.stop - 1), cut.stop)
        series, rivals = cut, [rival.span(cut.start, cut.stop) for rival in rivals]
    figure = reduce_series(series, needs=context.needs)
    others = [other for rival in rivals if not (other := reduce_series(rival, needs=context.needs)).lack]
    if not others:
        return replace(figure, values=np.full_like(figure.values, np.nan), unit=_RANK, basis=None, reason=_NO_RIVAL)
    above = sum((compare_arrays(sign, other.values, figure.values) for other in others), np.zeros(figure.values.shape))
    values = np.where(np.isnan(figure.values), np.nan, 1.0 + above)
    note = f"among {len(others) + 1} with a value"
    return replace(figure, values=values, unit=_RANK, basis=None, notes=(*figure.notes, note))


def _list_rivals(subject: Node, among: Node | None, context: Context) -> Iterator[Call]:
    """Write the measure once for each member of the set, in place of the second side."""
    assert isinstance(subject, Call)  # this and what follows as `check_reading` sees to
    assert isinstance(among, Sides)
    sides = subject.arguments[0]
    assert isinstance(sides, Sides)
    relation = sides.resolve()
    taken = {member.state for party in (relation.actors, relation.recipients) if party for member in party.members}
    window = context.window or Window(context.today, context.today)
    members = {member.state for member in among.resolve().actors.members if member.window.clip(window)}
    for state in sorted(members - taken):
        rival = Parties(state, (Membership(state, Window(None, None)),))
        yield replace(
            subject, arguments=(replace(sides, relation=Relation(relation.actors, rival, relation.is_directed)),)
        )


Key: TypeAlias = tuple[str, str, str, Frequency]


def _index_books(node: Node, context: Context) -> dict[Key, Series]:
    """Return what each book says of a measure, by book."""
    return {
        (series.book.source, series.book.reporter, series.book.variant, series.frequency): series
        for series in list_series(node, context)
    }
