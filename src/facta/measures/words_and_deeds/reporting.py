"""How much is reported at all: context for counts, and the one net score that others publish, as an alarm."""

from __future__ import annotations

from dataclasses import replace

from facta.domain import (
    WORLD,
    Aggregation,
    Basis,
    Evidence,
    Kind,
    Pair,
    Prior,
    Relation,
    Series,
    is_world,
)
from facta.measures.assembly import collect_members, collect_one, collect_pairs, divide, key_of
from facta.measures.registry import Argument, Facts, Options, declare, find_measure
from facta.measures.words_and_deeds.counts import list_ways

__all__ = ["measure_net_score", "measure_reporting_share", "measure_reporting_volume"]

_LEETARU = "Leetaru, Kalev, and Philip Schrodt (2013), GDELT: Global Data on Events, Location and Tone, ISA."
_VOLUME = Facts(
    title="reports of events in a state or the world, of whatever kind",
    ledger="context",
    shape="state",
    indicators=("reporting_volume",),
    unit="count",
    basis=Basis(Kind.COUNT),
    bias="Grows with what the publisher reads: more news, not more events; and larger where journalists are.",
    remedy="A denominator for counts of the same publisher, and nothing else.",
    reference=_LEETARU,
)


@declare(_VOLUME)
def measure_reporting_volume(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Events on record by the place where they happened, at home or between states; of everywhere with ``WLD``.

    A count a day, month or year, as the file has it, each a series of its own; several periods are added, and the
    members of a set. Null where the source lists nothing: that is no zero.

    References
    ----------
    Leetaru and Schrodt (2013).

    Examples
    --------
    >>> import facta
    >>> facta.explain("reporting_volume(WLD)[2012] > 1000000").measures[0].aggregation
    'sum'
    """
    return collect_members(evidence, "reporting_volume", relation, find_measure("reporting_volume").begin(relation))


@declare(
    replace(
        _VOLUME,
        title="share of all reports, or of those of the actors, that are of two sides",
        shape="either",
        indicators=("reported_events",),
        unit="1",
        basis=Basis(Kind.SHARE),
        aggregation=Aggregation.WEIGHTED,
        arguments=(
            Argument("of", "of what the whole archive reports, or of what the actors do", ("world", "actor"), "world"),
        ),
        bias="Says where journalists look, not what happens; the world's reports include what states do at home.",
        remedy="Free of the growth of the archive, unlike a count; compare over time and with other pairs.",
    )
)
def measure_reporting_share(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Share of the reports of a source that are of events between two sides, from 0 to 1: volume, normalised.

    Both directions count where the relation is undirected. With ``of=actor`` the denominator is what the acting states
    do to anybody, at home and abroad, and to no state. Every report counts, de-duplicated or not. One book; null where
    the source covers nothing. Several periods are pooled. Low and high are Jeffreys's 90% interval. Where files of an
    archive are missing, divide a count by the publisher's own totals, ``reporting_volume(WLD)``: a mix of books.

    References
    ----------
    Leetaru and Schrodt (2013).

    Examples
    --------
    >>> import facta
    >>> facta.explain("reporting_share(CHN -- RUS)[2018] > 1%").measures[0].aggregation
    'weighted'
    """
    blank, counted = (find_measure(name).begin(relation) for name in ("reporting_share", "reporting_volume"))
    ways = list_ways(relation)
    whole = [Pair(WORLD.id, "")] if options["of"] == "world" else _list_actors(relation)
    above, below = (
        collect_pairs(evidence, "reported_events", pairs, counted, variants=("", "reports")) for pairs in (ways, whole)
    )
    totals = {key_of(found): found for found in below}
    shares = (divide(found, totals[key_of(found)], blank) for found in above if key_of(found) in totals)
    return [replace(share, prior=Prior(0.0, 0.0)) for share in shares]


def _list_actors(relation: Relation) -> list[Pair]:
    """Return who acts, with nobody: either side of an undirected relation; a member as long as it is one."""
    both = relation.actors if relation.is_directed else relation.actors.union(*filter(None, [relation.recipients]))
    return [Pair(WORLD.id, "")] if is_world(both) else [Pair(side.state, "", side.window) for side in both.members]


_ALARM = "an alarm, never a level of relations: the sum grows with the volume of reporting"


@declare(
    Facts(
        title="net score of a day's events between two states: an alarm, never a level of relations",
        ledger="context",
        shape="undirected",
        indicators=("net_score",),
        unit="points",
        basis=Basis(Kind.INDEX),
        aggregation=Aggregation.MEAN,
        bias="Sums words and deeds, so it grows with reporting: in 2018 the friendliest pair of all was CHN -- USA.",
        remedy="Look where it breaks, then at conflict_share and verified incidents; never compare two pairs by it.",
        reference="Goldstein, Joshua (1992), A Conflict-Cooperation Scale for WEIS Events Data, JCR 36(2), 369-385.",
    )
)
def measure_net_score(evidence: Evidence, relation: Relation, options: Options) -> list[Series]:
    """Sum of the Goldstein scores of a day's events between two states, in points; below zero conflict prevails.

    It can raise an alarm where it breaks with its own past. It is never a level of relations, as the note on every
    figure says. A day without a score is null; several days are averaged. Of two states: sums over pairs would be of
    reporting volume.

    Raises
    ------
    UnknownName
        A set instead of a state.

    References
    ----------
    Goldstein (1992).

    Examples
    --------
    >>> import facta
    >>> "never a level of relations" in facta.explain("net_score(CHN -- RUS)[2022] > 0").measures[0].title
    True
    """
    found = collect_one(evidence, "net_score", relation, find_measure("net_score").begin(relation))
    return [replace(series, notes=(*series.notes, _ALARM)) for series in found]
