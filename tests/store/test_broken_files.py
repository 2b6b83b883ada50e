from __future__ import annotations

import datetime as dt
import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.errors import BrokenFile, UnknownName
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
HEAD = "ccode1,ccode2,year,flow1,flow2\n"
SIPRI = "supplier,recipient,year,value,supplier_cown,recipient_cown\nRussia,China,1991,12,365,710\n"
DAMAGED = r"t\.csv\.gz: the archive is damaged .*Fetch it again"
FOREIGN = "this is no file of cow_trade.*Expected the columns ccode1, ccode2, year, flow1, flow2"


def pack(rows: int) -> bytes:
    rng = random.Random(20)
    lines = (f"710,365,{1900 + n % 100},{rng.random()},{rng.random()}\n" for n in range(rows))
    return gzip.compress((HEAD + "".join(lines)).encode(), mtime=0)


def flip(packed: bytes, at: int) -> bytes:
    return packed[:at] + bytes(255 - byte for byte in packed[at:][:9]) + packed[at:][9:]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        pytest.param("e.csv", "", r"e\.csv: the file is empty", id="empty"),
        pytest.param("e.csv", " \n\n", r"e\.csv: the file is empty", id="blank"),
        pytest.param("p.html", "<!DOCTYPE html><title>404</title>", rf"p\.html: {FOREIGN}", id="a web page"),
        pytest.param("s.csv", SIPRI, r"s\.csv: .*, but one of sipri_tiv: found supplier", id="another source's file"),
        pytest.param("b.csv", bytes(range(256)) * 9, rf"b\.csv: {FOREIGN}", id="binary"),
        pytest.param("n.csv", "ccode1,ccode2,year,flow1\n2,20,1990,1\n", rf"n\.csv: {FOREIGN}", id="a column short"),
        pytest.param("h.csv", HEAD, r"h\.csv: only 0 rows could be read. A file of cow_trade", id="header only"),
        pytest.param(
            "l.csv", HEAD + "a,b,c,d,e\n", r"l\.csv: only 0 rows could be read; l\.csv:2: ", id="broken lines only"
        ),
        pytest.param("t.csv.gz", pack(20)[:-30], DAMAGED, id="archive cut off"),
        pytest.param("t.csv.gz", pack(9000)[:-3000], DAMAGED, id="archive cut off late"),
        pytest.param("t.csv.gz", pack(9000)[:-6], DAMAGED, id="archive without its end"),
        pytest.param("t.csv.gz", flip(pack(9000), 2000), DAMAGED, id="archive with wrong bytes"),
        pytest.param("t.csv.gz", flip(pack(9000), -5000), DAMAGED, id="archive with wrong bytes late"),
        pytest.param("t.csv.gz", HEAD + "2,20,1990,1,2\n", DAMAGED, id="no archive"),
        pytest.param("t.zip", b"PK\x05\x06" + bytes(18), r"t\.zip: the archive is damaged", id="archive of nothing"),
    ],
)
def test_a_broken_file_is_refused_whole(
    load_bytes: Load, load_trade: Load, store: Store, name: str, content: bytes | str, found: str
) -> None:
    load_trade("good.csv", (710, 365, 2012, 10, 7))
    before = sorted(path for path in store.folder.rglob("*") if path.is_file())
    with pytest.raises(BrokenFile, match=found):
        load_bytes(name, content)
    assert sorted(path for path in store.folder.rglob("*") if path.is_file()) == before


def test_a_file_that_is_not_there_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match=r"none\.csv: there is no such file"):
        store.load("cow_trade", tmp_path / "none.csv", dt.date(2026, 11, 22))
    assert not store.folder.exists()


def test_an_unknown_source_is_refused_with_the_nearest(load_bytes: Load) -> None:
    with pytest.raises(UnknownName, match=r"unknown source 'cow_trad'. Nearest: cow_trade"):
        load_bytes("a.csv", HEAD + "710,365,2012,10,7\n", source="cow_trad")


def test_good_rows_are_kept_and_broken_ones_counted(load_bytes: Load, store: Store) -> None:
    rng = random.Random(7)
    years = range(1950, 2010)
    broken = set(rng.sample(years, 6))
    lines = [f"710,365,{year}\n" if year in broken else f"710,365,{year},{year},1\n" for year in years]
    report = load_bytes("m.csv", HEAD + "".join(lines))
    (run,) = store.evidence().figures("trade_flow", "RUS", "CHN")
    assert set(run.ordinals.tolist()) == set(years) - broken
    (load,) = store.loads()
    assert {line.split(":")[1] for line in load.refused} == {str(year - 1950 + 2) for year in broken}
    assert report.refused_count == load.refused_count == len(report.refused) > 0


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("710,365,two,1,2", "m.csv:3: no whole number in column year: 'two'"),
        ("710,365,2011,many,2", "m.csv:3: no number in column flow1: 'many'"),
    ],
)
def test_text_where_a_number_belongs_is_refused_alone(load_bytes: Load, line: str, found: str) -> None:
    report = load_bytes("m.csv", f"{HEAD}710,365,2010,1,2\n{line}\n")
    assert (report.new, report.refused) == (2, (found,))


def test_states_that_nobody_knows_are_refused_by_name(load_bytes: Load) -> None:
    report = load_bytes("m.csv", f"{HEAD}710,365,2010,1,2\n710,999,2010,1,2\n")
    assert report.refused_count >= 1
    assert any("999" in found for found in report.refused)


@pytest.mark.parametrize("text", ["\r\n", "\ufeff"], ids=["windows line ends", "byte order mark"])
def test_the_same_rows_in_another_writing_are_read(load_bytes: Load, text: str) -> None:
    rows = HEAD + "710,365,2010,1,2\n"
    content = rows.replace("\n", text) if text == "\r\n" else text + rows
    assert load_bytes("m.csv", content).new == 2


def test_a_packed_file_gives_the_rows_of_the_plain_one(load_bytes: Load, store: Store) -> None:
    load_bytes("m.csv", HEAD + "710,365,2010,1,2\n")
    assert load_bytes("m.csv.gz", gzip.compress((HEAD + "710,365,2010,1,2\n").encode())).new == 0
    assert len(store.loads()) == 2
