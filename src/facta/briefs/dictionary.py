"""The data dictionary that lies beside a panel: what each column holds, and what to cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from facta.briefs.markdown import list_points, tabulate, write_sentence, write_table
from facta.measures import Measure

__all__ = ["PanelFacts", "write_dictionary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelFacts:
    """What there is to say about a panel.

    Parameters
    ----------
    title : str
        What it is.
    facts : mapping of str to str
        What was asked, by name.
    columns : sequence of tuple of str
        Name, type and meaning.
    measures : sequence of Measure
        What was measured; none where the columns are counts.
    covers : sequence of tuple of str
        Source, indicator, first and last day, gaps, and what silence means.
    notes, citations : sequence of str
        What to know, and what to cite with which licence.
    """

    title: str
    facts: Mapping[str, str]
    columns: Sequence[tuple[str, str, str]]
    measures: Sequence[Measure] = ()
    covers: Sequence[tuple[str, ...]] = ()
    notes: Sequence[str] = ()
    citations: Sequence[str] = ()


def write_dictionary(panel: PanelFacts) -> str:
    """Return the dictionary of a panel as Markdown.

    Examples
    --------
    >>> panel = PanelFacts(title="Trade", facts={"by": "year"}, columns=[("actor", "VARCHAR", "the state that acts")])
    >>> write_dictionary(panel).splitlines()[0]
    '# Trade'
    """
    parts = [f"# {panel.title}", tabulate(panel.facts), "## Columns"]
    parts.append(write_table(("column", "type", "what it holds"), panel.columns))
    parts += list(_list_measures(panel.measures))
    if panel.covers:
        heads = ("source", "of what", "from", "to", "gaps", "silence means")
        parts += ["## What is covered", write_table(heads, panel.covers)]
    for head, entries in (("## Read before use", panel.notes), ("## Cite", panel.citations)):
        parts += [head, *list_points(entries)] if entries else []
    return "\n\n".join(parts) + "\n"


def _list_measures(measures: Sequence[Measure]) -> Iterator[str]:
    """Yield a section a measure."""
    for measure in measures:
        yield f"## {measure.name}"
        yield write_sentence(measure.title)
        yield tabulate(
            {
                "unit": measure.unit or "as the source has it",
                "ledger": measure.ledger,
                "relation": measure.shape,
                "several periods": measure.aggregation.value,
                "bias": measure.bias,
                "remedy": measure.remedy,
                "reference": measure.reference,
            }
        )
