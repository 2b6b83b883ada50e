"""State system membership: one spell for each time that a state was a member."""

from __future__ import annotations

from facta.sources.bench import Bench

__all__ = ["read"]

_PARTS = ("ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday")


def read(bench: Bench) -> None:
    """Read the list of states."""
    bench.read_csv("raw", {"stateabb": "VARCHAR", **dict.fromkeys(_PARTS, "INTEGER")})
    bench.match_states("raw", "cow", {"state": "ccode::VARCHAR"}, "styear")
    bench.put(
        "spells",
        """SELECT stateabb || '-' || styear AS id, 'membership_system' AS kind, state AS actor,
        make_date(styear, stmonth, stday) AS start_date, make_date(endyear, endmonth, endday) AS end_date FROM raw""",
    )
