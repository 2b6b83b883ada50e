"""From the tracks of a topic to charts over time: lines by book, bands of the level, marks of the turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from facta.briefs.books import list_titles
from facta.briefs.charts import Line, LineChart, Mark, Words, list_line
from facta.briefs.relation.topics import Fact, Track
from facta.briefs.relation.wording import Said, name_line
from facta.briefs.words import spell_unit
from facta.changes import Direction, Turn, TurnKind, Turns
from facta.changes.grounds import GroundedTurn
from facta.domain import Kind, Period, Series

__all__ = ["chart_level", "chart_tracks", "is_artefact", "mark_turns", "read_last", "say_turn", "say_verb"]

_ARROWS = {"up": "↑", "down": "↓"}
_MOST_LINES = 6
_PLAIN = 0.5
_LABEL = 0.25  # part of the width that a mark's date takes
_FROM_ZERO = frozenset({Kind.FLOW, Kind.COUNT})


def read_last(track: Track) -> Fact:
    """Return the last figure of a track."""
    series = track.series
    place = max(place for place, value in enumerate(series.values[0]) if value == value)
    period, value = Period(series.frequency, series.start + place), float(series.values[0, place])
    return Fact(series.measure, series.relation, value, series.unit.symbol, str(period), series.book)


def chart_tracks(
    title: str, subtitle: str, tracks: Sequence[Track], name: Callable[[Series], str] | None = None
) -> LineChart:
    """Return a chart with a line a track, at most six: those that have most.

    Parameters
    ----------
    title, subtitle : str
        The message; unit and scope, where ``{unit}`` stands for the unit of the axis.
    tracks : sequence of Track
        Of one unit; the first ones are drawn.
    name : callable or None
        What stands at the end of a line; None for the book.
    """
    shown = [track.series for track in tracks[:_MOST_LINES]]
    lines = tuple(_trim(list_line(series, (name or _name)(series))) for series in shown)
    chart = LineChart(Words(title, subtitle, list_titles(series.book.source for series in shown)), lines, shown[0].unit)
    return _name_unit(chart)


def _name_unit(chart: LineChart) -> LineChart:
    """Say in the subtitle in what the axis counts: in billions or in millions."""
    unit = spell_unit(chart.shown.symbol) if chart.shown else ""
    return replace(chart, words=replace(chart.words, subtitle=chart.words.subtitle.replace("{unit}", unit)))


def _name(series: Series) -> str:
    return name_line(series.book)


def chart_level(
    title: str, subtitle: str, tracks: Sequence[Track], days: tuple[dt.date, dt.date] | None = None
) -> LineChart:
    """Return a chart of the first track with the band of its level and its turns; the other books are faint.

    Parameters are those of `chart_tracks`; `days` are the ends of the axis of time.
    """
    lead, chart = tracks[0], chart_tracks(title, subtitle, tracks)
    if lead.turns is None:
        return replace(chart, days=days)
    banded = _trim(_add_band(list_line(lead.series, _name(lead.series)), lead.series, lead.turns))
    faint = (replace(line, is_faint=True) for line in chart.lines[1:])
    return replace(chart, lines=(banded, *faint), marks=tuple(mark_turns(lead)), days=days)


def _add_band(line: Line, series: Series, turns: Turns) -> Line:
    """Draw the 90% band of the level round the values; what cannot be negative has no band below zero."""
    level, shift = turns.level, series.start - turns.level.start
    least = 0.0 if series.basis.kind in _FROM_ZERO else -np.inf
    points = []
    for place, point in enumerate(line.points):
        at = place + shift
        ends = (float(level.low90[at]), float(level.high90[at])) if 0 <= at < len(level.mean) else (None, None)
        points.append(replace(point, low=_finite(ends[0], least), high=_finite(ends[1], least)))
    return replace(line, points=tuple(points), band="level")


def _finite(end: float | None, least: float) -> float | None:
    return None if end is None or end != end else max(end, least)


def _trim(line: Line) -> Line:
    """Leave out the periods before the first value and after the last."""
    known = [place for place, point in enumerate(line.points) if point.value is not None]
    return replace(line, points=line.points[known[0] : known[-1] + 1] if known else ())


def mark_turns(track: Track) -> Iterator[Mark]:
    """Yield a mark a turn: its direction, its date, and the interval of the date; one of the feed has its own shape.

    A date that the next mark would cover is left out: it stands in the text.
    """
    turns = [found.turn for found in track.grounded]
    room = _LABEL * len(_trim(list_line(track.series, "")).points)
    for found, after in zip_longest(track.grounded, turns[1:]):
        turn = found.turn
        is_free = after is None or after.period.ordinal - turn.period.ordinal > room
        text = f"{_ARROWS[turn.direction]} {turn.period}" if is_free else ""
        kind = "artefact" if is_artefact(found) else "turn"
        yield Mark(text, _find_middle(turn.period), kind, turn.low.start, turn.high.end)


def is_artefact(found: GroundedTurn) -> bool:
    """Say whether a turn is more probably the feed's than the world's."""
    return any(artefact.share > _PLAIN for artefact in found.artefacts)


def _find_middle(period: Period) -> dt.date:
    return period.start + (period.end - period.start) / 2


def say_turn(found: GroundedTurn, track: Track, *, is_full: bool = True) -> Said:
    """Say how a series turned, when, by how much; in full also how surely, and what of it may be the feed's."""
    series, turn = track.series, found.turn
    facts = [
        Fact(name, series.relation, value, unit, str(turn.period), series.book)
        for name, value, unit in (
            ("turn_size", abs(turn.size), series.unit.symbol),
            ("turn_probability", found.probability, "1"),
        )
    ]
    between = f" (between {turn.low} and {turn.high})" if turn.low != turn.high else ""
    pace = f" a {series.frequency}" if turn.kind is TurnKind.TREND else ""
    how = f"{say_verb(turn)} in {turn.period}{between} by "
    if not is_full:
        return (how, facts[0], pace)
    said: Said = (how, facts[0], f"{pace}, with probability ", facts[1])
    suspect = next((artefact for artefact in found.artefacts if artefact.share > 0), None)
    return (*said, f"; it may be the record's and not the world's: {suspect.text}") if suspect else said


def say_verb(turn: Turn) -> str:
    """Say which way a series turned."""
    return _VERBS[turn.kind, turn.direction]


_VERBS = {
    (TurnKind.LEVEL, Direction.UP): "rose",
    (TurnKind.LEVEL, Direction.DOWN): "fell",
    (TurnKind.TREND, Direction.UP): "bent upwards",
    (TurnKind.TREND, Direction.DOWN): "bent downwards",
    (TurnKind.VOLATILITY, Direction.UP): "grew more volatile",
    (TurnKind.VOLATILITY, Direction.DOWN): "grew calmer",
}
