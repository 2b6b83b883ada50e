"""The calendar of artefacts, and how much of a turn it explains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import facta
from facta.changes import Direction, Level, Turn, TurnKind, Turns
from facta.changes.grounds import Artefact, ArtefactKind, list_calendar, weigh_calendar
from facta.domain import Book, Frequency, Period, Series, Splice


def parse(text: str) -> Period:
    return Period.parse(text)


def turn_in(first: str, last: str, probability: float = 0.9) -> Turn:
    """Return a turn of the level with its interval."""
    return Turn(parse(first), parse(first), parse(last), probability, TurnKind.LEVEL, Direction.UP, 1.0, 3.0)


def turns_of(*turns: Turn, n: int = 20) -> Turns:
    """Return turns whose number is certain."""
    blank = np.zeros(n)
    level = Level(Frequency.YEAR, 2000, blank, blank, blank, blank, blank, is_filtered=False)
    return Turns(Frequency.YEAR, 2000, turns, blank, np.eye(len(turns) + 1)[-1], level, 1.0, 0.0, n, ())


def read_book(reporter: str) -> Series:
    found: Series = facta.measure("investment_position", "CHN -> RUS", source="imf_dip", reporter=reporter)[0]
    return found


def test_an_entry_of_one_states_book_is_of_that_book_alone() -> None:
    theirs, ours = (list_calendar(read_book(name), ("CHN", "RUS")) for name in ("CHN", "RUS"))
    assert [(str(entry.period), entry.kind) for entry in theirs] == [("2020", ArtefactKind.REVISION)]
    assert [(str(entry.period), entry.kind) for entry in ours] == [("2021", ArtefactKind.END)]


def test_what_passed_has_an_edge_at_either_end() -> None:
    trade: Series = facta.measure("trade", "CHN -- RUS", source="imf_dots")[0]
    scale = [entry for entry in list_calendar(trade, ("CHN", "RUS")) if entry.kind is ArtefactKind.SCALE]
    assert all(entry.share == ArtefactKind.SCALE.odds for entry in scale)
    assert list_calendar(trade.span(1948, 1950), ("CHN", "RUS")) == []


def test_a_splice_is_an_artefact() -> None:
    series = facta.measure("trade", "CHN -- RUS", source="cow_trade")[0]
    link = Splice(parse("2000"), Book("alpha"), Book("beta"), 0, np.nan, np.nan)
    (found,) = list_calendar(replace(series, splices=(link,)), ("CHN", "RUS"))
    assert (found.kind, found.period) == (ArtefactKind.SPLICE, parse("2000"))
    assert "no common period" in found.text


@pytest.mark.parametrize(("kind", "odds"), [("method", 0.5), ("revision", 0.5), ("dates", 0.01), ("gap", 0.0)])
def test_what_is_mended_or_missing_hardly_moves_a_level(kind: str, odds: float) -> None:
    assert ArtefactKind(kind).odds == odds


def test_the_share_is_how_often_an_entry_moves_a_level_against_the_world() -> None:
    entry = Artefact(ArtefactKind.METHOD, "counted otherwise", parse("2010"), 0.5)
    turn = turn_in("2010", "2010", 1.0)
    (found,) = weigh_calendar(turn, turns_of(turn), [entry])
    assert found.share == pytest.approx(0.5 / (0.5 + 1 - np.exp(-1 / 20)))


def test_a_wide_interval_and_a_restless_series_explain_less() -> None:
    entry = Artefact(ArtefactKind.METHOD, "counted otherwise", parse("2010"), 0.5)
    narrow, wide = turn_in("2010", "2010"), turn_in("2006", "2013")
    shares = [next(iter(weigh_calendar(turn, turns_of(turn), [entry]))).share for turn in (narrow, wide)]
    restless = turns_of(narrow, turn_in("2002", "2002"), turn_in("2005", "2005"))
    shares.append(next(iter(weigh_calendar(narrow, restless, [entry]))).share)
    assert shares[0] > max(shares[1:])


def test_an_entry_outside_the_interval_explains_nothing() -> None:
    entry = Artefact(ArtefactKind.METHOD, "counted otherwise", parse("2014"), 0.5)
    turn = turn_in("2010", "2013")
    assert list(weigh_calendar(turn, turns_of(turn), [entry])) == []
