"""Says in plain words what a reading would compute, and by which measures; computes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from facta.domain import Parties, Relation, Table, Window, call_party, find_set, find_unit, put_sides, spell_name
from facta.language.checking import check_reading
from facta.language.forms import Form
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
from facta.language.operators import OPERATORS
from facta.language.operators.quantifiers import as_incidents
from facta.measures import find_measure

__all__ = ["Explanation", "MeasureUse", "OperatorUse", "explain_reading", "list_meant"]


@dataclass(frozen=True, slots=True)
class MeasureUse:
    """A measure as a reading uses it.

    Parameters
    ----------
    name, title : str
        As written in the expression, and in words.
    relation : str
        Of whom.
    options : mapping of str to str
        Keywords, with the defaults filled in.
    unit : str
        Symbol of its unit; empty for rows.
    basis, aggregation : str
        What its figures count, and how several periods become one; empty for rows.
    needs : float
        Least part of the periods that must be there.
    indicators : tuple of str
        What it is computed from.
    bias, remedy, reference : str
        A known bias, what was done about it, and where the method is published.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> text = "flow(RUS -> CHN, of=crude, unit=t)"
    >>> (use,) = explain_reading(parse_reading(text), text).measures
    >>> use.relation, use.unit, use.basis
    ('RUS -> CHN', 't', 'flow, done')
    """

    name: str
    title: str
    relation: str
    options: Mapping[str, str]
    unit: str
    basis: str
    aggregation: str
    needs: float
    indicators: tuple[str, ...]
    bias: str
    remedy: str
    reference: str


@dataclass(frozen=True, slots=True)
class OperatorUse:
    """An operator as a reading uses it: its name, and what it gives.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> text = "slope(trade(CHN -- RUS))"
    >>> explain_reading(parse_reading(text), text).operators[0].name
    'slope'
    """

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Explanation(Table):
    """What a reading would compute; a table of its measures.

    Parameters
    ----------
    expression : str
        As written.
    sentence : str
        What it says, in words.
    form : Form
        A truth, which can be judged, or a figure, series or rows.
    measures : tuple of MeasureUse
        From left to right, each once.
    operators : tuple of OperatorUse
        From left to right, each once.
    windows : tuple of str
        Every window that stands in it.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> text = "trade(CHN -- RUS)[2014] > 90 bn USD"
    >>> explanation = explain_reading(parse_reading(text), text)
    >>> explanation.form.sort.value, explanation.windows
    ('truth', ('2014',))
    """

    expression: str
    sentence: str
    form: Form
    measures: tuple[MeasureUse, ...]
    operators: tuple[OperatorUse, ...]
    windows: tuple[str, ...]

    _shown: ClassVar[tuple[str, ...]] = ("name", "relation", "title", "unit", "basis", "bias", "remedy", "reference")

    def __str__(self) -> str:
        return self.sentence

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a measure."""
        return [asdict(use) for use in self.measures]

    def _describe(self) -> str:
        return self.sentence


def explain_reading(node: Node, expression: str, where: str | None = None) -> Explanation:
    """Say what a reading would compute, without any evidence.

    Parameters
    ----------
    node : Node
        What `parse_reading` made of the expression.
    expression : str
        As written.
    where : str or None
        File and line, for errors.

    Raises
    ------
    UnknownName, ReadingTypeError, UnitMismatch
        As `check_reading` finds them.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> text = "share(trade(CHN -- RUS), trade(RUS -- WLD))[2014] > 10%"
    >>> print(explain_reading(parse_reading(text), text))
    The share of goods traded both ways between China and Russia in goods traded both ways between Russia and the world,
    over 2014, is above 10%.
    """
    form = check_reading(node, expression, where)
    parts = list(_walk(node))
    uses = [_use_measure(part) for part in parts if isinstance(part, Call) and part.name not in OPERATORS]
    operators = dict.fromkeys(part.name for part in parts if isinstance(part, Call) and part.name in OPERATORS)
    return Explanation(
        expression,
        _finish(_write(node)),
        form,
        tuple({(use.name, use.relation, str(use.options)): use for use in uses}.values()),
        tuple(OperatorUse(name, OPERATORS[name].title) for name in operators),
        tuple(dict.fromkeys(str(part.window) for part in parts if isinstance(part, Windowed))),
    )


def list_meant(node: Node) -> Sequence[Node]:
    """Return the parts of a node as they are evaluated: of ``verified`` the measure of incidents.

    Examples
    --------
    >>> from facta.language import parse_reading
    >>> [call.name for call in list_meant(parse_reading("verified(material_conflict(CHN -- RUS))"))]
    ['incidents']
    """
    return [as_incidents(node)] if isinstance(node, Call) and node.name == "verified" else list_parts(node)


def _walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything inside it."""
    yield node
    for part in list_meant(node):
        yield from _walk(part)


def _use_measure(call: Call) -> MeasureUse:
    measure, sides = find_measure(call.name), call.arguments[0]
    assert isinstance(sides, Sides)  # as `check_reading` sees to
    options = measure.complete(call.texts())
    unit = options.get("unit") or measure.unit
    basis = measure.basis
    if basis and find_unit(unit).dimension != "money":
        basis = replace(basis, price=None)
    relation = sides.resolve()
    return MeasureUse(
        measure.name,
        _title(measure.name, relation),
        str(relation),
        {name: value for name, value in options.items() if value},
        unit,
        str(basis) if basis else "",
        measure.aggregation.value if basis else "",
        measure.needs,
        measure.indicators,
        measure.bias,
        measure.remedy,
        measure.reference,
    )


_COMPARISONS = {
    ">": "is above",
    "<": "is below",
    ">=": "is at least",
    "<=": "is at most",
    "==": "equals",
    "!=": "differs from",
}
_SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


def _finish(text: str) -> str:
    """Make one sentence of it, with no comma before another mark."""
    plain = re.sub(r",(?=[,)]|$)", "", text)
    return f"{plain[:1].upper()}{plain[1:]}."


def _write(node: Node) -> str:
    return _WRITERS[type(node)](node)


def _write_windowed(node: Windowed) -> str:
    return f"{_write(node.inner)}, {_write_window(node.window)},"


def _write_window(window: Window) -> str:
    first, dots, last = str(window).partition("..")
    if not dots:
        return f"over {first}"
    if first and last:
        return f"from {first} to {last}"
    return f"from {first} on" if first else f"up to {last}"


def _write_compare(node: Compare) -> str:
    text = f"{_write(node.left)} {_COMPARISONS[node.sign]} {_write(node.right)}"
    return f"{text}, give or take {node.tolerance}" if node.tolerance else text


def _write_binary(node: Binary) -> str:
    left, right = (
        f"({_write(side)})" if isinstance(side, Binary) else _write(side) for side in (node.left, node.right)
    )
    return f"{left} {_SIGNS[node.sign]} {right}"


def _write_logic(node: Logic) -> str:
    return f" {node.word} ".join(
        f"({_write(part)})" if isinstance(part, Logic) else _write(part) for part in node.parts
    )


def _write_conditional(node: Conditional) -> str:
    text = f"if {_write(node.trigger)}, then {_write(node.effect)}" if node.trigger else _write(node.effect)
    return f"{text}, unless {_write(node.exception)}" if node.exception else text


def _write_call(node: Call) -> str:
    if node.name not in OPERATORS:
        return _write_measure(node)
    operator = OPERATORS[node.name]
    kinds = [kind.rstrip("…") for kind in operator.takes]
    kinds += kinds[-1:] * (len(node.arguments) - len(kinds))
    first, *others = (
        _write_argument(part) if kind in ("items", "test") else _write(part)
        for kind, part in zip(kinds, node.arguments, strict=False)
    )
    if operator.takes[0] == "items":
        tests = " and ".join(others)
        first, others = f"{first} whose {tests}" if tests else first, []
    text = operator.phrase.format(first, *(others if "{2}" in operator.phrase else [" and ".join(others)]))
    options = ", ".join(f"{name} {value}" for name, value in node.options)
    return f"{text} ({options})" if options else text


def _write_argument(node: Node) -> str:
    inner = node.inner if isinstance(node, Windowed) else node
    is_test = isinstance(inner, Compare | Logic | Negation)
    return f"periods in which {_write(node)}" if is_test else _write(node)


def _write_measure(node: Call) -> str:
    """Name a measure by those of whom it is asked; figures that were cited are called by what was cited."""
    sides = node.arguments[0]
    assert isinstance(sides, Sides)  # as `check_reading` sees to
    relation, given = sides.resolve(), dict(node.texts())
    cited = f"{_spell_figure(given.pop('figure'))}, as cited" if "figure" in given else ""
    ends = [_name_party(party) for party in (relation.actors, relation.recipients) if party]
    title = cited or _title(node.name, relation).partition(", by ")[0]  # how rows are told apart, a reading chooses
    named = put_sides(title, *ends, is_directed=relation.is_directed)
    options = "; ".join(f"{name} {spell_name(value) if name == 'of' else value}" for name, value in given.items())
    return f"{named} ({options})".replace(") (", "; ") if options else named


def _title(name: str, relation: Relation) -> str:
    """Return the title of a measure; an arrow asks for one way of what else is counted both ways."""
    title = find_measure(name).title
    return title.removesuffix(" both ways") if relation.is_directed else title


def _spell_figure(name: str) -> str:
    """Write the name of a figure of the register as words.

    Examples
    --------
    >>> _spell_figure("signatories_count"), _spell_figure("gdp_growth")
    ('number of signatories', 'GDP growth')
    """
    return f"number of {spell_name(name[:-6])}" if name.endswith("_count") else spell_name(name)


def _name_party(party: Parties) -> str:
    known = find_set(party.label) if party.is_set else None
    return party.label if party.is_set and not (known and known.members == party.members) else call_party(party.label)


def _write_field(node: FieldTest) -> str:
    return f"{node.field} is {'not ' if node.is_negated else ''}{node.value}"


_WRITERS: Mapping[type[Node], Callable[[Any], str]] = {
    Number: str,
    Day: str,
    Sides: lambda node: f"“{node.text}”",
    FieldTest: _write_field,
    Windowed: _write_windowed,
    Call: _write_call,
    Binary: _write_binary,
    Compare: _write_compare,
    Negation: lambda node: f"it does not hold that {_write(node.inner)}",
    Logic: _write_logic,
    Conditional: _write_conditional,
}
