"""`resolve` and `score` on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

DOSSIER = """facta: 1
question: What will become of trade between Fiji and Tonga?
asked: 2003-06
claims:
- id: grows
  said: {by: A. Speaker, date: 2003-06, quote: "trade will probably grow", hedge: probably}
  horizon: {until: 2004-12-31, set_by: encoder}
  readings:
  - check: trade(FJI -- TON)[2004] > trade(FJI -- TON)[2003]
- id: allies
  said: {by: C. Late, date: 2003-06, quote: "no alliance by 2030", hedge: will}
  horizon: {until: 2030-12-31, set_by: encoder}
  readings:
  - check: none(alliance(FJI -- TON))[2004..2030]
"""


@pytest.fixture
def scored(run: Run, tmp_path: Path) -> Callable[..., Any]:
    """Return ``scored(command, ...)``: a command on a dossier of forecasts, with a store of its own."""
    (tmp_path / "trade.yml").write_text(DOSSIER, encoding="utf-8")
    run("load", "cow_trade", "dyadic.csv", FACTA_STORE=str(tmp_path / "store"))

    def call(command: str, *arguments: str, **more: str) -> Any:
        chosen = {"FACTA_STORE": str(tmp_path / "store"), "COLUMNS": "100", **more}
        return run(command, str(tmp_path / "trade.yml"), *arguments, **chosen)

    return call


def test_the_board_has_its_cautions_above_and_its_coverage_below(scored: Run) -> None:
    lines = scored("score").out.splitlines()
    places = [
        next(n for n, line in enumerate(lines) if line.startswith(start))
        for start in (
            "!  No prob",
            "!  Matured",
            "!  No ranking",
            "Holder",
            "A. Speaker",
            "C. Late: ",
            "Coverage",
            "Pending",
        )
    ]
    assert places == sorted(places)
    assert lines[places[4]].split()[2:8] == ["1", "1", "of", "1", "0.04", "to"]
    assert "C. Late: nothing to score yet (1 wait)." in lines
    assert any("no source of alliance reaches 2030-12-31: atop ends on 2018-12-31" in line for line in lines)
    assert max(map(len, lines)) <= 100


def test_resolves_once_and_says_what_is_open(scored: Run) -> None:
    first = scored("resolve").out
    assert "1 reading settled\n  ● came about  grows" in first
    assert "1 reading open\n  allies  no source of alliance reaches 2030-12-31" in first
    assert "Written: 2 registered, 2 forecast, 1 resolved." in " ".join(first.split())
    assert "1 of those registered can never be resolved by the sources as they stand." in first
    second = scored("resolve").out
    assert second.startswith("Evidence as of ")
    assert "0 readings settled" in second
    assert "Written: nothing that was not there." in " ".join(second.split())


def test_the_documents_hold_holders_and_resolutions(scored: Run) -> None:
    assert [entry["outcome"] for entry in scored("resolve", "--json").document["resolved"]] == [1.0]
    board = scored("score", "--json").document
    assert [holder["name"] for holder in board["holders"]] == ["A. Speaker", "C. Late"]
    assert board["holders"][1]["brier"] == [None, None]
    assert board["coverage"]["pending"] == 1


def test_a_file_is_written_in_place_of_the_board(scored: Run, tmp_path: Path) -> None:
    answer = scored("score", "-o", str(tmp_path / "rows.parquet"))
    assert answer.out.strip() == str(tmp_path / "rows.parquet")
    assert (tmp_path / "rows.parquet").stat().st_size > 0


def test_a_log_needs_a_file_that_stays(run: Run) -> None:
    answer = run("resolve", "-", given=DOSSIER)
    assert answer.code == 2
    assert answer.err.startswith("unknown dossier '-'.")


def test_of_many_claims_that_look_back_a_few_are_named(scored: Run, tmp_path: Path) -> None:
    claim = DOSSIER[DOSSIER.index("- id: allies") :].replace("2030-12-31", "2001-12-31").replace("2004..2030", "2000")
    many = "".join(claim.replace("id: allies", f"id: past-{n}") for n in range(7))
    (tmp_path / "trade.yml").write_text(DOSSIER + many, encoding="utf-8")
    text = " ".join(scored("score").out.split())
    assert "7 every reading looks back (past-0, past-1, past-2, past-3, past-4, …)" in text


def test_a_mapping_that_is_not_there_is_told(scored: Run) -> None:
    answer = scored("score", "--mapping", "icd-230")
    assert (answer.code, answer.err) == (2, "unknown mapping 'icd-230'. Nearest: icd-203.\n")


def test_an_edited_log_is_told_with_its_line(scored: Run, tmp_path: Path) -> None:
    scored("resolve")
    (file,) = (tmp_path / "store" / "record").iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace("A. Speaker", "A. Speakers"), encoding="utf-8")
    answer = scored("score")
    assert answer.code == 3
    assert ":3: the line is not the one that was written here. Put the file back as it was." in answer.err
