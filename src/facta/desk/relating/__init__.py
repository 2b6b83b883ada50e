"""Two states held beside each other: what the store has on them, and the figures that a brief names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from facta.briefs.relation import RelationFacts, Topic
from facta.desk.relating.document import shape_relation
from facta.desk.relating.figures import list_facts
from facta.desk.relating.gathering import THIRDS, Pair, gather_topics
from facta.desk.relating.thirds import add_company, find_partners, gather_thirds
from facta.desk.workbench import Day, StorePath, open_evidence
from facta.domain import Evidence, Origin, State, find_parties, find_state, is_world
from facta.errors import UsageError

__all__ = ["NotTwoStates", "RelationFacts", "relate", "shape_relation"]


class NotTwoStates(UsageError):
    """A relation brief of one state with itself, with a set of states, or with the world.

    Examples
    --------
    >>> str(NotTwoStates("EU", "CHN"))
    'EU and CHN are not two states. Name two, as in `facta brief CHN RUS`.'
    """

    def __init__(self, one: str, other: str) -> None:
        self.one, self.other = one, other

    def __str__(self) -> str:
        return f"{self.one} and {self.other} are not two states. Name two, as in `facta brief CHN RUS`."


def relate(one: str, other: str, *, as_of: Day = None, store: StorePath = None) -> RelationFacts:
    """Return what the store has on two states, topic by topic, with the figures that a brief names.

    Parameters
    ----------
    one, other : str
        States, by code or name in English, Chinese or Russian.
    as_of : str, date or None
        On what was known then; None is with hindsight.
    store : str, Path or None
        Folder of the store.

    Raises
    ------
    UnknownName
        No such state; names the nearest.
    NotTwoStates
        One state twice, a set of states, or the world.

    Examples
    --------
    >>> found = relate("CHN", "RUS")
    >>> fact = found.topics["trade"].find_fact("trade_share", "RUS -> CHN")
    >>> fact.period, round(fact.value, 3), str(fact.book)
    ('2014', 0.122, 'cow_trade · 4.0')
    """
    parties = find_parties(one), find_parties(other)
    if parties[0] == parties[1] or any(party.is_set or is_world(party) for party in parties):
        raise NotTwoStates(parties[0].label, parties[1].label)
    sides = find_state(one), find_state(other)
    evidence = open_evidence(store, as_of)
    pair = Pair(sides[0].id, sides[1].id)
    topics = _gather(evidence, pair)
    asked = _name_alias(one, sides[0]), _name_alias(other, sides[1])
    facts = RelationFacts(*sides, evidence.as_of, topics, _find_origins(evidence, topics.values()), asked)
    return replace(
        facts,
        topics={name: replace(topic, facts=topic.facts or list_facts(topic, facts)) for name, topic in topics.items()},
    )


def _name_alias(given: str, state: State) -> str:
    """Return the name by which a state was asked for, where that is neither its name nor its id."""
    aliases = {alias.casefold(): alias for alias in state.aliases}
    return aliases.get(given.strip().casefold(), "")


def _gather(evidence: Evidence, pair: Pair) -> dict[str, Topic]:
    """Return all topics; the turns of trade with who of the partners turned too."""
    topics = gather_topics(evidence, pair)
    partners = {state: find_partners(evidence, state) for state in (pair.one, pair.other)}
    trade = topics["trade"]
    tracks = tuple(
        add_company(track, partners, pair) if track.series.measure == "trade" else track for track in trade.tracks
    )
    return {**topics, "trade": replace(trade, tracks=tracks), THIRDS: gather_thirds(partners, pair)}


def _find_origins(evidence: Evidence, topics: Iterable[Topic]) -> dict[str, Origin]:
    """Return the origins of all rows behind topics, by id."""
    named = [origin for topic in topics for track in topic.tracks for origin in track.series.origins]
    named += [row.origin for topic in topics for held in topic.rows for row in held.rows]
    return {origin: evidence.origin(origin) for origin in dict.fromkeys(named) if origin}
