"""Votes in the General Assembly: agreement of two sides, corrected for chance, ranked, and as published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from facta.domain import (
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
from facta.measures.assembly import collect_one, find_pair
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = ["measure_agreement_published", "measure_vote_agreement", "measure_vote_rank"]

_AGREEMENT = Facts(
    title="agreement of two sides in General Assembly roll calls",
    ledger="words",
    shape="undirected",
    indicators=("votes",),
    unit="1",
    basis=Basis(Kind.SHARE),
    aggregation=Aggregation.WEIGHTED,
    arguments=(
        Argument("issue", "only roll calls with this tag of the source: me, nu, di, hr, co, ec"),
        Argument(
            "method",
            "raw counts abstention as half; identical as a difference; pi corrects for chance (Scott)",
            ("raw", "identical", "pi"),
            "raw",
        ),
    ),
    bias="Inflated by topics on which nearly everybody agrees: for most states the median partner agrees often.",
    remedy="By issue, corrected for chance with method=pi, and by rank with vote_rank.",
    reference=(
        "Häge, Frank, and Simon Hug (2016), Consensus Voting and Similarity Measures in International Organizations, "
        "International Interactions 42(5), 719-742."
    ),
)
_MINIMUM_CALLS = 5
_SESSION_END = (12, 15)
"""The main part of a session ends in the third week of December; what was read up to here is a year's votes."""


@declare(_AGREEMENT)
def measure_vote_agreement(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Similarity of votes over the roll calls of a year in which both voted: 0 is always opposed, 1 always alike.

    Yes against abstain, and abstain against no, count half: :math:`s = 1 - \bar d`, with `d` 0, 0.5 or 1; with
    ``method=identical`` they count whole, so that it is the share of identical votes. With ``method=pi`` it is
    :math:`1 - \bar d / \bar d_e`, where :math:`\bar d_e` is expected if each voted at random with the pair's pooled
    shares of yes, abstain and no; 0 is chance, 1 is perfect, negative is less than chance.

    Absence is no vote. A year with fewer than five common roll calls is *not coded*. Several pairs, and several years,
    are pooled by their common roll calls; a year is *partial* where one pair has no value, or where the source ends
    before the session does.

    References
    ----------
    Häge and Hug (2016).

    Examples
    --------
    >>> import facta
    >>> facta.measure("vote_agreement", "CHN -- RUS", window="2018")[0].values.round(2).tolist()
    [[0.87]]
    """
    votes, pairs = _find_votes(evidence, options), list(relation.pairs())
    present = [pair for pair in pairs if votes and {pair.actor, pair.recipient} <= votes.states.keys()]
    if votes is None or not present:
        return []
    ones, others = (
        np.stack([_vote_inside(votes, state, pair.window) for state, pair in zip(side, present, strict=True)])
        for side in ([pair.actor for pair in present], [pair.recipient for pair in present])
    )
    alike, calls = _compare(votes, ones, others, options["method"])
    weights = np.where(np.isnan(alike), 0.0, calls)
    total = weights.sum(axis=0)
    pooled = np.divide(np.nansum(alike * weights, axis=0), total, out=np.full(total.shape, np.nan), where=total > 0)
    wanted = _members(votes, pairs).sum(axis=0)
    had = np.divide((weights > 0).sum(axis=0), wanted, out=np.zeros(wanted.shape), where=wanted > 0)
    blank = find_measure("vote_agreement").begin(relation)
    return [replace(_lay_years(evidence, votes, blank, pooled, had), weights=total[None, :])]


@declare(
    replace(
        _AGREEMENT,
        title="rank of the second state among all states by vote agreement with the first",
        shape="directed",
        unit="rank",
        basis=Basis(Kind.RANK),
        aggregation=Aggregation.LAST,
        bias="Small states vote seldom; ranks near the middle lie close together.",
        remedy="Shown beside the value.",
    )
)
def measure_vote_rank(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Rank of the second state among all who voted with the first often enough in a year; 1 is closest.

    :math:`1 + \#\{k : s_{ik} > s_{ij}\}`, with the similarity of ``vote_agreement``; ties share the best rank. A year
    with fewer than five common roll calls of the two is *not coded*. The note says among how many. Of several years the
    last counts.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Häge and Hug (2016).

    Examples
    --------
    >>> import facta
    >>> facta.measure("vote_rank", "CHN -> RUS", window="2019")[0].values.tolist()
    [[53.0]]
    """
    votes, pair = _find_votes(evidence, options), find_pair(relation, "vote_rank")
    if votes is None or pair is None or not {pair.actor, pair.recipient} <= votes.states.keys():
        return []
    own, other = votes.states[pair.actor], votes.states[pair.recipient]
    alike, _ = _compare(votes, votes.ballots, votes.ballots[own], options["method"])
    alike[own] = np.nan
    rank = np.where(np.isnan(alike[other]), np.nan, 1.0 + (alike > alike[other]).sum(axis=0))
    blank = find_measure("vote_rank").begin(relation)
    series = _lay_years(evidence, votes, blank, rank, (~np.isnan(rank)).astype(float))
    ranked = np.flatnonzero(~np.isnan(rank))[-1:]
    notes = tuple(f"of {(~np.isnan(alike[:, year])).sum()} in {series.start + year}" for year in ranked)
    return [replace(series, notes=notes)]


@declare(
    replace(
        _AGREEMENT,
        title="agreement of two states in the General Assembly, as the publisher of the votes computes it",
        indicators=("agreement_published",),
        aggregation=Aggregation.MEAN,
        arguments=(),
        bias="Not corrected for chance, and the publisher gives it for comparison only.",
        remedy="A check on vote_agreement, which counts the votes themselves.",
    )
)
def measure_agreement_published(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Agreement of two states' votes in the session of a year, from 0 to 1 (always alike), as published.

    A year without a figure is null. Several years are averaged: the publisher does not say of how many roll calls a
    figure is.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Häge and Hug (2016).

    Examples
    --------
    >>> import facta
    >>> str(facta.explain("agreement_published(CHN -- RUS)[2019] > 80%").measures[0].basis)
    'share, done'
    """
    blank = find_measure("agreement_published").begin(relation)
    return collect_one(evidence, "agreement_published", relation, blank)


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
    evidence: Evidence, votes: Votes, blank: Series, values: NDArray[np.float64], completeness: NDArray[np.float64]
) -> Series:
    """Lay yearly values on the assembly's years; a last year that is not over is as complete as it is old."""
    first, last = (int(_years_of(votes)[place]) for place in (0, -1))
    covered = [entry.window for entry in evidence.coverage("votes") if entry.source == votes.source]
    days = [dt.date.fromordinal(int(votes.dates[place])) for place in (0, -1)]
    reach = covered[0] if covered else Window(days[0], days[1])
    completeness = np.where(np.isnan(values), 0.0, completeness)
    session_end = dt.date(last, *_SESSION_END)
    if reach.end and reach.end < session_end:
        completeness[-1] *= reach.end.timetuple().tm_yday / session_end.timetuple().tm_yday
    status = np.where(np.isnan(values), Status.NOT_CODED, np.where(completeness < 1, Status.PARTIAL, Status.REPORTED))
    return replace(
        blank,
        book=Book(votes.source),
        frequency=Frequency.YEAR,
        start=first,
        values=values[None, :],
        status=np.where((values == 0) & (status == Status.REPORTED), Status.ZERO, status).astype(np.int8),
        completeness=completeness,
        origins=votes.origins,
        reach=Window(Period(Frequency.YEAR, first).start, reach.end),
    )
