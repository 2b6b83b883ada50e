"""World Development Indicators: gross domestic product, growth, population, by state and year, quarter or month.

A period without a value is no row: the publisher lists every state in every year. Groups of states are left out with a
count; the world is ``WLD``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facta.errors import BrokenFile, ForeignFile
from facta.sources.bench import Bench, match_state
from facta.sources.lines import find_heading

__all__ = ["read"]

_INDICATORS: Mapping[str, tuple[str, str, float]] = {
    "NY.GDP.MKTP.CD": ("gdp", "M USD", 1e-6),
    "NY.GDP.MKTP.KD": ("gdp_real", "M USD", 1e-6),
    "NY.GDP.MKTP.KD.ZG": ("gdp_growth", "%", 1.0),
    "SP.POP.TOTL": ("population", "count", 1.0),
    "NE.TRD.GNFS.ZS": ("trade_openness", "%", 1.0),
    "MS.MIL.XPND.CD": ("military_expenditure", "M USD", 1e-6),
}
"""Indicator, unit and factor by the publisher's code."""
_COLUMNS = ("series VARCHAR", "code VARCHAR", "period VARCHAR", "given VARCHAR")
_PERIOD = r"(18|19|20)\d\d(Q[1-4]|M(0[1-9]|1[0-2]))?"


def read(bench: Bench) -> None:
    """Read a page of the API, or a CSV with a column a year."""
    if bench.kind == "page":
        bench.put_table("cells", _COLUMNS, _list_records(bench))
    else:
        _read_years(bench, "Indicator Code" if bench.kind == "table" else "Series Code")
    bench.refuse_values("cells", "given", "given IS NULL OR isfinite(TRY_CAST(given AS DOUBLE))")
    bench.refuse_values("cells", "period", f"regexp_full_match(period, '{_PERIOD}')")
    rows = [(code, *facts) for code, facts in _INDICATORS.items()]
    bench.put_table("known", ("series VARCHAR", "indicator VARCHAR", "unit VARCHAR", "factor DOUBLE"), rows)
    unread = "FROM cells ANTI JOIN known USING (series)"
    bench.ignore("figure of an indicator that is not read", bench.count(f"SELECT count(given) {unread}"))
    bench.ignore("period without a figure", bench.count("SELECT count(*) FROM cells WHERE given IS NULL"))
    _put_figures(bench)


def _list_records(bench: Bench) -> Iterator[tuple[str | None, ...]]:
    """Yield (series, state's code, period, value) of each record of a page.

    Raises
    ------
    BrokenFile
        The page is a message and no data.
    """
    page = bench.read_json()
    match page:
        case [{"page": _}, list(records)] if all(isinstance(record, dict) for record in records):
            for record in records:
                code = record.get("countryiso3code") or _find_id(record.get("country"))
                cells = (_find_id(record.get("indicator")), code, record.get("date"), record.get("value"))
                yield tuple(None if cell is None else str(cell) for cell in cells)
        case [{"page": _}, None]:
            raise BrokenFile(bench.name, "the page holds no data", step="Ask for other years or states.")
        case [{"message": [{"value": said}, *_]}]:
            raise BrokenFile(bench.name, f"the World Bank answered: {said}", step="Correct the address.")
        case _:
            raise ForeignFile(bench.name, "this is no page of the World Bank's API", step="Fetch it again.")


def _find_id(part: object) -> object:
    return part.get("id") if isinstance(part, dict) else None


def _read_years(bench: Bench, series: str) -> None:
    """Lay out a table with a column a year as ``cells``; ``2019 [YR2019]`` is a year too."""
    heading = find_heading(bench.file, ("Country Code", series), ",", '"')
    years = [name for name in heading.names if name[:4].isdigit()] if heading else []
    if not years:
        raise BrokenFile(bench.name, "the table has no columns of years", step="Fetch it again.")
    texts = dict.fromkeys(("Country Code", series, *years), "VARCHAR")
    bench.read_csv("wide", texts, missing=("", ".."))
    listed = ", ".join(f'"{year}"' for year in years)
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE cells AS SELECT "{series}" AS series, "Country Code" AS code,
        year[1:4] AS period, given FROM wide UNPIVOT INCLUDE NULLS (given FOR year IN ({listed}))"""
    )


def _put_figures(bench: Bench) -> None:
    """Put the figures of states and of the world."""
    month = "CASE period[5] WHEN 'Q' THEN period[6]::INTEGER * 3 - 2 WHEN 'M' THEN period[6:7]::INTEGER ELSE 1 END"
    day = f"make_date(period[1:4]::INTEGER, {month}, 1)"
    bench.db.execute(
        f"""CREATE TEMP TABLE found AS SELECT indicator, unit, cells.code, if(cells.code = 'WLD', 'WLD',
        coalesce(a.state, b.state)) AS actor, given::DOUBLE * factor AS value, {day} AS period_start,
        CASE period[5] WHEN 'Q' THEN 'quarter' WHEN 'M' THEN 'month' ELSE 'year' END AS frequency
        FROM cells JOIN known USING (series) {match_state("a", "iso3", "cells.code", day)}
        {match_state("b", "worldbank", "cells.code", day)} WHERE given IS NOT NULL"""
    )
    strange = "SELECT code, count(*) FROM found WHERE actor IS NULL GROUP BY 1 ORDER BY 1"
    bench.refuse_unmatched(strange, "area", "worldbank")
    bench.put(
        "figures",
        """SELECT indicator, actor, unit, frequency, period_start, value,
        if(value = 0, 1, 0) AS status FROM found WHERE actor IS NOT NULL""",
    )
