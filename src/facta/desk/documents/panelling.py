"""The JSON document of `panel`."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["PanelDocument"]


class PanelColumnDocument(Struct, frozen=True):
    """A column: its name, its type, and what it holds."""

    name: str
    type: str
    title: str


class PanelDocument(Struct, frozen=True):
    """A panel in a file; `rows` is how many, `dictionary` the file that says what they hold."""

    rows: int
    columns: list[PanelColumnDocument]
    file: str
    dictionary: str
    names: list[str]
    notes: list[str]
    citations: list[str]
