"""What a panel says together, on which questions its experts differ most, and which evidence would move them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.claims.ballots.ballot import Question
from facta.claims.ballots.record import Entry, Record
from facta.forecasts.pooling import measure_disagreement, pool_probabilities

__all__ = ["Pooled", "Release", "Rift", "pool_panel"]


@dataclass(frozen=True, slots=True)
class Pooled:
    """What a panel says on one question.

    Parameters
    ----------
    question : str
        Its id.
    n : int
        Experts who answered.
    probability : float or None
        The geometric mean of their odds, as a probability from 0 to 1; None where nobody answered.
    low, high : float or None
        The least and the greatest that anybody stated.
    """

    question: str
    n: int
    probability: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Release:
    """Evidence that would move the experts.

    Parameters
    ----------
    source : str
        Its id.
    next : datetime.date or None
        On which day it next publishes, by its usual lag; None where it has ended.
    decides : datetime.date or None
        On which day the figures of the horizon come out; None where it ends before.
    """

    source: str
    next: dt.date | None
    decides: dt.date | None


@dataclass(frozen=True, slots=True)
class Rift:
    """How far the experts are apart on one question.

    Parameters
    ----------
    question : str
        Its id.
    n : int
        Experts who answered, two at least.
    spread : float
        Standard deviation of their log odds, in nats.
    opposed : float
        Share of the pairs of experts who stand on opposite sides of one half.
    lowest, highest : str
        Who states the least and the greatest probability.
    until : datetime.date
        The horizon.
    evidence : tuple of Release
        What would move them: the sources that bear on the question.
    """

    question: str
    n: int
    spread: float
    opposed: float
    lowest: str
    highest: str
    until: dt.date
    evidence: tuple[Release, ...]


def pool_panel(record: Record, today: dt.date) -> tuple[tuple[Pooled, ...], tuple[Rift, ...]]:
    """Pool what was frozen, question by question, and map where the experts differ, the widest rift first.

    Parameters
    ----------
    record : Record
        Of the ballot.
    today : datetime.date
        From which day on the next evidence counts.

    Returns
    -------
    tuple of Pooled
        In the order of the ballot; experts who abstain do not count.
    tuple of Rift
        Of the questions that two experts or more answered, by spread and then by opposed pairs.

    Examples
    --------
    >>> from facta.claims.ballots import Ballot, Feed, Filled, Stated, freeze_forms, seal_ballot
    >>> asked = Question(id="q-1", text="It grows.", check="1 > 0", until=dt.date(2030, 12, 31), quote="it grows",
    ...     by="A", feeds=[Feed(source="imf_dots", lag_days=120)])
    >>> ballot = Ballot(dossier="d", question="Does it?", as_of=dt.date(2026, 11, 22), questions=[asked])
    >>> forms = [Filled(expert=name, file="", sha256="", forecasts=[Stated(question="q-1", probability=p)])
    ...     for name, p in (("First", 0.5), ("Second", 0.8))]
    >>> record = freeze_forms(Record(seal_ballot(ballot)), forms, dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    >>> (pooled,), (rift,) = pool_panel(record, dt.date(2026, 11, 24))
    >>> round(pooled.probability, 3), round(rift.spread, 2), rift.highest, str(rift.evidence[0].next)
    (0.667, 0.98, 'Second', '2027-04-30')
    """
    questions = record.ballot.questions
    given = _tabulate(questions, record.forms)
    pooled = pool_probabilities(given)
    found = measure_disagreement(given)
    says = tuple(
        _pool_question(question, given[:, place], float(pooled[place])) for place, question in enumerate(questions)
    )
    rifts = [
        Rift(
            question=question.id,
            n=int(found.n[place]),
            spread=float(found.spread[place]),
            opposed=float(found.opposed[place]),
            lowest=record.forms[int(np.nanargmin(given[:, place]))].expert,
            highest=record.forms[int(np.nanargmax(given[:, place]))].expert,
            until=question.until,
            evidence=list_releases(question, today),
        )
        for place, question in enumerate(questions)
        if found.n[place] > 1
    ]
    return says, tuple(sorted(rifts, key=lambda rift: (-rift.spread, -rift.opposed)))


def _tabulate(questions: Sequence[Question], forms: Sequence[Entry]) -> NDArray[np.float64]:
    """Return probabilities of shape (experts, questions); NaN where an expert abstains."""
    places = {question.id: place for place, question in enumerate(questions)}
    given = np.full((len(forms), len(questions)), np.nan)
    for row, form in enumerate(forms):
        for stated in form.forecasts:
            given[row, places[stated.question]] = stated.probability
    return given


def _pool_question(question: Question, given: NDArray[np.float64], pooled: float) -> Pooled:
    known = given[~np.isnan(given)]
    if not known.size:
        return Pooled(question.id, 0, None, None, None)
    return Pooled(question.id, known.size, pooled, float(known.min()), float(known.max()))


def list_releases(question: Question, today: dt.date) -> tuple[Release, ...]:
    """Return what the sources of a question publish next, and when they can decide it; the first to come first."""
    releases = [
        Release(
            feed.source,
            feed.find_release(today),
            question.until + dt.timedelta(days=feed.lag_days) if feed.reaches(question.until) else None,
        )
        for feed in question.feeds
    ]
    return tuple(sorted(releases, key=lambda release: release.next or dt.date.max))
