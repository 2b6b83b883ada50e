"""The tables of event codes against what the publishers print, value by value."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from facta.domain import CONTEXTS, Quad, find_event, list_event_types

UNSCORED = {"1213", "1214"}
"""Codes that GDELT's table of scores leaves out."""


@pytest.fixture(scope="module")
def facts(test_data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((test_data / "codes" / "event_code_facts.json").read_text(encoding="utf-8"))
    return found


def test_cameo_scores_are_those_that_gdelt_prints(facts: dict[str, Any]) -> None:
    printed = facts["cameo_goldstein_gdelt_official"]
    assert len(printed) == 311
    assert {kind.code: kind.score for kind in list_event_types("cameo") if kind.code not in UNSCORED} == printed
    assert {kind.code for kind in list_event_types("cameo") if kind.score is None} == UNSCORED


def test_icews_differs_from_gdelt_where_it_is_said_to(facts: dict[str, Any]) -> None:
    printed = facts["cameo_goldstein_gdelt_official"] | facts["cameo_goldstein_icews_differs"]
    assert {kind.code: kind.score for kind in list_event_types("icews") if kind.code not in UNSCORED} == printed


@pytest.mark.parametrize("scheme", ["cameo", "icews"])
def test_quad_classes_of_cameo(facts: dict[str, Any], scheme: str) -> None:
    roots = facts["cameo_root_quad"]
    assert {kind.root for kind in list_event_types(scheme)} == set(roots)
    assert all(kind.quad == roots[kind.root] and kind.code.startswith(kind.root) for kind in list_event_types(scheme))
    assert {str(int(quad)): quad.label for quad in Quad} == facts["quad_labels"]


def test_plover_is_what_the_manual_prints(facts: dict[str, Any]) -> None:
    kinds = list_event_types("plover")
    scores = {code: score for code, score in facts["plover_scores_manual"].items() if code != "ACCUSE"}
    assert {kind.code: kind.score for kind in kinds if kind.code != "ACCUSE"} == scores
    assert {kind.code: int(kind.quad) for kind in kinds if not kind.mode} == facts["plover_quad_manual"]
    assert list(CONTEXTS) == facts["plover_contexts"]


def test_the_lost_sign_of_accuse_is_told(facts: dict[str, Any]) -> None:
    accuse = find_event("plover", "ACCUSE")
    modes = [kind.score for kind in list_event_types("plover") if kind.root == "ACCUSE" and kind.mode]
    assert "printed as 3" in facts["plover_scores_manual"]["ACCUSE"]
    assert accuse.printed == 3
    assert accuse.score == sum(score for score in modes if score is not None) / len(modes) == -3
    assert [kind.code for kind in list_event_types("plover") if kind.printed is not None] == ["ACCUSE"]


def test_names_are_those_of_the_codebook(test_data: Path) -> None:
    text = (test_data / "events" / "cameo-codes.csv").read_text(encoding="utf-8", errors="replace")
    names = {row["code"]: row["name"].strip().casefold() for row in csv.DictReader(text.splitlines())}
    kinds = {kind.code: kind for kind in list_event_types("icews")}
    assert set(kinds) - set(names) == {"1214"}
    assert {code: kinds[code].name.casefold() for code in names} == names


def test_the_sample_of_icews_has_these_intensities_and_names(test_data: Path) -> None:
    columns = '"CAMEO Code", "Intensity"::DOUBLE, "Event Text"'
    source = f"read_csv('{test_data / 'events' / 'events.2018.sample.tab'}', delim='\t', quote='', all_varchar=true)"
    found = duckdb.connect().execute(f"SELECT DISTINCT {columns} FROM {source}").fetchall()
    kinds = [find_event("icews", code) for code, _, _ in found]
    assert len(found) > 100
    assert [(kind.code, kind.score) for kind in kinds] == [(code, score) for code, score, _ in found]
    assert [kind.name.casefold() for kind in kinds] == [text.casefold() for _, _, text in found]


def test_intensities_are_those_of_twelve_years_of_icews(test_data: Path) -> None:
    source = test_data / "events" / "icews_facts_2005_2022.parquet"
    found = duckdb.connect().execute(f"SELECT DISTINCT cameo, goldstein FROM '{source}'").fetchall()
    assert len(found) == 270
    assert [(code, score) for code, score in found if find_event("icews", code).score != score] == []
