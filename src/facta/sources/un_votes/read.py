"""Roll calls of the General Assembly: three re-packed files, or the publisher's one; only recorded votes are kept.

The publisher's own agreement of two states in a session is a figure beside them: the mean over the roll calls that were
not unanimous of 1 for the same vote, a half where one abstained, 0 for yes against no. Session n is the year 1945 + n.
"""

from __future__ import annotations

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_WORDS = "CASE vote WHEN 'yes' THEN 1 WHEN 'abstain' THEN 2 WHEN 'no' THEN 3 END"
_ISSUES = ("me", "nu", "di", "hr", "co", "ec")
_CALL = """SELECT DISTINCT ON (rcid) rcid::VARCHAR AS roll_call, date AS vote_date,
    left(coalesce(short, descr, ''), 120) AS title FROM raw ORDER BY rcid"""


def read(bench: Bench) -> None:
    """Read the roll calls, their issues, the votes, or all three from the publisher's file."""
    match bench.kind:
        case "roll_calls":
            bench.read_csv("raw", {"rcid": "INTEGER", "date": "DATE", "short": "VARCHAR", "descr": "VARCHAR"})
            bench.refuse_values("raw", "date", "date IS NOT NULL")
            bench.put("roll_calls", _CALL)
        case "issues":
            bench.read_csv("raw", {"rcid": "INTEGER", "short_name": "VARCHAR"})
            bench.refuse_values("raw", "short_name", f"short_name IN {_ISSUES}")
            bench.put("issues", "SELECT rcid::VARCHAR AS roll_call, short_name AS issue FROM raw")
        case "votes":
            _read_votes(bench)
        case "agreement":
            _read_agreement(bench)
        case _:
            _read_complete(bench)


def _read_votes(bench: Bench) -> None:
    """Match states by name: the file has no dates, and its codes lack West Germany, North Yemen and Zanzibar."""
    bench.read_csv("raw", {"rcid": "INTEGER", "country": "VARCHAR", "vote": "VARCHAR"})
    bench.refuse_values("raw", "vote", "vote IN ('yes', 'abstain', 'no')")
    joined = "FROM raw LEFT JOIN names ON names.name = lower(country)"
    bench.refuse_unmatched(f"SELECT country, count(*) {joined} WHERE state IS NULL GROUP BY 1 ORDER BY 1", "country")
    bench.put("votes", f"SELECT rcid::VARCHAR AS roll_call, state, {_WORDS} AS vote {joined} WHERE state IS NOT NULL")


def _read_complete(bench: Bench) -> None:
    """Read 1 yes, 2 abstain, 3 no; 8 absent and 9 not a member are no votes."""
    flags = dict.fromkeys(_ISSUES, "INTEGER")
    texts = {"date": "DATE", "short": "VARCHAR", "descr": "VARCHAR"}
    bench.read_csv(
        "raw", {"rcid": "INTEGER", "ccode": "INTEGER", "vote": "INTEGER", **texts, **flags}, missing=("", "NA")
    )
    bench.refuse_values("raw", "vote", "vote IN (1, 2, 3, 8, 9)")
    bench.refuse_values("raw", "date", "date IS NOT NULL")
    bench.put("roll_calls", _CALL)
    for issue in _ISSUES:
        bench.put(
            "issues", f"SELECT DISTINCT rcid::VARCHAR AS roll_call, '{issue}' AS issue FROM raw WHERE {issue} = 1"
        )
    bench.ignore("absent, or not a member", bench.count("SELECT count(*) FROM raw WHERE vote > 3"))
    bench.db.execute("DELETE FROM raw WHERE vote > 3")
    bench.match_states("raw", "cow", {"state": "ccode::VARCHAR"}, "year(date)")
    bench.keep_successors("raw", "rcid", "state")
    bench.put("votes", "SELECT rcid::VARCHAR AS roll_call, state, vote FROM raw")


def _read_agreement(bench: Bench) -> None:
    """Put the agreement of each pair once, in the order of the state ids: the file repeats it for both directions."""
    types = {"ccode1": "INTEGER", "ccode2": "INTEGER", "year": "INTEGER", "session.x": "INTEGER", "agree": "DOUBLE"}
    bench.read_csv("raw", types, missing=("", "NA"))
    bench.refuse_values("raw", "agree", "agree BETWEEN 0 AND 1")
    bench.refuse_values("raw", "year", 'year = 1945 + "session.x"')
    bench.match_states("raw", "cow", {"one": "ccode1::VARCHAR", "two": "ccode2::VARCHAR"})
    bench.keep_successors("raw", "least(one, two)", "greatest(one, two)", "year")
    bench.put(
        "figures",
        f"""SELECT DISTINCT 'agreement_published' AS indicator, least(one, two) AS actor,
        greatest(one, two) AS recipient, '1' AS unit, {year_start("year")} AS period_start, agree AS value
        FROM raw WHERE one <> two""",
    )
