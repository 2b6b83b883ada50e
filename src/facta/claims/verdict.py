"""What a check returns: a verdict with its figures, by reading, source and reporter."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from facta.domain import Table

__all__ = ["Change", "Prospect", "ReadingResult", "SourceResult", "Verdict", "VerdictWord", "name_books"]


_BOOK_COLUMNS = (
    "source", "reporter", "variant", "vintage", "figure", "unit", "threshold", "verdict", "reason", "window",
    "completeness", "n",
)  # fmt: skip


class VerdictWord(enum.StrEnum):
    """The words of a verdict."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MIXED = "mixed"
    REPEATED = "repeated"
    OPEN = "open"
    NOT_FIRED = "not_fired"
    NO_EVIDENCE = "no_evidence"
    NOT_COMPARABLE = "not_comparable"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What one book says of one reading.

    Parameters
    ----------
    source, reporter, variant, vintage : str
        The book.
    figure : float or None
        None where the book has nothing on it.
    unit : str or None
        Symbol.
    threshold : float or None
        In the same unit.
    verdict : VerdictWord
        Of this book alone.
    reason : str
        Why there is nothing.
    completeness : float
        Part of the window that is there, from 0 to 1.
    n : int
        Periods or rows behind the figure.
    window : str or None
        From the first to the last period used.
    origins, notes : tuple of str
        Ids of the origins, and what a reader has to know.
    """

    source: str
    reporter: str
    variant: str
    vintage: str
    figure: float | None
    unit: str | None
    threshold: float | None
    verdict: VerdictWord
    reason: str = ""
    completeness: float = 0.0
    n: int = 0
    window: str | None = None
    origins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def name_books(books: Sequence[SourceResult]) -> list[str]:
    """Name books so that no two are alike: by source, reporter and variant, and by vintage where that is not enough.

    Examples
    --------
    >>> books = [
    ...     SourceResult("ideal_points", None, variant, vintage, 0.1, None, None, VerdictWord.SUPPORTED)
    ...     for variant, vintage in (("all", "2025-07"), ("fp", "2025-07"), ("fp", "2020-04"))
    ... ]
    >>> name_books(books)
    ['ideal_points all', 'ideal_points fp 2025-07', 'ideal_points fp 2020-04']
    """
    names = [" ".join(filter(None, (book.source, book.reporter, book.variant))) for book in books]
    return [
        f"{name} {book.vintage}".strip() if names.count(name) > 1 else name
        for name, book in zip(names, books, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a reading, and the verdict that it would give."""

    change: str
    verdict: VerdictWord


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """What all books say of one reading.

    Parameters
    ----------
    text, expression : str
        In words, and as checked.
    verdict : VerdictWord
        Over its books.
    reason : str
        Why it is not decided.
    validity, why : str
        How well the reading fits what was said.
    figure, threshold, margin : float or None
        Of the book that decides; margin is figure less threshold, in `unit`.
    unit : str or None
        Symbol.
    by_source : tuple of SourceResult
        One a book.
    sensitivity : tuple of Change
        What a change of source, threshold, window or start year would give.
    fragile : bool
        Whether one of them turns the verdict.
    state : str
        Of a condition: ``armed``, ``fired`` or ``expired``.
    """

    text: str
    expression: str
    verdict: VerdictWord
    reason: str
    validity: str
    why: str
    figure: float | None
    threshold: float | None
    margin: float | None
    unit: str | None
    by_source: tuple[SourceResult, ...]
    sensitivity: tuple[Change, ...] = ()
    fragile: bool = False
    state: str = ""

    @property
    def margin_share(self) -> float | None:
        """The margin as a part of the threshold's size; None where there is no margin, or the threshold is 0."""
        return self.margin / abs(self.threshold) if self.margin is not None and self.threshold else None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What was said of the future, beside what the evidence of that day gave it.

    Parameters
    ----------
    reading : str
        The first reading of the claim that looks ahead and is not weak.
    made, until : datetime.date
        The day it was said, and the horizon.
    words_low, words_high : float
        What the hedge stands for, from 0 to 1, for this reading.
    mapping : str
        The mapping and version that the range is from; ``stated`` where the holder gave the probability.
    probability : float or None
        Of the model, as of that day; None where nothing could be drawn.
    low, high : float or None
        The least and greatest that any book or the base rate gives.
    base_rate : float or None
        How often the same reading had held in earlier years.
    base_rate_n : int
        In how many years that can be told.
    reason : str
        Why there is no probability.
    """

    reading: str
    made: dt.date
    until: dt.date
    words_low: float
    words_high: float
    mapping: str
    probability: float | None
    low: float | None
    high: float | None
    base_rate: float | None
    base_rate_n: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict(Table):
    """The verdict on a claim.

    The figures at the top are those of the first reading.

    Parameters
    ----------
    id : str
        Of the claim.
    said : str
        The quote.
    holders : tuple of str
        Who says so.
    date : str
        When it was said.
    verdict : VerdictWord
        Over its readings.
    reason : str
        Why it is not decided, or a reason code.
    validity : str
        Of the reading that decides.
    fragile : bool
        Whether a change of source, threshold, window or start year turns it.
    figure, threshold, margin : float or None
        In `unit`.
    unit : str or None
        Symbol.
    window : str or None
        Covered by the figure.
    completeness : float
        Part of the window that is there.
    as_of : datetime.date
        Day of the evidence.
    n : int
        Periods or rows behind the figure.
    readings : tuple of ReadingResult
        All of them.
    condition_state : str
        ``armed``, ``fired``, ``expired`` or empty.
    narrative : bool
        What a state's officials hold.
    rebuts : tuple of str
        Ids of the claims that it answers.
    rivals : tuple of str
        Other explanations that the same evidence fits.
    fill : tuple of str
        Which sources would fill what is missing.
    statement : str
        Its number in a catalogue.
    citations : tuple of str
        Of everything behind the figures.
    outcome : str
        Of a commitment: ``kept``, ``late``, ``in_part``, ``missed`` or ``pending``; empty where nobody can know.
    revises : tuple of str
        Ids of the claims that it brings up to date.
    proposition, stance : str
        What it states under a name that other claims share, and whether it ``affirms``, ``denies`` or ``qualifies`` it.
    horizon : datetime.date or None
        Until when a statement about the future is held against events.
    weakest : str
        The weakest link of the verdict, in a sentence.
    would_change : tuple of str
        What would change the verdict, or how far that is.
    prospect : Prospect or None
        Of a claim that looks ahead, where forecasts were asked for.
    """

    id: str
    said: str
    holders: tuple[str, ...]
    date: str
    verdict: VerdictWord
    reason: str
    validity: str
    fragile: bool
    figure: float | None
    unit: str | None
    threshold: float | None
    margin: float | None
    window: str | None
    completeness: float
    as_of: dt.date
    n: int
    readings: tuple[ReadingResult, ...]
    condition_state: str = ""
    narrative: bool = False
    rebuts: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    fill: tuple[str, ...] = ()
    statement: str = ""
    citations: tuple[str, ...] = ()
    outcome: str = ""
    revises: tuple[str, ...] = ()
    proposition: str = ""
    stance: str = ""
    horizon: dt.date | None = None
    weakest: str = ""
    would_change: tuple[str, ...] = ()
    prospect: Prospect | None = None
    _shown: ClassVar[tuple[str, ...]] = ("source", "reporter", "variant", "figure", "unit", "threshold", "verdict")

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a book of each reading."""
        return [
            {"reading": reading.expression, **{name: getattr(book, name) for name in _BOOK_COLUMNS}}
            for reading in self.readings
            for book in reading.by_source
        ]

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures."""
        return self.citations

    def _describe(self) -> str:
        return f"{self.said}: {self.verdict.replace('_', ' ')}, as of {self.as_of}"

    @property
    def sources(self) -> tuple[str, ...]:
        """Books that have a figure on it, in the order of the readings."""
        books = (book for reading in self.readings for book in reading.by_source if book.figure is not None)
        return tuple(dict.fromkeys(f"{book.source} {book.reporter}".strip() for book in books))
