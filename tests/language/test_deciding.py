"""Which part of a compound speaks for it, what a bound decides, and what a register's silence leaves open."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from facta.language import Truth, evaluate, parse_reading, start_context
from facta.language.operators.quantifiers import MISSING

Judge = Callable[[str], list[Truth]]
Decide = Callable[[str], list[float]]
ALPHA = "trade(CHN -- RUS, source=alpha)"
NOBODY_KNOWS = pytest.approx([np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("reading", "shown"),
    [
        (f"{ALPHA}[1990] > 1 USD and {ALPHA}[2009] > 99 M USD", 37),  # the unknown part decides nothing
        (f"{ALPHA}[2009] > 99 M USD and {ALPHA}[1990] > 1 USD", 37),
        (f"{ALPHA}[2008] > 1 USD and {ALPHA}[2009] > 99 M USD", 37),  # the false part decides
        (f"{ALPHA}[2008] > 1 USD and {ALPHA}[2009] > 1 USD", 35),
        (f"{ALPHA}[2008] > 99 M USD or {ALPHA}[2009] > 1 USD", 37),  # the true part decides
        (f"{ALPHA}[1990] > 1 USD or {ALPHA}[2009] > 1 USD", 37),
        (f"not ({ALPHA}[2008] > 1 USD and {ALPHA}[2009] > 99 M USD)", 37),
        (f"{ALPHA}[2007] > 1 USD and {ALPHA}[2008] > 1 USD and {ALPHA}[2009] > 99 M USD", 37),
        ("trade(CHN -- FRA)[2004] > 1 USD and 1 > 2", 1),
        (f"{ALPHA}[1990] > 1 USD and {ALPHA}[2009] > 1 USD", np.nan),  # what is not known leaves it open
    ],
)
def test_a_compound_shows_the_figure_that_decides_it(judge: Judge, reading: str, shown: float) -> None:
    (truth,) = judge(reading)
    assert truth.figure is not None
    assert truth.figure.figure == pytest.approx(shown, nan_ok=True)


@pytest.fixture
def bound(evidence: Any) -> Callable[[float, float], Decide]:
    """Return ``bound(low, high)``, to decide readings on a stock of which no more than that is known in 2009."""

    def build(low: float, high: float) -> Decide:
        (run,) = evidence.figures("investment_position", "CHN", "RUS")
        unknown = dataclasses.replace(run, values=np.where(run.ordinals == 2009, np.nan, run.values))
        lows, highs = (np.where(run.ordinals == 2009, bound, np.nan) for bound in (low, high))
        held = dataclasses.replace(evidence, runs=(dataclasses.replace(unknown, low=lows, high=highs),))

        def decide(reading: str) -> list[float]:
            found = evaluate(parse_reading(reading), start_context(reading, held))
            return [float(truth.values[0]) for truth in found if isinstance(truth, Truth)]

        return decide

    return build


STOCK = "investment_position(CHN -> RUS)"


@pytest.mark.parametrize(
    ("test", "at_least", "at_most"),
    [
        ("> 150 M USD", [1], NOBODY_KNOWS),
        ("< 150 M USD", [0], NOBODY_KNOWS),
        (">= 200 M USD", [1], NOBODY_KNOWS),
        ("<= 200 M USD", NOBODY_KNOWS, [1]),
        ("> 250 M USD", NOBODY_KNOWS, [0]),
        ("< 250 M USD", NOBODY_KNOWS, [1]),
        ("== 150 M USD", [0], NOBODY_KNOWS),
    ],
)
@pytest.mark.parametrize("window", ["[2009]", "[2005..2009]", ""])
def test_a_bound_decides_what_no_value_inside_it_would_turn(
    bound: Callable[[float, float], Decide], test: str, at_least: list[float], at_most: list[float], window: str
) -> None:
    assert bound(200, np.nan)(f"{STOCK}{window} {test}") == at_least
    assert bound(np.nan, 200)(f"{STOCK}{window} {test}") == at_most


def test_of_an_interval_the_lower_bound_counts(bound: Callable[[float, float], Decide]) -> None:
    assert bound(200, 210)(f"{STOCK}[2009] > 150 M USD") == [1]
    assert bound(200, 210)(f"{STOCK}[2009] < 250 M USD") == NOBODY_KNOWS


def test_a_bound_is_no_value_of_a_change_and_none_of_another_year(bound: Callable[[float, float], Decide]) -> None:
    decide = bound(200, np.nan)
    assert decide(f"change({STOCK})[2005..2009] > 0") == NOBODY_KNOWS
    assert decide(f"{STOCK}[2008] > 250 M USD") == [0]
    assert decide(f"{STOCK}[2010] > 150 M USD") == NOBODY_KNOWS
    assert decide(f"{STOCK}[2009] - 100 M USD > 50 M USD") == [1]
    assert decide(f"300 M USD - {STOCK}[2009] > 50 M USD") == NOBODY_KNOWS


def test_a_bound_says_that_it_is_one(evidence: Any) -> None:
    (run,) = evidence.figures("investment_position", "CHN", "RUS")
    nothing = np.full(10, np.nan)
    held = dataclasses.replace(evidence, runs=(dataclasses.replace(run, values=nothing, low=run.values),))
    text = f"{STOCK}[2009] > 250 M USD"
    (truth,) = evaluate(parse_reading(text), start_context(text, held))
    assert isinstance(truth, Truth)
    assert truth.figure is not None
    assert (truth.figure.figure, truth.figure.notes, truth.figure.n) == (200, ("a lower bound",), 1)
    assert truth.figure.origins == ("gamma-1",)
    assert truth.reason == "no more is known than that it is at least this"


@pytest.mark.parametrize(
    ("reading", "expected", "reason"),
    [
        ("all(projects(RUS -> CHN), status is rejected)[2005]", [1], ""),  # the source covers the year
        ("all(projects(RUS -> CHN), status is rejected)[2004..2020]", [0], ""),  # one row fails, whatever is missing
        ("all(projects(RUS -> CHN), status is not live)[2004..2020]", NOBODY_KNOWS, MISSING),
    ],
)
def test_every_row_fails_with_one_and_holds_where_none_can_be_missing(
    judge: Judge, reading: str, expected: list[float], reason: str
) -> None:
    (truth,) = judge(reading)
    assert [float(value) for value in truth.values] == expected
    assert truth.reason == reason


def test_a_share_of_the_rows_on_record_says_what_every_row_cannot(decide: Decide) -> None:
    rejected, listed = "projects(RUS -> CHN, status=rejected)[..2020]", "projects(RUS -> CHN)[..2020]"
    assert decide(f"share({rejected}, {listed}) > 60%") == [1]
