"""What readings evaluate to: windows, units, books, tolerance, conditions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from facta.domain import Evidence, Series, StateSet, Status, find_set
from facta.language import (
    ACROSS,
    MIXED,
    Incommensurable,
    Truth,
    evaluate,
    list_operators,
    parse_reading,
    start_context,
)

Judge = Callable[[str], list[Truth]]
Decide = Callable[[str], list[float]]
Figure = Callable[[str], float]
ALPHA = "trade(CHN -- RUS, source=alpha)"
TRADE = [15, 17, 20, 22, 25, 27, 30, 32, 35, 37]
UNKNOWN = pytest.approx([np.nan], nan_ok=True)


def test_each_book_has_a_verdict_of_its_own(judge: Judge) -> None:
    truths = judge("trade(CHN -- RUS)[2009] > 50 M USD")
    assert [(truth.book.source, truth.book.reporter, truth.values[0]) for truth in truths] == [
        ("alpha", "", 0.0),
        ("beta", "CHN", 1.0),
    ]


@pytest.mark.parametrize(
    ("window", "expected"),
    [("2009", 37), ("2008..2009", 72), ("2008..", 72), ("..2001", 32), ("2000-H1..2001-Q4", 32), ("2000-06..2001", 17)],
)
def test_a_window_sums_the_periods_that_lie_wholly_in_it(figure: Figure, window: str, expected: float) -> None:
    assert figure(f"{ALPHA}[{window}]") == expected


def test_without_a_window_the_latest_period_counts(figure: Figure) -> None:
    assert figure(ALPHA) == 37


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (f"{ALPHA}[2004-03] > 1 USD", "no whole year lies in the window"),
        (f"{ALPHA}[1990] > 1 USD", "not_covered"),
        (f"{ALPHA}[2008..2012] > 1 USD", "40% of the window is there, 90% is needed"),
        (f"change({ALPHA})[2004] > 0", "the window holds one year only: say over which span, as in over=12mo"),
        (f"change({ALPHA}, over=3mo)[2004] > 0", "the span is shorter than a year"),
        ("trade(CHN -- KAZ)[2005] > 1 USD", "not_coded"),
        (f"slope({ALPHA})[2004..2005] > 0", "a trend needs 3 periods"),
        ("change(flow(KAZ -> CHN))[2000..2001] > 0", "a change from zero"),
        (f"{ALPHA}[2004] / 0 > 1 M USD", "a division by zero"),
    ],
)
def test_nothing_known_says_why(judge: Judge, reading: str, reason: str) -> None:
    (truth,) = judge(reading)
    assert np.isnan(truth.values).all()
    assert truth.reason == reason


def test_a_window_inside_an_operator_is_one_around_it(judge: Judge) -> None:
    for name in ("change", "slope", "mean", "rising_share", "last"):
        one, other = (judge(f"{name}({text} > 0")[0] for text in (f"{ALPHA}[2003..2006])", f"{ALPHA})[2003..2006]"))
        assert one.figure is not None
        assert other.figure is not None
        assert one.figure.figure == other.figure.figure


def test_windows_inside_a_sum_make_figures_of_its_terms(figure: Figure) -> None:
    assert figure(f"{ALPHA}[2009] - {ALPHA}[2000..2001]") == 5
    assert figure(f"({ALPHA} - {ALPHA})[2000..2009]") == 0
    assert figure(f"share({ALPHA}[2009], trade(RUS -- WLD)[2008..2009])") == 0.185


def test_shares_pool_and_do_not_average(figure: Figure) -> None:
    assert figure("share(flow(RUS -> CHN), trade(CHN -- RUS, source=alpha))[2000..2009]") == round(70 / 260, 6)
    assert figure("mean(share(flow(RUS -> CHN), trade(CHN -- RUS, source=alpha)))[2000..2001]") == round(
        (5 / 15 + 5 / 17) / 2, 6
    )


def test_a_level_is_that_of_the_last_period(figure: Figure) -> None:
    assert figure("investment_position(CHN -> RUS)[2000..2009]") == 200
    assert figure("(investment_position(CHN -> RUS) / investment_position(CHN -> RUS))[2000..2009]") == 1


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (f"50% * {ALPHA}[2009]", 18.5),
        (f"{ALPHA}[2009] / 2", 18.5),
        (f"-{ALPHA}[2009] + 40 M USD", 3),
        (f"{ALPHA}[2009] + 1 bn USD", 1037),
        ("2 * 3 - 10 / 4", 3.5),
        ("2_000 * 1e-3", 2),
    ],
)
def test_arithmetic_keeps_units(figure: Figure, part: str, expected: float) -> None:
    assert figure(part) == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("== 37 M USD", 1),
        ("== 36 M USD +- 1 M USD", 1),
        ("== 36 M USD +- 999 k USD", 0),
        ("== 36 M USD ± 3%", 1),
        ("== 36 M USD +- 2%", 0),
        ("!= 36 M USD +- 3%", 0),
        ("> 38 M USD +- 1 M USD", 1),
        ("> 38 M USD +- 999 k USD", 0),
        ("<= 0.037 bn USD", 1),
        (">= 37_000 k USD", 1),
    ],
)
def test_comparisons_and_tolerance(decide: Decide, test: str, expected: float) -> None:
    assert decide(f"{ALPHA}[2009] {test}") == [expected]


def test_seven_tenths_are_seventy_percent(decide: Decide) -> None:
    assert decide("7 / 10 >= 70%") == [1]
    assert decide("7 / 10 == 0.7 +- 0") == [1]


def test_a_written_number_is_the_threshold_on_either_side(judge: Judge) -> None:
    (truth,) = judge(f"30 M USD < {ALPHA}[2009]")
    assert truth.figure is not None
    assert truth.threshold is not None
    assert (truth.figure.figure, truth.sign, truth.threshold.values[0]) == (37, ">", 30e6 / 1e6)


def test_terms_of_one_book_are_never_mixed(judge: Judge) -> None:
    (truth,) = judge("share(trade(CHN -- RUS), trade(RUS -- WLD))[2009] > 30%")
    assert truth.book.source == "alpha"
    assert truth.figure is not None
    assert truth.figure.notes == ()


def test_terms_of_two_books_say_so(judge: Judge) -> None:
    (ratio,) = judge("ratio(trade(CHN -- RUS, source=beta), trade(RUS -- WLD))[2009] > 30%")
    (compared,) = judge("trade(CHN -- RUS, source=beta)[2009] > trade(RUS -- WLD)[2009]")
    assert ratio.figure is not None
    assert compared.figure is not None
    assert (ratio.figure.notes, compared.figure.notes) == ((MIXED,), (ACROSS,))
    assert ratio.book.source == "beta + alpha"


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        ("share(investment_flow(CHN -> RUS), investment_pledge(CHN -> RUS))[2009] > 1%", "done against pledged"),
        ("investment_flow(CHN -> RUS)[2009] > investment_position(CHN -> RUS)[2009]", "flow against stock"),
        ("slope(material_conflict(CHN -- RUS) - count(deals(CHN -- RUS)))[2000..2009] > 0", None),
        ("count(material_conflict(CHN -- RUS) > 2 * material_conflict(CHN -- RUS))[2004] > 0", None),
        ("slope(share(trade(CHN -- RUS), investment_position(CHN -> RUS)))[2000..2009] > 0", "flow against stock"),
    ],
)
def test_unlike_quantities_are_not_compared(decide: Decide, reading: str, reason: str | None) -> None:
    if reason is None:
        assert decide(reading)
        return
    with pytest.raises(Incommensurable, match=reason):
        decide(reading)


def test_finer_figures_are_summed_before_they_meet_coarser_ones(decide: Decide) -> None:
    assert decide("material_conflict(CHN -- RUS)[2004] == 24") == [1]
    assert decide("material_conflict(CHN -- RUS)[2004-02] == 3") == [1]
    assert decide("material_conflict(CHN -- RUS)[2004-02-01..2004-02-28] == 0") == UNKNOWN
    assert decide("change(material_conflict(CHN -- RUS), over=1mo)[2004-02] == 200%") == [1]
    assert decide("change(material_conflict(CHN -- RUS), over=12mo)[2004-02] == 0") == [1]


def test_a_fiscal_year_sums_its_months(decide: Decide, figure: Figure) -> None:
    assert figure("material_conflict(CHN -- RUS)[FY2004/05]") == 24
    assert figure("material_conflict(CHN -- RUS)[FY2004/05..2005-06]") == 31
    assert decide("persists(material_conflict(CHN -- RUS) > 0)[FY2004/05-07..FY2005/06-07]") == [1]
    assert decide(f"{ALPHA}[FY2004/05] > 0") == UNKNOWN


def test_several_may_be_left_out(figure: Figure) -> None:
    assert figure("trade(CHN -- {RUS, USA, KAZ} except {USA, KAZ}, source=alpha)[2004]") == 25


def test_bounds_pass_through_sums(decide: Decide) -> None:
    count = "count(deals(CHN -- RUS))[2003..2020]"  # at least two
    assert decide(f"10 - {count} <= 8") == [1]
    assert decide(f"10 - {count} >= 8") == UNKNOWN
    assert decide(f"-1 * {count} <= -2") == [1]
    assert decide(f"-1 * {count} >= -2") == UNKNOWN
    assert decide(f"{count} / 2 >= 1") == [1]
    assert decide(f"{count} / 2 <= 1") == UNKNOWN


def test_sets_sum_over_members_and_say_what_is_missing(judge: Judge) -> None:
    (truth,) = judge("trade(CHN -- {RUS, KAZ}, source=alpha)[2005] > 20 M USD")
    assert truth.figure is not None
    assert (truth.figure.figure, truth.figure.status, truth.figure.completeness) == (27, Status.PARTIAL, 0.5)


def test_except_takes_a_member_out(figure: Figure) -> None:
    assert figure("trade(CHN -- {RUS, KAZ} except KAZ, source=alpha)[2004]") == 25


def test_a_dossier_may_name_its_own_set(evidence: Evidence) -> None:
    known = find_set("CENTRAL_ASIA")
    assert known is not None
    sets = {"NEAR": StateSet("NEAR", "Neighbours", "group", known.members)}
    for text in ("trade(CHN -- NEAR)[2004] > 1 USD", "rank(trade(CHN -- RUS, source=alpha), among=NEAR)[2004] == 1"):
        context = start_context(text, evidence)
        assert [
            truth.values[0] for truth in evaluate(parse_reading(text, sets), context) if isinstance(truth, Truth)
        ] == [1.0]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("1 > 2 or 2 > 1", 1),
        ("1 > 2 or 2 > 1 and 1 > 2", 0),
        ("(1 > 2 or 2 > 1) and not 1 > 2", 1),
        (f"{ALPHA}[1990] > 1 USD or 2 > 1", 1),
        (f"{ALPHA}[1990] > 1 USD and 1 > 2", 0),
        ("trade(CHN -- FRA)[2004] > 1 USD and 1 > 2", 0),
    ],
)
def test_logic_is_decided_as_soon_as_it_can_be(decide: Decide, reading: str, expected: float) -> None:
    assert decide(reading) == [expected]


def test_compounds_keep_their_parts(judge: Judge) -> None:
    (truth,) = judge(f"{ALPHA}[2009] > 1 USD and {ALPHA}[2008] > 99 M USD and {ALPHA}[1990] > 1 USD")
    assert [part.values[0] for part in truth.parts] == pytest.approx([1, 0, np.nan], nan_ok=True)
    assert truth.values[0] == 0


def test_an_undecided_compound_gives_every_reason(judge: Judge) -> None:
    (truth,) = judge(f"{ALPHA}[1990] > 1 USD and trade(CHN -- FRA)[2004] > 1 USD")
    assert truth.reason == "not_covered; no source has anything on it"


def test_no_source_at_all_gives_no_verdict(ask: Callable[[str], list[object]]) -> None:
    assert list(ask("trade(CHN -- FRA)[2004] > 1 USD")) == []
    assert list(ask("trade(CHN -- FRA) > 1 USD or not trade(FRA -- DEU) > 1 USD")) == []


@pytest.mark.parametrize(
    ("trigger", "expected", "state", "reason"),
    [
        ("if exists(incidents(CHN -- RUS)) during 2004 then", 1.0, "fired", ""),
        ("if exists(incidents(CHN -- RUS)) during 2005 then", np.nan, "not_fired", "the trigger did not fire"),
        ("if exists(incidents(CHN -- RUS)) during 1990 then", np.nan, "", "not_covered"),
    ],
)
def test_conditions(judge: Judge, trigger: str, expected: float, state: str, reason: str) -> None:
    (truth,) = judge(f"{trigger} change({ALPHA}) > 0 during 2004..2005")
    assert truth.values[0] == pytest.approx(expected, nan_ok=True)
    assert (truth.state, truth.reason) == (state, reason)


@pytest.mark.parametrize("lead", ["if 2 > 1 then ", ""])
def test_an_exception_annuls_in_the_same_window(judge: Judge, lead: str) -> None:
    (annulled,) = judge(f"{lead}{ALPHA} > 1 USD unless exists(incidents(CHN -- RUS)) during 2004")
    (held,) = judge(f"{lead}{ALPHA} > 1 USD unless exists(incidents(CHN -- RUS)) during 2005")
    assert (annulled.state, annulled.reason) == ("not_fired", "the exception holds")
    assert (held.state, held.values[0]) == ("fired", 1.0)


def test_a_running_window_takes_what_there_is(evidence: Evidence) -> None:
    text = f"{ALPHA}[2008..2012] > 70 M USD"
    context = start_context(text, evidence)
    (truth,) = evaluate(parse_reading(text), dataclasses.replace(context, is_running=True))
    assert isinstance(truth, Truth)
    assert truth.values[0] == 1


def test_readings_that_share_a_cache_measure_once(evidence: Any) -> None:
    cache: dict[tuple[object, ...], object] = {}
    counts = []
    for window in ("2004", "2005"):
        text = f"{ALPHA}[{window}] > 1 USD"
        evaluate(parse_reading(text), start_context(text, evidence, cache=cache))
        counts.append(len(evidence.calls))
    assert counts[0] == counts[1] > 0
    assert len(cache) == 1


FACTORS = np.array([[1.0], [0.5], [1.7]])
DRAWN = [
    *(operator.example for operator in list_operators().values()),
    f"{ALPHA}[2003..2005] > 70 M USD +- 5% and change({ALPHA})[2003..2005] > 5%",
    f"if {ALPHA}[2003] > 20 M USD then {ALPHA}[2004] > 30 M USD unless {ALPHA}[2005] > 45 M USD",
    "record(flow(CHN -> USA))[2000..2005] > 4 y and recovery(flow(CHN -> USA))[2003..2006] < 3 y",
    f"not count({ALPHA} > 20 M USD or {ALPHA} < 10 M USD)[2000..2009] == 8",
    "2 * trade_share(RUS -> CHN)[2004] - 10% > trade_share(RUS -> CHN)[2003..2004]",
]


def draw(found: Any, factors: NDArray[np.float64]) -> list[Any]:
    """Return measured series in as many draws as there are factors, each with moves of its own."""
    wobble = np.arange(400) % 3 / 10
    return [
        dataclasses.replace(value, values=value.values * factors + factors * wobble[: value.values.shape[1]])
        if isinstance(value, Series)
        else value
        for value in found
    ]


@pytest.mark.parametrize("reading", DRAWN)
def test_draws_are_evaluated_each_for_itself(reading: str, evidence: Evidence) -> None:
    """Simulated draws of shape (draws, periods) give the truths of each draw alone."""
    node = parse_reading(reading)
    cache: dict[tuple[object, ...], Any] = {}
    evaluate(node, start_context(reading, evidence, cache=cache))

    def decide(factors: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        drawn = {key: draw(found, factors) for key, found in cache.items()}
        truths = evaluate(node, start_context(reading, evidence, cache=drawn))
        return [np.broadcast_to(truth.values, len(factors)) for truth in truths if isinstance(truth, Truth)]

    together = decide(FACTORS)
    alone = zip(*(decide(FACTORS[[place]]) for place in range(len(FACTORS))), strict=True)
    for truths, singles in zip(together, alone, strict=True):
        np.testing.assert_array_equal(truths, np.concatenate(singles))
