"""Levels and turns as people read them: on a terminal, and as charts."""

from facta.briefs.turns.chart import Stack, draw_turns
from facta.briefs.turns.table import render_overview, render_turns

__all__ = ["Stack", "draw_turns", "render_overview", "render_turns"]
