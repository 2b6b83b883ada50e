"""The evidence tables: what a reader fills, and the store keeps."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COLUMNS"]

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "figures": {
        "indicator": "VARCHAR",
        "actor": "VARCHAR",
        "recipient": "VARCHAR DEFAULT ''",
        "reporter": "VARCHAR DEFAULT ''",
        "variant": "VARCHAR DEFAULT ''",
        "vintage": "VARCHAR DEFAULT ''",
        "unit": "VARCHAR",
        "act": "VARCHAR DEFAULT 'done'",
        "frequency": "VARCHAR DEFAULT 'year'",
        "period_start": "DATE",
        "value": "DOUBLE",
        "low": "DOUBLE",
        "high": "DOUBLE",
        "completeness": "DOUBLE DEFAULT 1.0",
        "status": "TINYINT DEFAULT 0",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "spells": {
        "id": "VARCHAR",
        "kind": "VARCHAR",
        "actor": "VARCHAR",
        "recipient": "VARCHAR DEFAULT ''",
        "start_date": "DATE",
        "end_date": "DATE",
        "fields": "VARCHAR DEFAULT '{}'",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "roll_calls": {
        "roll_call": "VARCHAR",
        "vote_date": "DATE",
        "title": "VARCHAR DEFAULT ''",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "events": {
        "id": "VARCHAR",
        "event_date": "DATE",
        "actor": "VARCHAR DEFAULT ''",
        "recipient": "VARCHAR DEFAULT ''",
        "actor_code": "VARCHAR DEFAULT ''",
        "recipient_code": "VARCHAR DEFAULT ''",
        "actor_sector": "VARCHAR DEFAULT ''",
        "recipient_sector": "VARCHAR DEFAULT ''",
        "scheme": "VARCHAR",
        "code": "VARCHAR",
        "quad": "TINYINT",
        "score": "DOUBLE",
        "event_count": "INTEGER DEFAULT 1",
        "pair_count": "SMALLINT DEFAULT 1",
        "mention_count": "INTEGER",
        "source_count": "INTEGER",
        "article_count": "INTEGER",
        "tone": "DOUBLE",
        "place": "VARCHAR DEFAULT ''",
        "report": "VARCHAR DEFAULT ''",
        "known_date": "DATE",
        "origin": "VARCHAR DEFAULT ''",
    },
    "votes": {"roll_call": "VARCHAR", "state": "VARCHAR", "vote": "TINYINT", "origin": "VARCHAR DEFAULT ''"},
    "issues": {"roll_call": "VARCHAR", "issue": "VARCHAR", "origin": "VARCHAR DEFAULT ''"},
}
"""Columns of the evidence tables, as a reader fills them; the store adds the source.

Votes and issues have no date of their own: they happened, and became known, with their roll call, which may stand in
another file; the store joins both dates to every row that it hands out.
"""
COLUMNS = {**COLUMNS, "records": COLUMNS["spells"]}
