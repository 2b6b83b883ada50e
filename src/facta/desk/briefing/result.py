"""A brief that was written, or is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facta.desk.results.table import Table
from facta.store import save_text

if TYPE_CHECKING:  # the briefs bring Rich and Jinja: only where one is written
    from facta.briefs.dossier import DossierBrief
    from facta.briefs.relation import RelationFacts

__all__ = ["BriefResult"]


@dataclass(frozen=True, slots=True)
class BriefResult(Table):
    """A brief: what it shows, and the page.

    Parameters
    ----------
    shown : DossierBrief or RelationFacts
        What it shows; a terminal lays it out anew.
    text : str
        The page, as HTML, Markdown or JSON-LD.
    kind : str
        ``html``, ``markdown`` or ``json-ld``.
    file : str or None
        Where it was written; None where it was not.
    """

    shown: DossierBrief | RelationFacts
    text: str
    kind: str
    file: str | None = None

    @property
    def bytes(self) -> int:
        """How long the page is."""
        return len(self.text.encode())

    def rows(self) -> list[dict[str, Any]]:
        """Return the one row."""
        return [{"file": self.file, "bytes": self.bytes}]

    def save(self, file: str | Path) -> Path:
        """Write the page as it is; return the file.

        Raises
        ------
        StoreError
            The file cannot be written.
        """
        save_text(self.text, Path(file))
        return Path(file)

    def _repr_html_(self) -> str:
        """Show the page in a frame of its own, where its style and its policy hold."""
        page = self.text if self.kind == "html" else f"<pre>{escape(self.text)}</pre>"
        return f'<iframe srcdoc="{escape(page)}" width="100%" height="640"></iframe>'
