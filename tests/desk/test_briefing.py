"""Briefs: every figure is that of the check, the same input gives the same bytes, nothing is fetched."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import facta
from facta.briefs.dossier import DossierBrief
from facta.briefs.dossier.views import tabulate_verdicts
from facta.desk import BriefResult, encode_result
from facta.desk.briefing import LoneState
from facta.desk.briefing.opening import open_brief
from facta.errors import StoreError, UnknownName
from facta.store import UnknownFormat

LIMIT = 350 * 1024
RECORD = 25 * 1024  # what forecasts and scores add to the largest, which are too slow to be made here
BUNDLED = ("china-russia", "russia-loosens-its-belt", "china-russia-2021")
DAY = "2026-11-22"


@cache
def write(name: str, kind: str = "html", *, has_record: bool = False) -> BriefResult:
    return facta.brief(name, as_of=DAY, kind=kind, has_record=has_record)


@cache
def check(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(encode_result(facta.check(name, as_of=DAY)))["dossiers"][0]
    return document


class Articles(HTMLParser):
    """Gathers ids, links and, by article, the figures that stand in full."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.figures: dict[str, set[str]] = {}
        self.article = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if "id" in facts:
            self.ids.append(facts["id"] or "")
        if tag == "article":
            self.article = facts["id"] or ""
        if tag == "a" and "href" in facts:
            self.links.append(facts["href"] or "")
        if tag == "data" and self.article:
            self.figures.setdefault(self.article, set()).add(facts["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.article = ""


def parse(page: str) -> Articles:
    found = Articles()
    found.feed(page)
    return found


@pytest.mark.parametrize("name", BUNDLED)
def test_every_figure_is_that_of_the_check_digit_for_digit(name: str) -> None:
    figures = parse(write(name).text).figures
    assert figures
    for claim in check(name)["claims"]:
        books = [book for reading in claim["readings"] for book in (reading, *reading["by_source"])]
        known = {json.dumps(book["figure"]) for book in books if book["figure"] is not None}
        shown = figures.get(claim["id"], set())
        assert shown <= known, claim["id"]
        assert {figure for figure in known if not float(figure).is_integer()} <= shown, claim["id"]


@pytest.mark.parametrize("name", BUNDLED)
def test_the_bottom_line_counts_what_the_check_counts(name: str) -> None:
    lead = re.search(r"<div class=lead>(.*?)</div>", write(name).text, flags=re.S)
    assert lead
    for word in ("supported", "contradicted", "mixed"):
        assert f"{check(name)['coverage'][word]} {'are ' if word == 'supported' else ''}{word}" in lead.group(1)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_link_inside_the_page_leads_somewhere(name: str) -> None:
    found = parse(write(name).text)
    assert len(found.ids) == len(set(found.ids))
    inside = [link[1:] for link in found.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(found.ids)
    assert {claim["id"] for claim in check(name)["claims"]} <= set(found.ids)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_page_brings_everything_with_it(name: str) -> None:
    page = write(name).text
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<link|<iframe|@import|<img| on\w+=| style=|url\((?!\"data:image/svg)", page)
    assert len(page.encode()) < LIMIT - RECORD


def test_the_same_day_gives_the_same_bytes() -> None:
    again = facta.brief("china-russia", as_of=DAY, has_record=False)
    assert again.text == write("china-russia").text
    assert isinstance(again.shown, DossierBrief)


def test_every_claim_with_a_figure_against_a_threshold_has_a_chart() -> None:
    page = write("china-russia").text
    articles = re.findall(r"<article id=([\w-]+)(.*?)</article>", page, flags=re.S)
    drawn = {name for name, body in articles if "<svg" in body}
    measured = {
        claim["id"]
        for claim in check("china-russia")["claims"]
        if any(reading["figure"] is not None and reading["threshold"] is not None for reading in claim["readings"])
        and claim["verdict"] not in ("not_fired", "not_checkable")
    }
    shared = {name for name, body in articles if "The chart is that of" in body}
    assert measured <= drawn | shared
    assert page.count('download href="data:text/csv') >= len(drawn)


def test_the_page_has_every_part_in_order() -> None:
    page = write("china-russia", has_record=True).text
    places = [
        page.index(f"<h2 id={name}>")
        for name in ("claims", "each", "narratives", "forecasts", "conditions", "record", "sources", "methods")
    ]
    assert places == sorted(places)
    assert write("china-russia").bytes < len(page.encode()) < write("china-russia").bytes + RECORD


def test_markdown_has_the_parts_of_the_page() -> None:
    text = write("china-russia", "markdown").text
    heads = ["The claims", "Claim by claim", "Narratives and their rebuttals", "Conditions", "Sources and licences"]
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == heads


def test_linked_data_reviews_every_claim() -> None:
    graph = json.loads(write("china-russia", "json-ld").text)["@graph"]
    assert graph[0]["@type"] == "Report"
    assert [entry["identifier"] for entry in graph[1:]] == [claim["id"] for claim in check("china-russia")["claims"]]


def test_a_dossier_is_escaped_wherever_it_is_shown(tmp_path: Path) -> None:
    evil = '<script>alert("1")</script>'
    file = tmp_path / "evil.yml"
    file.write_text(
        "facta: 1\nquestion: '<b>bold</b>?'\nasked: 2021-01\nclaims:\n- id: one\n"
        f"  said: {{by: '<i>A</i>', date: 2021-01, quote: '{evil}', place: '\" onload=x'}}\n"
        "  readings:\n  - check: trade(CHN -- RUS)[2014] > 90 bn USD\n    text: 'a <u>reading</u> & more'\n",
        encoding="utf-8",
    )
    page = facta.brief(file, as_of=DAY).text
    assert not re.search(r"<(script|i>A|u>|b>bold)", page)
    assert "&lt;script>" in page
    assert ' onload=x"' not in page


def test_the_small_store_has_briefs_too(islands: Path) -> None:
    page = facta.brief(islands / "islands.yml", store=islands / "store", as_of=DAY)
    assert "Does Tonga live on trade with Fiji?" in page.text
    assert str(islands) not in page.text  # a page tells nothing of the machine
    assert page.rows() == [{"file": None, "bytes": page.bytes}]


def test_a_page_is_written_by_its_suffix(tmp_path: Path) -> None:
    written = facta.brief("russia-loosens-its-belt", file=tmp_path / "a.md", as_of=DAY)
    assert written.kind == "markdown"
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == written.text
    with pytest.raises(UnknownFormat, match=r"'a.pdf' names no known format. Known: .html, .htm, .md"):
        facta.brief("russia-loosens-its-belt", file=tmp_path / "a.pdf")
    with pytest.raises(UnknownName, match="unknown kind of brief 'htm'"):
        facta.brief("russia-loosens-its-belt", kind="htm")


@pytest.mark.parametrize("given", ["CHN", "china", "Китай"])
def test_one_state_asks_for_a_second(given: str) -> None:
    with pytest.raises(LoneState, match=r"China \(CHN\) is one state.*as in `facta brief CHN RUS`, or a dossier\."):
        facta.brief(given)
    with pytest.raises(LoneState, match="facta brief RUS CHN"):
        facta.brief("RUS")
    with pytest.raises(UnknownName, match="unknown dossier 'chn-rus'"):
        facta.brief("chn-rus")


@pytest.mark.parametrize("what", [("china-russia",), ("CHN", "RUS"), ("no such dossier",)])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_read(
    tmp_path: Path, what: tuple[str, ...]
) -> None:
    missing = tmp_path / "no" / "page.html"
    with pytest.raises(StoreError, match=f"page.html: the file cannot be written: there is no folder {missing.parent}"):
        facta.brief(*what, file=missing)
    folder = tmp_path / "page.html"
    folder.mkdir()
    with pytest.raises(StoreError, match="it is a folder"):
        facta.brief(*what, file=folder)


def test_a_saved_table_tells_books_of_one_source_apart() -> None:
    rows = tabulate_verdicts(open_brief("china-russia", as_of=DAY, has_record=False).verdicts).rows
    estimators = [row for row in rows if row[2] == "ideal_points"]
    assert len({tuple(row[:5]) for row in estimators}) == len(estimators) > 4


def test_two_states_have_no_linked_data_and_it_says_why() -> None:
    with pytest.raises(UnknownName, match="two states make none"):
        facta.brief("CHN", "RUS", kind="json-ld")


def test_a_notebook_shows_the_page_in_a_frame_of_its_own() -> None:
    shown = write("russia-loosens-its-belt")._repr_html_()
    assert shown.startswith('<iframe srcdoc="&lt;!doctype html&gt;')
