"""The sealed ballot and the record of what was frozen: nobody changes either unseen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from tests.claims.ballots.conftest import answer

from facta.claims.ballots import (
    RECORD,
    Ballot,
    Filled,
    Record,
    close_record,
    freeze_forms,
    read_ballot,
    read_forms,
    read_record,
    update_record,
)
from facta.errors import BallotError, StoreError, TooFew

WriteForm = Callable[..., Path]

AT = dt.datetime(2026, 11, 23, 10, 15, 30, 999, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def frozen(ballot: Ballot, folder: Path, hand_in: WriteForm) -> Record:
    """Return a record of three forms, as it lies in the folder."""
    forms = [hand_in(name, answer("clash-1", f"{n}%")) for n, name in enumerate("ABC", start=20)]
    return update_record(ballot, folder, partial(freeze_forms, forms=read_forms(forms, ballot), at=AT))


def test_a_ballot_is_read_as_it_was_sealed(ballot: Ballot, folder: Path) -> None:
    assert read_ballot(folder) == ballot


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2030-12-31", "2031-12-31", "the ballot was changed after it was sealed"),
        ("Trade grows.", "Trade falls.", "the ballot was changed after it was sealed"),
        ("lag_days: 120", "lag_days: soon", r"ballot\.yml:\d+: .*Put it back as it was"),
        ("dossier: d", "dossier: d\ndossier: e", r"ballot\.yml:\d+: the key 'dossier' stands twice"),
    ],
)
def test_a_ballot_that_was_changed_is_refused(old: str, new: str, message: str, folder: Path) -> None:
    path = folder / "ballot.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BallotError, match=message):
        read_ballot(folder)


def test_a_form_is_frozen_with_time_and_hash(ballot: Ballot, folder: Path, frozen: Record) -> None:
    assert [form.expert for form in frozen.forms] == ["A", "B", "C"]
    assert frozen.forms[0].time == dt.datetime(2026, 11, 23, 2, 15, 30, tzinfo=dt.UTC)
    lines = [json.loads(line) for line in (folder / RECORD).read_text(encoding="utf-8").splitlines()]
    assert [line["previous"] for line in lines] == [ballot.hash, lines[0]["hash"], lines[1]["hash"]]
    assert lines[0]["time"] == "2026-11-23T02:15:30Z"
    assert read_record(ballot, folder) == frozen


def test_the_same_answers_are_frozen_once(ballot: Ballot, folder: Path, frozen: Record, hand_in: WriteForm) -> None:
    again = read_forms([hand_in("b", answer("clash-1", "0.21"))], ballot)
    before = (folder / RECORD).read_bytes()
    assert update_record(ballot, folder, partial(freeze_forms, forms=again, at=AT)) == frozen
    assert (folder / RECORD).read_bytes() == before


def test_a_frozen_form_is_not_replaced(ballot: Ballot, folder: Path, frozen: Record, hand_in: WriteForm) -> None:
    forms = read_forms([hand_in("D", answer("clash-1", "5%")), hand_in("b", answer("clash-1", "99%"))], ballot)
    with pytest.raises(BallotError, match=r"B froze other answers at 2026-11-23 02:15 UTC\. A frozen form cannot be"):
        update_record(ballot, folder, partial(freeze_forms, forms=forms, at=AT))
    assert read_record(ballot, folder) == frozen


def test_a_closed_ballot_takes_no_form(ballot: Ballot, folder: Path, frozen: Record, hand_in: WriteForm) -> None:
    closed = update_record(ballot, folder, partial(close_record, at=AT))
    assert closed.closed == frozen.forms[0].time
    assert update_record(ballot, folder, partial(close_record, at=AT + dt.timedelta(days=1))) == closed
    with pytest.raises(BallotError, match="the ballot was closed at 2026-11-23 02:15 UTC"):
        freeze_forms(closed, read_forms([hand_in("D", answer("clash-1", "5%"))], ballot), AT)
    with pytest.raises(TooFew, match="facta ballot add FILE"):
        close_record(Record(ballot), AT)


def _change(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"0.21", b"0.91"), lines[2]]


def _drop(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2]]


def _swap(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2], lines[1]]


def _repeat(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[0]]


def _cut(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1][:50]]


def _blank(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b"", lines[1]]


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("tamper", [_change, _drop, _swap, _repeat, _cut, _blank])
def test_a_record_that_was_changed_is_refused(
    tamper: Callable[[list[bytes]], list[bytes]], ballot: Ballot, folder: Path
) -> None:
    path = folder / RECORD
    path.write_bytes(b"\n".join(tamper(path.read_bytes().splitlines())) + b"\n")
    with pytest.raises(BallotError, match=r"frozen\.jsonl:2: .*Put the record back as it was"):
        read_record(ballot, folder)


@pytest.mark.usefixtures("frozen")
def test_a_ballot_that_was_changed_after_freezing_is_refused(ballot: Ballot, folder: Path) -> None:
    from msgspec.structs import replace

    from facta.claims.ballots import seal_ballot, write_ballot

    other = seal_ballot(replace(ballot, question="Another?"))
    (folder / "ballot.yml").write_text(write_ballot(other), encoding="utf-8")
    assert read_ballot(folder) == other
    with pytest.raises(BallotError, match=r"frozen\.jsonl:1: the ballot was changed .* Put ballot\.yml back as it was"):
        read_record(other, folder)


@pytest.mark.usefixtures("frozen")
def test_a_last_line_without_its_end_is_mended_and_its_form_kept(
    ballot: Ballot, folder: Path, hand_in: WriteForm
) -> None:
    path = folder / RECORD
    path.write_bytes(path.read_bytes()[:-1])
    form = read_forms([hand_in("D", answer("clash-1", "5%"))], ballot)
    update_record(ballot, folder, partial(freeze_forms, forms=form, at=AT))
    assert [entry.expert for entry in read_record(ballot, folder).forms] == ["A", "B", "C", "D"]
    assert path.read_bytes().count(b"\n") == 4


@pytest.mark.usefixtures("frozen")
def test_a_last_line_that_was_cut_short_is_left_to_people(ballot: Ballot, folder: Path, hand_in: WriteForm) -> None:
    path = folder / RECORD
    path.write_bytes(path.read_bytes()[:-40])
    before, form = path.read_bytes(), read_forms([hand_in("D", answer("clash-1", "5%"))], ballot)
    with pytest.raises(BallotError, match=r"frozen\.jsonl:3: .*delete a last line that an interruption cut off"):
        update_record(ballot, folder, partial(freeze_forms, forms=form, at=AT))
    assert path.read_bytes() == before


def test_forms_that_come_at_once_stand_one_after_another(ballot: Ballot, folder: Path, hand_in: WriteForm) -> None:
    forms = [read_forms([hand_in(f"Expert {n}", answer("clash-1", "5%"))], ballot) for n in range(16)]

    def freeze(form: list[Filled]) -> Record:
        return update_record(ballot, folder, partial(freeze_forms, forms=form, at=AT))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(freeze, forms))
    assert {form.expert for form in read_record(ballot, folder).forms} == {f"Expert {n}" for n in range(16)}


def test_a_record_that_cannot_be_written(ballot: Ballot, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the file cannot be written"):
        update_record(ballot, tmp_path / "gone", partial(close_record, at=AT))
