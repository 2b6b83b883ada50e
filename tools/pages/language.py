"""The page of the language: every operator, with the shortest reading of the bundled texts that uses it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from importlib import resources

from facta import language
from facta.briefs.markdown import list_points, write_sentence, write_table
from facta.claims import ReadingResult, Verdict
from facta.language import Operator, list_operators
from pages.pieces import describe, join_page, link_row, list_pages, show_facts, show_text

__all__ = ["render_language"]

_INTRO = (
    "A reading compares figures and says whether something holds. Each part evaluates to one value per book: per "
    "source, reporter and vintage. A window stands in square brackets behind a part, or after `during`."
)
_EXAMPLES = (
    "The shortest reading that uses it, with the number of its statement and the verdict on the starter evidence, with "
    "hindsight."
)
_BETWEEN = {
    "if … then": (r"^if ", "if exists(disputes(IND -- PAK))[1999] then change(trade(IND -- PAK))[1998..2000] < 0"),
    "unless": (r" unless ", "slope(trade(IND -- PAK))[1998..2003] > 0 unless exists(disputes(IND -- PAK))[1998..2003]"),
    "and": (r" and ", "trade(CHN -- RUS)[2013] > 80 bn USD and trade(CHN -- RUS)[2014] > 80 bn USD"),
    "or": (r" or ", "trade(CHN -- RUS)[2013] > 80 bn USD or trade(CHN -- RUS)[2014] > 80 bn USD"),
    "not": (r"\bnot [^\"]", "not exists(disputes(CHN -- RUS))[2010]"),
    "give or take": (r"\+-", "trade(CHN -- RUS)[2014] == 90 bn USD +- 5%"),
    "several on one side": (r"\{", "trade({KAZ, UZB} -- CHN)[2014] > 10 bn USD"),
    "except": (r" except ", "trade(CHN -- EU except DEU)[2014] > trade(CHN -- DEU)[2014]"),
}
"""What the language has beside operators: how it shows in an expression, and an example."""

_GIFTS = {
    "quotient": "a ratio",
    "figure": "a figure",
    "truth": "a truth",
    "rows": "rows",
    "=": "what its last argument is",
}

_Example = tuple[str, str, ReadingResult]


def render_language(dossiers: Mapping[str, Sequence[Verdict]]) -> dict[str, str]:
    """Return the page of the language and one for each operator, by path in the reference.

    Parameters
    ----------
    dossiers : mapping of str to sequence of Verdict
        The verdicts of checked dossiers by name; readings of claims without the number of a statement are no examples.
    """
    examples = [
        (name, verdict.statement, reading)
        for name, verdicts in dossiers.items()
        for verdict in verdicts
        for reading in verdict.readings
        if verdict.statement
    ]
    operators = list_operators()
    pages = {f"operators/{name}.md": _render_operator(entry, examples) for name, entry in operators.items()}
    return {"language.md": _render_index(operators, examples), **pages}


def _render_index(operators: Mapping[str, Operator], examples: Sequence[_Example]) -> str:
    grammar = resources.files(language).joinpath("grammar.lark").read_text(encoding="utf-8")
    rows = [link_row("operators", name, write_sentence(entry.title)) for name, entry in operators.items()]
    return join_page(
        "# The language of readings",
        inspect.getdoc(language) or "",
        _INTRO,
        "## Operators",
        write_table(("operator", "gives"), rows),
        list_pages(f"operators/{name}" for name in operators),
        "## Words and signs between them",
        *(
            f"### {title}\n\n{show_text(own)}\n\n{_show(pattern, examples)}"
            for title, (pattern, own) in _BETWEEN.items()
        ),
        "## Grammar",
        show_text(grammar),
    )


def _render_operator(operator: Operator, examples: Sequence[_Example]) -> str:
    keywords = [f"`{keyword.name}=`: {keyword.title}" for keyword in operator.keywords]
    return join_page(
        f"# {operator.name}",
        write_sentence(operator.title),
        describe(operator.compute),
        show_facts({"Takes": ", ".join(operator.takes), "Gives": _name_gift(operator)}),
        *(["## Keywords", *list_points(keywords)] if keywords else []),
        "## Example",
        show_text(operator.example),
        "## In the bundled dossiers",
        _EXAMPLES,
        _show(rf"\b{operator.name}\(", examples),
    )


def _name_gift(operator: Operator) -> str:
    gift = _GIFTS.get(operator.gives, operator.gives)
    unit = {"": "", "1": "", "=": ", in the unit of its argument"}.get(operator.unit, f", in {operator.unit}")
    return f"{gift}{unit if operator.gives in {'figure', 'quotient'} else ''}"


def _show(pattern: str, examples: Sequence[_Example]) -> str:
    """Show the shortest reading in which a pattern stands outside quotes, and what came of it."""
    fitting = [example for example in examples if re.search(pattern, re.sub(r'"[^"]*"', '""', example[2].expression))]
    if not fitting:
        return "None uses it: the example above is from elsewhere."
    name, statement, reading = min(fitting, key=lambda example: (len(example[2].expression), example[1]))
    verdict = reading.verdict.value.replace("_", " ")
    return f"{statement} of `{name}`: *{verdict}*.\n\n{show_text(reading.expression)}"
