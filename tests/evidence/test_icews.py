from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.store import Store

FILE = "events/events.2018.sample.tab"


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("icews", FILE)


@pytest.fixture(scope="module")
def rows(test_data: Path) -> list[dict[str, str]]:
    with (test_data / FILE).open(encoding="utf-8") as text:
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_row_of_the_sample_is_read_and_nothing_is_strange(store: Store, rows: list[dict[str, str]]) -> None:
    (load,) = store.loads()
    assert load.rows == {"events": len(rows)}
    assert (load.refused_count, load.repaired, load.ignored) == (0, {}, {})
    assert load.covers == {"events": ((dt.date(2018, 6, 1), dt.date(2018, 6, 2)),)}


def test_every_country_of_the_sample_is_a_state(store: Store, rows: list[dict[str, str]]) -> None:
    blank = store.connect().execute(
        "SELECT count_if(actor = ''), count_if(recipient = ''), count_if(place = '') FROM events"
    )
    names = ("Source Country", "Target Country", "Country")
    assert blank.fetchone() == tuple(sum(row[name] == "NA" for row in rows) for name in names)


def test_pairs_and_classes_are_those_counted_by_hand(store: Store, rows: list[dict[str, str]]) -> None:
    quads = {**dict.fromkeys(range(1, 6), 1), **dict.fromkeys(range(6, 9), 2), **dict.fromkeys(range(9, 14), 3)}
    expected = Counter(
        quads.get(int(row["CAMEO Code"][:2]), 4)
        for row in rows
        if (row["Source Country"], row["Target Country"]) == ("United States", "North Korea")
    )
    found = store.connect().execute(
        "SELECT quad, count(*) FROM events WHERE actor = 'USA' AND recipient = 'PRK' GROUP BY 1"
    )
    assert expected
    assert dict(found.fetchall()) == dict(expected)


def test_what_two_do_together_stands_in_both_directions(store: Store) -> None:
    one, other = (
        store.connect()
        .execute(f"SELECT {pair} FROM events WHERE code = '040' AND actor <> '' AND recipient <> '' ORDER BY ALL")
        .fetchall()
        for pair in ("event_date, report, actor, recipient", "event_date, report, recipient, actor")
    )
    assert one == other


def test_loading_again_adds_nothing(store: Store, test_data: Path) -> None:
    assert store.load("icews", test_data / FILE, dt.date(2026, 11, 23)).new == 0
