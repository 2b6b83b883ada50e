from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from facta.errors import UnknownName

Build = Callable[..., Any]


@pytest.fixture
def evidence(build_evidence: Build, build_figures: Build) -> Any:
    runs = [
        build_figures(indicator, state, "", {2020: value}, unit=unit)
        for indicator, state, unit, value in (
            ("governance", "CHN", "points", -1.6),
            ("polyarchy", "CHN", "points", 0.08),
            ("liberal_democracy", "CHN", "points", 0.04),
            ("capabilities", "CHN", "1", 0.23),
            ("capabilities", "RUS", "1", 0.04),
            ("military_expenditure", "CHN", "k USD", 188_597_000.0),
        )
    ]
    return build_evidence(runs=tuple(runs))


def test_a_states_own_figures(evidence: Any, measure: Build) -> None:
    assert measure(evidence, "governance", "CHN")[0].values.tolist() == [[-1.6]]
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
