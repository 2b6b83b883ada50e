"""Verdicts on a terminal: aligned text that reads at 80 columns, without colour, and in a pipe; it computes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from rich.console import Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from facta.briefs.words import (
    COLOURS,
    MARKS,
    clean_text,
    count_noun,
    list_citations,
    name_book,
    spell_word,
    write_against,
    write_percent,
    write_value,
)
from facta.claims import DECIDED, Prospect, ReadingResult, Verdict, VerdictWord

__all__ = [
    "lay_columns",
    "lay_facts",
    "line_book",
    "mark_verdict",
    "render_coverage",
    "render_dossier",
    "render_verdict",
]


def lay_columns(*headers: str, ratios: Sequence[int] = (), numbers: Sequence[int] = ()) -> Table:
    """Return an empty table of aligned columns without lines.

    Parameters
    ----------
    *headers : str
        One a column.
    ratios : sequence of int
        How the columns share the width; 0 for as wide as its text.
    numbers : sequence of int
        Which columns are set to the right.
    """
    table = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(headers), header_style="dim", expand=any(ratios)
    )
    for place, header in enumerate(headers):
        ratio = ratios[place] if ratios else 0
        justify: JustifyMethod = "right" if place in numbers else "left"
        table.add_column(
            header, ratio=ratio or None, no_wrap=bool(ratios) and not ratio, justify=justify, overflow="fold"
        )
    return table


def lay_facts(facts: Iterable[tuple[str, str | Text]], least: int = 0) -> Table:
    """Return names and values side by side, names in `least` columns or more; an empty value leaves its line out."""
    table = lay_columns("", "", ratios=(0, 1))
    table.columns[0].min_width = least or None
    for name, value in facts:
        if value:
            table.add_row(Text(name, style="dim"), value if isinstance(value, Text) else clean_text(value))
    return table


def mark_verdict(word: VerdictWord) -> Text:
    """Return a verdict as its shape and its word, in its colour where there is one."""
    return Text(f"{MARKS[word]} {spell_word(word)}", style=COLOURS.get(word, ""))


def render_dossier(question: str, as_of: dt.date, claims: Sequence[Verdict]) -> RenderableType:
    """Return the verdicts on a dossier as a table, one claim a row.

    Parameters
    ----------
    question : str
        What was asked.
    as_of : datetime.date
        Day of the evidence.
    claims : sequence of Verdict
        In the order of the dossier.
    """
    table = lay_columns("Verdict", "Claim", "Figures", ratios=(0, 11, 9))
    for claim in claims:
        table.add_row(_mark_claim(claim), _quote_claim(claim), _list_figures(claim))
    return Group(Text(clean_text(question), style="bold"), f"Evidence as of {as_of}", "", table)


def render_coverage(claims: Sequence[Verdict], trace: str) -> RenderableType:
    """Return how many claims there are of each verdict, and where the rows behind them are."""
    counted = Counter(claim.verdict for claim in claims)
    table = lay_columns("", "", numbers=(0,))
    for word in VerdictWord:
        if counted[word]:
            table.add_row(f"{counted[word]:,}", mark_verdict(word))
    fragile = sum(claim.fragile for claim in claims)
    note = (
        f", {fragile} of them fragile: another source, threshold, window or start year turns the verdict"
        if fragile
        else ""
    )
    return Group(
        f"{count_noun(len(claims), 'claim')}{note}",
        table,
        Text(f"Rows and files behind a figure: {clean_text(trace)}", style="dim"),
    )


def render_verdict(verdict: Verdict) -> RenderableType:
    """Return one reading's verdict in full: figure, books, window, what would turn it, citations."""
    reading = verdict.readings[0]
    head = Text.assemble(mark_verdict(verdict.verdict), "  ", clean_text(reading.expression))
    books = [
        line_book(book.verdict, f"{name_book(book)}: {write_value(book.figure, book.unit)}", spell_word(book.reason))
        for book in reading.by_source
    ]
    facts: list[tuple[str, str | Text]] = [
        ("Figure", write_against(reading.figure, reading.threshold, reading.margin, reading.unit)),
        ("Why", spell_word(reading.reason)),
        ("Window", _write_window(verdict)),
        ("Books", _join(books)),
        ("Turns", _list_turning(reading)),
        ("Holds", _list_changes(reading, {reading.verdict})),
        ("Unknown", _list_changes(reading, set(VerdictWord) - {reading.verdict, *DECIDED})),
        ("Condition", verdict.condition_state),
        ("Fill with", ", ".join(verdict.fill)),
        ("Notes", "\n".join(dict.fromkeys(note for book in reading.by_source for note in book.notes))),
        ("As of", str(verdict.as_of)),
        ("Cite", "\n".join(list_citations(verdict.citations))),
    ]
    return Group(head, Padding(lay_facts(facts), (0, 0, 0, 2)))


def _join(lines: Sequence[Text]) -> Text:
    return Text("\n").join(lines)


def _mark_claim(claim: Verdict) -> Text:
    """Write the verdict, and beneath it how far it can be leant on."""
    notes = [
        claim.validity if claim.validity != "direct" else "",
        "fragile" if claim.fragile else "",
        claim.condition_state,
        spell_word(claim.outcome),
    ]
    lines = [mark_verdict(claim.verdict), *(Text(f"  {note}") for note in notes if note)]
    return _join(lines)


def _quote_claim(claim: Verdict) -> Text:
    kind = " (official narrative)" if claim.narrative else ""
    lines = [
        Text(claim.id, style="bold"),
        Text(clean_text(f"“{claim.said}”")),
        Text(clean_text(f"{', '.join(claim.holders)}, {claim.date}{kind}"), style="dim"),
    ]
    if claim.revises:
        lines.append(Text(f"revises {', '.join(claim.revises)}", style="dim"))
    return _join(lines)


def _list_figures(claim: Verdict) -> Text:
    """Write figure against threshold of each reading, its books where they disagree, and the reason."""
    lines = [line for reading in claim.readings for line in _list_reading(reading, is_only=len(claim.readings) == 1)]
    shown = {reading.reason for reading in claim.readings}
    if claim.reason and claim.reason not in shown:
        lines.append(Text(clean_text(spell_word(claim.reason))))
    if claim.prospect:
        lines.append(Text(_write_prospect(claim.prospect), style="dim"))
    if claim.fill:
        lines.append(Text(f"would fill it: {', '.join(claim.fill)}", style="dim"))
    return _join(lines)


def _write_prospect(prospect: Prospect) -> str:
    """Write what was said, what the model gave on that day, and how often it had held."""
    low, high = write_percent(prospect.words_low), write_percent(prospect.words_high)
    said = low if low == high else f"{low} to {high}"
    model = f"the model {write_percent(prospect.probability)}" if prospect.probability is not None else "no model"
    base = f", base rate {write_percent(prospect.base_rate)}" if prospect.base_rate is not None else ""
    return f"on {prospect.made} for {prospect.until}: the words {said}, {model}{base}"


def _list_reading(reading: ReadingResult, *, is_only: bool) -> list[Text]:
    """Write a reading's figure with its book or how many agree, each book where they differ, and why there is none."""
    known = [book for book in reading.by_source if book.figure is not None]
    is_split = len({book.verdict for book in known}) > 1
    weak = " (weak)" if reading.validity == "weak" else ""
    lines = []
    if known:
        book = "" if is_split else f" · {name_book(known[0]) if len(known) == 1 else f'{len(known)} books'}"
        text = write_against(reading.figure, reading.threshold, reading.margin, reading.unit) + book + weak
        lines.append(Text(clean_text(text)) if is_only else line_book(reading.verdict, text))
    if is_split:
        lines += [
            line_book(book.verdict, f"{write_value(book.figure, book.unit)} · {name_book(book)}", indent="  ")
            for book in known
        ]
    if reading.reason:
        text = spell_word(reading.reason) + weak
        lines.append(Text(clean_text(text)) if is_only else line_book(reading.verdict, text))
    return lines


def line_book(word: VerdictWord, text: str, reason: str = "", indent: str = "") -> Text:
    """Return a line that begins with the shape of a verdict, with the reason in brackets."""
    return Text(clean_text(f"{indent}{MARKS[word]} {text}{f' ({reason})' if reason else ''}"))


def _write_window(verdict: Verdict) -> str:
    if not verdict.window:
        return ""
    whole = "complete" if verdict.completeness >= 1 else f"{verdict.completeness:.0%} of it there"
    return f"{verdict.window}, {whole}, n = {verdict.n:,}"


def _list_turning(reading: ReadingResult) -> str:
    """Name the changes that would turn the verdict into another that is decided."""
    turning = [change for change in reading.sensitivity if change.verdict in DECIDED - {reading.verdict}]
    return "; ".join(f"with {change.change}: {spell_word(change.verdict)}" for change in turning)


def _list_changes(reading: ReadingResult, verdicts: AbstractSet[VerdictWord]) -> str:
    """Name the changes that would give one of these verdicts."""
    named = [change.change for change in reading.sensitivity if change.verdict in verdicts]
    return f"with {', '.join(named)}" if named else ""
