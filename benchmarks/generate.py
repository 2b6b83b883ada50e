"""Generated event files in the publishers' layouts, of any size: the same arguments give the same bytes.

Few states do most of what is reported, few kinds of events are most of them, most reports stand alone, and a few stand
in hundreds of articles; some cells are empty, and some names hold a quotation mark, as in the archives themselves.
``python benchmarks/generate.py FOLDER LAYOUT ROWS FILES`` writes zip files under official names; a layout is ``57``,
``58``, ``61``, ``reduced``, ``icews`` or ``icews-uncoded``, and ends with ``+defects`` where the rows are to have them.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import duckdb

from facta.domain import list_codes, list_event_types
from facta.sources.gdelt_v1.rows import COLUMNS
from facta.sources.gdelt_v2.read import COLUMNS_V2

__all__ = ["LAYOUTS", "write_archives", "write_events"]

ICEWS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
    *("City", "District", "Province", "Country", "Latitude", "Longitude"),
)
_REDUCED = (
    *("Date", "Source", "Target", "CAMEOCode", "NumEvents", "NumArts", "QuadClass", "Goldstein"),
    *(f"{who}Geo{part}" for who in ("Source", "Target", "Action") for part in ("Type", "Lat", "Long")),
)
LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "57": COLUMNS,
    "58": (*COLUMNS, "SOURCEURL"),
    "61": COLUMNS_V2,
    "reduced": _REDUCED,
    "icews": ICEWS,
    "icews-uncoded": tuple(name for name in ICEWS if name != "CAMEO Code"),
}
"""Columns by layout: GDELT 1.0 to March 2013 and since, GDELT 2.0, the reduced file of 1.0, ICEWS, its file of 2017."""
_YEAR = 2006
"""First of the years of which GDELT 1.0 has a file a month."""
_DAY = dt.date(2018, 6, 1)
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
    "icews": ("United States", "Russian Federation", "China", "United Kingdom", "France", "Israel", "Iran", "Ukraine"),
}
"""States that are reported most."""
_NAMES = ("PRESIDENT", "GOVERNMENT", "MINISTRY", "POLICE", "COMPANY", "MILITARY", 'THE "REBELS', "SAINT-PÉTERSBOURG")
_TYPES = ("", "", "GOV", "MIL", "COP", "OPP", "BUS", "MED", "CVL", "REB")
_NOTHING = "''"
_BAD_BYTE, _CUT = "\x01", "\x02"
"""Where a byte that is no UTF-8 is to stand, and from where on a line is to be missing."""
_NAMED = ("Actor1Name", "Source Name", "SourceGeoType")
_CUTTABLE = ("Actor2Name", "Target Name", "TargetGeoType")
_MUTUAL = ("036", "040", "042", "043", "046", "057", "061", "0311")
"""What two do together, which ICEWS writes once for each direction."""
Cells: TypeAlias = dict[str, str]
"""The SQL of each cell by its column; a column without one is empty."""


def write_archives(
    folder: Path, layout: str, rows: int, files: int, *, has_defects: bool = False, level: int = 6
) -> list[Path]:
    """Write zip files of consecutive periods, as many rows in each; return them.

    A file is one quarter of an hour of GDELT 2.0, one month of the layout of 57 columns, one day of any other. Rows are
    streamed: memory does not grow with them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    targets = []
    for place in range(files):
        first, last = place * rows // files, (place + 1) * rows // files
        name, day = _name_file(layout, place)
        targets.append(folder / f"{name.removesuffix('.csv')}.zip")
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            plain = Path(scratch) / name
            write_events(plain, last - first, layout, day=day, first=first + 1, has_defects=has_defects)
            with zipfile.ZipFile(targets[-1], "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
                archive.write(plain, name)
    return targets


def _name_file(layout: str, place: int) -> tuple[str, dt.date]:
    """Return the official name of the file of the place-th period, and its day."""
    if layout == "57":
        month = dt.date(_YEAR + place // 12, place % 12 + 1, 1)
        return f"{month:%Y%m}.csv", month
    if layout == "61":
        moment = dt.datetime.combine(_DAY, dt.time()) + dt.timedelta(minutes=15 * place)
        return f"{moment:%Y%m%d%H%M%S}.export.CSV", moment.date()
    day = _DAY + dt.timedelta(days=place)
    return f"{day:%Y%m%d}{'.export.CSV' if layout == '58' else '.tab'}", day


def write_events(
    target: Path, rows: int, layout: str = "58", *, day: dt.date = _DAY, first: int = 1, has_defects: bool = False
) -> None:
    """Write a tab-separated file without quoting.

    Parameters
    ----------
    target : Path
        The file.
    rows : int
        How many events.
    layout : str
        One of `LAYOUTS`.
    day : datetime.date
        When they were added; nine of ten happened on that day.
    first : int
        Number of the first event; files with other numbers hold other events.
    has_defects : bool
        Whether the rows have what is wrong in the archives: padded codes, events without a code, rows dated 1920 (where
        they were added at the turn of 2020), no day of adding, bytes that are no UTF-8, lines cut off.
    """
    describe: Callable[[dt.date, str], Cells] = _describe_icews if layout.startswith("icews") else _describe_gdelt
    cells = describe(day, layout) if layout != "reduced" else _describe_sums(day)
    if has_defects:
        cells = _spoil(cells, day)
    listed = ", ".join(f'({cells.get(name, _NOTHING)})::VARCHAR AS "{name}"' for name in LAYOUTS[layout])
    header = str(layout in {"reduced", "icews", "icews-uncoded"})
    with duckdb.connect() as db:
        db.execute("SET threads = 2; SET enable_progress_bar = false; SET memory_limit = '1GB'")
        db.execute("CREATE MACRO u(i, salt) AS (hash(i, salt) % 1000003) / 1000003.0")
        db.execute("CREATE MACRO pick(items, share) AS items[1 + floor(len(items) * share)::INTEGER]")
        _set_lists(db)
        db.execute(
            f"COPY (SELECT {listed} FROM ({_query_events(layout, first, rows)})) TO '{target}' "
            f"(FORMAT csv, DELIMITER '\t', HEADER {header}, QUOTE '', ESCAPE '')"
        )
    if has_defects:
        _spoil_bytes(target)


def _query_events(layout: str, first: int, rows: int) -> str:
    """Return the query of the events ``i``, each with its actors' countries, its kind and how many articles tell it."""
    numbered = f"SELECT range AS i, range AS e, false AS is_mirror FROM range({first}, {first + rows})"
    if layout.startswith("icews"):
        numbered = _mirror(numbered)
    scheme = "icews" if layout.startswith("icews") else "cameo"
    return (
        f"SELECT i, e, {_choose_actor(1, scheme)}, {_choose_actor(2, scheme)}, is_mirror, {_KIND} AS kind, "
        f"1 + floor(-3 * ln(1 - u(e, 4)) + 1 / (1.002 - u(e, 5)))::INTEGER AS articles FROM ({numbered})"
    )


_KIND = "pick(getvariable('kinds'), u(e, 3))"


def _mirror(numbered: str) -> str:
    """Return the query in which what two do together stands twice, and some rows are given once more as they are."""
    again = f"SELECT *, i - (i % 997 = 5)::INTEGER AS row FROM ({numbered})"
    mutual = f"row % 3 = 1 AND list_contains({list(_MUTUAL)}, ({_KIND.replace('e,', 'row - 1,')})[1])"
    return f"SELECT row AS i, row - ({mutual})::INTEGER AS e, ({mutual}) AS is_mirror FROM ({again})"


def _set_lists(db: duckdb.DuckDBPyConnection) -> None:
    """Lay out what is picked from: kinds of events in their shares, codes and names of states."""
    kinds = [kind for kind in list_event_types("cameo") if len(kind.code) > 2 and kind.score is not None]
    shared = []
    for root in sorted({kind.root for kind in kinds}):
        own = [kind for kind in kinds if kind.root == root]
        shared += [own[place % len(own)] for place in range(5 * _ROOTS.get(int(root), 1))]
    cells = ((kind.code, kind.root, str(int(kind.quad)), str(kind.score), kind.name) for kind in shared)
    db.execute(f"SET VARIABLE kinds = [{', '.join(map(_list_texts, cells))}]")
    for scheme, first in _FIRST.items():
        codes = sorted({row[1] for row in list_codes() if row[0] == scheme} - set(first))
        db.execute(f"SET VARIABLE {scheme} = {_list_texts([*first, *codes])}")


def _list_texts(texts: Iterable[str]) -> str:
    """Return the SQL of a list of texts."""
    quoted = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
    return f"[{quoted}]"


def _choose_actor(side: int, scheme: str) -> str:
    """Return the SQL of an actor's country: few act often, and a tenth or a third of the rows have none."""
    salt = f"if(is_mirror, {3 - side}, {side})"
    chosen = f"pick(getvariable('{scheme}'), pow(u(e, 10 + {salt}), 3))"
    return f"if(u(e, 20 + {salt}) < if({salt} = 1, 0.1, 0.3), '', {chosen}) AS country{side}"


def _date(day: dt.date) -> str:
    """Return the SQL of the day of an event: nine of ten happened on the day of the file."""
    return f"DATE '{day}' - if(u(e, 6) < 0.9, 0, pick([1, 7, 30, 365, 3650], u(e, 7)))"


def _describe_gdelt(day: dt.date, layout: str) -> Cells:
    date = _date(day)
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
        "DATEADDED": f"'{day:%Y%m%d}{'233000' if layout == '61' else ''}'",
        "SOURCEURL": "concat('https://www.example.org/news/', hash(i, 14), '/a-story-of-some-length-', i // 3, '.htm')",
    }
    for side in (1, 2):
        cells |= _describe_actor(side)
    for salt, who in ((30, "Actor1"), (40, "Actor2"), (50, "Action")):
        cells |= _describe_place(who, salt)
    return cells


def _describe_actor(side: int) -> Cells:
    kind = f"pick({list(_TYPES)}, u(i, 6{side}))"
    return {
        f"Actor{side}Code": f"concat(country{side}, {kind})",
        f"Actor{side}Name": f"pick({_list_texts(_NAMES)}, u(i, 7{side}))",
        f"Actor{side}CountryCode": f"country{side}",
        f"Actor{side}Type1Code": kind,
    }


def _describe_place(who: str, salt: int) -> Cells:
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


def _describe_sums(day: dt.date) -> Cells:
    """Return the cells of the reduced file, in which a row stands for alike events."""
    cells = {
        "Date": f"strftime({_date(day)}, '%Y%m%d')",
        "CAMEOCode": "kind[1]",
        "NumEvents": "1 + floor(3 * pow(u(i, 9), 8))::INTEGER",
        "NumArts": "articles",
        "QuadClass": "kind[3]",
        "Goldstein": "kind[4]",
    }
    for side, who in ((1, "Source"), (2, "Target")):
        cells[who] = f"concat(country{side}, pick({list(_TYPES)}, u(i, 6{side})))"
    for salt, who in ((30, "Source"), (40, "Target"), (50, "Action")):
        place = _describe_place("", salt)
        cells |= {f"{who}Geo{part}": place[f"Geo_{part}"] for part in ("Type", "Lat", "Long")}
    return cells


def _describe_icews(day: dt.date, layout: str) -> Cells:
    """Return the cells of ICEWS; some ids come back with another date, and some days have the month first."""
    comes_back = "i % 811 = 7"
    date = f"{_date(day)} - ({comes_back})::INTEGER"
    cells = {
        "Event ID": f"30000000 + i - 3 * ({comes_back})::INTEGER",
        "Event Date": f"if(i % 10 = 9, strftime({date}, '%m/%d/%Y'), strftime({date}, '%Y-%m-%d'))",
        "Event Text": "kind[5]",
        "CAMEO Code": "kind[1]",
        "Intensity": "kind[4]",
        "Story ID": "40000000 + e // 2",
        "Sentence Number": "1 + floor(6 * u(e, 8))::INTEGER",
        "Publisher": "pick(['Xinhua News Agency', 'Agence France-Presse', 'The \"Daily\" Star'], u(e, 9))",
        "City": "concat('Town of ', floor(1e5 * u(e, 52))::INTEGER)",
        "Country": "pick(getvariable('icews'), pow(u(e, 50), 3))",
        "Latitude": "printf('%.4f', 180 * u(e, 54) - 90)",
        "Longitude": "printf('%.4f', 360 * u(e, 55) - 180)",
    }
    for side, who in ((1, "Source"), (2, "Target")):
        salt = f"if(is_mirror, {3 - side}, {side})"
        cells[f"{who} Name"] = f"concat(pick({_list_texts(_NAMES)}, u(e, 70 + {salt})), ' (', country{side}, ')')"
        cells[f"{who} Sectors"] = f"pick(['Executive,Government', 'Military', 'Parties', 'NULL'], u(e, 60 + {salt}))"
        cells[f"{who} Country"] = f"if(country{side} = '', 'NULL', country{side})"
    return cells


def _spoil(cells: Cells, day: dt.date) -> Cells:
    """Return the cells with what is wrong in some rows of the archives."""
    spoils = {
        "Actor1Code": "if(u(i, 91) < 0.002, concat(' ', {}), {})",
        "Actor2CountryCode": "if(u(i, 92) < 0.002, concat({}, ' '), {})",
        "EventCode": "if(u(i, 90) < 0.002, '---', {})",
        "CAMEOCode": "if(u(i, 90) < 0.002, '---', {})",
        "QuadClass": "if(u(i, 90) < 0.002, '', {})",
        "DATEADDED": "if(u(i, 93) < 0.001, '', {})",
        **dict.fromkeys(_NAMED, f"if(u(i, 95) < 0.001, 'M{_BAD_BYTE}NCHEN', ({{}})::VARCHAR)"),
        **dict.fromkeys(_CUTTABLE, f"concat(if(u(i, 96) < 0.0005, '{_CUT}', ''), {{}})"),
    }
    if dt.date(2019, 12, 31) <= day <= dt.date(2020, 1, 5):
        spoils["SQLDATE"] = "if(u(i, 94) < 0.3, concat('19', ({})[3:]), {})"
    return cells | {name: spoil.replace("{}", cells[name]) for name, spoil in spoils.items() if name in cells}


def _spoil_bytes(target: Path) -> None:
    """Cut the lines that are to be cut, and write the bytes that are to be no UTF-8."""
    draft = target.with_suffix(".draft")
    with target.open("rb") as source, draft.open("wb") as spoilt:
        while lines := source.readlines(1 << 20):
            text = re.sub(rb"\x02[^\n]*", b"", b"".join(lines))
            spoilt.write(text.replace(_BAD_BYTE.encode(), b"\xdc"))
    draft.replace(target)


if __name__ == "__main__":
    chosen, is_spoilt = sys.argv[2].removesuffix("+defects"), sys.argv[2].endswith("+defects")
    write_archives(Path(sys.argv[1]), chosen, int(sys.argv[3]), int(sys.argv[4]), has_defects=is_spoilt)
