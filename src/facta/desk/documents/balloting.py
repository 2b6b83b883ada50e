"""The JSON document of `ballot`."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

__all__ = ["BallotDocument"]


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
