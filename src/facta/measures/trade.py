"""Trade: totals, directed flows, and each side's dependence on the other."""

from __future__ import annotations

from facta.domain import (
    ALWAYS,
    Aggregation,
    Basis,
    Evidence,
    Kind,
    Membership,
    Pair,
    Parties,
    Price,
    Relation,
    Series,
    Window,
    find_parties,
    find_unit,
)
from facta.measures.assembly import collect_pairs, collect_sides
from facta.measures.books import divide, join_books, keep_common, key_of, subtract, sum_books
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = ["measure_flow", "measure_trade", "measure_trade_asymmetry", "measure_trade_share"]

_MONEY = Basis(Kind.FLOW, price=Price.NOMINAL)
_SHARE = Basis(Kind.SHARE)
_BIAS = "The two sides' books differ: imports are valued cif, exports fob, and Hong Kong re-exports are booked apart."
_LARGER = "A larger economy always depends less on a smaller one by this measure."
_REFERENCE = "Gaulier, Guillaume, and Soledad Zignago (2010), BACI, CEPII Working Paper 2010-23."
_DIRECTED = ("trade_flow", "trade_national")
_ALL_GOODS = ("",)
"""The variant of a source's figures that counts every commodity."""


@declare(
    Facts(
        title="goods traded both ways",
        ledger="deeds",
        shape="either",
        indicators=("trade", *_DIRECTED),
        unit="M USD",
        basis=_MONEY,
        bias=_BIAS,
        remedy="Every source and reporter is a series of its own.",
        reference=_REFERENCE,
    )
)
def measure_trade(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Goods traded between two sides, both directions together: :math:`T_{ij} = X_{ij} + X_{ji}`, never negative.

    In current million USD a year. A total that a source publishes as such, whichever of the two sides it names first,
    beats the sum of its flows, which fills the periods that it lacks; the same holds for a set as such and its members.
    Two states on both sides of a relation of sets count once. With ``WLD`` as one side it is a state's whole trade.

    A period in which only one direction or a part of the members is reported is *partial*, and its figure too small;
    one in which nothing is reported is null.

    References
    ----------
    Gaulier and Zignago (2010).

    Examples
    --------
    >>> import facta
    >>> facta.measure("trade", "CHN -- RUS", window="2014", source="cow_trade")[0].values.round().tolist()
    [[93942.0]]
    """
    return _collect_trade(evidence, relation)


def _collect_trade(evidence: Evidence, relation: Relation) -> list[Series]:
    """Sum the trade of each pair; what a source publishes for a set as such beats the sum."""
    blank = find_measure("trade").begin(relation)
    actors, recipients = relation.actors, relation.recipients
    pairs = list(Relation(actors, recipients).pairs())
    is_set = recipients is not None and (actors.is_set or recipients.is_set)
    whole = [Pair(actors.label, recipients.label)] if recipients and is_set else []
    evidence.fetch_figures(
        (indicator, one, other)
        for pair in (*whole, *pairs)
        for one, other in ((pair.actor, pair.recipient), (pair.recipient, pair.actor))
        for indicator in ("trade", *_DIRECTED)
    )
    published = [series for pair in whole for series in _collect_pair(evidence, pair, blank)]
    summed = sum_books([(_collect_pair(evidence, pair, blank), pair.window) for pair in pairs])
    return join_books([*published, *summed])


def _collect_pair(evidence: Evidence, pair: Pair, blank: Series) -> list[Series]:
    """Return the trade of one pair at all times: the published total in either order, then the sum of both flows."""
    one, other = (Pair(*ends) for ends in sorted([(pair.actor, pair.recipient), (pair.recipient, pair.actor)]))
    wanted = [("trade", [one]), ("trade", [other]), *((name, [one, other]) for name in _DIRECTED)]
    return join_books(
        series
        for indicator, pairs in wanted
        for series in collect_pairs(evidence, indicator, pairs, blank, variants=_ALL_GOODS)
    )


@declare(
    Facts(
        title="goods that flow from actor to recipient",
        ledger="deeds",
        shape="directed",
        indicators=(*_DIRECTED, "trade_quantity"),
        unit="M USD",
        basis=_MONEY,
        arguments=(
            Argument("of", "a commodity, as the source names it; all goods where it is not written"),
            Argument("unit", "money where it is not written; t, kt, Mt, m3 or bcm count quantities"),
        ),
        bias=_BIAS,
        remedy="One directed flow has two reporters: what one side books as exports the other books as imports.",
        reference=_REFERENCE,
    )
)
def measure_flow(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Goods that flow from actor to recipient, :math:`X_{ij}`: one directed flow, seen by up to two reporters.

    In current million USD a year, or in the unit of quantity that ``unit=`` names, for all goods or for the commodity
    that ``of=`` names. What a source publishes for a set beats the sum over its members. A period in which a member's
    flow is not reported is *partial*; one in which nothing is reported is null.

    Raises
    ------
    UnknownName
        No such unit.

    References
    ----------
    Gaulier and Zignago (2010).

    Examples
    --------
    >>> import facta
    >>> facta.measure("flow", "RUS -> CHN", window="2014", source="cow_trade")[0].values.round().tolist()
    [[42807.0]]
    """
    measure = find_measure("flow")
    unit = find_unit(options["unit"] or measure.unit)
    is_money = unit.dimension == "money"
    blank = measure.begin(relation, unit, _MONEY if is_money else Basis(Kind.FLOW))
    return join_books(
        series
        for indicator in (_DIRECTED if is_money else ("trade_quantity",))
        for series in collect_sides(evidence, indicator, relation, blank, variants=(options["of"],))
    )


@declare(
    Facts(
        title="share of the first side's trade that is with the second",
        ledger="deeds",
        shape="directed",
        indicators=("trade", *_DIRECTED),
        unit="1",
        basis=_SHARE,
        aggregation=Aggregation.WEIGHTED,
        bias=_LARGER,
        remedy="Compare both directions, and with gravity in mind.",
        reference="Barbieri, Katherine (1996), Economic Interdependence, Journal of Peace Research 33(1), 29-49.",
    )
)
def measure_trade_share(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Dependence of the first side on the second, :math:`T_{ij} / T_{i\cdot}`, from 0 (none) to 1 (all of its trade).

    Numerator and denominator come from one book; a source without a total of the first side gives no series. A set
    depends as its members do together, :math:`\sum_i T_{ij} / \sum_i T_{i\cdot}`: both sums run over the members of
    which both are known, so that a member without a figure makes the share *partial* and not too small. Several periods
    are pooled by the denominator. Null where either is missing or the total is zero.

    References
    ----------
    Barbieri (1996).

    Examples
    --------
    >>> import facta
    >>> facta.measure("trade_share", "RUS -> CHN", window="2014")[0].values.round(3).tolist()
    [[0.122]]
    """
    blank = find_measure("trade_share").begin(relation)
    above: list[tuple[list[Series], Window]] = []
    below: list[tuple[list[Series], Window]] = []
    for member in relation.actors.members:
        state = Parties(member.state, (Membership(member.state, ALWAYS),))
        sides = Relation(state, relation.recipients)
        if next(sides.pairs(), None):
            wholes = {key_of(series): series for series in _collect_trade(evidence, Relation(state, _WORLD))}
            parts = {key_of(series): series for series in _collect_trade(evidence, sides)}
            common = [keep_common(parts[key], wholes[key]) for key in parts if key in wholes]
            above.append(([part for part, _ in common], member.window))
            below.append(([whole for _, whole in common], member.window))
    return [divide(one, other, blank) for one, other in zip(sum_books(above), sum_books(below), strict=True)]


_WORLD = find_parties("WLD")


@declare(
    Facts(
        title="how much more the first side depends on the second than the other way round",
        ledger="deeds",
        shape="directed",
        indicators=("trade", *_DIRECTED),
        unit="1",
        basis=_SHARE,
        aggregation=Aggregation.MEAN,
        bias=_LARGER,
        remedy="Compare with pairs of like size.",
        reference="Hirschman, Albert O. (1945), National Power and the Structure of Foreign Trade.",
    )
)
def measure_trade_asymmetry(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Difference of the two dependences, :math:`T_{ij}/T_{i\cdot} - T_{ji}/T_{j\cdot}`, from -1 to 1.

    Positive where the first side depends more; null where either dependence is. Several periods are averaged.

    References
    ----------
    Hirschman (1945).

    Examples
    --------
    >>> import facta
    >>> facta.measure("trade_asymmetry", "RUS -> CHN", window="2014")[0].values.round(3).tolist()
    [[0.101]]
    """
    blank = find_measure("trade_asymmetry").begin(relation)
    own = measure_trade_share(evidence, relation, options)
    others = {key_of(series): series for series in measure_trade_share(evidence, relation.swap(), options)}
    return [subtract(series, others[key_of(series)], blank) for series in own if key_of(series) in others]
