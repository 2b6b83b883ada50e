"""Small loads of one month become one: one manifest and one part a table."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import duckdb

from facta.domain import Span, join_spans
from facta.sources import Source
from facta.store.layers import Layer, Load
from facta.store.loading.writing import overlap, query_rows, write_part
from facta.store.tables import BATCH_MEMORY, open_scratch_database

__all__ = ["MOST_LOADS", "pack_loads"]

MOST_LOADS = 8
"""Loads of one month that lie side by side; one more, and all are packed."""


def pack_loads(layer: Layer, source: Source, month: str) -> None:
    """Pack the loads of a month into one, where there are too many.

    The packed part is written first and counts from the moment at which its manifest, which names what it replaces, is
    renamed into place; the parts that it replaces go with the next load, so that who reads them now can finish. Loads
    that revise others stay apart: which of two values counts hangs on the order of their loads.

    Raises
    ------
    StoreError
        The store cannot be written.
    """
    if len(_find_loads(layer, source, month)) <= MOST_LOADS:
        return
    with layer.hold():
        loads = _find_loads(layer, source, month)
        ids = tuple(sorted(edge for load in loads for edge in load.ids))
        near = (load for load in layer.loads() if load.source == source.id and overlap(load.ids, (ids[0], ids[-1])))
        if len(loads) <= MOST_LOADS or any("events" in load.revised for load in near):
            return
        packed = _describe_pack(loads, f"{source.id}-{month}")
        with layer.open_scratch() as scratch, open_scratch_database(scratch, BATCH_MEMORY) as db:
            try:
                write_part(db, layer, packed.id, "events", query_rows(layer, "events", loads))
                layer.finish(packed)
            except (duckdb.IOException, duckdb.OutOfMemoryException, OSError) as error:
                layer.sweep()
                raise layer.refuse(str(error).splitlines()[0]) from error


def _find_loads(layer: Layer, source: Source, month: str) -> list[Load]:
    """Return the loads of events of a month, in their order."""
    stem = f"{source.id}-{month}-"
    found = [load for load in layer.loads() if load.id.startswith(stem) and set(load.rows) <= {"events"}]
    return sorted(found, key=lambda load: (load.loaded, load.number))


def _describe_pack(loads: Sequence[Load], stem: str) -> Load:
    """Return the manifest of several loads as one."""
    digest = hashlib.sha256("\n".join(load.id for load in loads).encode()).hexdigest()
    files = tuple(given for load in loads for given in load.given())
    return Load(
        id=f"{stem}-{digest[:16]}",
        source=loads[0].source,
        file=f"{files[0].name} … {files[-1].name} ({len(files)} files)",
        sha256="",
        loaded=max(load.loaded for load in loads),
        rows={"events": sum(load.rows.get("events", 0) for load in loads)},
        covers=_join_covers(loads),
        repaired=dict(sum((Counter(load.repaired) for load in loads), Counter[str]())),
        refused=tuple(line for load in loads for line in load.refused)[:1000],
        refused_count=sum(load.refused_count for load in loads),
        origins=tuple(origin for load in loads for origin in load.origins),
        ignored=dict(sum((Counter(load.ignored) for load in loads), Counter[str]())),
        ids=tuple(sorted(edge for load in loads for edge in load.ids)[:: sum(len(load.ids) for load in loads) - 1]),
        number=max(load.number for load in loads),
        files=files,
        replaces=tuple(load.id for load in loads),
    )


def _join_covers(loads: Sequence[Load]) -> dict[str, tuple[Span, ...]]:
    names = dict.fromkeys(name for load in loads for name in load.covers)
    return {name: join_spans(span for load in loads for span in load.covers.get(name, ())) for name in names}
