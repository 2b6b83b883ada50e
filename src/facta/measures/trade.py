"""Trade: totals, directed flows, goods that are sent on or come back, and each side's dependence on the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from facta.measures.assembly import (
    collect_pairs,
    collect_sides,
    divide,
    join_books,
    keep_common,
    key_of,
    subtract,
    sum_books,
)
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = [
    "measure_flow",
    "measure_reexports",
    "measure_reimports",
    "measure_trade",
    "measure_trade_asymmetry",
    "measure_trade_share",
]

_MONEY = Basis(Kind.FLOW, price=Price.NOMINAL)
_SHARE = Basis(Kind.SHARE)
_BIAS = "The two sides' books differ: imports are valued cif, exports fob, and Hong Kong re-exports are booked apart."
_LARGER = "A larger economy always depends less on a smaller one by this measure."
_REFERENCE = "Gaulier, Guillaume, and Soledad Zignago (2010), BACI, CEPII Working Paper 2010-23."
_DIRECTED = ("trade_flow", "trade_national")
_QUANTITIES = ("trade_weight", "trade_quantity")
_OF = Argument("of", "a commodity: a code of the Harmonised System, or as the source names it; all goods without it")
_UNIT = Argument("unit", "money where it is not written; t, kt, Mt, m3 or bcm count quantities")
_REEXPORTS = Facts(
    title="foreign goods that the first side sends on to the second",
    ledger="deeds",
    shape="directed",
    indicators=("reexport_flow",),
    unit="M USD",
    basis=_MONEY,
    arguments=(_OF,),
    bias="Few states book them apart, and the mark-up of the middleman is in them.",
    remedy="Read them beside flow, which holds them.",
    reference=(
        "Feenstra, Robert, and Gordon Hanson (2004), Intermediaries in Entrepôt Trade: Hong Kong Re-Exports of Chinese "
        "Goods, Journal of Economics & Management Strategy 13(1), 3-35."
    ),
)


@dataclass(frozen=True, slots=True)
class _Goods:
    """What is asked for: a template in its unit, the directed indicators that have it, and variants of a commodity."""

    blank: Series
    indicators: tuple[str, ...]
    variants: tuple[str, ...]

    @classmethod
    def choose(cls, name: str, relation: Relation, options: Options) -> _Goods:
        """Choose money or a quantity, of all goods or of one commodity."""
        measure, of = find_measure(name), options["of"]
        unit = find_unit(options.get("unit") or measure.unit)
        is_money = unit.dimension == "money"
        blank = measure.begin(relation, unit, _MONEY if is_money else Basis(Kind.FLOW))
        return cls(blank, _DIRECTED if is_money else _QUANTITIES, (of, f"HS:{of}") if of.isdigit() else (of,))


@declare(
    Facts(
        title="goods traded both ways",
        ledger="deeds",
        shape="undirected",
        indicators=("trade", *_DIRECTED, *_QUANTITIES),
        unit="M USD",
        basis=_MONEY,
        arguments=(_OF, _UNIT),
        bias=_BIAS,
        remedy="Every source and reporter is a series of its own.",
        reference=_REFERENCE,
    )
)
def measure_trade(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Goods traded between two sides, both directions together: :math:`T_{ij} = X_{ij} + X_{ji}`, never negative.

    In current million USD a year, or in the unit of quantity that ``unit=`` names, for all goods or for the commodity
    that ``of=`` names. A total that a source publishes as such, whichever of the two sides it names first, beats the
    sum of its flows, which fills the periods that it lacks; the same holds for a set as such and its members. Two
    states on both sides of a relation of sets count once. With ``WLD`` as one side it is a state's whole trade. An
    arrow asks for one way: ``trade(CHN -> RUS)`` is ``flow(CHN -> RUS)``.

    A period in which only one direction or a part of the members is reported is *partial*, and its figure too small;
    one in which nothing is reported is null.

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
    >>> facta.measure("trade", "CHN -- RUS", window="2014", source="cow_trade")[0].values.round().tolist()
    [[93942.0]]
    """
    if relation.is_directed:
        return [replace(series, measure="trade") for series in measure_flow(evidence, relation, options)]
    return _collect_trade(evidence, relation, _Goods.choose("trade", relation, options))


def _collect_trade(evidence: Evidence, relation: Relation, goods: _Goods) -> list[Series]:
    """Sum the trade of each pair; what a source publishes for a set as such beats the sum."""
    actors, recipients = relation.actors, relation.recipients
    pairs = list(Relation(actors, recipients).pairs())
    is_set = recipients is not None and (actors.is_set or recipients.is_set)
    whole = [Pair(actors.label, recipients.label)] if recipients and is_set else []
    evidence.fetch_figures(
        (indicator, one, other)
        for pair in (*whole, *pairs)
        for one, other in ((pair.actor, pair.recipient), (pair.recipient, pair.actor))
        for indicator in ("trade", *goods.indicators)
    )
    published = [series for pair in whole for series in _collect_pair(evidence, pair, goods)]
    summed = sum_books([(_collect_pair(evidence, pair, goods), pair.window) for pair in pairs])
    return join_books([*published, *summed])


def _collect_pair(evidence: Evidence, pair: Pair, goods: _Goods) -> list[Series]:
    """Return the trade of one pair at all times: the published total in either order, then the sum of both flows."""
    one, other = (Pair(*ends) for ends in sorted([(pair.actor, pair.recipient), (pair.recipient, pair.actor)]))
    wanted = [("trade", [one]), ("trade", [other]), *((name, [one, other]) for name in goods.indicators)]
    return join_books(
        series
        for indicator, pairs in wanted
        for series in collect_pairs(evidence, indicator, pairs, goods.blank, variants=goods.variants)
    )


@declare(
    Facts(
        title="goods that flow from actor to recipient",
        ledger="deeds",
        shape="directed",
        indicators=(*_DIRECTED, *_QUANTITIES),
        unit="M USD",
        basis=_MONEY,
        arguments=(_OF, _UNIT),
        bias=_BIAS,
        remedy="One directed flow has two reporters: what one side books as exports the other books as imports.",
        reference=_REFERENCE,
    )
)
def measure_flow(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Goods that flow from actor to recipient, :math:`X_{ij}`: one directed flow, seen by up to two reporters.

    In current million USD a year, or in the unit of quantity that ``unit=`` names, for all goods or for the commodity
    that ``of=`` names. Of quantities a net weight beats a quantity in the commodity's own unit. What a source publishes
    for a set beats the sum over its members. A period in which a member's
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
    goods = _Goods.choose("flow", relation, options)
    return join_books(
        series
        for indicator in goods.indicators
        for series in collect_sides(evidence, indicator, relation, goods.blank, variants=goods.variants)
    )


@declare(_REEXPORTS)
def measure_reexports(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Foreign goods that actor sends on to recipient, as actor books them: a part of ``flow``, never beside it.

    In current million USD a year, of all goods or of the commodity that ``of=`` names; higher is more. Sets and gaps as
    in ``flow``: a state that does not book them apart has no figure, and no zero.

    References
    ----------
    Feenstra and Hanson (2004).

    Examples
    --------
    >>> import facta
    >>> facta.explain("reexports(HKG -> CHN)[2020] > 100 bn USD").measures[0].indicators
    ('reexport_flow',)
    """
    goods = _Goods.choose("reexports", relation, options)
    return collect_sides(evidence, "reexport_flow", relation, goods.blank, variants=goods.variants)


@declare(replace(_REEXPORTS, title="recipient's own goods that come back from actor", indicators=("reimport_flow",)))
def measure_reimports(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Recipient's own goods that come back from actor, as recipient books them: a part of ``flow``, never beside it.

    Units, sets and gaps as in ``reexports``.

    References
    ----------
    Feenstra and Hanson (2004).

    Examples
    --------
    >>> import facta
    >>> facta.explain("reimports(HKG -> CHN)[2020] > 1 bn USD").measures[0].indicators
    ('reimport_flow',)
    """
    goods = _Goods.choose("reimports", relation, options)
    return collect_sides(evidence, "reimport_flow", relation, goods.blank, variants=goods.variants)


@declare(
    Facts(
        title="share of the first side's trade that is with the second",
        ledger="deeds",
        shape="directed",
        indicators=("trade", *_DIRECTED),
        unit="1",
        basis=_SHARE,
        aggregation=Aggregation.WEIGHTED,
        arguments=(_OF,),
        bias=_LARGER,
        remedy="Compare both directions, and with gravity in mind.",
        reference="Barbieri, Katherine (1996), Economic Interdependence, Journal of Peace Research 33(1), 29-49.",
    )
)
def measure_trade_share(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    r"""Dependence of the first side on the second, :math:`T_{ij} / T_{i\cdot}`, from 0 (none) to 1 (all of its trade).

    Of all goods, or of the commodity that ``of=`` names. Numerator and denominator come from one book; a source without
    a total of the first side gives no series. A set depends as its members do together,
    :math:`\sum_i T_{ij} / \sum_i T_{i\cdot}`: both sums run over the members of which both are known, so that a member
    without a figure makes the share *partial* and not too small. Several periods are pooled by the denominator. Null
    where either is missing or the total is zero.

    References
    ----------
    Barbieri (1996).

    Examples
    --------
    >>> import facta
    >>> facta.measure("trade_share", "RUS -> CHN", window="2014")[0].values.round(3).tolist()
    [[0.122]]
    """
    blank, goods = find_measure("trade_share").begin(relation), _Goods.choose("trade", relation, options)
    above: list[tuple[list[Series], Window]] = []
    below: list[tuple[list[Series], Window]] = []
    for member in relation.actors.members:
        state = Parties(member.state, (Membership(member.state, ALWAYS),))
        sides = Relation(state, relation.recipients)
        if next(sides.pairs(), None):
            wholes = {key_of(series): series for series in _collect_trade(evidence, Relation(state, _WORLD), goods)}
            parts = {key_of(series): series for series in _collect_trade(evidence, sides, goods)}
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
        arguments=(_OF,),
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
