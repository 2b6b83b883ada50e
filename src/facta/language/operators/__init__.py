"""The operators of the language: typed calls over series, rows and truths."""

from facta.language.operators import quantifiers, ratios, trends
from facta.language.operators.registry import OPERATORS, Context, Keyword, Operator, find_operator, list_operators

__all__ = [
    "OPERATORS",
    "Context",
    "Keyword",
    "Operator",
    "find_operator",
    "list_operators",
    "quantifiers",
    "ratios",
    "trends",
]
