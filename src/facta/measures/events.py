"""Events between states: two ledgers, words and deeds, never netted into one score that is a level of relations.

The one net score that others publish is an alarm, and how much is reported at all is context.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from facta.domain import ALWAYS, Aggregation, Basis, Evidence, Kind, Relation, Series
from facta.measures.assembly import collect_members, collect_one, collect_pairs, divide, key_of, sum_series
from facta.measures.registry import Facts, Options, declare, find_measure

__all__ = [
    "measure_conflict_share",
    "measure_delivery",
    "measure_material_conflict",
    "measure_material_cooperation",
    "measure_net_score",
    "measure_reporting_volume",
    "measure_verbal_balance",
    "measure_verbal_conflict",
    "measure_verbal_cooperation",
]

_BIAS = "Machine-coded reports: counts grow with media attention, and deeds are rare among them."
_REFERENCE = "Terechshenko, Zhanna (2020), Hot under the collar, Journal of Peace Research 57(1), 64-76."
_CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_COOPERATION = _CLASSES[:2]
_VERBAL = ("verbal_cooperation", "verbal_conflict")
_WORDS = Facts(
    title="reports of verbal cooperation",
    ledger="words",
    shape="either",
    indicators=("verbal_cooperation",),
    unit="count",
    basis=Basis(Kind.COUNT),
    bias=_BIAS,
    remedy="Read shares rather than counts, give n, and compare with statistics.",
    reference=_REFERENCE,
)
_BALANCE = Facts(
    title="balance of words between two sides",
    ledger="words",
    shape="either",
    indicators=_VERBAL,
    unit="1",
    basis=Basis(Kind.SHARE),
    aggregation=Aggregation.WEIGHTED,
    bias="Diplomatic routine is verbal cooperation, so nearly every pair is above zero.",
    remedy="Compare with other pairs and over time, and give n.",
    reference=_REFERENCE,
)


def _count(evidence: Evidence, relation: Relation, name: str) -> list[Series]:
    """Count events of one quad class; an undirected relation counts both directions."""
    pairs = list(relation.pairs())
    both = pairs if relation.is_directed else [way for pair in pairs for way in (pair, pair.swap())]
    return collect_pairs(evidence, name, both, find_measure(name).begin(relation))


@declare(_WORDS)
def measure_verbal_cooperation(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Events of CAMEO roots 01-05 from one side to the other: statements, appeals, consultations, agreements.

    A count a period, both directions together where the relation is undirected; several periods are added. Zero where
    the source covers the pair and reports nothing, null where it does not cover it, *partial* where one direction or
    member is missing.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("verbal_cooperation", "CHN -- RUS", window="2014")[0].values.tolist()
    [[4469.0]]
    """
    return _count(evidence, relation, "verbal_cooperation")


@declare(replace(_WORDS, title="reports of material cooperation", ledger="deeds", indicators=("material_cooperation",)))
def measure_material_cooperation(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Events of CAMEO roots 06-08 from one side to the other: aid, exchange, concessions made good.

    A count a period; directions, sums and gaps as in ``verbal_cooperation``.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("material_cooperation", "CHN -- RUS", window="2014")[0].values.tolist()
    [[54.0]]
    """
    return _count(evidence, relation, "material_cooperation")


@declare(replace(_WORDS, title="reports of verbal conflict", indicators=("verbal_conflict",)))
def measure_verbal_conflict(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Events of CAMEO roots 09-13 from one side to the other: investigations, demands, criticism, refusals, threats.

    A count a period; directions, sums and gaps as in ``verbal_cooperation``.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("verbal_conflict", "CHN -- RUS", window="2014")[0].values.tolist()
    [[21.0]]
    """
    return _count(evidence, relation, "verbal_conflict")


@declare(replace(_WORDS, title="reports of material conflict", ledger="deeds", indicators=("material_conflict",)))
def measure_material_conflict(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Events of CAMEO roots 14-20 from one side to the other: protest, coercion, assault, fighting.

    A count a period; directions, sums and gaps as in ``verbal_cooperation``. Often wrong: no trigger rests on it.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("material_conflict", "CHN -- RUS", window="2014")[0].values.tolist()
    [[13.0]]
    """
    return _count(evidence, relation, "material_conflict")


def _measure_share(evidence: Evidence, relation: Relation, name: str, above: Mapping[str, int]) -> list[Series]:
    """Divide a signed sum of quad classes by the sum of all that a measure counts, book by book.

    A book that lacks a class gives nothing.
    """
    measure = find_measure(name)
    counted = [{key_of(found): found for found in _count(evidence, relation, part)} for part in measure.indicators]
    shares = []
    for key in sorted(set.intersection(*(set(found) for found in counted))):
        parts = {part: found[key] for part, found in zip(measure.indicators, counted, strict=True)}
        upper = [replace(parts[part], values=sign * parts[part].values) for part, sign in above.items()]
        one, other = (sum_series([(series, ALWAYS) for series in group]) for group in (upper, parts.values()))
        shares.append(divide(one, other, measure.begin(relation)))
    return shares


@declare(_BALANCE)
def measure_verbal_balance(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Balance of words, :math:`(V^+ - V^-) / (V^+ + V^-)`, from -1 (all conflict) to 1 (all cooperation).

    :math:`V^+` counts verbal cooperation, :math:`V^-` verbal conflict, in one book. Null, not zero, where no verbal
    event is reported. Several periods are pooled, not averaged.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("verbal_balance", "CHN -- RUS", window="2014")[0].values.round(3).tolist()
    [[0.991]]
    """
    return _measure_share(evidence, relation, "verbal_balance", {"verbal_cooperation": 1, "verbal_conflict": -1})


@declare(
    replace(
        _BALANCE,
        title="share of conflict in the events between two sides",
        indicators=_CLASSES,
        bias=_BIAS,
        remedy="A share does not grow with reporting volume; give n.",
    )
)
def measure_conflict_share(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Conflict as a share of all events between two sides, :math:`(V^- + M^-) / (V^+ + M^+ + V^- + M^-)`.

    From 0 (none) to 1 (all): verbal and material conflict over the events of all four quad classes, in one book. Null,
    not zero, where no event is reported. Several periods are pooled.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("conflict_share", "CHN -- RUS", window="2014")[0].values.round(3).tolist()
    [[0.007]]
    """
    return _measure_share(evidence, relation, "conflict_share", {"verbal_conflict": 1, "material_conflict": 1})


@declare(
    replace(
        _BALANCE,
        title="material share of cooperative events",
        ledger="deeds",
        indicators=_COOPERATION,
        bias="Only about one interstate event in fifty is material cooperation: small counts decide.",
        remedy="Give n; compare with pairs of like volume.",
    )
)
def measure_delivery(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Material cooperation as a share of all cooperation, :math:`M^+ / (V^+ + M^+)`, from 0 (talk only) to 1.

    In one book; null, not zero, where no cooperation is reported. Several periods are pooled.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("delivery", "CHN -- RUS", window="2014")[0].values.round(3).tolist()
    [[0.012]]
    """
    return _measure_share(evidence, relation, "delivery", {"material_cooperation": 1})


@declare(
    Facts(
        title="reports of events in a state or the world, of whatever kind",
        ledger="context",
        shape="state",
        indicators=("reporting_volume",),
        unit="count",
        basis=Basis(Kind.COUNT),
        bias="Grows with what the publisher reads: more news, not more events; and larger where journalists are.",
        remedy="A denominator for counts of the same publisher, and nothing else.",
        reference="Leetaru, Kalev, and Philip Schrodt (2013), GDELT: Global Data on Events, Location and Tone, ISA.",
    )
)
def measure_reporting_volume(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Events on record by the place where they happened, at home or between states; of everywhere with ``WLD``.

    A count a day, month or year, as the file has it, each a series of its own; several periods are added, and the
    members of a set. Null where the source lists nothing: that is no zero.

    References
    ----------
    Leetaru and Schrodt (2013).

    Examples
    --------
    >>> import facta
    >>> facta.explain("reporting_volume(WLD)[2012] > 1000000").measures[0].aggregation
    'sum'
    """
    return collect_members(evidence, "reporting_volume", relation, find_measure("reporting_volume").begin(relation))


_ALARM = "an alarm, never a level of relations: the sum grows with the volume of reporting"


@declare(
    Facts(
        title="net score of a day's events between two states: an alarm, never a level of relations",
        ledger="context",
        shape="undirected",
        indicators=("net_score",),
        unit="points",
        basis=Basis(Kind.INDEX),
        aggregation=Aggregation.MEAN,
        bias="Sums words and deeds, so it grows with reporting: in 2018 the friendliest pair of all was CHN -- USA.",
        remedy="Look where it breaks, then at conflict_share and verified incidents; never compare two pairs by it.",
        reference="Goldstein, Joshua (1992), A Conflict-Cooperation Scale for WEIS Events Data, JCR 36(2), 369-385.",
    )
)
def measure_net_score(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Sum of the Goldstein scores of a day's events between two states, in points; below zero conflict prevails.

    It can raise an alarm where it breaks with its own past. It is never a level of relations, as the note on every
    figure says. A day without a score is null; several days are averaged. Of two states: sums over pairs would be of
    reporting volume.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Goldstein (1992).

    Examples
    --------
    >>> import facta
    >>> "never a level of relations" in facta.explain("net_score(CHN -- RUS)[2022] > 0").measures[0].title
    True
    """
    found = collect_one(evidence, "net_score", relation, find_measure("net_score").begin(relation))
    return [replace(series, notes=(*series.notes, _ALARM)) for series in found]
