"""Registers kept by hand: meetings by level, deals by rung, projects by status, texts, incidents, cited figures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol, runtime_checkable

from facta.domain import (
    ALWAYS,
    INCIDENT_KINDS,
    LADDERS,
    Act,
    Aggregation,
    Basis,
    Evidence,
    Kind,
    Membership,
    Pair,
    Parties,
    Price,
    Relation,
    RowSet,
    Series,
    Unit,
    find_unit,
)
from facta.errors import UnknownName, find_nearest
from facta.measures.assembly import collect_pairs, collect_rows
from facta.measures.registry import Argument, Facts, Options, declare, find_measure, list_measures

__all__ = [
    "measure_cited",
    "measure_deals",
    "measure_incidents",
    "measure_meetings",
    "measure_projects",
    "measure_said",
]

_PARTY = Argument("party", "of a union its own rows alone, without its members'", ("itself",))

_MEETINGS = Facts(
    title="delegations at meetings, by level",
    ledger="words",
    shape="either",
    indicators=("meeting",),
    is_rows=True,
    arguments=(
        Argument("series", "only this series of meetings"),
        Argument("level", "only delegations at this level or higher", LADDERS["level"]),
        Argument("person", "only this delegate"),
        _PARTY,
    ),
    bias="A register holds what somebody looked for.",
    remedy="Every row has a citation; rows that only the claimant gives support nothing.",
    reference="Ordinal levels after COLT, Country and Organizational Leader Travel (Moyer et al. 2020).",
)
_DEALS = replace(
    _MEETINGS,
    title="deals between two sides, by rung",
    ledger="deeds",
    indicators=("deal",),
    reference="",
    arguments=(
        Argument("domain", "only this domain"),
        Argument("rung", "only deals that reached this rung", LADDERS["rung"]),
        Argument("title", "only this deal"),
        _PARTY,
    ),
)


def _matching(options: Options, *names: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset({options[name]}) for name in names if options[name]}


def _choose_parties(relation: Relation, options: Options) -> Relation:
    """Return the relation with each union as one party of its own name, where that was asked for."""
    if not options["party"]:
        return relation
    actors, recipients = relation.actors, relation.recipients
    return replace(relation, actors=_name_union(actors), recipients=recipients and _name_union(recipients))


def _name_union(side: Parties) -> Parties:
    return Parties(side.label, (Membership(side.label, ALWAYS),)) if side.is_set else side


def _at_least(ladder: str, step: str) -> Mapping[str, frozenset[str]]:
    steps = LADDERS[ladder]
    return {ladder: frozenset(steps[steps.index(step) :])} if step else {}


@declare(_MEETINGS)
def measure_meetings(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Each delegation from actor to host: a row, with a level on the ladder from *absent* to *head of state*.

    ``level=`` is a floor. Silence means nothing: a register holds what somebody looked for.

    References
    ----------
    Moyer et al. (2020).

    Examples
    --------
    >>> import facta
    >>> facta.ask("exists(meetings(CHN -> RUS, level=head_of_state))[2013]").verdict.value
    'supported'
    """
    keep = {**_matching(options, "series", "person"), **_at_least("level", options["level"])}
    return collect_rows(evidence, "meetings", _choose_parties(relation, options), keep)


@declare(_DEALS)
def measure_deals(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Deals on the ladder talk, memorandum, signed, pilot, live; a deal that climbs has a row a rung.

    ``rung=`` is a floor. A union stands for itself and its members; ``party=itself`` leaves the members' deals out.
    Silence means nothing.

    Examples
    --------
    >>> import facta
    >>> facta.ask("share(deals(CHN -- EAEU, party=itself), deals(CHN -- EAEU)) < 50%").verdict.value
    'supported'
    >>> facta.ask("count(deals(CHN -- RUS, domain=border, rung=signed))[1991..1994] >= 2").verdict.value
    'supported'
    """
    keep = {**_matching(options, "domain", "title"), **_at_least("rung", options["rung"])}
    return collect_rows(evidence, "deals", _choose_parties(relation, options), keep)


@declare(
    replace(
        _DEALS,
        title="projects on a list, by status",
        indicators=("project",),
        arguments=(Argument("list", "only this list"), Argument("status", "only projects of this status"), _PARTY),
    )
)
def measure_projects(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Projects that one side proposed to another, with what became of them; a row a project and list.

    The proposer is the actor, wherever the project lies. Silence means nothing.

    Examples
    --------
    >>> import facta
    >>> facta.ask("exists(projects(EAEU -> CHN, status=under_way))[2017]").verdict.value
    'supported'
    """
    keep = _matching(options, "list", "status")
    return collect_rows(evidence, "projects", _choose_parties(relation, options), keep)


@declare(
    replace(
        _DEALS,
        title="phrases that were said",
        ledger="words",
        shape="state",
        indicators=("text",),
        arguments=(
            Argument("phrase", "only quotes in which these words stand, in this order"),
            Argument("speaker", "only this speaker"),
            Argument("occasion", "only there"),
            _PARTY,
        ),
        remedy="Quotes have author, place and day; *first* needs the whole corpus: a register alone never shows it.",
    )
)
def measure_said(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Quoted phrases of a state's or organisation's speakers, a row each.

    ``phrase=`` matches whole words in their order, whatever their case, quotes and punctuation. Silence means nothing.

    Examples
    --------
    >>> import facta
    >>> facta.ask("exists(said(RUS, phrase=allies))[2014]").verdict.value
    'supported'
    """
    wanted = _simplify(options["phrase"])
    keep = _matching(options, "speaker", "occasion")
    found = collect_rows(evidence, "said", _choose_parties(relation, options), keep)
    return [
        replace(held, rows=tuple(row for row in held.rows if wanted in _simplify(str(row.fields.get("phrase", "")))))
        for held in found
    ]


def _simplify(text: str) -> str:
    """Write words in lower case between single spaces, without quotes and punctuation; an ideograph is a word."""
    kept = []
    for mark in unicodedata.normalize("NFKC", text).casefold():
        if unicodedata.east_asian_width(mark) == "W":
            kept.append(f" {mark} ")
        elif mark not in _QUOTES:
            kept.append(mark if mark.isalnum() else " ")
    words = "".join(kept).split()
    return f" {' '.join(words)} " if words else ""


_QUOTES = frozenset("'’‘`´")


@declare(
    replace(
        _DEALS,
        title="verified incidents",
        indicators=("incident",),
        arguments=(
            Argument("kind", "only this kind", tuple(INCIDENT_KINDS)),
            Argument("where", "only located there"),
            Argument("quad", "only kinds of this quad class", tuple(sorted(set(INCIDENT_KINDS.values())))),
            _PARTY,
        ),
        remedy="Each row was verified in the place it cites: these trigger conditions, raw event counts do not.",
    )
)
def measure_incidents(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Incidents between two sides that were verified, located and dated; a row an incident.

    Silence means nothing.

    Examples
    --------
    >>> import facta
    >>> facta.ask("exists(incidents(CHN -- RUS, kind=armed_clash))[1969]").verdict.value
    'supported'
    """
    keep = {"location": frozenset({options["where"]})} if options["where"] else {}
    if options["quad"]:
        keep["kind"] = frozenset(kind for kind, quad in INCIDENT_KINDS.items() if quad == options["quad"])
    keep = {**keep, **_matching(options, "kind")}
    return collect_rows(evidence, "incidents", _choose_parties(relation, options), keep)


@declare(
    Facts(
        title="figures cited by hand",
        ledger="context",
        shape="either",
        indicators=(),
        aggregation=Aggregation.LAST,
        arguments=(
            Argument("figure", "which figure of the register"),
            Argument("of", "its detail: a ranking, an asset, a commodity"),
            Argument("unit", "another unit of the same dimension; that of the figures where it is not written"),
        ),
        bias=_MEETINGS.bias,
        remedy=_MEETINGS.remedy,
    )
)
def measure_cited(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Any figure of the register of cited figures, by its own name: one series a reporter, detail and dimension.

    Unit and basis are those of the figures: percentages are shares, ranks ranks, money and masses flows, or what the
    measure of that name counts. Units of one dimension are brought to the largest of them, or to ``unit=``. Of a set it
    is what was cited of the set as such, never a sum over its members; an undirected relation takes the figures of the
    other order where there are none as written. A period that nobody cites is null. Of several periods the last counts.
    A figure cited as *at least* or *at most* decides a comparison that no other value inside the bound would turn.

    Raises
    ------
    UnknownName
        No such figure, or a unit of another dimension; names the nearest.

    Examples
    --------
    >>> import facta
    >>> growth = facta.measure("cited", "CHN", figure="gdp_growth", window="2020", reporter="CHN")[0]
    >>> growth.unit.symbol, growth.basis.kind.value, growth.values.tolist()
    ('%', 'share', [[2.2]])
    """
    figure = options["figure"]
    _check_figure(evidence, figure)
    ends = relation.actors.label, relation.recipients.label if relation.recipients else ""
    ways = [Pair(*ends)] if relation.is_directed or not relation.recipients else [Pair(*ends), Pair(*ends[::-1])]
    variants = (options["of"],) if options["of"] else None
    for pair in ways:
        runs = evidence.figures(figure, pair.actor, pair.recipient)
        known = [(find_unit(run.unit), Act(run.act)) for run in runs if variants is None or run.variant in variants]
        if known:
            blanks = _list_blanks(relation, options, known)
            return [
                series
                for blank in blanks
                for series in collect_pairs(evidence, figure, [pair], blank, variants=variants)
            ]
    return []


def _list_blanks(relation: Relation, options: Options, known: Iterable[tuple[Unit, Act]]) -> list[Series]:
    """Return a template for each dimension and act of some figures, in the unit that was asked for, or the largest."""
    measure, figure = find_measure("cited"), options["figure"]
    largest: dict[tuple[str, Act], Unit] = {}
    for unit, act in known:
        key = unit.dimension, act
        largest[key] = max(largest.get(key, unit), unit, key=lambda unit: unit.factor)
    if options["unit"]:
        wanted = find_unit(options["unit"])
        fitting = {key: wanted for key in largest if key[0] == wanted.dimension}
        if not fitting:
            symbols = ", ".join(sorted(unit.symbol for unit in largest.values()))
            raise UnknownName(f"unit of {figure}", options["unit"], step=f"Its figures are in {symbols}.")
        largest = fitting
    return [
        measure.begin(relation, unit, replace(_find_basis(figure, dimension), act=act))
        for (dimension, act), unit in sorted(largest.items())
    ]


_KINDS = {"share": Kind.SHARE, "rank": Kind.RANK, "count": Kind.COUNT, "index": Kind.INDEX}


def _find_basis(figure: str, dimension: str) -> Basis:
    """Find what a figure counts: as the measure of that indicator does, else by its dimension."""
    for measure in list_measures().values():
        if measure.basis and figure in measure.indicators and find_unit(measure.unit).dimension == dimension:
            return measure.basis
    return Basis(_KINDS.get(dimension, Kind.FLOW), price=Price.NOMINAL if dimension == "money" else None)


@runtime_checkable
class _Listing(Protocol):
    """Evidence that can say which figures there are, known or not yet known on its day."""

    def indicators(self) -> tuple[str, ...]: ...


def _check_figure(evidence: Evidence, figure: str) -> None:
    """Refuse a figure that no source has; evidence that cannot list its figures refuses none."""
    known = evidence.indicators() if isinstance(evidence, _Listing) else (figure,)
    if figure not in known:
        step = f"Known: {', '.join(known)}."
        raise UnknownName("figure", figure, nearest=find_nearest(figure, known), step=step)
