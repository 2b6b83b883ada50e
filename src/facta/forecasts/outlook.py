"""Lays draws of the future over what is known: series that go on, and rows that may yet begin."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Evidence, Period, RowSet, Series, Status, Window, list_states
from facta.forecasts.draws import (
    FEWEST,
    History,
    Shocks,
    draw_paths,
    draw_persistence,
    draw_repeated,
    read_record,
)
from facta.forecasts.draws import draw_starts as draw_row_starts
from facta.forecasts.windows import move_day
from facta.measures import find_measure

__all__ = ["Drawn", "Outlook", "name_drawn"]

_YEARS = 30  # of history that are looked at: what moved a series before moved another world
_MOST = 400  # periods
_STALE = 15  # years of silence after which a series says nothing of what follows


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn for one series or kind of rows.

    Parameters
    ----------
    name : str
        The measure, its relation and book.
    n : int
        Known periods, or years of record.
    window : Window
        From the first to the last of them.
    """

    name: str
    n: int
    window: Window


@dataclass(frozen=True, slots=True)
class Outlook:
    """Draws over one body of evidence, from one day to another; what is drawn once is drawn alike for every reading.

    Parameters
    ----------
    evidence : Evidence
        As of the day of the forecast: nothing later is looked at.
    until : datetime.date
        Last day that is drawn.
    shocks : Shocks
        How many draws, and their seed.
    is_naive : bool
        Draw the rival instead: what was last stays, with the spread of its changes so far.

    Examples
    --------
    >>> import facta
    >>> from facta.desk.workbench import open_evidence
    >>> outlook = Outlook(open_evidence(as_of="2010-12-31"), dt.date(2012, 12, 31), Shocks(500, 1))
    >>> series = facta.measure("trade", "CHN -- RUS", source="cow_trade", as_of="2010-12-31")[0]
    >>> drawn = outlook.extend(series)
    >>> drawn.values.shape[0], str(drawn.periods[-1])
    (500, '2012')
    """

    evidence: Evidence
    until: dt.date
    shocks: Shocks
    is_naive: bool = False
    drawn: dict[str, Drawn] = field(default_factory=dict)

    def extend(self, series: Series) -> Series:
        """Return a series that goes on to the last whole period; too short a series stays as it is.

        A last period that is there in part is drawn anew. Known periods are the same in every draw.
        """
        is_known = (series.status <= Status.PARTIAL) & (series.completeness >= series.needs)
        places = np.flatnonzero(is_known)
        stop = Window(None, self.until).ordinals(series.frequency)[1]
        assert stop is not None  # the window has an end
        if places.size < FEWEST or series.start + int(places[-1]) >= stop:
            return series
        first, last = series.start + int(places[0]), series.start + int(places[-1])
        steps, deepest = stop - last, last + 1 - min(_YEARS * series.frequency.periods_a_year, _MOST)
        history = self._read_history(series.span(max(first, deepest), last + 1), steps)
        end = Period(series.frequency, last).end
        is_silent = (self.evidence.as_of - end).days > 365 * _STALE
        if is_silent or _has_ended(series.relation, self.evidence.as_of) or _count_known(history) < FEWEST:
            return series
        ahead = (draw_persistence if self.is_naive else draw_paths)(history, self.shocks, steps)
        window = Window(Period(series.frequency, first).start, Period(series.frequency, last).end, series.frequency)
        self.drawn[history.key] = Drawn(history.key, int(places.size), window)
        return _append(series.span(series.start, last + 1), ahead)

    def _read_history(self, series: Series, steps: int) -> History:
        is_known = (series.status <= Status.PARTIAL) & (series.completeness >= series.needs)
        values = np.where(is_known, series.values[0], np.nan)
        key = f"{name_drawn(series.measure, series.relation)} {series.book}".strip()
        behind = Period.containing(self.evidence.as_of, series.frequency).ordinal - (series.stop - 1)
        is_level = series.aggregation is Aggregation.LAST
        behind, a_year = max(0, min(behind, steps)), series.frequency.periods_a_year
        return History(key, values, series.basis, series.unit, behind, is_level, a_year)

    def draw_starts(self, rows: RowSet, window: Window | None) -> NDArray[np.float64]:
        """Return the days, shape (draws, most), on which rows like these begin in a window and are not known yet.

        NaN where a draw has fewer. Nothing is drawn from a record of less than a year, or where the window has passed.
        """
        nothing = np.full((self.shocks.draws, 0), np.nan)
        inside = (window or Window(None, None)).clip(Window(None, self.until))
        kin = self.evidence.rows(find_measure(rows.measure).indicators[0])
        record = read_record(rows, self.evidence.as_of, kin)
        if record is None or inside is None or inside.end is None or inside.end <= record.edge:
            return nothing
        if _has_ended(rows.relation, record.edge):
            return nothing
        key = f"{name_drawn(rows.measure, rows.relation)} {rows.book}".strip()
        first = move_day(record.edge, -record.counts.size) + dt.timedelta(days=1)
        self.drawn[key] = Drawn(key, record.counts.size, Window(first, record.edge))
        draw = draw_repeated if self.is_naive else draw_row_starts
        return draw(record, inside, self.shocks, key, self.until)


def name_drawn(measure: str, relation: str) -> str:
    """Name what is drawn; the order of the sides of an undirected relation makes no other name.

    Examples
    --------
    >>> name_drawn("trade", "RUS -- CHN")
    'trade(CHN -- RUS)'
    """
    return f"{measure}({' -- '.join(sorted(relation.split(' -- ')))})"


def _has_ended(relation: str, day: dt.date) -> bool:
    """Say whether a state of a relation was no more on a day: nothing follows for it."""
    ended = {state.id for state in list_states() if state.existence.end and state.existence.end < day}
    return not ended.isdisjoint(re.findall(r"\b[A-Z]{3}\b", relation))


def _count_known(history: History) -> int:
    return int((~np.isnan(history.values)).sum())


def _append(series: Series, ahead: NDArray[np.float64]) -> Series:
    """Put draws behind the known periods."""
    draws, steps = ahead.shape
    known = np.broadcast_to(series.values, (draws, series.values.shape[1]))
    weights = series.weights
    if weights is not None:
        usual = np.nanmean(weights[:, -3:], axis=1, keepdims=True)
        weights = np.hstack([weights, np.repeat(usual, steps, axis=1)])
    origin_of = series.origin_of
    if origin_of is not None:
        origin_of = np.concatenate([origin_of, np.full(steps, None, dtype=object)])
    return replace(
        series,
        values=np.hstack([known, ahead]),
        status=np.concatenate([series.status, np.full(steps, Status.REPORTED, np.int8)]),
        completeness=np.concatenate([series.completeness, np.ones(steps)]),
        low=None,
        high=None,
        weights=weights,
        origin_of=origin_of,
        reach=Window(series.reach.start, None),
    )
