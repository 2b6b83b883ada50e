"""A dossier as a second person reviews it: what was said, every reading, and how far each verdict can be leant on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.terminal import lay_facts, line_book, mark_verdict
from facta.briefs.words import clean_text, name_book, spell_word, write_against, write_share, write_value
from facta.claims import DECIDED, Claim, Commitment, Reading, ReadingResult, Said, Verdict

__all__ = ["render_review"]

_Facts: TypeAlias = Iterator[tuple[str, str | Text]]
_NAMES = 10  # columns of the names of facts: the same for every claim, so that a change of one moves no other


def render_review(claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> RenderableType:
    """Return each claim with its sayings, readings, weakest link and what would change its verdict.

    Parameters
    ----------
    claims : sequence of Claim
        As the dossier writes them.
    verdicts : sequence of Verdict
        One a claim.
    """
    return Group(
        *(part for claim, verdict in zip(claims, verdicts, strict=True) for part in _review_claim(claim, verdict))
    )


def _review_claim(claim: Claim, verdict: Verdict) -> Iterable[RenderableType]:
    kind = "  ".join(part for part in (claim.type, "official narrative" if claim.narrative else "") if part)
    yield Text.assemble((claim.id, "bold"), "  ", mark_verdict(verdict.verdict), f"  {kind}" if kind else "")
    facts = [
        *_list_sayings(claim),
        *_list_readings(claim, verdict),
        *_list_leaning(verdict),
        *_list_links(claim, verdict),
    ]
    yield Padding(lay_facts(facts, _NAMES), (0, 0, 1, 2))


def _list_sayings(claim: Claim) -> _Facts:
    for said in claim.sayings:
        yield "Said", _write_saying(said)
    if claim.proposition:
        yield "States", f"{claim.proposition} ({claim.stance} it)"
    if claim.horizon:
        stated = f", “{claim.horizon.stated}”" if claim.horizon.stated else ", none stated"
        yield "Until", f"{claim.horizon.until}, set by the {claim.horizon.set_by}{stated}"
    if claim.commitment:
        yield "Promised", _write_commitment(claim.commitment)


def _write_saying(said: Said) -> str:
    hedge = f", hedged with “{said.hedge}”" if said.hedge else ""
    return f"“{said.quote}”\n{said.by}, {said.date}, {said.act}{hedge}\n{said.place or 'no place given'}"


def _write_commitment(made: Commitment) -> str:
    late = f", late until {made.late_until}" if made.late_until else ""
    parts = [
        f"{made.kind}, due on {made.due}{late}",
        f"if {made.trigger}" if made.trigger else "",
        made.deed,
        f"in part: {made.part}" if made.part else "",
    ]
    return "\n".join(part for part in parts if part)


def _list_readings(claim: Claim, verdict: Verdict) -> _Facts:
    """Yield every reading; those that a commitment asks come first and are written nowhere."""
    asked = len(verdict.readings) - len(claim.readings)
    written = [*[None] * asked, *claim.readings]
    for number, (source, reading) in enumerate(zip_longest(written, verdict.readings), start=1):
        name = f"Reading {number}" if len(verdict.readings) > 1 else "Reading"
        yield name, Text("\n").join(_write_reading(source, reading))


def _write_reading(written: Reading | None, reading: ReadingResult) -> Iterator[Text]:
    why = f": {reading.why}" if reading.why else ""
    by = f", encoded by {written.by}" if written and written.by else ""
    for line in (reading.text or "(no words)", reading.expression, f"{reading.validity}{why}{by}"):
        yield Text(clean_text(line))
    known = [book for book in reading.by_source if book.figure is not None]
    yield Text.assemble(mark_verdict(reading.verdict), clean_text(f"  {_write_figure(reading, len(known))}"))
    if len({book.verdict for book in known}) > 1:
        for book in known:
            figure = f"{write_value(book.figure, book.unit)} · {name_book(book)}"
            yield line_book(book.verdict, figure, spell_word(book.reason), indent="  ")


def _write_figure(reading: ReadingResult, books: int) -> str:
    if not books:
        return spell_word(reading.reason) or "–"
    against = write_against(reading.figure, reading.threshold, reading.margin, reading.unit)
    share = f" ({write_share(reading.margin_share)} of the threshold)" if reading.margin_share else ""
    named = (
        next(name_book(book) for book in reading.by_source if book.figure is not None)
        if books == 1
        else f"{books} books"
    )
    reason = f"; {spell_word(reading.reason)}" if reading.reason else ""
    return f"{against}{share} · {named}{reason}"


def _list_leaning(verdict: Verdict) -> _Facts:
    """Yield what became of a commitment, the weakest link, and what would change the verdict."""
    if verdict.outcome:
        yield "Outcome", f"{spell_word(verdict.outcome)}{f': {verdict.reason}' if verdict.reason else ''}"
    yield "Condition", verdict.condition_state
    yield "Weakest", verdict.weakest
    is_firm = verdict.verdict in DECIDED and not verdict.would_change
    yield "Changed by", "nothing that was tried" if is_firm else "\n".join(verdict.would_change)


def _list_links(claim: Claim, verdict: Verdict) -> _Facts:
    yield "Answers", ", ".join(claim.rebuts)
    yield "Revises", ", ".join(claim.revises)
    yield "Wanted", "" if claim.wanted in verdict.would_change else claim.wanted
    for rival in claim.rivals:
        yield "Rival", rival.text + (f"\n{rival.check}" if rival.check else "")
