"""What a chart over time shows: values by book, what was claimed, what was looked at, what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from facta.domain import Series, Status, Unit

__all__ = ["Level", "Line", "Mark", "Point", "Span", "drop_band", "list_line"]


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a day; None leaves a gap.

    Parameters
    ----------
    at : datetime.date
        The middle of its period.
    value : float or None
        In the unit of the chart.
    label : str
        The period.
    is_partial : bool
        Whether a part of the period is missing: drawn hollow.
    low, high : float or None
        Ends of an interval: drawn as a band.

    Examples
    --------
    >>> Point(dt.date(2014, 7, 2), None, "2014").value is None
    True
    """

    at: dt.date
    value: float | None
    label: str
    is_partial: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one book; `band` names what the interval is of, where it is not of the values."""

    name: str
    points: tuple[Point, ...]
    is_faint: bool = False
    band: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """What was claimed: a value where both ends are one, a band, or all beyond an end where the other is None.

    Examples
    --------
    >>> Level("more than 10%", 0.1, None).ends
    [0.1]
    """

    text: str
    low: float | None
    high: float | None

    @property
    def ends(self) -> list[float]:
        """The finite ends, once."""
        return sorted({end for end in (self.low, self.high) if end is not None})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that is shaded, such as the window of a reading."""

    text: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a day: a ``turn``, an ``artefact`` of measuring, or an ``event``; each has its shape.

    `first` and `last` are the ends of an interval in which it lies.
    """

    text: str
    at: dt.date
    kind: str = "event"
    first: dt.date | None = None
    last: dt.date | None = None


def list_line(series: Series, name: str, unit: Unit | None = None) -> Line:
    """Return the line of a series: its mean over draws, its gaps, its partial periods and its interval.

    Parameters
    ----------
    series : Series
        What was measured.
    name : str
        At the end of the line.
    unit : Unit or None
        To convert to, of the same dimension.

    Examples
    --------
    >>> import facta
    >>> line = list_line(facta.measure("trade", "CHN -- RUS", window="2013..2015")[0], "COW")
    >>> [(point.label, point.value) for point in line.points]
    [('2013', 94016.0), ('2014', 93942.0), ('2015', None)]
    """
    points = []
    for place, period in enumerate(series.periods):
        status = Status(int(series.status[place]))
        ends = (None if end is None or end[place] != end[place] else float(end[place])
                for end in (series.low, series.high))  # fmt: skip
        value = float(series.values[:, place].mean()) if status.has_value else None
        low, high, value = (end if end is None or unit is None else series.unit.convert(end, unit)
                            for end in (*ends, value))  # fmt: skip
        middle = period.start + (period.end - period.start) / 2
        points.append(Point(middle, value, str(period), status is Status.PARTIAL, low, high))
    return Line(name, tuple(points))


def drop_band(line: Line) -> Line:
    """Return a line without its interval: many bands over each other hide what they are of."""
    return replace(line, points=tuple(replace(point, low=None, high=None) for point in line.points))
