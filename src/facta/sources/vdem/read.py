"""V-Dem's indices of democracy, each from 0 to 1 with the interval that the publisher gives (about 68%)."""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_INDICES = {
    "polyarchy": "v2x_polyarchy",
    "liberal_democracy": "v2x_libdem",
    "participatory_democracy": "v2x_partipdem",
    "deliberative_democracy": "v2x_delibdem",
    "egalitarian_democracy": "v2x_egaldem",
    "additive_polyarchy": "v2x_api",
    "multiplicative_polyarchy": "v2x_mpi",
}
_NOT_STATES = ("BRW", "HDM", "HRG", "NSS", "OLD", "PPS", "PSB", "PSG", "SAX", "SML", "SPD", "TSC", "ZZB")
"""German and Italian states in years without a COW code, Gaza, Mandate Palestine, Somaliland, Zanzibar in Tanzania."""


def read(bench: Bench) -> None:
    """Read states and years: by COW code, and territories that have none by V-Dem's letters."""
    columns = [f"{index}{part}" for index in _INDICES.values() for part in ("", "_codelow", "_codehigh")]
    code = "COWcode" if bench.kind == "full" else "vdem_cowcode"
    keys = {"country_text_id": "VARCHAR", "year": "INTEGER", code: "INTEGER"}
    bench.read_csv("raw", {**keys, **dict.fromkeys(columns, "DOUBLE")}, missing=("", "NA"))
    if code != "vdem_cowcode":
        bench.db.execute(f'ALTER TABLE raw RENAME "{code}" TO vdem_cowcode')
    for index in _INDICES.values():
        bench.refuse_values("raw", index, f"{index} IS NULL OR {index} BETWEEN 0 AND 1")
    gone = f"vdem_cowcode IS NULL AND country_text_id IN {_NOT_STATES}"
    bench.ignore("entities that are no states", bench.count(f"SELECT count(*) FROM raw WHERE {gone}"))
    bench.db.execute(f"DELETE FROM raw WHERE {gone}")
    bench.db.execute("CREATE OR REPLACE TEMP TABLE territories AS FROM raw WHERE vdem_cowcode IS NULL")
    bench.db.execute("CREATE OR REPLACE TEMP TABLE states AS FROM raw WHERE vdem_cowcode IS NOT NULL")
    bench.match_states("territories", "iso3", {"state": "country_text_id"})
    bench.match_states("states", "cow", {"state": "vdem_cowcode::VARCHAR"})
    bench.keep_successors("states", "state", "year")
    for indicator, index in _INDICES.items():
        bench.put(
            "figures",
            f"""SELECT '{indicator}' AS indicator, state AS actor, 'points' AS unit,
            {year_start("year")} AS period_start, {index} AS value, {index}_codelow AS low, {index}_codehigh AS high
            FROM (FROM states UNION ALL FROM territories) WHERE {index} IS NOT NULL""",
        )
