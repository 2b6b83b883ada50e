"""How a relation brief names states, books and periods, and joins words with figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from facta.briefs.relation.topics import Fact
from facta.briefs.words import write_difference, write_value
from facta.domain import Book, State, find_state
from facta.errors import UnknownName
from facta.sources import list_sources

__all__ = [
    "Said",
    "call_party",
    "call_state",
    "join_words",
    "list_sources_of",
    "name_line",
    "name_short",
    "name_way",
    "own",
    "say_book",
    "split_relation",
    "start_sentence",
    "write_fact",
    "write_said",
    "write_spell",
    "write_years",
]

Said: TypeAlias = tuple[str | Fact, ...]
"""A sentence: words, and the figures that stand in it."""

_LONGEST = 13
_WITH_ARTICLE = re.compile(
    r"United |British Virgin|U\.S\.|Two Sicilies|(Democratic )?Republic of|.*(Republic|Islands|Territories)$|"
    r"(Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles)\b"
)


def call_state(state: State) -> str:
    """Return a state's name as it stands in a sentence.

    Examples
    --------
    >>> call_state(find_state("USA")), call_state(find_state("KAZ"))
    ('the United States', 'Kazakhstan')
    """
    return f"the {state.name}" if _WITH_ARTICLE.match(state.name) else state.name


def call_party(name: str) -> str:
    """Return a state's name for its id; whoever is no state keeps the name that the evidence gives."""
    try:
        return call_state(find_state(name))
    except UnknownName:
        return name.replace("_", " ")


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


def own(name: str) -> str:
    """Return the possessive of a name.

    Examples
    --------
    >>> own("China"), own("the United States")
    ("China's", "the United States'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


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
        return f"{own(call_party(book.reporter))} {'figure, cited by hand' if book.source == 'registers' else 'book'}"
    title = re.sub(
        r"\s*\(.*?\)", "", list_sources()[book.source].title if book.source in list_sources() else book.source
    )
    return f"{title}, estimator {book.variant}" if book.source == "ideal_points" else title


def name_line(book: Book) -> str:
    """Name a book at the end of a line: short.

    Examples
    --------
    >>> name_line(Book("imf_dots", "CHN")), name_line(Book("cow_trade")), name_line(Book("registers", "CHN"))
    ('IMF, China', 'COW', 'cited, China')
    """
    source = "cited" if book.source == "registers" else book.source.partition("_")[0].upper()
    if book.reporter:
        return f"{source}, {name_short(book.reporter)}"
    return book.variant if book.source == "ideal_points" else source


def list_sources_of(books: Iterable[Book]) -> str:
    """Name the publishers' data sets behind books, once each.

    Examples
    --------
    >>> list_sources_of([Book("cow_trade"), Book("cow_trade"), Book("registers", "CHN")])
    'COW international trade 4.0; registers kept by hand'
    """
    known = list_sources()
    named = (
        re.sub(r"\s*\(.*?\)", "", known[book.source].title) if book.source in known else book.source for book in books
    )
    return "; ".join(dict.fromkeys(named))


def join_words(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> join_words(["a"]), join_words(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


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


def write_years(window: str) -> str:
    """Write a window with a dash; with a word where an end of it is no year.

    Examples
    --------
    >>> write_years("2012..2021"), write_years("1946..2010-01-01")
    ('2012–2021', '1946 to 2010-01-01')
    """
    return window.replace("..", " to " if "-" in window else "–")


def write_fact(fact: Fact) -> str:
    """Write a figure with its unit; a growth has its sign from the words around it, a turn of a share is in points.

    Examples
    --------
    >>> write_fact(Fact("trade", "CHN -- RUS", 228105.0, "M USD", "2025", Book("registers")))
    '228 bn USD'
    """
    return (write_difference if fact.name == "turn_size" else write_value)(fact.value, fact.unit)


def write_said(said: Said) -> str:
    """Write a sentence as plain text.

    Examples
    --------
    >>> write_said(("Trade was ", Fact("trade", "CHN -- RUS", 93942.0, "M USD", "2014", Book("cow_trade")), "."))
    'Trade was 93.9 bn USD.'
    """
    return "".join(part if isinstance(part, str) else write_fact(part) for part in said)
