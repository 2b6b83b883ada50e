"""The reference pages of the documentation, written from the grammar, the operators, the measures and the sources."""

from __future__ import annotations

import inspect
from importlib import resources

from facta import claims, language
from facta.briefs.markdown import NOTICE, list_points, tabulate
from facta.briefs.source_pages import render_source_pages
from facta.claims import rules
from facta.language import Operator, list_operators
from facta.measures import Measure, list_measures

__all__ = ["render_pages"]


def render_pages() -> dict[str, str]:
    """Return every generated page by its path in the reference."""
    return {
        "language.md": _render_language(),
        "measures.md": _render_measures(),
        "verdicts.md": _render_verdicts(),
        **render_source_pages(),
    }


def _render_language() -> str:
    grammar = resources.files(language).joinpath("grammar.lark").read_text(encoding="utf-8")
    parts = [
        NOTICE,
        "# The language of readings",
        inspect.getdoc(language) or "",
        "A reading compares figures and says whether something holds. Each part evaluates to one value per book: per "
        "source, reporter and vintage. A window stands in square brackets behind a part, or after `during`.",
        "## Operators",
        *(_render_operator(operator) for operator in list_operators().values()),
        "## Grammar",
        f"```text\n{grammar.strip()}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _render_operator(operator: Operator) -> str:
    keywords = [f"`{keyword.name}=`: {keyword.title}" for keyword in operator.keywords]
    body = [
        f"### {operator.name}",
        f"{_sentence(operator.title)}",
        _first_words(operator.compute),
        *list_points(keywords),
    ]
    return "\n\n".join([*body, f"```text\n{operator.example}\n```"])


def _render_measures() -> str:
    parts = [
        NOTICE,
        "# Measures",
        "A measure is a named function from evidence to series, one per source, reporter and vintage. Words and deeds "
        "are two ledgers and are never netted into one score.",
        *(_render_measure(measure) for measure in list_measures().values()),
    ]
    return "\n\n".join(parts) + "\n"


def _render_measure(measure: Measure) -> str:
    facts = {
        "Ledger": measure.ledger,
        "Takes": measure.shape,
        "Unit": f"{measure.unit} ({measure.basis})" if measure.basis else "rows",
        "Several periods": f"{measure.aggregation}; needs {measure.needs:.0%} of them" if measure.basis else "",
        "Computed from": ", ".join(measure.indicators),
        "Known bias": measure.bias,
        "Remedy": measure.remedy,
        "Reference": measure.reference,
    }
    arguments = [f"`{argument.name}=`: {argument.title}" for argument in measure.arguments]
    return "\n\n".join(
        [
            f"## {measure.name}",
            _sentence(measure.title),
            _first_words(measure.compute),
            tabulate(facts),
            *list_points(arguments),
        ]
    )


def _render_verdicts() -> str:
    words = ", ".join(f"`{word.value}`" for word in claims.VerdictWord)
    return "\n\n".join([NOTICE, "# Verdicts", f"A verdict is one of {words}.", inspect.getdoc(rules) or ""]) + "\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _first_words(function: object) -> str:
    """Return a docstring up to its first section."""
    text = inspect.getdoc(function) or ""
    lines = text.splitlines()
    end = next((place - 1 for place, line in enumerate(lines) if line and set(line) == {"-"}), len(lines))
    return "\n".join(lines[:end]).strip()
