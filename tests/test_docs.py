"""The generated pages are what the code says now, and nothing that users call is left out of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import facta
from facta.briefs import render_dossier_page, render_language_page
from facta.briefs.pages import render_pages
from facta.claims import list_bundled, read_dossier
from facta.desk.checking import build_sets
from facta.desk.results import DossierResult
from facta.language import check_reading, list_operators, parse_reading
from facta.measures import list_measures
from facta.sources import list_sources

_REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(render_pages()))
def test_page_is_current(name: str) -> None:
    assert (_REFERENCE / name).read_text(encoding="utf-8") == render_pages()[name], "run `uv run just docs`"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[DossierResult, ...]:
    """Return the bundled dossiers, checked on the starter evidence alone."""
    return facta.check(*list_bundled(), store=tmp_path_factory.mktemp("store")).dossiers


def test_the_page_of_the_dossiers_says_what_checking_them_gives(checked: tuple[DossierResult, ...]) -> None:
    page = render_dossier_page({entry.dossier: (entry.question, entry.claims) for entry in checked})
    assert (_REFERENCE / "dossiers.md").read_text(encoding="utf-8") == page, "run `uv run just docs`"


def test_the_page_of_the_language_shows_readings_with_what_checking_them_gives(
    checked: tuple[DossierResult, ...],
) -> None:
    page = render_language_page({entry.dossier: entry.claims for entry in checked})
    assert (_REFERENCE / "language.md").read_text(encoding="utf-8") == page, "run `uv run just docs`"
    assert all(f"### {name}\n" in page for name in list_operators())


def test_every_expression_on_the_page_of_the_language_can_be_evaluated() -> None:
    blocks = (_REFERENCE / "language.md").read_text(encoding="utf-8").split("## Grammar")[0].split("```text\n")[1:]
    expressions = {block.split("\n```")[0] for block in blocks}
    sets = {key: entry for name in list_bundled() for key, entry in build_sets(read_dossier(name)).items()}
    assert len(expressions) > len(list_operators())
    for expression in expressions:
        assert check_reading(parse_reading(expression, sets), expression).sort == "truth"


def test_every_measure_and_source_has_its_place() -> None:
    pages = render_pages()
    assert all(f"## {name}\n" in pages["measures.md"] for name in list_measures())
    assert all(f"# {name}\n" in pages[f"sources/{name}.md"] for name in list_sources())


def test_no_page_of_a_source_that_is_gone_is_left() -> None:
    written = {f"sources/{file.name}" for file in (_REFERENCE / "sources").iterdir()}
    assert written == {name for name in render_pages() if name.startswith("sources/")}
