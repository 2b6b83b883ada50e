"""The parts of a reading, as they were written; every part knows its place in the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from facta.domain import Relation, Unit, Window, find_parties

__all__ = [
    "Binary",
    "Call",
    "Compare",
    "Conditional",
    "Day",
    "FieldTest",
    "Logic",
    "Negation",
    "Node",
    "Number",
    "Sides",
    "Windowed",
    "has_window",
    "list_parts",
    "map_parts",
    "rebuild",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a reading; `at` is the offset of its first character.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> parse_reading("1 + 2").at
    2
    """

    at: int


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number with its unit; None where no unit was written. `text` keeps the digits, for codes such as ``010``.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(parse_reading("2.5 bn USD"))
    '2.5 bn USD'
    """

    value: float
    unit: Unit | None
    text: str = ""

    def __str__(self) -> str:
        number = self.text or f"{self.value:g}"
        return f"{number}{'' if self.unit.symbol == '%' else ' '}{self.unit.symbol}" if self.unit else number


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A day.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(parse_reading("2014-03-09"))
    '2014-03-09'
    """

    value: dt.date

    def __str__(self) -> str:
        return self.value.isoformat()


@dataclass(frozen=True, slots=True)
class Sides(Node):
    """A relation or party; alone in a keyword it may be mere text, which `text` keeps.

    `relation` is None for a single name that no dossier defines: only its place says whether it has to be a state.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(parse_reading("EU except HUN -> CHN").resolve())
    'EU except HUN -> CHN'
    """

    relation: Relation | None
    text: str
    parties: tuple[str, ...]

    def resolve(self) -> Relation:
        """Return the relation, or the party alone that the name stands for.

        Raises
        ------
        UnknownName
            The name is neither a state nor a set.
        """
        return self.relation or Relation(find_parties(self.text))

    def __str__(self) -> str:
        return self.text or str(self.relation)


@dataclass(frozen=True, slots=True)
class FieldTest(Node):
    """``status is rejected`` inside a call."""

    field: str
    value: str
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A measure or an operator with its arguments.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> call = parse_reading("flow(RUS -> CHN, of=crude)")
    >>> call.name, call.texts()
    ('flow', {'of': 'crude'})
    """

    name: str
    arguments: tuple[Node, ...]
    options: tuple[tuple[str, Node], ...]

    def option(self, name: str) -> Node | None:
        """Return the keyword `name`, or None where it was not written."""
        return next((node for key, node in self.options if key == name), None)

    def texts(self) -> dict[str, str]:
        """Return the keywords as text, as measures take them."""
        return {name: str(node) for name, node in self.options}


@dataclass(frozen=True, slots=True)
class Windowed(Node):
    """A part restricted to a window.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(parse_reading("trade(CHN -- RUS)[2010..2014]").window)
    '2010..2014'
    """

    inner: Node
    window: Window


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two values joined by ``+``, ``-``, ``*`` or ``/``.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> parse_reading("1 + 2 * 3").right.sign
    '*'
    """

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two values compared; `tolerance` is what ``+-`` allows.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> str(parse_reading("trade(CHN -- RUS)[2014] == 94 bn USD +- 1%").tolerance)
    '1%'
    """

    sign: str
    left: Node
    right: Node
    tolerance: Number | None


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """``not``.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> parse_reading("not 1 > 2").inner.sign
    '>'
    """

    inner: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """Truths joined by ``and`` or ``or``.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> parse_reading("1 > 2 or 2 > 1").word
    'or'
    """

    word: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """``if`` trigger ``then`` effect ``unless`` exception; without a trigger it holds unless the exception does.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> parse_reading("if 1 > 2 then 2 > 3 unless 3 > 4").effect.left.value
    2.0
    """

    trigger: Node | None
    effect: Node
    exception: Node | None


def has_window(node: Node) -> bool:
    """Say whether a window stands somewhere inside."""
    match node:
        case Windowed():
            return True
        case Call():
            return any(has_window(part) for part in node.arguments)
        case Binary() | Compare():
            return has_window(node.left) or has_window(node.right)
    return False


def list_parts(node: Node) -> list[Node]:
    """Return the parts directly inside a node, from left to right.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> [part.value for part in list_parts(parse_reading("1 > 2"))]
    [1.0, 2.0]
    """
    return [part for field in fields(node) for part in _parts(getattr(node, field.name))]


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything inside it, from left to right.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> [type(part).__name__ for part in walk(parse_reading("not 1 > 2"))]
    ['Negation', 'Compare', 'Number', 'Number']
    """
    yield node
    for part in list_parts(node):
        yield from walk(part)


def _parts(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part)


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """Apply a change to every part, from the inside out.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> node = parse_reading("1 > 2 and 2 > 3")
    >>> rebuild(node, lambda part: part if isinstance(part, Number) else Negation(part.at, part)).inner.word
    'and'
    """
    return change(map_parts(node, lambda part: rebuild(part, change)))


def map_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """Apply a change to the parts directly inside a node; a node that stays as it is is returned itself.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> node = parse_reading("not 1 > 2")
    >>> map_parts(node, lambda part: part) is node
    True
    """
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        new = _map_value(value, change)
        if new is not value:
            changed[field.name] = new
    return replace(node, **changed) if changed else node


def _map_value(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple) and any(isinstance(part, Node | tuple) for part in value):
        mapped = tuple(_map_value(part, change) for part in value)
        return mapped if any(new is not old for new, old in zip(mapped, value, strict=True)) else value
    return value
