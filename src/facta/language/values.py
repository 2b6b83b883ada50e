"""What parts of a reading evaluate to: figures and truths over draws, each from one book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from facta.domain import Aggregation, Basis, Book, RowSet, Series, Status, Unit, Window
from facta.errors import TooLarge

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "LOWER",
    "UPPER",
    "Incommensurable",
    "Numbers",
    "Quantity",
    "Truth",
    "Value",
    "join_books",
    "join_values",
    "match_books",
    "read_bound",
]

LOWER, UPPER = "a lower bound", "an upper bound"
"""The notes of a figure of which no more is known."""


class Incommensurable(Exception):
    """Two quantities that must not be divided or compared; carries the reason.

    Examples
    --------
    >>> Incommensurable("flow against stock").reason
    'flow against stock'
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_WRITTEN = Book("")  # of what somebody wrote


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure, over draws.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (draws,), float64; NaN where nothing is known.
    unit : Unit or None
        None for a bare number.
    basis : Basis or None
        None for a number that somebody wrote.
    book : Book
        Where it comes from; empty for a number that somebody wrote.
    status : Status
        Why there is nothing, where there is nothing.
    completeness : float
        From 0 to 1.
    n : int
        Periods or rows behind it.
    window : Window or None
        From the first to the last period or row used.
    origins, notes : tuple of str
        Of everything behind it.
    reason : str
        Why there is nothing, in words, where its status does not say it; or why it is a bound only.
    is_least, is_most : bool or numpy.ndarray
        A lower or upper bound, in all draws or a draw each: a count over a window covered in part can but grow.

    Examples
    --------
    >>> Quantity(np.array([1.0, 3.0])).figure
    2.0
    """

    values: NDArray[np.float64]
    unit: Unit | None = None
    basis: Basis | None = None
    book: Book = _WRITTEN
    status: Status = Status.REPORTED
    completeness: float = 1.0
    n: int = 0
    window: Window | None = None
    origins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    is_least: bool | NDArray[np.bool_] = False
    is_most: bool | NDArray[np.bool_] = False

    @property
    def figure(self) -> float:
        """The mean over the draws in which it is known; NaN where nothing is known."""
        if self.values.size == 1:
            return float(self.values[0])
        known = self.values[~np.isnan(self.values)]
        return float(known.mean()) if known.size else np.nan

    @property
    def lack(self) -> str:
        """Why there is nothing; empty where there is something."""
        return "" if (self.values == self.values).any() else self.reason or self.status.label


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether something holds, over draws.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (draws,), 1 where it holds, 0 where not, NaN where nobody can know.
    book : Book
        Where its figures come from.
    figure, threshold : Quantity or None
        What was compared with what.
    sign : str
        The comparison.
    reason : str
        Why nobody can know.
    state : str
        Of a condition ``not_fired`` or ``fired``; ``running`` where a window after an event has not ended; else empty.
    parts : tuple of Truth
        Of a compound.
    word : str
        What joins them: ``and`` or ``or``.

    Examples
    --------
    >>> Truth(np.array([1.0]), Book("cow_trade")).values.tolist()
    [1.0]
    """

    values: NDArray[np.float64]
    book: Book = _WRITTEN
    figure: Quantity | None = None
    threshold: Quantity | None = None
    sign: str = ""
    reason: str = ""
    state: str = ""
    parts: tuple[Truth, ...] = ()
    word: str = ""


Value: TypeAlias = Series | Quantity | Truth | RowSet
"""One entry of an evaluated part: a part evaluates to one of these per book."""

Numbers: TypeAlias = Series | Quantity
"""A figure, or one for each period."""

One = TypeVar("One", Series, Quantity, Truth, RowSet, Value)
Other = TypeVar("Other", Series, Quantity, Truth, RowSet, Value)

_MOST = 64


def match_books(ones: Sequence[One], others: Sequence[Other]) -> list[tuple[One, Other, bool]]:
    """Pair values of one book; only where no book has anything on both, pair across books and say so.

    Returns
    -------
    list of tuple
        Each with whether the books were mixed. A number that somebody wrote goes with every book.

    Raises
    ------
    TooLarge
        No book has both, and there are more pairs than anybody would read.
    """
    if _are_written(ones) or _are_written(others):
        return [(one, other, False) for one in ones for other in others]
    if len(ones) == len(others) == 1 and _is_one_run(ones[0], others[0]):
        return [(ones[0], others[0], False)]
    empty: list[tuple[One, Other, bool]] = []
    for fits in (_is_one_run, _is_one_variant, _is_one_book):
        matched = [(one, other, False) for one in ones for other in others if fits(one, other)]
        if any(_has_something(one) and _has_something(other) for one, other, _ in matched):
            return matched
        empty = empty or matched
    known = [value for value in ones if _has_something(value)]
    rivals = [value for value in others if _has_something(value)]
    if empty and not (known and rivals):
        return empty
    pairs = [(one, other, True) for one in (known or ones) for other in (rivals or others)]
    if len(pairs) > _MOST:
        raise TooLarge("a part without source=", len(pairs), _MOST, "pairs of books")
    return pairs


def _has_something(value: Value) -> bool:
    """Say whether a value holds anything that is known; rows always do."""
    if isinstance(value, Series):
        return bool(value.is_known.any())
    return isinstance(value, RowSet) or not np.isnan(value.values).all()


def read_bound(series: Series) -> Quantity | None:
    """Return the bound of a figure of which no more is known: the last period's, where that is what the series says.

    Of an interval without a value inside it is the lower bound; None where there is a value, or no bound.
    """
    is_last = series.status.size == 1 or series.aggregation is Aggregation.LAST
    if not series.status.size or not is_last or series.status[-1] <= Status.PARTIAL:
        return None
    last = series.span(series.stop - 1, series.stop)
    for bound, is_least in ((last.low, True), (last.high, False)):
        if bound is not None and not np.isnan(bound[0]):
            window = Window(last.periods[0].start, last.periods[0].end, last.frequency)
            reason = f"no more is known than that it is at {'least' if is_least else 'most'} this"
            return Quantity(
                np.full(last.values.shape[0], bound[0]), last.unit, last.basis, last.book, Status.PARTIAL, 1.0, 1,
                window, last.origins, (*last.notes, LOWER if is_least else UPPER), reason, is_least, not is_least,
            )  # fmt: skip
    return None


def join_values(
    lefts: Sequence[Value], rights: Sequence[Value], join: Callable[[Numbers, Numbers, bool], Value]
) -> list[Value]:
    """Join figures or series book by book; where one book's are unlike quantities and another's not, it says so.

    Raises
    ------
    Incommensurable
        They are unlike quantities in every book.
    """
    joined: list[Value] = []
    unlike: list[tuple[Book, str]] = []
    for left, right, is_mixed in match_books(lefts, rights):
        assert isinstance(left, Series | Quantity)  # as `check_reading` sees to
        assert isinstance(right, Series | Quantity)
        try:
            joined.append(join(left, right, is_mixed))
        except Incommensurable as error:
            unlike.append((join_books(left.book, right.book), error.reason))
    if unlike and not joined:
        raise Incommensurable(unlike[0][1])
    make = Truth if joined and isinstance(joined[0], Truth) else Quantity
    return [*joined, *(make(np.full(1, np.nan), book=book, reason=reason) for book, reason in unlike)]


def join_books(one: Book, other: Book) -> Book:
    """Return the book of a figure made from two."""
    if not one.source or one == other:
        return other
    if not other.source:
        return one
    reporter = " / ".join(dict.fromkeys(name for name in (one.reporter, other.reporter) if name))
    if one.source != other.source:
        return Book(f"{one.source} + {other.source}", reporter)
    variant = one.variant if one.variant == other.variant else ""
    return Book(one.source, reporter, variant, one.vintage if one.vintage == other.vintage else "")


def _are_written(values: Sequence[Value]) -> bool:
    return all(not value.book.source for value in values)


def _is_one_run(one: Value, other: Value) -> bool:
    """One book, and periods of one length where both have periods."""
    lengths = {value.frequency for value in (one, other) if isinstance(value, Series)}
    return len(lengths) < 2 and _is_one_variant(one, other)


def _is_one_variant(one: Value, other: Value) -> bool:
    """One source, reporter and variant; releases may differ."""
    a, b = one.book, other.book
    return a.source == b.source and a.reporter == b.reporter and a.variant == b.variant


def _is_one_book(one: Value, other: Value) -> bool:
    """One source, and one reporter as far as both name theirs."""
    a, b = one.book, other.book
    return a.source == b.source and (a.reporter == b.reporter or not a.reporter or not b.reporter)
