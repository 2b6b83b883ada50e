"""The windows of a reading against a day."""

from __future__ import annotations

import datetime as dt

import pytest

from facta.forecasts import clip_windows, close_windows, end_windows, last_day, shift_windows
from facta.language import Windowed, parse_reading, walk

DAY = dt.date(2020, 6, 30)


def windows(node: object) -> list[str]:
    return [str(part.window) for part in walk(node) if isinstance(part, Windowed)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "clipped", "closed", "ended"),
    [
        ("exists(disputes(CHN -- RUS))[2015..2025]", "2015..2020-06", "2015..2025", "2015..2025"),
        ("exists(disputes(CHN -- RUS))[2015..]", "2015..", "2015..2020-06", "2015..2017"),
        ("exists(disputes(CHN -- RUS))[..2018]", "..2018", "..2018", "..2018"),
        ("exists(disputes(CHN -- RUS))[2022..2025]", "2022..2025", "2022..2025", "2022..2025"),
        ("exists(disputes(CHN -- RUS))[2022..]", "2022..", "2022..", "2022..2024"),
    ],
)
def test_each_changes_only_the_ends_that_it_is_about(text: str, clipped: str, closed: str, ended: str) -> None:
    node = parse_reading(text)
    assert windows(clip_windows(node, DAY)) == [clipped]
    assert windows(close_windows(node, DAY)) == [closed]
    assert windows(end_windows(node, 3)) == [ended]


def test_the_last_day_is_that_of_any_part() -> None:
    node = parse_reading("trade(CHN -- RUS)[2012] > trade(CHN -- RUS)[2018] and exists(disputes(CHN -- RUS))[2010..]")
    assert last_day(node) == dt.date(2018, 12, 31)
    assert last_day(parse_reading("exists(disputes(CHN -- RUS))[2010..]")) is None


def test_all_windows_move_together() -> None:
    node = shift_windows(parse_reading("trade(CHN -- RUS)[2016-02] > trade(CHN -- RUS)[2015-02]"), -1)
    assert windows(node) == ["2015-02", "2014-02"]  # the last day of February stays the last
    assert windows(shift_windows(node, 1)) == ["2016-02", "2015-02"]


def test_no_window_leaves_the_calendar() -> None:
    with pytest.raises(ValueError, match="year"):
        shift_windows(parse_reading("trade(CHN -- RUS)[2016] > 1 M USD"), -3000)
