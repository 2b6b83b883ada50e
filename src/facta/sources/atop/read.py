"""ATOP: who owes whom one of five obligations, as spells of consecutive years.

An obligation that both owe is one row with ``obliged: both``, the sides in the order of their ids; one that only one
side owes is a row from that side to the other with ``obliged: actor``.
"""

from __future__ import annotations

from facta.sources.bench import Bench

__all__ = ["read"]

_OBLIGATIONS = {
    "defense": "atop_defense",
    "offense": "atop_offense",
    "neutrality": "atop_neutral",
    "nonaggression": "atop_nonagg",
    "consultation": "atop_consul",
}


def read(bench: Bench) -> None:
    """Read directed pairs and years; alliances without any of the five obligations are left out."""
    flags = tuple(_OBLIGATIONS.values())
    if bench.kind == "directed":
        _read_directed(bench, flags)
    else:
        bench.read_csv("raw", dict.fromkeys(("ccode1", "ccode2", "year", *flags), "INTEGER"))
    for flag in flags:
        bench.refuse_values("raw", flag, f"{flag} IN (0, 1)")
    bench.ignore(
        "alliances without an obligation", bench.count(f"SELECT count(*) FROM raw WHERE {' + '.join(flags)} = 0")
    )
    bench.match_states("raw", "cow", {"one": "ccode1::VARCHAR", "two": "ccode2::VARCHAR"})
    for obligation, flag in _OBLIGATIONS.items():
        bench.put("spells", _join_years(obligation, flag))


def _read_directed(bench: Bench, flags: tuple[str, ...]) -> None:
    """Read the publisher's directed pairs and years under the names of the re-pack."""
    names = {
        "stateA": "ccode1",
        "stateB": "ccode2",
        "year": "year",
        **{flag.removeprefix("atop_"): flag for flag in flags},
    }
    bench.read_csv("raw", dict.fromkeys(names, "INTEGER"))
    for name, new in names.items():
        if name != new:
            bench.db.execute(f'ALTER TABLE raw RENAME "{name}" TO {new}')


def _join_years(obligation: str, flag: str) -> str:
    """Select the spells of one obligation: within a run of consecutive years, year minus rank is constant."""
    return f"""
    WITH years AS (
        SELECT least(one, two) AS a, greatest(one, two) AS b, year,
            bool_or(one < two) AS owes_a, bool_or(one > two) AS owes_b
        FROM raw WHERE {flag} = 1 AND one <> two GROUP BY least(one, two), greatest(one, two), year
    ), owed AS (
        SELECT if(owes_a, a, b) AS actor, if(owes_a, b, a) AS recipient, year,
            if(owes_a AND owes_b, 'both', 'actor') AS obliged FROM years
    ), runs AS (
        SELECT *, year - row_number() OVER (PARTITION BY actor, recipient, obliged ORDER BY year) AS run FROM owed
    )
    SELECT concat_ws('-', actor, recipient, '{obligation}', obliged, min(year)) AS id, 'alliance' AS kind,
        actor, recipient, make_date(min(year), 1, 1) AS start_date, make_date(max(year), 12, 31) AS end_date,
        json_object('obligation', '{obligation}', 'obliged', obliged)::VARCHAR AS fields
    FROM runs GROUP BY actor, recipient, obliged, run"""
