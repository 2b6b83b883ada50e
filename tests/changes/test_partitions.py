"""Exact sums over segmentations, against enumeration of all of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from facta.changes.partitions import sum_partitions

SIZE = 7
MODELS = 3


@pytest.fixture(name="weights")
def draw_weights() -> NDArray[np.float64]:
    """Any log weights: the sums do not care what they come from."""
    weights = np.random.default_rng(3).normal(size=(MODELS, SIZE, SIZE))
    return np.where(np.triu(np.ones((SIZE, SIZE))) > 0, weights, -np.inf)


PRIORS = np.random.default_rng(4).normal(size=(MODELS, SIZE)) - 1
SHARES = np.log(np.array([0.5, 0.2, 0.3]))


def enumerate_all(weights: NDArray[np.float64]) -> dict[tuple[int, tuple[int, ...]], float]:
    """Return the probability of each model with each set of turns, one by one."""
    found = {}
    for model in range(MODELS):
        for count in range(SIZE):
            for turns in itertools.combinations(range(1, SIZE), count):
                bounds = (0, *turns, SIZE)
                log = SHARES[model] + sum(PRIORS[model, turn] for turn in turns)
                log += sum(weights[model, first, last - 1] for first, last in itertools.pairwise(bounds))
                found[model, turns] = float(np.exp(log))
    return found


def test_evidence_and_shares_are_those_of_enumeration(weights: NDArray[np.float64]) -> None:
    every = enumerate_all(weights)
    partitions = sum_partitions(weights, PRIORS, SHARES)
    total = sum(every.values())
    assert partitions.log_evidence == pytest.approx(np.log(total))
    shares = [sum(part for (model, _), part in every.items() if model == index) / total for index in range(MODELS)]
    np.testing.assert_allclose(partitions.shares, shares)


def test_visits_are_those_of_enumeration(weights: NDArray[np.float64]) -> None:
    every = enumerate_all(weights)
    expected = [sum(part for (_, turns), part in every.items() if place in turns) for place in range(1, SIZE)]
    partitions = sum_partitions(weights, PRIORS, SHARES)
    np.testing.assert_allclose(partitions.measure_visits()[1:], np.array(expected) / sum(every.values()))
    assert partitions.measure_visits()[0] == pytest.approx(1.0)


def test_numbers_of_turns_are_those_of_enumeration(weights: NDArray[np.float64]) -> None:
    every = enumerate_all(weights)
    expected = [sum(part for (_, turns), part in every.items() if len(turns) == count) for count in range(SIZE)]
    counts = sum_partitions(weights, PRIORS, SHARES).count_turns(SIZE - 1)
    np.testing.assert_allclose(counts, np.array(expected) / sum(every.values()))


@pytest.mark.parametrize(("first", "last"), [(1, 1), (2, 4), (0, 6), (5, 9), (4, 3)])
def test_chance_of_any_turn_in_a_window_is_that_of_enumeration(
    weights: NDArray[np.float64], first: int, last: int
) -> None:
    every = enumerate_all(weights)
    expected = sum(part for (_, turns), part in every.items() if any(first <= turn <= last for turn in turns))
    chance = sum_partitions(weights, PRIORS, SHARES).measure_chance(first, last)
    assert chance == pytest.approx(expected / sum(every.values()), abs=1e-12)


def test_most_probable_places_are_those_of_enumeration(weights: NDArray[np.float64]) -> None:
    one = sum_partitions(weights[:1], PRIORS[:1], SHARES[:1])
    for count in (1, 2, 3):
        fitting = {turns: part for (model, turns), part in enumerate_all(weights).items() if model == 0}
        best = max((turns for turns in fitting if len(turns) == count), key=lambda turns: fitting[turns])
        assert tuple(one.place_turns(count)) == best


def test_merged_chain_keeps_the_visits_and_the_chance_of_none(weights: NDArray[np.float64]) -> None:
    partitions = sum_partitions(weights, PRIORS, SHARES)
    merged = partitions.merge()
    np.testing.assert_allclose(merged.measure_visits(), partitions.measure_visits(), rtol=1e-6)
    assert merged.count_turns(0)[0] == pytest.approx(partitions.count_turns(0)[0], rel=1e-6)


def test_improbable_models_are_left_out(weights: NDArray[np.float64]) -> None:
    partitions = sum_partitions(weights, PRIORS, np.array([0.0, -50.0, 0.0]))
    assert partitions.models.tolist() == [0, 2]
    assert partitions.shares.sum() == pytest.approx(1.0)


def test_segments_that_cannot_be_are_never_used() -> None:
    weights = np.full((1, 4, 4), -np.inf)
    weights[0, 0, 1] = weights[0, 2, 3] = 0.0  # only [0, 2) and [2, 4) are possible
    partitions = sum_partitions(weights, np.zeros((1, 4)), np.zeros(1))
    assert partitions.measure_visits().tolist() == [1.0, 0.0, 1.0, 0.0]
    assert partitions.count_turns(2).tolist() == [0.0, 1.0, 0.0]
