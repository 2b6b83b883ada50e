"""What the desk finds on two states."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import facta
from facta.briefs.relation import Fact, RelationFacts
from facta.desk.relating import NotTwoStates, relate
from facta.domain import Period
from facta.errors import UnknownName
from facta.measures import list_measures


@pytest.fixture(scope="module")
def pair() -> RelationFacts:
    return relate("CHN", "RUS")


@pytest.fixture(scope="module")
def outsiders() -> RelationFacts:
    """Two states that the starter evidence was not cut for."""
    return relate("Brazil", "Nigeria")


def list_measured(facts: RelationFacts) -> list[Fact]:
    """Return the facts that are one period of one measure as it stands."""
    measures = {name for name, found in list_measures().items() if not found.is_rows}
    return [
        fact
        for topic in facts.topics.values()
        for fact in topic.facts
        if fact.name in measures and ".." not in fact.period
    ]


def test_every_figure_is_that_of_its_measure_book_and_period(pair: RelationFacts) -> None:
    facts = list_measured(pair)
    assert {"trade", "trade_share", "vote_agreement", "ideal_distance", "verbal_balance"} <= {
        fact.name for fact in facts
    }
    for fact in facts:
        series = facta.measure(fact.name, fact.relation, window=fact.period, source=fact.book.source)
        assert fact.value in [entry.values[0, 0] for entry in series if entry.book == fact.book], fact


def test_the_newest_figure_comes_first(pair: RelationFacts) -> None:
    periods = [Period.parse(fact.period).end for fact in pair.topics["trade"].list_facts("trade")]
    assert periods == sorted(periods, reverse=True)
    assert len({fact.book for fact in pair.topics["trade"].list_facts("trade")}) == len(periods) > 2


def test_a_growth_is_of_one_book_over_ten_years(pair: RelationFacts) -> None:
    growth = pair.topics["trade"].find_fact("trade_growth")
    newest = pair.topics["trade"].list_facts("trade")[0]
    assert growth is not None
    assert growth.book == newest.book
    first, last = growth.period.split("..")
    assert int(last) - int(first) == 10
    books = facta.measure("trade", "CHN -- RUS", window=first, source="registers", reporter="CHN")
    before = np.nansum([entry.values[0, 0] for entry in books])  # half-years are a series of their own
    assert growth.value == pytest.approx(newest.value / before - 1)


def test_both_books_of_one_stock_stand_side_by_side(pair: RelationFacts) -> None:
    mirrored = pair.topics["money"].list_facts("investment_position_mirror", "CHN -> RUS")
    assert {fact.book.reporter for fact in mirrored} == {"CHN", "RUS"}
    assert len({(fact.book.source, fact.period) for fact in mirrored}) == 1


def test_a_rank_says_among_how_many(pair: RelationFacts) -> None:
    ranks = pair.topics["votes"].list_facts("vote_rank")
    assert [fact.relation for fact in ranks] == list(pair.ways)
    assert all(fact.rank == fact.value and fact.of and fact.of > 150 for fact in ranks)


def test_a_share_of_events_says_of_how_many(pair: RelationFacts) -> None:
    balance = pair.topics["events"].find_fact("verbal_balance")
    assert balance is not None
    counted = (
        facta.measure(name, "CHN -- RUS", window=balance.period) for name in ("verbal_cooperation", "verbal_conflict")
    )
    assert balance.of == sum(entry.values[0, 0] for found in counted for entry in found if entry.book == balance.book)


def test_distances_are_of_one_year_with_what_the_intervals_allow(pair: RelationFacts) -> None:
    distances = pair.topics["votes"].list_facts("ideal_distance")
    assert len({fact.period for fact in distances}) == 1
    for fact in distances:
        if fact.low is not None and fact.high is not None:
            assert 0 <= fact.low <= fact.value <= fact.high


def test_arms_are_summed_over_ten_years_and_over_all(pair: RelationFacts) -> None:
    series = facta.measure("arms_transfers", "RUS -> CHN")[0].values[0]
    decade = pair.topics["arms"].find_fact("arms_decade", "RUS -> CHN")
    total = pair.topics["arms"].find_fact("arms_total", "RUS -> CHN")
    assert decade is not None
    assert total is not None
    assert (decade.value, total.value) == (np.nansum(series[-10:]), np.nansum(series))


def test_a_deal_that_climbed_counts_once(pair: RelationFacts) -> None:
    topic = pair.topics["meetings"]
    rungs = [fact.value for fact in topic.facts if re.fullmatch("deals_.*", fact.name)]
    titles = {row.fields["title"] for held in topic.find_rows("deals") for row in held.rows}
    assert sum(rungs) == len(titles)


def test_the_other_state_has_its_place_among_all_partners(pair: RelationFacts) -> None:
    partners = pair.topics["thirds"].list_facts("partner")
    values = [fact.value for fact in partners if fact.relation.startswith("CHN -- ")]
    assert values == sorted(values, reverse=True)
    other = next(fact for fact in partners if fact.relation == "CHN -- RUS")
    assert other.rank is not None
    assert other.rank > len(values) - 1
    trade = facta.measure("trade", "CHN -- RUS", window=other.period, source=other.book.source)[0].values[0, 0]
    assert other.value == trade


def test_one_book_leads_and_none_that_is_cited_by_hand(pair: RelationFacts) -> None:
    for topic in pair.topics.values():
        for track in topic.tracks:
            alike = topic.list_tracks(track.series.measure, track.series.relation)
            assert [entry.is_lead for entry in alike] == [True] + [False] * (len(alike) - 1)
    leads = {track.series.relation: track.series.book for track in pair.topics["money"].tracks if track.is_lead
             and track.series.measure == "investment_position"}  # fmt: skip
    assert {(book.source, book.reporter) for book in leads.values()} == {("imf_dip", "CHN")}
    assert pair.topics["trade"].list_tracks("trade")[0].series.book.source != "registers"


def test_turns_are_looked_for_in_leads_alone(pair: RelationFacts) -> None:
    tracks = [track for topic in pair.topics.values() for track in topic.tracks]
    assert any(track.grounded for track in tracks)
    assert all(track.is_lead for track in tracks if track.turns is not None)
    assert not any(track.turns for track in tracks if np.nanmedian(np.abs(track.series.values)) == 0)


def test_the_step_of_a_whole_record_is_marked_as_an_artefact(pair: RelationFacts) -> None:
    track = pair.topics["money"].list_tracks("investment_position", "CHN -> RUS")[0]
    for found in track.grounded:
        assert found.artefacts
        assert found.probability < found.turn.probability


def test_the_pair_may_be_named_either_way_round(pair: RelationFacts) -> None:
    turned = relate("Россия", "中国")
    assert (turned.one, turned.other) == (pair.other, pair.one)
    assert {(fact.name, fact.value) for fact in list_measured(turned)} == {
        (fact.name, fact.value) for fact in list_measured(pair)
    }


def test_nothing_is_known_before_its_day() -> None:
    earlier = relate("CHN", "RUS", as_of="2013-12-31")
    days = [Period.parse(fact.period).end for fact in list_measured(earlier)]
    assert days
    assert max(days) <= earlier.as_of
    assert all(
        row.start <= earlier.as_of for topic in earlier.topics.values() for held in topic.rows for row in held.rows
    )


def test_what_is_not_loaded_is_no_zero(outsiders: RelationFacts) -> None:
    assert outsiders.topics["arms"].is_blind
    whys = {gap.measure: gap.why for gap in outsiders.topics["arms"].gaps}
    assert whys["arms_transfers"] == "loaded for 26 other states only"
    assert whys["arms_deals"] == "no source of it is loaded"
    assert not outsiders.topics["votes"].is_blind


def test_silence_that_a_source_stands_for_is_a_zero() -> None:
    topic = relate("KAZ", "UZB").topics["arms"]
    assert [fact.value for fact in topic.list_facts("arms_total")] == [0.0, 0.0]
    assert not topic.is_blind


def test_no_rank_is_given_among_few_partners(outsiders: RelationFacts) -> None:
    topic = outsiders.topics["thirds"]
    assert topic.facts == ()
    assert {gap.why for gap in topic.gaps} == {"too few of its partners are loaded to say who comes first"}


def test_a_gap_names_the_sources_that_have_more(pair: RelationFacts) -> None:
    gaps = {(gap.measure, gap.relation): gap for topic in pair.topics.values() for gap in topic.gaps}
    assert gaps["sanctions", "CHN -- RUS"].fill == ("gsdb",)
    assert "un_votes" in gaps["vote_agreement", "CHN -- RUS"].fill
    assert "cow_trade" not in gaps["trade", "CHN -- RUS"].fill


def test_what_the_user_loaded_is_there(islands: Path) -> None:
    found = relate("FJI", "TON", store=islands / "store").topics["trade"]
    assert [(fact.value, fact.period) for fact in found.list_facts("trade")] == [(13.0, "2004")]


@pytest.mark.parametrize("other", ["CHN", "WLD", "EAEU"])
def test_refuses_what_are_not_two_states(other: str) -> None:
    with pytest.raises(NotTwoStates, match=f"CHN and {other} are not two states"):
        relate("China", other)


def test_refuses_an_unknown_name_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"'Rusia'. Nearest: Russia \(RUS\)"):
        relate("Rusia", "CHN")
