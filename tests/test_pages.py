"""What renews the pages of the documentation: files, commands, cuts; and the cells of notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pages.console import renew_page
from pages.notebook import render_notebook, run_notebook

READING = "facta ask 'trade(CHN -- RUS)[2014] > 1 bn USD'"
DOSSIER = """```{code-block} yaml
:caption: mine.yml

facta: 1
question: Is there trade?
asked: 2021
claims:
- id: trade
  said: {by: me, date: 2021, quote: there is}
  readings: [{check: "trade(CHN -- RUS)[2014] > 1 M USD"}]
```
"""


def test_an_output_is_what_the_command_prints_now(tmp_path: Path) -> None:
    page = renew_page(f"Before.\n\n```console\n$ {READING}\nof yesterday\n```\n\nAfter.\n", tmp_path)
    assert page.startswith(f"Before.\n\n```console\n$ {READING}\n● supported")
    assert page.endswith("\n```\n\nAfter.\n")
    assert "of yesterday" not in page
    assert renew_page(page, tmp_path) == page


def test_a_cut_keeps_as_many_lines_as_there_were(tmp_path: Path) -> None:
    page = renew_page(f"```console\n$ {READING}\n?\n?\n…\n?\n```\n", tmp_path)
    lines = page.splitlines()[2:-1]
    assert [line == "…" for line in lines] == [False, False, True, False]
    assert lines[0].startswith("● supported")


def test_a_block_with_a_caption_is_a_file_and_an_arrow_writes_one(tmp_path: Path) -> None:
    page = renew_page(
        f"{DOSSIER}\n```console\n$ facta check mine.yml --json > before.json\n$ facta check \\\n    mine.yml\n```\n",
        tmp_path,
    )
    assert json.loads((tmp_path / "before.json").read_text(encoding="utf-8"))["schema"] == "facta/check/1"
    assert "$ facta check mine.yml --json > before.json\n$ facta check \\\n    mine.yml\nIs there trade?\n" in page


def test_a_refusal_is_shown_as_it_is_printed(tmp_path: Path) -> None:
    page = renew_page("```console\n$ facta ask 'trdae(CHN -- RUS)[2014] > 1'\n```\n", tmp_path)
    assert "unknown measure or operator 'trdae'. Nearest: trade." in page


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    cells = [("markdown", "# Title"), ("code", "x = 2\nprint('out')\nx + 1"), ("code", "y = x"), ("code", "'<b>'")]
    content = {"cells": [{"cell_type": kind, "source": [source]} for kind, source in cells]}
    (tmp_path / "mine.ipynb").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path / "mine.ipynb"


def test_cells_share_names_and_show_what_they_print_and_their_last_value(notebook: Path) -> None:
    assert [(cell.is_code, cell.text) for cell in run_notebook(notebook)] == [
        (False, ""),
        (True, "out\n3"),
        (True, ""),
        (True, "'<b>'"),
    ]


def test_a_page_of_a_notebook_links_to_it(notebook: Path) -> None:
    page = render_notebook(notebook)
    assert page.startswith("# Title\n\n[The notebook itself](mine.ipynb)")
    assert "```python\nx = 2\nprint('out')\nx + 1\n```\n\n```text\nout\n3\n```" in page


def test_a_cell_that_fails_is_an_error(notebook: Path) -> None:
    text = notebook.read_text(encoding="utf-8").replace("y = x", "y = z")
    notebook.write_text(text, encoding="utf-8")
    with pytest.raises(NameError, match="name 'z' is not defined"):
        run_notebook(notebook)
