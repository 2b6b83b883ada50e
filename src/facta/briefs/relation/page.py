"""A relation brief as one page."""

from __future__ import annotations

from markupsafe import Markup, escape

from facta.briefs.charts import render_sparkline
from facta.briefs.page import render_page, write_data
from facta.briefs.relation.overview import (
    describe_states,
    list_glances,
    list_references,
    name_pair,
    say_bottom_line,
    tabulate_gaps,
)
from facta.briefs.relation.sections import list_sections
from facta.briefs.relation.topics import Fact, RelationFacts
from facta.briefs.relation.wording import Said, write_fact

__all__ = ["render_relation_page"]


def render_relation_page(facts: RelationFacts) -> str:
    """Return the brief on two states as one page of HTML that loads nothing.

    Parameters
    ----------
    facts : RelationFacts
        What the store has on the two.

    Examples
    --------
    >>> from facta.desk.relating import relate
    >>> page = render_relation_page(relate("KAZ", "UZB"))
    >>> "<title>Kazakhstan and Uzbekistan</title>" in page, "<script" in page
    (True, False)
    """
    return render_page(
        "relation.html",
        title=name_pair(facts),
        facts=facts,
        states=describe_states(facts),
        lead=[mark_said(said) for said in say_bottom_line(facts)],
        glances=[(glance, Markup(render_sparkline(glance.values))) for glance in list_glances(facts)],
        sections=list_sections(facts),
        gaps=tabulate_gaps(facts),
        sources=list_references(facts),
        mark_said=mark_said,
    )


def mark_said(said: Said) -> Markup:
    """Return a sentence with each of its figures in full behind what people read."""
    return Markup("").join(_mark(part) for part in said)


def _mark(part: str | Fact) -> Markup:
    return escape(part) if isinstance(part, str) else write_data(part.value, part.unit, write_fact(part))
