"""Rows of a kind that may begin, or go on: disputes, treaties, meetings, incidents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facta.domain import Row, RowSet, Window
from facta.forecasts.draws.counts import draw_counts, fit_counts
from facta.forecasts.draws.shocks import Shocks

__all__ = ["Record", "draw_repeated", "draw_starts", "measure_hazard", "read_record"]

Array = NDArray[np.float64]

_YEAR = 365.25
_SHORT = 31  # days; rows that mostly last longer may have begun on the last day known, and go on
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


def draw_starts(record: Record, window: Window, shocks: Shocks, key: str) -> Array:
    """Return the days on which rows of a window begin that are not on record yet.

    Rows begin as a negative binomial process of the yearly counts so far; each lasts as long as one that has ended; a
    row that goes on ends with a hazard that weighs its own record against one end at the usual hazard of its kind.

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

    Returns
    -------
    numpy.ndarray
        Shape (draws, most), ordinals of days, NaN where a draw has fewer. A row that began before counts from the
        first day of the window.
    """
    assert window.end  # the caller closes it
    edge = record.edge.toordinal()
    start, end = (window.start or record.edge).toordinal(), window.end.toordinal()
    stream = shocks.open_stream(f"rows/{key}")
    begun = _draw_begun(record, shocks.draws, max(0, end - edge), stream) + edge
    lasting = stream.choice(record.lengths, begun.shape) if record.lengths.size else np.zeros(begun.shape)
    is_inside = (begun <= end) & (begun + lasting >= start)
    fresh = np.where(is_inside, np.maximum(begun, start), np.nan)
    ongoing = [row for row in record.going if row.end.toordinal() < start]
    return np.hstack([fresh, _draw_going(record, ongoing, start, shocks.draws, stream)])


def draw_repeated(record: Record, window: Window, shocks: Shocks, key: str) -> Array:
    """Return the days of the naive rival: each year as many rows begin as in the last, give or take their changes.

    The count of a year is normal, with the spread of the changes so far, and rounded; what goes on goes on. Parameters
    and result are those of `draw_starts`.
    """
    assert window.end  # the caller closes it
    edge, end = record.edge.toordinal(), window.end.toordinal()
    start = (window.start or record.edge).toordinal()
    steps = max(0, int(np.ceil((end - edge) / _YEAR)))
    stream = shocks.open_stream(f"repeated/{key}")
    spread = float(np.sqrt(np.mean(np.diff(record.counts) ** 2))) if record.counts.size > 1 else 1.0
    counts = np.round(record.counts[-1] + spread * stream.standard_normal((shocks.draws, steps)))
    begun = _spread_days(np.clip(counts, 0, _MOST).astype(int), stream) + edge
    fresh = np.where((begun >= start) & (begun <= end), begun, np.nan)
    ongoing = sum(row.end.toordinal() < start for row in record.going)
    return np.hstack([fresh, np.full((shocks.draws, ongoing), float(start))])


def _draw_begun(record: Record, draws: int, days: int, stream: np.random.Generator) -> Array:
    """Draw the days after the edge on which rows begin; NaN beyond the count of a draw."""
    steps = int(np.ceil(days / _YEAR))
    if not steps:
        return np.full((draws, 0), np.nan)
    counts = np.minimum(draw_counts(fit_counts(record.counts), draws, steps, stream), _MOST)
    return _spread_days(counts.astype(int), stream)


def _spread_days(counts: NDArray[np.int_], stream: np.random.Generator) -> Array:
    """Spread each year's rows over its days, as days after the edge; NaN beyond the count."""
    draws, steps = counts.shape
    most = int(counts.max(initial=0))
    offsets = (np.arange(steps)[None, :, None] + stream.random((draws, steps, most))) * _YEAR + 1
    is_drawn = np.arange(most)[None, None, :] < counts[:, :, None]
    return np.where(is_drawn, np.floor(offsets), np.nan).reshape(draws, steps * most)


def _draw_going(record: Record, going: Sequence[Row], start: int, draws: int, stream: np.random.Generator) -> Array:
    """Draw whether rows that went on at the edge reach the window."""
    hazards = stream.gamma(record.lengths.size + 1.0, 1 / (record.years + 1 / record.usual), draws)
    reached = stream.exponential(1.0, (draws, len(going))) / hazards[:, None] * _YEAR
    return np.where(record.edge.toordinal() + reached >= start, float(start), np.nan)
