"""Public datasets: raw bytes become rows of evidence here, one folder a source."""

from facta.sources.bench import COLUMNS, Bench, Refusal
from facta.sources.catalogue import Indicator, Source, find_reader, find_source, list_sources
from facta.sources.recognise import recognise_file

__all__ = [
    "COLUMNS",
    "Bench",
    "Indicator",
    "Refusal",
    "Source",
    "find_reader",
    "find_source",
    "list_sources",
    "recognise_file",
]
