"""Any damage to any file ends in a report or in an error that facta raises on purpose, and costs nothing stored."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facta.errors import BrokenFile, FactaError
from facta.sources import list_sources
from facta.store import LoadReport, Store

from .files import CLEAN, NAMES, pack, squeeze, text

TODAY = dt.date(2026, 11, 22)
CELLS = (
    *(
        "",
        "",
        "NA",
        "None",
        "NULL",
        "x",
        '"',
        "0",
        "1",
        "2",
        "13",
        "-1",
        "-9",
        "0.5",
        "1,5",
        "1e400",
        "inf",
        "nan",
        "1.0",
    ),
    *("99999999999", "2010", "1990", "1815", "0001", "99999", "2010-01-01", "2010-02-30", "9999-12-31", "0000-00-00"),
    *(
        "20180601",
        "20181301",
        "20180601120000",
        "1/2/2010",
        "365",
        "710",
        "260",
        "255",
        "2",
        "20",
        "CHN",
        "RUS",
        "China",
    ),
    *(
        "Russia",
        "CN",
        "RU",
        "Côte d'Ivoire",
        "WLD",
        "G001",
        "040",
        "042",
        "1042",
        "---",
        "yes",
        "no",
        "true",
        "O",
        "A",
        "SCC",
    ),
    *(
        "OTWD_D_NETAL_FALL_ALL",
        "TOTAL",
        "HS",
        "C",
        "M",
        "X",
        "AGREE",
        "VERBAL COOPERATION",
        "USD",
        "2010Q1",
        "2010-M01",
    ),
)
TABBED = {"icews", "polecat", "gdelt_v1", "gdelt_v2", "gdelt_norms"}
KINDS = [
    pytest.param(source.id, kind, id=f"{source.id}-{kind}")
    for source in list_sources().values()
    for kind, wanted in source.files.items()
    if wanted and not wanted[0].startswith("format:")
]
EDITS = st.tuples(
    st.sampled_from(["delete", "insert", "flip", "double a line", "cut a line", "swap cells", "cut off"]),
    st.integers(0, 10_000),
    st.integers(1, 40),
    st.binary(min_size=1, max_size=6)
    | st.sampled_from([b'"', b"\0", b"\r", b"\n", b"\xff", b",,,", b"\t", b"inf", b"\x1a", b"-"]),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with a flawless file of each source."""
    folder = tmp_path_factory.mktemp("template")
    store = Store(folder / "store", folder / "none")
    for source in CLEAN:
        (folder / NAMES[source]).write_text(text(source), encoding="utf-8")
        store.load(source, folder / NAMES[source], TODAY)
    return store.folder


def check(template: Path, source: str, name: str, content: bytes) -> LoadReport | FactaError:
    """Load a file into a copy of the store; return what comes of it, with all that was stored still there."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(shutil.copytree(template, Path(folder, "store"))), Path(folder, "none"))
        before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}
        Path(folder, name).write_bytes(content)
        try:
            report: LoadReport | FactaError = store.load(source, Path(folder, name), TODAY)
        except FactaError as error:
            report = error
        after = {path for path in store.folder.rglob("*") if path.is_file()}
        assert all(path.read_bytes() == content for path, content in before.items())
        assert after == set(before) or isinstance(report, LoadReport)
        assert not [path for path in after if path.suffix not in {".parquet", ".json", ""}]
        if isinstance(report, LoadReport):
            store.evidence().coverage("trade_flow")
            store.connect().execute("SELECT count(*) FROM figures, LATERAL (SELECT count(*) FROM events)").fetchall()
        store.close()
    return report


def edit(content: bytes, what: str, place: int, size: int, more: bytes) -> bytes:
    place = place % (len(content) + 1)
    lines = content.split(b"\n")
    line = content.count(b"\n", 0, place)
    cells = re.split(rb"([,\t])", lines[line])
    match what:
        case "delete":
            return content[:place] + content[place + size :]
        case "insert":
            return content[:place] + more + content[place:]
        case "flip":
            return content[:place] + bytes(byte ^ size for byte in content[place : place + 1]) + content[place + 1 :]
        case "double a line":
            lines.insert(line, lines[line])
        case "cut a line":
            lines[line] = lines[line][:size]
        case "swap cells":
            cells[0], cells[size * 2 % len(cells)] = cells[size * 2 % len(cells)], cells[0]
            lines[line] = b"".join(cells)
        case _:
            return content[:place]
    return b"\n".join(lines)


@pytest.mark.parametrize("source", CLEAN)
@settings(max_examples=15)
@given(edits=st.lists(EDITS, min_size=1, max_size=4))
def test_damage_to_a_text_file(template: Path, source: str, edits: list[tuple[str, int, int, bytes]]) -> None:
    content = text(source).encode()
    for change in edits:
        content = edit(content, *change)
    check(template, source, f"more-{NAMES[source]}", content)


@pytest.mark.parametrize(
    "wrap", [squeeze, lambda content: pack({"readme.txt": "words", "t.csv": content})], ids=["gzip", "zip"]
)
@settings(max_examples=40)
@given(edits=st.lists(EDITS, min_size=1, max_size=3))
def test_damage_to_an_archive(
    template: Path, wrap: Callable[[bytes], bytes], edits: list[tuple[str, int, int, bytes]]
) -> None:
    content = wrap(text("cow_trade").encode() * 3)
    for change in edits:
        content = edit(content, *change)
    check(template, "cow_trade", "t.csv", content)


@cache
def find_columns(source: str, kind: str) -> tuple[str, ...]:
    """Return the columns that a reader asks for, beside those by which its file is known."""
    columns = list(list_sources()[source].files[kind])
    if columns[0].startswith("width:"):
        return ("",) * int(columns[0][6:])
    for _ in range(40):
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder, "store"), Path(folder, "none"))
            Path(folder, "f.csv").write_text(write(source, [columns, ["1"] * len(columns)]), encoding="utf-8")
            try:
                store.load(source, Path(folder, "f.csv"), TODAY)
            except BrokenFile as error:
                asked = error.found.partition("no header has the columns ")[2]
                columns += [name for name in asked.split(", ") if name and name not in columns]
                if asked:
                    continue
            except FactaError:
                pass
            return tuple(columns)
    raise AssertionError(columns)


def write(source: str, rows: Sequence[Sequence[str]]) -> str:
    separator = "\t" if source in TABBED else ","
    return "".join(separator.join(row) + "\n" for row in rows)


@pytest.mark.parametrize(("source", "kind"), KINDS)
@settings(max_examples=5)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 30), share=st.sampled_from([0.0, 0.5, 1.0]))
def test_any_cells_under_the_right_header(
    template: Path, source: str, kind: str, seed: int, count: int, share: float
) -> None:
    columns, pick = find_columns(source, kind), random.Random(seed)
    steady = [pick.choice(CELLS) for _ in columns]
    rows = [[pick.choice(CELLS) if pick.random() < share else cell for cell in steady] for _ in range(count)]
    head = [columns] if any(columns) else []
    check(template, source, "f.csv", write(source, [*head, *rows]).encode())


def test_the_headers_are_those_that_the_readers_ask_for() -> None:
    assert {"SOURCEURL"} - set(find_columns("cow_trade", "dyadic"))
    assert len(find_columns("gdelt_v1", "daily")) == 58
