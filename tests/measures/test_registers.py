from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from facta.domain import Act, Frequency, Kind, Price, RowSet, Status
from facta.errors import UnknownName

Build = Callable[..., Any]

nan = float("nan")


def starts(found: RowSet) -> list[str]:
    return [row.start.isoformat()[:7] for row in found.rows]


@pytest.fixture
def register(build_evidence: Build, cover: Build) -> Build:
    """Return ``register(kind, rows, absence)``: evidence that holds one register."""
    return lambda kind, *rows, absence="missing": build_evidence(
        listed=rows, covers=(cover(kind, "1990..2025", absence),)
    )


class TestMeetings:
    @pytest.fixture
    def evidence(self, register: Build, build_row: Build) -> Any:
        def came(actor: str, host: str, month: str, level: str, person: str = "", series: str = "forum") -> Any:
            return build_row("meeting", actor, host, month, level=level, person=person, series=series)

        return register(
            "meeting",
            came("RUS", "CHN", "2017-05", "head_of_state", "Vladimir Putin"),
            came("CHN", "CHN", "2017-06", "head_of_state", "Xi Jinping"),
            came("RUS", "CHN", "2019-04", "minister", "Sergey Lavrov"),
            came("CHN", "RUS", "2019-06", "head_of_state", "Xi Jinping", "visit"),
            came("RUS", "CHN", "2020-06", "absent"),
            came("KAZ", "CHN", "2021-01", "ambassador"),
        )

    def test_a_delegation_goes_one_way(self, evidence: Any, measure: Build) -> None:
        (found,) = measure(evidence, "meetings", "RUS -> CHN")
        assert starts(found) == ["2017-05", "2019-04", "2020-06"]
        (found,) = measure(evidence, "meetings", "CHN -> RUS")
        assert starts(found) == ["2019-06"]

    def test_undirected_takes_both_ways_and_a_state_alone_all_of_its_own(self, evidence: Any, measure: Build) -> None:
        (found,) = measure(evidence, "meetings", "CHN -- RUS")
        assert starts(found) == ["2017-05", "2019-04", "2019-06", "2020-06"]
        (found,) = measure(evidence, "meetings", "KAZ")
        assert starts(found) == ["2021-01"]

    @pytest.mark.parametrize(
        ("level", "months"),
        [
            ("absent", ["2017-05", "2019-04", "2020-06"]),
            ("ambassador", ["2017-05", "2019-04"]),
            ("minister", ["2017-05", "2019-04"]),
            ("head_of_government", ["2017-05"]),
        ],
    )
    def test_a_level_is_a_floor(self, level: str, months: list[str], evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "meetings", "RUS -> CHN", level=level)[0]) == months

    def test_series_and_person_are_matched(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "meetings", "CHN -- RUS", series="visit")[0]) == ["2019-06"]
        assert starts(measure(evidence, "meetings", "RUS -> CHN", person="Sergey Lavrov")[0]) == ["2019-04"]

    def test_the_world_is_everybody_else(self, evidence: Any, measure: Build) -> None:
        (found,) = measure(evidence, "meetings", "WLD -> CHN")
        assert starts(found) == ["2017-05", "2019-04", "2020-06", "2021-01"]  # not China to itself
        (found,) = measure(evidence, "meetings", "CHN -> WLD")
        assert starts(found) == ["2019-06"]
        (found,) = measure(evidence, "meetings", "WLD -- WLD")
        assert len(found.rows) == 6

    def test_silence_of_a_register_means_nothing(self, evidence: Any, measure: Build) -> None:
        (found,) = measure(evidence, "meetings", "USA -> CHN")
        assert (found.rows, found.reach) == ((), None)


class TestDeals:
    @pytest.fixture
    def evidence(self, register: Build, build_row: Build) -> Any:
        def step(actor: str, other: str, month: str, rung: str, domain: str = "trade") -> Any:
            return build_row("deal", actor, other, month, rung=rung, domain=domain, title="Agreement")

        return register(
            "deal",
            step("CHN", "EAEU", "2016-05", "talk"),
            step("CHN", "EAEU", "2018-05", "signed"),
            step("CHN", "EAEU", "2020-10", "live"),
            step("CHN", "RUS", "2015-05", "mou", "energy"),
            step("CHN", "ARM", "2014-01", "signed"),
            step("CHN", "ARM", "2016-01", "signed"),
        )

    def test_a_set_is_the_organisation_and_its_members_while_they_belong(self, evidence: Any, measure: Build) -> None:
        (found,) = measure(evidence, "deals", "CHN -- EAEU")
        assert starts(found) == ["2016-05", "2018-05", "2020-10", "2015-05", "2016-01"]  # Armenia joined in 2015

    def test_a_member_is_not_the_organisation(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "deals", "RUS -- CHN")[0]) == ["2015-05"]

    def test_an_organisation_itself_is_not_its_members(self, evidence: Any, measure: Build) -> None:
        (found,) = measure(evidence, "deals", "CHN -- EAEU", party="itself")
        assert starts(found) == ["2016-05", "2018-05", "2020-10"]
        assert starts(measure(evidence, "deals", "CHN -- RUS", party="itself")[0]) == ["2015-05"]

    def test_a_party_that_is_neither_names_what_it_may_be(self, evidence: Any, measure: Build) -> None:
        with pytest.raises(UnknownName, match=r"unknown party of deals 'alone'\..*It is one of itself\."):
            measure(evidence, "deals", "CHN -- EAEU", party="alone")

    @pytest.mark.parametrize(("rung", "count"), [("talk", 5), ("mou", 4), ("signed", 3), ("pilot", 1), ("live", 1)])
    def test_a_rung_is_a_floor(self, rung: str, count: int, evidence: Any, measure: Build) -> None:
        assert len(measure(evidence, "deals", "CHN -- EAEU", rung=rung)[0].rows) == count

    def test_domain_and_title_are_matched(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "deals", "CHN -- RUS", domain="energy")[0]) == ["2015-05"]
        assert measure(evidence, "deals", "CHN -- RUS", title="Another")[0].rows == ()

    def test_a_step_that_is_none_names_the_nearest(self, evidence: Any, measure: Build) -> None:
        with pytest.raises(UnknownName, match=r"unknown rung of deals 'sign'\. Nearest: signed\."):
            measure(evidence, "deals", "CHN -- RUS", rung="sign")


class TestProjects:
    @pytest.fixture
    def evidence(self, register: Build, build_row: Build) -> Any:
        return register(
            "project",
            build_row("project", "EAEU", "CHN", "2017-02", status="under_way", list="EEC"),
            build_row("project", "EAEU", "CHN", "2017-03", status="rejected", list="EEC"),
            build_row("project", "RUS", "CHN", "2018-03", status="completed", list="ten"),
            build_row("project", "CHN", "EAEU", "2019-03", status="completed", list="hers"),
        )

    def test_the_proposer_acts(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "projects", "EAEU -> CHN")[0]) == ["2017-02", "2017-03", "2018-03"]
        assert starts(measure(evidence, "projects", "CHN -> EAEU")[0]) == ["2019-03"]

    def test_list_and_status_are_matched(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "projects", "EAEU -> CHN", status="rejected")[0]) == ["2017-03"]
        assert starts(measure(evidence, "projects", "EAEU -> CHN", list="ten")[0]) == ["2018-03"]


class TestSaid:
    @pytest.fixture
    def evidence(self, register: Build, build_row: Build) -> Any:
        def spoke(state: str, month: str, phrase: str, speaker: str, occasion: str = "press") -> Any:
            return build_row("text", state, "", month, phrase=phrase, speaker=speaker, occasion=occasion)

        return register(
            "text",
            spoke("RUS", "2014-10", "We are natural partners, natural allies, we are neighbours", "Vladimir Putin"),
            spoke("RUS", "2015-01", "the rallies went on", "Vladimir Putin"),
            spoke("CHN", "2017-05", "We welcome China’s “One Belt,  One Road” initiative", "Xi Jinping", "forum"),
            spoke("CHN", "2017-06", "an all-weather Friend", "Xi Jinping"),
            spoke("CHN", "2018-01", "推进“一带一路”建设", "Xi Jinping"),
            spoke("EAEU", "2016-12", "every reason to negotiate", "Adamkul Zhunusov"),
        )

    @pytest.mark.parametrize(
        ("state", "phrase", "months"),
        [
            ("RUS", "allies", ["2014-10"]),
            ("RUS", "Natural allies", ["2014-10"]),
            ("RUS", "allies natural", []),
            ("RUS", "", ["2014-10", "2015-01"]),
            ("CHN", "one belt one road", ["2017-05"]),
            ("CHN", '"CHINA\'S one-belt, one road"', ["2017-05"]),
            ("CHN", "all weather friend", ["2017-06"]),
            ("CHN", "weather friends", []),
            ("CHN", "一带一路", ["2018-01"]),
        ],
    )
    def test_words_match_whatever_their_case_quotes_and_punctuation(
        self, state: str, phrase: str, months: list[str], evidence: Any, measure: Build
    ) -> None:
        assert starts(measure(evidence, "said", state, phrase=phrase)[0]) == months

    def test_speaker_and_occasion_are_matched(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "said", "CHN", occasion="forum")[0]) == ["2017-05"]
        assert measure(evidence, "said", "RUS", speaker="Dmitry Peskov")[0].rows == ()

    def test_an_organisation_speaks_for_itself_and_its_members_for_it(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "said", "EAEU", phrase="negotiate")[0]) == ["2016-12"]
        assert starts(measure(evidence, "said", "EAEU", phrase="allies")[0]) == []  # said before the Union was
        assert measure(evidence, "said", "EAEU")[0].reach is None


class TestIncidents:
    @pytest.fixture
    def evidence(self, register: Build, build_row: Build) -> Any:
        return register(
            "incident",
            build_row("incident", "CHN", "RUS", "1991-03", kind="armed_clash", location="RUS", fatalities=58.0),
            build_row("incident", "RUS", "CHN", "2012-07", kind="fire_on_civilian_ship", location="RUS"),
            build_row("incident", "EU", "RUS", "2022-02", kind="sanctions"),
            build_row("incident", "USA", "RUS", "2022-03", kind="sanctions"),
        )

    def test_kind_and_place_are_matched(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "incidents", "CHN -- RUS", where="RUS")[0]) == ["1991-03", "2012-07"]
        assert starts(measure(evidence, "incidents", "CHN -> RUS", kind="armed_clash", where="RUS")[0]) == ["1991-03"]
        assert measure(evidence, "incidents", "CHN -- RUS", where="CHN")[0].rows == ()

    def test_organisations_are_part_of_the_world(self, evidence: Any, measure: Build) -> None:
        assert starts(measure(evidence, "incidents", "WLD -> RUS", kind="sanctions")[0]) == ["2022-02", "2022-03"]

    def test_a_register_that_is_complete_may_say_that_there_was_none(
        self, register: Build, build_row: Build, measure: Build
    ) -> None:
        evidence = register("incident", build_row("incident", "USA", "RUS", "2022-03", kind="x"), absence="zero")
        (found,) = measure(evidence, "incidents", "CHN -- RUS")
        assert (found.rows, str(found.reach)) == ((), "1990..2025")


class TestCited:
    @pytest.fixture
    def evidence(self, build_evidence: Build, build_figures: Build) -> Any:
        def cite(figure: str, actor: str, recipient: str, value: float, unit: str, **book: Any) -> Any:
            return build_figures(figure, actor, recipient, {2020: value}, unit=unit, **book)

        runs = (
            cite("gdp_growth", "CHN", "", 2.3, "%", reporter="CHN"),
            cite("gdp_growth", "CHN", "", 2.2, "%", reporter="WB"),
            cite("gdp_growth", "CENTRAL_ASIA", "", 4.9, "%", reporter="WB"),
            cite("rank", "RUS", "", 1.0, "rank", variant="country_cooperation"),
            cite("rank", "RUS", "", 9.0, "rank", variant="world_trade"),
            cite("exercises_count", "CHN", "RUS", 8.0, "count"),
            cite("investment_done", "CHN", "RUS", 3.0, "bn USD", reporter="CHN"),
            cite("investment_done", "CHN", "RUS", 500.0, "M USD", reporter="RUS"),
            cite("investment_pledge", "CHN", "PAK", 46.0, "bn USD", act="pledged"),
            cite("investment_position", "CHN", "RUS", 12.0, "bn USD"),
            cite("position_change", "CHN", "RUS", -5.0, "%"),
            cite("position_change", "CHN", "RUS", -0.6, "bn USD"),
            cite("trade_quantity", "RUS", "CHN", 83.6, "Mt", variant="crude"),
            cite("ownership_share", "CHN", "RUS", 9.9, "%", variant="yamal", frequency=Frequency.DAY),
        )
        return build_evidence(runs=runs)

    @pytest.mark.parametrize(
        ("written", "figure", "unit", "basis"),
        [
            ("CHN", "gdp_growth", "%", "share, done"),
            ("RUS", "rank", "rank", "rank, done"),
            ("CHN -- RUS", "exercises_count", "count", "count, done"),
            ("CHN -> RUS", "investment_done", "bn USD", "flow, done, nominal"),
            ("CHN -> PAK", "investment_pledge", "bn USD", "flow, pledged, nominal"),
            ("CHN -> RUS", "investment_position", "bn USD", "stock, done, nominal"),
            ("RUS -> CHN", "trade_quantity", "Mt", "flow, done"),
        ],
    )
    def test_unit_and_basis_are_those_of_the_figures(
        self, written: str, figure: str, unit: str, basis: str, evidence: Any, measure: Build
    ) -> None:
        found = measure(evidence, "cited", written, figure=figure)
        assert {(series.unit.symbol, str(series.basis)) for series in found} == {(unit, basis)}

    def test_each_reporter_is_a_series(self, evidence: Any, measure: Build) -> None:
        found = measure(evidence, "cited", "CHN", figure="gdp_growth")
        assert [(series.book.reporter, series.values.tolist()) for series in found] == [
            ("CHN", [[2.3]]),
            ("WB", [[2.2]]),
        ]
        (own,) = measure(evidence, "cited", "CHN", figure="gdp_growth", reporter="CHN")
        assert own.values.tolist() == [[2.3]]

    def test_units_of_one_dimension_are_brought_to_the_largest(self, evidence: Any, measure: Build) -> None:
        found = measure(evidence, "cited", "CHN -> RUS", figure="investment_done")
        assert [series.values.tolist() for series in found] == [[[3.0]], [[0.5]]]

    def test_another_unit_can_be_asked_for(self, evidence: Any, measure: Build) -> None:
        found = measure(evidence, "cited", "CHN -> RUS", figure="investment_done", unit="M USD")
        assert [(series.unit.symbol, series.values.tolist()) for series in found] == [
            ("M USD", [[3000.0]]),
            ("M USD", [[500.0]]),
        ]
        (share,) = measure(evidence, "cited", "CHN", figure="gdp_growth", unit="1", reporter="WB")
        assert share.values[0, 0] == pytest.approx(0.022)

    def test_dimensions_are_series_apart_and_a_unit_chooses(self, evidence: Any, measure: Build) -> None:
        found = measure(evidence, "cited", "CHN -> RUS", figure="position_change")
        assert [(series.unit.symbol, series.basis.kind) for series in found] == [
            ("bn USD", Kind.FLOW),
            ("%", Kind.SHARE),
        ]
        (money,) = measure(evidence, "cited", "CHN -> RUS", figure="position_change", unit="M USD")
        assert (money.values.tolist(), money.basis.price) == ([[-600.0]], Price.NOMINAL)

    def test_a_unit_of_another_dimension_says_what_there_is(self, evidence: Any, measure: Build) -> None:
        with pytest.raises(UnknownName, match=r"unknown unit of gdp_growth 't'\. Its figures are in %\."):
            measure(evidence, "cited", "CHN", figure="gdp_growth", unit="t")

    def test_a_detail_chooses_one_variant(self, evidence: Any, measure: Build) -> None:
        assert len(measure(evidence, "cited", "RUS", figure="rank")) == 2
        (rank,) = measure(evidence, "cited", "RUS", figure="rank", of="world_trade")
        assert (rank.values.tolist(), rank.book.variant) == ([[9.0]], "world_trade")
        assert measure(evidence, "cited", "RUS", figure="rank", of="beauty") == []

    def test_the_other_order_answers_an_undirected_relation_only(self, evidence: Any, measure: Build) -> None:
        assert len(measure(evidence, "cited", "RUS -- CHN", figure="exercises_count")) == 1
        assert measure(evidence, "cited", "RUS -> CHN", figure="exercises_count") == []

    def test_of_a_set_it_is_what_was_cited_of_it_as_such(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "cited", "CENTRAL_ASIA", figure="gdp_growth")
        assert (series.values.tolist(), series.status.tolist()) == ([[4.9]], [Status.REPORTED])
        assert measure(evidence, "cited", "BRICS", figure="gdp_growth") == []

    def test_a_day_is_a_period(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "cited", "CHN -> RUS", figure="ownership_share", of="yamal")
        assert series.frequency is Frequency.DAY

    def test_words_and_deeds_of_one_figure_are_series_apart(
        self, build_evidence: Build, build_figures: Build, measure: Build
    ) -> None:
        runs = tuple(
            build_figures("loans", "CHN", "RUS", {2020: 1.0}, unit="bn USD", act=act) for act in ("done", "pledged")
        )
        found = measure(build_evidence(runs=runs), "cited", "CHN -> RUS", figure="loans")
        assert [series.basis.act for series in found] == [Act.DONE, Act.PLEDGED]

    def test_an_unknown_figure_names_the_nearest(self, evidence: Any, measure: Build) -> None:
        with pytest.raises(UnknownName, match=r"unknown figure 'gdp_grwoth'\. Nearest: gdp_growth\."):
            measure(evidence, "cited", "CHN", figure="gdp_grwoth")
        with pytest.raises(UnknownName, match=r"unknown figure ''\. Known: exercises_count, gdp_growth,"):
            measure(evidence, "cited", "CHN")

    def test_a_figure_nobody_cites_of_a_state_is_no_fault(self, evidence: Any, measure: Build) -> None:
        assert measure(evidence, "cited", "USA", figure="gdp_growth") == []
