"""Series of one book, joined: summed, completed, divided, subtracted; books are never mixed.

A book is a source's record by one reporter, of one variant and in periods of one length, whatever the release. What is
missing stays missing: a sum of which one part has no figure is *partial* and says how complete it is, and a period in
which no part has one is null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from facta.domain import ALWAYS, Frequency, Period, Series, Status, Window

__all__ = [
    "divide",
    "join_books",
    "keep_common",
    "key_of",
    "lie_inside",
    "subtract",
    "sum_books",
    "sum_parts",
    "sum_series",
]

_Values: TypeAlias = NDArray[np.float64]
_Key: TypeAlias = tuple[str, str, str, Frequency]


def key_of(series: Series) -> _Key:
    """Return what two series of one book share: source, reporter, variant and length of the periods."""
    return series.book.source, series.book.reporter, series.book.variant, series.frequency


def lie_inside(start: int, stop: int, first: int | None, last: int | None) -> NDArray[np.bool_]:
    """Say for each ordinal from `start` up to `stop` whether it lies from `first` to `last`; None is an open end."""
    ordinals = np.arange(start, stop)
    return (ordinals >= (start if first is None else first)) & (ordinals <= (stop if last is None else last))


def sum_series(parts: Sequence[tuple[Series, Window]]) -> Series:
    """Sum series of one book and frequency, each inside its own window.

    A period counts as a whole where any day of it lies inside. A part that lacks a figure makes the period *partial*,
    with the mean of the parts' completeness; where every part lacks one the period is null.
    """
    filled = [series for series, _ in parts if series.stop > series.start] or [parts[0][0]]
    start, stop = min(series.start for series in filled), max(series.stop for series in filled)
    spans = [series.span(start, stop) for series, _ in parts]
    counts = np.array([_mask(span, window) for span, (_, window) in zip(spans, parts, strict=True)])
    status = np.array([span.status for span in spans])
    is_there = counts & (status <= Status.PARTIAL)
    addends = [np.where(inside, span.values, 0.0) for inside, span in zip(is_there, spans, strict=True)]
    total = np.where(is_there.any(axis=0), np.sum(np.broadcast_arrays(*addends), axis=0), np.nan)
    had = np.where(is_there, [span.completeness for span in spans], 0.0).sum(axis=0)
    wanted = counts.sum(axis=0)
    return replace(
        parts[0][0],
        start=start,
        values=total,
        status=_sum_status(status, counts, is_there, total),
        completeness=np.divide(had, wanted, out=np.zeros_like(had), where=wanted > 0),
        low=None,
        high=None,
        weights=None,
        origins=_join(series.origins for series, _ in parts),
        origin_of=None,
        notes=_join(series.notes for series, _ in parts),
    )


def _sum_status(
    status: NDArray[np.int8], counts: NDArray[np.bool_], is_there: NDArray[np.bool_], total: _Values
) -> NDArray[np.int8]:
    """Sum up the status of parts, each of shape (parts, periods): whole, zero, partial, or the most that is known."""
    is_whole = (~counts | (status < Status.PARTIAL)).all(axis=0)
    whole = np.where((total == 0).all(axis=0), Status.ZERO, Status.REPORTED)
    lack = np.where(counts, status, Status.NOT_COVERED).min(axis=0)
    found = np.where(is_whole, whole, Status.PARTIAL)
    return np.where(is_there.any(axis=0), found, lack).astype(np.int8)


def _mask(series: Series, window: Window) -> NDArray[np.bool_]:
    """Say for each period whether it lies in the window, at least in part at its ends."""
    days = (window.start, window.end)
    first, last = (Period.containing(day, series.frequency).ordinal if day else None for day in days)
    return lie_inside(series.start, series.stop, first, last)


def sum_parts(parts: Sequence[tuple[Series, Window]]) -> Series:
    """Sum, or leave alone what stands alone: a sum has no interval."""
    return parts[0][0] if len(parts) == 1 and parts[0][1] == ALWAYS else sum_series(parts)


def sum_books(groups: Sequence[tuple[Sequence[Series], Window]]) -> list[Series]:
    """Sum groups of series book by book, each group inside its own window; a book that a group lacks is *partial*."""
    found: dict[_Key, dict[int, Series]] = {}
    for place, (group, _) in enumerate(groups):
        for series in group:
            found.setdefault(key_of(series), {})[place] = series
    summed = []
    for held in found.values():
        pattern = next(iter(held.values()))
        nothing = replace(pattern.span(pattern.start, pattern.start), origins=())
        summed.append(sum_parts([(held.get(place, nothing), window) for place, (_, window) in enumerate(groups)]))
    return sorted(summed, key=key_of)


def join_books(found: Iterable[Series]) -> list[Series]:
    """Keep one series a book: the first one given, which later ones complete; a series without values is left out."""
    kept: dict[_Key, Series] = {}
    for series in found:
        if (series.status <= Status.PARTIAL).any():
            key = key_of(series)
            kept[key] = _fill(kept[key], series) if key in kept else series
    return sorted(kept.values(), key=key_of)


def _fill(one: Series, other: Series) -> Series:
    """Take from the other series of a book each period that it knows better."""
    start, stop = min(one.start, other.start), max(one.stop, other.stop)
    a, b = one.span(start, stop), other.span(start, stop)
    is_fuller = (b.status < a.status) | ((b.status == a.status) & (b.completeness > a.completeness))
    is_better = is_fuller & (a.status >= Status.PARTIAL)
    return replace(
        a,
        values=np.where(is_better, b.values, a.values),
        status=np.where(is_better, b.status, a.status),
        completeness=np.where(is_better, b.completeness, a.completeness),
        low=None,
        high=None,
        origins=_join([a.origins, b.origins]) if is_better.any() else a.origins,
        origin_of=None if is_better.any() else a.origin_of,
    )


def keep_common(one: Series, other: Series) -> tuple[Series, Series]:
    """Return two series over all periods of either, without values where the other has none."""
    start, stop = min(one.start, other.start), max(one.stop, other.stop)
    a, b = one.span(start, stop), other.span(start, stop)
    is_common = (a.status <= Status.PARTIAL) & (b.status <= Status.PARTIAL)
    status = np.maximum(a.status, b.status)
    first, second = (
        replace(
            series,
            values=np.where(is_common, series.values, np.nan),
            status=np.where(is_common, series.status, status),
            completeness=np.where(is_common, series.completeness, 0.0),
        )
        for series in (a, b)
    )
    return first, second


def divide(above: Series, below: Series, blank: Series) -> Series:
    """Divide two series of one book, period by period; several periods weigh by the denominator.

    Null where the denominator is zero: such a period is known and weighs nothing.
    """

    def over(one: _Values, other: _Values) -> _Values:
        shape = np.broadcast_shapes(one.shape, other.shape)
        quotient: _Values = np.divide(one, other, out=np.full(shape, np.nan), where=other != 0)
        return quotient

    quotient = _combine(above, below, blank, over)
    weights = below.span(quotient.start, quotient.stop).values
    return replace(quotient, weights=np.broadcast_to(weights, quotient.values.shape))


def subtract(one: Series, other: Series, blank: Series) -> Series:
    """Subtract two series of one book, period by period; null where either is."""
    return _combine(one, other, blank, np.subtract)


def _combine(
    one: Series,
    other: Series,
    blank: Series,
    join: Callable[[_Values, _Values], _Values],
) -> Series:
    """Join two series over the periods of both; *partial* where either is, and as complete as the less complete one."""
    start = max(one.start, other.start)
    stop = max(min(one.stop, other.stop), start)
    a, b = one.span(start, stop), other.span(start, stop)
    values = join(a.values, b.values)
    worst = np.maximum(a.status, b.status)
    whole = np.where((values == 0).all(axis=0), Status.ZERO, Status.REPORTED)
    is_known = worst <= Status.PARTIAL
    is_undefined = is_known & np.isnan(values).any(axis=0)
    status = np.where(is_undefined, Status.NOT_CODED, np.where(worst < Status.PARTIAL, whole, worst))
    return replace(
        blank,
        book=one.book,
        frequency=one.frequency,
        start=start,
        values=np.where(is_known & ~is_undefined, values, np.nan),
        status=status.astype(np.int8),
        completeness=np.where(is_known, np.minimum(a.completeness, b.completeness), 0.0),
        origins=_join([a.origins, b.origins]),
        reach=one.reach.clip(other.reach) or one.reach,
        notes=_join([one.notes, other.notes]),
    )


def _join(names: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Join lists of ids, each id once."""
    return tuple(dict.fromkeys(name for group in names for name in group))
