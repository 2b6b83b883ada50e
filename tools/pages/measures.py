"""A page a measure, from what it says about itself."""

from __future__ import annotations

from facta.briefs.markdown import list_points, write_sentence, write_table
from facta.measures import Measure, list_measures
from facta.measures.registry import Argument
from facta.sources import list_sources
from pages.pieces import describe, join_page, link_row, list_pages, show_facts

__all__ = ["render_measures"]

_INTRO = (
    "A measure is a named function from evidence to series, one per source, reporter and vintage. Words and deeds are "
    "two ledgers and are [never netted into one score](../explanation/words-and-deeds.md). `facta measures` lists "
    "them, and with two states says what there is of this pair."
)
_COMMON = (
    "Every measure takes `source=` and `reporter=`, which keep the books of one source, or of one reporter.",
    "A period that no source covers is null, [never zero](../explanation/missing-is-not-zero.md).",
)


def render_measures() -> dict[str, str]:
    """Return the list of measures and a page for each, by path in the reference."""
    measures = list_measures()
    rows = [
        link_row("measures", name, write_sentence(entry.title), entry.ledger, _name_unit(entry), entry.shape)
        for name, entry in measures.items()
    ]
    index = join_page(
        "# Measures",
        _INTRO,
        *list_points(_COMMON),
        write_table(("measure", "what", "ledger", "unit", "takes"), rows),
        list_pages(f"measures/{name}" for name in measures),
    )
    return {"measures.md": index, **{f"measures/{name}.md": _render(entry) for name, entry in measures.items()}}


def _render(measure: Measure) -> str:
    facts = {
        "Ledger": measure.ledger,
        "Takes": measure.shape,
        "Unit": f"{measure.unit} ({measure.basis})" if measure.basis else _name_unit(measure),
        "Several periods": f"{measure.aggregation}; needs {measure.needs:.0%} of them" if measure.basis else "",
        "Computed from": ", ".join(f"`{name}`" for name in measure.indicators),
        "Sources": ", ".join(f"[{name}](../sources/{name}.md)" for name in _list_givers(measure)),
        "Known bias": measure.bias,
        "Remedy": measure.remedy,
        "Reference": measure.reference,
    }
    arguments = [f"`{entry.name}=`: {entry.title}{_list_choices(entry)}" for entry in measure.arguments]
    return join_page(
        f"# {measure.name}",
        write_sentence(measure.title),
        describe(measure.compute),
        show_facts(facts),
        "## Arguments" if arguments else "",
        *list_points(arguments),
    )


def _name_unit(measure: Measure) -> str:
    """Return the unit of a measure; figures that were cited bring their own."""
    return measure.unit or ("rows" if measure.is_rows else "as cited")


def _list_givers(measure: Measure) -> list[str]:
    """Return the sources that yield what a measure is computed from."""
    return [name for name, source in list_sources().items() if not {*source.indicators}.isdisjoint(measure.indicators)]


def _list_choices(entry: Argument) -> str:
    return f" ({', '.join(f'`{choice}`' for choice in entry.choices)})" if entry.choices else ""
