"""IMF direction of trade: exports fob and imports cif as each state books them, in USD.

The publisher's SDMX-CSV has a row a flow. The re-pack has a sheet a reporter, a row a partner and a column a year, and
gives imports plus exports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from facta.errors import BrokenFile
from facta.sources.bench import Bench, match_state, year_start
from facta.sources.lines import read_number

__all__ = ["read"]

_COLUMNS = ("reporter VARCHAR", "partner VARCHAR", "year INTEGER", "usd DOUBLE")
_OWN = "lower(reporter) = lower(partner)"
_ABSURD = 100
"""A cell this many times above the median of its row's neighbours is no trade."""


_TYPES = {
    "COUNTRY": "VARCHAR",
    "INDICATOR": "VARCHAR",
    "COUNTERPART_COUNTRY": "VARCHAR",
    "FREQUENCY": "VARCHAR",
    "TIME_PERIOD": "VARCHAR",
    "OBS_VALUE": "DOUBLE",
}
_GROUP = "[A-Z]+[0-9]+"
"""How the publisher writes the code of a group of states, of which ``G001`` is the world."""
_PERIODS: Mapping[str, str] = {
    "A": r"\d{4}",
    "Q": r"\d{4}-Q[1-4]",
    "M": r"\d{4}-M(0[1-9]|1[0-2])",
}


def read(bench: Bench) -> None:
    """Read the publisher's rows, or the workbook of totals."""
    if bench.kind == "flows":
        _read_flows(bench)
    else:
        _read_totals(bench)


def _read_flows(bench: Bench) -> None:
    """Put exports and imports; the values are dollars, whatever the column of scales says."""
    bench.read_csv("raw", _TYPES)
    balance = "FROM raw WHERE INDICATOR LIKE 'TBG%'"
    bench.ignore("balance, which exports less imports give", bench.count(f"SELECT count(*) {balance}"))
    bench.db.execute(f"DELETE {balance}")
    bench.refuse_values("raw", "INDICATOR", "INDICATOR IN ('XG_FOB_USD', 'MG_CIF_USD')")
    known = " OR ".join(
        f"FREQUENCY = '{name}' AND regexp_full_match(TIME_PERIOD, '{form}')" for name, form in _PERIODS.items()
    )
    bench.refuse_values("raw", "TIME_PERIOD", known)
    bench.refuse_values("raw", "OBS_VALUE", "OBS_VALUE IS NULL OR OBS_VALUE >= 0")
    month = "WHEN 'Q' THEN TIME_PERIOD[7]::INTEGER * 3 - 2 WHEN 'M' THEN TIME_PERIOD[7:8]::INTEGER ELSE 1"
    day = f"make_date(TIME_PERIOD[1:4]::INTEGER, CASE FREQUENCY {month} END, 1)"
    bench.db.execute(
        f"""CREATE TEMP TABLE flows AS SELECT raw.*, {day} AS period_start, a.state AS reporter,
        if(COUNTERPART_COUNTRY = 'G001', 'WLD', b.state) AS partner FROM raw
        {match_state("a", "iso3", "COUNTRY", day)} {match_state("b", "iso3", "COUNTERPART_COUNTRY", day)}"""
    )
    _account_unmatched(bench)
    bench.put(
        "figures",
        """SELECT 'trade_flow' AS indicator, if(INDICATOR = 'XG_FOB_USD', reporter, partner) AS actor,
        if(INDICATOR = 'XG_FOB_USD', partner, reporter) AS recipient, reporter, 'M USD' AS unit,
        CASE FREQUENCY WHEN 'A' THEN 'year' WHEN 'Q' THEN 'quarter' ELSE 'month' END AS frequency, period_start,
        OBS_VALUE / 1e6 AS value, CASE WHEN OBS_VALUE IS NULL THEN 3 WHEN OBS_VALUE = 0 THEN 1 ELSE 0 END AS status
        FROM flows WHERE reporter IS NOT NULL AND partner IS NOT NULL AND reporter <> partner""",
    )


def _account_unmatched(bench: Bench) -> None:
    """Ignore groups of states with a count; refuse codes that nobody holds."""
    for side, code in (("reporter", "COUNTRY"), ("partner", "COUNTERPART_COUNTRY")):
        lost = f"FROM flows WHERE {side} IS NULL AND"
        group = f"regexp_full_match({code}, '{_GROUP}')"
        bench.ignore(f"{side} that is no state", bench.count(f"SELECT count(*) {lost} {group}"))
        bench.refuse_unmatched(f"SELECT {code}, count(*) {lost} NOT {group} GROUP BY 1 ORDER BY 1", side)


def _read_totals(bench: Bench) -> None:
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
    top, years = _find_years(bench, sheet, rows)
    for line, row in enumerate(rows[top + 1 :], start=top + 2):
        partner = str(row[0]).strip()
        for column, year in years.items():
            amount = _read_amount(row[column])
            if amount is None or amount >= 0:
                yield sheet, partner, year, amount
            else:
                bench.refuse(f"{sheet}, {partner}, {year}: {row[column]!r} is no amount", line)


def _find_years(bench: Bench, sheet: str, rows: Sequence[Sequence[object]]) -> tuple[int, dict[int, int]]:
    """Return the place of the row of years, which a title may stand above, and the year of each column that has one."""
    for top, row in enumerate(rows[:10]):
        named = ((column, _read_amount(cell)) for column, cell in enumerate(row[1:], start=1))
        years = {column: int(year) for column, year in named if year and 1900 <= year <= 2100 and year == int(year)}
        if years and len(years) * 2 >= sum(cell != "" for cell in row[1:]):
            bench.ignore("column that is no year", len(row) - 1 - len(years))
            return top, years
    raise BrokenFile(bench.name, f"sheet {sheet!r} has no row of years", step="Expected a column a year.")


def _read_amount(cell: object) -> float | None:
    """Return the number in a cell, -1 where something else stands there."""
    try:
        return read_number(cell)
    except ValueError:
        return -1.0
