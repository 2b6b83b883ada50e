from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from facta.domain import Status
from facta.errors import UnknownName

Build = Callable[..., Any]

DAYS = [dt.date(2010, 12, day) for day in range(1, 9)]


@pytest.fixture
def evidence(build_evidence: Build, build_votes: Build, cover: Build) -> Any:
    """Eight roll calls of 2010; China and Russia agree fully on four, by half on two, not at all on two."""
    votes = {"CHN": "yyyyyyyy", "RUS": "yyyyaann", "USA": "nnnnnnnn", "FRA": "yyyy....", "IND": "yyyyyyyn"}
    tags = {"hr": [True] * 5 + [False] * 3}
    covers = (cover("votes", "2010-01-01..2010-12-31"),)
    return build_evidence(cast=build_votes(DAYS, votes, tags), covers=covers)


def test_abstention_counts_half(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- RUS")
    assert series.values.tolist() == [[(4 + 2 * 0.5) / 8]]
    assert (series.status.tolist(), series.weights.tolist()) == ([Status.REPORTED], [[8.0]])
    assert (str(series.book), series.origins, str(series.reach)) == ("hand", ("votes",), "2010")


def test_swapping_the_sides_changes_nothing(evidence: Any, measure: Build) -> None:
    for method in ("raw", "identical", "pi"):
        (one,) = measure(evidence, "vote_agreement", "CHN -- RUS", method=method)
        (other,) = measure(evidence, "vote_agreement", "RUS -- CHN", method=method)
        assert one.values.tolist() == other.values.tolist()


def test_identical_counts_abstention_as_a_difference(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- RUS", method="identical")
    assert series.values.tolist() == [[0.5]]


def test_pi_corrects_for_what_both_would_do_by_chance(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- RUS", method="pi")
    yes, abstain, no = 12 / 16, 2 / 16, 2 / 16
    expected = yes * abstain + abstain * no + 2 * yes * no
    assert series.values[0, 0] == pytest.approx(1 - (3 / 8) / expected)
    (opposed,) = measure(evidence, "vote_agreement", "CHN -- USA", method="pi")
    assert opposed.values[0, 0] == pytest.approx(-1)


def test_an_issue_leaves_only_its_roll_calls(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- RUS", issue="hr")
    assert series.values.tolist() == [[(4 + 0.5) / 5]]
    (none,) = measure(evidence, "vote_agreement", "CHN -- RUS", issue="ec")
    assert none.status.tolist() == [Status.NOT_CODED]


def test_too_few_common_roll_calls_are_no_figure(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- FRA")
    assert np.isnan(series.values).all()
    assert series.status.tolist() == [Status.NOT_CODED]


def test_never_alike_is_a_zero_and_no_gap(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- USA")
    assert (series.values.tolist(), series.status.tolist()) == ([[0.0]], [Status.ZERO])


def test_a_set_is_pooled_and_a_member_without_votes_makes_it_partial(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- BRICS")
    assert series.values[0, 0] == pytest.approx((8 * 5 / 8 + 8 * 7 / 8) / 16)
    assert (series.status.tolist(), series.completeness.tolist()) == ([Status.PARTIAL], [2 / 4])  # no BRA, no ZAF
    (partial,) = measure(evidence, "vote_agreement", "FRA -- BRICS")
    assert (partial.status.tolist(), partial.completeness.tolist()) == ([Status.NOT_CODED], [0.0])


def test_a_set_of_which_all_vote_is_whole(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "vote_agreement", "CHN -- {RUS, IND}")
    assert (series.status.tolist(), series.completeness.tolist()) == ([Status.REPORTED], [1.0])
    assert series.weights.tolist() == [[16.0]]


def test_a_pair_counts_while_it_belongs(build_evidence: Build, build_votes: Build, measure: Build) -> None:
    days = [dt.date(year, 12, day) for year in (2003, 2004) for day in range(1, 7)]
    votes = build_votes(days, {"RUS": "y" * 12, "DEU": "y" * 12, "POL": "n" * 12})
    (series,) = measure(build_evidence(cast=votes), "vote_agreement", "RUS -- {DEU, POL}")
    assert series.values.tolist() == [[0.5, 0.5]]
    (joined,) = measure(build_evidence(cast=votes), "vote_agreement", "RUS -- EU")
    assert joined.values.tolist() == [[1.0, 0.5]]  # Poland joined in 2004


def test_a_year_that_ends_before_the_session_does_is_partial(
    build_evidence: Build, build_votes: Build, cover: Build, measure: Build
) -> None:
    days = [dt.date(2010, 12, day) for day in range(1, 6)] + [dt.date(2011, 3, day) for day in range(1, 6)]
    votes = build_votes(days, {"CHN": "y" * 10, "RUS": "y" * 10})
    short = build_evidence(cast=votes, covers=(cover("votes", "2010-01-01..2011-06-30"),))
    (series,) = measure(short, "vote_agreement", "CHN -- RUS")
    assert series.status.tolist() == [Status.REPORTED, Status.PARTIAL]
    assert series.completeness[0] == 1
    assert series.completeness[1] == pytest.approx(181 / 349)
    assert series.reach.end == dt.date(2011, 6, 30)


@pytest.mark.parametrize("name", ["vote_agreement", "vote_rank"])
def test_without_votes_there_is_no_series(name: str, evidence: Any, build_evidence: Build, measure: Build) -> None:
    assert measure(build_evidence(), name, "CHN -> RUS") == []
    assert measure(evidence, name, "CHN -> JPN") == []


def test_rank_one_is_the_closest_and_ties_share_it(evidence: Any, measure: Build) -> None:
    ranks = {state: measure(evidence, "vote_rank", f"CHN -> {state}")[0] for state in ("IND", "RUS", "USA", "FRA")}
    assert [ranks[state].values[0, 0] for state in ("IND", "RUS", "USA")] == [1.0, 2.0, 3.0]
    assert ranks["RUS"].notes == ("of 3 in 2010",)
    assert np.isnan(ranks["FRA"].values[0, 0])
    assert ranks["FRA"].notes == ()


def test_a_rank_is_of_one_state(evidence: Any, measure: Build) -> None:
    with pytest.raises(UnknownName, match="vote_rank is of single states: name one of its members"):
        measure(evidence, "vote_rank", "CHN -> BRICS")


@pytest.fixture
def points(build_evidence: Build, build_figures: Build) -> Any:
    runs = [
        build_figures("ideal_point", state, "", values, unit="points", variant=variant, vintage="2025-07")
        for state, variant, values in (
            ("CHN", "fp", {2021: -0.4, 2022: -1.35}),
            ("RUS", "fp", {2022: -0.81, 2023: -0.4}),
            ("CHN", "all", {2022: -1.41}),
            ("RUS", "all", {2022: -1.42}),
            ("CHN", "legacy", {2022: -1.1}),
        )
    ]
    return build_evidence(runs=tuple(runs))


def test_distance_compares_within_one_estimator_and_year(points: Any, measure: Build) -> None:
    found = {series.book.variant: series for series in measure(points, "ideal_distance", "CHN -- RUS")}
    assert sorted(found) == ["all", "fp"]
    assert found["fp"].start == 2022
    assert found["fp"].values[0] == pytest.approx([0.54])
    assert found["all"].values[0] == pytest.approx([0.01])
    assert found["fp"].origins == ("CHN-", "RUS-")


def test_the_estimator_can_be_chosen(points: Any, measure: Build) -> None:
    (series,) = measure(points, "ideal_distance", "CHN -- RUS", estimator="all")
    assert series.book.variant == "all"
    assert [s.book.variant for s in measure(points, "ideal_point", "CHN", estimator="legacy")] == ["legacy"]


def test_an_ideal_point_is_of_one_state(points: Any, measure: Build) -> None:
    with pytest.raises(UnknownName, match="ideal_point is of single states"):
        measure(points, "ideal_point", "BRICS")
    assert measure(points, "ideal_distance", "CHN -- CHN") == []


def test_published_agreement_is_found_from_either_side(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    evidence = build_evidence(runs=(build_figures("agreement_published", "CHN", "RUS", {2019: 0.85}, unit="1"),))
    for written in ("CHN -- RUS", "RUS -- CHN"):
        assert measure(evidence, "agreement_published", written)[0].values.tolist() == [[0.85]]
    assert measure(evidence, "vote_agreement", "CHN -- RUS") == []
