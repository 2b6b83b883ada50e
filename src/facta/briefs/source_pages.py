"""The pages of the sources: a list, a page each, and the calendar of artefacts, all from their YAML."""

from __future__ import annotations

from facta.briefs.markdown import NOTICE, clean_cell, list_points, tabulate
from facta.sources import Break, Source, list_breaks, list_sources

__all__ = ["render_source_pages"]


def render_source_pages() -> dict[str, str]:
    """Return the page of every source, their list and the calendar, by path in the reference."""
    pages = {f"sources/{source.id}.md": _render_source(source) for source in list_sources().values()}
    return {"sources.md": _render_list(), "artefacts.md": _render_calendar(), **pages}


def _render_list() -> str:
    head = "| source | what | covers | known after | licence | fetched by |\n|---|---|---|---|---|---|"
    rows = [
        f"| [{source.id}](sources/{source.id}.md) | {clean_cell(source.title)} | {_write_cover(source)} "
        f"| {source.lag_days} days | {clean_cell(source.licence)} | {'`facta fetch`' if source.fetch else 'hand'} |"
        for source in list_sources().values()
    ]
    intro = (
        "What each public dataset is, and a page for each: what it yields, how its files are recognised, its known "
        "artefacts, and on what its reader was tried. `facta sources` says how much of it is in the store."
    )
    return "\n\n".join([NOTICE, "# Sources", intro, "\n".join([head, *rows])]) + "\n"


def _render_calendar() -> str:
    head = "| from | to | source | kind | what |\n|---|---|---|---|---|"
    rows = [
        f"| {entry.since} | {entry.until or ''} | [{name}](sources/{name}.md) | {entry.kind} | {_write_break(entry)} |"
        for name, entry in list_breaks()
    ]
    intro = "Days on which a feed changed and the world did not. A turn in a series on one of them is suspect."
    return "\n\n".join([NOTICE, "# Calendar of artefacts", intro, "\n".join([head, *rows])]) + "\n"


def _render_source(source: Source) -> str:
    facts = {
        "Publisher": source.publisher,
        "Version": source.version,
        "Covers": _write_cover(source),
        "Known after": f"{source.lag_days} days",
        "Licence": source.licence,
        "Citation": source.citation,
        "Page": source.url,
        "Files": source.address,
        "Reader": f"tried on {source.tried}" if source.tried else "not yet tried on a publisher's file",
        "Figures ship": "yes" if source.ships else "no",
        "Fill": f"`facta fetch {source.id}` or `facta load {source.id} FILE`"
        if source.fetch
        else f"`facta load {source.id} FILE`",
    }
    yields = [
        f"`{name}`: {entry.title}"
        + (f", {entry.unit}" if entry.unit else "")
        + (". Silence inside the coverage means zero" if entry.absence == "zero" else "")
        for name, entry in source.indicators.items()
    ]
    kinds = [f"{kind}: {', '.join(f'`{mark}`' for mark in marks)}" for kind, marks in source.files.items() if marks]
    breaks = [f"{_write_days(entry)} ({entry.kind}): {_write_break(entry)}" for entry in source.breaks]
    parts = [NOTICE, f"# {source.id}", source.title, tabulate(facts), "## Yields", *list_points(yields)]
    for title, points in (("Files", kinds), ("Artefacts", breaks), ("Notes", list(source.notes))):
        parts += [f"## {title}", *list_points(points)] if points else []
    return "\n\n".join(parts) + "\n"


def _write_cover(source: Source) -> str:
    first, last = source.covers
    return f"{first} to {last}" if last else f"{first} on"


def _write_days(entry: Break) -> str:
    return str(entry.since) if entry.until in (None, entry.since) else f"{entry.since} to {entry.until}"


def _write_break(entry: Break) -> str:
    """Return what happened, and to whose figures of what."""
    scope = ", ".join((*entry.states, *entry.indicators))
    return clean_cell(entry.what) + (f" ({scope})" if scope else "")
