from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from facta.domain import Relation, find_parties
from facta.errors import BrokenFile
from facta.measures import find_measure
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]
Record = dict[str, object]
FLOWS = "SELECT indicator, actor, recipient, reporter, variant, unit, value, status FROM figures ORDER BY ALL"
WHOLE: Record = {
    "typeCode": "C",
    "freqCode": "A",
    "period": "2022",
    "reporterCode": 156,
    "reporterISO": None,
    "flowCode": "X",
    "partnerCode": 643,
    "partner2Code": 0,
    "classificationCode": "H6",
    "classificationSearchCode": "HS",
    "cmdCode": "TOTAL",
    "customsCode": "C00",
    "motCode": 0,
    "qtyUnitCode": -1,
    "qty": 0,
    "netWgt": 0,
    "primaryValue": 76_120_000_000.0,
    "isReported": False,
}


def write_answer(*records: Record) -> str:
    """Write an answer of the preview API; each record differs from `WHOLE` as given."""
    return json.dumps(
        {"elapsedTime": "0.1 secs", "count": len(records), "data": [WHOLE | record for record in records], "error": ""}
    )


def write_export(*records: Record, capitals: bool = False) -> str:
    """Write the CSV export; the publisher ends each line with a comma."""
    names = [name[0].upper() + name[1:] if capitals else name for name in WHOLE]
    rows = [["" if cell is None else str(cell) for cell in (WHOLE | record).values()] for record in records]
    return "\n".join(",".join([*cells, ""]) for cells in [names, *rows])


def test_each_side_books_both_directions_and_the_world(load_text: Load, select: Select) -> None:
    mirror = {"reporterCode": 643, "partnerCode": 156, "flowCode": "M", "primaryValue": 7e10}
    load_text("comtrade", "p.json", write_answer({}, mirror, {"partnerCode": 0, "primaryValue": 3.6e12}))
    assert select(FLOWS) == [
        ("trade_flow", "CHN", "RUS", "CHN", "", "M USD", 76120.0, 0),
        ("trade_flow", "CHN", "RUS", "RUS", "", "M USD", 70000.0, 0),
        ("trade_flow", "CHN", "WLD", "CHN", "", "M USD", 3.6e6, 0),
    ]


def test_trade_reads_both_books(load_text: Load, store: Store) -> None:
    load_text("comtrade", "p.json", write_answer({}, {"flowCode": "M", "primaryValue": 1.1e11}))
    (found,) = find_measure("trade")(store.evidence(), Relation(find_parties("CHN"), find_parties("RUS"), False))
    assert (found.book.source, found.book.reporter) == ("comtrade", "CHN")


def test_a_commodity_has_value_weight_and_quantity(load_text: Load, select: Select) -> None:
    oil = {"cmdCode": "2709", "flowCode": "M", "qtyUnitCode": 8, "qty": 86_250_000, "netWgt": 86_250_000}
    wood = {"cmdCode": "4403", "flowCode": "M", "qtyUnitCode": 12, "qty": 4000, "netWgt": 0}
    load_text("comtrade", "p.json", write_answer(oil | {"primaryValue": 5.8e10}, wood | {"primaryValue": 1e6}))
    assert select(FLOWS) == [
        ("trade_flow", "RUS", "CHN", "CHN", "HS:2709", "M USD", 58000.0, 0),
        ("trade_flow", "RUS", "CHN", "CHN", "HS:4403", "M USD", 1.0, 0),
        ("trade_quantity", "RUS", "CHN", "CHN", "HS:2709", "t", 86250.0, 0),
        ("trade_quantity", "RUS", "CHN", "CHN", "HS:4403", "m3", 4000.0, 0),
        ("trade_weight", "RUS", "CHN", "CHN", "HS:2709", "t", 86250.0, 0),
        ("trade_weight", "RUS", "CHN", "CHN", "HS:4403", "t", None, 3),
    ]


def test_units_that_figures_do_not_have_are_ignored_with_a_count(load_text: Load, select: Select) -> None:
    cloth = {"cmdCode": "5208", "qtyUnitCode": 2, "qty": 4000, "netWgt": 900}
    report = load_text("comtrade", "p.json", write_answer(cloth, cloth | {"qtyUnitCode": 9, "period": "2021"}))
    assert report.ignored == {"quantity in a unit that figures do not have": 1}
    assert select("SELECT unit, value FROM figures WHERE indicator = 'trade_quantity'") == [("count", 4e6)]


def test_months_reexports_and_reimports_stand_apart(load_text: Load, select: Select) -> None:
    rows: list[Record] = [{"period": "202203"}, {"flowCode": "RX"}, {"flowCode": "RM", "partnerCode": 344}]
    load_text("comtrade", "p.json", write_answer(*rows))
    assert select("SELECT indicator, actor, recipient, frequency, period_start::VARCHAR FROM figures ORDER BY 1") == [
        ("reexport_flow", "CHN", "RUS", "year", "2022-01-01"),
        ("reimport_flow", "HKG", "CHN", "year", "2022-01-01"),
        ("trade_flow", "CHN", "RUS", "month", "2022-03-01"),
    ]


def test_parts_and_areas_that_are_no_states_are_left_out_with_a_count(load_text: Load, select: Select) -> None:
    rows: list[Record] = [
        {"motCode": 2100},
        {"customsCode": "C01"},
        {"partner2Code": 344},
        {"typeCode": "S"},
        {"flowCode": "DX"},
        {"partnerCode": 899},
        {"partnerCode": 156},
        {"classificationCode": "S3", "classificationSearchCode": "S3", "primaryValue": 1.0},
        {"primaryValue": None},
    ]
    report = load_text("comtrade", "p.json", write_answer(*rows))
    assert report.ignored == {
        "trade in services": 1,
        "part of a flow: domestic, foreign or for processing": 1,
        "part of a row: by second partner, customs procedure or mode of transport": 3,
        "partner that is no state": 1,
        "trade of a state with itself": 1,
        "flow given again, in another classification": 1,
    }
    assert select("SELECT value, status FROM figures") == [(None, 3)]


def test_what_no_codebook_has_is_refused_with_a_signal(load_text: Load) -> None:
    rows: list[Record] = [
        {"partnerCode": 999},
        {"flowCode": "Q"},
        {"period": "202213"},
        {"primaryValue": -1},
        {"primaryValue": "n/a"},
        {},
    ]
    report = load_text("comtrade", "p.json", write_answer(*rows))
    assert report.rows == 1
    assert report.refused == (
        "usd 'n/a' is not in the codebook: 1 rows",
        "flow 'Q' is not in the codebook: 1 rows",
        "period '202213' is not in the codebook: 1 rows",
        "usd -1.0 is not in the codebook: 1 rows",
        "partner '999' is no known state: 1 rows",
    )


def test_an_answer_that_stops_at_its_limit_says_so(load_text: Load) -> None:
    rows: list[Record] = [{"cmdCode": f"{code:04}"} for code in range(101, 601)]
    report = load_text("comtrade", "p.json", write_answer(*rows))
    assert report.refused == ("the answer stops at 500 records, there may be more: ask for less at a time",)


def test_states_are_found_by_the_publishers_dated_numbers(load_text: Load, select: Select) -> None:
    rows: list[Record] = [
        {"period": "1985", "partnerCode": 810},
        {"period": "1992"},
        {"period": "1990", "partnerCode": 280},
        {"period": "1991", "partnerCode": 276},
        {"period": "2022", "partnerCode": 699},
        {"period": "2022", "partnerCode": 842},
    ]
    load_text("comtrade", "p.json", write_answer(*rows))
    assert select("SELECT recipient, year(period_start) FROM figures ORDER BY 2, 1") == [
        ("RUS", 1985),
        ("DEU", 1990),
        ("DEU", 1991),
        ("RUS", 1992),
        ("IND", 2022),
        ("USA", 2022),
    ]


@pytest.mark.parametrize("capitals", [False, True])
def test_both_spellings_of_the_export_are_read(capitals: bool, load_text: Load, select: Select) -> None:
    oil = {"cmdCode": "0402", "qtyUnitCode": 8, "qty": 10, "netWgt": 10, "primaryValue": 100}
    report = load_text("comtrade", "TradeData.csv", write_export(oil, {"flowCode": "M"}, capitals=capitals))
    assert report.refused == ()
    assert select("SELECT variant, value FROM figures WHERE indicator = 'trade_flow' ORDER BY 1") == [
        ("", 76120.0),
        ("HS:0402", 1e-4),
    ]


def test_the_legacy_export_is_read(load_text: Load, select: Select) -> None:
    head = (
        "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,"
        "Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,Commodity Code,Commodity,"
        "Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag\n"
    )
    row = (
        'H4,2014,2014,2014,4,0,1,Import,156,China,CHN,643,Russian Federation,RUS,2709,"Oils, crude",8,kg,33,33,2500,0\n'
    )
    load_text("comtrade", "comtrade.csv", head + row)
    assert select("SELECT indicator, actor, recipient, variant, value FROM figures ORDER BY 1") == [
        ("trade_flow", "RUS", "CHN", "H4:2709", 0.0025),
        ("trade_quantity", "RUS", "CHN", "H4:2709", 0.033),
        ("trade_weight", "RUS", "CHN", "H4:2709", 0.033),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"statusCode": 401, "message": "Access denied"}', r"the answer holds no data \(Access denied\)"),
        ('{"data": null, "error": "too many"}', r"the answer holds no data \(too many\)"),
        ("[1]", r"the answer holds no data \(no records\)"),
    ],
)
def test_a_message_instead_of_data_is_refused(text: str, found: str, load_text: Load) -> None:
    with pytest.raises(BrokenFile, match=found):
        load_text("comtrade", "p.json", text)
