"""The scale on which a series is forecast."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.domain import Kind, find_unit
from facta.forecasts.draws import choose_scale

POSITIVE = st.lists(st.floats(1e-6, 1e12), min_size=1, max_size=12)
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=12)
ANY = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=12)
FAR = np.array([-1e300, -800.0, -1.0, 0.0, 1.0, 800.0, 1e300])


def check_round_trip(values: np.ndarray, kind: Kind, symbol: str) -> None:
    scale = choose_scale(values, kind, find_unit(symbol))
    back = scale.backward(scale.forward(values))
    np.testing.assert_allclose(back, values, rtol=1e-9, atol=1e-9 * max(1.0, float(np.abs(values).max())))


@given(POSITIVE)
def test_amounts_come_back_from_their_logarithms(values: list[float]) -> None:
    check_round_trip(np.array(values), Kind.FLOW, "M USD")


@given(SHARES, st.sampled_from(["1", "%"]))
def test_shares_come_back_from_their_log_odds(values: list[float], symbol: str) -> None:
    check_round_trip(np.array(values) / find_unit(symbol).factor, Kind.SHARE, symbol)


@given(ANY)
def test_balances_come_back_as_they_are(values: list[float]) -> None:
    check_round_trip(np.array(values), Kind.INDEX, "points")


@given(SHARES, st.sampled_from(["1", "%"]))
def test_no_draw_of_a_share_leaves_its_bounds(values: list[float], symbol: str) -> None:
    one = 1 / find_unit(symbol).factor
    drawn = choose_scale(np.array(values) * one, Kind.SHARE, find_unit(symbol)).backward(FAR)
    assert (drawn >= 0).all()
    assert (drawn <= one).all()


@given(POSITIVE, st.sampled_from([Kind.FLOW, Kind.STOCK, Kind.COUNT, Kind.INDEX]))
def test_what_was_never_negative_never_becomes_so(values: list[float], kind: Kind) -> None:
    drawn = choose_scale(np.array(values), kind, find_unit("M USD")).backward(FAR)
    assert (drawn >= 0).all()
    assert np.isfinite(drawn).all()


@pytest.mark.parametrize(
    ("values", "kind", "symbol", "name"),
    [
        ([1.0, 2.0], Kind.FLOW, "M USD", "logarithms"),
        ([0.0, 2.0], Kind.FLOW, "M USD", "values as they are, never below zero"),
        ([-1.0, 2.0], Kind.FLOW, "M USD", "values as they are"),
        ([0.0, 1.0], Kind.SHARE, "1", "log odds"),
        ([0.0, 100.0], Kind.SHARE, "%", "log odds"),
        ([0.5, 1.5], Kind.SHARE, "1", "values as they are, never below zero"),
        ([-0.5, 0.5], Kind.SHARE, "1", "values as they are"),
        ([3.0, 4.0], Kind.INDEX, "points", "values as they are, never below zero"),
    ],
)
def test_the_scale_follows_from_what_is_counted_and_what_it_was(
    values: list[float], kind: Kind, symbol: str, name: str
) -> None:
    assert choose_scale(np.array(values), kind, find_unit(symbol)).name == name


def test_a_gap_stays_a_gap() -> None:
    for kind, symbol in ((Kind.FLOW, "M USD"), (Kind.SHARE, "1"), (Kind.INDEX, "points")):
        scale = choose_scale(np.array([0.2, 0.8]), kind, find_unit(symbol))
        assert np.isnan(scale.backward(scale.forward(np.array([np.nan])))).all()
