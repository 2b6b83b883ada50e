"""How a relation brief names states, books and periods, and joins words with figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from facta.briefs.books import call_book, call_publisher, call_reporter, list_titles
from facta.briefs.relation.topics import Fact
from facta.briefs.words import write_difference, write_percent, write_value
from facta.domain import Book, call_party, own

__all__ = [
    "Said",
    "drop_sign",
    "join_words",
    "name_line",
    "name_short",
    "name_way",
    "say_book",
    "say_estimator",
    "split_relation",
    "start_sentence",
    "write_fact",
    "write_said",
    "write_spell",
]

Said: TypeAlias = tuple[str | Fact, ...]
"""A sentence: words, and the figures that stand in it."""

_LONGEST = 13


def name_short(name: str) -> str:
    """Return a state's name for a label: its id where the name is long.

    Examples
    --------
    >>> name_short("USA"), name_short("ARE")
    ('United States', 'ARE')
    """
    called = call_party(name).removeprefix("the ")
    return called if len(called) <= _LONGEST else name


def name_way(relation: str, link: str) -> str:
    """Name one way of a relation for a label, by the ids of the two where their names are long.

    Examples
    --------
    >>> name_way("RUS -> CHN", "to"), name_way("KAZ -> UZB", "to")
    ('Russia to China', 'KAZ to UZB')
    """
    ids = relation.split(" -> ")
    names = [name_short(name) for name in ids]
    return f" {link} ".join(names if sum(map(len, names)) <= _LONGEST else ids)


def start_sentence(text: str) -> str:
    """Write the first letter large.

    Examples
    --------
    >>> start_sentence("the United States")
    'The United States'
    """
    return text[:1].upper() + text[1:]


def split_relation(relation: str) -> tuple[str, str]:
    """Return the names of the two sides of a relation, as sentences call them.

    Examples
    --------
    >>> split_relation("CHN -> USA")
    ('China', 'the United States')
    """
    one, other = re.split(r" (?:--|->) ", relation)
    return call_party(one), call_party(other)


def say_book(book: Book) -> str:
    """Say whose figure it is: the reporter's, or that of a source with one record.

    Examples
    --------
    >>> say_book(Book("imf_dip", "CHN")), say_book(Book("cow_trade"))
    ("China's book", 'COW international trade 4.0')
    >>> say_book(Book("registers", "CHN"))
    "China's figure, cited by hand"
    """
    if book.reporter:
        party, reporter = call_party(book.reporter), call_reporter(book.reporter)
        what = "figure, cited by hand" if book.source == "registers" else "book"
        return f"{own(party if reporter in party else reporter)} {what}"
    return ", ".join(filter(None, (list_titles([book.source]), say_estimator(book))))


def name_line(book: Book) -> str:
    """Name a book at the end of a line: short.

    Examples
    --------
    >>> name_line(Book("imf_dots", "CHN")), name_line(Book("cow_trade")), name_line(Book("registers", "CHN"))
    ('IMF, China', 'COW', 'cited, China')
    """
    if book.reporter:
        called = call_reporter(book.reporter)
        return f"{call_publisher(book.source)}, {called if len(called) <= _LONGEST else book.reporter}"
    return say_estimator(book) or call_publisher(book.source)


def say_estimator(book: Book) -> str:
    """Say from which votes ideal points were estimated; nothing of another book.

    Examples
    --------
    >>> say_estimator(Book("ideal_points", variant="fp")), say_estimator(Book("cow_trade"))
    ('final-passage votes', '')
    """
    return call_book(book).partition(", ")[2] if book.source == "ideal_points" else ""


def join_words(words: Sequence[str], link: str = "and") -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> join_words(["a"]), join_words(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return f"{', '.join(words[:-1])} {link} {words[-1]}" if len(words) > 1 else "".join(words)


def write_spell(first: dt.date, last: dt.date) -> str:
    """Write a day, or the years from one day to another.

    Examples
    --------
    >>> write_spell(dt.date(1958, 1, 1), dt.date(1989, 12, 31)), write_spell(*[dt.date(2020, 4, 8)] * 2)
    ('1958–1989', '2020-04-08')
    """
    if first == last:
        return str(first)
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def drop_sign(fact: Fact) -> Fact:
    """Return a figure without its sign, which the words around it have.

    Examples
    --------
    >>> drop_sign(Fact("trade_growth", "CHN -- RUS", -0.2, "1", "2010..2014", Book("cow_trade"))).value
    0.2
    """
    return replace(fact, value=abs(fact.value))


def write_fact(fact: Fact) -> str:
    """Write a figure with its unit; a growth has its sign from the words around it, a turn of a share is in points.

    A probability is written to the percent.

    Examples
    --------
    >>> write_fact(Fact("trade", "CHN -- RUS", 228105.0, "M USD", "2025", Book("registers")))
    '228 bn USD'
    """
    if fact.name.endswith("_probability"):
        return write_percent(fact.value)
    return (write_difference if fact.name == "turn_size" else write_value)(fact.value, fact.unit)


def write_said(said: Said) -> str:
    """Write a sentence as plain text.

    Examples
    --------
    >>> write_said(("Trade was ", Fact("trade", "CHN -- RUS", 93942.0, "M USD", "2014", Book("cow_trade")), "."))
    'Trade was 93.9 bn USD.'
    """
    return "".join(part if isinstance(part, str) else write_fact(part) for part in said)
