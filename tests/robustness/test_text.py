"""Quotation marks, bytes and line ends that are damaged: what is mended is counted, and no good row is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .files import CLEAN, Case, damage, text

STRAY = "lines with a stray quotation mark"
BYTES = "lines with bytes that are no UTF-8"
NUL = "lines with NUL bytes"
RETURNS = "carriage returns inside lines"
UTF_16 = "files in UTF-16"


def trade(number: int, old: str = "", new: str = "", *, line: str | None = None) -> bytes:
    return damage("cow_trade", number, old, new, line=line)


def recode(source: str, encoding: str) -> bytes:
    return text(source).encode(encoding)


CASES = {
    # quotation marks
    "quote opens a cell": Case("cow_trade", trade(3, "Russia", '"Russia'), repaired={STRAY: 1}),
    "quote closes a cell": Case("cow_trade", trade(3, "Russia", 'Russia"')),
    "quote in the middle": Case("cow_trade", trade(3, "Russia", 'Rus"sia')),
    "quote in the last line": Case("cow_trade", trade(7, "United", '"United'), repaired={STRAY: 1}),
    "two quotes in the middle": Case("cow_trade", trade(3, "Russia", 'Rus"s"ia')),
    "quotes that swallow a comma": Case("cow_trade", trade(3, "Russia,United", '"Russia,United"'), repaired={STRAY: 1}),
    "quotes that open on two lines": Case(
        "cow_trade", text("cow_trade").replace("Russia", '"Russia', 2).encode(), repaired={STRAY: 2}
    ),
    "quotes that open and close lines apart": Case(
        "cow_trade",
        text("cow_trade").replace("Russia", '"Russia', 1).replace("2009,Russia", '2009,Russia"', 1).encode(),
        repaired={STRAY: 1},
    ),
    "quoted throughout": Case(
        "cow_trade", "\n".join('"' + line.replace(",", '","') + '"' for line in CLEAN["cow_trade"]).encode()
    ),
    "a line end in a quoted cell": Case("cow_trade", trade(3, "Russia", '"Russian\nFederation"')),
    "a kept text over lines": Case("un_votes", damage("un_votes", 4, "On peace, and", "On\n\npeace, and")),
    "quotes in a format without quoting": Case("gdelt_v1", damage("gdelt_v1", 3, "CHINA", '"CHINA')),
    "an even number there": Case("gdelt_v1", damage("gdelt_v1", 3, "CHINA", '"CHINA"')),
    "quotes in a kept text": Case("icews", damage("icews", 3, "Xinhua", '"Xinhua"')),
    # bytes
    "Latin-1": Case("icews", recode("icews", "latin-1"), repaired={BYTES: 6}),
    "Latin-1 in one line": Case("icews", damage("icews", 4, "É", "\udcc9"), repaired={BYTES: 1}),
    "Windows-1252": Case("cow_trade", trade(3, "Russia", "\udc93Russia\udc94"), repaired={BYTES: 1}),
    "a byte of no meaning": Case("cow_trade", trade(3, "Russia", "Russia\udc81"), repaired={BYTES: 1}),
    "a letter cut off": Case("cow_trade", trade(7, "ô", "\udcc3"), repaired={BYTES: 1}),
    "an overlong letter": Case("gdelt_v1", damage("gdelt_v1", 2, "CHINA", "CHINA\udcc0\udcaf"), repaired={BYTES: 1}),
    "half a pair of surrogates": Case(
        "gdelt_v1", damage("gdelt_v1", 2, "CHINA", "\udced\udca0\udc80"), repaired={BYTES: 1}
    ),
    "a letter cut off at the end": Case(
        "gdelt_v1",
        recode("gdelt_v1", "utf-8") + b"\xe2\x82",
        refused=("20180601.export.CSV:7: 1 cells where 58 belong",),
        repaired={BYTES: 1},
    ),
    "NULs in a text": Case("icews", damage("icews", 3, "Xinhua", "Xin\0hua\0"), repaired={NUL: 1}),
    "NULs at the end": Case("cow_trade", recode("cow_trade", "utf-8") + bytes(512), repaired={NUL: 1}),
    "UTF-8 with a mark": Case("cow_trade", recode("cow_trade", "utf-8-sig")),
    "a mark where there is no header": Case("gdelt_v1", recode("gdelt_v1", "utf-8-sig")),
    "UTF-16, little end first": Case("cow_trade", b"\xff\xfe" + recode("cow_trade", "utf-16-le"), repaired={UTF_16: 1}),
    "UTF-16, big end first": Case("icews", b"\xfe\xff" + recode("icews", "utf-16-be"), repaired={UTF_16: 1}),
    "UTF-16 cut in a letter": Case(
        "cow_trade", b"\xff\xfe" + recode("cow_trade", "utf-16-le")[:-1], repaired={UTF_16: 1}
    ),
    # line ends
    "CRLF": Case("icews", text("icews", end="\r\n").encode()),
    "CRLF without the last": Case("cow_trade", text("cow_trade", end="\r\n").encode()[:-2]),
    "CR alone": Case("cow_trade", text("cow_trade", end="\r").encode()),
    "CR alone, without a header": Case("gdelt_v1", text("gdelt_v1", end="\r").encode()),
    "LF and CRLF": Case("cow_trade", text("cow_trade").replace("\n", "\r\n", 3).encode()),
    "LF and CR": Case("cow_trade", text("cow_trade")[::-1].replace("\n", "\r", 3)[::-1].encode()),
    "a CR inside a line": Case("cow_trade", trade(3, "Russia", "Rus\rsia"), repaired={RETURNS: 1}),
    "CR CR LF": Case("cow_trade", text("cow_trade", end="\r\r\n").encode()),
    "no last line end": Case("gdelt_v1", text("gdelt_v1").encode()[:-1]),
    "Ctrl-Z at the end": Case("cow_trade", text("cow_trade").encode() + b"\x1a"),
    "Ctrl-Z on a line of its own": Case("cow_trade", text("cow_trade").encode() + b"\x1a\r\n"),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_a_damaged_file_loses_no_good_row(hold: Callable[[Case], None], case: Case) -> None:
    hold(case)
