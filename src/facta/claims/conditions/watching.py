"""Watches the conditions of claims on one body of evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import msgspec
import numpy as np

from facta.claims.conditions.clauses import Clause, Waiting, list_waiting
from facta.claims.conditions.condition import Condition, ConditionState, Effect, Outcome, Sighting
from facta.claims.conditions.seeing import View, goes_on
from facta.claims.dossier import Claim, Reading
from facta.claims.judging import Judge
from facta.claims.verdict import ReadingResult, VerdictWord
from facta.domain import Evidence, Row, StateSet, Window
from facta.forecasts import Forecaster, last_day
from facta.language import Call, Compare, Node, Truth, Windowed, walk
from facta.measures import list_measures
from facta.sources import list_sources

__all__ = ["Watcher"]

OpenEvidence: TypeAlias = Callable[[dt.date], Evidence]

_NO_RATE = "nothing on record gives a rate"
_ANY_SOURCE = "a source that covers its window, and whose silence means that there was nothing"
_TOO_EARLY = "its figures end before the trigger fired"
_OUTCOMES = {
    VerdictWord.SUPPORTED: Outcome.FOLLOWED,
    VerdictWord.CONTRADICTED: Outcome.DID_NOT_FOLLOW,
    VerdictWord.MIXED: Outcome.MIXED,
    VerdictWord.OPEN: Outcome.OPEN,
}
_LEAST = {"exists": 1.0, "not none": 1.0, "none": 0.0, "not exists": 0.0}
"""The count that a quantifier asks for."""


@dataclass(slots=True)
class Watcher:
    """Says of every condition of a claim where it stands; what was measured is shared.

    Parameters
    ----------
    evidence : Evidence
        As known on a day.
    sets : mapping of str to StateSet
        Sets that a dossier defines.
    open_evidence : callable or None
        Opens the evidence of an earlier day, to find when something could be known; None leaves that out.
    forecaster : Forecaster or None
        Gives the probability of a trigger that waits; None leaves it out.

    Examples
    --------
    >>> from facta.claims import Said
    >>> from facta.desk.workbench import open_evidence
    >>> check = "if count(disputes(CHN -- RUS))[1960..1980] >= 3 then change(trade(CHN -- RUS))[2001..2014] < 0%"
    >>> said = Said(by="A", quote="unless they clash", date="2010-01")
    >>> watcher = Watcher(open_evidence(as_of=dt.date(2020, 1, 1)))
    >>> (found,) = watcher.watch_claim(Claim(id="clash", said=said, readings=[Reading(check=check)]))
    >>> found.state.value, found.trigger.figure, str(found.trigger.day), found.effects[0].outcome.value
    ('fired', 13.0, '1966-01-01', 'reversed')
    """

    evidence: Evidence
    sets: Mapping[str, StateSet] = field(default_factory=dict)
    open_evidence: OpenEvidence | None = None
    forecaster: Forecaster | None = None
    _view: View = field(init=False)
    _judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self._view = View(self.evidence)
        self._judge = Judge(self.evidence, self.sets, is_thorough=False)

    def watch_claim(self, claim: Claim, where: Sequence[str] = ()) -> list[Condition]:
        """Return the conditions of a claim, one for each trigger; `where` names the place of each reading.

        Returns
        -------
        list of Condition
            Empty for a claim that makes nothing conditional.

        Raises
        ------
        UsageError
            A reading that does not parse or makes no sense.
        """
        waiting = list_waiting(claim, self.sets, where)
        if claim.refuse and (waiting or claim.type == "condition"):
            return [self._refuse(claim, f"{claim.refuse.reason}: {claim.refuse.why}")]
        if not waiting and claim.type == "condition":
            return [self._refuse(claim, claim.wanted or "no reading says what would fire it")]
        return [self._watch(claim, entry) for entry in waiting]

    def _refuse(self, claim: Claim, reason: str) -> Condition:
        holders = tuple(dict.fromkeys(said.by for said in claim.sayings))
        return Condition(
            claim.id, claim.statement, claim.sayings[0].quote, holders, ConditionState.NOT_WATCHABLE,
            self.evidence.as_of, reason=reason,
        )  # fmt: skip

    def _watch(self, claim: Claim, waiting: Waiting) -> Condition:
        state, reason = self._decide(waiting)
        trigger, exception = (self._see(part, state) for part in (waiting.trigger, waiting.exception))
        clause = waiting.trigger or waiting.exception
        found = replace(
            self._refuse(claim, reason),
            state=state,
            until=clause.end if clause else None,
            trigger=trigger,
            exception=exception,
            fill=self._name_fillers(claim, clause) if clause and state is ConditionState.BLIND else (),
        )
        effects = (self._follow(claim, found, *entry) for entry in waiting.readings)
        return replace(found, effects=tuple(effects))

    def _decide(self, waiting: Waiting) -> tuple[ConditionState, str]:
        """Apply the table of states, from the top."""
        if waiting.exception and self._view.settle(waiting.exception):
            return ConditionState.ANNULLED, "what it was said to hold without came about"
        if waiting.trigger:
            return self._decide_trigger(waiting.trigger)
        assert waiting.exception  # a condition without a trigger has an exception
        blindness = self._view.find_blindness(waiting.exception)
        if blindness:
            return ConditionState.BLIND, blindness
        if waiting.exception.end and waiting.exception.end <= self.evidence.as_of:
            return ConditionState.FIRED, "its window passed without the exception"
        return ConditionState.ARMED, ""

    def _decide_trigger(self, trigger: Clause) -> tuple[ConditionState, str]:
        settled = self._view.settle(trigger)
        if settled:
            held, known = self._view.count_books(trigger)
            return ConditionState.FIRED, f"in {held} of {known} books" if held < known else ""
        if settled is False:
            is_over = trigger.end is not None and trigger.end <= self.evidence.as_of
            return ConditionState.EXPIRED, f"the trigger {'did not come' if is_over else 'can no longer come'} about"
        blindness = self._view.find_blindness(trigger)
        if blindness:
            return ConditionState.BLIND, blindness
        if trigger.end is None or trigger.end > self.evidence.as_of:
            return ConditionState.ARMED, ""
        return self._decide_past(trigger)

    def _decide_past(self, trigger: Clause) -> tuple[ConditionState, str]:
        """Say what an unsettled trigger is whose window has passed."""
        awaited = self._view.list_awaited(trigger)
        if awaited:
            return ConditionState.ARMED, f"its window has passed, but {', '.join(awaited)}"
        shown = self._view.show(trigger)
        if self._view.has_record(trigger) or _read_figure(shown) is not None:
            lack = shown.reason if shown and shown.reason else "it is known in part"
            return ConditionState.EXPIRED, f"nothing shows the trigger: {lack}"
        return ConditionState.BLIND, (shown.reason if shown else "") or "nobody has a figure on it"

    def _see(self, clause: Clause | None, state: ConditionState) -> Sighting | None:
        if clause is None:
            return None
        shown, held = self._view.show(clause), self._view.settle(clause)
        seen = _describe(clause, shown)
        day = self._view.find_day(clause) if held else None
        rows = self._view.list_rows(clause, day, shown.book) if shown else ()
        origins = [row.origin for row in rows] or list(shown.figure.origins if shown and shown.figure else ())
        probability, lack = self._forecast(clause) if state is ConditionState.ARMED and not held else (None, "")
        reasons = (seen.reason, self._name_claimants(rows), lack)
        return replace(
            seen,
            day=day,
            known=self._view.find_known(clause, day, self.open_evidence) if day and self.open_evidence else None,
            rows=rows,
            citations=self._cite(origins),
            probability=probability,
            reason="; ".join(reason for reason in reasons if reason),
        )

    def _name_claimants(self, rows: Sequence[Row]) -> str:
        """Say by whose word alone all rows are known, where they are."""
        claimants = {self.evidence.origin(row.origin).via for row in rows if row.origin}
        return f"by the word of {' and '.join(sorted(claimants))} alone" if claimants and "" not in claimants else ""

    def _cite(self, origins: Sequence[str]) -> tuple[str, ...]:
        found = (self.evidence.origin(origin) for origin in dict.fromkeys(origins) if origin)
        return tuple(dict.fromkeys(f"{origin.citation} [{origin.licence}]" for origin in found))

    def _forecast(self, clause: Clause) -> tuple[float | None, str]:
        """Return the probability that a clause comes about in the rest of its window, and why there is none."""
        if self.forecaster is None:
            return None, ""
        if clause.end is None:
            return None, "no probability: its window has no end"
        found = self.forecaster.forecast(clause.expression, clause.end)
        return found.probability, "" if found.probability is not None else f"no probability: {_NO_RATE}"

    def _follow(self, claim: Claim, condition: Condition, reading: Reading, expression: str, node: Node) -> Effect:
        effect = Effect(reading.text, expression, reading.validity)
        if condition.state is not ConditionState.FIRED:
            return effect
        result = self._judge.judge_reading(msgspec.structs.replace(reading, check=expression), claim)
        outcome, reason = _OUTCOMES.get(result.verdict, Outcome.UNKNOWN), result.reason
        if condition.day and _ends_before(node, result, condition.day):
            outcome, reason = Outcome.OPEN, _TOO_EARLY
        elif outcome is Outcome.UNKNOWN and (last_day(node) or dt.date.min) > self.evidence.as_of:
            outcome = Outcome.OPEN
        elif outcome is Outcome.DID_NOT_FOLLOW and _is_reversed(node, result):
            outcome = Outcome.REVERSED
        return replace(
            effect, outcome=outcome, figure=result.figure, threshold=result.threshold, margin=result.margin,
            unit=result.unit, reason=reason,
        )  # fmt: skip

    def _name_fillers(self, claim: Claim, clause: Clause) -> tuple[str, ...]:
        """Name what the dossier wants, and the sources beyond those at hand that could show a clause."""
        calls = {part.name for part in walk(clause.node) if isinstance(part, Call)} & list_measures().keys()
        wanted = {indicator for call in calls for indicator in list_measures()[call].indicators}
        held = self._view.list_sources(clause)
        names = [
            source.id
            for source in list_sources().values()
            if wanted & source.indicators.keys() and source.id not in held and goes_on(source.id, clause.start)
        ]
        return (*([claim.wanted] if claim.wanted else []), *names) or (_ANY_SOURCE,)


def _describe(clause: Clause, shown: Truth | None) -> Sighting:
    """Return how far a clause has come."""
    if shown is None:
        return Sighting(clause.expression, None, None, None, None, "", reason="no source has this")
    figure, threshold = _read_figure(shown), _read_threshold(shown)
    book = shown.figure.book if shown.figure and shown.figure.book.source else shown.book
    return Sighting(
        expression=clause.expression,
        figure=figure,
        threshold=threshold,
        margin=None if figure is None or threshold is None else figure - threshold,
        unit=shown.figure.unit.symbol if shown.figure and shown.figure.unit else None,
        source=f"{book.source} {book.reporter}".strip(),
        reason=shown.reason,
    )


def _read_figure(truth: Truth | None) -> float | None:
    figure = truth.figure.figure if truth and truth.figure else np.nan
    return None if np.isnan(figure) else figure


def _read_threshold(truth: Truth) -> float | None:
    """Return what a figure is held against; of a quantifier the count that it asks for."""
    if truth.threshold is None:
        return _LEAST.get(truth.sign)
    return None if np.isnan(truth.threshold.figure) else truth.threshold.figure


def _ends_before(node: Node, result: ReadingResult, day: dt.date) -> bool:
    """Say whether an effect without a window of its own was read on figures of before a day."""
    if any(isinstance(part, Windowed) for part in walk(node)):
        return False
    ends = [Window.parse(book.window).end for book in result.by_source if book.window]
    return bool(ends) and all(end is not None and end < day for end in ends)


def _is_reversed(node: Node, result: ReadingResult) -> bool:
    """Say whether a change that was expected one way went the other way."""
    compared = node.inner if isinstance(node, Windowed) else node
    if not isinstance(compared, Compare) or result.figure is None or result.threshold is None:
        return False
    if compared.sign in ("<", "<="):
        return result.threshold <= 0 < result.figure
    return compared.sign in (">", ">=") and result.figure < 0 <= result.threshold
