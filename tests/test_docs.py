"""The pages of the documentation say what the code does now, and nothing that users call is left out of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

import facta
from facta.claims import list_bundled, read_dossier
from facta.cli import app
from facta.desk.checking import build_sets
from facta.language import check_reading, list_operators, parse_reading
from facta.measures import list_measures
from facta.sources import list_sources
from pages import check_bundled, render_reference
from pages.console import list_pages, renew_page
from pages.notebook import run_notebook

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\((?!https?:|#)(?P<file>[^)#\s]+)(?:#(?P<anchor>[^)\s]+))?\)")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return the generated pages of the reference by their path in it."""
    return render_reference(check_bundled())


@pytest.mark.parametrize("page", list_pages(), ids=lambda page: page.stem)
def test_commands_on_a_page_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert renew_page(text, tmp_path) == text, "run `uv run just docs`"


@pytest.mark.parametrize("file", sorted(DOCS.rglob("*.ipynb")), ids=lambda file: file.stem)
def test_the_cells_of_a_notebook_run_and_show_something(file: Path) -> None:
    cells = [cell for cell in run_notebook(file) if cell.is_code]
    assert all(cell.html or cell.text for cell in cells)
    assert any("<table" in cell.html for cell in cells)
    assert any("data:image/svg+xml" in cell.html for cell in cells)


def test_everything_that_users_name_has_its_page(pages: dict[str, str]) -> None:
    named = {
        "commands": get_command(app).commands,  # type: ignore[attr-defined]  # a group, by its `cls`
        "operators": list_operators(),
        "measures": list_measures(),
        "sources": list_sources(),
    }
    for folder, names in named.items():
        assert {page for page in pages if page.startswith(f"{folder}/")} == {f"{folder}/{name}.md" for name in names}
        index = pages["language.md" if folder == "operators" else f"{folder}.md"]
        assert all(f"[{name}]({folder}/{name}.md)" in index for name in names)


def test_every_function_and_result_is_on_the_page_of_python(pages: dict[str, str]) -> None:
    assert all(f"facta.{name}\n" in pages["python.md"] for name in facta.__all__ if name[0].islower())
    assert all(f"facta.desk.{name}\n" in pages["python.md"] for name in ("CheckResult", "MeasureResult", "Citations"))


def test_links_lead_to_pages(pages: dict[str, str]) -> None:
    generated = {DOCS / "reference" / name: text for name, text in pages.items()}
    generated |= {file.with_suffix(".md"): "" for file in DOCS.rglob("*.ipynb")}
    written = {page: page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md") if page not in generated}
    for page, text in {**generated, **written}.items():
        for link in LINK.finditer(text):
            target = page.parent.joinpath(link["file"]).resolve()
            assert target in generated or target.exists(), f"{page.name} links to {link['file']}, which is not there"


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"])
def test_links_of_what_the_site_does_not_hold_lead_to_files_of_the_repository(name: str, pages: dict[str, str]) -> None:
    generated = {DOCS / "reference" / page for page in pages}
    for link in LINK.finditer((ROOT / name).read_text(encoding="utf-8")):
        target = ROOT / link["file"]
        assert target not in generated, f"{link['file']} is written when the site is built, and not in the repository"
        assert target.exists(), link["file"]


def test_every_example_of_an_operator_can_be_evaluated(pages: dict[str, str]) -> None:
    texts = [text for name, text in pages.items() if name.startswith("operators/")]
    texts.append(pages["language.md"].split("## Grammar")[0])
    expressions = {block.split("\n```")[0] for text in texts for block in text.split("```text\n")[1:]}
    sets = {key: entry for name in list_bundled() for key, entry in build_sets(read_dossier(name)).items()}
    assert len(expressions) > len(list_operators())
    for expression in expressions:
        assert check_reading(parse_reading(expression, sets), expression).sort == "truth"


def test_the_page_of_dossiers_says_who_stands_how_to_what_two_voices_touch(pages: dict[str, str]) -> None:
    rows = [line for line in pages["dossiers.md"].splitlines() if "| disputed |" in line]
    assert rows
    assert all(" affirms: " in row and " denies: " in row for row in rows)
    assert "| one voice |" not in pages["dossiers.md"]


def test_examples_of_python_stand_in_blocks() -> None:
    for page in DOCS.rglob("*.md"):
        outside = page.read_text(encoding="utf-8").split("```")[::2]
        assert not any(re.search(r"^>>> ", text, re.MULTILINE) for text in outside), (
            f"{page.name}: put them into ```python"
        )


def test_docstrings_keep_no_markup_that_markdown_shows_as_it_is(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        if name.startswith(("measures/", "operators/")):
            assert not re.search(r":[a-z]+:`|^\.\. |::$", text, re.MULTILINE), name
