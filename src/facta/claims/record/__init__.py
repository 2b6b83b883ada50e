"""The record of forecasts: which readings are scored, the log of what became of them, and its replay."""

from facta.claims.record.forwards import ForwardReading, LeftOut, list_forward, name_reading
from facta.claims.record.log import Kind, Log, LogEntry
from facta.claims.record.prospects import foresee_claims
from facta.claims.record.replaying import Record, cut_log, has_words, range_words, replay_log
from facta.claims.record.resolving import Resolver, settle_reading

__all__ = [
    "ForwardReading",
    "Kind",
    "LeftOut",
    "Log",
    "LogEntry",
    "Record",
    "Resolver",
    "cut_log",
    "foresee_claims",
    "has_words",
    "list_forward",
    "name_reading",
    "range_words",
    "replay_log",
    "settle_reading",
]
