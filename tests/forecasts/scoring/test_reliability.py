from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.errors import ImpossibleValue
from facta.forecasts.scoring import average_scores, measure_reliability, score_brier

NAN = float("nan")
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=40)


@given(PAIRS)
def test_the_parts_sum_to_the_mean_score_and_are_not_negative(pairs: list[tuple[float, int]]) -> None:
    said, came = zip(*pairs, strict=True)
    found = measure_reliability(said, came, resamples=0)
    assert found.score == pytest.approx(average_scores(score_brier(said, came)))
    assert found.score == pytest.approx(found.miscalibration - found.discrimination + found.uncertainty)
    assert found.miscalibration >= -1e-12
    assert found.discrimination >= -1e-12
    assert (np.diff(found.recalibrated) >= -1e-12).all()


@given(PAIRS, st.integers(0, 2**32 - 1))
def test_order_does_not_matter(pairs: list[tuple[float, int]], seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(pairs))
    said, came = (np.array(column) for column in zip(*pairs, strict=True))
    one, other = (
        measure_reliability(said, came, resamples=5),
        measure_reliability(said[order], came[order], resamples=5),
    )
    np.testing.assert_allclose(one.recalibrated, other.recalibrated)
    np.testing.assert_allclose(one.low, other.low)
    assert one.miscalibration == pytest.approx(other.miscalibration)


def test_recalibrated_forecasts_cannot_be_improved() -> None:
    rng = np.random.default_rng(7)
    said = rng.random(200)
    came = rng.random(200) < said**2
    first = measure_reliability(said, came, resamples=0)
    places = np.searchsorted(first.probabilities, said)
    again = measure_reliability(first.recalibrated[places], came, resamples=0)
    assert first.miscalibration > 0.02
    assert again.miscalibration == pytest.approx(0, abs=1e-12)
    assert again.discrimination == pytest.approx(first.discrimination)


def test_a_constant_forecast_discriminates_nothing() -> None:
    found = measure_reliability([0.4] * 10, [1, 0] * 5)
    assert found.discrimination == pytest.approx(0)
    assert found.miscalibration == pytest.approx(0.01)
    assert found.counts.tolist() == [10]


def test_the_band_holds_calibrated_forecasts_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    inside = []
    for seed in range(60):
        said = rng.choice([0.2, 0.5, 0.8], 90)
        found = measure_reliability(said, rng.random(90) < said, level=0.8, resamples=300, seed=seed)
        inside += ((found.low <= found.recalibrated) & (found.recalibrated <= found.high)).tolist()
    assert 0.72 <= np.mean(inside) <= 0.92


def test_the_seed_fixes_the_band() -> None:
    said, came = np.linspace(0.1, 0.9, 20), np.arange(20) % 2
    bands = [measure_reliability(said, came, resamples=50, seed=seed).high.tolist() for seed in (1, 1, 2)]
    assert bands[0] == bands[1] != bands[2]


def test_no_resamples_give_no_band() -> None:
    assert np.isnan(measure_reliability([0.2, 0.7], [0, 1], resamples=0).low).all()


def test_a_forecast_without_outcome_is_left_out() -> None:
    with_missing = measure_reliability([0.2, 0.7, 0.9, NAN], [0, 1, NAN, 1], resamples=20)
    without = measure_reliability([0.2, 0.7], [0, 1], resamples=20)
    assert with_missing.n == 2
    assert with_missing.high.tolist() == without.high.tolist()


def test_over_nothing_there_is_nothing() -> None:
    found = measure_reliability([0.5], [NAN])
    assert found.n == 0
    assert found.recalibrated.size == found.low.size == 0
    assert all(map(math.isnan, (found.score, found.miscalibration, found.discrimination, found.uncertainty)))


def test_a_probability_beyond_its_range_is_refused() -> None:
    with pytest.raises(ImpossibleValue, match="probability"):
        measure_reliability([1.5], [1])
