"""Events between states: two ledgers, words and deeds, never netted into one score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from facta.domain import ALWAYS, Aggregation, Basis, Evidence, Kind, Relation, Series
from facta.measures.assembly import collect_pairs, derive, divide, make_facts, sum_series
from facta.measures.registry import Options, declare

__all__ = [
    "measure_conflict_share",
    "measure_delivery",
    "measure_material_conflict",
    "measure_material_cooperation",
    "measure_verbal_balance",
    "measure_verbal_conflict",
    "measure_verbal_cooperation",
]

_COUNT = Basis(Kind.COUNT)
_SHARE = Basis(Kind.SHARE)
_BIAS = "Machine-coded reports: counts grow with media attention, and deeds are rare among them."
_REMEDY = "Read shares rather than counts, give n, and compare with statistics."
_REFERENCE = "Terechshenko, Zhanna (2020), Hot under the collar, Journal of Peace Research 57(1), 64-76."
_BALANCE_BIAS = "Diplomatic routine is verbal cooperation, so nearly every pair is above zero."
_CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_declare_count = partial(
    declare, shape="either", unit="count", basis=_COUNT, bias=_BIAS, remedy=_REMEDY, reference=_REFERENCE
)


def _count(evidence: Evidence, relation: Relation, indicator: str) -> list[Series]:
    """Count events of one quad class; an undirected relation counts both directions."""
    facts = make_facts(indicator, relation, "count", _COUNT, Aggregation.SUM)
    pairs = list(relation.pairs())
    both = pairs if relation.is_directed else [pair for pair in pairs for pair in (pair, pair.swap())]
    return collect_pairs(evidence, indicator, both, facts)


@_declare_count("reports of verbal cooperation", ledger="words", indicators=("verbal_cooperation",))
def measure_verbal_cooperation(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Events of CAMEO roots 01-05: statements, appeals, consultations, agreements; a count a period."""
    return _count(evidence, relation, "verbal_cooperation")


@_declare_count("reports of material cooperation", ledger="deeds", indicators=("material_cooperation",))
def measure_material_cooperation(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Events of CAMEO roots 06-08: aid, exchange, concessions made good; a count a period."""
    return _count(evidence, relation, "material_cooperation")


@_declare_count("reports of verbal conflict", ledger="words", indicators=("verbal_conflict",))
def measure_verbal_conflict(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Events of CAMEO roots 09-13: investigations, demands, criticism, refusals, threats; a count a period."""
    return _count(evidence, relation, "verbal_conflict")


@_declare_count("reports of material conflict", ledger="deeds", indicators=("material_conflict",))
def measure_material_conflict(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Events of CAMEO roots 14-20: protest, coercion, assault, fighting; a count a period. Often wrong: no trigger."""
    return _count(evidence, relation, "material_conflict")


def _combine(
    evidence: Evidence, relation: Relation, facts: Series, above: Mapping[str, int], below: Sequence[str]
) -> list[Series]:
    """Divide a signed sum of quad classes by a sum of others, book by book; a book that lacks a class gives nothing."""
    counted = {name: {series.book: series for series in _count(evidence, relation, name)} for name in below}
    shared = [book for book in counted[below[0]] if all(book in found for found in counted.values())]
    return [
        divide(
            _total((counted[name][book], sign) for name, sign in above.items()),
            _total((counted[name][book], 1) for name in below),
            facts,
        )
        for book in shared
    ]


def _total(signed: Iterable[tuple[Series, int]]) -> Series:
    """Add series, each times its sign."""
    return sum_series([(derive(series, series, series.values * sign), ALWAYS) for series, sign in signed])


@declare(
    "balance of words between two sides",
    ledger="words",
    shape="either",
    indicators=("verbal_cooperation", "verbal_conflict"),
    unit="1",
    basis=_SHARE,
    aggregation=Aggregation.WEIGHTED,
    bias=_BALANCE_BIAS,
    remedy="Compare with other pairs and over time, and give n.",
    reference=_REFERENCE,
)
def measure_verbal_balance(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    r"""Balance of words, :math:`(V^+ - V^-) / (V^+ + V^-)`, from -1 (all conflict) to 1 (all cooperation).

    Null, not zero, where no verbal event is reported. Several periods are pooled, not averaged.
    """
    facts = make_facts("verbal_balance", relation, "1", _SHARE, Aggregation.WEIGHTED)
    return _combine(
        evidence,
        relation,
        facts,
        {"verbal_cooperation": 1, "verbal_conflict": -1},
        ("verbal_cooperation", "verbal_conflict"),
    )


@declare(
    "share of conflict in the events between two sides",
    ledger="words",
    shape="either",
    indicators=_CLASSES,
    unit="1",
    basis=_SHARE,
    aggregation=Aggregation.WEIGHTED,
    bias=_BIAS,
    remedy="A share does not grow with reporting volume; give n.",
    reference=_REFERENCE,
)
def measure_conflict_share(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Verbal and material conflict as a share of all events between two sides, from 0 to 1; null if there are none."""
    facts = make_facts("conflict_share", relation, "1", _SHARE, Aggregation.WEIGHTED)
    return _combine(evidence, relation, facts, {"verbal_conflict": 1, "material_conflict": 1}, _CLASSES)


@declare(
    "material share of cooperative events",
    ledger="deeds",
    shape="either",
    indicators=_CLASSES[:2],
    unit="1",
    basis=_SHARE,
    aggregation=Aggregation.WEIGHTED,
    bias="Only about one interstate event in fifty is material cooperation: small counts decide.",
    remedy="Give n; compare with pairs of like volume.",
    reference=_REFERENCE,
)
def measure_delivery(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Material cooperation as a share of all cooperation, from 0 (talk only) to 1; null where none is reported."""
    facts = make_facts("delivery", relation, "1", _SHARE, Aggregation.WEIGHTED)
    return _combine(evidence, relation, facts, {"material_cooperation": 1}, _CLASSES[:2])
