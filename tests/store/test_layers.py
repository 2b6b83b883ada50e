from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from facta.errors import StoreError
from facta.store import STARTER, Layer, Load, LoadReport, Store

Loader = Callable[..., LoadReport]
Write = Callable[..., Path]
TODAY = dt.date(2026, 11, 22)
SIPRI = "supplier,recipient,year,value,supplier_cown,recipient_cown\n"


@pytest.fixture
def layered(tmp_path: Path, write_trade: Write) -> Store:
    """Return an empty store above a starter with one dyad, of which only CHN is in scope."""
    starter = tmp_path / "starter"
    Store(starter, starter / "none").load("cow_trade", write_trade("s.csv", (710, 365, 2012, 10, 7)), TODAY)
    (load,) = Layer(starter).loads()
    Layer(starter).finish(msgspec.structs.replace(load, scope=("CHN",)))
    return Store(tmp_path / "store", starter)


def test_the_starter_is_readable_where_there_is_no_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "nowhere")
    assert store.evidence().figures("trade_flow", "RUS", "CHN")
    assert not store.folder.exists()
    assert store.starter == STARTER


def test_a_store_without_any_evidence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the store is empty and there is no starter evidence. Run `facta load`"):
        Store(tmp_path / "store", tmp_path / "starter").evidence()


def test_the_users_row_beats_the_starters(layered: Store, write_trade: Write) -> None:
    layered.load("cow_trade", write_trade("own.csv", (710, 365, 2012, 77, 7), (710, 365, 2013, 78, 8)), TODAY)
    (run,) = layered.evidence().figures("trade_flow", "RUS", "CHN")
    assert dict(zip(run.ordinals.tolist(), run.values.tolist(), strict=True)) == {2012: 77, 2013: 78}
    (other,) = layered.evidence().figures("trade_flow", "CHN", "RUS")
    assert other.values.tolist() == [7, 8]


def test_an_older_row_of_the_user_still_beats_the_starters(layered: Store, write_trade: Write) -> None:
    layered.load("cow_trade", write_trade("own.csv", (710, 365, 2012, 77, 7)), dt.date(2020, 1, 1))
    (run,) = layered.evidence().figures("trade_flow", "RUS", "CHN")
    assert run.values.tolist() == [77]


def test_loading_leaves_the_starter_alone(layered: Store, write_trade: Write) -> None:
    before = {path: path.read_bytes() for path in layered.starter.rglob("*") if path.is_file()}
    layered.load("cow_trade", write_trade("own.csv", (710, 365, 2012, 77, 7)), TODAY)
    assert {path: path.read_bytes() for path in layered.starter.rglob("*") if path.is_file()} == before


def test_a_pair_outside_the_starters_scope_is_not_covered(layered: Store) -> None:
    (entry,) = layered.evidence().coverage("trade_flow")
    assert entry.scope == {"CHN"}
    assert entry.reaches("CHN", "BRA")
    assert not entry.reaches("ARG", "BRA")


def test_a_file_of_the_user_that_holds_all_years_lifts_the_scope(layered: Store, write_trade: Write) -> None:
    layered.load("cow_trade", write_trade("own.csv", (140, 160, 2011, 1, 2), (140, 160, 2013, 1, 2)), TODAY)
    (entry,) = layered.evidence().coverage("trade_flow")
    assert entry.scope == frozenset()
    assert (entry.window.start, entry.window.end) == (dt.date(2011, 1, 1), dt.date(2013, 12, 31))


def test_a_file_of_a_few_years_makes_no_zero_of_what_the_starter_left_out(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    (tmp_path / "own.csv").write_text(SIPRI + "Russia,Iraq,2010,40,365,645\n", encoding="utf-8")
    store.load("sipri_tiv", tmp_path / "own.csv", TODAY)
    (entry,) = store.evidence().coverage("arms_transfers")
    assert entry.window.start
    assert entry.window.start < dt.date(2010, 1, 1)
    assert not entry.reaches("SWE", "BRA")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"id": 1}', b"\xff\xfe", b'{"id": "a", "source": null}'])
def test_a_corrupted_manifest_is_named(layered: Store, content: bytes) -> None:
    broken = layered.starter / "loads" / "broken.json"
    broken.write_bytes(content)
    with pytest.raises(StoreError, match=r"broken\.json: the manifest cannot be read.*Move it away and load again"):
        layered.evidence()


def test_a_manifest_of_a_newer_format_is_refused(layered: Store) -> None:
    (load,) = Layer(layered.starter).loads()
    Layer(layered.starter).finish(msgspec.structs.replace(load, format=99))
    with pytest.raises(StoreError, match=r"the store has format 99; this facta reads 2. Upgrade facta"):
        layered.evidence()


@pytest.mark.parametrize("damage", ["missing", "truncated", "foreign"])
def test_a_damaged_part_is_named_and_not_read_around(layered: Store, damage: str) -> None:
    (part,) = (layered.starter / "figures").glob("*.parquet")
    if damage == "missing":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes()[:100] if damage == "truncated" else b"no parquet at all")
    with pytest.raises(StoreError, match=r"cannot be read.*Load the source again"):
        layered.evidence().figures("trade_flow", "RUS", "CHN")


def test_a_part_without_a_manifest_does_not_count(layered: Store, write_trade: Write) -> None:
    layered.load("cow_trade", write_trade("own.csv", (710, 365, 2012, 77, 7)), TODAY)
    (own,) = layered.folder.glob("figures/*.parquet")
    stray = own.with_name(f"cow_trade-{'0' * 16}.parquet")
    shutil.copy(own, stray)
    mine = [layered.folder / "figures" / "mine.parquet", layered.folder / "data" / stray.name]
    for file in mine:
        file.parent.mkdir(exist_ok=True)
        shutil.copy(own, file)
    (layered.folder / "loads" / "x.17.draft").write_text("{", encoding="utf-8")
    assert len(layered.evidence().find_rows("trade_flow", [("RUS", "CHN")])) == 1
    layered.load("cow_trade", write_trade("more.csv", (710, 365, 2013, 77, 7)), TODAY)
    assert not stray.exists()
    assert all(file.exists() for file in mine)
    assert not list(layered.folder.rglob("*.draft"))


def test_a_manifest_survives_its_own_writing(layered: Store) -> None:
    (load,) = Layer(layered.starter).loads()
    assert msgspec.json.decode(msgspec.json.encode(load), type=Load) == load


def test_registers_of_a_dossier_lie_above_the_store_and_are_not_stored(layered: Store, tmp_path: Path) -> None:
    head = "id,date,actor,recipient,location,kind,fatalities,title,published,citation,url,seen,via,note\n"
    row = "a,2009-02-15,RUS,CHN,x,armed_clash,8,y,2009-02-21,RIA,http://x,2026-11-22,,\n"
    (tmp_path / "incidents.csv").write_text(head + row, encoding="utf-8")
    above = layered.with_registers([tmp_path / "incidents.csv"])
    assert [record.id for record in above.evidence().rows("incident")] == ["a"]
    assert layered.evidence().rows("incident") == ()
    assert not layered.folder.exists()
