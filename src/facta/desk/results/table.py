"""What every result can do: give its rows, show itself, convert itself."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from facta.errors import UsageError

if TYPE_CHECKING:
    import polars
    import pyarrow  # type: ignore[import-untyped]

__all__ = ["Table", "plain", "to_json"]


class MissingExtra(UsageError):
    """A conversion that needs a package which is not installed."""

    def __init__(self, package: str) -> None:
        self.package = package

    def __str__(self) -> str:
        return f"{self.package} is not installed. Install it with `pip install 'facta[frames]'`."


def _import(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise MissingExtra(package) from error


class Table:
    """What every result can do: give its rows, and convert them."""

    def rows(self) -> list[dict[str, Any]]:
        """Return its rows as plain values; missing is None, never 0."""
        raise NotImplementedError

    def to_polars(self) -> polars.DataFrame:
        """Return its rows as a Polars data frame (extra ``frames``)."""
        frame: polars.DataFrame = _import("polars").DataFrame(self.rows(), infer_schema_length=None)
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """Return its rows as an Arrow table (extra ``frames``)."""
        return _import("pyarrow").Table.from_pylist(self.rows())

    def _repr_html_(self) -> str:
        rows = self.rows()
        if not rows:
            return "<p>nothing</p>"
        head = "".join(f"<th>{_escape(name)}</th>" for name in rows[0])
        body = "".join(
            "<tr>" + "".join(f"<td>{_escape(cell)}</td>" for cell in row.values()) + "</tr>" for row in rows[:200]
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _escape(cell: object) -> str:
    text = "–" if cell is None else str(cell)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
