from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import facta
from facta.errors import BrokenFile, BrokenFiles, ForeignFile, ImpossibleWindow, UnknownName
from facta.sources.gdelt_v1.rows import COLUMNS
from facta.sources.gdelt_v2.read import COLUMNS_V2

HEAD = "ccode1,ccode2,year,flow1,flow2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of two good files, one of them deeper, and one that is no trade."""
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "2012.csv").write_text(f"{HEAD}710,365,2012,10,7\n", encoding="utf-8")
    (tmp_path / "data" / "deep" / "2013.csv").write_text(f"{HEAD}710,365,2013,11,8\n", encoding="utf-8")
    (tmp_path / "data" / "README.txt").write_text("how to cite\n", encoding="utf-8")
    return tmp_path / "data"


def test_every_file_of_a_folder_is_tried_and_foreign_ones_are_named(folder: Path, tmp_path: Path) -> None:
    result = facta.load("cow_trade", folder, store=tmp_path / "store")
    assert [report.file for report in result.reports] == ["2012.csv", "2013.csv"]
    assert (result.new, result.passed_over) == (4, ("README.txt",))
    assert facta.load("cow_trade", folder, store=tmp_path / "store").new == 0


def test_hidden_and_unfinished_files_are_left_alone(folder: Path, tmp_path: Path) -> None:
    for name in (".hidden.csv", "2014.csv.part"):
        (folder / name).write_text("cut", encoding="utf-8")
    assert facta.load("cow_trade", folder, store=tmp_path / "store").passed_over == ("README.txt",)


@pytest.mark.parametrize(("pattern", "count"), [("*.csv", 1), ("**/*.csv", 2), ("20?2.*", 1)])
def test_a_pattern_is_opened(folder: Path, tmp_path: Path, pattern: str, count: int) -> None:
    assert len(facta.load("cow_trade", folder / pattern, store=tmp_path / "store").reports) == count


@pytest.mark.parametrize("name", ["*.zip", "empty"])
def test_nothing_there_is_said(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(BrokenFile, match="no file is there"):
        facta.load("cow_trade", folder / name, store=tmp_path / "store")


def test_a_folder_of_nothing_but_foreign_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("text\n", encoding="utf-8")
    with pytest.raises(ForeignFile, match="this is no file of cow_trade"):
        facta.load("cow_trade", tmp_path, store=tmp_path / "store")


def test_broken_files_keep_no_other_out(folder: Path, tmp_path: Path) -> None:
    (folder / "a.csv.gz").write_bytes(b"\x1f\x8b\x08cut off")
    with pytest.raises(
        BrokenFiles, match=r"1 of 3 files could not be read; the others are stored\.\na\.csv\.gz"
    ) as caught:
        facta.load("cow_trade", folder, store=tmp_path / "store")
    assert caught.value.exit_code == 3
    assert facta.load("cow_trade", folder / "*.csv", store=tmp_path / "store").new == 0


def test_a_foreign_file_that_is_named_is_an_error_among_others(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BrokenFiles, match=r"README\.txt: this is no file of cow_trade"):
        facta.load("cow_trade", folder / "2012.csv", folder / "README.txt", store=tmp_path / "store")


def test_a_single_broken_file_is_refused_as_such(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ForeignFile):
        facta.load("cow_trade", folder / "README.txt", store=tmp_path / "store")


REDUCED = "Date\tSource\tTarget\tCAMEOCode\tNumEvents\tNumArts\tQuadClass\tGoldstein\t" + "\t".join(
    f"{who}Geo{part}" for who in ("Source", "Target", "Action") for part in ("Type", "Lat", "Long")
)
LAYOUTS = {
    "200601.csv": COLUMNS,
    "20180601.export.CSV": (*COLUMNS, "SOURCEURL"),
    "20180601000000.export.CSV": COLUMNS_V2,
}
EVENT = {"SQLDATE": "20060101", "EventCode": "042", "QuadClass": "1", "GoldsteinScale": "1.9"}


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    """Return a folder with a file of each layout of GDELT, one of them packed, and one that is none."""
    folder = tmp_path / "archives"
    folder.mkdir()
    for number, (name, columns) in enumerate(LAYOUTS.items()):
        event = {**EVENT, "GLOBALEVENTID": str(number)}
        (folder / name).write_text("\t".join(event.get(column, "") for column in columns) + "\n", encoding="utf-8")
    row = "\t".join(("20060101", "CHN", "RUS", "042", "2", "3", "1", "1.9", *"111111111"))
    (folder / "reduced.txt").write_text(f"{REDUCED}\n{row}\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "20180601.export.CSV.zip", "w") as packed:
        packed.write(folder / "20180601.export.CSV", "20180601.export.CSV")
    (folder / "20180601.export.CSV").unlink()
    (folder / "trade.csv").write_text(f"{HEAD}710,365,2012,10,7\n", encoding="utf-8")
    return folder


def test_the_files_of_gdelt_are_told_apart_by_their_columns(archives: Path, tmp_path: Path) -> None:
    result = facta.load("gdelt", archives, store=tmp_path / "store")
    assert {report.file: report.source for report in result.reports} == {
        "200601.csv": "gdelt_v1",
        "20180601.export.CSV.zip": "gdelt_v1",
        "20180601000000.export.CSV": "gdelt_v2",
        "reduced.txt": "gdelt_v1",
    }
    assert (result.source, result.new, result.passed_over) == ("gdelt", 4, ("trade.csv",))
    assert facta.load("gdelt", archives, store=tmp_path / "store").new == 0


def test_a_file_of_neither_is_refused_by_name(archives: Path, tmp_path: Path) -> None:
    with pytest.raises(ForeignFile, match=r"trade\.csv: this is no file of gdelt_v1"):
        facta.load("gdelt", archives / "trade.csv", store=tmp_path / "store")
    (archives / "20180602.export.CSV.zip").write_bytes(b"PK\x03\x04cut off")
    with pytest.raises(BrokenFiles, match=r"20180602\.export\.CSV\.zip: the archive is damaged"):
        facta.load("gdelt", archives, store=tmp_path / "store")


def test_an_unknown_family_has_a_nearest_name(archives: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"unknown source 'gdlt_v1'. Nearest: gdelt_v1"):
        facta.load("gdlt_v1", archives, store=tmp_path / "store")


def test_a_family_can_be_looked_up_and_fetched(tmp_path: Path) -> None:
    assert [entry["source"] for entry in facta.sources("gdelt").sources] == ["gdelt_v1", "gdelt_v2"]
    with pytest.raises(ImpossibleWindow, match="2014-13"):  # only the window is wrong
        facta.fetch("gdelt", window="2014-13", store=tmp_path / "store")


def test_who_watches_hears_of_every_byte(archives: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    facta.load("gdelt", archives, store=tmp_path / "store", watch=lambda *word: heard.append(word))
    whole = sum(file.stat().st_size for file in archives.iterdir())
    assert {name for name, _, _ in heard} == {file.name for file in archives.iterdir()}
    assert [read for _, read, _ in heard] == sorted(read for _, read, _ in heard)
    assert (heard[-1][1], {size for *_, size in heard}) == (whole, {whole})
