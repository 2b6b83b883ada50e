"""Writes the generated reference pages: ``python -m facta.desk.pages docs/reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from facta.briefs.pages import render_pages

__all__ = ["write_pages"]


def write_pages(folder: Path) -> list[Path]:
    """Write every generated page into a folder; return the files."""
    written = []
    for name, text in render_pages().items():
        written.append(folder / name)
        written[-1].write_text(text, encoding="utf-8")
    return written


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
