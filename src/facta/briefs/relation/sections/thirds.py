"""Third states: with whom each trades most, and where the other stands among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facta.briefs.books import list_titles
from facta.briefs.charts import Bar, BarChart, Words
from facta.briefs.relation.sections.section import Group, Section, list_blind
from facta.briefs.relation.topics import Fact, RelationFacts
from facta.briefs.relation.wording import (
    Said,
    join_words,
    split_relation,
    start_sentence,
    write_fact,
)
from facta.briefs.words import write_ordinal
from facta.domain import call_party, find_unit, own

__all__ = ["tell_thirds"]


def tell_thirds(facts: RelationFacts) -> Section:
    """Tell with whom each trades most, and where the other stands among them."""
    topic = facts.topics["thirds"]
    charts = tuple(
        _chart_partners(found, other.id)
        for state, other in ((facts.one, facts.other), (facts.other, facts.one))
        if (found := [fact for fact in topic.facts if fact.relation.startswith(f"{state.id} -- ")])
    )
    said = tuple(_say_places(facts))
    return Section("thirds", "Third states: who matters more to each", said, (Group(charts),), list_blind(topic))


def _say_places(facts: RelationFacts) -> Iterator[Said]:
    """Say where each stands among all partners of the other, by trade and by votes."""
    for state, other in ((facts.one, facts.other), (facts.other, facts.one)):
        by_trade = facts.topics["thirds"].find_fact("partner", f"{state.id} -- {other.id}")
        by_votes = facts.topics["votes"].find_fact("vote_rank", f"{state.id} -> {other.id}")
        places = [
            f"{write_ordinal(fact.rank or 0)} of {fact.of} by {what} ({fact.period})"
            for what, fact in (("trade", by_trade), ("votes", by_votes))
            if fact
        ]
        if places:
            yield (f"For {call_party(state.id)}, {call_party(other.id)} comes {join_words(places)}.",)


def _chart_partners(found: Sequence[Fact], other: str) -> BarChart:
    """Draw the first partners, with the other state wherever it stands."""
    state, _ = split_relation(found[0].relation)
    placed = next((fact for fact in found if fact.relation.endswith(other)), None)
    place = f"was {own(state)} {write_ordinal(placed.rank or 0)} trading partner of {placed.of}" if placed else ""
    first = f"{own(state)} first trading partner was {call_party(found[0].relation.rpartition(' ')[2])}"
    title = (
        f"{start_sentence(call_party(other))} {place}" if place else f"{first}, and {call_party(other)} is not listed,"
    )
    title = f"{start_sentence(title)} in {found[0].period}"
    bars = tuple(Bar(_name_partner(fact, other), fact.value, write_fact(fact)) for fact in found)
    subtitle = "Goods both ways at current prices; ◂ marks the other of the two"
    return BarChart(Words(title, subtitle, list_titles([found[0].book.source])), bars, find_unit(found[0].unit))


def _name_partner(fact: Fact, other: str) -> str:
    partner = fact.relation.rpartition(" ")[2]
    mark = " ◂" if partner == other else ""
    return f"{fact.rank}  {start_sentence(call_party(partner))}{mark}"
