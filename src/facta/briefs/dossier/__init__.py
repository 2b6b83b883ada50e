"""The brief on a dossier: as a page, as Markdown, as linked data and on a terminal; it computes nothing."""

from facta.briefs.dossier.brief import DossierBrief, TrackRecord
from facta.briefs.dossier.html import render_dossier_html
from facta.briefs.dossier.linked import render_dossier_jsonld
from facta.briefs.dossier.markdown import render_dossier_markdown
from facta.briefs.dossier.terminal import render_dossier_brief

__all__ = [
    "DossierBrief",
    "TrackRecord",
    "render_dossier_brief",
    "render_dossier_html",
    "render_dossier_jsonld",
    "render_dossier_markdown",
]
