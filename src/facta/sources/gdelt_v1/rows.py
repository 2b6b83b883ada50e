"""GDELT's rows of events, in the columns that its versions share, to rows of the evidence table.

CAMEO's codes of countries say who acts, FIPS 10-4 where it happened. The date of the event counts, however much later
it was reported; it became known with the file it was added in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from facta.domain import list_codes
from facta.sources.bench import Bench
from facta.sources.delimited import Delimited
from facta.sources.event_rows import find_span
from facta.sources.streaming import FIRST_DAY, Layout, stream_events

__all__ = ["COLUMNS", "read_rows"]

_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_WHO = tuple(f"Actor{side}{part}" for side in (1, 2) for part in _ACTOR)
_WHAT = (
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
)
_WHERE = tuple(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in _PLACE)
COLUMNS = ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_WHO, *_WHAT, *_WHERE, "DATEADDED")
"""The 57 columns of the files up to March 2013; the files after it have ``SOURCEURL`` as well."""
_SIDES = (("Actor1", "actor"), ("Actor2", "recipient"))
_CODES = (
    *(f"{side}{part}" for side, _ in _SIDES for part in ("Code", "CountryCode", "Type1Code", "Type2Code", "Type3Code")),
    *("EventCode", "ActionGeo_CountryCode"),
)
_TYPES = {
    "GLOBALEVENTID": "BIGINT",
    **dict.fromkeys(("SQLDATE", "DATEADDED", *_CODES), "VARCHAR"),
    "QuadClass": "TINYINT",
    **dict.fromkeys(("GoldsteinScale", "AvgTone"), "DOUBLE"),
    **dict.fromkeys(("NumMentions", "NumSources", "NumArticles"), "INTEGER"),
}
_COUNTS = {"NumMentions": "mention_count", "NumSources": "source_count", "NumArticles": "article_count"}
_LAYOUT = Layout(
    date="SQLDATE",
    code="EventCode",
    quad="QuadClass",
    score="GoldsteinScale",
    key="GLOBALEVENTID",
    countries=(
        ("actor", "Actor1CountryCode"),
        ("recipient", "Actor2CountryCode"),
        ("place", "ActionGeo_CountryCode"),
    ),
    passed=(
        *("actor_code", "recipient_code", "actor_sector", "recipient_sector", *_COUNTS.values(), "tone", "report"),
    ),
)


def read_rows(benches: Sequence[Bench], columns: tuple[str, ...], lag_days: int) -> None:
    """Put the rows of files without header among the events.

    A file covers the day, month or year in its name; without one, the days on which its events were added, or happened
    where it gives one such day only.
    """
    spans = {bench.number: find_span(bench.name) for bench in benches}
    days = [(number, *((span[1], f"{span[1]:%Y%m%d}") if span else (None, None))) for number, span in spans.items()]
    benches[0].put_table("days", ["part INTEGER", "file_day DATE", "file_text VARCHAR"], days)
    address = {"SOURCEURL": "VARCHAR"} if "SOURCEURL" in columns else {}
    form = Delimited({**_TYPES, **address}, "\t", "", ("",), columns, keeps_blanks=True)
    stream_events(benches, form, _LAYOUT, lambda cells: _select_reports(cells, form, lag_days))
    for bench in benches:
        span = spans[bench.number] or _find_days(bench, lag_days)
        if span:
            bench.cover("events", *span)


def _find_days(bench: Bench, lag_days: int) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day on which the events of a file were added; of the events, where it is one day."""
    days = f"min(known_date) - {lag_days}, max(known_date) - {lag_days}, min(event_date), max(event_date)"
    found = bench.db.execute(f"SELECT {days} FROM events WHERE part = {bench.number}").fetchone()
    if not found or found[0] is None:
        return None
    return found[:2] if found[0] < found[1] else found[2:]


def _select_reports(cells: str, form: Delimited, lag_days: int) -> str:
    """Return the query of the reports in a relation of cells.

    Blanks around codes go; an actor with a padded code and no country has the one that the code names. A date before
    the archive belongs to the next century, where the day on which it was added allows it.
    """
    trimmed = ", ".join(f"if(is_padded, nullif(trim({code}), ''), {code}) AS {code}" for code in _CODES)
    return f"""SELECT part, is_broken, is_padded, is_undated, is_moved, GLOBALEVENTID::VARCHAR AS id,
        SQLDATE AS given_date, if(is_moved, read_date + INTERVAL 100 YEAR, read_date)::DATE AS event_date,
        added + {lag_days} AS known_date, EventCode AS code, QuadClass AS given_quad, GoldsteinScale AS given_score,
        {", ".join(_describe_side(*side) for side in _SIDES)}, ActionGeo_CountryCode AS place_country,
        {", ".join(f"{given} AS {name}" for given, name in _COUNTS.items())}, AvgTone AS tone,
        {"coalesce(SOURCEURL, '')" if "SOURCEURL" in form.types else "''"} AS report
        FROM (SELECT *, CASE WHEN read_date < {FIRST_DAY} THEN read_date + INTERVAL 100 YEAR <= added + INTERVAL 1 DAY
        ELSE false END AS is_moved FROM (SELECT * REPLACE ({trimmed}),
        {", ".join(f"if(is_padded, {_name_country(side)}, {side}CountryCode) AS {side}Country" for side, _ in _SIDES)},
        DATEADDED IS NULL AS is_undated, {_read_day("SQLDATE")} AS read_date,
        coalesce({_read_day("left(DATEADDED, 8)")}, file_day, read_date) AS added
        FROM (SELECT *, CASE WHEN {_may_be_padded("codes")} THEN {_is_padded(_CODES)} ELSE false END AS is_padded
        FROM (SELECT *, concat({", ".join(_CODES)}) AS codes FROM {cells} JOIN days USING (part)))))"""


def _describe_side(side: str, role: str) -> str:
    return f"""coalesce({side}Code, '') AS {role}_code, {side}Country AS {role}_country,
        concat_ws(' ', {side}Type1Code, {side}Type2Code, {side}Type3Code) AS {role}_sector"""


def _read_day(text: str) -> str:
    """Return the SQL of the day in digits; most are the file's own, which needs no parsing."""
    return f"CASE WHEN {text} = file_text THEN file_day ELSE try_strptime({text}, '%Y%m%d')::DATE END"


def _may_be_padded(text: str) -> str:
    """Return the SQL for: there is a blank, or a letter that may be one."""
    return f"contains({text}, ' ') OR strlen({text}) <> length({text})"


def _is_padded(codes: Sequence[str]) -> str:
    """Return the SQL for: blanks stand around any of the codes."""
    return f"({' OR '.join(f'coalesce({code} <> trim({code}), false)' for code in codes)})"


def _name_country(side: str) -> str:
    """Return the SQL of an actor's country; a padded code names it where its own cell is empty."""
    named = f"left(trim({side}Code), 3)"
    known = ", ".join(f"'{row[1]}'" for row in list_codes() if row[0] == "cameo")
    return f"""CASE WHEN {side}CountryCode IS NOT NULL THEN nullif(trim({side}CountryCode), '')
        WHEN {_is_padded([f"{side}Code"])} AND list_contains([{known}], {named}) THEN {named} END"""
