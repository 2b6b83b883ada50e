"""Figures in memory: fetched for the pairs that are wanted, all in one scan, and served from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from facta.domain import Figures, Frequency

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Key", "Shelves"]

Key: TypeAlias = tuple[str, str, str]
"""Indicator, actor and recipient."""

_BOOK = "indicator, actor, recipient, source, reporter, variant, vintage, unit, act, frequency"
_ORDINAL = """CASE frequency WHEN 'year' THEN year(period_start)
    WHEN 'month' THEN year(period_start) * 12 + month(period_start) - 1
    WHEN 'quarter' THEN year(period_start) * 4 + quarter(period_start) - 1
    WHEN 'half' THEN year(period_start) * 2 + (month(period_start) > 6)::INTEGER
    ELSE date_diff('day', DATE '0001-01-01', period_start) + 1 END"""
_NUMBERS = ", ".join(f"coalesce({name}, 'nan') AS {name}" for name in ("value", "low", "high", "completeness"))
"""Missing is NaN before it leaves the database: a masked array would cost its import at every start."""
_NEWEST = """SELECT indicator, source, reporter, variant, max(vintage) AS vintage FROM figures WHERE {known}
    GROUP BY ALL HAVING min(vintage) <> max(vintage)"""
"""The newest vintage of each book that has several: the same for every pair, whatever was fetched with it."""
_LATEST = """SELECT latest.* REPLACE (coalesce(newest.vintage, latest.vintage) AS vintage) FROM (
    FROM picked QUALIFY row_number() OVER (
    PARTITION BY indicator, actor, recipient, source, reporter, variant, unit, act, frequency, period_start
    ORDER BY known_date DESC, vintage DESC) = 1) latest
    LEFT JOIN {newest} newest USING (indicator, source, reporter, variant)"""
"""Of several vintages of a period the latest known: a revision replaces what it revises."""
_PATIENCE = 24
"""Scans for some pairs of an indicator, before the next one fetches all of it."""


class Shelves:
    """Figures by indicator, actor and recipient.

    Parameters
    ----------
    db : DuckDBPyConnection
        Has the view ``figures``.
    known : str
        The as-of filter, in SQL.
    """

    def __init__(self, db: DuckDBPyConnection, known: str) -> None:
        self._db, self._known = db, known
        self._held: dict[Key, tuple[Figures, ...]] = {}
        self._whole: set[str] = set()
        self._asked: Counter[str] = Counter()
        self._newest = ""
        self._partners: dict[str, dict[str, tuple[str, ...]]] = {}

    def find(self, indicator: str, actor: str, recipient: str) -> tuple[Figures, ...]:
        """Return the figures of one pair, one entry a book; fetch them where they were not fetched before."""
        key = indicator, actor, recipient
        found = self._held.get(key)
        if found is None and indicator not in self._whole:
            self.fetch([key])
            found = self._held.get(key)
        return found or ()

    def fetch(self, wanted: Iterable[Key]) -> None:
        """Fetch the figures of many pairs in one scan."""
        missing = [key for key in dict.fromkeys(wanted) if key not in self._held and key[0] not in self._whole]
        for indicator in {key[0] for key in missing}:
            self._asked[indicator] += 1
            if self._asked[indicator] > _PATIENCE:
                self.fetch_whole(indicator)
        missing = [key for key in missing if key[0] not in self._whole]
        if not missing:
            return
        self._held.update(dict.fromkeys(missing, ()))
        # As texts: for each Python value that it converts, the database looks for a library that may not be there.
        columns = ["\x1f".join(column) for column in zip(*missing, strict=True)]
        indicator, actor, recipient = (f"unnest(string_split(${place}, chr(31)))" for place in (1, 2, 3))
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE wanted AS SELECT {indicator} AS indicator, {actor} AS actor, "
            f"{recipient} AS recipient",
            columns,
        )
        self._pick(f"FROM figures SEMI JOIN wanted USING (indicator, actor, recipient) WHERE {self._known}")

    def fetch_whole(self, indicator: str) -> None:
        """Fetch every pair of an indicator."""
        if indicator not in self._whole:
            self._whole.add(indicator)
            self._pick(f"FROM figures WHERE indicator = '{indicator.replace(chr(39), chr(39) * 2)}' AND {self._known}")

    def list_partners(self, indicator: str, actor: str) -> tuple[str, ...]:
        """Return the ids of all recipients for which `actor` has figures."""
        self.fetch_whole(indicator)
        if indicator not in self._partners:
            partners: dict[str, list[str]] = {}
            for (name, one, other), figures in self._held.items():
                if figures and name == indicator:
                    partners.setdefault(one, []).append(other)
            self._partners[indicator] = {one: tuple(sorted(others)) for one, others in partners.items()}
        return self._partners[indicator].get(actor, ())

    def _pick(self, chosen: str) -> None:
        """Put the chosen rows on their shelves: the books, and in the same order their numbers."""
        db = self._db
        db.execute(f"CREATE OR REPLACE TEMP TABLE picked AS {chosen} ORDER BY {_BOOK}, period_start")
        if not self._newest:
            self._newest = f"newest_{''.join(mark for mark in self._known if mark.isalnum())}"
            db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {self._newest} AS {_NEWEST.format(known=self._known)}")
        if db.execute(
            f"FROM picked SEMI JOIN {self._newest} USING (indicator, source, reporter, variant) LIMIT 1"
        ).fetchone():
            latest = _LATEST.format(newest=self._newest)
            db.execute(f"CREATE OR REPLACE TEMP TABLE picked AS FROM ({latest}) ORDER BY {_BOOK}, period_start")
        books = db.execute(
            f"SELECT {_BOOK}, min(origin), max(origin), count(*) FROM picked GROUP BY ALL ORDER BY {_BOOK}"
        ).fetchall()
        flat = db.execute(f"SELECT ({_ORDINAL})::BIGINT AS ordinal, {_NUMBERS}, status FROM picked").fetchnumpy()
        place, found = 0, dict[Key, list[Figures]]()
        for indicator, actor, recipient, *book, first, last, count in books:
            source, reporter, variant, vintage, unit, act, frequency = book
            cut = slice(place, place + count)
            found.setdefault((indicator, actor, recipient), []).append(
                Figures(
                    indicator,
                    actor,
                    recipient,
                    source,
                    reporter,
                    variant,
                    vintage,
                    unit,
                    act,
                    Frequency(frequency),
                    flat["ordinal"][cut],
                    flat["value"][cut],
                    flat["low"][cut],
                    flat["high"][cut],
                    flat["completeness"][cut],
                    flat["status"][cut],
                    (first,) if first == last else self._list_origins(place, count),
                )
            )
            place += count
        self._held.update({key: tuple(figures) for key, figures in found.items()})

    def _list_origins(self, place: int, count: int) -> tuple[str, ...]:
        """Return the origin of each of these picked rows."""
        return tuple(
            row[0] for row in self._db.execute(f"SELECT origin FROM picked LIMIT {count} OFFSET {place}").fetchall()
        )
