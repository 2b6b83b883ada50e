"""What a verdict leans on most, its weakest link, and what would change it: one table, read from the top.

=== ======================================================= ==================================
 #   verdict                                                 its weakest link
=== ======================================================= ==================================
 1   not checkable                                           why it was refused
 2   no evidence                                             what is not on record, or that
                                                             only weak readings have figures
 3   repeated                                                whom the only figure goes back to
 4   not comparable                                          which quantities are unlike
 5   not fired                                               the condition, which was not met
 6   open                                                    the horizon, and who set it
 7   decided, and a change of one reading turns it           which change of which reading
 8   mixed                                                   what disagrees
 9   decided on a part of the window                         how much of it is there
10   decided by proxies alone                                why the first is no better
11   decided on one source, or one citation in a register    which
12   decided to a horizon that the author did not state      which day the encoder set
13   any other                                               none of these
=== ======================================================= ==================================

What would change it: of a decided claim every change of one reading that turns the claim, every reading without which
it would turn, and how far the nearest figure is from its threshold; of an undecided one what is missing; nothing where
nothing that was tried turns it. Readings are counted from 1, those of a commitment first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from math import inf
from textwrap import shorten

from facta.claims.dossier import Claim
from facta.claims.rules import DECIDED, combine_readings
from facta.claims.verdict import ReadingResult, SourceResult, Verdict, VerdictWord, name_books
from facta.domain import Evidence, find_unit, write_figure
from facta.forecasts import last_day
from facta.language import Call, Compare, Node, Windowed, walk
from facta.measures import list_measures
from facta.sources import list_sources

__all__ = ["Case", "weigh_verdict"]

_INSTEAD = {
    "motive": "a statement of what was done, in place of why",
    "tautology": "a statement that could turn out false",
    "no_series": "a series of what it speaks of",
    "rhetoric": "a statement of fact",
    "causal": "a statement of what followed, in place of what caused it",
}
"""What could be checked in place of what was refused."""
_LONGEST = 120  # characters of a citation in a sentence
_OPPOSITE = {
    VerdictWord.SUPPORTED: VerdictWord.CONTRADICTED,
    VerdictWord.CONTRADICTED: VerdictWord.SUPPORTED,
}
_NO_SCALE = frozenset({"rank", "date"})  # units in which a part of the threshold has no meaning


@dataclass(frozen=True, slots=True)
class Case:
    """A claim and its verdict, with its readings parsed and the evidence on which they were judged."""

    claim: Claim
    verdict: Verdict
    nodes: tuple[Node, ...]
    evidence: Evidence

    @property
    def sound(self) -> list[tuple[int, ReadingResult]]:
        """The readings that decide, with their numbers."""
        readings = enumerate(self.verdict.readings, start=1)
        return [(n, reading) for n, reading in readings if reading.verdict in DECIDED and reading.validity != "weak"]

    @property
    def due(self) -> dt.date | None:
        """The last day that a reading which waits for something reaches."""
        waiting = {VerdictWord.OPEN, VerdictWord.NOT_FIRED}
        read = zip(self.verdict.readings, self.nodes, strict=True)
        ends = [last_day(node) or self.verdict.horizon for reading, node in read if reading.verdict in waiting]
        if not ends and self.claim.commitment:
            ends = [self.claim.commitment.due]
        return max((end for end in ends if end), default=None)

    @property
    def claimants(self) -> str:
        """Those by whose word alone a figure is known."""
        books = [book for reading in self.verdict.readings for book in reading.by_source]
        origins = [origin for book in books if book.verdict is VerdictWord.REPEATED for origin in book.origins]
        return " and ".join(dict.fromkeys(via for origin in origins if (via := self.evidence.origin(origin).via)))

    @property
    def is_single(self) -> bool:
        """Whether there is one reading, which then needs no number."""
        return len(self.verdict.readings) == 1


def weigh_verdict(case: Case) -> Verdict:
    """Return the verdict with what would fill it, its weakest link, and what would change it; the table is above.

    Examples
    --------
    >>> import facta
    >>> verdict = facta.ask("share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%")
    >>> verdict.weakest
    'It rests on one source: cow_trade.'
    >>> verdict.would_change
    ('with a figure that crosses 10%, 2.23 points away: contradicted',)
    """
    fill = _name_fillers(case) if case.verdict.verdict is VerdictWord.NO_EVIDENCE else ()
    return replace(case.verdict, fill=fill, weakest=_find_weakest(case), would_change=tuple(_list_changes(case)))


def _find_weakest(case: Case) -> str:
    if case.verdict.verdict not in DECIDED:
        return _say_lack(case)
    links = (_say_turn, _say_dispute, _say_gap, _say_proxy, _say_source, _say_horizon)
    return next(
        (said for link in links if (said := link(case))),
        "None: direct, from several sources, and no change tried turns it.",
    )


def _say_lack(case: Case) -> str:
    """Say why an undecided claim is not decided."""
    verdict, refusal, due = case.verdict, case.claim.refuse, case.due
    reason = verdict.reason.replace("_", " ")
    match verdict.verdict:
        case VerdictWord.NOT_CHECKABLE:
            return (
                f"Refused as {reason}: {refusal.why}" if refusal else "It says how likely something is, not that it is."
            )
        case VerdictWord.REPEATED:
            return f"The only figure goes back to {case.claimants}."
        case VerdictWord.NOT_COMPARABLE:
            return f"Two unlike quantities: {reason}."
        case VerdictWord.NOT_FIRED:
            return f"The condition was not met ({reason}); what would follow is untested."
        case VerdictWord.OPEN:
            setter = " The encoder set it." if case.claim.horizon and case.claim.horizon.set_by == "encoder" else ""
            return f"The horizon, {due}, lies ahead.{setter}" if due else "The time after the event has not passed."
    return f"Nothing decides: {reason or 'no reading was given'}."


def _say_turn(case: Case) -> str:
    turn = next(_list_turns(case), "") if case.verdict.fragile else ""
    return f"Fragile: {turn}." if turn else ""


def _say_dispute(case: Case) -> str:
    if case.verdict.verdict is not VerdictWord.MIXED:
        return ""
    if case.verdict.reason:
        return f"{case.verdict.reason[:1].upper()}{case.verdict.reason[1:]}."
    number, reading = case.sound[0]
    deciding = _list_deciding(reading)
    sides = [f"{name} {book.verdict}" for name, book in zip(name_books(deciding), deciding, strict=True)]
    where = "" if case.is_single else f" on reading {number}"
    return f"Books disagree{where}: {', '.join(sides)}."


def _say_gap(case: Case) -> str:
    books = [(book, number) for number, reading in case.sound for book in _list_deciding(reading)]
    thin = [(book.completeness, number) for book, number in books if 0 < book.completeness < 1]
    if not thin:
        return ""
    least, number = min(thin)
    where = "" if case.is_single else f" of reading {number}"
    return f"Only {int(100 * least)}% of the window{where} is there."


def _say_proxy(case: Case) -> str:
    proxies = [reading for _, reading in case.sound if reading.validity == "proxy"]
    if not proxies or len(proxies) < len(case.sound):
        return ""
    head = (
        "The reading that decides is a proxy"
        if len(proxies) == 1
        else f"All {len(proxies)} readings that decide are proxies"
    )
    return f"{head}: {proxies[0].why}" if proxies[0].why else f"{head}."


def _say_source(case: Case) -> str:
    books = [book for _, reading in case.sound for book in _list_deciding(reading)]
    origins = [case.evidence.origin(origin) for book in books for origin in book.origins if origin]
    if len({origin.citation for origin in origins}) != 1:
        return ""
    origin = origins[0]
    if origin.source != "registers":
        return f"It rests on one source: {origin.source}."
    return f"It rests on one citation: {shorten(origin.citation, _LONGEST, placeholder=' …').rstrip('.')}."


def _say_horizon(case: Case) -> str:
    horizon = case.claim.horizon
    if horizon is None or horizon.set_by != "encoder":
        return ""
    return f"The encoder set the horizon, {horizon.until}."


def _list_changes(case: Case) -> Iterator[str]:
    word = case.verdict.verdict
    if word in DECIDED:
        yield from _list_turns(case)
        yield from _list_pillars(case)
        yield from _measure_nearest(case)
    elif word is VerdictWord.NO_EVIDENCE:
        yield from _list_missing(case)
    else:
        yield _say_need(case)


def _list_turns(case: Case) -> Iterator[str]:
    """Name the changes of one reading that turn the claim."""
    for number, reading in case.sound:
        turning = [change for change in reading.sensitivity if change.verdict in DECIDED - {reading.verdict}]
        for turned, group in groupby(sorted(turning, key=lambda change: change.verdict), lambda change: change.verdict):
            word = _combine_with(case, number, turned)
            if word is not case.verdict.verdict:
                yield f"{_place(case, number)}with {', '.join(change.change for change in group)}: {word}"


def _place(case: Case, number: int) -> str:
    return "" if case.is_single else f"reading {number} "


def _combine_with(case: Case, number: int, word: VerdictWord) -> VerdictWord:
    """Return the verdict on the claim if one reading had another; of a commitment each reading speaks for itself."""
    if case.claim.commitment:
        return word
    changed = [replace(r, verdict=word) if n == number else r for n, r in enumerate(case.verdict.readings, start=1)]
    return combine_readings(changed)[0]


def _list_pillars(case: Case) -> Iterator[str]:
    """Name the readings without which the others would decide otherwise."""
    if case.claim.commitment:
        return
    for number, _ in case.sound if len(case.sound) > 1 else ():
        others = [reading for n, reading in enumerate(case.verdict.readings, start=1) if n != number]
        word = combine_readings(others)[0]
        if word is not case.verdict.verdict:
            yield f"without reading {number}: {word}"


def _measure_nearest(case: Case) -> Iterator[str]:
    """Say how far the reading that is nearest to its threshold stands from it, where crossing it turns the claim."""
    near = [
        (reading.margin_share, number, reading)
        for number, reading in case.sound
        if reading.margin is not None and reading.unit not in _NO_SCALE and _is_ordered(case.nodes[number - 1])
    ]
    for _, number, reading in sorted(near, key=lambda entry: inf if entry[0] is None else abs(entry[0]))[:1]:
        word = _combine_with(case, number, _OPPOSITE.get(reading.verdict, reading.verdict))
        if word is not case.verdict.verdict:
            crossed = _write(reading.threshold, reading)
            yield f"{_place(case, number)}with a figure that crosses {crossed}, {_write_way(reading)}: {word}"


def _write_way(reading: ReadingResult) -> str:
    """Write how far the figure is from its threshold."""
    if not reading.margin:
        return "at which it stands"
    size = _write(abs(reading.margin), reading)
    return f"{size.removesuffix('%')} points away" if size.endswith("%") else f"{size} away"


def _is_ordered(node: Node) -> bool:
    """Say whether a reading is one comparison with more or less, which a figure turns by crossing its threshold."""
    compared = node.inner if isinstance(node, Windowed) else node
    return isinstance(compared, Compare) and compared.sign not in ("==", "!=")


def _list_missing(case: Case) -> Iterator[str]:
    if any(reading.verdict in DECIDED for reading in case.verdict.readings):
        yield "a reading that is not weak"
    if case.claim.wanted:
        yield case.claim.wanted
    sources = _name_sources(case)
    if sources:
        yield f"figures or rows of {', '.join(sources)}"


def _say_need(case: Case) -> str:
    """Say what would decide a claim that waits, or stands as it stands."""
    verdict, due = case.verdict, case.due
    match verdict.verdict:
        case VerdictWord.OPEN:
            return f"evidence up to {due or 'a later day'}{_write_running(verdict)}"
        case VerdictWord.NOT_FIRED:
            if verdict.condition_state == "expired":
                return f"only another record of the time to {due}"
            return f"the condition, met by {due}" if due else "the condition, once it is met"
        case VerdictWord.REPEATED:
            return f"a figure that does not go back to {case.claimants}{_list_after(_name_sources(case))}"
        case VerdictWord.NOT_COMPARABLE:
            return "two quantities of one kind, out of one book"
    return (
        _INSTEAD[case.claim.refuse.reason]
        if case.claim.refuse
        else "a statement that something is, in place of how likely"
    )


def _write_running(verdict: Verdict) -> str:
    """Write the figure so far of the first reading that is open and has one."""
    for reading in verdict.readings:
        if reading.verdict is VerdictWord.OPEN and reading.figure is not None and reading.threshold is not None:
            return f", so far {_write(reading.figure, reading)} against {_write(reading.threshold, reading)}"
    return ""


def _write(figure: float | None, reading: ReadingResult) -> str:
    return "–" if figure is None else write_figure(figure, find_unit(reading.unit) if reading.unit else None)


def _list_after(names: tuple[str, ...]) -> str:
    return f", such as one of {', '.join(names)}" if names else ""


def _list_deciding(reading: ReadingResult) -> list[SourceResult]:
    return [book for book in reading.by_source if book.verdict in DECIDED]


def _name_fillers(case: Case) -> tuple[str, ...]:
    """Name what the dossier wants, and the sources that have what the readings ask for."""
    return tuple(dict.fromkeys([*([case.claim.wanted] if case.claim.wanted else []), *_name_sources(case)]))


def _name_sources(case: Case) -> tuple[str, ...]:
    calls = [part for node in case.nodes for part in walk(node) if isinstance(part, Call)]
    measures = [list_measures()[call.name] for call in calls if call.name in list_measures()]
    wanted = {indicator for measure in measures for indicator in measure.indicators}
    return tuple(source.id for source in list_sources().values() if wanted & source.indicators.keys())
