"""Directed dyads by day: what one did to another, counted once from the events and kept beside them."""

from facta.store.dyads.cells import CELL_COLUMNS, QUADS, query_cells, query_counts, save_cells
from facta.store.dyads.files import (
    LongPanel,
    UnknownSuffix,
    check_suffix,
    open_scratch,
    read_arrow,
    read_panel,
    save_query,
)
from facta.store.dyads.panel import PANEL_COLUMNS, query_panel, query_sums
from facta.store.dyads.parts import NotOnSpark, list_event_files, list_event_sources, query_dyads
from facta.store.dyads.saving import ENGINES, PanelOrder, SavedPanel, save_events
from facta.store.dyads.shelves import EVENT_INDICATORS, EventShelves
from facta.store.dyads.spark import MissingSpark, save_on_spark

__all__ = [
    "CELL_COLUMNS",
    "ENGINES",
    "EVENT_INDICATORS",
    "PANEL_COLUMNS",
    "QUADS",
    "EventShelves",
    "LongPanel",
    "MissingSpark",
    "NotOnSpark",
    "PanelOrder",
    "SavedPanel",
    "UnknownSuffix",
    "check_suffix",
    "list_event_files",
    "list_event_sources",
    "open_scratch",
    "query_cells",
    "query_counts",
    "query_dyads",
    "query_panel",
    "query_sums",
    "read_arrow",
    "read_panel",
    "save_cells",
    "save_events",
    "save_on_spark",
    "save_query",
]
