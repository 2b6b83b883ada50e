"""Resolving into the log of a store, and the board that comes out of it."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import facta
from facta.desk import ScoreResult, encode_result, write_schemas
from facta.errors import UnknownName
from facta.forecasts.scoring import Standing
from facta.store import BrokenJournal

DOSSIER = """facta: 1
question: What will become of trade between Fiji and Tonga?
asked: 2003-06
registers: [cited.csv]
shocks: [{name: the cyclone, date: 2004-01-15}]
claims:
- id: grows
  said:
  - {by: A. Speaker, date: 2003-06, quote: "trade will probably grow", hedge: probably}
  - {by: B. Writer, date: 2003-06-20, quote: "growth is unlikely", hedge: unlikely}
  horizon: {until: 2004-12-31, set_by: encoder}
  readings:
  - check: trade(FJI -- TON, source=cow_trade)[2004] > trade(FJI -- TON, source=cow_trade)[2003]
  - check: trade(FJI -- TON, source=cow_trade)[2004] > 90 M USD
    validity: proxy
    why: Another measure of growth.
- id: no-boom
  said: {by: A. Speaker, date: 2003-06, quote: "a boom is unlikely", hedge: unlikely, denies: true}
  horizon: {until: 2004-12-31, set_by: encoder}
  readings:
  - check: trade(FJI -- TON, source=cow_trade)[2004] < 90 M USD
- id: by-2040
  said: {by: C. Late, date: 2003-06, quote: "a billion by 2040", hedge: will}
  horizon: {until: 2040-12-31, stated: by 2040, set_by: author}
  readings:
  - check: trade(FJI -- TON)[2040] > 1 bn USD
- id: because
  type: forecast
  said: {by: B. Writer, date: 2003-06, quote: "because they like each other"}
  refuse: {reason: motive, why: Nobody can look into it.}
"""


@pytest.fixture
def dossier(islands: Path, tmp_path: Path) -> Path:
    """Return a dossier of forecasts beside its register."""
    (tmp_path / "cited.csv").write_text((islands / "cited.csv").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "trade.yml").write_text(DOSSIER, encoding="utf-8")
    return tmp_path / "trade.yml"


@pytest.fixture
def store(islands: Path, tmp_path: Path) -> Path:
    """Return a store of its own, filled from the files of the islands."""
    files = (islands / "dyadic.csv", islands / "national.csv")
    facta.load("cow_trade", *files, store=tmp_path / "store", retrieved=dt.date(2010, 1, 1))
    return tmp_path / "store"


def list_standings(result: ScoreResult) -> dict[tuple[str, str], list[str]]:
    """Return the standings of the readings of each claim of each holder."""
    standings: dict[tuple[str, str], list[str]] = {}
    for entry in result.entries:
        standings.setdefault((entry.holder, entry.claim), []).append(entry.standing.value)
    return standings


def test_scores_without_a_log_and_writes_nothing(dossier: Path, store: Path) -> None:
    result = facta.score(dossier, store=store)
    assert list_standings(result) == {
        ("A. Speaker", "grows"): ["resolved", "resolved"],
        ("B. Writer", "grows"): ["resolved", "resolved"],
        ("A. Speaker", "no-boom"): ["resolved"],
        ("C. Late", "by-2040"): ["not yet"],
    }
    assert not (store / "record").exists()


def test_the_board_is_that_of_the_words(dossier: Path, store: Path) -> None:
    speaker, writer, late = facta.score(dossier, store=store).board.rows
    # grows: 0.55 to 0.8 on one reading that came and one that did not; no-boom: 0.55 to 0.8, which came
    assert [round(end, 6) for end in speaker.brier] == [0.04, round((0.64 + 0.2025) / 2, 6)]
    assert (speaker.n, speaker.sided, speaker.hits) == (2, 2, (1, 2))
    assert [round(end, 6) for end in writer.brier] == [0.04, 0.64]
    assert (late.n, late.tally.pending) == (0, 1)


def test_says_what_must_stand_above_the_board(dossier: Path, store: Path) -> None:
    result = facta.score(dossier, store=store)
    text = "\n".join(result.board.cautions)
    assert "No probabilities or criteria were given (forecasts: 4)" in text
    assert "4 of 4 forecasts were open on 2004-01-15 (the cyclone)" in text
    assert "Nothing is scored for C. Late" in text
    assert not result.board.is_ranked
    assert [(entry.claim, entry.reason) for entry in result.left_out] == [("because", "not checkable: motive")]
    assert result.waiting == {"matures on 2040-12-31": 1}


def test_a_log_changes_no_score_and_a_second_run_no_log(dossier: Path, store: Path) -> None:
    before = facta.score(dossier, store=store)
    first = facta.resolve(dossier, store=store, day="2026-11-22")
    written = Path(first.files[0]).read_bytes()
    assert first.counts == {"registered": 4, "forecast": 6, "resolved": 3}
    assert {entry.day.isoformat() for entry in first.added} == {"2026-11-22"}
    again = facta.resolve(dossier, store=store, day="2026-12-24")
    assert (again.added, again.open[0].claim) == ((), "by-2040")
    assert Path(first.files[0]).read_bytes() == written
    assert encode_result(facta.score(dossier, store=store)) == encode_result(before)


@pytest.mark.parametrize("is_logged", [False, True])
def test_no_evidence_of_a_later_day_counts(dossier: Path, store: Path, is_logged: bool) -> None:
    if is_logged:
        facta.resolve(dossier, store=store, day="2026-11-22")
    early = facta.score(dossier, store=store, as_of="2004-06-30")
    assert {entry.standing for entry in early.entries} == {Standing.PENDING}
    assert early.board.tally.matured == 0
    assert facta.score(dossier, store=store, as_of="2003-06-19").board.tally.registered == 0
    assert facta.score(dossier, store=store, as_of="2003-07").board.tally.registered == 4


def test_resolves_as_of_one_day_after_the_other(dossier: Path, store: Path) -> None:
    early = facta.resolve(dossier, store=store, as_of="2004-06-30", day="2026-11-22")
    assert early.counts == {"registered": 4, "forecast": 6}
    late = facta.resolve(dossier, store=store, day="2026-11-22")
    assert late.counts == {"resolved": 3}
    assert facta.resolve(dossier, store=store, as_of="2004-06-30", day="2026-11-22").added == ()


def test_the_model_knows_no_more_than_the_day_of_saying_it(dossier: Path, store: Path) -> None:
    added = facta.resolve(dossier, store=store, day="2026-11-22").added
    forecasts = {(entry.claim, entry.holder): entry for entry in added if entry.kind.value == "forecast"}
    assert forecasts["no-boom", "A. Speaker"].as_of.isoformat() == "2003-06-30"
    assert forecasts["grows", "B. Writer"].as_of.isoformat() == "2003-06-20"


def test_an_edited_log_is_refused_with_its_line(dossier: Path, store: Path) -> None:
    file = Path(facta.resolve(dossier, store=store, day="2026-11-22").files[0])
    file.write_text(file.read_text(encoding="utf-8").replace('"low":0.2,', '"low":0.1,', 1), encoding="utf-8")
    with pytest.raises(BrokenJournal, match=r"trade-[0-9a-f]{8}\.jsonl:\d+: the line is not the one"):
        facta.score(dossier, store=store)


def test_a_line_that_was_cut_off_is_told_and_written_again(dossier: Path, store: Path) -> None:
    file = Path(facta.resolve(dossier, store=store, day="2026-11-22").files[0])
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])
    assert "were cut off when written" in facta.score(dossier, store=store).notes[0]
    mended = facta.resolve(dossier, store=store, day="2026-11-22")
    assert (len(mended.added), len(mended.notes)) == (1, 1)
    assert file.read_bytes() == whole


def test_claims_of_several_dossiers_bear_their_names(dossier: Path, store: Path) -> None:
    other = dossier.with_name("other.yml")
    other.write_text(DOSSIER.replace("What will", "And what will"), encoding="utf-8")
    result = facta.score(dossier, other, store=store)
    assert {entry.claim for entry in result.entries} >= {"trade#grows", "other#grows"}
    assert result.board.rows[0].tally.registered == 4


def copy_beside(dossier: Path, *folders: str) -> list[Path]:
    """Copy a dossier with its register into folders beside it, under one name."""
    for name in folders:
        shutil.copytree(dossier.parent, dossier.parent / name, ignore=lambda *_: ["store", *folders])
    return [dossier.parent / name / dossier.name for name in folders]


def test_dossiers_of_one_name_are_told_apart_by_their_paths(dossier: Path, store: Path) -> None:
    first, second = copy_beside(dossier, "p", "q")
    result = facta.score(first, second, dossier, first, store=store)
    assert result.dossiers[:2] == ("p/trade.yml", "q/trade.yml")
    assert {entry.claim for entry in result.entries} >= {"p/trade.yml#grows", "q/trade.yml#grows"}
    assert result.board.tally.registered == 3 * facta.score(first, store=store).board.tally.registered


def test_dossiers_of_one_name_and_question_have_two_logs(dossier: Path, store: Path) -> None:
    first, second = copy_beside(dossier, "p", "q")
    first.write_text(DOSSIER.replace("id: no-boom", "id: no-boon"), encoding="utf-8")
    for _ in range(2):
        counts = [facta.resolve(file, store=store, day="2026-11-22").counts for file in (first, second)]
    assert counts == [{}, {}]
    assert len(list((store / "record").iterdir())) == 2


def test_another_mapping_gives_other_ranges_and_names_what_it_lacks(dossier: Path, store: Path) -> None:
    facta.resolve(dossier, store=store, day="2026-11-22")
    result = facta.score(dossier, store=store, mapping="kent-1964")
    ranges = {(entry.holder, entry.claim): (entry.low, entry.high) for entry in result.entries}
    assert ranges["A. Speaker", "grows"] == (0.63, 0.87)
    assert ranges["B. Writer", "grows"] == (0.2, 0.45)
    assert result.notes == ("kent-1964 has no range for unlikely: icd-203 gives it.",)


def test_a_withdrawn_reading_is_counted(dossier: Path, store: Path) -> None:
    facta.resolve(dossier, store=store, day="2026-11-22")
    dossier.write_text(DOSSIER.replace("[2004] < 90 M USD", "[2004] < 80 M USD"), encoding="utf-8")
    assert facta.score(dossier, store=store).withdrawn == 1
    assert facta.resolve(dossier, store=store, day="2026-11-22").counts["withdrawn"] == 1


def test_an_unknown_hedge_names_its_claim_wherever_it_is_read(dossier: Path, store: Path) -> None:
    dossier.write_text(DOSSIER.replace("hedge: will}", "hedge: mayhap}"), encoding="utf-8")
    with pytest.raises(UnknownName, match=r"claim 'by-2040': unknown .*'mayhap'"):
        facta.score(dossier, store=store)
    with pytest.raises(UnknownName, match=r"claim 'by-2040': unknown .*'mayhap'"):
        facta.check(dossier, forecasts=True, store=store)


def test_the_documents_are_those_of_their_schemas(dossier: Path, store: Path) -> None:
    for name, result in (
        ("score", facta.score(dossier, store=store)),
        ("resolve", facta.resolve(dossier, store=store, day="2026-11-22")),
        ("score", facta.score(dossier, store=store, as_of="2003-01")),
    ):
        document = json.loads(encode_result(result))
        Draft202012Validator(write_schemas()[name]).validate(document)
        assert document["schema"] == f"facta/{name}/1"
    assert document["holders"] == []


def test_rows_are_saved_with_nothing_for_what_is_missing(dossier: Path, store: Path, tmp_path: Path) -> None:
    file = facta.score(dossier, store=store).save(tmp_path / "rows.csv")
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 6
    assert [row["outcome"] for row in rows if row["claim"] == "by-2040"] == [""]
