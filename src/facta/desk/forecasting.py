"""Forecasts readings as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from facta.desk.results.table import Table
from facta.desk.workbench import Day, StorePath, open_evidence, open_store, parse_day
from facta.domain import Evidence
from facta.errors import UsageError
from facta.forecasts import Forecast, Forecaster
from facta.forecasts.backtest import BacktestReport, answer_questions, summarise_answers
from facta.language import Call, parse_reading, walk
from facta.measures import find_measure, list_measures
from facta.sources import list_sources
from facta.store import save_text

__all__ = ["BacktestResult", "NothingToBacktest", "PastHorizon", "backtest", "forecast"]

_REGISTERS = frozenset({"cited", "deals", "incidents", "meetings", "projects", "said"})  # their silence proves nothing
_STATES = 60
_FIRST_YEAR = 1985


@dataclass(frozen=True, slots=True)
class BacktestResult(Table):
    """What `backtest` found: Brier score and skill by measure, kind and horizon.

    Parameters
    ----------
    report : BacktestReport
        The groups, reliability and misses.
    first, last : datetime.date
        First and last day of a forecast.
    states, measures : tuple of str
        What was asked of.
    seed : int
        Of the questions.
    """

    report: BacktestReport
    first: dt.date
    last: dt.date
    states: tuple[str, ...]
    measures: tuple[str, ...]
    seed: int

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a group."""
        return [asdict(line) for line in self.report.lines]

    def save_page(self, file: str | Path, command: str) -> None:
        """Write the report as a page of Markdown that names the command which made it."""
        from facta.briefs.outlook import write_backtest_page  # the briefs bring Rich: only for this

        save_text(write_backtest_page(self.report, self.first, self.last, self.states, command), Path(file))


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


class NothingToBacktest(UsageError):
    """Years in which no reading could be both forecast and resolved.

    Examples
    --------
    >>> str(NothingToBacktest(1800, 1801))
    'from 1800 to 1801 no reading can be both forecast and resolved. Take other years, or load more evidence.'
    """

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last

    def __str__(self) -> str:
        found = f"from {self.first} to {self.last} no reading can be both forecast and resolved"
        return f"{found}. Take other years, or load more evidence."


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
    hindsight = open_store(store).evidence()
    silent = () if found.probability is not None else _list_beginnings(expression, evidence, hindsight)
    return replace(found, notes=(*_list_ended(found), *silent))


def backtest(
    measures: Sequence[str] = (),
    *,
    first: int = _FIRST_YEAR,
    last: int | None = None,
    count: int = 10,
    seed: int = 1,
    store: StorePath = None,
    progress: Callable[[dt.date, int], None] | None = None,
) -> BacktestResult:
    """Forecast thousands of readings made from the evidence, each as of its day, and score what came of them.

    Readings are made at random over measures, the states of which most is known, and the last days of years; each is
    forecast from what was known then, and resolved with hindsight. Registers are left out: their silence proves
    nothing, so that what did not happen would never be resolved.

    Parameters
    ----------
    measures : sequence of str
        Names of measures; empty takes all but registers.
    first, last : int
        First and last year at whose end forecasts are made; None is the year before the day of the evidence.
    count : int
        Readings a measure and year, at most.
    seed : int
        One seed makes one list of readings.
    store : str, Path or None
        Folder of the store.
    progress : callable or None
        Called after each answer with the day of its forecast and the number of answers so far.

    Raises
    ------
    UnknownName
        No such measure; names the nearest.
    NothingToBacktest
        No reading could be both forecast and resolved.

    Examples
    --------
    >>> import facta
    >>> result = facta.backtest(["trade"], first=2008, last=2009, count=5)
    >>> 0 <= result.rows()[0]["brier"] <= 1
    True
    """
    opened = open_store(store)
    hindsight = opened.evidence()
    names = tuple(find_measure(name).name for name in measures) or tuple(sorted(list_measures().keys() - _REGISTERS))
    states = hindsight.list_actors(_STATES)
    latest = hindsight.as_of.year - 1  # of what is asked later nothing has come yet
    wanted = latest if last is None else last
    days = [dt.date(year, 12, 31) for year in range(max(first, dt.MINYEAR), min(wanted, latest) + 1)]
    answers = []
    for answer in answer_questions(opened.evidence, days, states, names, count=count, seed=seed):
        answers.append(answer)
        if progress:
            progress(answer.question.as_of, len(answers))
    if not answers:
        raise NothingToBacktest(first, wanted)
    return BacktestResult(summarise_answers(answers), days[0], days[-1], states, names, seed)


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


def _list_beginnings(expression: str, known: Evidence, hindsight: Evidence) -> list[str]:
    """Say from when on the sources of a reading that knew nothing on its day know anything."""
    calls = {part.name for part in walk(parse_reading(expression)) if isinstance(part, Call)}
    indicators = [name for call in sorted(calls & list_measures().keys()) for name in list_measures()[call].indicators]
    awake = {entry.source for name in indicators for entry in known.coverage(name)}
    covers = {entry.source: entry.window.start for name in indicators for entry in hindsight.coverage(name)}
    return [
        f"{source} begins on {start}: forecast as of a later day."
        for source, start in covers.items()
        if start and source not in awake
    ]
