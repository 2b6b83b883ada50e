"""A real browser without a window, cut off from everything but what it is given."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import facta

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
DAY = "2026-11-22"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium; the tests are skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="install the group: uv sync --group browser")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as player:
        started = player.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return pages by name: dossiers, and pairs of states."""
    folder = tmp_path_factory.mktemp("briefs")
    asked = {"china-russia": ("china-russia",), "russia-loosens-its-belt": ("russia-loosens-its-belt",),
             "china-russia-2021": ("china-russia-2021",), "pair": ("CHN", "RUS")}  # fmt: skip
    written = {
        name: facta.brief(*names, file=folder / f"{name}.html", as_of=DAY, has_record=name == "china-russia")
        for name, names in asked.items()
    }
    return {name: Path(str(page.file)) for name, page in written.items()}


Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Return ``open_page(file, width=1280, scheme="light")``; the test fails if the page errs or asks for more."""
    contexts = []
    faults: list[str] = []

    def open_file(file: Path, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url == file.as_uri() or asked.url.startswith("data:") else faults.append(asked.url)
            ),
        )
        page.goto(file.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert not faults
