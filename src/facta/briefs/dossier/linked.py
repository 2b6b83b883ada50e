"""The brief on a dossier as linked data: a report about its claims, each with its review (schema.org)."""

from __future__ import annotations

import json
from typing import Any

from facta.briefs.claim_review import describe_reviews
from facta.briefs.dossier.brief import DossierBrief
from facta.briefs.dossier.wording import write_bottom_line

__all__ = ["render_dossier_jsonld"]


def render_dossier_jsonld(brief: DossierBrief, author: str = "facta") -> str:
    """Return the brief as JSON-LD: a `Report` with its bottom line, and a `ClaimReview` a claim.

    Parameters
    ----------
    brief : DossierBrief
        What to show.
    author : str
        The organisation that publishes it.

    Examples
    --------
    >>> from facta.desk.briefing.opening import open_brief
    >>> text = render_dossier_jsonld(open_brief("russia-loosens-its-belt", as_of="2026-11-22"))
    >>> [entry["@type"] for entry in json.loads(text)["@graph"]][:2]
    ['Report', 'ClaimReview']
    """
    reviews: dict[str, Any] = describe_reviews(brief.verdicts, author)
    report = {
        "@type": "Report",
        "identifier": brief.name,
        "headline": brief.dossier.question,
        "abstract": " ".join(write_bottom_line(brief)),
        "author": {"@type": "Organization", "name": author},
        "datePublished": brief.as_of.isoformat(),
        "citation": [origin.citation for origin in brief.references],
        "hasPart": [{"@type": "ClaimReview", "identifier": verdict.id} for verdict in brief.verdicts],
    }
    return json.dumps({**reviews, "@graph": [report, *reviews["@graph"]]}, ensure_ascii=False, indent=1) + "\n"
