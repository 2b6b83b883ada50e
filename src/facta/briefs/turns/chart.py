"""Levels and turns as charts: values, level with its band, turns with their intervals, and what the feed did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from facta.briefs.charts import Chart, Drawing, Line, LineChart, Mark, Point, Table, Words
from facta.briefs.charts.svg import WIDTH, draw_text, fit_text, measure_text
from facta.briefs.words import name_relation
from facta.changes import Turns
from facta.changes.grounds import Artefact, GroundedTurn
from facta.domain import Period, Series
from facta.measures import find_measure

__all__ = ["Stack", "draw_turns"]

_EVEN = 0.5
_AXIS, _INNER, _SHAPE = 64, 280, 8  # units before and inside the axes, and of half a mark


def draw_turns(
    series: Series, turns: Turns, grounded: Sequence[GroundedTurn], artefacts: Sequence[Artefact], places: range
) -> LineChart:
    """Return the chart of a book: its values, its level with the 90% band, its turns, and what the feed did.

    Parameters are those of `facta.briefs.turns.render_turns`.
    """
    level, values = turns.level, series.values[0]
    periods = [Period(series.frequency, series.start + place) for place in places]
    middles = [period.start + (period.end - period.start) / 2 for period in periods]
    spots = list(zip(places, periods, middles, strict=True))
    figures = tuple(Point(at, _read(values[place]), str(period)) for place, period, at in spots)
    band = tuple(
        Point(at, mean, str(period), low=low, high=high)
        for place, period, at in spots
        for mean, low, high in [[_read(part[place]) for part in (level.mean, level.low90, level.high90)]]
    )
    lines = Line("values", figures, is_faint=True), Line("level", band)
    marks = _name_marks(_list_marks(grounded, artefacts), (middles[0], middles[-1]))
    chart = LineChart(Words(""), lines, series.unit, marks=marks)
    book = " ".join(part for part in (series.book.source, series.book.reporter, series.book.variant) if part)
    return replace(chart, words=Words(_head(series, grounded), _write_scope(series, chart), book))


def _write_scope(series: Series, chart: LineChart) -> str:
    """Write the unit of the axis and what the level is, or that it is none of relations."""
    unit = "share" if series.unit.symbol == "1" else chart.shown.symbol if chart.shown else ""
    is_context = find_measure(series.measure).ledger == "context"
    about = "; context, no level of relations" if is_context else ", level with its 90% band"
    return f"{unit} by {series.frequency.value}{about}"


def _list_marks(grounded: Sequence[GroundedTurn], artefacts: Sequence[Artefact]) -> list[Mark]:
    """Return the turns, the greatest first, and what the feed did in other periods."""
    turned = [entry.turn.period for entry in grounded]
    marks = [_mark_turn(entry) for entry in sorted(grounded, key=lambda entry: -abs(entry.turn.size_sd))]
    kept = (entry for entry in _keep_one_a_period(artefacts) if entry.period not in turned)
    return marks + [Mark(entry.kind.value, entry.period.start, "artefact") for entry in kept]


def _read(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _name_marks(marks: Sequence[Mark], days: tuple[dt.date, dt.date]) -> tuple[Mark, ...]:
    """Leave as many marks their names as have room, the first ones first."""
    scale = _INNER / max((days[1] - days[0]).days, 1)
    lefts = [(mark.at - days[0]).days * scale for mark in marks]
    taken: list[tuple[float, float]] = []
    named = []
    for place, mark in enumerate(marks):
        size, left = measure_text(mark.text), lefts[place]
        is_late = _AXIS + left + size > WIDTH  # it is written on the other side, then
        first, last = (left - _SHAPE - size, left) if is_late else (left, left + _SHAPE + size)
        others = [*taken, *((other - _SHAPE, other + _SHAPE) for other in lefts[:place] + lefts[place + 1 :])]
        has_room = all(last < start or end < first for start, end in others)
        named.append(mark if has_room else replace(mark, text=""))
        taken += [(first, last)] if has_room else []
    return tuple(named)


def _mark_turn(entry: GroundedTurn) -> Mark:
    turn = entry.turn
    text = str(turn.period) if _is_plain(entry) else f"{turn.period}: the feed?"
    return Mark(text, turn.period.start, "turn", turn.low.start, turn.high.end)


def _is_plain(entry: GroundedTurn) -> bool:
    """Say whether a turn is more probably the world's than not."""
    return entry.probability > _EVEN


def _keep_one_a_period(artefacts: Sequence[Artefact]) -> list[Artefact]:
    """Keep the artefact of each period that is most of one; gaps move nothing and would hide the line."""
    best: dict[Period, Artefact] = {}
    for entry in artefacts:
        if entry.share > best.get(entry.period, entry).share or (entry.period not in best and entry.share > 0):
            best[entry.period] = entry
    return list(best.values())


def _head(series: Series, grounded: Sequence[GroundedTurn]) -> str:
    """Write the one message of the chart."""
    name = f"{series.measure.replace('_', ' ').capitalize()}, {name_relation(series.relation)}"
    plain = [str(entry.turn.period) for entry in grounded if _is_plain(entry)]
    if not plain:
        return f"{name}: no turn{', or the feed’s' if grounded else ''}"
    listed = plain[0] if len(plain) == 1 else f"{', '.join(plain[:-1])} and {plain[-1]}"
    whole = f"{name}: turned in {listed}"
    return whole if measure_text(whole) < WIDTH else f"{name}: {len(plain)} turns, the last in {plain[-1]}"


@dataclass(frozen=True)
class Stack:
    """Charts beneath each other, each with its own scale and title.

    Examples
    --------
    >>> import datetime as dt
    >>> line = Line("COW", (Point(dt.date(2013, 7, 2), 1.0, "2013"), Point(dt.date(2014, 7, 2), 2.0, "2014")))
    >>> chart = LineChart(Words("Trade"), (line,))
    >>> Stack(Words("Two books"), (chart, chart)).draw().height > 2 * chart.draw().height
    True
    """

    words: Words
    charts: tuple[Chart, ...]

    def tabulate(self) -> Table:
        """Return the rows of all charts, each with the title of its own."""
        tables = [(chart.words.title, chart.tabulate()) for chart in self.charts]
        heads = tuple(dict.fromkeys(head for _, table in tables for head in table.heads))
        rows = tuple(
            (title, *(dict(zip(table.heads, row, strict=True)).get(head) for head in heads))
            for title, table in tables
            for row in table.rows
        )
        return Table(("chart", *heads), rows)

    def draw(self) -> Drawing:
        """Return the charts with their titles."""
        parts: list[str] = []
        top = 0.0
        for chart in self.charts:
            drawing = chart.draw()
            parts.append(draw_text(0, top + 14, fit_text(chart.words.title, WIDTH), "ink strong"))
            parts.append(
                draw_text(0, top + 30, fit_text(f"{chart.words.source}: {chart.words.subtitle}", WIDTH), "dim")
            )
            parts.append(f'<g transform="translate(0 {top + 40:g})">{"".join(drawing.parts)}</g>')
            top += drawing.height + 60
        return Drawing(parts, top)
