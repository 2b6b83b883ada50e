"""IMF direct investment positions: outward and inward stocks at year's end, in million USD, by whose book they are.

A row of type ``O`` is in the book of COUNTRY. A row of type ``SCC`` was derived from what the counterpart reported, so
it is the counterpart's book: the reporter is COUNTERPART, or ``WLD`` for the sum over all who reported. The outward and
inward files repeat each other there (380 cells, all equal) under one key: the store keeps one, and should two releases
differ, the one loaded later counts.
"""

from __future__ import annotations

from facta.sources.bench import Bench, match_state, year_start

__all__ = ["read"]

_TYPES = {
    "COUNTRY.ID": "VARCHAR",
    "DV_TYPE.ID": "VARCHAR",
    "INDICATOR.ID": "VARCHAR",
    "COUNTERPART_COUNTRY.ID": "VARCHAR",
    "FREQUENCY.ID": "VARCHAR",
    "TIME_PERIOD": "INTEGER",
    "OBS_VALUE": "DOUBLE",
}
_KNOWN = {
    "INDICATOR.ID": ("OTWD_D_NETAL_FALL_ALL", "INWD_D_NETLA_FALL_ALL"),
    "DV_TYPE.ID": ("O", "SCC"),
    "FREQUENCY.ID": ("A",),
}
"""Outward and inward net positions of all entities, reported or derived, by year."""
_LEAP = 1e5
"""A position this many times the other side's, where that is a million or more, has the wrong scale."""
_SCALE = 1e6
"""Dollars in a million: what a row labelled millions and written in dollars is too large by."""


def read(bench: Bench) -> None:
    """Read the outward or the inward file; a blank value is *withheld*."""
    bench.read_csv("raw", _TYPES)
    _settle(bench)
    _mend_scale(bench)
    bench.put(
        "figures",
        f"""SELECT 'investment_position' AS indicator, actor, recipient, if(own, country, partner) AS reporter,
        'M USD' AS unit, {year_start("year")} AS period_start, value,
        CASE WHEN value IS NULL THEN 5 WHEN value = 0 THEN 1 ELSE 0 END AS status FROM positions""",
    )


def _settle(bench: Bench) -> None:
    """Lay out the rows between states, or of a state with the world; refuse or ignore the others."""
    for column, known in _KNOWN.items():
        bench.refuse_values("raw", f'"{column}"', f"""list_contains({list(known)}, "{column}")""")
    bench.ignore("row without year", bench.count("SELECT count(*) FROM raw WHERE TIME_PERIOD IS NULL"))
    day = year_start("TIME_PERIOD")
    bench.db.execute(
        f"""CREATE TEMP TABLE coded AS SELECT "COUNTRY.ID" AS country_code, "COUNTERPART_COUNTRY.ID" AS partner_code,
        a.state AS country, if(partner_code = 'G001', 'WLD', coalesce(b.state, names.state)) AS partner,
        "DV_TYPE.ID" = 'O' AS own, "INDICATOR.ID" LIKE 'OTWD%' AS outward, TIME_PERIOD AS year, OBS_VALUE AS value
        FROM raw
        {match_state("a", "iso3", '"COUNTRY.ID"', day)} {match_state("b", "iso3", '"COUNTERPART_COUNTRY.ID"', day)}
        LEFT JOIN names ON names.name = lower("COUNTERPART_COUNTRY.ID") WHERE TIME_PERIOD IS NOT NULL"""
    )
    for side in ("country", "partner"):
        query = f"SELECT {side}_code, count(*) FROM coded WHERE {side} IS NULL GROUP BY 1 ORDER BY 1"
        bench.refuse_unmatched(query, side, "imf")
    bench.db.execute(
        """CREATE TEMP TABLE positions AS
        SELECT *, if(outward, country, partner) AS actor, if(outward, partner, country) AS recipient
        FROM coded WHERE country IS NOT NULL AND partner IS NOT NULL"""
    )


def _mend_scale(bench: Bench) -> None:
    """Divide by a million what stands in dollars; withhold what is impossible even so.

    Impossible is a position above the reporter's total with the world, and one that is ``_LEAP`` times the position
    that the other side's book gives for the same year.
    """
    bench.db.execute(
        f"""CREATE TEMP TABLE judged AS SELECT *, value / {_SCALE} AS smaller,
        max(value) FILTER (partner = 'WLD') OVER (PARTITION BY country, outward, own, year) AS total,
        if(own, any_value(value) FILTER (NOT own) OVER pair, any_value(value) FILTER (own) OVER pair) AS mirror,
        {_find_impossible("value")} AS is_impossible, is_impossible AND NOT {_find_impossible("smaller")} AS is_mended
        FROM positions WINDOW pair AS (PARTITION BY country, partner, outward, year)"""
    )
    mended, lost = "is_mended", "is_impossible AND NOT is_mended"
    bench.repair(
        "dollars labelled millions, divided by a million", bench.count(f"FROM judged SELECT count_if({mended})")
    )
    bench.repair("impossible position, withheld", bench.count(f"FROM judged SELECT count_if({lost})"))
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE positions AS
        SELECT * REPLACE (CASE WHEN {mended} THEN smaller WHEN NOT is_impossible THEN value END AS value) FROM judged"""
    )


def _find_impossible(value: str) -> str:
    """Return the SQL that says whether a value is beyond the total, or far beyond the other side's book."""
    return f"coalesce(total > 0 AND {value} > total OR mirror >= 1 AND {value} >= {_LEAP} * mirror, false)"
