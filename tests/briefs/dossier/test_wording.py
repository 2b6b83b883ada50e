"""Sentences of a brief: counted and copied, never made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

import facta
from facta.briefs.dossier import DossierBrief
from facta.briefs.dossier.messages import write_claimed, write_message
from facta.briefs.dossier.wording import list_facts, quote_short, write_bottom_line
from facta.claims import VerdictWord
from facta.claims.exhibits import Claimed, Exhibit


def test_the_first_sentence_counts_every_claim(brief: DossierBrief) -> None:
    first, *_ = write_bottom_line(brief)
    assert first.startswith(f"Of {len(brief.verdicts)} claims by 2 holders, ")
    for word, count in brief.counts.items():
        assert f"{count} {word.value.replace('_', ' ')}" in first.replace("are ", "")


def test_the_second_names_the_contradiction_with_its_figure(brief: DossierBrief) -> None:
    _, second, _ = write_bottom_line(brief)
    assert "“beyond ninety million” (B. Writer)" in second
    assert second.endswith("the figure is 13 M USD, where more than 90 M USD was claimed (COW).")


def test_where_there_is_none_it_says_so(brief: DossierBrief) -> None:
    bare = replace(brief, contradiction=None, fragile=None)
    assert write_bottom_line(bare)[1:] == [
        "No claim is contradicted.",
        "No verdict turns with another source, threshold, window or start year.",
    ]


def test_where_nothing_is_decided_it_says_so(brief: DossierBrief) -> None:
    undecided = tuple(entry for entry in brief.verdicts if entry.verdict is VerdictWord.NOT_CHECKABLE)
    bare = replace(brief, verdicts=undecided, contradiction=None, fragile=None)
    assert write_bottom_line(bare)[0] == "Of 1 claim by 1 holder, none can be decided."


def test_a_long_quote_is_cut_at_a_word(brief: DossierBrief) -> None:
    long = replace(brief.verdicts[0], said="word " * 30)
    assert quote_short(long).endswith("word…")
    assert len(quote_short(long)) <= 91


def test_what_is_known_of_a_verdict_is_named_once(brief: DossierBrief) -> None:
    for claim, verdict in brief.cases:
        facts = dict(list_facts(claim, verdict))
        lines = [line for part in facts.values() for line in part]
        assert len(lines) == len(set(lines)), verdict.id
        assert facts["Would change it"]
    until = dict(list_facts(*next(case for case in brief.cases if case[0].id == "by-2030")))["Until"]
    assert until == ["2030-12-31, set by the author"]


@pytest.mark.parametrize(
    ("claimed", "text"),
    [
        (Claimed("==", 100.0), "100 M USD"),
        (Claimed("<=", 1_500.0), "at most 1.50 bn USD"),
        (Claimed("==", 100.0, 5.0), "100 M USD ± 5 M USD"),
        (Claimed("<", 100.0, since="2001", change=0.0, is_relative=True), "less than in 2001"),
        (Claimed(">", 100.0, since="2001", change=-0.2, is_relative=True), "more than -20% on 2001"),
        (Claimed(">", 100.0, since="2001", change=3e6), "more than +3 M USD on 2001"),
    ],
)
def test_a_claim_is_said_beside_its_line(claimed: Claimed, text: str) -> None:
    (series, *_) = facta.measure("trade", "CHN -- RUS")
    assert write_claimed(claimed, series) == text


def test_a_chart_of_rows_counts_them() -> None:
    verdict = facta.ask("exists(meetings(FJI -> TON))[1950]")
    assert write_message(verdict, Exhibit(1)) == "None on record"
