"""A forecast never sees past its day: deleting every row that became known later changes nothing."""

from __future__ import annotations

import datetime as dt
import shutil

import duckdb
import numpy as np
import pytest

from facta.domain import Relation, RowSet, Series, find_parties
from facta.forecasts import Forecaster
from facta.forecasts.backtest import Sampler
from facta.measures import list_measures
from facta.store import Store
from facta.store.store import STARTER

DAY = dt.date(2010, 12, 31)
READINGS = (
    "trade(CHN -- RUS)[2013] > 60 bn USD",
    "slope(trade(CHN -- RUS))[2010..2014] > 0 and exists(disputes(CHN -- USA))[2011..2013]",
    "share(trade(CHN -- RUS), trade(RUS -- WLD))[2013] > 10%",
    "rising_share(arms_transfers(RUS -> CHN))[2010..2014] >= 50%",
    "vote_agreement(CHN -- RUS)[2012] > 75%",
    "none(alliance(CHN -- RUS, obligation=defense))[2011..2014]",
    "if change(trade(CHN -- RUS))[2009..2012] > 20% then joint_organisations(CHN -- RUS)[2013] > 30",
)


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return the starter evidence without any row that became known after the day."""
    folder = tmp_path_factory.mktemp("past") / "starter"
    shutil.copytree(STARTER, folder)
    with duckdb.connect() as db:
        for part in sorted(folder.glob("*/*.parquet")):
            columns = {row[0] for row in db.execute(f"DESCRIBE FROM '{part}'").fetchall()}
            if "known_date" in columns:
                db.execute(f"CREATE OR REPLACE TABLE kept AS FROM '{part}' WHERE known_date <= DATE '{DAY}'")
                db.execute(f"COPY kept TO '{part}' (FORMAT parquet)")
    return Store(folder.parent / "store", folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return the starter evidence with everything."""
    return Store(tmp_path_factory.mktemp("all") / "store")


@pytest.mark.parametrize("name", sorted(list_measures()))
def test_no_measure_sees_a_row_that_became_known_later(name: str, forgetful: Store, whole: Store) -> None:
    measure = list_measures()[name]
    options = {"figure": "share_of_payments"} if name == "cited" else {}
    arrow = measure.shape == "directed"
    relations = [
        Relation(find_parties(one), None if measure.shape == "state" else find_parties(other), arrow)
        for one, other in (("CHN", "RUS"), ("RUS", "CHN"), ("USA", "CHN"))
    ]
    for relation in relations:
        ours, theirs = (measure(store.evidence(DAY), relation, options) for store in (forgetful, whole))
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            if isinstance(one, RowSet):
                assert isinstance(other, RowSet)
                assert (one.rows, one.reach) == (other.rows, other.reach)
            else:
                assert isinstance(one, Series)
                assert isinstance(other, Series)
                np.testing.assert_array_equal(one.values, other.values)
                np.testing.assert_array_equal(one.status, other.status)


@pytest.mark.parametrize("reading", READINGS)
def test_deleting_the_future_changes_no_forecast(reading: str, forgetful: Store, whole: Store) -> None:
    ours, theirs = (Forecaster(store.evidence(DAY)).forecast(reading) for store in (forgetful, whole))
    assert ours.probability is not None
    assert ours == theirs


def test_deleting_the_future_changes_no_question_of_a_backtest(forgetful: Store, whole: Store) -> None:
    names, asked = sorted(list_measures()), []
    for store in (forgetful, whole):
        sampler = Sampler(store.evidence(DAY), ("CHN", "DEU", "IND", "JPN", "RUS", "USA"), 1)
        sampler.evidence.fetch_figures(sampler.list_figures(names))
        asked.append([question for name in names for question in sampler.ask(name, 2)])
    assert len({question.measure for question in asked[0]}) > 15
    assert asked[0] == asked[1]
