"""What every result can do: give its rows, show itself in a notebook, and convert itself."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from facta.errors import UsageError

if TYPE_CHECKING:
    import polars
    import pyarrow  # type: ignore[import-untyped]

__all__ = ["MissingExtra", "NoChart", "Table", "draws"]

_MOST_ROWS, _MOST_MARKS = 20, 90
_T = TypeVar("_T")


class MissingExtra(UsageError):
    """A conversion that needs a package which is not installed.

    Examples
    --------
    >>> str(MissingExtra("polars"))
    "polars is not installed. Install it with `pip install 'facta[frames]'`."
    """

    def __init__(self, package: str) -> None:
        self.package = package

    def __str__(self) -> str:
        return f"{self.package} is not installed. Install it with `pip install 'facta[frames]'`."


class NoChart(UsageError):
    """A result that no chart shows.

    Examples
    --------
    >>> str(NoChart("SourcesResult"))
    'no chart shows SourcesResult. Take its rows: `.rows()`, `.to_polars()` or `.to_arrow()`.'
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __str__(self) -> str:
        return f"no chart shows {self.kind}. Take its rows: `.rows()`, `.to_polars()` or `.to_arrow()`."


class Table:
    """What every result can do: give its rows, show itself, and convert itself.

    A kind of result says what its rows are; the rest follows. In a notebook it is a table of its first rows, and every
    library that takes an Arrow stream takes it: ``polars.DataFrame(result)``, ``pyarrow.table(result)``, DuckDB's
    ``FROM result``. A column in which everything is missing has Arrow's type null.

    Examples
    --------
    >>> import facta
    >>> sorted(facta.cite("trade(CHN -- RUS)[2014] > 1 bn USD").to_polars().columns)
    ['citation', 'key', 'licence', 'source', 'url', 'via']
    """

    _shown: ClassVar[tuple[str, ...]] = ()  # columns of a table that people read; all of them where there are none

    def rows(self) -> list[dict[str, Any]]:
        """Return its rows as plain values; missing is None, never 0."""
        raise NotImplementedError

    def cite(self) -> tuple[str, ...]:
        """Return the citations and licences of everything behind its figures; none where it has no figures."""
        return ()

    def to_polars(self) -> polars.DataFrame:
        """Return its rows as a Polars data frame (extra ``frames``).

        Raises
        ------
        MissingExtra
            Polars is not installed.
        """
        frame: polars.DataFrame = _import("polars").DataFrame(self.rows(), infer_schema_length=None)
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """Return its rows as an Arrow table (extra ``frames``).

        Raises
        ------
        MissingExtra
            PyArrow is not installed.
        """
        return _import("pyarrow").Table.from_pylist(self.rows())

    def plot(self) -> Any:
        """Return a chart of it, which shows itself in a notebook and saves as SVG.

        Raises
        ------
        NoChart
            No chart shows this kind of result.
        """
        kind = next((kind for kind in type(self).__mro__ if kind in _CHARTS), None)
        if kind is None:
            raise NoChart(type(self).__name__)
        return _CHARTS[kind](self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        rows = self.rows()
        given = {name for row in rows[:_MOST_ROWS] for name, value in row.items() if value not in (None, "")}
        names = [name for name in self._shown or (rows[0] if rows else ()) if name in given]
        head = "".join(f'<th scope="col">{escape(name.replace("_", " "))}</th>' for name in names)
        body = "".join(f"<tr>{''.join(_write_cell(row[name]) for name in names)}</tr>" for row in rows[:_MOST_ROWS])
        table = f"<table><caption>{escape(self._write_caption(len(rows)))}</caption>"
        return f"{table}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _describe(self) -> str:
        """Say what the rows are, above them."""
        return ""

    def _write_caption(self, count: int) -> str:
        size = f"{count:,} row{'' if count == 1 else 's'}" + (f", the first {_MOST_ROWS}" if count > _MOST_ROWS else "")
        return " · ".join(part for part in (self._describe(), size) if part)


_CHARTS: dict[type, Callable[[Any], Any]] = {}


def draws(kind: type[_T]) -> Callable[[Callable[[_T], Any]], Callable[[_T], Any]]:
    """Enter a function as what draws the chart of a kind of result.

    The rooms that make results lie below those that draw: what draws a result says so here.

    Examples
    --------
    >>> from facta.desk import MeasureResult
    >>> MeasureResult in _CHARTS
    True
    """

    def enter(draw: Callable[[_T], Any]) -> Callable[[_T], Any]:
        _CHARTS[kind] = draw
        return draw

    return enter


def _write_cell(value: object) -> str:
    """Write a value as a cell: numbers to the right, a missing one as a dash, long text cut."""
    if value is None:
        return "<td>–</td>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td style="text-align:right">{value if isinstance(value, int) else f"{value:,.6g}"}</td>'
    text = _flatten(value)
    return f"<td>{escape(text if len(text) <= _MOST_MARKS else text[: _MOST_MARKS - 1] + '…')}</td>"


def _flatten(value: object) -> str:
    """Write what is in a list or mapping in one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_flatten(part)}" for name, part in value.items())
    return ", ".join(map(_flatten, value)) if isinstance(value, list | tuple) else str(value)


def _import(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise MissingExtra(package) from error
