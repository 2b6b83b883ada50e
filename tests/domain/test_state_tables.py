"""The tables of states, codes and sets are consistent in themselves.

An id is ISO 3166 alpha-3; for the dead the former ISO code, else the COW abbreviation where ISO leaves it free, else X
and two letters. `to` is the last day in states.csv and codes.csv, and the first day outside in sets.yml.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

TABLES = Path(__file__).parents[2] / "src" / "facta" / "domain" / "tables"
CODE_SHAPES = {
    "iso3": r"[A-Z]{3}",
    "iso2": r"[A-Z]{2}",
    "cow": r"[1-9]\d{0,2}",
    "gw": r"[1-9]\d{0,2}",
    "cameo": r"[A-Z]{3}",
    "fips": r"[A-Z]{2}",
    "icews": r"\S.*\S",
    "comtrade": r"[1-9]\d{0,2}",
    "worldbank": r"[A-Z]{3}",
    "polity": r"[1-9]\d{0,2}",
    "gsdb": r"\S.*\S",
}


def read_table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark)).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def spell_names(row: dict[str, str]) -> list[str]:
    return [row["id"], row["name"], row["name_zh"], row["name_ru"], *filter(None, row["aliases"].split("|"))]


def window(first: object, last: object) -> tuple[dt.date, dt.date]:
    start = dt.date.fromisoformat(str(first)) if first else dt.date.min
    return start, dt.date.fromisoformat(str(last)) if last else dt.date.max


STATES = {row["id"]: row for row in read_table("states.csv")}
CODES = read_table("codes.csv")
NOT_STATES = read_table("not_states.csv")
SETS: list[dict[str, Any]] = yaml.safe_load((TABLES / "sets.yml").read_text(encoding="utf-8"))
NAMED = {fold(name): row["id"] for row in STATES.values() for name in spell_names(row)}


def match_code(scheme: str, code: str, day: str = "2020-06-30") -> str | None:
    at = dt.date.fromisoformat(day)
    for row in CODES:
        if (row["scheme"], row["code"]) == (scheme, code):
            first, last = window(row["from"], row["to"])
            if first <= at <= last:
                return row["id"]
    return None


def list_members(set_id: str, day: str) -> set[str]:
    at = dt.date.fromisoformat(day)
    entry = next(entry for entry in SETS if entry["id"] == set_id)
    spells = {(member["state"], *window(member.get("from"), member.get("to"))) for member in entry["members"]}
    return {state for state, first, last in spells if first <= at < last}


def test_ids_are_unique_and_three_letters() -> None:
    rows = read_table("states.csv")
    assert len(rows) == len(STATES)
    assert all(re.fullmatch("[A-Z]{3}", state) for state in STATES)
    assert {row["kind"] for row in rows} == {"state", "territory"}


def test_a_state_has_dates_and_a_territory_has_none() -> None:
    assert [row["id"] for row in STATES.values() if bool(row["from"]) != (row["kind"] == "state")] == []
    assert [row["id"] for row in STATES.values() if row["kind"] == "territory" and row["to"]] == []


@pytest.mark.parametrize(
    ("column", "script"), [("name", "[A-Za-zÀ-ÿ]"), ("name_zh", "[一-鿿]"), ("name_ru", "[А-яЁё]")]
)
def test_every_state_is_named_in_three_languages(column: str, script: str) -> None:
    assert [state for state, row in STATES.items() if not re.search(script, row[column])] == []


def test_no_name_stands_for_two_states() -> None:
    holders = defaultdict(set)
    for row in STATES.values():
        for name in spell_names(row):
            holders[fold(name)].add(row["id"])
    assert {name: states for name, states in holders.items() if len(states) > 1} == {}
    assert "" not in holders


def test_names_are_trimmed_and_not_repeated() -> None:
    for row in STATES.values():
        names = [name.casefold() for name in spell_names(row)]
        assert names == [name.strip() for name in names]
        assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("table", ["states.csv", "codes.csv"])
def test_dates_are_iso_and_in_order(table: str) -> None:
    for row in read_table(table):
        assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)?", row[column]) for column in ("from", "to")), row
        first, last = window(row["from"], row["to"])
        assert first < last, row


def test_every_code_has_a_state_and_its_schemes_shape() -> None:
    assert {row["scheme"] for row in CODES} == set(CODE_SHAPES)
    assert [row for row in CODES if row["id"] not in STATES] == []
    assert [row for row in CODES if not re.fullmatch(CODE_SHAPES[row["scheme"]], row["code"])] == []


def test_no_code_is_held_twice_on_one_day() -> None:
    spells = defaultdict(list)
    for row in CODES:
        spells[row["scheme"], row["code"]].append(window(row["from"], row["to"]))
    twice = [key for key, held in spells.items() for a, b in itertools.pairwise(sorted(held)) if b[0] <= a[1]]
    assert twice == []


def test_an_iso3_code_that_is_a_name_means_the_same_state() -> None:
    for row in CODES:
        if row["scheme"] == "iso3":
            assert NAMED.get(fold(row["code"]), row["id"]) == row["id"], row


def test_what_is_no_state_holds_no_code_of_its_scheme() -> None:
    codes = {(row["scheme"], row["code"]) for row in CODES}
    assert [row for row in NOT_STATES if (row["scheme"], row["code"]) in codes or not row["name"]] == []
    assert len({(row["scheme"], row["code"]) for row in NOT_STATES}) == len(NOT_STATES)


@pytest.mark.parametrize(
    ("scheme", "code", "day", "state"),
    [
        ("cow", "255", "1940-01-01", "DEU"),
        ("cow", "255", "1975-01-01", None),
        ("cow", "260", "1975-01-01", "DEU"),
        ("cow", "260", "1991-01-01", None),
        ("cow", "679", "1991-01-01", "YEM"),
        ("gw", "678", "1991-01-01", "YEM"),
        ("gw", "260", "2015-01-01", "DEU"),
        ("gw", "345", "2000-01-01", "SRB"),
        ("gw", "340", "2010-01-01", "SRB"),
        ("gw", "970", "2010-01-01", "KIR"),
        ("cow", "970", "2010-01-01", "NRU"),
        ("gw", "816", "1960-01-01", "VNM"),
        ("iso2", "CS", "1990-01-01", "CSK"),
        ("iso2", "CS", "2005-01-01", "SRB"),
        ("iso3", "SUN", "1980-01-01", "RUS"),
        ("iso3", "SUN", "2000-01-01", None),
        ("iso3", "ZAR", "1990-01-01", "COD"),
        ("fips", "CH", "2020-01-01", "CHN"),
        ("fips", "AU", "2020-01-01", "AUT"),
        ("cameo", "SAF", "2020-01-01", None),
        ("cameo", "ROM", "2020-01-01", "ROU"),
        ("icews", "Russian Federation", "2020-01-01", "RUS"),
    ],
)
def test_traps_in_the_codes(scheme: str, code: str, day: str, state: str | None) -> None:
    assert match_code(scheme, code, day) == state


def test_sets_are_well_formed_and_collide_with_no_state() -> None:
    names = Counter(
        fold(name)
        for entry in SETS
        for name in {fold(name) for name in (entry["id"], entry["name"], *entry["aliases"])}
    )
    assert [name for name, count in names.items() if count > 1 or name in NAMED] == []
    for entry in SETS:
        assert re.fullmatch("[A-Z][A-Z0-9_]+", entry["id"])
        assert entry["kind"] in {"organisation", "region", "group"}
        assert len(entry["citation"]) > 10
        assert all(any(re.search(script, name) for name in entry["aliases"]) for script in ("[一-鿿]", "[А-яЁё]")), (
            entry["id"]
        )


def test_set_members_are_states_and_their_spells_do_not_meet() -> None:
    for entry in SETS:
        spells = defaultdict(list)
        for member in entry["members"]:
            assert member["state"] in STATES, (entry["id"], member)
            assert all(type(member.get(end)) in (dt.date, type(None)) for end in ("from", "to")), (entry["id"], member)
            spells[member["state"]].append(window(member.get("from"), member.get("to")))
        assert all(first < last for held in spells.values() for first, last in held), entry["id"]
        assert all(a[1] <= b[0] for held in spells.values() for a, b in itertools.pairwise(sorted(held))), entry["id"]


@pytest.mark.parametrize(
    ("set_id", "day", "inside", "outside"),
    [
        ("EAEU", "2015-01-01", "BLR KAZ RUS", "ARM KGZ"),
        ("CSTO", "2010-01-01", "UZB", "AZE GEO"),
        ("SCO", "2024-07-04", "BLR IRN", "MNG"),
        ("EU", "2020-01-31", "GBR", "CHE"),
        ("EU", "2020-02-01", "IRL", "GBR"),
        ("P5", "1960-01-01", "TWN", "CHN"),
        ("P5", "1971-10-25", "CHN", "TWN"),
        ("G8", "2014-03-23", "RUS", "CHN"),
        ("BRICS", "2024-06-01", "ETH", "IDN SAU"),
    ],
)
def test_traps_in_the_sets(set_id: str, day: str, inside: str, outside: str) -> None:
    members = list_members(set_id, day)
    assert set(inside.split()) <= members
    assert not set(outside.split()) & members


@pytest.mark.parametrize(
    ("set_id", "day", "count"),
    [
        ("EU", "2021-01-01", 27),
        ("NATO", "2025-01-01", 32),
        ("OECD", "2025-01-01", 38),
        ("G20", "2025-01-01", 19),
        ("AFRICAN_UNION", "2025-01-01", 55),
        ("EURO_AREA", "2024-01-01", 20),
        ("POST_SOVIET", "2000-01-01", 15),
        ("OPEC", "2024-06-01", 12),
        ("ARAB_LEAGUE", "2025-01-01", 22),
        ("SUB_SAHARAN_AFRICA", "2025-01-01", 48),
    ],
)
def test_sets_have_as_many_members_as_published(set_id: str, day: str, count: int) -> None:
    assert len(list_members(set_id, day)) == count
