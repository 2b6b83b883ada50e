"""Sums over all ways to cut a run into segments, exactly (Barry and Hartigan 1993, Fearnhead 2006).

One pass forward gives, for each bound, the probability of where the segment before it began, given all up to the bound.
Read backwards from the end, these are the moves of a Markov chain that jumps from turn to turn, and whatever is asked
of turns is asked of that chain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Partitions", "sum_partitions"]

Array = NDArray[np.float64]

_NEVER = 1e-300
_LEAST_SHARE = 2e-3  # of a model that is kept


@dataclass(frozen=True, slots=True)
class Partitions:
    """All partitions of a run, by their probability, under several models at once.

    Parameters
    ----------
    models : numpy.ndarray
        Shape (models,): which of those that were summed; improbable ones are left out.
    shares : numpy.ndarray
        Shape (models,): posterior probability of each.
    moves : numpy.ndarray
        Shape (models, bounds, places): probability that the segment that ends before place j + 1 starts at place i;
        zero where i lies after j. The last bound is the end of the run.
    log_evidence : float
        Log probability of the values, summed over all partitions and models.
    """

    models: NDArray[np.intp]
    shares: Array
    moves: Array
    log_evidence: float

    def measure_visits(self) -> Array:
        """Return for each place the probability that a segment starts there; 1 for the first."""
        total: Array = self._visit()[:, :-1].sum(axis=0)
        return total

    def _visit(self) -> Array:
        """Return the joint probability of each model and of a segment that starts at each place, or the end."""
        count = self.moves.shape[1]
        visits = np.zeros((len(self.shares), count + 1))
        visits[:, -1] = self.shares
        for bound in range(count, 0, -1):
            visits[:, :bound] += visits[:, bound, None] * self.moves[:, bound - 1, :bound]
        return visits

    def merge(self) -> Partitions:
        """Return one chain in place of one a model: each move by how probable it is whatever the model."""
        visits = self._visit()[:, 1:]
        moves = np.einsum("mj,mji->ji", visits, self.moves) / np.maximum(visits.sum(axis=0), _NEVER)[:, None]
        return Partitions(self.models[:1], np.ones(1), moves[None].astype(np.float32), self.log_evidence)

    def count_turns(self, most: int) -> Array:
        """Return the probability of 0, 1, … `most` turns, shape (most + 1,); those beyond are left out."""
        counts: Array = self.shares @ self._count_before(most)[:, -1]
        return counts

    def place_turns(self, count: int) -> NDArray[np.intp]:
        """Return the places of the most probable partition with `count` turns, in order, where there is one model."""
        with np.errstate(divide="ignore"):
            moves = np.log(self.moves[0])
        size = len(moves)
        best = np.full((size + 1, count + 1), -np.inf)
        best[0, 0] = 0.0
        origins = np.zeros((size + 1, count + 1), dtype=np.intp)
        for bound in range(1, size + 1):
            paths = moves[bound - 1, :bound, None] + best[:bound]
            shift = int(bound < size)  # the end of the run is no turn
            best[bound, shift:] = paths.max(axis=0)[: count + 1 - shift]
            origins[bound, shift:] = paths.argmax(axis=0)[: count + 1 - shift]
        places = [int(origins[size, count])]
        for turn in range(count, 1, -1):
            places.append(int(origins[places[-1], turn]))
        return np.array(places[::-1], dtype=np.intp)

    def _count_before(self, most: int) -> Array:
        """Return for each bound the probability of 0 … `most` turns at places up to it: (models, places + 1, most + 1).

        A place counts the turn on it; the end of the run is none.
        """
        models, size, _ = self.moves.shape
        before = np.zeros((models, size + 1, most + 1))
        before[:, 0, 0] = 1.0
        for bound in range(1, size + 1):
            reached = (self.moves[:, bound - 1, None, :bound] @ before[:, :bound])[:, 0]
            before[:, bound, int(bound < size) :] = reached[:, : most + 1 - int(bound < size)]
        return before

    def measure_chance(self, first: int, last: int) -> float:
        """Return the probability that a segment starts at a place from `first` to `last`; the run's start is none."""
        models, size, _ = self.moves.shape
        free = np.zeros((models, size + 1))
        free[:, 0] = 1.0
        for bound in range(1, size + 1):
            if not max(first, 1) <= bound <= min(last, size - 1):
                free[:, bound] = np.einsum("mi,mi->m", self.moves[:, bound - 1, :bound], free[:, :bound])
        return float(np.clip(1 - self.shares @ free[:, -1], 0.0, 1.0))


def sum_partitions(weights: Array, log_priors: Array, log_shares: Array) -> Partitions:
    """Sum over all partitions under each model, and weigh the models.

    Parameters
    ----------
    weights : numpy.ndarray
        Shape (models, places, places): log marginal likelihood of the segment from place i up to, not including, place
        j + 1 (the end of the run for the last j); minus infinity where there is none.
    log_priors : numpy.ndarray
        Shape (models, places): log prior odds of a turn at each place; the first is not used.
    log_shares : numpy.ndarray
        Shape (models,): log prior probability of each model.

    Examples
    --------
    >>> even = np.where(np.triu(np.ones((3, 3))) > 0, 0.0, -np.inf)  # every partition is as good as the others
    >>> partitions = sum_partitions(even[None], np.zeros((1, 3)), np.zeros(1))
    >>> partitions.measure_visits().tolist(), partitions.count_turns(2).tolist()
    ([1.0, 0.5, 0.5], [0.25, 0.5, 0.25])
    """
    models, size, _ = weights.shape
    priors = log_priors.copy()
    priors[:, 0] = 0.0
    reached = np.full((models, size + 1), -np.inf)
    reached[:, 0] = 0.0
    moves = np.zeros((models, size, size))
    for bound in range(1, size + 1):
        paths = reached[:, :bound] + priors[:, :bound] + weights[:, :bound, bound - 1]
        highest = np.maximum(paths.max(axis=1, keepdims=True), -1 / _NEVER)
        odds = np.exp(paths - highest)
        total = np.maximum(odds.sum(axis=1, keepdims=True), _NEVER)
        reached[:, bound] = (highest + np.log(total))[:, 0]
        moves[:, bound - 1, :bound] = odds / total
    evidence = reached[:, -1] + log_shares
    shares = np.exp(evidence - evidence.max())
    total_evidence = float(evidence.max() + np.log(shares.sum()))
    likely = np.flatnonzero(shares > _LEAST_SHARE * shares.sum())
    return Partitions(likely, shares[likely] / shares[likely].sum(), moves[likely], total_evidence)
