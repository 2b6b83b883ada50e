from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from facta.domain import Price, Status
from facta.errors import UnknownName

Build = Callable[..., Any]

nan = float("nan")


@pytest.fixture
def evidence(build_evidence: Build, build_figures: Build) -> Any:
    runs = [
        build_figures(indicator, state, "", {2020: value}, unit=unit)
        for indicator, state, unit, value in (
            ("polyarchy", "CHN", "points", 0.08),
            ("liberal_democracy", "CHN", "points", 0.04),
            ("capabilities", "CHN", "1", 0.23),
            ("capabilities", "RUS", "1", 0.04),
            ("military_expenditure", "CHN", "k USD", 188_597_000.0),
        )
    ]
    runs += [
        build_figures(indicator, state, "", {2020: value}, unit="points", variant=variant)
        for indicator, state, variant, value in (
            ("governance", "CHN", "voice_accountability", -1.6),
            ("governance", "CHN", "rule_of_law", -0.1),
            ("polity", "AFG", "original", nan),
            ("polity", "AFG", "revised", 0.0),
        )
    ]
    return build_evidence(runs=tuple(runs))


def test_a_states_own_figures(evidence: Any, measure: Build) -> None:
    assert measure(evidence, "governance", "CHN")[0].values.tolist() == [[-1.6]]
    assert measure(evidence, "governance", "CHN", dimension="rule_of_law")[0].values.tolist() == [[-0.1]]
    assert measure(evidence, "polyarchy", "CHN")[0].values.tolist() == [[0.08]]
    assert measure(evidence, "polyarchy", "CHN", index="liberal")[0].values.tolist() == [[0.04]]
    assert measure(evidence, "capabilities", "CHN")[0].values.tolist() == [[0.23]]
    assert measure(evidence, "governance", "RUS") == []


def test_expenditure_is_in_million_dollars(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "military_expenditure", "CHN")
    assert (series.values[0, 0], series.unit.symbol) == (pytest.approx(188_597.0), "M USD")


def test_shares_of_a_set_are_added_and_indices_are_not(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "capabilities", "SCO")
    assert series.values[0, 0] == pytest.approx(0.27)
    assert series.completeness[0] < 1
    with pytest.raises(UnknownName, match="polyarchy is of single states"):
        measure(evidence, "polyarchy", "SCO")


def test_a_year_without_a_government_has_no_polity_score_unless_it_is_filled(evidence: Any, measure: Build) -> None:
    (original,) = measure(evidence, "polity", "AFG")
    assert (original.book.variant, original.status.tolist()) == ("original", [Status.NOT_CODED])
    (revised,) = measure(evidence, "polity", "AFG", score="revised")
    assert (revised.book.variant, revised.values.tolist()) == ("revised", [[0.0]])


@pytest.fixture
def economies(build_evidence: Build, build_figures: Build) -> Any:
    runs = [
        build_figures(indicator, state, "", {2020: value}, unit=unit)
        for indicator, unit, values in (
            ("gdp", "M USD", {"CHN": 14.7e6, "RUS": 1.5e6}),
            ("gdp_real", "M USD", {"CHN": 14.6e6}),
            ("gdp_growth", "%", {"CHN": 2.2}),
            ("population", "count", {"CHN": 1.41e9, "RUS": 0.14e9}),
            ("trade_openness", "%", {"CHN": 35.0}),
        )
        for state, value in values.items()
    ]
    return build_evidence(runs=tuple(runs))


@pytest.mark.parametrize(("name", "total"), [("gdp", 16.2e6), ("population", 1.55e9)])
def test_product_and_people_of_a_set_are_added(name: str, total: float, economies: Any, measure: Build) -> None:
    (series,) = measure(economies, name, "{CHN, RUS}")
    assert series.values[0, 0] == pytest.approx(total)
    (part,) = measure(economies, name, "BRICS")
    assert part.status.tolist() == [Status.PARTIAL]


def test_real_and_nominal_product_have_different_prices(economies: Any, measure: Build) -> None:
    prices = [measure(economies, name, "CHN")[0].basis.price for name in ("gdp", "gdp_real")]
    assert prices == [Price.NOMINAL, Price.REAL]


@pytest.mark.parametrize(("name", "value"), [("gdp_growth", 2.2), ("trade_openness", 35.0)])
def test_rates_are_of_one_state(name: str, value: float, economies: Any, measure: Build) -> None:
    assert measure(economies, name, "CHN")[0].values.tolist() == [[value]]
    with pytest.raises(UnknownName, match=f"{name} is of single states"):
        measure(economies, name, "BRICS")
