"""What a brief begins and ends with: three sentences, a glance, third states, and what is not covered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from facta.briefs.charts import Table
from facta.briefs.relation.sections import list_sections
from facta.briefs.relation.sections.deeds import say_dependence, say_trade
from facta.briefs.relation.sections.drawing import is_artefact, read_last, say_turn, say_verb
from facta.briefs.relation.sections.ledgers import list_leads
from facta.briefs.relation.sections.section import group_gaps, name_gaps
from facta.briefs.relation.topics import Fact, RelationFacts, Track
from facta.briefs.relation.wording import (
    Said,
    call_state,
    name_line,
    split_relation,
    start_sentence,
    write_said,
)
from facta.changes import TurnKind
from facta.domain import Origin
from facta.sources import list_sources

__all__ = [
    "Glance",
    "list_glances",
    "list_references",
    "list_sentences",
    "name_pair",
    "say_bottom_line",
    "tabulate_gaps",
]


_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Glance:
    """One series at a glance: its last figure, its course, its last turn."""

    name: str
    ledger: str
    fact: Fact
    values: tuple[float | None, ...]
    turn: str

    @property
    def book(self) -> str:
        """Whose figure it is, in short."""
        return name_line(self.fact.book)


def name_pair(facts: RelationFacts) -> str:
    """Name the two as a title."""
    return start_sentence(_name_both(facts))


def say_bottom_line(facts: RelationFacts) -> tuple[Said, Said, Said]:
    """Say the state of the relation in three sentences: deeds, words, and what changed and what is not known."""
    return _say_deeds(facts), _say_words(facts), _say_changes(facts)


def _say_deeds(facts: RelationFacts) -> Said:
    topic = facts.topics["trade"]
    if not topic.find_fact("trade"):
        return (f"Deeds: the store has no figure of trade between {_name_both(facts)}.",)
    said: Said = ("Deeds: ", *_lower(say_trade(topic)))
    if topic.list_facts("trade_share"):
        said = (*said, "; ", *_lower(say_dependence(topic)))
    return (*said, ".")


def _lower(said: Said) -> Said:
    """Begin a sentence as a part of another; names keep their letter."""
    first = said[0]
    begins = isinstance(first, str) and first.startswith(("Trade", "Each", "The "))
    return (first[:1].lower() + first[1:], *said[1:]) if begins and isinstance(first, str) else said


def _name_both(facts: RelationFacts) -> str:
    return f"{call_state(facts.one)} and {call_state(facts.other)}"


def _say_words(facts: RelationFacts) -> Said:
    """Say how they voted, with ranks, and the balance of words."""
    agreed = facts.topics["votes"].find_fact("vote_agreement")
    balance = facts.topics["events"].find_fact("verbal_balance")
    said: Said = ("Words: ",)
    if agreed:
        ranks = " and ".join(_say_rank(fact) for fact in facts.topics["votes"].list_facts("vote_rank"))
        said = (*said, "agreement in votes was ", agreed, f" in {agreed.period}", f" ({ranks})" if ranks else "")
    if balance:
        link = "; " if agreed else ""
        said = (*said, f"{link}the balance of words between them was ", balance, f" in {balance.period}")
    return (*said, ".") if agreed or balance else ("Words: the store has neither votes nor events of the two.",)


def _say_rank(fact: Fact) -> str:
    one, other = split_relation(fact.relation)
    return f"{other} ranks {fact.rank} for {one}"


def _say_changes(facts: RelationFacts) -> Said:
    """Say the last turn of a level or a slope that is fairly sure, and how many measures have nothing."""
    leads = [(name, track) for name, track in list_leads(facts) if not track.is_short]
    sure = [
        (found, name, track)
        for name, track in leads
        for found in track.grounded
        if found.probability >= _SURE and found.turn.kind is not TurnKind.VOLATILITY
    ]
    gaps = [gap for topic in facts.topics.values() for gap in topic.gaps]
    blind = sum(gap.last is None for gap in gaps)
    end: Said = (f". Of {len(gaps)} things asked, the evidence has nothing on {blind}.",)
    if not leads:
        return ("Turns: there is no series that could turn", *end)
    looked = f"in {len(leads)} series, counting those at least {_SURE:.0%} sure"
    if not sure:
        return (f"Turns: none {looked}", *end)
    found, name, track = max(sure, key=lambda entry: entry[0].turn.period.end)
    return (f"Turns: {len(sure)} {looked}; the last: {name} ", *say_turn(found, track), *end)


def list_sentences(facts: RelationFacts) -> dict[str, list[str]]:
    """Return what the brief says in words: its bottom line, then by section sentences, messages, what is not known."""
    return {"bottom_line": [write_said(said) for said in say_bottom_line(facts)]} | {
        section.name: [*map(write_said, section.said), *(chart.words.title for chart in section.charts), *section.blind]
        for section in list_sections(facts)
    }


def list_glances(facts: RelationFacts) -> list[Glance]:
    """Return a line for each series whose turns were looked for, words first."""
    leads = sorted(list_leads(facts), key=lambda lead: lead[1].ledger == "deeds")
    return [
        Glance(start_sentence(name), track.ledger, _find_newest(facts, track), _list_values(track), _write_turn(track))
        for name, track in leads
    ]


def _find_newest(facts: RelationFacts, track: Track) -> Fact:
    """Return the newest figure of a measure and relation by any book; that of the track where none is named."""
    series = track.series
    named = (topic.find_fact(series.measure, series.relation) for topic in facts.topics.values())
    return next(filter(None, named), None) or read_last(track)


def _list_values(track: Track) -> tuple[float | None, ...]:
    values = [None if value != value else float(value) for value in track.series.values[0]]
    known = [place for place, value in enumerate(values) if value is not None]
    return tuple(values[known[0] : known[-1] + 1])


def _write_turn(track: Track) -> str:
    if not track.grounded:
        return "too short to turn" if track.is_short else "no turn"
    last = track.grounded[-1]
    said = f"{say_verb(last.turn)} {last.turn.period}"
    if is_artefact(last):
        return f"{said} (artefact?)"
    return said if last.probability >= _SURE else f"perhaps {said}"


def tabulate_gaps(facts: RelationFacts) -> Table:
    """Return how far each measure reaches, what is blind first; both ways are one line where they reach as far."""
    grouped = group_gaps(gap for topic in facts.topics.values() for gap in topic.gaps)
    rows = [
        (name_gaps(gaps), str(gaps[0].last or "nothing"), gaps[0].why, ", ".join(gaps[0].fill))
        for gaps in sorted(grouped, key=lambda gaps: gaps[0].last.end if gaps[0].last else dt.date.min)
    ]
    return Table(("What was asked", "Known to", "Why no further", "Would be filled by"), tuple(rows))


def list_references(facts: RelationFacts) -> list[tuple[str, list[Origin]]]:
    """Return the origins of all rows by the title of their source; one and the same citation comes once."""
    known, found = list_sources(), dict[str, dict[str, Origin]]()
    for origin in facts.origins.values():
        title = known[origin.source].title if origin.source in known else origin.source
        found.setdefault(title, {}).setdefault(origin.citation, origin)
    return [(title, list(origins.values())) for title, origins in sorted(found.items())]
