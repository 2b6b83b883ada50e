from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from facta.domain import Relation, Series, Window, find_parties
from facta.measures import find_measure
from facta.store import Store

FILE = "trade/imf_dots_BRA_MEX_URY_CHN_RUS_1948_2019_MultiATSM.xlsx"


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("imf_dots", FILE)


@pytest.mark.parametrize(("one", "other"), [("CHN", "RUS"), ("RUS", "CHN")])
def test_both_books_are_found_whichever_way_the_relation_is_written(store: Store, one: str, other: str) -> None:
    found = find_measure("trade")(store.evidence(), Relation(find_parties(one), find_parties(other)))
    books = {series.book.reporter: series for series in found if isinstance(series, Series)}
    figures = {name: round(float(series.cut(Window.parse("2014")).values[0, 0])) for name, series in books.items()}
    assert figures == {"CHN": 95244, "RUS": 88350}


def test_totals_say_nothing_of_one_way(store: Store) -> None:
    one_way = Relation(find_parties("RUS"), find_parties("CHN"), is_directed=True)
    assert find_measure("trade")(store.evidence(), one_way) == []


def test_absurd_cells_are_mended_and_no_other(store: Store) -> None:
    (load,) = store.loads()
    assert load.repaired == {"cell beyond all measure, not coded": 10}
    assert load.ignored == {"cell of a state with itself": 360}
    assert load.refused_count == 0
    assert store.connect().execute("SELECT max(value) < 120e3 FROM figures").fetchone() == (True,)


def test_the_sum_is_that_of_the_sheets(store: Store, test_data: Path) -> None:
    book = CalamineWorkbook.from_path(str(test_data / FILE))
    cells = [c for n in book.sheet_names for row in book.get_sheet_by_name(n).to_python()[1:] for c in row[1:]]
    amounts = [float(cell) for cell in cells if isinstance(cell, int | float) and cell < 1e13]
    total = store.connect().execute("SELECT sum(value) FROM figures").fetchone()
    assert total == (pytest.approx(sum(amounts) / 1e6),)
