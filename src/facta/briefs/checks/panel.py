"""The map of a panel: propositions down, voices across, and where evidence tells them apart.

The names of the voices stand above the columns, each with a line that leads to its own, so that a column is as narrow
as its marks. Those who touch most stand first. It reads without colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.terminal import lay_columns, mark_verdict
from facta.briefs.words import MARKS, SAYS, clean_text, spell_word, write_against
from facta.claims import Proposition, Stand, VerdictWord

__all__ = ["SIGNS", "render_map"]

SIGNS: Mapping[str, str] = {"affirms": "+", "denies": "-", "qualifies": "~"}
"""The sign of each stance."""

_HEADS = {
    "disputed": "Disputed: some affirm it, some deny it",
    "qualified": "Qualified: somebody affirms or denies it with a reserve",
    "shared": "Shared: all stand alike",
}
_EVIDENCE = max(map(len, SAYS.values()))
_LEAST = 20  # columns for the names of the propositions


def render_map(question: str, propositions: Sequence[Proposition]) -> RenderableType:
    """Return the map of the propositions of one dossier.

    Parameters
    ----------
    question : str
        What the dossier asks.
    propositions : sequence of Proposition
        In the order in which they are shown.
    """
    head = Text(clean_text(question), style="bold")
    if not propositions:
        return Group(
            head, "No claim names a proposition. Give claims `proposition:` and `stance:` to see who shares what."
        )
    many = [entry for entry in propositions if entry.group != "one_voice"]
    alone = [entry.name for entry in propositions if entry.group == "one_voice"]
    parts: list[RenderableType] = [head]
    parts.append(_Matrix(many) if many else "No proposition is touched by two voices.")
    parts += [_list_stands(entry) for entry in many if entry.is_separated or entry.group == "disputed"]
    if many and not any(entry.is_separated for entry in many):
        parts.append("On none of them does evidence bear out one voice and contradict another.")
    if alone:
        parts.append(Text(clean_text(f"One voice: {', '.join(alone)}")))
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts), *([_write_legend(many)] if many else []))


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Propositions down, voices across; as many matrices as the width needs."""

    propositions: Sequence[Proposition]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        touched = Counter(holder for entry in self.propositions for holder in entry.holders)
        voices = [voice for voice, _ in touched.most_common()]
        longest = 1 + max(len(text) for text in (*voices, *(f"  {entry.name}" for entry in self.propositions)))
        marks = {voice: max(len(_mark_stands(entry, voice)) for entry in self.propositions) for voice in voices}
        free = options.max_width - _EVIDENCE - 1
        gap = 2 if sum(marks.values()) + 2 * len(marks) + _LEAST <= free else 1
        widths = {voice: width + gap for voice, width in marks.items()}
        label = min(longest, max(free - sum(widths.values()), _LEAST))
        for number, part in enumerate(_split_voices(widths, max(free - label, 1))):
            if number:
                yield ""
            yield from self._draw(part, label)

    def _draw(self, widths: Mapping[str, int], label: int) -> Iterator[Text]:
        yield from _draw_names(widths, label)
        touched = [entry for entry in self.propositions if widths.keys() & {*entry.holders}]
        for group, entries in groupby(touched, lambda entry: entry.group):
            yield Text(f"\n{_HEADS[group]}", style="dim")
            for entry in entries:
                cells = "".join((_mark_stands(entry, voice) or "·").ljust(width) for voice, width in widths.items())
                first, *rest = wrap(entry.name, label - 1, initial_indent="  ", subsequent_indent="    ")
                yield Text(f"{first:<{label}} {cells}{SAYS[entry.leaning]}")
                yield from map(Text, rest)


def _mark_stands(entry: Proposition, voice: str) -> str:
    """Return stance and verdict of each claim by which a voice touches a proposition."""
    marks = [f"{SIGNS[stand.stance]}{MARKS[stand.verdict]}" for stand in entry.stands if stand.holder == voice]
    return "".join(dict.fromkeys(marks))


def _split_voices(widths: Mapping[str, int], room: int) -> list[dict[str, int]]:
    """Return the voices that fit beside each other, one mapping a matrix."""
    parts: list[dict[str, int]] = [{}]
    for voice, width in widths.items():
        if parts[-1] and sum(parts[-1].values()) + width > room:
            parts.append({})
        parts[-1][voice] = width
    return parts


def _draw_names(widths: Mapping[str, int], label: int) -> Iterator[Text]:
    """Yield a line for each voice, the last first: its name, and a line that leads down to its column."""
    voices = list(widths)
    for place in reversed(range(len(voices))):
        name = clean_text(voices[place])
        shown = name if len(name) < label else f"{name[: label - 2]}…"
        before = sum(widths[voice] for voice in voices[:place])
        after = "".join("|".ljust(widths[voice]) for voice in voices[place + 1 :])
        yield Text(
            f"{shown:>{label}} {'-' * before}{'.'.ljust(widths[voices[place]])}{after}{'Evidence' * (not place)}"
        )


def _list_stands(entry: Proposition) -> RenderableType:
    """Return the claims of a proposition with their figures, which separate their holders or leave them in dispute."""
    table = lay_columns("", "", "", ratios=(0, 0, 1))
    for stand in sorted(entry.stands, key=lambda stand: list(SIGNS).index(stand.stance)):
        said = "\n".join(part for part in (f"{stand.holder}, {stand.claim}", _write_figure(stand)) if part)
        table.add_row(f"  {SIGNS[stand.stance]} {stand.stance}", mark_verdict(stand.verdict), clean_text(said))
    says = SAYS[entry.leaning]
    settled, left = (
        f"Evidence separates the voices on {entry.name}: {says}",
        f"In dispute: {entry.name} (evidence: {says})",
    )
    return Group(Text(settled if entry.is_separated else left), table)


def _write_figure(stand: Stand) -> str:
    """Write the reading that gives the verdict, with its figure; nothing where several give it together."""
    reading = stand.reading
    if reading is None:
        return ""
    words = reading.text or reading.expression
    if reading.figure is None:
        return words
    return f"{words}\n{write_against(reading.figure, reading.threshold, reading.margin, reading.unit)}"


def _write_legend(entries: Sequence[Proposition]) -> Text:
    found = {stand.verdict for entry in entries for stand in entry.stands}
    stances = "  ".join(f"{sign} {stance}" for stance, sign in SIGNS.items())
    verdicts = "  ".join(f"{MARKS[word]} {spell_word(word)}" for word in VerdictWord if word in found)
    note = "A verdict is on the claim as it was said: a denial that is supported speaks against the proposition."
    return Text(f"{stances}\n{verdicts}\n{note}", style="dim")
