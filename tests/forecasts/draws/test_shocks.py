"""The shocks that series share."""

from __future__ import annotations

import numpy as np

from facta.forecasts.draws import Shocks

RESIDUALS = np.random.default_rng(5).standard_normal(40)


def correlate(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def test_one_seed_is_one_forecast_and_another_is_another() -> None:
    drawn = Shocks(200, 1).draw("a", RESIDUALS, 0, 3)
    assert np.array_equal(drawn, Shocks(200, 1).draw("a", RESIDUALS, 0, 3))
    assert not np.array_equal(drawn, Shocks(200, 2).draw("a", RESIDUALS, 0, 3))


def test_a_longer_forecast_begins_like_a_shorter_one() -> None:
    short, long = (Shocks(200, 1).draw("a", RESIDUALS, 0, steps) for steps in (2, 7))
    np.testing.assert_array_equal(long[:, :2], short)


def test_series_relive_the_same_past_together() -> None:
    shocks = Shocks(4000, 1)
    one, like = (shocks.draw(key, RESIDUALS, 0, 2) for key in ("a", "b"))
    other = shocks.draw("c", np.random.default_rng(6).permutation(RESIDUALS), 0, 2)
    assert correlate(one, like) > 0.5
    assert correlate(one, -like) < -0.5
    assert abs(correlate(one, other)) < 0.3


def test_a_series_that_ends_earlier_relives_the_same_years() -> None:
    shocks = Shocks(4000, 1)
    whole, shorter = shocks.draw("a", RESIDUALS, 0, 1), shocks.draw("b", RESIDUALS[:-3], 3, 1)
    shifted = shocks.draw("b", RESIDUALS[:-3], 0, 1)
    assert correlate(whole, shorter) > 0.5 > abs(correlate(whole, shifted))


def test_shocks_have_unit_size_whatever_the_residuals() -> None:
    for residuals in (RESIDUALS, 0.5 + 2 * RESIDUALS, np.full(5, np.nan), np.array([np.nan, 1.0, -1.0, 1.0, -1.0])):
        drawn = Shocks(4000, 1).draw("a", residuals, 0, 3)
        assert np.isfinite(drawn).all()
        assert abs(drawn.mean()) < 0.2
        assert 0.8 < drawn.std() < 1.2


def test_constant_residuals_are_no_reason_to_fail() -> None:
    assert np.isfinite(Shocks(100, 1).draw("a", np.zeros(6), 0, 2)).all()
