"""Briefs in a real browser: nothing errs, nothing is fetched, nothing overflows, everybody can read them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.looking import LIMIT, MOST_PAGES, list_violations, weigh_contrast

pytest.importorskip("playwright", reason="install the group: uv sync --group browser")

if TYPE_CHECKING:
    from tests.browser.conftest import Open

PAGES = ("china-russia", "russia-loosens-its-belt", "china-russia-2021", "pair")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_without_a_word_and_asks_for_nothing(name: str, briefs: dict[str, Path], open_page: Open) -> None:
    page = open_page(briefs[name])
    assert page.title()
    assert briefs[name].stat().st_size < LIMIT
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 20  # the policy lets the style in


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows(name: str, width: int, briefs: dict[str, Path], open_page: Open) -> None:
    page = open_page(briefs[name], width)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """width => Array.from(document.body.querySelectorAll('*'))
             .filter(part => !part.closest('details, .wide, svg') && part.getBoundingClientRect().right > width + 1)
             .map(part => part.outerHTML.slice(0, 120))""",
        width,
    )
    assert wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["china-russia", "pair"])
def test_axe_finds_nothing(name: str, scheme: str, briefs: dict[str, Path], open_page: Open) -> None:
    page = open_page(briefs[name], scheme=scheme)
    assert list_violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_keep_contrast(scheme: str, briefs: dict[str, Path], open_page: Open) -> None:
    """Text of charts, which axe-core does not look at: 4.5 to 1 against the page."""
    page = open_page(briefs["china-russia"], scheme=scheme)
    pairs = page.evaluate(
        """() => Array.from(document.querySelectorAll('.chart text'), part => getComputedStyle(part).fill)
             .map(fill => [fill, getComputedStyle(document.body).backgroundColor].join(' on '))"""
    )
    poor = {pair for pair in set(pairs) if weigh_contrast(*pair.split(" on ")) < 4.5}
    assert pairs
    assert poor == set()


def test_a_reader_by_ear_hears_titles_and_headings_in_order(briefs: dict[str, Path], open_page: Open) -> None:
    page = open_page(briefs["china-russia"])
    levels = page.evaluate("Array.from(document.querySelectorAll('h1,h2,h3'), part => Number(part.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("img").count() > 30


def test_the_keyboard_opens_what_is_folded(briefs: dict[str, Path], open_page: Open) -> None:
    page = open_page(briefs["china-russia"])
    summary = page.locator("article summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('article details').open")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_a_table_under_a_chart_can_be_saved(briefs: dict[str, Path], open_page: Open) -> None:
    page = open_page(briefs["china-russia"])
    page.locator("article figure summary").first.click()
    with page.expect_download() as saved:
        page.locator("article figure details a").first.click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert text.startswith("book,figure\n")


def test_prints_on_a_few_sheets_of_paper(briefs: dict[str, Path], open_page: Open) -> None:
    printed = open_page(briefs["china-russia"]).pdf(prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 0 < sheets <= MOST_PAGES
