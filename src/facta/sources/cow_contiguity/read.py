"""Direct contiguity: one spell a pair of states, kind of contiguity and span of time.

The pair stands once, in the order of the state ids. The publisher gives months: a spell starts on the first day of its
first month and ends on the last day of its last.
"""

from __future__ import annotations

from facta.sources.bench import Bench

__all__ = ["read"]

_MONTHS = {"statelno": "DOUBLE", "statehno": "DOUBLE", "conttype": "DOUBLE", "begin": "INTEGER", "end": "INTEGER"}


def read(bench: Bench) -> None:
    """Read spells as re-packed, spells by month or directed pairs and years; pairs listed as apart are left out."""
    match bench.kind:
        case "spells":
            _read_spells(bench)
        case "months":
            _read_months(bench)
        case _:
            _read_years(bench)
    bench.refuse_values("pairs", "type", "type BETWEEN 0 AND 5")
    bench.refuse_values("pairs", "first_day", "first_day <= last_day")
    bench.ignore("pairs listed as not contiguous", bench.count("SELECT count(*) FROM pairs WHERE type = 0"))
    bench.db.execute("DELETE FROM pairs WHERE type = 0")
    bench.match_states("pairs", "cow", {"one": "code1::VARCHAR", "two": "code2::VARCHAR"}, "year(first_day)")
    bench.put(
        "spells",
        """SELECT DISTINCT concat_ws('-', least(code1, code2), greatest(code1, code2), type) AS id,
        'contiguity' AS kind, least(one, two) AS actor, greatest(one, two) AS recipient,
        first_day AS start_date, last_day AS end_date, json_object('type', type::VARCHAR)::VARCHAR AS fields
        FROM pairs WHERE one <> two""",
    )


def _read_spells(bench: Bench) -> None:
    """Lay out the re-pack, which names the first day of the last month as the end."""
    codes = dict.fromkeys(("ccode1", "ccode2", "conttype"), "DOUBLE")
    bench.read_csv("raw", {**codes, "stdate": "DATE", "enddate": "DATE"})
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE pairs AS SELECT ccode1::INTEGER AS code1, ccode2::INTEGER AS code2,
        conttype::INTEGER AS type, stdate AS first_day, last_day(enddate) AS last_day FROM raw"""
    )


def _read_months(bench: Bench) -> None:
    """Lay out contdir.csv: the lower and the higher code, and months as YYYYMM."""
    bench.read_csv("raw", _MONTHS)
    for month in ("begin", "end"):
        bench.refuse_values("raw", f'"{month}"', f'"{month}" % 100 BETWEEN 1 AND 12')
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE pairs AS SELECT statelno::INTEGER AS code1, statehno::INTEGER AS code2,
        conttype::INTEGER AS type, make_date("begin" // 100, "begin" % 100, 1) AS first_day,
        last_day(make_date("end" // 100, "end" % 100, 1)) AS last_day FROM raw"""
    )


def _read_years(bench: Bench) -> None:
    """Lay out contdird.csv: within a run of consecutive years, year minus rank is constant."""
    count = bench.read_csv("raw", dict.fromkeys(("state1no", "state2no", "year", "conttype"), "INTEGER"))
    if "/" in bench.name:
        bench.ignore("pairs and years that contdir.csv in the same archive gives by month", count)
        bench.db.execute("DELETE FROM raw")
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE pairs AS
        SELECT code1, code2, type, make_date(min(year), 1, 1) AS first_day, make_date(max(year), 12, 31) AS last_day
        FROM (SELECT *, year - row_number() OVER (PARTITION BY code1, code2, type ORDER BY year) AS run FROM (
            SELECT DISTINCT least(state1no, state2no) AS code1, greatest(state1no, state2no) AS code2,
                conttype AS type, year FROM raw
        )) GROUP BY code1, code2, type, run"""
    )
