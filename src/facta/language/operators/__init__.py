"""The operators of the language: typed calls over series, rows and truths."""

from facta.language.operators import (
    durations,
    judgements,
    members,
    patterns,
    quantifiers,
    ratios,
    sequences,
    trends,
    turning,
)
from facta.language.operators.judgements import LIKELIHOOD
from facta.language.operators.registry import (
    OPERATORS,
    Context,
    Keyword,
    Operator,
    Outlook,
    find_operator,
    list_operators,
)

__all__ = [
    "LIKELIHOOD",
    "OPERATORS",
    "Context",
    "Keyword",
    "Operator",
    "Outlook",
    "durations",
    "find_operator",
    "judgements",
    "list_operators",
    "members",
    "patterns",
    "quantifiers",
    "ratios",
    "sequences",
    "trends",
    "turning",
]
