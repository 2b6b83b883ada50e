"""Periods and windows: read, written, nested, moved."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.domain import ALWAYS, Frequency, Period, Window
from facta.errors import ImpossibleWindow

DAYS = st.dates(dt.date(1800, 1, 1), dt.date(2200, 1, 1))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2014-H1", "2014-01-01", "2014-06-30"),
        ("2014-H2", "2014-07-01", "2014-12-31"),
        ("2014-Q3", "2014-07-01", "2014-09-30"),
        ("2014-03", "2014-03-01", "2014-03-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2014-03-09", "2014-03-09", "2014-03-09"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, start: str, end: str) -> None:
    period = Period.parse(text)
    assert (period.start.isoformat(), period.end.isoformat(), str(period)) == (start, end, text)


@pytest.mark.parametrize("text", ["", "14", "2014-13", "2014-Q5", "2014-H3", "2014-02-30", "0000", "2014-3", "x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleWindow, match="Write a period such as 2014, 2014-03 or 2014-03-09"):
        Period.parse(text)


@given(DAYS, st.sampled_from(Frequency), st.integers(-50, 50))
def test_periods_tile_the_calendar(day: dt.date, frequency: Frequency, count: int) -> None:
    period = Period.containing(day, frequency)
    assert period.start <= day <= period.end
    assert period.shift(1).start == period.end + dt.timedelta(days=1)
    assert period.shift(count).shift(-count) == period
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("text", "start", "end", "frequency"),
    [
        ("2010..2014-06", dt.date(2010, 1, 1), dt.date(2014, 6, 30), Frequency.MONTH),
        ("2010..", dt.date(2010, 1, 1), None, Frequency.YEAR),
        ("..2014-Q1", None, dt.date(2014, 3, 31), Frequency.QUARTER),
        ("2014-03-09", dt.date(2014, 3, 9), dt.date(2014, 3, 9), Frequency.DAY),
    ],
)
def test_windows(text: str, start: dt.date | None, end: dt.date | None, frequency: Frequency) -> None:
    assert Window.parse(text) == Window(start, end, frequency)


@pytest.mark.parametrize("text", ["2014..2010", "..", "2014..2013-06", "a..b", "2014...2015"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleWindow, match="impossible window"):
        Window.parse(text)


def test_a_window_cannot_end_before_it_starts() -> None:
    with pytest.raises(ImpossibleWindow, match=r"2014-01-02\.\.2014-01-01"):
        Window(dt.date(2014, 1, 2), dt.date(2014, 1, 1))


@given(DAYS, st.integers(0, 4000))
def test_a_written_window_reads_back_to_the_same_days(day: dt.date, length: int) -> None:
    window = Window(day, day + dt.timedelta(days=length))
    back = Window.parse(str(window))
    assert (back.start, back.end) == (window.start, window.end)


@given(DAYS, st.integers(0, 4000), st.sampled_from(Frequency))
def test_the_periods_of_a_window_lie_wholly_in_it(day: dt.date, length: int, frequency: Frequency) -> None:
    window = Window(day, day + dt.timedelta(days=length))
    first, last = window.ordinals(frequency)
    assert first is not None
    assert last is not None
    assert all(window.covers(Period(frequency, ordinal)) for ordinal in {first, last} if first <= last)
    assert not window.covers(Period(frequency, first - 1))
    assert not window.covers(Period(frequency, last + 1))


def test_an_open_end_has_no_ordinal() -> None:
    assert Window.parse("2010..").ordinals(Frequency.YEAR) == (2010, None)
    assert ALWAYS.ordinals(Frequency.MONTH) == (None, None)
    assert ALWAYS.covers(Period.parse("2014"))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("2010..2014", "2012..", "2012..2014"),
        ("2010", "2011", None),
        ("..2014", "2014-06..", "2014-06..2014"),
        ("..", "..", ".."),
    ],
)
def test_what_two_windows_share(one: str, other: str, shared: str | None) -> None:
    a, b = (ALWAYS if text == ".." else Window.parse(text) for text in (one, other))
    assert (str(a.clip(b)) if a.clip(b) else None) == shared


@pytest.mark.parametrize(
    ("text", "first", "last", "moved"),
    [("2010..2014", -1, -1, "2009..2013"), ("2014-03", 0, 1, "2014-03..2014-04"), ("2010..", 1, 1, "2011..")],
)
def test_moving_the_ends(text: str, first: int, last: int, moved: str) -> None:
    assert str(Window.parse(text).move(first, last)) == moved


@pytest.mark.parametrize(("text", "first", "last"), [("0001..2014", -1, 0), ("2014..9999", 0, 1), ("2014..2015", 3, 0)])
def test_a_move_out_of_the_calendar_or_past_the_other_end_is_refused(text: str, first: int, last: int) -> None:
    with pytest.raises(ImpossibleWindow, match="impossible window"):
        Window.parse(text).move(first, last)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("FY2019/20", dt.date(2019, 4, 1), dt.date(2020, 3, 31)),
        ("FY2019/2020", dt.date(2019, 4, 1), dt.date(2020, 3, 31)),
        ("FY1999/00-07", dt.date(1999, 7, 1), dt.date(2000, 6, 30)),
        ("FY2019/20-10", dt.date(2019, 10, 1), dt.date(2020, 9, 30)),
        ("FY2017/18..FY2019/20", dt.date(2017, 4, 1), dt.date(2020, 3, 31)),
        ("FY2017/18..2019-06", dt.date(2017, 4, 1), dt.date(2019, 6, 30)),
    ],
)
def test_fiscal_years(text: str, start: dt.date, end: dt.date) -> None:
    window = Window.parse(text)
    assert (window.start, window.end) == (start, end)
    assert Window.parse(str(window)) == Window(start, end, Frequency.MONTH)


def test_a_fiscal_year_moves_by_a_year() -> None:
    assert str(Window.parse("FY2019/20").move(1, 1)) == "2020-04..2021-03"
    assert str(Window.parse("FY2017/18..FY2019/20").move(-1)) == "2016-04..2020-03"
    assert Window.parse("FY2017/18").clip(ALWAYS) == Window.parse("FY2017/18")


@pytest.mark.parametrize("text", ["FY2019/21", "FY2019", "FY2019/20-13", "FY2019/20-00", "FY0000/01", "fy2019/20"])
def test_what_is_no_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleWindow, match="Write a period"):
        Window.parse(text)
