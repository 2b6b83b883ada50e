from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
import yaml

from facta.claims import list_bundled, write_schema

GOOD: dict[str, Any] = {
    "facta": 1,
    "question": "Does it hold?",
    "asked": "2021-01",
    "claims": [
        {
            "id": "one",
            "said": {"by": "A", "quote": "it holds", "date": "2021"},
            "readings": [{"check": "trade(CHN -- RUS)[2014] > 1 bn USD", "validity": "proxy"}],
            "horizon": {"until": "2025-12-31"},
        }
    ],
}


def validate(document: object) -> None:
    checker = jsonschema.Draft202012Validator(write_schema())
    error = next(checker.iter_errors(document), None)
    if error:
        raise error


def with_part(path: str, value: object) -> dict[str, Any]:
    """Return the good dossier with another value at ``claims.0.id``; None takes it out."""
    document = copy.deepcopy(GOOD)
    *above, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    part: Any = document
    for step in above:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return document


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(write_schema())
    validate(GOOD)


@pytest.mark.parametrize("name", list(list_bundled()))
def test_every_bundled_dossier_fits_the_schema(name: str) -> None:
    document = yaml.safe_load(list_bundled()[name].read_text(encoding="utf-8"))
    validate(json.loads(json.dumps(document, default=str)))


@pytest.mark.parametrize("date", ["2021", "2021-01", "2021-01-31", 2021])
def test_a_date_may_be_a_year_a_month_or_a_day(date: object) -> None:
    validate(with_part("claims.0.said.date", date))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("facta", 2),
        ("facta", None),
        ("question", ""),
        ("asked", "last spring"),
        ("asked", 21),
        ("claims", []),
        ("claims", {}),
        ("claims.0.id", "Two Words"),
        ("claims.0.said", None),
        ("claims.0.said.quote", ""),
        ("claims.0.said.act", "guessed"),
        ("claims.0.saidd", {}),
        ("claims.0.type", "guess"),
        ("claims.0.readings.0.check", ""),
        ("claims.0.readings.0.check", None),
        ("claims.0.readings.0.validity", "good"),
        ("claims.0.readings.0.chekc", "x"),
        ("claims.0.horizon", {"set_by": "author"}),
        ("claims.0.refuse", {"reason": "boredom", "why": "so"}),
        ("sets", [{"id": "lower", "members": ["CHN"]}]),
        ("sets", [{"id": "MINE", "members": []}]),
        ("registers", ["../meetings.csv"]),
        ("registers", ["/etc/passwd"]),
        ("title", 7),
    ],
)
def test_a_broken_dossier_does_not_fit_the_schema(path: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError, match=r".+"):
        validate(with_part(path, value))
