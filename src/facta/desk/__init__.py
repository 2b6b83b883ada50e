"""The workbench: opens the store, strings the rooms together, and hands out results that show themselves."""

from facta.desk.checking import ask, check, new
from facta.desk.documents import DOCUMENTS, encode_result, write_schemas
from facta.desk.fetching import FetchResult, fetch
from facta.desk.forecasting import forecast
from facta.desk.loading import load
from facta.desk.measuring import explain, measure, measures, write_relation
from facta.desk.results import (
    ChangeReason,
    CheckResult,
    Citations,
    DossierResult,
    LoadResult,
    MeasureResult,
    MeasuresResult,
    NewResult,
    SourcesResult,
    TraceResult,
    VerdictChange,
    list_periods,
    to_json,
)
from facta.desk.sourcing import sources
from facta.desk.tracing import cite, trace

__all__ = [
    "DOCUMENTS",
    "ChangeReason",
    "CheckResult",
    "Citations",
    "DossierResult",
    "FetchResult",
    "LoadResult",
    "MeasureResult",
    "MeasuresResult",
    "NewResult",
    "SourcesResult",
    "TraceResult",
    "VerdictChange",
    "ask",
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
    "sources",
    "to_json",
    "trace",
    "write_relation",
    "write_schemas",
]
