"""UCDP/PRIO armed conflicts: spells of consecutive years of one episode, of one type and intensity.

Between states (``interstate``) a pair of the two sides stands once, in the order of the state ids: ``primary`` between
those in conflict, ``secondary`` where one sent troops to help. In every other conflict the government's row has no
recipient (``government``), and neither has that of a state whose troops help it (``government_supporter``); a state
whose troops help the rebels is the actor, and the government the recipient (``opposition_supporter``).

A spell starts on the day on which its episode began, or on 1 January where it began in an earlier year; it ends on the
day on which the episode ended, or on 31 December.
"""

from __future__ import annotations

import datetime as dt

from facta.sources.bench import Bench

__all__ = ["read"]

_TYPES = {
    "1": "extrasystemic",
    "2": "interstate",
    "3": "intrastate",
    "4": "internationalised",
    "II": "internationalised",
}
_ABOUT = {"1": "territory", "2": "government", "3": "both"}
_SIDES = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
_NUMBERS = dict.fromkeys(("conflict_id", "year", "intensity_level"), "INTEGER")
_TEXTS = dict.fromkeys((*_SIDES, "incompatibility", "type_of_conflict"), "VARCHAR")
_DATES = {"start_date2": "DATE", "ep_end_date": "DATE"}
_LINKS = (
    ("gwno_a", "gwno_b", "primary", True),
    ("gwno_a_2nd", "gwno_b", "secondary", True),
    ("gwno_a", "gwno_b_2nd", "secondary", True),
    ("gwno_a", "", "government", False),
    ("gwno_a_2nd", "", "government_supporter", False),
    ("gwno_b_2nd", "gwno_a", "opposition_supporter", False),
)
"""Which two lists of a conflict face each other, as what, and whether in conflicts between states."""


def read(bench: Bench) -> None:
    """Read conflicts and years: codes in lists as the publisher has them, or in a row each as re-packed."""
    bench.read_csv("raw", {**_NUMBERS, **_TEXTS, **_DATES}, missing=("", "NA"))
    for column, words in (("type_of_conflict", _TYPES), ("incompatibility", _ABOUT)):
        named = " ".join(f"WHEN '{code}' THEN '{word}'" for code, word in words.items())
        bench.db.execute(f"UPDATE raw SET {column} = CASE {column} {named} ELSE {column} END")
        bench.refuse_values("raw", column, f"{column} IN {tuple(words.values())}")
    bench.refuse_values("raw", "intensity_level", "intensity_level IN (1, 2)")
    bench.refuse_values("raw", "start_date2", "year(start_date2) <= year")
    _list_parties(bench)
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE years AS SELECT DISTINCT conflict_id, year, type_of_conflict AS type,
        incompatibility AS about, if(intensity_level = 2, 'war', 'minor') AS intensity, start_date2 AS began,
        max(ep_end_date) OVER (PARTITION BY conflict_id, year) AS ended FROM raw"""
    )
    for one, other, role, between in _LINKS:
        bench.put("spells", _join_years(one, other, role, between))
    first, last = (bench.count(f"SELECT {which}(year) FROM years") for which in ("min", "max"))
    if first:
        bench.cover("armed_conflict", dt.date(first, 1, 1), dt.date(last, 12, 31))


def _list_parties(bench: Bench) -> None:
    """Lay out who is on which list of a conflict in a year."""
    lists = " UNION ALL ".join(
        f"SELECT conflict_id, year, '{side}' AS side, unnest(string_split({side}, ',')) AS code FROM raw"
        for side in _SIDES
    )
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE parties AS
        SELECT DISTINCT conflict_id, year, side, regexp_replace(trim(code), '\\.0$', '') AS code
        FROM ({lists}) WHERE trim(code) <> ''"""
    )
    late = "code = '345' AND year > 2006"
    bench.repair("Serbia under the code of Yugoslavia", bench.count(f"SELECT count(*) FROM parties WHERE {late}"))
    bench.db.execute(f"UPDATE parties SET code = '340' WHERE {late}")
    bench.match_states("parties", "gw", {"state": "parties.code"})


def _join_years(one: str, other: str, role: str, between: bool) -> str:
    """Select the spells of two lists: within a run of consecutive years, year minus rank is constant."""
    facing = f"JOIN parties b ON (b.conflict_id, b.year, b.side) = (years.conflict_id, years.year, '{other}')"
    return f"""
    WITH links AS (
        SELECT DISTINCT years.*, {_sort_pair(between) if other else "a.state AS actor, '' AS recipient"}
        FROM years JOIN parties a ON (a.conflict_id, a.year, a.side) = (years.conflict_id, years.year, '{one}')
        {facing if other else ""} WHERE (type = 'interstate') = {between} {"AND a.state <> b.state" if other else ""}
    ), runs AS (
        SELECT *, year - row_number() OVER (
            PARTITION BY conflict_id, began, type, about, intensity, actor, recipient ORDER BY year) AS run FROM links
    )
    SELECT concat_ws('-', conflict_id, type, about, intensity, '{role}') AS id, 'armed_conflict' AS kind,
        actor, recipient, greatest(began, make_date(min(year), 1, 1)) AS start_date,
        greatest(start_date, least(coalesce(max(ended), DATE '9999-12-31'), make_date(max(year), 12, 31))) AS end_date,
        json_object('conflict', conflict_id::VARCHAR, 'type', type, 'about', about, 'intensity', intensity,
            'role', '{role}')::VARCHAR AS fields
    FROM runs GROUP BY conflict_id, began, type, about, intensity, actor, recipient, run"""


def _sort_pair(between: bool) -> str:
    """Return the SQL of the two sides: in the order of their ids between states, else the helper first."""
    if between:
        return "least(a.state, b.state) AS actor, greatest(a.state, b.state) AS recipient"
    return "a.state AS actor, b.state AS recipient"
