"""The command that watches conditions: what it prints, when it is quiet, and its exit status."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from facta.desk import write_schemas

Run = Callable[..., Any]

DOSSIER = """facta: 1
question: What would end the trade of the islands?
asked: 2003-01
claims:
- id: collapse
  statement: X1
  said: {by: A. Speaker, date: 2003-01, quote: "a fall would be answered"}
  readings:
  - text: After a fall of trade with Tonga, trade with Samoa falls.
    check: >-
      if trade(FJI -- TON, source=cow_trade)[2002] < 12 M USD
      then change(trade(FJI -- WSM, source=cow_trade))[2003..2004] < 0%
- id: rise
  said: {by: A. Speaker, date: 2003-01, quote: "unless it rises"}
  readings:
  - check: trade(FJI -- WSM)[2020] > 1 M USD unless exists(incidents(FJI -- TON))[2030..2040]
- id: motive
  said: {by: A. Speaker, date: 2003-01, quote: "as long as they like it"}
  type: condition
  refuse: {reason: motive, why: Nobody can look into it.}
"""


@pytest.fixture
def watch(run: Run, islands: Path, tmp_path: Path) -> Run:
    """Return ``watch(*options)``: the command on a dossier of its own, on a copy of the store that starts anew."""
    (tmp_path / "d.yml").write_text(DOSSIER, encoding="utf-8")
    (tmp_path / "store").symlink_to(islands / "store")

    def call(*options: str, file: str = "d.yml", **environment: str) -> Any:
        return run("watch", str(tmp_path / file), *options, **environment)

    return call


@pytest.fixture(autouse=True)
def forget(islands: Path) -> None:
    """Let every test look for the first time."""
    (islands / "store" / "watch" / "looks.jsonl").unlink(missing_ok=True)


@pytest.mark.parametrize("width", [80, 100])
def test_the_first_look_prints_everything_and_the_next_one_a_line(watch: Run, width: int) -> None:
    first = watch(COLUMNS=str(width))
    assert (first.code, first.err) == (0, "")
    assert max(map(len, first.out.splitlines()[2:])) <= width
    lines = [line.strip() for line in first.out.splitlines()]
    assert "● fired 2002-12-31  collapse (X1)" in lines
    assert "(cow_trade); held since 2002-12-31, known on 2004-12-30" in " ".join(lines)
    assert any(line.startswith("– not watchable  motive") for line in lines)
    assert "○ did not follow: After a fall of trade" in " ".join(lines)
    second = watch(COLUMNS="200")
    assert second.out == "Nothing changed since 2026-11-22. 3 conditions: 1 armed, 1 fired, 1 not watchable.\n"
    assert "collapse" in watch("--all").out


def test_json_has_all_conditions_of_the_schema(watch: Run) -> None:
    for _ in range(2):
        document = watch("--json").document
        validate(document, write_schemas()["watch"])
        assert [entry["state"] for entry in document["conditions"]] == ["fired", "armed", "not_watchable"]


def test_since_shows_where_it_stood(watch: Run) -> None:
    answer = watch("--since", "2002-06", "--as-of", "2009-12-31")
    assert "compared with 2002-06-30" in answer.out
    assert watch("--since", "2011", "--as-of", "2010").code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 0),
        (("--fail-on", "fired"), 1),
        (("--fail-on", "changed"), 0),
        (("--fail-on", "changed", "--since", "1999"), 1),
        (("--fail-on", "armed"), 2),
    ],
)
def test_the_exit_status_is_asked_for(watch: Run, options: tuple[str, ...], code: int) -> None:
    assert watch(*options).code == code


def test_an_unknown_word_names_the_nearest(watch: Run) -> None:
    assert watch("--fail-on", "fire").err == "unknown word 'fire'. Nearest: fired.\n"


def test_a_dossier_without_conditions_says_so(run: Run) -> None:
    answer = run("watch", "islands.yml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("No claim has a condition. Write a reading as `if ... then ...`")


def test_a_blind_trigger_is_told_at_once(watch: Run, tmp_path: Path) -> None:
    blind = DOSSIER.replace(
        "trade(FJI -- TON, source=cow_trade)[2002] < 12 M USD", "exists(incidents(FJI -- TON))[2002]"
    )
    blind = blind.replace("exists(", "not exists(")
    (tmp_path / "blind.yml").write_text(blind, encoding="utf-8")
    text = watch(file="blind.yml").out
    assert "∅ blind" in text
    assert "Fill with a source that covers its window" in " ".join(text.split())
    assert "it could only be shown not to hold: the silence of its record proves nothing" in " ".join(text.split())


def test_a_reading_that_does_not_parse_names_its_line(watch: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text(DOSSIER.replace("if trade(", "if trdae("), encoding="utf-8")
    answer = watch(file="bad.yml")
    assert answer.code == 2
    assert answer.err.startswith("bad.yml:10: line 1, column 4: unknown measure or operator 'trdae'. Nearest: trade.")
