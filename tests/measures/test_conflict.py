from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from facta.domain import Frequency, Row
from facta.errors import UnknownName

Build = Callable[..., Any]


def spell(kind: str, actor: str, recipient: str, years: tuple[int, int], **fields: str) -> Row:
    first, last = dt.date(years[0], 1, 1), dt.date(years[1], 12, 31)
    return Row(f"{actor}{recipient}{years[0]}", kind, "hand", actor, recipient, first, last, fields)


@pytest.fixture
def disputes(build_evidence: Build, cover: Build) -> Any:
    listed = (
        spell("dispute", "CHN", "RUS", (1969, 1969), fatality_level="3", hostility_level="4"),
        spell("dispute", "CHN", "RUS", (1978, 1978), hostility_level="5"),
        spell("dispute", "CHN", "RUS", (1993, 1993), fatality_level="0", hostility_level="3"),
        spell("dispute", "CHN", "USA", (2001, 2001), fatality_level="1", hostility_level="2"),
    )
    return build_evidence(listed=listed, covers=(cover("dispute", "1816..2014", "zero"),))


def test_every_dispute_counts_where_nothing_is_asked(disputes: Any, measure: Build) -> None:
    (found,) = measure(disputes, "disputes", "RUS -- CHN")
    assert [row.start.year for row in found.rows] == [1969, 1978, 1993]


def test_fatal_leaves_out_disputes_of_which_nobody_knows(disputes: Any, measure: Build) -> None:
    (found,) = measure(disputes, "disputes", "CHN -- RUS", fatal="yes")
    assert [row.start.year for row in found.rows] == [1969]


@pytest.mark.parametrize(
    ("level", "years"),
    [("threat", [1969, 1978, 1993]), ("display", [1969, 1978, 1993]), ("force", [1969, 1978]), ("war", [1978])],
)
def test_hostility_is_a_floor(level: str, years: list[int], disputes: Any, measure: Build) -> None:
    (found,) = measure(disputes, "disputes", "CHN -- RUS", hostility=level)
    assert [row.start.year for row in found.rows] == years


def test_a_state_against_the_world_has_all_its_disputes(disputes: Any, measure: Build) -> None:
    (found,) = measure(disputes, "disputes", "CHN -- WLD")
    assert len(found.rows) == 4


def test_disputes_with_a_set_are_those_with_any_member(disputes: Any, measure: Build) -> None:
    (found,) = measure(disputes, "disputes", "CHN -- {RUS, USA}")
    assert [row.start.year for row in found.rows] == [1969, 1978, 1993, 2001]
    (union,) = measure(disputes, "disputes", "CHN -- EAEU")
    assert union.rows == ()  # Russia's are of before the Union


@pytest.mark.parametrize(
    ("written", "reach"),
    [
        ("CHN -- RUS", "1816..2014"),
        ("CHN -- BRA", "1816..2014"),
        ("BRA -- ARG", None),
        ("CHN -- WLD", "1816..2014"),
        ("WLD -- WLD", None),
        ("{CHN, BRA} -- ARG", None),
    ],
)
def test_silence_means_peace_only_between_those_who_are_loaded(
    written: str, reach: str | None, build_evidence: Build, cover: Build, measure: Build
) -> None:
    evidence = build_evidence(covers=(cover("dispute", "1816..2014", "zero", scope=["CHN", "RUS"]),))
    (found,) = measure(evidence, "disputes", written)
    assert (str(found.reach) if found.reach else None) == reach


def list_years(found: Any) -> list[int]:
    return [row.start.year for row in found.rows]


@pytest.fixture
def wars(build_evidence: Build, cover: Build) -> Any:
    def fight(actor: str, recipient: str, years: tuple[int, int], intensity: str, role: str) -> Row:
        kind = "interstate" if role in ("primary", "secondary") else "internationalised"
        return spell("armed_conflict", actor, recipient, years, type=kind, intensity=intensity, role=role)

    listed = (
        fight("RUS", "UKR", (2014, 2014), "minor", "opposition_supporter"),
        fight("RUS", "UKR", (2022, 2024), "war", "primary"),
        fight("UKR", "", (2015, 2021), "minor", "government"),
        fight("RUS", "", (2016, 2017), "minor", "government_supporter"),
    )
    return build_evidence(listed=listed, covers=(cover("armed_conflict", "1946..2024", "zero"),))


def test_armed_conflict_of_two_states_and_of_one(wars: Any, measure: Build) -> None:
    def ask(written: str, **options: str) -> list[int]:
        (found,) = measure(wars, "armed_conflict", written, **options)
        assert str(found.reach) == "1946..2024"
        return list_years(found)

    assert ask("RUS -- UKR") == ask("UKR -- RUS") == [2014, 2022]
    assert ask("RUS -- UKR", intensity="war") == ask("RUS -- UKR", type="interstate") == [2022]
    assert ask("RUS") == [2014, 2022, 2016]
    assert ask("RUS", role="government_supporter") == [2016]
    assert ask("RUS -- CHN") == []


def test_sanctions_have_a_direction_and_kinds(build_evidence: Build, cover: Build, measure: Build) -> None:
    listed = (
        spell("sanction", "USA", "RUS", (2014, 2022), trade="yes", financial="yes"),
        spell("sanction", "USA", "RUS", (2019, 2022), travel="yes"),
        spell("sanction", "RUS", "USA", (2015, 2022), trade="yes"),
    )
    evidence = build_evidence(listed=listed, covers=(cover("sanction", "2013..2022", "zero"),))

    def ask(written: str, **options: str) -> list[int]:
        (found,) = measure(evidence, "sanctions", written, **options)
        return list_years(found)

    assert ask("USA -> RUS") == [2014, 2019]
    assert ask("USA -> RUS", kind="financial") == [2014]
    assert ask("USA -- RUS", kind="trade") == [2014, 2015]
    assert ask("CHN -> RUS") == []


def test_a_rivalry_may_be_of_several_types(build_evidence: Build, cover: Build, measure: Build) -> None:
    listed = (
        spell("rivalry", "CHN", "RUS", (1816, 1949), positional="yes", spatial="yes"),
        spell("rivalry", "CHN", "RUS", (1958, 1989), ideological="yes", spatial="yes"),
    )
    evidence = build_evidence(listed=listed, covers=(cover("rivalry", "1494..2020", "zero"),))
    assert list_years(measure(evidence, "rivalry", "RUS -- CHN", type="spatial")[0]) == [1816, 1958]
    assert list_years(measure(evidence, "rivalry", "CHN", type="ideological")[0]) == [1958]
    with pytest.raises(UnknownName, match="Nearest: spatial"):
        measure(evidence, "rivalry", "RUS -- CHN", type="spacial")


@pytest.mark.parametrize(
    ("type_", "neighbours"), [("land", ["RUS"]), ("sea_12", ["RUS"]), ("sea_24", ["RUS", "TWN"]), ("sea_400", None)]
)
def test_contiguity_is_a_ceiling_on_the_distance(
    type_: str, neighbours: list[str] | None, build_evidence: Build, cover: Build, measure: Build
) -> None:
    listed = tuple(
        spell("contiguity", "CHN", other, (1860, 2016), type=code)
        for other, code in (("RUS", "1"), ("TWN", "3"), ("KOR", "5"))
    )
    evidence = build_evidence(listed=listed, covers=(cover("contiguity", "1816..2016", "zero"),))
    (found,) = measure(evidence, "contiguity", "CHN", type=type_)
    assert [row.recipient for row in found.rows] == (neighbours or ["RUS", "TWN", "KOR"])
    assert measure(evidence, "contiguity", "CHN", type="sea_400") == measure(evidence, "contiguity", "CHN")
    (none,) = measure(evidence, "contiguity", "CHN -- USA")
    assert (none.rows, str(none.reach)) == ((), "1816..2016")


@pytest.fixture
def risk(build_evidence: Build, build_figures: Build) -> Any:
    month = 2022 * 12 + 2
    runs = [
        build_figures(
            "geopolitical_risk", "WLD", "", {month: value}, unit="points", variant=index, frequency=Frequency.MONTH
        )
        for index, value in (("recent", 319.0), ("recent_acts", 400.0), ("historical", 318.0))
    ]
    runs += [
        build_figures(
            "geopolitical_risk_share", "RUS", "", {month: value}, unit="%", variant=index, frequency=Frequency.MONTH
        )
        for index, value in (("recent", 8.8), ("historical", 9.1))
    ]
    return build_evidence(runs=tuple(runs))


def test_geopolitical_risk_is_an_index_of_the_world(risk: Any, measure: Build) -> None:
    (recent,) = measure(risk, "geopolitical_risk", "WLD")
    assert (recent.values.tolist(), recent.unit.symbol, recent.book.variant) == ([[319.0]], "points", "recent")
    assert measure(risk, "geopolitical_risk", "WLD", index="recent_acts")[0].values.tolist() == [[400.0]]
    assert measure(risk, "geopolitical_risk", "RUS") == []


def test_of_a_state_it_is_a_share(risk: Any, measure: Build) -> None:
    (recent,) = measure(risk, "geopolitical_risk_share", "RUS")
    assert (recent.values.tolist(), recent.unit.symbol) == ([[8.8]], "%")
    assert measure(risk, "geopolitical_risk_share", "RUS", index="historical")[0].values.tolist() == [[9.1]]
    with pytest.raises(UnknownName, match="geopolitical_risk_share is of single states"):
        measure(risk, "geopolitical_risk_share", "BRICS")
