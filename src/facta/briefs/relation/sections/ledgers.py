"""Words and deeds side by side, with the band of their level and their turns; and how the two vote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from facta.briefs.charts import Chart
from facta.briefs.relation.sections.drawing import chart_level, chart_tracks, say_turn
from facta.briefs.relation.sections.section import Group, Section, list_blind
from facta.briefs.relation.topics import Fact, RelationFacts, Topic, Track
from facta.briefs.relation.wording import (
    Said,
    join_words,
    name_short,
    name_way,
    say_estimator,
    split_relation,
    start_sentence,
    write_fact,
    write_said,
)
from facta.briefs.words import write_ordinal
from facta.domain import Period, Series

__all__ = ["list_leads", "tell_ledgers", "tell_votes"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure that stands on one side of words and deeds: where it is, its unit, and how its last figure is said."""

    ledger: str
    topic: str
    measure: str
    short: str
    subtitle: str
    before: str
    after: str


_SHOWN = (
    Shown("words", "events", "verbal_balance", "the balance of words",
          "Cooperative less conflictual reports, of all verbal ones", "The balance of words was ", ""),
    Shown("words", "votes", "vote_agreement", "agreement in votes",
          "Agreement in roll calls of the General Assembly; 100% is always alike", "Agreement in votes was ", ""),
    Shown("deeds", "trade", "trade", "trade", "Goods both ways, {unit} a year at current prices", "Trade was ", ""),
    Shown("deeds", "events", "delivery", "the material share of cooperation",
          "Material reports, of all reports of cooperation", "", " of reported cooperation was material"),
)  # fmt: skip
_NOTE = (
    "Words and deeds are two ledgers and are never added up. A line is one book; the shaded band holds its level with "
    "90% probability; a triangle marks a turn, a cross an artefact of measuring, its bar the interval of the date."
)


def list_leads(facts: RelationFacts) -> list[tuple[str, Track]]:
    """Return the series whose turns were looked for, each with the name that sentences give it."""
    named = {shown.measure: shown.short for shown in _SHOWN} | _NAMES
    return [
        (_name_lead(named[track.series.measure], track.series), track)
        for topic in facts.topics.values()
        for track in topic.tracks
        if track.turns is not None
    ]


_NAMES = {
    "arms_transfers": "arms from {} to {}",
    "conflict_share": "the share of conflict in events",
    "ideal_distance": "the distance of ideal points",
    "investment_position": "investment of {} in {}",
}


def _name_lead(name: str, series: Series) -> str:
    return name.format(*split_relation(series.relation)) if "{}" in name else name


def tell_ledgers(facts: RelationFacts) -> Section:
    """Tell words and deeds side by side, and every turn of any series."""
    there = {shown: tracks for shown in _SHOWN if (tracks := _list_books(facts, shown))}
    days = _find_days(track for tracks in there.values() for track in tracks)
    groups = [
        Group(
            tuple(_chart(facts, shown, there[shown], days) for shown in there if shown.ledger == ledger), ledger.title()
        )
        for ledger in ("words", "deeds")
    ]
    blind = [
        line
        for shown in _SHOWN
        if shown not in there
        for line in list_blind(facts.topics[shown.topic], (shown.measure,))
    ]
    said = ((_NOTE,), *_list_turns(facts)) if there else ()
    return Section("ledgers", "Words and deeds", said, tuple(group for group in groups if group.charts), tuple(blind))


def _list_books(facts: RelationFacts, shown: Shown) -> list[Track]:
    """Return the books of a measure by year, the lead first."""
    tracks = facts.topics[shown.topic].list_tracks(shown.measure)
    return [track for track in tracks if track.series.frequency is tracks[0].series.frequency]


def _find_days(tracks: Iterable[Track]) -> tuple[dt.date, dt.date] | None:
    """Return the days that all charts share, from the first known period to the last."""
    known = [period for track in tracks for period, value in _zip_values(track.series) if value == value]
    return (min(period.start for period in known), max(period.end for period in known)) if known else None


def _zip_values(series: Series) -> Iterable[tuple[Period, float]]:
    return zip(series.periods, series.values[0].tolist(), strict=True)


def _chart(facts: RelationFacts, shown: Shown, tracks: Sequence[Track], days: tuple[dt.date, dt.date] | None) -> Chart:
    """Say the newest figure of any book over a chart of all."""
    fact = facts.topics[shown.topic].list_facts(shown.measure)[0]
    title = start_sentence(write_said((shown.before, fact, f"{shown.after} in {fact.period}")))
    return chart_level(title, f"{shown.subtitle}{_count_cases(fact)}", tracks, days)


def _count_cases(fact: Fact) -> str:
    return f" (n = {fact.of:,} in {fact.period})" if fact.of else ""


def _list_turns(facts: RelationFacts) -> Iterator[Said]:
    """Say every turn, the newest first, and who turned with it; and which series did not turn."""
    leads = list_leads(facts)
    turned = [(found, name, track) for name, track in leads for found in track.grounded]
    for found, name, track in sorted(turned, key=lambda entry: entry[0].turn.period.end, reverse=True):
        company = (f" {entry}." for entry in found.company)
        yield (f"{start_sentence(name)} ", *say_turn(found, track), ".", *company)
    still = [(name, track.is_short) for name, track in leads if not track.grounded]
    for told, is_short in (("No turn was found in", False), ("There are too few values to tell a turn in", True)):
        named = [name for name, found in still if found is is_short]
        if named:
            yield (f"{told} {join_words(named)}.",)


def tell_votes(facts: RelationFacts) -> Section:
    """Tell how each ranks among the other's partners in votes, and where the two stand by each estimator."""
    topic = facts.topics["votes"]
    charts: list[Chart] = []
    ranks = topic.list_facts("vote_rank")
    if ranks:
        among = f", of {ranks[0].of} states" if ranks[0].of else ""
        title = f"In {ranks[0].period} {' and '.join(map(_say_rank, ranks))}{among}"
        subtitle = "Rank among all states by agreement in votes; 1 votes most alike"
        charts.append(chart_tracks(title, subtitle, topic.list_tracks("vote_rank"), _name_ranked))
    charts += _chart_points(topic)
    said = [*_say_agreement(topic), *_say_distances(topic)]
    return Section("votes", "Votes and ideal points", tuple(said), (Group(tuple(charts)),), list_blind(topic))


def _say_rank(fact: Fact) -> str:
    one, other = split_relation(fact.relation)
    return f"{other} voted {write_ordinal(fact.rank or 0)} closest to {one}"


def _name_ranked(series: Series) -> str:
    return name_way(" -> ".join(reversed(series.relation.split(" -> "))), "for")


def _chart_points(topic: Topic) -> Iterator[Chart]:
    """Yield the ideal points of both by an estimator that has intervals: where it has them, that of the glance."""
    distances = topic.list_facts("ideal_distance")
    if distances:
        chosen = min(distances, key=lambda fact: (fact.low is None, fact.book != distances[0].book, str(fact.book)))
        tracks = [track for track in topic.list_tracks("ideal_point") if track.series.book == chosen.book]
        tracks.sort(key=lambda track: track.series.relation)
        title = f"Their ideal points lay {write_fact(chosen)} apart in {chosen.period}, by {say_estimator(chosen.book)}"
        subtitle = "Ideal points with the publisher's 90% interval; higher is closer to the United States' side"
        yield chart_tracks(title, subtitle, tracks, lambda series: name_short(series.relation))


def _say_agreement(topic: Topic) -> Iterator[Said]:
    fact = topic.find_fact("vote_agreement")
    if fact:
        calls = f"{fact.of:,} roll calls" if fact.of else "roll calls"
        rest = "; agreement is inflated by topics on which nearly all agree, so read the rank beside it."
        yield ("Agreement was ", fact, f" over {calls} in {fact.period}{rest}")


def _say_distances(topic: Topic) -> Iterator[Said]:
    """Say the distance by each estimator, with the interval that those of the two points allow."""
    found = sorted(topic.list_facts("ideal_distance"), key=lambda fact: str(fact.book))
    told = [part for fact in found for part in ("; ", *_say_distance(fact))]
    if told:
        yield ("Distance of their ideal points, which differs by estimator: ", *told[1:], ".")


def _say_distance(fact: Fact) -> Iterator[str | Fact]:
    yield from (fact, f" in {fact.period} by {say_estimator(fact.book)} (")
    if fact.low is None or fact.high is None:
        yield "no interval is published)"
        return
    ends = [Fact(f"{fact.name}_{name}", fact.relation, end, fact.unit, fact.period, fact.book)
            for name, end in (("low", fact.low), ("high", fact.high))]  # fmt: skip
    yield from (ends[0], " to ", ends[1], " by the intervals of the two)")
