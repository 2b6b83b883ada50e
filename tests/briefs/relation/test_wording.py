"""Sentences of a relation brief, from facts made by hand: what they say, and what they leave unsaid."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from facta.briefs.relation import Fact, Gap, RelationFacts, Topic, list_sentences
from facta.briefs.relation.overview import name_pair, say_bottom_line, tabulate_gaps
from facta.briefs.relation.sections import list_sections
from facta.briefs.relation.sections.section import name_gap, say_gap
from facta.briefs.relation.wording import (
    drop_sign,
    join_words,
    name_way,
    say_book,
    say_estimator,
    write_fact,
    write_said,
)
from facta.domain import Book, Period, find_state

COW, UN, ICEWS = Book("cow_trade"), Book("un_votes"), Book("icews_dyads")
TOPICS = ("events", "trade", "money", "votes", "arms", "treaties", "meetings", "conflict", "thirds")


def make_facts(*found: tuple[str, Fact], gaps: tuple[Gap, ...] = ()) -> RelationFacts:
    """Return facts on the United States and Kazakhstan; every topic is there, and most are empty."""
    topics = {name: Topic(name, tuple(fact for topic, fact in found if topic == name)) for name in TOPICS}
    topics["trade"] = replace(topics["trade"], gaps=gaps)
    return RelationFacts(find_state("USA"), find_state("KAZ"), dt.date(2026, 11, 22), topics)


def say_lead(*found: tuple[str, Fact]) -> list[str]:
    return [write_said(said) for said in say_bottom_line(make_facts(*found))]


TRADE = ("trade", Fact("trade", "USA -- KAZ", 2_500.0, "M USD", "2014", COW))


def test_nothing_at_all_is_said_three_times() -> None:
    assert say_lead() == [
        "The evidence has no figure of trade between the United States and Kazakhstan.",
        "The evidence has neither votes of the two nor reports of what they said.",
        "No series is long enough to show a turn; of 0 things asked the evidence has something on all.",
    ]
    assert name_pair(make_facts()) == "The United States and Kazakhstan"


@pytest.mark.parametrize(
    ("growth", "words"),
    [(0.25, "25% more than in 2004"), (-0.25, "25% less than in 2004"), (0.0, "as much as in 2004")],
)
def test_trade_grew_or_fell_by_its_words_and_not_by_a_sign(growth: float, words: str) -> None:
    grown = ("trade", Fact("trade_growth", "USA -- KAZ", growth, "1", "2004..2014", COW))
    first = say_lead(TRADE, grown)[0]
    assert first == f"The United States and Kazakhstan traded goods for 2.50 bn USD in 2014, {words}."


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (0.001, 0.2, "; Kazakhstan depends more: 20% of its trade was with the United States in 2014, and 0.100% of "
                     "the United States' with Kazakhstan."),
        (0.2, 0.19, "; the two depend alike: 20% of the United States' trade was with Kazakhstan in 2014, and 19% of "
                    "Kazakhstan's with the United States."),
    ],
)  # fmt: skip
def test_who_depends_more_is_named_first(one: float, other: float, said: str) -> None:
    shares = [
        ("trade", Fact("trade_share", way, share, "1", "2014", COW))
        for way, share in (("USA -> KAZ", one), ("KAZ -> USA", other))
    ]
    assert say_lead(TRADE, *shares)[0].endswith(said)


def test_one_share_alone_is_said_alone() -> None:
    share = ("trade", Fact("trade_share", "KAZ -> USA", 0.2, "1", "2014", COW))
    assert say_lead(TRADE, share)[0].endswith("; 20% of Kazakhstan's trade was with the United States in 2014.")


def test_votes_and_words_make_one_sentence() -> None:
    agreed = ("votes", Fact("vote_agreement", "USA -- KAZ", 0.4, "1", "2019", UN, of=86))
    rank = ("votes", Fact("vote_rank", "KAZ -> USA", 180.0, "rank", "2019", UN, rank=180, of=192))
    balance = ("events", Fact("verbal_balance", "USA -- KAZ", -0.2, "1", "2014", ICEWS, of=40))
    second = say_lead(agreed, rank, balance)[1]
    assert second == (
        "In votes of the UN General Assembly their agreement was 40% in 2019, with the United States the 180th closest "
        "to Kazakhstan, of 192 states; reports of what they said of one another balanced at -20% in 2014, where 100% "
        "is all kind and -100% all hostile."
    )
    assert say_lead(balance)[1].startswith("Reports of what they said of one another balanced at -20% in 2014")
    assert say_lead(agreed)[1] == "In votes of the UN General Assembly their agreement was 40% in 2019."


def test_what_is_not_known_is_counted_and_says_who_has_it() -> None:
    gaps = (
        Gap("trade", "USA -- KAZ", "goods traded both ways", None, "no source of it is loaded", ("a", "b", "c")),
        Gap("flow", "USA -> KAZ", "goods that flow from actor to recipient", Period.parse("2014"), "", ()),
    )
    facts = make_facts(gaps=gaps)
    assert write_said(say_bottom_line(facts)[2]).endswith("of 2 things asked the evidence has nothing on 1.")
    assert tabulate_gaps(facts).rows == (
        ("Goods traded both ways between the United States and Kazakhstan", "nothing", "no source of it is loaded",
         "a, b, c"),
        ("Goods that flow from the United States to Kazakhstan", "2014", "", ""),
    )  # fmt: skip
    assert say_gap(gaps[0]) == "no source of it is loaded; a, b or c would fill it"
    assert say_gap(gaps[1]) == "known to 2014"


def test_an_undirected_gap_of_a_directed_title_is_of_either_way() -> None:
    gap = Gap("sanctions", "USA -- KAZ", "sanctions of the first side against the second", None, "")
    assert name_gap(gap) == "sanctions of the United States against Kazakhstan, or the other way round"
    assert name_gap(Gap("ideal_point", "USA", "ideal point of a state", None, "")) == "ideal point of the United States"


def test_every_section_stands_even_where_all_topics_are_empty() -> None:
    facts = make_facts()
    names = [section.name for section in list_sections(facts)]
    assert len(names) == len(set(names)) == 9
    assert ["bottom_line", *names] == list(list_sentences(facts))


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact("turn_probability", "USA -- KAZ", 0.968, "1", "2014", COW), "97%"),
        (Fact("turn_probability", "USA -- KAZ", 0.997, "1", "2014", COW), "99.7%"),
        (Fact("turn_size", "USA -- KAZ", 0.09, "1", "2014", COW), "9 points"),
        (Fact("arms_total", "USA -> KAZ", 38_218.0, "M TIV", "1970..2021", Book("sipri_tiv")), "38,218 M TIV"),
        (Fact("trade", "USA -- KAZ", 0.0, "M USD", "2014", COW), "0 USD"),
    ],
)
def test_figures_are_written_by_what_they_are(fact: Fact, text: str) -> None:
    assert write_fact(fact) == text


def test_a_sign_that_words_have_is_dropped() -> None:
    fact = Fact("trade_growth", "USA -- KAZ", -0.2, "1", "2004..2014", COW)
    assert drop_sign(fact).value == 0.2
    assert drop_sign(drop_sign(fact)) == drop_sign(fact)


def test_books_speak_for_their_reporter() -> None:
    assert say_book(Book("imf_dip", "USA")) == "the United States' book"
    assert say_book(Book("registers", "SIC")) == "SIC's figure, cited by hand"
    assert say_book(Book("ideal_points", variant="fp")) == "United Nations ideal point estimates, final-passage votes"
    assert say_estimator(Book("ideal_points", variant="all")) == "all votes"


def test_words_are_joined_as_sentences_do() -> None:
    assert join_words(["a", "b", "c"], "or") == "a, b or c"
    assert join_words(["a"], "or") == "a"
    assert join_words([]) == ""
    assert name_way("USA -> KAZ", "to") == "USA to KAZ"
