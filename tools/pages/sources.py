"""The pages of the sources: a list, a page each, and the calendar of artefacts, all from their YAML."""

from __future__ import annotations

from facta.briefs.markdown import clean_cell, list_points, write_table
from facta.measures import list_measures
from facta.sources import Break, Source, list_breaks, list_sources
from facta.sources.catalogue import Indicator
from pages.pieces import join_page, link_row, list_pages, show_facts

__all__ = ["render_sources"]

_INTRO = (
    "What each public dataset is, and a page for each: what it yields, how its files are recognised, its known "
    "artefacts, and on what its reader was tried. `facta sources` says how much of it is in the store."
)
_CALENDAR = "Days on which a feed changed and the world did not. A turn in a series on one of them is suspect."


def render_sources() -> dict[str, str]:
    """Return the list of sources, the calendar of artefacts and a page a source, by path in the reference."""
    pages = {f"sources/{source.id}.md": _render_source(source) for source in list_sources().values()}
    return {"sources.md": _render_list(), "artefacts.md": _render_calendar(), **pages}


def _render_list() -> str:
    rows = [
        link_row(
            "sources",
            source.id,
            source.title,
            _write_cover(source),
            f"{source.lag_days} days",
            source.licence,
            "`facta fetch`" if source.fetch else "hand",
        )
        for source in list_sources().values()
    ]
    return join_page(
        "# Sources",
        _INTRO,
        write_table(("source", "what", "covers", "known after", "licence", "fetched by"), rows),
        list_pages(f"sources/{name}" for name in list_sources()),
    )


def _render_calendar() -> str:
    rows = [
        (str(entry.since), str(entry.until or ""), f"[{name}](sources/{name}.md)", entry.kind, _write_break(entry))
        for name, entry in list_breaks()
    ]
    return join_page("# Calendar of artefacts", _CALENDAR, write_table(("from", "to", "source", "kind", "what"), rows))


def _render_source(source: Source) -> str:
    yields = [_write_yield(name, entry) for name, entry in source.indicators.items()]
    kinds = [f"{kind}: {', '.join(f'`{mark}`' for mark in marks)}" for kind, marks in source.files.items() if marks]
    breaks = [f"{_write_days(entry)} ({entry.kind}): {_write_break(entry)}" for entry in source.breaks]
    sections = {
        "Yields": yields,
        "Measures": [f"[{name}](../measures/{name}.md)" for name in _list_measures(source)],
        "Files": kinds,
        "Artefacts": breaks,
        "Notes": source.notes,
    }
    lists = (f"## {title}\n\n{list_points(points)[0]}" for title, points in sections.items() if points)
    return join_page(f"# {source.id}", source.title, show_facts(_collect_facts(source)), *lists)


def _collect_facts(source: Source) -> dict[str, str]:
    return {
        "Publisher": source.publisher,
        "Version": source.version,
        "Covers": _write_cover(source),
        "Known after": f"{source.lag_days} days",
        "Licence": source.licence,
        "Citation": source.citation,
        "Page": f"<{source.url}>" if source.url else "",
        "Files": source.address,
        "Reader": f"tried on {source.tried}" if source.tried else "not yet tried on a publisher's file",
        "Figures ship": "yes" if source.ships else "no",
        "Fill": " or ".join(
            [f"`facta fetch {source.id}`"] * bool(source.fetch) + [f"`facta load {source.id} FILE`"],
        ),
    }


def _write_yield(name: str, entry: Indicator) -> str:
    unit = f", {entry.unit}" if entry.unit else ""
    silence = ". Silence inside the coverage means zero" if entry.absence == "zero" else ""
    return f"`{name}`: {entry.title}{unit}{silence}"


def _list_measures(source: Source) -> list[str]:
    """Return the measures that are computed from what a source yields."""
    return [name for name, entry in list_measures().items() if not {*source.indicators}.isdisjoint(entry.indicators)]


def _write_cover(source: Source) -> str:
    first, last = source.covers
    return f"{first} to {last}" if last else f"{first} on"


def _write_days(entry: Break) -> str:
    return str(entry.since) if entry.until in (None, entry.since) else f"{entry.since} to {entry.until}"


def _write_break(entry: Break) -> str:
    """Return what happened, and to whose figures of what."""
    scope = ", ".join((*entry.states, *entry.indicators))
    return clean_cell(entry.what) + (f" ({scope})" if scope else "")
