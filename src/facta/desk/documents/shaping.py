"""From results to the JSON documents of the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from facta.claims import Proposition, ReadingResult, Verdict
from facta.claims.record import LogEntry
from facta.desk.briefing import BriefResult
from facta.desk.documents.balloting import shape_ballot
from facta.desk.documents.catalogue import DOCUMENTS
from facta.desk.documents.turning import shape_turns
from facta.desk.forecasting import BacktestResult
from facta.desk.loading import FetchResult
from facta.desk.panelling import PanelResult
from facta.desk.results import (
    BallotResult,
    CheckResult,
    Citations,
    DossierResult,
    LoadResult,
    MeasureResult,
    MeasuresResult,
    NewResult,
    ResolveResult,
    ScoreResult,
    SourcesResult,
    TraceResult,
    TurnsResult,
    Watched,
    WatchResult,
    list_periods,
    plain,
    to_json,
)
from facta.domain import Origin, Row, Series
from facta.forecasts import Forecast
from facta.forecasts.scoring import BoardRow, Tally
from facta.language import Explanation
from facta.sources import list_sources

__all__ = ["encode_result"]


def encode_result(result: object) -> bytes:
    """Return the JSON document of what a command gave; missing is null.

    Examples
    --------
    >>> from facta.desk import Citations
    >>> encode_result(Citations())
    b'{"schema":"facta/cite/1","citations":[]}'
    """
    name, shape = _SHAPES[type(result)]
    return to_json(name, msgspec.structs.asdict(msgspec.convert(_blank_to_null(plain(shape(result))), DOCUMENTS[name])))


def _blank_to_null(value: Any) -> Any:
    """Turn empty text in a mapping into null: the part is not there."""
    if isinstance(value, dict):
        return {key: None if part == "" else _blank_to_null(part) for key, part in value.items()}
    return [_blank_to_null(part) for part in value] if isinstance(value, list) else value


def _shape_verdict(verdict: Verdict) -> dict[str, Any]:
    shaped: dict[str, Any] = plain(verdict)
    readings = [
        {**reading, "condition_state": reading["state"], "margin_share": given.margin_share}
        for reading, given in zip(shaped["readings"], verdict.readings, strict=True)
    ]
    shaped |= {
        "readings": readings,
        "sensitivity": readings[0]["sensitivity"] if readings else [],
        "probability": verdict.prospect.probability if verdict.prospect else None,
    }
    return shaped if verdict.window else shaped | {"completeness": None, "n": verdict.n or None}


def _shape_dossier(result: DossierResult) -> dict[str, Any]:
    claims = [_shape_verdict(claim) for claim in result.claims]
    return {
        "dossier": result.dossier,
        "question": result.question,
        "as_of": result.as_of,
        "claims": claims,
        "coverage": result.coverage,
        "propositions": [_shape_proposition(entry) for entry in result.propositions],
    }


def _shape_proposition(entry: Proposition) -> dict[str, Any]:
    stands = [
        {**_take_figures(stand.reading), **plain(stand), "is_borne_out": stand.is_borne_out} for stand in entry.stands
    ]
    return {
        "name": entry.name,
        "group": entry.group,
        "leaning": entry.leaning,
        "is_separated": entry.is_separated,
        "stands": stands,
    }


def _take_figures(reading: ReadingResult | None) -> dict[str, Any]:
    """Return what a stand shows of its reading; nulls where there is none."""
    return {name: getattr(reading, name, None) for name in ("expression", "figure", "unit", "threshold", "margin")}


def _shape_check(result: CheckResult) -> dict[str, Any]:
    return {"dossiers": [_shape_dossier(entry) for entry in result.dossiers], "changes": result.changes}


def _shape_measure(result: MeasureResult) -> dict[str, Any]:
    origins = {origin.id: origin for origin in result.origins}
    series = [_shape_series(entry, origins) for entry in result.series]
    return {
        "measure": result.measure,
        "relation": result.relation,
        "series": series,
        "citations": result.citations,
        "fill": result.fill,
    }


def _shape_series(series: Series, origins: Mapping[str, Origin]) -> dict[str, Any]:
    return {
        **plain(series.book),
        "unit": series.unit.symbol,
        "basis": str(series.basis),
        "frequency": series.frequency.value,
        "aggregation": series.aggregation.value,
        "rows": list_periods(series),
        "notes": series.notes,
        "origin": [origins[origin] for origin in series.origins if origin in origins],
    }


def _shape_explanation(result: Explanation) -> dict[str, Any]:
    form = {"form": result.form.sort.value, "unit": result.form.unit.symbol if result.form.unit else None}
    measures = [{**plain(use), "sources": _list_covers(use.indicators)} for use in result.measures]
    names = ("expression", "sentence", "operators", "windows")
    return {**{name: getattr(result, name) for name in names}, **form, "measures": measures}


def _list_covers(indicators: Sequence[str]) -> dict[str, Any]:
    """Return what each source of an indicator declares to cover."""
    return {
        source.id: source.covers for source in list_sources().values() if source.indicators.keys() & set(indicators)
    }


def _shape_load(result: LoadResult) -> dict[str, Any]:
    files = result.rows()
    counts = {name: sum(entry[name] for entry in files) for name in ("rows", "new", "refused_count")}
    refused = [*result.broken, *(refusal for entry in files for refusal in entry["refused"])]
    kinds = {name: _add_counts([entry[name] for entry in files]) for name in ("repaired", "ignored")}
    facts = {"source": result.source, "refused": refused, "files": files, "passed_over": list(result.passed_over)}
    return {**facts, **counts, "refused_count": counts["refused_count"] + len(result.broken), **kinds}


def _shape_fetch(result: FetchResult) -> dict[str, Any]:
    facts = {name: getattr(result, name) for name in ("folder", "notes", "is_dry_run")}
    loaded = _shape_load(result.loaded or LoadResult(result.source, ()))
    return {**loaded, **facts, "files": result.rows(), "loaded": loaded["files"]}


def _add_counts(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {
        kind: sum(entry.get(kind, 0) for entry in counts)
        for kind in dict.fromkeys(kind for entry in counts for kind in entry)
    }


def _shape_resolution(result: ResolveResult) -> dict[str, Any]:
    shaped = {name: getattr(result, name) for name in ("as_of", "flagged", "files", "notes")}
    found = {name: [_shape_entry(entry) for entry in getattr(result, name)] for name in ("resolved", "open")}
    return {**shaped, **found, "written": result.counts, "flagged": [_shape_entry(entry) for entry in result.flagged]}


def _shape_entry(entry: LogEntry) -> dict[str, Any]:
    return {**msgspec.structs.asdict(entry), "standing": entry.kind.value}


def _shape_score(result: ScoreResult) -> dict[str, Any]:
    board, facts = result.board, ("dossiers", "as_of", "mapping", "notes")
    coverage = {"waiting": result.waiting, "left_out": result.left_out, "withdrawn": result.withdrawn}
    return {
        **{name: getattr(result, name) for name in facts},
        **{name: getattr(board, name) for name in ("cautions", "is_ranked", "reason")},
        "holders": [_shape_holder(row) for row in board.rows],
        "references": [_shape_holder(row) for row in result.references],
        "coverage": {**_shape_tally(board.tally), **coverage},
        "rows": result.rows(),
    }


def _shape_holder(row: BoardRow) -> dict[str, Any]:
    return {**plain(row), "name": row.holder, "coverage": _shape_tally(row.tally)}


def _shape_tally(tally: Tally) -> dict[str, Any]:
    return {**plain(tally), "void": dict(tally.void)}


def _shape_watch(result: WatchResult) -> dict[str, Any]:
    conditions = [
        {"dossier": dossier.dossier, "since": dossier.since, **_shape_condition(entry)}
        for dossier in result.dossiers
        for entry in dossier.conditions
    ]
    return {"dossiers": result.dossiers, "conditions": conditions}


def _shape_condition(entry: Watched) -> dict[str, Any]:
    condition = entry.condition
    sightings = {
        name: sighting and {**plain(sighting), "rows": [_shape_seen_row(row) for row in sighting.rows]}
        for name, sighting in (("trigger", condition.trigger), ("exception", condition.exception))
    }
    before = entry.before if entry.is_changed else None
    return {
        **plain(condition),
        **sightings,
        "day": condition.day,
        "is_changed": entry.is_changed,
        "changed_from": before and msgspec.structs.asdict(before),
    }


def _shape_seen_row(row: Row) -> dict[str, Any]:
    return {**plain(row), "title": str(row.fields.get("title", ""))}


def _shape_backtest(result: BacktestResult) -> dict[str, Any]:
    misses = [
        {**plain(miss), "expression": miss.question.expression, "as_of": miss.question.as_of}
        for miss in result.report.misses
    ]
    facts = {name: getattr(result, name) for name in ("first", "last", "states", "measures", "seed")}
    return {"rows": result.rows(), "misses": misses, **facts}


def _shape_panel(result: PanelResult) -> dict[str, Any]:
    facts = {name: getattr(result, name) for name in ("names", "columns", "notes", "citations")}
    return {"rows": result.count, "file": str(result.file), "dictionary": str(result.dictionary), **facts}


def _shape_brief(result: BriefResult) -> dict[str, Any]:
    from facta.desk.relating import RelationFacts, shape_relation  # brings Rich and Jinja, which are there by now

    relation = shape_relation(result.shown) if isinstance(result.shown, RelationFacts) else None
    return {**result.rows()[0], "relation": relation}


_SHAPES: Mapping[type, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    Verdict: ("ask", _shape_verdict),
    BallotResult: ("ballot", shape_ballot),
    BriefResult: ("brief", _shape_brief),
    CheckResult: ("check", _shape_check),
    Citations: ("cite", lambda result: {"citations": result.rows()}),
    FetchResult: ("fetch", _shape_fetch),
    Explanation: ("explain", _shape_explanation),
    BacktestResult: ("backtest", _shape_backtest),
    Forecast: ("forecast", plain),
    LoadResult: ("load", _shape_load),
    MeasureResult: ("measure", _shape_measure),
    MeasuresResult: ("measures", lambda result: {"measures": result.rows()}),
    NewResult: ("new", lambda result: {"file": result.file}),
    PanelResult: ("panel", _shape_panel),
    ResolveResult: ("resolve", _shape_resolution),
    ScoreResult: ("score", _shape_score),
    SourcesResult: ("sources", lambda result: {"sources": result.rows()}),
    TraceResult: ("trace", lambda result: {"rows": result.rows(), "origins": result.origins}),
    TurnsResult: ("turns", shape_turns),
    WatchResult: ("watch", _shape_watch),
}
