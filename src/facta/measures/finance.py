"""Money: direct investment by both books, official finance by status, and what was merely pledged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from facta.domain import Act, Aggregation, Basis, Evidence, Kind, Price, Relation, Series
from facta.measures.assembly import collect_pairs, make_facts
from facta.measures.registry import Argument, Options, declare

__all__ = ["measure_investment_flow", "measure_investment_pledge", "measure_investment_position", "measure_official_finance"]

_FLOW = Basis(Kind.FLOW, price=Price.NOMINAL)
_STOCK = Basis(Kind.STOCK, price=Price.NOMINAL)
_PLEDGE = Basis(Kind.FLOW, Act.PLEDGED, Price.NOMINAL)
_BIAS = "Offshore centres stand between investor and host; the books of reporter and partner differ up to fivefold."
_REMEDY = "Each reporter's book is a series of its own; a partner above the world total is a wrong scale and is mended."
_AMOUNTS_NEEDED = 0.5
_CASELLA = "Casella, Bruno (2019), Looking through conduit FDI, Transnational Corporations 26(1), 109-146."


@declare(
    "stock of direct investment of the first side in the second",
    ledger="deeds",
    shape="directed",
    indicators=("investment_position",),
    unit="M USD",
    basis=_STOCK,
    aggregation=Aggregation.LAST,
    bias=_BIAS,
    remedy=_REMEDY,
    reference=_CASELLA,
)
def measure_investment_position(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Direct investment position of actor in recipient at year's end, in million USD; net, so it may be negative.

    The actor's book (outward) and the recipient's book (inward) are separate series. A confidential cell is *withheld*.
    """
    facts = make_facts("investment_position", relation, "M USD", _STOCK, Aggregation.LAST)
    return collect_pairs(evidence, "investment_position", list(relation.pairs()), facts)


@declare(
    "direct investment that flows from the first side into the second",
    ledger="deeds",
    shape="directed",
    indicators=("investment_flow",),
    unit="M USD",
    basis=_FLOW,
    bias=_BIAS,
    remedy="Each reporter's book is a series of its own.",
    reference=_CASELLA,
)
def measure_investment_flow(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Net direct investment of actor in recipient over a period, in million USD; negative where capital is withdrawn."""
    facts = make_facts("investment_flow", relation, "M USD", _FLOW, Aggregation.SUM)
    return collect_pairs(evidence, "investment_flow", list(relation.pairs()), facts)


@declare(
    "investment that the first side pledged to the second",
    ledger="words",
    shape="directed",
    indicators=("investment_pledge",),
    unit="M USD",
    basis=_PLEDGE,
    bias="A pledge names an envelope of many years, and is often counted again.",
    remedy="Never divided by or compared with a flow of one year.",
    reference="Horn, Sebastian, Carmen Reinhart and Christoph Trebesch (2021), Journal of International Economics 133.",
)
def measure_investment_pledge(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Envelopes of investment as announced, in million USD, dated by the announcement; words, not deeds."""
    facts = make_facts("investment_pledge", relation, "M USD", _PLEDGE, Aggregation.SUM)
    return collect_pairs(evidence, "investment_pledge", list(relation.pairs()), facts)


@declare(
    "official finance that the first side committed to the second",
    ledger="deeds",
    shape="directed",
    indicators=("official_finance", "official_finance_projects"),
    unit="M USD",
    basis=Basis(Kind.FLOW, Act.DONE, Price.REAL),
    needs=_AMOUNTS_NEEDED,
    arguments=(
        Argument(
            "status",
            "how far a project came; recommended is the publisher's rule for aggregates",
            ("recommended", "pledge", "commitment", "implementation", "completion", "done"),
            "recommended",
        ),
        Argument("count", "yes counts projects instead of money", ("yes", "no"), "no"),
    ),
    bias="Media-based tracking finds large projects first; rows left out of aggregates are not all pledges.",
    remedy="Aggregates follow status x umbrella x recommended; each status can be asked for.",
    reference="Dreher, Axel, Andreas Fuchs, Bradley Parks, Austin Strange and Michael Tierney (2022), Banking on Beijing.",
)
def measure_official_finance(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Official finance by year of commitment, in million USD of 2014, or the number of projects.

    A project without an amount counts as a project and adds nothing to the money; the period is then *partial*, and a
    figure over several periods needs amounts for half of the projects.
    """
    is_count = options["count"] == "yes"
    act = Act.PLEDGED if options["status"] == "pledge" else Act.DONE
    basis = Basis(Kind.COUNT, act) if is_count else Basis(Kind.FLOW, act, Price.REAL)
    template = make_facts("official_finance", relation, "count" if is_count else "M USD", basis, Aggregation.SUM)
    facts = replace(template, needs=_AMOUNTS_NEEDED)
    indicator = "official_finance_projects" if is_count else "official_finance"
    return collect_pairs(evidence, indicator, list(relation.pairs()), facts, variants=(options["status"],))
