"""The sections of a relation brief, in the order of every form of it."""

from __future__ import annotations

from facta.briefs.relation.sections.deeds import tell_arms, tell_money, tell_trade
from facta.briefs.relation.sections.ledgers import tell_ledgers, tell_votes
from facta.briefs.relation.sections.section import Section
from facta.briefs.relation.sections.thirds import tell_thirds
from facta.briefs.relation.sections.ties import tell_conflict, tell_meetings, tell_treaties
from facta.briefs.relation.topics import RelationFacts

__all__ = ["Section", "list_sections"]

_TELLERS = (
    tell_ledgers,
    tell_trade,
    tell_money,
    tell_votes,
    tell_arms,
    tell_treaties,
    tell_meetings,
    tell_conflict,
    tell_thirds,
)


def list_sections(facts: RelationFacts) -> list[Section]:
    """Return every section; one that has nothing says so."""
    return [tell(facts) for tell in _TELLERS]
