"""Arms ordered and delivered, alliances, organisations."""

from __future__ import annotations

from dataclasses import replace

from facta.domain import Aggregation, Basis, Evidence, Kind, Relation, RowSet, Series
from facta.measures.assembly import collect_pairs, collect_rows, collect_sides
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = [
    "measure_alliance",
    "measure_arms_deals",
    "measure_arms_orders",
    "measure_arms_transfers",
    "measure_joint_organisations",
    "measure_organisations",
]

_OBLIGATIONS = ("defense", "offense", "neutrality", "nonaggression", "consultation")
_CONDITIONS = {
    "new": frozenset({"New"}),
    "second_hand": frozenset({"Second hand", "Second hand but modernized"}),
}
_LEVELS = ("full", "associate", "observer")
_TRANSFERS = Facts(
    title="major arms delivered by the first side to the second",
    ledger="deeds",
    shape="directed",
    indicators=("arms_transfers",),
    unit="M TIV",
    basis=Basis(Kind.FLOW),
    bias="Counts military capability, not prices; deliveries of one order are spread over years.",
    remedy="Sum over several years, as the publisher does over five.",
    reference="SIPRI Arms Transfers Database, Sources and methods.",
)

_JOINT = Facts(
    title="intergovernmental organisations of which both are members",
    ledger="deeds",
    shape="undirected",
    indicators=("joint_organisations",),
    unit="count",
    basis=Basis(Kind.COUNT),
    aggregation=Aggregation.LAST,
    bias="Discriminates little: large states share many organisations with everybody.",
    remedy="Compare with other pairs of like size.",
    reference="Pevehouse, Jon, et al. (2020), Tracking Organizations in the World, Journal of Peace Research 57.",
)


@declare(_TRANSFERS)
def measure_arms_transfers(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Volume of major conventional arms delivered, in million trend-indicator values a year; higher is more.

    Added over the members of a set and over several periods. Silence inside the source's coverage is zero, before and
    after it null.

    References
    ----------
    SIPRI, Sources and methods.

    Examples
    --------
    >>> import facta
    >>> facta.measure("arms_transfers", "RUS -> CHN", window="2005")[0].values.tolist()
    [[3077.0]]
    """
    return collect_sides(evidence, "arms_transfers", relation, find_measure("arms_transfers").begin(relation))


@declare(
    replace(
        _TRANSFERS,
        title="major arms that the second side ordered from the first",
        indicators=("arms_orders",),
        bias="Counts military capability, not prices; the year of an order is often an estimate, and its last part may "
        "never come.",
        remedy="Sum over several years; arms_transfers says what came.",
    )
)
def measure_arms_orders(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Volume of major conventional arms ordered from actor by recipient, in million trend-indicator values a year.

    By year of order, delivered or not; higher is more. A year in which the volume of an order is not known is
    *partial*. Sums and silence as in ``arms_transfers``; the silence of a file that holds a selection means nothing.

    References
    ----------
    SIPRI, Sources and methods.

    Examples
    --------
    >>> import facta
    >>> facta.explain("arms_orders(RUS -> CHN)[2010..2020] > 1000 M TIV").measures[0].unit
    'M TIV'
    """
    return collect_sides(evidence, "arms_orders", relation, find_measure("arms_orders").begin(relation))


@declare(
    Facts(
        title="orders of major arms that the second side placed with the first",
        ledger="deeds",
        shape="either",
        indicators=("arms_order",),
        is_rows=True,
        arguments=(
            Argument("weapon", "only this designation, such as Su-35S"),
            Argument("description", "only weapons of this kind, such as tank, as the source names it"),
            Argument("condition", "only new ones, or only second-hand ones", tuple(_CONDITIONS)),
        ),
        bias="Orders of ten aircraft and of one radar count alike; small arms are not in it.",
        remedy="arms_orders gives their volume.",
        reference="SIPRI Arms Transfers Database, Sources and methods.",
    )
)
def measure_arms_deals(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Orders of major conventional arms, from the supplier, actor, to the recipient; a row an order.

    A row lasts from the year of order to that of the last delivery, and tells number, volume and comment of the source.
    Silence means that there was none, where the whole register is loaded.

    References
    ----------
    SIPRI, Sources and methods.

    Examples
    --------
    >>> import facta
    >>> facta.explain('exists(arms_deals(RUS -> CHN, weapon="Su-35S"))[2015]').measures[0].options
    {'weapon': 'Su-35S'}
    """
    keep = {name: frozenset({options[name]}) for name in ("weapon", "description") if options[name]}
    if options["condition"]:
        keep["condition"] = _CONDITIONS[options["condition"]]
    return collect_rows(evidence, "arms_deals", relation, keep)


@declare(
    Facts(
        title="alliance obligations between two sides",
        ledger="deeds",
        shape="undirected",
        indicators=("alliance",),
        is_rows=True,
        arguments=(
            Argument("obligation", "which of the five obligations; any of them where it is not written", _OBLIGATIONS),
        ),
        bias="One bit hides five obligations; non-aggression pacts join rivals too.",
        remedy="Each of the five obligations can be asked for.",
        reference="Leeds, Brett Ashley, et al. (2002), International Interactions 28(3), 237-260.",
    )
)
def measure_alliance(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Spells in which a treaty obliges the two sides to one another; a row an obligation.

    A spell of a member of a set is cut to the time of its membership. Silence means that there was none, as far as the
    source is loaded for the pair; after its coverage it means nothing.

    References
    ----------
    Leeds et al. (2002).

    Examples
    --------
    >>> import facta
    >>> facta.ask("exists(alliance(CHN -- RUS, obligation=nonaggression))[2018]").verdict.value
    'supported'
    """
    wanted = options["obligation"]
    return collect_rows(evidence, "alliance", relation, {"obligation": frozenset({wanted})} if wanted else {})


@declare(_JOINT)
def measure_joint_organisations(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Count the organisations in which both sides are full members, by year; higher is more.

    A pair that is not coded is null. For a set it is the sum over pairs, which counts an organisation once for each,
    and *partial* where a pair is not coded. Of several periods the last counts.

    References
    ----------
    Pevehouse et al. (2020).

    Examples
    --------
    >>> import facta
    >>> facta.measure("joint_organisations", "CHN -- RUS", window="2014")[0].values.tolist()
    [[55.0]]
    """
    blank = find_measure("joint_organisations").begin(relation)
    pairs = [pair if pair.actor < pair.recipient else pair.swap() for pair in relation.pairs()]
    return collect_pairs(evidence, "joint_organisations", pairs, blank)


@declare(
    replace(
        _JOINT,
        title="memberships of a state in intergovernmental organisations",
        shape="state",
        indicators=("membership_organisation",),
        is_rows=True,
        unit="",
        basis=None,
        arguments=(
            Argument("organisation", "only this one, by the source's abbreviation, such as SCO"),
            Argument("level", "only this kind of membership", _LEVELS),
        ),
        bias="A seat says little of what a state does in it; before 1966 only every fifth year is coded.",
        remedy="Ask for full members; compare with votes.",
    )
)
def measure_organisations(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Spells in which a state is a member of an intergovernmental organisation, in years; a row an organisation.

    Full members, associates and observers, and those whose level is unknown, unless ``level=`` says which. Silence
    means no membership, inside the source's coverage; after it nothing.

    References
    ----------
    Pevehouse et al. (2020).

    Examples
    --------
    >>> import facta
    >>> facta.explain("exists(organisations(IND, organisation=SCO, level=full))[2018]").measures[0].relation
    'IND'
    """
    keep = {"level": frozenset({options["level"]})} if options["level"] else {}
    if options["organisation"]:
        keep["organisation"] = frozenset({options["organisation"].lower()})
    return collect_rows(evidence, "organisations", relation, keep)
