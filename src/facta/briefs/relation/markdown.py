"""A relation brief as Markdown: the same order as the page, with a table where the page has a chart."""

from __future__ import annotations

from collections.abc import Iterator

from facta.briefs.charts import Chart, Table
from facta.briefs.markdown import list_points, write_table
from facta.briefs.page.parts import write_cells
from facta.briefs.relation.overview import describe_states, list_glances, name_pair, say_bottom_line, tabulate_gaps
from facta.briefs.relation.sections import Section, list_sections
from facta.briefs.relation.topics import RelationFacts
from facta.briefs.relation.wording import write_fact, write_said

__all__ = ["render_relation_markdown"]


def render_relation_markdown(facts: RelationFacts) -> str:
    """Return the brief on two states as Markdown.

    Examples
    --------
    >>> from facta.desk.relating import relate
    >>> print(render_relation_markdown(relate("KAZ", "UZB")).splitlines()[0])
    # Kazakhstan and Uzbekistan
    """
    blocks = [f"# {name_pair(facts)}", f"Relation brief; {describe_states(facts)}; evidence as of {facts.as_of}."]
    blocks += [write_said(said) for said in say_bottom_line(facts)]
    blocks += ["## At a glance", _write_glances(facts)]
    for section in list_sections(facts):
        blocks += _write_section(section)
    blocks += ["## What the evidence does not cover", _write_rows(tabulate_gaps(facts))]
    origins = (f"{origin.citation} ({origin.source}; {origin.licence})" for origin in facts.origins.values())
    return "\n\n".join([*blocks, "## Sources and licences", *list_points(list(dict.fromkeys(origins)))]) + "\n"


def _write_glances(facts: RelationFacts) -> str:
    rows = [
        (glance.name, glance.ledger, write_fact(glance.fact), glance.fact.period, str(glance.fact.book), glance.turn)
        for glance in list_glances(facts)
    ]
    return write_table(("series", "ledger", "last figure", "period", "book", "last turn"), rows)


def _write_section(section: Section) -> Iterator[str]:
    yield f"## {section.heading}"
    yield from (write_said(said) for said in section.said)
    for chart in section.charts:
        yield from _write_chart(chart)
    yield from list_points(section.blind)


def _write_chart(chart: Chart) -> Iterator[str]:
    words = chart.words
    yield f"**{words.title}** – {words.subtitle}"
    yield _write_rows(chart.tabulate())
    yield f"Source: {words.source}"


def _write_rows(table: Table) -> str:
    return write_table(table.heads, write_cells(table))
