"""Reviews, maps and changes, from results made by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console, RenderableType

from facta.briefs import render_changes, render_dossier, render_map, render_review
from facta.claims import (
    Claim,
    Commitment,
    Proposition,
    Reading,
    ReadingResult,
    Said,
    SourceResult,
    Stand,
    Verdict,
    VerdictWord,
)

SUPPORTED, CONTRADICTED, MIXED = VerdictWord.SUPPORTED, VerdictWord.CONTRADICTED, VerdictWord.MIXED
BOOK = SourceResult("a", "FJI", "", "1", 0.5, "1", 0.4, SUPPORTED)
READING = ReadingResult("in words", "x > 40%", SUPPORTED, "", "direct", "", 0.5, 0.4, 0.1, "1", (BOOK,))
SAID = Said(by="A. Speaker", quote="so it is", date="2003", place="Suva", hedge="surely")
VERDICT = Verdict(
    "id", "so it is", ("A. Speaker",), "2003", SUPPORTED, "", "direct", False, 0.5, "1", 0.4, 0.1, "2001", 1.0,
    dt.date(2009, 1, 1), 2, (READING,), weakest="It rests on one source: a.",
)  # fmt: skip


def draw(shown: RenderableType, width: int = 100) -> list[str]:
    """Return the lines that a console without colour prints."""
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    with console.capture() as printed:
        console.print(shown)
    return [line.rstrip() for line in printed.get().splitlines()]


def review(verdict: Verdict, **fields: Any) -> str:
    """Return the review of a claim with one reading."""
    claim = Claim(**{"id": "id", "said": SAID, "readings": [Reading(check="x > 40%")], **fields})
    return "\n".join(draw(render_review([claim], [verdict])))


def test_a_reading_shows_its_distance_in_parts_of_the_threshold() -> None:
    text = review(VERDICT)
    assert "● supported  50% against 40%, by +10 points (25% of the threshold) · a FJI" in text
    assert "Weakest     It rests on one source: a." in text
    assert "Changed by  nothing that was tried" in text
    assert "“so it is”\n              A. Speaker, 2003, own, hedged with “surely”\n              Suva" in text


def test_what_would_change_a_verdict_has_a_line_each() -> None:
    text = review(replace(VERDICT, would_change=("without reading 2: mixed", "without reading 3: mixed")))
    assert "Changed by  without reading 2: mixed\n              without reading 3: mixed" in text


def test_books_that_disagree_have_a_line_each_with_their_reason() -> None:
    other = replace(BOOK, source="b", figure=0.3, verdict=CONTRADICTED, reason="not_covered")
    split = replace(READING, verdict=MIXED, by_source=(BOOK, other))
    text = review(replace(VERDICT, verdict=MIXED, readings=(split,)))
    assert "· 2 books" in text
    assert "  ○ 30% · b FJI (not covered)" in text


def test_links_between_claims_are_named() -> None:
    text = review(VERDICT, rebuts=["other"], revises=["former"], proposition="trade-grows", stance="denies")
    assert [line.split() for line in text.splitlines() if line.split()[0] in {"Answers", "Revises", "States"}] == [
        ["States", "trade-grows", "(denies", "it)"],
        ["Answers", "other"],
        ["Revises", "former"],
    ]


def test_a_commitment_is_shown_with_its_outcome_and_the_readings_that_it_asks() -> None:
    made = Commitment(
        kind="threat", deed="x > 40%", due=dt.date(2005, 1, 1), late_until=dt.date(2006, 1, 1), trigger="y > 0",
        part="x > 10%",
    )  # fmt: skip
    verdict = replace(VERDICT, outcome="in_part", reason="kept in part", readings=(READING, READING))
    text = review(verdict, commitment=made)
    assert "Promised    threat, due on 2005-01-01, late until 2006-01-01\n              if y > 0" in text
    assert "in part: x > 10%" in text
    assert "Outcome     in part: kept in part" in text
    assert "Reading 1   in words" in text
    assert "Reading 2   in words" in text


def test_a_claim_that_changes_moves_no_line_of_another() -> None:
    claims = [Claim(id=name, said=SAID, readings=[Reading(check="x")]) for name in ("one", "two")]
    long = replace(VERDICT, weakest="w " * 200)
    before = draw(render_review(claims, [VERDICT, VERDICT]), 2000)
    after = draw(render_review(claims, [long, VERDICT]), 2000)
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_the_table_shows_outcomes_and_revisions() -> None:
    shown = draw(render_dossier("Why?", VERDICT.as_of, [replace(VERDICT, outcome="in_part", revises=("former",))]))
    assert any(line.startswith("  in part") for line in shown)
    assert any("revises former" in line for line in shown)


def stand(holder: str, stance: str, verdict: VerdictWord, reading: ReadingResult | None = READING) -> Stand:
    return Stand(holder, f"{holder.lower()}-says", stance, verdict, reading)


DISPUTED = Proposition("trade-grows", (stand("Ann", "affirms", SUPPORTED), stand("Bob", "denies", CONTRADICTED)))
SHARED = Proposition("ties-hold", (stand("Ann", "affirms", MIXED), stand("Cem", "affirms", VerdictWord.OPEN, None)))


def test_the_map_names_its_columns_and_reads_without_colour() -> None:
    assert draw(render_map("Why?", [DISPUTED, SHARED]))[:11] == [
        "Why?",
        "",
        "           Cem --------.",
        "           Bob ----.   |",
        "           Ann .   |   |   Evidence",
        "",
        "Disputed: some affirm it, some deny it",
        "  trade-grows  +●  -○  ·   for it",
        "",
        "Shared: all stand alike",
        "  ties-hold    +◐  ·   +…  mixed",
    ]


def test_the_map_shows_the_figures_that_separate() -> None:
    shown = draw(render_map("Why?", [DISPUTED, SHARED]))
    place = shown.index("Evidence separates the voices on trade-grows: for it")
    assert shown[place + 1].split() == ["+", "affirms", "●", "supported", "Ann,", "ann-says"]
    assert [line.strip() for line in shown[place + 2 : place + 4]] == ["in words", "50% against 40%, by +10 points"]


def test_the_map_shows_a_dispute_that_evidence_leaves_open() -> None:
    left = Proposition("trade-grows", (stand("Ann", "affirms", SUPPORTED), stand("Bob", "denies", MIXED, None)))
    shown = draw(render_map("Why?", [left]))
    place = shown.index("In dispute: trade-grows (evidence: for it)")
    assert shown[place + 4].split() == ["-", "denies", "◐", "mixed", "Bob,", "bob-says"]


def test_the_map_says_where_nothing_separates_and_who_speaks_alone() -> None:
    alone = Proposition("nobody-else", (stand("Ann", "affirms", SUPPORTED),))
    shown = draw(render_map("Why?", [SHARED, alone]))
    assert "On none of them does evidence bear out one voice and contradict another." in shown
    assert "One voice: nobody-else" in shown
    assert "No proposition is touched by two voices." in draw(render_map("Why?", [alone]))


def test_a_dossier_without_propositions_says_how_to_name_them() -> None:
    assert draw(render_map("Why?", []))[1].startswith("No claim names a proposition. Give claims `proposition:`")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_many_voices_share_the_width(width: int) -> None:
    voices = [f"Voice number {place} of a long panel" for place in range(30)]
    name = "a-proposition-with-a-name-that-is-as-long-as-names-can-become"
    shown = draw(render_map("Why?", [Proposition(name, tuple(stand(v, "affirms", SUPPORTED) for v in voices))]), width)
    assert max(map(len, shown)) <= width
    assert sum(line.count("+●") for line in shown) == 30


def test_a_row_that_a_part_of_the_voices_does_not_touch_is_left_out_there() -> None:
    many = Proposition("crowded", tuple(stand(f"V{place}", "affirms", SUPPORTED) for place in range(30)))
    pair = Proposition("a-pair", (stand("V0", "affirms", SUPPORTED), stand("V1", "affirms", SUPPORTED)))
    shown = draw(render_map("Why?", [many, pair]), 60)
    assert sum("crowded" in line for line in shown) > 1
    assert sum("a-pair" in line for line in shown) == 1


def change(before: str | None, after: str | None, *reasons: tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    listed = [{"kind": kind, "details": details} for kind, details in reasons]
    return {"dossier": "d", "id": "a", "before": before, "after": after, "reasons": listed}


def test_every_change_lists_its_reasons() -> None:
    reasons = ("data", ("cow_trade: 1 → 2", "imf_dots: new, 3")), ("as_of", ("2001-01-01 → 2002-01-01",))
    assert draw(render_changes([change("open", "supported", *reasons)])) == [
        "d#a  … open → ● supported",
        "  data      cow_trade: 1 → 2",
        "            imf_dots: new, 3",
        "  as of     2001-01-01 → 2002-01-01",
        "",
        "1 verdict changed.",
    ]


def test_claims_that_came_and_went_need_no_reason() -> None:
    shown = draw(render_changes([change(None, "open"), change("open", None)]))
    assert (shown[0], shown[2]) == ("d#a  not there → … open", "d#a  … open → not there")
    assert draw(render_changes([])) == ["No verdict changed."]
