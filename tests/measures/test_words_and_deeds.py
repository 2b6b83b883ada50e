from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from facta.domain import Frequency, Status
from facta.errors import UnknownName

Build = Callable[..., Any]

CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


@pytest.fixture
def evidence(build_evidence: Build, build_figures: Build, cover: Build) -> Any:
    """Two years both ways between China and Russia; in 2011 nobody reports anything."""
    there = dict(zip(CLASSES, (80, 4, 10, 6), strict=True))
    back = dict(zip(CLASSES, (20, 0, 30, 0), strict=True))
    runs = [build_figures(name, "CHN", "RUS", {2010: there[name], 2011: 0}) for name in CLASSES]
    runs += [build_figures(name, "RUS", "CHN", {2010: back[name], 2011: 0}) for name in CLASSES]
    return build_evidence(runs=tuple(runs), covers=tuple(cover(name, "2010..2011") for name in CLASSES))


@pytest.mark.parametrize(("name", "directed", "both"), [(CLASSES[0], 80, 100), (CLASSES[2], 10, 40)])
def test_an_undirected_count_takes_both_directions(
    name: str, directed: int, both: int, evidence: Any, measure: Build
) -> None:
    assert measure(evidence, name, "CHN -> RUS")[0].values.tolist() == [[directed, 0]]
    assert measure(evidence, name, "CHN -- RUS")[0].values.tolist() == [[both, 0]]
    assert measure(evidence, name, "RUS -- CHN")[0].values.tolist() == [[both, 0]]


def test_material_counts_stand_apart(evidence: Any, measure: Build) -> None:
    assert measure(evidence, "material_cooperation", "CHN -- RUS")[0].values[0, 0] == 4
    assert measure(evidence, "material_conflict", "CHN -- RUS")[0].values[0, 0] == 6


def test_verbal_balance_runs_from_minus_one_to_one(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "verbal_balance", "CHN -- RUS")
    assert series.values[0, 0] == pytest.approx((100 - 40) / 140)
    assert series.weights[0, 0] == 140
    (back,) = measure(evidence, "verbal_balance", "RUS -> CHN")
    assert back.values[0, 0] == pytest.approx((20 - 30) / 50)


def test_conflict_share_counts_words_and_deeds(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "conflict_share", "CHN -- RUS")
    assert series.values[0, 0] == pytest.approx((40 + 6) / 150)
    assert series.measure == "conflict_share"


def test_delivery_is_the_material_share_of_cooperation(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "delivery", "CHN -- RUS")
    assert series.values[0, 0] == pytest.approx(4 / 104)
    (back,) = measure(evidence, "delivery", "RUS -> CHN")
    assert (back.values[0, 0], back.status[0]) == (0.0, Status.ZERO)


@pytest.mark.parametrize("name", ["verbal_balance", "conflict_share", "delivery"])
def test_without_events_a_share_is_null_and_not_zero(name: str, evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, name, "CHN -- RUS")
    assert np.isnan(series.values[0, 1])
    assert series.status[1] == Status.NOT_CODED


def test_a_balance_of_nil_is_a_zero_and_no_gap(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    runs = tuple(build_figures(name, "CHN", "RUS", {2010: 5}) for name in CLASSES)
    (series,) = measure(build_evidence(runs=runs), "verbal_balance", "CHN -> RUS")
    assert (series.values.tolist(), series.status.tolist()) == ([[0.0]], [Status.ZERO])


def test_a_book_that_lacks_a_class_gives_no_share(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    runs = (build_figures("verbal_cooperation", "CHN", "RUS", {2010: 5}),)
    few = build_evidence(runs=runs)
    assert measure(few, "verbal_balance", "CHN -- RUS") == []
    assert measure(few, "conflict_share", "CHN -- RUS") == []


def test_books_are_never_mixed(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    runs = tuple(
        build_figures(name, "CHN", "RUS", {2010: count}, source=source)
        for source, count in (("one", 1), ("two", 3))
        for name in CLASSES
    )
    found = measure(build_evidence(runs=runs), "conflict_share", "CHN -> RUS")
    assert [(series.book.source, series.weights[0, 0]) for series in found] == [("one", 4.0), ("two", 12.0)]


def test_a_year_without_events_is_known_and_weighs_nothing(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "conflict_share", "CHN -- RUS")
    assert series.completeness.tolist() == [1.0, 1.0]
    assert series.weights.tolist() == [[150.0, 0.0]]
    pooled = np.nansum(series.values * series.weights) / series.weights.sum()
    assert pooled == pytest.approx(46 / 150)


def test_a_direction_that_is_missing_makes_a_share_partial(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    runs = tuple(build_figures(name, "CHN", "RUS", {2010: 5}) for name in CLASSES)
    (series,) = measure(build_evidence(runs=runs), "delivery", "CHN -- RUS")
    assert (series.values.tolist(), series.status.tolist()) == ([[0.5]], [Status.PARTIAL])
    assert series.completeness.tolist() == [0.5]


def test_a_set_pools_the_events_of_its_members(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    counts = {"KAZ": (90, 0, 10, 0), "UZB": (0, 0, 0, 100)}
    runs = tuple(
        build_figures(name, "CHN", state, {2010: count})
        for state, found in counts.items()
        for name, count in zip(CLASSES, found, strict=True)
    )
    evidence = build_evidence(runs=runs)
    (series,) = measure(evidence, "conflict_share", "CHN -> {KAZ, UZB}")
    assert (series.values.tolist(), series.status.tolist()) == ([[0.55]], [Status.REPORTED])
    (partial,) = measure(evidence, "verbal_cooperation", "CHN -> {KAZ, UZB, TJK}")
    assert (partial.values.tolist(), partial.status.tolist()) == ([[90.0]], [Status.PARTIAL])


def test_frequencies_of_one_book_are_never_mixed(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    runs = tuple(
        build_figures(name, "CHN", "RUS", {ordinal: 1}, frequency=frequency)
        for name in CLASSES
        for frequency, ordinal in ((Frequency.YEAR, 2010), (Frequency.MONTH, 24_120))
    )
    found = measure(build_evidence(runs=runs), "delivery", "CHN -> RUS")
    assert [(series.frequency, series.start) for series in found] == [
        (Frequency.MONTH, 24_120),
        (Frequency.YEAR, 2010),
    ]


def test_a_net_score_says_that_it_is_no_level(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    runs = (build_figures("net_score", "CHN", "RUS", {738000: 760.0}, unit="points", frequency=Frequency.DAY),)
    evidence = build_evidence(runs=runs)
    for written in ("CHN -- RUS", "RUS -- CHN"):
        (series,) = measure(evidence, "net_score", written)
        assert series.values.tolist() == [[760.0]]
        assert series.notes == ("an alarm, never a level of relations: the sum grows with the volume of reporting",)
    with pytest.raises(UnknownName, match="net_score is of single states"):
        measure(evidence, "net_score", "CHN -- BRICS")


def test_reporting_volume_is_of_a_state_or_the_world(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    runs = [build_figures("reporting_volume", state, "", {2012: n}) for state, n in (("WLD", 900.0), ("RUS", 30.0))]
    evidence = build_evidence(runs=tuple(runs))
    assert measure(evidence, "reporting_volume", "WLD")[0].values.tolist() == [[900.0]]
    assert measure(evidence, "reporting_volume", "RUS")[0].values.tolist() == [[30.0]]
    assert measure(evidence, "reporting_volume", "CHN") == []


def test_words_and_deeds_are_added_apart(evidence: Any, measure: Build) -> None:
    (words,), (deeds,) = (measure(evidence, name, "CHN -- RUS") for name in ("verbal_volume", "material_volume"))
    assert (words.values.tolist(), deeds.values.tolist()) == ([[140.0, 0.0]], [[10.0, 0.0]])
    assert (words.measure, words.status.tolist()) == ("verbal_volume", [Status.REPORTED, Status.ZERO])
    assert measure(evidence, "material_volume", "RUS -> CHN")[0].status[0] == Status.ZERO


def test_material_balance_is_of_deeds_alone(evidence: Any, measure: Build) -> None:
    (series,) = measure(evidence, "material_balance", "CHN -- RUS")
    assert series.values[0, 0] == pytest.approx((4 - 6) / 10)
    assert series.weights[0, 0] == 10


def test_alike_reports_count_once_unless_each_is_asked_for(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    runs = tuple(
        build_figures(name, "CHN", "RUS", {2010: count}, variant=variant)
        for variant, count in (("events", 2), ("reports", 7))
        for name in CLASSES
    )
    evidence = build_evidence(runs=runs)
    assert measure(evidence, "verbal_volume", "CHN -> RUS")[0].values.tolist() == [[4.0]]
    assert measure(evidence, "verbal_volume", "CHN -> RUS", count="reports")[0].values.tolist() == [[14.0]]
    assert [found.book.variant for found in measure(evidence, "delivery", "CHN -> RUS", count="reports")] == ["reports"]


def test_a_reporting_share_is_of_the_world_or_of_the_actors(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    counts = {("CHN", "RUS"): 6, ("RUS", "CHN"): 2, ("CHN", ""): 20, ("RUS", ""): 12, ("WLD", ""): 400}
    runs = tuple(
        build_figures("reported_events", *sides, {2010: count}, variant="reports") for sides, count in counts.items()
    )
    evidence = build_evidence(runs=runs)
    shares = {
        (written, of): measure(evidence, "reporting_share", written, of=of)[0].values[0, 0]
        for written in ("CHN -- RUS", "CHN -> RUS")
        for of in ("world", "actor")
    }
    assert shares == {
        ("CHN -- RUS", "world"): 8 / 400,
        ("CHN -- RUS", "actor"): 8 / 32,
        ("CHN -> RUS", "world"): 6 / 400,
        ("CHN -> RUS", "actor"): 6 / 20,
    }
    assert measure(build_evidence(runs=runs[:2]), "reporting_share", "CHN -- RUS") == []


def test_a_member_counts_among_the_actors_only_as_long_as_it_is_one(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    counts = {("DEU", "CHN"): 5, ("POL", "CHN"): 3, ("DEU", ""): 50, ("POL", ""): 30}
    runs = tuple(
        build_figures("reported_events", *sides, {2000: count, 2010: count}, variant="reports")
        for sides, count in counts.items()
    )
    (share,) = measure(build_evidence(runs=runs), "reporting_share", "EU -> CHN", of="actor", reporter="")
    assert share.values[0, [0, -1]].tolist() == [5 / 50, 8 / 80]
    assert share.weights[0, [0, -1]].tolist() == [50, 80]


def test_towards_the_world_everybody_acts(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    counts = {("CHN", "WLD"): 6, ("WLD", "CHN"): 4, ("CHN", ""): 20, ("WLD", ""): 400}
    runs = tuple(
        build_figures("reported_events", *sides, {2010: count}, variant="reports") for sides, count in counts.items()
    )
    shares = [
        measure(build_evidence(runs=runs), "reporting_share", "CHN -- WLD", of=of)[0].values[0, 0]
        for of in ("actor", "world")
    ]
    assert shares == [10 / 400, 10 / 400]
