"""Forms as people hand them in: what is taken, and what is refused with file, line and next step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.ballots.conftest import answer

from facta.claims.ballots import Ballot, name_file, read_forms, read_probability, write_form
from facta.errors import BallotError, BrokenForms, ImpossibleValue

WriteForm = Callable[..., Path]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("35%", 0.35), ("35 %", 0.35), ("0.35", 0.35), (0.35, 0.35), (".5", 0.5), ("0", 0.0), (0, 0.0), ("100%", 1.0),
        ("1.0", 1.0), (1.0, 1.0), ("0.35%", 0.0035), ("1%", 0.01), ("٣٥٪"[:2] + "%", 0.35), (1e-5, 1e-5),
        ("", None), (None, None), ("  ", None),
    ],
)  # fmt: skip
def test_reads_a_probability_as_it_was_written(written: object, read: float | None) -> None:
    assert read_probability(written) == read


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("maybe", "Write it as 35% or 0.35"),
        (35, "Write 35% if that is meant"),
        ("35", "Write 35% if that is meant"),
        (2.5, r"Write 2\.5% if that is meant"),
        (1, "Write 100% or 1%: it may mean either"),
        ("1", "Write 100% or 1%: it may mean either"),
        ("135%", "Nearest: 100%"),
        (1350, "Nearest: 100%"),
        ("-5%", "Nearest: 0%"),
        (-0.2, "Nearest: 0%"),
        (True, "'yes'"),
        (float("nan"), "'nan'"),
        (float("inf"), "'inf'"),
        ("> 50%", "Write it as 35% or 0.35"),
        ("30-40%", "Write it as 35% or 0.35"),
        ("1_0", "Write it as 35% or 0.35"),
        ("x" * 500, "x…'"),
    ],
)
def test_refuses_what_is_no_probability(written: object, step: str) -> None:
    with pytest.raises(ImpossibleValue, match=step):
        read_probability(written)


@given(st.integers(0, 10_000))
def test_a_percentage_is_its_hundredth(hundredths: int) -> None:
    assert read_probability(f"{hundredths / 100}%") == pytest.approx(hundredths / 10_000, abs=1e-12)


def test_reads_a_form(ballot: Ballot, hand_in: WriteForm) -> None:
    text = answer("trade-grows-1", "35%", "Prices rise.") + answer("clash-1", "0.1") + answer("trade-grows-2", "")
    (form,) = read_forms([hand_in("王芳", text)], ballot)
    assert form.expert == "王芳"
    assert [(entry.question, entry.probability, entry.reason) for entry in form.forecasts] == [
        ("trade-grows-1", 0.35, "Prices rise."),
        ("clash-1", 0.1, ""),
    ]
    assert len(form.sha256) == 64


def test_reads_a_form_as_json(ballot: Ballot, hand_in: WriteForm) -> None:
    forecasts = [{"question": "clash-1", "probability": "12.5%", "reason": 'a "b"\nc \u2028 d'}]
    text = json.dumps({"form": 1, "ballot": ballot.hash, "expert": "A / B", "forecasts": forecasts})
    (form,) = read_forms([hand_in("", text, head="\n")], ballot)
    assert (form.expert, form.forecasts[0].probability, form.forecasts[0].reason) == (
        "A / B",
        0.125,
        'a "b"\nc \u2028 d',
    )


@pytest.mark.parametrize("expert", ["", "王芳", 'A "B" # c: d', "O’Neill / Łukasz", "null", "no", "../.."])
def test_a_form_that_was_written_can_be_filled_in(expert: str, ballot: Ballot, hand_in: WriteForm) -> None:
    text = write_form(ballot, expert).replace("  probability:\n", "  probability: 35%\n")
    (form,) = read_forms([hand_in("", text if expert else text.replace("expert:", "expert: A"), head="#\n")], ballot)
    assert form.expert == (expert or "A")
    assert [entry.question for entry in form.forecasts] == [question.id for question in ballot.questions]


@pytest.mark.parametrize(
    ("forecasts", "message"),
    [
        (answer("trade-grow-1", "35%"), r"yml:5: there is no question 'trade-grow-1'\. Nearest: trade-grows-1"),
        (answer("xyz", "35%"), r"yml:5: there is no question 'xyz'\. Keep the questions"),
        (answer("clash-1", "maybe"), r"yml:6: impossible probability 'maybe' of 'clash-1'\. Write it as 35%"),
        (answer("clash-1", "35"), r"yml:6: impossible probability '35' of 'clash-1'\. Write 35% if"),
        (answer("clash-1", "1.35"), r"yml:6: impossible probability '1\.35' of 'clash-1'\. Write 1\.35% if"),
        (answer("clash-1", "no"), r"yml:6: impossible probability 'no'"),
        (answer("clash-1", "%35"), r"yml:6: .* cannot start any token"),
        (answer("clash-1", ""), r"yml:4: the form has no probability\. Fill in one at least"),
        ("", r"yml:4: forecasts: expected `array`, got `null`"),
        (answer("clash-1", "5%") * 2, r"yml:8: the question 'clash-1' stands twice\. Keep one"),
        (answer("clash-1", "5%\n  probability: 6%"), r"yml:7: the key 'probability' stands twice\. Keep one"),
        (answer("clash-1", "5%") + answer("trade-grows-1", "", "Oil."), r"yml:10: .* has a reason and no number"),
        (answer("clash-1", "5%", "x" * 2001), r"yml:7: the reason is too long"),
        (answer("clash-1", "5%", '"\\ud800"'), r"yml:7: found invalid Unicode"),
        (answer("clash-1", "5%\n  confidence: high"), r"yml:7: forecasts\[0\]\.confidence: .*Fields are"),
        (answer("clash-1", "&a 5%"), r"yml:6: anchors and aliases are not allowed"),
        ("- clash-1: 5%\n", r"yml:5: .*question"),
    ],
)
def test_names_file_line_and_next_step(forecasts: str, message: str, ballot: Ballot, hand_in: WriteForm) -> None:
    with pytest.raises(BallotError, match=message):
        read_forms([hand_in("A", forecasts)], ballot)


@pytest.mark.parametrize(
    ("expert", "message"),
    [
        ("", r"yml:3: the form names no expert\. Write your name"),
        ("no", "the form names no expert"),
        ("x" * 121, r"yml:3: impossible name 'xxxx.*…'\. Write it in at most 120"),
        ('"a\\x1bb"', r"yml:3: impossible name 'a\\x1bb'"),
    ],
)
def test_a_form_needs_a_name(expert: str, message: str, ballot: Ballot, hand_in: WriteForm) -> None:
    with pytest.raises(BallotError, match=message):
        read_forms([hand_in(expert, answer("clash-1", "5%"))], ballot)


def test_refuses_the_form_of_another_ballot(ballot: Ballot, hand_in: WriteForm) -> None:
    form = hand_in("A", answer("clash-1", "5%"), head="form: 1\nballot: 00ff\nexpert: A\nforecasts:\n")
    with pytest.raises(BallotError, match=r"yml:2: the form is of another ballot\. Name its folder with --ballot"):
        read_forms([form], ballot)


def test_refuses_what_is_no_form(ballot: Ballot, tmp_path: Path) -> None:
    with pytest.raises(BallotError, match="there is no such file"):
        read_forms([tmp_path / "gone.yml"], ballot)
    (tmp_path / "page.html").write_text("<html>", encoding="utf-8")
    with pytest.raises(BallotError, match="hand in the file that its button saves"):
        read_forms([tmp_path / "page.html"], ballot)
    (tmp_path / "sound.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BallotError, match=r"sound\.yml: the file is not UTF-8"):
        read_forms([tmp_path / "sound.yml"], ballot)
    (tmp_path / "empty.yml").write_text("", encoding="utf-8")
    with pytest.raises(BallotError, match=r"empty\.yml:1: the file is empty\. Hand in a form"):
        read_forms([tmp_path / "empty.yml"], ballot)


def test_names_every_fault_of_every_form(ballot: Ballot, hand_in: WriteForm) -> None:
    forms = [
        hand_in("A", answer("clash-1", "maybe") + answer("trade-grows-1", "35")),
        hand_in("", answer("clash-1", "5%")),
        hand_in("C", answer("clash-1", "5%")),
    ]
    with pytest.raises(BrokenForms, match="3 faults") as caught:
        read_forms(forms, ballot)
    assert [error.line for error in caught.value.errors] == [6, 9, 3]


def test_of_two_forms_of_one_expert_the_later_stands(ballot: Ballot, hand_in: WriteForm) -> None:
    first = hand_in("Wang  Fang", answer("clash-1", "5%"))
    second = hand_in("wang fang ", answer("clash-1", "7%"))
    (form,) = read_forms([first, second], ballot)
    assert form.forecasts[0].probability == 0.07


@given(st.text(max_size=200))
def test_a_file_name_is_one_part_of_a_path(name: str) -> None:
    stem = name_file(name)
    assert Path(stem).name == stem
    assert 0 < len(stem) <= 60
