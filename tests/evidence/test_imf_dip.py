from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from facta.store import Store

FILES = ("finance/imf_dip_a.csv", "finance/imf_dip_b.csv")
CHN_RUS = """SELECT round(value)::INTEGER FROM figures WHERE actor = 'CHN' AND recipient = 'RUS' AND reporter = '{}'
    AND period_start BETWEEN '2014-01-01' AND '2020-12-31' ORDER BY period_start"""


@pytest.fixture(scope="module")
def store(load_file: Callable[..., Store]) -> Store:
    return load_file("imf_dip", *FILES)


def test_the_two_books_of_china_in_russia_differ_fivefold(store: Store) -> None:
    books = {
        name: [row[0] for row in store.connect().execute(CHN_RUS.format(name)).fetchall()] for name in ("RUS", "CHN")
    }
    assert books == {"RUS": [2759, 1341, 2902, 3584, 2660, 3736, 2188], "CHN": [6578, 6024, 12071]}


def test_dollars_labelled_millions_are_mended_and_nothing_is_refused(store: Store) -> None:
    repaired = [load.repaired for load in store.loads()]
    assert sorted(sum(counts.values()) for counts in repaired) == [14, 22]
    assert {name for counts in repaired for name in counts} == {"dollars labelled millions, divided by a million"}
    assert [load.refused_count for load in store.loads()] == [0, 0]


def test_no_partner_is_above_the_world_and_no_mirror_far_below(store: Store) -> None:
    above = """SELECT count(*) FROM figures one JOIN figures all_of ON one.reporter = all_of.reporter
        AND one.period_start = all_of.period_start AND all_of.value > 0 AND one.value > all_of.value
        AND (one.actor = all_of.actor AND all_of.recipient = 'WLD'
            OR one.recipient = all_of.recipient AND all_of.actor = 'WLD')
        AND 'WLD' NOT IN (one.actor, one.recipient)"""
    assert store.connect().execute(above).fetchone() == (0,)


def test_no_key_stands_twice_though_the_files_overlap(store: Store) -> None:
    twice = """SELECT count(*) FROM (SELECT actor, recipient, reporter, period_start FROM figures
        GROUP BY ALL HAVING count(*) > 1)"""
    assert store.connect().execute(twice).fetchone() == (0,)


@pytest.mark.parametrize(
    ("file", "side", "world"), [(FILES[0], "actor", "recipient"), (FILES[1], "recipient", "actor")]
)
def test_reported_world_totals_are_those_of_the_file(
    store: Store, test_data: Path, file: str, side: str, world: str
) -> None:
    totals: dict[str, float] = defaultdict(float)
    with (test_data / file).open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            if row["COUNTERPART_COUNTRY.ID"] == "G001" and row["DV_TYPE.ID"] == "O":
                totals[row["COUNTRY.ID"]] += float(row["OBS_VALUE"])
    own = f"SELECT {side}, sum(value) FROM figures WHERE {world} = 'WLD' AND reporter = {side} GROUP BY 1"
    assert dict(store.connect().execute(own).fetchall()) == pytest.approx(totals)
