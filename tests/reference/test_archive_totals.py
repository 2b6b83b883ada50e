"""Totals of generated archives, in every layout and with the archives' defects, against a count of the bare text.

The count below shares nothing with the readers: it splits lines at tabs and applies what the codebooks say.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

import facta
from facta.store import Store

ROWS = 4000
SAME = frozenset({"USA", "RUS", "CHN", "GBR", "FRA", "ISR", "IRN", "UKR"})
"""States whose code in CAMEO is that of the table of states."""
NAMES = {"Russian Federation": "RUS", "Iran": "IRN", "Israel": "ISR", "Ukraine": "UKR"}
"""States that no territory's name stands for as well, by their names in ICEWS."""
WIDTHS = {"57": 57, "58": 58, "61": 61, "reduced": 17, "icews": 20}


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", Path(__file__).parents[2] / "benchmarks" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Totals:
    """What is counted of a set of files."""

    rows: int = 0
    events: int = 0
    articles: int = 0
    score: float = 0.0
    roots: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self, day: dt.date, code: str, score: str, pair: tuple[str, str], sums: tuple[str, str] = ("1", "0")
    ) -> None:
        self.rows += 1
        self.events += int(sums[0])
        self.articles += int(sums[1])
        self.score += float(score)
        self.roots[code[:2]] += 1
        self.months[f"{day:%Y-%m}"] += 1
        if pair[0] in SAME and pair[1] in SAME:
            self.pairs[pair] += 1


def read_lines(file: Path, width: int) -> Iterator[list[str]]:
    """Yield the cells of every line that has all of them."""
    with zipfile.ZipFile(file) as archive:
        (name,) = archive.namelist()
        for line in archive.read(name).decode("latin-1").split("\n"):
            cells = line.split("\t")
            if len(cells) == width:
                yield cells


def count_gdelt(files: list[Path], width: int) -> Totals:
    totals = Totals()
    for file in files:
        for cells in read_lines(file, width):
            if cells[26] != "---":
                day = dt.datetime.strptime(cells[1], "%Y%m%d").date()
                day = day.replace(year=day.year + 100) if day.year < 1979 else day
                sides = cells[7].strip(), cells[17].strip()
                totals.add(day, cells[26], cells[30], sides, ("1", cells[33]))
    return totals


def count_reduced(files: list[Path], width: int) -> Totals:
    totals = Totals()
    rows = {tuple(cells) for file in files for cells in read_lines(file, width)}
    for date, source, target, code, events, articles, _, score, *_ in rows:
        if code not in ("---", "CAMEOCode"):
            day = dt.datetime.strptime(date, "%Y%m%d").date()
            totals.add(day, code, score, (source[:3], target[:3]), (events, articles))
    return totals


def count_icews(files: list[Path], width: int) -> Totals:
    totals, seen = Totals(), set()
    for file in files:
        head, *rows = read_lines(file, width)
        for row in rows:
            cells = dict(zip(head, row, strict=True))
            given = cells["Event Date"]
            day = dt.datetime.strptime(given, "%m/%d/%Y" if "/" in given else "%Y-%m-%d").date()
            if (cells["Event ID"], day) not in seen:
                seen.add((cells["Event ID"], day))
                sides = NAMES.get(cells["Source Country"], ""), NAMES.get(cells["Target Country"], "")
                totals.add(day, cells["CAMEO Code"], cells["Intensity"], sides)
    return totals


def sum_store(folder: Path, states: frozenset[str]) -> Totals:
    """Return the totals of a store; of pairs, of those whose states are all counted apart."""
    db = Store(folder, folder / "none").connect()
    sums = "count(*), sum(event_count), coalesce(sum(article_count), 0), sum(score)"
    rows, events, articles, score = db.execute(f"SELECT {sums} FROM events").fetchall()[0]
    listed = ", ".join(f"'{state}'" for state in states)
    pairs = f"FROM events WHERE actor IN ({listed}) AND recipient IN ({listed}) GROUP BY ALL"
    return Totals(
        rows,
        events,
        articles,
        score,
        Counter(dict(db.execute("SELECT left(code, 2), count(*) FROM events GROUP BY 1").fetchall())),
        Counter(dict(db.execute("SELECT strftime(event_date, '%Y-%m'), count(*) FROM events GROUP BY 1").fetchall())),
        Counter(
            {
                (one, other): count
                for one, other, count in db.execute(f"SELECT actor, recipient, count(*) {pairs}").fetchall()
            }
        ),
    )


@pytest.mark.parametrize("has_defects", [False, True], ids=["flawless", "with defects"])
@pytest.mark.parametrize("layout", sorted(WIDTHS))
def test_totals_agree_with_a_count_of_the_text(
    layout: str, has_defects: bool, generator: ModuleType, tmp_path: Path
) -> None:
    files = generator.write_archives(tmp_path / "files", layout, ROWS, 2, has_defects=has_defects)
    is_icews, store = layout == "icews", tmp_path / "store"
    result = facta.load("icews" if is_icews else "gdelt", *files, store=store)
    count = {"icews": count_icews, "reduced": count_reduced}.get(layout, count_gdelt)
    expected = count(files, WIDTHS[layout])
    found = sum_store(store, frozenset(NAMES.values()) if is_icews else SAME)
    assert found.score == pytest.approx(expected.score, abs=1e-6)
    found.score = expected.score
    assert found == expected
    assert result.new == expected.rows > ROWS * 0.98
    assert expected.pairs.total() > 20
    cut = sum("cells where" in line for report in result.reports for line in report.refused)
    assert (cut > 0) == has_defects


def test_the_turn_of_2020_is_mended(generator: ModuleType, tmp_path: Path) -> None:
    plain = tmp_path / "20200102.export.CSV"
    generator.write_events(plain, ROWS, "58", day=dt.date(2020, 1, 2), has_defects=True)
    (report,) = facta.load("gdelt_v1", plain, store=tmp_path / "store").reports
    with plain.open(encoding="latin-1", newline="") as text:
        cells = [row for row in csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) == 58]
    old = sum(row[1] < "1979" and row[26] != "---" for row in cells)
    assert report.repaired["event dates a century too early"] == old > 100
    assert "2020-01" in sum_store(tmp_path / "store", SAME).months


def test_without_codes_the_text_of_an_event_gives_the_same_ones(generator: ModuleType, tmp_path: Path) -> None:
    found = []
    for layout in ("icews", "icews-uncoded"):
        file = generator.write_archives(tmp_path / layout, layout, ROWS, 1)[0]
        facta.load("icews", file, store=tmp_path / layout / "store")
        db = Store(tmp_path / layout / "store", tmp_path / "none").connect()
        found.append(db.execute("SELECT id, event_date, code, quad FROM events ORDER BY ALL").fetchall())
    assert found[0] == found[1]


@pytest.mark.parametrize("layout", ["57", "58+defects", "61", "reduced", "icews"])
def test_the_same_arguments_give_the_same_bytes(layout: str, generator: ModuleType, tmp_path: Path) -> None:
    name, has_defects = layout.removesuffix("+defects"), layout.endswith("+defects")
    for place in "ab":
        generator.write_events(tmp_path / place, 3000, name, has_defects=has_defects)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
