"""AidData's Global Chinese Development Finance 3.0: the projects of version 1.0 searched anew, through 2021.

Amounts are the publisher's adjusted ones, in USD of 2021: a rolled-over loan counts once. Umbrella agreements, which
this release marks, are left out of every variant.
"""

from __future__ import annotations

import datetime as dt

from facta.sources.aiddata_gcof.read import Release, read_release
from facta.sources.bench import Bench

__all__ = ["read"]

_THIRD = Release(
    columns={
        "project": "AidData Record ID",
        "recommended": "Recommended For Aggregates",
        "year": "Commitment Year",
        "donor": "Financier Country",
        "status": "Status",
        "usd": "Adjusted Amount (Constant USD 2021)",
        "name": "Recipient",
        "code": "Recipient ISO-3",
        "umbrella": "Umbrella",
    },
    years=(2000, 2021),
    released=dt.date(2023, 11, 6),
)


def read(bench: Bench) -> None:
    """Read the workbook of version 3.0."""
    read_release(bench, _THIRD)
