"""Levels and turns, as Python and as a document."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import facta
from facta.changes.grounds import ArtefactKind
from facta.desk import TurnsResult, encode_result, write_schemas
from facta.desk.measuring import NoSeries, WrongSides
from facta.errors import UnknownName


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> TurnsResult:
    """Return China's direct investment in Russia by both books."""
    store = tmp_path_factory.mktemp("store")
    return facta.turns("CHN", "RUS", measure="investment_position", source="imf_dip", store=store)


def read(result: TurnsResult) -> dict[str, Any]:
    """Return the document of a result, held against its schema."""
    document: dict[str, Any] = json.loads(encode_result(result))
    Draft202012Validator(write_schemas()["turns"]).validate(document)
    return document


def test_there_is_a_level_for_each_book(found: TurnsResult) -> None:
    assert [book.series.book.reporter for book in found] == ["CHN", "RUS"]
    document = read(found)
    for series in document["series"]:
        assert [row["period"] for row in series["level"]] == sorted(row["period"] for row in series["level"])
        for row in series["level"]:
            assert row["low90"] <= row["low50"] <= row["mean"] <= row["high50"] <= row["high90"]
    assert document["series"][0]["level"][0]["period"] == "2018"
    assert sum(document["series"][0]["counts"]) == pytest.approx(1)


def test_the_turn_of_a_revised_book_is_marked_and_discounted(found: TurnsResult) -> None:
    (turn,) = read(found)["series"][0]["turns"]
    assert (turn["date"], turn["kind"], turn["direction"]) == ("2020", "level", "up")
    assert turn["low"] <= turn["date"] <= turn["high"]
    assert turn["probability"] < 0.2 < turn["undiscounted"]
    assert {mark["kind"] for mark in turn["artefacts"]} == {"revision", "shared"}
    assert turn["artefact"].startswith(turn["artefacts"][0]["kind"])
    kinds = {entry["kind"] for entry in turn["evidence"]}
    assert {"figure", "row", "state"} <= kinds
    assert [row["date"] for row in found.rows()] == ["2020"]


def test_what_the_feed_did_is_listed_without_a_turn(found: TurnsResult) -> None:
    kinds = [entry.kind for entry in found[1].artefacts]
    assert (kinds, found[1].grounded) == ([ArtefactKind.END], ())


def test_a_window_chooses_what_is_shown_and_not_what_is_known(found: TurnsResult, tmp_path: Path) -> None:
    ask = partial(facta.turns, "CHN", "RUS", measure="investment_position", source="imf_dip", reporter="CHN")
    (later,) = ask(window="2021..", store=tmp_path)
    assert (later.grounded, later.artefacts) == ((), ())
    assert [row["period"] for row in later.list_levels()] == ["2021", "2022", "2023", "2024"]
    assert later.list_levels() == found[0].list_levels()[3:]
    (none,) = ask(window="1990..1991", store=tmp_path)
    assert (none.places, none.list_levels()) == (range(0), [])


def test_as_of_a_day_nothing_later_is_known(tmp_path: Path) -> None:
    (book,) = facta.turns(
        "CHN", "RUS", measure="investment_position", as_of="2023", store=tmp_path, source="imf_dip", reporter="CHN"
    )
    last = book.list_levels()[-1]
    assert last["period"] < "2023"
    assert last["mean"] is not None


def test_several_measures_keep_their_levels_apart(tmp_path: Path) -> None:
    result = facta.turns("CHN", "RUS", measure=["trade_share", "vote_agreement"], store=tmp_path, window="2010..")
    assert [book.series.measure for book in result] == ["trade_share", "vote_agreement"]
    assert result.relation == "CHN RUS"
    assert not result.is_overview


def test_a_pair_without_a_measure_gives_every_book(islands: Path, tmp_path: Path) -> None:
    result = facta.turns("KAZ", "UZB", store=tmp_path)
    assert result.is_overview
    keys = {(book.series.measure, book.series.relation, book.series.book) for book in result}
    assert len(keys) == len(result.books) > 5
    assert all(book.turns.n >= 6 for book in result)
    assert not any(entry.company for book in result for entry in book.grounded)
    few = facta.turns("KAZ -- UZB", source="cow_trade", store=tmp_path)
    assert {book.series.book.source for book in few} == {"cow_trade"}


def test_a_short_series_has_a_level_and_no_turn(islands: Path) -> None:
    (book, *_) = facta.turns("FJI", "TON", measure="trade", store=islands / "store")
    assert (len(book.list_levels()), book.grounded) == (5, ())
    assert any("too few" in note for note in book.turns.notes)


def test_says_what_would_fill_it(islands: Path) -> None:
    result = facta.turns("FJI", "VUT", measure="net_score", store=islands / "store")
    assert (result.books, result.fill) == ((), ("gdelt_net",))
    assert read(result)["series"] == []


def test_refuses_what_has_no_level(tmp_path: Path) -> None:
    with pytest.raises(NoSeries, match="deals gives rows, not a series"):
        facta.turns("CHN", "RUS", measure="deals", store=tmp_path)
    with pytest.raises(WrongSides, match="gdp takes one state"):
        facta.turns("CHN", "RUS", measure="gdp", store=tmp_path)
    with pytest.raises(WrongSides, match="an overview takes two states"):
        facta.turns("CHN", store=tmp_path)
    with pytest.raises(UnknownName, match="unknown argument of an overview 'of'"):
        facta.turns("CHN", "RUS", of="crude", store=tmp_path)
    with pytest.raises(UnknownName, match=r"unknown measure 'trdae'\. Nearest: trade"):
        facta.turns("CHN", "RUS", measure="trdae", store=tmp_path)


def test_a_result_draws_itself(found: TurnsResult, tmp_path: Path) -> None:
    plot = found.plot()
    file = plot.save(tmp_path / "turns.svg")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert text.count("level with its 90% band") == 2
    assert "2020: the feed?" in text
