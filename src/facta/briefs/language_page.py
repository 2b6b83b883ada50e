"""The page of the language: every operator, with the shortest reading of the bundled texts that uses it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from importlib import resources

from facta import language
from facta.briefs.markdown import NOTICE, list_points, read_lead, write_sentence
from facta.claims import ReadingResult, Verdict
from facta.language import Operator, list_operators

__all__ = ["render_language_page"]

_INTRO = (
    "A reading compares figures and says whether something holds. Each part evaluates to one value per book: per "
    "source, reporter and vintage. A window stands in square brackets behind a part, or after `during`."
)
_EXAMPLES = (
    "Below its own example, each has the shortest reading of the bundled dossiers that uses it, with the number of its "
    "statement and the verdict on the starter evidence, with hindsight."
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


def render_language_page(dossiers: Mapping[str, Sequence[Verdict]]) -> str:
    """Return the page as Markdown.

    Parameters
    ----------
    dossiers : mapping of str to sequence of Verdict
        The verdicts of checked dossiers by name; readings of claims without the number of a statement are no examples.

    Examples
    --------
    >>> import facta
    >>> page = render_language_page({"china-russia": facta.check("china-russia").dossiers[0].claims})
    >>> "### share" in page
    True
    """
    examples = [
        (name, verdict.statement, reading)
        for name, verdicts in dossiers.items()
        for verdict in verdicts
        for reading in verdict.readings
        if verdict.statement
    ]
    grammar = resources.files(language).joinpath("grammar.lark").read_text(encoding="utf-8")
    parts = [
        NOTICE,
        "# The language of readings",
        inspect.getdoc(language) or "",
        _INTRO,
        "## Operators",
        _EXAMPLES,
        *(_render_operator(operator, examples) for operator in list_operators().values()),
        "## Words and signs between them",
        *(
            f"### {title}\n\n```text\n{own}\n```\n\n{_show(pattern, examples)}"
            for title, (pattern, own) in _BETWEEN.items()
        ),
        "## Grammar",
        f"```text\n{grammar.strip()}\n```",
    ]
    return "\n\n".join(parts) + "\n"


_Example = tuple[str, str, ReadingResult]


def _render_operator(operator: Operator, examples: Sequence[_Example]) -> str:
    keywords = [f"`{keyword.name}=`: {keyword.title}" for keyword in operator.keywords]
    return "\n\n".join(
        [
            f"### {operator.name}",
            write_sentence(operator.title),
            read_lead(operator.compute),
            *list_points(keywords),
            f"```text\n{operator.example}\n```",
            _show(rf"\b{operator.name}\(", examples),
        ]
    )


def _show(pattern: str, examples: Sequence[_Example]) -> str:
    """Show the shortest reading in which a pattern stands outside quotes, and what came of it."""
    fitting = [example for example in examples if re.search(pattern, re.sub(r'"[^"]*"', '""', example[2].expression))]
    if not fitting:
        return "No reading of the bundled dossiers uses it: the example is from elsewhere."
    name, statement, reading = min(fitting, key=lambda example: (len(example[2].expression), example[1]))
    verdict = reading.verdict.value.replace("_", " ")
    return f"{statement} of `{name}`: *{verdict}*.\n\n```text\n{reading.expression}\n```"
