"""What the log lacks on a day: readings to register, forecasts to note, and what has come to pass.

=== ======================================================= =========================================
 #   a reading                                               it stands
=== ======================================================= =========================================
 1   no horizon, or the horizon is ahead                     not yet
 2   supported                                               resolved, 1
 3   contradicted                                            resolved, 0
 4   mixed: books disagree                                   ambiguous
 5   not comparable, or not checkable                        ambiguous
 6   not fired                                               annulled
 7   repeated: only the claimant says so                     not yet
 8   no evidence, or open: no source reaches the horizon     not yet
=== ======================================================= =========================================

The horizon is the claim's, or the end of the reading's windows where that is later: nothing is resolved early. What is
settled stays so until later evidence settles it otherwise; evidence of an earlier day never does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from facta.claims.dossier import Claim
from facta.claims.judging import Judge
from facta.claims.record.forwards import ForwardReading, Key, list_forward, name_reading
from facta.claims.record.log import Kind, LogEntry
from facta.claims.record.replaying import Record, range_words, replay_log
from facta.claims.verdict import ReadingResult, VerdictWord
from facta.errors import UnknownName
from facta.forecasts import Forecast
from facta.forecasts.wording import DEFAULT, find_mapping

__all__ = ["Resolver", "range_saying", "settle_reading"]

_SETTLED: dict[VerdictWord, tuple[Kind, float | None, str]] = {
    VerdictWord.SUPPORTED: (Kind.RESOLVED, 1.0, ""),
    VerdictWord.CONTRADICTED: (Kind.RESOLVED, 0.0, ""),
    VerdictWord.MIXED: (Kind.AMBIGUOUS, None, "books disagree"),
    VerdictWord.NOT_COMPARABLE: (Kind.AMBIGUOUS, None, "two unlike quantities"),
    VerdictWord.NOT_CHECKABLE: (Kind.AMBIGUOUS, None, "it says how likely something is, not that it is"),
    VerdictWord.NOT_FIRED: (Kind.ANNULLED, None, "the condition did not come about"),
}


@dataclass(frozen=True, slots=True)
class Resolver:
    """Holds the forecasts of one dossier against evidence of one day.

    Parameters
    ----------
    dossier : str
        Its name.
    judge : Judge
        On the evidence of the day of resolution.
    day : datetime.date
        Written into every entry as the day of writing.
    forecast : callable
        From a forward reading to the model's forecast on the day it was said.
    evidence : str
        Hash of what the store has.
    """

    dossier: str
    judge: Judge
    day: dt.date
    forecast: Callable[[ForwardReading], Forecast]
    evidence: str = ""

    def list_new(self, log: Sequence[LogEntry], claims: Sequence[Claim]) -> list[LogEntry]:
        """Return what is to be added to a log: nothing twice, and with PENDING entries, which are not to be written.

        Raises
        ------
        UnknownName
            A hedge that no mapping lists; names the claim.
        UsageError
            A reading that does not parse.
        """
        record, today = replay_log(log), self.judge.evidence.as_of
        forward, _ = list_forward(claims, self.judge.sets)
        made = [entry for entry in forward if entry.made <= today]
        once = {entry.key: entry for entry in made}.values()
        return [
            *self._register(record, once),
            *self._note_forecasts(record, made),
            *self._withdraw(record, {(entry.key, entry.said.by) for entry in forward}),
            *self._settle(record, once),
        ]

    def _register(self, record: Record, forward: Iterable[ForwardReading]) -> Iterator[LogEntry]:
        for entry in forward:
            before = record.readings.get(entry.key)
            if before is None or before.until != entry.until:
                yield self._write(Kind.REGISTERED, entry, until=entry.until, reason=entry.flaw)

    def _note_forecasts(self, record: Record, forward: Iterable[ForwardReading]) -> Iterator[LogEntry]:
        """Write down what was not, or was said with other words; the model's probability is found once."""
        mapping = find_mapping(DEFAULT)
        for entry in forward:
            low, high = range_saying(entry)
            before = record.forecasts.get((entry.key, entry.said.by))
            if before is not None and (before.low, before.high, before.as_of) == (low, high, entry.made):
                continue
            found = self.forecast(entry)
            yield self._write(
                Kind.FORECAST,
                entry,
                as_of=entry.made,
                holder=entry.said.by,
                words=entry.said.hedge,
                mapping=f"{mapping.name} {mapping.version}",
                is_denied=entry.said.denies,
                is_stated=entry.said.probability is not None,
                low=low,
                high=high,
                model=found.probability,
                base_rate=found.base_rate.probability if found.base_rate else None,
            )

    def _withdraw(self, record: Record, kept: AbstractSet[tuple[Key, str]]) -> Iterator[LogEntry]:
        """Withdraw readings that the dossier no longer has, and holders who no longer hold one that it has."""
        keys = {key for key, _ in kept}
        gone = [entry for key, entry in record.readings.items() if key not in keys]
        held = [entry for (key, holder), entry in record.forecasts.items() if key in keys and (key, holder) not in kept]
        for entry in (*gone, *held):
            yield LogEntry(
                kind=Kind.WITHDRAWN, dossier=self.dossier, claim=entry.claim, reading=entry.reading, name=entry.name,
                until=entry.until, holder=entry.holder, **self._date(), reason="the dossier no longer has it",
            )  # fmt: skip

    def _settle(self, record: Record, forward: Iterable[ForwardReading]) -> Iterator[LogEntry]:
        today = self.judge.evidence.as_of
        for entry in forward:
            before = record.find_settled(entry.key, entry.until)
            if before is not None and before.as_of > today:
                continue
            kind, outcome, reason = self._find_standing(entry, today)
            if before is None or (kind is not Kind.PENDING and (kind, outcome) != (before.kind, before.outcome)):
                yield self._write(kind, entry, outcome=outcome, reason=reason)

    def _find_standing(self, entry: ForwardReading, today: dt.date) -> tuple[Kind, float | None, str]:
        if entry.until is None or entry.until > today:
            return Kind.PENDING, None, entry.flaw or f"matures on {entry.until}"
        return settle_reading(self.judge.judge_reading(entry.reading, entry.claim), entry)

    def _write(self, kind: Kind, entry: ForwardReading, **facts: Any) -> LogEntry:
        return LogEntry(
            kind=kind, dossier=self.dossier, claim=entry.claim.id, reading=entry.reading.check,
            name=name_reading(entry.reading.check), **{**self._date(), **facts},
        )  # fmt: skip

    def _date(self) -> dict[str, Any]:
        return {"day": self.day, "as_of": self.judge.evidence.as_of, "evidence": self.evidence}


def settle_reading(result: ReadingResult, entry: ForwardReading) -> tuple[Kind, float | None, str]:
    """Return kind, outcome and reason of a reading whose horizon has passed, by the table of this module.

    Examples
    --------
    >>> from facta.claims import Judge, find_claim, read_dossier
    >>> from facta.desk.workbench import open_evidence
    >>> claim = find_claim(read_dossier("china-russia"), "trade-grows")
    >>> forward, _ = list_forward([claim])
    >>> settle_reading(Judge(open_evidence()).judge_reading(forward[0].reading, claim), forward[0])[:2]
    (<Kind.RESOLVED: 'resolved'>, 1.0)
    """
    if result.verdict in _SETTLED:
        return _SETTLED[result.verdict]
    if result.verdict is VerdictWord.REPEATED:
        return Kind.PENDING, None, "only the claimant says so; another source would resolve it"
    return Kind.PENDING, None, entry.flaw or f"waits for {entry.sources}"


def range_saying(entry: ForwardReading) -> tuple[float, float]:
    """Return the probability that a holder stated for the reading, or the range that the hedge stands for.

    Raises
    ------
    UnknownName
        A hedge that no mapping lists; names the claim.

    Examples
    --------
    >>> from facta.claims import find_claim, read_dossier
    >>> forward, _ = list_forward([find_claim(read_dossier("china-russia"), "trade-grows")])
    >>> range_saying(forward[0])
    (0.45, 0.95)
    """
    said = entry.said
    if said.probability is not None:
        return said.probability, said.probability
    try:
        return range_words(said.hedge, DEFAULT, is_denied=said.denies)
    except UnknownName as error:
        error.where = error.where or f"claim {entry.claim.id!r}"
        raise
