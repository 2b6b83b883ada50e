"""What the readers of event archives share: days by file name, repeated rows, and codes that no table knows.

A row of an archive is an event even where an actor is no state: it stays, with an empty actor.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from facta.domain import list_event_types
from facta.sources.bench import Bench, match_state

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "check_codes",
    "delete_repeats",
    "drop_repeats",
    "find_span",
    "lay_codebook",
    "refuse_strangers",
    "refuse_unnamed",
]

_PERIOD = re.compile(r"(?:[Ee]vents\.)?(?P<year>(?:19|20)\d\d)(?P<month>\d\d)?(?P<day>\d\d)?(?:\d{6})?(?=\.|$)")


def find_span(name: str) -> tuple[dt.date, dt.date] | None:
    """Return first and last day of the year, month or day that a file's name begins with; of its archive's if not."""
    for part in reversed(name.split("/")):
        found = _PERIOD.match(part)
        if found:
            year, month, day = (int(cell) if cell else None for cell in found.groups())
            return _bound(year or 0, month, day)
    return None


def _bound(year: int, month: int | None, day: int | None) -> tuple[dt.date, dt.date] | None:
    try:
        last_day = day or calendar.monthrange(year, month or 12)[1]
        return dt.date(year, month or 1, day or 1), dt.date(year, month or 12, last_day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def drop_repeats(bench: Bench, table: str, key: str, what: str) -> None:
    """Of rows of a scratch table that agree in `key`, columns with commas between them, keep the first; count."""
    bench.repair(what, sum(delete_repeats(bench.db, table, key).values()))


def delete_repeats(db: DuckDBPyConnection, table: str, key: str, condition: str = "true") -> dict[Any, int]:
    """Delete all but the first of the rows that agree in `key`; return how many, by the first column of the key."""
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE repeats AS SELECT {key}, min(rowid) AS kept, count(*) - 1 AS surplus
        FROM {table} WHERE {condition} GROUP BY ALL HAVING count(*) > 1"""
    )
    by = key.split(",")[0]
    found = dict(db.execute(f"SELECT {by}, sum(surplus)::BIGINT FROM repeats GROUP BY 1").fetchall())
    if found:
        db.execute(
            f"""DELETE FROM {table} WHERE rowid IN (SELECT {table}.rowid FROM {table} JOIN repeats
            ON ROW({_own(key, table)}) IS NOT DISTINCT FROM ROW({_own(key, "repeats")}) AND {table}.rowid <> kept
            WHERE {condition.replace("part", f"{table}.part")})"""
        )
    return found


def refuse_unnamed(bench: Bench, table: str, key: str) -> None:
    """Take the rows without an id out of a scratch table: nothing tells them from one another."""
    unnamed = bench.count(f"SELECT count(*) FROM {table} WHERE {key} IS NULL")
    if unnamed:
        bench.refuse(f"no {key}: {unnamed} rows")
        bench.db.execute(f"DELETE FROM {table} WHERE {key} IS NULL")


def _own(key: str, table: str) -> str:
    return ", ".join(f"{table}.{column.strip()}" for column in key.split(","))


def refuse_strangers(bench: Bench, table: str, scheme: str, codes: tuple[str, ...], day: str = "event_date") -> None:
    """Name the codes in the columns `codes` that stood for no state on that day; their rows stay.

    What ``not_states`` lists is known to be no state and raises nothing.
    """
    for code in codes:
        unknown = bench.db.execute(
            f"""SELECT {code}, count(*) FROM {table} {match_state("held", scheme, code, day)}
            ANTI JOIN not_states ON not_states.scheme = '{scheme}' AND not_states.code = {table}.{code}
            WHERE held.state IS NULL AND {code} <> '' GROUP BY 1 ORDER BY 1"""
        )
        for found, rows in unknown.fetchall():
            bench.refuse(f"{code} {found!r} is no known state: {rows} rows, kept without it")


def lay_codebook(bench: Bench, scheme: str) -> None:
    """Lay the codes of a scheme on the bench as ``codebook(code, name, quad, score)``."""
    kinds = list_event_types(scheme)
    columns = ["code VARCHAR", "name VARCHAR", "quad TINYINT", "score DOUBLE"]
    bench.put_table("codebook", columns, [(kind.code, kind.name, int(kind.quad), kind.score) for kind in kinds])


def check_codes(bench: Bench, table: str, code: str, quad: str, score: str) -> None:
    """Compare three columns of a scratch table with the codebook.

    A code that it has not is named. Classes and scores unlike its own are counted, and stay as they were published.
    """
    match = f"codebook ON codebook.code = {table}.{code}"
    unknown = f"SELECT {code}, count(*) FROM {table} ANTI JOIN {match} WHERE {code} <> '' GROUP BY 1 ORDER BY 1"
    for found, rows in bench.db.execute(unknown).fetchall():
        bench.refuse(f"{code} {found!r} is in no codebook: {rows} rows, kept")
    for column, own in (("quad", quad), ("score", score)):
        unlike = f"FROM {table} JOIN {match} WHERE abs({table}.{own} - codebook.{column}) > 0.05"
        bench.repair(f"{own} unlike the codebook's, kept as published", bench.count(f"SELECT count(*) {unlike}"))
