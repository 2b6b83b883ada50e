"""Co-movement, division of labour; rubrics, likelihoods, hedges, and what may be compared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from facta.errors import ReadingTypeError, UnitMismatch
from facta.language import Truth, evaluate, parse_reading, start_context
from facta.language.operators.patterns import ASSOCIATION

from .conftest import NAN, Ask, Decide, SmallEvidence, build_run

JudgeReading = Callable[[str], list[Truth]]
Floats = NDArray[np.float64]
MOVES = [3.0, -1.0, 4.0, -1.5, 5.0, -9.0, 2.0, -6.0, 5.3, -3.5, 8.0, -7.9, 9.3, -2.3, 8.4, -6.2, 6.4, -3.3]
LEVEL = 100 + np.cumsum(MOVES)
YEARS = "[2000..2017]"
NEAR = "{RUS, USA, KAZ}"


def show(one: object, other: object, text: str) -> Truth:
    """Return the truth of a reading about ``flow(CHN -> RUS)`` and ``flow(CHN -> USA)``."""
    runs = (
        build_run("trade_flow", "CHN RUS", np.asarray(one)),
        build_run("trade_flow", "CHN USA", np.asarray(other)),
    )
    (truth,) = evaluate(parse_reading(text), start_context(text, SmallEvidence(runs, ())))
    assert isinstance(truth, Truth)
    return truth


def correlate(one: object, other: object, keywords: str = "", window: str = YEARS) -> Truth:
    return show(one, other, f"co_moves(flow(CHN -> RUS), flow(CHN -> USA){keywords}){window}")


def test_what_moves_alike_co_moves() -> None:
    alike, apart = correlate(LEVEL, 2 * LEVEL), correlate(LEVEL, 300 - LEVEL)
    assert (alike.values[0], apart.values[0]) == (1, 0)
    assert correlate(LEVEL, 300 - LEVEL, ", direction=opposite").values[0] == 1
    assert alike.figure is not None
    assert alike.figure.figure == pytest.approx(1)
    assert alike.figure.unit is None
    assert alike.figure.n == 17


def test_it_says_that_it_is_association_only() -> None:
    truth = correlate(LEVEL, LEVEL[::-1])
    assert truth.figure is not None
    assert truth.figure.notes[0] == ASSOCIATION
    assert truth.figure.notes[1].startswith("90% interval of the correlation of 17 changes: ")


def test_an_interval_across_zero_is_not_known() -> None:
    other = 100 + np.cumsum(np.roll(MOVES, 5) * np.where(np.arange(18) % 4 < 2, 1, -1))
    truth = correlate(LEVEL, other)
    assert np.isnan(truth.values[0])
    assert truth.reason.endswith("which does not settle it")


def test_a_lag_is_that_of_the_second() -> None:
    later = np.concatenate([[100.0], LEVEL[:-1]])
    assert correlate(LEVEL, later, ", lag=1y").figure.figure == pytest.approx(1)  # type: ignore[union-attr]  # known
    assert correlate(later, LEVEL, ", lag=1y").figure.figure < 0.9  # type: ignore[union-attr]  # known


def test_least_asks_for_more() -> None:
    assert correlate(LEVEL, 2 * LEVEL, ", least=80%").values[0] == 1
    noisy = LEVEL + np.tile([4.0, -3.0, 0.0], 6)
    assert np.isnan(correlate(LEVEL, noisy, ", least=80%").values[0])


@pytest.mark.parametrize(
    ("one", "window", "reason"),
    [
        (LEVEL, "[2000..2007]", "7 common changes, 8 are needed"),
        (np.where(np.arange(18) % 2, NAN, LEVEL), YEARS, "0 common changes, 8 are needed"),
        (np.full(18, 7.0), YEARS, "one of the two does not change"),
    ],
)
def test_too_little_says_so(one: Floats, window: str, reason: str) -> None:
    truth = correlate(one, LEVEL, "", window)
    assert np.isnan(truth.values[0])
    assert truth.reason == reason


def test_periods_of_two_lengths_do_not_pair(judge: JudgeReading) -> None:
    (truth,) = judge("co_moves(trade(CHN -- RUS, source=alpha), material_conflict(CHN -- RUS))[2000..2009]")
    assert truth.reason == "changes of a year against changes of a month"


@given(
    st.lists(st.integers(-20, 20), min_size=12, max_size=12), st.lists(st.integers(-20, 20), min_size=12, max_size=12)
)
def test_co_movement_is_symmetric_and_turns_with_its_direction(ones: list[int], others: list[int]) -> None:
    one, other = (500.0 + np.cumsum(moves) for moves in (ones, others))
    window = "[2000..2011]"
    there, back = correlate(one, other, "", window), correlate(other, one, "", window)
    assert there.figure is not None
    assert back.figure is not None
    np.testing.assert_allclose(there.figure.values, back.figure.values)
    np.testing.assert_array_equal(there.values, back.values)
    turned = correlate(one, other, ", direction=opposite", window)
    assert not (there.values[0] == 1 and turned.values[0] == 1)


def test_each_leads_in_a_domain_of_its_own(judge: JudgeReading) -> None:
    usa, rus = "trade(CHN -- USA)", "trade(CHN -- RUS, source=alpha)"
    conflict, verbal = "material_conflict(RUS -> CHN)", "material_conflict(CHN -> RUS)"
    (truth,) = judge(f"specialise({usa}, {rus}, {conflict}, 0.5 * {verbal})[2000..2009]")
    assert truth.values[0] == 1
    assert [part.figure.unit.symbol for part in truth.parts if part.figure and part.figure.unit] == ["M USD", "count"]
    assert judge(f"specialise({rus}, {usa}, {conflict}, {verbal})[2000..2009]")[0].values[0] == 0


@pytest.mark.parametrize(
    ("answer", "dated", "expected", "reason"),
    [
        ("yes", "2011-01-31", 1, ""),
        ("no", "2011-01-31", 0, ""),
        ("unclear", "2011-01-31", NAN, "the rubric was left unclear"),
        ("yes", "2013-01-31", NAN, "judged on 2013-01-31, after the day of the evidence"),
    ],
)
def test_a_judgement_names_its_person_and_day(
    judge: JudgeReading, answer: str, dated: str, expected: float, reason: str
) -> None:
    (truth,) = judge(f'judge("the tone is warmer than in 2009", by="A panel", dated={dated}, answer={answer})')
    assert truth.values[0] == pytest.approx(expected, nan_ok=True)
    assert (str(truth.book), truth.reason) == (f"judgement · A panel · {dated}", reason)


def test_a_likelihood_is_kept_and_never_made_up(judge: JudgeReading) -> None:
    flow = "exists(deals(CHN -- RUS))[2020]"
    for text in (f"likelihood({flow}) > 30%", f"likelihood({flow}, known=2010-01-01) < likelihood({flow})"):
        (truth,) = judge(text)
        assert (np.isnan(truth.values[0]), truth.reason) == (True, "likelihood")


def test_a_hedge_changes_nothing(decide: Decide) -> None:
    text = "exists(deals(CHN -- RUS))[2003]"
    assert decide(f"hedged({text}, word=probably)") == decide(text) == [1]
    assert decide(f'{text} and not hedged({text}, word="very likely")') == [0]


@pytest.mark.parametrize(
    ("one", "other", "expected", "reason"),
    [
        ("investment_flow(CHN -> RUS)", "investment_flow(CHN -> RUS)", 1, ""),
        ("investment_flow(CHN -> RUS)", "investment_position(CHN -> RUS)", 0, "flow against stock"),
        ("investment_flow(CHN -> RUS)", "investment_pledge(CHN -> RUS)", 0, "done against pledged"),
        ("investment_flow(CHN -> RUS)", "material_conflict(CHN -- RUS)", 0, "money against count"),
        ("investment_flow(CHN -> RUS)", "10 M USD", 1, ""),
    ],
)
def test_what_may_be_compared(judge: JudgeReading, one: str, other: str, expected: float, reason: str) -> None:
    (truth,) = judge(f"commensurable({one}, {other})")
    assert (truth.values[0], truth.reason) == (expected, reason)


@pytest.mark.parametrize(
    ("text", "error", "match"),
    [
        (
            "specialise(trade(CHN -- USA), 3, trade(CHN -- RUS), trade(CHN -- USA))",
            UnitMismatch,
            "against a number without a unit",
        ),
        (
            "specialise(trade(CHN -- USA), ideal_point(CHN), trade(CHN -- RUS), trade(CHN -- USA))",
            UnitMismatch,
            r"M USD \(money\) against points",
        ),
        ("co_moves(trade(CHN -- USA))", ReadingTypeError, "takes 2 arguments, not 1"),
        ("co_moves(trade(CHN -- USA), deals(CHN -- USA))", ReadingTypeError, "rows stand where a series belongs"),
        ("break(trade(CHN -- USA)) > 3 USD", UnitMismatch, r"1 \(share\) against USD"),
        ('judge("warm", by=x, answer=yes)', ReadingTypeError, "judge needs dated="),
        ('judge("warm", by=x, dated=2011, answer=yes)', ReadingTypeError, "dated is a day"),
        ("judge(1 > 0, by=x, dated=2011-01-01, answer=yes)", ReadingTypeError, "words in quotes belong here"),
        ("hedged(1 > 0)", ReadingTypeError, "hedged needs word="),
        ("likelihood(trade(CHN -- USA)) > 3%", ReadingTypeError, "a series stands where something true or false"),
    ],
)
def test_faults_are_placed(ask: Ask, text: str, error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match) as caught:
        ask(text)
    assert "^" in str(caught.value)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (f"members(trade(CHN -- {NEAR}, source=alpha) > 20 M USD, of={NEAR})[2004] > 60%", 1),
        (f"members(trade(CHN -- {NEAR}, source=alpha) > 20 M USD, of={NEAR})[2004] == 100%", 0),
        (f"members(trade({NEAR} -- CHN, source=alpha) > 20 M USD, of={NEAR})[2004] > 60%", 1),
        (f"members(trade(CHN -- {NEAR}, source=alpha) > 20 M USD, of={NEAR})[2005] > 60%", 1),
        (f"members(trade(CHN -- {NEAR}, source=alpha) > 20 M USD, of={NEAR})[2005] < 90%", NAN),
        (f"members(not trade(CHN -- {NEAR}, source=alpha) > 20 M USD, of={NEAR})[2004] > 0", 1),
        (f"members(exists(deals(CHN -- {NEAR}) ), of={NEAR})[2003] < 50%", 1),
    ],
)
def test_what_holds_for_members_of_a_set(decide: Decide, reading: str, expected: float) -> None:
    assert decide(reading) == pytest.approx([expected], nan_ok=True)


def test_a_set_that_stands_nowhere_has_no_members_to_tell_apart(ask: Ask) -> None:
    with pytest.raises(ReadingTypeError, match="G20 does not stand in the reading"):
        ask("members(trade(CHN -- RUS) > 1 USD, of=G20)[2004] > 50%")


def test_members_that_report_themselves_are_one_book() -> None:
    runs = tuple(
        build_run("trade", f"CHN {state}", [size] * 10, source="beta", reporter=state)
        for state, size in (("RUS", 5), ("USA", 9))
    )
    text = "members(trade(CHN -- {RUS, USA}) > 6 M USD, of={RUS, USA})[2004] == 50%"
    (truth,) = evaluate(parse_reading(text), start_context(text, SmallEvidence(runs, ())))
    assert (truth.values[0], truth.book.reporter) == (1, "each member")  # type: ignore[union-attr]  # a truth
