"""The reference pages of the documentation that are written from the measures, the sources and the rules."""

from __future__ import annotations

import inspect

from facta import claims
from facta.briefs.markdown import NOTICE, list_points, read_lead, tabulate, write_sentence
from facta.briefs.source_pages import render_source_pages
from facta.claims import propositions, rules, weakness
from facta.measures import Measure, list_measures

__all__ = ["render_pages"]


def render_pages() -> dict[str, str]:
    """Return every generated page that no check of a dossier goes into, by its path in the reference."""
    return {
        "measures.md": _render_measures(),
        "verdicts.md": _render_verdicts(),
        **render_source_pages(),
    }


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
            write_sentence(measure.title),
            read_lead(measure.compute),
            tabulate(facts),
            *list_points(arguments),
        ]
    )


def _render_verdicts() -> str:
    words = ", ".join(f"`{word.value}`" for word in claims.VerdictWord)
    parts = [
        NOTICE,
        "# Verdicts",
        f"A verdict is one of {words}.",
        inspect.getdoc(rules) or "",
        "## The weakest link",
        inspect.getdoc(weakness) or "",
        "## Propositions",
        inspect.getdoc(propositions) or "",
    ]
    return "\n\n".join(parts) + "\n"
