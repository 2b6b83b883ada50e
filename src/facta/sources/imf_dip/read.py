"""IMF direct investment positions: outward and inward stocks at year's end, in million USD, by whose book they are.

A row of type ``O`` is in the book of COUNTRY. A row of type ``SCC`` was derived from what the counterpart reported, so
it is the counterpart's book: the reporter is COUNTERPART, or ``WLD`` for the sum over all who reported. The outward and
inward files repeat each other there (380 cells, all equal) under one key: the store keeps one, and should two releases
differ, the one loaded later counts.
"""

from __future__ import annotations

from facta.sources.bench import Bench, match_state, year_start

__all__ = ["read"]

_FIELDS = ("COUNTRY", "DV_TYPE", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY")
"""Codes; the portal's export calls them ``COUNTRY.ID`` and so on, and has their names beside them."""
_KNOWN = {
    "INDICATOR": ("OTWD_D_NETAL_FALL_ALL", "INWD_D_NETLA_FALL_ALL"),
    "DV_TYPE": ("O", "SCC"),
    "FREQUENCY": ("A",),
}
"""Outward and inward net positions of all entities, reported or derived, by year."""
_GROUP = "[A-Z]+[0-9]+"
"""How the publisher writes the code of a group of states, of which ``G001`` is the world."""
_LEAP = 1e5
"""A position this many times the other side's, where that is a million or more, has the wrong scale."""
_JUMP = 300
"""So has one this many times its neighbours before and after, where they are a million or more: thousands that grow."""
_NEAR = 10
"""A mended position lies within this factor of its neighbours."""
_SCALES = (1e6, 1e3)
"""Dollars in a million, thousands in a million: what a wrong scale is too large by."""


def read(bench: Bench) -> None:
    """Read the outward or the inward file; a blank value is *withheld*."""
    is_portal = bench.kind == "positions"
    names = {field: f"{field}.ID" if is_portal else field for field in _FIELDS}
    types = {**dict.fromkeys(names.values(), "VARCHAR"), "TIME_PERIOD": "INTEGER", "OBS_VALUE": "DOUBLE"}
    bench.read_csv("given", types)
    columns = ", ".join(f'"{name}" AS {field}' for field, name in names.items())
    bench.db.execute(
        f"""CREATE TEMP TABLE raw AS SELECT {columns}, TIME_PERIOD,
        OBS_VALUE / {1 if is_portal else 1e6} AS OBS_VALUE FROM given"""
    )
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
        bench.refuse_values("raw", column, f"list_contains({list(known)}, {column})")
    bench.ignore("row without year", bench.count("SELECT count(*) FROM raw WHERE TIME_PERIOD IS NULL"))
    day = year_start("TIME_PERIOD")
    bench.db.execute(
        f"""CREATE TEMP TABLE coded AS SELECT COUNTRY AS country_code, COUNTERPART_COUNTRY AS partner_code,
        a.state AS country, if(partner_code = 'G001', 'WLD', coalesce(b.state, names.state)) AS partner,
        DV_TYPE = 'O' AS own, INDICATOR LIKE 'OTWD%' AS outward, TIME_PERIOD AS year, OBS_VALUE AS value
        FROM raw {match_state("a", "iso3", "COUNTRY", day)} {match_state("b", "iso3", "COUNTERPART_COUNTRY", day)}
        LEFT JOIN names ON names.name = lower(COUNTERPART_COUNTRY) WHERE TIME_PERIOD IS NOT NULL"""
    )
    for side in ("country", "partner"):
        lost = f"FROM coded WHERE {side} IS NULL AND"
        group = f"regexp_full_match({side}_code, '{_GROUP}')"
        bench.ignore(f"{side} that is no state", bench.count(f"SELECT count(*) {lost} {group}"))
        bench.refuse_unmatched(f"SELECT {side}_code, count(*) {lost} NOT {group} GROUP BY 1 ORDER BY 1", side)
    bench.db.execute(
        """CREATE TEMP TABLE positions AS
        SELECT *, if(outward, country, partner) AS actor, if(outward, partner, country) AS recipient
        FROM coded WHERE country IS NOT NULL AND partner IS NOT NULL"""
    )


def _mend_scale(bench: Bench) -> None:
    """Divide by a thousand or a million what stands in a smaller unit; withhold what is impossible even so.

    Impossible is a position above the reporter's total with the world, and one that is ``_LEAP`` times the position
    that the other side's book gives for the same year. Where the totals do not tell, a position that stands ``_JUMP``
    times above its own book before and after, or above one of the two and the other side's book, has leapt there and
    back; it is mended if that brings it near its neighbours, else refused.
    """
    bench.db.execute(
        f"""CREATE TEMP TABLE judged AS SELECT *,
        max(value) FILTER (partner = 'WLD') OVER (PARTITION BY country, outward, own, year) AS total,
        if(own, any_value(value) FILTER (NOT own) OVER pair, any_value(value) FILTER (own) OVER pair) AS mirror,
        min(abs(value)) OVER (book ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING) AS before,
        min(abs(value)) OVER (book ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING) AS after,
        median(abs(value)) OVER (book ROWS BETWEEN 4 PRECEDING AND 4 FOLLOWING EXCLUDE CURRENT ROW) AS typical,
        least(before, after) AS low, greatest(before, after, typical) AS high,
        {_find_impossible("value")} AS is_impossible, NOT is_impossible AND {_find_jump()} AS has_jumped,
        {_find_scale()} AS scale
        FROM positions WINDOW pair AS (PARTITION BY country, partner, outward, year),
        book AS (PARTITION BY country, partner, outward, own ORDER BY year)"""
    )
    for scale in _SCALES:
        what = "dollars" if scale == 1e6 else "thousands"
        mended = bench.count(f"SELECT count_if(scale = {scale}) FROM judged")
        bench.repair(f"{what} labelled millions, divided by a {'million' if scale == 1e6 else 'thousand'}", mended)
    lost = "is_impossible AND scale IS NULL"
    bench.repair("impossible position, withheld", bench.count(f"SELECT count_if({lost}) FROM judged"))
    _refuse_jumps(bench)
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE positions AS SELECT * REPLACE (
        CASE WHEN scale IS NOT NULL THEN value / scale WHEN NOT ({lost}) THEN value END AS value) FROM judged"""
    )


def _refuse_jumps(bench: Bench) -> None:
    """Take out positions that leapt and fit their neighbours in no scale."""
    wild = "FROM judged WHERE has_jumped AND scale IS NULL"
    named = f"SELECT country, partner, year, value {wild} ORDER BY ALL"
    for country, partner, year, value in bench.db.execute(named).fetchall():
        bench.refuse(f"{country} with {partner} in {year}: {value:g} million leaps from its neighbours and back")
    bench.db.execute(f"DELETE {wild}")


def _find_impossible(value: str) -> str:
    """Return the SQL that says whether a value is beyond the total, or far beyond the other side's book."""
    return f"coalesce(total > 0 AND {value} > total OR mirror >= 1 AND {value} >= {_LEAP} * mirror, false)"


def _find_jump() -> str:
    """Return the SQL that says whether a value stands far above both sides of its book, or one and the mirror."""
    both = f"low >= 1 AND before IS NOT NULL AND after IS NOT NULL AND abs(value) >= {_JUMP} * high"
    end = f"low >= 1 AND mirror >= 1 AND abs(value) >= {_JUMP} * greatest(high, mirror)"
    return f"partner <> 'WLD' AND coalesce({both} OR {end}, false)"


def _find_scale() -> str:
    """Return the SQL of what to divide a value by; null where nothing is wrong or nothing helps."""
    million = f"WHEN is_impossible AND NOT {_find_impossible(f'value / {_SCALES[0]}')} THEN {_SCALES[0]}"
    near = " ".join(
        f"WHEN has_jumped AND abs(value) / {scale} BETWEEN low / {_NEAR} AND high * {_NEAR} THEN {scale}"
        for scale in _SCALES
    )
    return f"CASE {million} {near} END"
