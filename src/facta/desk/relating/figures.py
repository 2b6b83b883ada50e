"""The figures that a relation brief names, made from the series and rows of each topic; each is of one book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from facta.briefs.relation import Fact, RelationFacts, Topic
from facta.desk.relating.gathering import list_known
from facta.domain import LADDERS, Frequency, Period, Row, RowSet, Series
from facta.measures import find_measure

__all__ = ["list_facts"]

_DECADE = 10


def list_facts(topic: Topic, facts: RelationFacts) -> tuple[Fact, ...]:
    """Return the figures of a topic."""
    find = _FINDERS.get(topic.name)
    return tuple(find(topic, facts)) if find else ()


def _list_series(topic: Topic, measure: str, relation: str = "") -> list[Series]:
    return [track.series for track in topic.list_tracks(measure, relation)]


def _read(series: Series, period: Period, name: str = "") -> Fact:
    """Return what a series says of one period; of a share also of how many cases."""
    place = period.ordinal - series.start
    weight = None if series.weights is None else series.weights[0, place]
    low, high = (
        None if end is None or np.isnan(end[place]) else float(end[place]) for end in (series.low, series.high)
    )
    return Fact(
        name or series.measure,
        series.relation,
        float(series.values[0, place]),
        series.unit.symbol,
        str(period),
        series.book,
        low=low,
        high=high,
        of=None if weight is None or series.measure == "trade_share" else round(float(weight)),
    )


def _read_last(series: Iterable[Series]) -> list[Fact]:
    """Return the last figure of each series, the newest first."""
    lasts = sorted(((list_known(entry)[-1], entry) for entry in series), key=lambda pair: pair[0].end, reverse=True)
    return [_read(entry, period) for period, entry in lasts]


def _list_common(series: Sequence[Series]) -> list[Period]:
    """Return the periods of which all series have a value."""
    known = [set(list_known(entry)) for entry in series]
    return sorted(set.intersection(*known)) if known else []


def _sum(series: Series, periods: Sequence[Period], name: str) -> Fact:
    total = float(sum(series.values[0, period.ordinal - series.start] for period in periods))
    window = f"{periods[0]}..{periods[-1]}"
    return Fact(name, series.relation, total, series.unit.symbol, window, series.book)


def _find_trade(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    """Yield trade by each book, its growth over ten years, what two books of one trade differ by, and the shares."""
    series = _list_series(topic, "trade")
    yearly = [entry for entry in series if entry.frequency is Frequency.YEAR] or series
    newest = _read_last(yearly)
    yield from newest
    yield from _find_growth(yearly, newest)
    yield from _find_mirror(yearly, facts)
    shares = [_list_series(topic, "trade_share", way) for way in facts.ways]
    both = [(one, other) for one in shares[0] for other in shares[1] if one.book == other.book]
    dated = [(common[-1], pair) for pair in both if (common := _list_common(pair))]
    if dated:
        period, pair = max(dated, key=lambda entry: entry[0].end)
        yield from (_read(entry, period) for entry in pair)
    else:
        yield from _read_last(entry for found in shares for entry in found)


def _find_growth(series: Sequence[Series], newest: Sequence[Fact]) -> Iterator[Fact]:
    """Yield how much more the book with the newest figure has than ten years before."""
    for fact in newest[:1]:
        held = next(entry for entry in series if entry.book == fact.book)
        last = Period.parse(fact.period)
        first = last.shift(-_DECADE)
        if first in list_known(held) and held.values[0, first.ordinal - held.start] > 0:
            ratio = fact.value / float(held.values[0, first.ordinal - held.start])
            yield Fact("trade_growth", fact.relation, ratio - 1, "1", f"{first}..{last}", fact.book)


def _find_mirror(series: Sequence[Series], facts: RelationFacts) -> Iterator[Fact]:
    """Yield what the two states' own records of one thing say of the last period that both have."""
    own = [entry for entry in series if entry.book.reporter in (facts.one.id, facts.other.id)]
    for one, other in combinations(own, 2):
        is_mirror = one.book.source == other.book.source != "registers" and one.book.reporter != other.book.reporter
        common = _list_common([one, other]) if is_mirror else []
        if common:
            yield from (_read(entry, common[-1], f"{one.measure}_mirror") for entry in (one, other))


def _find_money(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    """Yield positions by each book and side by side, and what was committed in all."""
    for way in facts.ways:
        series = _list_series(topic, "investment_position", way)
        yield from _read_last(series)
        yield from _find_mirror(series, facts)
        for entry in _list_series(topic, "official_finance", way):
            yield _sum(entry, list_known(entry), "official_finance")


def _find_votes(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    """Yield agreement with the rank from either side, and distances of the newest release with their points."""
    agreed = _read_last(_list_series(topic, "vote_agreement"))
    yield from agreed
    for way in facts.ways:
        for entry in _list_series(topic, "vote_rank", way):
            fact = _read(entry, list_known(entry)[-1])
            yield replace(fact, rank=round(fact.value), of=_count_ranked(entry.notes))
    distances = _list_series(topic, "ideal_distance")
    release = max((entry.book.vintage for entry in distances), default="")
    newest = [entry for entry in distances if entry.book.vintage == release]
    for period in _list_common(newest)[-1:]:
        for entry in newest:
            points = [point for point in _list_series(topic, "ideal_point") if point.book == entry.book]
            ends = [_read(point, period) for point in points if period in list_known(point)]
            yield _widen(_read(entry, period), ends)
            yield from ends


def _count_ranked(notes: Sequence[str]) -> int | None:
    found = re.search(r"of (\d+) in", " ".join(notes))
    return int(found[1]) if found else None


def _widen(distance: Fact, points: Sequence[Fact]) -> Fact:
    """Give a distance the least and the greatest that the intervals of its two points allow."""
    ends = [(point.low, point.high) for point in points if point.low is not None and point.high is not None]
    if len(ends) != 2:
        return distance
    (low, high), (other_low, other_high) = ends
    gap = max(low, other_low) - min(high, other_high)
    return replace(distance, low=max(0.0, gap), high=max(high, other_high) - min(low, other_low))


def _find_arms(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    """Yield deliveries each way: of ten years, of all years, and the greatest year."""
    for way in facts.ways:
        for entry in _list_series(topic, "arms_transfers", way):
            known = list_known(entry)
            yield _sum(entry, known[-_DECADE:], "arms_decade")
            yield _sum(entry, known, "arms_total")
            peak = max(known, key=lambda period: float(entry.values[0, period.ordinal - entry.start]))
            yield _read(entry, peak, "arms_peak")


def _find_events(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    """Yield the last shares, each with the number of events that it is of."""
    for measure in ("verbal_balance", "conflict_share", "delivery"):
        counted = [_list_series(topic, name) for name in find_measure(measure).indicators]
        for fact in _read_last(_list_series(topic, measure)):
            period = Period.parse(fact.period)
            counts = [_read(entry, period).value for found in counted for entry in found
                      if entry.book == fact.book and period in list_known(entry)]  # fmt: skip
            yield replace(fact, of=round(sum(counts)))


def _find_treaties(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    yield from _read_last(_list_series(topic, "joint_organisations"))
    yield from _count_rows(topic.rows)


def _find_meetings(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    """Yield how many meetings, deals and projects there are, and how many at each level, rung and status."""
    yield from _count_rows(topic.rows)
    for held in (entry for entry in topic.rows if entry.rows):
        match held.measure:
            case "meetings":
                heads = sum(row.fields.get("level") == "head_of_state" for row in held.rows)
                yield _count(held, heads, "meetings_head_of_state")
            case "deals":
                highest = _climb(held.rows).values()
                yield from (_count(held, list(highest).count(rung), f"deals_{rung}") for rung in LADDERS["rung"])
            case "projects":
                counts = Counter(str(row.fields.get("status", "")) for row in held.rows)
                yield from (_count(held, count, f"projects_{status}") for status, count in sorted(counts.items()))


def _climb(rows: Iterable[Row]) -> dict[str, str]:
    """Return the highest rung of each deal."""
    highest: dict[str, str] = {}
    for row in rows:
        title, rung = str(row.fields.get("title", row.id)), str(row.fields.get("rung", LADDERS["rung"][0]))
        highest[title] = max(highest.get(title, rung), rung, key=LADDERS["rung"].index)
    return highest


def _find_conflict(topic: Topic, facts: RelationFacts) -> Iterator[Fact]:
    yield from _count_rows(topic.rows)


def _count_rows(found: Iterable[RowSet]) -> Iterator[Fact]:
    """Yield how many rows there are; none is a figure only where the source's silence says so."""
    yield from (_count(held, len(held.rows), held.measure) for held in found if held.rows or held.reach)


def _count(held: RowSet, count: int, name: str) -> Fact:
    first, last = min((row.start for row in held.rows), default=""), max((row.end for row in held.rows), default="")
    period = str(held.reach) if held.reach else f"{first}..{last}"
    return Fact(name, held.relation, float(count), "count", period, held.book)


_FINDERS: Mapping[str, Callable[[Topic, RelationFacts], Iterator[Fact]]] = {
    "events": _find_events,
    "trade": _find_trade,
    "money": _find_money,
    "votes": _find_votes,
    "arms": _find_arms,
    "treaties": _find_treaties,
    "meetings": _find_meetings,
    "conflict": _find_conflict,
}
