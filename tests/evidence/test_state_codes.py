"""The table of states against every code and name in the publishers' files."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from facta.domain import find_state, list_codes, list_not_states, list_states, match_code
from facta.errors import UnknownName

NOT_STATES = set(list_not_states())
UNSTATED = {code for _, code in NOT_STATES}
COW_END = dt.date(2016, 12, 31)


def select(query: str, *files: Path) -> list[tuple[Any, ...]]:
    paths = (str(file).replace("'", "''") for file in files)
    return duckdb.connect().execute(query.format(*paths)).fetchall()


def read_rows(file: Path) -> list[dict[str, str]]:
    raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig", "replace"), newline="")))


def find_id(name: str) -> str | None:
    try:
        return find_state(name).id
    except UnknownName:
        return None


def list_unknown(scheme: str, codes: set[str]) -> list[str]:
    """Return the codes that stand for no state now and are not known as anything else."""
    return sorted(code for code in codes if match_code(scheme, code) is None and (scheme, code) not in NOT_STATES)


@pytest.fixture(scope="module")
def cow(test_data: Path) -> list[tuple[str, str, dt.date, dt.date]]:
    """Code, name, first and last day of every spell of membership that COW lists."""
    dates = "make_date(styear::INT, stmonth::INT, stday::INT), make_date(endyear::INT, endmonth::INT, endday::INT)"
    file = test_data / "codes" / "cow_states.csv.gz"
    return select(f"SELECT ccode::INT::VARCHAR, statenme, {dates} FROM '{{}}'", file)


def test_every_row_of_cow_agrees_in_every_year(cow: list[tuple[str, str, dt.date, dt.date]]) -> None:
    assert len(cow) == 243
    for code, name, first, last in cow:
        days = [first, *(dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)), last]
        assert {match_code("cow", code, day) for day in days} == {find_state(name).id}, (code, name)


def test_states_exist_as_long_as_cow_says(cow: list[tuple[str, str, dt.date, dt.date]]) -> None:
    existence: defaultdict[str, list[dt.date]] = defaultdict(list)
    for _, name, first, last in cow:
        existence[find_state(name).id] += [first, last]
    for state in list_states():
        if state.kind == "territory":
            assert state.id not in existence
            continue
        assert state.existence.start == min(existence[state.id]), state
        assert (state.existence.end or COW_END) == max(existence[state.id]), state


def test_cow_codes_beyond_the_list_are_of_places_that_are_no_members(
    cow: list[tuple[str, str, dt.date, dt.date]],
) -> None:
    known = {code for code, *_ in cow}
    kinds = {state.id: state.kind for state in list_states()}
    beyond = {(code, state) for scheme, code, state, _, _ in list_codes() if scheme == "cow" and code not in known}
    assert {state for _, state in beyond if kinds[state] == "state"} == set()


def test_cameo_country_codes_that_are_not_iso_are_handled(test_data: Path) -> None:
    facts = json.loads((test_data / "codes" / "event_code_facts.json").read_text(encoding="utf-8"))
    odd = facts["gdelt_cameo_country_codes_not_iso3"]
    meant = {code: match_code("cameo", code, dt.date(2005, 1, 1)) for code in odd}
    coded, stands = ["ANT", "GZS", "IMY", "MTN", "ROM", "TMP", "WSB"], ["ANT", "PSE", "IMN", "MNE", "ROU", "TLS", "PSE"]
    states = dict(zip(coded, stands, strict=True))
    assert len(odd) == 33
    assert {code: state for code, state in meant.items() if state} == states
    assert {code for code in odd if ("cameo", code) in NOT_STATES} == set(odd) - set(states)


@pytest.mark.parametrize("file", ["icews_dyad_year_2002_2014.parquet", "events.2018.sample.tab"])
def test_every_icews_country_is_a_state(test_data: Path, file: str) -> None:
    columns = ["i", "j"] if file.endswith("parquet") else ["Source Country", "Target Country", "Country"]
    source = "'{}'" if file.endswith("parquet") else "read_csv('{}', delim='\t', quote='', all_varchar=true)"
    cells = ", ".join(f'"{column}"::VARCHAR' for column in columns)
    told = {row[0] for row in select(f"SELECT DISTINCT unnest([{cells}]) FROM {source}", test_data / "events" / file)}
    names = told - {"NA", None}  # ICEWS writes NA where an actor has no country
    assert len(names) > 140
    assert [name for name in sorted(names) if match_code("icews", name) is None] == []
    assert [name for name in sorted(names) if find_id(name) not in (None, match_code("icews", name))] == []


def test_icews_actors_as_others_code_them_are_states(test_data: Path) -> None:
    file = test_data / "events" / "icews_facts_2005_2022.parquet"
    columns = "[source_iso3::VARCHAR, target_iso3::VARCHAR]"
    coded = {code for (code,) in select(f"SELECT DISTINCT unnest({columns}) FROM '{{}}'", file) if code}
    assert len(coded) > 150
    assert [code for code in list_unknown("iso3", coded) if find_id(code) is None] == []


def test_gdelt_states_are_known(test_data: Path) -> None:
    file = test_data / "events" / "gdelt_daily_net_2018_2022.parquet"
    pairs = select("SELECT DISTINCT unnest([state_a::VARCHAR, state_b::VARCHAR]) FROM '{}'", file)
    partners = read_rows(test_data / "events" / "gdelt_china_conflict_monthly_2003_2023.csv")
    codes = {code for (code,) in pairs} | {row["Actor2CountryCode"] for row in partners}
    assert len(codes) > 190
    assert list_unknown("cameo", codes) == []


def test_un_votes_resolve_by_name_and_code_on_their_days(test_data: Path) -> None:
    voters = select(
        "SELECT country, country_code, min(date), max(date) "
        "FROM read_csv('{}', nullstr='') JOIN '{}' USING (rcid) GROUP BY ALL",
        test_data / "votes" / "un_votes.csv.gz",
        test_data / "votes" / "un_roll_calls.csv.gz",
    )
    assert len(voters) > 190
    for name, code, first, last in voters:
        held = {match_code("iso2", code, day) for day in (first, last)} if code else {find_id(name)}
        assert held == {find_id(name)}, (name, code)


@pytest.mark.parametrize("name", ["sipri-exports-processed.csv", "trade-register.csv"])
def test_sipri_names_resolve_or_are_known_as_no_states(test_data: Path, name: str) -> None:
    rows = [row for row in read_rows(test_data / "arms" / name) if next(iter(row.values()))]
    columns = [column for column in rows[0] if column.lower() in {"supplier", "recipient"}]
    names = {row[column] for row in rows for column in columns}
    assert [name for name in sorted(names) if (find_id(name) is None) != (name in UNSTATED)] == []


@pytest.mark.parametrize("name", ["imf_dip_a.csv", "imf_dip_b.csv"])
def test_imf_counterparts_resolve_or_are_known_as_no_states(test_data: Path, name: str) -> None:
    columns = '"COUNTERPART_COUNTRY.ID", "COUNTERPART_COUNTRY"'
    query = f"SELECT DISTINCT {columns} FROM read_csv('{{}}', all_varchar=true)"
    for code, told in select(query, test_data / "finance" / name):
        state = match_code("iso3", code, dt.date(2020, 6, 30)) or find_id(code)
        assert (state is None) == (code in UNSTATED), (code, told)
        assert state is None or find_id(told) in (None, state), (code, told)


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("alliances/atop_alliance.csv.gz", "ccode1"),
        ("alliances/cow_igo_ndy.csv.gz", "ccode1"),
        ("codes/cow_capitals.csv.gz", "ccode"),
        ("disputes/cow_mid_dirdisps.csv.gz", "ccode1"),
        ("disputes/gml_dirdisp.csv.gz", "ccode1"),
        ("trade/cow_trade_sy.csv.gz", "ccode"),
        ("votes/IdealpointestimatesAll_Apr2020.csv", "ccode"),
        ("regimes/vdem_simple.csv.gz", "vdem_cowcode"),
    ],
)
def test_cow_codes_in_use_are_known(test_data: Path, file: str, column: str) -> None:
    codes = {row[column] for row in read_rows(test_data / file)} - {"", "NA"}
    assert list_unknown("cow", {str(int(float(code))) for code in codes}) == []


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("regimes/vdem_simple.csv.gz", "vdem_country_name"),
        ("regimes/wgi.csv.gz", "wb_country"),
        ("regimes/polity5.csv.gz", "polity_annual_country"),
        ("visits/ChinesePublicDiplomacy.csv", "receiving_country"),
        ("visits/china_vitae_engagements_2003_2018.csv", "country"),
    ],
)
def test_country_names_resolve(test_data: Path, file: str, column: str) -> None:
    names = select(f"SELECT DISTINCT {column} FROM read_csv('{{}}', all_varchar=true, nullstr='')", test_data / file)
    assert [name for (name,) in names if name and find_id(name) is None and name not in UNSTATED] == []
