"""Turns in the publishers' own figures: the feed's, and the world's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import facta
from facta.changes import detect_turns
from facta.changes.grounds import ArtefactKind, find_jump, list_calendar, weigh_calendar
from facta.changes.grounds.panels import collect_partners
from facta.changes.grounds.witnesses import list_figures
from facta.domain import Relation, Series, find_parties
from facta.measures import find_measure
from facta.store import Store

BOOKS = "finance/imf_dip_a.csv", "finance/imf_dip_b.csv"
RECIPIENTS = "AUS", "IDN", "KAZ", "RUS", "USA"


@pytest.fixture(scope="module")
def investments(load_file: Callable[..., Store]) -> Store:
    """Return a store with the investment books of all reporters."""
    return load_file("imf_dip", *BOOKS)


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_chinas_book_jumped_in_2020_by_its_partners_alone(investments: Store, recipient: str) -> None:
    relation = Relation(find_parties("CHN"), find_parties(recipient), is_directed=True)
    evidence = investments.evidence()
    (series,) = find_measure("investment_position")(evidence, relation, {"reporter": "CHN"})
    assert isinstance(series, Series)
    panel = collect_partners(evidence, series, relation, "CHN", {})
    jumps = {year: find_jump(series, panel, year, year, 1.0) for year in range(2019, 2025)}
    shares = {year: jump.share if jump else 0.0 for year, jump in jumps.items()}
    assert shares[2020] > 0.6
    assert max(share for year, share in shares.items() if year != 2020) < 0.4


def test_the_calendar_and_the_partners_leave_little_of_the_turn_of_2020(investments: Store) -> None:
    folder = investments.folder
    theirs, ours = facta.turns("CHN", "RUS", measure="investment_position", source="imf_dip", store=folder)
    (entry,) = theirs.grounded
    assert str(entry.turn.period) == "2020"
    assert {mark.kind for mark in entry.artefacts} == {ArtefactKind.REVISION, ArtefactKind.SHARED}
    assert entry.probability < 0.2 < 0.5 < entry.turn.probability
    assert ours.series.book.reporter == "RUS"
    assert ours.grounded == ()


def test_russia_and_ukraine_turned_on_24_february_2022(load_file: Callable[..., Store]) -> None:
    evidence = load_file("gdelt_net", "events/gdelt_daily_net_2018_2022.parquet").evidence()
    relation = Relation(find_parties("RUS"), find_parties("UKR"))
    (series,) = find_measure("net_score")(evidence, relation)
    assert isinstance(series, Series)
    turns = detect_turns(series)
    (turn,) = (turn for turn in turns.turns if turn.period.start.year == 2022)
    assert str(turn.period) == "2022-02-24"
    assert turn.probability > 0.95
    assert list(weigh_calendar(turn, turns, list_calendar(series, ("RUS", "UKR")))) == []
    assert "2022-02-24" in {str(figure.period) for figure in list_figures(series, turns, turn)}
    assert any("never a level of relations" in note for note in series.notes)
