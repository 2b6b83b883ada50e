"""Public datasets: raw bytes become rows of evidence here, one folder a source."""

from facta.sources.bench import Bench, Refusal
from facta.sources.catalogue import (
    Break,
    Indicator,
    Source,
    find_family,
    find_group_reader,
    find_reader,
    find_source,
    list_breaks,
    list_sources,
)
from facta.sources.event_rows import find_span
from facta.sources.opening import Part, open_parts
from facta.sources.recognise import find_owner, recognise_part
from facta.sources.tables import COLUMNS

__all__ = [
    "COLUMNS",
    "Bench",
    "Break",
    "Indicator",
    "Part",
    "Refusal",
    "Source",
    "find_family",
    "find_group_reader",
    "find_owner",
    "find_reader",
    "find_source",
    "find_span",
    "list_breaks",
    "list_sources",
    "open_parts",
    "recognise_part",
]
