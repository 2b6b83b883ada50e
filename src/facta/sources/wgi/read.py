"""Governance estimates in standard normal units, about -2.5 to 2.5 where higher is better, with a 90% interval.

The interval is the estimate plus and minus 1.645 standard errors, as the publisher computes it; `Lower` and `Upper` in
the re-pack, and the ranks in all files, bound percentile ranks, which are not read. Each dimension is a variant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from facta.errors import BrokenFile
from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_DIMENSIONS: Mapping[str, str] = {
    "va": "voice_accountability",
    "pv": "political_stability",
    "ge": "government_effectiveness",
    "rq": "regulatory_quality",
    "rl": "rule_of_law",
    "cc": "control_of_corruption",
}
"""Variant by the publisher's letters."""
_COLUMNS = ("code VARCHAR", "year INTEGER", "dimension VARCHAR", "estimate DOUBLE", "error DOUBLE")
_LONG = ("code", "year", "indicator", "estimate", "stddev")
_SHEET = ("economy (code)", "year", "governance estimate", "standard error")
"""How the columns of a sheet a dimension begin, since the release of 2025; without standard errors no interval."""
_EMPTY = frozenset({"", "..", "#N/A", "NA"})


def read(bench: Bench) -> None:
    """Read the publisher's workbook of six dimensions, or the re-pack of one."""
    if bench.kind == "voice":
        bench.read_csv("given", {"wb_code": "VARCHAR", "year": "INTEGER", "Estimate": "DOUBLE", "StdErr": "DOUBLE"})
        bench.db.execute(
            """CREATE OR REPLACE TEMP TABLE raw AS SELECT wb_code AS code, year, 'va' AS dimension,
            Estimate AS estimate, StdErr AS error FROM given"""
        )
    else:
        bench.put_table("raw", _COLUMNS, list(_list_estimates(bench)))
    bench.refuse_values("raw", "dimension", f"list_contains({list(_DIMENSIONS)}, dimension)")
    bench.refuse_values("raw", "year", "year BETWEEN 1996 AND 2100")
    bench.refuse_values("raw", "estimate", "coalesce(abs(estimate), 0) <= 5")  # nearly all lie within 2.5
    bench.ignore("rows without an estimate", bench.count("SELECT count(*) FROM raw WHERE estimate IS NULL"))
    _renew_codes(bench)
    bench.match_states("raw", "iso3", {"state": "raw.code"})
    variant = " ".join(f"WHEN '{letters}' THEN '{name}'" for letters, name in _DIMENSIONS.items())
    bench.put(
        "figures",
        f"""SELECT 'governance' AS indicator, state AS actor, CASE dimension {variant} END AS variant, 'points' AS unit,
        {year_start("year")} AS period_start, estimate AS value, estimate - 1.645 * error AS low,
        estimate + 1.645 * error AS high FROM raw WHERE estimate IS NOT NULL""",
    )


def _renew_codes(bench: Bench) -> None:
    """Read the codes that the World Bank goes on using after all others have given them up."""
    found = "FROM raw JOIN codes ON codes.scheme = 'worldbank' AND codes.code = raw.code GROUP BY ALL ORDER BY ALL"
    for code, state, count in bench.db.execute(f"SELECT raw.code, codes.state, count(*) {found}").fetchall():
        bench.repair(f"code {code} read as {state}", count)
        bench.db.execute("UPDATE raw SET code = ? WHERE code = ?", [state, code])


def _list_estimates(bench: Bench) -> Iterator[tuple[object, ...]]:
    """Yield (code, year, dimension, estimate, standard error) of every sheet that holds estimates.

    Raises
    ------
    BrokenFile
        No sheet holds any.
    """
    found = False
    for name, rows in bench.read_sheets().items():
        head = [str(cell).strip().lower() for cell in rows[0]] if rows else []
        is_long, letters = set(_LONG) <= set(head), name.strip().lower()
        if not is_long and letters not in _DIMENSIONS:
            continue
        found = True
        places = _find_columns(bench, head, _LONG if is_long else _SHEET)
        for line, row in enumerate(rows[1:], start=2):
            cells = ["" if place is None else row[place] for place in places]
            yield from _read_row(bench, cells if is_long else [*cells[:2], letters, *cells[2:]], f"{name}, {line}")
    if not found:
        raise BrokenFile(bench.name, "no sheet holds estimates", step="Load wgidataset.xlsx as published.")


def _find_columns(bench: Bench, head: Sequence[str], wanted: Sequence[str]) -> list[int | None]:
    """Return the place of each column; the last one, of the standard error, may be missing."""
    places = [
        head.index(start) if start in head else next((n for n, name in enumerate(head) if name.startswith(start)), None)
        for start in wanted
    ]
    absent = [start for start, place in zip(wanted[:-1], places, strict=False) if place is None]
    if absent:
        raise BrokenFile(bench.name, f"a sheet has no column {absent[0]}", step=f"Expected {', '.join(wanted)}.")
    return places


def _read_row(bench: Bench, cells: Sequence[object], place: str) -> Iterator[tuple[object, ...]]:
    """Yield the cells with numbers as such, where they are numbers or empty; refuse the row where not."""
    code, year, dimension, *numbers = (None if str(cell).strip() in _EMPTY else cell for cell in cells)
    if all(cell is None or isinstance(cell, int | float) for cell in (year, *numbers)):
        yield code, year, str(dimension).strip().lower(), *numbers
    else:
        bench.refuse(f"{place}: no number among {', '.join(str(cell) for cell in (year, *numbers))}")
