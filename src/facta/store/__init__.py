"""Parquet through DuckDB: the only room that opens a connection, and the one place where as-of cuts."""

from facta.store.dyads import (
    EVENT_INDICATORS,
    PANEL_COLUMNS,
    LongPanel,
    PanelOrder,
    check_suffix,
    open_scratch,
    read_arrow,
    read_panel,
)
from facta.store.evidence import StoreEvidence
from facta.store.journal import BrokenJournal, Journal, Pages
from facta.store.layers import Layer, Load
from facta.store.loading import LoadReport, load_file
from facta.store.saving import UnknownFormat, check_target, save_rows, save_text
from facta.store.store import STARTER, Store, find_folder

__all__ = [
    "EVENT_INDICATORS",
    "PANEL_COLUMNS",
    "STARTER",
    "BrokenJournal",
    "Journal",
    "Layer",
    "Load",
    "LoadReport",
    "LongPanel",
    "Pages",
    "PanelOrder",
    "Store",
    "StoreEvidence",
    "UnknownFormat",
    "check_suffix",
    "check_target",
    "find_folder",
    "load_file",
    "open_scratch",
    "read_arrow",
    "read_panel",
    "save_rows",
    "save_text",
]
