"""Rows that may begin, and rows that go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from facta.domain import Book, Row, RowSet, Window
from facta.forecasts.draws import Record, Shocks, draw_repeated, draw_starts, measure_hazard, read_record

TODAY = dt.date(2010, 12, 31)
SHOCKS = Shocks(2000, 3)
AHEAD = Window.parse("2011..2013")

Build = Callable[..., Row]


def record_of(*rows: Row, reach: str | None = "1990..2020", today: dt.date = TODAY) -> Record:
    found = RowSet("disputes", "CHN -- RUS", Book("register"), rows, Window.parse(reach) if reach else None)
    record = read_record(found, today)
    assert record is not None
    return record


def chance(record: Record, window: Window = AHEAD) -> float:
    """Return the part of the draws in which at least one row lies in the window."""
    return float((~np.isnan(draw_starts(record, window, SHOCKS, "key"))).any(axis=1).mean())


def test_none_ever_is_unlikely_and_one_a_year_likely(build_row: Build) -> None:
    yearly = [build_row(f"{year}-05-01") for year in range(1991, 2011)]
    assert 0 < chance(record_of()) < 0.15
    assert chance(record_of(*yearly)) > 0.85
    assert chance(record_of(*yearly[::5])) < chance(record_of(*yearly))


def test_a_longer_window_is_likelier(build_row: Build) -> None:
    record = record_of(*(build_row(f"{year}-05-01") for year in range(1991, 2011, 4)))
    shares = [chance(record, Window.parse(f"2011..{year}")) for year in (2011, 2013, 2018)]
    assert shares == sorted(shares)
    assert shares[2] - shares[0] > 0.1


def test_starts_lie_in_the_window_and_after_what_is_known(build_row: Build) -> None:
    record = record_of(*(build_row(f"{year}-05-01") for year in range(1991, 2011)))
    for window, first in (
        (Window.parse("2009..2013"), dt.date(2011, 1, 1)),
        (Window.parse("2012..2013"), dt.date(2012, 1, 1)),
    ):
        starts = draw_starts(record, window, SHOCKS, "key")
        known = starts[~np.isnan(starts)]
        assert known.size
        assert known.min() >= first.toordinal()
        assert known.max() <= dt.date(2013, 12, 31).toordinal()


def test_a_spell_that_goes_on_mostly_goes_on(build_row: Build) -> None:
    allied = record_of(build_row("1995..2010", "alliance"))
    near, far = (chance(allied, Window.parse(year)) for year in ("2012", "2040"))
    assert near > 0.85
    assert far < near - 0.2


def test_a_spell_that_ended_does_not_go_on(build_row: Build) -> None:
    ended = record_of(build_row("1995..2004", "alliance"))
    assert ended.going == ()
    assert ended.lengths.tolist() == [(dt.date(2004, 12, 31) - dt.date(1995, 1, 1)).days]
    assert chance(ended, Window.parse("2012")) < 0.3


def test_a_spell_that_is_known_to_reach_into_the_window_is_not_drawn_again(build_row: Build) -> None:
    def count(days: str) -> float:
        """Return the part of the draws in which a row goes on from before the window."""
        starts = draw_starts(record_of(build_row(days, "alliance")), Window.parse("2011..2012"), SHOCKS, "key")
        return float((starts == dt.date(2008, 1, 1).toordinal()).any(axis=1).mean())

    assert count("2008..2010") > 0.8
    assert count("2008..2011-06") < 0.1


def test_a_record_that_ends_earlier_is_bridged(build_row: Build) -> None:
    rows = [build_row(f"{year}-05-01") for year in range(1991, 2009, 4)]
    late, early = record_of(*rows), record_of(*rows, reach="1990..2005")
    assert (late.edge, early.edge) == (TODAY, dt.date(2005, 12, 31))
    assert early.years >= 0  # a row after the end of the record has not lasted
    first = draw_starts(early, Window.parse("2004..2012"), SHOCKS, "key")
    assert dt.date(2006, 1, 1).toordinal() <= np.nanmin(first) < dt.date(2007, 6, 1).toordinal()


def test_a_register_begins_with_its_first_row_which_does_not_count(build_row: Build) -> None:
    rows = [build_row(f"{year}-05-01") for year in (2004, 2006, 2009)]
    record = record_of(*rows, reach=None)
    assert record.counts.size == 6
    assert record.counts.sum() == 2
    none = RowSet("deals", "CHN -- RUS", Book("register"), (), None)
    assert read_record(none, TODAY) is None
    assert read_record(RowSet("deals", "CHN -- RUS", Book("register"), (rows[-1],), None), dt.date(2010, 3, 1)) is None


def test_an_end_is_likelier_where_ends_were_frequent(build_row: Build) -> None:
    lasting = build_row("1990..2010", "alliance")
    assert measure_hazard([], TODAY) == 0.5
    assert measure_hazard([lasting], TODAY) < 0.05
    brief = [build_row(f"{year}-01-01..{year}-06-30") for year in range(2000, 2010)]
    assert measure_hazard(brief, TODAY) > 1.0


def test_the_same_seed_and_key_draw_alike(build_row: Build) -> None:
    record = record_of(build_row("1995-05-01"), build_row("2003-05-01"))
    once, again = (draw_starts(record, AHEAD, SHOCKS, "key") for _ in range(2))
    np.testing.assert_array_equal(once, again)
    assert not np.array_equal(once, draw_starts(record, AHEAD, SHOCKS, "another"))


def test_the_naive_rival_repeats_the_last_year(build_row: Build) -> None:
    steady = record_of(*(build_row(f"{year}-05-01") for year in range(1990, 2011)))
    starts = draw_repeated(steady, AHEAD, SHOCKS, "key")
    assert (~np.isnan(starts)).sum(axis=1) == pytest.approx(3, abs=1)
    ongoing = record_of(build_row("1995..2010", "alliance"))
    kept = draw_repeated(ongoing, Window.parse("2030"), SHOCKS, "key")
    assert (kept[:, -1] == dt.date(1995, 1, 1).toordinal()).all()


def test_windows_see_parts_of_one_process(build_row: Build) -> None:
    record = record_of(*(build_row(f"{year}-05-01") for year in range(1991, 2009, 3)))
    until = dt.date(2020, 12, 31)
    short, long = (
        (~np.isnan(draw_starts(record, Window.parse(window), SHOCKS, "key", until))).sum(axis=1)
        for window in ("2011..2012", "2011..2014")
    )
    assert (short <= long).all()
    assert (short < long).any()


def test_fewer_rows_are_never_ahead_of_more(build_row: Build) -> None:
    rows = [build_row(f"{year}-05-01") for year in range(1990, 2011, 2)]
    some, more = (
        (~np.isnan(draw_starts(record_of(*kept), Window.parse("2011..2013"), SHOCKS, "key"))).any(axis=1)
        for kept in (rows[::4], rows)
    )
    assert (some <= more).mean() > 0.98
