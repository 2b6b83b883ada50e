"""IMF direction of trade: a sheet a reporter, a row a partner, a column a year; imports plus exports, in USD."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facta.errors import BrokenFile
from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_COLUMNS = ("reporter VARCHAR", "partner VARCHAR", "year INTEGER", "usd DOUBLE")
_OWN = "lower(reporter) = lower(partner)"
_ABSURD = 100
"""A cell this many times above the median of its row's neighbours is no trade."""


def read(bench: Bench) -> None:
    """Read every sheet of the workbook.

    An empty cell is *not coded*. So is a cell more than a hundred times above the median of the up to four years with
    figures on either side of it: absurd cells may stand next to each other, so the nearest neighbours do not do.
    """
    cells = [cell for sheet, rows in bench.read_sheets().items() for cell in _list_cells(bench, sheet, rows)]
    bench.put_table("cells", _COLUMNS, cells)
    bench.ignore("cell of a state with itself", bench.count(f"SELECT count(*) FROM cells WHERE {_OWN}"))
    for side in ("reporter", "partner"):
        strange = f"FROM cells ANTI JOIN names ON name = lower({side}) GROUP BY 1 ORDER BY 1"
        bench.refuse_unmatched(f"SELECT {side}, count(*) {strange}", side)
    bench.db.execute(
        f"""CREATE TEMP TABLE absurd AS SELECT reporter, partner, year FROM (
        SELECT *, median(usd) OVER (PARTITION BY reporter, partner ORDER BY year
            ROWS BETWEEN 4 PRECEDING AND 4 FOLLOWING EXCLUDE CURRENT ROW) AS typical
        FROM cells WHERE usd > 0 AND NOT {_OWN}) WHERE usd > {_ABSURD} * typical"""
    )
    bench.repair("cell beyond all measure, not coded", bench.count("SELECT count(*) FROM absurd"))
    bench.put(
        "figures",
        f"""SELECT 'trade' AS indicator, a.state AS actor, b.state AS recipient, a.state AS reporter, 'M USD' AS unit,
        {year_start("year")} AS period_start, CASE WHEN absurd.year IS NULL THEN usd / 1e6 END AS value,
        CASE WHEN value IS NULL THEN 3 WHEN value = 0 THEN 1 ELSE 0 END AS status
        FROM cells LEFT JOIN absurd USING (reporter, partner, year)
        JOIN names a ON a.name = lower(reporter) JOIN names b ON b.name = lower(partner) WHERE NOT {_OWN}""",
    )


def _list_cells(bench: Bench, sheet: str, rows: Sequence[Sequence[object]]) -> Iterator[tuple[object, ...]]:
    """Yield (reporter, partner, year, USD) of one sheet; None where the cell is empty."""
    head = rows[0][1:] if rows else ()
    years = [int(year) for year in head if isinstance(year, int | float) and 1900 <= year <= 2100]
    if not years or len(years) < len(head):
        raise BrokenFile(bench.file.name, f"sheet {sheet!r} has no row of years", step="Expected a column a year.")
    for line, (partner, *cells) in enumerate(rows[1:], start=2):
        for year, cell in zip(years, cells, strict=True):
            if cell == "" or (isinstance(cell, int | float) and cell >= 0):
                yield sheet, str(partner).strip(), year, float(cell) if cell != "" else None
            else:
                bench.refuse(f"{sheet}, {partner}, {year}: {cell!r} is no amount", line)
