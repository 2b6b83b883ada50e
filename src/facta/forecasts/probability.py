"""From a reading about the future to its probability, as of a day."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from facta.domain import Evidence, StateSet, Table, Window
from facta.forecasts.base_rates import BaseRate, count_base_rate, pool_base_rate
from facta.forecasts.draws import Shocks
from facta.forecasts.limits import FURTHEST_YEARS, is_certain, list_undrawn
from facta.forecasts.outlook import Drawn, Outlook, name_drawn
from facta.forecasts.windows import close_windows, last_day, move_day
from facta.language import (
    Call,
    Incommensurable,
    Node,
    Sides,
    Truth,
    Value,
    check_truth,
    evaluate,
    parse_reading,
    start_context,
    walk,
)

__all__ = ["BookForecast", "Forecast", "Forecaster"]

_Cache: TypeAlias = dict[tuple[object, ...], Sequence[Value]]

DRAWS = 2000
_NO_SOURCE = "no source has this"
_IN_PART = "a part of it cannot be drawn"
_FEWEST_FIRED = 50  # draws in which a condition must fire, before anything can be said of what follows
_ENOUGH = 0.95  # part of the draws in which it must be known
_LEAST, _MOST = 0.005, 0.995  # beyond them two thousand draws and a few dozen years tell nothing


@dataclass(frozen=True, slots=True)
class BookForecast:
    """What one book's draws say.

    Parameters
    ----------
    source, reporter : str
        The book; of a reading over several books all of them, joined by `` + `` and `` / ``.
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
class Forecast(Table):
    """The probability that a reading will hold, from what was known on a day.

    Parameters
    ----------
    expression : str
        The reading.
    as_of, until : datetime.date
        Day of the forecast, and its horizon.
    probability : float or None
        From 0 to 1: the mean over books, drawn towards the base rate; None where nothing could be drawn.
    low, high : float or None
        The least and the greatest that any book, or the base rate, gives; where it is known already, the books alone.
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
    notes : tuple of str
        What a reader has to know, such as a source that ends before the horizon.
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
    notes: tuple[str, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a book."""
        return [asdict(book) for book in self.by_source]

    def _describe(self) -> str:
        given = "nothing could be drawn" if self.probability is None else f"{self.probability:.0%}"
        return f"{self.expression}: {given}, as of {self.as_of}"


@dataclass(slots=True)
class Forecaster:
    """Forecasts readings on one body of evidence; they share what was measured and drawn.

    Parameters
    ----------
    evidence : Evidence
        As of the day of the forecast.
    sets : mapping of str to StateSet
        That a dossier defines.
    is_naive : bool
        Forecast as the naive rival does: what was last stays, with the spread of its changes so far.
    draws : int
        How many; the probability's own error is at most 0.5 / sqrt(draws).
    furthest : datetime.date
        Everything is drawn at least so far, so that readings of nearer horizons share their draws.

    Examples
    --------
    >>> import datetime as dt
    >>> from facta.desk.workbench import open_evidence
    >>> forecaster = Forecaster(open_evidence(as_of=dt.date(2010, 12, 31)))
    >>> found = forecaster.forecast("slope(trade(CHN -- RUS, source=cow_trade))[2011..2014] > 0")
    >>> 0.5 < found.probability < 1, found.base_rate.n > 5, str(found.until)
    (True, True, '2014-12-31')
    """

    evidence: Evidence
    sets: Mapping[str, StateSet] = field(default_factory=dict)
    is_naive: bool = False
    draws: int = DRAWS
    furthest: dt.date = dt.date.min
    _outlooks: dict[dt.date, tuple[Outlook, _Cache]] = field(default_factory=dict)
    _known: _Cache = field(default_factory=dict)

    def forecast(self, expression: str, until: dt.date | None = None, *, where: str | None = None) -> Forecast:
        """Return the probability of a reading, evaluated on draws of every series and record that it names.

        Parameters
        ----------
        expression : str
            In the language of readings.
        until : datetime.date or None
            The horizon: a window without an end is closed there. None is the last day of the reading's windows.
        where : str or None
            File and line, for errors.

        Raises
        ------
        UsageError
            A reading that does not parse, or makes no sense.
        """
        node = parse_reading(expression, self.sets, where=where)
        check_truth(node, expression, where)
        today = self.evidence.as_of
        horizon = until or last_day(node) or today
        closed = close_windows(node, horizon)
        outlook, books, reason = self._forecast_books(closed, expression, horizon)
        base = count_base_rate(closed, expression, self.evidence, self._known)
        known = [book.probability for book in books if book.probability is not None]
        is_settled = bool(known) and {*known} <= {0.0, 1.0}
        triggers = [book.trigger for book in books if book.trigger is not None]
        spread = [*known, *([base.probability] if base and not is_settled else [])]
        drawn = [] if is_settled else _find_drawn(closed, outlook)
        return Forecast(
            expression=expression,
            as_of=today,
            until=horizon,
            probability=pool_base_rate(float(np.mean(known)), None if is_settled else base) if known else None,
            low=min(spread) if known else None,
            high=max(spread) if known else None,
            method=_name_method(drawn, self.draws) if known else "",
            n=min((entry.n for entry in drawn), default=0),
            window=_name_window(drawn),
            base_rate=base,
            trigger=float(np.mean(triggers)) if triggers else None,
            by_source=books,
            reason="" if known else reason or next((book.reason for book in books if book.reason), _NO_SOURCE),
        )

    def estimate(self, expression: str, until: dt.date) -> float | None:
        """Return what the draws alone give, the mean over books; None where nothing could be drawn."""
        _, books, _ = self._forecast_books(
            close_windows(parse_reading(expression, self.sets), until), expression, until
        )
        known = [book.probability for book in books if book.probability is not None]
        return float(np.mean(known)) if known else None

    def count_base_rate(self, expression: str, until: dt.date) -> BaseRate | None:
        """Return how often the same reading held in earlier years; None where that can be told of none."""
        closed = close_windows(parse_reading(expression, self.sets), until)
        return count_base_rate(closed, expression, self.evidence, self._known)

    def _forecast_books(
        self, node: Node, expression: str, horizon: dt.date
    ) -> tuple[Outlook, tuple[BookForecast, ...], str]:
        today = self.evidence.as_of
        outlook, cache = self._open_outlook(min(horizon, _add_years(today)))
        if horizon > _add_years(today):
            return outlook, (), f"the horizon lies more than {FURTHEST_YEARS} years ahead: no record tells of it"
        undrawn = next(list_undrawn(node, today), "") if horizon > today else ""
        if undrawn:
            return (
                outlook,
                (),
                f"{undrawn} of rows that may yet come cannot be drawn: count, exists or none of them can",
            )
        try:
            values = evaluate(node, start_context(expression, self.evidence, cache=cache, outlook=outlook))
            settled = evaluate(node, start_context(expression, self.evidence, cache=self._known))
        except Incommensurable as error:
            return outlook, (), error.reason
        truths = [value for value in values if isinstance(value, Truth)]
        certain = {
            value.book: value.values for value in settled if isinstance(value, Truth) and is_certain(node, today, value)
        }
        return outlook, tuple(_read_truth(truth, certain.get(truth.book)) for truth in truths), ""

    def _open_outlook(self, horizon: dt.date) -> tuple[Outlook, _Cache]:
        today = self.evidence.as_of
        until = max(horizon, self.furthest, today)
        if until not in self._outlooks:
            shocks = Shocks(self.draws, zlib.crc32(today.isoformat().encode()))
            self._outlooks[until] = Outlook(self.evidence, until, shocks, self.is_naive), {}
        return self._outlooks[until]


def _add_years(day: dt.date) -> dt.date:
    return move_day(day, FURTHEST_YEARS)


def _read_truth(truth: Truth, settled: NDArray[np.float64] | None) -> BookForecast:
    """Take the part of the draws in which it holds, of a condition among those in which it fires.

    Draws that leave it open because a part cannot be drawn are no sample of the others: more than a few, and it has no
    probability. What the evidence alone settles is certain; what merely every draw says is not.
    """
    source, reporter = _join_names(truth.book.source, " + "), _join_names(truth.book.reporter, " / ")
    trigger, asked = None, truth.values
    if truth.state in ("fired", "not_fired") and truth.parts:
        fired = np.broadcast_to(truth.parts[0].values == 1.0, truth.values.shape)
        annulled = np.isnan(truth.values) & ~np.isnan(truth.parts[-1].values)
        trigger, asked = float(fired.mean()) if truth.state == "fired" else 0.0, truth.values[fired & ~annulled]
        if 0 < asked.size < _FEWEST_FIRED < fired.size:
            return BookForecast(source, reporter, None, trigger, f"it fires in {asked.size} of {fired.size} draws only")
    known = asked[~np.isnan(asked)]
    if not known.size or known.size < _ENOUGH * asked.size:
        return BookForecast(source, reporter, None, trigger, truth.reason or (_IN_PART if known.size else ""))
    left = 1 - known.size / asked.size  # what a few draws leave open may go either way
    probability = float(known.mean()) * (1 - left) + left / 2
    if settled is None or probability != settled[0]:
        probability = min(max(probability, _LEAST), _MOST)
    return BookForecast(source, reporter, probability, trigger, truth.reason)


def _join_names(names: str, mark: str) -> str:
    """Name each of several joined books once."""
    return mark.join(dict.fromkeys(names.split(mark)))


def _find_drawn(node: Node, outlook: Outlook) -> list[Drawn]:
    """Return what was drawn of the measures that a reading names."""
    calls = [part for part in walk(node) if isinstance(part, Call) and part.arguments]
    sides = ((call.name, part.resolve()) for call in calls if isinstance(part := call.arguments[0], Sides))
    named = tuple(name_drawn(name, str(relation)) for name, relation in sides)
    return [entry for name, entry in outlook.drawn.items() if name.startswith(named)] if named else []


def _name_method(drawn: Sequence[Drawn], draws: int) -> str:
    return f"{draws} draws of {', '.join(sorted(entry.name for entry in drawn))}" if drawn else "known already"


def _name_window(drawn: Iterable[Drawn]) -> str | None:
    windows = [entry.window for entry in drawn]
    if not windows:
        return None
    starts, ends = [w.start for w in windows if w.start], [w.end for w in windows if w.end]
    return str(Window(min(starts), max(ends)))
