"""POLECAT: coded events since 2018, in PLOVER's types and modes.

A cell may name several states, with semicolons between them. A report stands as one row for each directed pair of
them, and says into how many it was split. Where several meet, agree, cooperate or fight and no recipient is named, each
acts towards each other. A summit of eleven would be 110 pairs that say little about any: a report of more than 90 pairs
stays one row without states, its codes kept.
"""

from __future__ import annotations

from facta.sources.bench import Bench, match_state
from facta.sources.event_rows import check_codes, drop_repeats, lay_codebook, refuse_strangers, refuse_unnamed

__all__ = ["read"]

_COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name"),
    *("Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw"),
    *("Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector"),
    *("Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City"),
    *("District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type"),
    *("Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
_READ = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Actor Country"),
    *("Primary Actor Sector", "Recipient Country", "Primary Recipient Sector", "Country", "Publication Date"),
)
_MUTUAL = ("AGREE", "CONSULT", "COOPERATE", "ASSAULT")
"""What actors do to each other where the event has no recipient; in other types they act side by side."""
_MOST_PAIRS = 90
"""Directed pairs of a meeting of ten."""
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
_LAG_DAYS = 7
"""The files come out weekly."""


def read(bench: Bench) -> None:
    """Read a file of a year, a month or a week."""
    _read_cells(bench)
    refuse_unnamed(bench, "cells", "id")
    drop_repeats(bench, "cells", "id", "rows that repeat an Event ID")
    lay_codebook(bench, "plover")
    _lay_out(bench)
    bench.db.execute(
        """CREATE OR REPLACE TEMP VIEW parties AS
        SELECT event_date, unnest(actors || recipients || [place_country]) AS country FROM raw"""
    )
    refuse_strangers(bench, "parties", "iso3", ("country",))
    check_codes(bench, "raw", "code", "quad", "intensity")
    _expand(bench)
    bench.put("events", _select_events())
    published = bench.db.execute("SELECT min(published), max(published) FROM raw").fetchone() or (None, None)
    if published[0]:
        bench.cover("events", *published)


def _read_cells(bench: Bench) -> None:
    """Read the cells; by their places, where the header names more columns than the rows have."""
    with bench.file.open(encoding="utf-8") as text:
        head = [name.strip() for name in text.readline().split("\t")]
    score = "Event Intensity" if "Event Intensity" in head else "Intensity"
    names = [score if name == "Intensity" else name for name in _COLUMNS]
    surplus = [name for name in head if name and name not in names]
    bench.repair("surplus names in the header", len(surplus))
    read = {score if name == "Intensity" else name: "VARCHAR" for name in _READ} | {score: "DOUBLE"}
    bench.read_csv(
        "cells", read, separator="\t", quote="", missing=("", "None", "NA"), names=names if surplus else None
    )
    bench.db.execute(f'ALTER TABLE cells RENAME "{score}" TO intensity; ALTER TABLE cells RENAME "Event ID" TO id')


def _lay_out(bench: Bench) -> None:
    """Settle date, code, class and the lists of states of each report."""
    date = "try_cast({} AS DATE)"
    mode = "regexp_replace(lower(trim(\"Event Mode\")), '[ _]+', '-', 'g')"
    quad = " ".join(f"WHEN '{words}' THEN {number}" for number, words in _QUADS.items())
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT cells.id, cells.intensity,
        {date.format('"Publication Date"')} AS published, "Event Date" IS NULL AS is_undated,
        if(is_undated, published, {date.format('"Event Date"')}) AS event_date,
        concat("Event Date", ' / ', "Publication Date") AS given_date, upper(trim("Event Type")) AS type,
        concat_ws('/', type, {mode}) AS code, coalesce(CASE upper("Quad Code") {quad} END, codebook.quad) AS quad,
        {_split("Actor Country")} AS actors, {_split("Recipient Country")} AS recipients,
        coalesce("Primary Actor Sector", '') AS actor_sector,
        coalesce("Primary Recipient Sector", '') AS recipient_sector, coalesce("Country", '') AS place_country
        FROM cells LEFT JOIN codebook ON codebook.code = upper(trim("Event Type"))"""
    )
    bench.db.execute("DROP TABLE cells")
    undated = bench.count("SELECT count(*) FROM raw WHERE is_undated AND event_date IS NOT NULL")
    bench.repair("event dates missing, taken from the publication", undated)
    bench.refuse_values("raw", "given_date", "event_date >= DATE '1990-01-01'")
    odd = "published IS NULL OR published > current_date OR published < event_date - 366"
    strange = bench.count(f"SELECT count_if({odd}) FROM raw")
    bench.repair("publication dates missing, ahead or long before the event, taken from it", strange)
    bench.db.execute(f"UPDATE raw SET published = event_date WHERE {odd}")
    bench.refuse_values("raw", "type", "type IS NOT NULL")


def _split(column: str) -> str:
    """Return the SQL of the distinct codes in a cell, in order."""
    codes = f"list_transform(string_split(coalesce(\"{column}\", ''), ';'), lambda code: trim(code))"
    return f"list_sort(list_distinct(list_filter({codes}, lambda code: code NOT IN ('', 'None'))))"


def _expand(bench: Bench) -> None:
    """Lay out a row for each directed pair of a report, as ``pairs``; one row of a report that has too many."""
    mutual = f"len(recipients) = 0 AND len(actors) > 1 AND type IN {_MUTUAL}"
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE pairs AS
        WITH sides AS (SELECT *, if(len(actors) = 0, [''], actors) AS ones,
        CASE WHEN {mutual} THEN actors WHEN len(recipients) = 0 THEN [''] ELSE recipients END AS others FROM raw),
        counted AS (SELECT *, len(ones) * len(others) - len(list_intersect(ones, others)) AS apart FROM sides),
        capped AS (SELECT * REPLACE (if(is_whole, [array_to_string(actors, ';')], ones) AS ones,
        if(is_whole, [array_to_string(recipients, ';')], others) AS others, if(is_whole, 1, apart) AS apart)
        FROM (SELECT *, apart > {_MOST_PAIRS} AS is_whole FROM counted))
        SELECT * EXCLUDE (actors, recipients, ones, others, apart), greatest(apart, 1) AS pair_count
        FROM capped, unnest(ones) one(actor_code), unnest(others) other(recipient_code)
        WHERE actor_code <> recipient_code OR apart = 0"""
    )
    whole = bench.count("SELECT count_if(is_whole) FROM pairs")
    bench.repair(f"reports of more than {_MOST_PAIRS} pairs, kept as one row without states", whole)


def _select_events() -> str:
    """Return the query of the events in ``pairs``."""
    return f"""SELECT id, event_date, coalesce(a.state, '') AS actor, coalesce(b.state, '') AS recipient, actor_code,
        recipient_code, actor_sector, recipient_sector, 'plover' AS scheme, pairs.code, quad, intensity AS score,
        pair_count, coalesce(p.state, '') AS place, published + {_LAG_DAYS} AS known_date
        FROM pairs {match_state("a", "iso3", "actor_code", "event_date")}
        {match_state("b", "iso3", "recipient_code", "event_date")}
        {match_state("p", "iso3", "place_country", "event_date")}"""
