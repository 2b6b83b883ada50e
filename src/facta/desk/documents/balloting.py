"""The JSON document of `ballot`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from facta.claims.ballots import Entry, Question
from facta.desk.results import BallotForm, BallotResult

__all__ = ["BallotDocument", "shape_ballot"]


class FeedDocument(Struct, frozen=True):
    """A source that bears on a question."""

    source: str
    lag_days: int
    ends: dt.date | None


class BallotRateDocument(Struct, frozen=True):
    """How often the same held in earlier years."""

    probability: float
    held: int
    n: int


class QuestionDocument(Struct, frozen=True):
    """One question of a ballot."""

    id: str
    text: str
    expression: str
    until: dt.date
    quote: str
    by: str
    validity: str
    is_conditional: bool
    is_unseen: bool
    is_out_of_reach: bool
    base_rate: BallotRateDocument | None
    feeds: list[FeedDocument]


class LeftOutDocument(Struct, frozen=True):
    """A reading that looks ahead and is not asked."""

    question: str
    reason: str


class BallotFactsDocument(Struct, frozen=True):
    """A ballot; `head` is the hash of the last line of its record, which stands for everything before it."""

    folder: str
    dossier: str
    question: str
    as_of: dt.date
    closes: dt.date | None
    closed: dt.datetime | None
    hash: str
    head: str
    answers: str | None
    questions: list[QuestionDocument]
    left_out: list[LeftOutDocument]


class ExpertDocument(Struct, frozen=True):
    """An expert: the form that was written or frozen; times are UTC and null until it is frozen."""

    name: str | None
    file: str
    page: str | None
    frozen: dt.datetime | None
    sha256: str | None
    answered: int | None


class StatedDocument(Struct, frozen=True):
    """A probability that an expert stated, from 0 to 1."""

    expert: str
    question: str
    probability: float
    reason: str | None


class PooledDocument(Struct, frozen=True):
    """What the panel says on one question."""

    question: str
    n: int
    probability: float | None
    low: float | None
    high: float | None


class ReleaseDocument(Struct, frozen=True):
    """When a source next publishes, and when it can decide; null where it ends before."""

    source: str
    next: dt.date | None
    decides: dt.date | None


class RiftDocument(Struct, frozen=True):
    """How far the experts are apart on one question: `spread` in log odds, `opposed` as a share of pairs."""

    question: str
    n: int
    spread: float
    opposed: float
    lowest: str
    highest: str
    until: dt.date
    evidence: list[ReleaseDocument]


class BallotDocument(Struct, frozen=True):
    """The document of ``facta ballot``; what experts stated, and what follows from it, is empty until it is closed."""

    ballot: BallotFactsDocument
    experts: list[ExpertDocument]
    forecasts: list[StatedDocument]
    pooled: list[PooledDocument]
    disagreement: list[RiftDocument]


def shape_ballot(result: BallotResult) -> dict[str, Any]:
    """Return the parts of the document; what experts stated is left out until the ballot is closed.

    Examples
    --------
    >>> from facta.claims.ballots import Ballot, Record
    >>> ballot = Ballot(dossier="d", question="Who?", as_of=dt.date(2026, 11, 22), questions=[])
    >>> list(shape_ballot(BallotResult("add", "panel", Record(ballot))))
    ['ballot', 'experts', 'forecasts', 'pooled', 'disagreement']
    """
    ballot, record = result.ballot, result.record
    facts = {name: getattr(ballot, name) for name in ("dossier", "question", "as_of", "closes", "hash")}
    place = {name: getattr(result, name) for name in ("folder", "answers", "left_out")}
    questions = [_shape_question(question) for question in ballot.questions]
    stated = [
        {"expert": form.expert, **asdict(forecast)}
        for form in record.forms
        for forecast in form.forecasts
        if result.step == "close"
    ]
    return {
        "ballot": {**facts, **place, "closed": record.closed, "head": record.head, "questions": questions},
        "experts": [_shape_expert(form) for form in result.forms or record.forms],
        "forecasts": stated,
        "pooled": result.pooled,
        "disagreement": result.disagreement,
    }


def _shape_question(question: Question) -> dict[str, Any]:
    feeds = [asdict(feed) for feed in question.feeds]
    reach = {"expression": question.check, "is_out_of_reach": question.is_out_of_reach}
    return {**asdict(question), **reach, "feeds": feeds}


def _shape_expert(form: BallotForm | Entry) -> dict[str, Any]:
    """Return an expert by the form that was written, or by the one that was frozen."""
    if isinstance(form, BallotForm):
        unknown = dict.fromkeys(("frozen", "sha256", "answered"))
        return {"name": form.expert, "file": form.file, "page": form.page, **unknown}
    frozen = {"frozen": form.time, "sha256": form.sha256, "answered": len(form.forecasts)}
    return {"name": form.expert, "file": form.file, "page": None, **frozen}
