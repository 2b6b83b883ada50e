"""POLECAT's events, in rows laid out as the publisher does: tabs, a header, no quoting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from facta.errors import BrokenFile
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name"),
    *("Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw"),
    *("Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector"),
    *("Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City"),
    *("District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type"),
    *("Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
HEAD = "\t".join(COLUMNS)
EVENT = {
    "Event Date": "2023-03-20",
    "Event Type": "CONSULT",
    "Event Mode": "visit",
    "Intensity": "4.0",
    "Quad Code": "VERBAL COOPERATION",
    "Contexts": "diplomatic;executive",
    "Actor Name": 'Xi "Jinping"',
    "Actor Country": "CHN",
    "Primary Actor Sector": "GOV",
    "Recipient Country": "RUS",
    "Primary Recipient Sector": "GOV",
    "Country": "RUS",
    "Source": "Xinhua",
    "Publication Date": "2023-03-21",
    "Language": "English",
}
PAIRS = "SELECT actor, recipient, pair_count FROM events ORDER BY id, actor, recipient"


def write(*changes: Mapping[str, str], head: str = HEAD, end: str = "") -> str:
    """Return a file of an event with some cells changed, each with an id of its own unless that is changed too."""
    rows = ({**EVENT, "Event ID": f"e{place:03}", **change} for place, change in enumerate(changes, start=1))
    return f"{head}\n" + "".join("\t".join(row.get(name, "None") for name in COLUMNS) + f"{end}\n" for row in rows)


def test_an_event_has_type_and_mode_and_two_states(load_text: Load, select: Select) -> None:
    report = load_text("polecat", "ngecEvents.DV.2023.txt", write({}))
    assert (report.rows, report.repaired, report.refused) == (1, {}, ())
    assert select(
        """SELECT id, event_date::VARCHAR, actor, recipient, actor_code, recipient_code, actor_sector, scheme, code,
        quad, score, pair_count, place, known_date::VARCHAR FROM events"""
    ) == [
        (
            *("e001", "2023-03-20", "CHN", "RUS", "CHN", "RUS", "GOV", "plover", "CONSULT/visit", 1, 4.0, 1, "RUS"),
            "2023-03-28",
        )
    ]


def test_several_states_in_a_cell_are_all_pairs_between_the_sides(load_text: Load, select: Select) -> None:
    load_text("polecat", "e.txt", write({"Actor Country": "USA; GBR;USA", "Recipient Country": "RUS;GBR;IRN"}))
    assert select(PAIRS) == [
        *(("GBR", "IRN", 5), ("GBR", "RUS", 5)),
        *(("USA", "GBR", 5), ("USA", "IRN", 5), ("USA", "RUS", 5)),
    ]


def test_what_several_do_together_is_done_by_each_to_each(load_text: Load, select: Select) -> None:
    load_text("polecat", "e.txt", write({"Actor Country": "CHN;RUS;KOS", "Recipient Country": "None"}))
    together = [(a, b, 6) for a in ("CHN", "RUS", "XKX") for b in ("CHN", "RUS", "XKX") if a != b]
    assert select(PAIRS) == together


def test_other_acts_without_a_recipient_are_done_side_by_side(load_text: Load, select: Select) -> None:
    protest = {"Event Type": "PROTEST", "Event Mode": "demo", "Quad Code": "MATERIAL CONFLICT", "Intensity": "-5"}
    load_text("polecat", "e.txt", write({**protest, "Actor Country": "FRA;DEU", "Recipient Country": "None"}))
    assert select(PAIRS) == [("DEU", "", 2), ("FRA", "", 2)]


def test_an_event_at_home_and_one_of_nobody_stay(load_text: Load, select: Select) -> None:
    load_text(
        "polecat",
        "e.txt",
        write(
            {"Actor Country": "FRA", "Recipient Country": "FRA"}, {"Actor Country": "None", "Recipient Country": "None"}
        ),
    )
    assert select(PAIRS) == [("FRA", "FRA", 1), ("", "", 1)]


def test_a_summit_stays_one_row_without_states(load_text: Load, select: Select) -> None:
    eleven = "ARE;BRA;CHN;EGY;ETH;IDN;IND;IRN;RUS;SAU;ZAF"
    report = load_text(
        "polecat", "e.txt", write({"Actor Country": eleven, "Recipient Country": "None"}, {"Recipient Country": eleven})
    )
    assert report.repaired == {"reports of more than 90 pairs, kept as one row without states": 1}
    assert select("SELECT actor, recipient, actor_code, recipient_code, pair_count FROM events WHERE id = 'e001'") == [
        ("", "", eleven, "", 1)
    ]
    assert select("SELECT count(*) FROM events WHERE id = 'e002' AND actor = 'CHN' AND pair_count = 10") == [(10,)]


def test_a_blank_date_is_that_of_the_publication(load_text: Load, select: Select) -> None:
    report = load_text(
        "polecat",
        "e.txt",
        write({"Event Date": ""}, {"Event Date": "None"}, {"Event Date": "2023-02-30"}, {"Event Date": "2022-01-01"}),
    )
    assert report.repaired == {"event dates missing, taken from the publication": 2}
    assert report.refused == ("given_date '2023-02-30 / 2023-03-21' is not in the codebook: 1 rows",)
    days = select("SELECT event_date::VARCHAR FROM events ORDER BY id")
    assert days == [("2023-03-21",), ("2023-03-21",), ("2022-01-01",)]


def test_a_file_covers_the_days_of_publication(load_text: Load, store: Store) -> None:
    load_text("polecat", "e.txt", write({"Event Date": "2019-01-01"}, {"Publication Date": "2023-03-27"}))
    ((first, last),) = store.loads()[0].covers["events"]
    assert (str(first), str(last)) == ("2023-03-21", "2023-03-27")


@pytest.mark.parametrize("place", [3, 34, 40])
def test_names_in_the_header_that_no_row_has_are_passed_over(place: int, load_text: Load, select: Select) -> None:
    head = "\t".join([*COLUMNS[:place], "Headline", "Story Text", *COLUMNS[place:]])
    report = load_text("polecat", "e.txt", write({}, head=head))
    assert (report.rows, report.refused) == (1, ())
    assert report.repaired == {"surplus names in the header": 2}
    assert select("SELECT actor, recipient, score, quad FROM events") == [("CHN", "RUS", 4.0, 1)]


@pytest.mark.parametrize("head", [HEAD, f"{HEAD}\t\t"])
def test_trailing_tabs_cost_no_row(head: str, load_text: Load) -> None:
    assert load_text("polecat", "e.txt", write({}, {}, head=head, end="\t\t")).rows == 2


def test_the_yearly_files_call_the_intensity_otherwise(load_text: Load, select: Select) -> None:
    load_text("polecat", "ngecEvents.DV.2023.txt", write({}, head=HEAD.replace("Intensity", "Event Intensity")))
    assert select("SELECT score FROM events") == [(4.0,)]


def test_classes_are_checked_and_strange_codes_named(load_text: Load, select: Select) -> None:
    report = load_text(
        "polecat",
        "e.txt",
        write(
            {"Quad Code": "MATERIAL COOPERATION"},
            {"Quad Code": "None"},
            {"Event Mode": "video"},
            {"Actor Country": "IGO", "Country": "QQQ"},
        ),
    )
    assert report.repaired == {"quad unlike the codebook's, kept as published": 1}
    assert report.refused == (
        "country 'QQQ' is no known state: 1 rows, kept without it",
        "code 'CONSULT/video' is in no codebook: 1 rows, kept",
    )
    assert select("SELECT quad, actor, code FROM events ORDER BY id") == [
        *((2, "CHN", "CONSULT/visit"), (1, "CHN", "CONSULT/visit")),
        *((1, "CHN", "CONSULT/video"), (1, "", "CONSULT/visit")),
    ]


def test_an_id_given_twice_counts_once(load_text: Load) -> None:
    report = load_text("polecat", "e.txt", write({"Event ID": "x"}, {"Event ID": "x"}))
    assert (report.rows, report.repaired) == (1, {"rows that repeat an Event ID": 1})


def test_another_table_is_no_file_of_polecat(load_text: Load) -> None:
    with pytest.raises(BrokenFile, match="this is no file of polecat"):
        load_text("polecat", "e.txt", "Event ID\tEvent Date\n1\t2018-06-01\n")
