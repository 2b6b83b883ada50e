"""Small flawless files of publishers, of unlike formats, and the ways in which they are damaged."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from facta.sources.gdelt_v1.rows import COLUMNS

__all__ = ["CLEAN", "NAMES", "Case", "damage", "pack", "squeeze", "text"]

TRADE = (
    "ccode1,ccode2,year,importer1,importer2,flow1,flow2",
    "365,200,2008,Russia,United Kingdom,15000.5,6000",
    "365,200,2009,Russia,United Kingdom,12000.5,7000",
    "365,710,2010,Russia,China,38000,21000.25",
    "2,710,2010,United States of America,China,365000,81000.75",
    "2,20,2010,United States of America,Canada,277000,249000",
    "2,437,2010,United States of America,Côte d'Ivoire,1200,165",
)
_EVENT = {
    "Event Date": "2018-06-01", "Source Name": "Foreign Affairs (China)", "Source Sectors": "Executive,Government",
    "Source Country": "China", "Event Text": "Consult", "CAMEO Code": "040", "Intensity": "1",
    "Target Name": "Élysée", "Target Sectors": "Executive", "Target Country": "France", "Story ID": "47400351",
    "Sentence Number": "2", "Publisher": "Xinhua", "City": "Beijing", "District": "NA", "Province": "Beijing Shi",
    "Country": "China", "Latitude": "39.9075", "Longitude": "116.397",
}  # fmt: skip
ICEWS = (
    "\t".join(("Event ID", *_EVENT)),
    *("\t".join((str(number), *_EVENT.values())) for number in range(101, 107)),
)
_REPORT = {
    "SQLDATE": "20180601", "Actor1Code": "CHNGOV", "Actor1Name": "CHINA", "Actor1CountryCode": "CHN",
    "Actor1Type1Code": "GOV", "Actor2Code": "RUS", "Actor2Name": "RUSSIA", "Actor2CountryCode": "RUS",
    "IsRootEvent": "1", "EventCode": "042", "EventBaseCode": "042", "EventRootCode": "04", "QuadClass": "1",
    "GoldsteinScale": "1.9", "NumMentions": "10", "NumSources": "2", "NumArticles": "9", "AvgTone": "-2.5",
    "ActionGeo_FullName": "Beijing, Beijing, China", "ActionGeo_CountryCode": "CH", "DATEADDED": "20180601",
    "SOURCEURL": "https://example.org/a",
}  # fmt: skip
GDELT = tuple(
    "\t".join({**_REPORT, "GLOBALEVENTID": str(number)}.get(name, "") for name in (*COLUMNS, "SOURCEURL"))
    for number in range(201, 207)
)
CALLS = (
    "rcid,session,date,short,descr",
    *(f'{number},45,1990-06-0{number},"PEACE, AND WAR","On peace, and on war"' for number in range(1, 7)),
)
REGISTER = (
    "id,date,actor,recipient,location,kind,fatalities,title,published,citation,url,seen,via,note",
    *(
        f"case-{number},2009-02-1{number},RUS,CHN,Nakhodka,fire_on_civilian_ship,8,New Star,2009-02-21,RIA,"
        "https://example.org,2026-11-22,,"
        for number in range(1, 7)
    ),
)
PAGE = (
    "["
    + json.dumps({"page": 1, "pages": 1, "per_page": 50, "total": 6, "sourceid": "2", "lastupdated": "2026-07-01"})
    + ", [",
    *(
        json.dumps(
            {
                "indicator": {"id": "NY.GDP.MKTP.CD", "value": "GDP"},
                "country": {"id": "CN", "value": "China"},
                "countryiso3code": "CHN",
                "date": str(2010 + number),
                "value": 1e12 * number,
            }
        )
        + ("]]" if number == 6 else ",")
        for number in range(1, 7)
    ),
)
CLEAN: Mapping[str, tuple[str, ...]] = {
    "cow_trade": TRADE,
    "icews": ICEWS,
    "gdelt_v1": GDELT,
    "un_votes": CALLS,
    "registers": REGISTER,
    "world_bank": PAGE,
}
"""Lines by source."""
NAMES = {
    "cow_trade": "t.csv",
    "icews": "events.tab",
    "gdelt_v1": "20180601.export.CSV",
    "un_votes": "calls.csv",
    "registers": "incidents.csv",
    "world_bank": "gdp.json",
    "gpr": "gpr.xlsx",
}


@dataclass(frozen=True)
class Case:
    """A damaged file, and what must come of it.

    Parameters
    ----------
    source : str
        Which.
    content : bytes
        The file.
    lost : tuple of int
        Lines of the flawless file that give no row; all others must be stored.
    repaired : mapping of str to int
        What the report counts, by kind.
    refused : tuple of str
        What the report names.
    name : str
        The file's name, where another than the source's own.
    ignored : mapping of str to int
        What the report counts as left out on purpose, beside what a flawless file has.
    """

    source: str
    content: bytes
    lost: tuple[int, ...] = ()
    repaired: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    name: str = ""
    ignored: Mapping[str, int] = field(default_factory=dict)


def text(source: str, *, end: str = "\n", without: tuple[int, ...] = ()) -> str:
    """Return the flawless file, perhaps without some lines."""
    return "".join(line + end for number, line in enumerate(CLEAN[source], start=1) if number not in without)


def damage(source: str, number: int, old: str = "", new: str = "", *, line: str | None = None) -> bytes:
    """Return the file with `old` in one of its lines become `new`, or with another `line` there."""
    lines = list(CLEAN[source])
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1) if line is None else line
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def pack(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip; a name that ends in a slash is a folder."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def squeeze(content: bytes) -> bytes:
    """Return a gzip."""
    return gzip.compress(content, mtime=0)
