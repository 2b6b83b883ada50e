"""Words and deeds against trade, votes, disputes and pacts: ``python benchmarks/validation.py DATA_FOLDER``.

Pairs are ranked by each measure of events, raw and drawn towards pairs of like volume, and by what statistics say of
them. Files of the publishers are loaded into a store of their own first; ``--store FOLDER`` keeps it, or uses it, and
``--page FILE`` writes the page of the reference.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from dyads import SHARES, Dyads, read_criteria, read_dyads
from facta.domain import Evidence, Prior, Relation, Series, find_parties, measure_dispersion
from facta.measures import find_measure
from facta.store import Store
from ranking import DRAWS, SEED, correlate_all, write_agreement, write_years
from readings import fill_store

Array = NDArray[np.float64]

_CLASSES = ((1, 10), (10, 100), (100, 1000), (1000, np.inf))
_RANKS = 200
_EDGE = 0.001


def draw_shares(kind: Array, events: Array, priors: Sequence[Prior | None]) -> Array:
    """Draw counts, of shape (pairs, …), towards what each pair's prior says; NaN without events."""
    mean, strength = (
        np.array([getattr(prior, name) if prior else 0.0 for prior in priors]).reshape(-1, *[1] * (kind.ndim - 1))
        for name in ("mean", "strength")
    )
    return np.where(events > 0, (kind + mean * strength) / np.maximum(events + strength, 1e-9), np.nan)


def divide(kind: Array, events: Array) -> Array:
    """Return raw shares, NaN without events."""
    return np.where(events > 0, kind / np.maximum(events, 1), np.nan)


def measure_gaps(evidence: Evidence, dyads: Dyads) -> Array:
    """Measure the words-deeds gap of every pair and year by the measure itself."""
    gaps = np.full(dyads.counts.shape[1:], np.nan)
    measure = find_measure("words_deeds_gap")
    for place, (one, other) in enumerate(dyads.pairs):
        if dyads.counts[[1, 3], place].any():
            relation = Relation(find_parties(one), find_parties(other), is_directed=False)
            for series in measure(evidence, relation, {"source": "icews_dyads"}):
                assert isinstance(series, Series)
                gaps[place] = series.span(int(dyads.years[0]), int(dyads.years[-1]) + 1).values[0]
    return gaps


def rank_pairs(evidence: Evidence, dyads: Dyads) -> dict[str, tuple[Array | None, Array]]:
    """Return the raw and the drawn value of each measure, of shape (pairs, years)."""
    ranked: dict[str, tuple[Array | None, Array]] = {}
    for name in SHARES:
        kind, events = dyads.count(name)
        ranked[name] = divide(kind, events), draw_shares(kind, events, dyads.learn(name, slice(None)))
    ranked["words_deeds_gap"] = None, measure_gaps(evidence, dyads)
    for name, rows in (("verbal_volume", [0, 2]), ("material_volume", [1, 3])):
        ranked[name] = None, np.log1p(dyads.counts[rows].sum(axis=0))
    return ranked


def check_measures(evidence: Evidence, dyads: Dyads, ranked: Mapping[str, tuple[Array | None, Array]]) -> None:
    """Stop where the arrays are not what the measures say, for twenty pairs."""
    for place in np.random.default_rng(SEED).choice(len(dyads.pairs), 20, replace=False):
        one, other = (find_parties(state) for state in dyads.pairs[place])
        for name in SHARES:
            (series,) = find_measure(name)(evidence, Relation(one, other, is_directed=False), {"source": "icews_dyads"})
            assert isinstance(series, Series)
            least = series.prior.least if series.prior else 0.0
            np.testing.assert_allclose((series.values[0] - least) / (1 - least), ranked[name][1][place], atol=1e-9)


def list_classes(events: Array) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield the volume classes, with a mask each."""
    for low, high in _CLASSES:
        yield f"{low} to {high - 1:.0f}" if np.isfinite(high) else f"{low} and more", (events >= low) & (events < high)


def write_reliability(dyads: Dyads) -> Iterator[str]:
    """Write how far odd and even years say the same, by the events of a half."""
    yield "| measure | events in the scarcer half | pairs | rank raw | rank drawn | apart raw | apart drawn |"
    yield "|---|---|---|---|---|---|---|"
    for name in SHARES:
        kind, events = dyads.count(name)
        halves = [slice(first, None, 2) for first in (0, 1)]
        sums = [(kind[:, half].sum(axis=1), events[:, half].sum(axis=1)) for half in halves]
        raw = [divide(*half) for half in sums]
        drawn = [draw_shares(*half, dyads.learn(name, years)) for half, years in zip(sums, halves, strict=True)]
        for label, chosen in list_classes(np.minimum(sums[0][1], sums[1][1])):
            ranks = [spearmanr(pair[0][chosen], pair[1][chosen]).statistic for pair in (raw, drawn)]
            apart = [np.sqrt(np.mean((pair[0][chosen] - pair[1][chosen]) ** 2)) for pair in (raw, drawn)]
            cells = (f"{chosen.sum():,}", *(f"{rank:+.2f}" for rank in ranks), *(f"{gap:.3f}" for gap in apart))
            yield f"| {name} | {label} | {' | '.join(cells)} |"


@dataclass(frozen=True)
class Forecast:
    """Next year's share of a kind, foretold from what was known at the end of a year; one entry a pair and year.

    Parameters
    ----------
    year : numpy.ndarray
        The year that is foretold from.
    events : numpy.ndarray
        Events of the share in it.
    share : numpy.ndarray
        Raw share of the next year.
    said : mapping of str to numpy.ndarray
        By method.
    rank : numpy.ndarray
        Where the next year's count falls among what this year's posterior draws for it, from 0 to 1.
    """

    year: Array
    events: Array
    share: Array
    said: Mapping[str, Array]
    rank: Array


def foretell_shares(dyads: Dyads, name: str) -> Forecast:
    """Foretell every next year from this one; priors are learnt from the years up to it, at least three."""
    kind, events = dyads.count(name)
    parts = []
    for place in range(2, dyads.years.size - 1):
        chosen = (events[:, place] > 0) & (events[:, place + 1] > 0)
        k, n, after = (array[chosen] for array in (kind[:, place], events[:, place], events[:, place + 1]))
        learnt = dyads.learn(name, slice(None, place + 1))
        priors = [prior for prior, is_chosen in zip(learnt, chosen, strict=True) if is_chosen]
        drawn, share = draw_shares(k, n, priors), kind[chosen, place + 1] / after
        weights = n + np.array([prior.strength if prior else 0.0 for prior in priors])
        pooled = np.full(k.size, k.sum() / n.sum())
        clumps = np.array([measure_dispersion(*row) for row in zip(*_cut_years(kind, events, place + 1), strict=True)])
        weights = n / clumps[chosen] + weights - n
        rank = _rank_counts(drawn * weights, (1 - drawn) * weights, share * after, after, clumps[chosen])
        parts.append((np.full(k.size, dyads.years[place]), n, share, k / n, drawn, pooled, rank))
    year, n, share, raw, drawn, pooled, rank = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Forecast(year, n, share, {"raw": raw, "drawn": drawn, "pooled": pooled}, rank)


def _cut_years(kind: Array, events: Array, stop: int) -> tuple[Array, Array]:
    """Return raw shares and events of the years before one."""
    return divide(kind, events)[:, :stop], events[:, :stop]


def _rank_counts(one: Array, other: Array, count: Array, events: Array, clumps: Array) -> Array:
    """Rank counts of events in clumps among draws; of equal counts any place is as likely as another."""
    rng = np.random.default_rng(SEED)
    shares = rng.beta(np.maximum(one, 1e-6), np.maximum(other, 1e-6), (_RANKS, one.size))
    told = rng.binomial(np.maximum(np.rint(events / clumps), 1).astype(int), shares)
    drawn = np.rint(told * events / np.maximum(np.rint(events / clumps), 1))
    ties = rng.random(one.size) * (drawn == np.rint(count)).mean(axis=0)
    return np.asarray((drawn < np.rint(count)).mean(axis=0) + ties)


def write_foresight(forecasts: Mapping[str, Forecast]) -> Iterator[str]:
    """Write the errors of each method by the events of the year that it had."""
    heads = " | ".join(f"{kind}, {method}" for kind in ("error", "loss") for method in ("raw", "drawn", "pooled"))
    yield f"| measure | events | pair-years | {heads} | drawn best |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, found in forecasts.items():
        for label, chosen in [("all", found.events > 0), *list_classes(found.events)]:
            squares = {method: (said - found.share) ** 2 for method, said in found.said.items()}
            losses = {method: _lose(said, found.share) for method, said in found.said.items()}
            years = np.unique(found.year)
            best = [min(squares, key=lambda m: squares[m][chosen & (found.year == year)].mean()) for year in years]
            cells = [f"{squares[method][chosen].mean():.4f}" for method in squares]
            cells += [f"{losses[method][chosen].mean():.3f}" for method in losses]
            cells += [f"{best.count('drawn')} of {years.size}"]
            yield f"| {name} | {label} | {chosen.sum():,} | {' | '.join(cells)} |"


def _lose(said: Array, share: Array) -> Array:
    """Return the log loss an event, with probabilities kept off 0 and 1."""
    kept = np.clip(said, _EDGE, 1 - _EDGE)
    return np.asarray(-(share * np.log(kept) + (1 - share) * np.log(1 - kept)))


def write_coverage(forecasts: Mapping[str, Forecast]) -> Iterator[str]:
    """Write how often the next year's count lies in the middle 90% of what a year's posterior says of it."""
    labels = [label for label, _ in list_classes(np.zeros(1))]
    yield f"| measure | {' | '.join(labels)} |\n|---|{'---|' * len(labels)}"
    for name, found in forecasts.items():
        is_inside = np.abs(found.rank - 0.5) <= 0.45
        cells = [f"{is_inside[chosen].mean():.0%}" for _, chosen in list_classes(found.events)]
        yield f"| {name} | {' | '.join(cells)} |"


def write_page(evidence: Evidence) -> Iterator[str]:
    """Write the whole report."""
    dyads = read_dyads(evidence)
    ranked, criteria = rank_pairs(evidence, dyads), read_criteria(evidence, dyads)
    check_measures(evidence, dyads, ranked)
    agreement = correlate_all(dyads, ranked, criteria)
    forecasts = {name: foretell_shares(dyads, name) for name in SHARES}
    facts = {
        "pairs": f"{len(dyads.pairs):,}",
        "first": dyads.years[0],
        "last": dyads.years[-1],
        "draws": DRAWS,
        "edge": _EDGE,
    }
    for text, table in (
        (_AGREEMENT, write_agreement(agreement)),
        (_RELIABILITY, write_reliability(dyads)),
        (_FORESIGHT, write_foresight(forecasts)),
        (_COVERAGE, write_coverage(forecasts)),
        (_YEARS, write_years(agreement, dyads.years)),
    ):
        yield text.format(**facts)
        yield from table


def main(arguments: Iterable[str] | None = None) -> None:
    """Load, rank and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the publishers' files")
    parser.add_argument("--store", type=Path, help="folder of a store to fill, or one that is filled")
    parser.add_argument("--page", type=Path, help="file to write instead of the terminal")
    given = parser.parse_args(None if arguments is None else list(arguments))
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.store or Path(scratch) / "store"
        store = Store(folder, folder.parent / "none") if folder.exists() else fill_store(folder, given.data)
        report = "\n".join(write_page(store.evidence())) + "\n"
    if given.page:
        given.page.write_text(report, encoding="utf-8")
    else:
        print(report)


_AGREEMENT = """# Words and deeds, validated

Made by `python benchmarks/validation.py DATA_FOLDER --page docs/reference/words-and-deeds.md`: {pairs} undirected pairs
of states, {first} to {last}, ICEWS counts of events in four quad classes (`icews_dyads`). *Raw* is the share as
counted; *drawn* is the measure as it stands, drawn towards the pairs of like volume (empirical Bayes, see
[measures](measures.md)). Balances are ranked on the scale of shares.

## What agrees with trade, votes, disputes and pacts

Spearman rank correlation over the pairs of a year that have events, the mean over the years. *Trade* is the sum of both
flows (COW 4.0), *vote agreement* the similarity of votes in the General Assembly, *ideal point distance* that of
Bailey, Strezhnev and Voeten, *dispute* a militarized dispute in the year (COW and Gibler-Miller-Little), *defence pact*
ATOP's obligation of defence. In brackets are 90% intervals over {draws} draws of states with replacement, since the
pairs of a state are not independent. *Given volume* takes from both ranks what the number of events says of them. Wars
between states are too few in these years to rank pairs by.

No coefficient here is large: reports of events are one source among several, and no stand-in for statistics.
"""
_RELIABILITY = """
## Odd years against even years

The events of odd and of even years of each pair, added apart; the drawn half learns from its own years alone. *Rank* is
the Spearman correlation of the halves within a class of volume (events of the share in the scarcer half), *apart* the
root mean square difference of the shares, from 0 to 1.
"""
_FORESIGHT = """
## The next year

From the share of a year, as known at its end, to that of the next: mean squared error, and log loss an event in nats
(probabilities kept {edge} off 0 and 1). *Pooled* says for every pair the share over all pairs. Priors are learnt from
the years up to the forecast alone. The last column counts the years in which the drawn share had the least squared
error of the three.
"""
_COVERAGE = """
## What the intervals cover

How often the next year's count lies in the middle 90% of what the posterior of a year says of it, the number of its
events given; by the events of the year. Both count as many reports for one event as the pair's shares of successive
years up to then show. It would be 90% if shares did not change otherwise: **an interval is that of the share in its own
period, and no forecast.**
"""
_YEARS = """
## By year

The correlations of the first table, drawn, with the same intervals.
"""

if __name__ == "__main__":
    main()
