"""The one place where it is decided whether a result is printed as a table or as JSON, and by which renderer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

import typer
from rich.console import Console, RenderableType

from facta import briefs
from facta.briefs.outlook import render_forecast
from facta.claims import Verdict, list_bundled
from facta.desk import (
    CheckResult,
    Citations,
    DossierResult,
    FetchResult,
    LoadResult,
    MeasureResult,
    MeasuresResult,
    NewResult,
    SourcesResult,
    TraceResult,
    encode_result,
    list_periods,
)
from facta.forecasts import Forecast
from facta.language import Explanation

__all__ = ["print_result"]


def print_result(result: object, *, is_json: bool, **chosen: bool) -> None:
    """Print a result.

    Parameters
    ----------
    result : object
        What a function of the desk returned.
    is_json : bool
        One JSON document rather than a table.
    **chosen : bool
        ``is_review`` for the readings of each claim, ``is_map`` for its propositions, ``is_bibtex`` for BibTeX.
    """
    if is_json:
        typer.echo(encode_result(result))
    elif chosen.get("is_bibtex") and isinstance(result, Citations):
        typer.echo(result.to_bibtex())
    else:
        _print_table(result, **chosen)


def _print_table(result: object, **chosen: bool) -> None:
    console = Console(markup=False, emoji=False, highlight=False, width=_find_width())
    parts = _RENDERERS[type(result)](result, is_terminal=console.is_terminal, **chosen)
    if console.is_terminal:
        for part in parts:
            console.print(part)
        return
    with console.capture() as printed:
        for part in parts:
            console.print(part)
    typer.echo("\n".join(line.rstrip() for line in printed.get().splitlines()))


def _find_width() -> int:
    """Return the width of the terminal, or ``COLUMNS``; a pipe has 120 columns."""
    return shutil.get_terminal_size((120, 50)).columns


def _show_check(
    result: CheckResult, *, is_review: bool = False, is_map: bool = False, **_: bool
) -> Iterator[RenderableType]:
    if result.changes is not None:
        yield briefs.render_changes([asdict(change) for change in result.changes])
        return
    for entry in result.dossiers:
        yield from _show_dossier(entry, is_review=is_review, is_map=is_map)
        if entry is not result.dossiers[-1]:
            yield ""


def _show_dossier(entry: DossierResult, *, is_review: bool, is_map: bool) -> Iterator[RenderableType]:
    """Show a dossier as a table of verdicts, or by its readings, its propositions, or both."""
    if is_review and entry.file:
        yield f"{entry.question}\nEvidence as of {entry.as_of}"
        yield ""
        yield briefs.render_review(entry.file.dossier.claims, entry.claims)
    elif not is_map:
        yield briefs.render_dossier(entry.question, entry.as_of, entry.claims)
        yield ""
    if is_map:
        yield briefs.render_map(entry.question, entry.propositions)
    else:
        yield briefs.render_coverage(entry.claims, f"facta trace {_name_dossier(entry)}#{entry.claims[0].id}")


def _name_dossier(entry: DossierResult) -> str:
    """Name a dossier so that another command finds it: by its bundled name, else by its path."""
    return (
        entry.dossier
        if entry.file is None or list_bundled().get(entry.dossier) == entry.file.path
        else str(entry.file.path)
    )


def _show_measure(result: MeasureResult, *, is_terminal: bool, **_: bool) -> Iterator[RenderableType]:
    if not result.series:
        fill = ", ".join(result.fill)
        yield f"No source has {result.measure} of {result.relation} in the store. It would come from: {fill}."
        return
    yield f"{result.measure} of {result.relation}"
    yield ""
    empty = []
    for series in result.series:
        rows = list_periods(series)
        if any(row["value"] is not None for row in rows):
            yield briefs.render_series(series, rows, has_line=is_terminal)
        else:
            empty.append(f"{series.book} by {series.frequency.value}")
    if empty:
        yield f"Nothing in this window: {'; '.join(empty)}."
    yield from briefs.list_citations(result.citations)


def _show_measures(result: MeasuresResult, **_: bool) -> Iterator[RenderableType]:
    is_pair = any(entry["covered"] is not None for entry in result.measures)
    yield briefs.render_pair(result.measures) if is_pair else briefs.render_measures(result.measures)


def _show_sources(result: SourcesResult, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_source(result.sources[0]) if len(result.sources) == 1 else briefs.render_sources(result.sources)


def _show_verdict(result: Verdict, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_verdict(result)


def _show_trace(result: TraceResult, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_trace(result.found, result.origins)


def _show_load(result: LoadResult, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_load(result.rows(), result.passed_over)


def _show_fetch(result: FetchResult, **_: bool) -> Iterator[RenderableType]:
    yield from briefs.render_downloads(result.rows(), result.folder, result.notes)
    if result.loaded:
        yield ""
        yield from _show_load(result.loaded)


def _show_new(result: NewResult, **_: bool) -> Iterator[RenderableType]:
    yield f"{result.file}: fill it in, and run `facta check {result.file}`."


def _show_forecast(result: Forecast, **_: bool) -> Iterator[RenderableType]:
    yield render_forecast(result)


def _show_citations(result: Citations, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_citations(result.rows())


def _show_explanation(result: Explanation, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_explanation(result)


_RENDERERS: Mapping[type, Callable[..., Iterator[RenderableType]]] = {
    CheckResult: _show_check,
    Citations: _show_citations,
    Explanation: _show_explanation,
    FetchResult: _show_fetch,
    Forecast: _show_forecast,
    LoadResult: _show_load,
    MeasureResult: _show_measure,
    MeasuresResult: _show_measures,
    NewResult: _show_new,
    SourcesResult: _show_sources,
    TraceResult: _show_trace,
    Verdict: _show_verdict,
}
