"""GDELT 2.0: events of the world every 15 minutes since February 2015; English and translated sources in two feeds.

The columns are those of 1.0 with a second administrative division for each place. The day an event was added has a
time of day; its counts of mentions, sources and articles end with the 15 minutes in which it was first reported.
"""

from __future__ import annotations

from collections.abc import Sequence

from facta.sources.bench import Bench
from facta.sources.gdelt_v1.rows import COLUMNS, read_rows

__all__ = ["COLUMNS_V2", "read", "read_all"]

COLUMNS_V2 = (
    *(name for known in COLUMNS for name in dict.fromkeys((known, known.replace("ADM1", "ADM2")))),
    "SOURCEURL",
)
"""The 61 columns of 2.0: ``ADM2Code`` follows each ``ADM1Code``."""
_LAG_DAYS = 0
"""A file comes out a quarter of an hour after the articles."""


def read(bench: Bench) -> None:
    """Read the file of a quarter of an hour."""
    read_all([bench])


def read_all(benches: Sequence[Bench]) -> None:
    """Read the files of many quarters of an hour in one pass."""
    read_rows(benches, COLUMNS_V2, _LAG_DAYS)
