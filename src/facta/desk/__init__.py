"""The workbench: opens the store, strings the rooms together, and hands out results that show themselves."""

from facta.desk import balloting as ballot
from facta.desk.checking import ask, check, new
from facta.desk.documents import DOCUMENTS, encode_result, write_schemas
from facta.desk.forecasting import BacktestResult, backtest, forecast
from facta.desk.loading import FetchResult, fetch, load
from facta.desk.measuring import explain, measure, measures, write_relation
from facta.desk.results import (
    BallotForm,
    BallotResult,
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
    VerdictChange,
    WatchResult,
    list_periods,
    to_json,
)
from facta.desk.scoring import resolve, score
from facta.desk.sourcing import sources
from facta.desk.tracing import cite, trace
from facta.desk.watching import watch

__all__ = [
    "DOCUMENTS",
    "BacktestResult",
    "BallotForm",
    "BallotResult",
    "ChangeReason",
    "CheckResult",
    "Citations",
    "DossierResult",
    "FetchResult",
    "LoadResult",
    "MeasureResult",
    "MeasuresResult",
    "NewResult",
    "ResolveResult",
    "ScoreResult",
    "SourcesResult",
    "TraceResult",
    "VerdictChange",
    "WatchResult",
    "ask",
    "backtest",
    "ballot",
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
    "resolve",
    "score",
    "sources",
    "to_json",
    "trace",
    "watch",
    "write_relation",
    "write_schemas",
]
