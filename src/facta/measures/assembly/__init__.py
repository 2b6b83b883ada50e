"""From evidence to series and sets of rows: what every measure is put together from."""

from facta.measures.assembly.books import (
    divide,
    join_books,
    keep_common,
    key_of,
    subtract,
    sum_books,
    sum_parts,
    sum_series,
)
from facta.measures.assembly.figures import (
    build_series,
    collect_members,
    collect_one,
    collect_pairs,
    collect_sides,
    find_pair,
)
from facta.measures.assembly.rows import collect_rows

__all__ = [
    "build_series",
    "collect_members",
    "collect_one",
    "collect_pairs",
    "collect_rows",
    "collect_sides",
    "divide",
    "find_pair",
    "join_books",
    "keep_common",
    "key_of",
    "subtract",
    "sum_books",
    "sum_parts",
    "sum_series",
]
