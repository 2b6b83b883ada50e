"""GDELT 1.0: events of the world since 1979, in three formats.

Yearly and monthly files up to March 2013 have 57 columns, daily files since then 58. The reduced file sums alike events
of one day, pair, code and place: a row of it stands for as many events as it says, and has no id, day of publication,
tone or address of its own.
"""

from __future__ import annotations

from facta.sources.bench import Bench, match_state
from facta.sources.gdelt_v1.rows import COLUMNS, FIRST_DAY, drop_uncoded, put_rows, read_rows, weigh_codes

__all__ = ["read"]

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


def read(bench: Bench) -> None:
    """Read a file of any of the three formats."""
    if bench.kind == "reduced":
        _read_reduced(bench)
    else:
        read_rows(bench, COLUMNS if bench.kind == "backfile" else (*COLUMNS, "SOURCEURL"))
        put_rows(bench, _LAG_DAYS)


def _read_reduced(bench: Bench) -> None:
    """Read sums of alike events; the country of an actor is what its code begins with."""
    bench.read_csv("raw", _REDUCED, separator="\t", quote="")
    drop_uncoded(bench, "CAMEOCode")
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE raw AS
        SELECT * REPLACE (coalesce(trim(Source), '') AS Source, coalesce(trim(Target), '') AS Target),
        try_strptime("Date", '%Y%m%d')::DATE AS event_date FROM raw"""
    )
    bench.refuse_values("raw", '"Date"', f"event_date >= {FIRST_DAY}")
    weigh_codes(bench, "CAMEOCode", "QuadClass", "Goldstein")
    bench.put(
        "events",
        f"""SELECT left(md5(concat_ws(chr(9), {", ".join(f'"{name}"' for name in _REDUCED)})), 16) AS id, event_date,
        coalesce(a.state, '') AS actor, coalesce(b.state, '') AS recipient, Source AS actor_code,
        Target AS recipient_code, 'cameo' AS scheme, CAMEOCode AS code, QuadClass AS quad, Goldstein AS score,
        NumEvents AS event_count, NumArts AS article_count,
        greatest(event_date + {_LAG_DAYS}, {_RELEASED}) AS known_date
        FROM raw {match_state("a", "cameo", "left(Source, 3)", "event_date")}
        {match_state("b", "cameo", "left(Target, 3)", "event_date")}""",
    )
