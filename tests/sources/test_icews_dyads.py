from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facta.errors import BrokenFile
from facta.store import Store

Select = Callable[[str], list[tuple[object, ...]]]
HEAD = "(i, j, year, verbCoop, matlCoop, verbConf, matlConf)"


def write_parquet(file: Path, rows: str, head: str = HEAD) -> Path:
    duckdb.sql(f"COPY (FROM (VALUES {rows}) AS t{head}) TO '{file}' (FORMAT parquet)")
    return file


def test_each_class_of_a_directed_pair_is_an_indicator(store: Store, tmp_path: Path, select: Select) -> None:
    rows = "('China', 'Russian Federation', 2014.0, 90.0, 0.0, 7.0, 3.0)"
    assert store.load("icews_dyads", write_parquet(tmp_path / "d.parquet", rows), dt.date(2026, 1, 1)).rows == 4
    assert select("SELECT indicator, actor, recipient, value, status FROM figures ORDER BY 1") == [
        ("material_conflict", "CHN", "RUS", 3.0, 0),
        ("material_cooperation", "CHN", "RUS", 0.0, 1),
        ("verbal_conflict", "CHN", "RUS", 7.0, 0),
        ("verbal_cooperation", "CHN", "RUS", 90.0, 0),
    ]


def test_fractions_negatives_and_unknown_names_are_refused(store: Store, tmp_path: Path) -> None:
    rows = (
        "('China', 'India', 2014.0, 1.5, 0.0, 0.0, 0.0), ('China', 'India', 2013.0, 1.0, 0.0, -1.0, 0.0), "
        "('China', 'Atlantis', 2013.0, 1.0, 0.0, 0.0, 0.0), ('China', 'India', 2012.0, 1.0, 0.0, 0.0, 0.0)"
    )
    report = store.load("icews_dyads", write_parquet(tmp_path / "d.parquet", rows), dt.date(2026, 1, 1))
    assert report.rows == 4
    assert report.refused == (
        "verbCoop Decimal('1.5') is not in the codebook: 1 rows",
        "verbConf Decimal('-1.0') is not in the codebook: 1 rows",
        "icews code 'Atlantis' is no known state: 1 rows",
    )


def test_a_file_without_the_counts_is_refused_whole(store: Store, tmp_path: Path) -> None:
    file = write_parquet(tmp_path / "d.parquet", "('China', 'India', 2014)", "(i, j, year)")
    with pytest.raises(BrokenFile, match="cannot be read"):
        store.load("icews_dyads", file, dt.date(2026, 1, 1))
