"""Every operator, on figures that can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from facta.domain import Evidence, Window
from facta.errors import UnknownName
from facta.language import Truth, check_reading, evaluate, list_operators, parse_reading, start_context
from facta.language.operators.quantifiers import SILENCE
from facta.language.operators.trends import _slope

Judge = Callable[[str], list[Truth]]
Decide = Callable[[str], list[float]]
Figure = Callable[[str], float]
ALPHA = "trade(CHN -- RUS, source=alpha)"
KAZ = "trade(CHN -- KAZ)"
NOBODY_KNOWS = pytest.approx([np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (f"share({ALPHA}, trade(RUS -- WLD))[2009]", 0.37),
        (f"ratio(trade(CHN -- USA), {ALPHA})[2000]", 10),
        (f"change({ALPHA})[2000..2009]", 22 / 15),
        (f"change({ALPHA}, over=24mo)[2000..2009]", 0.156250),
        (f"change({ALPHA}, over=1y)", 0.057143),
        (f"difference({ALPHA})[2000..2009]", 22),
        ("difference(trade_share(RUS -> CHN))[2000..2009]", 0.22),
        ("slope(flow(CHN -> RUS))[2000..2009]", 2),
        ("slope(material_conflict(CHN -> RUS))[2000..2009]", 0),
        ("trend(flow(CHN -> RUS))[2000..2009]", 1),
        ("trend(flow(CHN -> USA))[2000..2003]", 1 / 3),
        ("rising_share(flow(CHN -> USA))[2000..2009]", 7 / 9),
        ("rising_share(flow(CHN -> USA), tolerance=20%)[2000..2009]", 1 / 9),
        ("falling_share(flow(CHN -> USA))[2000..2009]", 2 / 9),
        (f"rising_share({KAZ})[2003..2007]", 1),
        (f"sum({ALPHA})[2000..2001]", 32),
        (f"mean({ALPHA})[2000..2001]", 16),
        ("maximum(flow(CHN -> USA))[2000..2004]", 160),
        ("minimum(flow(CHN -> USA))[2000..2004]", 90),
        (f"first({KAZ})[1990..2009]", 1),
        (f"last({KAZ})[2000..2005]", 5),
        (f"rank({ALPHA}, among={{RUS, USA, KAZ}})[2009]", 2),
        (f"rank({ALPHA}, among={{RUS, USA, KAZ}}, order=lowest)[2009]", 2),
        (f"rank({KAZ}, among={{RUS, USA}})", 3),
        ("count(deals(CHN -- RUS))[2000..2009]", 2),
        ("count(deals(CHN -- RUS)[2003])", 1),
        ("count(deals(CHN -> RUS))[2000..2009]", 1),
        ("count(deals(CHN -- RUS), rung is mou)[2000..2009]", 1),
        ("count(deals(CHN -- RUS), rung is not mou, actor is rus)[2000..2009]", 1),
        ('count(projects(RUS -> CHN), status is "under way")[2000..2009]', 1),
        ("count(incidents(CHN -- RUS), within=30d)[2000..2009]", 2),
        ("count(incidents(CHN -- RUS), within=19d)[2000..2009]", 1),
        ("count(verified(material_conflict(CHN -- RUS, where=CENTRAL_ASIA)))[2000..2009]", 2),
        ("count(material_conflict(CHN -- RUS))[2004]", 24),
        (f"count({ALPHA} > 20 M USD)[2000..2009]", 7),
        (f"count(({ALPHA} > 20 M USD)[2000..2009])", 7),
        (f"count({ALPHA}[2000..2009] > 20 M USD)", 7),
        (f"count(20 M USD < {ALPHA})[2000..2009]", 7),
        (f"count({ALPHA} == 20 M USD +- 10%)[2000..2009]", 2),
        (f"count({ALPHA} > 20 M USD and {ALPHA} < 30 M USD)[2000..2009]", 3),
        (f"count(not {ALPHA} > 20 M USD or {ALPHA} > 36 M USD)[2000..2009]", 4),
        ("count(trade_share(RUS -> CHN) > 30%)[2000..2009]", 3),
        ("count(investment_position(CHN -> RUS) > 150 M USD)[2000..2009]", 4),
        ("share(projects(RUS -> CHN, status=rejected), projects(RUS -> CHN))[2005..2009]", 2 / 3),
        ("share(projects(RUS -> CHN, status=rejected), projects(RUS -> CHN))[2005]", 1),
    ],
)
def test_figures(figure: Figure, part: str, expected: float) -> None:
    assert figure(part) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("monotone(flow(CHN -> RUS))[2000..2009]", 1),
        ("monotone(flow(CHN -> USA))[2000..2009]", 0),
        ("monotone(flow(CHN -> USA), tolerance=25%)[2000..2009]", 1),
        ("monotone(flow(CHN -> RUS), direction=down)[2000..2009]", 0),
        (f"persists({ALPHA} > 14 M USD)[2000..2009]", 1),
        (f"persists({ALPHA} > 20 M USD)[2000..2009]", 0),
        (f"persists({ALPHA} > 20 M USD, share=70%)[2000..2009]", 1),
        (f"dominates(trade(CHN -- USA), {ALPHA})[2000..2009]", 1),
        (f"dominates(trade(CHN -- USA), {ALPHA}, {KAZ})[2000..2004]", 1),
        (f"dominates(trade(CHN -- USA), {ALPHA}, trade(RUS -- WLD))[2000..2009]", 1),
        (f"dominates(trade(CHN -- USA), {ALPHA}, 2 * trade(CHN -- USA))[2000..2009]", 0),
        ("exists(deals(CHN -- RUS))[2003]", 1),
        ("exists(deals(CHN -- RUS))[2004]", 0),
        ("exists(deals(CHN -- RUS), rung is live)[2003]", 0),
        ("none(deals(CHN -- RUS))[2004]", 1),
        ("none(deals(CHN -- RUS))[2003]", 0),
        (f"exists({ALPHA} > 36 M USD)[2000..2009]", 1),
        ("exists(material_conflict(CHN -> RUS) > 1)[2004]", 0),
        ("all(projects(RUS -> CHN), status is rejected)[2005]", 1),
        ("all(projects(RUS -> CHN), status is rejected)[2005..2009]", 0),
        ("all(projects(RUS -> CHN), status is not live)[2005..2009]", 1),
        ("all(projects(RUS -> CHN)[2005], status is rejected, list is first)", 1),
    ],
)
def test_truths(decide: Decide, reading: str, expected: float) -> None:
    assert decide(reading) == [expected]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("exists(deals(CHN -- RUS))[2003..2020]", [1]),
        ("exists(deals(CHN -- RUS))[2007..2020]", NOBODY_KNOWS),
        ("none(deals(CHN -- RUS))[2003..2020]", [0]),
        ("none(deals(CHN -- RUS))[2007..2020]", NOBODY_KNOWS),
        ("count(deals(CHN -- RUS))[2003..2020] >= 2", [1]),
        ("count(deals(CHN -- RUS))[2003..2020] > 2", NOBODY_KNOWS),
        ("count(deals(CHN -- RUS))[2003..2020] <= 2", NOBODY_KNOWS),
        ("count(deals(CHN -- RUS))[2003..2020] < 2", [0]),
        ("count(deals(CHN -- RUS))[2003..2020] == 1", [0]),
        ("count(deals(CHN -- RUS))[2003..2020] == 2", NOBODY_KNOWS),
        ("count(deals(CHN -- RUS))[2003..2020] != 1", [1]),
        ("2 < 1 + count(deals(CHN -- RUS))[2003..2020]", [1]),
        ("2 >= count(deals(CHN -- RUS))[2003..2020]", NOBODY_KNOWS),
        ("count(deals(CHN -- RUS))[2011..2020] >= 1", NOBODY_KNOWS),
        ("count(deals(CHN -- RUS))[2003..] <= 2", [1]),
        (f"exists({ALPHA} > 36 M USD)[2000..2020]", [1]),
        (f"none({ALPHA} > 99 M USD)[2000..2020]", NOBODY_KNOWS),
        ("all(projects(RUS -> CHN), status is rejected)[2004..2020]", [0]),
        ("all(projects(RUS -> CHN), status is not live)[2004..2020]", NOBODY_KNOWS),
        ("all(projects(RUS -> CHN), status is rejected)[2001]", NOBODY_KNOWS),
    ],
)
def test_silence_outside_coverage_proves_nothing(decide: Decide, reading: str, expected: list[float]) -> None:
    assert decide(reading) == expected


def test_why_silence_proves_nothing(judge: Judge) -> None:
    assert judge("none(deals(CHN -- RUS))[2007..2020]")[0].reason == SILENCE
    assert judge("all(projects(RUS -> CHN), status is rejected)[2001]")[0].reason == "there is no such row"
    assert judge(f"persists({ALPHA} > 1 USD)[2000..2020]")[0].reason == "too little of the window is covered"


def test_rank_leaves_out_who_has_no_value(judge: Judge) -> None:
    (truth,) = judge(f"rank({ALPHA}, among={{USA, KAZ, FRA}})[2005] == 2")
    assert truth.figure is not None
    assert truth.figure.notes == ("among 2 with a value",)
    assert truth.values[0] == 1


def test_rank_takes_the_members_of_the_window(judge: Judge) -> None:
    (before,) = judge(f"rank({ALPHA}, among=EAEU)[2004] == 1")
    assert np.isnan(before.values).all()  # the union had no members yet
    assert before.figure is not None
    assert before.figure.lack == "nobody else has a value to be ranked against"


def test_counts_know_their_rows_and_window(judge: Judge) -> None:
    (truth,) = judge("count(deals(CHN -- RUS))[2005..2020] >= 1")
    assert truth.figure is not None
    assert truth.figure.origins == ("register/d2",)
    assert truth.figure.window == Window.parse("2005..2009")


def test_a_field_that_no_row_has_is_refused(decide: Decide) -> None:
    with pytest.raises(UnknownName, match=r"unknown field of projects 'statuss'\. Nearest: status\."):
        decide("count(projects(RUS -> CHN), statuss is rejected)[2005] > 0")


@pytest.mark.parametrize("name", sorted(list_operators()))
def test_every_operator_has_an_example_that_holds_water(name: str, evidence: Evidence) -> None:
    operator = list_operators()[name]
    node = parse_reading(operator.example)
    assert check_reading(node, operator.example).sort == "truth"
    assert f"{name}(" in operator.example
    evaluate(node, start_context(operator.example, evidence))


def test_the_slope_of_very_many_periods_is_found_without_comparing_all_of_them() -> None:
    days = np.arange(2000)
    noisy = 0.5 * days + np.random.default_rng(1).normal(0, 20, (200, days.size))
    assert _slope(days, noisy).mean() == pytest.approx(0.5, abs=0.01)
