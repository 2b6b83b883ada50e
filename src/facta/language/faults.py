"""What is wrong with an expression, and where: every fault names line, column and what would work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from lark import UnexpectedCharacters, UnexpectedToken

from facta.domain import Unit
from facta.errors import PlacedError, ReadingSyntaxError, ReadingTypeError, UnitMismatch, find_nearest
from facta.language.nodes import Node

if TYPE_CHECKING:
    from lark.exceptions import LarkError

__all__ = ["Place", "explain_fault"]


@dataclass(frozen=True, slots=True)
class Place:
    """The text around a part, for errors.

    Parameters
    ----------
    expression : str
        The whole expression.
    where : str or None
        File and line, where there is one.
    """

    expression: str
    where: str | None = None

    def refuse(self, node: Node, found: str, step: str | None = None) -> NoReturn:
        """Refuse a part that does not fit where it stands."""
        raise ReadingTypeError(self.expression, node.at, found, step=step, where=self.where)

    def mismatch(self, node: Node, one: Unit, other: Unit | None) -> NoReturn:
        """Refuse a part whose dimension is not that of its counterpart."""
        against = f"{other.symbol} ({other.dimension})" if other else "a number without a unit"
        found = f"{one.symbol} ({one.dimension}) against {against}"
        step = f"Write a quantity of {one.dimension}, as in 10 {one.symbol}."
        raise UnitMismatch(self.expression, node.at, found, step=step, where=self.where)

    def put(self, error: PlacedError, at: int) -> PlacedError:
        """Place an error that knows nothing of expressions."""
        return error.place(self.expression, at, self.where)


_WORDS = ("if", "then", "unless", "during", "and", "or", "not", "in", "is", "except")
_SHOWN = {
    "NAME": "a name",
    "NUMBER": "a number",
    "LPAR": "(",
    "RPAR": ")",
    "CMP": "a comparison such as >",
    "WINDOW": "a window",
    "ARROW": "-> or --",
    "$END": "the end",
    "SPAN": "a window such as 2010..2014",
    "COMMA": "a comma",
    "LBRACE": "{",
    "RBRACE": "}",
    "UNIT": "a unit",
    "EQUAL": "=",
    "THEN": "then",
}
_COMMON = 4
_DASHES = ("–", "—", "−", "→", "↔")  # what a text editor makes of two hyphens, or of an arrow


def explain_fault(expression: str, error: LarkError, where: str | None) -> ReadingSyntaxError:
    """Turn the parser's error into one that people can act on."""
    misspelt = _find_misspelt(expression, error)
    if misspelt is not None:
        offset, found = misspelt.start(), f"{misspelt[1]!r} cannot stand here"
    elif isinstance(error, UnexpectedToken) and error.token.type != "$END":
        offset, found = error.token.start_pos or 0, f"{str(error.token)!r} cannot stand here"
    elif isinstance(error, UnexpectedCharacters):
        offset = error.pos_in_stream or 0
        found = f"{expression[offset]!r} cannot stand here"
    else:
        offset, found = len(expression.rstrip()), "the expression ends too early"
    return ReadingSyntaxError(expression, offset, found, step=_advise(expression, offset, error), where=where)


def _find_misspelt(expression: str, error: LarkError) -> re.Match[str] | None:
    """Find a misspelt word of the language right before the fault, where it was read as a unit."""
    if not isinstance(error, UnexpectedToken):
        return None
    before = re.search(r"([^\W\d]\w*)\s*\Z", expression[: error.token.start_pos or 0])
    near = find_nearest(before[1], _WORDS) if before else None
    return before if before and near and near != before[1].casefold() else None


def _advise(expression: str, offset: int, error: LarkError) -> str:
    """Say what would work at the place of a fault."""
    rest = expression[offset:]
    if rest.startswith("="):
        return "Equality is written ==; a single = sets a keyword inside a call."
    if rest.startswith(_DASHES) or expression[max(offset - 2, 0) :].startswith("<->"):
        return "A relation is written CHN -- RUS, or CHN -> RUS for one way."
    if rest.startswith(("$", "€", "¥", "£")):
        return "Money is written 90 bn USD."
    if rest.startswith("["):
        return "A window is written [2014], [2010..2014] or [2014-03], once, after what it cuts."
    word = rest.split()[0] if rest.split() else ""
    near = find_nearest(word, _WORDS) if word.isalpha() else None
    if near and near != word:
        return f"Nearest: {near}."
    return _name_expected(
        getattr(error, "accepts", None) or getattr(error, "expected", None) or getattr(error, "allowed", None)
    )


def _name_expected(tokens: object) -> str:
    """Name what may stand here, as far as a few words do."""
    named = set(tokens) if isinstance(tokens, set | frozenset | list) else set()
    if {"NAME", "NUMBER", "LPAR"} <= named:
        return "Expected a measure, an operator or a number."
    shown = [text for name, text in _SHOWN.items() if name in named]
    if not shown or len(shown) > _COMMON + 2:
        return "See `facta explain --help` for examples."
    return f"Expected {' or '.join([', '.join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)}."
