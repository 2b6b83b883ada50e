"""Sums, ratios and reductions of series, with the guard against unlike quantities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
from facta.language.values import Incommensurable, Quantity, join_books

__all__ = ["MIXED", "combine_values", "divide_values", "reduce_series", "scale_to"]

MIXED = "mixed books"
"""The note of a ratio whose two terms come from two books."""

_SHARE = Basis(Kind.SHARE)


def reduce_series(series: Series, *, needs: float | None = None) -> Quantity:
    """Make several periods one figure, as the series' measure declares; NaN where too little of them is there.

    Parameters
    ----------
    series : Series
        Already cut to the window.
    needs : float or None
        Least completeness instead of the measure's own.
    """
    there = series.status <= Status.PARTIAL
    count = int(there.sum())
    share = float(series.completeness.mean()) if len(series.status) else 0.0
    enough = series.needs if needs is None else needs
    if len(there) == 1:
        enough = 0.0
    if series.aggregation is Aggregation.LAST:
        share = float(series.completeness[-1]) if len(there) else 0.0
        enough = 0.0
    if not count or share < enough or (series.aggregation is Aggregation.LAST and needs is None and not there[-1]):
        return _describe(series, np.full(series.values.shape[0], np.nan), share, count)
    return _describe(series, _REDUCTIONS[series.aggregation](series, there), share, count)


def _weighted(series: Series, there: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Pool shares by their denominators: the share of the sums, not the mean of the shares."""
    values = series.values[:, there]
    if series.weights is None:
        return values.mean(axis=1)
    weights = np.broadcast_to(series.weights, series.values.shape)[:, there]
    return np.asarray((values * weights).sum(axis=1) / weights.sum(axis=1))


_REDUCTIONS: dict[Aggregation, Callable[[Series, NDArray[np.bool_]], NDArray[np.float64]]] = {
    Aggregation.SUM: lambda series, there: series.values[:, there].sum(axis=1),
    Aggregation.MEAN: lambda series, there: series.values[:, there].mean(axis=1),
    Aggregation.LAST: lambda series, there: series.values[:, np.flatnonzero(there)[-1]],
    Aggregation.MAXIMUM: lambda series, there: series.values[:, there].max(axis=1),
    Aggregation.WEIGHTED: _weighted,
}


def _describe(series: Series, values: NDArray[np.float64], completeness: float, count: int) -> Quantity:
    """Make a figure that carries what its series carries."""
    places = np.flatnonzero(series.status <= Status.PARTIAL)
    missing = series.status[series.status > Status.PARTIAL]
    status = Status(int(missing[-1])) if len(missing) else Status(int(series.status.max(initial=Status.REPORTED)))
    window = None
    if len(places):
        first, last = (Period(series.frequency, series.start + int(place)) for place in (places[0], places[-1]))
        window = Window(first.start, last.end, series.frequency)
    if not len(series.status):
        status = Status.NOT_COVERED
    return Quantity(
        values, series.unit, series.basis, series.book, status, completeness, count, window, series.origins, series.notes
    )


def scale_to(value: Quantity | Series, unit: Unit) -> Quantity | Series:
    """Return the value in another unit of its dimension."""
    if value.unit is None or value.unit == unit:
        return value
    return replace(value, values=value.values * (value.unit.factor / unit.factor), unit=unit)


def combine_values(sign: str, one: Series | Quantity, other: Series | Quantity, mixed: bool) -> Series | Quantity:
    """Add or subtract two values of one dimension, or multiply by a bare number.

    Raises
    ------
    Incommensurable
        The dimensions agree, and the bases do not.
    """
    if sign == "*":
        scaled, number = (one, other) if _is_bare(other) else (other, one)
        return _zip(scaled, number, np.multiply, scaled.unit, scaled.basis, mixed)
    _guard(one, other)
    unit = one.unit or other.unit
    if unit and other.unit:
        other = scale_to(other, unit)
    if unit and one.unit:
        one = scale_to(one, unit)
    return _zip(one, other, np.add if sign == "+" else np.subtract, unit, one.basis or other.basis, mixed)


def divide_values(one: Series | Quantity, other: Series | Quantity, mixed: bool) -> Series | Quantity:
    """Divide two values of one dimension into a share, or by a bare number.

    Raises
    ------
    Incommensurable
        The dimensions agree, and the bases do not.
    """
    if _is_bare(other):
        return _zip(one, other, _safe_divide, one.unit, one.basis, mixed)
    _guard(one, other)
    if one.unit and other.unit:
        other = scale_to(other, one.unit)
    ratio = _zip(one, other, _safe_divide, find_unit("1"), _SHARE, mixed)
    if isinstance(ratio, Series) and isinstance(other, Series):
        weights = other.span(ratio.start, ratio.stop).values
        return replace(ratio, aggregation=Aggregation.WEIGHTED, weights=np.nan_to_num(weights))
    return ratio


def _guard(one: Series | Quantity, other: Series | Quantity) -> None:
    reason = explain_incommensurable(one.basis, other.basis)
    if reason:
        raise Incommensurable(reason)


def _is_bare(value: Series | Quantity) -> bool:
    return isinstance(value, Quantity) and (value.unit is None or value.unit.dimension == "share") and value.basis is None


def _safe_divide(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(one, other, out=np.full(np.broadcast(one, other).shape, np.nan), where=other != 0)


def _zip(
    one: Series | Quantity,
    other: Series | Quantity,
    operation: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
    unit: Unit | None,
    basis: Basis | None,
    mixed: bool,
) -> Series | Quantity:
    """Apply an operation period by period where both are series, else to the figures."""
    book = join_books(one.book, other.book)
    notes = tuple(dict.fromkeys((*one.notes, *other.notes, *((MIXED,) if mixed else ()))))
    origins = tuple(dict.fromkeys(one.origins + other.origins))
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        missing = one if np.isnan(one.figure) else other
        return Quantity(
            operation(one.values, other.values), unit, basis, book, missing.status,
            min(one.completeness, other.completeness), max(one.n, other.n), one.window or other.window, origins, notes,
        )  # fmt: skip
    if isinstance(one, Series) and isinstance(other, Series):
        if one.frequency is not other.frequency:
            raise Incommensurable(f"periods of a {one.frequency} against periods of a {other.frequency}")
        start, stop = max(one.start, other.start), min(one.stop, other.stop)
        one, other = one.span(start, max(start, stop)), other.span(start, max(start, stop))
        status = np.maximum(one.status, other.status)
        completeness = one.completeness * other.completeness
        pattern, left, right = one, one.values, other.values
    else:
        pattern = one if isinstance(one, Series) else other  # type: ignore[assignment]
        status, completeness = pattern.status, pattern.completeness
        left, right = (value.values if isinstance(value, Series) else value.values[:, None] for value in (one, other))
    values = operation(left, right)
    status = np.where((status <= Status.PARTIAL) & np.isnan(values).all(axis=0), Status.NOT_CODED, status)
    return replace(
        pattern, book=book, unit=unit or pattern.unit, basis=basis or pattern.basis, values=values,
        status=status.astype(np.int8), completeness=np.where(status <= Status.PARTIAL, completeness, 0.0),
        low=None, high=None, weights=pattern.weights, origins=origins, notes=notes,
    )  # fmt: skip
