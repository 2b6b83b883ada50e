"""Looks at conditions one after the other: what is remembered, what changed, what is refused."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from jsonschema import validate

import facta
from facta.desk import WatchResult, encode_result, write_schemas
from facta.desk.watching import LaterDay
from facta.errors import FileError, StoreError, UnknownName

HEAD = "id,date,actor,recipient,location,kind,fatalities,title,published,citation,url,seen,via,note\n"
ROW = "{id},{day},FJI,TON,,{kind},,{id},{published},A paper,https://example.org/{id},2009-01-01,,\n"
INCIDENTS = HEAD + "".join(
    ROW.format(id=name, day=day, kind=kind, published=published)
    for name, day, kind, published in (
        ("clash-1", "2003-03-01", "armed_clash", "2003-03-02"),
        ("clash-2", "2003-03-20", "armed_clash", "2003-04-10"),
        ("ban", "2004-06-01", "entry_ban", "2004-06-01"),
    )
)
CITED = "id,indicator,actor,recipient,period,value,unit,basis,reporter,published,citation,url,seen,via\n" + "".join(
    f"f{year},trade,FJI,TON,{year},{value},M USD,flow,FJI,{year + 1}-05,Bureau,https://example.org/a,2009-01-01,\n"
    for year, value in ((2002, 10), (2003, 12), (2004, 15))
)
DOSSIER = """facta: 1
question: What would end the trade of the islands?
asked: 2003-01
registers: [incidents.csv, cited.csv]
claims:
- id: clash
  said: {by: A. Speaker, date: 2003-01, quote: "unless they clash"}
  type: condition
  horizon: {until: 2105-12-31}
  readings:
  - text: After two clashes within a month trade falls.
    check: >-
      if count(incidents(FJI -- TON, kind=armed_clash), within=30d)[2003..] >= 2
      then change(trade(FJI -- TON, source=registers))[2003..2004] < 0%
- id: growth
  said: {by: B. Writer, date: 2003-01, quote: "grows unless it is banned"}
  readings:
  - check: >-
      change(trade(FJI -- TON, source=registers))[2002..2004] > 10%
      unless exists(incidents(FJI -- TON, kind=entry_ban))[2003..2105]
- id: interests
  said: {by: B. Writer, date: 2003-01, quote: "as long as it serves them"}
  type: condition
  refuse: {reason: tautology, why: Nobody can tell.}
- id: plain
  said: {by: B. Writer, date: 2003-01, quote: "trade grows"}
  readings:
  - check: trade(FJI -- TON)[2004] > 1 M USD
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a dossier and its registers."""
    inside = tmp_path / "dossiers"
    inside.mkdir()
    for name, text in {"islands.yml": DOSSIER, "incidents.csv": INCIDENTS, "cited.csv": CITED}.items():
        (inside / name).write_text(text, encoding="utf-8")
    return inside


def states(result: WatchResult, *, is_changed: bool = False) -> dict[str, str]:
    """Return the states by claim, of all conditions or of those that changed."""
    return {
        entry.condition.claim: entry.condition.state.value
        for entry in result.conditions
        if entry.is_changed or not is_changed
    }


def look_on(day: str, folder: Path, store: Path) -> WatchResult:
    """Look once at the incidents that had been published by a day, and remember it."""
    head, *lines = INCIDENTS.splitlines(keepends=True)
    known = [line for line in lines if line.split(",")[8] <= day]
    (folder / "incidents.csv").write_text("".join([head, *known]), encoding="utf-8")
    return facta.watch(folder / "islands.yml", store=store)


def test_from_look_to_look_only_what_changed(folder: Path, tmp_path: Path) -> None:
    looks = [
        look_on(day, folder, tmp_path / "store") for day in ("2003-03-31", "2003-04-30", "2003-05-31", "2005-06-30")
    ]
    assert states(looks[0]) == {"clash": "armed", "growth": "armed", "interests": "not_watchable"}
    assert [states(look, is_changed=True) for look in looks] == [
        {}, {"clash": "fired"}, {}, {"growth": "annulled"},
    ]  # fmt: skip
    assert [look.dossiers[0].since for look in looks] == [None, *(look.dossiers[0].as_of for look in looks[:3])]
    clash, growth, _ = (entry.condition for entry in looks[-1].conditions)
    assert clash.trigger is not None
    assert (str(clash.day), str(clash.trigger.known)) == ("2003-03-20", "2003-04-10")
    assert [row.id for row in clash.trigger.rows] == ["clash-1", "clash-2"]
    assert clash.effects[0].outcome == "reversed"
    assert growth.exception is not None
    assert (str(growth.day), [row.id for row in growth.exception.rows]) == ("2004-06-01", ["ban"])


def test_a_look_back_is_not_remembered(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert facta.watch(folder / "islands.yml", as_of="2003-03", store=store).dossiers[0].since is None
    assert not store.exists()
    facta.watch(folder / "islands.yml", store=store)
    back = facta.watch(folder / "islands.yml", as_of="2003-03", store=store)
    assert (states(back)["clash"], back.dossiers[0].since, states(back, is_changed=True)) == ("armed", None, {})
    assert states(facta.watch(folder / "islands.yml", store=store), is_changed=True) == {}


def test_a_look_as_of_a_day_is_compared_with_the_last_look_of_no_later_day(folder: Path, tmp_path: Path) -> None:
    first = look_on("2003-03-31", folder, tmp_path / "store")
    (folder / "incidents.csv").write_text(INCIDENTS, encoding="utf-8")
    again = facta.watch(folder / "islands.yml", as_of=first.dossiers[0].as_of, store=tmp_path / "store")
    assert states(again, is_changed=True) == {"clash": "fired", "growth": "annulled"}


def test_since_a_day_is_computed_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    result = facta.watch(folder / "islands.yml", since="2003-03", as_of="2003-12", store=tmp_path / "store")
    assert states(result, is_changed=True) == {"clash": "fired"}
    before = result.conditions[0].before
    assert before is not None
    assert (before.state, before.figure) == ("armed", 1.0)
    assert not (tmp_path / "store").exists()


def test_a_day_after_that_of_the_evidence_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LaterDay, match="since 2005-12-31 lies after the day of the evidence, 2004-12-31"):
        facta.watch(folder / "islands.yml", since="2005", as_of="2004", store=tmp_path)


def test_a_folder_stands_for_its_dossiers(folder: Path, tmp_path: Path) -> None:
    (folder / "other.yml").write_text(DOSSIER.replace("id: clash", "id: quarrel"), encoding="utf-8")
    result = facta.watch(folder, as_of="2004", store=tmp_path / "store")
    assert [Path(entry.dossier).name for entry in result.dossiers] == ["islands.yml", "other.yml"]
    assert len(result.rows()) == 6
    with pytest.raises(UnknownName, match=r"The folder has no \.yml file"):
        facta.watch(tmp_path, store=tmp_path / "store")


def test_a_condition_that_is_new_changed(folder: Path, tmp_path: Path) -> None:
    facta.watch(folder / "islands.yml", store=tmp_path / "store")
    text = DOSSIER.replace("armed_clash), within=30d)[2003..] >= 2", "armed_clash), within=30d)[2003..] >= 3")
    (folder / "islands.yml").write_text(text, encoding="utf-8")
    result = facta.watch(folder / "islands.yml", store=tmp_path / "store")
    assert [(entry.condition.claim, entry.before) for entry in result.dossiers[0].changed] == [("clash", None)]


def test_a_dossier_without_conditions_has_none(folder: Path, tmp_path: Path) -> None:
    text = DOSSIER.split("- id: clash")[0] + "- id: plain" + DOSSIER.split("- id: plain")[1]
    (folder / "islands.yml").write_text(text, encoding="utf-8")
    result = facta.watch(folder / "islands.yml", store=tmp_path / "store")
    assert (result.conditions, result.rows(), result.cite()) == ((), [], ())


def test_the_document_has_its_schema(folder: Path, tmp_path: Path) -> None:
    result = facta.watch(folder / "islands.yml", since="2003-03", as_of="2005", store=tmp_path)
    document = json.loads(encode_result(result))
    validate(document, write_schemas()["watch"])
    clash, growth, interests = document["conditions"]
    assert clash["changed_from"] == {"state": "armed", "figure": 1.0, "effects": [None]}
    assert clash["trigger"]["rows"][0]["title"] == "clash-1"
    assert (growth["trigger"], growth["state"], growth["day"]) == (None, "annulled", "2004-06-01")
    assert (interests["trigger"], interests["changed_from"], interests["is_changed"]) == (None, None, False)


def test_a_look_that_was_cut_off_while_it_was_written_counts_for_nothing(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    look_on("2003-03-31", folder, store)
    journal = store / "watch" / "looks.jsonl"
    whole = journal.read_bytes()
    look_on("2003-04-30", folder, store)
    second = journal.read_bytes().removeprefix(whole)
    for length in (1, 40, len(second) - 1):
        journal.write_bytes(whole + second[:length])
        result = look_on("2003-04-30", folder, store)
        assert states(result, is_changed=True) == {"clash": "fired"}
        assert journal.read_bytes() == whole + second


def test_a_look_that_was_changed_by_hand_is_found_out(folder: Path, tmp_path: Path) -> None:
    look_on("2003-03-31", folder, tmp_path / "store")
    journal = tmp_path / "store" / "watch" / "looks.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"armed"', b'"fired"', 1))
    with pytest.raises(FileError, match=r"looks\.jsonl:1"):
        look_on("2003-04-30", folder, tmp_path / "store")


def test_a_store_that_cannot_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="this is a file"):
        look_on("2003-04-30", folder, tmp_path / "store")


def test_every_condition_of_the_catalogue_is_found(tmp_path: Path) -> None:
    found = facta.watch("china-russia-2021", since="2021-01-31", store=tmp_path / "none")
    seen = {entry.condition.statement: entry.condition for entry in found.conditions}
    assert {"B14", "B15", "B16", "B18", "B19", "B20", "B80", "B94", "B95"} <= seen.keys()
    assert seen["B14"].reason.startswith("tautology")
    assert all(condition.decisive for condition in seen.values() if condition.state != "not_watchable")
    first = next(entry.condition for entry in found.conditions if entry.condition.statement == "B15")
    assert (first.state, first.day) == ("fired", dt.date(2022, 2, 26))
    assert first.effects[0].outcome == "reversed"
    assert (seen["B80"].state, seen["B80"].day) == ("annulled", dt.date(2022, 1, 6))


def test_what_came_about_stays_and_no_day_lies_ahead(tmp_path: Path) -> None:
    before: dict[str, dt.date | None] = {}
    for day in ("2021-01-31", "2022-02-25", "2022-12-31", "2025-10-01"):
        looked = [entry.condition for entry in facta.watch("china-russia-2021", as_of=day, store=tmp_path).conditions]
        assert all(condition.day is None or condition.day <= condition.as_of for condition in looked)
        settled = {found.key: found.day for found in looked if found.state in ("fired", "annulled")}
        assert before.items() <= settled.items()
        before = settled
    assert len(before) >= 7
