"""Trade: totals, directed flows, and each side's dependence on the other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from facta.domain import (
    ALWAYS,
    Aggregation,
    Basis,
    Book,
    Evidence,
    Frequency,
    Kind,
    Price,
    Relation,
    Series,
    Status,
    Unit,
    find_parties,
    find_unit,
)
from facta.measures.assembly import collect_pairs, divide, make_facts, sum_series
from facta.measures.registry import Argument, Options, declare

__all__ = ["measure_flow", "measure_trade", "measure_trade_asymmetry", "measure_trade_share"]

_MONEY = Basis(Kind.FLOW, price=Price.NOMINAL)
_SHARE = Basis(Kind.SHARE)
_BIAS = "The two sides' books differ: imports are valued cif, exports fob, and Hong Kong re-exports are booked apart."
_REFERENCE = "Gaulier, Guillaume, and Soledad Zignago (2010), BACI, CEPII Working Paper 2010-23."
_DIRECTED = ("trade_flow", "trade_national")
_ALL_GOODS = ("",)
"""The variant of a source's figures that counts every commodity."""


@declare(
    "goods traded both ways",
    ledger="deeds",
    shape="either",
    indicators=("trade", *_DIRECTED),
    unit="M USD",
    basis=_MONEY,
    bias=_BIAS,
    remedy="Every source and reporter is a series of its own.",
    reference=_REFERENCE,
)
def measure_trade(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Goods traded between two sides, both directions together, in current million USD a year.

    A source that gives directed flows is summed over both directions; a period in which only one of them is reported is
    *partial* and its figure is too small. A total that a source publishes as such stands as it is, whichever of the two
    sides it names first, so that each reporter's book is a series of its own. With ``WLD`` as one side it is a state's
    whole trade.

    Examples
    --------
    >>> import facta
    >>> round(facta.measure("trade", "CHN -- RUS", window="2014", source="cow_trade")[0].values[0, 0])
    93942
    """
    facts = make_facts("trade", relation, "M USD", _MONEY, Aggregation.SUM)
    both = [pair for pair in relation.pairs() for pair in (pair, pair.swap())]
    summed = [collect_pairs(evidence, indicator, both, facts, variants=_ALL_GOODS) for indicator in _DIRECTED]
    return _join_books(itertools.chain(_collect_totals(evidence, relation, facts), *summed))


def _collect_totals(evidence: Evidence, relation: Relation, facts: Series) -> list[Series]:
    """Collect published totals in both orders of the two sides, one series a book."""
    pairs = list(relation.pairs())
    orders = sorted((pairs, [pair.swap() for pair in pairs]), key=lambda order: [pair.actor for pair in order])
    collected = [collect_pairs(evidence, "trade", order, facts, variants=_ALL_GOODS) for order in orders]
    return _join_books(itertools.chain(*collected))


def _fill(one: Series, other: Series) -> Series:
    """Take from the other series of a book each period that it knows better."""
    start, stop = min(one.start, other.start), max(one.stop, other.stop)
    a, b = one.span(start, stop), other.span(start, stop)
    is_better = b.status < a.status
    return replace(
        a, values=np.where(is_better, b.values, a.values), status=np.where(is_better, b.status, a.status),
        completeness=np.where(is_better, b.completeness, a.completeness), low=None, high=None,
        origins=tuple(dict.fromkeys(a.origins + b.origins)),
    )  # fmt: skip


@declare(
    "goods that flow from actor to recipient",
    ledger="deeds",
    shape="directed",
    indicators=_DIRECTED,
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
def measure_flow(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Goods that flow from actor to recipient: one directed flow, seen by up to two reporters.

    In current million USD a year, or in the unit of quantity that ``unit=`` names, for all goods or for the commodity
    that ``of=`` names. 

    Examples
    --------
    >>> import facta
    >>> round(facta.measure("flow", "RUS -> CHN", window="2014", source="cow_trade")[0].values[0, 0])
    42807
    """
    unit = find_unit(options["unit"] or "M USD")
    facts = make_facts("flow", relation, unit, _MONEY if unit.dimension == "money" else Basis(Kind.FLOW), Aggregation.SUM)
    indicators = _DIRECTED if unit.dimension == "money" else ("trade_quantity",)
    found = [series for name in indicators for series in _collect_commodity(evidence, name, relation, facts, options["of"])]
    return _join_books(found)


def _collect_commodity(evidence: Evidence, indicator: str, relation: Relation, facts: Series, commodity: str) -> list[Series]:
    """Collect one commodity's flow where the figures have the unit's dimension."""
    return [
        series
        for series in collect_pairs(evidence, indicator, list(relation.pairs()), facts, variants=(commodity,))
        if series.values.size and (series.status <= 2).any() and _is_dimension(evidence, indicator, relation, series, facts.unit)
    ]


def _is_dimension(evidence: Evidence, indicator: str, relation: Relation, series: Series, unit: Unit) -> bool:
    """Say whether the figures behind a series are in the dimension that was asked for."""
    units = {
        find_unit(run.unit).dimension
        for pair in relation.pairs()
        for run in evidence.figures(indicator, pair.actor, pair.recipient)
        if (run.source, run.reporter, run.variant) == (series.book.source, series.book.reporter, series.book.variant)
    }
    return units == {unit.dimension}


@declare(
    "share of the first side's trade that is with the second",
    ledger="deeds",
    shape="directed",
    indicators=("trade", *_DIRECTED),
    unit="1",
    basis=_SHARE,
    aggregation=Aggregation.WEIGHTED,
    bias="A larger economy always depends less on a smaller one by this measure.",
    remedy="Compare both directions, and with gravity in mind.",
    reference="Barbieri, Katherine (1996), Economic Interdependence, Journal of Peace Research 33(1), 29-49.",
)
def measure_trade_share(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    r"""Dependence of the first side on the second: :math:`T_{ij} / T_{i\cdot}`, from 0 (none) to 1 (all of its trade).

    Numerator and denominator come from one book; a source without a total of the first side gives no series.

    Examples
    --------
    >>> import facta
    >>> round(facta.measure("trade_share", "RUS -> CHN", window="2014")[0].values[0, 0], 3)
    0.122
    """
    facts = make_facts("trade_share", relation, "1", _SHARE, Aggregation.WEIGHTED)
    whole = Relation(relation.actors, find_parties("WLD"))
    above, below = measure_trade(evidence, relation, options), measure_trade(evidence, whole, options)
    return [divide(one, other, facts) for one in above for other in below if one.book == other.book]


@declare(
    "how much more the first side depends on the second than the other way round",
    ledger="deeds",
    shape="directed",
    indicators=("trade", *_DIRECTED),
    unit="1",
    basis=_SHARE,
    aggregation=Aggregation.MEAN,
    bias="A larger economy always depends less on a smaller one by this measure.",
    remedy="Compare with pairs of like size.",
    reference="Hirschman, Albert O. (1945), National Power and the Structure of Foreign Trade.",
)
def measure_trade_asymmetry(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Difference of the two dependences, from -1 to 1; positive where the first side depends more.

    Examples
    --------
    >>> import facta
    >>> facta.measure("trade_asymmetry", "RUS -> CHN", window="2014")[0].values[0, 0] > 0.09
    True
    """
    facts = make_facts("trade_asymmetry", relation, "1", _SHARE, Aggregation.MEAN)
    one, other = (measure_trade_share(evidence, side, options) for side in (relation, relation.swap()))
    return [_subtract(a, b, facts) for a, b in itertools.product(one, other) if a.book == b.book]


def _subtract(one: Series, other: Series, facts: Series) -> Series:
    """Subtract period by period, as the sum with the sign turned."""
    turned = replace(other, values=-other.values)
    difference = sum_series([(one, ALWAYS), (turned, ALWAYS)])
    return replace(difference, relation=facts.relation, measure=facts.measure, aggregation=facts.aggregation, weights=None)


def _join_books(found: Iterable[Series]) -> list[Series]:
    """Keep one series a book: a published total beats a sum of flows, which fills the periods that it lacks."""
    kept: dict[tuple[Book, Frequency], Series] = {}
    for series in found:
        key = (replace(series.book, vintage=""), series.frequency)
        if (series.status <= Status.PARTIAL).any():
            kept[key] = _fill(kept[key], series) if key in kept else series
    return sorted(kept.values(), key=lambda series: str(series.book))
