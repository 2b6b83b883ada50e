"""The series: values over periods from one book, with a status for each period and for each draw a row."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from facta.domain.periods import ALWAYS, Frequency, Period, Window
from facta.domain.priors import Prior
from facta.domain.units import Basis, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["Aggregation", "Book", "Series", "Splice", "Status"]


class Status(enum.IntEnum):
    """Why a period has the value that it has; null wherever nothing can be known.

    Examples
    --------
    >>> Status.WITHHELD.label, Status.ZERO.has_value
    ('withheld', True)
    """

    REPORTED = 0
    ZERO = 1
    PARTIAL = 2
    NOT_CODED = 3
    NOT_PUBLISHED = 4
    WITHHELD = 5
    NOT_COVERED = 6

    @property
    def label(self) -> str:
        """The word for it in tables and JSON."""
        return self.name.lower()

    @property
    def has_value(self) -> bool:
        """Whether a period of this status carries a number."""
        return self <= Status.PARTIAL


class Aggregation(enum.StrEnum):
    """How several periods of a series become one figure.

    Examples
    --------
    >>> Aggregation("last") is Aggregation.LAST
    True
    """

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    WEIGHTED = "weighted"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class Book:
    """Where a series was written down.

    Parameters
    ----------
    source : str
        Id of the source; several, joined by ``+``, where books were mixed.
    reporter : str
        The state or institution whose own record it is; empty where the source has one record only.
    variant : str
        Which of the source's versions: an estimator, an issue, a project status.
    vintage : str
        Which release.

    Examples
    --------
    >>> str(Book("imf_dip", "CHN", "", "2021"))
    'imf_dip · CHN · 2021'
    """

    source: str
    reporter: str = ""
    variant: str = ""
    vintage: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.source, self.reporter, self.variant, self.vintage) if part)


@dataclass(frozen=True, slots=True)
class Splice:
    """Where a series passes from one book to another: an artefact of measuring, whatever the values do there.

    Parameters
    ----------
    at : Period
        First period of the later book.
    earlier, later : Book
        Whose periods stand before it, and from it on.
    overlap : int
        Periods in which both books have a whole figure.
    ratio : float
        Sum of the later book over sum of the earlier one in the overlap; NaN where there is none.
    error : float
        Standard error of the ratio; NaN where it cannot be told.
    scaled : str
        Which side was brought to the level of the other: ``earlier``, ``later``, or empty for neither.

    Examples
    --------
    >>> link = Splice(Period.parse("2018"), Book("icews"), Book("polecat"), 5, 0.5, 0.02, "earlier")
    >>> str(link), link.factor
    ('icews until 2017, polecat from 2018; icews × 0.5 (ratio over 5 common periods, standard error 0.02)', 0.5)
    """

    at: Period
    earlier: Book
    later: Book
    overlap: int
    ratio: float
    error: float
    scaled: str = ""

    @property
    def factor(self) -> float:
        """What the values of the scaled side were multiplied by; 1 where neither was."""
        return {"earlier": self.ratio, "later": 1 / self.ratio if self.ratio else np.nan}.get(self.scaled, 1.0)

    def __str__(self) -> str:
        text = f"{self.earlier} until {self.at.shift(-1)}, {self.later} from {self.at}"
        side = {"earlier": self.earlier, "later": self.later}.get(self.scaled)
        scale = f"{side} × {self.factor:.3g}" if side else "levels left as they are"
        if not self.overlap:
            return f"{text}; no common period, {scale}"
        periods = "period" if self.overlap == 1 else "periods"
        error = "" if np.isnan(self.error) else f", standard error {self.error:.2g}"
        ratio = "ratio" if side else f"ratio {self.ratio:.3g}"
        return f"{text}; {scale} ({ratio} over {self.overlap} common {periods}{error})"


@dataclass(frozen=True, slots=True)
class Series:
    """A measure of one relation, from one book.

    Parameters
    ----------
    measure : str
        Name of the measure.
    relation : str
        The relation or state, as written.
    book : Book
        Source, reporter, variant and vintage.
    unit : Unit
        Unit of the values.
    basis : Basis
        Flow or stock, done or pledged, nominal or real.
    frequency : Frequency
        Length of the periods.
    start : int
        Ordinal of the first period.
    values : numpy.ndarray
        Shape (draws, periods), float64; NaN wherever the status has no value. Evidence has one draw.
    status : numpy.ndarray
        Shape (periods,), int8, of `Status`.
    completeness : numpy.ndarray
        Shape (periods,), from 0 to 1: the part of what a period needs that was there.
    aggregation : Aggregation
        How several periods become one.
    low, high : numpy.ndarray or None
        Shape (periods,): the publisher's interval, or the 90% interval of what was estimated.
    weights : numpy.ndarray or None
        Shape (draws, periods): weights of a `WEIGHTED` aggregation, such as the denominators of shares; with a prior,
        events and its strength.
    origins : tuple of str
        Ids of the origins of all rows behind it.
    reach : Window
        What the source covers, declared and loaded.
    notes : tuple of str
        What a reader of the figure has to know: a repair, a partial set, mixed books.
    needs : float
        Least completeness, from 0 to 1, that a figure over several periods needs; below it there is none.
    origin_of : numpy.ndarray or None
        Shape (periods,), of ids or None: the origin of each period, where they are not all the same.
    splices : tuple of Splice
        Where it passes from one book to another; not to be read as a change.
    prior : Prior or None
        What each share was drawn towards, so that several periods are drawn towards it but once.

    Examples
    --------
    >>> from facta.domain import Kind, find_unit
    >>> series = Series(
    ...     "trade", "CHN -- RUS", Book("cow_trade"), find_unit("M USD"), Basis(Kind.FLOW), Frequency.YEAR, 2013,
    ...     np.array([[94.0, 93.9]]), np.zeros(2, np.int8), np.ones(2), Aggregation.SUM,
    ... )
    >>> series.cut(Window.parse("2014..2015")).values.tolist()
    [[93.9, nan]]
    """

    measure: str
    relation: str
    book: Book
    unit: Unit
    basis: Basis
    frequency: Frequency
    start: int
    values: NDArray[np.float64]
    status: NDArray[np.int8]
    completeness: NDArray[np.float64]
    aggregation: Aggregation
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None
    weights: NDArray[np.float64] | None = None
    origins: tuple[str, ...] = ()
    reach: Window = ALWAYS
    notes: tuple[str, ...] = ()
    needs: float = 0.9
    origin_of: NDArray[np.object_] | None = None
    splices: tuple[Splice, ...] = ()
    prior: Prior | None = None

    @property
    def stop(self) -> int:
        """Ordinal after the last period."""
        return self.start + len(self.status)

    @property
    def periods(self) -> list[Period]:
        """Its periods, in order."""
        return [Period(self.frequency, ordinal) for ordinal in range(self.start, self.stop)]

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Shape (periods,): whether a period has a value, or a bound of one."""
        known: NDArray[np.bool_] = self.status <= Status.PARTIAL
        for bound in (self.low, self.high):
            known = known if bound is None else known | ~np.isnan(bound)
        return known

    def cut(self, window: Window) -> Series:
        """Return exactly the periods that lie wholly in `window`; those it does not hold are *not covered*.

        An open end of the window stops where the series stops.
        """
        first, last = window.ordinals(self.frequency)
        return self.span(self.start if first is None else first, self.stop if last is None else last + 1)

    def span(self, start: int, stop: int) -> Series:
        """Return the periods from `start` up to, not including, `stop`."""
        stop = max(stop, start)
        if start == self.start and stop == self.stop:
            return self
        inside = slice(max(start - self.start, 0), max(min(stop, self.stop) - self.start, 0))
        if self.start <= start and stop <= self.stop:
            return self._refit(start, lambda array, _: array[..., inside])
        count, before = stop - start, min(max(self.start - start, 0), stop - start)

        def fit(array: NDArray[Any], blank: float | None) -> NDArray[Any]:
            fitted = np.full((*array.shape[:-1], count), blank, dtype=array.dtype)
            part = array[..., inside]
            fitted[..., before : before + part.shape[-1]] = part
            return fitted

        return self._refit(start, fit)

    def weigh(self) -> NDArray[np.float64]:
        """Return the weight of all periods that have a value, shape (draws,): the strength of a prior counts once."""
        weights = np.zeros((1, 0)) if self.weights is None else self.weights[:, self.status <= Status.PARTIAL]
        strength = self.prior.strength if self.prior else 0.0
        weight: NDArray[np.float64] = (weights - strength).sum(axis=1) + strength
        return weight

    def forget_prior(self) -> Series:
        """Return the same values without a prior: of several periods they are averaged by their events."""
        if self.prior is None or self.weights is None:
            return self
        return replace(self, weights=self.weights - self.prior.strength, prior=None)

    def _refit(self, start: int, fit: Callable[[NDArray[Any], float | None], NDArray[Any]]) -> Series:
        """Return this series from another start, with every array made to fit; `replace` would take thrice the time."""
        origins, origin_of = self.origins, self.origin_of
        if origin_of is not None:
            origin_of = fit(origin_of, None)
            origins = tuple(dict.fromkeys(origin for origin in origin_of if origin))
        return Series(
            self.measure, self.relation, self.book, self.unit, self.basis, self.frequency, start,
            fit(self.values, np.nan), fit(self.status, Status.NOT_COVERED), fit(self.completeness, 0.0),
            self.aggregation,
            None if self.low is None else fit(self.low, np.nan),
            None if self.high is None else fit(self.high, np.nan),
            None if self.weights is None else fit(self.weights, np.nan),
            origins, self.reach, self.notes, self.needs, origin_of, self.splices, self.prior,
        )  # fmt: skip
