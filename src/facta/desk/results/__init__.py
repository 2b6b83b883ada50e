"""What the desk hands out: frozen results that show, convert and cite themselves."""

from facta.desk.results.checking import CheckResult, DossierResult, NewResult
from facta.desk.results.comparing import ChangeReason, VerdictChange
from facta.desk.results.earlier import read_earlier
from facta.desk.results.measuring import MeasureResult, MeasuresResult, list_periods
from facta.desk.results.sourcing import Citations, LoadResult, SourcesResult, TraceResult
from facta.desk.results.table import Table, plain, to_json

__all__ = [
    "ChangeReason",
    "CheckResult",
    "Citations",
    "DossierResult",
    "LoadResult",
    "MeasureResult",
    "MeasuresResult",
    "NewResult",
    "SourcesResult",
    "Table",
    "TraceResult",
    "VerdictChange",
    "list_periods",
    "plain",
    "read_earlier",
    "to_json",
]
