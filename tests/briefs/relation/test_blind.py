"""Pairs of whom little or nothing is known: every form says so, section by section, and invents nothing."""

from __future__ import annotations

import json
import re
from functools import cache
from io import StringIO

import pytest
from rich.console import Console

import facta
from facta.briefs.relation import RelationFacts, render_relation, render_relation_markdown, render_relation_page
from facta.briefs.relation.overview import describe_states, list_glances, say_bottom_line, tabulate_gaps
from facta.briefs.relation.sections import list_sections
from facta.briefs.relation.wording import write_said
from facta.desk import encode_result
from facta.desk.relating import relate

DAY = "2026-11-22"
NEIGHBOURS, BLIND, ENDED, CONTINUED = ("KAZ", "UZB"), ("TUV", "BTN"), ("DDR", "FRG"), ("Soviet Union", "USA")
PAIRS = (NEIGHBOURS, BLIND, ENDED, CONTINUED)
SECTIONS = (
    "Words and deeds", "Trade, and who depends on whom", "Money both ways, by both books", "Votes and ideal points",
    "Arms", "Treaties and organisations", "Meetings, deals and projects", "Disputes, rivalry and sanctions",
    "Third states: who matters more to each", "What the evidence does not cover", "Sources and licences",
)  # fmt: skip


@cache
def open_pair(one: str, other: str) -> RelationFacts:
    return relate(one, other, as_of=DAY)


def print_pair(facts: RelationFacts) -> str:
    printed = StringIO()
    Console(file=printed, width=100, markup=False, highlight=False).print(render_relation(facts))
    return printed.getvalue()


def read_text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("</style>")[2]))


@pytest.mark.parametrize("pair", PAIRS)
def test_every_form_has_every_section_in_order(pair: tuple[str, str]) -> None:
    facts = open_pair(*pair)
    page, markdown, shown = render_relation_page(facts), render_relation_markdown(facts), print_pair(facts)
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", page) == list(SECTIONS)
    heads = [line[3:] for line in markdown.splitlines() if line.startswith("## ")]
    assert heads == ["At a glance", *SECTIONS]
    places = [shown.index(f"\n{head}") for head in SECTIONS[:-1]]
    assert places == sorted(places)


@pytest.mark.parametrize("pair", PAIRS)
def test_no_section_is_empty(pair: tuple[str, str]) -> None:
    for section in list_sections(open_pair(*pair)):
        assert section.said or section.charts or section.blind, section.name


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_is_shown_as_a_program_calls_it(pair: tuple[str, str]) -> None:
    facts = open_pair(*pair)
    for text in (read_text(render_relation_page(facts)), render_relation_markdown(facts), print_pair(facts)):
        assert not re.search(r"\b(nan|None|null|n/a|N/A|undefined)\b(?! of)", text)
        assert not re.search(r"first side|second side|two sides|two states'", text)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_bottom_line_is_three_sentences(pair: tuple[str, str]) -> None:
    said = [write_said(sentence) for sentence in say_bottom_line(open_pair(*pair))]
    assert len(said) == 3
    for sentence in said:
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
        assert not re.search(r"\. [A-Z]", sentence)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_same_pair_gives_the_same_bytes(pair: tuple[str, str]) -> None:
    again = facta.brief(*pair, as_of=DAY)
    assert again.text == render_relation_page(open_pair(*pair))


@pytest.mark.parametrize("pair", PAIRS)
def test_figures_of_the_page_are_those_of_the_json(pair: tuple[str, str]) -> None:
    document = json.loads(encode_result(facta.brief(*pair, as_of=DAY)))["relation"]
    numbers = {abs(float(number)) for number in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", json.dumps(document))}
    shown = re.findall(r"<data value=(-?[\d.e-]+)>", render_relation_page(open_pair(*pair)))
    assert {abs(float(value)) for value in shown} <= numbers


def test_a_pair_of_which_nothing_is_known_says_so_in_its_first_sentences() -> None:
    facts = open_pair(*BLIND)
    first, second, third = (write_said(sentence) for sentence in say_bottom_line(facts))
    assert first == "The evidence has no figure of trade between Tuvalu and Bhutan."
    assert second.startswith("In votes of the UN General Assembly their agreement was ")
    assert re.search(r"of \d+ things asked the evidence has nothing on \d\d\.$", third)


def test_silence_is_none_only_where_a_source_covers_it() -> None:
    lines = {
        section.name: [write_said(said) for said in section.said] for section in list_sections(open_pair(*NEIGHBOURS))
    }
    assert lines["arms"] == ["No major arms were delivered either way in 1970–2021, which the source covers."]
    blind = {section.name: section.blind for section in list_sections(open_pair(*BLIND))}
    assert any(line.startswith("Major arms delivered by Tuvalu to Bhutan, and the other way round: loaded for ")
               for line in blind["arms"])  # fmt: skip
    assert any("which is no sign that there were none" in line for line in blind["meetings"])


def test_a_state_that_ended_says_until_when_and_asks_no_later_source() -> None:
    facts = open_pair(*ENDED)
    assert describe_states(facts) == "East Germany (DDR; a state until 1990-10-02) and Germany (DEU; asked for as FRG)"
    fill = {str(row[3]) for row in tabulate_gaps(facts).rows}
    assert not any("gdelt_v2" in sources or "polecat" in sources or "aiddata" in sources for sources in fill)
    assert max(glance.fact.period for glance in list_glances(facts)) <= "1990"


def test_a_state_that_is_continued_is_told_under_its_name_of_today() -> None:
    facts = open_pair(*CONTINUED)
    assert describe_states(facts) == "Russia (RUS; asked for as Soviet Union) and United States (USA)"
    assert render_relation_page(facts).count("Soviet Union") == 1
    assert describe_states(open_pair("RUS", "USA")) == "Russia (RUS) and United States (USA)"
    assert facts.topics.keys() == open_pair("RUS", "USA").topics.keys()


def test_a_glance_of_few_series_is_no_longer_than_they_are() -> None:
    assert len(list_glances(open_pair(*BLIND))) < len(list_glances(open_pair(*NEIGHBOURS)))
    assert "At a glance" in render_relation_page(open_pair(*NEIGHBOURS))
