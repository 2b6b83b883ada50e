"""The operators of the language: typed calls over series, rows and truths."""

from facta.language.operators import quantifiers, ratios, trends
from facta.language.operators.registry import Context, Operator, find_operator, list_operators

__all__ = ["Context", "Operator", "find_operator", "list_operators", "quantifiers", "ratios", "trends"]
