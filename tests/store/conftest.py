"""A store in a temporary folder, and the small files of the Correlates of War that are loaded into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.store import LoadReport, Store

HEAD = "ccode1,ccode2,year,flow1,flow2\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store without starter evidence."""
    return Store(tmp_path / "store", tmp_path / "starter")


@pytest.fixture
def write_trade(tmp_path: Path) -> Callable[..., Path]:
    """Return ``write_trade(name, (cow1, cow2, year, imports of 1 from 2, of 2 from 1), ...)``: a file of dyads."""

    def write(name: str, *rows: tuple[int, int, int, float, float]) -> Path:
        lines = "".join(",".join(map(str, row)) + "\n" for row in rows)
        (tmp_path / name).write_text(HEAD + lines, encoding="utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def load_trade(store: Store, write_trade: Callable[..., Path]) -> Callable[..., LoadReport]:
    """Return ``load_trade(name, rows…, day=22)``: writes a file of dyads and loads it on that day of November 2026."""

    def load(name: str, *rows: tuple[int, int, int, float, float], day: int = 22) -> LoadReport:
        return store.load("cow_trade", write_trade(name, *rows), dt.date(2026, 11, day))

    return load


@pytest.fixture
def load_bytes(store: Store, tmp_path: Path) -> Callable[..., LoadReport]:
    """Return ``load_bytes(name, content, source)``: writes a file as it stands and loads it."""

    def load(name: str, content: bytes | str, source: str = "cow_trade") -> LoadReport:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return store.load(source, tmp_path / name, dt.date(2026, 11, 22))

    return load


@pytest.fixture
def read_flow(store: Store) -> Callable[..., dict[int, float]]:
    """Return ``read_flow(actor, recipient, as_of)``: what the store says, by year."""

    def read(actor: str = "RUS", recipient: str = "CHN", as_of: dt.date | None = None) -> dict[int, float]:
        found = store.evidence(as_of).figures("trade_flow", actor, recipient)
        return {int(year): float(value) for run in found for year, value in zip(run.ordinals, run.values, strict=True)}

    return read
