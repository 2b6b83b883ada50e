from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from facta.domain import Window
from facta.store import LoadReport, Store

Load = Callable[..., LoadReport]
Flow = Callable[..., dict[int, float]]
LAG = dt.timedelta(days=730)
KNOWN = dt.date(2012, 12, 31) + LAG
ATOP = "atopid,ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
INCIDENTS = "id,date,actor,recipient,location,kind,fatalities,title,published,citation,url,seen,via,note\n"


@pytest.mark.parametrize(("day", "years"), [(KNOWN - dt.timedelta(days=1), []), (KNOWN, [2012]), (None, [2012, 2013])])
def test_figures_that_became_known_later_are_not_seen(
    load_trade: Load, read_flow: Flow, day: dt.date | None, years: list[int]
) -> None:
    load_trade("a.csv", (710, 365, 2012, 10, 7), (710, 365, 2013, 11, 8))
    assert list(read_flow(as_of=day)) == years


def test_coverage_ends_a_publication_lag_before_the_day(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (710, 365, 2010, 10, 7), (710, 365, 2013, 11, 8))
    (entry,) = store.evidence(dt.date(2014, 6, 30)).coverage("trade_flow")
    assert entry.window == Window(dt.date(2010, 1, 1), dt.date(2014, 6, 30) - LAG)
    assert store.evidence(dt.date(2011, 6, 30)).coverage("trade_flow") == ()


def test_partners_of_later_rows_are_not_seen(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (710, 365, 2012, 10, 7), (710, 2, 2013, 11, 8))
    assert store.evidence(KNOWN).partners("trade_flow", "CHN") == ("RUS",)
    assert store.evidence().partners("trade_flow", "CHN") == ("RUS", "USA")


def test_a_spell_that_goes_on_ends_where_knowledge_ends(load_bytes: Load, store: Store) -> None:
    rows = "".join(f"1,365,710,{year},0,0,0,1,0\n" for year in range(2001, 2011))
    load_bytes("atop.csv", ATOP + rows, source="atop")
    (spell,) = store.evidence().rows("alliance")
    assert (spell.start, spell.end) == (dt.date(2001, 1, 1), dt.date(2010, 12, 31))
    (cut,) = store.evidence(dt.date(2008, 12, 31)).rows("alliance")
    assert cut.start == spell.start
    assert cut.end < dt.date(2008, 12, 31)


def test_a_record_is_known_when_it_was_published(load_bytes: Load, store: Store) -> None:
    row = "a,2009-02-15,RUS,CHN,Nakhodka,fire_on_civilian_ship,8,New Star,2009-02-21,RIA,http://x,2026-11-22,,\n"
    load_bytes("incidents.csv", INCIDENTS + row, source="registers")
    assert store.evidence(dt.date(2009, 2, 20)).rows("incident") == ()
    assert [record.id for record in store.evidence(dt.date(2009, 2, 21)).rows("incident")] == ["a"]


def test_the_day_of_the_evidence_is_the_one_asked_for(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (710, 365, 2012, 10, 7), day=3)
    assert store.evidence(dt.date(2020, 1, 1)).as_of == dt.date(2020, 1, 1)
    assert store.evidence().as_of == dt.date(2026, 11, 3)


def test_evidence_of_one_day_does_not_disturb_that_of_another(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (710, 365, 2012, 10, 7), (710, 365, 2013, 11, 8))
    early, late = store.evidence(KNOWN), store.evidence()
    assert [len(one.figures("trade_flow", "RUS", "CHN")[0].values) for one in (early, late, early)] == [1, 2, 1]


def test_tracing_does_not_show_what_was_not_known(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (710, 365, 2012, 10, 7), (710, 365, 2013, 11, 8))
    rows = store.evidence(KNOWN).find_rows("trade_flow", [("RUS", "CHN")])
    assert [row["period_start"] for row in rows] == [dt.date(2012, 1, 1)]
    assert all(row["origin"] and row["known_date"] == KNOWN for row in rows)


REGISTER = "id,indicator,actor,recipient,period,value,unit,basis,reporter,published,citation,url,seen\n"
CITED = "{},trade,CHN,{},{},{},bn USD,flow,CHN,{},Customs,http://x,2026-11-22\n"


@pytest.fixture
def revised(load_bytes: Load, store: Store) -> Store:
    """Return a store with two figures of one book, the one published twice."""
    rows = (("a", "RUS", 2019, 110, "2020-01"), ("b", "RUS", 2019, 111, "2021-01"), ("c", "KAZ", 2019, 20, "2020-01"))
    load_bytes("cited_figures.csv", REGISTER + "".join(CITED.format(*row) for row in rows), source="registers")
    return store


@pytest.mark.parametrize(("day", "value"), [(dt.date(2020, 6, 1), 110), (dt.date(2021, 1, 31), 111), (None, 111)])
def test_of_several_vintages_the_latest_known_counts(revised: Store, day: dt.date | None, value: float) -> None:
    (run,) = revised.evidence(day).figures("trade", "CHN", "RUS")
    assert (run.ordinals.tolist(), run.values.tolist()) == ([2019], [value])


def test_what_was_asked_before_changes_no_answer(revised: Store) -> None:
    alone, together = revised.evidence(), revised.evidence()
    together.partners("trade", "CHN")
    assert [run.vintage for run in alone.figures("trade", "CHN", "KAZ")] == ["2021-01"]
    assert [run.vintage for run in together.figures("trade", "CHN", "KAZ")] == ["2021-01"]


def test_asking_for_a_pair_makes_no_partner(load_trade: Load, store: Store) -> None:
    load_trade("a.csv", (710, 365, 2012, 10, 7))
    evidence = store.evidence()
    assert evidence.figures("trade_flow", "CHN", "BRA") == ()
    assert evidence.partners("trade_flow", "CHN") == ("RUS",)
