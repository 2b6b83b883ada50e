"""Writes the generated reference pages into docs/reference; a test fails where they differ."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import facta
from facta.briefs import render_dossier_page, render_language_page
from facta.briefs.pages import render_pages
from facta.claims import list_bundled

FOLDER = Path(__file__).parent.parent / "docs" / "reference"


def write_checked() -> dict[str, str]:
    """Return the pages that hold verdicts on the bundled dossiers, checked on the starter evidence alone."""
    with tempfile.TemporaryDirectory() as empty:
        dossiers = facta.check(*list_bundled(), store=empty).dossiers
    return {
        "dossiers.md": render_dossier_page({entry.dossier: (entry.question, entry.claims) for entry in dossiers}),
        "language.md": render_language_page({entry.dossier: entry.claims for entry in dossiers}),
    }


def main() -> None:
    """Write the files anew; the page of a source that is gone goes with it."""
    shutil.rmtree(FOLDER / "sources", ignore_errors=True)
    for name, text in {**render_pages(), **write_checked()}.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
