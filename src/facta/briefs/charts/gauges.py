"""Conditions: how far each trigger has come towards its threshold, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facta.briefs.charts.chart import Drawing, Table, Words
from facta.briefs.charts.scales import Scale
from facta.briefs.charts.shapes import draw_shape
from facta.briefs.charts.svg import WIDTH, draw_line, draw_rect, draw_text, fit_text, measure_text

__all__ = ["Gauge", "GaugeChart"]

_ROW, _EDGE = 42, 4


@dataclass(frozen=True, slots=True)
class Gauge:
    """How far a trigger has come.

    Parameters
    ----------
    name : str
        Of the condition.
    shape, state : str
        Where it stands, as a shape and in words.
    value, threshold : float or None
        In one unit, each gauge in its own; None where nothing is on record.
    text : str
        The figures as people read them.

    Examples
    --------
    >>> Gauge("clash", "dashes", "armed", 1.0, 3.0, "1 of 3").threshold
    3.0
    """

    name: str
    shape: str
    state: str
    value: float | None
    threshold: float | None
    text: str = ""


@dataclass(frozen=True)
class GaugeChart:
    """Gauges under each other, each on a scale of its own that holds zero.

    Examples
    --------
    >>> gauge = Gauge("clash", "dashes", "armed", None, 3.0, "no figure")
    >>> GaugeChart(Words("What would turn it"), (gauge,)).tabulate().rows
    (('clash', 'armed', None, 3.0),)
    """

    words: Words
    gauges: tuple[Gauge, ...]

    def tabulate(self) -> Table:
        """Return a row a condition."""
        rows = ((gauge.name, gauge.state, gauge.value, gauge.threshold) for gauge in self.gauges)
        return Table(("condition", "state", "figure", "threshold"), tuple(rows))

    def draw(self) -> Drawing:
        """Return the gauges."""
        parts = [part for number, gauge in enumerate(self.gauges) for part in _draw_gauge(gauge, number * _ROW)]
        return Drawing(parts, _ROW * len(self.gauges) + 2)


def _draw_gauge(gauge: Gauge, top: float) -> Iterator[str]:
    side = measure_text(gauge.state)
    yield draw_shape(gauge.shape, 8, top + 10, "ink")
    yield draw_text(19, top + 14, fit_text(gauge.name, WIDTH - side - 30), "ink")
    yield draw_text(WIDTH - 2, top + 14, gauge.state, "ink strong", "end")
    known = [end for end in (gauge.value, gauge.threshold, 0.0) if end is not None]
    low, high = min(known), max(known)
    x = Scale(low, high + (high - low or 1.0) * 0.15, _EDGE, WIDTH - 130)
    yield draw_rect(_EDGE, top + 22, x.end - _EDGE, 9, "track")
    if gauge.value is not None:
        first, last = sorted((x(0.0), x(gauge.value)))
        yield draw_rect(first, top + 22, max(last - first, 1.5), 9, "c0 bar")
    if gauge.threshold is not None:
        place = x(gauge.threshold)
        yield draw_line(place, top + 18, place, top + 35, "claim")
    yield draw_text(WIDTH - 2, top + 31, fit_text(gauge.text, 122), "note", "end")
