"""Sums, ratios, comparisons and reductions of series, with the guard against unlike quantities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from facta.domain import (
    Aggregation,
    Basis,
    Kind,
    Period,
    Series,
    Status,
    Unit,
    Window,
    explain_incommensurable,
    find_unit,
)
from facta.language.nodes import Number
from facta.language.values import Incommensurable, Numbers, Quantity, join_books

__all__ = [
    "ACROSS",
    "MIXED",
    "align_units",
    "combine_values",
    "compare_arrays",
    "divide_safely",
    "divide_values",
    "join_truths",
    "pass_periods",
    "read_slack",
    "reduce_series",
    "write_note",
]

MIXED = "mixed books"
"""The note of a sum or ratio whose two terms come from two books."""

ACROSS = "compared across books"
"""The note of a comparison whose two sides come from two books."""

Array: TypeAlias = NDArray[np.float64]
Flag: TypeAlias = bool | NDArray[np.bool_]
Slack: TypeAlias = Callable[[Array], Array]
Valued = TypeVar("Valued", Series, Quantity, Series | Quantity)

_SHARE, _COUNT = Basis(Kind.SHARE), Basis(Kind.COUNT)
_ONE, _PERIODS = find_unit("1"), find_unit("count")
_DAYS, _DATE = find_unit("days"), find_unit("date")
_ROUNDING = 1e-9


def reduce_series(series: Series, *, needs: float | None = None) -> Quantity:
    """Make several periods one figure, as the series' measure declares; NaN where too little of them is there.

    Parameters
    ----------
    series : Series
        Already cut to the window.
    needs : float or None
        Least completeness instead of the measure's own. A single period is taken as it is, and a level at the end of
        the window needs the last period; with `needs` the last that has a value does.
    """
    count = series.status.size
    if not count:
        reason = f"no whole {series.frequency} lies in the window"
        return _describe(series, np.full(series.values.shape[0], np.nan), 0.0, series.status, reason)
    there = series.status <= Status.PARTIAL
    is_level = series.aggregation is Aggregation.LAST
    share = float(series.completeness[-1] if is_level else series.completeness.sum() / count)
    enough = 0.0 if is_level or count == 1 else series.needs if needs is None else needs
    if not there.any() or share < enough or (is_level and needs is None and not there[-1]):
        reason = f"{share:.0%} of the window is there, {enough:.0%} is needed" if share else ""
        return _describe(series, np.full(series.values.shape[0], np.nan), share, there, reason)
    values = series.values[:, 0] if count == 1 else _REDUCTIONS[series.aggregation](series, there)
    return _describe(series, values, share, there)


def _pool(series: Series, there: NDArray[np.bool_]) -> Array:
    """Pool shares by their denominators: the share of the sums, drawn towards a prior once, not the mean of shares."""
    values = series.values[:, there]
    if series.weights is None:
        return np.asarray(values.mean(axis=1))
    weights = np.broadcast_to(series.weights, series.values.shape)[:, there]
    if series.prior is not None:
        return series.prior.pool(values, weights)
    return divide_safely((values * weights).sum(axis=1), weights.sum(axis=1))


_REDUCTIONS: dict[Aggregation, Callable[[Series, NDArray[np.bool_]], Array]] = {
    Aggregation.SUM: lambda series, there: series.values[:, there].sum(axis=1),
    Aggregation.MEAN: lambda series, there: series.values[:, there].mean(axis=1),
    Aggregation.LAST: lambda series, there: series.values[:, np.flatnonzero(there)[-1]],
    Aggregation.MAXIMUM: lambda series, there: series.values[:, there].max(axis=1),
    Aggregation.WEIGHTED: _pool,
}


def _describe(
    series: Series, values: Array, share: float, there: NDArray[np.bool_] | NDArray[np.int8], reason: str = ""
) -> Quantity:
    """Make a figure that carries what its series carries."""
    places = there.nonzero()[0]
    window = None
    if places.size:
        first = Period(series.frequency, series.start + int(places[0]))
        last = Period(series.frequency, series.start + int(places[-1]))
        window = Window(first.start, last.end, series.frequency)
    return Quantity(
        values, series.unit, series.basis, series.book, _sum_up(series.status, places), share, places.size, window,
        series.origins, series.notes, reason,
    )  # fmt: skip


def _sum_up(status: NDArray[np.int8], places: NDArray[np.intp]) -> Status:
    """Say with one status what several periods have: the reason of the last that is missing, where none is there."""
    if not status.size:
        return Status.NOT_COVERED
    if places.size == status.size:
        return Status(int(status.max()))
    return Status(int(status[status > Status.PARTIAL][-1]))


def _scale(value: Valued, unit: Unit) -> Valued:
    """Return a value in another unit of its dimension; a bare number is meant in the dimension's base unit."""
    if value.unit is unit or value.unit == unit:
        return value
    if value.unit is not None and value.unit.dimension != unit.dimension:
        raise Incommensurable(f"{value.unit.dimension} against {unit.dimension}")
    factor = value.unit.factor if value.unit else 1.0
    return replace(value, values=value.values * (factor / unit.factor), unit=unit)


def align_units(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Return both in the unit of the first, or of the second where the first is a bare number.

    Raises
    ------
    Incommensurable
        The dimensions agree, and the bases do not.
    """
    if one.basis is not None and other.basis is not None:
        reason = explain_incommensurable(one.basis, other.basis)
        if reason:
            raise Incommensurable(reason)
    unit = one.unit or other.unit
    return (one, other) if unit is None else (_scale(one, unit), _scale(other, unit))


def combine_values(sign: str, one: Numbers, other: Numbers) -> Numbers:
    """Add or subtract two values of one dimension, or multiply one by a number or share.

    Raises
    ------
    Incommensurable
        The dimensions agree, and the bases do not; or periods of two lengths.
    """
    if sign == "*":
        scaled, number = (one, other) if _is_plain(other) else (other, one)
        return _zip(scaled, _to_ratio(number), np.multiply, scaled.unit or number.unit, scaled.basis)
    if "date" in (_dimension(one), _dimension(other)):
        return _shift_date(sign, one, other)
    one, other = align_units(one, other)
    joined = _zip(one, other, np.add if sign == "+" else np.subtract, one.unit, one.basis or other.basis)
    if isinstance(joined, Series) and joined.aggregation is Aggregation.WEIGHTED:
        return replace(joined, aggregation=Aggregation.MEAN, weights=None)
    return joined


def _shift_date(sign: str, one: Numbers, other: Numbers) -> Numbers:
    """Take the days between two dates, or move a date by a span of time."""
    is_span = _dimension(one) == _dimension(other)
    one, other = (_scale(part, _DAYS) if _dimension(part) == "duration" else part for part in (one, other))
    return _zip(one, other, np.add if sign == "+" else np.subtract, _DAYS if is_span else _DATE, None)


def _dimension(value: Numbers) -> str:
    return value.unit.dimension if value.unit else ""


def divide_values(one: Numbers, other: Numbers) -> Numbers:
    """Divide two values of one dimension into a share, or one by a number.

    Raises
    ------
    Incommensurable
        The dimensions agree, and the bases do not; or periods of two lengths.
    """
    if _is_plain(other) and (one.unit is None or not _is_plain(one)):
        return _zip(one, _to_ratio(other), divide_safely, one.unit, one.basis)
    one, other = align_units(one, other)
    ratio = _zip(one, other, divide_safely, _ONE, _SHARE)
    if not isinstance(ratio, Series) or not isinstance(other, Series):
        return ratio
    if other.aggregation is not Aggregation.SUM:
        kept = other.aggregation if other.aggregation is Aggregation.LAST else Aggregation.MEAN
        return replace(ratio, aggregation=kept, weights=None)
    weights = np.nan_to_num(other.span(ratio.start, ratio.stop).values)
    return replace(ratio, aggregation=Aggregation.WEIGHTED, weights=weights)


def _is_plain(value: Numbers) -> bool:
    """Say whether a value has no dimension: a bare number or a share."""
    return value.unit is None or value.unit.dimension == "share"


def _to_ratio(value: Numbers) -> Numbers:
    """Return a bare number or a share as a plain ratio: 50% is 0.5."""
    return value if value.unit is None else _scale(value, _ONE)


def divide_safely(one: Array, other: Array) -> Array:
    """Divide; nothing is known where the divisor is zero."""
    return np.asarray(np.divide(one, other, out=np.full(np.broadcast(one, other).shape, np.nan), where=other != 0))


def _zip(
    one: Numbers, other: Numbers, operation: Callable[[Array, Array], Array], unit: Unit | None, basis: Basis | None
) -> Numbers:
    """Apply an operation to the figures, or period by period where one is a series."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return _zip_figures(one, other, operation, unit, basis)
    if isinstance(one, Series) and isinstance(other, Series):
        pattern, one, other = one.forget_prior(), *_overlap(one, other)
        status = np.maximum(one.status, other.status)
        completeness = one.completeness * other.completeness
        values = operation(one.values, other.values)
    else:
        pattern = one if isinstance(one, Series) else other  # type: ignore[assignment]  # one of them is a series
        pattern = pattern.forget_prior()
        status, completeness = pattern.status, pattern.completeness
        values = operation(
            *(part.values if isinstance(part, Series) else part.values[:, None] for part in (one, other))
        )
    is_lost = (status <= Status.PARTIAL) & np.isnan(values).all(axis=0)
    status = np.where(is_lost, Status.NOT_CODED, status).astype(np.int8)
    start = one.start if isinstance(one, Series) else pattern.start
    return Series(
        pattern.measure, pattern.relation, join_books(one.book, other.book),
        unit or pattern.unit, basis or pattern.basis,
        pattern.frequency, start, values, status, np.where(status <= Status.PARTIAL, completeness, 0.0),
        pattern.aggregation, None, None,
        pattern.span(start, start + status.size).weights,
        _join(one.origins, other.origins), pattern.reach, _join(one.notes, other.notes), pattern.needs,
    )  # fmt: skip


def _zip_figures(
    one: Quantity, other: Quantity, operation: Callable[[Array, Array], Array], unit: Unit | None, basis: Basis | None
) -> Quantity:
    values = operation(one.values, other.values)
    lacking = one if one.lack else other
    reason = (lacking.lack or "a division by zero") if np.isnan(values).all() else ""
    return Quantity(
        values,
        unit,
        basis,
        join_books(one.book, other.book),
        lacking.status,
        min(one.completeness, other.completeness),
        max(one.n, other.n),
        one.window or other.window,
        _join(one.origins, other.origins),
        _join(one.notes, other.notes),
        reason or one.reason or other.reason,
        *_bound(one, other, operation),
    )


def _bound(one: Quantity, other: Quantity, operation: Callable[[Array, Array], Array]) -> tuple[Flag, Flag]:
    """Say whether what two figures make is a lower or an upper bound, where one of them is."""
    turns = operation not in (np.add, np.multiply)
    least, most = (other.is_most, other.is_least) if turns else (other.is_least, other.is_most)
    bounds = one.is_least | least, one.is_most | most
    return bounds[::-1] if operation is np.multiply and one.figure * other.figure < 0 else bounds


def _overlap(one: Series, other: Series) -> tuple[Series, Series]:
    """Cut two series to the periods that both span."""
    if one.frequency is not other.frequency:
        raise Incommensurable(f"periods of a {one.frequency} against periods of a {other.frequency}")
    start = max(one.start, other.start)
    stop = max(start, min(one.stop, other.stop))
    return one.span(start, stop), other.span(start, stop)


def _join(ones: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Join two lists, each entry once."""
    return ones if ones == others or not others else tuple(dict.fromkeys((*ones, *others)))


def write_note(value: Valued, note: str) -> Valued:
    """Return a value with one more note."""
    return replace(value, notes=_join(value.notes, (note,)))


_SIGNS: dict[str, Callable[[Array, float], NDArray[np.bool_]]] = {
    ">": np.greater,
    "<": np.less,
    ">=": np.greater_equal,
    "<=": np.less_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def compare_arrays(sign: str, left: Array, right: Array, slack: Slack | None = None) -> Array:
    """Compare element by element: 1 where it holds, 0 where not, NaN where either is not known.

    Differences in the last digits are none, so that 70% is seven tenths in every unit. With `slack` values that lie no
    further apart count as equal.
    """
    gap = left - right
    apart = np.abs(gap)
    near = apart <= _ROUNDING * np.maximum(np.abs(left), np.abs(right))
    holds = _SIGNS[sign](np.where(near, 0.0, gap), 0.0)
    if slack is not None:
        close = near | (apart <= slack(right) * (1 + _ROUNDING))
        holds = ~close if sign == "!=" else close if sign == "==" else holds | close
    return np.where(np.isnan(gap), np.nan, holds)


def read_slack(tolerance: Number | None, unit: Unit | None) -> Slack | None:
    """Return what ``+-`` allows beside a value in `unit`; a share of anything but a share is relative to the value."""
    if tolerance is None:
        return None
    factor = tolerance.value * (tolerance.unit.factor if tolerance.unit else 1.0)
    if tolerance.unit and tolerance.unit.dimension == "share" and not (unit and unit.dimension == "share"):
        return lambda right: np.abs(right) * factor
    absolute = factor / (unit.factor if unit else 1.0)
    return lambda right: np.full_like(right, absolute)


def join_truths(word: str, one: Array, other: Array) -> Array:
    """Join truths: *and* is false as soon as one is, *or* true as soon as one is; else unknown where one is."""
    decided, settling = (np.fmin(one, other), 0.0) if word == "and" else (np.fmax(one, other), 1.0)
    return np.where((np.isnan(one) | np.isnan(other)) & (decided != settling), np.nan, decided)


def pass_periods(one: Numbers, other: Numbers, test: Callable[[Array, Array], Array]) -> Series:
    """Test two values period by period: a series of ones and zeros that adds up, null where nothing is known."""
    tested = _zip(one, other, test, _PERIODS, _COUNT)
    assert isinstance(tested, Series)  # one of the two has periods, as `check_reading` sees to
    is_known = ~np.isnan(tested.values).any(axis=0)
    status = np.where(is_known, np.minimum(tested.status, Status.PARTIAL), tested.status).astype(np.int8)
    completeness = np.where(is_known & (tested.completeness == 0), 1.0, tested.completeness)
    return replace(tested, status=status, completeness=completeness, aggregation=Aggregation.SUM, weights=None)
