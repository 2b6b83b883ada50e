"""Results as people read them; this room computes nothing."""

from facta.briefs.checks import render_changes, render_map, render_review
from facta.briefs.claim_review import describe_reviews
from facta.briefs.downloads import render_downloads
from facta.briefs.tables import (
    render_citations,
    render_explanation,
    render_load,
    render_measures,
    render_pair,
    render_series,
    render_source,
    render_sources,
    render_trace,
)
from facta.briefs.terminal import render_coverage, render_dossier, render_verdict
from facta.briefs.words import COLOURS, MARKS, list_citations, write_against, write_value

__all__ = [
    "COLOURS",
    "MARKS",
    "describe_reviews",
    "list_citations",
    "render_changes",
    "render_citations",
    "render_coverage",
    "render_dossier",
    "render_downloads",
    "render_explanation",
    "render_load",
    "render_map",
    "render_measures",
    "render_pair",
    "render_review",
    "render_series",
    "render_source",
    "render_sources",
    "render_trace",
    "render_verdict",
    "write_against",
    "write_value",
]
