"""Shares that were drawn towards a prior: how readings pool, scale and subtract them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from facta.domain import Aggregation, Basis, Book, Frequency, Kind, Prior, Series, Status, Window, find_unit
from facta.language import Quantity, reduce_series
from facta.language.arithmetic import combine_values, divide_values

PRIOR = Prior(mean=0.1, strength=20.0, pairs=200)
KIND, EVENTS = np.array([0.0, 1.0, 0.0, 2.0]), np.array([1.0, 2.0, 0.0, 3.0])


def build_share(draws: NDArray[np.float64] | None = None) -> Series:
    """Return four years: one of six events in each of two is of the kind, and one year has none."""
    with np.errstate(invalid="ignore"):
        values = PRIOR.draw(KIND / EVENTS, EVENTS)[None, :] if draws is None else draws
    status = np.where(EVENTS == 0, Status.NOT_CODED, Status.REPORTED).astype(np.int8)
    return Series(
        "conflict_share", "CHN -- RUS", Book("wire"), find_unit("1"), Basis(Kind.SHARE), Frequency.YEAR, 2000, values,
        status, np.ones(4), Aggregation.WEIGHTED, weights=np.broadcast_to(EVENTS + 20, values.shape), prior=PRIOR,
    )  # fmt: skip


def test_a_window_adds_counts_before_it_draws() -> None:
    assert reduce_series(build_share()).values[0] == pytest.approx((3 + 2) / (6 + 20))
    part = reduce_series(build_share().cut(Window.parse("2000..2001")))
    assert part.values[0] == pytest.approx((1 + 2) / (3 + 20))


def test_one_period_is_what_it_shows() -> None:
    series = build_share()
    assert reduce_series(series.cut(Window.parse("2001"))).values[0] == series.values[0, 1]
    assert np.isnan(reduce_series(series.cut(Window.parse("2002"))).values[0])


def test_every_draw_is_pooled_and_stays_a_share() -> None:
    draws = np.array([[0.1, 0.2, np.nan, 0.3], [0.0, 0.0, np.nan, 0.0], [1.0, 1.0, np.nan, 1.0]])
    values = reduce_series(build_share(draws)).values
    assert values[0] == pytest.approx((0.1 * 21 + 0.2 * 22 + 0.3 * 23 - 2 * 20 * 0.1) / (66 - 40))
    assert values[1:].tolist() == [0.0, 1.0]


def test_a_share_that_was_multiplied_is_averaged_by_its_events() -> None:
    series = build_share()
    for changed in (
        combine_values("*", series, Quantity(np.array([2.0]))),
        divide_values(series, Quantity(np.full(1, 0.5))),
    ):
        assert isinstance(changed, Series)
        assert changed.prior is None
        known = EVENTS > 0
        mean = (series.values[0] * EVENTS)[known].sum() / EVENTS.sum()
        assert reduce_series(changed, needs=0.5).values[0] == pytest.approx(2 * mean)


def test_a_difference_of_shares_is_averaged_over_its_periods() -> None:
    series = build_share()
    gap = combine_values("-", series, series)
    assert isinstance(gap, Series)
    assert (gap.prior, gap.aggregation) == (None, Aggregation.MEAN)
    assert reduce_series(gap, needs=0.5).values[0] == 0
