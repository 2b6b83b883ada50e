"""What the commands print, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate
from syrupy.assertion import SnapshotAssertion

from facta.desk import write_schemas

Run = Callable[..., Any]

READING = "trade(FJI -- TON)[2004] > 12 M USD"
DOCUMENTS = {
    "ask": ["ask", READING],
    "check": ["check", "islands.yml", "flooded.yml"],
    "cite": ["cite", "islands.yml"],
    "explain": ["explain", READING],
    "measure": ["measure", "trade", "FJI", "TON"],
    "measures": ["measures", "FJI", "TON"],
    "sources": ["sources"],
    "trace": ["trace", "islands.yml#above-twelve"],
}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_json_is_one_document_of_its_schema(name: str, run: Run) -> None:
    answer = run(*DOCUMENTS[name], "--json")
    assert (answer.code, answer.err) == (0, "")
    validate(answer.document, write_schemas()[name])


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("command", ["ask", "check", "measure", "trace"])
def test_text_at_two_widths(command: str, width: int, run: Run, snapshot: SnapshotAssertion) -> None:
    words = DOCUMENTS[command][:2] if command == "check" else DOCUMENTS[command]
    text = run(*words, "--as-of", "2009", COLUMNS=str(width)).out
    assert max(map(len, text.splitlines())) <= width
    assert text == snapshot


def test_piped_text_has_no_lines_colours_or_trailing_blanks(run: Run) -> None:
    text = run("check", "islands.yml", FORCE_COLOR="").out
    assert not set("│┃─━╭╰┏┗\x1b") & set(text)
    assert all(line == line.rstrip() for line in text.splitlines())


def test_verdict_has_the_parts_that_are_promised(run: Run) -> None:
    verdict = run("check", "islands.yml", "--json").document["dossiers"][0]["claims"][2]
    assert verdict["verdict"] == "mixed"
    assert verdict["probability"] is None
    assert verdict["condition_state"] is None
    books = verdict["readings"][0]["by_source"]
    assert [(book["source"], book["reporter"], book["figure"]) for book in books if book["figure"]] == [
        ("cow_trade", None, 11.0),
        ("registers", "FJI", 14.0),
    ]


def test_a_claim_without_figure_has_nulls_and_no_zero(run: Run) -> None:
    verdict = run("check", "islands.yml", "--json").document["dossiers"][0]["claims"][5]
    assert verdict["verdict"] == "no_evidence"
    assert [verdict[name] for name in ("figure", "threshold", "margin", "window", "completeness", "n")] == [None] * 6


def test_as_of_sees_only_what_was_known(run: Run) -> None:
    answer = run("ask", READING, "--as-of", "2004", "--json")
    assert answer.document["verdict"] in {"no_evidence", "open"}
    assert answer.document["as_of"] == "2004-12-31"


@pytest.mark.parametrize("command", ["ask", "explain", "trace", "cite"])
def test_reads_a_reading_from_standard_input(command: str, run: Run) -> None:
    assert run(command, "-", given=f"{READING}\n").out == run(command, READING).out


def test_reads_a_dossier_from_standard_input(run: Run, islands: Path) -> None:
    text = (islands / "islands.yml").read_text(encoding="utf-8").replace("registers: [cited.csv]\n", "")
    answer = run("check", "-", "--json", given=text)
    assert answer.document["dossiers"][0]["dossier"] == "stdin"
    assert answer.document["dossiers"][0]["coverage"]["supported"] == 1


def test_loads_a_file_from_standard_input(run: Run, islands: Path, tmp_path: Path) -> None:
    text = (islands / "dyadic.csv").read_text(encoding="utf-8")
    answer = run("load", "cow_trade", "-", "--store", str(tmp_path / "new"), "--json", given=text)
    assert answer.document["files"][0]["file"] == "stdin"
    assert answer.document["new"] > 0


@pytest.mark.parametrize(("word", "code"), [("contradicted", 1), ("not_fired", 0)])
def test_fail_on(word: str, code: int, run: Run) -> None:
    answer = run("check", "islands.yml", "--fail-on", word)
    assert answer.code == code
    assert "7 claims" in answer.out


def test_diff_prints_what_changed_and_why(run: Run, tmp_path: Path) -> None:
    earlier = str(tmp_path / "earlier.json")
    Path(earlier).write_text(run("check", "islands.yml", "--json", "--as-of", "2006").out, encoding="utf-8")
    answer = run("check", "islands.yml", "--as-of", "2009", "--diff", earlier)
    assert answer.out.splitlines() == [
        "islands#thirty  ∅ no evidence → ↻ repeated",
        "  as of     2006-12-31 → 2009-12-31",
        "            registers FJI via A. Speaker: new, 30 M USD",
        "",
        "1 verdict changed.",
    ]
    (change,) = run("check", "islands.yml", "--as-of", "2009", "--diff", earlier, "--json").document["changes"]
    assert (change["id"], change["before"], change["after"]) == ("thirty", "no_evidence", "repeated")
    assert [reason["kind"] for reason in change["reasons"]] == ["as_of"]


def test_diff_says_when_nothing_changed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "earlier.json").write_text(run("check", "islands.yml", "--json").out, encoding="utf-8")
    assert run("check", "islands.yml", "--diff", str(tmp_path / "earlier.json")).out == "No verdict changed.\n"


def test_review_shows_quote_place_and_readings(run: Run, snapshot: SnapshotAssertion) -> None:
    assert run("check", "islands.yml", "--review", "--as-of", "2009").out == snapshot


def test_a_review_in_a_pipe_is_not_wrapped(run: Run) -> None:
    long = " and ".join(["trade(FJI -- TON)[2004] > 12 M USD"] * 9)
    text = Path("islands.yml").read_text(encoding="utf-8").replace("registers: [cited.csv]\n", "")
    given = text.replace("trade(FJI -- TON)[2003] > 12 M USD", long)
    assert long in run("check", "-", "--review", given=given, COLUMNS="").out
    assert long not in run("check", "-", "--review", given=given).out


def test_map_shows_propositions(run: Run, islands: Path) -> None:
    text = (islands / "islands.yml").read_text(encoding="utf-8").replace("registers: [cited.csv]\n", "")
    assert "No claim names a proposition." in run("check", "-", "--map", given=text).out
    text = text.replace("- id: grows", "- id: grows\n  proposition: large-trade")
    text = text.replace("- id: large\n", "- id: large\n  proposition: large-trade\n  stance: denies\n")
    assert "large-trade  +●  -○  for it" in run("check", "-", "--map", given=text).out
    (found,) = run("check", "-", "--json", given=text).document["dossiers"][0]["propositions"]
    assert (found["name"], found["group"], found["leaning"], found["is_separated"]) == (
        "large-trade", "disputed", "for", True,
    )  # fmt: skip
    assert [(stand["holder"], stand["figure"], stand["is_borne_out"]) for stand in found["stands"]] == [
        ("A. Speaker", 2.0, True),
        ("B. Writer", 13.0, False),
    ]


def test_review_and_map_may_stand_together(run: Run) -> None:
    text = run("check", "islands.yml", "--review", "--map").out
    assert "Weakest" in text
    assert "No claim names a proposition." in text


def test_json_says_what_a_verdict_leans_on(run: Run) -> None:
    claims = {claim["id"]: claim for claim in run("check", "islands.yml", "--json").document["dossiers"][0]["claims"]}
    assert claims["large"]["weakest"] == "It rests on one source: cow_trade."
    assert claims["large"]["would_change"] == ["with a figure that crosses 90 M USD, 77 M USD away: supported"]
    assert claims["by-2030"]["horizon"] == "2030-12-31"
    assert claims["large"]["readings"][0]["margin_share"] == pytest.approx(-77 / 90)
    assert claims["thirty"]["proposition"] is claims["thirty"]["stance"] is None


def test_measure_keeps_full_precision_and_null(run: Run) -> None:
    document = run("measure", "trade", "FJI", "WSM", "--from", "2001", "--to", "2006", "--json").document
    rows = {row["period"]: (row["value"], row["status"]) for row in document["series"][0]["rows"]}
    assert rows["2003"] == (6.0, "reported")
    assert rows["2006"] == (None, "not_covered")
    assert document["series"][0]["origin"][0]["publisher"] == "Correlates of War Project"


def test_measure_writes_missing_as_a_dash(run: Run) -> None:
    lines = run("measure", "trade", "FJI", "TON", "--from", "2004", "--to", "2006").out.splitlines()
    assert ["2004", "13", "M", "USD", "reported"] in [line.split() for line in lines]
    assert ["2005..2006", "–", "not", "covered"] in [line.split() for line in lines]


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        (["flow", "FJI", "TON"], "FJI -> TON"),
        (["trade", "FJI", "TON"], "FJI -- TON"),
        (["trade_share", "FJI", "TON", "--directed"], "FJI -> TON"),
        (["trade", "FJI -- TON"], "FJI -- TON"),
    ],
)
def test_the_measure_decides_the_direction(words: list[str], relation: str, run: Run) -> None:
    assert run("measure", *words, "--json").document["relation"] == relation


def test_measure_narrows_to_a_source(run: Run) -> None:
    document = run("measure", "trade", "FJI", "TON", "--source", "cow_trade", "--json").document
    assert {series["source"] for series in document["series"]} == {"cow_trade"}
    assert run("measure", "trade", "FJI", "TON", "--option", "source=cow_trade", "--json").document == document


def test_measures_of_a_pair_name_its_books(run: Run) -> None:
    lines = [line.split() for line in run("measures", "FJI", "TON").out.splitlines()]
    assert ["trade", "FJI", "--", "TON", "cow_trade", "2000", "2004", "5"] in lines


def test_one_source_in_full(run: Run) -> None:
    text = run("sources", "cow_trade").out
    assert "Licence    free with citation" in text
    assert "facta load cow_trade FILE" in text


def test_cite_as_bibtex(run: Run) -> None:
    text = run("cite", READING, "--bibtex").out
    assert text.startswith("@misc{cow_trade-")
    assert "Licence: free with citation" in text


def test_load_reports_rows_and_loads_nothing_twice(run: Run, tmp_path: Path) -> None:
    words = ["load", "cow_trade", "dyadic.csv", "national.csv", "--json", "--store", str(tmp_path / "store")]
    first, second = run(*words), run(*words)
    validate(first.document, write_schemas()["load"])
    assert first.err == ""
    assert first.document["new"] == first.document["rows"] > 0
    assert [entry["file"] for entry in first.document["files"]] == ["dyadic.csv", "national.csv"]
    assert (second.document["new"], second.document["rows"]) == (0, first.document["rows"])


def test_load_shows_a_table(run: Run, tmp_path: Path) -> None:
    head, row = run("load", "cow_trade", "national.csv", "--store", str(tmp_path / "store")).out.splitlines()[:2]
    assert head.split() == ["File", "Rows", "New", "Repaired", "Refused"]
    assert row.split() == ["national.csv", "6", "6", "0", "0"]
