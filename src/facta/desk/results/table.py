"""From results to plain values and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from facta.domain import Table

__all__ = ["Table", "plain", "to_json"]


def to_json(name: str, body: Mapping[str, Any]) -> bytes:
    """Return the JSON document of a command: its schema and version, then its body; missing is null.

    Examples
    --------
    >>> to_json("ask", {"figure": float("nan")})
    b'{"schema":"facta/ask/1","figure":null}'
    """
    return msgspec.json.encode({"schema": f"facta/{name}/1", **plain(dict(body))})


def plain(value: Any) -> Any:
    """Turn results into plain values that JSON can hold: mappings, lists, numbers without NaN, text, dates."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return plain({name: getattr(value, name) for name in value.__dataclass_fields__})
    return value


def _number(value: Any) -> float | None:
    number = float(value)
    return number if np.isfinite(number) else None
