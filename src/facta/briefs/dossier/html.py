"""The brief on a dossier as one page of HTML."""

from __future__ import annotations

from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.dossier.drawing import draw_conditions, draw_forecasts, draw_strip
from facta.briefs.dossier.views import list_books, list_views, tabulate_verdicts
from facta.briefs.dossier.wording import write_bottom_line
from facta.briefs.outlook import write_hits, write_range, write_skill
from facta.briefs.page import render_page
from facta.sources import list_sources

__all__ = ["render_dossier_html"]


def render_dossier_html(brief: DossierBrief) -> str:
    """Return the brief as one self-contained page, which loads nothing and needs no script.

    Parameters
    ----------
    brief : DossierBrief
        What to show; the same gives the same bytes.

    Examples
    --------
    >>> from facta.desk.briefing.opening import open_brief
    >>> page = render_dossier_html(open_brief("russia-loosens-its-belt", as_of="2026-11-22"))
    >>> "<script" in page, "default-src 'none'" in page, len(page.encode()) < 400 * 1024
    (False, True, True)
    """
    views = list_views(brief)
    return render_page(
        "dossier.html",
        title=f"{brief.dossier.question} – facta brief",
        brief=brief,
        lead=write_bottom_line(brief),
        strip=draw_strip(brief),
        views=views,
        by_id={view.verdict.id: view for view in views},
        titles={source.id: source.title for source in list_sources().values()},
        forecasts=draw_forecasts(brief),
        conditions=draw_conditions(brief),
        table=tabulate_verdicts(brief.verdicts),
        list_books=list_books,
        write_hits=write_hits,
        write_range=write_range,
        write_skill=write_skill,
    )
