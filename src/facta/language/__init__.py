"""The language of readings: parsed by a grammar, evaluated over draws and periods, one value a book."""

from facta.language.arithmetic import ACROSS, MIXED, read_slack, reduce_series
from facta.language.checking import check_reading, check_truth
from facta.language.evaluation import evaluate, list_measured, start_context
from facta.language.explaining import Explanation, MeasureUse, OperatorUse, explain_reading, list_meant
from facta.language.forms import Form, Sort
from facta.language.nodes import (
    Binary,
    Call,
    Compare,
    Conditional,
    Logic,
    Negation,
    Node,
    Number,
    Sides,
    Windowed,
    list_parts,
    map_parts,
    rebuild,
    walk,
)
from facta.language.operators import LIKELIHOOD, Context, Keyword, Operator, find_operator, list_operators
from facta.language.parsing import LONGEST, parse_reading
from facta.language.values import Incommensurable, Quantity, Truth, Value

__all__ = [
    "ACROSS",
    "LIKELIHOOD",
    "LONGEST",
    "MIXED",
    "Binary",
    "Call",
    "Compare",
    "Conditional",
    "Context",
    "Explanation",
    "Form",
    "Incommensurable",
    "Keyword",
    "Logic",
    "MeasureUse",
    "Negation",
    "Node",
    "Number",
    "Operator",
    "OperatorUse",
    "Quantity",
    "Sides",
    "Sort",
    "Truth",
    "Value",
    "Windowed",
    "check_reading",
    "check_truth",
    "evaluate",
    "explain_reading",
    "find_operator",
    "list_meant",
    "list_measured",
    "list_operators",
    "list_parts",
    "map_parts",
    "parse_reading",
    "read_slack",
    "rebuild",
    "reduce_series",
    "start_context",
    "walk",
]
