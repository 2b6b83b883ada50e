"""Standing in words against standing in deeds, among pairs of like volume."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Basis, Evidence, Frequency, Kind, Period, Prior, Relation, Series, Status
from facta.measures.registry import Facts, Options, declare, find_measure
from facta.measures.words_and_deeds.counts import CLASSES, COUNT, count_classes
from facta.measures.words_and_deeds.like_pairs import draw_to_peers, learn_prior
from facta.measures.words_and_deeds.shares import BALANCES, divide_classes

__all__ = ["measure_words_deeds_gap"]

_POINTS = (np.arange(48) + 0.5) / 48
"""Quantiles at which a posterior is looked at."""
_TAILS = (0.05, 0.95)


@declare(
    Facts(
        title="how much higher two sides stand in words than in deeds, among pairs of like volume",
        ledger="context",
        shape="either",
        indicators=CLASSES,
        unit="1",
        basis=Basis(Kind.SHARE),
        aggregation=Aggregation.MEAN,
        arguments=(COUNT,),
        bias="Deeds are reported less, and worse, than words: few events leave it near 0 with a wide interval.",
        remedy="Read the interval; compare with trade, aid and arms, which count deeds themselves.",
        reference=(
            "Laird, Nan, and Thomas Louis (1989), Empirical Bayes Ranking Methods, Journal of Educational Statistics "
            "14(1), 29-46."
        ),
    )
)
def measure_words_deeds_gap(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Standing in words less standing in deeds, :math:`E[F_V(v)] - E[F_M(m)]`, from -1 to 1; above 0 words lead.

    :math:`v` is the balance of words and :math:`m` that of deeds in a year, each with its beta posterior (as in
    ``verbal_balance``); :math:`F_V` and :math:`F_M` are the distributions of the two among the pairs of like volume, so
    that :math:`F` says what part of them a pair stands above. 0.4 means that a pair stands 40 percentile points higher
    in words than in deeds. The two ledgers are ranked apart and never added up; a rank is no level of a relation.

    One value a calendar year, whatever the periods of the source: deeds are too rare for less. Null where either
    ledger has no event in a year, or is not covered; a book with fewer than 30 pairs gives nothing. Low and high are a
    90% interval. Several years are averaged.

    References
    ----------
    Laird and Louis (1989); Lin, Rongheng, et al. (2006), Loss Function Based Ranking in Two-Stage, Hierarchical Models,
    Bayesian Analysis 1(4), 915-946.

    Examples
    --------
    >>> import facta
    >>> series = facta.measure("words_deeds_gap", "CHN -- RUS", window="2014")[0]
    >>> [round(float(figure), 2) for figure in (series.low[0], series.values[0, 0], series.high[0])]
    [-0.07, -0.04, -0.02]
    """
    blank = find_measure("words_deeds_gap").begin(relation)
    gaps = []
    for key, counted in count_classes(evidence, relation, options, CLASSES):
        years = {name: _sum_years(series) for name, series in counted.items()}
        ledgers = []
        for signs in BALANCES.values():
            prior = learn_prior(evidence.totals(CLASSES), relation, key, signs)
            if prior:
                raw = divide_classes({name: years[name] for name in signs}, signs, blank)
                ledgers.append((draw_to_peers(raw, prior, -1), prior))
        if len(ledgers) == len(BALANCES):
            gaps.append(_compare(*ledgers))
    return gaps


def _compare(words: tuple[Series, Prior], deeds: tuple[Series, Prior]) -> Series:
    """Subtract the standing in deeds from that in words, over the spread of both posteriors."""
    one, other = words[0], deeds[0]
    start, stop = min(one.start, other.start), max(one.stop, other.stop)
    one, other = one.span(start, stop), other.span(start, stop)
    gaps = _rank(one, words[1])[:, :, None] - _rank(other, deeds[1])[:, None, :]
    low, high = np.quantile(gaps.reshape(len(gaps), -1), _TAILS, axis=1)
    values = gaps.mean(axis=(1, 2))
    worst = np.maximum(one.status, other.status)
    return replace(
        one,
        values=values[None, :],
        status=worst,
        completeness=np.minimum(one.completeness, other.completeness),
        low=low,
        high=high,
        weights=None,
        prior=None,
        origins=tuple(dict.fromkeys((*one.origins, *other.origins))),
        notes=(f"among {words[1].pairs} pairs of like volume",),
    )


def _rank(series: Series, prior: Prior) -> NDArray[np.float64]:
    """Return what part of the peers a posterior stands above: shape (periods, points), NaN where nothing is known."""
    from scipy.special import betainc, betaincinv  # its import takes longer than a verdict

    mean = (series.values[0] + 1) / 2
    weights = np.zeros_like(mean) if series.weights is None else series.weights[0]
    spread = betaincinv((mean * weights)[:, None], ((1 - mean) * weights)[:, None], _POINTS)
    usual = (prior.mean + 1) / 2
    return np.asarray(betainc(usual * prior.strength, (1 - usual) * prior.strength, spread))


def _sum_years(series: Series) -> Series:
    """Add up the periods of a count by calendar year; *partial* where some of a year is not there."""
    if series.frequency is Frequency.YEAR or series.stop == series.start:
        return series
    first, last = series.periods[0].start.year, series.periods[-1].end.year
    starts = [
        Period.containing(Period(Frequency.YEAR, year).start, series.frequency).ordinal
        for year in range(first, last + 2)
    ]
    whole = series.span(starts[0], starts[-1])
    edges = np.array(starts[:-1]) - starts[0]
    is_there = whole.status <= Status.PARTIAL
    sums = np.add.reduceat(np.where(is_there, whole.values, 0.0), edges, axis=1)
    share = np.add.reduceat(whole.completeness, edges) / np.diff(starts)
    lack = np.maximum.reduceat(whole.status, edges)
    found = np.where(share < 1, Status.PARTIAL, np.where(sums[0] == 0, Status.ZERO, Status.REPORTED))
    return replace(
        whole,
        frequency=Frequency.YEAR,
        start=first,
        values=np.where(share > 0, sums, np.nan),
        status=np.where(share > 0, found, lack).astype(np.int8),
        completeness=share,
        low=None,
        high=None,
        origin_of=None,
    )
