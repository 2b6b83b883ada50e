"""Correlates of War trade: flow1 is what state 1 imports from state 2, in current million USD; -9 is missing."""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_DYADIC = {"ccode1": "DOUBLE", "ccode2": "DOUBLE", "year": "DOUBLE", "flow1": "DOUBLE", "flow2": "DOUBLE"}
_NATIONAL = {"ccode": "DOUBLE", "year": "DOUBLE", "imports": "DOUBLE", "exports": "DOUBLE"}
_REPORTED = (
    "CASE WHEN {0} >= 0 THEN {0} END AS value, CASE WHEN {0} > 0 THEN 0 WHEN {0} = 0 THEN 1 ELSE 3 END AS status"
)


def read(bench: Bench) -> None:
    """Read the dyadic or the national file."""
    if bench.kind == "dyadic":
        _read_dyads(bench)
    else:
        _read_states(bench)


def _read_dyads(bench: Bench) -> None:
    """Two directed flows a row, and for each state the sum over its partners in this same book."""
    bench.read_csv("dyads", _DYADIC)
    bench.match_states("dyads", "cow", {"one": "ccode1::INTEGER::VARCHAR", "two": "ccode2::INTEGER::VARCHAR"})
    bench.keep_successors("dyads", "one", "two", "year")
    bench.db.execute(
        f"""CREATE TEMP TABLE flows AS
        SELECT two AS actor, one AS recipient, {year_start("year")} AS period_start, flow1 AS flow FROM dyads
        UNION ALL SELECT one, two, {year_start("year")}, flow2 FROM dyads"""
    )
    bench.put(
        "figures",
        f"""SELECT 'trade_flow' AS indicator, actor, recipient, 'M USD' AS unit, period_start,
            {_REPORTED.format("flow")} FROM flows""",
    )
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
    bench.match_states("totals", "cow", {"state": "ccode::INTEGER::VARCHAR"})
    bench.keep_successors("totals", "state", "year")
    for actor, recipient, column in (("'WLD'", "state", "imports"), ("state", "'WLD'", "exports")):
        bench.put(
            "figures",
            f"""SELECT 'trade_national' AS indicator, {actor} AS actor, {recipient} AS recipient, state AS reporter,
            'M USD' AS unit, {year_start("year")} AS period_start, {_REPORTED.format(column)} FROM totals""",
        )
