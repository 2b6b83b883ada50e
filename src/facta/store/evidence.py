"""The evidence of a store as of a day: every scan of its tables passes here, and is cut here to what was known."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from facta.domain import Coverage, Figures, Frequency, Origin, Row, Votes, Window
from facta.sources import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

__all__ = ["StoreEvidence"]

_BOOK = "indicator, actor, recipient, source, reporter, variant, vintage, unit, act, frequency"
_LATEST = """SELECT * REPLACE (max(vintage) OVER (PARTITION BY source, reporter, variant) AS vintage) FROM (
    {held} WINDOW book AS (PARTITION BY source)
    QUALIFY min(vintage) OVER book = max(vintage) OVER book OR row_number() OVER (
    PARTITION BY actor, recipient, source, reporter, variant, unit, act, frequency, period_start
    ORDER BY known_date DESC, vintage DESC) = 1)"""
"""The rows of one indicator; of several vintages of a period the latest known, so that a revision replaces what it revises."""
_NUMBERS = ("ordinal", "value", "low", "high", "completeness", "status")
_ORDINAL = """CASE frequency WHEN 'year' THEN year(period_start) WHEN 'month' THEN year(period_start) * 12 + month(period_start) - 1
    WHEN 'quarter' THEN year(period_start) * 4 + quarter(period_start) - 1
    WHEN 'half' THEN year(period_start) * 2 + (month(period_start) > 6)::INTEGER
    ELSE date_diff('day', DATE '0001-01-01', period_start) + 1 END"""


@dataclass(slots=True)
class _Shelf:
    """One indicator in memory: where each book's rows lie in the flat columns."""

    books: dict[tuple[str, str], list[tuple[tuple[str, ...], int, int]]]
    columns: dict[str, NDArray[np.float64]]


class StoreEvidence:
    """Evidence out of the views ``figures``, ``spells``, ``records``, ``votes`` and ``roll_calls`` of a connection.

    Each indicator is scanned once and then answered from memory.

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
        owner: object = None,
    ) -> None:
        self._db, self._sources, self._covers, self._origins = db, sources, covers, origins
        self._filled, self._cut, self._owner = filled, as_of, owner
        self._shelves: dict[str, _Shelf] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}
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
        shelf = self._shelve(indicator)
        found: dict[tuple[str, ...], Figures] = {}
        for book, first, last in shelf.books.get((actor, recipient), ()):
            source, reporter, variant, vintage, unit, act, frequency, origins = book
            cut = {name: column[first:last] for name, column in shelf.columns.items()}
            found[(source, reporter, variant, unit, act, frequency)] = Figures(
                indicator, actor, recipient, source, reporter, variant, vintage, unit, act, Frequency(frequency),
                cut["ordinal"].astype(np.int64), cut["value"], cut["low"], cut["high"], cut["completeness"],
                cut["status"].astype(np.int8), tuple(origins.split("|")),
            )  # fmt: skip
        return tuple(found.values())

    def partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        """Return the ids of all recipients for which `actor` has figures."""
        return tuple(sorted({recipient for one, recipient in self._shelve(indicator).books if one == actor}))

    def find_rows(self, indicator: str, actor: str, recipient: str) -> list[dict[str, object]]:
        """Return the rows of figures behind a pair, with origin and known date, for tracing."""
        cursor = self._db.execute(
            f"SELECT * FROM figures WHERE indicator = ? AND actor = ? AND recipient = ? AND {self._known} ORDER BY source, period_start",
            [indicator, actor, recipient],
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def rows(self, kind: str) -> tuple[Row, ...]:
        """Return every spell or record of a kind, by start; a spell that goes on after an as-of cut ends there."""
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
        return self._rows[kind]

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
        last = self._cut - dt.timedelta(days=self._sources[row.source].lag_days)
        return replace(row, end=last) if row.start <= last < row.end else row

    def _cut_coverage(self, entry: Coverage) -> Coverage | None:
        if self._cut is None:
            return entry
        known = Window(None, self._cut - dt.timedelta(days=self._sources[entry.source].lag_days))
        window = entry.window.clip(known)
        return Coverage(entry.source, entry.indicator, window, entry.absence, entry.scope) if window else None

    def _shelve(self, indicator: str) -> _Shelf:
        shelf = self._shelves.get(indicator)
        if shelf is None:
            shelf = self._shelves[indicator] = self._scan(indicator)
        return shelf

    def _scan(self, indicator: str) -> _Shelf:
        """Read one indicator: its books, and in the same order its numbers."""
        held = f"FROM figures WHERE indicator = $1 AND {self._known}"
        several = self._db.execute(f"SELECT source {held} GROUP BY source HAVING min(vintage) <> max(vintage)", [indicator])
        chosen = f"FROM ({_LATEST.format(held=held)})" if several.fetchone() else held
        books = self._db.execute(
            f"SELECT {_BOOK}, string_agg(DISTINCT origin, '|' ORDER BY origin), count(*) {chosen} GROUP BY ALL ORDER BY {_BOOK}",
            [indicator],
        ).fetchall()
        numbers = ", ".join(f"({_ORDINAL if name == 'ordinal' else name})::DOUBLE AS {name}" for name in _NUMBERS)
        flat = self._db.execute(f"SELECT {numbers} {chosen} ORDER BY {_BOOK}, period_start", [indicator]).fetchnumpy()
        shelf = _Shelf({}, {name: np.ma.filled(flat[name], np.nan) for name in _NUMBERS})
        place = 0
        for _, actor, recipient, *book, origins, count in books:
            shelf.books.setdefault((actor, recipient), []).append(((*book, origins), place, place + count))
            place += count
        return shelf


def _read_votes(db: DuckDBPyConnection, known: str) -> Votes | None:
    """Read the known roll calls into one matrix of states by roll calls."""
    place = "row_number() OVER (ORDER BY vote_date, roll_call) - 1 AS place"
    chosen = f"SELECT source, roll_call, vote_date, origin, {place} FROM roll_calls WHERE {known}"
    db.execute(f"CREATE OR REPLACE TEMP TABLE calls AS {chosen}")
    votes = "FROM votes JOIN calls USING (source, roll_call)"
    states = db.execute(f"SELECT DISTINCT state {votes} ORDER BY 1").fetchall()
    if not states:
        return None
    cells = db.execute(f"SELECT dense_rank() OVER (ORDER BY state) - 1 AS row, place, vote {votes}").fetchnumpy()
    calls = db.execute("SELECT vote_date FROM calls ORDER BY place").fetchall()
    ballots = np.zeros((len(states), len(calls)), dtype=np.int8)
    ballots[cells["row"], cells["place"]] = cells["vote"]
    origins = db.execute(f"SELECT DISTINCT unnest([votes.origin, calls.origin]) AS id {votes} ORDER BY 1").fetchall()
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
