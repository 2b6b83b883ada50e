"""From a reading about the future to its probability: joint draws, what is known already, books, conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from facta.errors import UnitMismatch
from facta.forecasts import Forecast, Forecaster

TODAY = dt.date(2014, 12, 31)
STREAM = np.random.default_rng(1)
TRADE = 100 * np.exp(np.cumsum(0.05 + 0.15 * STREAM.standard_normal(15)))
ABOVE = f"trade(CHN -- RUS)[2017] > {TRADE[-1]:.3f} M USD"
FURTHER = f"trade(CHN -- RUS)[2017] > {1.5 * TRADE[-1]:.3f} M USD"
DISPUTES = "disputes(CHN -- RUS)"

Build = Callable[..., Any]
Foresee = Callable[[str], Forecast]


@pytest.fixture
def evidence(build_evidence: Build, build_run: Build, build_row: Build, cover: Build) -> Any:
    """Return two books of trade, one of them of one more pair, and two disputes and deals on record."""
    runs = (
        build_run(TRADE),
        build_run(TRADE * 1.2, source="beta", reporter="CHN"),
        build_run(TRADE * 2, "CHN USA"),
        build_run([4.0, 5.0], "CHN KAZ", first=2013),
    )
    rows = (
        build_row("2003-05-01"),
        build_row("2008-01-01..2009-06-30"),
        build_row("2006-01-01..2020", "alliance", obligation="defense"),
        build_row("2011-05-01", "deal", rung="signed"),
        build_row("2012-05-01", "deal", rung="signed"),
        build_row("2014-05-01", "deal", rung="talk"),
    )
    covers = (cover("dispute", "1990..2020"), cover("alliance", "1990..2020"), cover("deal", "1990..2020", "missing"))
    return build_evidence(runs, rows, covers).cut(TODAY)


@pytest.fixture
def forecaster(evidence: Any) -> Forecaster:
    """Return a forecaster as of the end of 2014."""
    return Forecaster(evidence)


@pytest.fixture
def foresee(forecaster: Forecaster) -> Foresee:
    """Return ``foresee(expression)``: its forecast."""
    return forecaster.forecast


def read(found: Forecast) -> float:
    assert found.probability is not None, found.reason
    return found.probability


def read_books(found: Forecast) -> list[float]:
    """Return what the draws of each book say, before the base rate has its part."""
    return [book.probability for book in found.by_source if book.probability is not None]


def test_a_probability_lies_in_its_range_and_says_what_it_rests_on(foresee: Foresee) -> None:
    found = foresee(ABOVE)
    assert found.low is not None
    assert found.high is not None
    assert found.base_rate is not None
    assert 0 < found.low <= read(found) <= found.high < 1
    assert (found.n, found.window, found.until) == (15, "2000..2014", dt.date(2017, 12, 31))
    assert found.method == "2000 draws of trade(CHN -- RUS) alpha · 1, trade(CHN -- RUS) beta · CHN · 1"
    assert found.reason == ""


@pytest.mark.parametrize(
    "reading",
    [
        ABOVE,
        f"exists({DISPUTES})[2015..2017]",
        f"count({DISPUTES})[2013..2018] >= 2",
        "slope(trade(CHN -- RUS))[2014..2017] > 0",
        "none(alliance(CHN -- RUS))[2016]",
    ],
)
def test_a_reading_and_its_denial_add_up_to_one(foresee: Foresee, reading: str) -> None:
    found, denied = foresee(reading), foresee(f"not ({reading})")
    assert [one + other for one, other in zip(read_books(found), read_books(denied), strict=True)] == pytest.approx(
        [1.0] * len(found.by_source)
    )
    assert read(found) + read(denied) == pytest.approx(1.0)  # the base rate draws both alike


def test_there_are_or_there_are_none(foresee: Foresee) -> None:
    some, none = foresee(f"exists({DISPUTES})[2015..2017]"), foresee(f"none({DISPUTES})[2015..2017]")
    assert read(some) + read(none) == pytest.approx(1.0)


def test_compound_readings_are_evaluated_on_the_same_draws(foresee: Foresee) -> None:
    single = read_books(foresee(ABOVE))
    assert read_books(foresee(f"{ABOVE} and {ABOVE}")) == single
    assert read_books(foresee(f"{ABOVE} or {ABOVE}")) == single
    assert max(read_books(foresee(f"{ABOVE} and not {ABOVE}"))) <= 0.005  # no draw at all
    assert min(read_books(foresee(f"{ABOVE} or not {ABOVE}"))) >= 0.995
    assert read_books(foresee(f"{FURTHER} and {ABOVE}")) == read_books(foresee(FURTHER))


def test_and_or_add_up_draw_by_draw(foresee: Foresee) -> None:
    other = "trade(CHN -- RUS)[2015] > 130 M USD"
    one, two = read_books(foresee(ABOVE)), read_books(foresee(other))
    both, either = (read_books(foresee(f"{ABOVE} {word} {other}")) for word in ("and", "or"))
    assert np.add(both, either) == pytest.approx(np.add(one, two), abs=0.011)  # each may be kept off 0 and 1


def test_higher_thresholds_are_less_likely(foresee: Foresee) -> None:
    found = [read(foresee(f"trade(CHN -- RUS)[2017] > {factor * TRADE[-1]:.3f} M USD")) for factor in (0.5, 1, 2)]
    assert found == sorted(found, reverse=True)
    assert found[0] - found[2] > 0.3


def test_readings_of_one_forecaster_share_their_draws(evidence: Any) -> None:
    alone, shared = Forecaster(evidence), Forecaster(evidence, furthest=dt.date(2020, 12, 31))
    assert alone.forecast(ABOVE) == Forecaster(evidence).forecast(ABOVE)
    shared.forecast(FURTHER)
    assert read_books(shared.forecast(ABOVE)) == pytest.approx(read_books(alone.forecast(ABOVE)), abs=0.05)


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        ("trade(CHN -- RUS, source=alpha)[2012] > 1 M USD", 1.0),
        ("trade(CHN -- RUS, source=alpha)[2012] < 1 M USD", 0.0),
        (f"exists({DISPUTES})[2008]", 1.0),
        (f"exists({DISPUTES})[2010..2013]", 0.0),
        (f"exists({DISPUTES})[2008..2017]", 1.0),  # it happened in the part that has passed
        (f"none({DISPUTES})[2008..2017]", 0.0),
        (f"count({DISPUTES})[2003..2017] >= 2", 1.0),
        (f"exists({DISPUTES})[2008] or {ABOVE}", 1.0),
        (f"exists({DISPUTES})[2010..2013] and {ABOVE}", 0.0),
        ("exists(alliance(CHN -- RUS))[2010..2017]", 1.0),
    ],
)
def test_what_is_settled_is_certain(foresee: Foresee, reading: str, outcome: float) -> None:
    found = foresee(reading)
    assert (found.probability, found.low, found.high) == (outcome, outcome, outcome)
    assert (found.method, found.n, found.window) == ("known already", 0, None)


@pytest.mark.parametrize("reading", ["trade(CHN -- RUS)[2015] > 0.001 M USD", f"count({DISPUTES})[2015] >= 50"])
def test_what_every_draw_says_is_not_certain_yet(foresee: Foresee, reading: str) -> None:
    found = foresee(reading)
    assert 0 < read(found) < 1
    assert found.method.startswith("2000 draws of ")


def test_the_part_of_a_window_that_has_passed_stays_as_it_was(foresee: Foresee) -> None:
    rest, whole = read(foresee(f"exists({DISPUTES})[2015..2016]")), read(foresee(f"exists({DISPUTES})[2010..2016]"))
    assert whole == pytest.approx(rest, abs=0.1)  # nothing happened from 2010 to 2014
    assert read_books(foresee(f"count({DISPUTES})[2008..2016] >= 2"))[0] == pytest.approx(
        read_books(foresee(f"exists({DISPUTES})[2015..2016]"))[0], abs=0.02
    )


def test_a_spell_that_goes_on_mostly_goes_on(foresee: Foresee) -> None:
    near, far = (read(foresee(f"exists(alliance(CHN -- RUS))[{year}]")) for year in (2015, 2035))
    assert near > 0.8
    assert far < near


def test_rows_crowd_within_a_span_less_often_than_they_come(foresee: Foresee) -> None:
    plain, within, brief = (
        read_books(foresee(f"count({DISPUTES}{span})[2015..2024] >= 2"))[0]
        for span in ("", ", within=5y", ", within=30d")
    )
    assert plain > within > brief


def test_a_window_partly_known_counts_the_rows_on_record_within_a_span(
    build_evidence: Build, build_row: Build, cover: Build
) -> None:
    days = [build_row(day) for day in ("1996-05-01", "2001-05-01", "2006-05-01", "2014-12-20")]
    evidence = build_evidence((), tuple(days), (cover("dispute", "1990..2020"),)).cut(TODAY)
    forecaster = Forecaster(evidence)
    with_known, without = (
        read_books(forecaster.forecast(f"count({DISPUTES}, within=180d)[{year}..2015] >= 2"))[0]
        for year in (2014, 2015)
    )
    assert with_known > without


def test_a_register_whose_silence_proves_nothing_may_go_on(foresee: Foresee) -> None:
    found = foresee("exists(deals(CHN -- RUS))[2015..2019]")
    assert read(found) > 0.5
    assert found.n == 3
    none = foresee("exists(deals(CHN -- KAZ))[2015..2019]")
    assert none.probability is None
    assert none.reason == "no row on record"


def test_a_condition_says_how_likely_it_fires(foresee: Foresee) -> None:
    trigger = f"exists({DISPUTES})[2015..2017]"
    found = foresee(f"if {trigger} then {ABOVE}")
    assert found.trigger == pytest.approx(read_books(foresee(trigger))[0])
    assert 0 < read(found) < 1
    both = read_books(foresee(f"{trigger} and {ABOVE}"))
    assert found.trigger is not None
    assert np.multiply(found.trigger, read_books(found)) == pytest.approx(both, abs=1e-9)


def test_a_condition_that_cannot_fire_any_more_has_no_probability(foresee: Foresee) -> None:
    found = foresee(f"if exists({DISPUTES})[2010..2012] then {ABOVE}")
    assert (found.probability, found.trigger) == (None, 0.0)
    assert found.reason == "the trigger did not fire"


def test_a_condition_that_has_fired_leaves_the_effect(foresee: Foresee) -> None:
    found = foresee(f"if exists({DISPUTES})[2008] then {ABOVE}")
    assert found.trigger == 1.0
    assert read_books(found) == read_books(foresee(ABOVE))


def test_draws_that_an_exception_annuls_say_nothing(foresee: Foresee) -> None:
    annulled = f"exists({DISPUTES})[2015..2024]"
    assert 0.1 < read_books(foresee(annulled))[0] < 0.95
    found = foresee(f"{ABOVE} unless {annulled}")
    assert read_books(found) == pytest.approx(read_books(foresee(ABOVE)), abs=0.05)
    assert foresee(f"{ABOVE} unless exists({DISPUTES})[2008]").probability is None


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        ("trade(CHN -- VUT)[2017] > 1 M USD", "no source has this"),
        ("trade(CHN -- KAZ)[2017] > 1 M USD", "not_covered"),
        (f"{ABOVE} and trade(CHN -- VUT)[2017] > 1 M USD", "a part of it cannot be drawn"),
    ],
)
def test_what_cannot_be_drawn_has_no_probability_but_a_reason(foresee: Foresee, reading: str, reason: str) -> None:
    found = foresee(reading)
    assert (found.probability, found.low, found.high, found.method) == (None, None, None, "")
    assert reason in found.reason


def test_a_part_that_nobody_has_does_not_hide_one_that_decides(foresee: Foresee) -> None:
    assert foresee(f"exists({DISPUTES})[2008] or trade(CHN -- VUT)[2017] > 1 M USD").probability == 1.0


def test_several_books_are_averaged_each_on_its_own_threshold(foresee: Foresee) -> None:
    threshold = f"{1.2 * TRADE[-1]:.3f} M USD"
    found = foresee(f"trade(CHN -- RUS)[2016] > {threshold}")
    alpha, beta = read_books(found)
    assert [book.source for book in found.by_source] == ["alpha", "beta"]
    assert alpha < beta
    assert found.low is not None
    assert found.high is not None
    assert found.low <= alpha
    assert beta <= found.high
    single = foresee(f"trade(CHN -- RUS, source=beta)[2016] > {threshold}")
    assert read_books(single) == [beta]


def test_books_that_meet_nowhere_are_mixed(foresee: Foresee) -> None:
    found = foresee("trade(CHN -- RUS, source=beta)[2017] < trade(CHN -- USA)[2017]")
    assert [book.source for book in found.by_source] == ["beta + alpha"]
    assert read(found) > 0.5


def test_a_window_without_an_end_needs_a_horizon(forecaster: Forecaster) -> None:
    found = forecaster.forecast(f"exists({DISPUTES})[2015..]", dt.date(2018, 12, 31))
    assert found.until == dt.date(2018, 12, 31)
    assert read_books(found) == read_books(forecaster.forecast(f"exists({DISPUTES})[2015..2018]"))


def test_the_naive_rival_is_another_forecast(evidence: Any) -> None:
    rival = Forecaster(evidence, is_naive=True)
    estimate = rival.estimate(ABOVE.replace("RUS)", "RUS, source=alpha)"), dt.date(2017, 12, 31))
    assert estimate is not None
    assert estimate == pytest.approx(0.5, abs=0.03)  # the last value is its median, and no base rate helps it
    ours = Forecaster(evidence)
    assert ours.estimate(ABOVE, dt.date(2017, 12, 31)) == pytest.approx(np.mean(read_books(ours.forecast(ABOVE))))


def test_a_reading_that_makes_no_sense_is_refused(foresee: Foresee) -> None:
    with pytest.raises(UnitMismatch, match="Write a quantity of money"):
        foresee("trade(CHN -- RUS)[2017] > 1 points")


def test_what_cannot_be_is_not_drawn(foresee: Foresee) -> None:
    never = foresee(f"count({DISPUTES})[2015..2016] > count({DISPUTES})[2015..2018]")
    assert never.by_source[0].probability == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("reading", "why"),
    [
        (f"first_day({DISPUTES})[2015..2018] > 2016-01-01", "first_day of rows that may yet come cannot be drawn"),
        ("trade(CHN -- RUS)[2090] > 1 bn USD", "more than 50 years ahead"),
    ],
)
def test_what_no_draw_can_tell_has_no_probability(foresee: Foresee, reading: str, why: str) -> None:
    found = foresee(reading)
    assert found.probability is None
    assert why in found.reason
