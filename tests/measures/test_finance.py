from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from facta.domain import Act, Frequency, Kind, Price, Status
from facta.errors import UnknownName

Build = Callable[..., Any]

nan = float("nan")


@pytest.fixture
def positions(build_evidence: Build, build_figures: Build) -> Any:
    runs = (
        build_figures("investment_position", "CHN", "RUS", {2019: -3.0, 2020: 12.0}, unit="bn USD", reporter="CHN"),
        build_figures("investment_position", "CHN", "RUS", {2019: 3735.0, 2020: 2188.0}, unit="M USD", reporter="RUS"),
        build_figures("investment_position", "CHN", "KAZ", {2019: 7.0, 2020: nan}, unit="bn USD", reporter="CHN"),
        build_figures(
            "investment_position",
            "CHN",
            "RUS",
            {8080: 11.0},
            unit="bn USD",
            reporter="CHN",
            frequency=Frequency.QUARTER,
        ),
    )
    return build_evidence(runs=runs)


def test_both_books_of_a_position_stand_side_by_side(positions: Any, measure: Build) -> None:
    found = measure(positions, "investment_position", "CHN -> RUS")
    assert [(series.book.reporter, series.frequency.value, series.values.tolist()) for series in found] == [
        ("CHN", "quarter", [[11_000.0]]),
        ("CHN", "year", [[-3000.0, 12_000.0]]),
        ("RUS", "year", [[3735.0, 2188.0]]),
    ]
    assert {series.basis.kind for series in found} == {Kind.STOCK}
    assert measure(positions, "investment_position", "RUS -> CHN") == []


def test_a_set_is_as_partial_as_its_members(positions: Any, measure: Build) -> None:
    found = measure(positions, "investment_position", "CHN -> {RUS, KAZ}", reporter="CHN")
    (yearly,) = [series for series in found if series.frequency is Frequency.YEAR]
    assert (yearly.values.tolist(), yearly.status.tolist()) == ([[4000.0, 12_000.0]], [Status.REPORTED, Status.PARTIAL])
    assert yearly.completeness.tolist() == [1.0, 0.5]


def test_a_confidential_cell_is_withheld_and_no_zero(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    run = build_figures("investment_position", "CHN", "RUS", {2019: nan, 2020: 0.0}, unit="M USD")
    run.status[0] = Status.WITHHELD
    (series,) = measure(build_evidence(runs=(run,)), "investment_position", "CHN -> RUS")
    assert series.status.tolist() == [Status.WITHHELD, Status.ZERO]
    assert np.isnan(series.values[0, 0])


def test_what_is_published_for_a_set_stands(build_evidence: Build, build_figures: Build, measure: Build) -> None:
    run = build_figures("investment_position", "CHN", "CENTRAL_ASIA", {2024: 36.0}, unit="bn USD", reporter="EDB")
    (series,) = measure(build_evidence(runs=(run,)), "investment_position", "CHN -> CENTRAL_ASIA")
    assert (series.values.tolist(), series.status.tolist()) == ([[36_000.0]], [Status.REPORTED])


def test_a_flow_may_be_negative_and_a_pledge_is_none(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    runs = (
        build_figures("investment_flow", "CHN", "RUS", {2019: -0.5}, unit="bn USD"),
        build_figures("investment_flow", "CHN", "RUS", {2019: 9.0}, unit="bn USD", act="pledged"),
        build_figures("investment_pledge", "CHN", "RUS", {2019: 9.0}, unit="bn USD", act="pledged"),
    )
    evidence = build_evidence(runs=runs)
    (flow,) = measure(evidence, "investment_flow", "CHN -> RUS")
    assert (flow.values.tolist(), flow.basis.act) == ([[-500.0]], Act.DONE)
    (pledge,) = measure(evidence, "investment_pledge", "CHN -> RUS")
    assert (pledge.values.tolist(), pledge.basis.act) == ([[9000.0]], Act.PLEDGED)


def test_a_register_does_not_deny_a_pledge(
    build_evidence: Build, build_figures: Build, cover: Build, measure: Build
) -> None:
    runs = (build_figures("investment_pledge", "CHN", "RUS", {2015: 9.0}, unit="bn USD", act="pledged"),)
    evidence = build_evidence(runs=runs, covers=(cover("investment_pledge", "2015..2016"),))
    (series,) = measure(evidence, "investment_pledge", "CHN -> RUS")
    assert series.status.tolist() == [Status.REPORTED, Status.NOT_COVERED]
    assert measure(evidence, "investment_pledge", "CHN -> KAZ") == []


@pytest.fixture
def projects(build_evidence: Build, build_figures: Build) -> Any:
    """In 2013 half of the projects have amounts, in 2014 none of them has."""
    money = ("official_finance", "CHN", "RUS")
    number = ("official_finance_projects", "CHN", "RUS")
    runs = [
        build_figures(*money, {2012: 0.0, 2014: nan}, unit="M USD", variant="recommended"),
        build_figures(*money, {2013: 600.0}, unit="M USD", variant="recommended", completeness=0.5),
        build_figures(*money, {2012: 50.0}, unit="M USD", variant="completion"),
        build_figures(*money, {2012: 900.0}, unit="M USD", variant="pledge", act="pledged"),
        build_figures(*number, {2012: 0.0, 2013: 4.0, 2014: 2.0}, variant="recommended"),
    ]
    return build_evidence(runs=tuple(runs))


def test_projects_without_amounts_make_a_year_partial(projects: Any, measure: Build) -> None:
    (series,) = measure(projects, "official_finance", "CHN -> RUS")
    assert series.status.tolist() == [Status.ZERO, Status.PARTIAL, Status.NOT_CODED]
    assert series.values[0, :2].tolist() == [0.0, 600.0]
    assert series.completeness.tolist() == [1.0, 0.5, 0.0]
    assert (series.needs, series.basis.price) == (0.5, Price.REAL)


def test_projects_can_be_counted_instead(projects: Any, measure: Build) -> None:
    (series,) = measure(projects, "official_finance", "CHN -> RUS", count="yes")
    assert (series.values.tolist(), series.unit.symbol) == ([[0.0, 4.0, 2.0]], "count")
    assert series.basis.kind is Kind.COUNT


@pytest.mark.parametrize(("status", "value", "act"), [("completion", 50.0, "done"), ("pledge", 900.0, "pledged")])
def test_a_status_is_asked_for_by_name(status: str, value: float, act: str, projects: Any, measure: Build) -> None:
    (series,) = measure(projects, "official_finance", "CHN -> RUS", status=status)
    assert (series.values.tolist(), series.basis.act.value, series.book.variant) == ([[value]], act, status)


def test_a_status_nobody_has_is_no_series(projects: Any, measure: Build) -> None:
    assert measure(projects, "official_finance", "CHN -> RUS", status="implementation") == []


def test_an_unknown_status_names_the_nearest(projects: Any, measure: Build) -> None:
    with pytest.raises(UnknownName, match=r"unknown status of official_finance 'pledges'\. Nearest: pledge\."):
        measure(projects, "official_finance", "CHN -> RUS", status="pledges")


def test_a_set_of_recipients_is_summed(
    projects: Any, build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    more = build_figures("official_finance", "CHN", "KAZ", {2013: 100.0}, unit="M USD", variant="recommended")
    (series,) = measure(build_evidence(runs=(*projects.runs, more)), "official_finance", "CHN -> {RUS, KAZ}")
    assert series.values[0, :2].tolist() == [0.0, 700.0]
    assert series.completeness.tolist() == [0.5, 0.75, 0.0]
    assert series.status.tolist() == [Status.PARTIAL, Status.PARTIAL, Status.NOT_CODED]


def test_two_releases_of_official_finance_are_books_of_their_own(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    book = {"unit": "M USD", "variant": "recommended"}
    runs = (
        build_figures("official_finance", "CHN", "RUS", {2013: 100.0}, source="aiddata_gcof", **book),
        build_figures("official_finance", "CHN", "RUS", {2013: 120.0}, source="aiddata_gcdf", **book),
    )
    found = measure(build_evidence(runs=runs), "official_finance", "CHN -> RUS")
    assert [(series.book.source, series.values[0, 0]) for series in found] == [
        ("aiddata_gcdf", 120.0),
        ("aiddata_gcof", 100.0),
    ]
