from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from facta.domain import ALWAYS, Book, Frequency, Pair, Series, Status, Window
from facta.errors import UnknownName
from facta.measures import find_measure
from facta.measures.assembly import (
    build_series,
    collect_pairs,
    collect_sides,
    divide,
    find_pair,
    join_books,
    keep_common,
    key_of,
    subtract,
    sum_books,
    sum_series,
)

Build = Callable[..., Any]

ONE = Pair("RUS", "CHN")
R, Z, P, N, W, X = (
    Status.REPORTED,
    Status.ZERO,
    Status.PARTIAL,
    Status.NOT_CODED,
    Status.WITHHELD,
    Status.NOT_COVERED,
)
nan = float("nan")


@pytest.fixture
def blank(relate: Build) -> Series:
    return find_measure("arms_transfers").begin(relate("RUS -> CHN"))


@pytest.fixture
def line(blank: Series) -> Callable[..., Series]:
    """Return ``line(values, status, completeness, start)``: a series by hand, with a status that fits the values."""

    def build(values: list[float], status: list[Status] | None = None, part: float = 1.0, start: int = 2000) -> Series:
        array = np.array(values)
        guessed = np.where(np.isnan(array), N, np.where(array == 0, Z, R)) if status is None else np.array(status)
        there = guessed <= P
        return replace(
            blank,
            book=Book("hand"),
            start=start,
            values=array[None, :],
            status=guessed.astype(np.int8),
            completeness=np.where(guessed == P, part, there.astype(float)),
            origins=(f"from {start}",),
        )

    return build


def show(series: Series) -> list[tuple[float | None, Status]]:
    pairs = zip(series.values[0].tolist(), series.status.tolist(), strict=True)
    return [(None if np.isnan(value) else value, Status(status)) for value, status in pairs]


class TestBuildSeries:
    def test_the_grid_spans_coverage_and_figures(self, blank: Series, build_figures: Build, cover: Build) -> None:
        run = build_figures("arms_transfers", "RUS", "CHN", {2001: 5.0, 2004: 7.0}, unit="M TIV")
        series = build_series(blank, [run], ONE, cover("arms_transfers", "2000..2002"))
        assert (series.start, series.stop) == (2000, 2005)
        assert show(series) == [(None, X), (5.0, R), (None, X), (None, X), (7.0, R)]
        assert series.completeness.tolist() == [0, 1, 0, 0, 1]

    def test_silence_is_zero_only_where_the_source_says_so(self, blank: Series, cover: Build) -> None:
        silent = build_series(blank, [], ONE, cover("arms_transfers", "2000..2001", "zero"))
        assert show(silent) == [(0.0, Z), (0.0, Z)]
        assert silent.completeness.tolist() == [1, 1]
        assert show(build_series(blank, [], ONE, cover("arms_transfers", "2000..2001"))) == [(None, X), (None, X)]

    def test_silence_is_no_zero_outside_the_coverage(self, blank: Series, build_figures: Build, cover: Build) -> None:
        run = build_figures("arms_transfers", "RUS", "CHN", {2003: 5.0}, unit="M TIV")
        series = build_series(blank, [run], ONE, cover("arms_transfers", "2000..2001", "zero"))
        assert show(series) == [(0.0, Z), (0.0, Z), (None, X), (5.0, R)]

    def test_a_period_that_is_covered_in_part_is_no_zero(self, blank: Series, cover: Build) -> None:
        series = build_series(blank, [], ONE, cover("arms_transfers", "2000-06..2002-03", "zero"))
        assert show(series) == [(None, X), (0.0, Z), (None, X)]

    def test_silence_on_a_pair_that_is_not_loaded_is_no_zero(self, blank: Series, cover: Build) -> None:
        series = build_series(blank, [], ONE, cover("arms_transfers", "2000..2001", "zero", scope=["USA"]))
        assert show(series) == [(None, X), (None, X)]

    def test_a_row_that_says_not_coded_beats_silence(self, blank: Series, build_figures: Build, cover: Build) -> None:
        run = build_figures("arms_transfers", "RUS", "CHN", {2001: nan}, unit="M TIV")
        series = build_series(blank, [run], ONE, cover("arms_transfers", "2000..2001", "zero"))
        assert show(series) == [(0.0, Z), (None, N)]
        assert series.completeness.tolist() == [1, 0]

    def test_a_row_without_a_value_has_no_status_of_a_value(self, blank: Series, build_figures: Build) -> None:
        run = build_figures("arms_transfers", "RUS", "CHN", {2001: nan}, unit="M TIV")
        bound = replace(run, status=np.array([P], dtype=np.int8), low=np.array([3.0]))
        series = build_series(blank, [bound], ONE, None)
        assert show(series) == [(None, N)]
        assert series.low is not None
        assert series.low.tolist() == [3.0]

    def test_a_value_without_the_status_of_one_is_none(self, blank: Series, build_figures: Build) -> None:
        run = build_figures("arms_transfers", "RUS", "CHN", {2001: 4.0}, unit="M TIV")
        withheld = replace(run, status=np.array([W], dtype=np.int8))
        assert show(build_series(blank, [withheld], ONE, None)) == [(None, W)]

    @pytest.mark.parametrize("is_swapped", [False, True])
    def test_of_two_runs_the_better_known_counts(self, is_swapped: bool, build_figures: Build, relate: Build) -> None:
        runs = [
            build_figures("investment_flow", "RUS", "CHN", {2001: 1000.0, 2002: nan}, unit="k USD"),
            build_figures("investment_flow", "RUS", "CHN", {2001: nan, 2002: 7.0}, unit="M USD"),
        ]
        blank = find_measure("investment_flow").begin(relate("RUS -> CHN"))
        series = build_series(blank, runs[::-1] if is_swapped else runs, ONE, None)
        assert show(series) == [(1.0, R), (7.0, R)]

    def test_values_and_interval_come_in_the_unit_of_the_measure(self, build_figures: Build, relate: Build) -> None:
        run = build_figures("investment_flow", "RUS", "CHN", {2001: 3.0}, unit="bn USD", band=1.0)
        series = build_series(find_measure("investment_flow").begin(relate("RUS -> CHN")), [run], ONE, None)
        assert series.low is not None
        assert series.high is not None
        assert (series.values[0, 0], series.low[0], series.high[0]) == (3000.0, 2000.0, 4000.0)

    def test_a_row_each_may_have_its_own_origin(self, blank: Series, build_figures: Build) -> None:
        run = build_figures("arms_transfers", "RUS", "CHN", {2001: 4.0, 2003: 5.0}, unit="M TIV")
        series = build_series(blank, [replace(run, origins=("first", "second"))], ONE, None)
        assert series.origins == ("first", "second")
        assert series.cut(Window.parse("2002..2003")).origins == ("second",)
        assert subtract(series, series.span(2001, 2002), blank).origins == ("first",)
        assert build_series(blank, [run], ONE, None).cut(Window.parse("2002")).origins == ("RUS-CHN",)

    def test_nothing_at_all_is_a_series_without_periods(self, blank: Series) -> None:
        assert build_series(blank, [], ONE, None).periods == []


class TestSumSeries:
    def test_a_missing_part_is_never_zero(self, line: Build) -> None:
        summed = sum_series([(line([1.0, 2.0, nan]), ALWAYS), (line([10.0, nan, nan]), ALWAYS)])
        assert show(summed) == [(11.0, R), (2.0, P), (None, N)]
        assert summed.completeness.tolist() == [1.0, 0.5, 0.0]

    def test_zero_and_a_value_are_whole_and_zeros_are_zero(self, line: Build) -> None:
        summed = sum_series([(line([0.0, 0.0]), ALWAYS), (line([5.0, 0.0]), ALWAYS)])
        assert show(summed) == [(5.0, R), (0.0, Z)]

    def test_a_part_counts_inside_its_window_only(self, line: Build) -> None:
        joined = line([1.0, 1.0, 1.0]), Window.parse("2001-07..")
        left = line([10.0, 10.0, 10.0]), Window.parse("..2001-02")
        assert show(sum_series([joined, left])) == [(10.0, R), (11.0, R), (1.0, R)]

    def test_before_anybody_belongs_there_is_nothing(self, line: Build) -> None:
        summed = sum_series([(line([1.0, 2.0]), Window.parse("2001..")), (line([3.0, 4.0]), Window.parse("2001.."))])
        assert show(summed) == [(None, X), (6.0, R)]

    def test_the_most_that_is_known_says_why_there_is_nothing(self, line: Build) -> None:
        summed = sum_series([(line([nan], [X]), ALWAYS), (line([nan], [W]), ALWAYS)])
        assert show(summed) == [(None, W)]

    def test_a_reason_outside_the_window_does_not_count(self, line: Build) -> None:
        parts = [(line([nan], [N]), Window.parse("2005..")), (line([nan], [W]), ALWAYS)]
        assert show(sum_series(parts)) == [(None, W)]

    def test_completeness_of_nested_sums_is_the_mean_of_the_parts(self, line: Build) -> None:
        inner = sum_series([(line([1.0]), ALWAYS), (line([nan]), ALWAYS)])
        outer = sum_series([(inner, ALWAYS), (line([1.0]), ALWAYS)])
        assert show(outer) == [(2.0, P)]
        assert outer.completeness.tolist() == [0.75]

    def test_parts_of_unlike_length_are_laid_beside_each_other(self, line: Build) -> None:
        summed = sum_series([(line([1.0], start=2000), ALWAYS), (line([2.0], start=2002), ALWAYS)])
        assert (summed.start, show(summed)) == (2000, [(1.0, P), (None, X), (2.0, P)])
        assert summed.origins == ("from 2000", "from 2002")

    def test_every_draw_is_summed(self, line: Build) -> None:
        drawn = replace(line([1.0, 2.0]), values=np.array([[1.0, 2.0], [3.0, 4.0]]))
        summed = sum_series([(drawn, ALWAYS), (line([10.0, 10.0]), ALWAYS)])
        assert summed.values.tolist() == [[11.0, 12.0], [13.0, 14.0]]

    def test_a_sum_has_neither_interval_nor_weights(self, line: Build) -> None:
        weighted = replace(line([1.0]), weights=np.ones((1, 1)), low=np.zeros(1), high=np.ones(1))
        summed = sum_series([(weighted, ALWAYS), (line([1.0], start=2003), ALWAYS)])
        assert (summed.weights, summed.low, summed.high) == (None, None, None)


class TestSumBooks:
    def test_a_book_that_a_group_lacks_is_partial(self, line: Build) -> None:
        other = replace(line([5.0]), book=Book("other"))
        summed = sum_books([([line([1.0]), other], ALWAYS), ([line([2.0])], ALWAYS)])
        assert [(str(series.book), *show(series)) for series in summed] == [("hand", (3.0, R)), ("other", (5.0, P))]

    def test_releases_of_one_book_are_summed_and_frequencies_are_not(self, line: Build) -> None:
        released = replace(line([2.0]), book=Book("hand", vintage="2021"))
        monthly = replace(line([4.0]), frequency=Frequency.MONTH)
        summed = sum_books([([line([1.0]), monthly], ALWAYS), ([released], ALWAYS)])
        assert {series.frequency: show(series) for series in summed} == {
            Frequency.YEAR: [(3.0, R)],
            Frequency.MONTH: [(4.0, P)],
        }

    def test_one_group_at_all_times_is_left_alone(self, line: Build) -> None:
        banded = replace(line([1.0]), low=np.zeros(1))
        assert sum_books([([banded], ALWAYS)])[0] is banded
        assert sum_books([]) == []


class TestJoinBooks:
    def test_the_first_stands_and_others_fill_its_gaps(self, line: Build) -> None:
        joined = join_books([line([5.0, nan, 0.0]), line([7.0, 8.0, 9.0], start=2000)])
        assert [show(series) for series in joined] == [[(5.0, R), (8.0, R), (0.0, Z)]]

    def test_of_two_partial_figures_the_more_complete_stands(self, line: Build) -> None:
        half, most = line([5.0], [P], 0.5), line([8.0], [P], 0.8)
        assert show(join_books([half, most])[0]) == [(8.0, P)]
        assert show(join_books([most, half])[0]) == [(8.0, P)]

    def test_what_has_no_value_is_left_out(self, line: Build) -> None:
        assert join_books([line([nan, nan])]) == []

    def test_origins_are_those_that_were_used(self, line: Build) -> None:
        assert join_books([line([5.0]), line([6.0], start=2001)])[0].origins == ("from 2000", "from 2001")
        assert join_books([line([5.0, 6.0]), line([6.0], start=2001)])[0].origins == ("from 2000",)


class TestDivideAndSubtract:
    def test_a_share_is_of_the_periods_that_both_have(self, line: Build, blank: Series) -> None:
        share = divide(line([1.0, 2.0, nan, 4.0]), line([8.0, nan, 8.0, 0.0], start=2000), blank)
        assert show(share) == [(0.125, R), (None, N), (None, N), (None, N)]
        assert share.weights is not None
        assert share.weights[0, [0, 2]].tolist() == [8.0, 8.0]

    def test_over_zero_is_null_but_known(self, line: Build, blank: Series) -> None:
        share = divide(line([0.0, 1.0]), line([0.0, 2.0]), blank)
        assert show(share) == [(None, N), (0.5, R)]
        assert share.completeness.tolist() == [1.0, 1.0]

    def test_nothing_of_something_is_zero(self, line: Build, blank: Series) -> None:
        assert show(divide(line([0.0]), line([4.0]), blank)) == [(0.0, Z)]

    def test_partial_stays_partial_and_as_complete_as_the_worse(self, line: Build, blank: Series) -> None:
        share = divide(line([1.0], [P], 0.5), line([4.0], [P], 0.8), blank)
        assert (show(share), share.completeness.tolist()) == ([(0.25, P)], [0.5])

    def test_periods_of_one_only_are_left_out(self, line: Build, blank: Series) -> None:
        share = divide(line([1.0, 1.0], start=2000), line([2.0, 2.0], start=2001), blank)
        assert (share.start, show(share)) == (2001, [(0.5, R)])
        assert divide(line([1.0], start=2000), line([2.0], start=2010), blank).periods == []

    def test_every_draw_is_divided(self, line: Build, blank: Series) -> None:
        drawn = replace(line([1.0]), values=np.array([[1.0], [2.0]]))
        share = divide(drawn, line([4.0]), blank)
        assert share.values.tolist() == [[0.25], [0.5]]
        assert share.weights is not None
        assert share.weights.shape == (2, 1)

    def test_a_difference_is_null_where_either_is(self, line: Build, blank: Series) -> None:
        difference = subtract(line([5.0, nan, 2.0, 2.0]), line([3.0, 1.0, nan, 2.0]), blank)
        assert show(difference) == [(2.0, R), (None, N), (None, N), (0.0, Z)]
        assert difference.weights is None

    def test_the_result_carries_the_book_and_the_facts_of_its_own_measure(self, line: Build, relate: Build) -> None:
        share = divide(line([1.0]), line([4.0]), find_measure("trade_share").begin(relate("RUS -> CHN")))
        assert (share.measure, share.unit.symbol, share.book.source) == ("trade_share", "1", "hand")

    def test_what_only_one_knows_is_kept_by_neither(self, line: Build) -> None:
        one, other = keep_common(line([1.0, nan, 3.0]), line([4.0, 5.0], start=2000))
        assert show(one) == [(1.0, R), (None, N), (None, X)]
        assert show(other) == [(4.0, R), (None, N), (None, X)]


class TestCollect:
    def test_each_book_is_a_series(self, build_evidence: Build, build_figures: Build, blank: Series) -> None:
        runs = [
            build_figures("arms_transfers", "RUS", "CHN", {2001: 1.0}, unit="M TIV", **book)
            for book in ({"source": "b"}, {"source": "a", "reporter": "RUS"}, {"source": "a", "variant": "x"})
        ]
        found = collect_pairs(build_evidence(runs=tuple(runs)), "arms_transfers", [ONE], blank)
        assert [str(series.book) for series in found] == ["a · RUS", "a · x", "b"]
        assert {series.origins for series in found} == {("RUS-CHN",)}

    def test_frequencies_of_one_book_are_series_apart(
        self, build_evidence: Build, build_figures: Build, blank: Series
    ) -> None:
        yearly = build_figures("arms_transfers", "RUS", "CHN", {2001: 5.0}, unit="M TIV")
        halves = build_figures(
            "arms_transfers", "RUS", "CHN", {4002: 2.0, 4003: 3.0}, unit="M TIV", frequency=Frequency.HALF
        )
        found = collect_pairs(build_evidence(runs=(yearly, halves)), "arms_transfers", [ONE], blank)
        assert {key_of(series)[-1]: series.values.tolist() for series in found} == {
            Frequency.HALF: [[2.0, 3.0]],
            Frequency.YEAR: [[5.0]],
        }

    def test_only_the_variants_that_were_asked_for(
        self, build_evidence: Build, build_figures: Build, blank: Series
    ) -> None:
        runs = tuple(
            build_figures("arms_transfers", "RUS", "CHN", {2001: 1.0}, unit="M TIV", variant=variant)
            for variant in ("", "order", "licence")
        )
        evidence = build_evidence(runs=runs)
        found = collect_pairs(evidence, "arms_transfers", [ONE], blank, variants=("", "order"))
        assert [series.book.variant for series in found] == ["", "order"]

    def test_another_dimension_and_mere_pledges_are_left_out(
        self, build_evidence: Build, build_figures: Build, blank: Series
    ) -> None:
        runs = (
            build_figures("arms_transfers", "RUS", "CHN", {2001: 9.0}, unit="M USD"),
            build_figures("arms_transfers", "RUS", "CHN", {2001: 8.0}, unit="M TIV", act="pledged"),
        )
        assert collect_pairs(build_evidence(runs=runs), "arms_transfers", [ONE], blank) == []

    def test_a_silent_source_is_heard_where_silence_is_zero(
        self, build_evidence: Build, cover: Build, blank: Series
    ) -> None:
        silent = build_evidence(covers=(cover("arms_transfers", "2000..2001", "zero"),))
        (series,) = collect_pairs(silent, "arms_transfers", [ONE], blank)
        assert (series.book.source, show(series)) == ("hand", [(0.0, Z), (0.0, Z)])
        assert series.reach == Window.parse("2000..2001")
        assert collect_pairs(silent, "arms_transfers", [], blank) == []

    def test_what_is_published_for_a_set_beats_the_sum(
        self, build_evidence: Build, build_figures: Build, cover: Build, relate: Build
    ) -> None:
        runs = (
            build_figures("arms_transfers", "RUS", "BRICS", {2012: 100.0}, unit="M TIV"),
            build_figures("arms_transfers", "RUS", "CHN", {2012: 60.0, 2013: 30.0}, unit="M TIV"),
        )
        evidence = build_evidence(runs=runs, covers=(cover("arms_transfers", "2012..2013", "zero"),))
        relation = relate("RUS -> BRICS")
        (series,) = collect_sides(evidence, "arms_transfers", relation, find_measure("arms_transfers").begin(relation))
        assert show(series) == [(100.0, R), (30.0, R)]

    def test_silence_about_a_set_as_such_says_nothing(
        self, build_evidence: Build, build_figures: Build, cover: Build, relate: Build
    ) -> None:
        runs = (build_figures("arms_transfers", "RUS", "CHN", {2012: 60.0}, unit="M TIV"),)
        evidence = build_evidence(runs=runs, covers=(cover("arms_transfers", "2012..2012", "zero", scope=["RUS"]),))
        relation = relate("RUS -> BRICS")
        (series,) = collect_sides(evidence, "arms_transfers", relation, find_measure("arms_transfers").begin(relation))
        assert show(series) == [(60.0, R)]


class TestFindPair:
    def test_two_states_or_one(self, relate: Build) -> None:
        assert find_pair(relate("CHN -- RUS"), "vote_rank") == Pair("CHN", "RUS")
        assert find_pair(relate("CHN"), "polyarchy") == Pair("CHN", "")
        assert find_pair(relate("CHN -- CHN"), "vote_rank") is None

    @pytest.mark.parametrize("written", ["EAEU -> CHN", "CHN -> EAEU", "EAEU"])
    def test_a_set_is_refused(self, written: str, relate: Build) -> None:
        with pytest.raises(UnknownName, match=r"unknown state 'EAEU'\. vote_rank is of single states: name one"):
            find_pair(relate(written), "vote_rank")


def test_membership_ends_the_day_before_leaving(relate: Build) -> None:
    ends = {member.state: member.window.end for member in relate("EU").actors.members}
    assert ends["GBR"] is not None
    assert ends["GBR"] < dt.date(2020, 2, 1)
