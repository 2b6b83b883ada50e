from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

import facta
from facta.domain import Relation, Series, Window, find_parties
from facta.measures import find_measure
from facta.store import Store

DOSSIERS = Path(str(facta.__file__)).parent / "claims" / "dossiers"
REGISTERS = sorted(DOSSIERS.glob("*/*.csv"))


@pytest.mark.parametrize("file", REGISTERS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_row_of_a_register_is_read_with_its_own_origin(file: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store", tmp_path / "starter")
    with file.open(encoding="utf-8", newline="") as text:
        ids = {f"registers/{file.parent.name}/{file.stem}/{row['id']}" for row in csv.DictReader(text)}
    first, second = (store.load("registers", file, dt.date(2026, 11, 22)) for _ in range(2))
    assert (first.rows, first.new, second.new) == (len(ids), len(ids), 0)
    (load,) = store.loads()
    assert ids <= {origin.id for origin in load.origins}


def test_a_figure_is_known_when_it_was_published(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", tmp_path / "starter")
    store.load("registers", DOSSIERS / "china-russia" / "cited_figures.csv", dt.date(2026, 11, 22))

    def measure(as_of: dt.date) -> list[float]:
        given = {"figure": "gdp_growth", "reporter": "RUS"}
        relation = Relation(find_parties("RUS"))
        found = find_measure("cited")(store.evidence(as_of), relation, given)
        cut = [entry.cut(Window.parse("2020")) for entry in found if isinstance(entry, Series)]
        return [round(float(series.values[0, 0]), 1) for series in cut if series.status[0] == 0]

    assert measure(dt.date(2021, 3, 1)) == [-3.1]
    assert measure(dt.date(2021, 6, 1)) == [-3.0]
    assert measure(dt.date(2023, 1, 1)) == [-2.7]
