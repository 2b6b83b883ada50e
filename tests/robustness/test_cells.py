"""Lines of a wrong shape and cells that are no numbers: refused with their line, and no good row is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facta.store import LoadReport, Store

from .files import CLEAN, Case, damage, text

LONG = "x" * 10_000_000


def trade(number: int, old: str = "", new: str = "", *, line: str | None = None) -> bytes:
    return damage("cow_trade", number, old, new, line=line)


def add(source: str, number: int, *lines: str) -> bytes:
    """Return the flawless file with lines before the numbered one."""
    known = list(CLEAN[source])
    return ("\n".join([*known[: number - 1], *lines, *known[number - 1 :]]) + "\n").encode()


SHAPES = {
    "a short line": Case("cow_trade", trade(3, ",7000"), lost=(3,), refused=("t.csv:3: 6 cells where 7 belong",)),
    "a long line": Case(
        "cow_trade", trade(3, "7000", "7000,1"), lost=(3,), refused=("t.csv:3: 8 cells where 7 belong",)
    ),
    "a short line without a header": Case(
        "gdelt_v1",
        damage("gdelt_v1", 3, "203\t", ""),
        lost=(3,),
        refused=("20180601.export.CSV:3: 57 cells where 58 belong",),
    ),
    "surplus empty cells": Case("cow_trade", trade(3, "7000", "7000,,")),
    "surplus empty cells everywhere": Case("cow_trade", text("cow_trade", end=",,\n").encode()),
    "blank lines": Case("cow_trade", add("cow_trade", 4, "", "  ", "\t")),
    "blank lines above the header": Case("icews", b"\n\n" + text("icews").encode()),
    "a preamble": Case("cow_trade", b"Title of the file\nas of 2014\n\n" + text("cow_trade").encode()),
    "a preamble with commas": Case("cow_trade", b'"Title, and more",,,\n' + text("cow_trade").encode()),
    "the header again": Case(
        "cow_trade",
        add("cow_trade", 5, CLEAN["cow_trade"][0]),
        refused=("t.csv:5: no whole number in column ccode1: 'ccode1'",),
    ),
    "a name twice in the header": Case("cow_trade", trade(1, "importer2", "importer1")),
    "blanks around names": Case("cow_trade", trade(1, ",year,", ", year ,")),
    "semicolons": Case("cow_trade", text("cow_trade").replace(",", ";").encode(), repaired={"separator ';' read": 1}),
    "tabs": Case("cow_trade", text("cow_trade").replace(",", "\t").encode(), repaired={"separator '\\t' read": 1}),
    "bars": Case("cow_trade", text("cow_trade").replace(",", "|").encode(), repaired={"separator '|' read": 1}),
    "a line given twice": Case(
        "gdelt_v1", add("gdelt_v1", 3, CLEAN["gdelt_v1"][1]), repaired={"rows that repeat a GLOBALEVENTID": 1}
    ),
    "a last line cut off": Case(
        "icews", text("icews").encode()[:-60], lost=(7,), refused=("events.tab:7: 12 cells where 20 belong",)
    ),
}
NUMBERS = {
    "a huge number": ("7000", "7" * 400, f"no number in column flow2: '{'7' * 80}'"),
    "a comma that may be either": ("7000", '"7,000"', "no number in column flow2: '7,000'"),
    "infinite": ("7000", "inf", "no number in column flow2: 'inf'"),
    "minus infinite": ("7000", "-Infinity", "no number in column flow2: '-Infinity'"),
    "no number": ("7000", "NaN", "no number in column flow2: 'NaN'"),
    "beyond all numbers": ("7000", "1e400", "no number in column flow2: '1e400'"),
    "a word": ("7000", "unknown", "no number in column flow2: 'unknown'"),
    "half a year": ("2009", "2009.5", "no whole number in column year: '2009.5'"),
    "a code too large": ("365", "99999999999", "no whole number in column ccode1: '99999999999'"),
}
"""What stands in line 3 instead of a number, and what is said of it."""
CELLS = {
    **{
        name: Case("cow_trade", trade(3, old, new), lost=(3,), refused=(f"t.csv:3: {found}",))
        for name, (old, new, found) in NUMBERS.items()
    },
    "a negative code": Case(
        "cow_trade", trade(3, "365", "-365"), lost=(3,), refused=("cow code '-365' is no known state: 1 rows",)
    ),
    "a huge cell that is not kept": Case("cow_trade", trade(3, "Russia", LONG)),
    "a huge quoted cell that is not kept": Case("cow_trade", trade(3, "Russia", f'"{LONG}"')),
    "a huge cell that is kept": Case(
        "icews",
        damage("icews", 3, "47400351", LONG),
        lost=(3,),
        refused=("events.tab:3: a cell of 10,000,000 characters",),
    ),
    "decimal commas": Case(
        "cow_trade",
        text("cow_trade").replace(",", ";").replace(".", ",").encode(),
        repaired={"separator ';' read": 1, "decimal commas": 4},
    ),
    "thousands commas": Case(
        "cow_trade",
        text("cow_trade").replace("15000.5", '"15,000.5"').replace("365000", '"365,000"').encode(),
        repaired={"commas between thousands": 2},
    ),
    "whole numbers with a point": Case("cow_trade", trade(3, "2009", "2009.0")),
    "blanks around numbers": Case("cow_trade", trade(3, "7000", " 7000 ")),
    "words for a date": Case(
        "icews",
        damage("icews", 3, "2018-06-01", "June"),
        lost=(3,),
        refused=("given_date 'June' is not in the codebook: 1 rows",),
    ),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in {**SHAPES, **CELLS}.items()])
def test_a_damaged_file_loses_no_good_row(hold: Callable[[Case], None], case: Case) -> None:
    hold(case)


@pytest.mark.parametrize("mark", ["..", "n/a", "NA", "#N/A", " - ", "…", "NULL"])
def test_what_stands_for_a_missing_figure_is_missing_and_takes_no_other_with_it(
    load: Callable[..., LoadReport], store: Store, mark: str
) -> None:
    report = load("cow_trade", trade(3, "7000", mark))
    assert (report.repaired, report.refused) == ({"marks of missing figures": 1}, ())
    query = "SELECT value FROM figures WHERE year(period_start) = 2009 ORDER BY value NULLS LAST"
    found = [value for (value,) in store.connect().execute(query).fetchall()]
    assert found[-1] is None
    assert None not in found[:-1]
    assert 0 not in found
