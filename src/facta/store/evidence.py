"""The evidence of a store as of a day: every scan of its tables passes here, and is cut here to what was known."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from facta.domain import Coverage, Figures, Origin, Row, Votes
from facta.sources import Source
from facta.store.shelves import Key, Shelves

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

__all__ = ["StoreEvidence"]


class StoreEvidence:
    """Evidence out of the views ``figures``, ``spells``, ``records``, ``votes`` and ``roll_calls`` of a connection.

    What was fetched once is answered from memory; `fetch_figures` fetches many pairs in one scan.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the five views.
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
    ) -> None:
        self._db, self._sources, self._covers, self._origins = db, sources, covers, origins
        self._filled, self._cut, self._owner, self.vintage = filled, as_of, owner, vintage
        self._shelves = Shelves(db, self._known)
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._places: dict[str, dict[str, list[int]]] = {}
        self._votes: tuple[Votes | None] | None = None
        self._coverage: dict[str, tuple[Coverage, ...]] = {}

    @property
    def as_of(self) -> dt.date:
        """The day of the evidence; with hindsight, the day on which it was last filled."""
        return self._cut or self._filled

    @property
    def _known(self) -> str:
        """The one as-of filter."""
        return f"known_date <= DATE '{self._cut}'" if self._cut else "true"

    def figures(self, indicator: str, actor: str, recipient: str = "") -> tuple[Figures, ...]:
        """Return the figures of one pair, one entry per book; of several vintages the latest known."""
        return self._shelves.find(indicator, actor, recipient)

    def fetch_figures(self, wanted: Iterable[Key]) -> None:
        """Fetch the figures of many pairs in one scan, ahead of their use."""
        self._shelves.fetch(wanted)

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        """Return the ids of all recipients for which `actor` has figures."""
        return self._shelves.list_partners(indicator, actor)

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
        """Return the rows of figures behind pairs, with origin and known date, for tracing."""
        cursor = self._db.execute(
            "SELECT figures.* FROM figures SEMI JOIN (SELECT unnest($2::VARCHAR[]) AS actor, unnest($3::VARCHAR[]) "
            f"AS recipient) USING (actor, recipient) WHERE indicator = $1 AND {self._known} "
            "ORDER BY actor, recipient, source, reporter, variant, period_start, vintage",
            [indicator, [actor for actor, _ in pairs], [recipient for _, recipient in pairs]],
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def find_ballots(self, states: Iterable[str]) -> list[dict[str, object]]:
        """Return the roll calls and the votes of some states in them, with origin and day, for tracing."""
        cursor = self._db.execute(
            "SELECT 'vote' AS kind, roll_call AS id, source, state AS actor, vote_date AS start, vote, known_date, "
            f"origin FROM votes WHERE state IN (SELECT unnest($1::VARCHAR[])) AND {self._known} UNION ALL "
            "SELECT 'roll_call', roll_call, source, '', vote_date, NULL, known_date, origin FROM roll_calls "
            f"WHERE {self._known} ORDER BY start, id, actor",
            [list(states)],
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

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
        return entry.cut(self._find_edge(entry.source, self._cut))

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
