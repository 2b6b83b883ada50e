"""From a reading about the future to its probability, as of a day."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from facta.domain import Evidence, StateSet, Window
from facta.forecasts.base_rates import BaseRate, count_base_rate
from facta.forecasts.draws import FILTERS, Filter, Shocks
from facta.forecasts.outlook import Drawn, Outlook
from facta.forecasts.windows import close_windows, last_day
from facta.language import Incommensurable, Node, Truth, evaluate, parse_reading, start_context

__all__ = ["BookForecast", "Forecast", "forecast_reading"]

DRAWS = 2000
_LEAST, _MOST = 0.005, 0.995  # beyond them two thousand draws and a few dozen years tell nothing


@dataclass(frozen=True, slots=True)
class BookForecast:
    """What one book's draws say.

    Parameters
    ----------
    source, reporter : str
        The book.
    probability : float or None
        From 0 to 1; None where nothing could be drawn.
    trigger : float or None
        Of a condition: the probability that it fires in its window.
    reason : str
        Why there is nothing.
    """

    source: str
    reporter: str
    probability: float | None
    trigger: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The probability that a reading will hold, from what was known on a day.

    Parameters
    ----------
    expression : str
        The reading.
    as_of, until : datetime.date
        Day of the forecast, and its horizon.
    probability : float or None
        From 0 to 1: the mean over books; None where nothing could be drawn.
    low, high : float or None
        The least and the greatest that any book, or the base rate, gives.
    method : str
        How it was found.
    n : int
        Known periods, or years of record, of the shortest series behind it.
    window : str or None
        What the series behind it cover.
    base_rate : BaseRate or None
        How often the same reading held before, years moved back one by one.
    trigger : float or None
        Of a condition: the probability that it fires.
    by_source : tuple of BookForecast
        One a book.
    reason : str
        Why there is no probability.
    """

    expression: str
    as_of: dt.date
    until: dt.date
    probability: float | None
    low: float | None
    high: float | None
    method: str
    n: int
    window: str | None
    base_rate: BaseRate | None
    trigger: float | None
    by_source: tuple[BookForecast, ...]
    reason: str = ""


def forecast_reading(
    expression: str,
    evidence: Evidence,
    until: dt.date | None = None,
    *,
    sets: Mapping[str, StateSet] | None = None,
    filters: tuple[Filter, ...] = FILTERS,
) -> Forecast:
    """Return the probability of a reading, evaluated on draws of every series and record that it names.

    A window without an end is closed at the horizon. What of the reading lies in the past is taken as known.

    Parameters
    ----------
    expression : str
        In the language of readings.
    evidence : Evidence
        As of the day of the forecast.
    until : datetime.date or None
        The horizon; None is the last day of the reading's windows.
    sets : mapping of str to StateSet or None
        That a dossier defines.
    filters : tuple of Filter
        The methods of the ensemble.

    Raises
    ------
    UsageError
        A reading that does not parse, or makes no sense.

    Examples
    --------
    >>> import datetime as dt
    >>> from facta.desk.workbench import open_evidence
    >>> evidence = open_evidence(as_of=dt.date(2010, 12, 31))
    >>> found = forecast_reading("trade(CHN -- RUS)[2012] > trade(CHN -- RUS)[2008]", evidence)
    >>> 0.5 < found.probability < 1, found.base_rate.n > 5
    (True, True)
    """
    node = parse_reading(expression, sets or {})
    today = evidence.as_of
    horizon = until or last_day(node) or today
    closed = close_windows(node, horizon)
    outlook = Outlook(today, max(horizon, today), Shocks(DRAWS, zlib.crc32(today.isoformat().encode())), filters)
    books, reason = _forecast_books(closed, expression, evidence, outlook)
    base = count_base_rate(closed, expression, evidence)
    known = [book.probability for book in books if book.probability is not None]
    triggers = [book.trigger for book in books if book.trigger is not None]
    spread = [*known, *([base.probability] if base else [])]
    drawn = outlook.drawn.values()
    return Forecast(
        expression=expression,
        as_of=today,
        until=horizon,
        probability=float(np.mean(known)) if known else None,
        low=min(spread) if known else None,
        high=max(spread) if known else None,
        method=_name_method(outlook, bool(known)),
        n=min((entry.n for entry in drawn), default=0),
        window=_name_window(drawn),
        base_rate=base,
        trigger=float(np.mean(triggers)) if triggers else None,
        by_source=books,
        reason="" if known else reason or next((book.reason for book in books if book.reason), "no source has this"),
    )


def _forecast_books(
    node: Node, expression: str, evidence: Evidence, outlook: Outlook
) -> tuple[tuple[BookForecast, ...], str]:
    context = start_context(expression, evidence, outlook=outlook)
    try:
        values = evaluate(node, context)
    except Incommensurable as error:
        return (), error.reason
    return tuple(_read_truth(value) for value in values if isinstance(value, Truth)), ""


def _read_truth(truth: Truth) -> BookForecast:
    """Take the part of the draws in which it holds; draws in which nothing is known, or nothing fired, say nothing."""
    book = truth.figure.book if truth.figure and truth.figure.book.source else truth.book
    known = truth.values[~np.isnan(truth.values)]
    probability = float(np.clip(known.mean(), _LEAST, _MOST)) if known.size and truth.values.size > 1 else None
    if known.size and truth.values.size == 1:
        probability = float(known[0])
    trigger = None
    if truth.state in ("fired", "not_fired") and truth.parts:
        fired = truth.parts[0].values == 1.0
        trigger = float(fired.mean()) if truth.state == "fired" else 0.0
    return BookForecast(book.source, book.reporter, probability, trigger, truth.reason)


def _name_method(outlook: Outlook, is_found: bool) -> str:
    if not is_found:
        return ""
    return f"{DRAWS} draws of {len(outlook.drawn)} series or records" if outlook.drawn else "known already"


def _name_window(drawn: Iterable[Drawn]) -> str | None:
    windows = [entry.window for entry in drawn]
    if not windows:
        return None
    starts, ends = [w.start for w in windows if w.start], [w.end for w in windows if w.end]
    return str(Window(min(starts), max(ends)))
