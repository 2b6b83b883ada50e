from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from facta.claims import Claim, Horizon, Judge, Reading, Refusal, Rival, Said, Verdict, VerdictWord
from facta.domain import Row
from facta.errors import ReadingTypeError

Flows = Callable[..., Any]
Judging = Callable[..., Verdict]
RISING = {year: float(year - 1999) for year in range(2000, 2021)}
ABOVE = "flow(RUS -> CHN)[2014] > {} M USD"


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        (90.0, 95.0, "supported"),
        (10.0, 20.0, "contradicted"),
        (90.0, 20.0, "mixed"),
        (90.0, float("nan"), "supported"),
        (float("nan"), 20.0, "contradicted"),
        (float("nan"), float("nan"), "no_evidence"),
    ],
)
def test_each_reporter_has_a_verdict_and_all_make_one(
    flows: Flows, judge: Judging, one: float, other: float, word: str
) -> None:
    verdict = judge(flows({2014: one}, {2014: other}), ABOVE.format(50))
    assert verdict.verdict == word
    assert {book.reporter for book in verdict.readings[0].by_source if book.figure is not None} == {
        name for name, value in (("CHN", one), ("RUS", other)) if value == value
    }


def test_the_verdict_carries_figure_margin_window_and_citation(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(RISING), "flow(RUS -> CHN)[2014] > 10 M USD")
    assert (verdict.figure, verdict.threshold, verdict.margin, verdict.unit) == (15, 10, 5, "M USD")
    assert (verdict.window, verdict.n, verdict.completeness) == ("2014", 1, 1.0)
    assert verdict.citations == ("Nobody (hand CHN) [free]",)
    assert (verdict.as_of, verdict.holders, verdict.sources) == (dt.date(2026, 11, 22), ("A",), ("hand CHN",))


def test_the_margin_has_the_sign_of_the_figure_less_the_threshold(flows: Flows, judge: Judging) -> None:
    assert judge(flows(RISING), "flow(RUS -> CHN)[2014] < 10 M USD").margin == 5
    assert judge(flows(RISING), "flow(RUS -> CHN)[2014] > 40 M USD").margin == -25


def test_a_threshold_in_another_unit_is_converted(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(RISING), "flow(RUS -> CHN)[2014] > 0.01 bn USD")
    assert (verdict.verdict, verdict.margin) == ("supported", 5)


def test_completeness_counts_the_periods_that_are_there(flows: Flows, judge: Judging) -> None:
    held = {year: value for year, value in RISING.items() if year != 2005}
    verdict = judge(flows(held), "slope(flow(RUS -> CHN))[2001..2010] > 0")
    assert (verdict.verdict, verdict.completeness, verdict.n) == ("supported", 0.9, 9)


@pytest.mark.parametrize("held", [{}, {2001: 1.0}, {2001: 1.0, 2002: 2.0, 2003: 3.0}])
def test_too_little_of_a_window_is_no_evidence(flows: Flows, judge: Judging, held: dict[int, float]) -> None:
    verdict = judge(flows(held), "slope(flow(RUS -> CHN))[2001..2010] > 0")
    assert verdict.verdict == "no_evidence"
    assert verdict.reason


def test_no_evidence_names_the_sources_that_would_fill_it(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows({}), ABOVE.format(1), wanted="customs data")
    assert (verdict.verdict, verdict.fill[0]) == ("no_evidence", "customs data")
    assert "cow_trade" in verdict.fill
    assert judge(flows(RISING), ABOVE.format(1)).fill == ()


def test_a_figure_with_the_claimant_alone_is_repeated(flows: Flows, judge: Judging) -> None:
    verdict = judge(flows(RISING, origin="article?"), ABOVE.format(10))
    assert (verdict.verdict, verdict.figure) == ("repeated", 15)


@pytest.mark.parametrize(("value", "word"), [(90.0, "supported"), (1.0, "contradicted")])
def test_the_claimants_figure_neither_supports_nor_contradicts(
    evidence_of: Callable[..., Any], judge: Judging, value: float, word: str
) -> None:
    evidence = evidence_of(("CHN", {2014: value}, "customs"), ("RUS via A", {2014: 60.0}, "article?"))
    verdict = judge(evidence, ABOVE.format(50))
    assert verdict.verdict == word
    assert {book.reporter: book.verdict for book in verdict.readings[0].by_source} == {
        "CHN": word, "RUS via A": "repeated",
    }  # fmt: skip


def test_a_pledge_is_not_comparable_with_a_flow(pledged: Any, judge: Judging) -> None:
    verdict = judge(pledged, "ratio(investment_pledge(CHN -> PAK)[2015], investment_flow(CHN -> RUS)[2015]) > 2")
    assert verdict.verdict == "not_comparable"
    assert "pledge" in verdict.reason


def test_a_ratio_of_two_books_is_mixed_and_decides_nothing(two_books: Any, judge: Judging) -> None:
    verdict = judge(two_books, "share(investment_flow(CHN -> RUS), investment_flow(WLD -> RUS))[2017] < 1%")
    assert (verdict.verdict, verdict.reason) == ("not_comparable", "mixed books")
    assert {book.verdict for book in verdict.readings[0].by_source} == {"not_comparable"}


@pytest.mark.parametrize("window", ["2014..2025", "2014..2030"])
def test_a_window_that_lies_ahead_is_open_with_a_running_figure(flows: Flows, judge: Judging, window: str) -> None:
    evidence = flows(RISING, as_of=dt.date(2021, 1, 31))
    verdict = judge(evidence, f"slope(flow(RUS -> CHN))[{window}] > 0")
    assert (verdict.verdict, verdict.figure, verdict.n) == ("open", 1.0, 7)


def test_a_horizon_that_lies_ahead_is_open(flows: Flows, judge: Judging) -> None:
    horizon, today = Horizon(until=dt.date(2025, 12, 31)), dt.date(2021, 1, 31)
    check = "flow(RUS -> CHN) > 100 M USD"
    assert judge(flows(RISING, as_of=today), check, horizon=horizon).verdict == "open"
    assert judge(flows(RISING), check, horizon=horizon).verdict != "open"


def test_a_window_that_has_ended_decides_before_the_horizon_does(flows: Flows, judge: Judging) -> None:
    horizon = Horizon(until=dt.date(2025, 12, 31))
    verdict = judge(flows(RISING, as_of=dt.date(2021, 1, 31)), ABOVE.format(10), horizon=horizon)
    assert verdict.verdict == "supported"


CLASH = """if count(incidents(CHN -- RUS, kind=armed_clash), within=30d)[{}] >= 2
    then slope(flow(RUS -> CHN))[2014..2020] < 0"""


def clash(day: dt.date, name: str) -> Row:
    return Row(name, "incident", "hand", "CHN", "RUS", day, day, {"kind": "armed_clash"}, "hand")


@pytest.mark.parametrize(
    ("days", "window", "word", "state"),
    [
        ([dt.date(2014, 3, 1), dt.date(2014, 3, 20)], "2014", "contradicted", "fired"),
        ([dt.date(2014, 3, 1), dt.date(2014, 9, 20)], "2014", "not_fired", "expired"),
        ([], "2014", "not_fired", "expired"),
        ([dt.date(2014, 3, 1)], "2014..2030", "not_fired", "armed"),
    ],
)
def test_a_condition_fires_waits_or_expires(
    clashes: Callable[..., Any], judge: Judging, days: list[dt.date], window: str, word: str, state: str
) -> None:
    rows = tuple(clash(day, str(number)) for number, day in enumerate(days))
    verdict = judge(clashes(RISING, rows), CLASH.format(window))
    assert (verdict.verdict, verdict.condition_state) == (word, state)


@pytest.mark.parametrize("reason", ["motive", "tautology", "no_series", "rhetoric", "causal"])
def test_a_refused_claim_is_not_checkable_whatever_the_figures_say(flows: Flows, judge: Judging, reason: Any) -> None:
    verdict = judge(flows(RISING), ABOVE.format(1), refuse=Refusal(reason=reason, why="Nobody can know."))
    assert (verdict.verdict, verdict.reason) == (VerdictWord.NOT_CHECKABLE, reason)


@pytest.mark.parametrize(
    ("check", "is_fragile", "turned"),
    [
        ("flow(RUS -> CHN)[2014] > 5 M USD", False, set()),
        ("flow(RUS -> CHN)[2014] > 14.9 M USD", True, {"threshold +10%", "window one period earlier"}),
        ("flow(RUS -> CHN)[2014] < 15.5 M USD", True, {"threshold -10%", "window one period later"}),
        ("slope(flow(RUS -> CHN))[2005..2014] > 0", False, set()),
    ],
)
def test_a_verdict_that_a_change_would_turn_is_fragile(
    flows: Flows, judge: Judging, check: str, is_fragile: bool, turned: set[str]
) -> None:
    verdict = judge(flows(RISING), check)
    (reading,) = verdict.readings
    assert (verdict.verdict, verdict.fragile) == ("supported", is_fragile)
    assert {change.change for change in reading.sensitivity if change.verdict == "contradicted"} == turned


def test_another_start_year_may_turn_a_trend(flows: Flows, judge: Judging) -> None:
    fall = {2009: 100.0, 2010: 1.0, 2011: 2.0, 2012: 3.0, 2013: 0.5}
    (reading,) = judge(flows(fall), "change(flow(RUS -> CHN))[2010..2012] > 0%").readings
    changes = {change.change: change.verdict for change in reading.sensitivity}
    assert changes["start one period earlier"] == "contradicted"
    assert reading.fragile


def test_a_mixed_reading_names_the_verdict_of_each_book(flows: Flows, judge: Judging) -> None:
    (reading,) = judge(flows({2014: 90.0}, {2014: 20.0}), ABOVE.format(50)).readings
    only = {change.change: change.verdict for change in reading.sensitivity if change.change.startswith("only")}
    assert only == {"only hand CHN": "supported", "only hand RUS": "contradicted"}
    assert not reading.fragile


def test_a_quick_judge_tries_no_changes(flows: Flows) -> None:
    reading = Judge(flows(RISING), is_thorough=False).judge_reading(Reading(check=ABOVE.format(14.9)))
    assert (reading.verdict, reading.sensitivity, reading.fragile) == ("supported", (), False)


def test_a_weak_reading_stands_beside_the_verdict_and_does_not_make_it(flows: Flows, judge: Judging) -> None:
    weak = Reading(check=ABOVE.format(14.9), validity="weak", why="It is another thing.")
    verdict = judge(flows(RISING), ABOVE.format(40), weak)
    assert [reading.verdict for reading in verdict.readings] == ["contradicted", "supported"]
    assert (verdict.verdict, verdict.validity, verdict.fragile) == ("contradicted", "direct", False)


def test_the_claim_keeps_who_said_it_and_what_else_would_fit(flows: Flows) -> None:
    said = [Said(by=name, quote="so it is", date="2021") for name in ("A", "B", "A")]
    rivals = [Rival(text="A clash of dates.")]
    claim = Claim(
        id="c", said=said, readings=[Reading(check=ABOVE.format(1))], rivals=rivals, narrative=True, rebuts=["d"],
    )  # fmt: skip
    verdict = Judge(flows(RISING)).judge_claim(claim)
    assert (verdict.holders, verdict.rivals, verdict.narrative, verdict.rebuts) == (
        ("A", "B"), ("A clash of dates.",), True, ("d",),
    )  # fmt: skip


def test_a_figure_is_no_reading(flows: Flows, judge: Judging) -> None:
    with pytest.raises(ReadingTypeError, match=r"column \d+: .*something true or false belongs.*Compare it"):
        judge(flows(RISING), "flow(RUS -> CHN)[2014]")


def test_a_fault_names_the_place_of_its_own_reading(flows: Flows) -> None:
    claim = Claim(
        id="c", said=Said(by="A", quote="so", date="2021"),
        readings=[Reading(check=ABOVE.format(1)), Reading(check="flow(RUS -> CHN)[2014]")],
    )  # fmt: skip
    with pytest.raises(ReadingTypeError, match=r"^d\.yml:9: line 1, column"):
        Judge(flows(RISING)).judge_claim(claim, ["d.yml:8", "d.yml:9"])


def test_the_order_of_books_changes_nothing(evidence_of: Callable[..., Any], judge: Judging) -> None:
    books = [("CHN", {2014: 90.0}, "a"), ("RUS", {2014: 20.0}, "b"), ("IMF", {2014: 70.0}, "c?")]
    one, other = (judge(evidence_of(*order), ABOVE.format(50)) for order in (books, books[::-1]))
    assert (one.verdict, one.figure, one.margin) == (other.verdict, other.figure, other.margin)
