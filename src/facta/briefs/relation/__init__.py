"""The brief on two states: what it says of each topic, as a page, as Markdown and on a terminal."""

from facta.briefs.relation.markdown import render_relation_markdown
from facta.briefs.relation.overview import list_sentences
from facta.briefs.relation.page import render_relation_page
from facta.briefs.relation.terminal import render_relation
from facta.briefs.relation.topics import Fact, Gap, RelationFacts, Topic, Track

__all__ = [
    "Fact",
    "Gap",
    "RelationFacts",
    "Topic",
    "Track",
    "list_sentences",
    "render_relation",
    "render_relation_markdown",
    "render_relation_page",
]
