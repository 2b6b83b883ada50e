"""Which renderer prints which result, where people read it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

import typer
from rich.console import Console, RenderableType

from facta import briefs
from facta.briefs.dossier import DossierBrief, render_dossier_brief
from facta.briefs.outlook import (
    count_states,
    render_backtest,
    render_ballot,
    render_board,
    render_condition,
    render_forecast,
    render_frozen,
    render_panel,
    render_record,
    render_standing,
)
from facta.briefs.relation import render_relation
from facta.briefs.turns import render_overview, render_turns
from facta.claims import Verdict, list_bundled
from facta.desk import (
    BacktestResult,
    BallotResult,
    BriefResult,
    CheckResult,
    Citations,
    DossierResult,
    FetchResult,
    LoadResult,
    MeasureResult,
    MeasuresResult,
    NewResult,
    PanelResult,
    ResolveResult,
    ScoreResult,
    SourcesResult,
    TraceResult,
    TurnsResult,
    WatchResult,
    list_periods,
)
from facta.desk.results import Watched
from facta.forecasts import Forecast
from facta.language import Explanation

__all__ = ["print_result"]

_ENDLESS = 5_000


def print_result(result: object, **chosen: bool) -> None:
    """Print a result.

    Parameters
    ----------
    result : object
        What a function of the desk returned.
    **chosen : bool
        ``is_review`` for the readings of each claim, ``is_map`` for its propositions, ``is_whole`` for conditions that
        did not change, ``is_bibtex`` for BibTeX.
    """
    if chosen.get("is_bibtex") and isinstance(result, Citations):
        typer.echo(result.to_bibtex())
    else:
        _print_table(result, **chosen)


def _print_table(result: object, **chosen: bool) -> None:
    console = Console(markup=False, emoji=False, highlight=False, width=_find_width(**chosen))
    parts = _RENDERERS[type(result)](result, is_terminal=console.is_terminal, **chosen)
    if console.is_terminal:
        for part in parts:
            console.print(part)
        return
    with console.capture() as printed:
        for part in parts:
            console.print(part)
    typer.echo("\n".join(line.rstrip() for line in printed.get().splitlines()))


def _find_width(*, is_review: bool = False, **_: bool) -> int:
    """Return the width of the terminal, or ``COLUMNS``; a pipe has 120 columns.

    A review in a pipe has no end of a line to heed: a line that is wrapped anew would show as changed.
    """
    return shutil.get_terminal_size((_ENDLESS if is_review else 120, 50)).columns


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


def _show_turns(result: TurnsResult, **_: bool) -> Iterator[RenderableType]:
    if not result.books:
        fill = f" It would come from: {', '.join(result.fill)}." if result.fill else ""
        yield f"No source has anything of {result.relation} in the store.{fill}"
        return
    if result.is_overview:
        yield render_overview([(book.series, book.turns, book.grounded) for book in result.books])
    else:
        for book in result.books:
            yield render_turns(book.series, book.turns, book.grounded, book.artefacts, book.places)
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


def _show_ballot(result: BallotResult, **_: bool) -> Iterator[RenderableType]:
    if result.step == "new":
        yield render_ballot(result.ballot, result.left_out)
        yield ""
        for form in result.forms:
            yield f"{form.expert or 'For every expert'}: {result.folder}/{form.file}, or the page {form.page}"
    elif result.step == "add":
        yield render_frozen(result.record)
    else:
        yield render_panel(result.record, result.pooled, result.disagreement)
        if result.answers:
            yield f"{result.answers}: the answers as a dossier. Bring the registers beside it up to date to score it."


def _show_brief(result: BriefResult, **_: bool) -> Iterator[RenderableType]:
    if isinstance(result.shown, DossierBrief):
        yield from render_dossier_brief(result.shown)
    else:
        yield render_relation(result.shown)


def _show_new(result: NewResult, **_: bool) -> Iterator[RenderableType]:
    yield f"{result.file}: fill it in, and run `facta check {result.file}`."


def _show_backtest(result: BacktestResult, **_: bool) -> Iterator[RenderableType]:
    yield render_backtest(result.report, result.first, result.last)


def _show_panel(result: PanelResult, **_: bool) -> Iterator[RenderableType]:
    size = f"{result.count:,} rows of {len(result.columns)} columns"
    yield f"{result.file}: {size}; {result.dictionary} says what they hold."
    yield from result.notes


def _show_forecast(result: Forecast, **_: bool) -> Iterator[RenderableType]:
    yield render_forecast(result)


def _show_resolution(result: ResolveResult, **_: bool) -> Iterator[RenderableType]:
    written = ", ".join(f"{count:,} {kind}" for kind, count in result.counts.items()) or "nothing that was not there"
    yield f"Evidence as of {result.as_of}"
    yield ""
    yield render_record(result.resolved, result.open, f"Written: {written}. {', '.join(result.files)}")
    if result.flagged:
        yield f"{len(result.flagged)} of those registered can never be resolved by the sources as they stand."
    yield from result.notes


def _show_score(result: ScoreResult, **_: bool) -> Iterator[RenderableType]:
    head = f"{', '.join(result.dossiers)}: evidence as of {result.as_of}, hedges by {result.mapping}"
    yield render_board(head, result.board, result.references)
    yield render_standing(result.board, result.waiting, result.left_out)
    if result.withdrawn:
        yield f"Withdrawn since they were registered: {result.withdrawn}"
    yield from result.notes


def _show_watch(result: WatchResult, *, is_whole: bool = False, **_: bool) -> Iterator[RenderableType]:
    """Show what changed, or everything at a first look; one line where nothing did."""
    is_quiet = True
    for entry in result.dossiers:
        shown = entry.conditions if is_whole or entry.since is None else entry.changed
        if shown:
            is_quiet = False
            against = f"compared with {entry.since}" if entry.since else "first look"
            yield f"{entry.dossier}: {count_states(entry.counts)}\nEvidence as of {entry.as_of}, {against}"
            yield ""
        yield from (render_condition(watched.condition, _write_before(watched)) for watched in shown)
    if is_quiet:
        yield _sum_up_watch(result)


def _write_before(watched: Watched) -> str:
    if not watched.is_changed:
        return ""
    if watched.before is None:
        return "it was not there"
    figure = "" if watched.before.figure is None else f" at {watched.before.figure:g}"
    effects = ", ".join(effect for effect in watched.before.effects if effect)
    return f"{watched.before.state}{figure}{effects and f': {effects}'}".replace("_", " ")


def _sum_up_watch(result: WatchResult) -> str:
    if not result.conditions:
        return "No claim has a condition. Write a reading as `if ... then ...`, or `... unless ...`, to watch one."
    days = [entry.since for entry in result.dossiers if entry.since and entry.conditions]
    counts = Counter(watched.condition.state for watched in result.conditions)
    return f"Nothing changed since {max(days)}. {count_states(counts)}."


def _show_citations(result: Citations, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_citations(result.rows())


def _show_explanation(result: Explanation, **_: bool) -> Iterator[RenderableType]:
    yield briefs.render_explanation(result)


_RENDERERS: Mapping[type, Callable[..., Iterator[RenderableType]]] = {
    BallotResult: _show_ballot,
    BriefResult: _show_brief,
    CheckResult: _show_check,
    Citations: _show_citations,
    Explanation: _show_explanation,
    FetchResult: _show_fetch,
    BacktestResult: _show_backtest,
    Forecast: _show_forecast,
    LoadResult: _show_load,
    MeasureResult: _show_measure,
    MeasuresResult: _show_measures,
    NewResult: _show_new,
    PanelResult: _show_panel,
    ResolveResult: _show_resolution,
    ScoreResult: _show_score,
    SourcesResult: _show_sources,
    TraceResult: _show_trace,
    TurnsResult: _show_turns,
    Verdict: _show_verdict,
    WatchResult: _show_watch,
}
