"""UN Comtrade: exports and imports as each reporter books them, by commodity, in value, net weight and quantity.

All goods (``TOTAL``) have no variant; a commodity's variant is its classification and code, ``HS:2709``. Only rows that
sum over second partners, customs procedures and modes of transport are read: the others are parts of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from facta.errors import BrokenFile, ForeignFile
from facta.sources.bench import Bench, match_state

__all__ = ["read"]

_FIELDS: Mapping[str, str] = {
    "typeCode": "kind",
    "period": "period",
    "reporterCode": "reporter_code",
    "flowCode": "flow",
    "partnerCode": "partner_code",
    "partner2Code": "second",
    "classificationCode": "classification",
    "classificationSearchCode": "search",
    "cmdCode": "commodity",
    "customsCode": "customs",
    "motCode": "transport",
    "qtyUnitCode": "quantity_unit",
    "qty": "quantity",
    "netWgt": "kilograms",
    "primaryValue": "usd",
}
_LEGACY: Mapping[str, str] = {
    "Period": "period",
    "Reporter Code": "reporter_code",
    "Trade Flow Code": "flow",
    "Partner Code": "partner_code",
    "Classification": "classification",
    "Commodity Code": "commodity",
    "Qty Unit Code": "quantity_unit",
    "Qty": "quantity",
    "Netweight (kg)": "kilograms",
    "Trade Value (US$)": "usd",
}
_NUMBERS = ("quantity", "kilograms", "usd")
_FLOWS: Mapping[str, str] = {
    "X": "trade_flow",
    "M": "trade_flow",
    "RX": "reexport_flow",
    "RM": "reimport_flow",
    "2": "trade_flow",
    "1": "trade_flow",
    "3": "reexport_flow",
    "4": "reimport_flow",
}
"""Indicator by flow; the numbers are those of the legacy export."""
_INWARD = ("M", "RM", "1", "4")
_PARTS = ("DX", "FM", "MIP", "XIP", "MOP", "XOP")
"""Domestic exports, foreign imports, goods for processing: parts of exports and imports."""
_UNITS: Mapping[str, tuple[str, float]] = {
    "5": ("count", 1.0),
    "7": ("m3", 1e-3),
    "8": ("t", 1e-3),
    "9": ("count", 1e3),
    "11": ("count", 12.0),
    "12": ("m3", 1.0),
    "13": ("t", 2e-7),
}
"""Items, litres, kilograms, thousands and dozens of items, cubic metres and carats, in the units that figures have."""
_NO_UNIT = ("-1", "1")
_PREVIEW = 500
"""Records after which a preview stops."""


def read(bench: Bench) -> None:
    """Read an answer of the API, or one of the CSV exports."""
    if bench.kind == "preview":
        _read_answer(bench)
    else:
        _read_export(bench)
    _select(bench)
    _match(bench)
    _put_values(bench)
    _put_quantities(bench)


def _read_answer(bench: Bench) -> None:
    """Lay out the records of a JSON answer as ``raw``."""
    rows = list(_list_records(bench))
    bench.put_table("raw", [f"{name} VARCHAR" for name in _FIELDS.values()], rows)
    for name in _NUMBERS:
        bench.refuse_values("raw", name, f"{name} IS NULL OR isfinite(TRY_CAST({name} AS DOUBLE))")
    casts = ", ".join(f"{name}::DOUBLE AS {name}" for name in _NUMBERS)
    bench.db.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT * REPLACE ({casts}) FROM raw")
    if len(rows) == _PREVIEW:
        bench.refuse(f"the answer stops at {_PREVIEW} records, there may be more: ask for less at a time")


def _list_records(bench: Bench) -> Iterator[list[str | None]]:
    """Yield the fields of each record as text.

    Raises
    ------
    BrokenFile
        The answer is a message and no data.
    """
    answer = bench.read_json()
    found = answer if isinstance(answer, dict) else {}
    records = found.get("data")
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        said = found.get("message") or found.get("error") or "no records"
        kind = BrokenFile if found.keys() & {"message", "error", "data"} else ForeignFile
        raise kind(bench.name, f"the answer holds no data ({said})", step="Fetch it again.")
    for record in records:
        cells = (record.get(field) for field in _FIELDS)
        yield [None if cell is None or cell == "" else str(cell) for cell in cells]


def _read_export(bench: Bench) -> None:
    """Lay out the columns of a CSV export as ``raw``; the legacy one has no parts and no services."""
    names = dict(_LEGACY) if bench.kind == "legacy" else dict(_FIELDS)
    if bench.kind == "capitals":
        names = {field[0].upper() + field[1:]: name for field, name in names.items()}
    bench.read_csv("given", {field: "DOUBLE" if name in _NUMBERS else "VARCHAR" for field, name in names.items()})
    columns = [f'"{field}" AS {name}' for field, name in names.items()]
    absent = [f"NULL::VARCHAR AS {name}" for name in _FIELDS.values() if name not in names.values()]
    bench.db.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT {', '.join(columns + absent)} FROM given")


def _select(bench: Bench) -> None:
    """Keep goods, whole flows and real periods; count what is left out."""
    for why, condition in (
        ("trade in services", "kind = 'S'"),
        ("part of a flow: domestic, foreign or for processing", f"list_contains({list(_PARTS)}, flow)"),
        (
            "part of a row: by second partner, customs procedure or mode of transport",
            "coalesce(second, '0') <> '0' OR coalesce(customs, 'C00') <> 'C00' OR coalesce(transport, '0') <> '0'",
        ),
    ):
        bench.ignore(why, bench.count(f"SELECT count(*) FROM raw WHERE {condition}"))
        bench.db.execute(f"DELETE FROM raw WHERE {condition}")
    bench.refuse_values("raw", "flow", f"list_contains({list(_FLOWS)}, flow)")
    bench.refuse_values("raw", "period", r"regexp_full_match(period, '(19|20)\d\d(0[1-9]|1[0-2])?')")
    bench.refuse_values("raw", "usd", "usd IS NULL OR usd >= 0")


def _match(bench: Bench) -> None:
    """Find both states of each row, lay it out as ``flows`` from exporter to importer, each total once."""
    day = "make_date(period[1:4]::INTEGER, coalesce(nullif(period[5:6], '')::INTEGER, 1), 1)"
    bench.db.execute(
        f"""CREATE TEMP TABLE matched AS SELECT raw.*, {day} AS period_start, a.state AS reporter,
        if(partner_code = '0', 'WLD', b.state) AS partner, {list(_INWARD)} AS inward
        FROM raw {match_state("a", "comtrade", "reporter_code", day)}
        {match_state("b", "comtrade", "partner_code", day)}"""
    )
    for side in ("reporter", "partner"):
        query = f"SELECT {side}_code, count(*) FROM matched WHERE {side} IS NULL GROUP BY 1 ORDER BY 1"
        bench.refuse_unmatched(query, side, "comtrade")
    own = "FROM matched WHERE reporter = partner"
    bench.ignore("trade of a state with itself", bench.count(f"SELECT count(*) {own}"))
    bench.db.execute(
        """CREATE TEMP TABLE flows AS SELECT *,
        if(list_contains(inward, flow), partner, reporter) AS actor,
        if(list_contains(inward, flow), reporter, partner) AS recipient,
        if(commodity = 'TOTAL', '', coalesce(search, classification) || ':' || commodity) AS variant,
        if(length(period) = 4, 'year', 'month') AS frequency
        FROM matched WHERE reporter IS NOT NULL AND partner IS NOT NULL AND reporter <> partner
        QUALIFY row_number() OVER (PARTITION BY actor, recipient, reporter, flow, variant, period
            ORDER BY classification[1] <> 'H', classification DESC) = 1"""
    )
    again = "SELECT count(*) - (SELECT count(*) FROM flows) FROM matched WHERE reporter <> partner"
    bench.ignore("flow given again, in another classification", bench.count(again))


_SHARED = "actor, recipient, reporter, variant, frequency, period_start"


def _put_values(bench: Bench) -> None:
    """Put the value of each flow, in million USD."""
    indicator = " ".join(f"WHEN '{flow}' THEN '{name}'" for flow, name in _FLOWS.items())
    bench.put(
        "figures",
        f"""SELECT CASE flow {indicator} END AS indicator, {_SHARED}, 'M USD' AS unit, usd / 1e6 AS value,
        CASE WHEN usd IS NULL THEN 3 WHEN usd = 0 THEN 1 ELSE 0 END AS status FROM flows""",
    )


def _put_quantities(bench: Bench) -> None:
    """Put net weights, and quantities in units that are known; nothing beside a value is *not coded*, and no zero."""
    traded = [flow for flow, name in _FLOWS.items() if name == "trade_flow"]
    goods = f"variant <> '' AND list_contains({traded}, flow)"
    bench.put_table("units", ["code VARCHAR", "unit VARCHAR", "factor DOUBLE"], [(c, *u) for c, u in _UNITS.items()])
    bench.db.execute(
        f"""CREATE TEMP TABLE amounts AS
        SELECT 'trade_weight' AS indicator, {_SHARED}, 't' AS unit, kilograms / 1e3 AS amount, usd
        FROM flows WHERE {goods} UNION ALL
        SELECT 'trade_quantity', {_SHARED}, unit, quantity * factor, usd
        FROM flows JOIN units ON code = quantity_unit WHERE {goods}"""
    )
    bench.put(
        "figures",
        """SELECT * EXCLUDE (amount, usd), CASE WHEN amount > 0 THEN 0 WHEN amount = 0 AND usd = 0 THEN 1 ELSE 3 END
        AS status, if(status = 3, NULL, amount) AS value FROM amounts""",
    )
    strange = f"{goods} AND quantity > 0 AND NOT list_contains({[*_UNITS, *_NO_UNIT]}, quantity_unit)"
    unknown = bench.count(f"SELECT count(*) FROM flows WHERE {strange}")
    bench.ignore("quantity in a unit that figures do not have", unknown)
