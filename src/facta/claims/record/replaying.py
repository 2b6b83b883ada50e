"""From the entries of a log to where every forecast stands: nothing else is looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import nan

from facta.claims.record.forwards import Key
from facta.claims.record.log import Kind, LogEntry
from facta.errors import UnknownName
from facta.forecasts.scoring import Entry, Standing
from facta.forecasts.wording import DEFAULT, find_mapping, find_wording

__all__ = ["Record", "cut_log", "has_words", "range_words", "replay_log"]

_STANDINGS = {
    Kind.RESOLVED: Standing.RESOLVED,
    Kind.AMBIGUOUS: Standing.AMBIGUOUS,
    Kind.ANNULLED: Standing.ANNULLED,
    Kind.PENDING: Standing.PENDING,
}


@dataclass(frozen=True, slots=True)
class Record:
    """Where the forecasts of one dossier stand.

    Parameters
    ----------
    readings : dict of Key to LogEntry
        The last registration of each reading that was not withdrawn.
    forecasts : dict of (Key, str) to LogEntry
        The last forecast of each reading by each holder.
    settled : dict of Key to LogEntry
        Its last resolution.
    withdrawn : dict of Key to LogEntry
        Readings that were withdrawn, and not registered again.
    """

    readings: dict[Key, LogEntry] = field(default_factory=dict)
    forecasts: dict[tuple[Key, str], LogEntry] = field(default_factory=dict)
    settled: dict[Key, LogEntry] = field(default_factory=dict)
    withdrawn: dict[Key, LogEntry] = field(default_factory=dict)

    def find_settled(self, key: Key, until: dt.date | None) -> LogEntry | None:
        """Return the resolution of a reading with that horizon; None where there is none, or it had another."""
        registered = self.readings.get(key) or self.withdrawn.get(key)
        return self.settled.get(key) if registered and registered.until == until else None

    def list_entries(self, mapping: str = "") -> list[Entry]:
        """Return what a board is made of: an entry for each holder, claim and reading.

        Parameters
        ----------
        mapping : str
            By which hedges become ranges; empty takes the ranges as they were written down.

        Raises
        ------
        UnknownName
            No such mapping.
        """
        return [
            self._make_entry(key, forecast, mapping)
            for (key, _), forecast in self.forecasts.items()
            if key in self.readings
        ]

    def _make_entry(self, key: Key, forecast: LogEntry, mapping: str) -> Entry:
        settled = self.settled.get(key)
        kind = settled.kind if settled else Kind.PENDING
        is_read = mapping and not forecast.is_stated and not forecast.mapping.startswith(f"{mapping} ")
        span = range_words(forecast.words, mapping, is_denied=forecast.is_denied) if is_read else None
        low, high = span or (_number(forecast.low), _number(forecast.high))
        return Entry(
            forecast.holder,
            forecast.claim,
            low,
            high,
            _STANDINGS[kind],
            outcome=_number(settled.outcome) if settled else nan,
            reading=forecast.reading,
            base_rate=_number(forecast.base_rate),
            model=_number(forecast.model),
            is_stated=forecast.is_stated,
            reason=settled.reason if settled else "",
            made=forecast.as_of,
            until=self.readings[key].until,
        )


def replay_log(entries: Iterable[LogEntry], as_of: dt.date | None = None) -> Record:
    """Return where every forecast stands after the entries, read in their order.

    A later entry of one kind on one reading counts in place of an earlier. A reading that is registered with another
    horizon waits for that.

    Parameters
    ----------
    entries : iterable of LogEntry
        From the first on.
    as_of : datetime.date or None
        Forecasts that were made later, and resolutions on later evidence, count for nothing; None takes all.

    Examples
    --------
    >>> facts = dict(dossier="islands", claim="grows", reading="1 > 2", name="a", evidence="")
    >>> days = dict(day=dt.date(2026, 1, 1), as_of=dt.date(2025, 12, 31))
    >>> said = LogEntry(kind=Kind.FORECAST, holder="A. Speaker", low=0.55, high=0.8, **facts, **days)
    >>> registered = LogEntry(kind=Kind.REGISTERED, until=dt.date(2025, 12, 31), **facts, **days)
    >>> came = LogEntry(kind=Kind.RESOLVED, outcome=1.0, **facts, **days)
    >>> [(entry.standing.value, entry.outcome) for entry in replay_log([registered, said, came]).list_entries()]
    [('resolved', 1.0)]
    """
    record = Record()
    for entry in cut_log(entries, as_of) if as_of else entries:
        match entry.kind:
            case Kind.REGISTERED:
                _register(record, entry)
            case Kind.WITHDRAWN:
                _withdraw(record, entry)
            case Kind.FORECAST:
                record.forecasts[entry.key, entry.holder] = entry
            case _:
                record.settled[entry.key] = entry
    return record


def cut_log(entries: Iterable[LogEntry], as_of: dt.date) -> list[LogEntry]:
    """Leave out forecasts that were made after a day, and resolutions on later evidence.

    What is registered, and what is withdrawn, stays: readings are written when their outcome may be known already.

    Examples
    --------
    >>> facts = dict(dossier="islands", claim="grows", reading="1 > 2", name="a", evidence="", day=dt.date(2026, 1, 1))
    >>> cut_log([LogEntry(kind=Kind.RESOLVED, as_of=dt.date(2025, 12, 31), **facts)], dt.date(2024, 12, 31))
    []
    """
    always = (Kind.REGISTERED, Kind.WITHDRAWN)
    return [entry for entry in entries if entry.kind in always or entry.as_of <= as_of]


def range_words(words: str, mapping: str, *, is_denied: bool = False) -> tuple[float, float]:
    """Return the range of probability that a hedge gives a reading; words that a mapping lacks are ICD 203's.

    Raises
    ------
    UnknownName
        A hedge that neither lists, or no such mapping.

    Examples
    --------
    >>> [round(end, 2) for end in range_words("unlikely", "icd-203", is_denied=True)]
    [0.55, 0.8]
    """
    wording = find_wording(words, mapping if has_words(words, mapping) else DEFAULT)
    wording = wording.deny() if is_denied else wording
    return round(wording.low, 6), round(wording.high, 6)


def has_words(words: str, mapping: str) -> bool:
    """Say whether a hedge has a range by a mapping, its own or this project's.

    Examples
    --------
    >>> has_words("unlikely", "icd-203"), has_words("unlikely", "kent-1964")
    (True, False)
    """
    find_mapping(mapping)
    try:
        find_wording(words, mapping)
    except UnknownName:
        return False
    return True


def _register(record: Record, entry: LogEntry) -> None:
    if record.find_settled(entry.key, entry.until) is None:
        record.settled.pop(entry.key, None)
    record.withdrawn.pop(entry.key, None)
    record.readings[entry.key] = entry


def _withdraw(record: Record, entry: LogEntry) -> None:
    """Take a reading out, or one holder's forecast of it."""
    if entry.holder:
        record.forecasts.pop((entry.key, entry.holder), None)
    else:
        record.readings.pop(entry.key, None)
        record.withdrawn[entry.key] = entry


def _number(value: float | None) -> float:
    return nan if value is None else value
