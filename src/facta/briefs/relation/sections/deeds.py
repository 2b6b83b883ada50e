"""What two states do: trade and who depends on whom, money by both books, arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from facta.briefs.charts import Chart
from facta.briefs.relation.sections.drawing import chart_level, chart_tracks, mark_turns, read_last
from facta.briefs.relation.sections.section import Group, Section, list_blind
from facta.briefs.relation.topics import Fact, RelationFacts, Topic, Track
from facta.briefs.relation.wording import (
    Said,
    drop_sign,
    name_line,
    name_way,
    say_book,
    split_relation,
    start_sentence,
    write_fact,
    write_said,
)
from facta.briefs.words import count_noun, write_years
from facta.domain import Series, own

__all__ = ["say_dependence", "say_growth", "tell_arms", "tell_money", "tell_trade"]

_ALIKE = 1.25


def tell_trade(facts: RelationFacts) -> Section:
    """Tell what flows each way, and what share of each side's trade is with the other."""
    topic = facts.topics["trade"]
    charts: list[Chart] = []
    flows = _list_flows(topic)
    if flows:
        title = start_sentence(_say_flows([read_last(track) for track in flows]))
        charts.append(chart_tracks(title, "Goods sold, {unit} a year at current prices", flows, _name_way))
    if topic.list_facts("trade_share"):
        book = topic.list_facts("trade_share")[0].book
        shares = [track for track in topic.list_tracks("trade_share") if track.series.book == book]
        title = start_sentence(write_said(say_dependence(topic)))
        charts.append(chart_tracks(title, "Share of each side's own trade with all states", shares, _name_dependence))
    said = (*_say_books(topic), *_say_mirror(topic, "trade_mirror"), *_say_asymmetry(topic))
    return Section("trade", "Trade, and who depends on whom", said, (Group(tuple(charts)),), list_blind(topic))


def _list_flows(topic: Topic) -> list[Track]:
    """Return what flows each way in the book that leads."""
    leads = [track for track in topic.list_tracks("flow") if track.is_lead]
    return [track for track in leads if track.series.book == leads[0].series.book]


def _say_flows(sold: Sequence[Fact]) -> str:
    """Say what the first state sold and bought; of one way alone what there is."""
    one, other = split_relation(sold[0].relation)
    bought = [f" and bought {write_fact(fact)}" for fact in sold[1:] if fact.period == sold[0].period]
    return f"{one} sold {write_fact(sold[0])} of goods to {other} in {sold[0].period}{''.join(bought)}"


def _say_books(topic: Topic) -> Iterator[Said]:
    """Say the newest figure of all trade, and how many books have it."""
    if topic.find_fact("trade"):
        newest, count = topic.list_facts("trade")[0], count_noun(len(topic.list_facts("trade")), "book")
        yield (*say_trade(topic), f" ({say_book(newest.book)}; {count} in all).")


def say_trade(topic: Topic) -> Said:
    """Say how much was traded last, and how it grew."""
    newest = topic.find_fact("trade")
    assert newest  # only called where there is one
    growth = topic.find_fact("trade_growth")
    said: Said = ("Trade was ", newest, f" in {newest.period}")
    if growth is None:
        return said
    return (*said, *say_growth(growth))


def say_growth(growth: Fact) -> Said:
    """Say how much more or less it was than before, after a figure."""
    before = growth.period.partition("..")[0]
    if not growth.value:
        return (f", as much as in {before}",)
    return (", ", drop_sign(growth), f" {'more' if growth.value >= 0 else 'less'} than in {before}")


def say_dependence(topic: Topic) -> Said:
    """Say what share of each side's trade is with the other, the more dependent side first."""
    first, *rest = sorted(topic.list_facts("trade_share"), key=lambda fact: -fact.value)
    one, other = split_relation(first.relation)
    if not rest:
        return (first, f" of {own(one)} trade was with {other} in {first.period}")
    second = rest[0]
    is_alike = first.value < _ALIKE * second.value
    head = ("The two depend alike", own(one)) if is_alike else (start_sentence(f"{one} depends more"), "its")
    parts = f" of {head[1]} trade was with {other} in {first.period}, and ", f" of {own(other)} with {one}"
    return (f"{head[0]}: ", first, parts[0], second, parts[1])


def _name_dependence(series: Series) -> str:
    return name_way(series.relation, "on")


def _say_asymmetry(topic: Topic) -> Iterator[Said]:
    if len(topic.list_facts("trade_share")) == 2:
        yield ("By this measure the state that trades more in all always depends less; both shares are of one book.",)


def _say_mirror(topic: Topic, name: str) -> Iterator[Said]:
    """Say what two books of one thing have for the last period of both."""
    found = topic.list_facts(name)
    for one, other in zip(found[::2], found[1::2], strict=True):
        owner, place = split_relation(one.relation)
        what = "Trade" if " -- " in one.relation else start_sentence(f"{own(owner)} direct investment in {place}")
        source = name_line(one.book).partition(",")[0]
        books = say_book(one.book), say_book(other.book)
        yield (f"{what} for {one.period} is ", one, f" by {books[0]} and ", other, f" by {books[1]} ({source}).")


def tell_money(facts: RelationFacts) -> Section:
    """Tell direct investment each way by both books, and official finance."""
    topic = facts.topics["money"]
    charts: list[Chart] = []
    for way in facts.ways:
        tracks = topic.list_tracks("investment_position", way)
        if tracks:
            title = start_sentence(_say_stock(topic, way))
            charts.append(chart_level(title, "Stock of direct investment, {unit}, by book", tracks))
    for way in facts.ways:
        tracks, total = topic.list_tracks("official_finance", way), topic.find_fact("official_finance", way)
        if tracks and total:
            one, other = split_relation(way)
            title = (
                f"{one} committed {write_fact(total)} of official finance to {other} in {_say_years(tracks[0].series)}"
            )
            charts.append(chart_tracks(start_sentence(title), "Commitments, {unit} a year at current prices", tracks))
    said = tuple(_say_mirror(topic, "investment_position_mirror"))
    return Section("money", "Money both ways, by both books", said, (Group(tuple(charts)),), list_blind(topic))


def _say_years(series: Series) -> str:
    """Say which years a sum is of, and of how many of them there is a figure where some have none."""
    known = [period for period, value in zip(series.periods, series.values[0], strict=True) if value == value]
    years = f"{known[0]}–{known[-1]}"
    count = known[-1].ordinal - known[0].ordinal + 1
    return years if len(known) == count else f"{len(known)} of the {count} years {years}; of the rest no sum is known"


def _say_stock(topic: Topic, way: str) -> str:
    """Say what one state holds in the other: the newest figure, by both books where both have it."""
    one, other = split_relation(way)
    newest = topic.list_facts("investment_position", way)[:1]
    mirrored = [fact for fact in topic.list_facts("investment_position_mirror", way) if fact.period == newest[0].period]
    first, *rest = [f"{write_fact(fact)} {{}}by {say_book(fact.book)}" for fact in mirrored or newest]
    books = " and ".join([first.format(f"in {other} "), *(entry.format("") for entry in rest)])
    return f"at the end of {newest[0].period} {one} held {books}"


def tell_arms(facts: RelationFacts) -> Section:
    """Tell who delivered major arms to whom."""
    topic = facts.topics["arms"]
    decades, totals = topic.list_facts("arms_decade"), topic.list_facts("arms_total")
    charts: tuple[Chart, ...] = ()
    said: list[Said] = []
    if any(total.value for total in totals):
        title = start_sentence(" and ".join(_say_delivery(fact) for fact in decades))
        title = f"{title} in {write_years(decades[0].period)}"
        tracks = topic.list_tracks("arms_transfers")
        subtitle = "Major arms delivered, million trend-indicator values (TIV) a year"
        marks = tuple(mark for track in tracks for mark in mark_turns(track))
        charts = (replace(chart_tracks(title, subtitle, tracks, _name_way), marks=marks),)
        said = [_say_peak(topic, total) for total in totals if total.value]
    elif totals:
        said = [
            (f"No major arms were delivered either way in {write_years(totals[0].period)}, which the source covers.",)
        ]
    return Section("arms", "Arms", tuple(said), (Group(charts),), list_blind(topic))


def _say_delivery(fact: Fact) -> str:
    one, other = split_relation(fact.relation)
    return f"{one} delivered {write_fact(fact) if fact.value else 'no major arms'} to {other}"


def _say_peak(topic: Topic, total: Fact) -> Said:
    """Say the sum of all years, and the greatest of them."""
    one, other = split_relation(total.relation)
    said: Said = (start_sentence(f"{one} delivered "), total, f" to {other} in {write_years(total.period)}")
    peak = topic.find_fact("arms_peak", total.relation)
    return (*said, f"; {peak.period} was the greatest year, with ", peak, ".") if peak else (*said, ".")


def _name_way(series: Series) -> str:
    return name_way(series.relation, "to")
