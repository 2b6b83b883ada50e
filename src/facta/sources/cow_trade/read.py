"""Correlates of War trade: flow1 is what state 1 imports from state 2, in current million USD; -9 is missing."""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_DYADIC = {"ccode1": "INTEGER", "ccode2": "INTEGER", "year": "INTEGER", "flow1": "DOUBLE", "flow2": "DOUBLE"}
_NATIONAL = {"ccode": "INTEGER", "year": "INTEGER", "imports": "DOUBLE", "exports": "DOUBLE"}
_AMOUNT = "{0} IS NULL OR {0} >= 0 OR {0} = -9"
_REPORTED = (
    "CASE WHEN {0} >= 0 THEN {0} END AS value, CASE WHEN {0} > 0 THEN 0 WHEN {0} = 0 THEN 1 ELSE 3 END AS status"
)
_WHOLE = 600_000
"""Pairs and years with a figure, of 673,654 in version 4.0: a file with fewer is a selection."""


def read(bench: Bench) -> None:
    """Read the dyadic or the national file."""
    if bench.kind == "dyadic":
        _read_dyads(bench)
    else:
        _read_states(bench)


def _read_dyads(bench: Bench) -> None:
    """Two directed flows a row; and of a whole file, for each state the sum over its partners in this same book."""
    bench.read_csv("dyads", _DYADIC)
    for column in ("flow1", "flow2"):
        bench.refuse_values("dyads", column, _AMOUNT.format(column))
    for code in ("ccode1", "ccode2"):
        _rename_bonn(bench, "dyads", code)
    is_whole = bench.count("SELECT count_if(flow1 >= 0 OR flow2 >= 0) FROM dyads") >= _WHOLE
    bench.match_states("dyads", "cow", {"one": "ccode1::VARCHAR", "two": "ccode2::VARCHAR"})
    bench.keep_successors("dyads", "one", "two", "year")
    bench.db.execute(
        f"""CREATE TEMP TABLE flows AS
        SELECT two AS actor, one AS recipient, {year_start("year")} AS period_start, flow1 AS flow FROM dyads
        UNION ALL SELECT one, two, {year_start("year")}, flow2 FROM dyads"""
    )
    _keep_once(bench)
    bench.put(
        "figures",
        f"""SELECT 'trade_flow' AS indicator, actor, recipient, 'M USD' AS unit, period_start,
            {_REPORTED.format("flow")} FROM flows""",
    )
    if is_whole:
        _put_totals(bench)
    else:
        bench.ignore("total with the world, of a file that is a selection", 1)


def _rename_bonn(bench: Bench, table: str, column: str) -> None:
    """Give West Germany its own code: the publisher counts it under united Germany's from 1960."""
    strayed = f"FROM {table} WHERE {column} = 255 AND year BETWEEN 1955 AND 1989"
    bench.repair("West Germany under Germany's code", bench.count(f"SELECT count(*) {strayed}"))
    bench.db.execute(f"UPDATE {table} SET {column} = 260 WHERE {column} = 255 AND year BETWEEN 1955 AND 1989")


def _keep_once(bench: Bench) -> None:
    """Keep each flow once, where a file tells each pair from both sides."""
    found = bench.count("SELECT count(*) FROM flows")
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE flows AS FROM flows QUALIFY row_number() OVER (
        PARTITION BY actor, recipient, period_start ORDER BY flow DESC NULLS LAST) = 1"""
    )
    bench.repair("flow told from both sides, kept once", found - bench.count("SELECT count(*) FROM flows"))


def _put_totals(bench: Bench) -> None:
    """Put the sum over partners; flows that are missing make it *partial*."""
    for actor, recipient, side in (("actor", "'WLD'", "actor"), ("'WLD'", "recipient", "recipient")):
        bench.put(
            "figures",
            f"""SELECT 'trade_flow' AS indicator, {actor} AS actor, {recipient} AS recipient, 'M USD' AS unit,
            period_start, sum(flow) FILTER (flow >= 0) AS value, avg((flow >= 0)::INTEGER) AS completeness,
            CASE WHEN value IS NULL THEN 3 WHEN completeness < 1 THEN 2 WHEN value = 0 THEN 1 ELSE 0 END AS status
            FROM (SELECT * REPLACE (coalesce(flow, -9) AS flow) FROM flows)
            GROUP BY {side}, period_start""",
        )


def _read_states(bench: Bench) -> None:
    """Each state's imports from and exports to the world, a book of its own."""
    bench.read_csv("totals", _NATIONAL)
    for column in ("imports", "exports"):
        bench.refuse_values("totals", column, _AMOUNT.format(column))
    told = "SELECT year FROM totals WHERE ccode = 255"
    bench.db.execute(
        f"DELETE FROM totals WHERE ccode = 260 AND coalesce(imports, exports) IS NULL AND year IN ({told})"
    )
    _rename_bonn(bench, "totals", "ccode")
    bench.match_states("totals", "cow", {"state": "ccode::VARCHAR"})
    bench.keep_successors("totals", "state", "year")
    for actor, recipient, column in (("'WLD'", "state", "imports"), ("state", "'WLD'", "exports")):
        bench.put(
            "figures",
            f"""SELECT 'trade_national' AS indicator, {actor} AS actor, {recipient} AS recipient, state AS reporter,
            'M USD' AS unit, {year_start("year")} AS period_start, {_REPORTED.format(column)} FROM totals""",
        )
