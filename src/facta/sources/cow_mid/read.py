"""Militarised disputes: one spell a dispute and pair of opposite sides, with its level of fatality and hostility.

The pair stands once, in the order of the state ids: who began is not read. From the publisher's participants a pair is
two states on opposite sides at one time; a day that is not known is the first, or last, of its month.

Fatality 0 none, 1 up to 25 battle deaths … 6 more than 999; hostility 1 none, 2 threat, 3 display, 4 use of force,
5 war: the higher of the two sides. A fatality of -9 is missing; beside a 0 it leaves open whether anybody died.
"""

from __future__ import annotations

from facta.sources.bench import Bench

__all__ = ["read"]

_PAIR = ("ccode1", "ccode2", "sidea1", "sidea2", "fatality1", "fatality2", "hostlev1", "hostlev2")
_STATE = ("ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear", "sidea", "fatality", "hostlev")
_DYAD = ("statea", "stateb", "strtday", "strtmnth", "strtyr", "endday", "endmnth", "endyear")
_LEVELS = ("fatleva", "fatlevb", "hihosta", "hihostb")


def read(bench: Bench) -> None:
    """Read directed pairs and years of a dispute, its participants, or the publisher's pairs."""
    match bench.kind:
        case "participants":
            _read_participants(bench)
        case "dyads":
            _read_dyads(bench)
        case _:
            _read_disputes(bench)
    for side in (1, 2):
        bench.refuse_values("raw", f"fatality{side}", f"fatality{side} BETWEEN 0 AND 6 OR fatality{side} = -9")
        bench.refuse_values("raw", f"hostlev{side}", f"hostlev{side} BETWEEN 1 AND 5")
    _put_pairs(bench)


def _read_disputes(bench: Bench) -> None:
    """Lay out directed pairs and years: no more than years is known."""
    bench.read_csv("raw", dict.fromkeys(("dispnum", "year", *_PAIR), "INTEGER"))
    bench.refuse_values("raw", "sidea1", "sidea1 IN (0, 1) AND sidea2 IN (0, 1)")
    bench.ignore("pairs on the same side", bench.count("SELECT count(*) FROM raw WHERE sidea1 = sidea2"))
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE raw AS
        SELECT *, make_date(year, 1, 1) AS first_day, make_date(year, 12, 31) AS last_day FROM raw
        WHERE sidea1 <> sidea2"""
    )


def _read_participants(bench: Bench) -> None:
    """Lay out MIDB: who stood on opposite sides on at least one day."""
    bench.read_csv("states", dict.fromkeys(("dispnum", *_STATE), "INTEGER"))
    bench.refuse_values("states", "sidea", "sidea IN (0, 1)")
    days = _find_days("styear", "stmon", "stday", "endyear", "endmon", "endday")
    bench.refuse_values("states", "styear", f"{days[0]} <= {days[1]}")
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE sides AS SELECT *, {days[0]} AS first_day, {days[1]} AS last_day FROM states;
        CREATE OR REPLACE TEMP TABLE raw AS SELECT dispnum, a.ccode AS ccode1, b.ccode AS ccode2,
            a.fatality AS fatality1, b.fatality AS fatality2, a.hostlev AS hostlev1, b.hostlev AS hostlev2,
            greatest(a.first_day, b.first_day) AS first_day, least(a.last_day, b.last_day) AS last_day
        FROM sides a JOIN sides b USING (dispnum)
        WHERE a.sidea = 1 AND b.sidea = 0 AND greatest(a.first_day, b.first_day) <= least(a.last_day, b.last_day)"""
    )


def _read_dyads(bench: Bench) -> None:
    """Lay out the publisher's pairs, a row each year."""
    bench.read_csv("dyads", dict.fromkeys(("disno", *_DYAD, *_LEVELS), "INTEGER"))
    days = _find_days("strtyr", "strtmnth", "strtday", "endyear", "endmnth", "endday")
    bench.refuse_values("dyads", "strtyr", f"{days[0]} <= {days[1]}")
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT disno AS dispnum, statea AS ccode1, stateb AS ccode2,
        fatleva AS fatality1, fatlevb AS fatality2, hihosta AS hostlev1, hihostb AS hostlev2,
        {days[0]} AS first_day, {days[1]} AS last_day FROM dyads"""
    )


def _find_days(*columns: str) -> tuple[str, str]:
    """Return the SQL of the first and last day from year, month and day of both; unknown parts are negative."""
    year, month, day, end_year, end_month, end_day = columns
    end = f"last_day(make_date({end_year}, if({end_month} < 1, 12, {end_month}), 1))"
    return (
        f"make_date({year}, greatest({month}, 1), greatest({day}, 1))",
        f"if({end_day} < 1, {end}, make_date({end_year}, if({end_month} < 1, 12, {end_month}), {end_day}))",
    )


def _put_pairs(bench: Bench) -> None:
    """Put a spell for each dispute and pair, from its first to its last day."""
    bench.db.execute(
        """CREATE OR REPLACE TEMP TABLE pairs AS
        SELECT dispnum, least(ccode1, ccode2) AS one, greatest(ccode1, ccode2) AS two,
        min(first_day) AS first_day, max(last_day) AS last_day, max(greatest(hostlev1, hostlev2)) AS hostility,
        nullif(max(greatest(fatality1, fatality2)), -9) AS known, min(least(fatality1, fatality2)) AS least_known
        FROM raw GROUP BY ALL"""
    )
    codes = {"actor": "one::VARCHAR", "recipient": "two::VARCHAR"}
    bench.match_states("pairs", "cow", codes, "year(first_day)")
    bench.put(
        "spells",
        """SELECT dispnum::VARCHAR AS id, 'dispute' AS kind, least(actor, recipient) AS actor,
        greatest(actor, recipient) AS recipient, first_day AS start_date, last_day AS end_date, json_merge_patch(
            json_object('dispute', dispnum::VARCHAR, 'hostility_level', hostility::VARCHAR),
            if(known > 0 OR least_known = 0, json_object('fatality_level', known::VARCHAR), '{}')
        )::VARCHAR AS fields FROM pairs""",
    )
