"""Checks as people review them: claim by claim, as the map of a panel, and against an earlier check."""

from facta.briefs.checks.changes import render_changes
from facta.briefs.checks.panel import render_map
from facta.briefs.checks.review import render_review

__all__ = ["render_changes", "render_map", "render_review"]
