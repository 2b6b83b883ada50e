r"""Empirical Bayes for shares of few events: the prior is learnt from the pairs of like volume in the same book.

Of pair :math:`j` among the peers the book has :math:`k_j` events of a kind among :math:`n_j`. With
:math:`k_j \sim \mathrm{Binomial}(n_j, p_j)` and :math:`p_j \sim \mathrm{Beta}(\kappa\mu, \kappa(1 - \mu))` the counts
are beta-binomial. For each strength :math:`\kappa` on a grid the mean is that of the shares weighted by
:math:`n_j / (1 + (n_j - 1) / (\kappa + 1))`, the inverse of their variance (Kleinman 1973); the strength is the one of
greatest marginal likelihood, a parabola through the best three. Shares are then drawn towards :math:`\mu` as
`facta.domain.Prior` does.

Bias: towards the peers, by :math:`\kappa / (n + \kappa)` of the distance; a pair that is truly unlike its peers looks
less so. All pairs together are nearer the truth than raw shares are (Efron and Morris 1975; Casella 1985).

References
----------
Robbins, Herbert (1956), An Empirical Bayes Approach to Statistics, Third Berkeley Symposium 1, 157-163.
Kleinman, Joel (1973), Proportions with Extraneous Variance, Journal of the American Statistical Association 68, 46-54.
Efron, Bradley, and Carl Morris (1975), Data Analysis Using Stein's Estimator and Its Generalizations, JASA 70, 311-319.
Casella, George (1985), An Introduction to Empirical Bayes Data Analysis, The American Statistician 39(2), 83-87.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Prior, Relation, Series, Status, Totals
from facta.measures.words_and_deeds.counts import Key

__all__ = ["draw_to_peers", "fit_beta", "learn_prior"]

_PEERS = 200
"""Pairs nearest in volume, and all that are as near as the last of them."""
_FEWEST = 30
"""Pairs below which nothing is learnt."""
_STRENGTHS = np.geomspace(0.1, 10_000, 26)

_Array = NDArray[np.float64]


def learn_prior(books: Iterable[Totals], relation: Relation, key: Key, signs: Mapping[str, int]) -> Prior | None:
    """Learn what a share is among the pairs of like volume in one book.

    Volume is the number of events of all kinds over all periods; that of a set is the mean over its pairs. Undirected
    relations are compared with undirected pairs.

    Parameters
    ----------
    books : iterable of Totals
        The quad classes of every pair, as an evidence knows them by its day: nothing later is learnt from.
    relation : Relation
        Whose peers are looked for.
    key : tuple
        The book.
    signs : mapping of str to int
        The quad classes of the share's denominator: 1 above the line, 0 not above it, -1 taken off it.

    Returns
    -------
    Prior or None
        None where fewer than 30 pairs have events of these classes.

    References
    ----------
    Efron and Morris (1975); Casella (1985).

    Examples
    --------
    >>> from facta.desk.workbench import open_evidence
    >>> from facta.domain import Frequency, find_parties
    >>> from facta.measures.words_and_deeds import CLASSES
    >>> books = open_evidence().totals(CLASSES)
    >>> relation = Relation(find_parties("CHN"), find_parties("RUS"), is_directed=False)
    >>> signs = {"verbal_cooperation": 0, "material_cooperation": 1}
    >>> str(learn_prior(books, relation, ("icews_dyads", "", "", Frequency.YEAR), signs))
    'drawn towards 0.0245, the mean of 200 pairs of like volume, by 85.2 events'
    """
    found = {(book.source, book.reporter, book.variant, book.frequency): book for book in books}
    if key not in found:
        return None
    totals = found[key] if relation.is_directed else found[key].fold()
    volume = _find_volume(totals, relation)
    asked = (volume, *sorted(signs.items()))
    if asked not in totals.learnt:
        totals.learnt[asked] = _learn(totals, volume, signs) if volume else None
    prior: Prior | None = totals.learnt[asked]
    return prior


def _find_volume(totals: Totals, relation: Relation) -> float:
    """Return the events of a relation; of a set the mean over those of its pairs that have any."""
    ways = ((pair.actor, pair.recipient) for pair in relation.pairs())
    named = ways if relation.is_directed else ((min(way), max(way)) for way in ways)
    there = sorted({totals.places[way] for way in named if way in totals.places})
    return float(totals.counts[:, there].sum(axis=0).mean()) if there else 0.0


def _learn(totals: Totals, volume: float, signs: Mapping[str, int]) -> Prior | None:
    """Fit a beta distribution to the pairs nearest in volume."""
    rows = {name: totals.counts[totals.indicators.index(name)] for name in signs}
    events = sum(rows.values(), np.zeros(totals.counts.shape[1]))
    kind = sum((rows[name] for name, sign in signs.items() if sign > 0), np.zeros_like(events))
    has_any = events > 0
    apart = np.abs(np.log(totals.counts.sum(axis=0)[has_any] / volume))
    if apart.size < _FEWEST:
        return None
    near = apart <= np.partition(apart, min(_PEERS, apart.size) - 1)[: min(_PEERS, apart.size)].max()
    mean, strength = fit_beta(kind[has_any][near], events[has_any][near])
    least = min(signs.values(), default=0)
    return Prior(least + (1 - least) * mean, strength, float(least), int(near.sum()))


def fit_beta(kind: _Array, events: _Array) -> tuple[float, float]:
    """Fit the mean and the strength of a beta distribution to shares of counts.

    Parameters
    ----------
    kind, events : numpy.ndarray
        Shape (pairs,): events of the kind, and all; at least one of each pair.

    Returns
    -------
    tuple of float
        Mean, from 0 to 1, and strength, from 0.1 to 10,000 events.

    References
    ----------
    Kleinman (1973); Casella (1985).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> events = rng.integers(1, 60, 5000).astype(float)
    >>> kind = rng.binomial(events.astype(int), rng.beta(0.03 * 40, 0.97 * 40, 5000)).astype(float)
    >>> mean, strength = fit_beta(kind, events)
    >>> bool(abs(mean - 0.03) < 0.002 and 30 < strength < 50)
    True
    """
    strengths = _STRENGTHS[:, None]
    weights = events / (1 + (events - 1) / (strengths + 1))
    means = np.clip(weights @ (kind / events) / weights.sum(axis=1), 1e-6, 1 - 1e-6)
    one, other = means[:, None] * strengths, (1 - means[:, None]) * strengths
    with_events = _log_gamma(kind + one) + _log_gamma(events - kind + other) - _log_gamma(events + strengths)
    without = _log_gamma(one) + _log_gamma(other) - _log_gamma(strengths)
    place = _find_peak((with_events - without).sum(axis=1))
    grid = np.arange(_STRENGTHS.size)
    strength = np.exp(np.interp(place, grid, np.log(_STRENGTHS)))
    return float(np.interp(place, grid, means)), float(strength)


def _find_peak(heights: _Array) -> float:
    """Return where a curve on a grid is highest, between its points by a parabola."""
    top = int(heights.argmax())
    if not 0 < top < heights.size - 1:
        return float(top)
    before, there, after = heights[top - 1 : top + 2]
    bend = before - 2 * there + after
    return top + 0.5 * float((before - after) / bend) if bend else float(top)


def _log_gamma(values: _Array) -> _Array:
    """Logarithm of the gamma function by Stirling's series, to nine digits; to import scipy's takes longer."""
    shifted = values + 7
    steps = values.copy()
    for step in range(1, 7):
        steps *= values + step
    inverse = 1 / shifted
    tail = inverse * (1 / 12 - inverse**2 * (1 / 360 - inverse**2 / 1260))
    return np.asarray((shifted - 0.5) * np.log(shifted) - shifted + 0.5 * np.log(2 * np.pi) + tail - np.log(steps))


def draw_to_peers(series: Series, prior: Prior | None, least: float) -> Series:
    """Return raw shares, weighted by their events, drawn towards a prior; without one they stay as counted."""
    if prior is None:
        return replace(series, prior=Prior(0.0, 0.0, least))
    assert series.weights is not None  # shares weigh by their denominators
    values = prior.draw(series.values, series.weights)
    is_drawn = (series.status == Status.ZERO) & (values[0] != 0)
    return replace(
        series,
        values=values,
        status=np.where(is_drawn, Status.REPORTED, series.status).astype(np.int8),
        weights=series.weights + prior.strength,
        prior=prior,
        notes=(*series.notes, str(prior)),
    )
