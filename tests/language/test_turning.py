"""Breaks, gradual change, changes in standard deviations, and levels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from facta.domain import Series
from facta.errors import UnitMismatch
from facta.language import Truth, evaluate, parse_reading, start_context
from facta.language.values import Value

from .conftest import NAN, SmallEvidence, build_run

Floats = NDArray[np.float64]
YEARS = np.arange(24)
NOISE = np.random.default_rng(3).normal(size=24)
FLAT = 100 * np.exp(0.03 * NOISE)
STEP = FLAT * np.where(YEARS >= 12, 2.0, 1.0)
GROWTH = FLAT * 1.1**YEARS


def read(values: Floats, text: str) -> Value:
    """Return the one value of a reading about ``flow(CHN -> RUS)``, which begins in 2000."""
    runs = (build_run("trade_flow", "CHN RUS", values),)
    (value,) = evaluate(parse_reading(text), start_context(text, SmallEvidence(runs, ())))
    return value


def tell(values: Floats, text: str) -> Any:
    """Return the truth of a reading, and the figure behind it."""
    truth = read(values, text)
    assert isinstance(truth, Truth)
    assert truth.figure is not None
    return truth


@pytest.mark.parametrize(
    ("values", "window", "is_break"),
    [
        (STEP, "[2010..2014]", True),
        (STEP, "[2012]", True),
        (STEP, "[2000..2008]", False),
        (STEP, "[2016..2023]", False),
        (GROWTH, "", False),
        (FLAT, "", False),
    ],
)
def test_a_step_is_a_break_in_its_window_and_growth_is_none(values: Floats, window: str, is_break: bool) -> None:
    truth = tell(values, f"break(flow(CHN -> RUS)){window} > 50%")
    assert truth.values.tolist() == [float(is_break)]
    assert 0 <= truth.figure.values[0] <= 1


def test_a_break_names_its_date_with_an_interval() -> None:
    notes = tell(STEP, "break(flow(CHN -> RUS))[2010..2014] > 50%").figure.notes
    assert any(note.startswith("level up in 2012, 90% from 2012 to 2012") for note in notes)


@pytest.mark.parametrize(
    ("values", "window", "reason"),
    [
        (FLAT[:5], "[2000..2004]", "5 periods, 6 are needed"),
        (np.where(YEARS % 2, NAN, FLAT), "[2000..2023]", "too little of the window is covered"),
        (FLAT, "[2030..2032]", "not_covered"),
    ],
)
@pytest.mark.parametrize("operator", ["break", "gradual"])
def test_what_is_too_short_or_not_covered_is_not_known(values: Floats, window: str, reason: str, operator: str) -> None:
    truth = tell(values, f"{operator}(flow(CHN -> RUS)){window} > 50%")
    assert np.isnan(truth.values).all()
    assert truth.reason == reason


def test_gradual_change_is_change_without_a_turn() -> None:
    text = "gradual(flow(CHN -> RUS){})[2008..2016] > 50%"
    grows, steps, stands = (tell(values, text.format("")) for values in (GROWTH, STEP, FLAT))
    assert [truth.values[0] for truth in (grows, steps, stands)] == [1, 0, 0]
    up, down = (tell(GROWTH, text.format(f", direction={way}")).figure.values[0] for way in ("up", "down"))
    assert up > 0.9
    assert down == 0


def test_a_change_is_told_in_what_is_usual() -> None:
    usual, odd = (tell(FLAT * np.where(YEARS == 20, factor, 1), "change_sd(flow(CHN -> RUS))[2019..2020] > 3 sd")
                  for factor in (1.0, 1.5))  # fmt: skip
    assert abs(usual.figure.values[0]) < 3
    assert odd.values[0] == 1
    assert odd.figure.unit.symbol == "sd"
    assert tell(FLAT, "change_sd(flow(CHN -> RUS))[2019..2020] > 3").figure.n == 2


@pytest.mark.parametrize(
    ("values", "window", "reason"),
    [
        (FLAT, "[2010]", "the window holds one period only"),
        (FLAT[:5], "[2000..2004]", "5 periods, 6 are needed"),
        (np.where(YEARS == 20, NAN, FLAT), "[2018..2020]", "either end of the window has no value"),
    ],
)
def test_a_change_needs_two_ends_and_a_past(values: Floats, window: str, reason: str) -> None:
    truth = tell(values, f"change_sd(flow(CHN -> RUS)){window} > 1")
    assert np.isnan(truth.values).all()
    assert truth.reason == reason


def test_standard_deviations_do_not_go_with_money() -> None:
    with pytest.raises(UnitMismatch, match="sd \\(deviation\\) against USD"):
        read(FLAT, "change_sd(flow(CHN -> RUS)) > 3 USD")


def test_one_odd_year_does_not_end_what_persists() -> None:
    odd = np.where(YEARS == 15, 60.0, FLAT)
    raw = tell(odd, "persists(flow(CHN -> RUS) > 80 M USD)[2010..2020]")
    smooth = tell(odd, "persists(level(flow(CHN -> RUS)) > 80 M USD)[2010..2020]")
    assert (raw.values[0], smooth.values[0]) == (0, 1)


def test_a_level_keeps_its_window_its_unit_and_its_gaps() -> None:
    level = read(np.where(YEARS == 15, NAN, STEP), "level(flow(CHN -> RUS))[2010..2016]")
    assert isinstance(level, Series)
    assert (level.unit.symbol, level.start, level.stop) == ("M USD", 2010, 2017)
    assert np.isnan(level.values[0]).tolist() == [False] * 5 + [True, False]
    assert level.low is not None
    assert level.high is not None
    known = ~np.isnan(level.values[0])
    assert (level.low[known] <= level.values[0, known]).all()
    assert (level.values[0, known] <= level.high[known]).all()
    assert level.values[0, 2] > 1.7 * level.values[0, 1]


def test_every_draw_has_its_own_turns() -> None:
    class Draws:
        """Two futures: one that goes on, one that steps; each sixty times."""

        until = None

        def extend(self, series: Series) -> Series:
            return replace(series, values=np.repeat([FLAT, STEP], 60, axis=0))

        def draw_starts(self, rows: object, window: object) -> Floats:
            return np.zeros((0, 0))

    text = "break(flow(CHN -> RUS))[2010..2014] > 50%"
    runs = (build_run("trade_flow", "CHN RUS", FLAT),)
    outlook: Any = Draws()
    (truth,) = evaluate(parse_reading(text), start_context(text, SmallEvidence(runs, ()), outlook=outlook))
    assert isinstance(truth, Truth)
    assert truth.values.shape == (120,)
    assert truth.values.mean() == pytest.approx(0.5, abs=0.02)
