"""How verdicts, figures and states of a period are written, wherever people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from facta.claims import SourceResult, VerdictWord
from facta.domain import call_party, find_unit, write_figure

__all__ = [
    "COLOURS",
    "MARKS",
    "SAYS",
    "clean_text",
    "count_noun",
    "draw_sparkline",
    "list_citations",
    "name_book",
    "name_relation",
    "spell_unit",
    "spell_word",
    "write_against",
    "write_difference",
    "write_ordinal",
    "write_percent",
    "write_share",
    "write_value",
    "write_years",
]

MARKS: Mapping[VerdictWord, str] = {
    VerdictWord.SUPPORTED: "●",
    VerdictWord.CONTRADICTED: "○",
    VerdictWord.MIXED: "◐",
    VerdictWord.REPEATED: "↻",
    VerdictWord.OPEN: "…",
    VerdictWord.NOT_FIRED: "◌",
    VerdictWord.NO_EVIDENCE: "∅",
    VerdictWord.NOT_COMPARABLE: "≠",
    VerdictWord.NOT_CHECKABLE: "–",
}
"""The shape of each verdict; it always stands beside the word."""

COLOURS: Mapping[VerdictWord, str] = {
    VerdictWord.SUPPORTED: "green",
    VerdictWord.CONTRADICTED: "red",
    VerdictWord.MIXED: "yellow",
    VerdictWord.REPEATED: "magenta",
}
"""Colour of a verdict on a terminal that has colours; never the only sign of it."""

SAYS: Mapping[str, str] = {
    "for": "for it",
    "against": "against it",
    "both_ways": "both ways",
    "mixed": "mixed",
    "silent": "silent",
}
"""What evidence says of a proposition."""

_UNITS: Mapping[str, str] = {
    "USD": "US dollars",
    "k USD": "thousand US dollars",
    "M USD": "million US dollars",
    "bn USD": "billion US dollars",
    "tn USD": "trillion US dollars",
    "t": "tonnes",
    "kt": "thousand tonnes",
    "Mt": "million tonnes",
    "m3": "cubic metres",
    "M m3": "million cubic metres",
    "bcm": "billion cubic metres",
    "M TIV": "million trend-indicator values (TIV)",
    "count": "",
    "rank": "1 is first",
    "sd": "standard deviations",
    "1": "share",
}
"""Units in words, where their symbol is not a word."""

_MOST_CITED = 4
_BARS = "▁▂▃▄▅▆▇█"


def clean_text(text: str) -> str:
    r"""Drop what would steer a terminal instead of being read.

    Examples
    --------
    >>> clean_text("a\x1b[31mb")
    'a[31mb'
    """
    return "".join(mark for mark in text if mark.isprintable() or mark == "\n")


def count_noun(count: int, noun: str) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> count_noun(1, "book"), count_noun(12_000, "row")
    ('1 book', '12,000 rows')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def spell_word(word: str) -> str:
    """Write a verdict or a reason code as words; a reason in prose stays as it is.

    Examples
    --------
    >>> spell_word("no_evidence"), spell_word("a name_like_this stays")
    ('no evidence', 'a name_like_this stays')
    """
    return word if " " in word else word.replace("_", " ")


def spell_unit(symbol: str) -> str:
    """Write a unit in words; a count needs none.

    Examples
    --------
    >>> spell_unit("bn USD"), spell_unit("points"), spell_unit("%")
    ('billion US dollars', 'points', '%')
    """
    return _UNITS.get(symbol, symbol)


def write_years(window: str) -> str:
    """Write a window with a dash; with a word where an end of it is no year.

    Examples
    --------
    >>> write_years("2012..2021"), write_years("1946..2010-01-01"), write_years("..2020"), write_years("2018..")
    ('2012–2021', '1946 to 2010-01-01', 'up to 2020', 'from 2018')
    """
    first, dots, last = window.partition("..")
    if dots and not (first and last):
        return f"from {first}" if first else f"up to {last}"
    return window.replace("..", " to " if "-" in window else "–")


def write_value(value: float | None, unit: str | None) -> str:
    """Write a figure with its unit; missing is ``–``, never 0.

    Examples
    --------
    >>> write_value(0.1222, "1"), write_value(None, "M USD")
    ('12.2%', '–')
    """
    return "–" if value is None else write_figure(value, find_unit(unit) if unit else None)


def write_against(figure: float | None, threshold: float | None, margin: float | None, unit: str | None) -> str:
    """Write a figure, what it is held against, and by how much it differs; a count held against nothing is *found*.

    Examples
    --------
    >>> write_against(2.0, None, None, "count")
    '2 found'
    >>> write_against(0.122, 0.1, 0.022, "1")
    '12.2% against 10%, by +2.20 points'
    """
    shown = write_value(figure, unit)
    if threshold is None:
        return f"{shown} found" if unit == "count" and figure is not None else shown
    shown += f" against {write_value(threshold, unit)}"
    if margin:
        shown += f", by {'+' if margin > 0 else '-'}{write_difference(margin, unit)}"
    return shown


def write_difference(difference: float, unit: str | None) -> str:
    """Write how far two figures lie apart, without the sign: of shares in percentage points, of ranks in places.

    Examples
    --------
    >>> write_difference(-0.097, "1"), write_difference(1.5, "M USD")
    ('9.70 points', '1.50 M USD')
    """
    size = write_value(abs(difference), unit)
    return f"{size.removesuffix('%')} points" if size.endswith("%") else size.removeprefix("rank ")


def write_percent(probability: float | None) -> str:
    """Write a probability as a percentage; nothing known is a dash.

    Examples
    --------
    >>> write_percent(0.614), write_percent(0.004), write_percent(None)
    ('61%', '0.4%', '–')
    """
    if probability is None:
        return "–"
    share = 100 * probability
    return f"{share:.1f}%" if 0 < share < 1 or 99 < share < 100 else f"{share:.0f}%"


def write_ordinal(place: int) -> str:
    """Write a place in a row.

    Examples
    --------
    >>> [write_ordinal(place) for place in (1, 2, 11, 53, 112)]
    ['1st', '2nd', '11th', '53rd', '112th']
    """
    ends = {1: "st", 2: "nd", 3: "rd"} if place % 100 not in (11, 12, 13) else {}
    return f"{place}{ends.get(place % 10, 'th')}"


def write_share(share: float) -> str:
    """Write the size of a part.

    Examples
    --------
    >>> write_share(-0.223)
    '22.3%'
    """
    return write_figure(abs(share), find_unit("1"))


def name_book(book: SourceResult) -> str:
    """Name a book by source, reporter and variant."""
    return " ".join(part for part in (book.source, book.reporter, book.variant) if part)


def name_relation(relation: str) -> str:
    """Name a relation, or one state, by the names of its sides.

    Examples
    --------
    >>> name_relation("CHN -- USA"), name_relation("RUS -> CENTRAL_ASIA"), name_relation("KAZ")
    ('China–United States', 'Russia to Central Asia', 'Kazakhstan')
    """
    sides = [call_party(side).removeprefix("the ") for side in re.split(" (?:--|->) ", relation)]
    return (" to " if "->" in relation else "–").join(sides)


def list_citations(citations: Sequence[str]) -> list[str]:
    """Return the first citations, and how many more there are where they would bury the answer.

    Examples
    --------
    >>> list_citations(list("abcdef"))
    ['a', 'b', 'c', 'd', '… and 2 more: `facta cite` lists all, --json too']
    """
    rest = len(citations) - _MOST_CITED
    more = [f"… and {rest} more: `facta cite` lists all, --json too"] if rest > 0 else []
    return [*citations[:_MOST_CITED], *more]


def draw_sparkline(values: Sequence[float | None]) -> str:
    """Draw values as bars between the least and the greatest; a missing one leaves a gap.

    Examples
    --------
    >>> draw_sparkline([1.0, None, 8.0])
    '▁ █'
    """
    known = [value for value in values if value is not None]
    low, span = (min(known), max(known) - min(known)) if known else (0.0, 0.0)
    top = len(_BARS) - 1
    return "".join(
        " " if value is None else _BARS[round((value - low) / span * top) if span else 0] for value in values
    )
