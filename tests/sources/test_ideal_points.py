from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

APRIL = "Row,ccode,session,NVotes,IdealPoint,Q5%,Q95%,Countryname\n"
JULY = ("ccode", "year", "idealpointfp", "q5fp", "q95fp", "idealpointall", "q5all", "q95all", "idealpointlegacy")


def write_stata(file: Path, rows: list[tuple[float | None, ...]], names: tuple[str, ...] = JULY) -> Path:
    table = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Float64), orient="row")
    pyreadstat.write_dta(table, str(file))
    return file


def test_session_n_is_the_year_1945_plus_n(load_text: Load, select: Select) -> None:
    load_text("ideal_points", "a.csv", APRIL + "1,365,1,42,-2.0,-2.8,-1.4,Russia\n2,710,26,48,-0.9,-1.4,-0.4,China")
    assert select("SELECT actor, variant, vintage, year(period_start), value, low, high FROM figures ORDER BY 1") == [
        ("CHN", "all_2020", "2020-04", 1971, -0.9, -1.4, -0.4),
        ("RUS", "all_2020", "2020-04", 1946, -2.0, -2.8, -1.4),
    ]


def test_bad_bytes_in_a_name_are_mended_and_counted(load_text: Load, select: Select) -> None:
    report = load_text("ideal_points", "a.csv", APRIL.encode() + b"1,403,74,88,0.1,0.0,0.2,S\xe3o Tom\xe9\r\n")
    assert report.repaired == {"lines with bytes that are no UTF-8": 1}
    assert select("SELECT actor, value FROM figures") == [("STP", 0.1)]


def test_each_estimator_is_a_series_of_its_own(store: Store, tmp_path: Path) -> None:
    file = write_stata(tmp_path / "j.dta", [(710.0, 2022.0, -1.35, -1.6, -1.1, -1.41, -1.5, -1.3, None)])
    assert store.load("ideal_points", file, dt.date(2026, 1, 1)).rows == 2
    found = {run.variant: run for run in store.evidence().figures("ideal_point", "CHN")}
    assert sorted(found) == ["all", "fp"]
    assert (found["fp"].values[0], found["fp"].low[0], found["fp"].high[0]) == (-1.35, -1.6, -1.1)
    assert store.evidence(dt.date(2025, 7, 30)).figures("ideal_point", "CHN") == ()


def test_the_year_of_a_union_keeps_the_new_code(store: Store, tmp_path: Path) -> None:
    rest = (0.0, 2.0, 1.0, 0.0, 2.0, 1.0)
    rows = [(code, 1990.0, point, *rest) for code, point in ((260.0, 0.1), (255.0, 0.2), (265.0, 0.3))]
    report = store.load("ideal_points", write_stata(tmp_path / "j.dta", list(rows)), dt.date(2026, 1, 1))
    assert report.ignored == {"rows of a code that the state gave up in that year": 1}
    points = store.connect().execute("SELECT actor, value FROM figures WHERE variant = 'fp' ORDER BY 1").fetchall()
    assert points == [("DDR", 0.3), ("DEU", 0.2)]


def test_a_point_beyond_all_points_is_refused(load_text: Load, select: Select) -> None:
    report = load_text("ideal_points", "a.csv", APRIL + "1,2,1,42,-9,,,USA\n2,365,1,42,-2.0,-2.8,-1.4,Russia")
    assert report.refused == ("IdealPoint -9.0 is not in the codebook: 1 rows",)
    assert select("SELECT actor FROM figures") == [("RUS",)]


def test_an_unknown_code_is_refused_with_its_rows(load_text: Load) -> None:
    report = load_text("ideal_points", "a.csv", APRIL + "1,999,1,42,-2.0,-2.8,-1.4,Nowhere\n2,2,1,42,1,0,2,USA")
    assert report.refused == ("cow code '999' is no known state: 1 rows",)


def test_a_damaged_or_newer_release_is_refused_whole(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "b.dta"
    broken.write_bytes(b"<stata_dta><header><release>118</release>")
    with pytest.raises(BrokenFile, match="the Stata file is damaged"):
        store.load("ideal_points", broken, dt.date(2026, 1, 1))
    newer = write_stata(tmp_path / "n.dta", [(2.0, 2025.0, 1.0)], ("ccode", "year", "idealpoint2026"))
    with pytest.raises(BrokenFile, match=r"lacks the columns idealpointfp, .* Is it a newer release"):
        store.load("ideal_points", newer, dt.date(2026, 1, 1))
