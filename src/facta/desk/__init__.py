"""The workbench: opens the store, strings the rooms together, and hands out results that show themselves."""

from facta.desk import balloting as ballot
from facta.desk.briefing import BriefResult, brief
from facta.desk.checking import ask, check, new
from facta.desk.documents import DOCUMENTS, encode_result, write_schemas
from facta.desk.forecasting import BacktestResult, backtest, forecast
from facta.desk.loading import FetchResult, fetch, load
from facta.desk.measuring import explain, measure, measures, write_relation
from facta.desk.panelling import PanelResult, panel
from facta.desk.results import (
    BallotForm,
    BallotResult,
    BookTurns,
    ChangeReason,
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
    VerdictChange,
    WatchResult,
    list_periods,
    to_json,
)
from facta.desk.scoring import resolve, score
from facta.desk.sourcing import sources
from facta.desk.tracing import cite, trace
from facta.desk.turning import turns
from facta.desk.watching import watch

__all__ = [
    "DOCUMENTS",
    "BacktestResult",
    "BallotForm",
    "BallotResult",
    "BookTurns",
    "BriefResult",
    "ChangeReason",
    "CheckResult",
    "Citations",
    "DossierResult",
    "FetchResult",
    "LoadResult",
    "MeasureResult",
    "MeasuresResult",
    "NewResult",
    "PanelResult",
    "ResolveResult",
    "ScoreResult",
    "SourcesResult",
    "TraceResult",
    "TurnsResult",
    "VerdictChange",
    "WatchResult",
    "ask",
    "backtest",
    "ballot",
    "brief",
    "check",
    "cite",
    "encode_result",
    "explain",
    "fetch",
    "forecast",
    "list_periods",
    "load",
    "measure",
    "measures",
    "new",
    "panel",
    "resolve",
    "score",
    "sources",
    "to_json",
    "trace",
    "turns",
    "watch",
    "write_relation",
    "write_schemas",
]
