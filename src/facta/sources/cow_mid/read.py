"""Militarised disputes: one spell a dispute and pair of opposite sides, with its level of fatality and hostility.

The pair stands once, in the order of the state ids: who began is not read.

Fatality 0 none, 1 up to 25 battle deaths … 6 more than 999; hostility 1 none, 2 threat, 3 display, 4 use of force,
5 war: the higher of the two sides. A fatality of -9 is missing; beside a 0 it leaves open whether anybody died.
"""

from __future__ import annotations

from facta.sources.bench import Bench

__all__ = ["read"]

_PAIR = ("ccode1", "ccode2", "sidea1", "sidea2", "fatality1", "fatality2", "hostlev1", "hostlev2")


def read(bench: Bench) -> None:
    """Read directed pairs and years of a dispute."""
    bench.read_csv("raw", dict.fromkeys(("dispnum", "year", *_PAIR), "INTEGER"))
    bench.refuse_values("raw", "sidea1", "sidea1 IN (0, 1) AND sidea2 IN (0, 1)")
    for side in (1, 2):
        bench.refuse_values("raw", f"fatality{side}", f"fatality{side} BETWEEN 0 AND 6 OR fatality{side} = -9")
        bench.refuse_values("raw", f"hostlev{side}", f"hostlev{side} BETWEEN 1 AND 5")
    bench.ignore("pairs on the same side", bench.count("SELECT count(*) FROM raw WHERE sidea1 = sidea2"))
    bench.db.execute(
        """CREATE TEMP TABLE pairs AS SELECT dispnum, least(ccode1, ccode2) AS one, greatest(ccode1, ccode2) AS two,
        min(year) AS first, max(year) AS last, max(greatest(hostlev1, hostlev2)) AS hostility,
        nullif(max(greatest(fatality1, fatality2)), -9) AS known, min(least(fatality1, fatality2)) AS least_known
        FROM raw WHERE sidea1 <> sidea2 GROUP BY ALL"""
    )
    bench.match_states("pairs", "cow", {"actor": "one::VARCHAR", "recipient": "two::VARCHAR"}, "first")
    bench.put(
        "spells",
        """SELECT dispnum::VARCHAR AS id, 'dispute' AS kind, least(actor, recipient) AS actor,
        greatest(actor, recipient) AS recipient, make_date(first, 1, 1) AS start_date,
        make_date(last, 12, 31) AS end_date, json_merge_patch(
            json_object('dispute', dispnum::VARCHAR, 'hostility_level', hostility::VARCHAR),
            if(known > 0 OR least_known = 0, json_object('fatality_level', known::VARCHAR), '{}')
        )::VARCHAR AS fields FROM pairs""",
    )
