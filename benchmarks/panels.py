"""Counting events into cells, a pair's series and the monthly panel, on a store of any size.

``python benchmarks/panels.py ROWS FOLDER`` makes a store of generated events, five million a month, and measures. Each
step has a process of its own, whose peak of memory it prints.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

import facta
from facta.domain import Frequency, list_codes, list_event_types
from facta.store import Layer, Load, PanelOrder, Store
from facta.store.dyads import query_cells, query_counts, save_cells

Answer = TypeVar("Answer")

_MONTH_ROWS = 5_000_000
_MEMORY = "400MB"  # what a load keeps in memory
_ACTOR = "if(u(i, {0}) < 0.1, '', pick(getvariable('states'), pow(u(i, {1}), 3)))"


def main() -> None:
    """Make the store where it is not there, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    months = max(given.rows // _MONTH_ROWS, 1)
    missing = [place for place in range(months) if not _name(given.folder, place).exists()]
    for place in missing:
        _write_month(given.folder, place)
    print(f"facta {facta.__version__}, DuckDB {duckdb.__version__}; {months} months of {_MONTH_ROWS:,} events")
    rate, peak = _run(_count_cells, given.folder)
    print(f"events to cells: {rate:,.0f} events/s, peak {peak:,.0f} MB")
    (ours, bare), peak = _run(_read_pair, given.folder)
    print(f"series of a pair by day: {ours:.3f} s, with the store opened {bare:.3f} s; peak {peak:,.0f} MB")
    (ours, bare), peak = _run(_read_totals, given.folder)
    print(
        f"totals of all pairs: {ours:.2f} s; from the events {bare:.2f} s, {bare / ours:.1f} times; peak {peak:,.0f} MB"
    )
    for by in ("month", "year"):
        took, peak = _run(_save_panel, given.folder, by)
        print(f"panel of all pairs by {by}: {took:.1f} s, {given.rows / took:,.0f} events/s, peak {peak:,.0f} MB")


def _run(step: Callable[..., Answer], *arguments: object) -> tuple[Answer, float]:
    """Return what a step gives in a process of its own, and its peak of memory in MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_watch, (step, *arguments))


def _watch(step: Callable[..., Answer], *arguments: object) -> tuple[Answer, float]:
    answer = step(*arguments)
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return answer, int(lines["VmHWM"].split()[0]) * 1024 / 1e6


def _name(folder: Path, place: int) -> Path:
    return folder / "events" / f"gdelt_v2-{place:016x}.parquet"


def _write_month(folder: Path, place: int) -> None:
    """Write the events of a month, sorted for pairs, and the manifest of their load."""
    first = dt.date(2015 + place // 12, place % 12 + 1, 1)
    last = (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
    file = _name(folder, place)
    file.parent.mkdir(parents=True, exist_ok=True)
    states = sorted({row[2] for row in list_codes() if row[0] == "cameo"})
    kinds = [(kind.code, int(kind.quad), kind.score) for kind in list_event_types("cameo") if kind.score is not None]
    shown = ", ".join(f"{{'code': '{code}', 'quad': {quad}, 'score': {score}}}" for code, quad, score in kinds)
    with duckdb.connect() as db:
        db.execute("SET enable_progress_bar = false")
        db.execute("CREATE MACRO u(i, salt) AS (hash(i, salt) % 1000003) / 1000003.0")
        db.execute("CREATE MACRO pick(items, share) AS items[1 + floor(len(items) * share)::INTEGER]")
        db.execute(f"SET VARIABLE states = {states}; SET VARIABLE kinds = [{shown}]")
        db.execute(
            f"""COPY (SELECT i::VARCHAR AS id, (added - if(u(i, 6) < 0.9, 0, 30))::DATE AS event_date, actor, recipient,
            actor AS actor_code, recipient AS recipient_code, '' AS actor_sector, '' AS recipient_sector,
            'cameo' AS scheme, kind.code AS code, kind.quad::TINYINT AS quad, kind.score::DOUBLE AS score,
            1 AS event_count, 1::SMALLINT AS pair_count, (1 + u(i, 7) * 20)::INTEGER AS mention_count,
            1 AS source_count, (1 + u(i, 8) * 20)::INTEGER AS article_count, 10 * u(i, 9) - 5 AS tone, actor AS place,
            concat('https://www.example.org/news/', hash(i // 3)) AS report, added AS known_date,
            '{file.stem}' AS origin, 'gdelt_v2' AS source, DATE '2026-11-22' AS loaded
            FROM (SELECT i, DATE '{first}' + (u(i, 1) * {last.day - 1})::INTEGER AS added,
            {_ACTOR.format(2, 3)} AS actor, {_ACTOR.format(4, 5)} AS recipient,
            pick(getvariable('kinds'), pow(u(i, 10), 2)) AS kind
            FROM range({place * _MONTH_ROWS}, {(place + 1) * _MONTH_ROWS}) every(i))
            ORDER BY actor, recipient, event_date, id) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"""
        )
    layer = Layer(folder)
    layer.prepare()
    layer.finish(
        Load(
            id=file.stem,
            source="gdelt_v2",
            file=f"{first:%Y%m}",
            sha256="",
            loaded=dt.date(2026, 11, 22),
            rows={"events": _MONTH_ROWS},
            covers={"events": ((first, last),)},
        )
    )


def _count_cells(folder: Path) -> float:
    """Count every month into cells, as a load does; return how many events a second."""
    files = sorted(folder.glob("events/*.parquet"))
    start = time.perf_counter()
    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{_MEMORY}'; SET enable_progress_bar = false; SET threads = 2")
        for file in files:
            save_cells(db, f"read_parquet('{file}')", folder / "dyads" / file.name)
    return len(files) * _MONTH_ROWS / (time.perf_counter() - start)


def _read_pair(folder: Path) -> tuple[float, float]:
    """Return the median time of the whole series of a pair, from an open store, and the time of opening it and one."""
    start = time.perf_counter()
    store = Store(folder, folder / "starter")
    store.evidence().figures("reported_events", "CAN", "MEX")
    opened, took = time.perf_counter() - start, []
    for one, other in (("ARE", "AFG"), ("CHN", "RUS"), ("FRA", "AGO"), ("DEU", "CHN"), ("BRA", "USA")):
        start = time.perf_counter()
        run = store.evidence().figures("reported_events", one, other)[0]
        took.append(time.perf_counter() - start)
        assert run.values.sum() > 0
    return statistics.median(took), opened


def _read_totals(folder: Path) -> tuple[float, float]:
    """Return the time of the counts of every pair and quad class, and of the same from the events."""
    db = Store(folder, folder / "starter").connect()
    start = time.perf_counter()
    ours = db.execute(query_counts()).fetchall()
    middle = time.perf_counter()
    bare = db.execute(f"WITH dyads AS ({query_cells('events')}) {query_counts()}").fetchall()
    assert len(ours) == len(bare)
    return middle - start, time.perf_counter() - middle


def _save_panel(folder: Path, by: str) -> float:
    start = time.perf_counter()
    Store(folder, folder / "starter").save_events(folder / f"{by}.parquet", PanelOrder(frequency=Frequency(by)))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
