"""Arms, alliances and disputes."""

from __future__ import annotations

from collections.abc import Sequence

from facta.domain import Aggregation, Basis, Evidence, Kind, Relation, RowSet, Series
from facta.measures.assembly import collect_pairs, collect_rows, make_facts
from facta.measures.registry import Argument, Options, declare

__all__ = ["measure_alliance", "measure_arms_transfers", "measure_disputes", "measure_joint_organisations"]

_COUNT = Basis(Kind.COUNT)
_OBLIGATIONS = ("defense", "offense", "neutrality", "nonaggression", "consultation")
_FATAL = frozenset("123456")
_HOSTILITY = {
    "threat": frozenset("2345"),
    "display": frozenset("345"),
    "force": frozenset("45"),
    "war": frozenset("5"),
}


@declare(
    "major arms delivered by the first side to the second",
    ledger="deeds",
    shape="directed",
    indicators=("arms_transfers",),
    unit="M TIV",
    basis=Basis(Kind.FLOW),
    bias="Counts military capability, not prices; deliveries of one order are spread over years.",
    remedy="Sum over several years, as the publisher does over five.",
    reference="SIPRI Arms Transfers Database, Sources and methods.",
)
def measure_arms_transfers(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Volume of major conventional arms delivered, in million trend-indicator values a year; silence is zero."""
    facts = make_facts("arms_transfers", relation, "M TIV", Basis(Kind.FLOW), Aggregation.SUM)
    return collect_pairs(evidence, "arms_transfers", list(relation.pairs()), facts)


@declare(
    "alliance obligations between two sides",
    ledger="deeds",
    shape="undirected",
    indicators=("alliance",),
    arguments=(
        Argument("obligation", "which of the five obligations; any of them where it is not written", _OBLIGATIONS),
    ),
    bias="One bit hides five obligations; non-aggression pacts join rivals too.",
    remedy="Each of the five obligations can be asked for.",
    reference="Leeds, Brett Ashley, et al. (2002), International Interactions 28(3), 237-260.",
)
def measure_alliance(evidence: Evidence, relation: Relation, options: Options) -> Sequence[RowSet]:
    """Spells in which a treaty obliges the two sides to one another; a row an obligation."""
    wanted = options["obligation"]
    keep = {"obligation": frozenset({wanted})} if wanted else {}
    return collect_rows(evidence, "alliance", relation, "alliance", keep)


@declare(
    "militarised interstate disputes between two sides",
    ledger="deeds",
    shape="undirected",
    indicators=("dispute",),
    arguments=(
        Argument("fatal", "only disputes with at least one battle death", ("yes", "any"), "any"),
        Argument("hostility", "only disputes that reached this level", ("any", *_HOSTILITY), "any"),
    ),
    bias="Fishing boats count like tanks; a dispute of several states is one of each pair on opposite sides.",
    remedy="Ask for fatal disputes, or a level of hostility.",
    reference="Palmer, Glenn, et al. (2022), The MID5 Dataset, Conflict Management and Peace Science 39(4).",
)
def measure_disputes(evidence: Evidence, relation: Relation, options: Options) -> Sequence[RowSet]:
    """Disputes in which the two sides stood against each other: threat, display or use of force, war; a row a dispute.

    A dispute of which nobody knows whether anybody died is not among the fatal ones.
    """
    keep = {}
    if options["fatal"] == "yes":
        keep["fatality_level"] = _FATAL
    if options["hostility"] != "any":
        keep["hostility_level"] = _HOSTILITY[options["hostility"]]
    return collect_rows(evidence, "dispute", relation, "disputes", keep)


@declare(
    "intergovernmental organisations of which both are members",
    ledger="deeds",
    shape="undirected",
    indicators=("joint_organisations",),
    unit="count",
    basis=_COUNT,
    aggregation=Aggregation.LAST,
    bias="Discriminates little: large states share many organisations with everybody.",
    remedy="Compare with other pairs of like size.",
    reference="Pevehouse, Jon, et al. (2020), Tracking Organizations in the World, Journal of Peace Research 57(3).",
)
def measure_joint_organisations(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Count the organisations in which both sides are full members, by year; a pair that is not coded is missing.

    For a set it is the sum over pairs, which counts an organisation once for each.
    """
    facts = make_facts("joint_organisations", relation, "count", _COUNT, Aggregation.LAST)
    pairs = [pair if pair.actor < pair.recipient else pair.swap() for pair in relation.pairs()]
    return collect_pairs(evidence, "joint_organisations", pairs, facts)
