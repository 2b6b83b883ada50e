"""Conditions on a terminal: where each stands, what was seen of its trigger, and whether the effect followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.terminal import lay_facts
from facta.briefs.words import (
    clean_text,
    count_noun,
    list_citations,
    spell_word,
    write_against,
    write_percent,
    write_value,
)
from facta.claims.conditions import Condition, ConditionState, Effect, Outcome, Sighting
from facta.domain import Row

__all__ = ["count_states", "render_condition"]

_STATES: Mapping[ConditionState, tuple[str, str]] = {
    ConditionState.ARMED: ("◌", ""),
    ConditionState.FIRED: ("●", "red"),
    ConditionState.EXPIRED: ("○", ""),
    ConditionState.ANNULLED: ("×", "yellow"),
    ConditionState.BLIND: ("∅", "magenta"),
    ConditionState.NOT_WATCHABLE: ("–", ""),
}
"""The shape and the colour of each state; the word always stands beside them."""

_OUTCOMES: Mapping[Outcome | None, str] = {
    Outcome.FOLLOWED: "●",
    Outcome.REVERSED: "⇄",
    Outcome.DID_NOT_FOLLOW: "○",
    Outcome.MIXED: "◐",
    Outcome.OPEN: "…",
    Outcome.UNKNOWN: "∅",
    None: "◌",
}
_WAITS = {ConditionState.EXPIRED: "untested", ConditionState.ANNULLED: "untested"}
_MOST_ROWS = 5


def render_condition(condition: Condition, before: str = "") -> RenderableType:
    """Return a condition in full; `before` says where it stood at an earlier look.

    Parameters
    ----------
    condition : Condition
        As it stands.
    before : str
        Empty where there is nothing to say.
    """
    facts: list[tuple[str, str | Text]] = [
        ("Said", f"“{condition.said}” {', '.join(condition.holders)}"),
        ("Before", before),
        ("Why", condition.reason if condition.state is ConditionState.NOT_WATCHABLE else ""),
        *_list_sighting("If", condition.trigger),
        *_list_sighting("Unless", condition.exception),
        ("Why", condition.reason if condition.state is not ConditionState.NOT_WATCHABLE else ""),
        (
            "Then",
            "\n".join(_write_effect(effect, _WAITS.get(condition.state, "waits")) for effect in condition.effects),
        ),
        ("Fill with", "; ".join(condition.fill)),
    ]
    return Group(_write_head(condition), Padding(lay_facts(facts, least=8), (0, 0, 1, 2)))


def count_states(counts: Mapping[ConditionState, int]) -> str:
    """Write how many conditions stand in each state.

    Examples
    --------
    >>> count_states({ConditionState.FIRED: 1, ConditionState.ARMED: 2})
    '3 conditions: 2 armed, 1 fired'
    """
    listed = [f"{counts[state]} {spell_word(state)}" for state in ConditionState if counts.get(state)]
    return f"{count_noun(sum(counts.values()), 'condition')}: {', '.join(listed)}"


def _write_head(condition: Condition) -> Text:
    mark, colour = _STATES[condition.state]
    name = f"{condition.claim} ({condition.statement})" if condition.statement else condition.claim
    state = Text(f"{mark} {spell_word(condition.state)}{_write_day(condition)}", style=colour)
    return Text.assemble(state, "  ", (clean_text(name), "bold"))


def _write_day(condition: Condition) -> str:
    if condition.day:
        return f" {condition.day}"
    return f" until {condition.until}" if condition.state is ConditionState.ARMED and condition.until else ""


def _list_sighting(word: str, seen: Sighting | None) -> Iterator[tuple[str, str | Text]]:
    """Yield the expression of a trigger or exception, how far it has come, and the rows behind that."""
    if seen is None:
        return
    chance = f"comes about with {write_percent(seen.probability)}" if seen.probability is not None else ""
    parts = [_write_progress(seen), _write_days(seen.day, seen.known), chance, spell_word(seen.reason)]
    yield word, seen.expression
    yield "", "; ".join(part for part in parts if part)
    yield "Rows", "\n".join(_list_rows(seen.rows))
    yield "Cite", "\n".join(list_citations(seen.citations))


def _write_progress(seen: Sighting) -> str:
    if seen.figure is not None:
        return f"{write_against(seen.figure, seen.threshold, seen.margin, seen.unit)} ({seen.source})"
    return f"– against {write_value(seen.threshold, seen.unit)}" if seen.threshold is not None else ""


def _write_days(day: dt.date | None, known: dt.date | None) -> str:
    if day is None:
        return ""
    return f"held since {day}" + (f", known on {known}" if known and known != day else "")


def _list_rows(rows: Iterable[Row]) -> list[str]:
    """Write a line a row, and how many more there are where they would bury the answer."""
    lines = [f"{row.start} {_write_sides(row)}: {_name_row(row)} [{row.id}]" for row in rows]
    rest = len(lines) - _MOST_ROWS
    return [*lines[:_MOST_ROWS], *([f"… and {rest} more: --json lists all"] if rest > 0 else [])]


def _write_sides(row: Row) -> str:
    return " -> ".join(dict.fromkeys(side for side in (row.actor, row.recipient) if side))


def _name_row(row: Row) -> str:
    return str(row.fields.get("title") or row.fields.get("kind") or row.kind)


def _write_effect(effect: Effect, waits: str) -> str:
    """Write an effect: its outcome in a word and a shape, or that it waits, its words, and the figures."""
    weak = " (weak)" if effect.validity == "weak" else ""
    figures = effect.figure, effect.threshold, effect.margin, effect.unit
    known = write_against(*figures) if effect.figure is not None else ""
    facts = "; ".join(part for part in (known, spell_word(effect.reason)) if part)
    word = spell_word(effect.outcome) if effect.outcome else waits
    return f"{_OUTCOMES[effect.outcome]} {word}: {effect.text or effect.expression}{weak}{f' {facts}' if facts else ''}"
