"""Everything but verdicts on a terminal: series, measures, sources, rows, explanations, loads, citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from facta.briefs.heat import draw_heat
from facta.briefs.terminal import lay_columns, lay_facts
from facta.briefs.words import clean_text, count_noun, draw_sparkline, write_value
from facta.domain import Origin, Series
from facta.language import Explanation
from facta.sources import list_sources

__all__ = [
    "render_citations",
    "render_explanation",
    "render_load",
    "render_measures",
    "render_pair",
    "render_series",
    "render_source",
    "render_sources",
    "render_trace",
]

MOST_ROWS = 200
"""Rows of a trace on a terminal; JSON has all of them."""

_WIDEST = 60
"""Characters of a sparkline."""


def render_series(series: Series, rows: Sequence[Mapping[str, Any]], *, has_line: bool = False) -> RenderableType:
    """Return one book of a measure: what it is, a line of bars where there is a terminal, and a row a period.

    Parameters
    ----------
    series : Series
        The book.
    rows : sequence of mapping
        Period, value, low, high and status, as `facta.desk.list_periods` gives them.
    has_line : bool
        Whether to draw the bars.
    """
    unit = "" if series.unit.symbol == "1" else f"{series.unit.symbol}, "
    about = f"{unit}{series.basis}, by {series.frequency.value}"
    has_band = any(row["low"] is not None for row in rows)
    table = lay_columns(
        "Period", "Value", *(["Low", "High"] if has_band else []), "Status", numbers=(1, 2, 3) if has_band else (1,)
    )
    for first, last in _join_gaps(rows):
        cells = [
            write_value(first[name], series.unit.symbol) for name in ("value", "low", "high")[: 3 if has_band else 1]
        ]
        period = first["period"] if first is last else f"{first['period']}..{last['period']}"
        table.add_row(period, *cells, first["status"].replace("_", " "))
    parts: list[RenderableType] = [Text.assemble((str(series.book), "bold"), f"  {about}")]
    if has_line:
        parts.append(Text(draw_sparkline([row["value"] for row in rows][-_WIDEST:])))
    parts += [Padding(table, (0, 0, 0, 2)), *(Text(f"  {clean_text(note)}", style="dim") for note in series.notes), ""]
    return Group(*parts)


def _join_gaps(rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield the first and last row of each run without a value and with one status; other rows stand alone."""
    for (is_gap, _), run in groupby(rows, key=lambda row: (row["value"] is None, row["status"])):
        held = list(run)
        yield from [(held[0], held[-1])] if is_gap else [(row, row) for row in held]


def render_measures(entries: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return every measure with its shape, unit and sources."""
    table = lay_columns("Measure", "Relation", "What it measures", "Unit", "Sources", ratios=(0, 0, 3, 0, 2))
    for entry in entries:
        table.add_row(
            entry["measure"], entry["shape"], entry["title"], _name_unit(entry["unit"]), ", ".join(entry["sources"])
        )
    return table


def _name_unit(unit: str | None) -> str:
    return "share" if unit == "1" else unit or "rows"


def render_pair(entries: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return the measures that have something on a pair of states, with the periods of each book."""
    table = lay_columns("Measure", "Relation", "Book", "From", "To", "n", ratios=(0, 0, 1, 0, 0, 0), numbers=(5,))
    empty = []
    for entry in entries:
        covered = [book for book in entry["covered"] or () if book["n"]]
        for book in covered:
            name = " ".join(part for part in (book["source"], book["reporter"], book["variant"]) if part)
            table.add_row(entry["measure"], book["relation"], name, book["from"], book["to"], f"{book['n']:,}")
        if not covered:
            empty.append(entry["measure"])
    note = f"Nothing loaded on this pair: {', '.join(empty)}." if empty else ""
    return Group(table, "", Text(note, style="dim")) if note else table


def render_sources(entries: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return every source: what it covers, how late it comes, what of it is loaded, and its licence."""
    table = lay_columns("Source", "Covers", "Lag", "Rows", "Licence", ratios=(0, 0, 0, 0, 1), numbers=(2, 3))
    for entry in entries:
        first, last = (day[:4] if day else "" for day in entry["covers"])
        table.add_row(
            entry["source"],
            f"{first}–{last}",
            f"{entry['lag_days']} d",
            f"{entry['rows']:,}" if entry["rows"] else "–",
            entry["licence"],
        )
    return Group(table, "", Text("One in full: facta sources NAME. – in Rows: nothing of it is loaded.", style="dim"))


def render_source(entry: Mapping[str, Any]) -> RenderableType:
    """Return one source in full."""
    first, last = entry["covers"]
    breaks = [f"{_write_days(known)}: {known['what']}" for known in entry["breaks"]]
    facts = [
        ("Publisher", entry["publisher"]),
        ("Version", entry["version"]),
        ("Licence", entry["licence"]),
        ("Cite", entry["citation"]),
        ("Page", entry["url"]),
        ("Covers", f"{first} to {last}" if last else f"{first} on"),
        ("Lag", f"{entry['lag_days']} days from the end of a period to its publication"),
        ("Breaks", "\n".join(breaks)),
        ("Notes", "\n".join(entry["notes"])),
        ("Gives", "\n".join(f"{name}: {title}" for name, title in entry["indicators"].items())),
        ("Rows", f"{entry['rows']:,}" if entry["rows"] else "nothing is loaded"),
        ("Loaded", "\n".join(f"{name}: {_write_spans(spans)}" for name, spans in entry["loaded"].items())),
        ("Of", ", ".join(entry["scope"])),
        ("Repaired", "\n".join(f"{kind}: {count:,}" for kind, count in entry["repaired"].items())),
        ("Refused", f"{entry['refused_count']:,} rows" if entry["refused_count"] else ""),
        ("Reader", f"tried on {entry['tried']}" if entry["tried"] else "not yet tried on a publisher's file"),
        ("Fill with", entry["fill"]),
    ]
    head = Text.assemble((entry["source"], "bold"), f"  {entry['title']}")
    strips = [Padding(draw_heat(cover), (1, 0, 0, 2)) for cover in entry["coverage"] or []]
    return Group(head, Padding(lay_facts(facts), (0, 0, 0, 2)), *strips)


def _write_days(known: Mapping[str, Any]) -> str:
    return str(known["since"]) if known["until"] in (None, known["since"]) else f"{known['since']} to {known['until']}"


def _write_spans(spans: Sequence[Sequence[str]]) -> str:
    """Write the first spans of days; a feed with many gaps has more than a line holds."""
    written = ", ".join(f"{first} to {last}" for first, last in spans[:4])
    return f"{written}, and {len(spans) - 4} more to {spans[-1][1]}" if len(spans) > 4 else written


def render_trace(rows: Sequence[Mapping[str, Any]], origins: Sequence[Origin]) -> RenderableType:
    """Return the rows behind a figure, by what they are rows of, then the files that they stood in."""
    if not rows:
        return Text("No rows: the evidence has nothing on it. `facta sources` says what would fill it.")
    parts: list[RenderableType] = []
    for name, group in groupby(rows[:MOST_ROWS], key=lambda row: str(row.get("indicator") or row.get("kind"))):
        parts += [Text(name, style="bold"), Padding(_lay_rows(list(group)), (0, 0, 1, 2))]
    if len(rows) > MOST_ROWS:
        parts.append(Text(f"… and {count_noun(len(rows) - MOST_ROWS, 'row')} more; --json has all of them.\n"))
    files = {(origin.file, origin.citation, origin.url): origin for origin in origins}
    return Group(*parts, Text("Files", style="bold"), *(_lay_origin(origin) for origin in files.values()))


def _lay_rows(rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    if "indicator" in rows[0]:
        table = lay_columns("Period", "Relation", "Value", "Book", "Known", numbers=(2,))
        for row in rows:
            book = " ".join(str(row[name]) for name in ("source", "reporter", "variant", "vintage") if row[name])
            table.add_row(str(row["period_start"]), _name_pair(row), _write_cell(row), book, str(row["known_date"]))
        return table
    table = lay_columns("From", "To", "Relation", "What the row says", ratios=(0, 0, 0, 1))
    for row in rows:
        said = "; ".join(
            f"{name} {value}" for name, value in row.items() if name not in _FRAME and value not in (None, "")
        )
        table.add_row(row["start"], row["end"], _name_pair(row), clean_text(said))
    return table


_FRAME = frozenset({"kind", "id", "source", "actor", "recipient", "start", "end", "origin"})


def _name_pair(row: Mapping[str, Any]) -> str:
    return f"{row['actor']} → {row['recipient']}" if row["recipient"] else str(row["actor"])


def _write_cell(row: Mapping[str, Any]) -> str:
    return write_value(row["value"], row["unit"])


def _lay_origin(origin: Origin) -> RenderableType:
    facts = [
        ("File", f"{origin.file}{f', obtained {origin.retrieved}' if origin.retrieved else ''}"),
        ("Cite", f"{origin.citation} [{origin.licence}]"),
        ("Page", origin.url),
        ("Only by", origin.via),
    ]
    return Padding(lay_facts(facts), (0, 0, 1, 2))


def render_explanation(explanation: Explanation) -> RenderableType:
    """Return what a reading would compute: in words, then each measure and operator with what is known of it."""
    unit = f" in {explanation.form.unit.symbol}" if explanation.form.unit else ""
    head = [
        ("Means", explanation.sentence),
        ("Gives", f"{explanation.form.sort.value}{unit}"),
        ("Windows", ", ".join(explanation.windows)),
        ("Operators", "\n".join(f"{entry.name}: {entry.title}" for entry in explanation.operators)),
    ]
    parts: list[RenderableType] = [Text(clean_text(explanation.expression), style="bold"), _indent(lay_facts(head))]
    for use in explanation.measures:
        basis = ", ".join(part for part in (_name_unit(use.unit), use.basis) if part)
        facts = [
            ("Measures", use.title),
            ("Options", ", ".join(f"{name} {value}" for name, value in use.options.items())),
            ("Unit", basis),
            ("Periods", f"{use.aggregation}, of which {use.needs:.0%} must be there" if use.aggregation else ""),
            ("Sources", ", ".join(_name_sources(use.indicators))),
            ("Bias", use.bias),
            ("Remedy", use.remedy),
            ("After", use.reference),
        ]
        parts += ["", Text(f"{use.name}({use.relation})", style="bold"), _indent(lay_facts(facts))]
    return Group(*parts)


def _name_sources(indicators: Sequence[str]) -> Iterable[str]:
    """Name the sources of an indicator with the years that they declare to cover."""
    for source in list_sources().values():
        if source.indicators.keys() & set(indicators):
            first, last = source.covers
            yield f"{source.id} {first.year}–{last.year if last else ''}"


def _indent(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2))


def render_load(files: Sequence[Mapping[str, Any]], passed_over: Sequence[str] = ()) -> RenderableType:
    """Return what was read, file by file: rows, new ones, repairs and refusals; and what was none of the source's."""
    table = lay_columns("File", "Rows", "New", "Repaired", "Refused", numbers=(1, 2, 3, 4))
    for entry in files:
        counts = (entry["rows"], entry["new"], sum(entry["repaired"].values()), entry["refused_count"])
        table.add_row(clean_text(entry["file"]), *(f"{count:,}" for count in counts))
    named = ", ".join(passed_over[:5]) + (" …" if len(passed_over) > 5 else "")
    passed = f"Passed over, as none of the source's: {count_noun(len(passed_over), 'file')} ({clean_text(named)})"
    return Group(table, *_list_signals(files), *([Text(passed)] if passed_over else []))


def _list_signals(files: Sequence[Mapping[str, Any]]) -> Iterable[RenderableType]:
    """Name each kind of repair and of omission, and the first refusals."""
    for entry in files:
        for word in ("repaired", "ignored"):
            for kind, count in entry[word].items():
                yield Text(clean_text(f"{entry['file']}: {word} {kind} ({count:,})"))
        for refusal in entry["refused"][:5]:
            yield Text(clean_text(f"{entry['file']}: refused {refusal}"))
        if entry["refused_count"] > 5:
            yield Text(clean_text(f"{entry['file']}: … and {entry['refused_count'] - 5:,} more; --json lists them"))


def render_citations(entries: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return citations, licences and addresses; the same citation comes once."""
    if not entries:
        return Text("Nothing to cite: no evidence was used.")
    unique = {entry["citation"]: entry for entry in entries}
    facts = (
        [("Cite", e["citation"]), ("Licence", e["licence"]), ("Page", e["url"]), ("Only by", e["via"] or "")]
        for e in unique.values()
    )
    return Group(*(Padding(lay_facts(entry), (0, 0, 1, 0)) for entry in facts))
