"""Levels of counts and shares that forget, against the laws of SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.special import comb

from facta.changes.counting import FADE_ODDS, FADES, find_prior, score_next, weigh_counts
from facta.changes.observing import Run
from facta.changes.scales import PLAIN

COUNTS = np.array([0.0, 2.0, 1.0, 0.0, 6.0, 5.0, 7.0])
CASES = np.array([10.0, 20.0, 5.0, 8.0, 30.0, 12.0, 9.0])
GOOD = np.array([1.0, 5.0, 0.0, 2.0, 20.0, 8.0, 7.0])


def read_counts(bursts: float = 1.0) -> Run:
    return Run(np.arange(7), COUNTS, np.ones(7), "counts", PLAIN, bursts)


def read_shares() -> Run:
    return Run(np.arange(7), GOOD / CASES, CASES, "shares", PLAIN, 1.0)


def weigh_slowly(first: int, last: int, fade: float) -> tuple[float, float]:
    """Return the log evidence of a segment of the counts and of the shares, value by value."""
    shape, rate = find_prior(read_counts())
    yes, no = find_prior(read_shares())
    counts = shares = 0.0
    events = periods = good = bad = 0.0
    for index in range(first, last):
        a, b = shape + events, rate + periods
        counts += stats.nbinom.logpmf(COUNTS[index], a, b / (b + 1))
        shares += stats.betabinom.logpmf(GOOD[index], CASES[index], yes + good, no + bad)
        shares -= np.log(comb(CASES[index], GOOD[index]))  # which no level changes
        events, periods = fade * (events + COUNTS[index]), fade * (periods + 1)
        good, bad = fade * (good + GOOD[index]), fade * (bad + CASES[index] - GOOD[index])
    return counts, shares


@pytest.mark.parametrize("index", range(FADES.size))
def test_evidence_is_that_of_the_predictions(index: int) -> None:
    starts = np.array([0, 2, 4])
    counts, shares = weigh_counts(read_counts(), starts)[index], weigh_counts(read_shares(), starts)[index]
    for row, first in enumerate(starts):
        for column, last in enumerate([2, 4, 7]):
            if first < last:
                expected = weigh_slowly(first, last, FADES[index])
                assert counts[row, column] == pytest.approx(expected[0])
                assert shares[row, column] == pytest.approx(expected[1])
            else:
                assert counts[row, column] == shares[row, column] == -np.inf


def test_scores_of_next_values_add_up_to_the_evidence() -> None:
    for run in (read_counts(), read_shares()):
        before: NDArray[np.float64] = np.zeros((2, FADES.size, 7))
        for place in range(1, 7):
            past = before[:, :, place - 1].copy()
            past[0] += run.exposures[place - 1]
            past[1] += run.exposures[place - 1] * run.values[place - 1]
            before[:, :, place] = FADES * past
        whole = weigh_counts(run, np.array([0]))[:, 0, 0]
        np.testing.assert_allclose(score_next(run, before).sum(axis=1), whole)


def test_bursts_blunt_the_evidence() -> None:
    starts = np.array([0, 4])
    sharp, blunt = (weigh_counts(read_counts(bursts), starts)[0] for bursts in (1.0, 4.0))
    odds = [weights[0, 0] + weights[1, 1] - weights[0, 1] for weights in (sharp, blunt)]
    assert odds[0] > odds[1]


def test_every_fade_has_odds() -> None:
    assert FADE_ODDS.shape == FADES.shape
