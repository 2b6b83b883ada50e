"""What measures are handed: rows of evidence, already cut to what was known on a day.

Only the store opens anything. It hands out the plain columns below through the `Evidence` protocol.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from facta.domain.origins import Coverage, Origin
from facta.domain.periods import Frequency, Window
from facta.domain.series import Book

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "INCIDENT_KINDS",
    "LADDERS",
    "Evidence",
    "Figures",
    "Row",
    "RowSet",
    "Totals",
    "Votes",
    "climb_ladder",
]


@dataclass(frozen=True, slots=True)
class Figures:
    """One run of figures: one indicator of one actor (and recipient) from one book.

    Parameters
    ----------
    indicator : str
        What was counted, as `source.yml` names it.
    actor, recipient : str
        State ids; `recipient` is empty for a state's own figures.
    source, reporter, variant, vintage : str
        The book.
    unit : str
        Symbol of the unit.
    act : str
        ``done`` or ``pledged``.
    frequency : Frequency
        Length of the periods.
    ordinals : numpy.ndarray
        Shape (n,), int64, ascending: the periods that have a row.
    values, low, high, completeness : numpy.ndarray
        Shape (n,), float64.
    status : numpy.ndarray
        Shape (n,), int8, of `Status`.
    origins : tuple of str
        Ids of the origins: one for all rows, or one a row.
    """

    indicator: str
    actor: str
    recipient: str
    source: str
    reporter: str
    variant: str
    vintage: str
    unit: str
    act: str
    frequency: Frequency
    ordinals: NDArray[np.int64]
    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    completeness: NDArray[np.float64]
    status: NDArray[np.int8]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One spell or record: a treaty in force, a dispute, a delegation, a deal, a text.

    Parameters
    ----------
    id, kind, source : str
        Which row of which table; kinds are ``alliance``, ``dispute``, ``meeting``, ``deal`` …
    actor, recipient : str
        State or organisation ids; may be empty.
    start, end : datetime.date
        First and last day; one day for a record.
    fields : mapping of str to str or float
        What the kind's schema names: ``level``, ``rung``, ``status``, ``fatality_level``.
    origin : str
        Id of the origin.

    Examples
    --------
    >>> day = dt.date(2014, 5, 21)
    >>> Row("d1", "deal", "register", "CHN", "RUS", day, day, {"rung": "signed"}).fields["rung"]
    'signed'
    """

    id: str
    kind: str
    source: str
    actor: str
    recipient: str
    start: dt.date
    end: dt.date
    fields: Mapping[str, str | float] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class RowSet:
    """The rows of one kind and relation from one source, and what that source covers.

    Parameters
    ----------
    measure, relation : str
        What was asked.
    book : Book
        The source.
    rows : tuple of Row
        By start.
    reach : Window or None
        Silence inside it means that there was nothing; outside it, and where it is None, silence means nothing.

    Examples
    --------
    >>> RowSet("deals", "CHN -- RUS", Book("register"), (), Window.parse("2010..")).rows
    ()
    """

    measure: str
    relation: str
    book: Book
    rows: tuple[Row, ...]
    reach: Window | None


@dataclass(frozen=True, slots=True)
class Votes:
    """Roll calls of one assembly as a matrix.

    Parameters
    ----------
    source : str
        Id of the source.
    states : mapping of str to int
        State id to row of `ballots`.
    dates : numpy.ndarray
        Shape (roll calls,), ordinals of days, ascending.
    ballots : numpy.ndarray
        Shape (states, roll calls), int8: 1 yes, 2 abstain, 3 no, 0 no vote recorded.
    issues : mapping of str to numpy.ndarray
        Issue to a mask of shape (roll calls,); roll calls without a tag are in none.
    origins : tuple of str
        Ids of the origins.
    """

    source: str
    states: Mapping[str, int]
    dates: NDArray[np.int64]
    ballots: NDArray[np.int8]
    issues: Mapping[str, NDArray[np.bool_]]
    origins: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Totals:
    """What one book has of some indicators on every directed pair of two states, all periods added.

    Parameters
    ----------
    source, reporter, variant : str
        The book.
    frequency : Frequency
        Length of its periods.
    indicators : tuple of str
        The rows of `counts`.
    places : mapping of (str, str) to int
        Actor and recipient to column of `counts`.
    counts : numpy.ndarray
        Shape (indicators, pairs), float64; 0 where a pair has no figure.
    learnt : dict
        What was computed from it, kept as long as it is.

    Examples
    --------
    >>> ways = {("CHN", "RUS"): 0, ("RUS", "CHN"): 1, ("CHN", "USA"): 2}
    >>> totals = Totals("icews", "", "", Frequency.DAY, ("net",), ways, np.array([[3.0, 4.0, 5.0]]))
    >>> both = totals.fold()
    >>> dict(both.places), both.counts.tolist()
    ({('CHN', 'RUS'): 0, ('CHN', 'USA'): 1}, [[7.0, 5.0]])
    """

    source: str
    reporter: str
    variant: str
    frequency: Frequency
    indicators: tuple[str, ...]
    places: Mapping[tuple[str, str], int]
    counts: NDArray[np.float64]
    learnt: dict[Any, Any] = field(default_factory=dict, repr=False)

    def fold(self) -> Totals:
        """Return the totals of undirected pairs, named in the order of the two ids."""
        if "folded" not in self.learnt:
            places: dict[tuple[str, str], int] = {}
            column = np.empty(len(self.places), dtype=np.intp)
            for (one, other), place in self.places.items():
                column[place] = places.setdefault((min(one, other), max(one, other)), len(places))
            counts = np.array([np.bincount(column, row, len(places)) for row in self.counts], dtype=np.float64)
            self.learnt["folded"] = replace(self, places=places, counts=counts, learnt={})
        folded: Totals = self.learnt["folded"]
        return folded


class Evidence(Protocol):
    """Everything that was known on a day, and nothing that became known later."""

    @property
    def as_of(self) -> dt.date:
        """The day; with hindsight, the day on which the evidence was last filled."""

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        """Return the figures of one pair, one entry per book; empty where there is none."""

    def fetch_figures(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Fetch the figures of many (indicator, actor, recipient) at once, ahead of their use."""

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        """Return the ids of all recipients for which `actor` has figures."""

    def totals(self, indicators: tuple[str, ...]) -> tuple[Totals, ...]:
        """Return the sums of some indicators over all periods, of every directed pair of states; one entry a book."""

    def rows(self, kind: str, parties: Collection[str] = ()) -> tuple[Row, ...]:
        """Return every spell or record of a kind, by start; with `parties`, at least all that name one of them."""

    def votes(self) -> Votes | None:
        """Return the roll calls, or None where none are loaded."""

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        """Return what each source covers of an indicator or a kind of row; one entry a source."""

    def origin(self, origin_id: str) -> Origin:
        """Return the origin of that id."""


LADDERS: Mapping[str, tuple[str, ...]] = {
    "level": (
        "absent",
        "message",
        "official",
        "ambassador",
        "deputy_minister",
        "minister",
        "deputy_head",
        "head_of_government",
        "head_of_state",
    ),
    "rung": ("talk", "mou", "signed", "pilot", "live"),
    "support": ("none", "votes", "arms", "intelligence", "forces"),
}


INCIDENT_KINDS: Mapping[str, str] = {
    "aid": "material_cooperation",
    "armed_clash": "material_conflict",
    "blockade": "material_conflict",
    "border_closure": "material_conflict",
    "entry_ban": "material_conflict",
    "expulsion": "material_conflict",
    "fire_on_civilian_ship": "material_conflict",
    "insurrection": "material_conflict",
    "invasion": "material_conflict",
    "protest": "material_conflict",
    "sanctions": "material_conflict",
    "support_to_incumbent": "material_cooperation",
    "trade_restriction": "material_conflict",
    "troop_deployment": "material_cooperation",
    "troop_withdrawal": "material_cooperation",
}
"""Kinds of verified incidents, with the quad class of the events that report them."""


def climb_ladder(name: str, step: str) -> int | None:
    """Return how high `step` stands on a ladder, from 0, or None where it is no step of it.

    Examples
    --------
    >>> climb_ladder("rung", "pilot") > climb_ladder("rung", "mou")
    True
    """
    ladder = LADDERS.get(name, ())
    return ladder.index(step) if step in ladder else None
