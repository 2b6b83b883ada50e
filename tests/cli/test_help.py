"""Help, completion and version."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import facta
from facta.claims import VerdictWord
from facta.cli import EXAMPLES
from facta.cli.frame.completing import (
    complete_dossiers,
    complete_measures,
    complete_sources,
    complete_states,
    complete_verdicts,
)
from facta.measures import list_measures
from facta.sources import list_sources

Run = Callable[..., Any]

COMMANDS = sorted(command.__name__ for command in EXAMPLES)


def read_examples(text: str) -> list[list[str]]:
    """Return the words of each example that ends a help text."""
    head, _, examples = text.rstrip().rpartition("Example:\n")
    assert head
    return [shlex.split(line) for line in examples.splitlines()]


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"fetch"}))  # tests/fetching has a publisher for it
def test_help_ends_with_examples_that_work(command: str, run: Run, islands: Path, tmp_path: Path) -> None:
    shutil.copy(islands / "dyadic.csv", "Dyadic_COW_4.0.csv")
    for program, *words in read_examples(run(command, "--help").out):
        assert program == "facta"
        assert words[0] == command
        answer = run(*words, FACTA_STORE=str(tmp_path / "store"))
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.strip()


def test_help_lists_every_command(run: Run) -> None:
    text = run("--help").out
    assert all(f"  {command} " in text for command in COMMANDS)
    assert "..." not in text.split("Commands:")[1]
    assert read_examples(text)[0][1] in COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_twin_in_python(command: str) -> None:
    assert callable(getattr(facta, command))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_json(command: str, run: Run) -> None:
    assert "--json" in run(command, "--help").out


def test_version(run: Run) -> None:
    assert run("--version").out == f"facta {facta.__version__}\n"


def test_completes_names() -> None:
    assert complete_dossiers("china") == ["china-russia", "china-russia-2021"]
    assert complete_sources("cow_tr") == ["cow_trade"]
    assert ("trade", list_measures()["trade"].title) in complete_measures("tra")
    assert ("RUS", "Russia") in complete_states("ru")


def test_completes_every_source_and_verdict() -> None:
    assert complete_sources("") == sorted(list_sources())
    assert set(complete_verdicts("")) == {word.value for word in VerdictWord}


def test_the_shell_is_answered(run: Run) -> None:
    answer = run(_FACTA_COMPLETE="complete_bash", COMP_WORDS="facta sources imf", COMP_CWORD="2")
    assert answer.out.split() == ["imf_dip", "imf_dots"]
