"""Public datasets: raw bytes become rows of evidence here, one folder a source."""

from facta.sources.bench import Bench, Refusal
from facta.sources.catalogue import Break, Indicator, Source, find_reader, find_source, list_breaks, list_sources
from facta.sources.opening import Part, open_parts
from facta.sources.recognise import recognise_part
from facta.sources.tables import COLUMNS

__all__ = [
    "COLUMNS",
    "Bench",
    "Break",
    "Indicator",
    "Part",
    "Refusal",
    "Source",
    "find_reader",
    "find_source",
    "list_breaks",
    "list_sources",
    "open_parts",
    "recognise_part",
]
