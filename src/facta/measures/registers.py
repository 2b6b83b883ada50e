"""Registers kept by hand: meetings by level, deals by rung, projects by status, texts, incidents, cited figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from facta.domain import LADDERS, Aggregation, Basis, Evidence, Kind, Pair, Relation, RowSet, Series
from facta.measures.assembly import collect_pairs, collect_rows, make_facts
from facta.measures.registry import Argument, Options, declare

__all__ = ["measure_cited", "measure_deals", "measure_incidents", "measure_meetings", "measure_projects", "measure_said"]

_BIAS = "A register holds what somebody looked for."
_REMEDY = "Every row has a citation; rows that only the claimant gives support nothing."


def _matching(options: Options, *names: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset({options[name]}) for name in names if options[name]}


def _at_least(ladder: str, step: str) -> Mapping[str, frozenset[str]]:
    steps = LADDERS[ladder]
    return {ladder: frozenset(steps[steps.index(step) :])} if step else {}


@declare(
    "delegations at meetings, by level",
    ledger="words",
    shape="either",
    indicators=("meeting",),
    arguments=(
        Argument("series", "only this series of meetings"),
        Argument("level", "only delegations at this level or higher", LADDERS["level"]),
        Argument("person", "only this delegate"),
    ),
    bias=_BIAS,
    remedy=_REMEDY,
    reference="Ordinal levels after COLT, Country and Organizational Leader Travel (Moyer et al. 2020).",
)
def measure_meetings(evidence: Evidence, relation: Relation, options: Options) -> Sequence[RowSet]:
    """Delegations from actor to host: a row each, with its level on the ladder from *absent* to *head of state*."""
    keep = {**_matching(options, "series", "person"), **_at_least("level", options["level"])}
    return collect_rows(evidence, "meeting", relation, "meetings", keep)


@declare(
    "deals between two sides, by rung",
    ledger="deeds",
    shape="either",
    indicators=("deal",),
    arguments=(
        Argument("domain", "only this domain"),
        Argument("rung", "only deals that reached this rung", LADDERS["rung"]),
        Argument("title", "only this deal"),
    ),
    bias=_BIAS,
    remedy=_REMEDY,
)
def measure_deals(evidence: Evidence, relation: Relation, options: Options) -> Sequence[RowSet]:
    """Deals on the ladder talk, memorandum, signed, pilot, live; a deal that climbs has a row a rung."""
    keep = {**_matching(options, "domain", "title"), **_at_least("rung", options["rung"])}
    return collect_rows(evidence, "deal", relation, "deals", keep)


@declare(
    "projects on a list, by status",
    ledger="deeds",
    shape="either",
    indicators=("project",),
    arguments=(Argument("list", "only this list"), Argument("status", "only projects of this status")),
    bias=_BIAS,
    remedy=_REMEDY,
)
def measure_projects(evidence: Evidence, relation: Relation, options: Options) -> Sequence[RowSet]:
    """Projects that one side proposed to another, with what became of them."""
    return collect_rows(evidence, "project", relation, "projects", _matching(options, "list", "status"))


@declare(
    "phrases that were said",
    ledger="words",
    shape="state",
    indicators=("text",),
    arguments=(Argument("phrase", "only this phrase"), Argument("speaker", "only this speaker"), Argument("occasion", "only there")),
    bias=_BIAS,
    remedy="Quotes have author, place and day; *first* needs the whole corpus and is never shown by a register alone.",
)
def measure_said(evidence: Evidence, relation: Relation, options: Options) -> Sequence[RowSet]:
    """Quoted phrases of a state's or organisation's speakers, a row each; ``phrase=`` matches without case or quotes."""
    kept = collect_rows(evidence, "text", relation, "said", _matching(options, "speaker", "occasion"))
    wanted = _plain(options["phrase"])
    return [
        RowSet(found.measure, found.relation, found.book, tuple(r for r in found.rows if wanted in _plain(str(r.fields.get("phrase", "")))), found.reach)
        for found in kept
    ]


@declare(
    "verified incidents",
    ledger="deeds",
    shape="either",
    indicators=("incident",),
    arguments=(Argument("kind", "only this kind"), Argument("where", "only located there")),
    bias=_BIAS,
    remedy="Each row was verified in the place it cites: conditions are triggered by these, not by raw event counts.",
)
def measure_incidents(evidence: Evidence, relation: Relation, options: Options) -> Sequence[RowSet]:
    """Verified, located and dated incidents between two sides."""
    keep = _matching(options, "kind") | ({"location": frozenset({options["where"]})} if options["where"] else {})
    return collect_rows(evidence, "incident", relation, "incidents", keep)


@declare(
    "figures cited by hand",
    ledger="context",
    shape="either",
    indicators=(),
    unit="count",
    basis=Basis(Kind.COUNT),
    aggregation=Aggregation.LAST,
    arguments=(
        Argument("figure", "which figure of the register"),
        Argument("of", "its detail: a ranking, an asset, a commodity"),
        Argument("unit", "unit of the result", default="count"),
        Argument("basis", "what it counts", tuple(Kind), "count"),
    ),
    bias=_BIAS,
    remedy=_REMEDY,
)
def measure_cited(evidence: Evidence, relation: Relation, options: Options) -> Sequence[Series]:
    """Any figure of the register of cited figures, by its own name, one series a reporter."""
    facts = make_facts("cited", relation, options["unit"], Basis(Kind(options["basis"])), Aggregation.LAST)
    pairs = list(relation.pairs()) or [Pair(relation.actors.members[0].state, "")]
    return collect_pairs(evidence, options["figure"], pairs, facts, variants=(options["of"],) if options["of"] else None)


def _plain(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum() or mark == " ").strip()
