"""Units, how figures are written, and unlike quantities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.domain import Act, Basis, Kind, Price, explain_incommensurable, find_unit, write_figure
from facta.errors import UnknownName


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("bn USD", "bn USD"),
        ("bn", "bn USD"),
        ("million USD", "M USD"),
        ("tonnes", "t"),
        ("", "1"),
        ("percent", "%"),
        ("mo", "months"),
    ],
)
def test_units_have_names_in_use(written: str, symbol: str) -> None:
    assert find_unit(written).symbol == symbol


@pytest.mark.parametrize(("written", "nearest"), [("bnn USD", "bn USD"), ("tonns", "tonnes"), ("yers", "years")])
def test_an_unknown_unit_names_the_nearest(written: str, nearest: str) -> None:
    with pytest.raises(UnknownName, match=rf"unknown unit '{written}'\. Nearest: {nearest}\."):
        find_unit(written)


def test_an_unknown_unit_without_a_near_one_lists_all() -> None:
    with pytest.raises(UnknownName, match=r"unknown unit 'qqq'\. Known: USD, k USD"):
        find_unit("qqq")


@given(st.floats(-1e15, 1e15))
def test_converting_there_and_back_changes_nothing(value: float) -> None:
    money, big = find_unit("M USD"), find_unit("bn USD")
    assert big.convert(money.convert(value, big), money) == pytest.approx(value)
    assert money.convert(value, money) == value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (93942.0, "M USD", "93.9 bn USD"),
        (999.96, "M USD", "1.00 bn USD"),
        (-250, "M USD", "-250 M USD"),
        (0, "M USD", "0 USD"),
        (0.1222, "1", "12.2%"),
        (12.22, "%", "12.2%"),
        (1234567, "t", "1.23 Mt"),
        (7, "count", "7"),
        (12345678, "count", "12,345,678"),
        (3, "rank", "rank 3"),
        (0.0123456, "points", "0.0123 points"),
        (2.5, "M TIV", "2.50 M TIV"),
        (float("nan"), "t", "–"),
        (float("inf"), "points", "inf points"),
    ],
)
def test_figures_are_written_as_people_read_them(value: float, unit: str, text: str) -> None:
    assert write_figure(value, find_unit(unit)) == text


def test_a_bare_number_has_no_unit() -> None:
    assert (write_figure(0.5, None), write_figure(0.0, None), write_figure(100_000.0, None)) == (
        "0.500",
        "0",
        "100,000",
    )


FLOW = Basis(Kind.FLOW)
UNLIKE = [
    (FLOW, Basis(Kind.FLOW, Act.PLEDGED), "done against pledged"),
    (FLOW, Basis(Kind.STOCK), "flow against stock"),
    (Basis(Kind.FLOW, price=Price.REAL), Basis(Kind.FLOW, price=Price.NOMINAL), "real against nominal money"),
    (Basis(Kind.FLOW, years=15), FLOW, "a flow over 15 years against one over 1"),
    (FLOW, Basis(Kind.FLOW, price=Price.NOMINAL), None),
    (FLOW, None, None),
    (Basis(Kind.SHARE), Basis(Kind.INDEX), None),
]


@pytest.mark.parametrize(("one", "other", "reason"), UNLIKE)
def test_like_units_are_not_like_quantities(one: Basis, other: Basis | None, reason: str | None) -> None:
    assert explain_incommensurable(one, other) == reason


def test_a_basis_is_written_in_words() -> None:
    assert str(Basis(Kind.FLOW, Act.PLEDGED, Price.REAL, 15)) == "flow, pledged, real, over 15 years"
