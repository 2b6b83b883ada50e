"""A claim as every form of a brief shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facta.briefs.books import call_book, call_books
from facta.briefs.charts import Chart, Table
from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.dossier.drawing import draw_claim
from facta.briefs.dossier.wording import list_facts, quote_short, write_place
from facta.briefs.words import spell_word, write_against
from facta.claims import Claim, Reading, ReadingResult, SourceResult, Verdict

__all__ = ["BookView", "ClaimView", "list_books", "list_views", "tabulate_verdicts", "write_reading"]


@dataclass(frozen=True, slots=True)
class BookView:
    """A book with a figure as a brief shows it; its verdict stands beside it where the books disagree.

    Parameters
    ----------
    name : str
        Whose figure it is.
    result : SourceResult
        What it says.
    is_marked : bool
        Whether books of the reading disagree.
    """

    name: str
    result: SourceResult
    is_marked: bool


def list_books(reading: ReadingResult) -> list[BookView]:
    """Return the books of a reading that have a figure, that of the reading first; the same of two releases is one."""
    known = [book for book in reading.by_source if book.figure is not None]
    known.sort(key=lambda book: (book.verdict, book.figure) != (reading.verdict, reading.figure))
    alike = {(call_book(book), book.figure, book.verdict): book for book in known}
    books = list(alike.values())
    is_marked = any(book.verdict is not reading.verdict for book in books)
    return [BookView(name, book, is_marked) for name, book in zip(call_books(books), books, strict=True)]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as a brief shows it.

    Parameters
    ----------
    number : int
        In the dossier, from 1.
    claim, verdict : Claim, Verdict
        What was said, and what came of it.
    chart : Chart or None
        What stands behind it.
    same_as : int
        Number of an earlier claim whose chart is the same; 0 for none.
    """

    number: int
    claim: Claim
    verdict: Verdict
    chart: Chart | None
    same_as: int = 0

    @property
    def short(self) -> str:
        """The quote, cut where it is long."""
        return quote_short(self.verdict)

    @property
    def places(self) -> list[str]:
        """Who said it, when and where: a line a saying."""
        return [write_place(said) for said in self.claim.sayings]

    @property
    def facts(self) -> list[tuple[str, list[str]]]:
        """What the verdict leans on, and what would change it."""
        return [(name, lines) for name, lines in list_facts(self.claim, self.verdict) if any(lines)]

    @property
    def readings(self) -> list[tuple[ReadingResult, Reading | None]]:
        """What came of each reading, with what the dossier writes of it; those that a commitment asks come first."""
        asked = len(self.verdict.readings) - len(self.claim.readings)
        return list(zip(self.verdict.readings, [*[None] * asked, *self.claim.readings], strict=True))

    @property
    def is_split(self) -> bool:
        """Whether a reading has another verdict than the claim."""
        return any(reading.verdict is not self.verdict.verdict for reading in self.verdict.readings)

    @property
    def decisive(self) -> ReadingResult | None:
        """The first reading of the claim's verdict that has a figure, else the first that has one."""
        known = [reading for reading in self.verdict.readings if reading.figure is not None]
        return next((entry for entry in known if entry.verdict is self.verdict.verdict), next(iter(known), None))

    @property
    def tags(self) -> list[str]:
        """How far the verdict can be leant on, and whose word it is, in a word each."""
        tags = [self.verdict.validity] if self.verdict.validity not in ("", "direct") else []
        tags += ["fragile"] if self.verdict.fragile else []
        return tags + (["official narrative"] if self.verdict.narrative else [])


def list_views(brief: DossierBrief) -> list[ClaimView]:
    """Return every claim as a brief shows it."""
    drawn: dict[Chart, int] = {}
    views = []
    for number, (claim, verdict) in enumerate(brief.cases, start=1):
        chart = draw_claim(verdict, brief.exhibits.get(claim.id))
        same_as = drawn.setdefault(chart, number) if chart else number
        views.append(ClaimView(number, claim, verdict, chart, 0 if same_as == number else same_as))
    return views


def write_reading(reading: ReadingResult) -> str:
    """Return a reading on one line: its words, its figure against the threshold, whose figure, and why there is none.

    Examples
    --------
    >>> import facta
    >>> write_reading(facta.ask("trade(CHN -- RUS)[2014] > 90 bn USD").readings[0])
    'trade(CHN -- RUS)[2014] > 90 bn USD: 93.9 bn USD against 90 bn USD, by +3.94 bn USD (4 books)'
    """
    known = [book for book in reading.by_source if book.figure is not None]
    parts = [reading.text.rstrip(".") or reading.expression]
    if reading.figure is not None:
        parts.append(write_against(reading.figure, reading.threshold, reading.margin, reading.unit) + _name(known))
    if reading.reason:
        parts.append(spell_word(reading.reason))
    weak = f" [{reading.validity}]" if reading.validity != "direct" else ""
    return ": ".join(parts[:2]) + "".join(f"; {part}" for part in parts[2:]) + weak


def _name(books: Sequence[SourceResult]) -> str:
    return f" ({call_book(books[0]) if len(books) == 1 else f'{len(books)} books'})" if books else ""


def tabulate_verdicts(verdicts: Sequence[Verdict]) -> Table:
    """Return every figure of every reading, a row a book: what a page lets one save."""
    heads = ("claim", "reading", "source", "reporter", "variant", "figure", "unit", "threshold")
    rows = (
        (str(place), str(number), book.source, book.reporter, book.variant, book.figure, book.unit, book.threshold)
        for place, verdict in enumerate(verdicts, start=1)
        for number, reading in enumerate(verdict.readings, start=1)
        for book in reading.by_source
        if book.figure is not None
    )  # fmt: skip
    return Table(heads, tuple(rows))
