"""GDELT's rows of events, in the columns that its versions share, to rows of the evidence table.

CAMEO's codes of countries say who acts, FIPS 10-4 where it happened. The date of the event counts, however much later
it was reported; it became known with the file it was added in.
"""

from __future__ import annotations

import datetime as dt

from facta.sources.bench import Bench, match_state
from facta.sources.event_rows import (
    check_codes,
    drop_repeats,
    find_span,
    lay_codebook,
    refuse_strangers,
    refuse_unnamed,
)

__all__ = ["COLUMNS", "FIRST_DAY", "drop_uncoded", "put_rows", "read_rows", "weigh_codes"]

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
_CODES = (
    *("Actor1Code", "Actor1CountryCode", "Actor2Code", "Actor2CountryCode", "EventCode", "ActionGeo_CountryCode"),
    *(f"Actor{side}Type{n}Code" for side in (1, 2) for n in (1, 2, 3)),
)
_TYPES = {
    "GLOBALEVENTID": "BIGINT",
    **dict.fromkeys(("SQLDATE", "DATEADDED", *_CODES), "VARCHAR"),
    "QuadClass": "TINYINT",
    **dict.fromkeys(("GoldsteinScale", "AvgTone"), "DOUBLE"),
    **dict.fromkeys(("NumMentions", "NumSources", "NumArticles"), "INTEGER"),
}
FIRST_DAY = "DATE '1979-01-01'"
"""Nothing in the archive is older: a date before it has the wrong century, or means nothing."""


def read_rows(bench: Bench, columns: tuple[str, ...]) -> None:
    """Lay out a file without header as the scratch table ``raw``."""
    url = dict.fromkeys({"SOURCEURL"} & set(columns), "VARCHAR")
    bench.read_csv("raw", {**_TYPES, **url}, separator="\t", quote="", names=columns)
    if not url:
        bench.db.execute("ALTER TABLE raw ADD COLUMN SOURCEURL VARCHAR")


def put_rows(bench: Bench, lag_days: int) -> None:
    """Put the rows of ``raw`` among the events; what was mended, left out and not understood is counted."""
    refuse_unnamed(bench, "raw", "GLOBALEVENTID")
    drop_repeats(bench, "raw", "GLOBALEVENTID", "rows that repeat a GLOBALEVENTID")
    span = find_span(bench.name)
    _trim_codes(bench)
    drop_uncoded(bench, "EventCode")
    _date_rows(bench, span[1] if span else None)
    refuse_strangers(bench, "raw", "cameo", ("Actor1CountryCode", "Actor2CountryCode"))
    refuse_strangers(bench, "raw", "fips", ("ActionGeo_CountryCode",))
    weigh_codes(bench, "EventCode", "QuadClass", "GoldsteinScale")
    bench.put("events", _select_events(lag_days))
    day = "added" if bench.count("SELECT count(DISTINCT added) FROM raw") > 1 else "event_date"
    days = bench.db.execute(f"SELECT min({day}), max({day}) FROM raw").fetchone()
    first, last = span or days or (None, None)
    if first and last:
        bench.cover("events", first, last)


def _trim_codes(bench: Bench) -> None:
    """Take away the blanks around codes; an actor with a padded code and no country has the one that the code names."""
    is_padded = " OR ".join(f"{code} <> trim({code})" for code in _CODES)
    padded = bench.count(f"SELECT count(*) FROM raw WHERE {is_padded}")
    bench.repair("rows with blanks around a code", padded)
    if padded:
        named = "(SELECT code FROM codes WHERE scheme = 'cameo')"
        for actor in ("Actor1", "Actor2"):
            country = f"left(trim({actor}Code), 3)"
            unnamed = f"{actor}CountryCode IS NULL AND {actor}Code <> trim({actor}Code) AND {country} IN {named}"
            bench.db.execute(f"UPDATE raw SET {actor}CountryCode = {country} WHERE {unnamed}")
        trimmed = ", ".join(f"{code} = nullif(trim({code}), '')" for code in _CODES)
        bench.db.execute(f"UPDATE raw SET {trimmed} WHERE {is_padded}")


def drop_uncoded(bench: Bench, code: str) -> None:
    """Leave the rows of ``raw`` out that do not say what was done."""
    uncoded = f"FROM raw WHERE coalesce({code}, '---') = '---'"
    bench.ignore("event without a CAMEO code (---)", bench.count(f"SELECT count(*) {uncoded}"))
    bench.db.execute(f"DELETE {uncoded}")


def weigh_codes(bench: Bench, code: str, quad: str, score: str) -> None:
    """Compare class and score in ``raw`` with the codebook; one missing or outside its scale is taken from there."""
    lay_codebook(bench, "cameo")
    for column, own, scale in ((quad, "quad", "BETWEEN 1 AND 4"), (score, "score", "BETWEEN -10 AND 10")):
        impossible = f"({column} {scale}) IS NOT true"
        count = bench.count(f"SELECT count(*) FROM raw WHERE {impossible}")
        bench.repair(f"{column} missing or outside its scale, taken from the codebook", count)
        if count:
            known = f"SELECT {own} FROM codebook WHERE codebook.code = raw.{code}"
            bench.db.execute(f"UPDATE raw SET {column} = ({known}) WHERE {impossible}")
    check_codes(bench, "raw", code, quad, score)


def _date_rows(bench: Bench, file_day: dt.date | None) -> None:
    """Add when it happened and when it was added; mend the century, refuse what is no date."""
    day = "try_strptime({}, '%Y%m%d')::DATE"
    undated = bench.count("SELECT count(*) FROM raw WHERE DATEADDED IS NULL")
    bench.repair("rows without the day they were added, taken from the file or the event", undated)
    fallback = f"DATE '{file_day}'" if file_day else "read_date"
    moved = f"read_date < {FIRST_DAY} AND read_date + INTERVAL 100 YEAR <= added + INTERVAL 1 DAY"
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS
        SELECT *, ({moved}) AS is_moved, if(is_moved, read_date + INTERVAL 100 YEAR, read_date)::DATE AS event_date
        FROM (SELECT *, {day.format("SQLDATE")} AS read_date,
        coalesce({day.format("left(DATEADDED, 8)")}, {fallback}) AS added FROM raw)"""
    )
    bench.repair("event dates a century too early", bench.count("SELECT count_if(is_moved) FROM raw"))
    bench.refuse_values("raw", "SQLDATE", f"event_date >= {FIRST_DAY}")


def _select_events(lag_days: int) -> str:
    """Return the query of the events in ``raw``."""
    actors = ", ".join(
        f"""coalesce({side}.state, '') AS {role}, coalesce(Actor{n}Code, '') AS {role}_code,
        concat_ws(' ', Actor{n}Type1Code, Actor{n}Type2Code, Actor{n}Type3Code) AS {role}_sector"""
        for n, side, role in ((1, "a", "actor"), (2, "b", "recipient"))
    )
    return f"""SELECT GLOBALEVENTID::VARCHAR AS id, event_date, {actors}, 'cameo' AS scheme, EventCode AS code,
        QuadClass AS quad, GoldsteinScale AS score, NumMentions AS mention_count,
        NumSources AS source_count, NumArticles AS article_count, AvgTone AS tone, coalesce(p.state, '') AS place,
        coalesce(SOURCEURL, '') AS report, added + {lag_days} AS known_date
        FROM raw {match_state("a", "cameo", "Actor1CountryCode", "event_date")}
        {match_state("b", "cameo", "Actor2CountryCode", "event_date")}
        {match_state("p", "fips", "ActionGeo_CountryCode", "event_date")}"""
