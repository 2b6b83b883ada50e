"""Intergovernmental organisations: how many two states share, and who is a member of which.

Joint memberships are a figure, the pair once in the order of the state ids. A membership is a spell of one state with
its organisation and level: ``full``, ``associate``, ``observer``, or ``unknown`` where the publisher has -9. Before
1966 only every fifth year is coded: a level that stands in two coded years held in between.
"""

from __future__ import annotations

import csv

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_PLAIN = frozenset(
    {"ccode", "ccode1", "ccode2", "country1", "country2", "state", "state1", "state2", "stateabb", "year", "dyadid"}
    | {"statenme", "version"}
)
"""Columns that name no organisation."""
_LEVELS = {1: "full", 2: "associate", 3: "observer", -9: "unknown"}


def read(bench: Bench) -> None:
    """Read undirected pairs and years, counted or organisation by organisation, or states and years; -9 is missing."""
    match bench.kind:
        case "joint":
            bench.read_csv("raw", dict.fromkeys(("ccode1", "ccode2", "year", "dyadigos"), "INTEGER"))
            _put_counts(bench)
        case "dyads":
            _count_shared(bench)
            _put_counts(bench)
        case _:
            _read_members(bench)


def _count_shared(bench: Bench) -> None:
    """Count the organisations in which both are full members; where none has a code of 0 or more, that is missing.

    The file has a million lines of five hundred cells: each is split and counted as it streams by, not kept.
    """
    head = _read_header(bench)
    bench.read_csv("lines", {"line": "VARCHAR"}, separator="\x1f", names=("line",), quote="")
    places = [place for place, name in enumerate(head, start=1) if name.lower() not in _PLAIN]
    keys = {
        name: f"TRY_CAST(cells[{head.index(name) + 1}] AS DOUBLE)::INTEGER" for name in ("ccode1", "ccode2", "year")
    }
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT ccode1, ccode2, year, dyadigos, is_record FROM (
        SELECT *, list_distinct(codes).list_transform(lambda code: TRY_CAST(code AS DOUBLE)) AS found,
        if(list_max(found) < 0, -9, len(list_filter(codes, lambda code: code IN ('1', '1.0')))) AS dyadigos,
        coalesce(width = {len(head)} AND ccode1 > 0 AND ccode2 > 0 AND year > 0, false)
            AND len(list_filter(found, lambda code: code IS NULL)) = 0 AS is_record
        FROM (SELECT {", ".join(f"{cell} AS {name}" for name, cell in keys.items())}, len(cells) AS width,
            list_select(cells, {places}) AS codes
            FROM (SELECT string_split(replace(line, '"', ''), ',') AS cells FROM lines)
            WHERE cells[1] <> '{head[0]}'))"""
    )
    broken = bench.count("SELECT count(*) FROM raw WHERE NOT is_record")
    if broken:
        bench.refuse(f"lines that are not {len(head)} cells with numbers in them: {broken}")
    bench.db.execute("DELETE FROM raw WHERE NOT is_record")


def _put_counts(bench: Bench) -> None:
    bench.refuse_values("raw", "dyadigos", "dyadigos >= 0 OR dyadigos = -9")
    bench.match_states("raw", "cow", {"one": "ccode1::VARCHAR", "two": "ccode2::VARCHAR"})
    bench.keep_successors("raw", "least(one, two)", "greatest(one, two)", "year")
    bench.put(
        "figures",
        f"""SELECT 'joint_organisations' AS indicator, least(one, two) AS actor, greatest(one, two) AS recipient,
        'count' AS unit, {year_start("year")} AS period_start, nullif(dyadigos, -9) AS value,
        CASE WHEN value > 0 THEN 0 WHEN value = 0 THEN 1 ELSE 3 END AS status FROM raw WHERE one <> two""",
    )


def _read_members(bench: Bench) -> None:
    """Put a spell for each run of coded years of one state, organisation and level."""
    names = _list_organisations(bench)
    bench.read_csv("wide", dict.fromkeys(("ccode", "year", *names), "INTEGER"))
    listed = ", ".join(f'"{name}"' for name in names)
    levels = " ".join(f"WHEN {code} THEN '{word}'" for code, word in _LEVELS.items())
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT ccode, year, lower(organisation) AS organisation, cell,
        dense_rank() OVER (ORDER BY year) AS place FROM (UNPIVOT wide ON {listed} INTO NAME organisation VALUE cell)"""
    )
    bench.refuse_values("raw", "cell", "cell BETWEEN 0 AND 3 OR cell IN (-1, -9)")
    bench.db.execute("DELETE FROM raw WHERE cell IN (0, -1)")
    bench.match_states("raw", "cow", {"member": "ccode::VARCHAR"})
    bench.keep_successors("raw", "member", "year", "organisation")
    bench.put(
        "spells",
        f"""SELECT concat_ws('-', member, organisation, level) AS id, 'membership_organisation' AS kind,
        member AS actor, make_date(min(year), 1, 1) AS start_date, make_date(max(year), 12, 31) AS end_date,
        json_object('organisation', organisation, 'level', level)::VARCHAR AS fields
        FROM (SELECT *, CASE cell {levels} END AS level,
            place - row_number() OVER (PARTITION BY member, organisation, cell ORDER BY year) AS run FROM raw)
        GROUP BY member, organisation, level, run""",
    )


def _list_organisations(bench: Bench) -> list[str]:
    """Return the columns of the header that name organisations."""
    return [name for name in _read_header(bench) if name and name.lower() not in _PLAIN]


def _read_header(bench: Bench) -> list[str]:
    with bench.file.open(encoding="utf-8", newline="") as text:
        return next(names for cells in csv.reader(text) if "year" in (names := [cell.strip() for cell in cells]))
