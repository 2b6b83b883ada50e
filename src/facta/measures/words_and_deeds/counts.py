"""Counts of reported events between states, by ledger and by sign: words and deeds are never added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from facta.domain import ALWAYS, Basis, Evidence, Frequency, Kind, Pair, Relation, Series
from facta.measures.assembly import collect_pairs, key_of, sum_series
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = [
    "BIAS",
    "CLASSES",
    "COUNT",
    "MATERIAL",
    "REFERENCE",
    "VERBAL",
    "Key",
    "count_classes",
    "list_ways",
    "measure_material_conflict",
    "measure_material_cooperation",
    "measure_material_volume",
    "measure_verbal_conflict",
    "measure_verbal_cooperation",
    "measure_verbal_volume",
]

Key: TypeAlias = tuple[str, str, str, Frequency]
"""Source, reporter, variant and length of the periods: one book."""

CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
VERBAL, MATERIAL = CLASSES[::2], CLASSES[1::2]
BIAS = "Machine-coded reports: counts grow with media attention, and deeds are rare among them."
REFERENCE = "Terechshenko, Zhanna (2020), Hot under the collar, Journal of Peace Research 57(1), 64-76."
COUNT = Argument(
    "count",
    "of reports alike in day, sides and kind of event count one (events) or each (reports)",
    ("events", "reports"),
    "events",
)
_WORDS = Facts(
    title="reports of verbal cooperation",
    ledger="words",
    shape="either",
    indicators=("verbal_cooperation",),
    unit="count",
    basis=Basis(Kind.COUNT),
    arguments=(COUNT,),
    bias=BIAS,
    remedy="Read shares rather than counts, give n, and compare with statistics.",
    reference=REFERENCE,
)


def list_ways(relation: Relation) -> list[Pair]:
    """Return the directed pairs of a relation; both directions of an undirected one."""
    pairs = list(relation.pairs())
    return pairs if relation.is_directed else [way for pair in pairs for way in (pair, pair.swap())]


def _count(evidence: Evidence, relation: Relation, options: Options, name: str) -> list[Series]:
    """Count events of one quad class."""
    blank, variants = find_measure(name).begin(relation), ("", options[COUNT.name])
    return collect_pairs(evidence, name, list_ways(relation), blank, variants=variants)


def count_classes(
    evidence: Evidence, relation: Relation, options: Options, classes: Sequence[str]
) -> Iterator[tuple[Key, Mapping[str, Series]]]:
    """Yield each book that has all of some quad classes, with the count of each."""
    counted = {name: {key_of(found): found for found in _count(evidence, relation, options, name)} for name in classes}
    for key in sorted(set.intersection(*(set(found) for found in counted.values()))):
        yield key, {name: found[key] for name, found in counted.items()}


def _add(evidence: Evidence, relation: Relation, options: Options, name: str) -> list[Series]:
    """Add the quad classes of a ledger, book by book."""
    books = count_classes(evidence, relation, options, find_measure(name).indicators)
    return [replace(sum_series([(series, ALWAYS) for series in parts.values()]), measure=name) for _, parts in books]


@declare(_WORDS)
def measure_verbal_cooperation(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Events of CAMEO roots 01-05 from one side to the other: statements, appeals, consultations, agreements.

    A count a period, both directions together where the relation is undirected; several periods are added. Zero where
    the source covers the pair and reports nothing, null where it does not cover it, *partial* where one direction or
    member is missing. It has no interval: it is what was counted, and no estimate.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("verbal_cooperation", "CHN -- RUS", window="2014")[0].values.tolist()
    [[4469.0]]
    """
    return _count(evidence, relation, options, "verbal_cooperation")


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
    return _count(evidence, relation, options, "material_cooperation")


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
    return _count(evidence, relation, options, "verbal_conflict")


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
    return _count(evidence, relation, options, "material_conflict")


@declare(replace(_WORDS, title="reports of words between two sides, kind or not", indicators=VERBAL))
def measure_verbal_volume(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Verbal cooperation and verbal conflict together, CAMEO roots 01-05 and 09-13: how much is said, not how kindly.

    A count a period; directions, sums and gaps as in ``verbal_cooperation``. A book that lacks a class gives nothing.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("verbal_volume", "CHN -- RUS", window="2014")[0].values.tolist()
    [[4490.0]]
    """
    return _add(evidence, relation, options, "verbal_volume")


@declare(replace(_WORDS, title="reports of deeds between two sides, kind or not", ledger="deeds", indicators=MATERIAL))
def measure_material_volume(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Material cooperation and conflict together, CAMEO roots 06-08 and 14-20: how much is done, not how kindly.

    A count a period; directions, sums and gaps as in ``verbal_cooperation``. A book that lacks a class gives nothing.

    References
    ----------
    Terechshenko (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("material_volume", "CHN -- RUS", window="2014")[0].values.tolist()
    [[67.0]]
    """
    return _add(evidence, relation, options, "material_volume")
