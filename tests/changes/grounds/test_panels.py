"""Steps that a whole panel took."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.handmade import HandEvidence

from facta.changes.grounds import Jump, find_jump
from facta.changes.grounds.panels import collect_partners, measure_steps
from facta.domain import Relation

from .conftest import PARTNERS, Array, draw_flat, measure_one, step_at

Build = Callable[..., HandEvidence]
AT = 2012


def find_step(
    evidence: HandEvidence, pair: Relation, first: int = AT, last: int = AT, sign: float = 1.0
) -> Jump | None:
    """Look for the step of China's book in Russia among its other partners."""
    series = measure_one(evidence, pair, "CHN")
    return find_jump(series, collect_partners(evidence, series, pair, "CHN", {}), first, last, sign)


def lay_books(own: float, others: float, noise: int = 0) -> dict[tuple[str, str, str], Array]:
    """Return China's book in which Russia's row steps by one factor in 2012 and the others' by another."""
    books = {("CHN", to, "CHN"): step_at(draw_flat(seed + noise), 12, others) for seed, to in enumerate(PARTNERS)}
    return {("CHN", "RUS", "CHN"): step_at(draw_flat(99 + noise), 12, own), **books}


def test_a_step_of_the_whole_book_is_shared(build_evidence: Build, pair: Relation) -> None:
    jump = find_step(build_evidence(lay_books(1.6, 1.6)), pair)
    assert jump is not None
    assert (jump.place, jump.count) == (AT, len(PARTNERS))
    assert jump.share > 0.9
    assert jump.now > 0.3 > 0.05 > jump.usual


def test_it_is_found_inside_an_interval(build_evidence: Build, pair: Relation) -> None:
    jump = find_step(build_evidence(lay_books(1.6, 1.6)), pair, AT - 2, AT + 2)
    assert jump is not None
    assert jump.place == AT


@pytest.mark.parametrize(
    ("own", "others", "sign"),
    [(1.6, 1.0, 1.0), (1.0, 1.0, 1.0), (1.6, 1.6, -1.0)],
    ids=["the pair alone", "nobody", "the other way"],
)
def test_nothing_is_shared_where_the_book_stood(
    build_evidence: Build, pair: Relation, own: float, others: float, sign: float
) -> None:
    jump = find_step(build_evidence(lay_books(own, others)), pair, sign=sign)
    assert jump is None or jump.share == 0


def test_a_step_far_beyond_those_of_the_others_is_its_own(build_evidence: Build, pair: Relation) -> None:
    jump = find_step(build_evidence(lay_books(30.0, 1.6)), pair)
    assert jump is not None
    assert (jump.now, jump.share) == (0, 0)


def test_too_few_partners_tell_nothing(build_evidence: Build, pair: Relation) -> None:
    books = dict(list(lay_books(1.6, 1.6).items())[:5])
    assert find_step(build_evidence(books), pair) is None


def test_only_the_record_of_the_reporter_counts(build_evidence: Build, pair: Relation) -> None:
    books = {(to, "RUS", "RUS"): step_at(draw_flat(seed), 12, 1.6) for seed, to in enumerate(PARTNERS)}
    evidence = build_evidence({**lay_books(1.6, 1.0), **books})
    series = measure_one(evidence, pair, "CHN")
    assert collect_partners(evidence, series, pair, "CHN", {}).names == PARTNERS
    ours = collect_partners(evidence, series, pair, "RUS", {})
    assert {entry.book.reporter for entry in ours.series} == {"RUS"}


def test_random_books_seldom_step_together(build_evidence: Build, pair: Relation) -> None:
    found = [find_step(build_evidence(lay_books(1.0, 1.0, noise=100 * turn)), pair) for turn in range(20)]
    assert sum(jump is not None for jump in found) <= 3


@given(st.lists(st.floats(1, 1e6), min_size=4, max_size=12), st.floats(1e-3, 1e3))
def test_steps_do_not_depend_on_the_unit(values: list[float], factor: float) -> None:
    one, other = (measure_steps(np.array([values]) * scale, 1) for scale in (1.0, factor))
    np.testing.assert_allclose(one, other, atol=1e-9)


def test_steps_leave_out_what_is_missing() -> None:
    steps = measure_steps(np.array([[1.0, np.nan, 1.0, 3.0], [0.0, 0.0, 0.0, 0.0]]), 1)
    assert np.isnan(steps[0]).tolist() == [True, True, True, False]
    assert np.isnan(steps[1]).all()
