"""Counts of events, and whether there is anything at all."""

from __future__ import annotations

import numpy as np
import pytest

from facta.forecasts.draws import draw_counts, draw_presence, fit_counts

NAN = float("nan")
SERIES = 300


def draw(counts: list[float] | np.ndarray, draws: int = 4000, steps: int = 1, seed: int = 1) -> np.ndarray:
    return draw_counts(fit_counts(np.asarray(counts, dtype=float)), draws, steps, np.random.default_rng(seed))


@pytest.mark.parametrize("rate", [0.3, 2.0, 8.0])
def test_counts_go_on_at_the_rate_they_had(rate: float) -> None:
    past = np.random.default_rng(3).poisson(rate, 40)
    drawn = draw(past, steps=2)
    assert drawn.mean() == pytest.approx(past.mean(), rel=0.35, abs=0.2)
    assert (drawn >= 0).all()
    assert (drawn == np.round(drawn)).all()


def test_bursts_are_wider_than_a_steady_rate() -> None:
    steady, bursting = np.full(30, 4.0), np.tile([0.0, 0.0, 0.0, 16.0, 0.0, 8.0], 5)
    assert fit_counts(steady).size > fit_counts(bursting).size
    assert draw(bursting).std() > 1.5 * draw(steady).std()


def test_recent_years_count_for_more_where_the_rate_changed() -> None:
    assert draw([0.0] * 15 + [9.0] * 10).mean() > 6
    assert draw([9.0] * 15 + [0.0] * 10).mean() < 3


def test_none_ever_leaves_a_small_chance() -> None:
    some, more = ((draw([0.0] * years) > 0).mean() for years in (8, 40))
    assert 0 < more < some < 0.2


def test_a_gap_is_no_zero() -> None:
    np.testing.assert_allclose(
        fit_counts(np.array([3.0, NAN, 4.0, 3.0])).shape, fit_counts(np.array([3, 4, 3.0])).shape
    )
    assert draw([5.0, NAN, 5.0, NAN, 5.0, 5.0]).mean() > 3


def test_ninety_percent_intervals_hold_the_next_count_about_as_often() -> None:
    stream = np.random.default_rng(11)
    inside = 0
    for number in range(SERIES):
        past = stream.negative_binomial(3, 3 / (3 + stream.uniform(1, 12)), 26).astype(float)
        drawn = draw(past[:-1], 800, 1, number)
        below, same = (drawn < past[-1]).mean(), (drawn == past[-1]).mean()
        inside += 0.05 <= below + stream.random() * same <= 0.95  # a place inside its own step: counts have no other
    assert 0.84 <= inside / SERIES <= 0.96


def test_presence_follows_its_own_habits() -> None:
    def mean(past: list[float], steps: int = 1) -> float:
        return float(draw_presence(np.array(past), 4000, steps, np.random.default_rng(1)).mean())

    assert mean([1.0] * 12) > 0.9 > 0.1 > mean([0.0] * 12)
    assert mean([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]) > mean([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    assert mean([1.0, 0.0] * 8) > 0.8  # after nothing there always was something
    assert mean([1.0] * 12, 20) < mean([1.0] * 12)


def test_presence_of_a_single_period_is_open() -> None:
    drawn = draw_presence(np.array([1.0]), 4000, 1, np.random.default_rng(1))
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert 0.3 < drawn.mean() < 0.7
