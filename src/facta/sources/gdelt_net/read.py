"""Daily net scores of pairs of states from GDELT 2.0; the pair stands once, in the order of the state ids.

A score adds up the Goldstein scores of all events of a day between the two, with small weights for sources, articles
and tone. What is reported most has the largest score of either sign: the series can raise an alarm, and never says how
good a relation is.
"""

from __future__ import annotations

from facta.sources.bench import Bench, match_state

__all__ = ["read"]


def read(bench: Bench) -> None:
    """Read pairs and days; a day that no pair has is not covered, a pair that a covered day lacks has no score."""
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE raw AS
        SELECT day, state_a, state_b, net_score::DOUBLE AS value FROM read_parquet($1)""",
        [str(bench.file)],
    )
    bench.refuse_values("raw", "value", "isfinite(value)")
    joins = f"{match_state('a', 'cameo', 'state_a', 'day')} {match_state('b', 'cameo', 'state_b', 'day')}"
    for side, found in (("state_a", "a"), ("state_b", "b")):
        unmatched = f"SELECT {side}, count(*) FROM raw {joins} WHERE {found}.state IS NULL GROUP BY 1 ORDER BY 1"
        bench.refuse_unmatched(unmatched, side, "cameo")
    itself = bench.count(f"SELECT count(*) FROM raw {joins} WHERE a.state = b.state")
    bench.ignore("score of a state with itself", itself)
    bench.put(
        "figures",
        f"""SELECT 'net_score' AS indicator, least(a.state, b.state) AS actor, greatest(a.state, b.state) AS recipient,
        'points' AS unit, 'day' AS frequency, day AS period_start, value FROM raw {joins} WHERE a.state <> b.state""",
    )
    runs = "SELECT DISTINCT day, day - dense_rank() OVER (ORDER BY day)::INTEGER AS run FROM raw"
    spans = bench.db.execute(f"SELECT min(day), max(day) FROM ({runs}) GROUP BY run ORDER BY 1")
    for first, last in spans.fetchall():
        bench.cover("net_score", first, last)
