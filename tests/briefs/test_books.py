"""Books are named as readers know them, and never two alike."""

from __future__ import annotations

import pytest

from facta.briefs.books import call_book, call_books, call_publisher, call_reporter, list_titles
from facta.domain import Book
from facta.sources import list_sources


@pytest.mark.parametrize(
    ("book", "name"),
    [
        (Book("cow_trade", vintage="4.0"), "COW"),
        (Book("imf_dip", "USA"), "IMF, United States"),
        (Book("aiddata_gcof", variant="recommended"), "AidData, recommended"),
        (Book("registers", "GAZPROM", "pipeline_gas"), "cited, GAZPROM, pipeline gas"),
        (Book("registers", "RUS via A. Writer"), "cited, Russia via A. Writer"),
        (Book("registers", "SIPRI", "(2018..2022)"), "cited, SIPRI, 2018–2022"),
        (Book("ideal_points", variant="all_2020"), "UN ideal points, all votes, release of 2020"),
        (Book("un_votes"), "UN"),
    ],
)
def test_a_book_is_named_by_publisher_reporter_and_variant(book: Book, name: str) -> None:
    assert call_book(book) == name


@pytest.mark.parametrize("code", ["SIC", "PAP", "HAN"])
def test_an_institution_is_not_taken_for_a_state_that_is_long_gone(code: str) -> None:
    assert call_reporter(code) == code


@pytest.mark.parametrize(("code", "name"), [("KAZ", "Kazakhstan"), ("DDR", "East Germany"), ("GBR", "United Kingdom")])
def test_a_state_reports_under_its_name(code: str, name: str) -> None:
    assert call_reporter(code) == name


def test_releases_are_told_apart_only_where_nothing_else_does() -> None:
    books = [Book("registers", "CHN", "", "2019-01"), Book("registers", "CHN", "", "2020-01"), Book("cow_trade")]
    assert call_books(books) == ["cited, China, 2019-01", "cited, China, 2020-01", "COW"]


def test_every_source_has_a_publisher_and_a_title_without_brackets() -> None:
    for source in list_sources():
        assert call_publisher(source)
        assert "_" not in call_publisher(source)
        assert "(" not in list_titles([source])
    assert list_titles(["cow_trade", "cow_trade", "elsewhere"]) == "COW international trade 4.0; elsewhere"
