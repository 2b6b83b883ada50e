"""Arms, alliances and disputes."""

from __future__ import annotations

from facta.domain import Aggregation, Basis, Evidence, Kind, Relation, RowSet, Series
from facta.measures.assembly import collect_pairs, collect_sides
from facta.measures.registry import Argument, Facts, Options, declare, find_measure
from facta.measures.rows import collect_rows

__all__ = ["measure_alliance", "measure_arms_transfers", "measure_disputes", "measure_joint_organisations"]

_OBLIGATIONS = ("defense", "offense", "neutrality", "nonaggression", "consultation")
_FATAL = frozenset("123456")
_HOSTILITY = {
    "threat": frozenset("2345"),
    "display": frozenset("345"),
    "force": frozenset("45"),
    "war": frozenset("5"),
}


@declare(
    Facts(
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
)
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


@declare(
    Facts(
        title="militarised interstate disputes between two sides",
        ledger="deeds",
        shape="undirected",
        indicators=("dispute",),
        is_rows=True,
        arguments=(
            Argument("fatal", "only disputes with at least one battle death", ("yes", "any"), "any"),
            Argument("hostility", "only disputes that reached this level", ("any", *_HOSTILITY), "any"),
        ),
        bias="Fishing boats count like tanks; a dispute of several states is one of each pair on opposite sides.",
        remedy="Ask for fatal disputes, or a level of hostility.",
        reference="Palmer, Glenn, et al. (2022), The MID5 Dataset, Conflict Management and Peace Science 39(4).",
    )
)
def measure_disputes(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Disputes in which the two sides stood against each other: threat, display or use of force, war; a row a dispute.

    A dispute of which nobody knows whether anybody died is not among the fatal ones. Silence means that there was none,
    as far as the source is loaded for the pair; after its coverage it means nothing.

    References
    ----------
    Palmer et al. (2022).

    Examples
    --------
    >>> import facta
    >>> facta.ask("exists(disputes(CHN -- RUS, fatal=yes))[1969]").verdict.value
    'supported'
    """
    keep = {}
    if options["fatal"] == "yes":
        keep["fatality_level"] = _FATAL
    if options["hostility"] != "any":
        keep["hostility_level"] = _HOSTILITY[options["hostility"]]
    return collect_rows(evidence, "disputes", relation, keep)


@declare(
    Facts(
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
)
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
