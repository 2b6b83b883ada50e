"""Draws of amounts: what is expected of money and of zeros, and how far a draw may go."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from facta.domain import Basis, Kind, Price, find_unit
from facta.forecasts.draws import GROWING, History, Shocks, draw_paths, fit_filters

FLAT = np.tile([100.0, 104.0, 98.0, 101.0, 97.0], 3)


def draw(values: NDArray[np.float64], price: Price | None = None, *, a_year: int = 1) -> NDArray[np.float64]:
    basis = Basis(Kind.FLOW, price=price)
    return draw_paths(History("a", values, basis, find_unit("M USD"), 1, a_year=a_year), Shocks(4000, 7), 5)


def test_money_of_the_day_is_expected_to_grow_and_real_money_is_not() -> None:
    rises = [(draw(FLAT, price)[:, 4] > FLAT[-1]).mean() for price in (Price.NOMINAL, Price.REAL)]
    assert rises[0] > rises[1] + 0.02


def test_a_month_is_expected_to_grow_by_a_twelfth_of_a_year() -> None:
    growth = [np.median(draw(FLAT, Price.NOMINAL, a_year=periods)[:, 4]) for periods in (1, 12)]
    base = np.median(draw(FLAT, Price.REAL)[:, 4])
    assert growth[0] > growth[1] >= base


def test_a_drift_is_drawn_towards_the_usual_growth() -> None:
    values = np.log(FLAT)
    usual, none = (fit_filters(values, GROWING, growth).trend[1] for growth in (0.04, 0.0))
    assert usual - none == pytest.approx(0.04 * 10 / 24)  # fourteen changes, against ten periods of the usual


def test_an_amount_that_was_nothing_once_may_be_nothing_again() -> None:
    drawn = draw(np.concatenate([FLAT, [0.0], FLAT]))
    assert 0 < (drawn[:, 0] == 0).mean() < 0.2


def test_no_draw_goes_absurdly_beyond_what_was_seen() -> None:
    values = np.array([1.0, 10.0, 1.0, 10.0, 1.0, 10.0, 1.0, 10.0])
    drawn = draw(values)
    assert drawn.max() <= 10.0 * 10.0
    assert drawn.min() >= 1.0 / 10.0
