"""From text to the parts of a reading, by a LALR grammar; every fault names column, caret and the nearest word."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

from facta.domain import Parties, Period, Relation, StateSet, Unit, Window, find_parties, find_unit
from facta.errors import ImpossibleWindow, PlacedError, ReadingSyntaxError, ReadingTypeError, TooLarge, UnknownName
from facta.language.faults import explain_fault
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
    list_parts,
)

__all__ = ["LONGEST", "parse_reading"]

LONGEST = 4000
"""Characters in an expression; more are refused."""

_DEEPEST = 60
_SETS: ContextVar[Mapping[str, StateSet]] = ContextVar("sets")


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
    >>> parse_reading("trade(CHN -- Rusia)[2014] > 90 bn USD")
    Traceback (most recent call last):
    facta.errors.UnknownName: line 1, column 14: unknown state or set 'Rusia'. Nearest: Russia (RUS).
      trade(CHN -- Rusia)[2014] > 90 bn USD
                   ^
    """
    if len(expression) > LONGEST:
        raise TooLarge("the expression", len(expression), LONGEST, "characters", where=where)
    token = _SETS.set(sets or {})
    try:
        node: Node = _grammar().parse(expression)  # type: ignore[assignment]  # the builder returns nodes, not trees
    except PlacedError as error:
        raise error.place(expression, error.offset, where) from None
    except LarkError as error:
        raise explain_fault(expression, error, where) from None
    finally:
        _SETS.reset(token)
    if sum(map(expression.count, "(-+*/")) + expression.count("not") > _DEEPEST:
        _check_depth(node, where)
    return node


@cache
def _grammar() -> Lark:
    """Read the grammar; nodes are built while it parses, so that no tree is."""
    text = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", maybe_placeholders=True, transformer=_Builder())


def _check_depth(node: Node, where: str | None) -> None:
    """Refuse what is nested so deep that evaluating it would exhaust the stack."""
    level, depth = [node], 0
    while level:
        depth += 1
        level = [part for parent in level for part in list_parts(parent)]
    if depth > _DEEPEST:
        raise TooLarge("the expression", depth, _DEEPEST, "levels", where=where)


class _Builder(Transformer[Token, Any]):
    """Builds nodes from the bottom up; an error that it raises knows its offset, and nothing else of its place."""

    def plain(self, parts: list[Any]) -> Node:
        return _restrict(parts[0], parts[1])

    def conditional(self, parts: list[Any]) -> Node:
        trigger, trigger_window, effect, exception, window = parts
        annulled = _restrict(exception, window) if exception else None
        return Conditional(trigger.at, _restrict(trigger, trigger_window), _restrict(effect, window), annulled)

    def exceptional(self, parts: list[Any]) -> Node:
        effect, exception, window = parts
        return Conditional(effect.at, None, _restrict(effect, window), _restrict(exception, window))

    def either(self, parts: list[Node]) -> Node:
        return Logic(parts[0].at, "or", tuple(parts))

    def both(self, parts: list[Node]) -> Node:
        return Logic(parts[0].at, "and", tuple(parts))

    def negation(self, parts: list[Node]) -> Node:
        return Negation(parts[0].at, parts[0])

    def compare(self, parts: list[Any]) -> Node:
        left, sign, right, tolerance = parts
        return Compare(left.at, str(sign), left, right, tolerance)

    def chain(self, parts: list[Any]) -> Node:
        node: Node = parts[0]
        for sign, right in zip(parts[1::2], parts[2::2], strict=True):
            node = Binary(_start(sign), str(sign), node, right)
        return node

    def minus(self, parts: list[Any]) -> Node:
        sign, inner = parts
        if isinstance(inner, Number):
            return Number(_start(sign), -inner.value, inner.unit, f"-{inner.text}")
        return Binary(_start(sign), "*", Number(_start(sign), -1.0, None, "-1"), inner)

    def windowed(self, parts: list[Any]) -> Node:
        inner, window = parts
        return Windowed(inner.at, inner, _read_window(str(window)[1:-1], _start(window) + 1))

    def during(self, parts: list[Token]) -> Window:
        return _read_window(str(parts[0]), _start(parts[0]))

    def call(self, parts: list[Any]) -> Node:
        name, *rest = parts
        options = tuple(part for part in rest if isinstance(part, tuple))
        return Call(_start(name), str(name), tuple(part for part in rest if isinstance(part, Node)), options)

    def keyword(self, parts: list[Any]) -> tuple[str, Node]:
        return str(parts[0]), parts[1]

    def field_is(self, parts: list[Token]) -> Node:
        return FieldTest(_start(parts[0]), str(parts[0]), _bare(parts[1]), False)

    def field_is_not(self, parts: list[Token]) -> Node:
        return FieldTest(_start(parts[0]), str(parts[0]), _bare(parts[1]), True)

    def quantity(self, parts: list[Token | None]) -> Node:
        number, *words = [part for part in parts if part is not None]
        value = float(number.replace("_", ""))
        if not math.isfinite(value):
            raise ReadingSyntaxError("", _start(number), f"{number} is too large a number")
        return Number(_start(number), value, _read_unit(words) if words else None, str(number))

    def day(self, parts: list[Token]) -> Node:
        _read_window(str(parts[0]), _start(parts[0]))
        return Day(_start(parts[0]), Period.parse(str(parts[0])).start)

    def left_out(self, parts: list[Token]) -> list[Token]:
        return parts

    def parties(self, parts: list[Any]) -> tuple[list[Token], list[Token] | None]:
        return parts[:1], parts[1]

    def several(self, parts: list[Any]) -> tuple[list[Token], list[Token] | None]:
        return parts[:-1], parts[-1]

    def relation(self, parts: list[Any]) -> Node:
        (names, left_out), arrow, other = parts
        at, listed = _start(names[0]), tuple(_bare(name) for name in names)
        if arrow is None and len(names) == 1 and left_out is None:
            known = Relation(_read_party(names[0])) if listed[0] in _SETS.get() else None
            return Sides(at, known, listed[0], listed)
        actors = _read_side(names, left_out)
        if arrow is None:
            return Sides(at, Relation(actors), "", listed)
        return Sides(at, Relation(actors, _read_side(*other), is_directed=str(arrow) == "->"), "", listed)


def _start(token: Token) -> int:
    return token.start_pos or 0


def _bare(token: Token) -> str:
    """Return the text of a name, or of a string without its quotes."""
    return str(token)[1:-1] if token.type == "STRING" else str(token)


def _read_unit(words: Sequence[Token]) -> Unit:
    try:
        return find_unit(" ".join(words))
    except UnknownName as error:
        error.offset = _start(words[0])
        raise


def _read_window(text: str, at: int) -> Window:
    try:
        return Window.parse(text.strip())
    except ImpossibleWindow as error:
        fault = ImpossibleWindow(text.strip())
        fault.offset = at
        raise fault from error


def _read_side(names: Sequence[Token], left_out: Sequence[Token] | None = None) -> Parties:
    """Resolve the parties of one side."""
    first, *others = (_read_party(name) for name in names)
    side = first.union(*others) if others else first
    if left_out is None:
        return side
    rest = side.without(_read_side(left_out))
    if not rest.members:
        raise ReadingTypeError("", _start(left_out[0]), f"{rest.label} is nobody")
    return rest


def _read_party(name: Token) -> Parties:
    try:
        return find_parties(_bare(name), _SETS.get())
    except UnknownName as error:
        error.offset = _start(name)
        raise


def _restrict(node: Node, window: Window | None) -> Node:
    return Windowed(node.at, node, window) if window else node
