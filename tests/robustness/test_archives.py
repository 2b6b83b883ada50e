"""Archives of all kinds: what is in them is read once, what is damaged is refused whole."""

from __future__ import annotations

import bz2
import lzma
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.errors import BrokenFile, ForeignFile
from facta.sources import opening
from facta.store import LoadReport, Store

from .files import Case, pack, squeeze, text

Load = Callable[..., LoadReport]
Rows = Counter[tuple[object, ...]]
TRADE, EVENTS = text("cow_trade").encode(), text("gdelt_v1").encode()
PASSED = "t.zip/{}, which is none of the source's files"


def nest(content: bytes, depth: int, name: str = "t.csv") -> bytes:
    """Return a zip in a zip in a zip …"""
    for number in range(depth):
        content, name = pack({name: content}), f"{number}.zip"
    return content


def cut(content: bytes, count: int) -> bytes:
    return content[:-count]


def flip(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :]


def lock(content: bytes) -> bytes:
    """Mark the members of a zip as encrypted."""
    locked = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[content.index(mark) + offset] |= 1
    return bytes(locked)


def claim(content: bytes, method: int) -> bytes:
    """Say that the members of a zip are packed in another way than they are."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        changed[content.index(mark) + offset] = method
    return bytes(changed)


READ = {
    "a zip": Case("cow_trade", pack({"t.csv": TRADE}), name="t.zip"),
    "a zip that packs nothing": Case("cow_trade", pack({"t.csv": TRADE}, method=zipfile.ZIP_STORED), name="t.zip"),
    "a zip packed as bzip2": Case("cow_trade", pack({"t.csv": TRADE}, method=zipfile.ZIP_BZIP2), name="t.zip"),
    "a zip packed as lzma": Case("cow_trade", pack({"t.csv": TRADE}, method=zipfile.ZIP_LZMA), name="t.zip"),
    "a zip in a zip": Case("cow_trade", nest(TRADE, 2), name="t.zip"),
    "a zip called CSV": Case("cow_trade", pack({"t.csv": TRADE}), name="t.csv"),
    "a zip of another name": Case("gdelt_v1", pack({"20180601.export.CSV": EVENTS}), name="20180601.export.CSV.zip"),
    "a gzip": Case("cow_trade", squeeze(TRADE), name="t.csv.gz"),
    "a gzip called CSV": Case("cow_trade", squeeze(TRADE), name="t.csv"),
    "a gzip in two parts": Case("cow_trade", squeeze(TRADE[:90]) + squeeze(TRADE[90:]), name="t.csv.gz"),
    "a gzip in a zip": Case("cow_trade", pack({"t.csv.gz": squeeze(TRADE)}), name="t.zip"),
    "a zip in a gzip": Case("cow_trade", squeeze(pack({"t.csv": TRADE})), name="t.zip.gz"),
    "a gzip with zeros after it": Case("cow_trade", squeeze(TRADE) + bytes(512), name="t.csv.gz"),
    "a plain file called text": Case("cow_trade", TRADE, name="t.txt"),
    "a plain file without an ending": Case("gdelt_v1", EVENTS, name="20180601"),
    "documents beside it": Case(
        "cow_trade",
        pack({"Codebook.pdf": b"%PDF-1.4", "readme.txt": "Read me.", "t.csv": TRADE}),
        name="t.zip",
        ignored={PASSED.format("Codebook.pdf"): 1, PASSED.format("readme.txt"): 1},
    ),
    "folders and what a Mac adds": Case(
        "cow_trade",
        pack(
            {
                "data/": "",
                "data/t.csv": TRADE,
                "__MACOSX/data/._t.csv": "\0\5\x16\7",
                "__MACOSX/t.csv": "x",
                "data/.DS_Store": "\0\0",
            }
        ),
        name="t.zip",
    ),
    "empty files beside it": Case(
        "cow_trade", pack({"empty.csv": "", "blank.csv": " \n", "t.csv": TRADE}), name="t.zip"
    ),
    "another source's file beside it": Case(
        "cow_trade", pack({"a.tab": text("icews"), "t.csv": TRADE}), name="t.zip", ignored={PASSED.format("a.tab"): 1}
    ),
    "the same file twice": Case(
        "cow_trade",
        pack({"a.csv": TRADE, "b.csv": TRADE}),
        name="t.zip",
        repaired={"rows given twice": 12},
        ignored={"total with the world, of a file that is a selection": 2},
    ),
    "a file in two parts": Case(
        "gdelt_v1",
        pack(
            {"20180601.export.CSV": EVENTS[: EVENTS.index(b"204\t")], "20180601b.CSV": EVENTS[EVENTS.index(b"204\t") :]}
        ),
        name="20180601.zip",
    ),
    "names in other scripts": Case("cow_trade", pack({"Länder/贸易 — торговля.csv": TRADE}), name="Daten-贸易.zip"),
    "names that climb": Case(
        "cow_trade",
        pack({"../../etc/t.csv": TRADE, "/etc/t.txt": "words"}),
        name="t.zip",
        ignored={PASSED.format("/etc/t.txt"): 1},
    ),
    "text that starts like a zip": Case("cow_trade", b"PKR, prices\n" + TRADE),
    "a page as gzip": Case("world_bank", squeeze(text("world_bank").encode()), name="gdp.json.gz"),
    "a page with a mark": Case("world_bank", b"\xef\xbb\xbf" + text("world_bank").encode()),
    "a page in UTF-16": Case("world_bank", text("world_bank").encode("utf-16"), repaired={"files in UTF-16": 1}),
    "a page with CRLF": Case("world_bank", text("world_bank", end="\r\n").encode()),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in READ.items()])
def test_what_is_packed_is_read(hold: Callable[[Case], None], case: Case) -> None:
    hold(case)


DAMAGED = "the archive is damaged"
REFUSED = {
    "a zip cut off": ("t.zip", cut(pack({"t.csv": TRADE}), 30), rf"t\.zip: {DAMAGED}"),
    "a zip cut in half": ("t.zip", cut(pack({"t.csv": TRADE}), 150), rf"t\.zip: {DAMAGED}"),
    "a zip with a wrong byte": ("t.zip", flip(pack({"t.csv": TRADE}), 60), DAMAGED),
    "a zip of bzip2 with a wrong byte": ("t.zip", flip(pack({"t.csv": TRADE}, method=zipfile.ZIP_BZIP2), 60), DAMAGED),
    "a zip of lzma with a wrong byte": ("t.zip", flip(pack({"t.csv": TRADE}, method=zipfile.ZIP_LZMA), 70), DAMAGED),
    "an encrypted zip": ("t.zip", lock(pack({"t.csv": TRADE})), rf"{DAMAGED} \(.*encrypted"),
    "a zip packed in an unknown way": ("t.zip", claim(pack({"t.csv": TRADE}), 97), rf"{DAMAGED} \(.*compression"),
    "a zip that says another way": ("t.zip", claim(pack({"t.csv": TRADE}), zipfile.ZIP_LZMA), DAMAGED),
    "an empty zip": ("t.zip", pack({}), r"t\.zip: the archive is damaged \(it holds nothing\)"),
    "a zip of folders": ("t.zip", pack({"a/": "", "b/c/": ""}), r"it holds nothing"),
    "a zip of blank files": ("t.zip", pack({"a.csv": "\n\n", "b.csv": ""}), r"it holds nothing"),
    "a zip of documents": ("t.zip", pack({"a.pdf": b"%PDF-1.4"}), r"t\.zip/a\.pdf: this is no file of cow_trade"),
    "a zip in a zip in a zip": ("t.zip", nest(TRADE, 3), r"packed into one another more than twice.*by hand"),
    "a gzip in a gzip in a gzip": ("t.gz", squeeze(squeeze(squeeze(TRADE))), r"more than twice"),
    "a gzip cut off": ("t.csv.gz", cut(squeeze(TRADE), 20), rf"t\.csv\.gz: {DAMAGED}"),
    "a gzip with a wrong byte": ("t.csv.gz", flip(squeeze(TRADE), 40), DAMAGED),
    "a gzip of nothing": ("t.csv.gz", squeeze(b""), r"t\.csv\.gz: the file is empty"),
    "a gzip with words after it": ("t.csv.gz", squeeze(TRADE) + b"words", DAMAGED),
    "a plain file called gzip": ("t.csv.gz", TRADE, rf"{DAMAGED} \(it does not start as one\)"),
    "bzip2": ("t.csv.bz2", bz2.compress(TRADE), r"this is no file of cow_trade"),
    "xz": ("t.csv.xz", lzma.compress(TRADE), r"this is no file of cow_trade"),
    "7z": ("t.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), r"this is no file of cow_trade: found format:7z"),
    "a picture": ("t.csv", b"\x89PNG\r\n\x1a\n" + bytes(40), r"this is no file of cow_trade: found format:png"),
    "a document": ("t.csv", b"%PDF-1.7\n1 0 obj", r"this is no file of cow_trade: found format:pdf"),
    "parquet": ("t.csv", b"PAR1" + bytes(40), r"this is no file of cow_trade: found format:parquet"),
    "a web page": ("t.csv", b"<!DOCTYPE html><html><body>Not found</body></html>", r"this is no file of cow_trade"),
    "empty": ("t.csv", b"", r"t\.csv: the file is empty"),
    "blank": ("t.csv", b"\xef\xbb\xbf \r\n\t\r\n", r"t\.csv: the file is empty"),
    "NULs": ("t.csv", bytes(4096), r"t\.csv: the file is empty"),
    "header only": ("t.csv", TRADE[: TRADE.index(b"\n") + 1], r"only 0 rows could be read"),
    "header cut off": ("t.csv", TRADE[:20], r"this is no file of cow_trade"),
    "noise": ("t.csv", bytes(range(256)) * 64, r"this is no file of cow_trade"),
}


@pytest.mark.parametrize(("name", "content", "found"), [pytest.param(*row, id=name) for name, row in REFUSED.items()])
def test_what_is_damaged_is_refused_whole(
    load: Load, stored: Callable[[], Rows], store: Store, name: str, content: bytes, found: str
) -> None:
    load("gdelt_v1", EVENTS)
    before = stored(), sorted(store.folder.rglob("*"))
    with pytest.raises(BrokenFile, match=found):
        load("cow_trade", content, name)
    assert (stored(), sorted(store.folder.rglob("*"))) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.zip", pack({"t.csv": TRADE + b"\n" * 2_000_000})),
        ("t.csv.gz", squeeze(TRADE + b"\n" * 2_000_000)),
        ("t.zip", nest(TRADE + b"\n" * 2_000_000, 2)),
    ],
    ids=["zip", "gzip", "zip in a zip"],
)
def test_an_archive_that_bursts_is_refused(
    load: Load, store: Store, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    monkeypatch.setattr(opening, "LARGEST_BURST", 1000)
    with pytest.raises(BrokenFile, match=r"unpacks to more than [\d,]+ bytes.*Unpack it by hand if you trust it"):
        load("cow_trade", content, name)
    assert not list(store.folder.glob("loads/scratch-*"))


def test_what_packs_well_and_is_small_is_no_bomb(load: Load) -> None:
    assert load("cow_trade", squeeze(TRADE + b"\n" * 2_000_000), "t.csv.gz").rows == 12


def test_a_member_that_lies_about_its_size_is_refused(load: Load) -> None:
    packed = bytearray(pack({"t.csv": TRADE}))
    place = packed.index(b"PK\x01\x02") + 24
    packed[place : place + 4] = (len(TRADE) - 50).to_bytes(4, "little")
    with pytest.raises(BrokenFile, match=DAMAGED):
        load("cow_trade", bytes(packed), "t.zip")


@pytest.mark.parametrize("source", ["gpr", "aiddata_gcof", "imf_dots", "sipri_register"])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(cut(pack({"xl/workbook.xml": "<workbook/>"}), 30), id="cut off"),
        pytest.param(pack({"xl/workbook.xml": "<workbook"}), id="half a sheet"),
        pytest.param(pack({"xl/workbook.xml": bytes(99)}), id="noise"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), id="an old one of nothing"),
        pytest.param(b"PK\x03\x04" + bytes(100), id="only its start"),
    ],
)
def test_a_damaged_workbook_is_refused(load: Load, source: str, content: bytes) -> None:
    with pytest.raises(BrokenFile):
        load(source, content, "w.xlsx")


@pytest.mark.parametrize("source", ["gdelt_net", "icews_dyads"])
@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + bytes(500) + b"PAR1", b"PAR1" + bytes(range(256)) * 8])
def test_a_damaged_table_is_refused(load: Load, source: str, content: bytes) -> None:
    with pytest.raises(BrokenFile):
        load(source, content, "t.parquet")


@pytest.mark.parametrize("source", ["world_bank", "comtrade"])
@pytest.mark.parametrize(
    "content",
    [b"[", b"{}", b"[1, 2]", b'[{"page": 1}, [1]]', b'[{"page": 1}, [{"indicator": 3}]]', b'{"data": [{}, 3]}'],
)
def test_a_damaged_page_is_refused(load: Load, source: str, content: bytes) -> None:
    with pytest.raises((BrokenFile, ForeignFile)):
        load(source, content, "p.json")


def test_a_page_cut_off_is_refused(load: Load) -> None:
    with pytest.raises(BrokenFile, match=r"the file is no JSON"):
        load("world_bank", text("world_bank").encode()[:-40])


def test_unpacking_leaves_nothing_behind(load: Load, store: Store, tmp_path: Path) -> None:
    load("cow_trade", nest(TRADE, 2), "t.zip")
    assert {path.name for path in store.folder.iterdir()} == {"figures", "loads"}
