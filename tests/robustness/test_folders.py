"""What a user may name: folders with other files, patterns, links that run in circles, files that go away."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import facta
from facta.desk import LoadResult
from facta.errors import BrokenFile, ForeignFile
from facta.store import LoadReport, Store

from .files import REGISTER, pack, squeeze, text

TODAY = dt.date(2026, 11, 22)
Give = Callable[..., LoadResult]
Load = Callable[..., LoadReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three files of one source, plain and packed, and others beside them."""
    folder = tmp_path / "data"
    (folder / "older").mkdir(parents=True)
    lines = text("gdelt_v1").splitlines(keepends=True)
    (folder / "20180601.export.CSV").write_text("".join(lines[:2]), encoding="utf-8")
    (folder / "older" / "20180602.zip").write_bytes(pack({"20180602.CSV": "".join(lines[2:4])}))
    (folder / "older" / "20180603.CSV.gz").write_bytes(squeeze("".join(lines[4:]).encode()))
    (folder / "trade.csv").write_text(text("cow_trade"), encoding="utf-8")
    (folder / "Codebook.pdf").write_bytes(b"%PDF-1.7 words")
    (folder / ".hidden").write_text("words", encoding="utf-8")
    (folder / "20180604.CSV.part").write_text(lines[0], encoding="utf-8")
    return folder


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """Return ``give(source, *files)``: loads them into one store."""
    return lambda source, *files, **more: facta.load(source, *files, store=tmp_path / "store", retrieved=TODAY, **more)


def test_of_a_folder_every_file_of_the_source_is_read(folder: Path, give: Give) -> None:
    result = give("gdelt_v1", folder)
    assert [report.rows for report in result.reports] == [2, 2, 2]
    assert result.passed_over == ("Codebook.pdf", "trade.csv")


def test_a_folder_of_other_files_is_refused(folder: Path, give: Give) -> None:
    with pytest.raises(ForeignFile, match=r"this is no file of un_votes"):
        give("un_votes", folder)


def test_a_foreign_file_given_by_name_is_refused(folder: Path, give: Give) -> None:
    with pytest.raises(ForeignFile, match=r"trade\.csv: this is no file of gdelt_v1"):
        give("gdelt_v1", folder / "trade.csv")
    with pytest.raises(facta.FactaError, match=r"1 of 2 files could not be read; the others are stored"):
        give("gdelt_v1", folder / "20180601.export.CSV", folder / "trade.csv")


def test_a_pattern_names_files(folder: Path, give: Give) -> None:
    assert [report.file for report in give("gdelt_v1", folder / "**" / "2018*").reports] == [
        "20180601.export.CSV",
        "20180602.zip",
        "20180603.CSV.gz",
    ]


@pytest.mark.parametrize("name", ["nothing*.csv", "**/*.xlsx", "none.csv", "none/", "older/none.csv"])
def test_a_name_without_a_file_is_refused(folder: Path, give: Give, name: str) -> None:
    with pytest.raises(BrokenFile, match=r"no (such )?file.*Check the path"):
        give("gdelt_v1", folder / name)


def test_an_empty_folder_is_refused(tmp_path: Path, give: Give) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BrokenFile, match=r"no file is there"):
        give("gdelt_v1", tmp_path / "empty")


def test_links_in_circles_end(folder: Path, give: Give) -> None:
    (folder / "older" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "broken").symlink_to(folder / "nowhere")
    assert sum(report.new for report in give("gdelt_v1", folder).reports) == 6
    with pytest.raises(BrokenFile, match=r"there is no such file"):
        give("gdelt_v1", folder / "self")


def test_a_link_to_a_file_is_that_file(folder: Path, give: Give, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(folder / "20180601.export.CSV")
    assert give("gdelt_v1", tmp_path / "linked").new == 2


def test_a_file_that_goes_away_is_named_and_the_others_are_read(folder: Path, give: Give) -> None:
    gone = (folder / "older" / "20180602.zip").rename(folder / "older" / "20180702.zip")
    with pytest.raises(
        facta.FactaError, match=r"1 of 3 files could not be read.*\n.*20180702\.zip: there is no such file"
    ):
        give("gdelt_v1", folder, progress=lambda _: gone.unlink(missing_ok=True))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_named(folder: Path, give: Give) -> None:
    (folder / "20180601.export.CSV").chmod(0)
    with pytest.raises(BrokenFile, match=r"20180601\.export\.CSV: the file cannot be opened"):
        give("gdelt_v1", folder / "20180601.export.CSV")


def test_a_file_that_the_system_refuses_is_named(folder: Path, give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Path.open

    def refuse(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if path.name == "20180601.export.CSV":
            raise PermissionError(13, "Permission denied", str(path))
        return known(path, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BrokenFile, match=r"20180601\.export\.CSV: the file cannot be opened \(Permission denied\)"):
        give("gdelt_v1", folder / "20180601.export.CSV")


def test_a_pipe_is_no_file(tmp_path: Path, give: Give) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(BrokenFile):
        give("gdelt_v1", tmp_path / "pipe.csv")


def test_a_folder_that_is_given_twice_adds_nothing(folder: Path, give: Give) -> None:
    assert (give("gdelt_v1", folder).new, give("gdelt_v1", folder).new) == (6, 0)


def test_names_in_other_scripts_are_names(folder: Path, give: Give) -> None:
    target = folder / "данные ‘2018’ [1] 100%.CSV"
    shutil.copy(folder / "20180601.export.CSV", target)
    assert give("gdelt_v1", target).reports[0].file == target.name


def change(number: int, old: str, new: str) -> bytes:
    lines = [line.replace(old, new) if place == number else line for place, line in enumerate(REGISTER, start=1)]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(change(3, "Nakhodka", '"Nakhodka'), r"no CSV in UTF-8", id="a quotation mark"),
        pytest.param(change(3, "Nakhodka", "Nakh\udcf3dka"), r"no CSV in UTF-8", id="Latin-1"),
        pytest.param(change(3, "Nakhodka", "Nakh\0odka"), r"no CSV in UTF-8", id="a NUL"),
        pytest.param(change(3, "Nakhodka", "Nakh\rodka"), r"no CSV in UTF-8", id="a carriage return"),
        pytest.param(change(3, ",,", ","), r"incidents\.csv:3: 13 cells for 14 columns", id="a short line"),
        pytest.param(change(3, "RIA", "RIA,more"), r"incidents\.csv:3: 15 cells for 14 columns", id="a long line"),
        pytest.param(change(3, "case-2", "case-1"), r"incidents\.csv:3: .*stands twice", id="an id twice"),
        pytest.param(change(3, "RIA", ""), r"incidents\.csv:3: no citation", id="no citation"),
        pytest.param(change(3, "RUS", "RUX"), r"incidents\.csv:3: unknown", id="no state"),
        pytest.param(change(1, "kind", "sort"), r"incidents\.csv", id="a name in the header"),
    ],
)
def test_a_register_is_refused_by_its_first_fault(load: Load, store: Store, content: bytes, found: str) -> None:
    with pytest.raises(facta.FactaError, match=found):
        load("registers", content)
    assert store.loads() == []
