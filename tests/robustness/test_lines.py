"""Whatever stands in a text file: each of its lines is accounted for once, and both ways to read it agree."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facta.sources import delimited, mending
from facta.sources.delimited import Delimited
from facta.sources.lines import Splitter, find_heading
from facta.sources.mending import Mender
from facta.store.tables import open_database

HEAD = ["one", "two", "three"]
CELLS = st.text(alphabet=st.sampled_from("ab1,;\t\" '\\.-éж\n|"), max_size=8)
CLEAN = st.sampled_from(
    ["1", "2.5", "", " ", "word", "1,5", "1,000", "NA", '"quoted"', '"a ""b"""', '"two\nlines"', '" x, y"']
)
LINES = st.one_of(
    st.lists(CLEAN, min_size=2, max_size=5).map(",".join),
    st.lists(CLEAN, min_size=3, max_size=3).map(",".join),
    st.lists(CELLS, min_size=1, max_size=5).map(",".join),
    st.sampled_from(["", "   ", "\t", '"', ",,", ",,,", '"""', '","', '1,"2,3']),
)
FILES = st.lists(LINES, max_size=12).map(lambda lines: "\n".join([",".join(HEAD), *lines]))


@dataclass
class Bench:
    """What the reader of delimited text needs of a bench."""

    file: Path
    scratch: Path
    db: duckdb.DuckDBPyConnection
    line_count: int
    name: str = "f.csv"
    repaired: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int | None, str]] = field(default_factory=list)

    def repair(self, what: str, count: int) -> None:
        self.repaired[what] += count

    def refuse(self, found: str, line: int | None = None) -> None:
        self.refused.append((line, found))

    def count(self, query: str) -> int:
        return int((self.db.execute(query).fetchone() or (0,))[0])


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    return open_database()


def split(file: Path, quote: str) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """Return records with the line they begin on, and the lines that are refused."""
    heading = find_heading(file, HEAD, ",", quote)
    assert heading
    refused: list[int] = []
    splitter = Splitter(heading, quote, lambda what, count: None, lambda found, line: refused.append(line))
    return list(splitter.split(file)), refused


@settings(max_examples=300)
@given(content=FILES, quote=st.sampled_from(['"', ""]))
def test_every_line_is_accounted_for_once(content: str, quote: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "f.csv")
        file.write_text(content, encoding="utf-8", newline="")
        records, refused = split(file, quote)
    lines = content.removesuffix("\n").split("\n")
    within = [number + more for number, cells in records for more in range(1 + sum(c.count("\n") for c in cells))]
    blank = [number for number, line in enumerate(lines, start=1) if not line.strip() and number not in within]
    assert sorted([1, *within, *refused, *blank]) == list(range(1, len(lines) + 1))
    assert all(len(cells) == len(HEAD) for _, cells in records)


@settings(max_examples=200)
@example(content="one,two,three\n1,1,5,NA", quote='"', missing=("", "NA"))
@given(content=FILES, quote=st.sampled_from(['"', ""]), missing=st.sampled_from([("",), ("", "NA")]))
def test_the_fast_way_and_the_careful_way_agree(
    db: duckdb.DuckDBPyConnection, content: str, quote: str, missing: tuple[str, ...]
) -> None:
    form = Delimited({"one": "DOUBLE", "two": "VARCHAR", "three": "VARCHAR"}, ",", quote, missing, None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "f.csv")
        file.write_text(content, encoding="utf-8", newline="")
        count = content.count("\n") + (not content.endswith("\n"))
        bench = Bench(file, Path(folder), db, count)
        heading = find_heading(file, HEAD, ",", quote)
        assert heading
        is_flawless = delimited._read_fast(bench, "fast", form, heading)
        delimited._read_carefully(bench, "careful", form, heading)
    if is_flawless:
        assert db.execute("FROM fast").fetchall() == db.execute("FROM careful").fetchall()
        assert (bench.repaired, bench.refused) == (Counter(), [])
    accounted = bench.count("SELECT count(*) FROM careful") + len(bench.refused)
    assert accounted <= count - 1


@settings(max_examples=200)
@given(content=st.binary(max_size=200) | FILES.map(str.encode), size=st.integers(1, 9))
def test_whatever_the_bytes_what_is_mended_is_text(content: bytes, size: int) -> None:
    whole, parts = mend(content, 1 << 22), mend(content, size)
    text = whole.decode()
    assert not {"\0", "\r"} & set(text)
    assert mend(whole, 1 << 22) == whole or text.startswith("\ufeff")
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\r" not in content and b"\x1a" not in content:
        assert parts == whole


def mend(content: bytes, size: int) -> bytes:
    """Mend content in chunks of about a size; check what is said of it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(mending, "CHUNK", size)
        file = Path(folder, "f")
        file.write_bytes(content)
        mender = Mender()
        with file.open("rb") as source:
            found = b"".join(mender.mend(source))
    assert mender.is_changed or found == content
    assert mender.is_blank == (not found.strip())
    assert mender.line_count == found.count(b"\n") + (found[-1:] not in (b"", b"\n"))
    return found
