"""A store of three days of reports, loaded file by file, and the reports themselves."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.store.dyads.reports import FIRST, Report, make_reports, write_day

from facta.store import Store

LOADED = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def reports() -> list[Report]:
    """Return what the files hold: three days, the middle one twice as long."""
    found: list[Report] = []
    for place, count in enumerate((400, 800, 400)):
        found += make_reports(FIRST + dt.timedelta(place), count, seed=place, first_id=len(found) + 1)
    return found


@pytest.fixture(scope="session")
def archive(reports: list[Report], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the three files, and nothing beneath it."""
    folder = tmp_path_factory.mktemp("archive")
    store = Store(folder / "store", folder / "starter")
    for day in sorted({report.added for report in reports}):
        file = write_day(folder, day, (report for report in reports if report.added == day))
        store.load("gdelt_v1", file, LOADED)
    return store
