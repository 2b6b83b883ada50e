"""How books are named where people read them: by publisher and by the reporter's name, not by code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from facta.briefs.words import write_years
from facta.domain import call_party, find_state, spell_name
from facta.errors import UnknownName
from facta.sources import list_sources

__all__ = ["Named", "call_book", "call_books", "call_publisher", "call_reporter", "list_titles"]

_PUBLISHERS: Mapping[str, str] = {
    "aiddata_gcdf": "AidData",
    "aiddata_gcof": "AidData",
    "comtrade": "UN Comtrade",
    "ideal_points": "UN ideal points",
    "polity5": "Polity5",
    "registers": "cited",
    "vdem": "V-Dem",
    "world_bank": "World Bank",
}
"""Publishers whose name is not the first part of the source's in capitals."""

_FIRST_BOOKS = 1945
_ESTIMATORS: Mapping[str, str] = {
    "all": "all votes",
    "all_2020": "all votes, release of 2020",
    "fp": "final-passage votes",
    "legacy": "legacy series",
}


class Named(Protocol):
    """What has the four names of a book."""

    @property
    def source(self) -> str:
        """Of the publisher's data set."""

    @property
    def reporter(self) -> str:
        """Whose record it is."""

    @property
    def variant(self) -> str:
        """Which of several of one reporter."""

    @property
    def vintage(self) -> str:
        """Of which release."""


def call_publisher(source: str) -> str:
    """Return the short name of who publishes a source; what is kept by hand is *cited*.

    Examples
    --------
    >>> call_publisher("cow_trade"), call_publisher("vdem"), call_publisher("registers")
    ('COW', 'V-Dem', 'cited')
    """
    return _PUBLISHERS.get(source, source.partition("_")[0].upper())


def call_book(book: Named) -> str:
    """Name a book: publisher, reporter, and which of several of the reporter's.

    Examples
    --------
    >>> from facta.domain import Book
    >>> call_book(Book("imf_dip", "CHN")), call_book(Book("registers", "NOVATEK", "yamal_lng_total"))
    ('IMF, China', 'cited, NOVATEK, yamal LNG total')
    >>> call_book(Book("ideal_points", variant="fp")), call_book(Book("registers", "SIC", "sic_country_cooperation"))
    ('UN ideal points, final-passage votes', 'cited, SIC, country cooperation')
    """
    named = _ESTIMATORS.get(book.variant, "") if book.source == "ideal_points" else ""
    detail = (book.variant or "").strip("()").removeprefix(f"{(book.reporter or '').casefold()}_")
    variant = named or write_years(spell_name(detail))
    return ", ".join(filter(None, (call_publisher(book.source), call_reporter(book.reporter or ""), variant)))


def call_reporter(reporter: str) -> str:
    """Name a reporter; of figures out of two books, or known through somebody, each part.

    A name of three letters is a state's only where that state outlived 1945: others report under the codes of states
    that were gone before there were statistics.

    Examples
    --------
    >>> call_reporter("USA"), call_reporter("CHN / UNCTAD via A. Writer"), call_reporter("SIC")
    ('United States', 'China / UNCTAD via A. Writer', 'SIC')
    """
    parts = re.split("( / | via )", reporter)
    return "".join(part if place % 2 else _call_one(part) for place, part in enumerate(parts))


def _call_one(reporter: str) -> str:
    with suppress(UnknownName):
        end = find_state(reporter).existence.end
        if end is None or end.year > _FIRST_BOOKS:
            return call_party(reporter).removeprefix("the ")
    return reporter.replace("_", " ")


def call_books(books: Sequence[Named]) -> list[str]:
    """Name books so that no two of different releases are alike.

    Examples
    --------
    >>> from facta.domain import Book
    >>> call_books([Book("registers", "CHN", vintage="2019-01"), Book("registers", "CHN", vintage="2020-01")])
    ['cited, China, 2019-01', 'cited, China, 2020-01']
    """
    names = [call_book(book) for book in books]
    return [
        f"{name}, {book.vintage}" if names.count(name) > 1 and book.vintage else name
        for name, book in zip(names, books, strict=True)
    ]


def list_titles(sources: Iterable[str]) -> str:
    """Name the publishers' data sets, once each.

    Examples
    --------
    >>> list_titles(["cow_trade", "cow_trade", "registers"])
    'COW international trade 4.0; registers kept by hand'
    """
    known = list_sources()
    named = (re.sub(r"\s*\(.*?\)", "", known[source].title) if source in known else source for source in sources)
    return "; ".join(dict.fromkeys(named))
