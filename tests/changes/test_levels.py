"""Levels with a band: hindsight, as of each period, gaps, counts and shares."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.changes.simulated import build, draw

from facta.changes import Level, detect_turns, filter_level, smooth_level
from facta.domain import Kind, Series, find_unit

BANDS = ("low90", "low50", "mean", "high50", "high90")


def stack(level: Level) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([getattr(level, name) for name in BANDS])


@pytest.mark.parametrize("measure", [smooth_level, filter_level])
def test_bands_lie_around_the_mean_and_inside_each_other(measure: Callable[[Series], Level]) -> None:
    bands = stack(measure(build(draw(60, 1, at30=4.0))))[:, 3:]
    assert (np.diff(bands, axis=0) > 0).all()


def test_bands_hold_the_true_level_as_often_as_they_say() -> None:
    held = np.zeros(2)
    for seed in range(60):
        stream = np.random.default_rng(seed)
        truth = np.cumsum(0.3 * stream.normal(size=80))
        level = smooth_level(build(truth + stream.normal(size=80)))
        held += [
            np.mean((getattr(level, f"low{part}") < truth) & (truth < getattr(level, f"high{part}")))
            for part in (50, 90)
        ]
    assert held / 60 == pytest.approx([0.5, 0.9], abs=0.07)


def test_hindsight_knows_more_than_the_day() -> None:
    series = build(draw(60, 2))
    smooth, filtered = smooth_level(series), filter_level(series)
    assert not smooth.is_filtered
    assert filtered.is_filtered
    assert np.mean(smooth.high90 - smooth.low90) < np.nanmean(filtered.high90 - filtered.low90)


@pytest.mark.parametrize("cut", [5, 20, 41])
def test_a_filtered_level_does_not_know_what_comes_later(cut: int) -> None:
    values = draw(60, 3, at30=5.0)
    values[10:14] = np.nan
    later = values.copy()
    later[cut:] = 1000 + 50 * np.arange(60 - cut)
    one, other = (stack(filter_level(build(run)))[:, :cut] for run in (values, later))
    np.testing.assert_array_equal(one, other)


def test_a_gap_widens_the_band_and_adds_nothing() -> None:
    values = np.cumsum(draw(60, 4))
    values[20:35] = np.nan
    level = smooth_level(build(values))
    width = level.high90 - level.low90
    assert width[27] > 1.5 * width[10]
    assert np.isfinite(level.mean).all()


def test_a_level_starts_anew_at_a_turn() -> None:
    series = build(draw(60, 5, at30=8.0))
    turns = detect_turns(series)
    stepping, smooth = smooth_level(series, turns.turns), smooth_level(series)
    assert stepping.mean[30] - stepping.mean[29] > 7
    assert stepping.mean[30] - stepping.mean[29] > smooth.mean[30] - smooth.mean[29]
    np.testing.assert_array_equal(stepping.mean, turns.level.mean)


def test_nothing_is_known_before_the_first_value() -> None:
    values = draw(20, 6)
    values[:4] = np.nan
    level = filter_level(build(values))
    assert np.isnan(level.mean[:4]).all()
    assert np.isfinite(level.mean[4:]).all()
    assert np.isnan(stack(smooth_level(build(np.full(5, np.nan))))).all()


def test_levels_of_counts_are_positive_and_bracket_the_rate() -> None:
    counts = np.random.default_rng(7).poisson(0.4, 80).astype(float)
    level = smooth_level(build(counts, Kind.COUNT, find_unit("count")))
    assert (level.low90 > 0).all()
    assert np.mean((level.low90 < 0.4) & (level.high90 > 0.4)) > 0.8
    filtered = filter_level(build(counts, Kind.COUNT, find_unit("count")))
    assert np.nanmin(filtered.low90) >= 0


def test_levels_of_shares_stand_in_the_unit_and_trust_many_cases_more() -> None:
    stream = np.random.default_rng(8)
    widths = []
    for cases in (np.full(40, 20.0), np.full(40, 2000.0)):
        percent = 100 * stream.binomial(cases.astype(int), 0.2) / cases
        level = smooth_level(build(percent, Kind.SHARE, find_unit("%"), cases=cases))
        assert 15 < level.mean.mean() < 25
        widths.append(float((level.high90 - level.low90).mean()))
    assert widths[1] < widths[0] / 4


def test_amounts_keep_their_sign() -> None:
    amounts = np.exp(draw(40, 9))
    level = smooth_level(build(amounts, Kind.FLOW, find_unit("M USD")))
    assert (level.low90 > 0).all()
    assert [str(period) for period in level.periods[:2]] == ["1900", "1901"]
