"""Tables on a terminal, from results made by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from facta.briefs import render_coverage, render_dossier, render_load, render_trace, render_verdict
from facta.briefs.tables import MOST_ROWS
from facta.claims import Change, ReadingResult, SourceResult, Verdict, VerdictWord
from facta.domain import Origin

BOOK = SourceResult(
    "a", "FJI", "", "1", 0.5, "1", 0.4, VerdictWord.SUPPORTED, completeness=0.5, n=2, window="2001..2002"
)
READING = ReadingResult("in words", "x > 40%", VerdictWord.SUPPORTED, "", "direct", "", 0.5, 0.4, 0.1, "1", (BOOK,))
VERDICT = Verdict(
    "id", "a quote", ("A. Speaker",), "2003", VerdictWord.SUPPORTED, "", "direct", False, 0.5, "1", 0.4, 0.1,
    "2001..2002", 0.5, dt.date(2009, 1, 1), 2, (READING,), citations=("A book",),
)  # fmt: skip
ROW = {
    **dict.fromkeys(("reporter", "variant", "vintage"), ""),
    "indicator": "trade",
    "actor": "FJI",
    "recipient": "TON",
    "source": "a",
    "unit": "M USD",
    "value": 1.0,
    "period_start": "2001-01-01",
    "known_date": "2002-01-01",
}


def draw(shown: RenderableType, width: int = 80, *, has_colour: bool = False) -> str:
    """Return what a console prints."""
    console = Console(
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=has_colour,
        color_system="standard" if has_colour else None,
    )
    with console.capture() as printed:
        console.print(shown)
    return printed.get()


@pytest.mark.parametrize("word", list(VerdictWord))
def test_a_verdict_reads_without_colour(word: VerdictWord) -> None:
    text = draw(render_dossier("Why?", dt.date(2009, 1, 1), [replace(VERDICT, verdict=word)]))
    assert word.value.replace("_", " ") in text
    assert "\x1b" not in text


def test_colour_is_there_where_the_terminal_has_it() -> None:
    assert "\x1b[32m● supported" in draw(render_verdict(VERDICT), has_colour=True)


def test_books_that_disagree_have_a_line_each() -> None:
    other = replace(BOOK, source="b", figure=0.3, verdict=VerdictWord.CONTRADICTED)
    claim = replace(
        VERDICT,
        verdict=VerdictWord.MIXED,
        readings=(replace(READING, verdict=VerdictWord.MIXED, by_source=(BOOK, other)),),
    )
    text = draw(render_dossier("Why?", claim.as_of, [claim]))
    assert "● 50% · a FJI" in text
    assert "○ 30% · b FJI" in text


def test_books_that_agree_are_counted() -> None:
    claim = replace(VERDICT, readings=(replace(READING, by_source=(BOOK, replace(BOOK, source="b"))),))
    assert "50% against 40%, by +10 points · 2 books" in draw(render_dossier("Why?", claim.as_of, [claim]), 120)


def test_fragile_proxy_and_weak_are_marked() -> None:
    weak = replace(READING, validity="weak")
    text = draw(
        render_dossier(
            "Why?", VERDICT.as_of, [replace(VERDICT, fragile=True, validity="proxy", readings=(READING, weak))]
        )
    )
    assert all(word in text for word in ("fragile", "proxy", "(weak)"))


def test_what_would_turn_a_verdict_stands_apart_from_what_would_not() -> None:
    changes = (
        Change("threshold +10%", VerdictWord.CONTRADICTED),
        Change("threshold -10%", VerdictWord.SUPPORTED),
        Change("window one period later", VerdictWord.NO_EVIDENCE),
    )
    text = draw(render_verdict(replace(VERDICT, readings=(replace(READING, sensitivity=changes),))))
    found = {line.split()[0]: " ".join(line.split()[1:]) for line in text.splitlines() if line.startswith("  ")}
    assert found["Turns"] == "with threshold +10%: contradicted"
    assert found["Holds"] == "with threshold -10%"
    assert found["Unknown"] == "with window one period later"
    assert found["Window"] == "2001..2002, 50% of it there, n = 2"


def test_coverage_counts_each_verdict() -> None:
    text = draw(render_coverage([VERDICT, replace(VERDICT, fragile=True)], "facta trace d#id"))
    assert text.splitlines()[0].startswith("2 claims, 1 of them fragile")
    assert "2  ● supported" in text
    assert "facta trace d#id" in text


def test_a_long_trace_is_cut_and_says_so() -> None:
    origin = Origin("o", "a", "P", "D", "1", "free", "A book", file="f.csv")
    text = draw(render_trace([ROW] * (MOST_ROWS + 1), [origin, origin]))
    assert "… and 1 row more" in text
    assert text.count("f.csv") == 1


def test_a_load_names_repairs_and_the_first_refusals() -> None:
    entry = {
        "file": "f",
        "rows": 3,
        "new": 3,
        "repaired": {"bad byte": 2},
        "ignored": {},
        "refused": list("abcdefg"),
        "refused_count": 7,
    }
    text = draw(render_load([entry]))
    assert "f: repaired bad byte (2)" in text
    assert "f: refused e" in text
    assert "f: … and 2 more" in text
