"""A turn with all that speaks for it and against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from facta.changes import Direction, Turn, TurnKind, Turns
from facta.changes.grounds.artefacts import (
    Artefact,
    counts_events,
    list_calendar,
    mark_shared,
    mark_volume,
    weigh_calendar,
)
from facta.changes.grounds.company import Companions, Company, find_company, watch_companions
from facta.changes.grounds.panels import Panel, collect_pairs, collect_partners
from facta.changes.grounds.witnesses import (
    Figure,
    Neighbour,
    Witness,
    find_witnesses,
    list_figures,
    list_rows,
    read_neighbours,
)
from facta.domain import Evidence, Frequency, Relation, Row, Series, find_set

__all__ = ["GroundedTurn", "Grounds"]

_UNRELATED = "G20"
_NO_PANEL = Panel((), ())
_PLAIN = 0.5
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroundedTurn:
    """A turn, what of it may be the feed's, and what stands behind it.

    Parameters
    ----------
    turn : Turn
        As it was detected, whatever may explain it.
    artefacts : tuple of Artefact
        What the feed did in its interval, the most probable explanation first.
    figures : tuple of Figure
        That speak most for it, by period.
    rows : tuple of Row
        Of registers and event lists, between the two sides and in its interval.
    witnesses : tuple of Witness
        Other books of the pair that turned as well.
    asked : int
        Other books that have values before and after it.
    company : tuple of Company
        Of either side, which other partners turned as well.

    Examples
    --------
    >>> from facta.changes.grounds import ArtefactKind
    >>> from facta.domain import Period
    >>> year = Period.parse("2020")
    >>> turn = Turn(year, year, year, 0.8, TurnKind.LEVEL, Direction.UP, 1.0, 3.0)
    >>> shares = {ArtefactKind.REVISION: 0.5, ArtefactKind.SHARED: 0.75}
    >>> marks = [Artefact(kind, "", year, share) for kind, share in shares.items()]
    >>> GroundedTurn(turn, tuple(marks)).probability
    0.2
    """

    turn: Turn
    artefacts: tuple[Artefact, ...] = ()
    figures: tuple[Figure, ...] = ()
    rows: tuple[Row, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    asked: int = 0
    company: tuple[Company, ...] = ()

    @property
    def probability(self) -> float:
        """Probability that there is a turn and that it is not the feed's: the strongest artefact's share is taken off.

        Artefacts of one date are mostly one and the same thing told twice, so that their shares are not multiplied.
        """
        return self.turn.probability * (1 - max((artefact.share for artefact in self.artefacts), default=0.0))


class Grounds:
    """What stands around the series of one relation; each part is read once, when it is first needed.

    Parameters
    ----------
    evidence : Evidence
        As of a day.
    relation : Relation
        Two states. Of sets, and of a state alone, there is no company and no shared step.
    given : mapping of str to str or None
        Arguments of the measures.
    neighbours : sequence of Neighbour or None
        The series of the pair with their turns, where they are at hand; else all books of the pair are read.

    Examples
    --------
    >>> import facta
    >>> from facta.changes import detect_turns
    >>> from facta.desk.workbench import open_evidence
    >>> from facta.domain import find_parties
    >>> pair = Relation(find_parties("CHN"), find_parties("KAZ"), is_directed=True)
    >>> book = facta.measure("investment_position", "CHN -> KAZ", source="imf_dip", reporter="CHN")[0]
    >>> for artefact in Grounds(open_evidence(), pair).list_artefacts(book):
    ...     print(artefact.period, artefact.kind.value, f"{artefact.share:.2f}")
    2020 revision 0.50
    2020 shared 0.79
    """

    def __init__(
        self,
        evidence: Evidence,
        relation: Relation,
        given: Mapping[str, str] | None = None,
        neighbours: Sequence[Neighbour] | None = None,
    ) -> None:
        self.evidence, self.relation, self.given, self._neighbours = evidence, relation, dict(given or {}), neighbours
        sides = [side for side in (relation.actors, relation.recipients) if side]
        self._states = [member.state for side in sides for member in side.members]
        self._is_pair = relation.recipients is not None and len(self._states) == 2
        self._panels: dict[_Key, Panel] = {}
        self._companions: dict[_Key, Companions] = {}

    @cached_property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """Every series of the pair, with its turns."""
        if self._neighbours is not None:
            return tuple(self._neighbours)
        return read_neighbours(self.evidence, self.relation) if self.relation.recipients else ()

    def list_artefacts(self, series: Series) -> tuple[Artefact, ...]:
        """Return what the feed did inside a series, whether or not it turned then: the calendar, and shared steps.

        A step of a reporter's record is told where it explains more than half of the steps as large; days are not
        searched for any.
        """
        found = list_calendar(series, self._states)
        panel = self._find_reporters_panel(series) if series.frequency is not Frequency.DAY else _NO_PANEL
        if panel.series:
            for ordinal in range(series.start + 1, series.stop):
                marks = (mark_shared(series, panel, ordinal, ordinal, sign) for sign in (1.0, -1.0))
                found += [mark for mark in marks if mark and mark.share > _PLAIN]
        return tuple(sorted(found, key=lambda entry: (entry.period, entry.kind)))

    def ground(self, series: Series, turns: Turns, *, with_company: bool = True) -> tuple[GroundedTurn, ...]:
        """Return all turns of a series with what stands behind each, in order of time; parameters as `ground_turn`."""
        return tuple(self.ground_turn(series, turns, turn, with_company=with_company) for turn in turns.turns)

    def ground_turn(self, series: Series, turns: Turns, turn: Turn, *, with_company: bool = True) -> GroundedTurn:
        """Return one turn with what stands behind it.

        Parameters
        ----------
        series : Series
            Of the relation, or of one of its directions.
        turns : Turns
            All turns of that series.
        turn : Turn
            One of them.
        with_company : bool
            Whether to look for turns of the other partners of either side, which takes longest.
        """
        rows = list_rows(self.evidence, self.relation, turn, self.evidence.as_of) if self.relation.recipients else ()
        witnesses, asked = find_witnesses(series, turn, self.neighbours)
        artefacts = [*weigh_calendar(turn, turns, list_calendar(series, self._states))]
        artefacts += self._mark_steps(series, turn, witnesses)
        return GroundedTurn(
            turn,
            tuple(sorted(artefacts, key=lambda artefact: -artefact.share)),
            list_figures(series, turns, turn),
            rows,
            witnesses,
            asked,
            self._find_company(series, turn) if with_company else (),
        )

    def _mark_steps(self, series: Series, turn: Turn, witnesses: tuple[Witness, ...]) -> list[Artefact]:
        """Mark a turn that came with a step of the whole record, or with a jump of all reporting.

        A record is not suspect for what the other side's record of the same pair shows too.
        """
        first, last = turn.low.ordinal, turn.high.ordinal
        panel = self._find_reporters_panel(series)
        marks = [mark_shared(series, panel, first, last, sign) for sign in _SIGNS[turn.kind, turn.direction]]
        mirrored = max((entry.chance for entry in witnesses if _is_mirror(entry, series)), default=0.0)
        found = [replace(mark, share=mark.share * (1 - mirrored)) for mark in marks if mark]
        if self._is_pair and counts_events(series):
            volume = mark_volume(series, self._find_panel(series), self.evidence, turn)
            found += [volume] if volume else []
        return found

    def _find_reporters_panel(self, series: Series) -> Panel:
        """Return the record of the reporter with its other partners; nothing where no side is the reporter."""
        if not self._is_pair or series.book.reporter not in self._states:
            return _NO_PANEL
        return self._find_panel(series, series.book.reporter)

    def _find_company(self, series: Series, turn: Turn) -> tuple[Company, ...]:
        found = []
        for state in self._states if self._is_pair else ():
            key = _key_of(series, state)
            if key not in self._companions:
                self._companions[key] = watch_companions(state, self._find_panel(series, state))
            found.append(find_company(turn, self._companions[key]))
        return tuple(company for company in found if company)

    def _find_panel(self, series: Series, state: str = "") -> Panel:
        """Return the partners of a side in the book of a series; without a side, pairs of other large states."""
        key = _key_of(series, state)
        if key not in self._panels:
            relation = self._relation_of(series)
            self._panels[key] = (
                collect_partners(self.evidence, series, relation, state, self.given)
                if state
                else collect_pairs(self.evidence, series, relation, _list_unrelated(), self.given)
            )
        return self._panels[key]

    def _relation_of(self, series: Series) -> Relation:
        """Return the relation of a series: that of the grounds, or a directed one the other way round."""
        pair = Relation(self.relation.actors, self.relation.recipients)
        arrow = replace(pair, is_directed=True)
        ways = (pair, pair.swap(), arrow, arrow.swap())
        return next((way for way in ways if str(way) == series.relation), self.relation)


_SIGNS = {
    (kind, direction): (1.0, -1.0) if kind is TurnKind.TREND else (1.0 if direction is Direction.UP else -1.0,)
    for kind in (TurnKind.LEVEL, TurnKind.TREND)
    for direction in Direction
} | {(TurnKind.VOLATILITY, direction): () for direction in Direction}
"""Which way a step goes that may be behind a turn."""


def _is_mirror(witness: Witness, series: Series) -> bool:
    is_alike = (witness.measure, witness.relation) == (series.measure, series.relation)
    return is_alike and witness.book.reporter != series.book.reporter


def _key_of(series: Series, state: str) -> _Key:
    book = series.book
    return series.measure, series.relation, book.source, book.reporter, book.variant, series.frequency, state


def _list_unrelated() -> tuple[str, ...]:
    """Return the members of the G20, of whose pairs most is reported."""
    found = find_set(_UNRELATED)
    assert found
    return tuple(member.state for member in found.members)
