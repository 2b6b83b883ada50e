from __future__ import annotations

import pytest

from facta.errors import ImpossibleValue
from facta.forecasts.scoring import Entry, Standing
from facta.forecasts.scoring.records import count_standings, find_standing

NAN = float("nan")


def place(standing: Standing, reason: str = "") -> Entry:
    return Entry("A", "x", 0.5, 0.5, standing, outcome=1 if standing is Standing.RESOLVED else NAN, reason=reason)


def test_not_yet_annulled_and_ambiguous_are_counted_apart() -> None:
    claims = [[place(standing)] for standing in Standing] + [[place(Standing.ANNULLED, "no trigger")]]
    tally = count_standings(claims)
    assert (tally.registered, tally.matured, tally.resolved, tally.pending) == (5, 4, 1, 1)
    assert tally.void == (("ambiguous", 1), ("annulled", 1), ("annulled: no trigger", 1))


@pytest.mark.parametrize(
    ("readings", "standing"),
    [
        ([Standing.PENDING, Standing.RESOLVED], Standing.RESOLVED),
        ([Standing.ANNULLED, Standing.PENDING], Standing.PENDING),
        ([Standing.ANNULLED, Standing.AMBIGUOUS], Standing.AMBIGUOUS),
        ([Standing.ANNULLED, Standing.ANNULLED], Standing.ANNULLED),
    ],
)
def test_a_claim_stands_where_the_first_of_its_readings_stands(readings: list[Standing], standing: Standing) -> None:
    assert find_standing([place(one) for one in readings]) is standing


def test_a_range_upside_down_is_refused() -> None:
    with pytest.raises(ImpossibleValue, match=r"range 0\.8 to 0\.2\. Give the lower probability first"):
        Entry("A", "x", 0.8, 0.2, Standing.PENDING)


@pytest.mark.parametrize(("standing", "outcome"), [(Standing.PENDING, 1), (Standing.RESOLVED, NAN)])
def test_only_what_is_resolved_has_an_outcome(standing: Standing, outcome: float) -> None:
    with pytest.raises(ImpossibleValue, match="A resolved forecast has the outcome 0 or 1"):
        Entry("A", "x", 0.5, 0.5, standing, outcome=outcome)


def test_a_probability_of_the_model_is_checked_too() -> None:
    with pytest.raises(ImpossibleValue, match=r"probability 1.5"):
        Entry("A", "x", 0.5, 0.5, Standing.PENDING, model=1.5)
