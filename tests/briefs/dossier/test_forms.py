"""Every form of a brief on a dossier says the same things in the same order, and what is missing as missing."""

from __future__ import annotations

import json
import re
from functools import cache
from io import StringIO

import pytest
from rich.console import Console, Group

import facta
from facta.briefs.dossier import DossierBrief, render_dossier_brief, render_dossier_html, render_dossier_markdown
from facta.briefs.dossier.views import ClaimView, list_books, list_views
from facta.briefs.dossier.wording import list_facts
from facta.claims import DECIDED, VerdictWord
from facta.desk import encode_result
from facta.desk.briefing.opening import open_brief

BUNDLED = ("china-russia", "russia-loosens-its-belt", "china-russia-2021")
DAY = "2026-11-22"
HEADS = (
    "The claims", "Claim by claim", "Narratives and their rebuttals", "Forecasts", "Conditions", "Track record",
    "Sources",
)  # fmt: skip


@cache
def open_bundled(name: str) -> DossierBrief:
    return open_brief(name, as_of=DAY, has_record=False)


def print_brief(brief: DossierBrief, width: int = 100) -> str:
    printed = StringIO()
    Console(file=printed, width=width, markup=False, highlight=False).print(Group(*render_dossier_brief(brief)))
    return printed.getvalue()


def read_text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("</style>")[2]))


def test_all_forms_have_the_sections_of_the_page_in_its_order(brief: DossierBrief) -> None:
    page, markdown, shown = render_dossier_html(brief), render_dossier_markdown(brief), print_brief(brief)
    on_page = re.findall(r"<h2[^>]*>([^<]*)</h2>", page)
    in_markdown = [line[3:] for line in markdown.splitlines() if line.startswith("## ")]
    assert [head for head in on_page if head in in_markdown] == in_markdown
    assert on_page[:-1] == in_markdown  # methods stand at the foot of the Markdown, without a head
    places = [shown.index(f"\n{head}\n") for head in HEADS[1:] if f"\n{head}\n" in shown]
    assert places == sorted(places)
    assert len(places) >= 4


@pytest.mark.parametrize("name", BUNDLED)
def test_figures_of_every_form_are_those_of_the_check(name: str) -> None:
    """In Markdown a figure stands as people read it, so that it is compared as it is written."""
    document = json.loads(encode_result(facta.check(name, as_of=DAY)))["dossiers"][0]
    brief = open_bundled(name)
    page, markdown = render_dossier_html(brief), render_dossier_markdown(brief)
    for claim, view in zip(document["claims"], list_views(brief), strict=True):
        assert view.verdict.id == claim["id"]
        for reading, (shown, _) in zip(claim["readings"], view.readings, strict=True):
            assert shown.figure == reading["figure"]
            if shown.figure is not None and not float(shown.figure).is_integer():
                assert f"<data value={shown.figure!r}>" in page
    assert markdown.count("\n### ") == len(document["claims"])


@pytest.mark.parametrize("name", BUNDLED)
def test_no_form_shows_what_a_program_calls_nothing(name: str) -> None:
    brief = open_bundled(name)
    for text in (read_text(render_dossier_html(brief)), render_dossier_markdown(brief), print_brief(brief)):
        assert not re.search(r"\b(nan|None,|null|n/a|N/A|undefined)\b", text)


@pytest.mark.parametrize("name", BUNDLED)
def test_charts_of_a_brief_speak_no_code(name: str) -> None:
    for view in list_views(open_bundled(name)):
        if view.chart is not None:
            words = view.chart.words
            assert words.title
            assert not re.search(r"\.\.|\b[a-z]+_[a-z]+\b|first side|actor|reporter |source ", words.title), words.title
            assert not re.search(r"first side|second side|reporter |; unit |\bM TIV\b|bn USD", words.subtitle)
            assert "_" not in words.source


def test_what_no_source_has_is_a_dash_and_says_why(brief: DossierBrief) -> None:
    views = [view for view in list_views(brief) if view.verdict.verdict is VerdictWord.NO_EVIDENCE]
    assert views
    page = render_dossier_html(brief)
    for view in views:
        article = page.partition(f"<article id={view.verdict.id}")[2].partition("</article>")[0]
        assert "<b>–</b>" in article
        assert "No evidence" in article
        assert any(reading.reason and reading.reason.replace("_", " ") in article for reading, _ in view.readings)


def test_books_that_agree_are_told_in_one_line_and_others_with_their_verdict() -> None:
    agreed, split = 0, 0
    for view in list_views(open_bundled("china-russia")):
        for reading, _ in view.readings:
            books = list_books(reading)
            names = [book.name for book in books]
            assert len({(book.name, book.result.figure, book.result.verdict) for book in books}) == len(books)
            if books:
                assert books[0].result.figure == reading.figure or books[0].is_marked
            assert all(book.is_marked for book in books) or not any(book.is_marked for book in books)
            agreed += len(names) > 1 and not books[0].is_marked
            split += len(names) > 1 and books[0].is_marked
    assert agreed
    assert split


def test_a_chart_that_stood_before_is_pointed_at() -> None:
    views = list_views(open_bundled("china-russia-2021"))
    again = [view for view in views if view.same_as]
    page = render_dossier_html(open_bundled("china-russia-2021"))
    assert again
    for view in again:
        assert views[view.same_as - 1].chart == view.chart
        assert not views[view.same_as - 1].same_as
        assert f"The chart is that of <a href=#{views[view.same_as - 1].verdict.id}>claim {view.same_as}</a>" in page


def find_view(brief: DossierBrief, word: VerdictWord) -> ClaimView:
    return next(view for view in list_views(brief) if view.verdict.verdict is word)


def test_nothing_is_said_twice_of_a_verdict() -> None:
    for name in BUNDLED:
        for claim, verdict in open_bundled(name).cases:
            facts = dict(list_facts(claim, verdict))
            weakest = " ".join(facts.get("Weakest link", []))
            assert not weakest.startswith(("Readings disagree", "The encoder set the horizon"))
            for why in facts.get("Why", []):
                assert why.casefold() not in weakest.casefold()
            if verdict.verdict is VerdictWord.MIXED:
                assert not any(line.startswith("without reading") for line in facts.get("Would change it", []))


def test_every_decided_claim_says_what_would_change_it_or_that_nothing_did() -> None:
    for claim, verdict in open_bundled("china-russia").cases:
        if verdict.verdict in DECIDED:
            facts = {name: lines for name, lines in list_facts(claim, verdict) if lines}
            is_mixed = verdict.verdict is VerdictWord.MIXED
            assert is_mixed or "Would change it" in facts or facts["Weakest link"][0].startswith("None: ")


def test_claims_are_named_by_number_and_words(brief: DossierBrief) -> None:
    view = find_view(brief, VerdictWord.CONTRADICTED)
    assert brief.name_claim(view.verdict.id) == f"{view.number} {view.verdict.id.replace('-', ' ')}"


def test_the_same_brief_gives_the_same_bytes_in_every_form(brief: DossierBrief) -> None:
    for render in (render_dossier_html, render_dossier_markdown, print_brief):
        assert render(brief) == render(brief)


def test_the_terminal_keeps_within_its_width(brief: DossierBrief) -> None:
    assert max(len(line.rstrip()) for line in print_brief(brief, 80).splitlines()) <= 80
