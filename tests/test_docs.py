"""The generated pages are what the code says now, and nothing that users call is left out of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import facta
from facta.briefs import render_dossier_page
from facta.briefs.pages import render_pages
from facta.claims import list_bundled
from facta.language import list_operators
from facta.measures import list_measures
from facta.sources import list_sources

_REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(render_pages()))
def test_page_is_current(name: str) -> None:
    assert (_REFERENCE / name).read_text(encoding="utf-8") == render_pages()[name], "run `uv run just docs`"


def test_the_page_of_the_dossiers_says_what_checking_them_gives(tmp_path: Path) -> None:
    result = facta.check(*list_bundled(), store=tmp_path)
    page = render_dossier_page({entry.dossier: (entry.question, entry.claims) for entry in result.dossiers})
    assert (_REFERENCE / "dossiers.md").read_text(encoding="utf-8") == page, "run `uv run just docs`"


def test_every_operator_measure_and_source_has_its_place() -> None:
    pages = render_pages()
    assert all(f"### {name}\n" in pages["language.md"] for name in list_operators())
    assert all(f"## {name}\n" in pages["measures.md"] for name in list_measures())
    assert all(f"# {name}\n" in pages[f"sources/{name}.md"] for name in list_sources())


def test_no_page_of_a_source_that_is_gone_is_left() -> None:
    written = {f"sources/{file.name}" for file in (_REFERENCE / "sources").iterdir()}
    assert written == {name for name in render_pages() if name.startswith("sources/")}
