"""Geopolitical risk: how much newspapers write of threats and acts of war and terror, by month or by day.

The world has an index, with threats and acts beside it; a state has the percentage of articles that name it, too.
An empty cell is a month that the publisher does not give.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from facta.errors import BrokenFile
from facta.sources.bench import Bench

__all__ = ["read"]

_WORLD = {
    "GPR": "recent",
    "GPRT": "recent_threats",
    "GPRA": "recent_acts",
    "GPRH": "historical",
    "GPRHT": "historical_threats",
    "GPRHA": "historical_acts",
    "GPRD": "daily",
    "GPRD_THREAT": "daily_threats",
    "GPRD_ACT": "daily_acts",
}
_STATES = {"GPRC_": "recent", "GPRHC_": "historical"}
_COLUMNS = ["indicator VARCHAR", "code VARCHAR", "variant VARCHAR", "day DATE", "value DOUBLE"]


def read(bench: Bench) -> None:
    """Read the monthly or the daily workbook; labels to the right of the series are no data."""
    head, *rows = next(iter(bench.read_sheets().values())) or [()]
    frequency, place = _find_days(bench, head)
    series = [(column, found) for column, name in enumerate(head) if (found := _name_series(str(name)))]
    dated = [(day, row) for row in rows if (day := _read_day(row[place])) or _has_value(bench, row, series)]
    bench.put_table("raw", _COLUMNS, _list_cells(dated, series))
    bench.refuse_values("raw", "value", "value >= 0")
    bench.db.execute(
        "CREATE OR REPLACE TEMP TABLE world AS FROM raw WHERE code = 'WLD'; DELETE FROM raw WHERE code = 'WLD'"
    )
    bench.match_states("raw", "iso3", {"state": "raw.code"}, "year(day)")
    shared = f"indicator, variant, '{frequency}' AS frequency, day AS period_start, value"
    bench.put("figures", f"SELECT {shared}, 'WLD' AS actor, 'points' AS unit FROM world")
    bench.put("figures", f"SELECT {shared}, state AS actor, '%' AS unit FROM raw")


def _find_days(bench: Bench, head: Sequence[object]) -> tuple[str, int]:
    """Return the frequency, and the column of the days."""
    for frequency, name, needed in (("month", "month", "GPR"), ("day", "DAY", "GPRD"), ("day", "date", "GPRD")):
        if name in head and needed in head:
            return frequency, head.index(name)
    raise BrokenFile(
        bench.name, "the sheet has no column month and GPR, or DAY and GPRD", step="Is it another workbook?"
    )


def _name_series(name: str) -> tuple[str, str, str] | None:
    """Return indicator, state code and variant of a column; None where it holds no series that is read."""
    if name in _WORLD:
        return "geopolitical_risk", "WLD", _WORLD[name]
    stem, _, code = name.rpartition("_")
    variant = _STATES.get(f"{stem}_")
    return ("geopolitical_risk_share", code, variant) if variant else None


def _read_day(cell: object) -> dt.date | None:
    """Return the day in a cell: a date, or a number such as 19850131."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and 19_000_101 <= cell <= 29_991_231:
        return dt.datetime.strptime(f"{cell:.0f}", "%Y%m%d").date()
    return None


def _has_value(bench: Bench, row: Sequence[object], series: Sequence[tuple[int, object]]) -> bool:
    """Refuse a row that has values and no day; rows with neither hold labels."""
    if any(row[column] != "" for column, _ in series):
        bench.refuse(f"no date where one belongs: {', '.join(str(cell) for cell in row[:4])}")
    return False


def _list_cells(
    dated: Sequence[tuple[dt.date | None, Sequence[object]]], series: Sequence[tuple[int, tuple[str, str, str]]]
) -> Iterator[tuple[object, ...]]:
    for day, row in dated:
        for column, names in series:
            if row[column] != "":
                yield (*names, day, row[column])
