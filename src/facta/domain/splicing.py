"""Two books of one measure as one series, with the place where they meet marked."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from facta.domain.periods import Period, Window
from facta.domain.series import Book, Series, Splice, Status
from facta.domain.units import Kind, Unit, explain_incommensurable
from facta.errors import UnlikeSeries

__all__ = ["splice"]

_Values: TypeAlias = NDArray[np.float64]
_Side: TypeAlias = Literal["earlier", "later"]
_LEVELS = (Kind.FLOW, Kind.STOCK, Kind.COUNT)


def splice(earlier: Series, later: Series, at: Period | None = None, *, scale: _Side | None = None) -> Series:
    r"""Join two books of one measure of one relation: the earlier before period `at`, the later from it on.

    Where `scale` names a side, its values are brought to the level of the other by the ratio of sums over the overlap,
    the periods :math:`t = 1 \ldots n` in which both have a whole figure (draws count by their mean):

    .. math:: \hat r = \sum_t y_t \Big/ \sum_t x_t, \qquad
       s(\hat r) = \frac{1}{\bar x} \sqrt{\frac{\sum_t (y_t - \hat r x_t)^2}{n (n - 1)}}

    with :math:`x` the earlier and :math:`y` the later book; the earlier is multiplied by :math:`\hat r`, or the later
    divided by it. This is chain-linking by overlap, as in price indices and national accounts, and the ratio estimator
    of survey sampling.

    Parameters
    ----------
    earlier, later : Series
        Alike in measure, relation, dimension, basis, length of periods, aggregation, reporter and variant. The scheme
        of event codes is part of the variant: CAMEO and PLOVER counts can be joined only after mapping.
    at : Period or None
        First period of the later book; without it the first that the later book covers completely.
    scale : {"earlier", "later"} or None
        The side to bring to the level of the other; None leaves both as they are and still reports the ratio.

    Returns
    -------
    Series
        In the later book's unit. Its book names both sources, its ``splices`` and notes the place and the ratio. No gap
        is filled from the other side: what the side that holds a period lacks stays missing with its status.

    Raises
    ------
    UnlikeSeries
        The two are not commensurable, do not meet at `at`, or cannot be scaled: no overlap, a sum of zero in it, or
        values without a level, such as shares.

    Notes
    -----
    The ratio is biased in the order of :math:`1/n`. It supposes that the two books report shares of what happens whose
    ratio is constant; where it drifts, all values before the splice are off by the drift. The standard error takes
    periods as independent, so that in autocorrelated series it is too small; one common period gives none. A real
    change at the splice cannot be told from a change of books.

    References
    ----------
    International Monetary Fund (2017), Quarterly National Accounts Manual, chapter 8. de la Fuente, Ángel (2014), A
    "mixed" splicing procedure for economic time series, Estadística Española 56(183), 107-121. Cochran, William G.
    (1977), Sampling Techniques, 3rd edition, chapter 6.

    Examples
    --------
    >>> from facta.domain import Aggregation, Basis, Frequency, find_unit
    >>> def count(source, start, *values):
    ...     n = len(values)
    ...     return Series(
    ...         "verbal_conflict", "CHN -- USA", Book(source), find_unit("count"), Basis(Kind.COUNT), Frequency.YEAR,
    ...         start, np.array([values], float), np.zeros(n, np.int8), np.ones(n), Aggregation.SUM,
    ...     )
    >>> joined = splice(count("icews", 2016, 80, 90, 100, 120), count("polecat", 2018, 50, 60, 70), scale="earlier")
    >>> joined.values.tolist(), str(joined.book)
    ([[40.0, 45.0, 50.0, 60.0, 70.0]], 'icews+polecat')
    >>> print(joined.splices[0])
    icews until 2017, polecat from 2018; icews × 0.5 (ratio over 2 common periods, standard error 0)
    """
    _check_alike(earlier, later)
    earlier = _multiply(earlier, earlier.unit.convert(1.0, later.unit), later.unit)
    point = at or _find_start(later)
    _check_point(earlier, later, point)
    link = Splice(point, earlier.book, later.book, *_measure_ratio(earlier, later), scale or "")
    _check_scale(link, later)
    first, last = earlier.span(earlier.start, point.ordinal), later.span(point.ordinal, later.stop)
    if scale == "earlier":
        first = _multiply(first, link.factor, later.unit)
    elif scale == "later":
        last = _multiply(last, link.factor, later.unit)
    return _join(first, last, link)


def _check_alike(earlier: Series, later: Series) -> None:
    """Refuse series that do not measure the same thing in the same way."""
    for what in ("measure", "relation", "frequency", "aggregation"):
        _refuse_unlike(what, getattr(earlier, what), getattr(later, what))
    for what in ("reporter", "variant"):
        _refuse_unlike(what, getattr(earlier.book, what), getattr(later.book, what))
    _refuse_unlike("dimension", earlier.unit.dimension, later.unit.dimension)
    _refuse_unlike("kind", earlier.basis.kind, later.basis.kind)
    why = explain_incommensurable(earlier.basis, later.basis)
    if why:
        raise UnlikeSeries(why, "Join what was counted alike.")


def _refuse_unlike(what: str, one: str, other: str) -> None:
    if one != other:
        raise UnlikeSeries(f"{what} {one or 'none'} against {other or 'none'}", f"Join series of one {what}.")


def _find_start(later: Series) -> Period:
    """Return the first period that a book covers completely."""
    whole = np.flatnonzero(later.status < Status.PARTIAL)
    if not whole.size:
        raise UnlikeSeries(f"{later.book} has no whole period", "Load more of it.")
    return Period(later.frequency, later.start + int(whole[0]))


def _check_point(earlier: Series, later: Series, point: Period) -> None:
    """Refuse a place that is none of the later book's periods, or before which the earlier book has nothing."""
    if point.frequency is not later.frequency or not later.start <= point.ordinal < later.stop:
        raise UnlikeSeries(f"{point} is no period of {later.book}", f"It has {_write_extent(later)}.")
    if not earlier.start < point.ordinal:
        raise UnlikeSeries(f"{earlier.book} has nothing before {point}", f"It has {_write_extent(earlier)}.")


def _write_extent(series: Series) -> str:
    return f"{Period(series.frequency, series.start)} to {Period(series.frequency, series.stop - 1)}"


def _measure_ratio(earlier: Series, later: Series) -> tuple[int, float, float]:
    """Return the number of common whole periods, the ratio of sums over them, and its standard error."""
    start, stop = max(earlier.start, later.start), min(earlier.stop, later.stop)
    one, other = earlier.span(start, stop), later.span(start, stop)
    is_common = (one.status < Status.PARTIAL) & (other.status < Status.PARTIAL)
    x, y = one.values.mean(axis=0)[is_common], other.values.mean(axis=0)[is_common]
    count = len(x)
    ratio = float(y.sum() / x.sum()) if count and x.sum() else np.nan
    if count < 2 or np.isnan(ratio):
        return count, ratio, np.nan
    error = np.sqrt(np.square(y - ratio * x).sum() / (count * (count - 1))) / abs(x.mean())
    return count, ratio, float(error)


def _check_scale(link: Splice, later: Series) -> None:
    """Refuse to scale what has no level, or where the overlap gives no ratio."""
    if not link.scaled:
        return
    step = "Splice without a scale."
    if later.basis.kind not in _LEVELS:
        raise UnlikeSeries(f"a {later.basis.kind} has no level to scale", step)
    if not link.overlap:
        raise UnlikeSeries(f"{link.earlier} and {link.later} have no whole period in common", step)
    if not (np.isfinite(link.ratio) and link.ratio > 0):
        raise UnlikeSeries("the sums over the common periods have no positive ratio", step)


def _multiply(series: Series, factor: float, unit: Unit) -> Series:
    """Multiply values and interval."""
    if factor == 1.0 and unit == series.unit:
        return series
    low, high = (None if bound is None else factor * bound for bound in (series.low, series.high))
    return replace(series, values=factor * series.values, low=low, high=high, unit=unit)


def _join(first: Series, last: Series, link: Splice) -> Series:
    """Put two series that touch at the splice one after the other; what each was drawn towards is the book's own."""
    first, last = first.forget_prior(), last.forget_prior()
    draws = max(len(first.values), len(last.values))
    values = [np.broadcast_to(part.values, (draws, len(part.status))) for part in (first, last)]
    before = tuple(old for old in first.splices if old.at < link.at)
    after = tuple(old for old in last.splices if old.at > link.at)
    return replace(
        last,
        book=_mix(first.book, last.book),
        start=first.start,
        values=np.concatenate(values, axis=1),
        status=np.concatenate([first.status, last.status]),
        completeness=np.concatenate([first.completeness, last.completeness]),
        low=_chain(first.low, last.low, first, last),
        high=_chain(first.high, last.high, first, last),
        weights=_chain(first.weights, last.weights, first, last),
        origins=tuple(dict.fromkeys((*first.origins, *last.origins))),
        origin_of=_chain_origins(first, last),
        reach=Window(first.reach.start, last.reach.end),
        notes=tuple(dict.fromkeys((*first.notes, *last.notes, str(link)))),
        needs=max(first.needs, last.needs),
        splices=(*before, link, *after),
    )


def _mix(one: Book, other: Book) -> Book:
    """Name both books; they are alike in reporter and variant."""
    source, vintage = (
        "+".join(dict.fromkeys(part for part in parts if part))
        for parts in ((one.source, other.source), (one.vintage, other.vintage))
    )
    return replace(other, source=source, vintage=vintage)


def _chain(one: _Values | None, other: _Values | None, first: Series, last: Series) -> _Values | None:
    """Chain two arrays over periods; a side that has none is missing."""
    known = one if one is not None else other
    if known is None:
        return None
    draws = (max(len(first.values), len(last.values)),) if known.ndim == 2 else ()
    parts = []
    for array, part in ((one, first), (other, last)):
        blank = np.full(len(part.status), np.nan) if array is None else array
        parts.append(np.broadcast_to(blank, (*draws, len(part.status))))
    return np.concatenate(parts, axis=-1)


def _chain_origins(first: Series, last: Series) -> NDArray[np.object_] | None:
    """Chain the origins of the periods, where each side knows them."""
    parts = []
    for part in (first, last):
        if part.origin_of is None and len(part.origins) != 1:
            return None
        parts.append(np.full(len(part.status), part.origins[0], object) if part.origin_of is None else part.origin_of)
    return np.concatenate(parts)
