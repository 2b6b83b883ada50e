"""The brief on a dossier as Markdown, for a wiki, a pull request or a newsletter."""

from __future__ import annotations

from collections.abc import Iterator

from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.dossier.drawing import draw_conditions, draw_forecasts
from facta.briefs.dossier.views import BookView, ClaimView, list_books, list_views, write_reading
from facta.briefs.dossier.wording import write_bottom_line
from facta.briefs.markdown import list_points, write_table
from facta.briefs.outlook import write_hits, write_range, write_skill
from facta.briefs.page import write_cells
from facta.briefs.words import MARKS, count_noun, spell_word, write_value
from facta.claims import Verdict

__all__ = ["render_dossier_markdown"]


def render_dossier_markdown(brief: DossierBrief) -> str:
    """Return the brief as Markdown, in the order of the page; charts become tables of what they show.

    Parameters
    ----------
    brief : DossierBrief
        What to show.

    Examples
    --------
    >>> from facta.desk.briefing.opening import open_brief
    >>> text = render_dossier_markdown(open_brief("russia-loosens-its-belt", as_of="2026-11-22"))
    >>> [line for line in text.splitlines() if line.startswith("## ")][:3]
    ['## The claims', '## Claim by claim', '## Narratives and their rebuttals']
    """
    return "\n\n".join(part for part in _list_parts(brief) if part) + "\n"


def _list_parts(brief: DossierBrief) -> Iterator[str]:
    views = list_views(brief)
    holders = count_noun(len(brief.holders), "holder")
    yield f"# {brief.dossier.question}"
    yield f"Asked {brief.dossier.asked}; evidence as of {brief.as_of}; {count_noun(len(views), 'claim')}, {holders}."
    yield brief.dossier.note
    yield " ".join(write_bottom_line(brief))
    yield "## The claims"
    yield write_table(("claim", "holder", "verdict", "figure", "books"), [_write_row(view) for view in views])
    yield "## Claim by claim"
    for view in views:
        yield from _write_claim(view, brief)
    yield from _write_answers(brief)
    for title, charts in (("Forecasts", draw_forecasts(brief)), ("Conditions", [draw_conditions(brief)])):
        shown = [chart for chart in charts if chart]
        if shown:
            yield f"## {title}"
        for chart in shown:
            table = chart.tabulate()
            yield f"{chart.words.title}. {chart.words.subtitle}."
            yield write_table(table.heads, write_cells(table))
    yield from _write_record(brief)
    yield "## Sources and licences"
    yield from list_points([f"{origin.citation} [{origin.licence}]" for origin in brief.references])
    yield f"Made by `facta brief {brief.address} --as-of {brief.as_of}`; `facta check` with `--json` has every figure."


def _mark(verdict: Verdict) -> str:
    return f"{MARKS[verdict.verdict]} {spell_word(verdict.verdict)}"


def _write_row(view: ClaimView) -> tuple[str, ...]:
    reading = view.decisive
    figure = write_value(reading.figure, reading.unit) if reading else "–"
    return view.short, ", ".join(view.verdict.holders), _mark(view.verdict), figure, str(len(view.verdict.sources))


def _write_claim(view: ClaimView, brief: DossierBrief) -> Iterator[str]:
    tags = f" ({', '.join(view.tags)})" if view.tags else ""
    yield f"### {view.number}. “{view.verdict.said}”"
    yield f"{'; '.join(view.places)}"
    yield f"**{_mark(view.verdict)}**{tags}"
    lines = []
    for reading, _ in view.readings:
        lines.append(f"{MARKS[reading.verdict]} {write_reading(reading)}")
        books = list_books(reading)
        lines += [f"  - {_write_book(book)}" for book in books if len(books) > 1]
    yield "\n".join(line if line.startswith("  ") else f"- {line}" for line in lines)
    yield from list_points([f"{name}: {'; '.join(texts)}" for name, texts in view.facts])
    yield f"`facta trace {brief.address}#{view.verdict.id}`"


def _write_book(book: BookView) -> str:
    mark = f"{MARKS[book.result.verdict]} " if book.is_marked else ""
    return f"{mark}{write_value(book.result.figure, book.result.unit)} {book.name}"


def _write_answers(brief: DossierBrief) -> Iterator[str]:
    if brief.rebuttals:
        yield "## Narratives and their rebuttals"
    for verdict, answers in brief.rebuttals:
        said = "\n".join(f"  - answered by “{entry.said}”: {_mark(entry)}" for entry in answers)
        yield f"- “{verdict.said}”: {_mark(verdict)}\n{said or '  - not answered in this dossier'}"


def _write_record(brief: DossierBrief) -> Iterator[str]:
    if brief.record is None:
        return
    board = brief.record.board
    yield "## Track record"
    yield from list_points(board.cautions)
    heads = ("holder", "matured", "scored", "void", "waiting", "hits", "Brier", "log", "skill/base", "skill/model")
    rows = [
        (row.holder, str(row.tally.matured), str(row.n), str(row.tally.matured - row.tally.resolved),
         str(row.tally.pending), write_hits(row), write_range(row.brier), write_range(row.log),
         write_skill(row.skill_base_rate, row.n_base_rate), write_skill(row.skill_model, row.n_model))
        for row in (*board.rows, *brief.record.references)
    ]  # fmt: skip
    yield write_table(heads, rows)
