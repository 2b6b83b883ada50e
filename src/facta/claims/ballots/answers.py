"""What the experts stated, as a dossier: its claims carry probabilities, so that they can be scored like any other."""

from __future__ import annotations

import msgspec
import yaml

from facta.claims.ballots.ballot import Question
from facta.claims.ballots.panel import Pooled
from facta.claims.ballots.record import Record
from facta.claims.dossier import Claim, Dossier, Horizon, Reading, Said

__all__ = ["POOLED", "write_answers"]

POOLED = "the panel, pooled"
"""The holder of what the experts say together."""

_MOST = 50  # holders of one claim


def write_answers(record: Record, pooled: tuple[Pooled, ...]) -> str:
    """Return the YAML of a dossier with a claim a question, held by each expert who answered and by the panel.

    Parameters
    ----------
    record : Record
        Of the ballot, with a form at least.
    pooled : tuple of Pooled
        From `pool_panel`.
    """
    ballot = record.ballot
    closed = f"; closed at {record.closed:%Y-%m-%d %H:%M} UTC" if record.closed else ""
    dossier = Dossier(
        facta=1,
        question=ballot.question,
        asked=ballot.as_of.isoformat(),
        note=f"Probabilities stated on the ballot {ballot.hash}{closed}; head of its record {record.head}.",
        sets=ballot.sets,
        registers=ballot.registers,
        claims=[
            claim
            for number, (question, says) in enumerate(zip(ballot.questions, pooled, strict=True), start=1)
            for claim in _write_claims(number, question, [*_list_sayings(record, question), *_say_pooled(record, says)])
        ],
    )
    return yaml.safe_dump(msgspec.to_builtins(dossier), allow_unicode=True, sort_keys=False, width=120)


def _list_sayings(record: Record, question: Question) -> list[Said]:
    return [
        _say(form.expert, stated.probability, f"{form.time:%Y-%m-%d}", f"form with SHA-256 {form.sha256}")
        for form in record.forms
        for stated in form.forecasts
        if stated.question == question.id
    ]


def _say_pooled(record: Record, says: Pooled) -> list[Said]:
    """Return what the panel says together, dated as its last form, where two or more experts answered."""
    if says.probability is None or says.n < 2:
        return []
    return [_say(POOLED, says.probability, f"{record.forms[-1].time:%Y-%m-%d}", f"{says.n} experts, mean log odds")]


def _say(holder: str, probability: float, day: str, place: str) -> Said:
    return Said(by=holder, date=day, quote=f"{100 * probability:.3g}%", place=place, probability=probability)


def _write_claims(number: int, question: Question, sayings: list[Said]) -> list[Claim]:
    """Return one claim, or as many as its holders need; none where nobody answered."""
    reading = Reading(check=question.check, text=question.text, validity=question.validity, why=question.why)
    return [
        Claim(
            id=f"q{number}{'-' * bool(first)}{first or ''}-{question.id}"[:64].rstrip("-"),
            said=sayings[first : first + _MOST],
            readings=[reading],
            type="forecast",
            horizon=Horizon(until=question.until),
        )
        for first in range(0, len(sayings), _MOST)
    ]
