"""What parts of a reading evaluate to: figures and truths over draws, each from one book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from facta.domain import Basis, Book, RowSet, Series, Status, Unit, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Incommensurable", "Quantity", "Truth", "Value", "join_books", "match_books"]


class Incommensurable(Exception):  # noqa: N818 - an outcome of a reading, not an error of its writer
    """Two quantities that must not be divided or compared; carries the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
    """

    values: NDArray[np.float64]
    unit: Unit | None = None
    basis: Basis | None = None
    book: Book = Book("")
    status: Status = Status.REPORTED
    completeness: float = 1.0
    n: int = 0
    window: Window | None = None
    origins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def figure(self) -> float:
        """The mean over draws; NaN where nothing is known."""
        return float(self.values.mean())


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
        Of a condition: ``not_fired`` or ``fired``; empty for every other truth.
    parts : tuple of Truth
        Of a compound.
    """

    values: NDArray[np.float64]
    book: Book = Book("")
    figure: Quantity | None = None
    threshold: Quantity | None = None
    sign: str = ""
    reason: str = ""
    state: str = ""
    parts: tuple[Truth, ...] = ()


Value: TypeAlias = Series | Quantity | Truth | RowSet
"""One entry of an evaluated part: a part evaluates to one of these per book."""

One = TypeVar("One", Series, Quantity, Truth, RowSet, Value)
Other = TypeVar("Other", Series, Quantity, Truth, RowSet, Value)

_MOST = 16


def match_books(ones: Sequence[One], others: Sequence[Other]) -> list[tuple[One, Other, bool]]:
    """Pair values of one book; only where no book has both, pair across books and say so.

    Returns
    -------
    list of tuple
        Each with whether the books were mixed. A number that somebody wrote goes with every book.
    """
    if _is_written(ones) or _is_written(others):
        return [(one, other, False) for one in ones for other in others]
    exact = [(one, other, False) for one in ones for other in others if _key(one.book) == _key(other.book)]
    if exact:
        return exact
    same = [(one, other, False) for one in ones for other in others if _is_one_book(one.book, other.book)]
    return same or [(one, other, True) for one in ones for other in others][:_MOST]


def join_books(one: Book, other: Book) -> Book:
    """Return the book of a figure made from two."""
    if not one.source or one == other:
        return other
    if not other.source:
        return one
    if one.source != other.source:
        return Book(f"{one.source} + {other.source}", " / ".join(dict.fromkeys(r for r in (one.reporter, other.reporter) if r)))
    reporters = dict.fromkeys(reporter for reporter in (one.reporter, other.reporter) if reporter)
    return replace(one, reporter=" / ".join(reporters), variant=one.variant if one.variant == other.variant else "")


def _is_written(values: Sequence[Value]) -> bool:
    return len(values) == 1 and not values[0].book.source


def _key(book: Book) -> tuple[str, str, str]:
    return book.source, book.reporter, book.variant


def _is_one_book(one: Book, other: Book) -> bool:
    """One source, and one reporter as far as both name theirs."""
    return one.source == other.source and one.reporter == other.reporter
