"""A ballot on the command line: the examples of the help, one after another, and what is refused."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from facta.cli.balloting import BALLOT_EXAMPLES
from facta.desk import write_schemas

Run = Callable[..., Any]

STEPS = [step.__name__ for step in BALLOT_EXAMPLES]


@pytest.fixture
def place(run: Run, tmp_path: Path) -> Iterator[Path]:
    """Return an empty folder, in which the commands run."""
    with chdir(tmp_path):
        yield tmp_path


def read_example(step: str, run: Run) -> list[str]:
    """Return the words of the example that ends the help of a step."""
    program, *words = shlex.split(run("ballot", step, "--help").out.rstrip().splitlines()[-1])
    assert program == "facta"
    assert words[:2] == ["ballot", step]
    return words[1:]


def fill(folder: Path) -> None:
    """Fill in the first question of every form."""
    for number, form in enumerate(sorted(folder.glob("*.yml")), start=1):
        if form.name != "ballot.yml":
            text = form.read_text(encoding="utf-8")
            form.write_text(text.replace("probability:", f"probability: {20 * number}%", 1), encoding="utf-8")


def test_the_examples_follow_on_one_another(run: Run, place: Path) -> None:
    for step in STEPS:
        answer = run("ballot", *read_example(step, run))
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.strip()
        if step == "new":
            fill(place / "panel")
    assert "Where the experts differ most" in answer.out
    assert (place / "panel" / "china-russia-answers.yml").is_file()


def test_json_of_every_step_fits_the_schema(run: Run, place: Path) -> None:
    for step in STEPS:
        answer = run("ballot", *read_example(step, run), "--json")
        assert (answer.code, answer.err) == (0, "")
        validate(answer.document, write_schemas()["ballot"])
        if step == "new":
            fill(place / "panel")


def test_help_lists_every_step(run: Run) -> None:
    assert all(f"  {step} " in run("ballot", "--help").out for step in STEPS)
    assert "  ballot " in run("--help").out


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["new", "chna-russia"], 2, "Nearest: china-russia"),
        (["new", "china-russia", "--as-of", "2021-01-31", "--closes", "2020"], 2, "Give --closes a later day"),
        (["new", "china-russia", "--closes", "soon"], 2, "'soon' is no date"),
        (["new", "china-russia", "--as-of", "2021-01", "--experts", "A, B\x1b[1m"], 2, "impossible name"),
        (["new", "china-russia", "--as-of", "2029"], 2, "ask as of an earlier day"),
        (["add", "gone.yml"], 3, "there is no ballot.yml here"),
        (["close", "gone"], 3, "there is no ballot.yml here"),
        (["add"], 2, "Missing argument"),
        (["open"], 2, "No such command"),
    ],
)
@pytest.mark.usefixtures("place")
def test_errors_go_to_stderr_and_name_the_next_step(words: list[str], code: int, text: str, run: Run) -> None:
    answer = run("ballot", *words)
    assert (answer.code, answer.out) == (code, "")
    assert text in answer.err
    assert "Traceback" not in answer.err


def test_a_faulty_form_is_named_by_its_line(run: Run, place: Path) -> None:
    assert run("ballot", *read_example("new", run)).code == 0
    fill(place / "panel")
    form = place / "panel" / "first.yml"
    form.write_text(form.read_text(encoding="utf-8").replace("probability: 40%", "probability: 40"), encoding="utf-8")
    answer = run("ballot", "add", "panel/first.yml")
    assert (answer.code, answer.out) == (3, "")
    assert "impossible probability '40'" in answer.err
    assert "Write 40% if that is meant." in answer.err
    assert run("ballot", "close", "panel").code == 2
