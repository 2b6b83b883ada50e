"""A relation brief on a terminal: the same order as the page, with a line of bars where the page has a chart."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.charts import BarChart, Chart, LineChart
from facta.briefs.relation.overview import describe_states, list_glances, name_pair, say_bottom_line, tabulate_gaps
from facta.briefs.relation.sections import Section, list_sections
from facta.briefs.relation.topics import RelationFacts
from facta.briefs.relation.wording import write_fact, write_said
from facta.briefs.terminal import lay_columns
from facta.briefs.words import clean_text, draw_sparkline

__all__ = ["render_relation"]

_WIDEST = 40
_NEWEST = 5


def render_relation(facts: RelationFacts) -> RenderableType:
    """Return the brief on two states for a terminal."""
    head = [
        Text(name_pair(facts), style="bold"),
        Text(f"{describe_states(facts)}; evidence as of {facts.as_of}", style="dim"),
        Text(),
    ]
    lead = [Text(clean_text(write_said(said))) for said in say_bottom_line(facts)]
    sections = [part for section in list_sections(facts) for part in _lay_section(section)]
    return Group(*head, *lead, *_lay_glances(facts), *sections, *_lay_gaps(facts))


def _lay_glances(facts: RelationFacts) -> list[RenderableType]:
    table = lay_columns("Series", "Course", "Last", "When", "Last turn", ratios=(3, 0, 0, 0, 2), numbers=(2,))
    for glance in list_glances(facts):
        line = draw_sparkline(glance.values[-_WIDEST // 2 :])
        table.add_row(glance.name, line, write_fact(glance.fact), glance.fact.period, glance.turn)
    return [Text("\nAt a glance", style="bold"), table]


def _lay_section(section: Section) -> Iterator[RenderableType]:
    yield Text(f"\n{section.heading}", style="bold")
    for said in section.said:
        yield Padding(Text(clean_text(write_said(said))), (0, 0, 0, 2))
    for chart in section.charts:
        yield Padding(Group(*_lay_chart(chart)), (0, 0, 0, 2))
    for line in section.blind:
        yield Padding(Text(f"∅ {clean_text(line)}", style="dim"), (0, 0, 0, 2))


def _lay_chart(chart: Chart) -> Iterator[RenderableType]:
    """Lay a chart's message, then a line of bars a book, every figure, or the newest of its rows."""
    yield Text(clean_text(chart.words.title))
    if isinstance(chart, LineChart):
        for line in chart.lines:
            bars = draw_sparkline([point.value for point in line.points][-_WIDEST:])
            yield Text(f"  {bars}  {clean_text(line.name)}, to {line.points[-1].label}" if line.points else "")
    elif isinstance(chart, BarChart):
        yield from (Text(clean_text(f"  {bar.name}  {bar.text}")) for bar in chart.bars)
    else:
        for row in chart.tabulate().rows[-_NEWEST:]:
            yield Text(clean_text("  " + "  ".join(str(cell) for cell in row if cell)))
    yield Text(clean_text(f"  {chart.words.subtitle}. {chart.words.source}"), style="dim")


def _lay_gaps(facts: RelationFacts) -> list[RenderableType]:
    table = lay_columns("What", "Known to", "Why, and what would fill it", ratios=(3, 0, 3))
    for what, last, why, fill in tabulate_gaps(facts).rows:
        note = "; ".join(str(part) for part in (why, fill and f"filled by {fill}") if part)
        table.add_row(str(what), str(last), note)
    return [Text("\nWhat the evidence does not cover", style="bold"), table]
