"""SIPRI arms transfers: major arms delivered, in million trend-indicator values, by supplier, recipient and year.

Deliveries below half a million stand as 0: reported, and not the same as none. Totals of a state with the world
(``WLD``) are sums of this file and hold what was delivered by or to alliances, rebels and unknown parties too.
"""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_TYPES = {"supplier": "VARCHAR", "recipient": "VARCHAR", "year": "INTEGER", "value": "DOUBLE"}


def read(bench: Bench) -> None:
    """Read the file; parties that are no state are left out of the pairs, with a count."""
    bench.read_csv("raw", _TYPES)
    bench.refuse_values("raw", "year", "year BETWEEN 1950 AND 2021")
    bench.refuse_values("raw", "value", "value >= 0")
    for side in ("supplier", "recipient"):
        strange = f"FROM raw ANTI JOIN names ON name = lower({side}) GROUP BY 1 ORDER BY 1"
        bench.refuse_unmatched(f"SELECT {side}, count(*) {strange}", side, "sipri")
    bench.db.execute(
        f"""CREATE TEMP TABLE deliveries AS
        SELECT a.state AS actor, b.state AS recipient, {year_start("year")} AS period_start, value
        FROM raw LEFT JOIN names a ON a.name = lower(supplier) LEFT JOIN names b ON b.name = lower(raw.recipient)"""
    )
    for actor, recipient in (("actor", "recipient"), ("actor", "'WLD'"), ("'WLD'", "recipient")):
        bench.put(
            "figures",
            f"""SELECT 'arms_transfers' AS indicator, {actor} AS actor, {recipient} AS recipient, 'M TIV' AS unit,
            period_start, sum(value) AS value FROM (SELECT actor, recipient, period_start, value FROM deliveries) d
            WHERE {actor} IS NOT NULL AND {recipient} IS NOT NULL GROUP BY ALL""",
        )
