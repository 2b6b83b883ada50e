"""The workbench: opens the store, strings the rooms together, and hands out results that show themselves."""

from facta.desk.checking import ask, check
from facta.desk.measuring import explain, measure, measures
from facta.desk.results import (
    CheckResult,
    Citations,
    DossierResult,
    LoadResult,
    MeasureResult,
    MeasuresResult,
    SourcesResult,
    TraceResult,
    list_periods,
    to_json,
)
from facta.desk.sourcing import load, sources
from facta.desk.tracing import cite, trace

__all__ = [
    "CheckResult",
    "Citations",
    "DossierResult",
    "LoadResult",
    "MeasureResult",
    "MeasuresResult",
    "SourcesResult",
    "TraceResult",
    "ask",
    "check",
    "cite",
    "explain",
    "list_periods",
    "load",
    "measure",
    "measures",
    "sources",
    "to_json",
    "trace",
]
