"""Turns of series whose turns are known, and of none."""

from __future__ import annotations

import numpy as np
import pytest
from tests.changes.simulated import START, build, draw, place

from facta.changes import Direction, TurnKind, detect_many, detect_turns
from facta.domain import Frequency, Kind, Period, find_unit


def test_a_step_is_dated_sized_and_probable() -> None:
    turns = detect_turns(build(draw(60, 1, at40=-5.0)))
    (turn,) = turns.turns
    assert place(turn.low) <= 40 <= place(turn.high)
    assert turn.probability > 0.95
    assert (turn.kind, turn.direction) == (TurnKind.LEVEL, Direction.DOWN)
    assert -6.5 < turn.size < -3.5
    assert turn.size_sd == pytest.approx(turn.size, rel=0.4)  # the noise has a standard deviation of 1
    assert turns.count_probabilities[1] > 0.8
    assert turns.noise_sd == pytest.approx(1.0, rel=0.35)


def test_several_steps_are_told_apart() -> None:
    turns = detect_turns(build(draw(200, 2, at40=4.0, at90=-6.0, at150=5.0)))
    found = [place(turn.period) for turn in turns.turns]
    assert len(found) == 3
    assert np.abs(np.array(found) - [40, 90, 150]).max() <= 2
    assert [turn.direction for turn in turns.turns] == ["up", "down", "up"]


def test_a_change_of_slope_is_a_turn_of_the_trend() -> None:
    line = np.where(np.arange(80) < 45, 0.0, 0.8 * (np.arange(80) - 45))
    (turn,) = detect_turns(build(line + draw(80, 3))).turns
    assert (turn.kind, turn.direction) == (TurnKind.TREND, Direction.UP)
    assert turn.size == pytest.approx(0.8, rel=0.2)
    assert abs(place(turn.period) - 45) <= 4


def test_a_change_of_spread_is_a_turn_of_volatility() -> None:
    (turn,) = detect_turns(build(draw(300, 4) * np.where(np.arange(300) < 180, 1.0, 6.0))).turns
    assert (turn.kind, turn.direction) == (TurnKind.VOLATILITY, Direction.UP)
    assert abs(place(turn.period) - 180) <= 15


@pytest.mark.parametrize("shape", ["flat", "line", "walk", "wander"])
def test_what_rests_grows_or_drifts_hardly_ever_turns(shape: str) -> None:
    false = 0
    for seed in range(40):
        noise = draw(50, seed)
        values = {
            "flat": noise,
            "line": noise + 0.2 * np.arange(50),
            "walk": np.cumsum(noise),
            "wander": np.convolve(draw(70, 100 + seed), 0.7 ** np.arange(20))[20:70],
        }[shape]
        false += bool(detect_turns(build(values)).turns)
    assert false <= 4


def test_one_odd_value_is_no_turn() -> None:
    values = draw(60, 5)
    values[30] = 40.0
    turns = detect_turns(build(values))
    assert turns.turns == ()
    assert any("drawn in" in note for note in turns.notes)


def test_counts_near_zero_turn() -> None:
    stream = np.random.default_rng(6)
    counts = stream.poisson(np.where(np.arange(120) < 70, 0.3, 3.0)).astype(float)
    (turn,) = detect_turns(build(counts, Kind.COUNT, find_unit("count"))).turns
    assert abs(place(turn.period) - 70) <= 3
    assert (turn.kind, turn.direction) == (TurnKind.LEVEL, Direction.UP)
    assert turn.size == pytest.approx(2.7, rel=0.4)


def test_shares_turn_in_their_unit() -> None:
    stream = np.random.default_rng(7)
    cases = stream.integers(20, 60, 60).astype(float)
    share = np.where(np.arange(60) < 25, 0.1, 0.5)
    percent = 100 * stream.binomial(cases.astype(int), share) / cases
    turns = detect_turns(build(percent, Kind.SHARE, find_unit("%"), cases=cases))
    (turn,) = turns.turns
    assert place(turn.period) == 25
    assert turn.size == pytest.approx(40, abs=8)
    assert "read as shares of counted cases" in turns.notes


def test_amounts_turn_by_a_part_of_themselves() -> None:
    amounts = np.exp(0.2 * draw(50, 8)) * np.where(np.arange(50) < 30, 100.0, 900.0)
    (turn,) = detect_turns(build(amounts, Kind.FLOW, find_unit("M USD"))).turns
    assert place(turn.period) == 30
    assert 600 < turn.size < 1000


def test_a_turn_after_a_gap_may_lie_in_the_gap() -> None:
    values = draw(60, 9, at30=9.0)
    values[25:33] = np.nan
    turns = detect_turns(build(values))
    (turn,) = turns.turns
    assert (place(turn.low), place(turn.period), place(turn.high)) == (25, 33, 33)
    assert (turns.chance[25:33] == 0).all()
    assert turns.n == 52


def test_eight_years_are_enough_for_a_plain_step() -> None:
    (turn,) = detect_turns(build(np.array([1.0, 1.2, 0.9, 1.1, 9.0, 9.2, 8.9, 9.1]))).turns
    assert place(turn.period) == 4


def test_few_equal_or_no_values_have_no_turns() -> None:
    short = detect_turns(build(np.array([1.0, 2.0, np.nan, 30.0])))
    assert short.turns == ()
    assert short.notes == ("only 3 known periods, too few to tell a turn",)
    assert short.measure_chance(Period(Frequency.YEAR, START), Period(Frequency.YEAR, START + 3)) == 0
    equal = detect_turns(build(np.full(20, 4.0)))
    assert equal.notes == ("all known values are equal",)
    assert equal.noise_sd == 0
    assert np.isnan(detect_turns(build(np.full(20, np.nan))).level.mean).all()


def test_a_step_without_noise_is_certain() -> None:
    (turn,) = detect_turns(build(np.where(np.arange(30) < 12, 0.0, 7.0))).turns
    assert place(turn.period) == 12
    assert turn.size == pytest.approx(7.0, abs=0.5)


def test_long_runs_are_searched_coarsely_then_finely() -> None:
    values = np.concatenate([draw(2100, 10), 4 + draw(2003, 11), draw(900, 12)])
    turns = detect_turns(build(values, frequency=Frequency.DAY))
    assert [place(turn.period) for turn in turns.turns] == [2100, 4103]
    assert any("places were tried" in note for note in turns.notes)


def test_chance_counts_and_windows_agree() -> None:
    turns = detect_turns(build(draw(60, 13, at25=2.2)))
    assert turns.count_probabilities.sum() == pytest.approx(1.0)
    first, last = Period(Frequency.YEAR, START), Period(Frequency.YEAR, START + 59)
    assert turns.measure_chance(first, last) == pytest.approx(1 - turns.count_probabilities[0], abs=1e-6)
    for index in (10, 25, 40):
        year = Period(Frequency.YEAR, START + index)
        assert turns.measure_chance(year, year) == pytest.approx(turns.chance[index], abs=1e-6)
    expected = turns.count_probabilities @ np.arange(turns.count_probabilities.size)
    assert turns.chance.sum() == pytest.approx(expected, abs=0.05)


def test_a_window_of_days_stands_for_the_periods_that_hold_it() -> None:
    turns = detect_turns(build(draw(60, 1, at40=-5.0)))
    assert turns.measure_chance(Period.parse("1938-01"), Period.parse("1942-12")) > 0.95
    assert turns.measure_chance(Period.parse("1910-01"), Period.parse("1920-12")) < 0.1


def test_drift_shows_as_movement_and_rest_does_not() -> None:
    walk = detect_turns(build(np.cumsum(draw(150, 14))))
    rest = detect_turns(build(draw(150, 15)))
    assert walk.movement_sd > 0.6
    assert rest.movement_sd < 0.1


def test_many_are_found_as_one_by_one() -> None:
    several = [build(draw(40, seed, at20=5.0)) for seed in range(3)]
    for many, one in zip(detect_many(iter(several)), map(detect_turns, several), strict=True):
        assert many.turns == one.turns
        np.testing.assert_array_equal(many.chance, one.chance)
