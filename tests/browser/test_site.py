"""The documentation site from the file system: quiet, at home on a phone, readable, and searchable without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

axe_core = pytest.importorskip("axe_playwright_python", reason="install the group: uv sync --group browser")

SITE = Path(__file__).parents[2] / "build" / "site"
PAGES = [
    "index",
    "tutorial/your-own-dossier",
    "how-to/work-in-a-notebook",
    "reference/commands/check",
    "reference/measures/trade",
    "reference/sources/imf_dip",
    "search",
]

pytestmark = pytest.mark.skipif(not SITE.exists(), reason="build the site first: uv run --group docs just site")


@pytest.fixture(params=["light", "dark"])
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Return a page that fails the test if the site errs or asks for something beyond its folder."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=request.param)
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda asked: faults.append(asked.url) if is_outside(asked.url) else None)
    yield opened
    context.close()
    assert not faults


def is_outside(url: str) -> bool:
    """Say whether an address lies outside the site's folder."""
    return not url.startswith((SITE.as_uri(), "data:"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_and_fits_a_phone(name: str, page: Any) -> None:
    page.goto((SITE / f"{name}.html").as_uri())
    page.evaluate(Path(axe_core.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found["violations"]] == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 375


def test_search_needs_no_server(page: Any) -> None:
    page.goto(f"{(SITE / 'search.html').as_uri()}?q=arms_transfers")
    page.wait_for_selector("#search-results li a")
    assert page.inner_text("#search-results li a") == "arms_transfers"
