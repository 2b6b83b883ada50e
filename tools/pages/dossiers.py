"""The page of the bundled dossiers: how many of each verdict, and on which kind of reading they rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from facta.briefs.markdown import write_table
from facta.briefs.words import SAYS, spell_word
from facta.claims import Proposition, Verdict, VerdictWord, map_propositions
from pages.pieces import join_page

__all__ = ["render_dossiers"]

_INTRO = (
    "Verdicts on the starter evidence, with hindsight; `facta check NAME` prints them with their figures. A claim "
    "counts once, under its verdict and the validity of the reading that decides: *direct*, *proxy* (points at the "
    "matter) or *weak* (which alone never decides)."
)


def render_dossiers(dossiers: Mapping[str, tuple[str, Sequence[Verdict]]]) -> dict[str, str]:
    """Return the page, by its path in the reference.

    Parameters
    ----------
    dossiers : mapping of str to tuple
        Question and verdicts of each dossier, by name.
    """
    parts = ["# Bundled dossiers", _INTRO]
    for name, (question, verdicts) in dossiers.items():
        parts += [f"## {name}", question, _count_verdicts(verdicts), _list_propositions(verdicts), _list_gaps(verdicts)]
    return {"dossiers.md": join_page(*parts)}


def _count_verdicts(verdicts: Sequence[Verdict]) -> str:
    counts = Counter((verdict.verdict, verdict.validity or "none") for verdict in verdicts)
    kinds = ("direct", "proxy", "weak", "none")
    head = f"| verdict | {' | '.join(kinds)} | all |\n|---|{'---:|' * (len(kinds) + 1)}"
    rows = [
        f"| {word.value.replace('_', ' ')} | {' | '.join(str(counts[word, kind] or '') for kind in kinds)} "
        f"| {sum(counts[word, kind] for kind in kinds)} |"
        for word in VerdictWord
        if any(counts[word, kind] for kind in kinds)
    ]
    total = " | ".join(str(sum(counts[word, kind] for word in VerdictWord)) for kind in kinds)
    figures = sum(
        any(book.figure is not None for r in verdict.readings for book in r.by_source) for verdict in verdicts
    )
    fragile = sum(verdict.fragile for verdict in verdicts)
    tail = f"{figures} of {len(verdicts)} claims have a figure or row from evidence; {fragile} verdicts are fragile."
    return "\n".join([head, *rows, f"| all | {total} | {len(verdicts)} |", "", tail])


def _list_propositions(verdicts: Sequence[Verdict]) -> str:
    """Say of each proposition that two voices touch who stands how to it, and what evidence says."""
    rows = [
        (entry.name, spell_word(entry.group), SAYS[entry.leaning], _list_stands(entry))
        for entry in map_propositions(verdicts)
        if entry.group != "one_voice"
    ]
    return write_table(("proposition", "group", "evidence", "voices"), rows) if rows else ""


def _list_stands(entry: Proposition) -> str:
    return "; ".join(f"{stand.holder} {stand.stance}: {spell_word(stand.verdict)}" for stand in entry.stands)


def _list_gaps(verdicts: Sequence[Verdict]) -> str:
    """Say of each claim without evidence what is missing, and of each that nobody can check why."""
    rows = [
        (verdict.statement or verdict.id, verdict.verdict.value.replace("_", " "), _name_gap(verdict))
        for verdict in verdicts
        if verdict.verdict in {VerdictWord.NO_EVIDENCE, VerdictWord.NOT_CHECKABLE}
    ]
    return write_table(("statement", "verdict", "what would fill it, or why not"), rows) if rows else ""


def _name_gap(verdict: Verdict) -> str:
    return "; ".join(verdict.fill) or verdict.reason.replace("_", " ")
