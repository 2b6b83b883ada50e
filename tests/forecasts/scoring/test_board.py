from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facta.forecasts.scoring import Board, Entry, Standing, score_board, score_brier

NAN = float("nan")
MADE, UNTIL = dt.date(2021, 1, 15), dt.date(2025, 12, 31)


def resolve(holder: str, claim: str, probability: tuple[float, float], outcome: float, **more: object) -> Entry:
    entry = Entry(holder, claim, *probability, Standing.RESOLVED, outcome=outcome, made=MADE, until=UNTIL)
    return replace(entry, **more)  # type: ignore[arg-type]


def wait(holder: str, claim: str, standing: Standing = Standing.PENDING, reason: str = "") -> Entry:
    return Entry(holder, claim, 0.55, 0.8, standing, reason=reason, made=MADE, until=UNTIL)


def state(holder: str, probability: float, count: int) -> list[Entry]:
    """Make stated forecasts of things that all came about."""
    return [resolve(holder, f"c{number}", (probability, probability), 1, is_stated=True) for number in range(count)]


def test_scores_run_over_the_whole_range_of_the_words() -> None:
    row = score_board([resolve("A", "x", (0.55, 0.8), 1), resolve("A", "y", (0.2, 0.45), 1)]).rows[0]
    assert row.brier == pytest.approx(((0.04 + 0.3025) / 2, (0.2025 + 0.64) / 2))
    assert row.log == pytest.approx((-math.log(0.8 * 0.45) / 2, -math.log(0.55 * 0.2) / 2))
    assert (row.n, row.sided, row.hits) == (2, 2, (1, 1))


def test_scores_run_over_all_readings_and_count_the_claim_once() -> None:
    readings = [resolve("A", "x", (0.8, 0.8), outcome, reading=str(outcome)) for outcome in (0, 1)]
    row = score_board(readings).rows[0]
    assert row.brier == pytest.approx((0.04, 0.64))
    assert (row.n, row.tally.registered, row.sided, row.hits) == (1, 1, 1, (0, 1))


def test_a_reading_that_is_not_resolved_costs_nothing() -> None:
    row = score_board([resolve("A", "x", (0.8, 0.8), 1), replace(wait("A", "x"), reading="later")]).rows[0]
    assert row.brier == pytest.approx((0.04, 0.04))
    assert row.hits == (1, 1)


@pytest.mark.parametrize("probability", [(0.05, 0.8), (0.5, 0.5), (0.5, 0.9)])
def test_words_that_take_no_side_cannot_hit(probability: tuple[float, float]) -> None:
    row = score_board([resolve("A", "x", probability, 1)]).rows[0]
    assert (row.n, row.sided, row.hits) == (1, 0, (0, 0))


def test_words_without_a_probability_are_counted_and_not_scored() -> None:
    row = score_board([resolve("A", "x", (NAN, NAN), 1)]).rows[0]
    assert (row.tally.resolved, row.n, row.sided) == (1, 0, 0)
    assert np.isnan([*row.brier, *row.log, *row.skill_model]).all()


def test_skill_is_on_common_forecasts_only() -> None:
    entries = [
        resolve("A", "x", (0.8, 0.8), 1, base_rate=0.5, model=0.6),
        resolve("A", "y", (0.2, 0.2), 1, base_rate=0.5),
        resolve("A", "z", (0.2, 0.2), 1),
    ]
    row = score_board(entries).rows[0]
    assert (row.n_base_rate, row.n_model) == (2, 1)
    assert row.skill_base_rate == pytest.approx((1 - 0.68 / 0.5,) * 2)
    assert row.skill_model == pytest.approx((0.75, 0.75))


@given(
    st.lists(
        st.lists(
            st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 0.95), st.sampled_from([0, 1])),
            min_size=1,
            max_size=2,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_range_of_skill_is_that_of_all_choices(claims: list[list[tuple[float, float, float, int]]]) -> None:
    entries = [
        resolve("A", str(claim), (min(one, other), max(one, other)), outcome, base_rate=base_rate, reading=str(number))
        for claim, readings in enumerate(claims)
        for number, (one, other, base_rate, outcome) in enumerate(readings)
    ]
    choices = itertools.product(*([(p, q, y) for a, b, q, y in readings for p in (a, b)] for readings in claims))
    skills = [
        1 - sum(score_brier(p, y) for p, _, y in choice) / sum(score_brier(q, y) for _, q, y in choice)
        for choice in choices
    ]
    assert score_board(entries).rows[0].skill_base_rate == pytest.approx((min(skills), max(skills)))


def test_nobody_is_ranked_while_one_has_fewer_than_thirty() -> None:
    board = score_board(state("Late", 0.2, 30) + state("Few", 0.9, 29))
    assert not board.is_ranked
    assert [row.holder for row in board.rows] == ["Late", "Few"]
    assert board.reason == "No ranking below 30 matured and scored forecasts each: Few (29)."
    assert board.cautions[-1] == board.reason


def test_void_forecasts_do_not_make_up_the_thirty() -> None:
    void = [wait("Few", f"v{number}", Standing.ANNULLED) for number in range(20)]
    board = score_board(state("Late", 0.2, 30) + state("Few", 0.9, 29) + void)
    assert board.rows[1].tally.matured == 49
    assert not board.is_ranked


def test_thirty_each_are_ranked_by_their_scores() -> None:
    board = score_board(state("Worse", 0.6, 30) + state("Better", 0.9, 31))
    assert board.is_ranked
    assert [row.holder for row in board.rows] == ["Better", "Worse"]
    assert board.reason == "Ranked by the Brier score, each holder on forecasts of their own."


def test_overlapping_ranges_are_not_ranked() -> None:
    vague = [resolve("Vague", f"c{number}", (0.55, 0.99), 1) for number in range(30)]
    board = score_board(vague + state("Exact", 0.8, 30))
    assert not board.is_ranked
    assert "the Brier ranges of Vague and Exact overlap" in board.reason


def test_one_holder_has_nobody_to_be_ranked_with() -> None:
    assert score_board(state("Alone", 0.8, 30)).reason == "No ranking: there is nobody to compare with."


def say(board: Board) -> str:
    return "\n".join(board.cautions)


def test_who_gave_probabilities_is_told_from_the_forecasts() -> None:
    assert "No probabilities or criteria were given (forecasts: 1)" in say(score_board([wait("A", "x")]))
    assert "All probabilities (forecasts: 2) were given by their holders" in say(score_board(state("A", 0.5, 2)))
    assert "given for 2 of 3 forecasts; for the others we supplied" in say(
        score_board([*state("A", 0.5, 2), wait("A", "x")])
    )


def test_counts_are_told_by_holder_and_an_empty_score_is_named() -> None:
    text = say(score_board([resolve("A", "x", (0.5, 0.5), 1), wait("A", "y"), wait("B", "x")]))
    assert "Matured of registered: A 1 of 2; B 0 of 1. Nothing is scored for B, of whom none has matured." in text


def test_shocks_are_told_with_the_forecasts_that_were_open() -> None:
    early = replace(wait("A", "y"), until=dt.date(2021, 12, 31))
    shocks = {"the invasion of Ukraine": dt.date(2022, 2, 24), "a coup": dt.date(1999, 1, 1)}
    text = say(score_board([wait("A", "x"), early], shocks))
    assert "outcomes: 1 of 2 forecasts were open on 2022-02-24 (the invasion of Ukraine)." in text


def test_forecasts_that_were_never_open_together_share_no_shock() -> None:
    later = replace(wait("A", "y"), made=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))
    assert "No two forecasts were open on the same day" in say(score_board([wait("A", "x"), later]))


def test_without_a_named_shock_the_busiest_day_stands_for_one() -> None:
    late = replace(wait("A", "y"), made=dt.date(2024, 5, 1))
    assert "2 of 2 forecasts were open on 2024-05-01 (when most were)" in say(score_board([wait("A", "x"), late]))


def test_without_dates_no_number_is_made_up() -> None:
    assert "how many is not known" in say(score_board([replace(wait("A", "x"), made=None)]))


def test_the_whole_board_is_tallied() -> None:
    board = score_board(
        [wait("A", "x"), wait("B", "x", Standing.ANNULLED, "no trigger"), resolve("B", "y", (0.5, 0.5), 1)]
    )
    assert (board.tally.registered, board.tally.pending, board.tally.resolved) == (3, 1, 1)
    assert board.tally.void == (("annulled: no trigger", 1),)


def test_an_empty_board_says_so() -> None:
    board = score_board([])
    assert board.rows == ()
    assert board.cautions[0] == "There are no forecasts."
