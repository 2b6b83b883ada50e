"""A state's regime and might: governance, democracy, regime score, capabilities, military expenditure."""

from __future__ import annotations

from dataclasses import replace

from facta.domain import Aggregation, Basis, Evidence, Kind, Price, Relation, Series
from facta.measures.assembly import collect_members, collect_one
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = [
    "measure_capabilities",
    "measure_governance",
    "measure_military_expenditure",
    "measure_polity",
    "measure_polyarchy",
]

_INDICES = {
    "electoral": "polyarchy",
    "liberal": "liberal_democracy",
    "participatory": "participatory_democracy",
    "deliberative": "deliberative_democracy",
    "egalitarian": "egalitarian_democracy",
    "additive": "additive_polyarchy",
    "multiplicative": "multiplicative_polyarchy",
}
_DIMENSIONS = (
    "voice_accountability",
    "political_stability",
    "government_effectiveness",
    "regulatory_quality",
    "rule_of_law",
    "control_of_corruption",
)
_GOVERNANCE = Facts(
    title="quality of a state's government in one of six dimensions",
    ledger="context",
    shape="state",
    indicators=("governance",),
    unit="points",
    basis=Basis(Kind.INDEX),
    aggregation=Aggregation.MEAN,
    arguments=(Argument("dimension", "which of the six", _DIMENSIONS, "voice_accountability"),),
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
    """Governance in standard normal units, from about -2.5 (weak) to 2.5 (strong), with the 90% interval.

    Voice and accountability, unless ``dimension=`` names another of the six. A year without an estimate is null. Of one
    state: indices of several have no sum.

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
    blank = find_measure("governance").begin(relation)
    return collect_one(evidence, "governance", relation, blank, variants=(options["dimension"],))


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
    blank = find_measure("polyarchy").begin(relation)
    return collect_one(evidence, _INDICES[options["index"]], relation, blank)


@declare(
    replace(
        _GOVERNANCE,
        title="regime score of a state",
        indicators=("polity",),
        arguments=(
            Argument(
                "score",
                "original leaves years of occupation, collapse and transition without a score; revised fills the last "
                "two",
                ("original", "revised"),
                "original",
            ),
        ),
        bias="The score sums unlike parts, one of which counts factions and so civil wars; its middle is a mixture.",
        remedy="Compare with polyarchy, and read steps of several points.",
        reference=(
            "Vreeland, James Raymond (2008), The Effect of Political Regime on Civil War: Unpacking Anocracy, "
            "Journal of Conflict Resolution 52(3), 401-425."
        ),
    )
)
def measure_polity(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Polity score of a state by year, from -10 (full autocracy) to 10 (full democracy), in points.

    A year of foreign interruption, interregnum or transition is null; ``score=revised`` (polity2) sets an interregnum
    to 0 and draws a line through a transition: figures that nobody observed. Several years are averaged. Of one state.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Vreeland (2008).

    Examples
    --------
    >>> import facta
    >>> facta.explain("polity(RUS)[2018] > 0").measures[0].options
    {'score': 'original'}
    """
    blank = find_measure("polity").begin(relation)
    return collect_one(evidence, "polity", relation, blank, variants=(options["score"],))


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
    return collect_members(evidence, "capabilities", relation, find_measure("capabilities").begin(relation))


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
    return collect_members(
        evidence, "military_expenditure", relation, find_measure("military_expenditure").begin(relation)
    )
