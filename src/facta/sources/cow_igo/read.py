"""Joint memberships in intergovernmental organisations; the pair stands once, in the order of the state ids."""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]


def read(bench: Bench) -> None:
    """Read undirected pairs and years; -9 is missing."""
    bench.read_csv("raw", dict.fromkeys(("ccode1", "ccode2", "year", "dyadigos"), "INTEGER"))
    bench.refuse_values("raw", "dyadigos", "dyadigos >= 0 OR dyadigos = -9")
    bench.match_states("raw", "cow", {"one": "ccode1::VARCHAR", "two": "ccode2::VARCHAR"})
    bench.keep_successors("raw", "least(one, two)", "greatest(one, two)", "year")
    bench.put(
        "figures",
        f"""SELECT 'joint_organisations' AS indicator, least(one, two) AS actor, greatest(one, two) AS recipient,
        'count' AS unit, {year_start("year")} AS period_start, nullif(dyadigos, -9) AS value,
        CASE WHEN value > 0 THEN 0 WHEN value = 0 THEN 1 ELSE 3 END AS status FROM raw WHERE one <> two""",
    )
