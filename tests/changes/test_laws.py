"""Laws of turns: scale and shift, reversed time, gaps, determinism."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.changes.simulated import build, draw, place

from facta.changes import detect_turns
from facta.changes.observing import measure_step, tame
from facta.changes.scales import choose_scale
from facta.domain import Kind, find_unit

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=12)


@FEW
@given(SEEDS, st.floats(-1e4, 1e4), st.floats(1e-3, 1e3))
def test_shift_and_scale_change_sizes_only(seed: int, shift: float, factor: float) -> None:
    values = draw(40, seed, at22=4.0)
    one, other = detect_turns(build(values)), detect_turns(build(shift + factor * values))
    np.testing.assert_allclose(one.chance, other.chance, atol=1e-5)
    assert [turn.period for turn in one.turns] == [turn.period for turn in other.turns]
    for before, after in zip(one.turns, other.turns, strict=True):
        np.testing.assert_allclose(after.size, factor * before.size, rtol=1e-4)
        np.testing.assert_allclose(after.size_sd, before.size_sd, rtol=1e-4)


@FEW
@given(SEEDS)
def test_a_mirrored_series_has_mirrored_turns(seed: int) -> None:
    values = draw(40, seed, at22=7.0)
    ways = (detect_turns(build(run)).turns for run in (values, values[::-1]))
    one, other = (max(turns, key=lambda turn: turn.probability) for turns in ways)
    assert abs(place(one.period) - (40 - place(other.period))) <= 1
    assert one.direction != other.direction


@FEW
@given(SEEDS, st.floats(-1e4, 1e4))
def test_upside_down_turns_go_the_other_way(seed: int, shift: float) -> None:
    values = draw(40, seed, at22=4.0)
    one, other = detect_turns(build(values)), detect_turns(build(shift - values))
    np.testing.assert_allclose(one.chance, other.chance, atol=1e-5)
    assert [turn.direction for turn in one.turns] == [
        {"up": "down", "down": "up"}[t.direction] for t in other.turns if t.kind == "level"
    ] or any(t.kind != "level" for t in one.turns)


@FEW
@given(SEEDS, st.sets(st.integers(0, 59), max_size=25))
def test_gaps_have_no_chance_and_are_no_zeros(seed: int, gaps: set[int]) -> None:
    values = 50 + draw(60, seed)
    values[sorted(gaps)] = np.nan
    turns = detect_turns(build(values))
    assert (turns.chance[sorted(gaps)] == 0).all()
    assert turns.n == 60 - len(gaps)
    known = turns.level.mean[np.isfinite(turns.level.mean)]
    assert (known > 40).all()


@FEW
@given(SEEDS)
def test_empty_periods_around_a_series_change_nothing(seed: int) -> None:
    values = draw(40, seed, at22=4.0)
    padded = np.concatenate([np.full(7, np.nan), values, np.full(9, np.nan)])
    one, other = detect_turns(build(values)), detect_turns(build(padded))
    np.testing.assert_array_equal(one.chance, other.chance[7:47])
    assert [place(turn.period) + 7 for turn in one.turns] == [place(turn.period) for turn in other.turns]


@FEW
@given(SEEDS)
def test_the_same_series_has_the_same_turns(seed: int) -> None:
    series = build(draw(40, seed, at22=3.0))
    one, other = detect_turns(series), detect_turns(series)
    assert one.turns == other.turns
    np.testing.assert_array_equal(one.chance, other.chance)


@FEW
@given(SEEDS, st.integers(5, 60))
def test_taming_leaves_steps_and_draws_in_spikes(seed: int, length: int) -> None:
    values = draw(length, seed)
    step = measure_step(values)
    tamed = tame(values, step)
    assert np.abs(tamed).max() <= np.abs(values).max()
    spiked = values.copy()
    spiked[length // 2] = 1e6
    assert tame(spiked, step)[length // 2] < 100
    stepped = np.where(np.arange(length) < length // 2, 0.0, 1e6)
    np.testing.assert_array_equal(tame(stepped, 1.0), stepped)


@FEW
@given(SEEDS)
def test_scales_lead_back(seed: int) -> None:
    stream = np.random.default_rng(seed)
    heavy = np.clip(stream.standard_t(1.2, 60) * 10, -200, 200)
    for values, kind, unit in (
        (heavy, Kind.INDEX, find_unit("points")),
        (np.exp(heavy / 20), Kind.FLOW, find_unit("M USD")),
        (np.maximum(heavy, 0.0), Kind.STOCK, find_unit("M USD")),
        (stream.random(60) * 100, Kind.SHARE, find_unit("%")),
    ):
        scale = choose_scale(values, kind, unit)
        np.testing.assert_allclose(scale.backward(scale.forward(values)), values, rtol=1e-6, atol=1e-6)
        nudge = 1e-6 * np.maximum(np.abs(values), 1e-3)
        slope = (scale.forward(values + nudge) - scale.forward(values)) / nudge
        np.testing.assert_allclose(scale.slope(values), slope, rtol=0.01)
