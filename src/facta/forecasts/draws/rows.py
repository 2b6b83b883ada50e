"""Rows of a kind that may begin, or go on: disputes, treaties, meetings, incidents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.domain import Row, RowSet, Window
from facta.forecasts.draws.counts import fit_counts
from facta.forecasts.draws.shocks import Shocks

__all__ = ["Record", "draw_repeated", "draw_starts", "measure_hazard", "read_record"]

Array = NDArray[np.float64]

_YEAR = 365.25
_SHORT = 31  # days; rows that mostly last longer may have begun on the last day known, and go on
_STEADY = 1e5  # size of a negative binomial that has no bursts
_MOST = 200  # rows a draw; more are not told apart


@dataclass(frozen=True, slots=True)
class Record:
    """The rows so far, as a hazard sees them.

    Parameters
    ----------
    counts : numpy.ndarray
        Shape (years,): rows that began in each year-long span before `edge`, the latest last.
    edge : datetime.date
        Until when the record is known.
    lengths : numpy.ndarray
        Shape (rows,): days that each lasted; those that go on are left out.
    going : tuple of Row
        Those that went on at the edge.
    years : float
        That all rows lasted, together.
    usual : float
        Hazard, a year, with which rows of the kind end between any two sides.
    """

    counts: Array
    edge: dt.date
    lengths: Array
    going: tuple[Row, ...]
    years: float
    usual: float


def measure_hazard(rows: Iterable[Row], edge: dt.date) -> float:
    """Return with which hazard, a year, rows end: (ended + 1/2) / (years + 1), Jeffreys' estimate.

    Examples
    --------
    >>> lasting = Row("a", "alliance", "atop", "CHN", "RUS", dt.date(2001, 1, 1), dt.date(2010, 12, 31))
    >>> round(measure_hazard([lasting], dt.date(2010, 12, 31)), 3)
    0.045
    """
    ended, days = 0, 0
    for row in rows:
        ended += row.end < edge
        days += max(0, (min(row.end, edge) - row.start).days)
    return (ended + 0.5) / (days / _YEAR + 1.0)


def read_record(rows: RowSet, today: dt.date, kin: Iterable[Row] = ()) -> Record | None:
    """Return the record of some rows up to a day; None where it is shorter than a year.

    `kin` are the rows of the kind between all sides, of which the usual hazard of an end is taken.

    A register's record begins with its first row, which says nothing of how often there is one and so is not counted.

    Examples
    --------
    >>> from facta.domain import Book
    >>> days = [dt.date(year, 5, 1) for year in (2011, 2014, 2015)]
    >>> today = dt.date(2016, 1, 1)
    >>> held = tuple(Row(str(day), "dispute", "mid", "CHN", "RUS", day, day) for day in days)
    >>> record = read_record(RowSet("disputes", "CHN -- RUS", Book("mid"), held, Window.parse("2010..2019")), today)
    >>> record.counts.tolist()
    [0.0, 1.0, 0.0, 0.0, 1.0, 1.0]
    """
    reach, listed = rows.reach, sorted(rows.rows, key=lambda row: row.start)
    edge = min(today, reach.end) if reach and reach.end else today
    if reach and reach.start:
        first = reach.start
    elif listed:
        first, listed = listed[0].start, [row for row in listed if row.start > listed[0].start]
    else:
        return None
    years = int(((edge - first).days + 2) / _YEAR)  # a day more than there are: years without a leap day are whole, too
    if years < 1:
        return None
    ages = np.array([(edge - row.start).days / _YEAR for row in listed if first <= row.start <= edge])
    counts = np.bincount(np.clip(ages, 0, None).astype(int), minlength=years)[:years][::-1].astype(np.float64)
    related = list(kin) or rows.rows
    is_lasting = bool(related) and float(np.median([(row.end - row.start).days for row in related])) > _SHORT
    going = tuple(
        row for row in rows.rows if row.end >= edge and (row.start < edge or (is_lasting and row.start == edge))
    )
    lengths = np.array([float((row.end - row.start).days) for row in rows.rows if row.end < edge])
    lasted = sum(max(0, (min(row.end, edge) - row.start).days) for row in rows.rows) / _YEAR
    return Record(counts, edge, lengths, going, lasted, measure_hazard(related, edge))


def draw_starts(record: Record, window: Window, shocks: Shocks, key: str, until: dt.date | None = None) -> Array:
    """Return the days on which rows begin that are not on record yet and touch a window.

    Rows begin as a negative binomial process of the yearly counts so far; each lasts as long as one that has ended; a
    row that goes on ends with a hazard that weighs its own record against one end at the usual hazard of its kind. One
    key has one process: windows see parts of it, and rows that are fewer come from the same draws, so that what holds
    of some holds of all.

    Parameters
    ----------
    record : Record
        From `read_record`.
    window : Window
        With an end.
    shocks : Shocks
        The draws.
    key : str
        Name of the rows, for their random numbers.
    until : datetime.date or None
        How far to draw, beyond the end of the window; the same for all windows that are to agree.

    Returns
    -------
    numpy.ndarray
        Shape (draws, most), ordinals of days, NaN where a draw has fewer; a row may begin before the window and last
        into it.
    """
    assert window.end  # the caller closes it
    edge = record.edge.toordinal()
    start, end = (window.start or record.edge).toordinal(), window.end.toordinal()
    begun = _draw_begun(record, shocks, key, max(end, until.toordinal() if until else end) - edge) + edge
    lasting = _draw_lengths(record, shocks, key, begun.shape[1])
    fresh = np.where((begun <= end) & (begun + lasting >= start), begun, np.nan)
    return np.hstack([fresh, _draw_going(record, shocks, key, start)])


def draw_repeated(record: Record, window: Window, shocks: Shocks, key: str, until: dt.date | None = None) -> Array:
    """Return the days of the naive rival: each year as many rows begin as in the last, give or take their changes.

    The count of a year is normal, with the spread of the changes so far, and rounded; what goes on goes on. Parameters
    and result are those of `draw_starts`.
    """
    assert window.end  # the caller closes it
    edge, end = record.edge.toordinal(), window.end.toordinal()
    start = (window.start or record.edge).toordinal()
    steps = max(0, int(np.ceil((max(end, until.toordinal() if until else end) - edge) / _YEAR)))
    stream = shocks.open_stream(f"repeated/{key}")
    spread = float(np.sqrt(np.mean(np.diff(record.counts) ** 2))) if record.counts.size > 1 else 1.0
    counts = np.round(record.counts[-1] + spread * stream.standard_normal((steps, shocks.draws)).T)
    begun = _spread_days(np.clip(counts, 0, _MOST).astype(int), shocks.open_stream(f"days/{key}")) + edge
    fresh = np.where((begun >= start) & (begun <= end), begun, np.nan)
    going = [float(row.start.toordinal()) for row in record.going if row.end.toordinal() < start]
    return np.hstack([fresh, np.tile(going, (shocks.draws, 1))])


def _spread_days(counts: NDArray[np.int_], stream: np.random.Generator) -> Array:
    """Spread each year's rows over its days, as days after the edge; NaN beyond the count."""
    draws, steps = counts.shape
    most = int(counts.max(initial=0))
    offsets = (np.arange(steps)[None, :, None] + stream.random((draws, steps, most))) * _YEAR + 1
    is_drawn = np.arange(most)[None, None, :] < counts[:, :, None]
    return np.where(is_drawn, np.floor(offsets), np.nan).reshape(draws, steps * most)


def _draw_begun(record: Record, shocks: Shocks, key: str, days: int) -> Array:
    """Draw the days after the edge on which rows begin: arrivals at unit rate, on the clock of each draw's own rate.

    The faster the rate, the earlier each arrival: fewer rows are never ahead of more.
    """
    years = max(0, int(np.ceil(days / _YEAR)))
    passed = np.cumsum(np.hstack([np.zeros((shocks.draws, 1)), _draw_rates(record, shocks, key, years)]), axis=1)
    total = float(passed[:, -1].max())
    most = min(_MOST, int(total + 6 * np.sqrt(total) + 6)) if years else 0
    arrivals = np.cumsum(shocks.open_stream(f"arrivals/{key}").exponential(1.0, (most, shocks.draws)), axis=0).T
    begun = np.full(arrivals.shape, np.nan)
    for year in range(years):
        first, last = passed[:, year, None], passed[:, year + 1, None]
        is_here = (arrivals > first) & (arrivals <= last)
        at = np.divide(arrivals - first, last - first, out=np.zeros_like(arrivals), where=is_here)
        begun = np.where(is_here, np.floor((year + at) * _YEAR) + 1, begun)
    return begun


def _draw_rates(record: Record, shocks: Shocks, key: str, years: int) -> Array:
    """Draw the mean count of each year, shape (draws, years): a rate a draw, and a burst for each of its years."""
    from scipy.special import gammaincinv  # brought in only where something is forecast

    fit = fit_counts(record.counts)
    stream = shocks.open_stream(f"rates/{key}")
    memory = np.searchsorted(np.cumsum(fit.weights), stream.random(shocks.draws)).clip(max=fit.weights.size - 1)
    rates = gammaincinv(fit.shape[memory], stream.random(shocks.draws)) / fit.rate[memory]
    chances = shocks.open_stream(f"bursts/{key}").random((years, shocks.draws)).T
    bursts = gammaincinv(fit.size, chances) / fit.size if fit.size < _STEADY else np.ones_like(chances)
    return np.asarray(np.minimum(rates[:, None] * bursts, _MOST))


def _draw_lengths(record: Record, shocks: Shocks, key: str, most: int) -> Array:
    """Draw how many days each row lasts, of the lengths of those that have ended."""
    chances = shocks.open_stream(f"lengths/{key}").random((most, shocks.draws)).T
    if not record.lengths.size:
        return np.zeros(chances.shape)
    return np.asarray(np.sort(record.lengths)[(chances * record.lengths.size).astype(int)])


def _draw_going(record: Record, shocks: Shocks, key: str, start: int) -> Array:
    """Return the starts of rows that went on at the edge, where they reach a day that they are not known to reach."""
    stream = shocks.open_stream(f"going/{key}")
    hazards = stream.gamma(record.lengths.size + 1.0, 1 / (record.years + 1 / record.usual), shocks.draws)
    lasting = stream.exponential(1.0, (len(record.going), shocks.draws)).T / hazards[:, None] * _YEAR
    starts = np.array([float(row.start.toordinal()) for row in record.going])
    is_open = np.array([row.end.toordinal() < start for row in record.going], dtype=bool)
    reached = np.where(record.edge.toordinal() + lasting >= start, starts, np.nan) if starts.size else lasting
    return np.asarray(reached[:, is_open])
