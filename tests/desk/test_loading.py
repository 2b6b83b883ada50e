from __future__ import annotations

from pathlib import Path

import pytest

import facta
from facta.errors import BrokenFile, BrokenFiles, ForeignFile

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
