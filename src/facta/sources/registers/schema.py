"""What a row of each register holds, and what its words may be; every row names its own source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import ClassVar

import msgspec

from facta.domain import INCIDENT_KINDS, LADDERS, Frequency, Kind, Period, Window, find_parties, find_unit
from facta.errors import ImpossibleWindow, TooLarge, UnknownName, find_nearest

__all__ = ["ORGANISATIONS", "SCHEMAS", "Entry", "Figure", "Record"]

ORGANISATIONS = (
    "BOFIT", "CSIS", "EDB", "EUISS", "GAZPROM", "IMF", "NDU", "NOVATEK", "SIC", "SIPRI", "UN", "UNCTAD", "UNDP",
    "WB", "WHO",
)  # fmt: skip
"""Parties and reporters that are neither state nor set."""
_BASES = (*Kind, "pledge")
_MODES = ("in_person", "virtual", "written")
_STATUSES = ("proposed", "under_way", "completed", "stalled", "rejected")
_CONTRACT_UNITS = ("bcm/year", "Mt/year", "bn CNY", "M CNY")
_MOST_WORDS = 12


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Columns of every register.

    Parameters
    ----------
    id : str
        Unique in its register.
    published : str
        When it became public: a day, or a month that is taken at its end.
    citation, url : str
        Author, title and date; where it can be read.
    seen : datetime.date
        When it was last found there.
    via : str
        The claimant, where the row is found with nobody else; such a row supports nothing.
    note : str
        What a reader of the row should know.
    """

    id: str
    published: str
    citation: str
    url: str
    seen: dt.date
    via: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no date."""
        Period.parse(self.published)

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What no other row of the register may repeat."""
        return (("id", self.id),)

    @property
    def known_date(self) -> dt.date:
        """First day on which nobody can say that it was not public."""
        return Period.parse(self.published).end


class Record(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Columns of every register of rows: something that happened on a day, or in a month."""

    record_kind: ClassVar[str]
    sides: ClassVar[tuple[str, str]]
    date: str

    def __post_init__(self) -> None:
        """Refuse what is no date, and parties that nobody knows."""
        super().__post_init__()
        Period.parse(self.date)
        for side in (self.who, self.whom):
            _check_party(side)

    @property
    def who(self) -> str:
        """Who acts: the delegation's state, the speaker's, the proposer."""
        return str(getattr(self, self.sides[0]))

    @property
    def whom(self) -> str:
        """Towards whom: the host, the counterpart; empty where there is none."""
        return str(getattr(self, self.sides[1], ""))

    @property
    def fields(self) -> dict[str, object]:
        """What a measure may filter on: every filled column that the evidence table has no column for."""
        elsewhere = {"id", "date", "published", "url", "seen", "note", *self.sides}
        filled = {name: cell for name, cell in msgspec.structs.asdict(self).items() if cell not in ("", None)}
        return {name: cell for name, cell in filled.items() if name not in elsewhere}


class Meeting(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One delegation at one meeting."""

    record_kind = "meeting"
    sides = ("state", "host")
    series: str
    title: str
    state: str
    level: str
    mode: str
    host: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        """Refuse levels and modes that are none."""
        super().__post_init__()
        _check_word("level", self.level, LADDERS["level"])
        _check_word("mode", self.mode, _MODES)


class Deal(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One deal on one rung of the ladder from talk to live."""

    record_kind = "deal"
    sides = ("actor", "recipient")
    actor: str
    recipient: str
    title: str
    domain: str
    rung: str
    value: float | None = None
    unit: str = ""
    tags: str = ""

    def __post_init__(self) -> None:
        """Refuse rungs and units that are none."""
        super().__post_init__()
        _check_word("rung", self.rung, LADDERS["rung"])
        if self.unit not in ("", *_CONTRACT_UNITS):
            find_unit(self.unit)


class Project(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One project on one side's list, and what became of it."""

    record_kind = "project"
    sides = ("proposer", "counterpart")
    list: str
    proposer: str
    counterpart: str
    title: str
    status: str

    def __post_init__(self) -> None:
        """Refuse a status that is none."""
        super().__post_init__()
        _check_word("status", self.status, _STATUSES)


class Text(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One quoted phrase; speakers of no state have none."""

    record_kind = "text"
    sides = ("state", "")
    speaker: str
    occasion: str
    phrase: str
    language: str
    state: str = ""

    def __post_init__(self) -> None:
        """Refuse quotes that are too long."""
        super().__post_init__()
        if len(self.phrase.split()) > _MOST_WORDS:
            raise TooLarge("phrase", len(self.phrase.split()), _MOST_WORDS, "words")


class Incident(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One verified incident."""

    record_kind = "incident"
    sides = ("actor", "recipient")
    actor: str
    recipient: str
    kind: str
    title: str
    location: str = ""
    fatalities: int | None = None

    def __post_init__(self) -> None:
        """Refuse a kind of which nobody could say to what quad class it belongs."""
        super().__post_init__()
        _check_word("kind", self.kind, INCIDENT_KINDS)


class Figure(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure that somebody published.

    A period is a day, month, quarter, half or year, or the span of several. A figure of such a span is no figure of a
    year: it is laid on the year in which the span ends, in a variant that names the span, so that no measure takes it
    for one. A detail that says no more than *all goods* is the empty variant, as in every source of trade.
    """

    indicator: str
    actor: str
    period: str
    unit: str
    basis: str
    recipient: str = ""
    reporter: str = ""
    detail: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        """Refuse parties, units, bases and periods that are none, and rows without any number."""
        super().__post_init__()
        for side in (self.actor, self.recipient, self.reporter):
            _check_party(side)
        find_unit(self.unit)
        _check_word("basis", self.basis, _BASES)
        if self.value is None and self.low is None and self.high is None:
            raise ValueError("neither value nor bound")
        if not self._window.start or not self._window.end:
            raise ImpossibleWindow(self.period)

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What no other row may repeat: one reporter gives a figure once on a day."""
        book = (self.actor, self.recipient, self.record_of, self.variant, str(self.placed), self.published)
        return (*super().keys, ("figure", self.indicator, *book))

    @property
    def _window(self) -> Window:
        return Window.parse(self.period)

    @property
    def placed(self) -> Period:
        """The one period that it spans, else the year in which its span ends."""
        window = self._window
        assert window.start
        assert window.end
        fitting = (Period.containing(window.start, frequency) for frequency in Frequency)
        whole = next((period for period in fitting if (period.start, period.end) == (window.start, window.end)), None)
        return whole or Period.containing(window.end, Frequency.YEAR)

    @property
    def record_of(self) -> str:
        """The reporter, or whose word alone stands for the reporter's."""
        return f"{self.reporter} via {self.via}".strip() if self.via else self.reporter

    @property
    def variant(self) -> str:
        """Detail, with the span where that is not one period."""
        is_whole = (self.placed.start, self.placed.end) == (self._window.start, self._window.end)
        return self.detail if is_whole else f"{self.detail} ({self.period})".strip()


SCHEMAS: Mapping[str, type[Record | Figure]] = {
    "cited_figures": Figure,
    "meetings": Meeting,
    "deals": Deal,
    "projects": Project,
    "texts": Text,
    "incidents": Incident,
}
"""What a row is, by the kind of register."""


def _check_party(text: str) -> None:
    """Refuse what is no id of a state, set or organisation."""
    if not text or text in ORGANISATIONS:
        return
    what = "state, set or organisation"
    try:
        known = find_parties(text).label
    except UnknownName as error:
        raise UnknownName(what, text, nearest=find_nearest(text, ORGANISATIONS) or error.nearest) from None
    if known != text:
        raise UnknownName(what, text, nearest=known)


def _check_word(column: str, text: str, known: Iterable[str]) -> None:
    """Refuse a word that a column does not know."""
    words = [str(word) for word in known]
    if text not in words:
        raise UnknownName(column, text, nearest=find_nearest(text, words), step=f"Known: {', '.join(words)}.")
