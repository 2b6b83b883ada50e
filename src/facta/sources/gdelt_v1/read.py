"""GDELT 1.0: events of the world since 1979, in three formats.

Yearly and monthly files up to March 2013 have 57 columns, daily files since then 58. The reduced file sums alike events
of one day, pair, code and place: a row of it stands for as many events as it says, and has no id, day of publication,
tone or address of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from facta.sources.bench import Bench
from facta.sources.delimited import Delimited
from facta.sources.gdelt_v1.rows import COLUMNS, read_rows
from facta.sources.streaming import Layout, stream_events

__all__ = ["read", "read_all"]

_LAG_DAYS = 1
"""The file of a day comes out on the morning after."""
_REDUCED = {
    **dict.fromkeys(("Date", "Source", "Target", "CAMEOCode"), "VARCHAR"),
    **dict.fromkeys(("NumEvents", "NumArts"), "INTEGER"),
    "QuadClass": "TINYINT",
    "Goldstein": "DOUBLE",
    **{f"{who}Geo{part}": "VARCHAR" for who in ("Source", "Target", "Action") for part in ("Type", "Lat", "Long")},
}
_RELEASED = "DATE '2013-04-01'"
"""The archive was first published then; the reduced file does not say when its events were added."""
_LAYOUT = Layout(
    date="Date",
    code="CAMEOCode",
    quad="QuadClass",
    score="Goldstein",
    passed=("actor_code", "recipient_code", "event_count", "article_count"),
)


def read(bench: Bench) -> None:
    """Read a file of any of the three formats."""
    read_all([bench])


def read_all(benches: Sequence[Bench]) -> None:
    """Read files of any of the three formats, those of one format in one pass."""
    kinds = {"backfile": COLUMNS, "daily": (*COLUMNS, "SOURCEURL")}
    for kind, columns in kinds.items():
        several = [bench for bench in benches if bench.kind == kind]
        if several:
            read_rows(several, columns, _LAG_DAYS)
    reduced = [bench for bench in benches if bench.kind == "reduced"]
    if reduced:
        stream_events(reduced, Delimited(_REDUCED, "\t", "", ("",), None, keeps_blanks=True), _LAYOUT, _select_sums)


def _select_sums(cells: str) -> str:
    """Return the query of sums of alike events; the country of an actor is what its code begins with."""
    every = ", ".join(f'"{name}"' for name in _REDUCED)
    return f"""SELECT part, is_broken, false AS is_padded, false AS is_undated, false AS is_moved,
        left(md5(concat_ws(chr(9), {every})), 16) AS id, "Date" AS given_date,
        try_strptime("Date", '%Y%m%d')::DATE AS event_date, CAMEOCode AS code, QuadClass AS given_quad,
        Goldstein AS given_score, coalesce(trim(Source), '') AS actor_code,
        coalesce(trim(Target), '') AS recipient_code, left(actor_code, 3) AS actor_country,
        left(recipient_code, 3) AS recipient_country, NULL AS place_country, NumEvents AS event_count,
        NumArts AS article_count, greatest(event_date + {_LAG_DAYS}, {_RELEASED}) AS known_date FROM {cells}"""
