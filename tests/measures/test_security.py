from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from facta.domain import Row, Status
from facta.errors import UnknownName

Build = Callable[..., Any]


def spell(kind: str, actor: str, recipient: str, years: tuple[int, int], **fields: str) -> Row:
    first, last = dt.date(years[0], 1, 1), dt.date(years[1], 12, 31)
    return Row(f"{actor}{recipient}{years[0]}", kind, "hand", actor, recipient, first, last, fields)


@pytest.fixture
def alliances(build_evidence: Build, cover: Build) -> Any:
    listed = (
        spell("alliance", "CHN", "RUS", (1950, 1979), obligation="defense"),
        spell("alliance", "CHN", "RUS", (2001, 2018), obligation="consultation"),
        spell("alliance", "RUS", "KAZ", (1992, 2018), obligation="defense"),
    )
    return build_evidence(listed=listed, covers=(cover("alliance", "1815..2018", "zero"),))


def test_alliance_takes_rows_of_either_direction(alliances: Any, measure: Build) -> None:
    for written in ("CHN -- RUS", "RUS -- CHN"):
        (found,) = measure(alliances, "alliance", written)
        assert [row.start.year for row in found.rows] == [1950, 2001]
        assert (found.measure, found.book.source, str(found.reach)) == ("alliance", "hand", "1815..2018")


def test_one_obligation_can_be_asked_for(alliances: Any, measure: Build) -> None:
    (found,) = measure(alliances, "alliance", "CHN -- RUS", obligation="defense")
    assert [row.start.year for row in found.rows] == [1950]
    with pytest.raises(UnknownName, match=r"unknown obligation of alliance 'defence'\. Nearest: defense"):
        measure(alliances, "alliance", "CHN -- RUS", obligation="defence")


def test_no_alliance_is_an_empty_set_with_its_reach(alliances: Any, measure: Build) -> None:
    (found,) = measure(alliances, "alliance", "CHN -- KAZ")
    assert (found.rows, str(found.reach)) == ((), "1815..2018")


def test_nothing_loaded_is_no_set_at_all(build_evidence: Build, measure: Build) -> None:
    assert measure(build_evidence(), "alliance", "CHN -- RUS") == []


def test_joint_organisations_are_found_from_either_side(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    runs = (build_figures("joint_organisations", "CHN", "RUS", {2013: 57, 2014: float("nan")}),)
    for written in ("CHN -- RUS", "RUS -- CHN"):
        (series,) = measure(build_evidence(runs=runs), "joint_organisations", written)
        assert (series.values[0, 0], series.status.tolist()) == (57.0, [Status.REPORTED, Status.NOT_CODED])


def test_arms_are_directed_and_silence_is_zero(
    build_evidence: Build, build_figures: Build, cover: Build, measure: Build
) -> None:
    runs = (build_figures("arms_transfers", "RUS", "CHN", {2010: 600.0}, unit="M TIV"),)
    evidence = build_evidence(runs=runs, covers=(cover("arms_transfers", "2010..2011", "zero"),))
    (series,) = measure(evidence, "arms_transfers", "RUS -> CHN")
    assert (series.values.tolist(), series.status.tolist()) == ([[600.0, 0.0]], [Status.REPORTED, Status.ZERO])
    (back,) = measure(evidence, "arms_transfers", "CHN -> RUS")
    assert back.values.tolist() == [[0.0, 0.0]]


def test_arms_to_a_set_are_those_to_its_members_while_they_belong(
    build_evidence: Build, build_figures: Build, cover: Build, measure: Build
) -> None:
    runs = (
        build_figures("arms_transfers", "RUS", "KAZ", {2010: 50.0, 2015: 70.0}, unit="M TIV"),
        build_figures("arms_transfers", "RUS", "BLR", {2015: 5.0}, unit="M TIV"),
    )
    evidence = build_evidence(runs=runs, covers=(cover("arms_transfers", "2010..2015", "zero"),))
    (series,) = measure(evidence, "arms_transfers", "RUS -> EAEU")
    place = {2010 + offset: value for offset, value in enumerate(series.values[0].tolist())}
    assert (np.isnan(place[2010]), place[2015]) == (True, 75.0)  # the Union is of 2015
    assert series.status.tolist() == [Status.NOT_COVERED] * 5 + [Status.REPORTED]


def test_silence_outside_the_coverage_of_arms_is_null(build_evidence: Build, cover: Build, measure: Build) -> None:
    evidence = build_evidence(covers=(cover("arms_transfers", "2010..2011", "zero", scope=["RUS"]),))
    (series,) = measure(evidence, "arms_transfers", "RUS -> IND")
    assert series.values.tolist() == [[0.0, 0.0]]
    assert measure(evidence, "arms_transfers", "FRA -> IND") == []


def test_an_alliance_with_a_set_lasts_while_its_member_belongs(
    build_evidence: Build, build_row: Build, cover: Build, measure: Build
) -> None:
    listed = (
        build_row("alliance", "USA", "POL", "1995..2018"),
        build_row("alliance", "USA", "HUN", "1990..1998"),
    )
    evidence = build_evidence(listed=listed, covers=(cover("alliance", "1815..2018", "zero"),))
    (found,) = measure(evidence, "alliance", "USA -- NATO")
    assert [(row.recipient, row.start, row.end) for row in found.rows] == [
        ("POL", dt.date(1999, 3, 12), dt.date(2018, 12, 31))
    ]
    assert found.rows[0].id == listed[0].id


def test_organisations_shared_with_a_set_are_summed_over_pairs(
    build_evidence: Build, build_figures: Build, measure: Build
) -> None:
    runs = (
        build_figures("joint_organisations", "CHN", "RUS", {2013: 57}),
        build_figures("joint_organisations", "CHN", "KAZ", {2013: 40}),
    )
    (series,) = measure(build_evidence(runs=runs), "joint_organisations", "CHN -- {RUS, KAZ, UZB}")
    assert (series.values.tolist(), series.status.tolist()) == ([[97.0]], [Status.PARTIAL])
    assert series.completeness.tolist() == [pytest.approx(2 / 3)]


def test_orders_are_directed_and_no_deliveries(
    build_evidence: Build, build_figures: Build, cover: Build, measure: Build
) -> None:
    runs = (
        build_figures("arms_orders", "RUS", "CHN", {2015: 1755.0}, unit="M TIV"),
        build_figures("arms_transfers", "RUS", "CHN", {2016: 600.0}, unit="M TIV"),
    )
    evidence = build_evidence(runs=runs, covers=(cover("arms_orders", "2015..2016", "zero"),))
    (series,) = measure(evidence, "arms_orders", "RUS -> CHN")
    assert (series.values.tolist(), series.status.tolist()) == ([[1755.0, 0.0]], [Status.REPORTED, Status.ZERO])


def test_an_order_is_found_by_what_was_ordered(build_evidence: Build, cover: Build, measure: Build) -> None:
    jet = {"weapon": "Su-35S", "description": "FGA aircraft"}
    listed = (
        spell("arms_order", "RUS", "CHN", (2015, 2018), **jet, condition="New"),
        spell("arms_order", "RUS", "CHN", (1996, 1997), weapon="Il-76M", condition="Second hand but modernized"),
        spell("arms_order", "CHN", "RUS", (2014, 2014), weapon="D-30", condition="Second hand"),
    )
    evidence = build_evidence(listed=listed, covers=(cover("arms_order", "1950..2024", "zero"),))

    def ask(written: str, **options: str) -> list[int]:
        (found,) = measure(evidence, "arms_deals", written, **options)
        return [row.start.year for row in found.rows]

    assert ask("RUS -> CHN") == [2015, 1996]
    assert ask("CHN -- RUS") == [2015, 1996, 2014]
    assert ask("RUS -> CHN", weapon="Su-35S") == ask("RUS -> CHN", description="FGA aircraft") == [2015]
    assert ask("CHN -- RUS", condition="second_hand") == [1996, 2014]
    assert ask("CHN -- RUS", condition="new", weapon="D-30") == []


def test_memberships_of_a_state_by_organisation_and_level(build_evidence: Build, cover: Build, measure: Build) -> None:
    listed = (
        spell("membership_organisation", "IND", "", (2005, 2016), organisation="sco", level="observer"),
        spell("membership_organisation", "IND", "", (2017, 2020), organisation="sco", level="full"),
        spell("membership_organisation", "IND", "", (1945, 2020), organisation="un", level="full"),
        spell("membership_organisation", "CHN", "", (2001, 2020), organisation="sco", level="full"),
    )
    evidence = build_evidence(listed=listed, covers=(cover("membership_organisation", "1816..2020", "zero"),))

    def ask(**options: str) -> list[int]:
        (found,) = measure(evidence, "organisations", "IND", **options)
        return [row.start.year for row in found.rows]

    assert ask() == [2005, 2017, 1945]
    assert ask(organisation="SCO") == [2005, 2017]
    assert ask(organisation="SCO", level="full") == [2017]
