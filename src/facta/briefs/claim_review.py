"""Verdicts as ClaimReview, the vocabulary in which fact checks are exchanged (schema.org/ClaimReview)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facta.claims import Verdict, VerdictWord

__all__ = ["describe_reviews"]

_RATINGS = {VerdictWord.SUPPORTED: 5, VerdictWord.MIXED: 3, VerdictWord.CONTRADICTED: 1}
"""On the five steps that readers of the vocabulary expect; a verdict that decides nothing has words only."""
_OFFICES = frozenset({"ministry", "government", "center", "centre", "bank", "council", "commission", "agency"})


def describe_reviews(verdicts: Iterable[Verdict], author: str = "facta") -> dict[str, Any]:
    """Return the verdicts as one JSON-LD document of `ClaimReview` entries.

    Parameters
    ----------
    verdicts : iterable of Verdict
        Of any dossiers.
    author : str
        Who reviews: the organisation that publishes the document.

    Returns
    -------
    dict
        ``@context`` and ``@graph``. Ratings run from 1, *contradicted*, over 3, *mixed*, to 5, *supported*; every other
        verdict has only its name.
    """
    return {"@context": "https://schema.org", "@graph": [_describe_review(verdict, author) for verdict in verdicts]}


def _describe_review(verdict: Verdict, author: str) -> dict[str, Any]:
    claim: dict[str, Any] = {"@type": "Claim", "author": [_describe_holder(name) for name in verdict.holders]}
    if verdict.date:
        claim["datePublished"] = verdict.date
    review = {
        "@type": "ClaimReview",
        "identifier": verdict.id,
        "claimReviewed": verdict.said,
        "itemReviewed": claim,
        "author": {"@type": "Organization", "name": author},
        "datePublished": verdict.as_of.isoformat(),
        "reviewRating": _rate(verdict.verdict),
        "reviewBody": _write_body(verdict),
        "citation": list(verdict.citations),
    }
    return {name: value for name, value in review.items() if value not in ("", [])}


def _describe_holder(name: str) -> dict[str, str]:
    is_office = bool(_OFFICES & {word.casefold().strip(",.") for word in name.split()})
    return {"@type": "Organization" if is_office else "Person", "name": name}


def _rate(word: VerdictWord) -> dict[str, Any]:
    rating = {"ratingValue": _RATINGS[word], "bestRating": 5, "worstRating": 1} if word in _RATINGS else {}
    return {"@type": "Rating", **rating, "alternateName": _write_word(word)}


def _write_body(verdict: Verdict) -> str:
    """Say each reading with its verdict, and why nothing is decided where nothing is."""
    read = [f"{_write_word(entry.verdict)}: {entry.text or entry.expression}" for entry in verdict.readings]
    return " ".join([*read, verdict.reason]).strip()


def _write_word(word: VerdictWord) -> str:
    return word.value.replace("_", " ").capitalize()
