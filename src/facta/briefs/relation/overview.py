"""What a brief begins and ends with: three sentences, a glance, third states, and what is not covered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from facta.briefs.charts import Table
from facta.briefs.relation.sections import list_sections
from facta.briefs.relation.sections.deeds import say_dependence, say_growth
from facta.briefs.relation.sections.drawing import is_artefact, read_last, say_turn, say_verb
from facta.briefs.relation.sections.ledgers import list_leads
from facta.briefs.relation.sections.section import group_gaps, name_gaps
from facta.briefs.relation.topics import Fact, RelationFacts, Track
from facta.briefs.relation.wording import (
    Said,
    name_line,
    split_relation,
    start_sentence,
    write_said,
)
from facta.briefs.words import count_noun, write_ordinal
from facta.changes import TurnKind
from facta.domain import Origin, call_party
from facta.sources import list_sources

__all__ = [
    "Glance",
    "describe_states",
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


def describe_states(facts: RelationFacts) -> str:
    """Name the two with their ids, until when one was a state that ended, and by which other name it was asked for."""
    named = []
    for state, asked in zip((facts.one, facts.other), facts.asked, strict=True):
        until = f"a state until {state.existence.end}" if state.existence.end else ""
        alias = f"asked for as {asked}" if asked else ""
        named.append(f"{state.name} ({'; '.join(filter(None, (state.id, until, alias)))})")
    return " and ".join(named)


def say_bottom_line(facts: RelationFacts) -> tuple[Said, Said, Said]:
    """Say the state of the relation in three sentences: deeds, words, and what changed and what is not known."""
    return _say_deeds(facts), _say_words(facts), _say_changes(facts)


def _say_deeds(facts: RelationFacts) -> Said:
    topic = facts.topics["trade"]
    newest, growth = topic.find_fact("trade"), topic.find_fact("trade_growth")
    if not newest:
        return (f"The evidence has no figure of trade between {_name_both(facts)}.",)
    said: Said = (start_sentence(f"{_name_both(facts)} traded goods for "), newest, f" in {newest.period}")
    said += say_growth(growth) if growth else ()
    if topic.list_facts("trade_share"):
        said = (*said, "; ", *_lower(say_dependence(topic)))
    return (*said, ".")


def _lower(said: Said) -> Said:
    """Begin a sentence as a part of another; names keep their letter."""
    first = said[0]
    begins = isinstance(first, str) and first.startswith("The ")
    return (first[:1].lower() + first[1:], *said[1:]) if begins and isinstance(first, str) else said


def _name_both(facts: RelationFacts) -> str:
    return f"{call_party(facts.one.id)} and {call_party(facts.other.id)}"


def _say_words(facts: RelationFacts) -> Said:
    """Say how they voted, with places, and which words they had for one another."""
    agreed = facts.topics["votes"].find_fact("vote_agreement")
    balance = facts.topics["events"].find_fact("verbal_balance")
    said: Said = ()
    if agreed:
        places = _say_places(facts.topics["votes"].list_facts("vote_rank"))
        said = ("In votes of the UN General Assembly their agreement was ", agreed, f" in {agreed.period}{places}")
    if balance:
        head = f"{'; reports' if agreed else 'Reports'} of what they said of one another balanced at "
        said = (*said, head, balance, f" in {balance.period}, where 100% is all kind and -100% all hostile")
    return (*said, ".") if said else ("The evidence has neither votes of the two nor reports of what they said.",)


def _say_places(ranks: Sequence[Fact]) -> str:
    """Say how near each is to the other among all states, after the agreement."""
    ends = [(fact, *split_relation(fact.relation)) for fact in ranks if fact.rank]
    places = [f"{other} the {write_ordinal(fact.rank or 0)} closest to {one}" for fact, one, other in ends]
    among = f", of {ends[0][0].of} states" if ends and ends[0][0].of else ""
    return f", with {' and '.join(places)}{among}" if places else ""


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
    end = f"; of {len(gaps)} things asked the evidence has {f'nothing on {blind}' if blind else 'something on all'}."
    if not leads:
        return ("No series is long enough to show a turn" + end,)
    if not sure and len(leads) == 1:
        return (f"The one series that could show a turn has none with a probability of {_SURE:.0%} or more" + end,)
    if not sure:
        return (f"None of {len(leads)} series turned with a probability of {_SURE:.0%} or more" + end,)
    found, name, track = max(sure, key=lambda entry: entry[0].turn.period.end)
    count = f"{count_noun(len(sure), 'turn')} in {len(leads)} series {'is' if len(sure) == 1 else 'are'}"
    return (f"{count} at least {_SURE:.0%} sure, the last when {name} ", *say_turn(found, track, is_full=False), end)


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
