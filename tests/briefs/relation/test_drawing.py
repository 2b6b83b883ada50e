"""Charts of a relation brief: one message each, units in words, lanes with their silence."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest

from facta.briefs.charts import BarChart, Chart, Event, LineChart, Words, render_chart, write_csv
from facta.briefs.page import render_page
from facta.briefs.relation import RelationFacts, render_relation_page
from facta.briefs.relation.sections import list_sections
from facta.briefs.relation.sections.lanes import Lane, LaneChart
from facta.desk.relating import relate
from facta.domain import Window

DAY = "2026-11-22"
PAIRS = (("CHN", "RUS"), ("USA", "CHN"), ("KAZ", "UZB"), ("DDR", "FRG"))
PACT = Event("a pact", dt.date(1950, 2, 14), dt.date(1979, 12, 31))
VISIT = Event("a visit, with talks", dt.date(1954, 10, 1))
CENTURY = Window.parse("1946..2018")


@cache
def open_pair(one: str, other: str) -> RelationFacts:
    return relate(one, other, as_of=DAY)


def list_charts(pair: tuple[str, str]) -> list[Chart]:
    return [chart for section in list_sections(open_pair(*pair)) for chart in section.charts]


@pytest.mark.parametrize("pair", PAIRS)
def test_every_chart_has_a_message_a_scope_and_a_source(pair: tuple[str, str]) -> None:
    for chart in list_charts(pair):
        words = chart.words
        assert words.title[0].isupper() or words.title[0].isdigit()
        assert not words.title.endswith(".")
        assert words.subtitle
        assert words.source
        for text in (words.title, words.subtitle, words.source):
            assert not re.search(r"\.\.|_|\{|\bCHN\b|\bRUS\b|\bUSA\b|first side|two sides", text), text


@pytest.mark.parametrize("pair", PAIRS)
def test_a_title_is_of_no_more_than_three_lines(pair: tuple[str, str]) -> None:
    assert max(len(chart.words.title) for chart in list_charts(pair)) <= 130


@pytest.mark.parametrize("pair", PAIRS)
def test_tables_have_the_unit_of_their_figures(pair: tuple[str, str]) -> None:
    for chart in list_charts(pair):
        if isinstance(chart, LineChart) and chart.unit and chart.unit.dimension in ("money", "tiv", "share"):
            assert re.fullmatch(r"period \((M USD|M TIV|1 = 100%|%)\)", chart.tabulate().heads[0])


@pytest.mark.parametrize("pair", PAIRS)
def test_names_on_lines_are_told_apart(pair: tuple[str, str]) -> None:
    for chart in list_charts(pair):
        if isinstance(chart, LineChart):
            names = [line.name for line in chart.lines]
            assert len(set(names)) == len(names), names
        if isinstance(chart, BarChart):
            assert all(bar.text for bar in chart.bars)


@pytest.mark.parametrize("pair", PAIRS)
def test_each_drawing_is_named_by_its_caption(pair: tuple[str, str]) -> None:
    page = render_relation_page(open_pair(*pair))
    named = re.findall(r"<svg role=img aria-labelledby=(\w+)", page)
    captions = re.findall(r"<figcaption><b id=(\w+)>", page)
    assert named == captions
    assert len(set(named)) == len(named) == len(list_charts(pair))


def test_sources_have_their_licence_once_and_their_citations_as_links() -> None:
    page = render_relation_page(open_pair("CHN", "RUS")).partition("<h2 id=sources>")[2]
    assert page.count("facts, cited") == 1
    assert page.count("seen 2026-11-22") == page.count("<li><b>")
    assert len(re.findall(r"<li><a href=", page)) > 60
    assert ">link</a>" not in page


def test_a_lane_says_how_many_and_shades_where_silence_means_none() -> None:
    chart = LaneChart(
        Words("Pacts"), (Lane("pacts", (PACT,), CENTURY), Lane("visits", (VISIT,)), Lane("wars", (), CENTURY))
    )
    drawn = render_chart(chart)
    assert drawn.count('class="span"') == 2
    assert [text for text in ("pacts: 1", "visits: 1", "wars: none") if text in drawn] == [
        "pacts: 1", "visits: 1", "wars: none",
    ]  # fmt: skip


def test_a_day_is_a_dot_and_a_spell_a_bar() -> None:
    spell = render_chart(LaneChart(Words("Pacts"), (Lane("pacts", (PACT,), CENTURY),)))
    day = render_chart(LaneChart(Words("Visits"), (Lane("visits", (VISIT,), CENTURY),)))
    assert ('class="c0 bar"' in spell, 'class="d c0"' in spell) == (True, False)
    assert ('class="c0 bar"' in day, 'class="d c0"' in day) == (False, True)


def test_what_began_before_all_silence_is_cut_at_the_edge() -> None:
    early = Event("an old rivalry", dt.date(1800, 1, 1), dt.date(1960, 12, 31))
    chart = LaneChart(Words("Rivals"), (Lane("rivalry", (early,), CENTURY),))
    bar = re.search(r'class="c0 bar" d="M(\d+)', render_chart(chart))
    assert bar
    assert int(bar.group(1)) == 8  # the left edge
    assert chart.tabulate().rows == (("rivalry", "1800-01-01", "1960-12-31", "an old rivalry"),)


def test_lanes_can_be_saved() -> None:
    chart = LaneChart(Words("Visits"), (Lane("visits", (VISIT,)),))
    assert write_csv(chart.tabulate()) == 'kind,from,to,what\nvisits,1954-10-01,,"a visit, with talks"\n'


def test_a_page_has_the_style_of_its_kind_alone() -> None:
    page = render_relation_page(open_pair("KAZ", "UZB"))
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert ".gaps" in style
    assert ".claims" not in style
    assert ".gaps" not in render_page("page.html", title="a")
