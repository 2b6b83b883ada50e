"""SIPRI arms transfers: major arms delivered, in million trend-indicator values, by supplier, recipient and year.

Deliveries below half a million stand as 0: reported, and not the same as none. Totals of a state with the world
(``WLD``) are sums of this file and hold what was delivered by or to alliances, rebels and unknown parties too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from facta.errors import BrokenFile
from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_TYPES = {"supplier": "VARCHAR", "recipient": "VARCHAR", "year": "INTEGER", "value": "DOUBLE"}
_COLUMNS = ("supplier VARCHAR", "recipient VARCHAR", "year INTEGER", "value DOUBLE", "is_blank BOOLEAN")
_TITLE = re.compile(r"(?:TIV of arms|Total) exports (to|from) (.+?)(?:, \d{4}-\d{4})?", re.IGNORECASE)
"""Whose table it is: in the first line, or at the head of the row of totals."""


def read(bench: Bench) -> None:
    """Read the file; parties that are no state are left out of the pairs, with a count."""
    totals = [("actor", "'WLD'"), ("'WLD'", "recipient")]
    if bench.kind == "transfers":
        bench.read_csv("raw", _TYPES)
        bench.db.execute("ALTER TABLE raw ADD COLUMN is_blank BOOLEAN DEFAULT false")
        bench.refuse_values("raw", "year", "year BETWEEN 1950 AND 2021")
    else:
        totals = [totals[_read_table(bench)]]
    bench.refuse_values("raw", "value", "value >= 0")
    for side in ("supplier", "recipient"):
        strange = f"FROM raw ANTI JOIN names ON name = lower({side}) GROUP BY 1 ORDER BY 1"
        bench.refuse_unmatched(f"SELECT {side}, count(*) {strange}", side, "sipri")
    bench.db.execute(
        f"""CREATE TEMP TABLE deliveries AS
        SELECT a.state AS actor, b.state AS recipient, {year_start("year")} AS period_start, value, is_blank
        FROM raw LEFT JOIN names a ON a.name = lower(supplier) LEFT JOIN names b ON b.name = lower(raw.recipient)"""
    )
    for actor, recipient in [("actor", "recipient"), *totals]:
        bench.put(
            "figures",
            f"""SELECT 'arms_transfers' AS indicator, {actor} AS actor, {recipient} AS recipient, 'M TIV' AS unit,
            period_start, sum(value) AS value, if(bool_and(is_blank), 1, 0) AS status
            FROM (SELECT actor, recipient, period_start, value, is_blank FROM deliveries) d
            WHERE {actor} IS NOT NULL AND {recipient} IS NOT NULL GROUP BY ALL""",
        )


def _read_table(bench: Bench) -> bool:
    """Lay out the table of one state, whose silence covers nobody else; say whether the state is the recipient.

    Raises
    ------
    BrokenFile
        It does not say whose table it is, or has no columns of years.
    """
    with bench.file.open(encoding="utf-8", newline="") as text:
        lines = list(csv.reader(text))
    titles = (_TITLE.fullmatch(row[0].strip()) for row in lines if row)
    title = next((found for found in titles if found and found[2].casefold() != "world"), None)
    place = next((n for n, row in enumerate(lines) if any(map(_is_year, row))), None)
    if title is None or place is None:
        found = "has no columns of years" if place is None else "does not say whose transfers it holds"
        raise BrokenFile(bench.name, f"the table {found}", step="Ask for the exports to, or from, one state.")
    is_recipient = title[1].casefold() == "to"
    cells = _list_cells(bench, lines, place)
    pairs = ((other, title[2], *rest) if is_recipient else (title[2], other, *rest) for other, *rest in cells)
    bench.put_table("raw", _COLUMNS, list(pairs))
    bench.covered["arms_transfers"] = []
    return is_recipient


def _list_cells(bench: Bench, lines: Sequence[Sequence[str]], place: int) -> Iterator[tuple[str, int, float, bool]]:
    """Yield (partner, year, value, blank or not) of the rows below the header; a blank cell means no delivery."""
    for line, row in enumerate(lines[place + 1 :], start=place + 2):
        partner = row[0].strip() if row else ""
        if not partner or partner.casefold().startswith("total"):
            continue
        for name, cell in zip(lines[place], (cell.strip() for cell in row), strict=False):
            if _is_year(name) and re.fullmatch(r"(\d+(\.\d+)?)?", cell):
                yield partner, int(name), float(cell or 0), not cell
            elif _is_year(name):
                bench.refuse(f"{partner}, {name.strip()}: {cell!r} is no volume", line)


def _is_year(cell: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", cell.strip()) is not None
