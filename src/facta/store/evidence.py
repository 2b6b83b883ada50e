"""The evidence of a store as of a day: every scan of its tables passes here, and is cut here to what was known."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from facta.domain import Coverage, Figures, Frequency, Origin, Row, Totals, Votes
from facta.sources import Source
from facta.store.dyads import EVENT_INDICATORS, QUADS, EventShelves
from facta.store.shelves import Key, Shelves
from facta.store.totals import read_event_totals, read_totals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

__all__ = ["StoreEvidence"]


class StoreEvidence:
    """Evidence out of the views of a connection: the evidence tables, and ``dyads``, the events of pairs by day.

    What was fetched once is answered from memory; `fetch_figures` fetches many pairs in one scan.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the views.
    sources : mapping of str to Source
        The catalogue.
    covers : tuple of Coverage
        What each source covers, declared and loaded, before the as-of cut.
    origins : mapping of str to Origin
        By id.
    filled : datetime.date
        When the evidence was last filled.
    as_of : datetime.date or None
        Rows that became known later are not seen; None sees all.
    vintage : str
        Hash of the loads that filled it.
    owner : object
        Kept alive as long as the evidence: the store, whose borrowed files go when it goes.
    frequency : Frequency
        Length of the periods by which events are counted.
    """

    def __init__(
        self,
        db: DuckDBPyConnection,
        sources: Mapping[str, Source],
        covers: tuple[Coverage, ...],
        origins: Mapping[str, Origin],
        *,
        filled: dt.date,
        as_of: dt.date | None = None,
        vintage: str = "",
        owner: object = None,
        frequency: Frequency = Frequency.DAY,
    ) -> None:
        self._db, self._sources, self._covers, self._origins = db, sources, covers, origins
        self._filled, self._cut, self._owner, self.vintage = filled, as_of, owner, vintage
        self._frequency = frequency
        self._shelves = Shelves(db, self._known)
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._places: dict[str, dict[str, list[int]]] = {}
        self._votes: tuple[Votes | None] | None = None
        self._coverage: dict[str, tuple[Coverage, ...]] = {}
        self._totals: dict[tuple[str, ...], tuple[Totals, ...]] = {}
        self._last_events: dict[str, dt.date] | None = None

    @property
    def as_of(self) -> dt.date:
        """The day of the evidence; with hindsight, the day on which it was last filled."""
        return self._cut or self._filled

    @property
    def _known(self) -> str:
        """The one as-of filter."""
        return f"known_date <= DATE '{self._cut}'" if self._cut else "true"

    @cached_property
    def _events(self) -> EventShelves:
        vintages = {source.id: source.version for source in self._sources.values()}
        covered = [entry for entry in self.coverage(EVENT_INDICATORS[0]) if self._has_events(entry.source)]
        return EventShelves(self._db, self._known, covered, vintages, self._frequency)

    def _has_events(self, source: str) -> bool:
        """Say whether a source has events; others publish the same counts as figures."""
        return "events" in self._sources[source].indicators

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        """Return the figures of one pair, one entry per book; of several vintages the latest known."""
        held = self._shelves.find(indicator, actor, recipient)
        return held + self._events.find(indicator, actor, recipient) if indicator in EVENT_INDICATORS else held

    def fetch_figures(self, wanted: Iterable[Key]) -> None:
        """Fetch the figures of many pairs in one scan, ahead of their use."""
        listed = tuple(wanted)
        self._shelves.fetch(listed)
        events = [(actor, recipient) for name, actor, recipient in listed if name in EVENT_INDICATORS]
        if events:
            self._events.fetch(events)

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        """Return the ids of all recipients for which `actor` has figures."""
        held = self._shelves.list_partners(indicator, actor)
        if indicator not in EVENT_INDICATORS:
            return held
        return tuple(sorted({*held, *self._events.list_partners(actor)}))

    def totals(self, indicators: tuple[str, ...]) -> tuple[Totals, ...]:
        """Return the sums of some indicators over all periods, of every directed pair of states; one entry a book."""
        if indicators not in self._totals:
            found = read_totals(self._db, self._known, indicators)
            if self.coverage("events"):
                found += read_event_totals(self._db, self._known, indicators, self._frequency)
            self._totals[indicators] = found
        return self._totals[indicators]

    def list_actors(self, count: int) -> tuple[str, ...]:
        """Return the ids of the states of which most figures are known, at most `count`."""
        rows = self._db.execute(
            f"SELECT actor FROM figures WHERE length(actor) = 3 AND actor <> 'WLD' AND {self._known} "
            "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
            [count],
        ).fetchall()
        return tuple(sorted(actor for (actor,) in rows))

    def indicators(self) -> tuple[str, ...]:
        """Return the names of all figures that a source declares or has, known or not yet known on the day."""
        declared = {name: entry.kind for source in self._sources.values() for name, entry in source.indicators.items()}
        rows = {name for name, kind in declared.items() if kind is None}
        return tuple(sorted({*declared, *(entry.indicator for entry in self._covers)} - rows))

    def find_rows(self, indicator: str, pairs: Collection[tuple[str, str]]) -> list[dict[str, object]]:
        """Return the rows of figures, and the events that counts are of, behind pairs, for tracing."""
        sides = [actor for actor, _ in pairs], [recipient for _, recipient in pairs]
        asked = "(SELECT unnest($1::VARCHAR[]) AS actor, unnest($2::VARCHAR[]) AS recipient) USING (actor, recipient)"
        rows = self._list_found(
            f"SELECT figures.* FROM figures SEMI JOIN {asked} WHERE indicator = $3 AND {self._known} "
            "ORDER BY actor, recipient, source, reporter, variant, period_start, vintage",
            *sides,
            indicator,
        )
        if indicator not in EVENT_INDICATORS or not self.coverage("events"):
            return rows
        return rows + self._list_found(
            "SELECT 'event' AS kind, id, source, actor, recipient, event_date AS start, event_date AS end, "
            f"events.* EXCLUDE (id, source, actor, recipient, event_date) FROM events SEMI JOIN {asked} "
            f"WHERE coalesce(quad = $3, true) AND recipient <> '' AND {self._known} "
            "ORDER BY actor, recipient, source, event_date, id",
            *sides,
            QUADS.get(indicator),
        )

    def _list_found(self, query: str, *given: object) -> list[dict[str, object]]:
        """Return the rows of a query by name."""
        cursor = self._db.execute(query, list(given))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def find_ballots(self, states: Iterable[str]) -> list[dict[str, object]]:
        """Return the roll calls and the votes of some states in them, with origin and day, for tracing."""
        return self._list_found(
            "SELECT 'vote' AS kind, roll_call AS id, source, state AS actor, vote_date AS start, vote, known_date, "
            f"origin FROM votes WHERE state IN (SELECT unnest($1::VARCHAR[])) AND {self._known} UNION ALL "
            "SELECT 'roll_call', roll_call, source, '', vote_date, NULL, known_date, origin FROM roll_calls "
            f"WHERE {self._known} ORDER BY start, id, actor",
            list(states),
        )

    def rows(self, kind: str, parties: Collection[str] = ()) -> tuple[Row, ...]:
        """Return every spell or record of a kind, or all that name one of `parties`, by start.

        A spell that goes on after an as-of cut ends there.
        """
        if kind not in self._rows:
            rows: list[Row] = []
            for table in ("spells", "records"):
                found = self._db.execute(
                    f"SELECT id, kind, source, actor, recipient, start_date, end_date, fields, origin FROM {table} "
                    f"WHERE kind = ? AND {self._known} ORDER BY start_date, id, actor, recipient",
                    [kind],
                ).fetchall()
                read = (Row(*(*row[:7], json.loads(row[7]), row[8])) for row in found)
                rows += [self._cut_spell(row) if table == "spells" else row for row in read]
            self._rows[kind] = tuple(rows)
            self._places[kind] = _index_parties(rows)
        if not parties:
            return self._rows[kind]
        named = {place for party in parties for place in self._places[kind].get(party, ())}
        return tuple(self._rows[kind][place] for place in sorted(named))

    def votes(self) -> Votes | None:
        """Return the roll calls, or None where none are loaded."""
        if self._votes is None:
            self._votes = (_read_votes(self._db, self._known),)
        return self._votes[0]

    def coverage(self, indicator: str) -> tuple[Coverage, ...]:
        """Return what each source covers of an indicator; an as-of cut ends it a publication lag before the day."""
        if indicator not in self._coverage:
            cut = (self._cut_coverage(entry) for entry in self._covers if entry.indicator == indicator)
            self._coverage[indicator] = tuple(entry for entry in cut if entry)
        return self._coverage[indicator]

    def origin(self, origin_id: str) -> Origin:
        """Return the origin of that id."""
        return self._origins[origin_id]

    def _cut_spell(self, row: Row) -> Row:
        """End a spell where knowledge ends: that it would go on was not known."""
        if self._cut is None:
            return row
        last = self._find_edge(row.source, self._cut)
        return replace(row, end=last) if row.start <= last < row.end else row

    def _cut_coverage(self, entry: Coverage) -> Coverage | None:
        if self._cut is None:
            return entry
        edge: dt.date | None = self._find_edge(entry.source, self._cut)
        if entry.indicator in (*EVENT_INDICATORS, "events") and self._has_events(entry.source):
            edge = self._find_last_event(entry.source)
        return entry.cut(edge) if edge else None

    def _find_last_event(self, source: str) -> dt.date | None:
        """Return the last day of which an event was known: some archives were published years after what they tell."""
        if self._last_events is None:
            rows = self._db.execute(
                f"SELECT source, max(event_date) FROM dyads WHERE {self._known} GROUP BY 1"
            ).fetchall()
            self._last_events = dict(rows)
        return self._last_events.get(source)

    def _find_edge(self, source: str, day: dt.date) -> dt.date:
        """Return the last day that a source had published on a day; the calendar has none before its first."""
        lag = dt.timedelta(days=self._sources[source].lag_days)
        return day - min(lag, day - dt.date.min)


def _index_parties(rows: Sequence[Row]) -> dict[str, list[int]]:
    """Return the places of the rows that name each party."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for party in {row.actor, row.recipient}:
            places.setdefault(party, []).append(place)
    return places


def _read_votes(db: DuckDBPyConnection, known: str) -> Votes | None:
    """Read the known roll calls into one matrix of states by roll calls."""
    place = "row_number() OVER (ORDER BY vote_date, roll_call) - 1 AS place"
    chosen = f"SELECT source, roll_call, vote_date, origin, {place} FROM roll_calls WHERE {known}"
    db.execute(f"CREATE OR REPLACE TEMP TABLE calls AS {chosen}")
    votes = "FROM votes SEMI JOIN calls USING (source, roll_call)"
    seat = "row_number() OVER (ORDER BY state) - 1 AS seat"
    db.execute(f"CREATE OR REPLACE TEMP TABLE seats AS SELECT state, {seat} FROM (SELECT DISTINCT state {votes})")
    states = db.execute("SELECT state FROM seats ORDER BY seat").fetchall()
    if not states:
        return None
    cells = db.execute(
        "SELECT seat, place, vote FROM votes JOIN calls USING (source, roll_call) JOIN seats USING (state)"
    ).fetchnumpy()
    calls = db.execute("SELECT vote_date FROM calls ORDER BY place").fetchall()
    ballots = np.zeros((len(states), len(calls)), dtype=np.int8)
    ballots[cells["seat"], cells["place"]] = cells["vote"]
    origins = db.execute(
        f"SELECT DISTINCT origin {votes} UNION SELECT DISTINCT origin FROM calls ORDER BY 1"
    ).fetchall()
    source = db.execute("SELECT min(source) FROM calls").fetchall()[0][0]
    dates = np.array([day.toordinal() for (day,) in calls], dtype=np.int64)
    rows = {state: row for row, (state,) in enumerate(states)}
    return Votes(source, rows, dates, ballots, _read_issues(db, len(calls)), tuple(origin for (origin,) in origins))


def _read_issues(db: DuckDBPyConnection, count: int) -> dict[str, NDArray[np.bool_]]:
    """Read the tags of the roll calls that `_read_votes` laid out, one mask an issue."""
    masks: dict[str, NDArray[np.bool_]] = {}
    tags = db.execute("SELECT issue, place FROM issues JOIN calls USING (source, roll_call) ORDER BY 1, 2").fetchall()
    for issue, place in tags:
        masks.setdefault(issue, np.zeros(count, dtype=np.bool_))[place] = True
    return masks
