"""Turns with what speaks for them and against them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.handmade import HandEvidence

from facta.changes import detect_turns
from facta.changes.grounds import ArtefactKind, GroundedTurn, Grounds
from facta.domain import Frequency, Relation, Row, find_parties

from .conftest import PARTNERS, draw_flat, measure_one, step_at

Build = Callable[..., HandEvidence]
Books = dict[tuple[str, str, str], Any]


def lay_books(own: float, others: float) -> Books:
    """Return China's book in which Russia's row steps by one factor in 2012 and the others' by another."""
    books = {("CHN", to, "CHN"): step_at(draw_flat(seed), 12, others) for seed, to in enumerate(PARTNERS)}
    return {("CHN", "RUS", "CHN"): step_at(draw_flat(99), 12, own), **books}


def ground(evidence: HandEvidence, relation: Relation, **given: Any) -> tuple[GroundedTurn, ...]:
    """Return the grounded turns of China's book."""
    series = measure_one(evidence, relation, "CHN")
    return Grounds(evidence, relation).ground(series, detect_turns(series), **given)


def test_a_turn_of_the_whole_book_is_marked_and_discounted(build_evidence: Build, pair: Relation) -> None:
    (turn,) = ground(build_evidence(lay_books(2.0, 2.0)), pair)
    assert turn.turn.probability > 0.9
    assert [mark.kind for mark in turn.artefacts] == [ArtefactKind.SHARED]
    assert turn.probability < 0.2
    assert turn.probability == pytest.approx(turn.turn.probability * (1 - turn.artefacts[0].share))


def test_a_turn_of_the_pair_alone_is_left_as_it_is(build_evidence: Build, pair: Relation) -> None:
    (turn,) = ground(build_evidence(lay_books(2.0, 1.0)), pair)
    assert (turn.artefacts, turn.probability) == ((), turn.turn.probability)
    assert [(company.state, company.turned, company.is_state) for company in turn.company] == [("CHN", (), False)]
    assert turn.company[0].count == len(PARTNERS)


def test_what_the_other_sides_book_shows_too_is_not_the_book(build_evidence: Build, pair: Relation) -> None:
    mirror = {("CHN", "RUS", "RUS"): step_at(draw_flat(77), 12, 2.0)}
    (turn,) = ground(build_evidence({**lay_books(2.0, 2.0), **mirror}), pair)
    assert turn.probability > 0.9
    assert [(entry.book.reporter, entry.chance > 0.9) for entry in turn.witnesses] == [("RUS", True)]
    assert turn.asked == 1


def test_says_whether_it_is_the_state(build_evidence: Build, pair: Relation) -> None:
    (turn,) = ground(build_evidence(lay_books(2.0, 2.0)), pair)
    (company,) = turn.company
    assert company.is_state
    assert set(company.turned) == set(PARTNERS)
    assert company.expected < 0.2
    assert str(company).startswith("15 of 15 other partners of China turned then")
    assert ground(build_evidence(lay_books(2.0, 2.0)), pair, with_company=False)[0].company == ()


def test_the_figures_around_it_speak_for_it(build_evidence: Build, pair: Relation) -> None:
    (turn,) = ground(build_evidence(lay_books(2.0, 1.0)), pair)
    years = [figure.period.ordinal for figure in turn.figures]
    assert years == sorted(years)
    assert 1 <= len(years) <= 5
    assert all(2007 <= year <= 2016 and figure.weight > 0 for year, figure in zip(years, turn.figures, strict=True))


def test_rows_of_its_interval_stand_behind_it(build_evidence: Build, pair: Relation) -> None:
    days = {"before": (2009, 2009), "in": (2012, 2012), "ends": (1990, 2012), "after": (2015, 2015)}
    rows = tuple(
        Row(name, "deal", "register", "CHN", "RUS", dt.date(first, 6, 1), dt.date(last, 6, 1), {"rung": "signed"})
        for name, (first, last) in days.items()
    )
    (turn,) = ground(build_evidence(lay_books(3.0, 1.0), rows=rows), pair)
    assert (str(turn.turn.low), str(turn.turn.high)) == ("2012", "2012")
    assert {row.id for row in turn.rows} == {"in", "ends"}


def test_lists_a_step_of_the_book_where_the_pair_did_not_turn(build_evidence: Build, pair: Relation) -> None:
    evidence = build_evidence(lay_books(1.15, 1.6))
    series = measure_one(evidence, pair, "CHN")
    (mark,) = Grounds(evidence, pair).list_artefacts(series)
    assert (mark.kind, str(mark.period)) == (ArtefactKind.SHARED, "2012")
    assert "rose as steeply" in mark.text


def test_of_a_set_there_is_no_company(build_evidence: Build) -> None:
    both = find_parties("RUS").union(find_parties("KAZ"))
    relation = Relation(find_parties("CHN"), both, is_directed=True)
    evidence = build_evidence(lay_books(2.0, 2.0))
    series = measure_one(evidence, relation, "CHN")
    (turn,) = Grounds(evidence, relation).ground(series, detect_turns(series))
    assert (turn.company, turn.artefacts) == ((), ())


def test_a_jump_of_all_reporting_is_marked(build_evidence: Build) -> None:
    relation = Relation(find_parties("CHN"), find_parties("RUS"))
    books: Books = {}
    states = ["AUS", "BRA", "CAN", "DEU", "FRA", "GBR", "IND"]
    pairs = [("CHN", "RUS"), *((one, other) for one in states for other in states if one < other)]
    for seed, (one, other) in enumerate(pairs):
        books[one, other, ""] = np.round(step_at(draw_flat(seed, 36), 20, 2.0))
        books[other, one, ""] = np.round(step_at(draw_flat(seed + 100, 36), 20, 2.0))
    evidence = build_evidence(books, "verbal_conflict", Frequency.MONTH)
    series = measure_one(evidence, relation, "", "verbal_conflict")
    (turn,) = Grounds(evidence, relation).ground(series, detect_turns(series))
    assert str(turn.turn.period) == "2001-09"
    assert [mark.kind for mark in turn.artefacts] == [ArtefactKind.VOLUME]
    assert turn.probability < 0.3 < 0.9 < turn.turn.probability


def test_a_turn_of_the_publishers_own_total_is_marked(build_evidence: Build) -> None:
    relation = Relation(find_parties("CHN"), find_parties("RUS"))
    books = {(*way, ""): np.round(step_at(draw_flat(seed, 36), 20, 2.0)) for seed, way in enumerate(_WAYS)}
    evidence = build_evidence(books, "verbal_conflict", Frequency.MONTH)
    totals = build_evidence({("WLD", "", ""): step_at(draw_flat(9, 36), 20, 3.0)}, "reporting_volume", Frequency.MONTH)
    evidence = HandEvidence((*evidence.runs, *totals.runs))
    series = measure_one(evidence, relation, "", "verbal_conflict")
    (turn,) = Grounds(evidence, relation).ground(series, detect_turns(series))
    assert [mark.text for mark in turn.artefacts] == ["the publisher's own total of events turns then"]
    assert turn.probability < 0.1


_WAYS = ("CHN", "RUS"), ("RUS", "CHN")
