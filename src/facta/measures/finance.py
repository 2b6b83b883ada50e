"""Money: direct investment by both books, official finance by status, and what was merely pledged."""

from __future__ import annotations

from dataclasses import replace

from facta.domain import Act, Aggregation, Basis, Evidence, Kind, Price, Relation, Series, find_unit
from facta.measures.assembly import collect_sides
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = [
    "measure_investment_flow",
    "measure_investment_pledge",
    "measure_investment_position",
    "measure_official_finance",
]

_STATUSES = ("recommended", "pledge", "commitment", "implementation", "completion", "done")
_POSITION = Facts(
    title="stock of direct investment of the first side in the second",
    ledger="deeds",
    shape="directed",
    indicators=("investment_position",),
    unit="M USD",
    basis=Basis(Kind.STOCK, price=Price.NOMINAL),
    aggregation=Aggregation.LAST,
    bias="Offshore centres stand between investor and host; the books of reporter and partner differ up to fivefold.",
    remedy="Each reporter's book is a series of its own; a partner above the world is a wrong scale and is mended.",
    reference="Casella, Bruno (2019), Looking through conduit FDI, Transnational Corporations 26(1), 109-146.",
)


def _collect(evidence: Evidence, relation: Relation, name: str) -> list[Series]:
    """Collect the one indicator of a measure that bears its name."""
    return collect_sides(evidence, name, relation, find_measure(name).begin(relation))


@declare(_POSITION)
def measure_investment_position(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Direct investment position of actor in recipient at a period's end, in million USD.

    Net, so it may be negative; higher is more. The actor's book (outward) and the recipient's (inward) are separate
    series. A set's position is the sum of its members' and *partial* where one of them has none; what a source
    publishes for the set beats the sum. A confidential cell is *withheld*, and no zero. Of several periods the last
    counts.

    References
    ----------
    Casella (2019).

    Examples
    --------
    >>> import facta
    >>> for series in facta.measure("investment_position", "CHN -> RUS", window="2020", source="imf_dip"):
    ...     print(series.book.reporter, series.values.round().tolist())
    CHN [[12071.0]]
    RUS [[2188.0]]
    """
    return _collect(evidence, relation, "investment_position")


@declare(
    replace(
        _POSITION,
        title="direct investment that flows from the first side into the second",
        indicators=("investment_flow",),
        basis=Basis(Kind.FLOW, price=Price.NOMINAL),
        aggregation=Aggregation.SUM,
        remedy="Each reporter's book is a series of its own.",
    )
)
def measure_investment_flow(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Net direct investment of actor in recipient over a period, in million USD.

    Negative where capital is withdrawn. Sets and gaps as in ``investment_position``; several periods are added.

    References
    ----------
    Casella (2019).

    Examples
    --------
    >>> import facta
    >>> facta.measure("investment_flow", "CHN -> RUS", window="2017", reporter="CHN")[0].values.round().tolist()
    [[2200.0]]
    """
    return _collect(evidence, relation, "investment_flow")


@declare(
    Facts(
        title="investment that the first side pledged to the second",
        ledger="words",
        shape="directed",
        indicators=("investment_pledge",),
        unit="M USD",
        basis=Basis(Kind.FLOW, Act.PLEDGED, Price.NOMINAL),
        bias="A pledge names an envelope of many years, and is often counted again.",
        remedy="Never divided by or compared with a flow of one year.",
        reference="Horn, Sebastian, Carmen Reinhart and Christoph Trebesch (2021), J. of International Economics 133.",
    )
)
def measure_investment_pledge(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Envelopes of investment as announced, in million USD, dated by the announcement; words, not deeds.

    Higher is more. A year without an announcement is null: silence of a register means nothing. Several periods are
    added.

    References
    ----------
    Horn, Reinhart and Trebesch (2021).

    Examples
    --------
    >>> import facta
    >>> pledge = facta.measure("investment_pledge", "CHN -> PAK", window="2015", reporter="CHN")[0]
    >>> pledge.basis.act.value, pledge.values.tolist()
    ('pledged', [[46000.0]])
    """
    return _collect(evidence, relation, "investment_pledge")


@declare(
    Facts(
        title="official finance that the first side committed to the second",
        ledger="deeds",
        shape="directed",
        indicators=("official_finance", "official_finance_projects"),
        unit="M USD",
        basis=Basis(Kind.FLOW, Act.DONE, Price.REAL),
        needs=0.5,
        arguments=(
            Argument("status", "how far a project came; recommended is the publisher's rule", _STATUSES, "recommended"),
            Argument("count", "yes counts projects instead of money", ("yes", "no"), "no"),
        ),
        bias="Media-based tracking finds large projects first; rows left out of aggregates are not all pledges.",
        remedy="Aggregates follow status x umbrella x recommended; each status can be asked for.",
        reference="Dreher, Axel, et al. (2022), Banking on Beijing, Cambridge University Press.",
    )
)
def measure_official_finance(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Official finance by year of commitment, in constant million USD; with ``count=yes`` the number of projects.

    Higher is more. Each release has prices of its own, of 2014 in ``aiddata_gcof`` and of 2021 in ``aiddata_gcdf``, and
    is a series of its own: inflation alone makes their amounts differ. A project without an amount counts as a project
    and adds nothing to the money: the period is then *partial*, and null where no project has an amount. A figure over
    several periods adds them and needs amounts for half of the projects. With ``status=pledge`` it is words, and is
    never compared with deeds.

    References
    ----------
    Dreher et al. (2022).

    Examples
    --------
    >>> import facta
    >>> facta.measure("official_finance", "CHN -> RUS", window="2009", count="yes")[0].values.tolist()
    [[5.0]]
    """
    is_count = options["count"] == "yes"
    measure = find_measure("official_finance")
    act = Act.PLEDGED if options["status"] == "pledge" else Act.DONE
    basis = Basis(Kind.COUNT, act) if is_count else Basis(Kind.FLOW, act, Price.REAL)
    blank = measure.begin(relation, find_unit("count" if is_count else measure.unit), basis)
    return collect_sides(evidence, measure.indicators[is_count], relation, blank, variants=(options["status"],))
