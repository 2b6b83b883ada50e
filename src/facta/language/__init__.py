"""The language of readings: parsed by a grammar, evaluated over draws and periods, one value a book."""

from facta.language.arithmetic import MIXED
from facta.language.evaluation import evaluate, start_context
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
    walk,
)
from facta.language.operators import Context, Operator, find_operator, list_operators
from facta.language.parsing import LONGEST, parse_reading
from facta.language.values import Incommensurable, Quantity, Truth, Value

__all__ = [
    "LONGEST",
    "MIXED",
    "Binary",
    "Call",
    "Compare",
    "Conditional",
    "Context",
    "Incommensurable",
    "Logic",
    "Negation",
    "Node",
    "Number",
    "Operator",
    "Quantity",
    "Sides",
    "Truth",
    "Value",
    "Windowed",
    "evaluate",
    "find_operator",
    "list_operators",
    "list_parts",
    "parse_reading",
    "start_context",
    "walk",
]
