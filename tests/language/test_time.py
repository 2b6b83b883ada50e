"""Dates, elapsed time, records, the order of events, windows beside an event, and regularity."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import facta
from facta.domain import Coverage, Window
from facta.errors import ReadingTypeError, UnitMismatch, UnknownName
from facta.language import Quantity, Truth, evaluate, parse_reading, start_context

from .conftest import NAN, Ask, Decide, SmallEvidence, build_row, build_run

Judge = Callable[[str], list[Truth]]
Figure = Callable[[str], float]
NOBODY_KNOWS = pytest.approx([np.nan], nan_ok=True)
YEAR = 365.2425
ALPHA = "trade(CHN -- RUS, source=alpha)"
USA = "flow(CHN -> USA)"  # 100, 120, 90, 140, 160, 150, 180 …


def ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("first_day(deals(CHN -- RUS))[2000..2009] - 2003-04-01", 30),
        ("last_day(deals(CHN -- RUS))[2000..2009] - 2006-02-01", 0),
        ("first_day(deals(CHN -- RUS), rung is live)[2000..2009] - first_day(deals(CHN -- RUS))[2000..2009]", 1007),
        ("time_since(deals(CHN -- RUS))[2000..2006]", 333),
        ("time_since(deals(CHN -- RUS))[2007..2008]", 731),
        ("longest_gap(incidents(CHN -- RUS))[2000..2009]", 41),
        ("duration(projects(RUS -> CHN))[2000..2009]", 365),
        (f"recovery({USA})[2001..2009]", 2 * YEAR),
        (f"recovery({USA})[2000..2001]", 0),
        (f"record({USA})[2000..2005]", YEAR),
        (f"record({USA}, order=lowest)[2000..2005]", 2 * YEAR),
        (f"record({USA})[2000..2009]", 10 * YEAR),
        ("record(material_conflict(CHN -- RUS))[2004-01..2004-06]", 2 * YEAR / 12),
        ("step(deals(CHN -- RUS), ladder=rung)[2000..2009]", 4),
        ("step(deals(CHN -- RUS), ladder=rung, order=lowest)[2000..2009]", 1),
        ("regular(incidents(CHN -- RUS), every=2y)[2000..2009]", 0.2),
        ("regular(incidents(CHN -- RUS), every=1mo)[2004-01..2004-03]", 2 / 3),
        (f"after(deals(CHN -- RUS), {ALPHA}, within=3y)", 25 + 27),
        (f"after(deals(CHN -- RUS), {ALPHA}, order=last, within=3y)", 32 + 35),
        (f"before(deals(CHN -- RUS), {ALPHA}, within=3y)", 17 + 20),
        (f"after(deals(CHN -- RUS), maximum({ALPHA}))", 37),
        (f"after(deals(CHN -- RUS), maximum({ALPHA}), within=9999y)", 37),
        ("count(next(deals(CHN -- RUS), incidents(CHN -- RUS)))[2000..2009]", 1),
    ],
)
def test_figures(figure: Figure, part: str, expected: float) -> None:
    assert figure(part) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("first_day(deals(CHN -- RUS))[2000..2009] == 2003-05-01", 1),
        ("first_day(deals(CHN -- RUS))[2000..2009] + 90d < last_day(deals(CHN -- RUS))[2000..2009]", 1),
        ("first_day(deals(CHN -- RUS))[2000..2009] - 2002-05-01 <= 1 y", 1),
        ("2003-05-01 - 30d == 2003-04-01", 1),
        ("30d + 2003-04-01 == 2003-05-01", 1),
        ("precedes(deals(CHN -- RUS), incidents(CHN -- RUS))[2000..2009]", 1),
        ("precedes(incidents(CHN -- RUS), deals(CHN -- RUS))[2000..2009]", 0),
        ("only_after(incidents(CHN -- RUS), deals(CHN -- RUS))[2000..2009]", 1),
        ("only_after(deals(CHN -- RUS), incidents(CHN -- RUS))[2000..2009]", 0),
        ("exists(next(deals(CHN -- RUS), incidents(CHN -- RUS)), rung is live)[2000..2009]", 1),
        (f"after(deals(CHN -- RUS), slope({ALPHA}) > 0, within=5y)", 1),
        (f"record({USA})[2000..2009] >= 10 y", 1),
        (f"recovery({USA})[2005..2005] == 0", 1),
    ],
)
def test_truths(decide: Decide, reading: str, expected: float) -> None:
    assert decide(reading) == [expected]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("first_day(deals(CHN -- RUS))[1990..2009] == 2003-05-01", NOBODY_KNOWS),
        ("first_day(deals(CHN -- RUS))[1990..2009] <= 2003-05-01", [1]),
        ("first_day(deals(CHN -- RUS))[1990..2009] > 2003-05-01", [0]),
        ("last_day(deals(CHN -- RUS))[2000..2011] == 2006-02-01", NOBODY_KNOWS),
        ("last_day(deals(CHN -- RUS))[2000..2011] >= 2006-02-01", [1]),
        ("first_day(deals(CHN -- RUS))[1990..2009] - 2003-05-01 <= 0d", [1]),
        ("first_day(deals(CHN -- RUS))[1990..2009] - 2003-05-01 > 0d", [0]),
        ("2003-05-01 - first_day(deals(CHN -- RUS))[1990..2009] > 0d", NOBODY_KNOWS),
        ("2003-05-01 - first_day(deals(CHN -- RUS))[1990..2009] >= 0d", [1]),
        ("time_since(deals(CHN -- RUS))[2000..2011] < 10y", [1]),
        ("time_since(deals(CHN -- RUS))[2000..2011] > 1y", NOBODY_KNOWS),
        ("time_since(deals(CHN -- RUS))[2007..2008] > 1y", [1]),
        ("time_since(deals(CHN -- RUS))[2007..2008] < 9y", NOBODY_KNOWS),
        ("time_since(deals(CHN -- RUS))[2010..2011] > 1d", NOBODY_KNOWS),
        ("longest_gap(incidents(CHN -- RUS))[2004-01-15..2004-02] > 1d", NOBODY_KNOWS),
        (f"record({USA})[2005..2009] > 6 y", NOBODY_KNOWS),
        (f"record({USA})[2005..2009] > 4 y", [1]),
        ("record(flow(USA -> CHN))[2000..2009] > 1 y", [0]),
        (f"recovery(-1 * {USA})[2003..2009] > 7 y", NOBODY_KNOWS),
        (f"recovery(-1 * {USA})[2003..2009] > 1 y", [1]),
        ("recovery(trade(CHN -- KAZ))[2004..2009] == 0", NOBODY_KNOWS),
        ("record(trade(CHN -- KAZ))[2000..2009] > 1 y", NOBODY_KNOWS),
        ("regular(incidents(CHN -- RUS), every=5y)[1990..2009] >= 25%", [1]),
        ("regular(incidents(CHN -- RUS), every=5y)[1990..2009] >= 50%", NOBODY_KNOWS),
        ("regular(incidents(CHN -- RUS), every=5y)[2000..2009] >= 75%", [0]),
        ("precedes(incidents(CHN -- USA), deals(CHN -- RUS))[2000..2009]", NOBODY_KNOWS),
        ("only_after(incidents(CHN -- RUS), deals(CHN -- RUS))[1990..2009]", NOBODY_KNOWS),
        ("only_after(deals(CHN -- RUS), incidents(CHN -- RUS))[1990..2009]", [0]),
        ("step(incidents(CHN -- RUS), ladder=rung) > 0", NOBODY_KNOWS),
        (f"after(deals(CHN -- USA), {ALPHA} > 1 USD)", NOBODY_KNOWS),
        (f"after(deals(CHN -- RUS)[2006], {ALPHA} > 1 USD, within=200d)", NOBODY_KNOWS),
    ],
)
def test_what_is_not_covered_is_a_bound_or_unknown(decide: Decide, reading: str, expected: list[float]) -> None:
    assert decide(reading) == expected


def test_a_window_stops_at_the_ends_of_the_calendar(decide: Decide) -> None:
    assert decide(f"before(deals(CHN -- RUS), {ALPHA} > 1 USD, within=9999y)") == NOBODY_KNOWS
    after = "after(deals(CHN -- RUS), count(incidents(CHN -- RUS)) > 99, within={})"
    assert decide(after.format("9999y")) == decide(after.format("500y"))


def test_why_nothing_is_known(judge: Judge) -> None:
    reasons = {
        "longest_gap(incidents(CHN -- RUS))[2004-01-15..2004-02] > 1d": "a gap needs two rows",
        "regular(incidents(CHN -- RUS), every=5y)[2004] >= 50%": "the window holds no whole span",
        "step(incidents(CHN -- RUS), ladder=rung) > 0": "no row with a rung",
        "record(trade(CHN -- KAZ))[2000..2005] > 1 y": "a period without a value stands between",
        f"record({USA})[2005..2009] > 6 y": "it goes on beyond the window",
        f"after(deals(CHN -- USA), {ALPHA} > 1 USD)": "no row on record",
    }
    for reading, reason in reasons.items():
        assert judge(reading)[0].reason == reason


def test_a_register_whose_silence_proves_nothing_gives_bounds_only(evidence: SmallEvidence) -> None:
    class Register(SmallEvidence):
        def coverage(self, indicator: str) -> tuple[Coverage, ...]:
            return tuple(dataclasses.replace(entry, absence="missing") for entry in super().coverage(indicator))

    def decide(text: str) -> float:
        (truth,) = evaluate(parse_reading(text), start_context(text, Register()))
        assert isinstance(truth, Truth)
        return float(truth.values[0])

    assert decide("first_day(deals(CHN -- RUS))[2000..2009] <= 2003-05-01") == 1
    assert np.isnan(decide("first_day(deals(CHN -- RUS))[2000..2009] == 2003-05-01"))
    assert np.isnan(decide("time_since(deals(CHN -- RUS))[2007..2008] > 1d"))
    assert np.isnan(decide("regular(deals(CHN -- RUS), every=1y)[2007..2008] >= 0%"))


def test_a_window_after_an_event_that_has_not_ended_is_running(judge: Judge) -> None:
    (truth,) = judge(f"after(deals(CHN -- RUS)[2006], {ALPHA} > 1 USD, within=20y)")
    (joined,) = judge(f"after(deals(CHN -- RUS)[2006], {ALPHA} > 1 USD, within=20y) and 1 > 0")
    assert (truth.values[0], truth.state, joined.state) == (1, "running", "running")


def test_a_step_names_itself(judge: Judge) -> None:
    (truth,) = judge("step(deals(CHN -- RUS), ladder=rung)[2000..2009] > 1")
    assert truth.figure is not None
    assert truth.figure.notes == ("rung live",)


@pytest.mark.parametrize(
    ("text", "error", "match"),
    [
        ("first_day(deals(CHN -- RUS)) + 2003-05-01 > 1d", ReadingTypeError, "a date and what is no span of time"),
        ("30d - 2003-05-01 > 1d", ReadingTypeError, "a date less what is no span"),
        ("first_day(deals(CHN -- RUS)) > 30d", UnitMismatch, r"date \(date\) against days \(duration\)"),
        ("first_day(trade(CHN -- RUS)) > 2003-05-01", ReadingTypeError, "a series stands where rows belong"),
        ("recovery(deals(CHN -- RUS)) > 30d", ReadingTypeError, "rows stand where a series belongs"),
        ("step(deals(CHN -- RUS)) > 1", ReadingTypeError, "step needs ladder="),
        ("step(deals(CHN -- RUS), ladder=rang) > 1", UnknownName, "Nearest: rung"),
        ("regular(deals(CHN -- RUS), every=3) > 10%", ReadingTypeError, "every is a span of time"),
        ("after(trade(CHN -- RUS), 1 > 0)", ReadingTypeError, "a series stands where rows belong"),
        ("after(deals(CHN -- RUS), deals(CHN -- RUS))", ReadingTypeError, "rows stand where a figure belongs"),
    ],
)
def test_faults_are_placed(ask: Ask, text: str, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match) as caught:
        ask(text)
    assert "^" in str(caught.value)


DAYS = st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2009, 12, 31)), min_size=2, max_size=12)


def measure(evidence: SmallEvidence, part: str) -> Quantity:
    (figure,) = evaluate(parse_reading(part), start_context(part, evidence))
    assert isinstance(figure, Quantity)
    return figure


def register(days: Sequence[dt.date]) -> SmallEvidence:
    rows = tuple(build_row(f"d{place}", "deal", "CHN RUS", str(day), rung="mou") for place, day in enumerate(days))
    return SmallEvidence((), rows)


@given(DAYS, st.dates(dt.date(2000, 1, 1), dt.date(2009, 12, 31)))
def test_another_row_never_widens_what_lies_between(days: list[dt.date], more: dt.date) -> None:
    one, other = register(days), register([*days, min(max(more, min(days)), max(days))])
    for name in ("longest_gap", "time_since"):
        part = f"{name}(deals(CHN -- RUS))[2000..2009]"
        assert measure(other, part).figure <= measure(one, part).figure
    for name, sign in (("first_day", -1), ("last_day", 1)):
        part = f"{name}(deals(CHN -- RUS))[2000..2009]"
        assert measure(one, part).figure == measure(other, part).figure
        assert sign * measure(one, part).figure == max(sign * day.toordinal() for day in days)
    part = "regular(deals(CHN -- RUS), every=1y)[2000..2009]"
    assert measure(one, part).figure <= measure(other, part).figure <= 1


@given(st.lists(st.one_of(st.floats(1, 100), st.just(NAN)), min_size=10, max_size=10))
def test_records_and_recoveries_never_take_a_missing_period_for_zero(values: list[float]) -> None:
    assume(not np.isnan(values).all())
    evidence = SmallEvidence((build_run("trade_flow", "CHN RUS", values),), ())
    whole = Window.parse("2000..2009")
    for name in ("record", "recovery"):
        figure = measure(evidence, f"{name}(flow(CHN -> RUS))[{whole}]")
        if np.isnan(values[-1 if name == "record" else 0]):
            assert np.isnan(figure.figure)
        elif not np.isnan(figure.figure):
            assert 0 <= figure.figure <= 10 * YEAR + 1e-6
            assert not (figure.is_least and figure.is_most)


def test_time_since_knows_a_row_that_began_before_the_window() -> None:

    verdict = facta.ask("time_since(alliance(CHN -- RUS, obligation=nonaggression))[2005..2010] > 5 years")
    assert verdict.verdict.value == "contradicted"
