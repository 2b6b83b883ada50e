"""SIPRI's register of arms orders: who ordered what from whom, what of it was delivered, and its volume.

Volumes are in million trend-indicator values. An order's volume counts in its year of order; how its deliveries are
spread over years is not in the register.
"""

from __future__ import annotations

import datetime as dt

from facta.sources.bench import Bench, year_start

__all__ = ["read"]

_TYPES = {
    "Recipient": "VARCHAR",
    "Supplier": "VARCHAR",
    "Year of order": "DOUBLE",
    "column3": "VARCHAR",
    "Number ordered": "DOUBLE",
    "column5": "VARCHAR",
    "Weapon designation": "VARCHAR",
    "Weapon description": "VARCHAR",
    "Number delivered": "DOUBLE",
    "column9": "VARCHAR",
    "Year(s) of delivery": "VARCHAR",
    "status": "VARCHAR",
    "Comments": "VARCHAR",
    "SIPRI TIV per unit": "DOUBLE",
    "SIPRI TIV for total order": "DOUBLE",
    "SIPRI TIV of delivered weapons": "DOUBLE",
}
"""The columns without a name hold a question mark where the cell before them is an estimate."""
_NAMES = (
    *("recipient", "supplier", "year", "year_mark", "ordered", "ordered_mark", "weapon", "description"),
    *("delivered", "delivered_mark", "deliveries", "condition", "comment", "unit_tiv", "order_tiv", "delivered_tiv"),
)
_CONDITIONS = ("New", "Second hand", "Second hand but modernized")
_WHOLE = 25_000
"""Orders, of 29,503 to 2024: the silence of a file with fewer, a selection, does not say that nothing was ordered."""
_FIELDS = {
    "weapon": "weapon",
    "description": "description",
    "condition": "condition",
    "number_ordered": "ordered",
    "number_delivered": "delivered",
    "deliveries": "deliveries",
    "estimated": "array_to_string(list_filter([if(year_mark = '?', 'year', ''), if(ordered_mark = '?', 'ordered', ''), "
    "if(delivered_mark = '?', 'delivered', '')], lambda mark: mark <> ''), ' ')",
    "order_tiv": "order_tiv",
    "delivered_tiv": "delivered_tiv",
    "comment": "comment",
}
"""What a record tells of its order, by expression; what the register leaves blank is left out."""


def read(bench: Bench) -> None:
    """Read the register; orders of or from parties that are no state are left out with a count."""
    bench.read_csv("given", _TYPES)
    names = ", ".join(f'"{column}" AS {name}' for column, name in zip(_TYPES, _NAMES, strict=True))
    bench.db.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT rowid AS place, {names} FROM given")
    _join_lines(bench)
    if bench.count("SELECT count(*) FROM raw") < _WHOLE:
        bench.covered.update(arms_order=[], arms_orders=[])
    else:
        years = bench.db.execute("SELECT min(year)::INTEGER, max(year)::INTEGER FROM raw").fetchone() or (0, 0)
        bench.cover("arms_order", dt.date(years[0], 1, 1), dt.date(years[1], 12, 31))
    bench.refuse_values("raw", "year", "year BETWEEN 1900 AND 2100 AND year = floor(year)")
    bench.refuse_values("raw", "condition", f"list_contains({list(_CONDITIONS)}, condition)")
    bench.refuse_values("raw", "deliveries", r"deliveries IS NULL OR regexp_full_match(deliveries, '\d{4}(; ?\d{4})*')")
    for side in ("supplier", "recipient"):
        strange = f"FROM raw ANTI JOIN names ON name = lower({side}) GROUP BY 1 ORDER BY 1"
        bench.refuse_unmatched(f"SELECT {side}, count(*) {strange}", side, "sipri")
    bench.db.execute(
        """CREATE TEMP TABLE orders AS SELECT raw.* EXCLUDE recipient, a.state AS actor, b.state AS recipient,
        md5(concat_ws('|', supplier, raw.recipient, year, weapon, condition)) AS mark
        FROM raw JOIN names a ON a.name = lower(supplier) JOIN names b ON b.name = lower(raw.recipient)"""
    )
    _put_orders(bench)
    _put_volumes(bench)


def _join_lines(bench: Bench) -> None:
    """Give an order its three volumes back where they stand on a line of their own below it."""
    loose = (
        "recipient IS NULL AND weapon IS NULL AND TRY_CAST(supplier AS DOUBLE) IS NOT NULL "
        "AND TRY_CAST(year_mark AS DOUBLE) IS NOT NULL"
    )
    follows = f"lead({loose}, 1, false) OVER (ORDER BY place) AND order_tiv IS NULL AND recipient IS NOT NULL"
    below = {"unit_tiv": "supplier", "order_tiv": "year", "delivered_tiv": "year_mark"}
    taken = ", ".join(
        f"if(follows, lead({cell}) OVER (ORDER BY place)::DOUBLE, {name}) AS {name}" for name, cell in below.items()
    )
    bench.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE raw AS SELECT * REPLACE ({taken}),
        lag(follows, 1, false) OVER (ORDER BY place) AS is_below FROM (SELECT *, {follows} AS follows FROM raw)"""
    )
    bench.repair(
        "volumes on a line of their own, joined to their order", bench.count("SELECT count_if(follows) FROM raw")
    )
    bench.db.execute(f"DELETE FROM raw WHERE is_below AND {loose}")
    bench.db.execute("ALTER TABLE raw DROP COLUMN follows")
    bench.db.execute("ALTER TABLE raw DROP COLUMN is_below")


def _put_orders(bench: Bench) -> None:
    """Put each order as a record; its id stays the same when later releases tell more of its deliveries.

    It is known with its last delivery, of which it tells.
    """
    pairs = ", ".join(f"'{name}', {cell}" for name, cell in _FIELDS.items())
    last = "coalesce(list_max(string_split(replace(deliveries, ' ', ''), ';'))::INTEGER, year)"
    bench.put(
        "records",
        f"""SELECT 'sipri-' || mark[1:16] || '-' || row_number() OVER (PARTITION BY mark ORDER BY place) AS id,
        'arms_order' AS kind, actor, recipient, {year_start("year")} AS start_date,
        make_date(greatest({last}, year)::INTEGER, 12, 31) AS end_date,
        end_date + 75 AS known_date,
        json_merge_patch('{{}}', json_object({pairs})) AS fields FROM orders WHERE actor <> recipient""",
    )
    own = bench.count("SELECT count(*) FROM orders WHERE actor = recipient")
    bench.ignore("order between codes of one state", own)


def _put_volumes(bench: Bench) -> None:
    """Put the volume ordered by pair and year; an order without a volume makes the year *partial*."""
    bench.put(
        "figures",
        f"""SELECT 'arms_orders' AS indicator, actor, recipient, 'M TIV' AS unit, {year_start("year")} AS period_start,
        sum(order_tiv) AS value, count(order_tiv) / count(*) AS completeness,
        CASE WHEN value IS NULL THEN 3 WHEN completeness < 1 THEN 2 WHEN value = 0 THEN 1 ELSE 0 END AS status
        FROM orders WHERE actor <> recipient GROUP BY ALL""",
    )
