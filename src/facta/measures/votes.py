"""Votes in the General Assembly: agreement of two states, corrected for chance, ranked, and ideal points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import Aggregation, Basis, Book, Evidence, Frequency, Kind, Pair, Period, Relation, Series, Status, Votes, Window, find_parties
from facta.measures.assembly import collect_pairs, derive, make_facts
from facta.measures.registry import Argument, Options, declare

__all__ = ["measure_ideal_distance", "measure_ideal_point", "measure_vote_agreement", "measure_vote_rank"]

_SHARE = Basis(Kind.SHARE)
_INDEX = Basis(Kind.INDEX)
_HAGE = "Häge, Frank, and Simon Hug (2016), Consensus Voting and Similarity Measures in IOs, International Interactions 42(5)."
_BAILEY = (
    "Bailey, Michael, Anton Strezhnev and Erik Voeten (2017), Estimating Dynamic State Preferences from UN Voting Data, "
    "Journal of Conflict Resolution 61(2), 430-456."
)
_ISSUES = Argument("issue", "only roll calls with this tag of the source: me, nu, di, hr, co, ec")
_METHOD = Argument("method", "raw share, or corrected for chance (Scott's pi)", ("raw", "pi"), "raw")
_ESTIMATOR = Argument("estimator", "which of the source's estimates; each is a series of its own where it is not written")
_MINIMUM_CALLS = 5


@declare(
    "agreement of two states in General Assembly roll calls",
    ledger="words",
    shape="undirected",
    indicators=("votes",),
    unit="1",
    basis=_SHARE,
    aggregation=Aggregation.WEIGHTED,
    arguments=(_ISSUES, _METHOD),
    bias="Inflated by topics on which nearly everybody agrees: for most states the median partner agrees often.",
    remedy="By issue, corrected for chance with method=pi, and by rank with vote_rank.",
    reference=_HAGE,
)
def measure_vote_agreement(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    r"""Similarity of votes over the roll calls of a year in which both voted, from 0 (always opposed) to 1 (always alike).

    Yes against abstain, and abstain against no, count half: :math:`s = 1 - \bar d`, with `d` 0, 0.5 or 1. With
    ``method=pi`` it is :math:`1 - \bar d / \bar d_e`, where :math:`\bar d_e` is expected if each voted at random with the
    pair's pooled shares of yes, abstain and no; 0 is chance, 1 is perfect, negative is less than chance. Absence is no
    vote. A year with fewer than five common roll calls is *not coded*.
    """
    facts = make_facts("vote_agreement", relation, "1", _SHARE, Aggregation.WEIGHTED)
    votes = evidence.votes()
    pair = next(relation.pairs(), None)
    if votes is None or pair is None or pair.actor not in votes.states or pair.recipient not in votes.states:
        return []
    one, other = (votes.ballots[votes.states[state]] for state in (pair.actor, pair.recipient))
    return [_yearly(votes, facts, _tagged(votes, options), one[None, :], other, options["method"])]


@declare(
    "rank of the second state among all states by vote agreement with the first",
    ledger="words",
    shape="directed",
    indicators=("votes",),
    unit="rank",
    basis=Basis(Kind.RANK),
    aggregation=Aggregation.LAST,
    arguments=(_ISSUES, _METHOD),
    bias="Small states vote seldom; ranks near the middle lie close together.",
    remedy="Shown beside the value.",
    reference=_HAGE,
)
def measure_vote_rank(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Rank (1 is closest) of the second state among all who voted with the first often enough in a year; ties share the best."""
    facts = make_facts("vote_rank", relation, "rank", Basis(Kind.RANK), Aggregation.LAST)
    votes = evidence.votes()
    pair = next(relation.pairs(), None)
    if votes is None or pair is None or pair.actor not in votes.states or pair.recipient not in votes.states:
        return []
    own = votes.states[pair.actor]
    others = np.delete(votes.ballots, own, axis=0)
    place = votes.states[pair.recipient] - (votes.states[pair.recipient] > own)
    agreement = _yearly(votes, facts, _tagged(votes, options), others, votes.ballots[own], options["method"])
    values = agreement.values
    rank = 1.0 + (values > values[place]).sum(axis=0)
    status = np.where(np.isnan(values[place]), Status.NOT_CODED, Status.REPORTED).astype(np.int8)
    ranked = np.where(np.isnan(values[place]), np.nan, rank)[None, :]
    note = "of " + ", ".join(f"{int(n)} in {p}" for p, n in zip(agreement.periods[-1:], (~np.isnan(values)).sum(axis=0)[-1:], strict=True))
    return [replace(agreement, values=ranked, status=status, completeness=(status == 0).astype(float), weights=None, notes=(note,))]


def _tagged(votes: Votes, options: Options) -> NDArray[np.bool_]:
    """Mask of the roll calls that count."""
    if not options["issue"]:
        return np.ones(len(votes.dates), dtype=bool)
    return votes.issues.get(options["issue"], np.zeros(len(votes.dates), dtype=bool))


def _yearly(votes: Votes, facts: Series, counts: NDArray[np.bool_], ones: NDArray[np.int8], other: NDArray[np.int8], method: str) -> Series:
    """Compare each row of `ones` with `other`, year by year; the result has a row of values for each."""
    years = _years_of(votes)
    start, stop = int(years[0]), int(years[-1]) + 1
    edges = np.searchsorted(years, np.arange(start, stop + 1))
    common = (ones > 0) & (other > 0) & counts
    apart = np.where(common, np.abs(ones.astype(np.int8) - other) / 2, 0.0)
    calls = _by_year(common, edges)
    distance = np.divide(_by_year(apart, edges), calls, out=np.full(calls.shape, np.nan), where=calls >= _MINIMUM_CALLS)
    if method == "pi":
        shares = [
            (_by_year(common & (ones == vote), edges) + _by_year(common & (other == vote), edges)) / np.maximum(2 * calls, 1)
            for vote in (1, 2, 3)
        ]
        expected = shares[0] * shares[1] + shares[1] * shares[2] + 2 * shares[0] * shares[2]
        distance = np.divide(distance, expected, out=np.full(calls.shape, np.nan), where=expected > 0)
    values = 1 - distance
    status = np.where(np.isnan(values[0]), Status.NOT_CODED, Status.REPORTED).astype(np.int8)
    first, last = (Period(Frequency.YEAR, year) for year in (start, stop - 1))
    return replace(
        facts, book=Book(votes.source), frequency=Frequency.YEAR, start=start, values=values, status=status,
        completeness=(status == 0).astype(float), weights=calls.astype(float), origins=votes.origins,
        reach=Window(first.start, last.end),
    )  # fmt: skip


def _years_of(votes: Votes) -> NDArray[np.int64]:
    """Year of each roll call."""
    days = votes.dates - 719163  # ordinal of 1970-01-01
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _by_year(cells: NDArray[np.bool_] | NDArray[np.float64], edges: NDArray[np.intp]) -> NDArray[np.float64]:
    """Sum the columns between consecutive edges."""
    running = np.concatenate([np.zeros((cells.shape[0], 1)), np.cumsum(cells, axis=1, dtype=float)], axis=1)
    return running[:, edges[1:]] - running[:, edges[:-1]]


@declare(
    "ideal point of a state in the General Assembly",
    ledger="words",
    shape="state",
    indicators=("ideal_point",),
    unit="points",
    basis=_INDEX,
    aggregation=Aggregation.MEAN,
    arguments=(_ESTIMATOR,),
    bias="Estimators differ, and scales of different releases are not the same.",
    remedy="The estimator is named, its interval shown; compare within a year and a release.",
    reference=_BAILEY,
)
def measure_ideal_point(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Position of a state on the main dimension of Assembly voting; higher is closer to the United States' side."""
    return _collect_ideal(evidence, relation.actors.members[0].state, str(relation), options)


@declare(
    "distance of two states' ideal points",
    ledger="words",
    shape="undirected",
    indicators=("ideal_point",),
    unit="points",
    basis=_INDEX,
    aggregation=Aggregation.MEAN,
    arguments=(_ESTIMATOR,),
    bias="Estimators differ: for China and Russia in 2022 one gives almost nothing, another half a point.",
    remedy="One series an estimator; compare within a year.",
    reference=_BAILEY,
)
def measure_ideal_distance(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Absolute difference of two ideal points of one year, release and estimator; 0 is the same position."""
    facts = make_facts("ideal_distance", relation, "points", _INDEX, Aggregation.MEAN)
    pair = next(relation.pairs(), None)
    if pair is None:
        return []
    one, other = (_collect_ideal(evidence, state, str(relation), options) for state in (pair.actor, pair.recipient))
    return [_apart(a, b, facts) for a in one for b in other if a.book == b.book]


def _collect_ideal(evidence: Evidence, state: str, label: str, options: Options) -> list[Series]:
    """Collect a state's ideal points, one series an estimator and release."""
    facts = make_facts("ideal_point", Relation(find_parties(state)), "points", _INDEX, Aggregation.MEAN)
    wanted = (options["estimator"],) if options["estimator"] else None
    return [replace(series, relation=label) for series in collect_pairs(evidence, "ideal_point", [Pair(state, "")], facts, variants=wanted)]


def _apart(one: Series, other: Series, facts: Series) -> Series:
    """Distance, period by period, over the periods that both have."""
    start, stop = max(one.start, other.start), max(min(one.stop, other.stop), max(one.start, other.start))
    a, b = one.span(start, stop), other.span(start, stop)
    distance = derive(a, facts, np.abs(a.values - b.values))
    status = np.where(np.isnan(distance.values[0]), np.maximum(a.status, b.status), Status.REPORTED).astype(np.int8)
    return replace(distance, status=status, completeness=(status == 0).astype(float), origins=tuple(dict.fromkeys(a.origins + b.origins)))
