"""Everything that the store has on two states, by topic: series with their turns, rows, and how far each reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from facta.briefs.relation import Gap, Topic, Track
from facta.changes import detect_many
from facta.changes.grounds import Grounds
from facta.changes.grounds.witnesses import Neighbour
from facta.desk.measuring import name_fillers
from facta.domain import (
    WORLD,
    Coverage,
    Evidence,
    Frequency,
    Period,
    Relation,
    RowSet,
    Series,
    find_parties,
    find_state,
    list_states,
)
from facta.measures import Measure, find_measure
from facta.sources import list_sources

__all__ = ["THIRDS", "Pair", "gather_topics", "list_known"]

THIRDS = "thirds"
"""The topic of third states, which is gathered apart."""

# What shares are of: their figures are read with the number of events, and are no topic of their own.
_COUNTS = ("verbal_cooperation", "verbal_conflict", "material_cooperation", "material_conflict")
_TOPICS: Mapping[str, tuple[str, ...]] = {
    "events": ("verbal_balance", "conflict_share", "delivery", *_COUNTS),
    "trade": ("trade", "flow", "trade_share"),
    "money": ("investment_position", "official_finance"),
    "votes": ("vote_agreement", "vote_rank", "ideal_distance", "ideal_point"),
    "arms": ("arms_transfers", "arms_deals"),
    "treaties": ("alliance", "joint_organisations", "contiguity"),
    "meetings": ("meetings", "deals", "projects"),
    "conflict": ("disputes", "armed_conflict", "incidents", "sanctions", "rivalry"),
}
_TURNING = frozenset(
    {
        "arms_transfers",
        "conflict_share",
        "delivery",
        "ideal_distance",
        "investment_position",
        "trade",
        "verbal_balance",
        "vote_agreement",
    }
)
"""Measures whose level may turn; a rank or a share of another's total turns with others."""
_HALF_LIFE_YEARS = 10
_ENOUGH = 6
_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states, and the relations that a measure takes of them."""

    one: str
    other: str

    @property
    def until(self) -> dt.date:
        """The last day on which both were states; the last of all days where both still are."""
        ends = (find_state(state).existence.end for state in (self.one, self.other))
        return min((end for end in ends if end), default=dt.date.max)

    def list_relations(self, found: Measure) -> list[Relation]:
        """Return both ways of a directed measure, each state of one of states, the pair once of any other."""
        sides = find_parties(self.one), find_parties(self.other)
        if found.shape == "state":
            return [Relation(side) for side in sides]
        relation = Relation(*sides, is_directed=found.shape == "directed")
        return [relation, relation.swap()] if relation.is_directed else [relation]

    def list_ends(self) -> Iterator[tuple[str, str]]:
        """Yield everybody of whom a measure may ask for figures: the two, each alone, each with every third state."""
        others = [WORLD.id, *(state.id for state in list_states())]
        for state in (self.one, self.other):
            yield state, ""
            for other in others:
                yield from ((state, other), (other, state))


def gather_topics(evidence: Evidence, pair: Pair) -> dict[str, Topic]:
    """Return what the store has on a pair, by topic; figures come in one scan."""
    _fetch(evidence, pair)
    topics = {name: _gather(evidence, pair, name, measures) for name, measures in _TOPICS.items()}
    turning = [track for topic in topics.values() for track in topic.tracks if track.is_lead and _may_turn(track)]
    turned = _ground(evidence, pair, turning)
    return {
        name: replace(topic, tracks=tuple(turned.get(id(track), track) for track in topic.tracks))
        for name, topic in topics.items()
    }


def _may_turn(track: Track) -> bool:
    """Say whether to look for turns; a series that is mostly zero has no level that could turn."""
    known = track.series.values[~np.isnan(track.series.values)]
    return track.series.measure in _TURNING and bool(2 * np.count_nonzero(known) > known.size)


def _ground(evidence: Evidence, pair: Pair, tracks: Sequence[Track]) -> dict[int, Track]:
    """Return tracks with their turns, and with what stands behind each turn."""
    grounds = Grounds(evidence, Relation(find_parties(pair.one), find_parties(pair.other)))
    turns = detect_many([track.series for track in tracks])
    grounds.neighbours = tuple(Neighbour(track.series, found) for track, found in zip(tracks, turns, strict=True))
    return {
        id(track): replace(track, turns=found, grounded=grounds.ground(track.series, found, with_company=False))
        for track, found in zip(tracks, turns, strict=True)
    }


def _fetch(evidence: Evidence, pair: Pair) -> None:
    """Fetch the figures that the measures of all topics may ask for."""
    measures = [find_measure(name) for names in _TOPICS.values() for name in names]
    named = dict.fromkeys(name for found in measures if not found.is_rows for name in found.indicators)
    wanted = dict.fromkeys(pair.list_ends())
    near = [ends for ends in wanted if set(ends) <= {pair.one, pair.other, WORLD.id, ""}]
    trade = set(find_measure("trade_share").indicators)
    evidence.fetch_figures(
        (name, *ends) for name in named if evidence.coverage(name) for ends in (wanted if name in trade else near)
    )


def _gather(evidence: Evidence, pair: Pair, topic: str, measures: Sequence[str]) -> Topic:
    tracks: list[Track] = []
    rows: list[RowSet] = []
    gaps: list[Gap] = []
    for found in map(find_measure, measures):
        for relation in pair.list_relations(found):
            entries = found(evidence, relation)
            series = [entry for entry in entries if isinstance(entry, Series) and list_known(entry)]
            held = [entry for entry in entries if isinstance(entry, RowSet)]
            tracks += _mark_lead(found.ledger, series, evidence.as_of.year)
            rows += held
            if found.name not in _COUNTS:
                gap = _find_gap(evidence, found, relation, series, held)
                gaps.append(replace(gap, fill=tuple(_list_fillers(evidence, found, pair.until))))
    return Topic(topic, (), tuple(tracks), tuple(rows), tuple(gaps))


def list_known(series: Series) -> list[Period]:
    """Return the periods that have a value."""
    places = np.flatnonzero(~np.isnan(series.values[0])).tolist()
    return [Period(series.frequency, series.start + place) for place in places]


def _mark_lead(ledger: str, series: Sequence[Series], year: int) -> list[Track]:
    """Mark the book that has most, recent years weighing more; one cited by hand only where no other has enough."""
    published = [entry for entry in series if entry.book.source != "registers" and len(list_known(entry)) >= _ENOUGH]
    lead = max(published or series, key=lambda entry: _weigh(entry, year), default=None)
    return [Track(ledger, entry, entry is lead) for entry in series]


def _weigh(series: Series, year: int) -> float:
    """Weigh how much a book has: a year counts half as much as one ten years later."""
    ages = [year - period.start.year for period in list_known(series)]
    return float(sum(0.5 ** (age / _HALF_LIFE_YEARS) for age in ages)) / series.frequency.periods_a_year


def _find_gap(
    evidence: Evidence, found: Measure, relation: Relation, series: Sequence[Series], rows: Sequence[RowSet]
) -> Gap:
    """Say how far a measure reaches, why there is nothing or no silence to trust, and who else has it."""
    covers = [entry for name in found.indicators for entry in evidence.coverage(name)]
    ends = [list_known(entry)[-1] for entry in series]
    ends += [Period.containing(day, Frequency.YEAR) for entry in rows for day in _list_ends(entry)]
    return Gap(
        found.name,
        str(relation),
        found.title,
        max(ends, key=lambda period: period.end, default=None),
        _tell_why(relation, covers, bool(ends), any(entry.reach for entry in rows) or not found.is_rows),
    )


def _list_fillers(evidence: Evidence, found: Measure, until: dt.date) -> Iterator[str]:
    """Yield the sources that had more of a measure than is loaded, up to a day: all of it, or a year and more."""
    day, covers = evidence.as_of, [entry for name in found.indicators for entry in evidence.coverage(name)]
    loaded = {entry.source: entry.window.end or day for entry in covers}
    for name in name_fillers(found):
        source = list_sources()[name]
        published = min(source.covers[1] or day, day - dt.timedelta(days=source.lag_days), until)
        is_late = source.covers[0] is not None and source.covers[0] > until
        if name != "registers" and not is_late and (name not in loaded or published - loaded[name] > _YEAR):
            yield name


def _list_ends(entry: RowSet) -> Iterator[dt.date]:
    """Yield the day up to which a source is known to have all, or of its last row where nobody can know."""
    if entry.reach and entry.reach.end:
        yield entry.reach.end
    elif entry.rows:
        yield max(row.end for row in entry.rows)


def _tell_why(relation: Relation, covers: Sequence[Coverage], is_there: bool, has_reach: bool) -> str:
    if is_there:
        return "" if has_reach else "kept by hand: what is not in it may have happened"
    sides = [side.label for side in (relation.actors, relation.recipients) if side]
    scopes = {len(entry.scope) for entry in covers if not entry.reaches(*sides)}
    if not covers:
        return "no source of it is loaded"
    if len(scopes) and all(not entry.reaches(*sides) for entry in covers if entry.scope):
        return f"loaded for {max(scopes)} other states only"
    return "the sources that are loaded have nothing on it"
