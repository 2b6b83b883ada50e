"""Draws of the next periods of a series: properties, whatever the parameters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from facta.domain import Basis, Kind, find_unit
from facta.forecasts.draws import History, Shocks, draw_paths, draw_persistence

NAN = float("nan")
SHOCKS = Shocks(1000, 7)
SERIES = 300
RISING = [10.0, 12.0, 13.0, 16.0, 18.0, 22.0, 25.0, 30.0]
SHORT = {
    "growing": RISING,
    "with gaps": [10.0, NAN, 13.0, NAN, NAN, 22.0, 25.0, 30.0],
    "all zeros": [0.0] * 8,
    "one that is not zero": [0.0] * 7 + [5.0],
    "constant": [7.0] * 8,
    "one huge outlier": [10.0, 11.0, 9.0, 1e9, 10.0, 12.0, 11.0, 10.0],
    "tiny": [1e-9, 2e-9, 1e-9, 3e-9, 2e-9, 2e-9, 1e-9, 2e-9],
    "three known periods": [3.0, 4.0, 5.0],
    "zeros between": [0.0, 5.0, 0.0, 0.0, 8.0, 6.0, 0.0, 7.0],
}
KINDS = [(Kind.FLOW, "M USD"), (Kind.STOCK, "M USD"), (Kind.COUNT, "count"), (Kind.SHARE, "%"), (Kind.INDEX, "points")]

Draw = Callable[[History, Shocks, int], np.ndarray]


def build(values: list[float] | np.ndarray, kind: Kind = Kind.FLOW, symbol: str = "M USD", key: str = "a") -> History:
    return History(key, np.asarray(values, dtype=float), Basis(kind), find_unit(symbol), 0)


@pytest.mark.parametrize("draw", [draw_paths, draw_persistence])
@pytest.mark.parametrize(("kind", "symbol"), KINDS)
@pytest.mark.parametrize("name", SHORT)
def test_short_and_odd_series_have_whole_finite_draws(name: str, kind: Kind, symbol: str, draw: Draw) -> None:
    drawn = draw(build(SHORT[name], kind, symbol), SHOCKS, 5)
    assert drawn.shape == (SHOCKS.draws, 5)
    assert np.isfinite(drawn).all()


@pytest.mark.parametrize(("kind", "symbol"), KINDS)
@pytest.mark.parametrize("name", SHORT)
def test_no_draw_leaves_what_its_kind_allows(name: str, kind: Kind, symbol: str) -> None:
    values = np.array(SHORT[name])
    if kind is Kind.SHARE:
        values = values / np.nanmax(values) * 100 if np.nanmax(values) else values
    drawn = draw_paths(build(values, kind, symbol), SHOCKS, 5)
    assert (drawn >= 0).all()
    assert kind is not Kind.SHARE or (drawn <= 100).all()


def test_balances_may_change_their_sign() -> None:
    drawn = draw_paths(build([-3.0, 2.0, -1.0, 4.0, -2.0, 1.0, -3.0, 2.0], Kind.INDEX, "points"), SHOCKS, 3)
    assert (drawn < 0).any()
    assert (drawn > 0).any()


@pytest.mark.parametrize("name", ["growing", "with gaps", "constant", "zeros between"])
def test_one_seed_is_one_forecast_and_another_is_another(name: str) -> None:
    history = build(SHORT[name])
    drawn = draw_paths(history, SHOCKS, 3)
    np.testing.assert_array_equal(drawn, draw_paths(history, Shocks(1000, 7), 3))
    assert not np.array_equal(drawn, draw_paths(history, Shocks(1000, 8), 3))


def test_a_longer_forecast_begins_like_a_shorter_one() -> None:
    short, long = (draw_paths(build(RISING), SHOCKS, steps) for steps in (2, 6))
    np.testing.assert_allclose(long[:, :2], short)


def test_the_further_ahead_the_wider() -> None:
    drawn = np.log(draw_paths(build(RISING), SHOCKS, 6))
    widths = np.diff(np.quantile(drawn, [0.1, 0.9], axis=0), axis=0)[0]
    assert widths[0] < widths[2] < widths[5]


def test_a_unit_changes_nothing_but_the_numbers() -> None:
    small, large = (draw_paths(build(np.array(RISING) * factor), SHOCKS, 4) for factor in (1.0, 1e6))
    np.testing.assert_allclose(large, small * 1e6, rtol=1e-6)


def test_growth_is_expected_to_go_on_in_part() -> None:
    drawn = draw_paths(build(RISING), SHOCKS, 3)
    assert np.median(drawn[:, 2]) > RISING[-1]
    assert (drawn[:, 2] < RISING[-1]).any()


def test_what_never_was_is_unlikely_and_what_never_moved_mostly_stays() -> None:
    assert (draw_paths(build([0.0] * 20, Kind.COUNT, "count"), SHOCKS, 1) > 0).mean() < 0.1
    assert (draw_paths(build([7.0] * 20, Kind.INDEX, "points"), SHOCKS, 1) == 7.0).mean() > 0.8


def test_an_outlier_that_has_passed_does_not_come_back_as_the_level() -> None:
    drawn = draw_paths(build(SHORT["one huge outlier"]), SHOCKS, 1)
    assert np.median(drawn) < 1e3


def test_a_small_count_is_drawn_whole_and_a_level_as_it_is() -> None:
    counts = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0]
    drawn = draw_paths(build(counts, Kind.COUNT, "count"), SHOCKS, 2)
    assert (drawn == np.round(drawn)).all()
    stock = History("a", np.array(counts), Basis(Kind.COUNT), find_unit("count"), 0, is_level=True)
    assert not np.array_equal(draw_paths(stock, SHOCKS, 2), drawn)


def test_series_that_moved_together_move_together() -> None:
    stream = np.random.default_rng(2)
    moves, own = 0.2 * stream.standard_normal(40), 0.2 * stream.standard_normal(40)
    one, like, other = (np.exp(np.cumsum(part)) * 50 for part in (moves, 0.9 * moves + 0.1 * own, own))
    drawn = [
        np.log(draw_paths(build(values, key=key), Shocks(4000, 1), 2)[:, 1])
        for key, values in (("one", one), ("like", like), ("other", other))
    ]
    together, apart = (float(np.corrcoef(drawn[0], drawn[place])[0, 1]) for place in (1, 2))
    assert together > 0.4
    assert abs(apart) < 0.25 < together - abs(apart)


@pytest.mark.parametrize("steps", [1, 3])
def test_ninety_percent_intervals_of_random_walks_hold_about_as_often(steps: int) -> None:
    stream = np.random.default_rng(21)
    inside = 0
    for number in range(SERIES):
        walk = 100 * np.exp(np.cumsum(stream.uniform(0.05, 0.3) * stream.standard_normal(20 + steps)))
        drawn = draw_paths(build(walk[:-steps], key=str(number)), Shocks(500, number), steps)
        low, high = np.quantile(drawn[:, -1], [0.05, 0.95])
        inside += low <= walk[-1] <= high
    assert 0.84 <= inside / SERIES <= 0.96


def test_persistence_stays_where_it_was_with_the_spread_of_its_changes() -> None:
    values = np.cumsum(np.random.default_rng(4).standard_normal(60))
    drawn = draw_persistence(build(values, Kind.INDEX, "points"), Shocks(4000, 1), 2)
    assert drawn.mean(axis=0) == pytest.approx(values[-1], abs=0.15)
    for step in (1, 2):
        spread = np.sqrt(np.mean((values[step:] - values[:-step]) ** 2))
        assert drawn[:, step - 1].std() == pytest.approx(spread, rel=0.1)
