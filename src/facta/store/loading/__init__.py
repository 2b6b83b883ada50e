"""From publishers' files to the store: read on a scratch bench, check the contract, write, make it count."""

from facta.store.loading.batches import LoadReport, load_file, load_files
from facta.store.loading.packing import pack_loads
from facta.store.loading.writing import query_rows

__all__ = ["LoadReport", "load_file", "load_files", "pack_loads", "query_rows"]
