"""AidData's Chinese official finance 1.0: projects, summed by recipient, year and how far they came.

Each year from 2000 to 2014 of every state that the publisher tracked has a row in every variant: where no project
stands in it, that is a *zero*. States that never occur were outside the publisher's search and have none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from facta.errors import BrokenFile
from facta.sources.bench import Bench, match_state, year_start

__all__ = ["read"]

_TYPES = {
    "project_id": "DOUBLE",
    "recommended_for_research": "BOOLEAN",
    "year": "INTEGER",
    "donor": "VARCHAR",
    "status": "VARCHAR",
    "usd_defl_2014": "DOUBLE",
    "recipient_condensed": "VARCHAR",
    "recipient_iso3": "VARCHAR",
    "recipient_count": "INTEGER",
}
_VARIANTS: Mapping[str, str] = {
    "recommended": "recommended_for_research",
    "pledge": "status = 'Pipeline: Pledge'",
    "commitment": "status = 'Pipeline: Commitment'",
    "implementation": "status = 'Implementation'",
    "completion": "status = 'Completion'",
    "done": "status IN ('Implementation', 'Completion')",
}
"""*recommended* is the publisher's rule for aggregates: no pledges, nothing abandoned, no umbrella agreements."""
_ABANDONED = "status IN ('Cancelled', 'Suspended')"
_SEVERAL = "recipient_count > 1"
_RELEASED = "DATE '2017-10-11'"
"""Nobody could know a figure of this release before that day."""


def read(bench: Bench) -> None:
    """Read the workbook's one sheet.

    The amounts are in USD of 2014. A project without one counts and adds nothing: the year is *partial*, its
    completeness the share of projects with amounts; where none has one it is *not coded*. Finance for several
    recipients or a region is given to none of them.
    """
    bench.put_table("raw", [f"{name} {kind}" for name, kind in _TYPES.items()], _list_projects(bench))
    known = " OR ".join([_ABANDONED, *(rule for name, rule in _VARIANTS.items() if name != "recommended")])
    bench.refuse_values("raw", "donor", "donor = 'China'")
    bench.refuse_values("raw", "status", known)
    bench.refuse_values("raw", "year", "year BETWEEN 2000 AND 2014")
    bench.ignore("project of several recipients", bench.count(f"SELECT count(*) FROM raw WHERE {_SEVERAL}"))
    bench.ignore("project cancelled or suspended", bench.count(f"SELECT count(*) FROM raw WHERE {_ABANDONED}"))
    bench.db.execute(
        f"""CREATE TEMP TABLE projects AS SELECT raw.*, {year_start("year")} AS period_start, a.state AS recipient,
        usd_defl_2014 / 1e6 AS amount FROM raw {match_state("a", "iso3", "recipient_iso3", year_start("year"))}
        WHERE NOT {_SEVERAL}"""
    )
    missing = "SELECT recipient_condensed, count(*) FROM projects WHERE recipient IS NULL GROUP BY 1 ORDER BY 1"
    bench.refuse_unmatched(missing, "recipient", "aiddata")
    for variant, condition in _VARIANTS.items():
        _put_variant(bench, variant, condition)


def _put_variant(bench: Bench, variant: str, condition: str) -> None:
    """Put money and number of projects by recipient and year; a year without projects is zero."""
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE sums AS
        SELECT recipient, period_start, sum(amount) AS money, count(amount) AS priced, count(project_id) AS projects
        FROM (SELECT DISTINCT recipient FROM projects WHERE recipient IS NOT NULL)
        CROSS JOIN (SELECT make_date(year::INTEGER, 1, 1) AS period_start FROM range(2000, 2015) years(year))
        LEFT JOIN (FROM projects WHERE {condition}) USING (recipient, period_start) GROUP BY ALL"""
    )
    shared = f"""'CHN' AS actor, recipient, '{variant}' AS variant, period_start, {_RELEASED} AS known_date,
        '{"pledged" if variant == "pledge" else "done"}' AS act"""
    bench.put(
        "figures",
        f"""SELECT 'official_finance' AS indicator, 'M USD' AS unit, {shared},
        if(projects = 0, 0, money) AS value, if(projects = 0, 1, priced / projects) AS completeness,
        CASE WHEN projects = 0 THEN 1 WHEN priced = 0 THEN 3 WHEN priced < projects THEN 2 ELSE 0 END AS status
        FROM sums""",
    )
    bench.put(
        "figures",
        f"""SELECT 'official_finance_projects' AS indicator, 'count' AS unit, {shared}, projects AS value,
        if(projects = 0, 1, 0) AS status FROM sums""",
    )


def _list_projects(bench: Bench) -> list[list[object]]:
    """Return the columns of `_TYPES`, a row a project; a cell of spaces is empty."""
    head, *rows = next(iter(bench.read_sheets().values())) or [()]
    places = _find_columns(bench, head)
    return [[_clean(row[place]) for place in places] for row in rows]


def _find_columns(bench: Bench, head: Sequence[object]) -> list[int]:
    missing = [name for name in _TYPES if name not in head]
    if missing:
        raise BrokenFile(
            bench.file.name, f"the sheet has no column {missing[0]}", step=f"Expected {', '.join(_TYPES)}."
        )
    return [head.index(name) for name in _TYPES]


def _clean(cell: object) -> object:
    return (cell.strip() or None) if isinstance(cell, str) else cell
