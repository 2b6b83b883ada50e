"""The JSON of a relation brief: everything that its page shows, in full precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facta.briefs.relation import Fact, Gap, RelationFacts, Topic, Track, list_sentences
from facta.desk.results import describe_turn, list_periods, plain
from facta.domain import RowSet

__all__ = ["shape_relation"]


def shape_relation(facts: RelationFacts) -> dict[str, Any]:
    """Return what a relation brief shows, as its document has it."""
    return {
        "one": {"id": facts.one.id, "name": facts.one.name},
        "other": {"id": facts.other.id, "name": facts.other.name},
        "as_of": str(facts.as_of),
        "said": list_sentences(facts),
        "topics": [_shape_topic(topic) for topic in facts.topics.values()],
        "origins": list(facts.origins.values()),
    }


def _shape_topic(topic: Topic) -> dict[str, Any]:
    return {
        "topic": topic.name,
        "is_blind": topic.is_blind,
        "facts": [_shape_fact(fact) for fact in topic.facts],
        "series": [_shape_track(track) for track in topic.tracks],
        "rows": [_shape_rows(held) for held in topic.rows],
        "gaps": [_shape_gap(gap) for gap in topic.gaps],
    }


def _shape_fact(fact: Fact) -> dict[str, Any]:
    shaped: Mapping[str, Any] = plain(fact)
    return {**shaped, **shaped["book"]}


def _shape_track(track: Track) -> dict[str, Any]:
    series, turns = track.series, track.turns
    return {
        "measure": series.measure,
        "relation": series.relation,
        "ledger": track.ledger,
        "is_lead": track.is_lead,
        **plain(series.book),
        "unit": series.unit.symbol,
        "frequency": series.frequency.value,
        "rows": list_periods(series),
        "level": turns and list(zip(turns.level.low90, turns.level.high90, strict=True)),
        "turns": turns and [{**describe_turn(t), "company": [str(c) for c in t.company]} for t in track.grounded],
    }


def _shape_rows(held: RowSet) -> dict[str, Any]:
    rows = [
        {"id": row.id, "actor": row.actor, "recipient": row.recipient, "from": str(row.start), "to": str(row.end),
         "fields": dict(row.fields)}
        for row in held.rows
    ]  # fmt: skip
    return {"measure": held.measure, "source": held.book.source, "reach": held.reach and str(held.reach), "rows": rows}


def _shape_gap(gap: Gap) -> dict[str, Any]:
    return {**plain(gap), "last": gap.last and str(gap.last)}
