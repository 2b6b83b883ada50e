"""A state's economy and people: gross domestic product, its growth, population, openness to trade."""

from __future__ import annotations

from dataclasses import replace

from facta.domain import Aggregation, Basis, Evidence, Kind, Price, Relation, Series
from facta.measures.assembly import collect_members, collect_one
from facta.measures.registry import Facts, Options, declare, find_measure

__all__ = ["measure_gdp", "measure_gdp_growth", "measure_gdp_real", "measure_population", "measure_trade_openness"]

_PRODUCT = Facts(
    title="gross domestic product at market prices",
    ledger="context",
    shape="state",
    indicators=("gdp",),
    unit="M USD",
    basis=Basis(Kind.FLOW, price=Price.NOMINAL),
    bias="Market exchange rates make poor states look smaller than they are, and move the figure without any growth.",
    remedy="Use gdp_real or gdp_growth for change over time, and shares between states.",
    reference=(
        "Feenstra, Robert, Robert Inklaar and Marcel Timmer (2015), The Next Generation of the Penn World Table, "
        "American Economic Review 105(10), 3150-3182."
    ),
)
_GROWTH = Facts(
    title="growth of real gross domestic product over the year before",
    ledger="context",
    shape="state",
    indicators=("gdp_growth",),
    unit="%",
    basis=Basis(Kind.SHARE),
    aggregation=Aggregation.MEAN,
    bias="Official figures: autocracies overstate growth.",
    remedy="Compare with what partners book, such as trade.",
    reference=(
        "Martínez, Luis (2022), How Much Should We Trust the Dictator's GDP Growth Estimates?, "
        "Journal of Political Economy 130(10), 2731-2769."
    ),
)


@declare(_PRODUCT)
def measure_gdp(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Gross domestic product, in million USD of the year at market exchange rates; higher is more.

    Flows of a year: several years are added. That of a set's members is added, and *partial* where one has none; a year
    without a figure is null.

    References
    ----------
    Feenstra, Inklaar and Timmer (2015).

    Examples
    --------
    >>> import facta
    >>> facta.explain("gdp(CHN)[2020] > 10 tn USD").measures[0].basis
    'flow, done, nominal'
    """
    return collect_members(evidence, "gdp", relation, find_measure("gdp").begin(relation))


@declare(
    replace(
        _PRODUCT,
        title="gross domestic product in prices of one year",
        indicators=("gdp_real",),
        basis=Basis(Kind.FLOW, price=Price.REAL),
        bias="The year whose prices and exchange rates count decides how large states look beside each other.",
        remedy="Compare a state with itself over time; the source says of which year the prices are.",
    )
)
def measure_gdp_real(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Gross domestic product, in million USD at the prices and exchange rates of one year; higher is more.

    Never compared with nominal money. Sums and gaps as in ``gdp``.

    References
    ----------
    Feenstra, Inklaar and Timmer (2015).

    Examples
    --------
    >>> import facta
    >>> facta.explain("gdp_real(CHN)[2020] > gdp_real(CHN)[2010]").measures[0].basis
    'flow, done, real'
    """
    return collect_members(evidence, "gdp_real", relation, find_measure("gdp_real").begin(relation))


@declare(_GROWTH)
def measure_gdp_growth(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Growth of real gross domestic product over the year before, in percent; negative is a recession.

    A year without a figure is null; several years are averaged. Of one state: growth rates have no sum. Figures cited
    by hand are books of their own.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Martínez (2022).

    Examples
    --------
    >>> import facta
    >>> facta.measure("gdp_growth", "CHN", window="2020", reporter="CHN")[0].values.tolist()
    [[2.2]]
    """
    return collect_one(evidence, "gdp_growth", relation, find_measure("gdp_growth").begin(relation))


@declare(
    replace(
        _PRODUCT,
        title="inhabitants of a state",
        indicators=("population",),
        unit="count",
        basis=Basis(Kind.STOCK),
        aggregation=Aggregation.LAST,
        bias="Between censuses an estimate, in states at war a guess.",
        remedy="Read changes over ten years rather than one.",
        reference="",
    )
)
def measure_population(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Inhabitants at the middle of a year, a count.

    Those of a set's members are added, and *partial* where one has no figure; a year without one is null. Of several
    years the last counts.

    Examples
    --------
    >>> import facta
    >>> facta.explain("population(IND)[2023] > population(CHN)[2023]").measures[0].basis
    'stock, done'
    """
    return collect_members(evidence, "population", relation, find_measure("population").begin(relation))


@declare(
    replace(
        _GROWTH,
        title="trade in goods and services as a share of gross domestic product",
        indicators=("trade_openness",),
        bias="Small states trade more of what they produce: the ratio says how large a state is as much as how open.",
        remedy="Compare states of like size, or one over time.",
        reference="Squalli, Jay, and Kenneth Wilson (2011), A New Measure of Trade Openness, World Economy 34(10).",
    )
)
def measure_trade_openness(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Trade in goods and services, exports plus imports, as a share of gross domestic product, in percent.

    0 is a closed economy; above 100 for those that trade more than they produce. A year without a figure is null;
    several years are averaged. Of one state: shares of several have no sum.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Squalli and Wilson (2011).

    Examples
    --------
    >>> import facta
    >>> facta.explain("trade_openness(KAZ)[2020] > 50%").measures[0].aggregation
    'mean'
    """
    return collect_one(evidence, "trade_openness", relation, find_measure("trade_openness").begin(relation))
