"""Which verdicts changed between two checks, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.terminal import lay_facts, mark_verdict
from facta.briefs.words import clean_text, count_noun, spell_word
from facta.claims import VerdictWord

__all__ = ["render_changes"]

_NAMES = 8


def render_changes(changes: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return which verdicts changed between two checks, each with its reasons.

    Parameters
    ----------
    changes : sequence of mapping
        ``dossier``, ``id``, ``before``, ``after``, and ``reasons`` with a ``kind`` and ``details`` each.
    """
    if not changes:
        return Text("No verdict changed.")
    return Group(*(_render_change(change) for change in changes), f"{count_noun(len(changes), 'verdict')} changed.")


def _render_change(change: Mapping[str, Any]) -> RenderableType:
    head = Text.assemble(
        (clean_text(f"{change['dossier']}#{change['id']}"), "bold"),
        "  ",
        _mark(change["before"]),
        " → ",
        _mark(change["after"]),
    )
    facts = [(spell_word(reason["kind"]), "\n".join(reason["details"])) for reason in change["reasons"]]
    return Padding(Group(head, Padding(lay_facts(facts, _NAMES), (0, 0, 0, 2))) if facts else head, (0, 0, 1, 0))


def _mark(word: str | None) -> Text:
    return Text("not there") if word is None else mark_verdict(VerdictWord(word))
