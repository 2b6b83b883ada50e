"""A ballot all the way: begun on a small dossier, filled in by three experts, frozen, closed, and scored."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import validate

import facta
from facta.claims import read_dossier
from facta.claims.ballots import POOLED
from facta.desk import BallotResult, encode_result, write_schemas
from facta.desk.checking import AlreadyThere
from facta.errors import BallotError, BrokenForms, TooFew, UsageError

DAY = "2003-06-30"
THEN = dt.datetime(2003, 7, 1, 12, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2003, 8, 1, 9, 0, tzinfo=dt.UTC)

DOSSIER = """facta: 1
question: Will Fiji's trade with the islands grow?
asked: 2003-06
sets: [{id: NEIGHBOURS, members: [TON, WSM]}]
registers: [cited.csv]
claims:
- id: grows
  said: {by: A. Speaker, date: 2003-06, quote: trade with Tonga rises}
  readings:
  - text: Trade with Tonga was higher in 2004 than in 2000.
    check: trade(FJI -- TON)[2004] > trade(FJI -- TON)[2000]
  - check: trade(FJI -- TON)[2004] > 50 M USD
  - {text: It looks good., check: "trade(FJI -- WLD)[2004] > 1 M USD", validity: weak, why: The world is no neighbour.}
- id: over
  said: {by: A. Speaker, date: 2003-06, quote: it has begun}
  readings:
  - check: trade(FJI -- TON)[2001] > trade(FJI -- TON)[2000]
- id: loves
  said: {by: A. Speaker, date: 2003-06, quote: out of love}
  horizon: {until: 2030-12-31}
  refuse: {reason: motive, why: Nobody can look into it.}
- id: promise
  said: {by: B. Writer, date: 2003-06, quote: we will buy more}
  commitment: {kind: pledge, deed: "flow(TON -> FJI)[2004] > 2 M USD", due: 2004-12-31}
- id: wider
  said: {by: B. Writer, date: 2003-06, quote: all neighbours gain}
  horizon: {until: 2004-12-31}
  readings:
  - {text: Trade with the neighbours rose., check: "trade(FJI -- NEIGHBOURS)[2004] > trade(FJI -- NEIGHBOURS)[2003]"}
"""

ASKED = ("grows-1", "grows-2", "promise-1", "wider-1")
ANSWERS = {
    "First Expert": {"grows-1": "80%", "grows-2": "0.1", "promise-1": "30%", "wider-1": "50%"},
    "王芳": {"grows-1": "90%", "grows-2": "5%", "promise-1": "80%"},
    "O’Neill / Łukasz": {"grows-1": "85%", "grows-2": "20%", "promise-1": "60%", "wider-1": "70%"},
}

Fill = Callable[[Path, dict[str, str]], Path]


@pytest.fixture
def dossier(islands: Path, tmp_path: Path) -> Path:
    """Return a dossier beside its register."""
    (tmp_path / "cited.csv").write_bytes((islands / "cited.csv").read_bytes())
    file = tmp_path / "neighbours.yml"
    file.write_text(DOSSIER, encoding="utf-8")
    return file


@pytest.fixture
def begun(dossier: Path, islands: Path, tmp_path: Path) -> BallotResult:
    """Return a ballot of three experts."""
    return facta.ballot.new(dossier, tmp_path / "panel", experts=list(ANSWERS), as_of=DAY, store=islands / "store")


def fill(form: Path, answers: dict[str, str], *, name: str | None = None) -> Path:
    """Write answers into a form as somebody would in an editor."""
    text = form.read_text(encoding="utf-8")
    for question, probability in answers.items():
        empty = f'- question: "{question}"\n  probability:\n  reason:\n'
        assert empty in text
        text = text.replace(empty, f'- question: "{question}"\n  probability: {probability}\n  reason: So I think.\n')
    form.write_text(text if name is None else text.replace("expert:", f"expert: {name}"), encoding="utf-8")
    return form


@pytest.fixture
def filled(begun: BallotResult) -> list[Path]:
    """Return the three forms, filled in."""
    return [fill(Path(begun.folder) / form.file, ANSWERS[form.expert]) for form in begun.forms]


def test_it_asks_what_looks_ahead_and_says_what_it_leaves_out(begun: BallotResult) -> None:
    questions = {question.id: question for question in begun.ballot.questions}
    assert tuple(questions) == ASKED
    assert questions["grows-2"].text.endswith("is above 50 M USD.")
    assert questions["promise-1"].check.endswith("during 2003-06-01..2004-12-31")
    assert str(questions["wider-1"].until) == "2004-12-31"
    assert [(entry.question, entry.reason) for entry in begun.left_out] == [("grows-3", "the reading is weak")]
    assert {feed.source for feed in questions["grows-1"].feeds} >= {"cow_trade"}
    assert all(question.base_rate is None for question in questions.values())


def test_it_writes_a_form_and_a_page_for_each_expert(begun: BallotResult) -> None:
    assert [(form.expert, form.file) for form in begun.forms] == [
        ("First Expert", "first-expert.yml"),
        ("王芳", "王芳.yml"),
        ("O’Neill / Łukasz", "o-neill-łukasz.yml"),
    ]
    written = {path.name for path in Path(begun.folder).iterdir()}
    assert written >= {"ballot.yml", "cited.csv", *(form.file for form in begun.forms)}
    assert written >= {form.page for form in begun.forms}


def test_three_forms_go_from_new_to_score(begun: BallotResult, filled: list[Path], islands: Path) -> None:
    added = facta.ballot.add(*filled, at=THEN)
    assert [form.expert for form in added.record.forms] == list(ANSWERS)
    closed = facta.ballot.close(begun.folder, has_answers=True, at=LATER)
    pooled = {entry.question: entry for entry in closed.pooled}
    odds = [p / (1 - p) for p in (0.8, 0.9, 0.85)]
    mean = math.prod(odds) ** (1 / 3)
    assert pooled["grows-1"].probability == pytest.approx(mean / (1 + mean))
    assert (pooled["wider-1"].n, pooled["wider-1"].low, pooled["wider-1"].high) == (2, 0.5, 0.7)
    widest = closed.disagreement[0]
    assert (widest.question, widest.lowest, widest.highest) == ("promise-1", "First Expert", "王芳")
    assert widest.opposed == pytest.approx(2 / 3)
    assert {release.source for release in widest.evidence} >= {"cow_trade"}

    dossier = read_dossier(closed.answers).dossier
    said = {entry.by: entry.probability for entry in dossier.claims[0].sayings}
    assert said == {
        "First Expert": 0.8,
        "王芳": 0.9,
        "O’Neill / Łukasz": 0.85,
        POOLED: pytest.approx(mean / (1 + mean)),
    }
    board = facta.score(closed.answers, as_of="2010-12-31", store=islands / "store").board
    rows = {row.holder: row for row in board.rows}
    assert set(rows) == {*ANSWERS, POOLED}
    assert rows["First Expert"].n == 4


def test_the_answers_can_be_checked(begun: BallotResult, filled: list[Path], islands: Path) -> None:
    facta.ballot.add(*filled, at=THEN)
    closed = facta.ballot.close(begun.folder, has_answers=True, at=LATER)
    (entry,) = facta.check(closed.answers, store=islands / "store").dossiers
    assert [claim.id for claim in entry.claims] == [f"q{n}-{name}" for n, name in enumerate(ASKED, start=1)]
    assert [claim.verdict.value for claim in entry.claims[:2]] == ["supported", "contradicted"]


@pytest.mark.parametrize("step", ["new", "add", "close"])
def test_each_step_gives_one_document(step: str, begun: BallotResult, filled: list[Path]) -> None:
    result = begun
    if step != "new":
        result = facta.ballot.add(*filled, at=THEN)
    if step == "close":
        result = facta.ballot.close(begun.folder, at=LATER)
    document = json.loads(encode_result(result))
    validate(document, write_schemas()["ballot"])
    assert len(document["experts"]) == 3
    assert (
        bool(document["forecasts"]) is bool(document["pooled"]) is bool(document["disagreement"]) is (step == "close")
    )
    assert [row["id"] for row in result.rows()] == list(ASKED)
    assert (result.rows()[0]["spread"] is None) is (step != "close")


def test_closing_twice_shows_the_same(begun: BallotResult, filled: list[Path]) -> None:
    facta.ballot.add(*filled, at=THEN)
    first = facta.ballot.close(begun.folder, has_answers=True, at=LATER)
    assert facta.ballot.close(begun.folder, has_answers=True, at=LATER) == first
    Path(first.answers).write_text("mine", encoding="utf-8")
    with pytest.raises(AlreadyThere, match="is there already"):
        facta.ballot.close(begun.folder, has_answers=True, at=LATER)


def test_nothing_is_replaced_by_a_new_ballot(begun: BallotResult, dossier: Path, islands: Path) -> None:
    with pytest.raises(AlreadyThere, match=r"ballot\.yml is there already"):
        facta.ballot.new(dossier, begun.folder, as_of=DAY, store=islands / "store")


def test_a_form_for_all_when_nobody_is_named(dossier: Path, islands: Path, tmp_path: Path) -> None:
    names = [" ", "Ballot", "ballot ", "A/B", "a b"]
    many = facta.ballot.new(dossier, tmp_path / "many", experts=names, as_of=DAY, store=islands / "store")
    assert [form.file for form in many.forms] == ["ballot-2.yml", "ballot-3.yml", "a-b.yml", "a-b-2.yml"]
    one = facta.ballot.new(dossier, tmp_path / "one", as_of=DAY, store=islands / "store")
    assert [(form.expert, form.file) for form in one.forms] == [("", "expert.yml")]
    form = fill(tmp_path / "one" / "expert.yml", {"grows-1": "35%"}, name="Somebody")
    assert facta.ballot.add(form, at=THEN).record.forms[0].expert == "Somebody"


def test_base_rates_are_told_on_demand(dossier: Path, islands: Path, tmp_path: Path) -> None:
    shown = facta.ballot.new(dossier, tmp_path / "p", as_of=DAY, has_base_rates=True, store=islands / "store")
    rates = {question.id: question.base_rate for question in shown.ballot.questions}
    assert rates["grows-1"] is None
    assert rates["grows-2"] is not None
    assert rates["grows-2"].held == 0
    form = (tmp_path / "p" / "expert.yml").read_text(encoding="utf-8")
    assert f"Held before: in 0 of {rates['grows-2'].n} earlier years" in form
    assert facta.ballot.add(fill(tmp_path / "p" / "expert.yml", {"grows-2": "1%"}, name="A"), at=THEN).record.forms


def test_a_ballot_needs_something_ahead(dossier: Path, islands: Path, tmp_path: Path) -> None:
    with pytest.raises(TooFew, match="ask as of an earlier day"):
        facta.ballot.new(dossier, tmp_path / "p", as_of="2010-12-31", store=islands / "store")
    with pytest.raises(UsageError, match="Give --closes a later day"):
        facta.ballot.new(dossier, tmp_path / "p", as_of=DAY, closes="2001", store=islands / "store")
    assert not (tmp_path / "p").exists()


def test_forms_are_found_where_they_lie_or_by_their_ballot(
    begun: BallotResult, filled: list[Path], tmp_path: Path
) -> None:
    sent = tmp_path / "downloads" / "form (1).yml"
    sent.parent.mkdir()
    filled[0].rename(sent)
    with pytest.raises(BallotError, match=r"there is no ballot\.yml here"):
        facta.ballot.add(sent, at=THEN)
    everything = sorted(Path(begun.folder).glob("*.yml"))
    result = facta.ballot.add(sent, *everything, ballot=begun.folder, at=THEN)
    assert len(result.record.forms) == 3
    with pytest.raises(TooFew, match="Name the files"):
        facta.ballot.add(Path(begun.folder) / "ballot.yml")


def test_where_one_form_has_a_fault_none_is_frozen(begun: BallotResult, filled: list[Path]) -> None:
    filled[1].write_text(filled[1].read_text(encoding="utf-8").replace("90%", "maybe").replace("5%", "135%"))
    with pytest.raises(BrokenForms, match="2 faults in the forms; none was frozen") as caught:
        facta.ballot.add(*filled, at=THEN)
    assert [error.step for error in caught.value.errors if "maybe" in error.found] == [
        "Write it as 35% or 0.35, or leave it empty."
    ]
    with pytest.raises(TooFew, match="facta ballot add FILE"):
        facta.ballot.close(begun.folder)


def test_forms_are_taken_until_the_closing_day(dossier: Path, islands: Path, tmp_path: Path) -> None:
    begun = facta.ballot.new(dossier, tmp_path / "p", as_of=DAY, closes="2003-07-15", store=islands / "store")
    form = fill(Path(begun.folder) / "expert.yml", {"grows-1": "35%"}, name="Somebody")
    with pytest.raises(BallotError, match="took forms until 2003-07-15"):
        facta.ballot.add(form, at=LATER)
    assert len(facta.ballot.add(form, at=THEN).record.forms) == 1
