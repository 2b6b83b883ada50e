"""Runs a notebook in this process, cell by cell, and writes it as a page with what its cells show."""

from __future__ import annotations

import ast
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

__all__ = ["Cell", "render_notebook", "run_notebook", "write_notebooks"]


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook, and what it showed: HTML where its last value has any, else text."""

    is_code: bool
    source: str
    html: str = ""
    text: str = ""


def run_notebook(file: Path) -> list[Cell]:
    """Return the cells of a notebook, run in order on the starter evidence alone, with what each showed."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    with _empty_store():
        return [_run(cell["cell_type"] == "code", "".join(cell["source"]), scope) for cell in cells]


def render_notebook(file: Path) -> str:
    """Return a notebook as a page in MyST Markdown, with a link to the notebook itself."""
    parts = [part for cell in run_notebook(file) for part in _write(cell)]
    parts.insert(1, f"[The notebook itself]({file.name}) has nothing but its cells: run it and see the same.")
    return "\n\n".join(parts) + "\n"


def write_notebooks(docs: Path) -> None:
    """Write the page of every notebook of the docs beside it."""
    for file in docs.rglob("*.ipynb"):
        file.with_suffix(".md").write_text(render_notebook(file), encoding="utf-8")


@contextmanager
def _empty_store() -> Iterator[None]:
    before = os.environ.get("FACTA_STORE")
    with tempfile.TemporaryDirectory() as store:
        os.environ["FACTA_STORE"] = store
        try:
            yield
        finally:
            os.environ.pop("FACTA_STORE")
            os.environ.update({"FACTA_STORE": before} if before else {})


def _run(is_code: bool, source: str, scope: dict[str, Any]) -> Cell:
    if not is_code:
        return Cell(is_code, source)
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value: Any = None
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "cell", "exec"), scope)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), scope)
    html = value._repr_html_() if hasattr(value, "_repr_html_") else ""
    return Cell(is_code, source, html, printed.getvalue() + ("" if html or value is None else repr(value)))


def _write(cell: Cell) -> Iterator[str]:
    if not cell.is_code:
        yield cell.source
        return
    yield f"```python\n{cell.source}\n```"
    if cell.text:
        yield f"```text\n{cell.text.rstrip()}\n```"
    if cell.html:
        label = escape(f"Output of: {cell.source.splitlines()[-1]}", quote=True)
        shown = f'<div class="shown" role="region" tabindex="0" aria-label="{label}">{cell.html}</div>'
        yield f"```{{raw}} html\n{shown}\n```"
