"""Forecasts readings as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from facta.desk.workbench import Day, StorePath, open_evidence, open_store, parse_day
from facta.domain import Evidence
from facta.errors import UsageError
from facta.forecasts import Forecast, Forecaster
from facta.language import Call, parse_reading, walk
from facta.measures import list_measures
from facta.sources import list_sources

__all__ = ["PastHorizon", "forecast"]


class PastHorizon(UsageError):
    """A horizon that lies before the day of the forecast.

    Examples
    --------
    >>> str(PastHorizon(dt.date(2014, 12, 31), dt.date(2015, 6, 30)))
    'the horizon 2014-12-31 lies before the day of the forecast, 2015-06-30. Forecast as of an earlier day, or ask \
`facta ask` what is known.'
    """

    def __init__(self, until: dt.date, as_of: dt.date) -> None:
        self.until, self.as_of = until, as_of

    def __str__(self) -> str:
        step = "Forecast as of an earlier day, or ask `facta ask` what is known."
        return f"the horizon {self.until} lies before the day of the forecast, {self.as_of}. {step}"


def forecast(expression: str, *, as_of: Day = None, until: Day = None, store: StorePath = None) -> Forecast:
    """Return the probability that a reading will hold, from what was known on a day.

    Parameters
    ----------
    expression : str
        In the language of readings.
    as_of : str, date or None
        Day of the forecast: nothing that became known later is seen. None is the day of the evidence.
    until : str, date or None
        The horizon; None is the last day of the reading's windows.
    store : str, Path or None
        Folder of the store.

    Returns
    -------
    Forecast
        Probability from 0 to 1 with its range over books and base rate; null, with the reason, where nothing could be
        drawn. Its notes say which source can never resolve it.

    Raises
    ------
    PastHorizon
        The horizon lies before the day of the forecast.
    ReadingError
        The expression does not parse, or makes no sense.
    UnknownName
        No such state, set, measure or operator; names the nearest.

    Examples
    --------
    >>> import facta
    >>> found = facta.forecast("trade(CHN -- RUS)[2020] > 100 bn USD", as_of="2016-12-31")
    >>> 0 < found.probability < 1, found.base_rate.n > 10
    (True, True)
    """
    evidence = open_evidence(store, as_of)
    found = _open_forecaster(evidence).forecast(expression, parse_day(until))
    if found.until < evidence.as_of:
        raise PastHorizon(found.until, evidence.as_of)
    silent = () if found.probability is not None else _list_beginnings(expression, open_store(store).evidence())
    return replace(found, notes=(*_list_ended(found), *silent))


@lru_cache(maxsize=4)
def _open_forecaster(evidence: Evidence) -> Forecaster:
    return Forecaster(evidence)


def _list_ended(found: Forecast) -> list[str]:
    """Say which sources end before the horizon: they can never tell whether it came true."""
    notes = []
    for name in dict.fromkeys(source for book in found.by_source for source in book.source.split(" + ")):
        source = list_sources().get(name)
        end = source.covers[1] if source else None
        if end and end < found.until:
            notes.append(f"{name} ends on {end}: it can never resolve this.")
    return notes


def _list_beginnings(expression: str, evidence: Evidence) -> list[str]:
    """Say from when on the sources of a reading know anything."""
    calls = {part.name for part in walk(parse_reading(expression)) if isinstance(part, Call)}
    indicators = (name for call in sorted(calls & list_measures().keys()) for name in list_measures()[call].indicators)
    covers = [entry for name in indicators for entry in evidence.coverage(name) if entry.window.start]
    notes = {entry.source: f"{entry.source} begins on {entry.window.start}." for entry in covers}
    return list(notes.values())
