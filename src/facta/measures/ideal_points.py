"""Ideal points of states in the General Assembly, and how far two of them lie apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from facta.domain import Aggregation, Basis, Evidence, Kind, Pair, Relation, Series
from facta.measures.assembly import collect_pairs, find_pair, key_of, subtract
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = ["measure_ideal_distance", "measure_ideal_point"]

_POINT = Facts(
    title="ideal point of a state in the General Assembly",
    ledger="words",
    shape="state",
    indicators=("ideal_point",),
    unit="points",
    basis=Basis(Kind.INDEX),
    aggregation=Aggregation.MEAN,
    arguments=(Argument("estimator", "which of the source's estimates; without it each is a series of its own"),),
    bias="Estimators differ, and scales of different releases are not the same.",
    remedy="The estimator is named, its interval shown; compare within a year and a release.",
    reference=(
        "Bailey, Michael, Anton Strezhnev and Erik Voeten (2017), Estimating Dynamic State Preferences from United "
        "Nations Voting Data, Journal of Conflict Resolution 61(2), 430-456."
    ),
)


def _collect_points(evidence: Evidence, relation: Relation, state: str, options: Options) -> list[Series]:
    """Collect a state's ideal points, one series an estimator and release."""
    blank = find_measure("ideal_point").begin(relation)
    wanted = (options["estimator"],) if options["estimator"] else None
    return collect_pairs(evidence, "ideal_point", [Pair(state, "")], blank, variants=wanted)


@declare(_POINT)
def measure_ideal_point(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Position of a state on the main dimension of Assembly voting; higher is closer to the United States' side.

    In points, about -3 to 3, with the 5% and 95% quantile where the release has them; a year without votes is null.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017).

    Examples
    --------
    >>> import facta
    >>> points = facta.measure("ideal_point", "USA", window="2019")
    >>> all(series.values[0, 0] > 1 for series in points)
    True
    """
    pair = find_pair(relation, "ideal_point")
    return _collect_points(evidence, relation, pair.actor, options) if pair else []


@declare(
    replace(
        _POINT,
        title="distance of two states' ideal points",
        shape="undirected",
        bias="Estimators differ: for China and Russia in 2022 one gives almost nothing, another half a point.",
        remedy="One series an estimator; compare within a year.",
    )
)
def measure_ideal_distance(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Distance of two ideal points of one year, release and estimator, :math:`|x_i - x_j|`; 0 is the same position.

    In points; null where either point is. Without an interval: the publisher's are those of single points.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017).

    Examples
    --------
    >>> import facta
    >>> for series in facta.measure("ideal_distance", "CHN -- RUS", window="2022"):
    ...     print(series.book.variant, series.values.round(2).tolist())
    all [[0.01]]
    all_2020 [[nan]]
    fp [[0.54]]
    legacy [[0.59]]
    """
    pair = find_pair(relation, "ideal_distance")
    if pair is None:
        return []
    blank = find_measure("ideal_distance").begin(relation)
    others = {
        (key_of(series), series.book.vintage): series
        for series in _collect_points(evidence, relation, pair.recipient, options)
    }
    distances = []
    for series in _collect_points(evidence, relation, pair.actor, options):
        other = others.get((key_of(series), series.book.vintage))
        if other:
            difference = subtract(series, other, blank)
            distances.append(replace(difference, values=np.abs(difference.values)))
    return distances
