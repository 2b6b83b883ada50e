"""The JSON document of each command: one type a shape, from which the schemas in the reference are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from facta.desk.documents.balloting import BallotDocument
from facta.desk.documents.checking import BriefDocument, CheckDocument, NewDocument, VerdictDocument
from facta.desk.documents.forecasting import BacktestDocument, ForecastDocument
from facta.desk.documents.measuring import ExplainDocument, MeasureDocument, MeasuresDocument
from facta.desk.documents.panelling import PanelDocument
from facta.desk.documents.scoring import ResolveDocument, ScoreDocument
from facta.desk.documents.sourcing import (
    CiteDocument,
    FetchDocument,
    LoadDocument,
    SourcesDocument,
    TraceDocument,
)
from facta.desk.documents.turning import TurnsDocument
from facta.desk.documents.watching import WatchDocument

__all__ = ["DOCUMENTS", "write_schemas"]

DOCUMENTS: Mapping[str, type[Struct]] = {
    "ask": VerdictDocument,
    "backtest": BacktestDocument,
    "ballot": BallotDocument,
    "brief": BriefDocument,
    "check": CheckDocument,
    "cite": CiteDocument,
    "explain": ExplainDocument,
    "fetch": FetchDocument,
    "forecast": ForecastDocument,
    "load": LoadDocument,
    "measure": MeasureDocument,
    "measures": MeasuresDocument,
    "new": NewDocument,
    "panel": PanelDocument,
    "resolve": ResolveDocument,
    "score": ScoreDocument,
    "sources": SourcesDocument,
    "trace": TraceDocument,
    "turns": TurnsDocument,
    "watch": WatchDocument,
}
"""The shape of each command's document."""


def write_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every document, by command.

    Examples
    --------
    >>> write_schemas()["ask"]["properties"]["schema"]
    {'const': 'facta/ask/1'}
    """
    schemas = {}
    for name, kind in DOCUMENTS.items():
        _, parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
        body = parts.pop(kind.__name__)
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"facta {name} --json"}
        properties = {"schema": {"const": f"facta/{name}/1"}, **body["properties"]}
        schemas[name] = {
            **head,
            **body,
            "title": head["title"],
            "properties": properties,
            "required": ["schema", *body["required"]],
            "$defs": parts,
        }
    plain: dict[str, dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(schemas))  # defaults may be tuples
    return plain
