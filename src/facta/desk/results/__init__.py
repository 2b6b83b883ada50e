"""What the desk hands out: frozen results that show, convert and cite themselves."""

from facta.desk.results.balloting import BallotForm, BallotResult
from facta.desk.results.checking import CheckResult, DossierResult, NewResult
from facta.desk.results.comparing import ChangeReason, VerdictChange
from facta.desk.results.earlier import read_earlier
from facta.desk.results.measuring import MeasureResult, MeasuresResult, list_periods
from facta.desk.results.plotting import Plot
from facta.desk.results.scoring import ResolveResult, ScoreResult
from facta.desk.results.sourcing import Citations, LoadResult, SourcesResult, TraceResult
from facta.desk.results.table import Table, plain, to_json
from facta.desk.results.turning import BookTurns, TurnsResult, describe_turn
from facta.desk.results.watching import DossierWatch, Look, Seen, Watched, WatchResult

__all__ = [
    "BallotForm",
    "BallotResult",
    "BookTurns",
    "ChangeReason",
    "CheckResult",
    "Citations",
    "DossierResult",
    "DossierWatch",
    "LoadResult",
    "Look",
    "MeasureResult",
    "MeasuresResult",
    "NewResult",
    "Plot",
    "ResolveResult",
    "ScoreResult",
    "Seen",
    "SourcesResult",
    "Table",
    "TraceResult",
    "TurnsResult",
    "VerdictChange",
    "WatchResult",
    "Watched",
    "describe_turn",
    "list_periods",
    "plain",
    "read_earlier",
    "to_json",
]
