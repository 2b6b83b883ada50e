"""National material capabilities: the composite index and military expenditure; -9 is missing.

Expenditure is in thousand current US dollars since 1914; before, it is in British pounds and left out. Personnel,
steel, energy and population, from which the index is made, are not read.
"""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]


def read(bench: Bench) -> None:
    """Read states and years."""
    bench.read_csv(
        "raw", {"ccode": "INTEGER", "year": "INTEGER", "milex": "DOUBLE", "cinc": "DOUBLE"}, missing=("", "-9", "-9.0")
    )
    bench.refuse_values("raw", "cinc", "cinc IS NULL OR cinc BETWEEN 0 AND 1")
    bench.refuse_values("raw", "milex", "milex IS NULL OR milex >= 0")
    bench.match_states("raw", "cow", {"state": "ccode::VARCHAR"})
    bench.keep_successors("raw", "state", "year")
    pounds = bench.count("SELECT count(milex) FROM raw WHERE year < 1914")
    bench.ignore("military expenditure in British pounds", pounds)
    for indicator, column, unit, known in (
        ("capabilities", "cinc", "1", "true"),
        ("military_expenditure", "milex", "k USD", "year >= 1914"),
    ):
        bench.put(
            "figures",
            f"""SELECT '{indicator}' AS indicator, state AS actor, '{unit}' AS unit,
            {year_start("year")} AS period_start, {column} AS value,
            CASE WHEN value > 0 THEN 0 WHEN value = 0 THEN 1 ELSE 3 END AS status
            FROM raw WHERE {known}""",
        )
