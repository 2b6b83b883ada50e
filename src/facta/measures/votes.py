"""Votes in the General Assembly: agreement of two sides, corrected for chance, ranked, and ideal points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import (
    ALWAYS,
    Aggregation,
    Basis,
    Book,
    Evidence,
    Frequency,
    Kind,
    Pair,
    Period,
    Relation,
    Series,
    Status,
    Votes,
    Window,
)
from facta.measures.assembly import collect_pairs, derive, find_pair, make_facts
from facta.measures.registry import Argument, Options, declare

__all__ = ["measure_ideal_distance", "measure_ideal_point", "measure_vote_agreement", "measure_vote_rank"]

_SHARE = Basis(Kind.SHARE)
_INDEX = Basis(Kind.INDEX)
_RANK = Basis(Kind.RANK)
_HAGE = (
    "Häge, Frank, and Simon Hug (2016), Consensus Voting and Similarity Measures in International Organizations, "
    "International Interactions 42(5), 719-742."
)
_BAILEY = (
    "Bailey, Michael, Anton Strezhnev and Erik Voeten (2017), Estimating Dynamic State Preferences from United Nations "
    "Voting Data, Journal of Conflict Resolution 61(2), 430-456."
)
_ISSUES = Argument("issue", "only roll calls with this tag of the source: me, nu, di, hr, co, ec")
_METHOD = Argument(
    "method",
    "raw counts abstention as half; identical as a difference; pi corrects for chance (Scott)",
    ("raw", "identical", "pi"),
    "raw",
)
_ESTIMATOR = Argument(
    "estimator", "which of the source's estimates; each is a series of its own where it is not written"
)
_MINIMUM_CALLS = 5
_SESSION_END = (12, 15)
"""The main part of a session ends in the third week of December; what was read up to here is a year's votes."""


@declare(
    "agreement of two sides in General Assembly roll calls",
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
    r"""Similarity of votes over the roll calls of a year in which both voted: 0 is always opposed, 1 always alike.

    Yes against abstain, and abstain against no, count half: :math:`s = 1 - \bar d`, with `d` 0, 0.5 or 1; with
    ``method=identical`` they count whole, so that it is the share of identical votes. With ``method=pi`` it is
    :math:`1 - \bar d / \bar d_e`, where :math:`\bar d_e` is expected if each voted at random with the pair's pooled
    shares of yes, abstain and no; 0 is chance, 1 is perfect, negative is less than chance. Absence is no vote. A year
    with fewer than five common roll calls is *not coded*. Several pairs are pooled by their common roll calls; a year
    is *partial* where one of them has no value, or where the source ends before the session does.
    """
    votes = _find_votes(evidence, options)
    pairs = [pair for pair in relation.pairs() if votes and {pair.actor, pair.recipient} <= votes.states.keys()]
    if votes is None or not pairs:
        return []
    ones, others = (
        np.stack([_vote_inside(votes, state, pair.window) for state, pair in zip(side, pairs, strict=True)])
        for side in ([pair.actor for pair in pairs], [pair.recipient for pair in pairs])
    )
    alike, calls = _compare(votes, ones, others, options["method"])
    weights = np.where(np.isnan(alike), 0.0, calls)
    total = weights.sum(axis=0)
    pooled = np.divide(np.nansum(alike * weights, axis=0), total, out=np.full(total.shape, np.nan), where=total > 0)
    wanted = _members(votes, pairs).sum(axis=0)
    facts = make_facts("vote_agreement", relation, "1", _SHARE, Aggregation.WEIGHTED)
    had = np.divide((weights > 0).sum(axis=0), wanted, out=np.zeros(wanted.shape), where=wanted > 0)
    return [replace(_lay_years(evidence, votes, facts, pooled, had), weights=total[None, :])]


@declare(
    "rank of the second state among all states by vote agreement with the first",
    ledger="words",
    shape="directed",
    indicators=("votes",),
    unit="rank",
    basis=_RANK,
    aggregation=Aggregation.LAST,
    arguments=(_ISSUES, _METHOD),
    bias="Small states vote seldom; ranks near the middle lie close together.",
    remedy="Shown beside the value.",
    reference=_HAGE,
)
def measure_vote_rank(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Rank (1 is closest) of the second state among all who voted with the first often enough in a year.

    Ties share the best rank. A year with fewer than five common roll calls of the two is *not coded*. The note says
    among how many.
    """
    votes, pair = _find_votes(evidence, options), find_pair(relation, "vote_rank")
    if votes is None or pair is None or not {pair.actor, pair.recipient} <= votes.states.keys():
        return []
    own, other = votes.states[pair.actor], votes.states[pair.recipient]
    alike, _ = _compare(votes, votes.ballots, votes.ballots[own], options["method"])
    alike[own] = np.nan
    rank = np.where(np.isnan(alike[other]), np.nan, 1.0 + (alike > alike[other]).sum(axis=0))
    facts = make_facts("vote_rank", relation, "rank", _RANK, Aggregation.LAST)
    series = _lay_years(evidence, votes, facts, rank, (~np.isnan(rank)).astype(float))
    ranked = [place for place in range(len(rank)) if not np.isnan(rank[place])]
    note = [f"of {int((~np.isnan(alike[:, place])).sum())} in {series.start + place}" for place in ranked[-1:]]
    return [replace(series, notes=tuple(note))]


def _find_votes(evidence: Evidence, options: Options) -> Votes | None:
    """Find the votes; those on roll calls without the chosen tag are blanked, so that years stay."""
    votes = evidence.votes()
    if votes is None or not options["issue"]:
        return votes
    tagged = votes.issues.get(options["issue"], np.zeros(len(votes.dates), dtype=np.bool_))
    return replace(votes, ballots=votes.ballots * tagged)


def _vote_inside(votes: Votes, state: str, window: Window) -> NDArray[np.int8]:
    """Return a state's votes, blanked outside the window."""
    ballots = votes.ballots[votes.states[state]]
    first, last = (window.start or dt.date.min).toordinal(), (window.end or dt.date.max).toordinal()
    return np.where((votes.dates >= first) & (votes.dates <= last), ballots, 0).astype(np.int8)


def _years_of(votes: Votes) -> NDArray[np.int64]:
    """Year of each roll call."""
    days = votes.dates - dt.date(1970, 1, 1).toordinal()
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _members(votes: Votes, pairs: Sequence[Pair]) -> NDArray[np.bool_]:
    """Say for each pair and year whether the pair counts in it, at least in part."""
    years = _years_of(votes)
    grid = np.arange(years[0], years[-1] + 1)
    bounds = [
        (pair.window.start.year if pair.window.start else 0, pair.window.end.year if pair.window.end else 9999)
        for pair in pairs
    ]
    return np.array([(grid >= first) & (grid <= last) for first, last in bounds])


def _compare(
    votes: Votes, ones: NDArray[np.int8], others: NDArray[np.int8], method: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compare votes row by row; return similarity and common roll calls, each of shape (rows, years)."""
    years = _years_of(votes)
    edges = np.searchsorted(years, np.arange(years[0], years[-1] + 2))
    common = (ones > 0) & (others > 0)
    calls = _sum_years(common, edges)
    differ = ones != others if method == "identical" else np.abs(ones - others) / 2
    apart = _sum_years(common * differ, edges)
    distance = np.divide(apart, calls, out=np.full(calls.shape, np.nan), where=calls >= _MINIMUM_CALLS)
    if method == "pi":
        yes, abstain, no = (
            (_sum_years(common & (ones == vote), edges) + _sum_years(common & (others == vote), edges))
            / np.maximum(2 * calls, 1)
            for vote in (1, 2, 3)
        )
        expected = yes * abstain + abstain * no + 2 * yes * no
        distance = np.divide(distance, expected, out=np.full(calls.shape, np.nan), where=expected > 0)
    return 1 - distance, calls


def _sum_years(cells: NDArray[np.bool_] | NDArray[np.float64], edges: NDArray[np.intp]) -> NDArray[np.float64]:
    """Sum the columns between consecutive edges."""
    running: NDArray[np.float64] = np.concatenate(
        [np.zeros((cells.shape[0], 1)), np.cumsum(cells, axis=1, dtype=float)], axis=1
    )
    return running[:, edges[1:]] - running[:, edges[:-1]]


def _lay_years(
    evidence: Evidence, votes: Votes, facts: Series, values: NDArray[np.float64], completeness: NDArray[np.float64]
) -> Series:
    """Lay yearly values on the grid of the assembly's years."""
    first, last = (int(_years_of(votes)[place]) for place in (0, -1))
    covered = [entry.window for entry in evidence.coverage("votes") if entry.source == votes.source]
    days = [dt.date.fromordinal(int(votes.dates[place])) for place in (0, -1)]
    reach = covered[0] if covered else Window(days[0], days[1])
    status = np.where(np.isnan(values), Status.NOT_CODED, np.where(completeness < 1, Status.PARTIAL, Status.REPORTED))
    if status[-1] == Status.REPORTED and reach.end and reach.end < dt.date(last, *_SESSION_END):
        status[-1] = Status.PARTIAL
    if facts.unit.dimension == "share":
        status = np.where((values == 0) & (status == Status.REPORTED), Status.ZERO, status)
    return replace(
        facts, book=Book(votes.source), frequency=Frequency.YEAR, start=first, values=values[None, :],
        status=status.astype(np.int8), completeness=completeness, origins=votes.origins,
        reach=Window(Period(Frequency.YEAR, first).start, reach.end),
    )  # fmt: skip


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
    """Position of a state on the main dimension of Assembly voting; higher is closer to the United States' side.

    In points, about -3 to 3, with the 5% and 95% quantile where the release has them; a year without votes is missing.
    """
    pair = find_pair(relation, "ideal_point")
    return _collect_ideal(evidence, relation, pair.actor, options) if pair else []


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
    """Absolute difference of two ideal points of one year, release and estimator; 0 is the same position.

    In points; missing where either point is. Without an interval: the publisher's are those of single points.
    """
    pair = find_pair(relation, "ideal_distance")
    if pair is None:
        return []
    one, other = (_collect_ideal(evidence, relation, state, options) for state in (pair.actor, pair.recipient))
    facts = make_facts("ideal_distance", relation, "points", _INDEX, Aggregation.MEAN)
    return [_subtract(a, b, facts) for a in one for b in other if a.book == b.book]


def _collect_ideal(evidence: Evidence, relation: Relation, state: str, options: Options) -> list[Series]:
    """Collect a state's ideal points, one series an estimator and release."""
    facts = make_facts("ideal_point", relation, "points", _INDEX, Aggregation.MEAN)
    wanted = (options["estimator"],) if options["estimator"] else None
    return collect_pairs(evidence, "ideal_point", [Pair(state, "", ALWAYS)], facts, variants=wanted)


def _subtract(one: Series, other: Series, facts: Series) -> Series:
    """Take the distance, period by period, over the periods that both have."""
    start = max(one.start, other.start)
    stop = max(min(one.stop, other.stop), start)
    a, b = one.span(start, stop), other.span(start, stop)
    distance = derive(a, facts, np.abs(a.values - b.values))
    there = ~np.isnan(distance.values[0])
    return replace(
        distance, status=np.where(there, Status.REPORTED, np.maximum(a.status, b.status)).astype(np.int8),
        completeness=there.astype(float), origins=tuple(dict.fromkeys(a.origins + b.origins)),
    )  # fmt: skip
