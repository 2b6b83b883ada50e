"""Pages on two states in a real browser, whatever is known of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.looking import LIMIT, MOST_PAGES, list_violations, weigh_contrast

import facta

pytest.importorskip("playwright", reason="install the group: uv sync --group browser")

if TYPE_CHECKING:
    from tests.browser.conftest import Open

PAIRS = {"alike": ("USA", "CHN"), "neighbours": ("KAZ", "UZB"), "blind": ("BRA", "NGA")}


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return pages of two states: much is known of the first, next to nothing of the last."""
    folder = tmp_path_factory.mktemp("pairs")
    written = {name: facta.brief(*states, file=folder / f"{name}.html") for name, states in PAIRS.items()}
    return {name: Path(str(page.file)) for name, page in written.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAIRS)
def test_axe_finds_nothing_on_a_pair(name: str, scheme: str, pairs: dict[str, Path], open_page: Open) -> None:
    page = open_page(pairs[name], scheme=scheme)
    assert pairs[name].stat().st_size < LIMIT
    assert list_violations(page) == []


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_overflows_nothing(name: str, width: int, pairs: dict[str, Path], open_page: Open) -> None:
    page = open_page(pairs[name], width)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_stand_beside_deeds_on_a_wide_screen_and_above_them_on_a_phone(
    pairs: dict[str, Path], open_page: Open
) -> None:
    for width in (1280, 375):
        page = open_page(pairs["alike"], width)
        words, deeds = (
            page.get_by_role("heading", name=name, exact=True).bounding_box() for name in ("Words", "Deeds")
        )
        assert words
        assert deeds
        assert (words["y"] == deeds["y"]) is (width == 1280)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lanes_keep_contrast(scheme: str, pairs: dict[str, Path], open_page: Open) -> None:
    page = open_page(pairs["alike"], scheme=scheme)
    fills = page.evaluate("Array.from(document.querySelectorAll('.chart text'), part => getComputedStyle(part).fill)")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fills
    assert {fill for fill in set(fills) if weigh_contrast(fill, ground) < 4.5} == set()


def test_every_link_of_the_contents_leads_somewhere(pairs: dict[str, Path], open_page: Open) -> None:
    page = open_page(pairs["blind"])
    lost = page.evaluate(
        "Array.from(document.querySelectorAll('nav a'), a => a.hash).filter(hash => !document.querySelector(hash))"
    )
    assert lost == []


def test_a_pair_prints_on_a_few_sheets(pairs: dict[str, Path], open_page: Open) -> None:
    printed = open_page(pairs["alike"]).pdf(prefer_css_page_size=True)
    assert 0 < len(re.findall(rb"/Type\s*/Page\b", printed)) <= MOST_PAGES
