"""Holds a check against an earlier one: which verdicts changed, and by what.

The reasons are found by trying, one step at a time. The earlier readings are judged on today's data as of the earlier
day: where that gives another verdict than it gave then, the *data* changed. They are judged as of the later day: where
that turns the verdict, the *day* did. Where today's readings turn it once more, the *readings* did. Every change has
at least one reason, and a change may have all three. Where the data turned nothing that can be seen, the *rules* did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeAlias

import msgspec

from facta.claims import (
    ASKED,
    LATE,
    Claim,
    Horizon,
    Judge,
    Reading,
    ReadingResult,
    Refusal,
    SourceResult,
    Verdict,
    VerdictWord,
)
from facta.desk.results import ChangeReason, DossierResult, VerdictChange
from facta.desk.results.earlier import Earlier, EarlierBook, EarlierClaim, EarlierDossier, EarlierReading
from facta.domain import find_unit, write_figure
from facta.errors import FactaError, UsageError

__all__ = ["OtherDossiers", "compare_checks"]

OpenJudge: TypeAlias = Callable[[DossierResult, dt.date], Judge]
"""Opens today's data as of a day, for the claims of a dossier."""

_Book: TypeAlias = SourceResult | EarlierBook
_Reading: TypeAlias = ReadingResult | EarlierReading
_REFUSALS = frozenset({"motive", "tautology", "no_series", "rhetoric", "causal"})


class OtherDossiers(UsageError):
    """An earlier check of none of the dossiers that are checked now.

    Examples
    --------
    >>> str(OtherDossiers(["islands"], ["china-russia"]))
    'the earlier result is of china-russia, not of islands. Name a dossier that it holds.'
    """

    def __init__(self, checked: Sequence[str], earlier: Sequence[str]) -> None:
        self.checked, self.earlier = tuple(checked), tuple(earlier)

    def __str__(self) -> str:
        held = ", ".join(self.earlier) or "no dossier"
        return f"the earlier result is of {held}, not of {', '.join(self.checked)}. Name a dossier that it holds."


def compare_checks(
    earlier: Earlier, checked: Sequence[DossierResult], open_judge: OpenJudge
) -> tuple[VerdictChange, ...]:
    """Return every claim whose verdict is another one, or that is in one of the two only.

    Parameters
    ----------
    earlier : Earlier
        What was checked before; its dossiers that were not checked again are left out.
    checked : sequence of DossierResult
        What is checked now.
    open_judge : callable
        Opens today's data as of a day, for the claims of a dossier.

    Raises
    ------
    OtherDossiers
        The two have no dossier in common.
    """
    before = {entry.dossier: entry for entry in earlier.dossiers}
    if not any(entry.dossier in before for entry in checked):
        raise OtherDossiers([entry.dossier for entry in checked], list(before))
    return tuple(
        change for entry in checked for change in _compare_dossier(before.get(entry.dossier), entry, open_judge)
    )


def _compare_dossier(
    before: EarlierDossier | None, now: DossierResult, open_judge: OpenJudge
) -> Iterator[VerdictChange]:
    was = {claim.id: claim for claim in before.claims} if before else {}
    written = {claim.id: claim for claim in now.file.dossier.claims} if now.file else {}
    judge_on = cache(partial(open_judge, now))
    for verdict in now.claims:
        old = was.pop(verdict.id, None)
        if old is None or before is None:
            yield VerdictChange(now.dossier, verdict.id, None, verdict.verdict)
        elif old.verdict is not verdict.verdict:
            inquiry = _Inquiry(old, before.as_of, now, written[verdict.id], verdict, judge_on)
            yield VerdictChange(now.dossier, verdict.id, old.verdict, verdict.verdict, tuple(inquiry.find_reasons()))
    yield from (VerdictChange(now.dossier, gone.id, gone.verdict, None) for gone in was.values())


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """One changed verdict, with what it takes to try what changed it."""

    old: EarlierClaim
    day: dt.date
    now: DossierResult
    claim: Claim
    verdict: Verdict
    judge_on: Callable[[dt.date], Judge]

    def find_reasons(self) -> Iterator[ChangeReason]:
        edits = _list_edits(self.old, self.claim, self.verdict)
        if _is_recommitted(self.old, self.claim, self.verdict):  # an earlier commitment cannot be written anew
            yield ChangeReason("reading", edits)
            return
        restored = _restore_claim(self.old, self.claim) if edits else self.claim
        try:
            then = self._judge(restored, self.day)
            today = self._judge(restored, self.now.as_of)
        except FactaError as error:
            yield ChangeReason("reading", (*edits, f"the earlier reading cannot be tried again: {error}"))
            return
        names = _name_readings(self.old.readings if edits else self.verdict.readings, is_numbered=not edits)
        if then.verdict is not self.old.verdict:
            yield _blame_data(tuple(_list_differences(self.old.readings, then.readings, names)))
        if today.verdict is not then.verdict:
            books = _list_differences(then.readings, today.readings, names)
            yield ChangeReason("as_of", (f"{self.day} → {self.now.as_of}", *books))
        if self.verdict.verdict is not today.verdict:
            yield ChangeReason("reading", edits)

    def _judge(self, claim: Claim, day: dt.date) -> Verdict:
        if claim == self.claim and day == self.now.as_of:
            return self.verdict
        return self.judge_on(day).judge_claim(claim)


def _blame_data(differences: tuple[str, ...]) -> ChangeReason:
    """Say which figures changed; where none did, the same figures are judged by another rule or over another set."""
    if differences:
        return ChangeReason("data", differences)
    return ChangeReason("rules", ("the same readings and figures: the rules or a set of the dossier changed",))


def _name_readings(readings: Sequence[_Reading], *, is_numbered: bool) -> Mapping[str, str]:
    """Return by what each reading is named beside a book: nothing where it is the only one."""
    if len(readings) == 1:
        return {}
    return {r.expression: f"reading {n}" if is_numbered else r.expression for n, r in enumerate(readings, start=1)}


def _list_differences(before: Iterable[_Reading], after: Iterable[_Reading], names: Mapping[str, str]) -> Iterator[str]:
    """Say of each book of a reading what differs: that it is new or gone, or what it has now."""
    was, now = _list_books(before), _list_books(after)
    for key in dict.fromkeys([*was, *now]):
        difference = _say_difference(was.get(key, ()), now.get(key, ()))
        if difference:
            yield ": ".join(part for part in (names.get(key[0], ""), key[1], difference) if part)


def _list_books(readings: Iterable[_Reading]) -> dict[tuple[str, str], list[_Book]]:
    """Return the books that have a figure, by reading and name; a book of several releases is one."""
    books: dict[tuple[str, str], list[_Book]] = {}
    for reading in readings:
        for book in reading.by_source:
            if book.figure is not None:
                name = " ".join(part for part in (book.source, book.reporter, book.variant) if part)
                books.setdefault((reading.expression, name), []).append(book)
    return books


def _say_difference(was: Sequence[_Book], now: Sequence[_Book]) -> str:
    """Say what differs first: figure, threshold, release, rows, or what the book says."""
    if not was or not now:
        return f"new, {_join(map(_write_figure, now))}" if now else f"gone, was {_join(map(_write_figure, was))}"
    for name, write in _FACTS.items():
        before, after = _join(map(write, was)), _join(map(write, now))
        if before != after:
            return f"{name}{before} → {after}"
    return ""


def _join(parts: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(parts))


def _write_figure(book: _Book) -> str:
    return _write(book.figure, book)


def _write(figure: float | None, book: _Book) -> str:
    return "–" if figure is None else write_figure(figure, find_unit(book.unit) if book.unit else None)


_FACTS: Mapping[str, Callable[[_Book], str]] = {
    "": _write_figure,
    "threshold ": lambda book: _write(book.threshold, book),
    "unrounded ": lambda book: f"{book.figure:.12g}",
    "release ": lambda book: book.vintage or "–",
    "rows ": lambda book: ", ".join(book.origins),
    "verdict ": lambda book: book.verdict.replace("_", " "),
}
"""What may differ between two states of a book."""


def _list_edits(old: EarlierClaim, claim: Claim, verdict: Verdict) -> tuple[str, ...]:
    """Say what was changed in the dossier: readings, their validity, the commitment, the horizon, a refusal."""
    return (*_list_rewritten(old, verdict), *_list_reset(old, claim))


def _list_rewritten(old: EarlierClaim, verdict: Verdict) -> Iterator[str]:
    was = {reading.expression: reading.validity for reading in old.readings if reading.text != LATE}
    now = {reading.expression: reading.validity for reading in verdict.readings if reading.text != LATE}
    gone, new = [e for e in was if e not in now], [e for e in now if e not in was]
    if len(gone) == len(new) == 1:
        yield f"reading changed: {gone[0]} → {new[0]}"
    else:
        yield from (f"reading removed: {expression}" for expression in gone)
        yield from (f"reading added: {expression}" for expression in new)
    for expression in was.keys() & now.keys():
        if was[expression] != now[expression]:
            yield f"validity: {was[expression]} → {now[expression]}, of {expression}"


def _list_reset(old: EarlierClaim, claim: Claim) -> Iterator[str]:
    until = claim.horizon.until if claim.horizon else None
    if old.horizon is not msgspec.UNSET and old.horizon != until:
        yield f"horizon: {old.horizon or 'none'} → {until or 'none'}"
    refused, refuses = _find_refusal(old), claim.refuse.reason if claim.refuse else ""
    if refused != refuses:
        yield f"refused: {refused or 'no'} → {refuses or 'no'}"


def _find_refusal(old: EarlierClaim) -> str:
    return old.reason if old.verdict is VerdictWord.NOT_CHECKABLE and old.reason in _REFUSALS else ""


def _is_recommitted(old: EarlierClaim, claim: Claim, verdict: Verdict) -> bool:
    """Say whether the claim has another commitment than it had."""
    was = {reading.text: reading.expression for reading in old.readings if reading.text in ASKED}
    now = {reading.text: reading.expression for reading in verdict.readings if reading.text in ASKED}
    if not claim.commitment:
        return bool(was)
    return any(was[text] != now[text] for text in was.keys() & now.keys() - {LATE})


def _restore_claim(old: EarlierClaim, claim: Claim) -> Claim:
    """Return today's claim with the readings, horizon and refusal that it had."""
    readings = [
        Reading(check=reading.expression, text=reading.text or "", validity=reading.validity)
        for reading in old.readings
        if not (claim.commitment and reading.text in ASKED)
    ]
    horizon = claim.horizon
    if isinstance(old.horizon, dt.date) or old.horizon is None:
        horizon = Horizon(until=old.horizon) if old.horizon else None
    refusal = _find_refusal(old)
    refuse = msgspec.convert({"reason": refusal, "why": ""}, Refusal) if refusal else None
    return msgspec.structs.replace(claim, readings=readings, horizon=horizon, refuse=refuse)
