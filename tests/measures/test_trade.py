from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from facta.domain import Frequency, Series, Status
from facta.errors import UnknownName

Build = Callable[..., Any]

nan = float("nan")
R, Z, P, N, X = Status.REPORTED, Status.ZERO, Status.PARTIAL, Status.NOT_CODED, Status.NOT_COVERED


@pytest.fixture
def goods(build_figures: Build) -> Build:
    """Return ``goods(indicator, actor, recipient, values, unit="M USD", **book)``."""

    def build(indicator: str, actor: str, recipient: str, values: dict[int, float], **book: Any) -> Any:
        return build_figures(indicator, actor, recipient, values, **({"unit": "M USD"} | book))

    return build


def show(series: Series) -> list[tuple[float | None, Status]]:
    pairs = zip(series.values[0].round(6).tolist(), series.status.tolist(), strict=True)
    return [(None if np.isnan(value) else value, Status(status)) for value, status in pairs]


@pytest.fixture
def flows(build_evidence: Build, goods: Build) -> Any:
    """Three years of flows between China and Russia; in 2011 one direction is missing, in 2012 both."""
    runs = (
        goods("trade_flow", "CHN", "RUS", {2010: 30.0, 2011: 40.0, 2012: nan}),
        goods("trade_flow", "RUS", "CHN", {2010: 20.0, 2011: nan, 2012: nan}),
    )
    return build_evidence(runs=runs)


@pytest.mark.parametrize("written", ["CHN -- RUS", "RUS -- CHN"])
def test_both_directions_are_summed_and_one_alone_is_partial(written: str, flows: Any, measure: Build) -> None:
    (series,) = measure(flows, "trade", written)
    assert show(series) == [(50.0, R), (40.0, P), (None, N)]
    assert series.completeness.tolist() == [1.0, 0.5, 0.0]
    assert series.relation == written


def test_an_arrow_asks_for_one_way(flows: Any, measure: Build) -> None:
    for relation in ("CHN -> RUS", "RUS -> CHN"):
        (one_way,), (flow,) = measure(flows, "trade", relation), measure(flows, "flow", relation)
        assert (one_way.measure, one_way.relation, show(one_way)) == ("trade", relation, show(flow))


def test_a_published_total_beats_the_sum_which_fills_its_gaps(
    build_evidence: Build, goods: Build, measure: Build
) -> None:
    runs = (
        goods("trade", "RUS", "CHN", {2010: 55.0, 2011: nan}, vintage="2012-03"),
        goods("trade_flow", "CHN", "RUS", {2010: 30.0, 2011: 40.0}, vintage="2015-01"),
        goods("trade_flow", "RUS", "CHN", {2010: 20.0, 2011: 20.0}, vintage="2015-01"),
    )
    (series,) = measure(build_evidence(runs=runs), "trade", "CHN -- RUS")
    assert show(series) == [(55.0, R), (60.0, R)]


def test_each_reporters_total_is_a_book_whichever_side_it_names_first(
    build_evidence: Build, goods: Build, measure: Build
) -> None:
    runs = (
        goods("trade", "CHN", "RUS", {2014: 95.2}, reporter="CHN"),
        goods("trade", "RUS", "CHN", {2014: 88.4}, reporter="RUS"),
    )
    found = measure(build_evidence(runs=runs), "trade", "RUS -- CHN")
    assert [(series.book.reporter, series.values[0, 0]) for series in found] == [("CHN", 95.2), ("RUS", 88.4)]


def test_frequencies_of_one_book_stay_apart(build_evidence: Build, goods: Build, measure: Build) -> None:
    runs = (
        goods("trade", "CHN", "RUS", {2014: 100.0}),
        goods("trade", "CHN", "RUS", {4028: 45.0, 4029: 55.0}, frequency=Frequency.HALF),
    )
    found = measure(build_evidence(runs=runs), "trade", "CHN -- RUS")
    assert {series.frequency: series.values.tolist() for series in found} == {
        Frequency.HALF: [[45.0, 55.0]],
        Frequency.YEAR: [[100.0]],
    }


def test_a_commodity_is_no_total(build_evidence: Build, goods: Build, measure: Build) -> None:
    evidence = build_evidence(runs=(goods("trade", "CHN", "RUS", {2014: 9.0}, variant="crude"),))
    assert measure(evidence, "trade", "CHN -- RUS") == []


@pytest.mark.parametrize("written", ["CHN -- WLD", "WLD -- CHN"])
def test_with_the_world_it_is_a_states_whole_trade(
    written: str, build_evidence: Build, goods: Build, measure: Build
) -> None:
    runs = (
        goods("trade_national", "CHN", "WLD", {2014: 200.0}),
        goods("trade_national", "WLD", "CHN", {2014: 150.0}),
    )
    assert show(measure(build_evidence(runs=runs), "trade", written)[0]) == [(350.0, R)]


def test_each_member_is_summed_from_what_its_book_has(build_evidence: Build, goods: Build, measure: Build) -> None:
    runs = (
        goods("trade", "CHN", "KAZ", {2014: 10.0}),
        goods("trade", "UZB", "CHN", {2014: 5.0}),
        goods("trade_flow", "CHN", "RUS", {2014: 1.0}),
        goods("trade_flow", "RUS", "CHN", {2014: 2.0}),
    )
    evidence = build_evidence(runs=runs)
    assert show(measure(evidence, "trade", "CHN -- {KAZ, UZB, RUS}")[0]) == [(18.0, R)]
    (partial,) = measure(evidence, "trade", "CHN -- {KAZ, UZB, TJK, TKM}")
    assert (show(partial), partial.completeness.tolist()) == ([(15.0, P)], [0.5])


def test_what_is_published_for_a_set_beats_the_sum_over_its_members(
    build_evidence: Build, goods: Build, measure: Build
) -> None:
    runs = (
        goods("trade", "CHN", "CENTRAL_ASIA", {2023: 89.4}),
        goods("trade", "CHN", "KAZ", {2022: 30.0, 2023: 41.0}),
    )
    (series,) = measure(build_evidence(runs=runs), "trade", "CENTRAL_ASIA -- CHN")
    assert show(series) == [(30.0, P), (89.4, R)]


def test_a_member_counts_while_it_belongs(build_evidence: Build, goods: Build, measure: Build) -> None:
    years = {2000: 1.0, 2005: 1.0}
    runs = tuple(goods("trade", "CHN", state, years) for state in ("DEU", "POL"))
    (series,) = measure(build_evidence(runs=runs), "trade", "CHN -- EU", source="hand")
    place = {2000 + offset: value for offset, value in enumerate(series.values[0])}
    assert (place[2000], place[2005]) == (1.0, 2.0)  # Poland joined in 2004


def test_two_states_on_both_sides_count_once(build_evidence: Build, goods: Build, measure: Build) -> None:
    runs = (
        goods("trade", "KAZ", "UZB", {2014: 4.0}),
        goods("trade", "KAZ", "RUS", {2014: 7.0}),
        goods("trade", "UZB", "RUS", {2014: 2.0}),
    )
    (series,) = measure(build_evidence(runs=runs), "trade", "{KAZ, UZB} -- {KAZ, UZB, RUS}")
    assert show(series) == [(13.0, R)]


def test_nobody_trades_with_himself(flows: Any, measure: Build) -> None:
    assert measure(flows, "trade", "CHN -- CHN") == []
    assert measure(flows, "trade_share", "CHN -> CHN") == []


class TestFlow:
    def test_one_direction_has_two_reporters(self, build_evidence: Build, goods: Build, measure: Build) -> None:
        runs = tuple(
            goods("trade_flow", "RUS", "CHN", {2014: value}, reporter=reporter)
            for reporter, value in (("RUS", 37.5), ("CHN", 41.6))
        )
        evidence = build_evidence(runs=runs)
        found = measure(evidence, "flow", "RUS -> CHN")
        assert [(series.book.reporter, series.values[0, 0]) for series in found] == [("CHN", 41.6), ("RUS", 37.5)]
        assert measure(evidence, "flow", "CHN -> RUS") == []
        (own,) = measure(evidence, "flow", "RUS -> CHN", reporter="RUS")
        assert own.values.tolist() == [[37.5]]

    @pytest.fixture
    def oil(self, build_evidence: Build, goods: Build) -> Any:
        runs = (
            goods("trade_flow", "RUS", "CHN", {2014: 41.6}, unit="bn USD"),
            goods("trade_flow", "RUS", "CHN", {2014: 24.9}, unit="bn USD", variant="crude"),
            goods("trade_quantity", "RUS", "CHN", {2014: 33.1}, unit="Mt", variant="crude"),
            goods("trade_quantity", "RUS", "CHN", {2014: 2.0}, unit="bcm", variant="gas"),
            goods("trade_quantity", "RUS", "CHN", {2014: 1.4}, unit="Mt", variant="gas"),
        )
        return build_evidence(runs=runs)

    def test_a_commodity_is_a_variant(self, oil: Any, measure: Build) -> None:
        assert show(measure(oil, "flow", "RUS -> CHN")[0]) == [(41_600.0, R)]
        assert show(measure(oil, "flow", "RUS -> CHN", of="crude")[0]) == [(24_900.0, R)]
        assert measure(oil, "flow", "RUS -> CHN", of="timber") == []

    def test_a_unit_of_quantity_asks_for_quantities(self, oil: Any, measure: Build) -> None:
        (series,) = measure(oil, "flow", "RUS -> CHN", of="crude", unit="kt")
        assert (show(series), series.unit.symbol, series.basis.price) == ([(33_100.0, R)], "kt", None)

    @pytest.mark.parametrize(("unit", "value"), [("bcm", 2.0), ("Mt", 1.4)])
    def test_only_figures_of_that_dimension_answer(self, unit: str, value: float, oil: Any, measure: Build) -> None:
        (series,) = measure(oil, "flow", "RUS -> CHN", of="gas", unit=unit)
        assert show(series) == [(value, R)]

    def test_money_may_be_asked_for_in_another_unit(self, oil: Any, measure: Build) -> None:
        (series,) = measure(oil, "flow", "RUS -> CHN", unit="bn USD")
        assert (show(series), str(series.basis)) == ([(41.6, R)], "flow, done, nominal")

    def test_no_quantity_of_all_goods(self, oil: Any, measure: Build) -> None:
        assert measure(oil, "flow", "RUS -> CHN", unit="t") == []

    def test_an_unknown_unit_names_the_nearest(self, oil: Any, measure: Build) -> None:
        with pytest.raises(UnknownName, match=r"unknown unit 'tonns'\. Nearest: tonnes\."):
            measure(oil, "flow", "RUS -> CHN", unit="tonns")

    def test_a_set_is_summed_and_a_gap_shows(self, build_evidence: Build, goods: Build, measure: Build) -> None:
        runs = (
            goods("trade_flow", "KAZ", "CHN", {2013: 3.0, 2014: 4.0}),
            goods("trade_flow", "UZB", "CHN", {2013: 1.0, 2014: nan}),
        )
        (series,) = measure(build_evidence(runs=runs), "flow", "{KAZ, UZB} -> CHN")
        assert show(series) == [(4.0, R), (4.0, P)]

    def test_the_national_total_serves_the_world(self, build_evidence: Build, goods: Build, measure: Build) -> None:
        evidence = build_evidence(runs=(goods("trade_national", "CHN", "WLD", {2014: 2342.0}),))
        assert show(measure(evidence, "flow", "CHN -> WLD")[0]) == [(2342.0, R)]


class TestTradeShare:
    @pytest.fixture
    def evidence(self, build_evidence: Build, goods: Build) -> Any:
        """Kazakhstan trades 20 of 100 with China, Uzbekistan 30 of 50; in 2011 Uzbekistan has no total."""
        runs = (
            goods("trade", "CHN", "KAZ", {2010: 20.0, 2011: 25.0, 2012: 0.0}),
            goods("trade", "CHN", "UZB", {2010: 30.0, 2011: 99.0, 2012: nan}),
            goods("trade", "KAZ", "WLD", {2010: 100.0, 2011: 100.0, 2012: 100.0}),
            goods("trade", "UZB", "WLD", {2010: 50.0, 2011: nan, 2012: 50.0}),
            goods("trade", "CHN", "WLD", {2010: 1000.0, 2011: 1250.0, 2012: 0.0}),
        )
        return build_evidence(runs=runs)

    def test_a_states_trade_over_its_whole_trade(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "trade_share", "KAZ -> CHN")
        assert show(series) == [(0.2, R), (0.25, R), (0.0, Z)]
        assert series.weights.tolist() == [[100.0, 100.0, 100.0]]

    def test_the_other_way_round_is_another_share(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "trade_share", "CHN -> KAZ")
        assert show(series) == [(0.02, R), (0.02, R), (None, N)]

    def test_a_set_sums_both_over_the_same_members(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "trade_share", "{KAZ, UZB} -> CHN")
        assert show(series) == [(round(50 / 150, 6), R), (0.25, P), (0.0, P)]
        assert series.completeness.tolist() == [1.0, 0.5, 0.5]
        assert series.weights.tolist() == [[150.0, 100.0, 100.0]]

    def test_a_set_on_the_other_side_is_summed_in_the_numerator(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "trade_share", "CHN -> {KAZ, UZB}")
        assert show(series)[0] == (0.05, R)

    def test_a_member_on_both_sides_has_no_share_with_itself(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "trade_share", "{KAZ, CHN} -> CHN")
        assert show(series)[0] == (0.2, R)

    def test_a_partial_numerator_makes_a_partial_share(
        self, build_evidence: Build, goods: Build, measure: Build
    ) -> None:
        runs = (
            goods("trade_flow", "CHN", "RUS", {2010: 10.0}),
            goods("trade", "CHN", "WLD", {2010: 100.0}),
        )
        (series,) = measure(build_evidence(runs=runs), "trade_share", "CHN -> RUS")
        assert (show(series), series.completeness.tolist()) == ([(0.1, P)], [0.5])

    def test_numerator_and_denominator_are_of_one_book(
        self, build_evidence: Build, goods: Build, measure: Build
    ) -> None:
        total = goods("trade", "CHN", "WLD", {2010: 100.0}, reporter="CHN")
        alien = goods("trade", "CHN", "RUS", {2010: 10.0}, reporter="RUS")
        assert measure(build_evidence(runs=(total, alien)), "trade_share", "CHN -> RUS") == []
        own = goods("trade", "CHN", "RUS", {2010: 12.0}, reporter="CHN", vintage="later")
        (series,) = measure(build_evidence(runs=(total, alien, own)), "trade_share", "CHN -> RUS")
        assert (series.book.reporter, show(series)) == ("CHN", [(0.12, R)])

    def test_unlike_periods_are_never_divided(self, build_evidence: Build, goods: Build, measure: Build) -> None:
        runs = (
            goods("trade", "CHN", "WLD", {2010: 100.0}),
            goods("trade", "CHN", "RUS", {2010: 10.0}, frequency=Frequency.MONTH),
        )
        assert measure(build_evidence(runs=runs), "trade_share", "CHN -> RUS") == []

    def test_of_the_whole_world_it_is_one(self, evidence: Any, measure: Build) -> None:
        assert show(measure(evidence, "trade_share", "KAZ -> WLD")[0]) == [(1.0, R)] * 3

    def test_asymmetry_is_the_difference_and_turns_with_the_sides(self, evidence: Any, measure: Build) -> None:
        (series,) = measure(evidence, "trade_asymmetry", "KAZ -> CHN")
        assert show(series) == [(0.18, R), (0.23, R), (None, N)]
        (turned,) = measure(evidence, "trade_asymmetry", "CHN -> KAZ")
        assert np.array_equal(turned.values, -series.values, equal_nan=True)

    def test_asymmetry_needs_both_dependences(self, build_evidence: Build, goods: Build, measure: Build) -> None:
        runs = (
            goods("trade", "CHN", "RUS", {2010: 10.0, 2011: 10.0}),
            goods("trade", "CHN", "WLD", {2010: 100.0, 2011: 100.0}),
            goods("trade", "RUS", "WLD", {2010: 50.0}),
        )
        (series,) = measure(build_evidence(runs=runs), "trade_asymmetry", "RUS -> CHN")
        assert show(series) == [(0.1, R), (None, X)]


@pytest.fixture
def oil(build_evidence: Build, goods: Build) -> Any:
    """Crude from Russia to China as China books it: value, net weight, and a quantity where there is no weight."""
    book = {"source": "comtrade", "reporter": "CHN"}
    runs = (
        goods("trade_flow", "RUS", "CHN", {2021: 300.0, 2022: 400.0}, **book),
        goods("trade_flow", "RUS", "CHN", {2021: 40.0, 2022: 58.0}, variant="HS:2709", **book),
        goods("trade_flow", "WLD", "CHN", {2021: 250.0, 2022: 365.0}, variant="HS:2709", **book),
        goods("trade_flow", "CHN", "RUS", {2022: 0.0}, variant="HS:2709", **book),
        goods("trade_weight", "RUS", "CHN", {2021: nan, 2022: 86.0}, unit="t", variant="HS:2709", **book),
        goods("trade_quantity", "RUS", "CHN", {2021: 79.0, 2022: 85.0}, unit="t", variant="HS:2709", **book),
        goods("trade_quantity", "RUS", "CHN", {2022: 9.0}, unit="m3", variant="HS:2709", **book),
    )
    return build_evidence(runs=runs)


def test_a_commodity_has_value_and_quantity(oil: Any, measure: Build) -> None:
    for of in ("2709", "HS:2709"):
        assert show(measure(oil, "flow", "RUS -> CHN", of=of)[0]) == [(40.0, R), (58.0, R)]
    assert show(measure(oil, "flow", "RUS -> CHN")[0]) == [(300.0, R), (400.0, R)]
    (weight,) = measure(oil, "flow", "RUS -> CHN", of="2709", unit="t")
    assert show(weight) == [(79.0, R), (86.0, R)]  # a net weight beats a quantity
    (volume,) = measure(oil, "flow", "RUS -> CHN", of="2709", unit="m3")
    assert show(volume) == [(9.0, R)]
    assert measure(oil, "flow", "RUS -> CHN", of="2711") == []


def test_a_commodity_is_traded_both_ways(oil: Any, measure: Build) -> None:
    assert show(measure(oil, "trade", "CHN -- RUS", of="2709")[0]) == [(40.0, P), (58.0, R)]
    assert show(measure(oil, "trade", "CHN -- RUS", of="2709", unit="t")[0]) == [(79.0, P), (86.0, P)]


def test_dependence_in_a_commodity_has_its_own_total(oil: Any, measure: Build) -> None:
    (share,) = measure(oil, "trade_share", "CHN -> RUS", of="2709")
    assert show(share) == [(0.16, P), (round(58 / 365, 6), P)]
    assert measure(oil, "trade_share", "CHN -> RUS") == []  # no total of all goods


@pytest.mark.parametrize("name", ["reexports", "reimports"])
def test_goods_that_pass_through_stand_apart(name: str, build_evidence: Build, goods: Build, measure: Build) -> None:
    indicator = f"{name.removesuffix('s')}_flow"
    runs = (
        goods("trade_flow", "HKG", "CHN", {2020: 300.0}, reporter="HKG"),
        goods(indicator, "HKG", "CHN", {2020: 280.0}, reporter="HKG"),
        goods(indicator, "HKG", "CHN", {2020: 90.0}, reporter="HKG", variant="HS:8542"),
    )
    evidence = build_evidence(runs=runs)
    assert show(measure(evidence, name, "HKG -> CHN")[0]) == [(280.0, R)]
    assert show(measure(evidence, name, "HKG -> CHN", of="8542")[0]) == [(90.0, R)]
    assert show(measure(evidence, "flow", "HKG -> CHN")[0]) == [(300.0, R)]


def test_the_books_of_three_publishers_stand_side_by_side(build_evidence: Build, goods: Build, measure: Build) -> None:
    runs = (
        goods("trade_flow", "CHN", "RUS", {2014: 53.0}, source="cow_trade"),
        goods("trade_flow", "RUS", "CHN", {2014: 41.0}, source="cow_trade"),
        goods("trade_flow", "CHN", "RUS", {2014: 54.0}, source="comtrade", reporter="CHN"),
        goods("trade_flow", "RUS", "CHN", {2014: 41.6}, source="comtrade", reporter="CHN"),
        goods("trade", "CHN", "RUS", {2014: 95.2}, source="imf_dots", reporter="CHN"),
        goods("trade", "RUS", "CHN", {2014: 88.4}, source="imf_dots", reporter="RUS"),
    )
    found = measure(build_evidence(runs=runs), "trade", "CHN -- RUS")
    assert {str(series.book): series.values[0, 0] for series in found} == pytest.approx(
        {"comtrade · CHN": 95.6, "cow_trade": 94.0, "imf_dots · CHN": 95.2, "imf_dots · RUS": 88.4}
    )
