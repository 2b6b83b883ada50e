"""What a panel is, once it is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facta.domain import MissingExtra, Table
from facta.store import read_arrow, read_panel

if TYPE_CHECKING:
    import polars
    import pyarrow  # type: ignore[import-untyped]

__all__ = ["PanelColumn", "PanelResult"]


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """A column of a panel: its name, its type in the database, and what it holds."""

    name: str
    type: str
    title: str


@dataclass(frozen=True)
class PanelResult(Table):
    """A panel in a file, with its dictionary beside it.

    Parameters
    ----------
    names : tuple of str
        The measures, or ``events``.
    file, dictionary : Path
        Where the rows lie, and what says what they hold.
    count : int
        How many rows.
    columns : tuple of PanelColumn
        In order.
    notes : tuple of str
        What was left out, and why.
    citations : tuple of str
        Of everything behind it.
    """

    names: tuple[str, ...]
    file: Path
    dictionary: Path
    count: int
    columns: tuple[PanelColumn, ...]
    notes: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()

    def __len__(self) -> int:
        return self.count

    def rows(self) -> list[dict[str, Any]]:
        """Return every row; a large panel is better read as a frame."""
        if self.file.suffix.lower() in (".parquet", ".csv"):
            return read_panel(self.file, self._types)
        rows: list[dict[str, Any]] = self.to_arrow().to_pylist()
        return rows

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind it."""
        return self.citations

    def to_polars(self) -> polars.DataFrame:
        """Return it as a Polars data frame (extra ``frames``).

        Raises
        ------
        MissingExtra
            Polars is not installed.
        """
        try:
            import polars
        except ModuleNotFoundError as error:
            raise MissingExtra("polars") from error
        frame: polars.DataFrame = polars.from_arrow(self.to_arrow())  # type: ignore[assignment]
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """Return it as an Arrow table (extra ``frames``).

        Raises
        ------
        MissingExtra
            PyArrow is not installed.
        """
        try:
            from pyarrow import ipc, parquet
        except ModuleNotFoundError as error:
            raise MissingExtra("pyarrow") from error
        match self.file.suffix.lower():
            case ".parquet":
                return parquet.read_table(self.file)
            case ".csv":
                return read_arrow(self.file, self._types)
        return ipc.open_file(str(self.file)).read_all()

    @property
    def _types(self) -> list[tuple[str, str]]:
        return [(column.name, column.type) for column in self.columns]
