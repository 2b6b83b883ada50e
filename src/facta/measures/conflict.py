"""Conflict and what breeds it: disputes, wars, sanctions, rivalries, common borders, geopolitical risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from facta.domain import Aggregation, Basis, Evidence, Kind, Relation, RowSet, Series
from facta.measures.assembly import collect_one, collect_rows
from facta.measures.registry import Argument, Facts, Options, declare, find_measure

__all__ = [
    "measure_armed_conflict",
    "measure_contiguity",
    "measure_disputes",
    "measure_geopolitical_risk",
    "measure_geopolitical_risk_share",
    "measure_rivalry",
    "measure_sanctions",
]

_FATAL = frozenset("123456")
_HOSTILITY = {
    "threat": frozenset("2345"),
    "display": frozenset("345"),
    "force": frozenset("45"),
    "war": frozenset("5"),
}
_CONFLICTS = ("interstate", "intrastate", "internationalised", "extrasystemic")
_ROLES = ("primary", "secondary", "government", "government_supporter", "opposition_supporter")
_SANCTIONS = ("trade", "arms", "military", "financial", "travel", "other")
_RIVALRIES = ("positional", "spatial", "ideological", "interventionary", "principal", "asymmetric_principal")
_CONTIGUITY = {
    "land": frozenset("1"),
    "sea_12": frozenset("12"),
    "sea_24": frozenset("123"),
    "sea_150": frozenset("1234"),
    "sea_400": frozenset("12345"),
}
_RISK = Facts(
    title="newspaper articles on adverse geopolitical events, as an index of the world",
    ledger="words",
    shape="state",
    indicators=("geopolitical_risk",),
    unit="points",
    basis=Basis(Kind.INDEX),
    aggregation=Aggregation.MEAN,
    arguments=(
        Argument(
            "index",
            "recent counts ten newspapers since 1985, historical three since 1900, daily those of recent by day",
            tuple(f"{run}{part}" for run in ("recent", "historical", "daily") for part in ("", "_threats", "_acts")),
            "recent",
        ),
    ),
    bias="The newspapers are American, British and Canadian: what concerns their readers counts more.",
    remedy="Compare within one index and over time; threats and acts can be asked for apart.",
    reference="Caldara, Dario, and Matteo Iacoviello (2022), Measuring Geopolitical Risk, AER 112(4), 1194-1225.",
)


def _marked(options: Options, name: str) -> Mapping[str, frozenset[str]]:
    """Keep the rows that bear the mark which an argument names."""
    return {options[name]: frozenset({"yes"})} if options[name] else {}


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
        title="armed conflicts between two sides, or of a state",
        ledger="deeds",
        shape="either",
        indicators=("armed_conflict",),
        is_rows=True,
        arguments=(
            Argument("type", "only conflicts of this type", _CONFLICTS),
            Argument("intensity", "war is at least 1,000 battle deaths in a year, minor at least 25", ("minor", "war")),
            Argument("role", "only where they take part in this way", _ROLES),
        ),
        bias="A conflict below 25 battle deaths a year is none, however grave the crisis.",
        remedy="Ask disputes, too: they include threats and displays of force.",
        reference="Gleditsch, Nils Petter, et al. (2002), Armed Conflict 1946-2001, Journal of Peace Research 39(5).",
    )
)
def measure_armed_conflict(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Spells of armed conflict, at least 25 battle deaths a year; a row a run of years of one conflict and intensity.

    Between two sides: they fight one another (``primary``), one sends troops to help (``secondary``), or one sends
    troops to the rebels against the other (``opposition_supporter``). Of a state alone every conflict in which it
    fights, those inside it (``government``) and abroad (``government_supporter``) too. A conflict that grows from minor
    to war has a row for each: the count is of rows. Silence means that there was none, inside the source's coverage.

    References
    ----------
    Gleditsch et al. (2002).

    Examples
    --------
    >>> import facta
    >>> facta.explain("exists(armed_conflict(RUS -- UKR, type=interstate))[2022]").measures[0].relation
    'RUS -- UKR'
    """
    keep = {name: frozenset({options[name]}) for name in ("type", "intensity", "role") if options[name]}
    return collect_rows(evidence, "armed_conflict", relation, keep)


@declare(
    Facts(
        title="sanctions of the first side against the second",
        ledger="deeds",
        shape="either",
        indicators=("sanction",),
        is_rows=True,
        arguments=(Argument("kind", "only cases that include sanctions of this kind", _SANCTIONS),),
        bias="Threats are not in it, and a case of an organisation is a row of each of its members.",
        remedy="Ask of single states, or of the kind of sanction.",
        reference=(
            "Felbermayr, Gabriel, et al. (2020), The Global Sanctions Data Base, European Economic Review 129, 103561."
        ),
    )
)
def measure_sanctions(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Cases of sanctions by actor against recipient, in years; a row a case and pair, of both ways where undirected.

    A case that ended inside the coverage ended; one that reaches its end may go on. Silence means that there was none,
    as far as the source is loaded; after its coverage it means nothing.

    References
    ----------
    Felbermayr et al. (2020).

    Examples
    --------
    >>> import facta
    >>> facta.explain("exists(sanctions(USA -> RUS, kind=financial))[2014]").measures[0].options
    {'kind': 'financial'}
    """
    return collect_rows(evidence, "sanctions", relation, _marked(options, "kind"))


@declare(
    Facts(
        title="strategic rivalries between two states",
        ledger="context",
        shape="either",
        indicators=("rivalry",),
        is_rows=True,
        arguments=(Argument("type", "only rivalries of this type; one may be of several", _RIVALRIES),),
        bias="Historians' judgement of whom decision makers held for a threatening competitor; the list ends in 2020.",
        remedy="Compare with disputes, which count what was done.",
        reference="Thompson, William, Kentaro Sakuwa and Prashant Hosur Suhas (2022), Analyzing Strategic Rivalries.",
    )
)
def measure_rivalry(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Spells in which two states held each other for enemies and competitors, in years; a row a rivalry.

    Of a state alone all its rivalries. Silence means that there was none; after the list's end it means nothing.

    References
    ----------
    Thompson, Sakuwa and Suhas (2022).

    Examples
    --------
    >>> import facta
    >>> facta.explain("exists(rivalry(CHN -- RUS, type=spatial))[1969]").measures[0].indicators
    ('rivalry',)
    """
    return collect_rows(evidence, "rivalry", relation, _marked(options, "type"))


@declare(
    Facts(
        title="common borders on land or across water",
        ledger="context",
        shape="either",
        indicators=("contiguity",),
        is_rows=True,
        arguments=(
            Argument(
                "type",
                "land is a border on land or along a river; sea_12 also at most 12 miles of water, and so on",
                tuple(_CONTIGUITY),
                "sea_400",
            ),
        ),
        bias="Homelands only: a border of a dependency is none.",
        remedy="Ask for type=land where a border is meant; up to 400 miles of water join half of Europe.",
        reference="Stinnett, Douglas, et al. (2002), Conflict Management and Peace Science 19(2), 58-66.",
    )
)
def measure_contiguity(evidence: Evidence, relation: Relation, options: Options) -> list[RowSet]:
    """Spells in which two states lie next to each other, by month; a row a pair and kind of contiguity.

    ``type=`` is a ceiling on the distance: ``land``, or at most 12, 24, 150 or 400 miles of water. Of a state alone all
    its neighbours. Silence means that there was no contiguity; after the list's end it means nothing.

    References
    ----------
    Stinnett et al. (2002).

    Examples
    --------
    >>> import facta
    >>> facta.explain("exists(contiguity(CHN -- RUS, type=land))[2014]").measures[0].options
    {'type': 'land'}
    """
    return collect_rows(evidence, "contiguity", relation, {"type": _CONTIGUITY[options["type"]]})


@declare(_RISK)
def measure_geopolitical_risk(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Index of articles on threats and acts of war and terror, of the world (``WLD``), by month; higher is more.

    100 is the mean of 1985-2019, of 1900-2019 for ``index=historical``. A month without a figure is null; several are
    averaged. States have no index of their own but ``geopolitical_risk_share``, in another unit.

    Raises
    ------
    UnknownName
        A set instead of the world.

    References
    ----------
    Caldara and Iacoviello (2022).

    Examples
    --------
    >>> import facta
    >>> facta.explain("geopolitical_risk(WLD)[2022] > 100 points").measures[0].aggregation
    'mean'
    """
    blank = find_measure("geopolitical_risk").begin(relation)
    return collect_one(evidence, "geopolitical_risk", relation, blank, variants=(options["index"],))


@declare(
    replace(
        _RISK,
        title="share of newspaper articles on adverse geopolitical events that name the state",
        indicators=("geopolitical_risk_share",),
        unit="%",
        basis=Basis(Kind.SHARE),
        arguments=(
            Argument(
                "index",
                "recent counts ten newspapers since 1985, historical three since 1900",
                ("recent", "historical"),
                "recent",
            ),
        ),
        remedy="Compare a state with itself over time: the share says who is written about, not who is at fault.",
    )
)
def measure_geopolitical_risk_share(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Articles on adverse geopolitical events that name the state, in percent of all articles, by month.

    From 0 to 100; higher is more. A month without a figure is null; several are averaged. Of one state.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Caldara and Iacoviello (2022).

    Examples
    --------
    >>> import facta
    >>> facta.explain("geopolitical_risk_share(RUS)[2022] > 1%").measures[0].unit
    '%'
    """
    blank = find_measure("geopolitical_risk_share").begin(relation)
    return collect_one(evidence, "geopolitical_risk_share", relation, blank, variants=(options["index"],))
