"""The reference part of the documentation, written from the code whenever the site is built."""

from __future__ import annotations

import tempfile
from pathlib import Path

import facta
from facta.claims import list_bundled
from facta.desk import DossierResult
from pages.commands import render_commands
from pages.dossiers import render_dossiers
from pages.language import render_language
from pages.measures import render_measures
from pages.python import render_python
from pages.sources import render_sources
from pages.verdicts import render_verdicts

__all__ = ["check_bundled", "render_reference", "write_reference"]


def check_bundled() -> tuple[DossierResult, ...]:
    """Return the bundled dossiers, checked on the starter evidence alone."""
    with tempfile.TemporaryDirectory() as empty:
        return facta.check(*list_bundled(), store=empty).dossiers


def render_reference(checked: tuple[DossierResult, ...]) -> dict[str, str]:
    """Return every generated page as Markdown, by its path in the folder of the reference."""
    return {
        **render_commands(),
        **render_language({entry.dossier: entry.claims for entry in checked}),
        **render_measures(),
        **render_sources(),
        **render_verdicts(),
        **render_dossiers({entry.dossier: (entry.question, entry.claims) for entry in checked}),
        **render_python(),
    }


def write_reference(folder: Path) -> None:
    """Write the pages that differ from what the folder holds; a page of what is gone goes with it."""
    pages = {folder / name: text for name, text in render_reference(check_bundled()).items()}
    for stale in {file for part in {page.parent for page in pages} - {folder} for file in part.glob("*.md")} - {*pages}:
        stale.unlink()
    for page, text in pages.items():
        page.parent.mkdir(exist_ok=True)
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
