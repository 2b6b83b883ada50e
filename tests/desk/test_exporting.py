from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

import facta
from facta.desk import CheckResult
from facta.errors import StoreError, UsageError

RATINGS = {"Supported": 5, "Mixed": 3, "Contradicted": 1}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    return facta.check("china-russia", store=tmp_path_factory.mktemp("none"))


def test_parquet_holds_a_row_a_claim_with_lists(result: CheckResult, tmp_path: Path) -> None:
    file = str(result.save(tmp_path / "verdicts.parquet"))
    read = duckdb.sql("SELECT id, verdict, holders, figure FROM read_parquet(?)", params=[file]).fetchall()
    claims = [claim for entry in result.dossiers for claim in entry.claims]
    assert read == [(claim.id, claim.verdict.value, list(claim.holders), claim.figure) for claim in claims]


def test_csv_holds_the_same_rows_and_leaves_missing_cells_empty(result: CheckResult, tmp_path: Path) -> None:
    with result.save(tmp_path / "verdicts.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["id"] for row in rows] == [row["id"] for row in result.rows()]
    for row, given in zip(rows, result.rows(), strict=True):
        assert row["holders"] == "; ".join(given["holders"])
        assert (row["figure"] == "") == (given["figure"] is None)


def test_claim_review_has_what_its_readers_need(result: CheckResult, tmp_path: Path) -> None:
    document = json.loads(result.save(tmp_path / "verdicts.jsonld").read_text(encoding="utf-8"))
    assert document["@context"] == "https://schema.org"
    assert len(document["@graph"]) == len(result.dossiers[0].claims)
    for review in document["@graph"]:
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"]
        assert review["itemReviewed"]["author"][0]["name"]
        rating = review["reviewRating"]
        assert rating.get("ratingValue") == RATINGS.get(rating["alternateName"])


def test_a_verdict_that_decides_nothing_has_no_rating(result: CheckResult) -> None:
    undecided = [e for e in result.to_claim_review()["@graph"] if e["reviewRating"]["alternateName"] == "Not checkable"]
    assert undecided
    assert all("ratingValue" not in entry["reviewRating"] for entry in undecided)


def test_files_that_cannot_be_written_are_refused(result: CheckResult, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'v\.parqet' names no known format\. Nearest: \.parquet"):
        result.save(tmp_path / "v.parqet")
    for name in ("v.csv", "v.parquet", "v.jsonld"):
        with pytest.raises(StoreError, match="cannot be written"):
            result.save(tmp_path / "none" / name)
