"""ICEWS: coded events from 1995 to 11 April 2023, in CAMEO's codes, with names of countries.

What two do together stands in two rows, one for each direction, as published. The score is ICEWS's own intensity,
which differs from Goldstein's for some codes. An id comes back with other dates; id and date are one event.
"""

from __future__ import annotations

from facta.sources.bench import Bench, match_state
from facta.sources.event_rows import check_codes, drop_repeats, lay_codebook, refuse_strangers, refuse_unnamed

__all__ = ["read"]

_COLUMNS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
    *("City", "District", "Province", "Country", "Latitude", "Longitude"),
)
_SIDES = ("Source", "Target")
_DATE = """coalesce(try_strptime("Event Date", '%Y-%m-%d'), try_strptime("Event Date", '%m/%d/%Y'))::DATE"""
"""The file of 2017 has months first."""
_IN_TIME = "event_date BETWEEN DATE '1995-01-01' AND DATE '2023-12-31'"
_NAMES = """SELECT lower(name) AS event_text, min(code) AS named_code FROM codebook
    WHERE length(code) > 2 GROUP BY 1 HAVING count(*) = 1"""
"""Only the groups, of two digits, share a name with another code, and nothing is coded so coarsely."""
_CODE = """CASE WHEN own.code IS NOT NULL THEN own.code WHEN padded.code IS NOT NULL THEN padded.code
    ELSE coalesce(named_code, "CAMEO Code") END"""
_KNOWN = """CASE WHEN event_date >= DATE '2018-10-01' THEN event_date + 7
    ELSE least(greatest(event_date + 365, DATE '2015-03-27'), DATE '2018-11-01') END"""
"""The first release came in March 2015, and events a year after they happened; since October 2018, within the week."""


def read(bench: Bench) -> None:
    """Read a file of a year, a month or a week."""
    columns = [name for name in _COLUMNS if bench.kind == "coded" or name != "CAMEO Code"]
    types = {**dict.fromkeys(columns, "VARCHAR"), "Intensity": "DOUBLE"}
    bench.read_csv("cells", types, separator="\t", quote="", missing=("", "NA", "NULL"))
    drop_repeats(bench, "cells", ", ".join(f'"{name}"' for name in columns), "exact duplicates")
    if bench.kind == "uncoded":
        bench.db.execute('ALTER TABLE cells ADD COLUMN "CAMEO Code" VARCHAR')
    _lay_out(bench)
    refuse_unnamed(bench, "raw", "id")
    drop_repeats(bench, "raw", "id, event_date", "rows that repeat an id and date with other details")
    refuse_strangers(bench, "raw", "icews", ("source_country", "target_country", "place_country"))
    check_codes(bench, "raw", "code", "quad", "intensity")
    bench.put("events", _select_events())


def _lay_out(bench: Bench) -> None:
    """Settle date and code of each row of ``cells``; a row that has neither code nor a text that names one is refused.

    A code that lost its leading zero is given it back: no code of two digits, and none of three above 204, is used. A
    code that nobody knows keeps the class of its first two digits.
    """
    lay_codebook(bench, "icews")
    sides = {f"{side} {part}": f"{side}_{part}" for side in _SIDES for part in ("Name", "Sectors", "Country")}
    given = {"Country": "place_country", "Story ID": "story", "CAMEO Code": "given_code", "Event Date": "given_date"}
    cells = ", ".join(f"coalesce(\"{name}\", '') AS {column}" for name, column in (sides | given).items())
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT coded.*, root.quad FROM (
        SELECT cells.rowid AS place, "Event ID" AS id, {_DATE} AS event_date, {cells}, "Event Text" AS event_text,
        "Intensity" AS intensity,
        {_CODE} AS code FROM cells LEFT JOIN codebook own ON own.code = "CAMEO Code" AND length(own.code) > 2
        LEFT JOIN codebook padded ON padded.code = '0' || "CAMEO Code"
        LEFT JOIN ({_NAMES}) named ON named.event_text = lower("Event Text")) coded
        LEFT JOIN codebook root ON root.code = left(coded.code, 2) ORDER BY place"""
    )
    bench.db.execute("DROP TABLE cells")
    mended = bench.count("SELECT count(*) FROM raw WHERE code <> given_code")
    bench.repair("event codes mended, or found by the text of the event", mended)
    bench.refuse_values("raw", "given_date", _IN_TIME)
    bench.refuse_values("raw", "event_text", "code IS NOT NULL")


def _select_events() -> str:
    """Return the query of the events in ``raw``."""
    return f"""SELECT id, event_date, coalesce(a.state, '') AS actor, coalesce(b.state, '') AS recipient,
        source_name AS actor_code, target_name AS recipient_code, source_sectors AS actor_sector,
        target_sectors AS recipient_sector, 'cameo' AS scheme, raw.code, quad, intensity AS score,
        coalesce(p.state, '') AS place, story AS report, {_KNOWN} AS known_date
        FROM raw {match_state("a", "icews", "source_country", "event_date")}
        {match_state("b", "icews", "target_country", "event_date")}
        {match_state("p", "icews", "place_country", "event_date")}"""
