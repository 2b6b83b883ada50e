"""Two checks held against each other: which verdicts changed, and whether data, day, readings or rules changed them."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

import facta
from facta.desk import VerdictChange, encode_result, write_schemas
from facta.desk.checking.comparing import OtherDossiers
from facta.desk.results import read_earlier
from facta.errors import BrokenFile

Edit = Callable[[dict[str, Any]], None]
PLEDGE = """- id: pledge
  said: {by: A. Speaker, date: 2003-06, quote: "we will reach fourteen"}
  commitment:
    {kind: pledge, deed: "trade(FJI -- TON, source=cow_trade) >= 14 M USD", since: 2003-01-01, due: 2003-12-31}
"""


class Desk:
    """A dossier of one's own, beside its register and a store, with the check that was made before."""

    def __init__(self, folder: Path, islands: Path) -> None:
        self.folder, self.store = folder, islands / "store"
        for name in ("islands.yml", "cited.csv"):
            shutil.copy(islands / name, folder / name)
        self.edit("islands.yml", "- id: because", PLEDGE + "- id: because")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace what stands once in a file."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (self.folder / name).write_text(text.replace(old, new), encoding="utf-8")

    def keep(self, as_of: str | None = None, edit: Edit | None = None) -> None:
        """Check, and keep the result as the earlier one; `edit` changes its first dossier."""
        document = json.loads(encode_result(self.check(as_of=as_of)))
        if edit:
            edit(document["dossiers"][0])
        (self.folder / "before.json").write_text(json.dumps(document), encoding="utf-8")

    def check(self, **options: Any) -> Any:
        """Check the dossier."""
        return facta.check(self.folder / "islands.yml", store=self.store, **options)

    def compare(self, as_of: str | None = None) -> dict[str, VerdictChange]:
        """Return what changed, by claim."""
        result = self.check(as_of=as_of, earlier=self.folder / "before.json")
        validate(json.loads(encode_result(result)), write_schemas()["check"])
        return {change.id: change for change in result.changes}


@pytest.fixture
def desk(tmp_path: Path, islands: Path) -> Desk:
    return Desk(tmp_path, islands)


def kinds(change: VerdictChange) -> list[str]:
    """Return the kinds of its reasons."""
    return [reason.kind for reason in change.reasons]


def test_nothing_changed(desk: Desk) -> None:
    desk.keep()
    assert desk.compare() == {}


def test_another_figure_in_a_register_is_data(desk: Desk) -> None:
    desk.keep()
    desk.edit("cited.csv", "2003,14,", "2003,10,")
    (change,) = desk.compare().values()
    assert (change.id, change.before, change.after) == ("above-twelve", "mixed", "contradicted")
    assert [(reason.kind, reason.details) for reason in change.reasons] == [
        ("data", ("registers FJI: 14 M USD → 10 M USD",))
    ]


def test_a_source_that_was_loaded_since_is_data(desk: Desk, tmp_path: Path) -> None:
    loaded, desk.store = desk.store, tmp_path / "empty"
    desk.keep()
    desk.store = loaded
    changes = desk.compare(as_of="2026-11-22")
    assert changes["grows"].before == "no_evidence"
    assert ("data", ("cow_trade: new, 2 M USD",)) in [(r.kind, r.details) for r in changes["grows"].reasons]


def test_a_row_that_is_gone_is_data(desk: Desk) -> None:
    desk.keep()
    desk.edit("cited.csv", "fiji-2003,trade,FJI,TON,2003,14", "fiji-2003,trade,FJI,WSM,2003,14")
    (change,) = desk.compare().values()
    assert change.reasons[0].details == ("registers FJI: gone, was 14 M USD",)


def test_another_row_of_the_same_figure_is_data(desk: Desk) -> None:
    desk.keep()
    desk.edit("cited.csv", "2009-01-01,A. Speaker", "2009-01-01,")
    (change,) = desk.compare().values()
    assert (change.id, change.after) == ("thirty", "supported")
    assert [(reason.kind, reason.details[0].split(":")[0]) for reason in change.reasons] == [
        ("data", "registers FJI via A. Speaker"),
    ]


def test_what_became_known_is_the_day_and_no_data(desk: Desk) -> None:
    desk.keep(as_of="2006")
    (change,) = desk.compare(as_of="2009").values()
    assert (change.id, change.before, change.after) == ("thirty", "no_evidence", "repeated")
    assert [(reason.kind, reason.details) for reason in change.reasons] == [
        ("as_of", ("2006-12-31 → 2009-12-31", "registers FJI via A. Speaker: new, 30 M USD"))
    ]


def test_the_day_alone_does_not_make_a_change_the_days(desk: Desk) -> None:
    desk.keep(as_of="2006")
    desk.edit("cited.csv", "2003,14,", "2003,10,")
    assert kinds(desk.compare(as_of="2009")["above-twelve"]) == ["data"]


def test_data_and_day_may_both_hold(desk: Desk) -> None:
    def deny(dossier: dict[str, Any]) -> None:
        claim = dossier["claims"][3]
        claim["verdict"] = "supported"
        claim["readings"][0]["by_source"][0]["figure"] = 31.0

    desk.keep(as_of="2006", edit=deny)
    assert kinds(desk.compare(as_of="2009")["thirty"]) == ["data", "as_of"]


@pytest.mark.parametrize(
    ("old", "new", "claim", "detail"),
    [
        (
            "> 90 M USD",
            "> 10 M USD",
            "large",
            "reading changed: trade(FJI -- TON)[2004] > 90 M USD → trade(FJI -- TON)[2004] > 10 M USD",
        ),
        ("proxy", "weak", "grows", "validity: proxy → weak, of slope(trade(FJI -- TON))[2000..2004] > 0"),
        (
            "    why: A slope of nominal dollars.\n",
            "  - check: trade(FJI -- TON)[2004] > 90 M USD\n",
            "grows",
            "reading added: trade(FJI -- TON)[2004] > 90 M USD",
        ),
        (
            "  readings:\n  - check: trade(FJI -- TON)[2004] > 90 M USD",
            "  wanted: customs data",
            "large",
            "reading removed: trade(FJI -- TON)[2004] > 90 M USD",
        ),
        ("  rebuts: [large]", "  refuse: {reason: no_series, why: None.}", "arms", "refused: no → no_series"),
        (
            "  refuse: {reason: motive, why: Nobody can look into it.}",
            "  readings: [{check: 'trade(FJI -- TON)[2004] > 1 M USD'}]",
            "because",
            "refused: motive → no",
        ),
        (">= 14 M USD", ">= 7 M USD", "pledge", "(trade(FJI -- TON, source=cow_trade) >= 7 M USD) during 2003-01-01.."),
        (PLEDGE[PLEDGE.index("  commitment") :], "  wanted: a word\n", "pledge", "reading removed: (trade"),
    ],
)
def test_a_change_of_the_dossier_is_the_readings(desk: Desk, old: str, new: str, claim: str, detail: str) -> None:
    desk.keep()
    desk.edit("islands.yml", old, new)
    (change,) = desk.compare().values()
    assert (change.id, kinds(change)) == (claim, ["reading"])
    assert any(detail in entry for entry in change.reasons[0].details)


def test_a_horizon_that_was_moved_is_the_readings(desk: Desk) -> None:
    horizon = "horizon: {until: 2030-12-31, stated: by 2030, set_by: author}"
    desk.edit("islands.yml", horizon, horizon.replace("2030-12-31", "2008-12-31"))
    desk.edit("islands.yml", "trade(FJI -- TON)[2030] > 1 bn USD", "maximum(trade(FJI -- TON)) > 1 bn USD")
    desk.keep(as_of="2009")
    desk.edit("islands.yml", "until: 2008-12-31", "until: 2030-12-31")
    (change,) = desk.compare(as_of="2009").values()
    assert [(reason.kind, reason.details) for reason in change.reasons] == [
        ("reading", ("horizon: 2008-12-31 → 2030-12-31",))
    ]


def test_an_earlier_check_without_horizons_is_compared_without_them(desk: Desk) -> None:
    def forget(dossier: dict[str, Any]) -> None:
        for claim in dossier["claims"]:
            del claim["horizon"]

    desk.keep(edit=forget)
    assert desk.compare() == {}


def test_data_and_readings_may_both_hold(desk: Desk) -> None:
    desk.edit("islands.yml", "trade(FJI -- TON)[2003] > 12 M USD", "trade(FJI -- TON)[2003] > 13 M USD")
    desk.keep()
    desk.edit("cited.csv", "2003,14,", "2003,12,")
    desk.edit("islands.yml", "trade(FJI -- TON)[2003] > 13 M USD", "trade(FJI -- TON)[2003] > 10 M USD")
    change = desk.compare()["above-twelve"]
    assert (change.before, change.after, kinds(change)) == ("mixed", "supported", ["data", "reading"])
    assert change.reasons[0].details == ("registers FJI: 14 M USD → 12 M USD",)


def test_several_readings_are_named_by_number(desk: Desk) -> None:
    one, two = "  - check: trade(FJI -- TON)[2004] > 12 M USD\n", "  - check: trade(FJI -- TON)[2003] > 10 M USD"
    desk.edit("islands.yml", "  - check: trade(FJI -- TON)[2003] > 12 M USD", one + two)
    desk.keep()
    desk.edit("cited.csv", "2003,14,", "2003,9,")
    (reason,) = desk.compare()["above-twelve"].reasons
    assert reason.details == ("reading 2: registers FJI: 14 M USD → 9 M USD",)


def test_the_same_figures_under_another_verdict_are_the_rules(desk: Desk) -> None:
    def overrule(dossier: dict[str, Any]) -> None:
        dossier["claims"][0]["verdict"] = "contradicted"

    desk.keep(edit=overrule)
    (change,) = desk.compare().values()
    assert (change.id, kinds(change)) == ("grows", ["rules"])


def test_an_earlier_reading_that_no_longer_parses_is_named(desk: Desk) -> None:
    def age(dossier: dict[str, Any]) -> None:
        dossier["claims"][0]["verdict"] = "contradicted"
        dossier["claims"][0]["readings"][0]["expression"] = "slope(commerce(FJI -- TON)) > 0"

    desk.keep(edit=age)
    (change,) = desk.compare().values()
    assert kinds(change) == ["reading"]
    assert "the earlier reading cannot be tried again" in change.reasons[0].details[-1]


def test_claims_that_came_and_went_are_shown(desk: Desk) -> None:
    desk.keep()
    desk.edit("islands.yml", "- id: thirty", "- id: thirty-million")
    changes = desk.compare()
    assert (changes["thirty-million"].before, changes["thirty-million"].after) == (None, "repeated")
    assert (changes["thirty"].before, changes["thirty"].after) == ("repeated", None)
    assert changes["thirty"].reasons == ()


def test_a_dossier_that_was_not_checked_again_is_left_out(desk: Desk, islands: Path) -> None:
    both = facta.check(islands / "islands.yml", islands / "flooded.yml", store=desk.store)
    (desk.folder / "before.json").write_bytes(encode_result(both))
    assert list(desk.compare()) == ["pledge"]


def test_an_earlier_check_of_other_dossiers_is_refused(desk: Desk, islands: Path) -> None:
    desk.keep()
    with pytest.raises(OtherDossiers, match=r"is of islands, not of flooded\. Name a dossier that it holds"):
        facta.check(islands / "flooded.yml", store=desk.store, earlier=desk.folder / "before.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "facta/check/1", "dossiers": 1}',
        '{"schema": "facta/check/1", "dossiers": [{"dossier": "d", "as_of": "never", "claims": []}]}',
        "\udce9",
    ],
)
def test_refuses_what_is_no_earlier_check(text: str, tmp_path: Path) -> None:
    file = tmp_path / "earlier.json"
    file.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(BrokenFile, match=r"earlier\.json: this is no result of a check"):
        read_earlier(file)


@pytest.mark.parametrize("schema", ["facta/ask/1", "facta/check/2"])
def test_refuses_another_document_or_version(schema: str, tmp_path: Path) -> None:
    file = tmp_path / "earlier.json"
    file.write_text(json.dumps({"schema": schema, "dossiers": []}), encoding="utf-8")
    with pytest.raises(BrokenFile, match=f"it is {schema}, not facta/check/1. Write one with `facta check"):
        read_earlier(file)


def test_refuses_an_earlier_check_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="No such file"):
        read_earlier(tmp_path / "nowhere.json")


def test_reads_the_day_of_an_earlier_check(desk: Desk) -> None:
    desk.keep(as_of="2006")
    assert read_earlier(desk.folder / "before.json").dossiers[0].as_of == dt.date(2006, 12, 31)
