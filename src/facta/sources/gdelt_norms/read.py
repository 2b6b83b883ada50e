"""GDELT's normalisers: how many events the archive holds, by day, month or year, of the world or of each state.

Counts of anything in GDELT grow with what it reads. A count divided by these is comparable over time.
"""

from __future__ import annotations

from facta.sources.bench import Bench, match_state

__all__ = ["read"]

_NAMES = {"world": ("period", "events"), "states": ("period", "country", "events")}
_FREQUENCY = "CASE length(period) WHEN 8 THEN 'day' WHEN 6 THEN 'month' WHEN 4 THEN 'year' END"
_START = "try_strptime(rpad(period, 8, '01'), '%Y%m%d')::DATE"


def read(bench: Bench) -> None:
    """Read a file of any of the six; the length of its first cell says whether it counts days, months or years.

    The country is where the event happened, a FIPS 10-4 code. A state without a row has none, which is no zero: the
    files list what was counted.
    """
    names = _NAMES[bench.kind]
    types = {**dict.fromkeys(names, "VARCHAR"), "events": "BIGINT"}
    bench.read_csv("cells", types, names=names)
    country = "coalesce(trim(country), '')" if bench.kind == "states" else "'WLD'"
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT trim(cells.period) AS period, events, {country} AS country,
        {_FREQUENCY.replace("period", "trim(cells.period)")} AS frequency,
        {_START.replace("period", "trim(cells.period)")} AS period_start FROM cells"""
    )
    bench.refuse_values("raw", "period", "frequency IS NOT NULL AND period_start >= DATE '1979-01-01'")
    bench.refuse_values("raw", "events", "events >= 0")
    bench.ignore("count of events without a country", bench.count("SELECT count(*) FROM raw WHERE country = ''"))
    held = match_state("held", "fips", "country", "period_start")
    unmatched = f"FROM raw {held} WHERE held.state IS NULL AND country NOT IN ('', 'WLD') GROUP BY 1 ORDER BY 1"
    bench.refuse_unmatched(f"SELECT country, count(*) {unmatched}", "country", "fips")
    bench.put(
        "figures",
        f"""SELECT 'reporting_volume' AS indicator, if(country = 'WLD', 'WLD', held.state) AS actor, 'count' AS unit,
        frequency, period_start, sum(events) AS value, (sum(events) = 0)::TINYINT AS status FROM raw {held}
        WHERE country = 'WLD' OR held.state IS NOT NULL GROUP BY ALL""",
    )
