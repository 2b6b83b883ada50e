"""Publishers' files, and a store to load them into."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.store import Store


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Folder of the publishers' files."""
    folder = os.environ.get("FACTA_TEST_DATA")
    if not folder:
        pytest.skip("FACTA_TEST_DATA is not set: no publishers' files here")
    return Path(folder)


@pytest.fixture(scope="module")
def load_file(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Store]:
    """Return ``load_file(source, *names)``: a fresh store into which those files below FACTA_TEST_DATA were loaded.

    What was repaired and refused stands in ``store.loads()``.
    """

    def load(source: str, *names: str) -> Store:
        store = Store(tmp_path_factory.mktemp(source) / "store", tmp_path_factory.mktemp("starter"))
        for name in names:
            store.load(source, test_data / name, dt.date(2026, 11, 22))
        return store

    return load
