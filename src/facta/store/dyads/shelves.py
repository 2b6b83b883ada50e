"""Events of each pair as figures in memory: counted from the cells for the pairs that are wanted, one scan for many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from facta.domain import ALWAYS, Coverage, Figures, Frequency, Period, Status, Window
from facta.store.dyads.cells import QUADS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

__all__ = ["EVENT_INDICATORS", "EventShelves", "measure_cover"]

EVENT_INDICATORS = (*QUADS, "reported_events")
"""What is served of every source of events; the last is of all four classes together."""
_VARIANTS = {"events": "event", "reports": "report"}
"""What counts, by the variant of the book: what the one-a-day filter leaves, or all that is reported."""
_COUNTS: Mapping[tuple[str, str], str] = {
    (indicator, variant): f"{indicator}_{counted}_count" if indicator in QUADS else f"{counted}_count"
    for indicator in EVENT_INDICATORS
    for variant, counted in _VARIANTS.items()
}
_ORDINALS = {
    Frequency.YEAR: "year(event_date)",
    Frequency.MONTH: "year(event_date) * 12 + month(event_date) - 1",
    Frequency.QUARTER: "year(event_date) * 4 + quarter(event_date) - 1",
    Frequency.HALF: "year(event_date) * 2 + (month(event_date) > 6)::INTEGER",
    Frequency.DAY: "date_diff('day', DATE '0001-01-01', event_date) + 1",
}
_WORLD = "WLD"

_Pair: TypeAlias = tuple[str, str]
_Run: TypeAlias = tuple["NDArray[np.int64]", dict[str, "NDArray[np.int64]"], tuple[str, ...]]
"""Periods, counts by column, and origins: one, or one a period."""


class EventShelves:
    """Figures of `EVENT_INDICATORS` by actor and recipient.

    A state without recipient is all that it does, at home and to those who are no state too; ``WLD`` on a side is every
    other state, and ``WLD`` without recipient all that is reported.

    Days that no file covers are left out: late reports about them are no count of them.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the view ``dyads``.
    known : str
        The as-of filter, in SQL.
    covered : sequence of Coverage
        The days that each source of events covers as of that day.
    vintages : mapping of str to str
        Release of each source.
    frequency : Frequency
        Length of the periods.
    """

    def __init__(
        self,
        db: DuckDBPyConnection,
        known: str,
        covered: Sequence[Coverage],
        vintages: Mapping[str, str],
        frequency: Frequency = Frequency.DAY,
    ) -> None:
        self._db, self._known, self._vintages, self._frequency = db, known, vintages, frequency
        self._covered = {entry.source: entry for entry in covered if entry.window.start and entry.window.end}
        self._held: dict[_Pair, dict[str, _Run]] = {}
        self._partners: dict[str, tuple[str, ...]] = {}
        self._edges: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}

    def find(self, indicator: str, actor: str, recipient: str) -> tuple[Figures, ...]:
        """Return the counts of a pair, one entry a source and variant; without rows where nothing is reported."""
        if not self._covered:
            return ()
        self.fetch([(actor, recipient)])
        runs = self._held[actor, recipient]
        return tuple(
            self._shape(indicator, (actor, recipient), source, variant, runs.get(source))
            for source in self._covered
            for variant in _VARIANTS
        )

    def fetch(self, pairs: Iterable[_Pair]) -> None:
        """Count many pairs in one scan."""
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in self._held] if self._covered else []
        self._held.update((pair, {}) for pair in missing)
        for sides, wanted in _group_pairs(missing).items():
            self._count(sides, wanted)

    def list_partners(self, actor: str) -> tuple[str, ...]:
        """Return the ids of all states towards which `actor` is reported to have acted."""
        if not self._covered:
            return ()
        if not self._partners:
            found = self._db.execute(
                f"SELECT actor, list(DISTINCT recipient) FROM dyads WHERE recipient <> '' AND {self._known} GROUP BY 1"
            ).fetchall()
            self._partners = {state: tuple(sorted(others)) for state, others in found}
        return self._partners.get(actor, ())

    def _count(self, sides: _Pair, wanted: set[_Pair]) -> None:
        """Put what the cells of some pairs sum to on their shelves; `sides` say in SQL who acts and towards whom."""
        sums = ", ".join(f"sum({column})::BIGINT AS {column}" for column in dict.fromkeys(_COUNTS.values()))
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE counted AS SELECT source, {sides[0]} AS one, {sides[1]} AS other, "
            f"({_ORDINALS[self._frequency]})::BIGINT AS ordinal, max(origin) AS origin, {sums} FROM dyads "
            f"WHERE {_choose(sides, wanted)} AND {self._known} AND ({self._write_covered()}) "
            "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
        )
        book = "source, one, other"
        books = self._db.execute(
            f"SELECT {book}, min(origin), max(origin), count(*) FROM counted GROUP BY {book} ORDER BY {book}"
        ).fetchall()
        flat = self._db.execute(
            f"SELECT ordinal, {', '.join(dict.fromkeys(_COUNTS.values()))} FROM counted"
        ).fetchnumpy()
        place = 0
        for source, one, other, first, last, count in books:
            cut = slice(place, place + count)
            if (one, other) in wanted:
                origins = (first,) if first == last else self._list_origins(place, count)
                counts = {name: column[cut] for name, column in flat.items()}
                self._held[one, other][source] = counts.pop("ordinal"), counts, origins
            place += count

    def _list_origins(self, place: int, count: int) -> tuple[str, ...]:
        found = self._db.execute(f"SELECT origin FROM counted LIMIT {count} OFFSET {place}").fetchall()
        return tuple(origin for (origin,) in found)

    def _write_covered(self) -> str:
        """Write in SQL which days of which source count."""
        return " OR ".join(
            f"(source = '{source}' AND event_date BETWEEN DATE '{first}' AND DATE '{last}')"
            for source, entry in self._covered.items()
            for first, last in entry.spans
        )

    def _shape(self, indicator: str, pair: _Pair, source: str, variant: str, run: _Run | None) -> Figures:
        """Return the figures of one book; a period of which only some days are covered is *partial*, and there."""
        known, counts, origins = run or (np.zeros(0, np.int64), {}, ())
        partial, parts = self._find_edges(source)
        ordinals = np.union1d(known, partial) if partial.size else known
        values = np.zeros(len(ordinals))
        if run:
            values[np.searchsorted(ordinals, known)] = counts[_COUNTS[indicator, variant]]
            if len(origins) > 1 and len(ordinals) > len(known):
                held = dict(zip(known.tolist(), origins, strict=True))
                origins = tuple(held.get(ordinal, origins[0]) for ordinal in ordinals.tolist())
        completeness, blank = np.ones(len(ordinals)), np.full(len(ordinals), np.nan)
        completeness[np.searchsorted(ordinals, partial)] = parts
        status = np.where(completeness < 1, Status.PARTIAL, np.where(values > 0, Status.REPORTED, Status.ZERO))
        return Figures(
            indicator, *pair, source, "", variant, self._vintages.get(source, ""), "count", "done", self._frequency,
            ordinals, values, blank, blank, completeness, status.astype(np.int8), origins,
        )  # fmt: skip

    def _find_edges(self, source: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the periods of which a source covers some days and not all, and what part."""
        if source not in self._edges:
            found = measure_cover(self._covered[source], self._frequency)
            partial = {ordinal: part for ordinal, part in found.items() if part < 1 - 1e-9}
            self._edges[source] = np.array(list(partial), np.int64), np.array(list(partial.values()))
        return self._edges[source]


def measure_cover(entry: Coverage, frequency: Frequency, window: Window = ALWAYS) -> dict[int, float]:
    """Return what part of the days of each period is covered and in the window; periods without any are left out."""
    found: dict[int, float] = {}
    for start, end in entry.spans:
        first, last = max(start, window.start or start), min(end, window.end or end)
        if last < first:
            continue
        ordinals = (Period.containing(day, frequency).ordinal for day in (first, last))
        for period in (Period(frequency, ordinal) for ordinal in range(next(ordinals), next(ordinals) + 1)):
            days = (min(period.end, last) - max(period.start, first)).days + 1
            found[period.ordinal] = found.get(period.ordinal, 0.0) + days / ((period.end - period.start).days + 1)
    return found


def _group_pairs(pairs: Iterable[_Pair]) -> dict[_Pair, set[_Pair]]:
    """Return which pairs one scan can count, by what stands in SQL for their sides."""
    groups: dict[_Pair, set[_Pair]] = {}
    for actor, recipient in pairs:
        one = f"'{_WORLD}'" if actor == _WORLD else "actor"
        other = f"'{recipient}'" if recipient in ("", _WORLD) else "recipient"
        groups.setdefault((one, other), set()).add((actor, recipient))
    return groups


def _choose(sides: _Pair, wanted: set[_Pair]) -> str:
    """Return the SQL that chooses the cells; towards the world, or by it, only what different states do counts."""
    chosen = [
        f"{side} IN ({_list(pair[place] for pair in wanted)})"
        for place, side in enumerate(("actor", "recipient"))
        if sides[place] == side
    ]
    if sides[1] != "''" and len(chosen) < 2:
        chosen.append("actor <> recipient AND actor <> '' AND recipient <> ''")
    return " AND ".join(chosen) or "true"


def _list(states: Iterable[str]) -> str:
    return ", ".join("'" + state.replace("'", "''") + "'" for state in sorted(set(states)))
