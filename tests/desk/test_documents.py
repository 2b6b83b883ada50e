"""The JSON documents and their schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import facta
from facta.desk import DOCUMENTS, encode_result, write_relation, write_schemas
from facta.desk.measuring import WrongSides

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_reference_holds_the_schema_that_the_code_has(name: str) -> None:
    schema = write_schemas()[name]
    Draft202012Validator.check_schema(schema)
    written = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
    assert written == schema, "run tools/write_schemas.py"


def test_every_document_has_a_schema_and_no_other() -> None:
    assert {path.stem for path in REFERENCE.glob("*.json")} == set(DOCUMENTS)


def test_a_check_in_python_is_the_check_of_the_command(islands: Path) -> None:
    document = json.loads(encode_result(facta.check(islands / "islands.yml", store=islands / "store")))
    assert document["schema"] == "facta/check/1"
    assert document["changes"] is None
    assert sum(document["dossiers"][0]["coverage"].values()) == len(document["dossiers"][0]["claims"])


def test_a_load_sums_over_its_files(islands: Path, tmp_path: Path) -> None:
    result = facta.load("cow_trade", islands / "dyadic.csv", islands / "national.csv", store=tmp_path / "store")
    document = json.loads(encode_result(result))
    assert document["rows"] == sum(entry["rows"] for entry in document["files"])
    assert document["refused"] == []


def test_an_interruption_between_files_keeps_the_finished_ones(islands: Path, tmp_path: Path) -> None:
    def interrupt(report: object) -> None:
        raise KeyboardInterrupt("stop")

    with pytest.raises(KeyboardInterrupt, match="stop"):
        facta.load("cow_trade", islands / "dyadic.csv", islands / "national.csv", store=tmp_path, progress=interrupt)
    assert sorted(path.suffix for path in tmp_path.rglob("*.*")) == [".json", ".parquet"]
    assert facta.measure("trade", "FJI -- TON", window="2004", store=tmp_path)[0].values.tolist() == [[13.0]]


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        (("flow", "FJI", "TON"), "FJI -> TON"),
        (("trade", "FJI", "Soviet Union"), 'FJI -- "Soviet Union"'),
        (("trade", "{FJI, WSM}", "EU except FRA"), '{FJI, WSM} -- "EU except FRA"'),
        (("capabilities", "FJI"), "FJI"),
        (("trade", "FJI -- TON"), "FJI -- TON"),
    ],
)
def test_writes_the_relation_that_a_measure_takes(words: tuple[str, ...], relation: str) -> None:
    assert write_relation(*words) == relation


def test_refuses_sides_that_a_measure_does_not_take() -> None:
    with pytest.raises(WrongSides, match="trade takes two states"):
        write_relation("trade", "FJI")
    with pytest.raises(WrongSides, match="capabilities takes one state"):
        write_relation("capabilities", "FJI", "TON")


def test_rooms_do_not_hide_the_functions_of_their_names() -> None:
    import facta.measures
    import facta.sources  # importing a room binds its name in the package

    assert callable(facta.measures)
    assert callable(facta.sources)
