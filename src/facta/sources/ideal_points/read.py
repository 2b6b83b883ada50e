"""Ideal points by state and session: session n is the year 1945 + n; the interval is the 5% and 95% quantile.

Each estimator is a variant: ``all_2020`` of the release of April 2020; ``fp`` (final passage), ``all`` and ``legacy``
(the estimator of 2020, without an interval) of July 2025; ``all`` of the releases between them, whose vintage is the
month in the name of the file. All points of a release became known with it, for each is estimated from all sessions.
"""

from __future__ import annotations

import datetime as dt
import re

import pyreadstat

from facta.errors import BrokenFile
from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_APRIL = {"ccode": "INTEGER", "session": "INTEGER", "IdealPoint": "DOUBLE", "Q5%": "DOUBLE", "Q95%": "DOUBLE"}
_BETWEEN = {
    "ccode": "INTEGER",
    "session": "INTEGER",
    "IdealPointAll": "DOUBLE",
    "Q5%All": "DOUBLE",
    "Q95%All": "DOUBLE",
}
_JULY = {
    "fp": ("idealpointfp", "q5fp", "q95fp"),
    "all": ("idealpointall", "q5all", "q95all"),
    "legacy": ("idealpointlegacy", "NULL", "NULL"),
}


def read(bench: Bench) -> None:
    """Read one of the releases."""
    if bench.kind == "july_2025":
        _read_stata(bench)
        variants, vintage, known = _JULY, "2025-07", "DATE '2025-07-31'"
    elif bench.kind == "april_2020":
        _read_sessions(bench, _APRIL)
        variants, vintage, known = {"all_2020": ("IdealPoint", '"Q5%"', '"Q95%"')}, "2020-04", "DATE '2020-04-30'"
    else:
        _read_sessions(bench, _BETWEEN)
        vintage, known = _find_release(bench)
        variants = {"all": ("IdealPointAll", '"Q5%All"', '"Q95%All"')}
    bench.match_states("raw", "cow", {"state": "ccode::INTEGER::VARCHAR"})
    bench.keep_successors("raw", "state", "year")
    for variant, (value, low, high) in variants.items():
        bench.refuse_values("raw", value, f"coalesce(abs({value}), 0) <= 6")  # of unit variance: none is that far out
        bench.put(
            "figures",
            f"""SELECT 'ideal_point' AS indicator, state AS actor, '{variant}' AS variant, '{vintage}' AS vintage,
            'points' AS unit, {year_start("year")} AS period_start, {value} AS value, {low} AS low, {high} AS high,
            {known} AS known_date FROM raw WHERE {value} IS NOT NULL""",
        )


def _read_sessions(bench: Bench, types: dict[str, str]) -> None:
    """Put a CSV on the bench, with the year of each session."""
    bench.read_csv("raw", types, missing=("", "NA"))
    bench.db.execute("ALTER TABLE raw ADD COLUMN year INTEGER; UPDATE raw SET year = 1945 + session")


def _find_release(bench: Bench) -> tuple[str, str]:
    """Return vintage and known date: by the month in the file's name, else by its last session and the usual lag."""
    named = re.search(r"_([A-Z][a-z]{2})[a-z]*_?(\d{4})", bench.name)
    if not named:
        return f"session {bench.count('SELECT max(session) FROM raw')}", "NULL::DATE"
    first = dt.datetime.strptime(" ".join(named.groups()), "%b %Y").date()
    return f"{first:%Y-%m}", f"last_day(DATE '{first}')"


def _read_stata(bench: Bench) -> None:
    """Put the named columns of the Stata file on the bench."""
    names = ["ccode", "year", *(column for columns in _JULY.values() for column in columns if column != "NULL")]
    try:
        columns, _ = pyreadstat.read_dta(str(bench.file), output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise BrokenFile(bench.file.name, f"the Stata file is damaged ({error})", step="Fetch it again.") from error
    missing = [name for name in names if name not in columns]
    if missing:
        raise BrokenFile(bench.file.name, f"lacks the columns {', '.join(missing)}", step="Is it a newer release?")
    bench.put_table("raw", [f"{name} DOUBLE" for name in names], zip(*(columns[name] for name in names), strict=True))
