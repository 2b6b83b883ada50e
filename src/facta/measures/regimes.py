"""A state's regime and means: governance, democracy, capabilities, military expenditure."""

from __future__ import annotations

from dataclasses import replace

from facta.domain import Aggregation, Basis, Evidence, Kind, Pair, Price, Relation, Series
from facta.measures.assembly import collect_pairs, find_pair
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = ["measure_capabilities", "measure_governance", "measure_military_expenditure", "measure_polyarchy"]

_INDICES = {
    "electoral": "polyarchy",
    "liberal": "liberal_democracy",
    "participatory": "participatory_democracy",
    "deliberative": "deliberative_democracy",
    "egalitarian": "egalitarian_democracy",
    "additive": "additive_polyarchy",
    "multiplicative": "multiplicative_polyarchy",
}
_GOVERNANCE = Facts(
    title="voice and accountability of a state's government",
    ledger="context",
    shape="state",
    indicators=("governance",),
    unit="points",
    basis=Basis(Kind.INDEX),
    aggregation=Aggregation.MEAN,
    bias="Built from perceptions; each year is scaled anew, so that a world-wide change cannot show.",
    remedy="The interval is shown; most changes from year to year lie within it.",
    reference="Kaufmann, Daniel, Aart Kraay, Massimo Mastruzzi (2011), Hague Journal on the Rule of Law 3(2), 220-246.",
)
_CAPABILITIES = Facts(
    title="share of the world's material capabilities",
    ledger="deeds",
    shape="state",
    indicators=("capabilities",),
    unit="1",
    basis=Basis(Kind.SHARE),
    aggregation=Aggregation.LAST,
    bias="Counts heads and steel as much as money: large and poor states look strong.",
    remedy="Compare with trade and military expenditure.",
    reference="Singer, J. David (1987), International Interactions 14(2), 115-132.",
)


@declare(_GOVERNANCE)
def measure_governance(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Voice and accountability, in standard normal units from about -2.5 (weak) to 2.5 (strong), with the 90% interval.

    A year without an estimate is null. Of one state: indices of several have no sum.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Kaufmann, Kraay and Mastruzzi (2011).

    Examples
    --------
    >>> import facta
    >>> series = facta.measure("governance", "RUS", window="2020")[0]
    >>> bool(series.low[0] < series.values[0, 0] < series.high[0] < 0)
    True
    """
    return _collect_index(evidence, relation, "governance", "governance")


@declare(
    replace(
        _GOVERNANCE,
        title="how democratic a state is",
        indicators=tuple(_INDICES.values()),
        arguments=(Argument("index", "which idea of democracy", tuple(_INDICES), "electoral"),),
        bias="Coded by experts, who may judge the present by what they know of the past.",
        remedy="The interval is shown; other indices can be asked for.",
        reference="Teorell, Jan, et al. (2019), Studies in Comparative International Development 54(1), 71-95.",
    )
)
def measure_polyarchy(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Index of democracy, from 0 (none) to 1 (full), in points, with the publisher's interval.

    A year without an estimate is null; several years are averaged. Of one state.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Teorell et al. (2019).

    Examples
    --------
    >>> import facta
    >>> facta.measure("polyarchy", "MNG", window="2020")[0].values.round(2).tolist()
    [[0.63]]
    """
    return _collect_index(evidence, relation, "polyarchy", _INDICES[options["index"]])


@declare(_CAPABILITIES)
def measure_capabilities(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Composite index of national capability, :math:`\frac16 \sum_k x_{ik} / \sum_j x_{jk}`, from 0 to 1, by year.

    The mean of a state's shares of six world totals: population, city dwellers, steel, energy, troops and military
    expenditure. The shares of a set's members are added, and *partial* where one has none; null where none has.

    References
    ----------
    Singer (1987).

    Examples
    --------
    >>> import facta
    >>> facta.measure("capabilities", "CHN", window="2014")[0].values.round(2).tolist()
    [[0.23]]
    """
    return _sum_members(evidence, relation, "capabilities")


@declare(
    replace(
        _CAPABILITIES,
        title="military expenditure of a state",
        indicators=("military_expenditure",),
        unit="M USD",
        basis=Basis(Kind.FLOW, price=Price.NOMINAL),
        aggregation=Aggregation.SUM,
        bias="Official budgets leave much out, and exchange rates move the figure.",
        remedy="Compare shares, and other sources.",
    )
)
def measure_military_expenditure(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Military expenditure, in current million USD a year; higher is more.

    That of a set's members is added, and *partial* where one has none. Missing is not zero.

    References
    ----------
    Singer (1987).

    Examples
    --------
    >>> import facta
    >>> facta.measure("military_expenditure", "RUS", window="2014")[0].values.round().tolist()
    [[70048.0]]
    """
    return _sum_members(evidence, relation, "military_expenditure")


def _collect_index(evidence: Evidence, relation: Relation, name: str, indicator: str) -> list[Series]:
    """Collect one state's index."""
    pair = find_pair(relation, name)
    return collect_pairs(evidence, indicator, [pair], find_measure(name).begin(relation)) if pair else []


def _sum_members(evidence: Evidence, relation: Relation, name: str) -> list[Series]:
    """Sum a state's own figures over the members of a set."""
    members = [Pair(member.state, "", member.window) for member in relation.actors.members]
    return collect_pairs(evidence, name, members, find_measure(name).begin(relation))
