from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

HEAD = (
    "\ufeffcase_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,"
    "target_mult,sender_mult,objective,success\n"
)
TAIL = '1,"exp_part, imp_part",0,0,1,0,0,0,0,"end_war,other","ongoing,failed"\n'
PAIRS = "SELECT id, actor, recipient, start_date, end_date FROM spells ORDER BY ALL"


def test_a_case_is_one_spell_a_sender_and_target(load_text: Load, select: Select) -> None:
    load_text("gsdb", "g.csv", HEAD + f'7,"Syria, Iran",United States,2019,2022,{TAIL}')
    span = (dt.date(2019, 1, 1), dt.date(2022, 12, 31))
    assert select(PAIRS) == [("7", "USA", "IRN", *span), ("7", "USA", "SYR", *span)]
    assert select("SELECT DISTINCT fields FROM spells") == [
        (
            '{"case":"7","trade":"yes","financial":"yes","trade_detail":"exp_part, imp_part",'
            '"objective":"end_war,other","success":"ongoing,failed"}',
        )
    ]


def test_an_organisation_stands_for_its_members_while_they_were(load_text: Load, select: Select) -> None:
    load_text("gsdb", "g.csv", HEAD + f"7,Russia,EU,2012,2022,{TAIL}")
    found = {row[1]: row[3:] for row in select(PAIRS)}
    assert found["DEU"] == (dt.date(2012, 1, 1), dt.date(2022, 12, 31))
    assert found["HRV"] == (dt.date(2013, 7, 1), dt.date(2022, 12, 31))
    assert found["GBR"] == (dt.date(2012, 1, 1), dt.date(2020, 1, 31))
    assert len(found) == 28
    assert select("SELECT DISTINCT fields->>'sender' FROM spells") == [("EU",)]


def test_a_state_named_beside_its_organisation_has_one_spell(load_text: Load, select: Select) -> None:
    load_text("gsdb", "g.csv", HEAD + f'7,Russia,"EU, Croatia",2012,2022,{TAIL}')
    assert [row for row in select(PAIRS) if row[1] == "HRV"] == [
        ("7", "HRV", "RUS", dt.date(2012, 1, 1), dt.date(2022, 12, 31))
    ]


def test_organisations_without_a_list_keep_their_names(load_text: Load, select: Select) -> None:
    report = load_text(
        "gsdb", "g.csv", HEAD + f'7,"Yemen, North",UN,2014,2022,{TAIL}8,South Vietnam,Japan,2020,2022,{TAIL}'
    )
    assert [row[:3] for row in select(PAIRS)] == [("7", "UN", "YEM"), ("8", "JPN", "VNM")]
    assert report.ignored == {"members of an organisation that has no dated list of them": 1}
    assert report.refused == ()


def test_a_file_covers_the_years_since_its_first_case_ended(load_text: Load, store: Store) -> None:
    load_text("gsdb", "g.csv", HEAD + f"7,Iran,United States,1979,2014,{TAIL}8,Cuba,United States,1960,2022,{TAIL}")
    (entry,) = store.evidence().coverage("sanction")
    assert (str(entry.window), entry.absence) == ("2014..2022", "missing")


def test_unknown_parties_and_codes_are_refused(load_text: Load) -> None:
    odd = TAIL.replace("1,", "3,", 1)
    text = f"7,Atlantis,Japan,2014,2022,{TAIL}8,Iran,Japan,2014,2022,{odd}9,Iran,Japan,2014,2022,{TAIL}"
    report = load_text("gsdb", "g.csv", HEAD + text)
    assert list(report.refused) == [
        "trade 3 is not in the codebook: 1 rows",
        "party 'Atlantis' is no known state: 1 cases",
    ]
