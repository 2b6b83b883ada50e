"""Ten thousand generated readings against a store filled from all publisher files: readings a second on one core."""

from __future__ import annotations

import datetime as dt
import random
import resource
import tempfile
import time
from pathlib import Path

import duckdb

from facta.claims import Judge, Reading
from facta.store import Store
from facta.store.starter import read_recipe

__all__ = ["fill_store", "generate_readings", "measure_readings"]

_STATES = (
    *("CHN", "RUS", "USA", "DEU", "FRA", "GBR", "JPN", "IND", "BRA", "KAZ", "UZB", "TUR", "IRN"),
    *("PAK", "KOR", "AUS", "CAN", "ITA", "ESP", "POL", "UKR", "SAU", "ZAF", "MEX", "IDN", "VNM"),
)
_TEMPLATES = (
    "share(trade({a} -- {b}), trade({a} -- WLD))[{y}] > {p}%",
    "trade({a} -- {b})[{y}..{z}] > {p} bn USD",
    "change(trade({a} -- {b}))[{y}..{z}] > {p}%",
    "slope(trade_share({a} -> {b}))[{y}..{z}] > 0",
    "rising_share(flow({a} -> {b}))[{y}..{z}] >= {p}%",
    "vote_agreement({a} -- {b})[{y}] > {p}%",
    "ideal_distance({a} -- {b})[{y}] < 1",
    "conflict_share({a} -- {b})[{y}] < {p}%",
    "count(disputes({a} -- {b}))[{y}..{z}] <= 2",
    "none(alliance({a} -- {b}, obligation=defense))[{y}]",
    "sum(arms_transfers({a} -> {b}))[{y}..{z}] > {p} TIV",
    "persists(trade({a} -- {b}) > 1 bn USD)[{y}..{z}]",
)


def generate_readings(count: int, seed: int = 20261122) -> list[str]:
    """Return readings over measures, pairs, windows and thresholds."""
    pick = random.Random(seed)
    readings = []
    for _ in range(count):
        a, b = pick.sample(_STATES, 2)
        year = pick.randint(2002, 2010)
        words = {"a": a, "b": b, "y": year, "z": year + pick.randint(2, 4), "p": pick.randint(1, 90)}
        readings.append(pick.choice(_TEMPLATES).format(**words))
    return readings


def measure_readings(data: Path, count: int = 10_000) -> dict[str, float]:
    """Return readings a second, plain and with every sensitivity, and peak memory."""
    readings = generate_readings(count)
    with tempfile.TemporaryDirectory() as folder:
        store = fill_store(Path(folder) / "store", data)
        scan = _time_scan(store)
        evidence = store.evidence()
        plain = _judge(Judge(evidence, is_thorough=False), readings)
        again = _judge(Judge(evidence, is_thorough=False), readings)
        thorough = _judge(Judge(evidence), readings[: count // 10])
    return {
        "readings": count,
        "readings a second, scans included": round(count / plain),
        "readings a second, evidence in memory (aim: 2000)": round(count / again),
        "readings a second with all sensitivity": round(count / 10 / thorough),
        "baseline: bare DuckDB scan of all figures, seconds": round(scan, 2),
        "all readings / that scan": round(plain / scan, 2),
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def fill_store(folder: Path, data: Path) -> Store:
    """Load all publisher files of the starter's recipe, whole, into a store with nothing below it."""
    store = Store(folder, folder.parent / "none")
    for source, plan in read_recipe().sources.items():
        for file in plan.files:
            store.load(source, data / file, dt.date(2026, 11, 22))
    return store


def _judge(judge: Judge, readings: list[str]) -> float:
    start = time.perf_counter()
    for reading in readings:
        judge.judge_reading(Reading(check=reading))
    return time.perf_counter() - start


def _time_scan(store: Store) -> float:
    """Time one pass over all figures by DuckDB alone: what no evaluation can be faster than."""
    parts = [str(part) for part in store.folder.glob("figures/*.parquet")]
    start = time.perf_counter()
    with duckdb.connect() as db:
        db.execute(
            "SELECT indicator, actor, recipient, count(*), sum(value) FROM read_parquet($1) GROUP BY ALL", [parts]
        ).fetchall()
    return time.perf_counter() - start
