"""Generated event files in the publishers' layouts, of any size: the same arguments give the same bytes.

Few states do most of what is reported, few kinds of events are most of them, most reports stand alone, and a few stand
in hundreds of articles; some cells are empty, and some names hold a quotation mark, as in the archives themselves.
``python benchmarks/generate.py FILE ROWS COLUMNS`` writes one.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import duckdb

from facta.domain import list_codes, list_event_types
from facta.sources.gdelt_v1.rows import COLUMNS
from facta.sources.gdelt_v2.read import COLUMNS_V2

__all__ = ["LAYOUTS", "write_gdelt"]

LAYOUTS = {57: COLUMNS, 58: (*COLUMNS, "SOURCEURL"), 61: COLUMNS_V2}
"""Columns by how many there are: GDELT 1.0 to March 2013, GDELT 1.0 since, GDELT 2.0."""
_ROOTS = {
    1: 10,
    2: 8,
    3: 9,
    4: 30,
    5: 9,
    6: 2,
    7: 3,
    8: 3,
    9: 2,
    10: 3,
    11: 6,
    12: 3,
    13: 2,
    14: 1,
    15: 1,
    17: 4,
    19: 5,
}
"""How many of a hundred events are of a root; the others come with their share of the codebook."""
_FIRST = {
    "cameo": ("USA", "RUS", "CHN", "GBR", "FRA", "ISR", "IRN", "UKR"),
    "fips": ("US", "RS", "CH", "UK", "FR", "IS"),
}
"""States that are reported most."""
_NAMES = ("PRESIDENT", "GOVERNMENT", "MINISTRY", "POLICE", "COMPANY", "MILITARY", 'THE "REBELS', "SAINT-PÉTERSBOURG")
_TYPES = ("", "", "GOV", "MIL", "COP", "OPP", "BUS", "MED", "CVL", "REB")


def write_gdelt(
    target: Path, rows: int, *, columns: int = 58, day: dt.date = dt.date(2018, 6, 1), first: int = 1
) -> None:
    """Write a tab-separated file without header or quoting.

    Parameters
    ----------
    target : Path
        The file.
    rows : int
        How many events.
    columns : int
        57, 58 or 61.
    day : datetime.date
        When they were added; nine of ten happened on that day.
    first : int
        Id of the first event; files with other ids hold other events.
    """
    cells = _describe_cells(day, columns == 61)
    listed = ", ".join(f"({cells.get(name, _NOTHING)})::VARCHAR" for name in LAYOUTS[columns])
    with duckdb.connect() as db:
        db.execute("SET threads = 2; SET enable_progress_bar = false")
        db.execute("CREATE MACRO u(i, salt) AS (hash(i, salt) % 1000003) / 1000003.0")
        db.execute("CREATE MACRO pick(items, share) AS items[1 + floor(len(items) * share)::INTEGER]")
        events = (
            f"SELECT i, {_choose_actor(1)}, {_choose_actor(2)}, pick(getvariable('kinds'), u(i, 3)) AS kind, "
            f"1 + floor(-3 * ln(1 - u(i, 4)) + 1 / (1.002 - u(i, 5)))::INTEGER AS articles "
            f"FROM range({first}, {first + rows}) every(i)"
        )
        _set_lists(db)
        db.execute(
            f"COPY (SELECT {listed} FROM ({events})) TO '{target}' "
            "(FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')"
        )


_NOTHING = "''"


def _set_lists(db: duckdb.DuckDBPyConnection) -> None:
    """Lay out what is picked from: codes of states, kinds of events in their shares, FIPS codes."""
    kinds = [kind for kind in list_event_types("cameo") if len(kind.code) > 2 and kind.score is not None]
    shared = []
    for root in {kind.root for kind in kinds}:
        own = [kind for kind in kinds if kind.root == root]
        shared += [own[place % len(own)] for place in range(5 * _ROOTS.get(int(root), 1))]
    shown = ", ".join(f"['{kind.code}', '{kind.root}', '{int(kind.quad)}', '{kind.score}']" for kind in shared)
    db.execute(f"SET VARIABLE kinds = [{shown}]")
    for scheme, first in _FIRST.items():
        codes = sorted({row[1] for row in list_codes() if row[0] == scheme} - set(first))
        db.execute(f"SET VARIABLE {scheme} = {[*first, *codes]}")


def _choose_actor(side: int) -> str:
    """Return the SQL of an actor's country: few act often, and a tenth or a third of the rows have none."""
    absent = 0.1 if side == 1 else 0.3
    chosen = f"pick(getvariable('cameo'), pow(u(i, 1{side}), 3))"
    return f"if(u(i, 2{side}) < {absent}, '', {chosen}) AS country{side}"


def _describe_cells(day: dt.date, is_second: bool) -> dict[str, str]:
    """Return the SQL of each cell by its column; a column without one is empty."""
    date = f"DATE '{day}' - if(u(i, 6) < 0.9, 0, pick([1, 7, 30, 365, 3650], u(i, 7)))"
    cells = {
        "GLOBALEVENTID": "i",
        "SQLDATE": f"strftime({date}, '%Y%m%d')",
        "MonthYear": f"strftime({date}, '%Y%m')",
        "Year": f"year({date})",
        "FractionDate": f"printf('%.4f', year({date}) + dayofyear({date}) / 365)",
        "IsRootEvent": "(u(i, 8) < 0.6)::INTEGER",
        "EventCode": "kind[1]",
        "EventBaseCode": "kind[1][:3]",
        "EventRootCode": "kind[2]",
        "QuadClass": "kind[3]",
        "GoldsteinScale": "kind[4]",
        "NumMentions": "articles + floor(3 * u(i, 9))::INTEGER",
        "NumSources": "1 + floor(articles * u(i, 10) / 8)::INTEGER",
        "NumArticles": "articles",
        "AvgTone": "printf('%.14f', 6 * (u(i, 11) + u(i, 12) + u(i, 13)) - 11)",
        "DATEADDED": f"'{day:%Y%m%d}{'233000' if is_second else ''}'",
        "SOURCEURL": "concat('https://www.example.org/news/', hash(i, 14), '/a-story-of-some-length-', i // 3, '.htm')",
    }
    for side in (1, 2):
        cells |= _describe_actor(side)
    for salt, who in ((30, "Actor1"), (40, "Actor2"), (50, "Action")):
        cells |= _describe_place(who, salt)
    return cells


def _describe_actor(side: int) -> dict[str, str]:
    kind = f"pick({list(_TYPES)}, u(i, 6{side}))"
    names = "[" + ", ".join(f"'{name}'" for name in _NAMES) + "]"
    return {
        f"Actor{side}Code": f"concat(country{side}, {kind})",
        f"Actor{side}Name": f"pick({names}, u(i, 7{side}))",
        f"Actor{side}CountryCode": f"country{side}",
        f"Actor{side}Type1Code": kind,
    }


def _describe_place(who: str, salt: int) -> dict[str, str]:
    country = f"pick(getvariable('fips'), pow(u(i, {salt}), 3))"
    return {
        f"{who}Geo_Type": f"1 + floor(5 * u(i, {salt + 1}))::INTEGER",
        f"{who}Geo_FullName": f"concat('Town of ', floor(1e5 * u(i, {salt + 2}))::INTEGER, ', Province, ', {country})",
        f"{who}Geo_CountryCode": country,
        f"{who}Geo_ADM1Code": f"concat({country}, floor(30 * u(i, {salt + 3}))::INTEGER)",
        f"{who}Geo_Lat": f"printf('%.4f', 180 * u(i, {salt + 4}) - 90)",
        f"{who}Geo_Long": f"printf('%.4f', 360 * u(i, {salt + 5}) - 180)",
        f"{who}Geo_FeatureID": f"floor(-3e6 * u(i, {salt + 6}))::INTEGER",
    }


if __name__ == "__main__":
    write_gdelt(Path(sys.argv[1]), int(sys.argv[2]), columns=int(sys.argv[3]))
