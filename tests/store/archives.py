"""Small files of GDELT 1.0, a day each."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from facta.sources.gdelt_v1.rows import COLUMNS

__all__ = ["write_day", "write_rows"]

_EVENT = {
    "SQLDATE": "20180601", "Actor1Code": "CHNGOV", "Actor1CountryCode": "CHN", "Actor2Code": "RUS",
    "Actor2CountryCode": "RUS", "EventCode": "042", "QuadClass": "1", "GoldsteinScale": "1.9", "NumMentions": "10",
    "NumSources": "2", "NumArticles": "9", "AvgTone": "-2.5", "ActionGeo_CountryCode": "CH", "DATEADDED": "20180601",
    "SOURCEURL": "https://example.org/a",
}  # fmt: skip


def write_rows(*events: Mapping[str, str]) -> str:
    """Return the lines of events that differ from a common one in some cells."""
    columns = (*COLUMNS, "SOURCEURL")
    return "".join("\t".join({**_EVENT, **event}.get(name, "") for name in columns) + "\n" for event in events)


def write_day(folder: Path, day: int, *events: Mapping[str, str], month: int = 6) -> Path:
    """Write the zip file of a day of 2018; without events it has three of its own."""
    date = f"2018{month:02}{day:02}"
    own = [{"GLOBALEVENTID": f"{10_000 * month + 100 * day + n}", "SQLDATE": date, "DATEADDED": date} for n in range(3)]
    file = folder / f"{date}.export.CSV.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{date}.export.CSV", write_rows(*(events or own)))
    return file
