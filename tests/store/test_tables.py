"""The scratch database of a load: how much it keeps in memory, and texts that stand as numbers."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from facta.store import tables

UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"]


def read_limit(db: duckdb.DuckDBPyConnection) -> float:
    size, unit = db.execute("SELECT current_setting('memory_limit')").fetchall()[0][0].split()
    return float(size) * 1024.0 ** UNITS.index(unit)


def test_a_load_keeps_to_its_memory(tmp_path: Path) -> None:
    with tables.open_scratch_database(tmp_path, 2e8) as db:
        assert read_limit(db) == pytest.approx(2e8, rel=0.01)


def test_a_load_leaves_half_of_the_memory_to_others(tmp_path: Path) -> None:
    with tables.open_database() as whole, tables.open_scratch_database(tmp_path, 1e15) as db:
        assert read_limit(db) == pytest.approx(read_limit(whole) / 2, rel=0.06)  # a limit is shown to a tenth


def test_texts_that_stand_as_numbers_are_written_as_texts(tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    with tables.open_database() as db:
        db.execute("CREATE TABLE rows AS FROM (VALUES ('b', 1), ('a', 2), ('b', 3)) given(origin, place)")
        tables.number_texts(db, "FROM rows", ["origin"])
        db.execute("INSERT INTO rows VALUES ('aa', 4)")
        query = tables.number_texts(db, "FROM rows", ["origin"])
        assert db.execute(f"SELECT max(origin) FROM ({query})").fetchall() == [("b",)]
        db.execute(f"COPY ({query} ORDER BY origin, place) TO '{file}' (FORMAT parquet)")
        assert db.execute(f"FROM '{file}'").fetchall() == [("a", 2), ("aa", 4), ("b", 1), ("b", 3)]
        assert db.execute(f"DESCRIBE FROM '{file}'").fetchall()[0][:2] == ("origin", "VARCHAR")
