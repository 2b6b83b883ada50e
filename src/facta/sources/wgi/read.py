"""Governance estimates in standard normal units, about -2.5 to 2.5 where higher is better, with a 90% interval.

The interval is the estimate plus and minus 1.645 standard errors, as the publisher computes it; `Lower` and `Upper` in
the file bound the percentile rank, which is not read.
"""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_OLD_CODES = {"ZAR": "COD", "ROM": "ROU", "TMP": "TLS"}
"""Codes that the World Bank went on using after ISO had withdrawn them."""


def read(bench: Bench) -> None:
    """Read states and years."""
    bench.read_csv("raw", {"wb_code": "VARCHAR", "year": "INTEGER", "Estimate": "DOUBLE", "StdErr": "DOUBLE"})
    for old, new in _OLD_CODES.items():
        bench.repair(f"code {old} read as {new}", bench.count(f"SELECT count(*) FROM raw WHERE wb_code = '{old}'"))
        bench.db.execute(f"UPDATE raw SET wb_code = '{new}' WHERE wb_code = '{old}'")
    bench.ignore("rows without an estimate", bench.count("SELECT count(*) FROM raw WHERE Estimate IS NULL"))
    bench.match_states("raw", "iso3", {"state": "wb_code"})
    bench.put(
        "figures",
        f"""SELECT 'governance' AS indicator, state AS actor, 'voice_accountability' AS variant, 'points' AS unit,
        {year_start("year")} AS period_start, Estimate AS value, Estimate - 1.645 * StdErr AS low,
        Estimate + 1.645 * StdErr AS high FROM raw WHERE Estimate IS NOT NULL""",
    )
