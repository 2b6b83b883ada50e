"""The brief on two states: a page, Markdown and a terminal say the same."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

import facta
from facta.briefs.charts import Event, LineChart, Words
from facta.briefs.relation import (
    Fact,
    Gap,
    RelationFacts,
    list_sentences,
    render_relation,
    render_relation_markdown,
    render_relation_page,
)
from facta.briefs.relation.overview import list_glances, say_bottom_line, tabulate_gaps
from facta.briefs.relation.sections import list_sections
from facta.briefs.relation.sections.lanes import Lane, LaneChart
from facta.briefs.relation.sections.section import list_blind, name_gaps
from facta.briefs.relation.wording import say_estimator, write_said
from facta.desk import encode_result
from facta.desk.relating import relate
from facta.domain import Book, Row, Window

SECTIONS = ["ledgers", "trade", "money", "votes", "arms", "treaties", "meetings", "conflict", "thirds"]


@pytest.fixture(scope="module")
def pair() -> RelationFacts:
    return relate("CHN", "RUS")


@pytest.fixture(scope="module")
def outsiders() -> RelationFacts:
    return relate("BRA", "NGA")


@pytest.fixture(scope="module")
def page(pair: RelationFacts) -> str:
    return render_relation_page(pair)


def list_numbers(value: Any) -> Iterator[float]:
    """Yield every number of a JSON document."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from list_numbers(part)
    elif isinstance(value, float | int):
        yield float(value)


def show(facts: RelationFacts, width: int = 100) -> str:
    printed = StringIO()
    Console(file=printed, width=width, markup=False, highlight=False).print(render_relation(facts))
    return printed.getvalue()


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_same_evidence_gives_the_same_small_page(pair: RelationFacts, page: str) -> None:
    assert render_relation_page(pair) == page
    assert len(page.encode()) < 400 * 1024
    assert not re.search(r"<script|<link|<img|@import|url\(http", page)


def test_every_number_of_the_page_is_in_the_json_digit_for_digit(page: str) -> None:
    document = json.loads(encode_result(facta.brief("CHN", "RUS")))
    known = {abs(number) for number in list_numbers(document["relation"])}
    shown = [abs(float(value)) for value in re.findall(r'<data value="?([^">\s]+)', page)]
    assert len(shown) > 20
    assert [value for value in shown if value not in known] == []
    assert document["bytes"] == len(page.encode())


def test_the_json_says_what_the_page_says(pair: RelationFacts, page: str) -> None:
    text = squeeze(re.sub(r"<[^>]+>", "", page).replace("&#39;", "'")).replace("−", "-")
    for sentences in list_sentences(pair).values():
        assert [said for said in sentences if squeeze(said) not in text] == []


def test_begins_with_three_sentences_that_have_figures(pair: RelationFacts) -> None:
    said = say_bottom_line(pair)
    starts = ("China and Russia traded goods for ", "In votes of the UN General Assembly ", "2 turns in 9 series ")
    assert all(write_said(sentence).startswith(start) for sentence, start in zip(said, starts, strict=True))
    assert all(any(isinstance(part, Fact) for part in sentence) for sentence in said)
    assert all(re.fullmatch(r"[^.]*(\d\.\d[^.]*)*\.", write_said(sentence)) for sentence in said)  # one sentence each


def test_says_who_depends_more_and_never_a_score(pair: RelationFacts) -> None:
    deeds = write_said(say_bottom_line(pair)[0])
    share = pair.topics["trade"].find_fact("trade_share", "RUS -> CHN")
    assert share is not None
    assert f"Russia depends more: {100 * share.value:.1f}% of its trade was with China" in deeds
    assert not any("score" in said for sentences in list_sentences(pair).values() for said in sentences)


def test_two_that_depend_alike_are_told_so() -> None:
    said = write_said(say_bottom_line(relate("USA", "CHN"))[0])
    assert "the two depend alike" in said
    assert "of the United States' trade was with China" in said


def test_every_section_stands_whatever_is_known(pair: RelationFacts, outsiders: RelationFacts) -> None:
    for facts in (pair, outsiders):
        sections = list_sections(facts)
        assert [section.name for section in sections] == SECTIONS
        assert all(section.said or section.charts or section.blind for section in sections)
    assert all(chart.words.title and chart.words.subtitle and chart.words.source
               for section in list_sections(pair) for chart in section.charts)  # fmt: skip


def test_words_and_deeds_stand_apart(pair: RelationFacts) -> None:
    ledgers = list_sections(pair)[0]
    assert [group.name for group in ledgers.groups] == ["Words", "Deeds"]
    sides = [{chart.words.source for chart in group.charts} for group in ledgers.groups]
    assert any("Direction of Trade" in source for source in sides[1])
    assert not any("Direction of Trade" in source for source in sides[0])


def test_turns_are_marked_with_their_interval() -> None:
    facts = relate("USA", "CHN")
    trade = next(chart for chart in list_sections(facts)[0].groups[1].charts if "Trade" in chart.words.title)
    track = facts.topics["trade"].list_tracks("trade")[0]
    assert track.grounded
    assert [(mark.first, mark.last) for mark in trade.marks] == [  # type: ignore[attr-defined]
        (found.turn.low.start, found.turn.high.end) for found in track.grounded
    ]
    assert all(found.company for found in track.grounded)


def test_a_turn_of_a_share_is_in_points_and_an_unsure_one_says_perhaps() -> None:
    facts = relate("KAZ", "UZB")
    (fell,) = (line for line in list_sentences(facts)["ledgers"] if line.startswith("The share of conflict"))
    assert re.search(r"fell in 2012 by [\d.]+ points, with probability [\d.]+%", fell)
    assert re.search(r">[\d.]+ points</data>, with probability", render_relation_page(facts))
    assert {glance.name: glance.turn for glance in list_glances(facts)}["The share of conflict in events"] == (
        "perhaps fell 2012"
    )


def test_what_is_too_short_to_turn_is_not_told_to_have_stayed() -> None:
    facts = relate("CHN", "RUS", as_of="2015-12-31")
    glances = {glance.name: glance.turn for glance in list_glances(facts)}
    assert glances["Investment of China in Russia"] == "too short to turn"
    still, short = (
        next(line for line in list_sentences(facts)["ledgers"] if line.startswith(start))
        for start in ("No turn was found", "There are too few values")
    )
    assert "investment of China in Russia" in short
    assert "investment" not in still
    assert "2 turns in 6 series are at least 90% sure" in write_said(say_bottom_line(facts)[2])


def test_a_conflict_is_told_by_its_years_and_sides() -> None:
    lines = list_sentences(relate("USA", "CHN"))["conflict"]
    assert (
        "Armed conflict by UCDP: 2, the last in 1958: interstate, war, one of the two in support of another." in lines
    )


def test_a_sum_with_years_missing_says_so(pair: RelationFacts) -> None:
    (line,) = (line for line in list_sentences(pair)["money"] if "committed 36.6 bn USD" in line)
    assert line.endswith("in 12 of the 15 years 2000–2014; of the rest no sum is known")


def test_every_axis_of_money_says_in_what_it_counts(pair: RelationFacts) -> None:
    charts = [chart for section in list_sections(pair) for chart in section.charts if isinstance(chart, LineChart)]
    money = [chart.words.subtitle for chart in charts if chart.unit and chart.unit.dimension == "money"]
    assert len(money) >= 4
    assert all(re.search(r"(billion|million) US dollars", subtitle) for subtitle in money)
    assert not any("{unit}" in chart.words.subtitle for chart in charts)


def test_points_and_distance_are_of_one_estimator(pair: RelationFacts) -> None:
    glance = next(entry for entry in list_glances(pair) if entry.name == "The distance of ideal points")
    (title,) = (line for line in list_sentences(pair)["votes"] if line.startswith("Their ideal points"))
    assert title.endswith(f", by {say_estimator(glance.fact.book)}")


def test_blindness_is_said_plainly(outsiders: RelationFacts) -> None:
    text = squeeze(show(outsiders))
    assert "The evidence has no figure of trade between Brazil and Nigeria." in text
    assert "Major arms delivered by Brazil to Nigeria, and the other way round: loaded for 26 other states only" in text
    assert "which is no sign that there were none" in text


def test_gaps_begin_with_what_is_not_known_at_all(pair: RelationFacts) -> None:
    last = [str(row[1]) for row in tabulate_gaps(pair).rows]
    blind = last.count("nothing")
    assert last[:blind] == ["nothing"] * blind
    assert [year[:4] for year in last[blind:]] == sorted(year[:4] for year in last[blind:])


def test_a_glance_has_the_newest_figure_and_the_course(pair: RelationFacts) -> None:
    glances = {glance.name: glance for glance in list_glances(pair)}
    newest = pair.topics["trade"].list_facts("trade")[0]
    assert glances["Trade"].fact == newest
    assert len(glances["Trade"].values) > 20
    assert [glance.ledger for glance in glances.values()] == sorted(
        (glance.ledger for glance in glances.values()), reverse=True
    )


def test_markdown_and_terminal_have_the_sections_of_the_page(pair: RelationFacts) -> None:
    headings = [section.heading for section in list_sections(pair)]
    markdown, shown = render_relation_markdown(pair), show(pair)
    assert [line[3:] for line in markdown.splitlines() if line.startswith("## ")] == [
        "At a glance", *headings, "What the evidence does not cover", "Sources and licences",
    ]  # fmt: skip
    assert all(f"\n{heading}\n" in shown.replace(" \n", "\n") or heading in shown for heading in headings)
    assert all(squeeze(write_said(said)) in squeeze(shown) for said in say_bottom_line(pair))


def test_the_terminal_keeps_within_eighty_columns(pair: RelationFacts) -> None:
    assert max(len(line.rstrip()) for line in show(pair, width=80).splitlines()) <= 80


def test_the_terminal_names_every_partner_and_the_newest_rows(pair: RelationFacts) -> None:
    shown = squeeze(show(pair))
    for fact in pair.topics["thirds"].list_facts("partner", "RUS -- CHN"):
        assert f"{fact.rank} China ◂ 93.9 bn USD" in shown
    newest = max(row.start for held in pair.topics["meetings"].find_rows("meetings") for row in held.rows)
    assert str(newest) in shown


def test_what_a_register_holds_is_escaped(pair: RelationFacts) -> None:
    topic = pair.topics["meetings"]
    day = dt.date(2020, 1, 1)
    bad = Row(
        "x", "meeting", "registers", "CHN", "RUS", day, day, {"title": "<script>alert(1)</script>", "level": "minister"}
    )
    rows = tuple(replace(held, rows=(*held.rows, bad)) if held.measure == "meetings" else held for held in topic.rows)
    spoilt = replace(pair, topics={**pair.topics, "meetings": replace(topic, rows=rows)})
    assert "<script" not in render_relation_page(spoilt)
    assert "&lt;script" in render_relation_page(spoilt)


def test_a_lane_shades_where_silence_means_none() -> None:
    spell = Event("a pact", dt.date(1950, 2, 14), dt.date(1979, 12, 31))
    visit = Event("a visit", dt.date(1954, 10, 1))
    chart = LaneChart(Words("Pacts"), (Lane("pacts", (spell,), Window.parse("1946..2018")), Lane("visits", (visit,))))
    drawn = " ".join(chart.draw().parts)
    assert drawn.count('class="span"') == 1
    assert chart.tabulate().rows == (
        ("pacts", "1950-02-14", "1979-12-31", "a pact"), ("visits", "1954-10-01", "", "a visit"),
    )  # fmt: skip


def test_an_empty_lane_says_none() -> None:
    chart = LaneChart(Words("Wars"), (Lane("wars", (), Window.parse("1946..2018")),))
    assert "wars: none" in " ".join(chart.draw().parts)
    assert chart.tabulate().rows == ()


def test_gaps_that_reach_as_far_are_told_together(pair: RelationFacts) -> None:
    gaps = [Gap("flow", way, "goods from actor to recipient", None, "no source of it is loaded") for way in pair.ways]
    topic = replace(pair.topics["trade"], gaps=tuple(gaps))
    assert list_blind(topic) == (
        "Goods from China to Russia, and the other way round: no source of it is loaded.",
    )  # fmt: skip
    assert name_gaps(gaps[:1]) == "Goods from China to Russia"
    assert Fact("trade", "CHN -- RUS", 1.0, "M USD", "2014", Book("x")).rank is None
