"""Turns as people read them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console, RenderableType

import facta
from facta.briefs.charts import Words
from facta.briefs.turns import Stack, draw_turns, render_overview, render_turns
from facta.changes.grounds import GroundedTurn
from facta.desk import BookTurns


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> BookTurns:
    """Return China's book of its investment in Russia, which jumped in 2020."""
    store = tmp_path_factory.mktemp("store")
    name = "investment_position"
    found: BookTurns = facta.turns("CHN", "RUS", measure=name, store=store, source="imf_dip", reporter="CHN")[0]
    return found


def print_text(part: RenderableType) -> str:
    """Return what a part looks like in a pipe."""
    console = Console(width=120, markup=False, emoji=False, highlight=False)
    with console.capture() as printed:
        console.print(part)
    return printed.get()


def test_a_book_shows_its_level_its_regimes_and_its_turns(book: BookTurns) -> None:
    text = print_text(render_turns(book.series, book.turns, book.grounded, book.artefacts, book.places))
    for words in (
        "investment_position of CHN -> RUS", "bn USD in 2024; half of it within", "2018  2019",
        "level ↑", " with 90%", "but for the feed", "shared: ", "revision: China's book was revised",
        "other books turned then", "other partners of China turned then", "rows more; --json has all of them",
    ):  # fmt: skip
        assert words in text
    assert max(len(line) for line in text.splitlines()) <= 120


def test_nothing_is_shown_outside_the_window(book: BookTurns) -> None:
    text = print_text(render_turns(book.series, book.turns, (), (), range(0)))
    assert "nothing in this window" in text


def test_an_overview_has_a_line_a_book(book: BookTurns) -> None:
    text = print_text(render_overview([(book.series, book.turns, book.grounded), (book.series, book.turns, ())]))
    assert "but for the feed: shared" in " ".join(text.split())
    assert "none" in text
    assert text.rstrip().endswith("there is no score of a relation.")


def test_the_chart_says_whose_turn_it_is(book: BookTurns) -> None:
    chart = draw_turns(book.series, book.turns, book.grounded, book.artefacts, book.places)
    assert chart.words.title == "Investment position, China to Russia: no turn, or the feed’s"
    assert chart.words.subtitle == "bn USD by year, level with its 90% band"
    assert [(mark.text, mark.kind) for mark in chart.marks] == [("2020: the feed?", "turn")]
    plain = [replace(entry, artefacts=()) for entry in book.grounded]
    assert draw_turns(book.series, book.turns, plain, (), book.places).words.title.endswith(": turned in 2020")


def test_the_chart_has_a_band_and_leaves_gaps(book: BookTurns) -> None:
    values = np.where(np.arange(book.series.values.size) == 6, np.nan, book.series.values)
    series = replace(book.series, values=values)
    chart = draw_turns(series, book.turns, (), book.artefacts, book.places)
    assert chart.tabulate().heads == ("period (M USD)", "values", "level", "level, low", "level, high")
    row = {str(row[0]): row[1:] for row in chart.tabulate().rows}["2020"]
    assert row[0] is None
    assert row[1] is not None
    assert [(mark.text, mark.kind) for mark in chart.marks] == [("shared", "artefact")]


def test_names_that_would_overlap_are_left_out(book: BookTurns) -> None:
    (entry,) = book.grounded
    near = replace(entry.turn, period=entry.turn.period.shift(1), size_sd=1.0)
    both = [GroundedTurn(entry.turn), GroundedTurn(near)]
    chart = draw_turns(book.series, book.turns, both, (), book.places)
    assert [mark.text for mark in chart.marks] == ["2020", "2021"]
    days = {f"{year}": year for year in range(2018, 2025)}
    many = [GroundedTurn(replace(entry.turn, period=entry.turn.period.shift(year - 2020))) for year in days.values()]
    crowded = draw_turns(book.series, book.turns, [*many, *both], (), book.places)
    assert sum(not mark.text for mark in crowded.marks) > 0


def test_charts_stand_beneath_each_other(book: BookTurns) -> None:
    chart = draw_turns(book.series, book.turns, book.grounded, book.artefacts, book.places)
    stack = Stack(Words("Two books"), (chart, chart))
    assert stack.draw().height > 2 * chart.draw().height
    assert stack.tabulate().heads[0] == "chart"
    assert len(stack.tabulate().rows) == 2 * len(chart.tabulate().rows)


def test_a_command_draws_a_file(tmp_path: Path) -> None:
    plot = facta.turns("CHN", "RUS", measure="vote_rank", store=tmp_path).plot()
    assert "Vote rank, China to Russia" in plot.title
    assert plot.save(tmp_path / "rank.svg").stat().st_size < 40_000


def test_an_alarm_is_never_drawn_as_a_level_of_relations(book: BookTurns) -> None:
    alarm = replace(book.series, measure="net_score")
    chart = draw_turns(alarm, book.turns, (), (), book.places)
    assert chart.words.subtitle.endswith("context, no level of relations")
