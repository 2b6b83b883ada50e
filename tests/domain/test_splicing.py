"""Splices: both books keep what they say, the gap stays a gap, and the place is marked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facta.domain import (
    Act,
    Aggregation,
    Basis,
    Book,
    Frequency,
    Kind,
    Period,
    Series,
    Status,
    Window,
    find_unit,
    splice,
)
from facta.errors import UnlikeSeries

NAN = float("nan")


def count(source: str, start: int, *values: float, **changes: Any) -> Series:
    """Build yearly counts; NaN is a period that the source does not cover."""
    cells = np.array([values], float)
    gap = np.isnan(cells[0])
    status = np.where(gap, Status.NOT_COVERED, np.where(cells[0] == 0, Status.ZERO, Status.REPORTED)).astype(np.int8)
    series = Series(
        "verbal_conflict", "CHN -- USA", Book(source), find_unit("count"), Basis(Kind.COUNT), Frequency.YEAR, start,
        cells, status, (~gap).astype(float), Aggregation.SUM, origins=(f"{source}-1",),
        reach=Window.parse(f"{start}..{start + len(values) - 1}"),
    )  # fmt: skip
    return replace(series, **changes)


@st.composite
def draw_books(draw: st.DrawFn) -> tuple[Series, Series]:
    """Draw two books of which the later starts after the earlier and has at least one whole period."""
    cell = st.one_of(st.just(NAN), st.integers(0, 500).map(float))
    earlier = draw(st.lists(cell, min_size=1, max_size=8))
    later = draw(st.lists(cell, min_size=1, max_size=8))
    assume(not all(np.isnan(later)))
    return count("icews", 2010, *earlier), count("polecat", 2010 + draw(st.integers(1, 10)), *later)


@given(draw_books())
def test_each_side_keeps_its_periods_and_its_gaps(books: tuple[Series, Series]) -> None:
    earlier, later = books
    joined = splice(earlier, later)
    at = joined.splices[0].at.ordinal
    assert (joined.start, joined.stop) == (earlier.start, later.stop)
    for part, start, stop in ((earlier, earlier.start, at), (later, at, later.stop)):
        kept, was = joined.span(start, stop), part.span(start, stop)
        np.testing.assert_array_equal(kept.values, was.values)
        np.testing.assert_array_equal(kept.status, was.status)
        np.testing.assert_array_equal(kept.completeness, was.completeness)
    np.testing.assert_array_equal(np.isnan(joined.values[0]), joined.status > Status.PARTIAL)


@st.composite
def draw_overlapping_books(draw: st.DrawFn) -> tuple[Series, Series]:
    """Draw two books with at least one common period in which both have something."""
    shift, common = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    cells = st.lists(st.one_of(st.just(NAN), st.integers(0, 500).map(float)), min_size=0, max_size=5)
    full = st.integers(1, 500).map(float)
    before = (draw(cells) + [NAN] * 8)[: shift + common]
    earlier = [*before, draw(full), *draw(cells)]
    later = [*(draw(cells) + [NAN] * 4)[:common], draw(full), *draw(cells)]
    return count("icews", 2010, *earlier), count("polecat", 2010 + shift, *later)


@given(draw_overlapping_books(), st.sampled_from(["earlier", "later"]))
def test_missing_stays_missing_and_nothing_stays_nothing_under_a_scale(
    books: tuple[Series, Series], scale: Any
) -> None:
    plain = splice(*books)
    scaled = splice(*books, scale=scale)
    np.testing.assert_array_equal(scaled.status, plain.status)
    np.testing.assert_array_equal(np.isnan(scaled.values), np.isnan(plain.values))
    np.testing.assert_array_equal(scaled.values == 0, plain.values == 0)
    held = scaled.splices[0]
    untouched = slice(held.at.ordinal - scaled.start, None) if scale == "earlier" else slice(0, held.at.ordinal - 2010)
    np.testing.assert_array_equal(scaled.values[:, untouched], plain.values[:, untouched])


@given(st.lists(st.integers(1, 500), min_size=3, max_size=12), st.integers(1, 9), st.floats(0.01, 100))
def test_a_constant_ratio_is_found_and_undone(truth: list[int], shift: int, ratio: float) -> None:
    assume(shift < len(truth))
    earlier, later = count("icews", 2010, *truth), count("polecat", 2010 + shift, *(ratio * x for x in truth[shift:]))
    joined = splice(earlier, later, scale="later")
    np.testing.assert_allclose(joined.values[0], truth)
    assert joined.splices[0].ratio == pytest.approx(ratio)
    assert joined.splices[0].factor == pytest.approx(1 / ratio)


@given(st.lists(st.integers(1, 500), min_size=2, max_size=12))
def test_books_that_agree_are_left_alone(values: list[int]) -> None:
    joined = splice(count("icews", 2010, *values), count("polecat", 2011, *values[1:]), scale="earlier")
    link = joined.splices[0]
    assert (link.factor, link.overlap) == (1.0, len(values) - 1)
    assert np.isnan(link.error) if link.overlap == 1 else link.error == 0
    np.testing.assert_array_equal(joined.values[0], values)


def test_the_error_is_that_of_the_ratio_estimator() -> None:
    joined = splice(count("icews", 2016, 7, 10, 20, 30), count("polecat", 2017, 6, 9, 15), scale="earlier")
    link = joined.splices[0]
    x, y = np.array([10, 20, 30]), np.array([6, 9, 15])
    residual = y - 0.5 * x
    assert link.ratio == 0.5
    assert link.error == pytest.approx(np.std(residual, ddof=1) / np.sqrt(3) / 20)
    assert joined.values.tolist() == [[3.5, 6, 9, 15]]


def test_the_splice_is_marked_wherever_the_series_goes() -> None:
    joined = splice(count("icews", 2016, 80, 90, 100), count("polecat", 2018, 50, 60), scale="earlier")
    assert str(joined.book) == "icews+polecat"
    assert joined.origins == ("icews-1", "polecat-1")
    assert joined.origin_of is not None
    assert joined.origin_of.tolist() == ["icews-1"] * 2 + ["polecat-1"] * 2
    assert str(joined.reach) == "2016..2019"
    assert joined.notes == ("icews until 2017, polecat from 2018; icews × 0.5 (ratio over 1 common period)",)
    assert joined.cut(Window.parse("2017..2020")).splices == joined.splices
    assert joined.splices[0].at == Period.parse("2018")


def test_an_unscaled_splice_still_tells_the_ratio() -> None:
    joined = splice(count("icews", 2016, 80, 90, 100), count("polecat", 2018, 50, 60))
    assert joined.values.tolist() == [[80, 90, 50, 60]]
    assert joined.splices[0].factor == 1
    assert str(joined.splices[0]).endswith("levels left as they are (ratio 0.5 over 1 common period)")


def test_without_overlap_it_says_so() -> None:
    earlier, later = count("icews", 2014, 80, 90), count("polecat", 2018, 50)
    joined = splice(earlier, later)
    assert joined.splices[0].overlap == 0
    assert str(joined.splices[0]).endswith("no common period, levels left as they are")
    assert joined.status.tolist() == [0, 0, Status.NOT_COVERED, Status.NOT_COVERED, 0]
    with pytest.raises(UnlikeSeries, match=r"no whole period in common\. Splice without a scale\."):
        splice(earlier, later, scale="earlier")


def test_a_partial_period_is_no_start_and_no_overlap() -> None:
    later = count("polecat", 2017, 5, 50, 60)
    later = replace(later, status=np.array([Status.PARTIAL, 0, 0], np.int8), completeness=np.array([0.5, 1, 1]))
    joined = splice(count("icews", 2015, 70, 80, 90, 100), later, scale="earlier")
    assert joined.splices[0].at == Period.parse("2018")
    assert (joined.splices[0].overlap, joined.splices[0].ratio) == (1, 0.5)


def test_the_place_may_be_given() -> None:
    books = count("icews", 2016, 80, 90, 100, 110), count("polecat", 2018, 50, 60)
    assert splice(*books, Period.parse("2019")).values.tolist() == [[80, 90, 100, 60]]
    with pytest.raises(UnlikeSeries, match=r"2017 is no period of polecat\. It has 2018 to 2019\."):
        splice(*books, Period.parse("2017"))
    with pytest.raises(UnlikeSeries, match=r"2019-03 is no period of polecat"):
        splice(*books, Period.parse("2019-03"))
    with pytest.raises(UnlikeSeries, match=r"polecat has nothing before 2016\. It has 2018 to 2019\."):
        splice(books[1], books[0])


def test_units_are_converted_and_intervals_scaled() -> None:
    money = {"unit": find_unit("bn USD"), "basis": Basis(Kind.FLOW)}
    interval = {"low": np.array([1.0, 2.0]), "high": np.array([3.0, 4.0])}
    earlier = count("cow", 2013, 2, 3, **money, **interval)
    joined = splice(earlier, count("imf", 2014, 1500, 1600, **{**money, "unit": find_unit("M USD")}), scale="earlier")
    assert joined.unit.symbol == "M USD"
    assert joined.values.tolist() == [[1000, 1500, 1600]]
    assert joined.low is not None
    np.testing.assert_array_equal(joined.low, [500, NAN, NAN])


def test_draws_and_weights_are_chained() -> None:
    share = {"basis": Basis(Kind.SHARE), "aggregation": Aggregation.WEIGHTED, "unit": find_unit("1")}
    earlier = count("icews", 2016, 0.2, 0.3, **share, weights=np.array([[10.0, 20.0]]))
    draws = np.array([[0.4, 0.5], [0.6, 0.7]])
    later = replace(count("polecat", 2017, 0.4, 0.5, **share, weights=np.array([[5.0, 6.0]])), values=draws)
    joined = splice(earlier, later)
    assert joined.values.tolist() == [[0.2, 0.4, 0.5], [0.2, 0.6, 0.7]]
    assert joined.weights is not None
    assert joined.weights.tolist() == [[10, 5, 6]] * 2
    assert joined.splices[0].ratio == pytest.approx(0.5 / 0.3)
    with pytest.raises(UnlikeSeries, match=r"a share has no level to scale"):
        splice(earlier, later, scale="later")


def test_a_chain_keeps_all_its_splices() -> None:
    first = splice(count("cow", 2000, 1, 2, 3), count("icews", 2002, 3, 4, 5))
    whole = splice(first, count("polecat", 2004, 5, 6))
    assert [str(link.at) for link in whole.splices] == ["2002", "2004"]
    assert whole.book.source == "cow+icews+polecat"
    assert whole.origin_of is not None
    assert whole.origin_of.tolist() == ["cow-1"] * 2 + ["icews-1"] * 2 + ["polecat-1"] * 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"measure": "verbal_cooperation"}, "measure verbal_conflict against verbal_cooperation"),
        ({"relation": "CHN -- RUS"}, "relation CHN -- USA against CHN -- RUS"),
        ({"frequency": Frequency.MONTH}, "frequency year against month"),
        ({"aggregation": Aggregation.LAST}, "aggregation sum against last"),
        ({"book": Book("polecat", "", "plover")}, "variant none against plover"),
        ({"book": Book("polecat", "CHN")}, "reporter none against CHN"),
        ({"unit": find_unit("t")}, "dimension count against mass"),
        ({"basis": Basis(Kind.STOCK)}, "kind count against stock"),
        ({"basis": Basis(Kind.COUNT, Act.PLEDGED)}, "done against pledged"),
    ],
)
def test_unlike_series_are_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(UnlikeSeries, match=f"series cannot be joined: {why}"):
        splice(count("icews", 2016, 80, 90, 100), count("polecat", 2018, 50, 60, **changes))


def test_an_empty_book_or_an_empty_overlap_gives_no_scale() -> None:
    earlier = count("icews", 2016, 80, 0, 0)
    with pytest.raises(UnlikeSeries, match=r"polecat has no whole period"):
        splice(earlier, count("polecat", 2017, NAN))
    with pytest.raises(UnlikeSeries, match=r"the sums over the common periods have no positive ratio"):
        splice(earlier, count("polecat", 2017, 5, 6), scale="earlier")
    with pytest.raises(UnlikeSeries, match=r"no positive ratio"):
        splice(count("icews", 2016, 8, 9), count("polecat", 2017, 0, 6), scale="later")
