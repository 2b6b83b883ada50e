from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

import facta
from facta.briefs.heat import draw_heat
from facta.domain import Pair, Relation, Status, find_parties
from facta.errors import UnknownName
from facta.measures import find_measure
from facta.measures.assembly import build_series
from facta.sources import Source, list_breaks, list_sources
from facta.store import Store

HEAD = "ccode1,ccode2,year,flow1,flow2\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store of arms transfers of two stretches of years, with a gap between them."""
    store = Store(tmp_path / "store", tmp_path / "none")
    for name, years in (("early", (1991, 1992)), ("late", (1995, 1996))):
        rows = "".join(f"Russia,China,{year},12,365,710\n" for year in years)
        text = f"supplier,recipient,year,value,supplier_cown,recipient_cown\n{rows}"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        store.load("sipri_tiv", tmp_path / f"{name}.csv", dt.date(2026, 11, 22))
    return store


def test_every_source_says_what_users_must_know(tmp_path: Path) -> None:
    described = facta.sources(store=tmp_path / "none").sources
    assert [entry["source"] for entry in described] == list(list_sources())
    for entry in described:
        assert all(
            entry[name] for name in ("title", "publisher", "licence", "citation", "covers", "indicators", "fill")
        )
        assert entry["lag_days"] >= 0
        assert entry["rows"] == 0 or entry["loaded"]


def test_a_row_of_two_loads_counts_once(tmp_path: Path) -> None:
    def count() -> int:
        return int(facta.sources("cow_trade", store=tmp_path / "store").sources[0]["rows"])

    (tmp_path / "a.csv").write_text(f"{HEAD}710,365,2012,10,7\n", encoding="utf-8")
    bare = count()
    facta.load("cow_trade", tmp_path / "a.csv", store=tmp_path / "store")
    assert count() == bare


def test_a_gap_between_two_loads_is_not_covered(store: Store) -> None:
    (cover,) = store.coverage()
    assert [(first.year, last.year) for first, last in cover.spans] == [(1991, 1992), (1995, 1996)]
    assert cover.gaps == ((dt.date(1993, 1, 1), dt.date(1994, 12, 31)),)


def test_silence_in_a_gap_is_missing_and_not_zero(store: Store) -> None:
    (cover,) = store.evidence().coverage("arms_transfers")
    relation = Relation(find_parties("FRA"), find_parties("CHN"))
    blank = find_measure("arms_transfers").begin(relation)
    series = build_series(blank, (), Pair("FRA", "CHN"), cover)
    said = [Status(status) for status in series.status]
    assert said == [Status.ZERO] * 2 + [Status.NOT_COVERED] * 2 + [Status.ZERO] * 2
    assert np.isnan(series.values[0]).tolist() == [False, False, True, True, False, False]


def test_an_as_of_cut_ends_the_coverage_and_its_gaps(store: Store) -> None:
    (cover,) = store.evidence(dt.date(1994, 6, 1)).coverage("arms_transfers")
    assert (cover.window.end, cover.gaps) < (dt.date(1994, 6, 1), ())


def test_coverage_by_month_shows_the_days_that_are_missing(store: Store) -> None:
    (shown,) = facta.sources("sipri_tiv", store=store.folder).sources[0]["coverage"]
    by_year = dict(zip(range(int(shown["first"]), int(shown["last"]) + 1), shown["shares"], strict=True))
    assert by_year[1993] == 1  # the starter evidence beneath covers it


def test_coverage_of_a_state_counts_its_partners(tmp_path: Path) -> None:
    by_state = facta.sources("imf_dip", states=["Russia"], store=tmp_path / "none").sources[0]["coverage"][0]
    overall = facta.sources("imf_dip", store=tmp_path / "none").sources[0]["coverage"][0]
    assert (by_state["of"], by_state["by"], len(by_state["shares"])) == ("states", "year", len(overall["shares"]))
    assert by_state["most"] < overall["most"]


def test_unknown_names_are_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Nearest: cow_trade"):
        facta.sources("cow_trad", store=tmp_path)
    with pytest.raises(UnknownName, match="state 'Rusia'"):
        facta.sources("cow_trade", states=["Rusia"], store=tmp_path)


def test_a_heat_strip_has_a_mark_for_nothing_and_one_for_everything() -> None:
    cover = {"indicator": "events", "of": "days", "most": None, "by": "month", "first": "2018-01", "last": "2018-05"}
    strip = draw_heat({**cover, "shares": [0, 0.1, 0.5, 0.99, 1]}).plain
    assert strip.splitlines() == ["events, share of days covered", "·░▒▓█", "2018-01..2018-05, 1 month a mark"]


def test_a_long_strip_is_drawn_with_several_years_a_mark() -> None:
    cover = {"indicator": "trade", "of": "states", "most": 9, "by": "year", "first": "1815", "last": "2014"}
    lines = draw_heat({**cover, "shares": [1.0] * 200}).plain.splitlines()
    assert len(lines[1]) <= 72
    assert lines[2] == "1815..2014, 3 years a mark"


def test_the_calendar_of_artefacts_holds_what_users_of_these_feeds_know() -> None:
    listed = {(source, entry.since, entry.kind) for source, entry in list_breaks()}
    assert listed >= {
        ("gdelt_v1", dt.date(2013, 4, 1), "method"),
        ("gdelt_v2", dt.date(2015, 2, 18), "start"),
        ("gdelt_v2", dt.date(2025, 6, 15), "gap"),
        ("icews", dt.date(2023, 4, 11), "end"),
        ("imf_dip", dt.date(2020, 12, 31), "revision"),
    }
    assert [entry.since for _, entry in list_breaks()] == sorted(entry.since for _, entry in list_breaks())


@pytest.mark.parametrize("source", list_sources().values(), ids=list(list_sources()))
def test_artefacts_lie_in_the_time_of_their_source_and_name_what_it_yields(source: Source) -> None:
    for entry in source.breaks:
        assert entry.until is None or entry.since <= entry.until
        assert source.covers[1] is None or entry.since <= source.covers[1] + dt.timedelta(days=1)
        assert set(entry.indicators) <= set(source.indicators)
