"""Files of an event archive to rows of the evidence table in one pass; what is wrong with a row is noted beside it.

A reader describes its rows as *reports*: a query of the cells with the columns ``part``, ``is_broken``, ``id``,
``given_date`` (text), ``event_date``, ``known_date``, ``code``, ``given_quad``, ``given_score``, ``actor_country``,
``recipient_country``, ``place_country``, ``is_padded``, ``is_undated``, ``is_moved``, and columns of the events as they
are. The pass adds the states and notes each fault as a bit of the column ``faults``; values that no table knows stand
in ``found``. Then faults are counted by file, and rows that cannot stay are taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facta.sources.bench import Bench, match_state
from facta.sources.delimited import BROKEN, Delimited, insert_delimited
from facta.sources.event_rows import delete_repeats, lay_codebook

__all__ = ["FIRST_DAY", "Layout", "stream_events"]

FIRST_DAY = "DATE '1979-01-01'"
"""Nothing in GDELT's archive is older: a date before it has the wrong century, or means nothing."""
_PADDED, _UNCODED, _UNDATED, _MOVED, _MISDATED, _UNNAMED = (1 << place for place in range(1, 7))
_ODD_QUAD, _ODD_SCORE, _UNLIKE_QUAD, _UNLIKE_SCORE = (1 << place for place in range(7, 11))


@dataclass(frozen=True, slots=True)
class Layout:
    """What messages call the columns of a format.

    Parameters
    ----------
    date, code, quad, score : str
        Columns of the day, the code, its class and its score.
    key : str
        Column of the id, where the format has one: rows without it are refused, and of rows with the same the first
        counts.
    countries : mapping of str to str
        Columns of countries in which codes that are nobody's are to be named, by ``actor``, ``recipient``, ``place``.
    passed : tuple of str
        Columns of the reports that go into the events as they are.
    """

    date: str
    code: str
    quad: str
    score: str
    passed: tuple[str, ...]
    key: str = ""
    countries: tuple[tuple[str, str], ...] = ()


def stream_events(benches: Sequence[Bench], form: Delimited, layout: Layout, select: Callable[[str], str]) -> None:
    """Put the rows of files that share a database among its events, and count what is wrong with them by file.

    `select` makes, from the name of a relation of the form's columns, the query of its reports.
    """
    lay_codebook(benches[0], "cameo")
    has_repeats = insert_delimited(
        benches, "events", form, lambda cells: _match_reports(select(cells), layout), layout.key
    )
    parts = f"part IN ({', '.join(str(bench.number) for bench in benches)})"
    by_number = {bench.number: bench for bench in benches}
    if layout.key:
        _drop_unnamed(by_number, layout, parts)
    if has_repeats:
        for part, count in delete_repeats(benches[0].db, "events", "part, id", parts).items():
            by_number[part].repair(f"rows that repeat a {layout.key}", count)
    if _count_faults(by_number, layout, parts):
        _name_values(by_number, layout, parts)
        benches[0].db.execute(f"DELETE FROM events WHERE {parts} AND faults & {_UNCODED | _MISDATED} <> 0")


def _match_reports(reports: str, layout: Layout) -> str:
    """Return the query of the events in a query of reports: states and codebook joined, faults noted."""
    strange = {label: f"{role}_country" for role, label in layout.countries}
    nobody = [f"({role}_country IS NOT NULL AND {role} = '')" for role, _ in layout.countries]
    listed = ", ".join(
        f"if({test}, {{name: '{label}', code: {column}}}, NULL)"
        for (label, column), test in zip(
            {**strange, layout.code: "code"}.items(), [*nobody, "NOT is_known"], strict=True
        )
    )
    return f"""SELECT part, id, event_date, known_date, code, quad, score, {", ".join(layout.passed)}, actor, recipient,
        place, 'cameo' AS scheme, {_note_faults()} AS faults,
        CASE WHEN is_coded AND NOT is_dated THEN to_json([{{name: '{layout.date}', code: given_date}}])
        WHEN is_coded AND ({" OR ".join([*nobody, "NOT is_known"])})
        THEN to_json(list_filter([{listed}], lambda value: value IS NOT NULL)) END AS found
        FROM (SELECT reports.*, coalesce(a.state, '') AS actor, coalesce(b.state, '') AS recipient,
        coalesce(p.state, '') AS place, coalesce(code <> '---', false) AS is_coded, own.code IS NOT NULL AS is_known,
        coalesce(event_date >= {FIRST_DAY}, false) AS is_dated,
        coalesce(given_quad BETWEEN 1 AND 4, false) AS has_quad, if(has_quad, given_quad, own.quad) AS quad,
        coalesce(given_score BETWEEN -10 AND 10, false) AS has_score, if(has_score, given_score, own.score) AS score,
        has_quad AND coalesce(given_quad <> own.quad, false) AS is_quad_unlike,
        has_score AND coalesce(abs(given_score - own.score) > 0.05, false) AS is_score_unlike
        FROM ({reports}) reports LEFT JOIN codebook own USING (code)
        {match_state("a", "cameo", "actor_country", "event_date")}
        {match_state("b", "cameo", "recipient_country", "event_date")}
        {match_state("p", "fips", "place_country", "event_date")})"""


def _note_faults() -> str:
    """Return the SQL of the faults of a row; one that is taken out has no others."""
    bits = {
        "is_broken": BROKEN,
        "id IS NULL": _UNNAMED,
        "is_padded": _PADDED,
        "NOT is_coded": _UNCODED,
        "is_coded AND is_undated": _UNDATED,
        "is_coded AND is_moved": _MOVED,
        "is_coded AND NOT is_dated": _MISDATED,
        "is_coded AND is_dated AND NOT has_quad": _ODD_QUAD,
        "is_coded AND is_dated AND NOT has_score": _ODD_SCORE,
        "is_coded AND is_dated AND is_quad_unlike": _UNLIKE_QUAD,
        "is_coded AND is_dated AND is_score_unlike": _UNLIKE_SCORE,
    }
    return " | ".join(f"if({fault}, {bit}, 0)" for fault, bit in bits.items())


def _drop_unnamed(benches: dict[int, Bench], layout: Layout, parts: str) -> None:
    """Take out the rows without an id: nothing tells them from one another."""
    db, unnamed = next(iter(benches.values())).db, f"FROM events WHERE {parts} AND id IS NULL"
    found = db.execute(f"SELECT part, count(*) {unnamed} GROUP BY 1").fetchall()
    for part, count in found:
        benches[part].refuse(f"no {layout.key}: {count} rows")
    if found:
        db.execute(f"DELETE {unnamed}")


def _count_faults(benches: dict[int, Bench], layout: Layout, parts: str) -> int:
    """Count the faults of each file; return how many rows have any, or a value that is to be named."""
    counts = {
        _PADDED: "rows with blanks around a code",
        _UNDATED: "rows without the day they were added, taken from the file or the event",
        _MOVED: "event dates a century too early",
        _ODD_QUAD: f"{layout.quad} missing or outside its scale, taken from the codebook",
        _ODD_SCORE: f"{layout.score} missing or outside its scale, taken from the codebook",
        _UNLIKE_QUAD: f"{layout.quad} unlike the codebook's, kept as published",
        _UNLIKE_SCORE: f"{layout.score} unlike the codebook's, kept as published",
    }
    faulty = f"FROM events WHERE {parts} AND (faults <> 0 OR found IS NOT NULL)"
    counted = f"SELECT part, faults, count(*) {faulty} GROUP BY ALL ORDER BY ALL"
    found = next(iter(benches.values())).db.execute(counted).fetchall()
    for part, faults, count in found:
        for bit, what in counts.items():
            benches[part].repair(what, count if faults & bit else 0)
        benches[part].ignore("event without a CAMEO code (---)", count if faults & _UNCODED else 0)
    return sum(count for *_, count in found)


def _name_values(benches: dict[int, Bench], layout: Layout, parts: str) -> None:
    """Refuse dates that are none, and name the codes that no table knows; rows with such a code stay."""
    db = next(iter(benches.values())).db
    scheme = {label: "fips" if role == "place" else "cameo" for role, label in layout.countries}
    order = [layout.date, *scheme, layout.code]
    listed = set(db.execute("SELECT scheme, code FROM not_states").fetchall())
    several = f"SELECT part, found, count(*) AS rows FROM events WHERE {parts} AND found IS NOT NULL GROUP BY ALL"
    each = """SELECT part, unnest(from_json(found, '[{"name": "VARCHAR", "code": "VARCHAR"}]')) AS value, rows"""
    named = f"SELECT part, value.name, value.code, sum(rows)::BIGINT FROM ({each} FROM ({several})) GROUP BY ALL"
    found = db.execute(named).fetchall()
    for part, name, code, count in sorted(found, key=lambda row: (row[0], order.index(row[1]), row[2] or "")):
        if name == layout.date:
            benches[part].refuse(f"{name} {code!r} is not in the codebook: {count} rows")
        elif name == layout.code:
            benches[part].refuse(f"{name} {code!r} is in no codebook: {count} rows, kept")
        elif (scheme[name], code) not in listed:
            benches[part].refuse(f"{name} {code!r} is no known state: {count} rows, kept without it")
