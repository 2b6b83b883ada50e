"""Pairs counted from the publisher's sample of ICEWS, against the raw file."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.domain import Frequency
from facta.store import PanelOrder, Store, read_panel

FILE = "events/events.2018.sample.tab"
NAMES = {"USA": "United States", "PRK": "North Korea", "RUS": "Russian Federation", "CHN": "China"}


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("icews", FILE)


@pytest.fixture(scope="module")
def rows(test_data: Path) -> list[dict[str, str]]:
    with (test_data / FILE).open(encoding="utf-8") as text:
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_events_and_reports_are_those_counted_by_hand(store: Store, rows: list[dict[str, str]], tmp_path: Path) -> None:
    store.save_events(tmp_path / "panel.parquet", PanelOrder(frequency=Frequency.DAY, states=tuple(NAMES)))
    found = {
        (row["actor"], row["recipient"], str(row["period_start"])): row
        for row in read_panel(tmp_path / "panel.parquet")
    }
    states = {name: state for state, name in NAMES.items()}
    reports: Counter[tuple[str, str, str]] = Counter()
    kinds: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        if row["Source Country"] in states and row["Target Country"] in states:
            key = states[row["Source Country"]], states[row["Target Country"]], row["Event Date"]
            reports[key] += 1
            kinds.setdefault(key, set()).add(row["CAMEO Code"])
    assert len(reports) > 20
    assert {key: row["report_count"] for key, row in found.items()} == reports
    assert {key: row["event_count"] for key, row in found.items()} == {key: len(codes) for key, codes in kinds.items()}
    assert all(row["mention_count"] is None and row["tone_mean"] is None for row in found.values())


def test_what_was_not_yet_published_is_not_covered(store: Store) -> None:
    assert store.evidence(dt.date(2018, 7, 1)).coverage("verbal_conflict") == ()
    (entry,) = store.evidence(dt.date(2018, 11, 2)).coverage("verbal_conflict")
    assert (str(entry.window.start), str(entry.window.end)) == ("2018-06-01", "2018-06-02")
