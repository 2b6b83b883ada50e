"""What is kept as rows: treaties and organisations, meetings and deals, disputes, rivalry and sanctions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from facta.briefs.books import list_titles
from facta.briefs.charts import Bar, BarChart, Chart, Event, Words
from facta.briefs.relation.sections.lanes import Lane, LaneChart
from facta.briefs.relation.sections.section import Group, Section, list_blind
from facta.briefs.relation.topics import RelationFacts, Topic
from facta.briefs.relation.wording import (
    Said,
    join_words,
    name_line,
    start_sentence,
    write_fact,
    write_spell,
)
from facta.briefs.words import count_noun, write_years
from facta.domain import LADDERS, Row, RowSet, call_party, find_unit

__all__ = ["tell_conflict", "tell_meetings", "tell_treaties"]

_HOSTILITY = {
    "1": "no militarised act",
    "2": "threat of force",
    "3": "display of force",
    "4": "use of force",
    "5": "war",
}
_OBLIGATIONS = {"nonaggression": "non-aggression", "defense": "defence", "offense": "offence"}
_RUNGS = {"mou": "memorandum"}


def tell_treaties(facts: RelationFacts) -> Section:
    """Tell which obligations bind the two, how many organisations they share, and whether they are neighbours."""
    topic = facts.topics["treaties"]
    said = [*_say_organisations(topic), *_say_border(topic)]
    charts = tuple(_chart_obligations(held) for held in topic.find_rows("alliance") if held.rows)
    said += [(f"No treaty obliged the two to one another in {write_years(str(held.reach))}, which the source covers.",)
             for held in topic.find_rows("alliance") if held.reach and not held.rows]  # fmt: skip
    return Section("treaties", "Treaties and organisations", tuple(said), (Group(charts),), list_blind(topic))


def _chart_obligations(held: RowSet) -> Chart:
    """Draw a lane an obligation, and say which are in force where the source ends."""
    by_kind: dict[str, list[Row]] = {}
    for row in held.rows:
        kind = str(row.fields.get("obligation", ""))
        by_kind.setdefault(_OBLIGATIONS.get(kind, kind), []).append(row)
    lanes = tuple(
        Lane(kind, tuple(_tell(row, kind) for row in rows), held.reach) for kind, rows in sorted(by_kind.items())
    )
    end = held.reach.end if held.reach else None
    bound = [kind for kind, rows in sorted(by_kind.items()) if end and any(row.end >= end for row in rows)]
    title = f"In {end.year} treaties bound the two to {join_words(bound)}" if end and bound else _say_unbound(end)
    subtitle = "Obligations of treaties, by kind; shaded is what the source covers"
    return LaneChart(Words(title, subtitle, list_titles([held.book.source])), lanes)


def _say_unbound(end: dt.date | None) -> str:
    return f"No obligation was in force in {end.year}" if end else "No obligation is in force where the source ends"


def _tell(row: Row, text: str) -> Event:
    return Event(text, row.start, row.end if row.end > row.start else None)


def _say_organisations(topic: Topic) -> Iterator[Said]:
    fact = topic.find_fact("joint_organisations")
    if fact:
        rest = f" intergovernmental organisations in {fact.period}; large states share many with everybody."
        yield ("Both were full members of ", fact, rest)


def _say_border(topic: Topic) -> Iterator[Said]:
    for held in topic.find_rows("contiguity"):
        end = held.reach.end if held.reach else None
        near = [str(row.fields.get("type")) for row in held.rows if end and row.end >= end]
        if near and end:
            how = (
                "share a border on land or along a river" if "1" in near else "lie across less than 400 miles of water"
            )
            yield (f"They {how} (to {end.year}).",)


def tell_meetings(facts: RelationFacts) -> Section:
    """Tell who went to whom, and which deals reached which rung; a register's silence says nothing."""
    topic = facts.topics["meetings"]
    charts = (*_chart_meetings(topic), *_chart_deals(topic))
    said = [*_say_projects(topic), *([(_BY_HAND,)] if charts else [])]
    return Section("meetings", "Meetings, deals and projects", tuple(said), (Group(charts),), _list_empty(topic))


_BY_HAND = "The registers are kept by hand and hold what somebody looked for: what is not in them may have happened."


def _list_empty(topic: Topic) -> tuple[str, ...]:
    """Say of which registers nothing is there on the pair."""
    empty = dict.fromkeys(gap.measure for gap in topic.gaps if gap.last is None)
    listed = join_words(list(empty), "or")
    return (f"The registers hold no {listed} of the two, which is no sign that there were none.",) if empty else ()


def _chart_meetings(topic: Topic) -> Iterator[Chart]:
    for held in topic.find_rows("meetings"):
        total, heads = topic.find_fact("meetings"), topic.find_fact("meetings_head_of_state")
        if total and heads:
            ways: dict[str, list[Event]] = {}
            for row in held.rows:
                way = start_sentence(f"{call_party(row.actor)} to {call_party(row.recipient)}")
                ways.setdefault(way, []).append(_tell(row, _join_fields(row, "title", "person", "level")))
            lanes = tuple(Lane(way, tuple(events)) for way, events in sorted(ways.items()))
            count, last = count_noun(len(held.rows), "delegation"), total.period.rpartition("..")[2]
            title = f"{count}, {heads.value:.0f} led by a head of state, the last on {last}"
            words = Words(title, "Delegations in the register, by direction", list_titles([held.book.source]))
            yield LaneChart(words, lanes)


def _join_fields(row: Row, *names: str) -> str:
    """Join what some fields of a row say, as words."""
    return ", ".join(str(row.fields[name]) for name in names if row.fields.get(name)).replace("_", " ")


def _chart_deals(topic: Topic) -> Iterator[Chart]:
    """Draw how many deals stand on which rung: of a deal that climbed, the highest."""
    rungs = [(rung, fact) for rung in LADDERS["rung"] if (fact := topic.find_fact(f"deals_{rung}"))]
    if rungs:
        live = next(fact for rung, fact in rungs if rung == "live")
        total = count_noun(int(sum(fact.value for _, fact in rungs)), "deal")
        bars = tuple(Bar(_RUNGS.get(rung, rung), fact.value, write_fact(fact)) for rung, fact in rungs)
        subtitle = "Deals in the register, by the highest rung that they reached"
        title = f"Of {total} {write_fact(live)} went live" if live.value else f"None of {total} went live"
        words = Words(title, subtitle, list_titles([live.book.source]))
        yield BarChart(words, bars, find_unit("count"))


def _say_projects(topic: Topic) -> Iterator[Said]:
    facts = [fact for fact in topic.facts if fact.name.startswith("projects_")]
    if facts:
        told = join_words([f"{write_fact(fact)} {fact.name[9:].replace('_', ' ')}" for fact in facts])
        yield (f"Projects on lists: {told}.",)


def tell_conflict(facts: RelationFacts) -> Section:
    """Tell disputes, wars, incidents, sanctions and rivalry, each with the years in which silence means none."""
    topic = facts.topics["conflict"]
    lanes = tuple(_lay_lane(held) for held in topic.rows if held.rows or held.reach)
    charts: tuple[Chart, ...] = ()
    if lanes:
        books = [held.book for held in topic.rows if held.rows or held.reach]
        subtitle = "By kind and source; shaded is where silence means that there was none"
        charts = (
            LaneChart(Words(_title_conflict(topic.rows), subtitle, list_titles(book.source for book in books)), lanes),
        )
    said = tuple(_say_last(held) for held in topic.rows if held.rows)
    return Section("conflict", "Disputes, rivalry and sanctions", said, (Group(charts),), list_blind(topic))


def _say_last(held: RowSet) -> Said:
    """Say what the last row of a kind is, and when."""
    last = max(held.rows, key=lambda row: row.end)
    when = _say_when(last)
    place = "of" if "–" in when else "on" if "-" in when else "in"
    count = f"{len(held.rows)}, the last {place} {when}" if len(held.rows) > 1 else f"one, {place} {when}"
    return (f"{_name_kind(held)}: {count}: {_describe(last)}.",)


def _say_when(row: Row) -> str:
    """Say when it was; of armed conflicts the source tells the years in which they were fought."""
    days = (row.start, row.end)
    if row.kind == "armed_conflict":
        days = (days[0].replace(month=1, day=1), days[1].replace(month=12, day=31))
    return write_spell(*days)


def _name_kind(held: RowSet) -> str:
    if held.measure == "incidents":
        return "Incidents in the register"
    return start_sentence(f"{held.measure.replace('_', ' ')} by {name_line(held.book)}")


def _lay_lane(held: RowSet) -> Lane:
    return Lane(_name_kind(held), tuple(_tell(row, _describe(row)) for row in held.rows), held.reach)


def _describe(row: Row) -> str:
    """Say what a row of conflict is."""
    if row.kind == "dispute":
        level = _HOSTILITY.get(str(row.fields.get("hostility_level")), "hostility not known")
        return f"{level} (no. {row.fields.get('dispute', row.id)})"
    if row.kind == "rivalry":
        return join_words([name.replace("_", " ") for name, value in row.fields.items() if value == "yes"])
    if row.kind == "armed_conflict":
        support = ", one of the two in support of another" if row.fields.get("role") == "secondary" else ""
        return f"{_join_fields(row, 'type', 'intensity')}{support}"
    return _join_fields(row, "title", "kind", "type", "intensity", "role", "case") or row.id


def _title_conflict(found: Sequence[RowSet]) -> str:
    """Say how many disputes there were and when the last, and whether a rivalry goes on where the list ends."""
    parts = [*_say_disputes(found), *_say_rivalry(found)]
    return start_sentence("; ".join(parts)) if parts else "What is on record"


def _say_disputes(found: Iterable[RowSet]) -> Iterator[str]:
    """Speak of the source that reaches furthest."""
    disputes = [(held.reach, held.rows) for held in found if held.measure == "disputes" and held.reach]
    for reach, rows in sorted(disputes, key=lambda entry: str(entry[0].end))[-1:]:
        count = count_noun(len(rows), "militarised dispute") if rows else "no militarised dispute"
        last = f", the last in {max(row.start.year for row in rows)}" if rows else ""
        yield f"{count} in {write_years(str(reach))}{last}"


def _say_rivalry(found: Iterable[RowSet]) -> Iterator[str]:
    for held in found:
        end = held.reach.end if held.measure == "rivalry" and held.reach else None
        if end:
            last = max((row.end for row in held.rows), default=None)
            ended = f"rivals until {last.year}" if last else "never on the list of rivals"
            yield f"rivals still in {end.year}" if last and last >= end else ended
