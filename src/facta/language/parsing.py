"""From text to the parts of a reading, by a LALR grammar; every fault names column, caret and the nearest word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NoReturn

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken
from lark.exceptions import LarkError, VisitError

from facta.domain import Parties, Relation, StateSet, Window, find_parties, find_unit
from facta.errors import FactaError, ImpossibleWindow, ReadingSyntaxError, TooLarge, UnknownName, find_nearest
from facta.language.nodes import (
    Binary,
    Call,
    Compare,
    Conditional,
    Day,
    FieldTest,
    Logic,
    Negation,
    Node,
    Number,
    Sides,
    Windowed,
)

__all__ = ["LONGEST", "parse_reading"]

LONGEST = 4000
"""Characters in an expression; more are refused."""

_DEEPEST = 40
_WORDS = ("if", "then", "unless", "during", "and", "or", "not", "in", "is", "except")


def parse_reading(expression: str, sets: Mapping[str, StateSet] | None = None, *, where: str | None = None) -> Node:
    """Return the parts of an expression.

    Parameters
    ----------
    expression : str
        In the language of readings.
    sets : mapping of str to StateSet or None
        Sets that a dossier defines.
    where : str or None
        File and line, for errors.

    Raises
    ------
    ReadingSyntaxError
        It does not parse; names line, column and what would work.
    UnknownName
        A state, set or unit that does not exist.
    ImpossibleWindow
        A window that ends before it starts.
    TooLarge
        It is longer, or nested deeper, than anybody would write.

    Examples
    --------
    >>> parse_reading("trade(CHN -- RUS)[2014] > 90 bn USD").sign
    '>'
    """
    if len(expression) > LONGEST:
        raise TooLarge("the expression", len(expression), LONGEST, "characters", where=where)
    if (deepest := _measure_depth(expression)) > _DEEPEST:
        raise TooLarge("the expression", deepest, _DEEPEST, "levels of brackets", where=where)
    try:
        tree = _grammar().parse(expression)
        return _Builder(expression, sets or {}, where).transform(tree)  # type: ignore[no-any-return]
    except VisitError as error:
        if isinstance(error.orig_exc, FactaError):
            raise error.orig_exc from None
        raise
    except LarkError as error:
        _refuse(expression, error, where)


@cache
def _grammar() -> Lark:
    text = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", propagate_positions=True, maybe_placeholders=True)


def _measure_depth(expression: str) -> int:
    depth = deepest = 0
    for mark in expression:
        depth += (mark in "({") - (mark in ")}")
        deepest = max(deepest, depth)
    return deepest


def _refuse(expression: str, error: LarkError, where: str | None) -> NoReturn:
    """Turn the parser's error into one that people can act on."""
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        offset, found = len(expression), "the expression ends too early"
    elif isinstance(error, UnexpectedToken):
        offset, found = error.token.start_pos or 0, f"{str(error.token)!r} cannot stand here"
    elif isinstance(error, UnexpectedCharacters):
        offset, found = error.pos_in_stream, f"{expression[error.pos_in_stream]!r} cannot stand here"
    else:
        offset, found = 0, "the expression does not parse"
    raise ReadingSyntaxError(expression, offset, found, step=_advise(expression, offset, error), where=where) from None


def _advise(expression: str, offset: int, error: LarkError) -> str:
    """Say what would work at the place of a fault."""
    rest = expression[offset:]
    if rest.startswith("=") :
        return "Equality is written ==; a single = sets a keyword inside a call."
    if rest.startswith("["):
        return "A window is written [2014], [2010..2014] or [2014-03]."
    word = rest.split()[0] if rest.split() else ""
    near = find_nearest(word, _WORDS) if word.isalpha() else None
    if near and near != word:
        return f"Nearest: {near}."
    accepts = set(getattr(error, "accepts", None) or getattr(error, "expected", None) or getattr(error, "allowed", None) or ())
    return f"Expected {_name_tokens(accepts)}." if accepts else "See `facta explain --help` for examples."


_SHOWN = {
    "NAME": "a name",
    "NUMBER": "a number",
    "LPAR": "(",
    "RPAR": ")",
    "CMP": "a comparison such as >",
    "WINDOW": "a window such as [2014]",
    "ARROW": "-> or --",
    "$END": "the end",
    "SPAN": "a window such as 2010..2014",
    "COMMA": "a comma",
    "RBRACE": "}",
    "UNIT": "a unit",
}  # fmt: skip


def _name_tokens(tokens: set[str]) -> str:
    shown = sorted({_SHOWN[name] for name in tokens if name in _SHOWN})
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown) or "something else"


class _Builder(Transformer[Token, Any]):
    """Builds nodes from the bottom up."""

    def __init__(self, expression: str, sets: Mapping[str, StateSet], where: str | None) -> None:
        super().__init__()
        self.expression, self.sets, self.where = expression, sets, where

    def start(self, parts: list[Node]) -> Node:
        return parts[0]

    def plain(self, parts: list[Any]) -> Node:
        return _restrict(parts[0], parts[1])

    def conditional(self, parts: list[Any]) -> Node:
        trigger, trigger_window, effect, exception, window = parts
        inner = Conditional(trigger.at, _restrict(trigger, trigger_window), _restrict(effect, window), exception)
        return inner

    def either(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else Logic(parts[0].at, "or", tuple(parts))

    def both(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else Logic(parts[0].at, "and", tuple(parts))

    def negation(self, parts: list[Node]) -> Node:
        return Negation(parts[0].at, parts[0])

    def compare(self, parts: list[Any]) -> Node:
        left, sign, right, *tolerance = parts
        return left if sign is None else Compare(left.at, str(sign), left, right, tolerance[0] if tolerance else None)

    def chain(self, parts: list[Any]) -> Node:
        node = parts[0]
        for sign, right in zip(parts[1::2], parts[2::2], strict=True):
            node = Binary(sign.start_pos, str(sign), node, right)
        return node  # type: ignore[no-any-return]

    def minus(self, parts: list[Any]) -> Node:
        sign, inner = parts
        if isinstance(inner, Number):
            return Number(sign.start_pos, -inner.value, inner.unit)
        return Binary(sign.start_pos, "-", Number(sign.start_pos, 0.0, None), inner)

    def windowed(self, parts: list[Any]) -> Node:
        inner, window = parts
        return Windowed(inner.at, inner, self._window(str(window)[1:-1], window.start_pos + 1))

    def during(self, parts: list[Token]) -> Window:
        return self._window(str(parts[0]), parts[0].start_pos or 0)

    def group(self, parts: list[Node]) -> Node:
        return parts[0]

    def call(self, parts: list[Any]) -> Node:
        name, *rest = parts
        options = tuple(part for part in rest if isinstance(part, tuple))
        return Call(name.start_pos, str(name), tuple(p for p in rest if p is not None and not isinstance(p, tuple)), options)

    def keyword(self, parts: list[Any]) -> tuple[str, Node]:
        return str(parts[0]), parts[1]

    def field_is(self, parts: list[Token]) -> Node:
        return FieldTest(parts[0].start_pos or 0, str(parts[0]), str(parts[1]), False)

    def field_is_not(self, parts: list[Token]) -> Node:
        return FieldTest(parts[0].start_pos or 0, str(parts[0]), str(parts[1]), True)

    def quantity(self, parts: list[Any]) -> Node:
        number, *words = [part for part in parts if part is not None]
        unit = find_unit(" ".join(str(word) for word in words)) if words else None
        return Number(number.start_pos, float(str(number).replace("_", "")), unit)

    def day(self, parts: list[Token]) -> Node:
        window = self._window(str(parts[0]), parts[0].start_pos or 0)
        return Day(parts[0].start_pos or 0, window.start or dt.date.min)

    def party(self, parts: list[Token]) -> Token:
        token = parts[0]
        return token.update(value=str(token)[1:-1]) if token.type == "STRING" else token

    def parties(self, parts: list[Any]) -> tuple[list[Token], Token | None]:
        return parts[:1], parts[1]

    def several(self, parts: list[Any]) -> tuple[list[Token], Token | None]:
        return parts[:-1], parts[-1]

    def relation(self, parts: list[Any]) -> Node:
        (names, left_out), arrow, other = parts
        at = names[0].start_pos
        text = str(names[0]) if len(names) == 1 and left_out is None and arrow is None else ""
        listed = tuple(str(name) for name in names)
        if arrow is None:
            return Sides(at, None if text else Relation(self._side(names, left_out)), text, listed)
        sides = self._side(names, left_out), self._side(*other)
        return Sides(at, Relation(*sides, is_directed=str(arrow) == "->"), "", listed)

    def _side(self, names: Sequence[Token], left_out: Token | None) -> Parties:
        """Resolve the parties of one side, at their place in the text."""
        found = [self._party(name) for name in names]
        side = found[0] if len(found) == 1 else found[0].union(*found[1:])
        return side.without(self._party(left_out)) if left_out is not None else side

    def _party(self, name: Token) -> Parties:
        try:
            return find_parties(str(name), self.sets, where=self.where)
        except UnknownName as error:
            column = f"column {(name.start_pos or 0) + 1}"
            where = f"{self.where}, {column}" if self.where else column
            raise UnknownName(error.kind, error.found, nearest=error.nearest, where=where, step=error.step) from None

    def _window(self, text: str, at: int) -> Window:
        try:
            return Window.parse(text.strip())
        except ImpossibleWindow as error:
            where = f"{self.where}, column {at + 1}" if self.where else f"column {at + 1}"
            raise ImpossibleWindow(error.found, where=where) from None


def _restrict(node: Node, window: Window | None) -> Node:
    return Windowed(node.at, node, window) if window else node
