"""The brief on a dossier on a terminal, in the order of the page, with series as small bars in a line."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.charts import LineChart
from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.dossier.views import ClaimView, list_views, write_reading
from facta.briefs.dossier.wording import write_bottom_line
from facta.briefs.outlook import render_board, render_condition
from facta.briefs.outlook.forecast import draw_scale
from facta.briefs.terminal import lay_columns, lay_facts, line_book, mark_verdict
from facta.briefs.words import COLOURS, MARKS, clean_text, count_noun, draw_sparkline, write_percent, write_value
from facta.claims import VerdictWord
from facta.forecasts.scoring import Entry, group_entries

__all__ = ["render_dossier_brief"]

_MOST = 40  # periods in a line


def render_dossier_brief(brief: DossierBrief) -> Iterator[RenderableType]:
    """Yield the brief part by part: bottom line, claims, each claim, answers, forecasts, conditions, record, sources.

    Parameters
    ----------
    brief : DossierBrief
        What to show.
    """
    views = list_views(brief)
    yield Text(clean_text(brief.dossier.question), style="bold")
    holders = f"{count_noun(len(views), 'claim')}, {count_noun(len(brief.holders), 'holder')}"
    yield Text(f"Asked {brief.dossier.asked}; evidence as of {brief.as_of}; {holders}", style="dim")
    yield ""
    for sentence in write_bottom_line(brief):
        yield Text(clean_text(sentence))
    yield ""
    yield _draw_counts(brief)
    yield _head("Claim by claim")
    for view in views:
        yield _show_claim(view)
    yield from _show_answers(brief)
    yield from _show_forecasts(brief)
    if brief.conditions:
        yield _head("Conditions")
        yield from (render_condition(condition) for condition in brief.conditions)
    if brief.record:
        yield _head("Track record")
        yield render_board(f"Hedges by {brief.record.mapping}", brief.record.board, brief.record.references)
    yield _head("Sources")
    yield f"{count_noun(len(brief.references), 'citation')}: `facta cite {brief.address}` lists all, with licences."


def _head(text: str) -> Text:
    return Text(f"\n{text}\n", style="bold")


def _draw_counts(brief: DossierBrief) -> RenderableType:
    """Draw a shape a claim, by verdict."""
    table = lay_columns("", "", "", numbers=(1,))
    for word in VerdictWord:
        count = brief.counts.get(word, 0)
        if count:
            shapes = Text(MARKS[word] * count, style=COLOURS.get(word, ""))
            table.add_row(mark_verdict(word), str(count), shapes)
    return table


def _show_claim(view: ClaimView) -> RenderableType:
    tags = f"  {', '.join(view.tags)}" if view.tags else ""
    head = Text.assemble(mark_verdict(view.verdict.verdict), tags, "  ", (view.verdict.id, "bold"))
    readings = [line_book(reading.verdict, write_reading(reading)) for reading, _ in view.readings]
    facts: list[tuple[str, str | Text]] = [
        ("Said", f"“{view.verdict.said}”\n{'; '.join(view.places)}"),
        ("Read", Text("\n").join(readings)),
        ("Series", "\n".join(_draw_lines(view))),
        *((name, "\n".join(lines)) for name, lines in view.facts),
    ]
    return Group(head, Padding(lay_facts(facts, least=17), (0, 0, 1, 2)))


def _draw_lines(view: ClaimView) -> Iterator[str]:
    """Draw each line of the chart as bars between its ends."""
    if not isinstance(view.chart, LineChart):
        return
    unit = view.chart.unit.symbol if view.chart.unit else None
    for line in view.chart.lines:
        points = line.points[-_MOST:]
        known = [point for point in points if point.value is not None]
        ends = f"{write_value(known[0].value, unit)} in {known[0].label}, {write_value(known[-1].value, unit)} in"
        yield f"{draw_sparkline([point.value for point in points])}  {line.name}: {ends} {known[-1].label}"


def _show_answers(brief: DossierBrief) -> Iterator[RenderableType]:
    if not brief.rebuttals:
        return
    yield _head("Narratives and their rebuttals")
    for verdict, answers in brief.rebuttals:
        yield line_book(verdict.verdict, f"“{verdict.said}” ({', '.join(verdict.holders)})")
        for answer in answers:
            yield line_book(answer.verdict, f"“{answer.said}” ({', '.join(answer.holders)})", indent="  answered by ")
        if not answers:
            yield "  not answered in this dossier"


def _show_forecasts(brief: DossierBrief) -> Iterator[RenderableType]:
    if brief.record is None:
        return
    yield _head("Forecasts")
    for holder, claims in group_entries(brief.record.entries).items():
        table = lay_columns(clean_text(holder), "the words", "model", "base rate", "outcome", ratios=(1, 0, 0, 0, 0))
        for readings in claims:
            table.add_row(*_write_entry(readings[0]))
        yield table
        yield ""


def _write_entry(entry: Entry) -> tuple[str, ...]:
    low, high = entry.low, entry.high
    said = "–" if low != low else f"{write_percent(low)} to {write_percent(high)}"
    line = "" if low != low else f"\n{draw_scale(low, (low + high) / 2, high)}"
    came = {1.0: "● came about", 0.0: "○ did not"}.get(entry.outcome, entry.standing.value)
    model, base = (write_percent(None if value != value else value) for value in (entry.model, entry.base_rate))
    return clean_text(entry.claim) + line, said, model, base, came
