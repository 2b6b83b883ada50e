"""What became of a pledge, target, deadline or threat: kept, late, kept in part, missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from facta.claims.dossier import Claim, Commitment, Reading
from facta.claims.verdict import ReadingResult, VerdictWord
from facta.domain import Period

__all__ = ["ASKED", "LATE", "Kept", "judge_commitment", "list_readings", "word_threat"]

TRIGGER, IN_TIME, LATE, PART = ASKED = ("the trigger", "the deed in time", "the deed, late", "a part of the deed")
"""What each reading that a commitment asks is called."""

JudgeReading = Callable[[Reading, Claim], ReadingResult]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a commitment.

    Parameters
    ----------
    outcome : str
        ``kept``, ``late``, ``in_part``, ``missed``, ``pending``, or empty where nobody can know.
    word : VerdictWord
        The verdict that follows.
    reason : str
        Why, in words.
    readings : tuple of ReadingResult
        Those that were asked.
    """

    outcome: str
    word: VerdictWord
    reason: str
    readings: tuple[ReadingResult, ...]


def judge_commitment(claim: Claim, made: Commitment, as_of: dt.date, judge: JudgeReading) -> Kept:
    """Ask in order for the trigger, the deed in time, the deed later, and a part of it; the table is in `rules`."""
    inquiry = _Inquiry(claim, made, judge)
    if as_of < _find_start(claim, made):
        return inquiry.decide("pending", VerdictWord.OPEN, f"due on {made.due}")
    if made.trigger:
        trigger = inquiry.ask(made.trigger, min(made.due, as_of), TRIGGER)
        if trigger in (VerdictWord.CONTRADICTED, VerdictWord.NOT_FIRED):
            return inquiry.decide("", VerdictWord.NOT_FIRED, "the trigger did not come about")
        if trigger is not VerdictWord.SUPPORTED:
            return inquiry.decide("", trigger, inquiry.readings[-1].reason)
    in_time = inquiry.ask(made.deed, made.due, IN_TIME)
    if in_time is VerdictWord.OPEN:
        return inquiry.decide("pending", in_time, f"due on {made.due}")
    if in_time is VerdictWord.SUPPORTED:
        return inquiry.decide("kept", in_time, "")
    if in_time is not VerdictWord.CONTRADICTED:
        return inquiry.decide("", in_time, inquiry.readings[-1].reason)
    return _judge_failure(inquiry, min(made.late_until or as_of, as_of))


def _judge_failure(inquiry: _Inquiry, late_until: dt.date) -> Kept:
    """Say what became of a deed that was not done in time."""
    made, word = inquiry.made, VerdictWord.CONTRADICTED
    later = inquiry.ask(made.deed, late_until, LATE) if late_until > made.due else None
    if later is VerdictWord.SUPPORTED:
        return inquiry.decide("late", word, f"late: not by {made.due}")
    if made.part and inquiry.ask(made.part, made.due, PART) is VerdictWord.SUPPORTED:
        return inquiry.decide("in_part", word, "kept in part")
    return inquiry.decide("missed", word, f"missed: not by {late_until if later is word else made.due}")


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """A commitment, and the readings that were asked of it so far."""

    claim: Claim
    made: Commitment
    judge: JudgeReading
    readings: list[ReadingResult] = field(default_factory=list)

    def ask(self, expression: str, end: dt.date, text: str) -> VerdictWord:
        self.readings.append(self.judge(_restrict(self.claim, self.made, expression, end, text), self.claim))
        return self.readings[-1].verdict

    def decide(self, outcome: str, word: VerdictWord, reason: str) -> Kept:
        return Kept(outcome, word, reason, tuple(self.readings))


def list_readings(claim: Claim) -> list[Reading]:
    """Return the readings of a claim, with those that its commitment asks in time."""
    made = claim.commitment
    asked = [made.trigger, made.deed, made.part] if made else []
    return [
        *claim.readings,
        *(_restrict(claim, made, expression, made.due, "") for expression in asked if made and expression),
    ]


def word_threat(claim: Claim) -> Reading | None:
    """Return a threat as a condition, *if* its trigger *then* its deed; None for what threatens nothing."""
    made = claim.commitment
    if made is None or not made.trigger:
        return None
    trigger, deed = (_restrict(claim, made, part, made.due, "").check for part in (made.trigger, made.deed))
    return Reading(check=f"if {trigger} then {deed}", text=f"What was threatened is done by {made.due}.")


def _restrict(claim: Claim, made: Commitment, expression: str, end: dt.date, text: str) -> Reading:
    """Return a reading of an expression from the day on which the commitment began to count."""
    return Reading(check=f"({expression}) during {_find_start(claim, made)}..{end}", text=text)


def _find_start(claim: Claim, made: Commitment) -> dt.date:
    return made.since or Period.parse(claim.sayings[0].date).start
