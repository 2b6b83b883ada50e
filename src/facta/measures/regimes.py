"""A state's regime and means: governance, democracy, capabilities, military expenditure."""

from __future__ import annotations

from collections.abc import Sequence

from facta.domain import Aggregation, Basis, Evidence, Kind, Pair, Price, Relation, Series
from facta.measures.assembly import collect_pairs, find_pair, make_facts
from facta.measures.registry import Argument, Options, declare

__all__ = ["measure_capabilities", "measure_governance", "measure_military_expenditure", "measure_polyarchy"]

_INDEX = Basis(Kind.INDEX)
_SHARE = Basis(Kind.SHARE)
_MONEY = Basis(Kind.FLOW, price=Price.NOMINAL)
_INDICES = {
    "electoral": "polyarchy",
    "liberal": "liberal_democracy",
    "participatory": "participatory_democracy",
    "deliberative": "deliberative_democracy",
    "egalitarian": "egalitarian_democracy",
    "additive": "additive_polyarchy",
    "multiplicative": "multiplicative_polyarchy",
}
_SINGER = "Singer, J. David (1987), International Interactions 14(2), 115-132."


@declare(
    "voice and accountability of a state's government",
    ledger="context",
    shape="state",
    indicators=("governance",),
    unit="points",
    basis=_INDEX,
    aggregation=Aggregation.MEAN,
    bias="Built from perceptions; each year is scaled anew, so that a world-wide change cannot show.",
    remedy="The interval is shown; most changes from year to year lie within it.",
    reference="Kaufmann, Daniel, Aart Kraay, Massimo Mastruzzi (2011), Hague Journal on the Rule of Law 3(2), 220-246.",
)
def measure_governance(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Governance estimate, in standard normal units from about -2.5 (weak) to 2.5 (strong), with the 90% interval.

    A year without an estimate is missing.
    """
    return _collect_index(evidence, relation, "governance", "governance")


@declare(
    "how democratic a state is",
    ledger="context",
    shape="state",
    indicators=tuple(_INDICES.values()),
    unit="points",
    basis=_INDEX,
    aggregation=Aggregation.MEAN,
    arguments=(Argument("index", "which idea of democracy", tuple(_INDICES), "electoral"),),
    bias="Coded by experts, who may judge the present by what they know of the past.",
    remedy="The interval is shown; other indices can be asked for.",
    reference="Teorell, Jan, et al. (2019), Studies in Comparative International Development 54(1), 71-95.",
)
def measure_polyarchy(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Index of democracy, from 0 (none) to 1 (full), with the publisher's interval; a year without one is missing."""
    return _collect_index(evidence, relation, "polyarchy", _INDICES[options["index"]])


@declare(
    "share of the world's material capabilities",
    ledger="deeds",
    shape="state",
    indicators=("capabilities",),
    unit="1",
    basis=_SHARE,
    aggregation=Aggregation.LAST,
    bias="Counts heads and steel as much as money: large and poor states look strong.",
    remedy="Compare with trade and military expenditure.",
    reference=_SINGER,
)
def measure_capabilities(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Composite index of national capability, from 0 to 1, by year; the shares of a set's members are added.

    The mean of a state's shares of six world totals: population, city dwellers, steel, energy, troops and military
    expenditure.
    """
    return _sum_members(
        evidence, relation, "capabilities", make_facts("capabilities", relation, "1", _SHARE, Aggregation.LAST)
    )


@declare(
    "military expenditure of a state",
    ledger="deeds",
    shape="state",
    indicators=("military_expenditure",),
    unit="M USD",
    basis=_MONEY,
    bias="Official budgets leave much out, and exchange rates move the figure.",
    remedy="Compare shares, and other sources.",
    reference=_SINGER,
)
def measure_military_expenditure(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Military expenditure, in current million USD a year; that of a set's members is added; missing is not zero."""
    facts = make_facts("military_expenditure", relation, "M USD", _MONEY, Aggregation.SUM)
    return _sum_members(evidence, relation, "military_expenditure", facts)


def _collect_index(evidence: Evidence, relation: Relation, measure: str, indicator: str) -> list[Series]:
    """Collect one state's index: indices of several states have no sum."""
    pair = find_pair(relation, measure)
    facts = make_facts(measure, relation, "points", _INDEX, Aggregation.MEAN)
    return collect_pairs(evidence, indicator, [pair], facts) if pair else []


def _sum_members(evidence: Evidence, relation: Relation, indicator: str, facts: Series) -> list[Series]:
    """Sum a state's own figures over the members of a set."""
    return collect_pairs(evidence, indicator, [Pair(m.state, "", m.window) for m in relation.actors.members], facts)
