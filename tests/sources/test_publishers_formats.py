"""The publishers' own layouts of sources that were first read from re-packs: the same rows come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from facta.store import LoadReport

Load = Callable[..., LoadReport]
Select = Callable[[str], list[tuple[object, ...]]]

MIDB = (
    "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,"
    "hiact,hostlev,orig,version\n"
)
DYADIC_MID = (
    "disno,dyindex,statea,stateb,namea,nameb,strtday,strtmnth,strtyr,endday,endmnth,endyear,year,outcome,settlmnt,"
    "fatlev,highact,hihost,recip,noinit,notarg,sideaa,revstata,revtypea,fatleva,highmcaa,hihosta,orignata,sideab,"
    "revstatb,revtypeb,fatlevb,highmcab,hihostb,orignatb\n"
)
DISPUTES = """SELECT id, actor, recipient, start_date, end_date, fields->>'hostility_level', fields->>'fatality_level'
    FROM spells ORDER BY ALL"""
UN = (
    '"","Country","Countryname","ccode","rcid","member","vote","year","session","abstain","yes","no","importantvote",'
    '"date","unres","amend","para","short","descr","me","nu","di","hr","co","ec"\n'
)
AGREEMENT = (
    '"","session.x","ccode1","ccode2","agree","year","IdealPointAll.x","NVotesAll.x","IdealPointAll.y","NVotesAll.y",'
    '"IdealPointDistance"\n'
)
IDEAL = (
    '"","ccode","session","NVotesAll","IdealPointAll","QO%All","Q5%All","Q10%All","Q50%All","Q90%All","Q95%All",'
    '"Q100%All","iso3c","Countryname","USAgree","RUSSIAAgree"\n'
)


@pytest.mark.parametrize("source", ["cow_mid", "gml_mid"])
def test_participants_on_opposite_sides_become_pairs(source: str, load_text: Load, select: Select) -> None:
    rows = (
        '9,"UKG",200,-9,12,1889,10,1,1890,1,1,1,-9,0,0,7,3,1,5\n9,"POR",235,29,12,1889,-9,1,1890,0,0,0,-9,-9,0,0,1,1,5\n'
        '50,"CHN",710,11,2,1953,19,1,1956,0,1,1,-9,2,-9,17,4,1,5\n50,"USA",2,11,2,1953,19,1,1956,1,1,1,-9,0,0,7,3,1,5\n'
        '50,"USR",365,4,8,1954,8,8,1954,0,1,1,-9,0,0,7,3,0,5\n50,"ROK",732,13,2,1953,13,2,1953,1,1,1,-9,0,0,1,2,0,5\n'
    )
    load_text(source, "MIDB 5.0.csv", MIDB + rows)
    assert select(DISPUTES) == [
        ("50", "CHN", "KOR", dt.date(1953, 2, 13), dt.date(1953, 2, 13), "4", "2"),
        ("50", "CHN", "USA", dt.date(1953, 2, 11), dt.date(1956, 1, 19), "4", "2"),
        ("50", "RUS", "USA", dt.date(1954, 8, 4), dt.date(1954, 8, 8), "3", "0"),
        ("9", "GBR", "PRT", dt.date(1889, 12, 29), dt.date(1890, 1, 10), "3", None),
    ]


def test_the_publishers_pairs_of_disputes_are_joined_over_their_years(load_text: Load, select: Select) -> None:
    row = "50,1,710,2,CHN,USA,11,2,1953,-9,1,1956,{},5,1,2,17,4,1,1,1,0,1,1,2,17,4,1,1,1,1,0,7,3,1\n"
    load_text("cow_mid", "dyadic_mid_4.02.csv", DYADIC_MID + row.format(1953) + row.format(1954))
    assert select(DISPUTES) == [("50", "CHN", "USA", dt.date(1953, 2, 11), dt.date(1956, 1, 31), "4", "2")]


def test_participants_with_odd_sides_or_days_are_refused(load_text: Load) -> None:
    good = '2,"UKG",200,-9,7,1902,24,1,1903,0,1,1,-9,0,0,0,1,1,5\n2,"USA",2,-9,7,1902,24,1,1903,1,1,1,-9,0,0,7,3,1,5\n'
    bad = '3,"USA",2,1,7,1902,24,1,1901,1,1,1,-9,0,0,7,3,1,5\n3,"USA",2,1,7,1902,24,1,1903,2,1,1,-9,0,0,7,3,1,5\n'
    report = load_text("cow_mid", "m.csv", MIDB + good + bad)
    assert (report.rows, len(report.refused)) == (1, 2)


def test_absent_is_no_abstention_and_no_member_is_nobody(load_text: Load, select: Select) -> None:
    call = '{0},"X","Name",{1},7,1,{2},1990,45,1,1,1,0,1990-06-01,"R/45/1",0,0,"PEACE","long, text",1,0,0,0,NA,0\n'
    votes = ((2, 1), (710, 2), (365, 3), (700, 8), (990, 9))
    report = load_text("un_votes", "UNVotes-1.csv", UN + "".join(call.format(n, *vote) for n, vote in enumerate(votes)))
    assert select("SELECT state, vote FROM votes ORDER BY 1") == [("CHN", 2), ("RUS", 3), ("USA", 1)]
    assert select("SELECT issue FROM issues") == [("me",)]
    assert report.ignored == {"absent, or not a member": 2}


def test_a_tabbed_export_of_the_votes_is_read_too(load_text: Load, select: Select) -> None:
    text = UN.replace(",", "\t") + '1\t"X"\t"Name"\t710\t7\t1\t2\t1990\t45\t1\t1\t1\t0\t1990-06-01\t"R"\t0\t0\t"P"\t"d"'
    load_text("un_votes", "UNVotes.tab", text + "\t1\t0\t0\t0\t0\t0\n")
    assert select("SELECT state, vote FROM votes") == [("CHN", 2)]


def test_published_agreement_is_a_figure_of_its_own(load_text: Load, select: Select) -> None:
    rows = '"1",45,2,710,0.25,1990,1,9,2,9,1\n"2",45,710,2,0.25,1990,2,9,1,9,1\n"3",45,255,710,0.5,1990,1,9,2,9,1\n'
    report = load_text(
        "un_votes", "AgreementScoresAll_Jun2024.csv", AGREEMENT + rows + '"4",45,2,365,0.5,1991,1,9,2,9,1'
    )
    assert select("SELECT indicator, actor, recipient, value, unit, period_start FROM figures ORDER BY ALL") == [
        ("agreement_published", "CHN", "DEU", 0.5, "1", dt.date(1990, 1, 1)),
        ("agreement_published", "CHN", "USA", 0.25, "1", dt.date(1990, 1, 1)),
    ]
    assert len(report.refused) == 1


def test_releases_of_ideal_points_take_their_vintage_from_their_name(load_text: Load, select: Select) -> None:
    row = '"1",651,78,87,-0.98,-1.47,-1.22,-1.15,-0.98,-0.81,-0.74,-0.49,"EGY","Egypt",0.17,0.57\n'
    load_text("ideal_points", "IdealpointestimatesAll_Jun2024.csv", IDEAL + row)
    load_text("ideal_points", "ideal.csv", IDEAL + row + "\n")
    chosen = "SELECT actor, period_start, variant, vintage, value, low, high, known_date FROM figures ORDER BY vintage"
    point = ("EGY", dt.date(2023, 1, 1), "all")
    assert select(chosen) == [
        (*point, "2024-06", -0.98, -1.22, -0.74, dt.date(2024, 6, 30)),
        (*point, "session 78", -0.98, -1.22, -0.74, dt.date(2024, 7, 28)),
    ]


def test_the_list_of_states_of_2024_has_the_same_columns(load_text: Load, select: Select) -> None:
    head = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    load_text("cow_states", "statelist2024.csv", head + '"USA",2,"United States of America",1816,1,1,2024,12,31,2024\n')
    assert select("SELECT actor, start_date, end_date FROM spells") == [
        ("USA", dt.date(1816, 1, 1), dt.date(2024, 12, 31))
    ]


def test_minus_nine_is_missing_in_every_layout_of_capabilities(load_text: Load, select: Select) -> None:
    head = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
    load_text(
        "cow_nmc",
        "NMC-60-abridged.csv",
        head + "USA,2,2000,-9,10,-9,10,100,10,.3,2021\nCUB,40,2000,5,1,1,1,1,1,-9,2021",
    )
    assert select("SELECT indicator, actor, value, status FROM figures ORDER BY ALL") == [
        ("capabilities", "CUB", None, 3),
        ("capabilities", "USA", 0.3, 0),
        ("military_expenditure", "CUB", 5.0, 0),
        ("military_expenditure", "USA", None, 3),
    ]


def test_shared_organisations_are_counted_where_both_are_full_members(load_text: Load, select: Select) -> None:
    text = "ccode1,country1,ccode2,country2,year,AALCO,ABEDA,UN,dyadid\n"
    rows = "2,usa,20,canada,2000,0,1,1,2020\n2,usa,40,cuba,2000,0,-9,-1,2040\n2,usa,70,mexico,2000,-1,-9,-1,2070\n"
    load_text("cow_igo", "dyadic_formatv3.csv", text + rows)
    assert select("SELECT actor, value, status FROM figures ORDER BY 1") == [
        ("CAN", 2.0, 0),
        ("CUB", 0.0, 1),
        ("MEX", None, 3),
    ]


@pytest.mark.parametrize("shape", [str.upper, str.lower])
def test_memberships_join_coded_years_and_know_their_level(
    shape: Callable[[str], str], load_text: Load, select: Select
) -> None:
    cells = {1955: "0,1", 1960: "1,1", 1965: "1,1", 1966: "2,1", 1967: "-1,-9"}
    rows = "".join(f"2,{year},usa,{cell}\n" for year, cell in cells.items())
    load_text("cow_igo", "state_year_formatv3.csv", f"ccode,year,state,{shape('AAAID')},{shape('UN')}\n{rows}")
    chosen = """SELECT actor, fields->>'organisation', fields->>'level', year(start_date), year(end_date)
        FROM spells ORDER BY ALL"""
    assert select(chosen) == [
        ("USA", "aaaid", "associate", 1966, 1966),
        ("USA", "aaaid", "full", 1960, 1965),
        ("USA", "un", "full", 1955, 1966),
        ("USA", "un", "unknown", 1967, 1967),
    ]


def test_directed_alliances_are_the_spells_of_the_repack(load_text: Load, select: Select) -> None:
    head = "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB,dyad\n"
    rows = "".join(f"365710,{y},1,1,0,0,1,0,365,710,x\n710365,{y},1,0,0,0,1,0,710,365,x\n" for y in (1950, 1951))
    load_text("atop", "atop5_1ddyr.csv", head + rows)
    assert select("SELECT actor, recipient, fields->>'obligation', fields->>'obliged' FROM spells ORDER BY ALL") == [
        ("CHN", "RUS", "nonaggression", "both"),
        ("RUS", "CHN", "defense", "actor"),
    ]


def test_v_dem_in_full_has_the_same_indices(load_text: Load, select: Select) -> None:
    indices = [f"v2x_{name}" for name in ("polyarchy", "libdem", "partipdem", "delibdem", "egaldem", "api", "mpi")]
    columns = [f"{index}{part}" for index in indices for part in ("", "_codelow", "_codehigh", "_sd")]
    head = "country_name,country_text_id,country_id,year,historical_date,project,COWcode," + ",".join(columns)
    row = "Russia,RUS,11,2024,2024-12-31,0,365,0.17,0.16,0.19,0.1" + "," * (len(columns) - 4)
    load_text("vdem", "V-Dem-CY-Core-v15.csv", f"{head}\n{row}\n")
    assert select("SELECT indicator, actor, value, low, high FROM figures") == [("polyarchy", "RUS", 0.17, 0.16, 0.19)]
