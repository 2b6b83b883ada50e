from __future__ import annotations

from pathlib import Path

import pytest

import facta
from facta.claims import name_dossier
from facta.errors import StoreError, UsageError

QUESTIONS = [
    "Who trades with whom?",
    'A "quoted" question: with {braces}, # and \\ marks',
    "Кто торгует с Китаем?",
    "中国和俄罗斯",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_new_dossier_can_be_checked_as_it_stands(question: str, tmp_path: Path) -> None:
    begun = facta.new(question, tmp_path / "new.yml", asked="2021-01")
    (entry,) = facta.check(begun.file, store=tmp_path / "none").dossiers
    assert (entry.question, len(entry.claims)) == (question, 1)


def test_it_is_named_by_its_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert facta.new(QUESTIONS[0]).file == "who-trades-with-whom.yml"
    assert (tmp_path / "who-trades-with-whom.yml").is_file()
    assert name_dossier("中国和俄罗斯") == "dossier.yml"


def test_no_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        facta.new("Who?", tmp_path / "mine.yml")
    assert (tmp_path / "mine.yml").read_text(encoding="utf-8") == "mine"
    with pytest.raises(StoreError, match="cannot be written"):
        facta.new("Who?", tmp_path / "none" / "a.yml")
