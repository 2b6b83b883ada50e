"""Spark and the database count alike: one text of SQL, two engines."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from tests.store.dyads.reports import FIRST, make_reports, write_day

import facta
from facta.store import Store, read_panel

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="PySpark is not installed (extra spark)"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Py4J leaves the sockets of a stopped session open
]
_MEANS = ("score_sum", "score_mean", "tone_sum", "tone_mean", "actor_share", "world_share", "covered_share")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with two days of GDELT."""
    folder = tmp_path_factory.mktemp("spark")
    store = Store(folder / "store", folder / "starter")
    for place in range(2):
        day = FIRST + dt.timedelta(place)
        rows = make_reports(day, 2_000, seed=place, first_id=1 + 10_000 * place)
        store.load("gdelt_v1", write_day(folder, day, rows), dt.date(2026, 11, 22))
    return folder


@pytest.mark.parametrize("by", ["month", "day"])
def test_counts_are_equal_and_means_to_a_billionth(folder: Path, tmp_path: Path, by: str) -> None:
    asked = {"by": by, "window": "2017..2018", "as_of": "2018-06-01", "store": folder / "store"}
    files = {engine: tmp_path / f"{engine}.parquet" for engine in ("duckdb", "spark")}
    for engine, file in files.items():
        facta.panel("events", output=file, engine=engine, **asked)  # type: ignore[arg-type]
    ours, theirs = (read_panel(file) for file in files.values())
    assert len(ours) == len(theirs) > 20
    for one, other in zip(ours, theirs, strict=True):
        means = [(one.pop(name), other.pop(name)) for name in _MEANS]
        assert one == other
        assert all(a == b or a == pytest.approx(b, abs=1e-9) for a, b in means)


def test_nothing_of_spark_stays_behind(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "my panels"
    place.mkdir()
    monkeypatch.chdir(place)  # paths may be relative, and hold blanks
    result = facta.panel("events", output="panel.csv", engine="spark", store=os.path.relpath(folder / "store"))
    assert sorted(file.name for file in place.iterdir()) == ["panel.csv", "panel.csv.md"]
    assert "counted by | Spark, local[*]" in result.dictionary.read_text(encoding="utf-8")
