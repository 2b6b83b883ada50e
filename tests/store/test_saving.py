"""What can be written is known before there is anything to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from facta.errors import StoreError
from facta.store import check_target, save_text


def test_a_new_file_and_one_that_is_there_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    check_target(file)
    assert not file.exists()  # it was only looked at
    save_text("page", file)
    check_target(file)
    assert file.read_text(encoding="utf-8") == "page"


def test_a_bare_name_lies_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_target(Path("page.html"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "no" / "page.html"
    with pytest.raises(
        StoreError, match=f"there is no folder {file.parent}. Name a file in a folder that you may write"
    ):
        check_target(file)
    with pytest.raises(StoreError, match="the file cannot be written"):
        save_text("page", file)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="it is a folder"):
        check_target(tmp_path)
