"""What was known on a day does not depend on anything that became known later."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from facta.domain import Figures, Origin, Votes
from facta.sources import COLUMNS
from facta.store import Layer, Load, Store, StoreEvidence

Rows = Mapping[str, Sequence[Mapping[str, object]]]
STATES = ("CHN", "RUS", "USA")
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2004, 12, 31)
DAYS = st.dates(FIRST, LAST)
LAG = dt.timedelta(days=730)  # of the source that the spells are said to come from


def unique(row: st.SearchStrategy[dict[str, object]], *key: str) -> st.SearchStrategy[list[dict[str, object]]]:
    return st.lists(row, max_size=12, unique_by=lambda cells: tuple(str(cells[name]) for name in key))


FIGURES = unique(
    st.fixed_dictionaries(
        {
            "actor": st.sampled_from(STATES), "recipient": st.sampled_from(STATES), "known_date": DAYS,
            "vintage": st.sampled_from(["1", "2"]), "period_start": st.dates(FIRST, dt.date(2003, 1, 1)).map(
                lambda day: day.replace(month=1, day=1)),
            "value": st.none() | st.floats(-1e6, 1e6), "indicator": st.just("trade_flow"), "unit": st.just("M USD"),
            "origin": st.sampled_from(["one", "two"]),
        }
    ),
    "actor", "recipient", "vintage", "period_start",
)  # fmt: skip
SPELLS = unique(
    st.builds(
        lambda name, start, days: {
            "id": name, "kind": "alliance", "actor": "CHN", "recipient": "RUS", "start_date": start,
            "end_date": start + dt.timedelta(days=days), "known_date": start + LAG, "origin": "one",
        },
        st.sampled_from("abcdef"), st.dates(FIRST - LAG, LAST - LAG), st.integers(0, 900),
    ),
    "id", "start_date",
)  # fmt: skip
RECORDS = SPELLS.map(lambda rows: [{**row, "kind": "incident", "fields": '{"kind": "armed_clash"}'} for row in rows])
CALLS = unique(
    st.builds(
        lambda number, day, later: {
            "roll_call": number, "vote_date": day, "known_date": day + dt.timedelta(days=later), "origin": "one",
        },
        st.sampled_from("0123456"), DAYS, st.integers(0, 400),
    ),
    "roll_call",
)  # fmt: skip
BALLOTS = unique(
    st.fixed_dictionaries(
        {
            "roll_call": st.sampled_from("0123456"), "state": st.sampled_from(STATES), "vote": st.integers(1, 3),
            "origin": st.just("two"),
        }
    ),
    "roll_call", "state",
)  # fmt: skip


def write_store(folder: Path, rows: Rows) -> Store:
    """Write rows as the one load of a store."""
    layer = Layer(folder)
    layer.prepare()
    with duckdb.connect() as db:
        for table, kept in rows.items():
            columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS[table].items())
            db.execute(f"CREATE TABLE {table} ({columns}, source VARCHAR, loaded DATE)")
            if kept:
                source = "atop" if table == "spells" else "cow_trade"
                shape = json.dumps([dict.fromkeys(kept[0], "VARCHAR")])
                cells = f"SELECT unnest(from_json($1, '{shape}'), recursive := true), '{source}' AS source"
                db.execute(f"INSERT INTO {table} BY NAME {cells}", [json.dumps(kept, default=str)])
            part = layer.part(table, "hand")
            part.parent.mkdir()
            db.execute(f"COPY {table} TO '{part}' (FORMAT parquet)")
    origins = tuple(Origin(name, "cow_trade", "", "", "", "", "") for name in ("one", "two"))
    layer.finish(
        Load(
            id="hand", source="cow_trade", file="", sha256="", loaded=LAST, origins=origins,
            rows={table: len(kept) for table, kept in rows.items()},
            covers={"trade_flow": ((FIRST, LAST),), "alliance": ((FIRST, LAST),)},
        )
    )  # fmt: skip
    return Store(folder, folder / "none")


def forget(rows: Rows, day: dt.date) -> dict[str, list[Mapping[str, object]]]:
    """Delete every row that became known after `day`; a vote goes with its roll call."""
    calls = {row["roll_call"]: row["known_date"] for row in rows["roll_calls"]}
    return {
        table: [row for row in kept if str(row.get("known_date") or calls.get(row.get("roll_call"), day)) <= str(day)]
        for table, kept in rows.items()
    }


def show_figures(found: tuple[Figures, ...]) -> list[tuple[object, ...]]:
    return [(f.vintage, f.origins, f.ordinals.tolist(), np.nan_to_num(f.values, nan=7e9).tolist()) for f in found]


def show_votes(votes: Votes | None) -> object:
    return votes and (dict(votes.states), votes.dates.tolist(), votes.ballots.tolist(), votes.origins)


def show_all(evidence: StoreEvidence) -> dict[str, object]:
    """Return everything that measures can see, as plain values."""
    pairs = [(one, other) for one in STATES for other in STATES if one != other]
    return {
        "figures": [show_figures(evidence.figures("trade_flow", *pair)) for pair in pairs],
        "traced": [evidence.find_rows("trade_flow", [pair]) for pair in pairs],
        "partners": [evidence.partners("trade_flow", state) for state in STATES],
        "spells": evidence.rows("alliance"),
        "records": evidence.rows("incident"),
        "votes": show_votes(evidence.votes()),
    }


@settings(max_examples=20, derandomize=True, phases=[Phase.generate])
@given(FIGURES, SPELLS, RECORDS, CALLS, BALLOTS, DAYS)
def test_what_became_known_later_leaves_no_trace(
    figures: list[dict[str, object]],
    spells: list[dict[str, object]],
    records: list[dict[str, object]],
    calls: list[dict[str, object]],
    ballots: list[dict[str, object]],
    day: dt.date,
) -> None:
    rows = {"figures": figures, "spells": spells, "records": records, "roll_calls": calls, "votes": ballots}
    with tempfile.TemporaryDirectory() as folder:
        whole = write_store(Path(folder, "whole"), rows).evidence(day)
        cut = write_store(Path(folder, "cut"), forget(rows, day))
        seen, hindsight = show_all(whole), show_all(cut.evidence())
        assert seen == show_all(cut.evidence(day))
        assert {**seen, "spells": ()} == {**hindsight, "spells": ()}
        assert whole.coverage("trade_flow") == cut.evidence(day).coverage("trade_flow")


@settings(max_examples=10, derandomize=True, phases=[Phase.generate])
@given(FIGURES, DAYS, DAYS)
def test_knowledge_only_grows(figures: list[dict[str, object]], one: dt.date, other: dt.date) -> None:
    show: Callable[[StoreEvidence], set[str]] = lambda evidence: {  # noqa: E731
        str(row) for pair in STATES for row in evidence.find_rows("trade_flow", [("CHN", pair)])
    }
    with tempfile.TemporaryDirectory() as folder:
        store = write_store(Path(folder, "store"), {"figures": figures})
        assert show(store.evidence(min(one, other))) <= show(store.evidence(max(one, other))) <= show(store.evidence())


@settings(max_examples=20, derandomize=True, phases=[Phase.generate])
@given(SPELLS, DAYS)
def test_no_spell_reaches_beyond_what_was_known(spells: list[dict[str, object]], day: dt.date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        evidence = write_store(Path(folder, "store"), {"spells": spells}).evidence(day)
        assert all(row.end <= max(row.start, day - LAG) for row in evidence.rows("alliance"))
