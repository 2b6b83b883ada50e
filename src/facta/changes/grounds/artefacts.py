"""Turns of the feed: what changed in the measuring while the world may have stood still.

A turn can be the feed's in three ways: it lies on the calendar of artefacts that the sources declare, it comes with a
jump of all that the source reports, or most partners in one reporter's own record took the same step.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from facta.changes import Turn, Turns, detect_turns
from facta.changes.grounds.panels import Panel, find_jump, list_measured
from facta.domain import Evidence, Period, Relation, Series, call_party, find_parties
from facta.measures import find_measure
from facta.sources import Break, list_sources

__all__ = ["Artefact", "ArtefactKind", "list_calendar", "mark_shared", "mark_volume", "weigh_calendar"]

_MOVES, _MENDED, _HARMLESS = 0.5, 0.01, 0.0
_LEAST = 0.1  # of a turn that an artefact explains, to be told
_EVENTS = frozenset({"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict", "net_score"})
_VOLUMES = frozenset({"count", "points"})


class ArtefactKind(enum.StrEnum):
    """What happened to the feed; the first seven are those of the calendar.

    Examples
    --------
    >>> ArtefactKind("revision").odds, ArtefactKind.GAP.odds
    (0.5, 0.0)
    """

    START = "start"
    END = "end"
    METHOD = "method"
    REVISION = "revision"
    GAP = "gap"
    SCALE = "scale"
    DATES = "dates"
    SPLICE = "splice"
    VOLUME = "volume"
    SHARED = "shared"

    @property
    def odds(self) -> float:
        """How often an entry of the calendar moves a level: one in two, one in a hundred where it is mended.

        A gap moves nothing: what is missing has no value. It only leaves the date of a turn open.
        """
        return {self.GAP: _HARMLESS, self.SCALE: _MENDED, self.DATES: _MENDED}.get(self, _MOVES)


@dataclass(frozen=True, slots=True)
class Artefact:
    """Something that may be the feed's and not the world's.

    Parameters
    ----------
    kind : ArtefactKind
        What happened to the feed.
    text : str
        In words.
    period : Period
        From which on figures differ for it.
    share : float
        How probable it is, from 0 to 1, that a turn there is nothing else.

    Examples
    --------
    >>> from facta.changes.grounds import list_calendar
    >>> import facta
    >>> book = facta.measure("investment_position", "CHN -> RUS", source="imf_dip", reporter="CHN")[0]
    >>> [(str(entry.period), entry.kind.value) for entry in list_calendar(book, ("CHN", "RUS"))]
    [('2020', 'revision')]
    """

    kind: ArtefactKind
    text: str
    period: Period
    share: float


def list_calendar(series: Series, sides: Collection[str]) -> list[Artefact]:
    """Return what the calendar has inside a series, each entry with how often its kind moves a level.

    Where a break passed, its end is an edge as well as its start: between the two nothing changes.

    Parameters
    ----------
    series : Series
        Of one book, or of several that were spliced.
    sides : collection of str
        The states; an entry of some states counts for those whose record it is, or who stand on a side.

    Examples
    --------
    >>> import facta
    >>> book = facta.measure("investment_position", "CHN -> RUS", source="imf_dip", reporter="RUS")[0]
    >>> [(str(entry.period), entry.kind.value, entry.share) for entry in list_calendar(book, ("CHN", "RUS"))]
    [('2021', 'end', 0.5)]
    """
    first, last = _find_ends(series)
    indicators = {series.measure, *find_measure(series.measure).indicators}
    named = {series.book.reporter} if series.book.reporter else set(sides)
    found = [
        Artefact(kind, entry.what, Period.containing(edge, series.frequency), kind.odds)
        for source in series.book.source.split("+")
        for entry in (list_sources()[source].breaks if source in list_sources() else ())
        if (not entry.states or named & set(entry.states))
        and (not entry.indicators or indicators & {*entry.indicators})
        for kind in [ArtefactKind(entry.kind)]
        for edge in _list_edges(entry)
    ]
    found += [Artefact(ArtefactKind.SPLICE, str(link), link.at, _MOVES) for link in series.splices]
    inside = dict.fromkeys(entry for entry in found if first < entry.period.ordinal <= last)
    return sorted(inside, key=lambda entry: entry.period)


def _list_edges(entry: Break) -> tuple[dt.date, ...]:
    """Return the days on which figures begin to differ; a gap is one thing, whatever comes before and after it."""
    if entry.until is None or entry.kind == "gap":
        return (entry.since,)
    return entry.since, entry.until + dt.timedelta(days=1)


def _find_ends(series: Series) -> tuple[int, int]:
    """Return the ordinals of the first and the last period with a value; of none, an empty stretch."""
    places = np.flatnonzero(np.isfinite(series.values).any(axis=0))
    return (series.start + int(places[0]), series.start + int(places[-1])) if places.size else (0, -1)


def weigh_calendar(turn: Turn, turns: Turns, calendar: Sequence[Artefact]) -> Iterator[Artefact]:
    r"""Yield the entries inside the interval of a turn, each with how probable it is that the turn is nothing else.

    That is :math:`q / (q + p)`: an entry moves a level with probability :math:`q`, and the world turns in an interval
    of :math:`w` periods with :math:`p = 1 - \exp(-w (1 + m) / n)`, where :math:`m` is the expected number of the other
    turns in :math:`n` known periods.

    Examples
    --------
    >>> import facta
    >>> from facta.changes import detect_turns
    >>> book = facta.measure("investment_position", "CHN -> RUS", source="imf_dip", reporter="CHN")[0]
    >>> turns = detect_turns(book)
    >>> (mark,) = weigh_calendar(turns.turns[0], turns, list_calendar(book, ("CHN", "RUS")))
    >>> mark.kind.value, 0.5 < mark.share < 0.9
    ('revision', True)
    """
    expected = float(turns.count_probabilities @ np.arange(turns.count_probabilities.size))
    rate = (1 + max(expected - turn.probability, 0.0)) / max(turns.n, 1)
    by_world = 1 - np.exp(-rate * (turn.high.ordinal - turn.low.ordinal + 1))
    for entry in calendar:
        if turn.low <= entry.period <= turn.high:
            yield replace(entry, share=float(entry.share / (entry.share + by_world)))


def mark_shared(series: Series, panel: Panel, first: int, last: int, sign: float) -> Artefact | None:
    """Mark a step that most partners in one reporter's own record took with it, or None.

    Parameters
    ----------
    series : Series
        From the reporter's record.
    panel : Panel
        The same record of its other partners.
    first, last : int
        Ordinals between which the step may lie.
    sign : float
        1 for a step up, -1 for one down.
    """
    jump = find_jump(series, panel, first, last, sign)
    if jump is None or jump.share < _LEAST:
        return None
    way = "rose" if sign > 0 else "fell"
    record = f"the record of {call_party(series.book.reporter or '')}"
    text = (
        f"{jump.now:.0%} of {jump.count} other partners in {record} {way} as steeply, "
        f"against {jump.usual:.0%} at other times"
    )
    return Artefact(ArtefactKind.SHARED, text, Period(series.frequency, jump.place), jump.share)


def mark_volume(series: Series, panel: Panel, evidence: Evidence, turn: Turn) -> Artefact | None:
    """Mark a turn of a count or sum of events that comes with a jump of all reporting, or None.

    Parameters
    ----------
    series : Series
        Of events; shares of events do not grow with reporting and are left alone.
    panel : Panel
        The same of pairs that have nothing to do with it.
    evidence : Evidence
        May hold the publisher's own totals.
    turn : Turn
        What is in question.
    """
    if not counts_events(series):
        return None
    first, last = turn.low.ordinal, turn.high.ordinal
    sizes = Panel(panel.names, tuple(_take_size(entry) for entry in panel.series))
    jumps = [find_jump(_take_size(series), sizes, first, last, sign) for sign in (1.0, -1.0)]
    best = max((jump for jump in jumps if jump), key=lambda jump: jump.share, default=None)
    total = _weigh_totals(series, evidence, turn)
    if total > max(best.share if best else 0.0, _LEAST):
        return Artefact(ArtefactKind.VOLUME, "the publisher's own total of events turns then", turn.period, total)
    if best is None or best.share < _LEAST:
        return None
    text = f"{best.now:.0%} of {best.count} pairs of other states moved as far, against {best.usual:.0%} at other times"
    return Artefact(ArtefactKind.VOLUME, text, Period(series.frequency, best.place), best.share)


def counts_events(series: Series) -> bool:
    """Say whether a series counts or sums events, so that it grows with reporting."""
    return series.unit.symbol in _VOLUMES and bool(_EVENTS & {*find_measure(series.measure).indicators})


def _take_size(series: Series) -> Series:
    return replace(series, values=np.abs(series.values))


def _weigh_totals(series: Series, evidence: Evidence, turn: Turn) -> float:
    """Return how probable a turn of the publisher's own total is then, beyond chance; 0 where there is none."""
    publisher = series.book.source.partition("_")[0]
    world = Relation(find_parties("WLD"))
    totals = [
        total
        for total in list_measured(evidence, "reporting_volume", world)
        if total.frequency is series.frequency and total.book.source.startswith(publisher)
    ]
    return max((_measure_excess(detect_turns(total), turn) for total in totals), default=0.0)


def _measure_excess(turns: Turns, turn: Turn) -> float:
    """Return the probability of a turn in the interval of another, beyond that in an interval as long anywhere."""
    width = turn.high.ordinal - turn.low.ordinal + 1
    usual = float(1 - np.exp(-turns.chance.sum() * width / max(turns.n, 1)))
    return max((turns.measure_chance(turn.low, turn.high) - usual) / (1 - usual), 0.0)
