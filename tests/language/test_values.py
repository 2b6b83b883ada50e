"""How values of several books are paired."""

from __future__ import annotations

import numpy as np
import pytest

from facta.domain import Book, Status
from facta.errors import TooLarge
from facta.language import Quantity, Truth
from facta.language.values import join_books, match_books


def place(*books: Book) -> list[Truth]:
    return [Truth(np.ones(1), book) for book in books]


CHN, RUS, OTHER = Book("imf", "CHN"), Book("imf", "RUS"), Book("cow")


def test_one_book_meets_itself_only() -> None:
    pairs = match_books(place(CHN, RUS, OTHER), place(RUS, OTHER))
    assert [(one.book, is_mixed) for one, _, is_mixed in pairs] == [(RUS, False), (OTHER, False)]


def test_releases_and_variants_of_one_book_meet_where_there_is_no_closer_pair() -> None:
    pairs = match_books(place(Book("imf", "CHN", "raw", "1")), place(Book("imf", "CHN", "", "2")))
    assert [is_mixed for _, _, is_mixed in pairs] == [False]


def test_a_book_without_reporter_meets_any_of_its_source() -> None:
    pairs = match_books(place(CHN), place(Book("imf")))
    assert [is_mixed for _, _, is_mixed in pairs] == [False]


def test_two_sources_are_mixed() -> None:
    pairs = match_books(place(CHN), place(RUS, OTHER))
    assert [is_mixed for _, _, is_mixed in pairs] == [True, True]


def test_what_somebody_wrote_goes_with_every_book() -> None:
    assert len(match_books(place(Book("")), place(CHN, RUS, OTHER))) == 3


def test_too_many_pairs_are_refused() -> None:
    ones, others = (place(*(Book(f"{side}{number}") for number in range(9))) for side in "ab")
    with pytest.raises(TooLarge, match=r"a part without source= has 81 pairs of books; the limit is 64\."):
        match_books(ones, others)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Book(""), CHN, "imf · CHN"),
        (CHN, Book(""), "imf · CHN"),
        (CHN, CHN, "imf · CHN"),
        (CHN, RUS, "imf · CHN / RUS"),
        (CHN, OTHER, "imf + cow · CHN"),
        (Book("imf", "", "raw", "1"), Book("imf", "", "raw", "2"), "imf · raw"),
    ],
)
def test_the_book_of_a_figure_made_of_two(one: Book, other: Book, expected: str) -> None:
    assert str(join_books(one, other)) == expected


def test_a_figure_over_draws_is_the_mean_of_those_that_are_known() -> None:
    assert Quantity(np.array([1.0, np.nan, 3.0])).figure == 2
    assert np.isnan(Quantity(np.full(2, np.nan)).figure)
    assert Quantity(np.full(1, np.nan), status=Status.WITHHELD).lack == "withheld"
    assert Quantity(np.ones(1), reason="no matter").lack == ""
