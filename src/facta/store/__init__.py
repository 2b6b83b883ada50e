"""Parquet through DuckDB: the only room that opens a connection, and the one place where as-of cuts."""

from facta.store.evidence import StoreEvidence
from facta.store.journal import BrokenJournal, Journal, Pages
from facta.store.layers import Layer, Load
from facta.store.loading import LoadReport, load_file
from facta.store.saving import save_rows, save_text
from facta.store.store import STARTER, Store, find_folder

__all__ = [
    "STARTER",
    "BrokenJournal",
    "Journal",
    "Layer",
    "Load",
    "LoadReport",
    "Pages",
    "Store",
    "StoreEvidence",
    "find_folder",
    "load_file",
    "save_rows",
    "save_text",
]
