"""Strategic rivalries: one spell a rivalry, with its types.

The pair stands once, in the order of the state ids. A rivalry may be of several types: ``positional`` (rank),
``spatial`` (territory), ``ideological``, ``interventionary``; ``principal`` marks the main rival of both sides and
``asymmetric_principal`` of one. A type that the list does not mark is not among the fields.
"""

from __future__ import annotations

from facta.sources.bench import Bench

__all__ = ["read"]

_MARKS = {
    "positional": "positional",
    "spatial": "spatial",
    "ideological": "ideological",
    "interventionary": "interventionary",
    "principal": "principal",
    "asymmetric_principal": "aprin",
}
_KEYS = ("tssr_id", "ccode1", "ccode2", "start", "end")


def read(bench: Bench) -> None:
    """Read the list of rivalries."""
    marks = tuple(_MARKS.values())
    bench.read_csv("raw", {"rivalry": "VARCHAR", **dict.fromkeys((*_KEYS, *marks), "INTEGER")})
    for mark in marks:
        bench.refuse_values("raw", f'"{mark}"', f'"{mark}" IS NULL OR "{mark}" IN (0, 1)')
    bench.refuse_values("raw", '"end"', '"start" <= "end"')
    _mend_codes(bench)
    bench.match_states("raw", "cow", {"one": "ccode1::VARCHAR", "two": "ccode2::VARCHAR"}, '"start"')
    marked = ", ".join(f"'{name}', if(\"{mark}\" = 1, 'yes', NULL)" for name, mark in _MARKS.items())
    bench.put(
        "spells",
        f"""SELECT tssr_id::VARCHAR AS id, 'rivalry' AS kind, least(one, two) AS actor, greatest(one, two) AS recipient,
        make_date("start", 1, 1) AS start_date, make_date("end", 12, 31) AS end_date,
        json_merge_patch('{{}}', json_object('rivalry', rivalry, {marked}))::VARCHAR AS fields FROM raw""",
    )


def _mend_codes(bench: Bench) -> None:
    """Give the states that a rivalry names their own codes where the list has those of others."""
    for what, column, wrong, right in (
        ("South Yemen under the code of Yemen", "ccode1", "rivalry LIKE '%S. Yemen' AND ccode1 = 679", 680),
        ("North Yemen under the code of Yemen", "ccode2", 'ccode2 = 679 AND "start" < 1990', 678),
        ("Equatorial Guinea under the code of Guinea", "ccode1", "rivalry = 'Eguatorial Guinea-Gabon'", 411),
    ):
        bench.repair(what, bench.count(f"SELECT count(*) FROM raw WHERE ({wrong}) AND {column} <> {right}"))
        bench.db.execute(f"UPDATE raw SET {column} = {right} WHERE {wrong}")
