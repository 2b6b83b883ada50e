"""AidData's Chinese official finance 1.0: projects, summed by recipient, year and how far they came.

Each year that a release covers of every state that the publisher tracked has a row in every variant: where no project
stands in it, that is a *zero*. States that never occur were outside the publisher's search and have none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facta.errors import BrokenFile
from facta.sources.bench import Bench, match_state, year_start
from facta.sources.lines import read_number

__all__ = ["Release", "read", "read_release"]

_TYPES: Mapping[str, str] = {
    "project": "VARCHAR",
    "recommended": "VARCHAR",
    "year": "INTEGER",
    "donor": "VARCHAR",
    "status": "VARCHAR",
    "usd": "DOUBLE",
    "name": "VARCHAR",
    "code": "VARCHAR",
    "recipients": "INTEGER",
    "umbrella": "VARCHAR",
}
_VARIANTS: Mapping[str, str] = {
    "recommended": "lower(recommended) IN ('true', 'yes')",
    "pledge": "status = 'Pipeline: Pledge'",
    "commitment": "status = 'Pipeline: Commitment'",
    "implementation": "status = 'Implementation'",
    "completion": "status = 'Completion'",
    "done": "status IN ('Implementation', 'Completion')",
}
"""*recommended* is the publisher's rule for aggregates: no pledges, nothing abandoned, no umbrella agreements."""
_ABANDONED = "status IN ('Cancelled', 'Suspended')"
_SEVERAL = "coalesce(recipients, 1) > 1"
_UMBRELLA = "coalesce(lower(umbrella) IN ('true', 'yes'), false)"


@dataclass(frozen=True, slots=True)
class Release:
    """How one release of AidData's projects is laid out.

    Parameters
    ----------
    columns : mapping of str to str
        The publisher's column by what it holds; ``recipients`` and ``umbrella`` may be absent.
    years : tuple of int
        First and last year of commitment that it covers.
    released : datetime.date
        Nobody could know its figures before that day.
    """

    columns: Mapping[str, str]
    years: tuple[int, int]
    released: dt.date


_FIRST = Release(
    columns={
        "project": "project_id",
        "recommended": "recommended_for_research",
        "year": "year",
        "donor": "donor",
        "status": "status",
        "usd": "usd_defl_2014",
        "name": "recipient_condensed",
        "code": "recipient_iso3",
        "recipients": "recipient_count",
    },
    years=(2000, 2014),
    released=dt.date(2017, 10, 11),
)


def read(bench: Bench) -> None:
    """Read the workbook of version 1.0."""
    read_release(bench, _FIRST)


def read_release(bench: Bench, release: Release) -> None:
    """Read a workbook of projects.

    The amounts are in USD of one year. A project without one counts and adds nothing: the year is *partial*, its
    completeness the share of projects with amounts; where none has one it is *not coded*. Finance for several
    recipients or a region is given to none of them; an umbrella agreement stands beside the projects under it.
    """
    bench.put_table("raw", [f"{name} {kind}" for name, kind in _TYPES.items()], _list_projects(bench, release))
    known = " OR ".join([_ABANDONED, *(rule for name, rule in _VARIANTS.items() if name != "recommended")])
    bench.refuse_values("raw", "donor", "donor = 'China'")
    bench.refuse_values("raw", "status", known)
    bench.refuse_values("raw", "year", f"year BETWEEN {release.years[0]} AND {release.years[1]}")
    bench.ignore("project of several recipients", bench.count(f"SELECT count(*) FROM raw WHERE {_SEVERAL}"))
    bench.ignore("project cancelled or suspended", bench.count(f"SELECT count(*) FROM raw WHERE {_ABANDONED}"))
    bench.ignore("umbrella agreement", bench.count(f"SELECT count(*) FROM raw WHERE {_UMBRELLA}"))
    bench.db.execute(
        f"""CREATE TEMP TABLE projects AS SELECT raw.*, {year_start("year")} AS period_start, a.state AS recipient,
        usd / 1e6 AS amount FROM raw {match_state("a", "iso3", "raw.code", year_start("year"))}
        WHERE NOT {_SEVERAL} AND NOT {_UMBRELLA}"""
    )
    missing = "SELECT name, count(*) FROM projects WHERE recipient IS NULL GROUP BY 1 ORDER BY 1"
    bench.refuse_unmatched(missing, "recipient", "aiddata")
    for variant, condition in _VARIANTS.items():
        _sum_projects(bench, condition, release)
        _put_variant(bench, variant, release)


def _sum_projects(bench: Bench, condition: str, release: Release) -> None:
    """Sum money and number of projects by recipient and year, for the years of the release in which it was there."""
    first, last = release.years
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE sums AS
        SELECT recipient, period_start, sum(amount) AS money, count(amount) AS priced, count(project) AS projects
        FROM (SELECT DISTINCT recipient FROM projects WHERE recipient IS NOT NULL)
        CROSS JOIN (SELECT make_date(year::INTEGER, 1, 1) AS period_start FROM range({first}, {last + 1}) years(year))
        LEFT JOIN (FROM projects WHERE {condition}) USING (recipient, period_start)
        WHERE EXISTS (FROM codes WHERE scheme = 'iso3' AND state = recipient
            AND year(period_start) BETWEEN year(since) AND year(until)) GROUP BY ALL"""
    )


def _put_variant(bench: Bench, variant: str, release: Release) -> None:
    """Put money and number of projects; a year without projects is zero."""
    shared = f"""'CHN' AS actor, recipient, '{variant}' AS variant, period_start,
        DATE '{release.released}' AS known_date, '{"pledged" if variant == "pledge" else "done"}' AS act"""
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


def _list_projects(bench: Bench, release: Release) -> list[list[object]]:
    """Return the columns of `_TYPES`, a row a project; a cell of spaces, or ``NA``, is empty.

    Raises
    ------
    BrokenFile
        No sheet has the columns.
    """
    wanted = release.columns.values()
    sheets = [rows for rows in bench.read_sheets().values() if rows] or [[()]]
    heads = [[str(cell).strip() for cell in rows[0]] for rows in sheets]
    missing = min(([name for name in wanted if name not in head] for head in heads), key=len)
    if missing:
        raise BrokenFile(bench.name, f"the sheet has no column {missing[0]}", step=f"Expected {', '.join(wanted)}.")
    head, rows = next(pair for pair in zip(heads, sheets, strict=True) if set(wanted) <= set(pair[0]))
    places = [head.index(release.columns[name]) if name in release.columns else None for name in _TYPES]
    found = ([None if place is None else row[place] for place in places] for row in rows[1:])
    return [cells for line, row in enumerate(found, start=2) if (cells := _read_cells(bench, row, line))]


def _read_cells(bench: Bench, row: Sequence[object], line: int) -> list[object]:
    """Return the cells of a project; nothing, and the row is refused, where no number stands in a column of them."""
    cells: list[object] = []
    for cell, (name, kind) in zip(row, _TYPES.items(), strict=True):
        try:
            number = None if cell is None or kind == "VARCHAR" else read_number(cell)
        except ValueError:
            bench.refuse(f"no number in column {name}: {cell!r}", line)
            return []
        cells.append(_clean(cell) if kind == "VARCHAR" else number)
    return cells


def _clean(cell: object) -> object:
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, str):
        return None if cell.strip() in {"", "NA"} else cell.strip()
    return cell
