"""From a reading to what each book says of it, and from a claim to its verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import zip_longest

import numpy as np

from facta.claims.commitments import judge_commitment, list_readings
from facta.claims.dossier import Claim, Reading
from facta.claims.ordering import list_wanted
from facta.claims.rules import DECIDED, combine_books, combine_readings
from facta.claims.variants import vary_reading
from facta.claims.verdict import Change, ReadingResult, SourceResult, Verdict, VerdictWord, name_books
from facta.claims.weakness import Case, weigh_verdict
from facta.domain import Evidence, StateSet
from facta.errors import FactaError
from facta.forecasts import clip_windows, close_windows, end_windows, last_day
from facta.language import (
    LIKELIHOOD,
    MIXED,
    Conditional,
    Context,
    Incommensurable,
    Node,
    Quantity,
    Truth,
    Value,
    check_truth,
    evaluate,
    parse_reading,
    start_context,
    walk,
)

__all__ = ["Judge"]

_MARGIN_DIGITS = 12
_HORIZONS = (1, 3, 5)  # years, where a statement that something lasts gives none


@dataclass(slots=True)
class Judge:
    """Judges readings and claims on one body of evidence; readings share what was measured.

    Parameters
    ----------
    evidence : Evidence
        As known on a day.
    sets : mapping of str to StateSet
        Sets that a dossier defines.
    is_thorough : bool
        Whether to try every change of a reading.
    """

    evidence: Evidence
    sets: Mapping[str, StateSet] = field(default_factory=dict)
    is_thorough: bool = True
    _cache: dict[tuple[object, ...], Sequence[Value]] = field(default_factory=dict)
    _nodes: dict[str, Node] = field(default_factory=dict)

    def prepare(self, claims: Iterable[Claim]) -> None:
        """Fetch in one scan what the readings of many claims will ask for; a faulty reading is refused when judged."""
        parsed = []
        for reading in (reading for claim in claims for reading in list_readings(claim)):
            with suppress(FactaError):
                parsed.append((self._parse(reading.check), reading.check))
        self.evidence.fetch_figures(list_wanted(parsed, self.evidence))

    def _parse(self, expression: str, where: str | None = None) -> Node:
        if expression not in self._nodes:
            self._nodes[expression] = parse_reading(expression, self.sets, where=where)
        return self._nodes[expression]

    def judge_claim(self, claim: Claim, where: Sequence[str] = ()) -> Verdict:
        """Return the verdict on a claim; `where` names file and line of each of its readings.

        Raises
        ------
        UsageError
            A reading that does not parse or makes no sense; names file, line and column.
        """
        readings, word, reason, outcome = self._decide(claim, where)
        first = readings[0] if readings else None
        book = _deciding_book(first) if first else None
        deciding = next((reading for reading in readings if reading.verdict is word), first)
        said = claim.sayings[0]
        verdict = Verdict(
            id=claim.id,
            said=said.quote,
            holders=tuple(dict.fromkeys(holder.by for holder in claim.sayings)),
            date=said.date,
            verdict=word,
            reason=reason or (claim.wanted if word is VerdictWord.NO_EVIDENCE else ""),
            validity=deciding.validity if deciding else "",
            fragile=any(
                reading.fragile for reading in readings if reading.verdict in DECIDED and reading.validity != "weak"
            ),
            figure=first.figure if first else None,
            unit=first.unit if first else None,
            threshold=first.threshold if first else None,
            margin=first.margin if first else None,
            window=book.window if book else None,
            completeness=book.completeness if book else 0.0,
            as_of=self.evidence.as_of,
            n=book.n if book else 0,
            readings=readings,
            condition_state=next((reading.state for reading in readings if reading.state), ""),
            narrative=claim.narrative,
            rebuts=tuple(claim.rebuts),
            rivals=tuple(rival.text for rival in claim.rivals),
            statement=claim.statement,
            citations=self._cite(readings),
            outcome=outcome,
            revises=tuple(claim.revises),
            proposition=claim.proposition,
            stance=claim.stance if claim.proposition else "",
            horizon=claim.horizon.until if claim.horizon else None,
        )
        nodes = tuple(self._parse(reading.expression) for reading in readings)
        return weigh_verdict(Case(claim, verdict, nodes, self.evidence))

    def _decide(self, claim: Claim, where: Sequence[str]) -> tuple[tuple[ReadingResult, ...], VerdictWord, str, str]:
        """Return the readings of a claim, its verdict, why, and what became of its commitment."""
        placed = zip_longest(claim.readings, where[: len(claim.readings)])
        readings = tuple(self.judge_reading(reading, claim, place) for reading, place in placed)
        word, reason = combine_readings(readings)
        outcome = ""
        if claim.commitment is not None:
            kept = judge_commitment(claim, claim.commitment, self.evidence.as_of, self.judge_reading)
            readings, word, reason, outcome = (*kept.readings, *readings), kept.word, kept.reason, kept.outcome
        if claim.refuse is not None:
            word, reason = VerdictWord.NOT_CHECKABLE, claim.refuse.reason
        return readings, word, reason, outcome

    def judge_reading(self, reading: Reading, claim: Claim | None = None, where: str | None = None) -> ReadingResult:
        """Return what every book says of one reading, and how a change of it would turn out."""
        horizon = claim.horizon.until if claim and claim.horizon else None
        node = self._parse(reading.check, where)
        if horizon:
            node = close_windows(node, horizon)
        books, reason = self._judge_books(node, reading.check, horizon, where)
        word = combine_books(books) if books else (VerdictWord.NOT_COMPARABLE if reason else VerdictWord.NO_EVIDENCE)
        result = self._summarise(reading, word, reason, books, node)
        if not self.is_thorough:
            return result
        ended = self._try_horizons(node, reading.check, where) if horizon is None else []
        if word not in DECIDED:
            return replace(result, sensitivity=tuple(ended))
        changes = (*self._try_changes(node, reading.check, horizon, where, books), *ended)
        is_fragile = word is not VerdictWord.MIXED and any(
            c.verdict in DECIDED and c.verdict is not word for c in changes
        )
        return replace(result, sensitivity=changes, fragile=is_fragile)

    def _judge_books(
        self, node: Node, expression: str, horizon: dt.date | None, where: str | None
    ) -> tuple[tuple[SourceResult, ...], str]:
        """Evaluate a reading; a window or horizon that lies ahead gives the running figure and *open*."""
        today = self.evidence.as_of
        is_ahead = (last_day(node) or horizon or today) > today
        context = start_context(expression, self.evidence, cache=self._cache, where=where)
        if is_ahead:
            node, context = clip_windows(node, today), replace(context, is_running=True)
        try:
            truths = self._find_truths(node, context)
        except Incommensurable as error:
            return (), error.reason
        return _drop_empty(self._judge_book(truth, is_ahead) for truth in truths), ""

    @staticmethod
    def _find_truths(node: Node, context: Context) -> list[Truth]:
        values = evaluate(node, context)
        truths = [value for value in values if isinstance(value, Truth)]
        if not truths or len(truths) < len(values):
            check_truth(node, context.expression, context.where)
        return truths

    def _judge_book(self, truth: Truth, is_ahead: bool) -> SourceResult:
        figure, threshold = truth.figure, truth.threshold
        book = figure.book if figure and figure.book.source else truth.book
        is_mixed = figure is not None and MIXED in figure.notes
        return SourceResult(
            source=book.source,
            reporter=book.reporter,
            variant=book.variant,
            vintage=book.vintage,
            figure=_number(figure),
            unit=figure.unit.symbol if figure and figure.unit else None,
            threshold=_number(threshold),
            verdict=self._word_of(truth, is_ahead, is_mixed),
            reason=MIXED if is_mixed else truth.reason,
            completeness=round(figure.completeness, 6) if figure else 0.0,
            n=figure.n if figure else 0,
            window=str(figure.window) if figure and figure.window else None,
            origins=figure.origins if figure else (),
            notes=figure.notes if figure else (),
        )

    def _word_of(self, truth: Truth, is_ahead: bool, is_mixed: bool) -> VerdictWord:
        """Say what one book's truth is worth, by the first rule of the table that fits."""
        if is_mixed:
            return VerdictWord.NOT_COMPARABLE
        if LIKELIHOOD in truth.reason.split("; "):
            return VerdictWord.OPEN if is_ahead else VerdictWord.NOT_CHECKABLE
        if truth.state == "not_fired":
            return VerdictWord.NOT_FIRED
        if is_ahead or truth.state == "running":
            return VerdictWord.OPEN
        if _number(truth.figure) is not None and self._is_claimants(truth):
            return VerdictWord.REPEATED
        if np.isnan(truth.values).all():
            return VerdictWord.NO_EVIDENCE
        return VerdictWord.SUPPORTED if truth.values.mean() >= 0.5 else VerdictWord.CONTRADICTED

    def _is_claimants(self, truth: Truth) -> bool:
        """Say whether a truth would not stand without the claimants' own rows.

        Of a compound those parts count that agree with it: each of them where all are needed, else one is enough. A
        condition stands on its trigger and its effect, both.
        """
        if truth.parts and not truth.word:
            return any(self._is_claimants(part) for part in truth.parts)
        if truth.parts:
            holds = bool(np.nanmean(truth.values) >= 0.5) if not np.isnan(truth.values).all() else True
            agreeing = [
                p for p in truth.parts if not np.isnan(p.values).all() and (np.nanmean(p.values) >= 0.5) == holds
            ]
            owned = [self._is_claimants(part) for part in agreeing]
            return any(owned) if (truth.word == "and") == holds else bool(owned) and all(owned)
        origins = truth.figure.origins if truth.figure else ()
        return bool(origins) and all(self.evidence.origin(origin).via for origin in origins)

    def _summarise(
        self, reading: Reading, word: VerdictWord, reason: str, books: tuple[SourceResult, ...], node: Node
    ) -> ReadingResult:
        result = ReadingResult(
            text=reading.text, expression=reading.check, verdict=word, reason=reason, validity=reading.validity,
            why=reading.why, figure=None, threshold=None, margin=None, unit=None, by_source=books,
            state=self._state_of(node, books),
        )  # fmt: skip
        book = _deciding_book(result)
        if book is None:
            missing = next((book.reason for book in books if book.reason), "")
            return replace(result, reason=reason or missing or ("" if word in DECIDED else "no source has this"))
        margin = None
        if book.figure is not None and book.threshold is not None and book.unit != "date":
            margin = round(book.figure - book.threshold, _MARGIN_DIGITS)
        return replace(
            result, figure=book.figure, threshold=book.threshold, margin=margin, unit=book.unit,
            reason=reason or (book.reason if word not in DECIDED else ""),
        )  # fmt: skip

    def _state_of(self, node: Node, books: Sequence[SourceResult]) -> str:
        """Say of a condition whether it still waits, fired, or can no longer fire."""
        if not any(isinstance(part, Conditional) for part in walk(node)):
            return ""
        if any(book.verdict is not VerdictWord.NOT_FIRED and book.figure is not None for book in books):
            return "fired"
        end = last_day(node)
        return "expired" if end and end < self.evidence.as_of else "armed"

    def _try_changes(
        self, node: Node, expression: str, horizon: dt.date | None, where: str | None, books: Sequence[SourceResult]
    ) -> list[Change]:
        """Return the verdict of each single source, and of each changed reading."""
        decided = [book for book in books if book.verdict in DECIDED]
        named = zip(name_books(decided), decided, strict=True) if len(decided) > 1 else ()
        changes = [Change(f"only {name}", book.verdict) for name, book in named]
        for label, changed in vary_reading(node):
            varied, _ = self._judge_books(changed, expression, horizon, where)
            changes.append(Change(label, combine_books(varied)))
        return changes

    def _try_horizons(self, node: Node, expression: str, where: str | None) -> list[Change]:
        """Return the verdict over one, three and five years, where a window has no end and no horizon was stated."""
        changes = []
        for years in _HORIZONS:
            ended = end_windows(node, years)
            if ended != node:
                judged, _ = self._judge_books(ended, expression, None, where)
                changes.append(Change(f"{years} year{'s' * (years > 1)} from the start", combine_books(judged)))
        return changes

    def _cite(self, readings: Sequence[ReadingResult]) -> tuple[str, ...]:
        books = (book for reading in readings for book in reading.by_source if book.figure is not None)
        origins = (self.evidence.origin(origin) for book in books for origin in book.origins if origin)
        return tuple(dict.fromkeys(f"{origin.citation} [{origin.licence}]" for origin in origins))


def _drop_empty(books: Iterable[SourceResult]) -> tuple[SourceResult, ...]:
    """Drop a book without a figure where the same reporter gives one, by other periods or another variant."""
    listed = list(books)
    heard = {(book.source, book.reporter) for book in listed if book.figure is not None}
    return tuple(book for book in listed if book.figure is not None or (book.source, book.reporter) not in heard)


def _number(value: Quantity | None) -> float | None:
    return None if value is None or np.isnan(value.figure) else value.figure


def _deciding_book(result: ReadingResult) -> SourceResult | None:
    """Return the book whose figure stands for the reading: the first of its verdict, else the first with a figure."""
    known = [book for book in result.by_source if book.figure is not None]
    return next((book for book in known if book.verdict is result.verdict), known[0] if known else None)
