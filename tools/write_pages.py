"""Writes the generated reference pages into docs/reference; a test fails where they differ."""

from __future__ import annotations

import shutil
from pathlib import Path

from facta.briefs.pages import render_pages

FOLDER = Path(__file__).parent.parent / "docs" / "reference"


def main() -> None:
    """Write the files anew; the page of a source that is gone goes with it."""
    shutil.rmtree(FOLDER / "sources", ignore_errors=True)
    for name, text in render_pages().items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
