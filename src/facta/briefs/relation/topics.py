"""What a relation brief is written from: topics with their figures, series, turns, rows and gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from facta.changes import Turns
from facta.changes.grounds import GroundedTurn
from facta.domain import Book, Origin, Period, RowSet, Series, State

__all__ = ["Fact", "Gap", "RelationFacts", "Topic", "Track"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that the brief names.

    Parameters
    ----------
    name : str
        What it is: a measure, or what was made of one.
    relation : str
        Of whom.
    value : float
        In `unit`.
    unit : str
        Symbol.
    period : str
        When: a period, or a window.
    book : Book
        By whom.
    low, high : float or None
        Ends of its interval, where it has one.
    rank : int or None
        Its place, where it has one.
    of : int or None
        Among how many it is ranked, or of how many cases it is a share.

    Examples
    --------
    >>> Fact("trade_share", "RUS -> CHN", 0.122, "1", "2014", Book("cow_trade"), rank=1, of=187).rank
    1
    """

    name: str
    relation: str
    value: float
    unit: str
    period: str
    book: Book
    low: float | None = None
    high: float | None = None
    rank: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """The series of one book, with its turns where they were looked for.

    Parameters
    ----------
    ledger : str
        ``words``, ``deeds`` or ``context``.
    series : Series
        The book.
    is_lead : bool
        Whether it has most among the books of its measure and relation, recent years weighing more.
    turns : Turns or None
        Its level and turns; None where they were not looked for.
    grounded : tuple of GroundedTurn
        Its turns with what stands behind each.
    """

    ledger: str
    series: Series
    is_lead: bool = False
    turns: Turns | None = None
    grounded: tuple[GroundedTurn, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether it has too few values to tell a turn: that none was found says nothing."""
        return self.turns is not None and self.turns.noise_sd != self.turns.noise_sd


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a measure reaches for the pair, and what would take it further.

    Parameters
    ----------
    measure, relation, title : str
        What was asked, and in words.
    last : Period or None
        The last period known; None where nothing is.
    why : str
        Why there is nothing, or nothing later.
    fill : tuple of str
        Sources that have more of it than is in the store.
    """

    measure: str
    relation: str
    title: str
    last: Period | None
    why: str
    fill: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One domain of a relation."""

    name: str
    facts: tuple[Fact, ...] = ()
    tracks: tuple[Track, ...] = ()
    rows: tuple[RowSet, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def is_blind(self) -> bool:
        """Whether the evidence has nothing at all on it."""
        return not self.facts and not self.tracks and not any(entry.rows for entry in self.rows)

    def list_facts(self, name: str, relation: str = "") -> list[Fact]:
        """Return the facts of a name, of all relations or of one."""
        return [fact for fact in self.facts if fact.name == name and relation in ("", fact.relation)]

    def find_fact(self, name: str, relation: str = "") -> Fact | None:
        """Return the first fact of a name."""
        return next(iter(self.list_facts(name, relation)), None)

    def list_tracks(self, measure: str, relation: str = "") -> list[Track]:
        """Return the tracks of a measure, the lead first."""
        found = [track for track in self.tracks if track.series.measure == measure]
        return sorted((t for t in found if relation in ("", t.series.relation)), key=lambda track: not track.is_lead)

    def find_rows(self, measure: str) -> list[RowSet]:
        """Return the rows of a measure, one set a source."""
        return [entry for entry in self.rows if entry.measure == measure]


@dataclass(frozen=True, slots=True)
class RelationFacts:
    """Everything that a brief on two states says.

    Parameters
    ----------
    one, other : State
        The two.
    as_of : datetime.date
        Day of the evidence.
    topics : mapping of str to Topic
        By name, in the order of the page.
    origins : mapping of str to Origin
        Where the rows behind it came from, by id.
    asked : tuple of str
        Other names by which the two were asked for, such as that of a state which one continues; empty for none.
    """

    one: State
    other: State
    as_of: dt.date
    topics: Mapping[str, Topic]
    origins: Mapping[str, Origin] = field(default_factory=dict)
    asked: tuple[str, str] = ("", "")

    @property
    def relation(self) -> str:
        """The pair, undirected, as expressions write it."""
        return f"{self.one.id} -- {self.other.id}"

    @property
    def ways(self) -> tuple[str, str]:
        """The pair directed one way and the other."""
        return f"{self.one.id} -> {self.other.id}", f"{self.other.id} -> {self.one.id}"
