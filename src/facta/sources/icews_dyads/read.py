"""ICEWS counts: reports of an action of state i towards state j in a year, in four quad classes."""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_CLASSES = {
    "verbal_cooperation": "verbCoop",
    "material_cooperation": "matlCoop",
    "verbal_conflict": "verbConf",
    "material_conflict": "matlConf",
}


def read(bench: Bench) -> None:
    """Read the file of pairs; a zero in it is a report of nothing."""
    counts = ", ".join(_CLASSES.values())
    bench.db.execute(
        f"CREATE TEMP TABLE raw AS SELECT i, j, year::INTEGER AS year, {counts} FROM read_parquet($1)",
        [str(bench.file)],
    )
    for column in _CLASSES.values():
        bench.refuse_values("raw", column, f"{column} >= 0 AND {column} = floor({column})")
    bench.match_states("raw", "icews", {"actor": "i", "recipient": "j"})
    for indicator, column in _CLASSES.items():
        bench.put(
            "figures",
            f"""SELECT '{indicator}' AS indicator, actor, recipient, 'count' AS unit,
            {year_start("year")} AS period_start, {column} AS value, ({column} = 0)::TINYINT AS status FROM raw""",
        )
