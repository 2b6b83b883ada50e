"""Polity5: the regime score as coded, and the revised one without gaps.

The codes -66 (foreign interruption), -77 (interregnum) and -88 (transition) are no scores: such a year is *not coded*.
Polity's own state codes are COW's but for unions, partitions and successors, which the scheme ``polity`` dates.
"""

from __future__ import annotations

from facta.errors import BrokenFile
from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_SPECIAL = (-66, -77, -88)
_SCORES = {"original": "polity", "revised": "polity2"}


def read(bench: Bench) -> None:
    """Read states and years of the re-pack, of a CSV or of the publisher's workbook."""
    code = "polity_annual_ccode" if bench.kind == "repacked" else "ccode"
    columns = (code, "year", *_SCORES.values())
    if bench.kind == "workbook":
        _read_workbook(bench, columns)
    else:
        bench.read_csv("raw", dict.fromkeys(columns, "INTEGER"), missing=("", "NA"))
    for column in _SCORES.values():
        known = f"{column} IS NULL OR {column} BETWEEN -10 AND 10 OR {column} IN {_SPECIAL}"
        bench.refuse_values("raw", column, known)
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE scores AS SELECT {code}::INTEGER::VARCHAR AS code, year::INTEGER AS year,
        if(polity IN {_SPECIAL}, NULL, polity) AS polity,
        if(polity2 IN {_SPECIAL}, NULL, polity2) AS polity2 FROM raw"""
    )
    _match_scores(bench)
    for variant, column in _SCORES.items():
        bench.put(
            "figures",
            f"""SELECT 'polity' AS indicator, state AS actor, '{variant}' AS variant, 'points' AS unit,
            {year_start("year")} AS period_start, {column} AS value, if(value IS NULL, 3, 0) AS status FROM scores""",
        )


def _match_scores(bench: Bench) -> None:
    """Find the state of each row: by Polity's own codes where they differ from COW's."""
    listed = " UNION ALL ".join(
        f"SELECT code FROM {table} WHERE scheme = 'polity'" for table in ("codes", "not_states")
    )
    own = f"code IN ({listed})"
    bench.db.execute(f"CREATE OR REPLACE TEMP TABLE own AS FROM scores WHERE {own}")
    bench.db.execute(f"DELETE FROM scores WHERE {own}")
    bench.match_states("own", "polity", {"state": "own.code"})
    bench.match_states("scores", "cow", {"state": "scores.code"})
    bench.db.execute("INSERT INTO scores FROM own")
    bench.keep_successors("scores", "state", "year")


def _read_workbook(bench: Bench, columns: tuple[str, ...]) -> None:
    """Put the named columns of the first sheet on the bench; an empty cell is missing."""
    head, *rows = next(iter(bench.read_sheets().values())) or [()]
    missing = [name for name in columns if name not in head]
    if missing:
        raise BrokenFile(bench.name, f"the sheet has no column {missing[0]}", step=f"Expected {', '.join(columns)}.")
    places = [head.index(name) for name in columns]
    cells = ([row[place] if row[place] != "" else None for place in places] for row in rows if any(row))
    bench.put_table("raw", [f"{name} DOUBLE" for name in columns], cells)
