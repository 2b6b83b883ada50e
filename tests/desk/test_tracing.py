"""What a trace finds behind a figure: every row that it rests on, and none of another window."""

from __future__ import annotations

from pathlib import Path

import pytest

import facta
from facta.desk.results import TraceResult


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """Return a store that does not exist, so that nothing but the starter evidence is seen."""
    return tmp_path / "none"


def kinds(traced: TraceResult) -> set[str]:
    return {str(row.get("kind") or row["indicator"]) for row in traced.found}


def test_verified_incidents_lead_to_the_register_of_incidents(nowhere: Path) -> None:
    traced = facta.trace("count(verified(material_conflict(CHN -- RUS))[1969], within=30d) >= 1", store=nowhere)
    assert kinds(traced) == {"armed_clash"}
    assert {(row["source"], row["start"][:4]) for row in traced.found} == {("registers", "1969")}


def test_votes_lead_to_ballots_and_to_the_roll_calls_that_they_answer(nowhere: Path) -> None:
    text = "vote_agreement(CHN -- RUS)[2019] > 50%"
    traced = facta.trace(text, store=nowhere)
    assert kinds(traced) == {"vote", "roll_call"}
    (book,) = facta.ask(text, store=nowhere).readings[0].by_source
    assert set(book.origins) == {origin.id for origin in traced.origins}


def test_a_figure_of_which_only_a_bound_is_known_leads_to_its_row(nowhere: Path) -> None:
    text = "cited(CHN -- RUS, figure=share_of_payments)[2023-06] > 70%"
    (book,) = (book for book in facta.ask(text, store=nowhere).readings[0].by_source if book.figure is not None)
    assert book.notes == ("a lower bound",)
    assert {row["origin"] for row in facta.trace(text, store=nowhere).found} >= set(book.origins)


def test_a_change_rests_on_its_two_ends_and_no_other_year(nowhere: Path) -> None:
    text = "change(flow(RUS -> CHN, of=crude))[2020..2021] > 0%"
    origins = {origin for book in facta.ask(text, store=nowhere).readings[0].by_source for origin in book.origins}
    found = facta.trace(text, store=nowhere).found
    assert origins == {row["origin"] for row in found}
    assert {(row["period_start"][:4], row["variant"]) for row in found} == {("2020", "crude"), ("2021", "crude")}


def test_measures_that_stand_twice_are_found_once(nowhere: Path) -> None:
    once = facta.trace("trade(CHN -- RUS, source=cow_trade)[2014] > 1 USD", store=nowhere)
    twice = "trade(CHN -- RUS, source=cow_trade)[2014] > 1 USD and trade(CHN -- RUS, source=cow_trade)[2014] < 9 bn USD"
    assert facta.trace(twice, store=nowhere).found == once.found
