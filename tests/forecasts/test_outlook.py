"""Draws laid over what is known: series that go on, rows that may yet begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from facta.domain import Aggregation, Basis, Book, Frequency, Kind, Prior, RowSet, Series, Window, find_unit
from facta.forecasts import Outlook
from facta.forecasts.draws import Shocks
from facta.language import reduce_series

NAN = float("nan")
TODAY, UNTIL = dt.date(2012, 12, 31), dt.date(2015, 12, 31)
VALUES = (10.0, 11.0, 13.0, 12.0, 15.0, 17.0, 16.0, 20.0)

Build = Callable[..., Any]


def build_series(
    values: Sequence[float],
    start: int = 2005,
    frequency: Frequency = Frequency.YEAR,
    completeness: Sequence[float] | None = None,
    weights: Sequence[float] | None = None,
) -> Series:
    column = np.array([values])
    whole = np.where(np.isnan(column[0]), 0.0, 1.0) if completeness is None else np.array(completeness)
    return Series(
        "trade", "CHN -- RUS", Book("alpha"), find_unit("M USD"), Basis(Kind.FLOW), frequency, start, column,
        np.where(np.isnan(column[0]), 4, np.where(whole < 1, 2, 0)).astype(np.int8), whole, Aggregation.SUM,
        weights=None if weights is None else np.array([weights]),
    )  # fmt: skip


@pytest.fixture
def look(build_evidence: Build) -> Callable[..., Outlook]:
    """Return ``look(until, today=)``: an outlook over evidence of a day."""

    def open_outlook(
        until: dt.date = UNTIL, today: dt.date = TODAY, seed: int = 1, *, is_naive: bool = False
    ) -> Outlook:
        return Outlook(build_evidence(as_of=today), until, Shocks(500, seed), is_naive)

    return open_outlook


def test_known_periods_are_the_same_in_every_draw(look: Callable[..., Outlook]) -> None:
    drawn = look().extend(build_series(VALUES))
    assert drawn.values.shape == (500, 11)
    np.testing.assert_array_equal(drawn.values[:, :8], np.broadcast_to(VALUES, (500, 8)))
    assert (drawn.values[:, 8:].std(axis=0) > 0).all()
    assert str(drawn.periods[-1]) == "2015"
    assert (drawn.status[8:] == 0).all()
    assert (drawn.completeness[8:] == 1).all()


def test_a_last_period_that_is_there_in_part_is_drawn_anew(look: Callable[..., Outlook]) -> None:
    drawn = look().extend(build_series((*VALUES[:-1], 4.0), completeness=(*[1.0] * 7, 0.3)))
    assert drawn.values[:, 7].std() > 0
    assert np.median(drawn.values[:, 7]) > 10
    nearly = look().extend(build_series(VALUES, completeness=(*[1.0] * 7, 0.95)))
    assert (nearly.values[:, 7] == VALUES[-1]).all()


def test_the_lag_of_a_publication_is_bridged(look: Callable[..., Outlook]) -> None:
    outlook = look()
    drawn = outlook.extend(build_series(VALUES[:6]))
    assert (drawn.stop, drawn.values.shape) == (2016, (500, 11))
    assert drawn.values[:, 6].std() > 0
    (entry,) = outlook.drawn.values()
    assert (entry.name, entry.n, str(entry.window)) == ("trade(CHN -- RUS) alpha", 6, "2005..2010")


def test_trailing_periods_without_a_figure_are_drawn(look: Callable[..., Outlook]) -> None:
    drawn = look().extend(build_series((*VALUES[:6], NAN, NAN)))
    assert np.isfinite(drawn.values).all()
    assert (drawn.values[:, 5] == VALUES[5]).all()


def test_a_gap_inside_stays_a_gap(look: Callable[..., Outlook]) -> None:
    drawn = look().extend(build_series((10.0, 11.0, NAN, 12.0, 15.0, 17.0, 16.0, 20.0)))
    assert np.isnan(drawn.values[:, 2]).all()
    assert np.isfinite(drawn.values[:, 3:]).all()


@pytest.mark.parametrize("values", [(1.0, 2.0), (NAN, 1.0, NAN, 2.0), (NAN, NAN)])
def test_too_short_a_series_stays_as_it_is(look: Callable[..., Outlook], values: Sequence[float]) -> None:
    series, outlook = build_series(values), look()
    assert outlook.extend(series) is series
    assert not outlook.drawn


def test_a_horizon_before_the_end_leaves_the_series_alone(look: Callable[..., Outlook]) -> None:
    series = build_series(VALUES)
    assert look(dt.date(2010, 12, 31)).extend(series) is series
    assert look(dt.date(2012, 12, 31)).extend(series) is series
    assert look(dt.date(2013, 6, 30)).extend(series) is series  # no whole year more


def test_a_monthly_series_goes_on_by_months(look: Callable[..., Outlook]) -> None:
    months = build_series(tuple(100.0 + n % 12 for n in range(90)), 2005 * 12, Frequency.MONTH)
    drawn = look(dt.date(2013, 3, 31)).extend(months)
    assert str(drawn.periods[-1]) == "2013-03"
    assert drawn.values.shape == (500, 99)


def test_the_weights_of_shares_go_on(look: Callable[..., Outlook]) -> None:
    drawn = look().extend(build_series(VALUES, weights=(1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 4.0)))
    assert drawn.weights is not None
    assert drawn.weights.shape[1] == drawn.values.shape[1]
    assert (drawn.weights[:, 8:] == 3.0).all()


def test_what_lies_far_back_tells_nothing(look: Callable[..., Outlook]) -> None:
    recent = [*VALUES] * 5
    one, other = (look().extend(build_series([level] * 40 + recent, 1933 + 32)) for level in (1e-3, 1e6))
    np.testing.assert_array_equal(one.values[:, -1], other.values[:, -1])


def test_the_naive_rival_stays_where_it_was(look: Callable[..., Outlook]) -> None:
    drawn = look(is_naive=True).extend(build_series(VALUES))
    assert np.median(drawn.values[:, -1]) == pytest.approx(VALUES[-1], abs=1.5)


def test_seeds_tell_outlooks_apart(look: Callable[..., Outlook]) -> None:
    series = build_series(VALUES)
    one, same, other = (look(seed=seed).extend(series).values for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_rows_of_a_window_that_has_passed_are_not_drawn(look: Callable[..., Outlook], build_row: Build) -> None:
    rows = RowSet("disputes", "CHN -- RUS", Book("register"), (build_row("2003-05-01"),), Window.parse("1990..2020"))
    outlook = look()
    for passed in ("2004..2010", "2016..2018"):  # before today, and beyond the horizon
        assert outlook.draw_starts(rows, Window.parse(passed)).shape == (500, 0)
    assert not outlook.drawn
    starts = outlook.draw_starts(rows, Window.parse("2010..2018"))
    assert starts.shape[0] == 500
    assert TODAY.toordinal() < np.nanmin(starts)
    assert np.nanmax(starts) <= UNTIL.toordinal()


@pytest.mark.parametrize("first", [1990, 1991, 2009, 2011, 2012])
def test_a_record_of_whole_years_has_so_many(look: Callable[..., Outlook], first: int) -> None:
    reach, outlook = Window.parse(f"{first}..2012"), look()
    outlook.draw_starts(RowSet("disputes", "CHN -- RUS", Book("register"), (), reach), Window.parse("2013"))
    entry = outlook.drawn["disputes(CHN -- RUS) register"]
    assert (entry.n, entry.window) == (2013 - first, reach)


def test_rows_of_a_silent_register_without_a_year_are_not_drawn(look: Callable[..., Outlook]) -> None:
    silent = RowSet("deals", "CHN -- RUS", Book("register"), (), None)
    assert look().draw_starts(silent, Window.parse("2013..2015")).shape == (500, 0)


def test_drawn_shares_are_pooled_with_the_known_ones_and_stay_shares(look: Callable[..., Outlook]) -> None:
    """A share of few events that was drawn towards its prior goes on as one; every draw pools to a share."""
    prior, events = Prior(mean=0.1, strength=20.0, pairs=200), np.array([3.0, 8.0, 5.0, 9.0, 2.0, 7.0, 4.0, 6.0])
    kind = np.array([0.0, 1.0, 0.0, 2.0, 1.0, 0.0, 0.0, 1.0])
    series = replace(
        build_series(prior.draw(kind / events, events).tolist(), weights=(events + prior.strength).tolist()),
        unit=find_unit("1"),
        basis=Basis(Kind.SHARE),
        aggregation=Aggregation.WEIGHTED,
        prior=prior,
    )
    drawn = look().extend(series)
    assert drawn.prior == prior
    assert drawn.values.shape == (500, 11)
    pooled = reduce_series(drawn.cut(Window.parse("2005..2015"))).values
    assert pooled.min() >= 0
    assert pooled.max() <= 1
    known = reduce_series(series).values[0]
    assert known == pytest.approx((kind.sum() + 2) / (events.sum() + 20))
    assert abs(np.median(pooled) - known) < 0.05
