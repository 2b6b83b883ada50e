"""Counts of events between all pairs of states by year, and what else is known of the pairs, as arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Evidence, Frequency, Prior, Relation, Totals, find_parties
from facta.measures.words_and_deeds import CLASSES, learn_prior

__all__ = ["SHARES", "Dyads", "read_criteria", "read_dyads"]

Array = NDArray[np.float64]

_KEY = ("icews_dyads", "", "", Frequency.YEAR)
_VERBAL = {"verbal_cooperation": 1, "verbal_conflict": -1}
_MATERIAL = {"material_cooperation": 1, "material_conflict": -1}
_CONFLICT = {"verbal_cooperation": 0, "material_cooperation": 0, "verbal_conflict": 1, "material_conflict": 1}
SHARES: Mapping[str, Mapping[str, int]] = {
    "verbal_balance": _VERBAL,
    "material_balance": _MATERIAL,
    "conflict_share": _CONFLICT,
    "delivery": {"verbal_cooperation": 0, "material_cooperation": 1},
}
"""The classes of each share: 1 above the line, -1 taken off it."""


@dataclass(frozen=True)
class Dyads:
    """Counts of the four quad classes, both directions together.

    Parameters
    ----------
    pairs : list of tuple
        Two state ids each, in their order.
    years : numpy.ndarray
        Shape (years,).
    counts : numpy.ndarray
        Shape (classes, pairs, years).
    """

    pairs: list[tuple[str, str]]
    years: NDArray[np.int64]
    counts: Array

    def count(self, name: str) -> tuple[Array, Array]:
        """Return events of the kind and all events of a share, each of shape (pairs, years)."""
        rows = {part: self.counts[CLASSES.index(part)] for part in SHARES[name]}
        kind = sum((rows[part] for part, sign in SHARES[name].items() if sign > 0), np.zeros(self.counts.shape[1:]))
        return kind, sum(rows.values(), np.zeros(self.counts.shape[1:]))

    def learn(self, name: str, years: slice) -> list[Prior | None]:
        """Return what each pair's share is drawn towards, learnt from some years alone, on the scale from 0 to 1."""
        counts = self.counts[:, :, years].sum(axis=2)
        places = {pair: place for place, pair in enumerate(self.pairs)}
        totals = Totals(*_KEY, CLASSES, places, counts)
        signs = SHARES[name]
        relations = (Relation(find_parties(one), find_parties(other)) for one, other in self.pairs)
        found = [learn_prior([totals], relation, _KEY, signs) for relation in relations]
        return [
            prior and replace(prior, mean=(prior.mean - prior.least) / (1 - prior.least), least=0) for prior in found
        ]


def read_dyads(evidence: Evidence) -> Dyads:
    """Read the counts of all pairs from the yearly book of ICEWS."""
    (book,) = (totals for totals in evidence.totals(CLASSES) if totals.source == _KEY[0])
    pairs = sorted(book.fold().places)
    evidence.fetch_figures((name, *way) for pair in pairs for way in (pair, pair[::-1]) for name in CLASSES)
    runs = {
        (place, name): [
            run for way in (pair, pair[::-1]) for run in evidence.figures(name, *way) if run.source == _KEY[0]
        ]
        for place, pair in enumerate(pairs)
        for name in CLASSES
    }
    years = np.unique(np.concatenate([run.ordinals for found in runs.values() for run in found]))
    counts = np.zeros((len(CLASSES), len(pairs), years.size))
    for (place, name), found in runs.items():
        for run in found:
            counts[CLASSES.index(name), place, run.ordinals - years[0]] += run.values
    return Dyads(pairs, years, counts)


def read_criteria(evidence: Evidence, dyads: Dyads) -> dict[str, Array]:
    """Read what events are compared with, each of shape (pairs, years); NaN where nothing is known."""
    return {
        "trade": _read_trade(evidence, dyads),
        "vote agreement": _read_votes(evidence, dyads),
        "ideal point distance": _read_distances(evidence, dyads),
        "dispute": _read_rows(evidence, dyads, "dispute", {}),
        "defence pact": _read_rows(evidence, dyads, "alliance", {"obligation": "defense"}),
    }


def _read_trade(evidence: Evidence, dyads: Dyads) -> Array:
    evidence.fetch_figures(("trade_flow", *way) for pair in dyads.pairs for way in (pair, pair[::-1]))
    flows = np.full((2, len(dyads.pairs), dyads.years.size), np.nan)
    for place, (one, other) in enumerate(dyads.pairs):
        for way, ends in enumerate(((one, other), (other, one))):
            for run in evidence.figures("trade_flow", *ends):
                if run.source == "cow_trade":
                    is_inside = (run.ordinals >= dyads.years[0]) & (run.ordinals <= dyads.years[-1])
                    flows[way, place, run.ordinals[is_inside] - dyads.years[0]] = run.values[is_inside]
    return np.asarray(np.log1p(flows.sum(axis=0)))


def _read_votes(evidence: Evidence, dyads: Dyads) -> Array:
    """Similarity over the roll calls of a year in which both voted, at least five."""
    votes = evidence.votes()
    assert votes is not None
    days = votes.dates - dt.date(1970, 1, 1).toordinal()
    years: NDArray[np.int64] = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    agreed = np.full((len(dyads.pairs), dyads.years.size), np.nan)
    seats = np.array([[votes.states.get(state, -1) for state in pair] for pair in dyads.pairs])
    for column, year in enumerate(dyads.years):
        ballots = votes.ballots[:, years == year].astype(np.int16)
        one, other = ballots[seats[:, 0]], ballots[seats[:, 1]]
        both = (one > 0) & (other > 0) & np.all(seats >= 0, axis=1, keepdims=True)
        calls = both.sum(axis=1)
        apart = (np.abs(one - other) / 2 * both).sum(axis=1)
        agreed[:, column] = np.where(calls >= 5, 1 - apart / np.maximum(calls, 1), np.nan)
    return agreed


def _read_distances(evidence: Evidence, dyads: Dyads) -> Array:
    points = dict[str, Array]()
    states = sorted({state for pair in dyads.pairs for state in pair})
    evidence.fetch_figures(("ideal_point", state, "") for state in states)
    for state in states:
        points[state] = np.full(dyads.years.size, np.nan)
        for run in evidence.figures("ideal_point", state):
            if run.variant == "all":
                is_inside = (run.ordinals >= dyads.years[0]) & (run.ordinals <= dyads.years[-1])
                points[state][run.ordinals[is_inside] - dyads.years[0]] = run.values[is_inside]
    return np.array([np.abs(points[one] - points[other]) for one, other in dyads.pairs])


def _read_rows(evidence: Evidence, dyads: Dyads, kind: str, fields: Mapping[str, str]) -> Array:
    """Say with 1 and 0 whether a row of a kind runs between two states in a year; NaN after the source's end."""
    places = {pair: place for place, pair in enumerate(dyads.pairs)}
    found = np.zeros((len(dyads.pairs), dyads.years.size))
    for row in evidence.rows(kind):
        place = places.get((min(row.actor, row.recipient), max(row.actor, row.recipient)))
        if place is not None and all(row.fields.get(name) == value for name, value in fields.items()):
            found[place, (dyads.years >= row.start.year) & (dyads.years <= row.end.year)] = 1.0
    last = max(entry.window.end.year for entry in evidence.coverage(kind) if entry.window.end)
    found[:, dyads.years > last] = np.nan
    return found
