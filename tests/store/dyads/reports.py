"""Reports in GDELT's layout of 58 columns, made at random from a seed, and counted by hand."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from facta.sources.gdelt_v1.rows import COLUMNS

FIRST = dt.date(2018, 5, 30)
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_KINDS = (
    *(("010", 1, "0.0"), ("042", 1, "1.9"), ("051", 1, "3.4"), ("071", 2, "7.4"), ("0841", 2, "7.0")),
    *(("112", 3, "-2.0"), ("130", 3, "-4.4"), ("173", 4, "-5.0"), ("190", 4, "-10.0")),
)


@dataclass(frozen=True)
class Report:
    """One row of a file."""

    id: int
    day: dt.date
    added: dt.date
    actor: str
    recipient: str
    code: str
    quad: int
    score: str
    mentions: int
    tone: str
    address: str

    @property
    def line(self) -> str:
        """The row as the publisher writes it."""
        cells = {
            "GLOBALEVENTID": str(self.id),
            "SQLDATE": f"{self.day:%Y%m%d}",
            "Actor1CountryCode": self.actor,
            "Actor2CountryCode": self.recipient,
            "EventCode": self.code,
            "EventRootCode": self.code[:2],
            "QuadClass": str(self.quad),
            "GoldsteinScale": self.score,
            "NumMentions": str(self.mentions),
            "NumSources": "1",
            "NumArticles": str(self.mentions + 1),
            "AvgTone": self.tone,
            "DATEADDED": f"{self.added:%Y%m%d}",
            "SOURCEURL": self.address,
        }
        return "\t".join(cells.get(name, "") for name in (*COLUMNS, "SOURCEURL")) + "\n"


def make_reports(day: dt.date, count: int, seed: int, first_id: int = 1) -> list[Report]:
    """Return the reports of a file: most are of its day, some of the day before, few of long ago."""
    draw = random.Random(seed)
    states = ("CHN", "RUS", "USA", "TON", "")
    reports = []
    for place in range(count):
        code, quad, score = draw.choice(_KINDS)
        age = draw.choice((0, 0, 0, 0, 1, 365))
        reports.append(
            Report(
                first_id + place, day - dt.timedelta(age), day, draw.choice(states), draw.choice(states), code, quad,
                score, draw.randint(1, 20), f"{draw.uniform(-9, 9):.6f}", f"https://example.org/{draw.randint(1, 40)}",
            )
        )  # fmt: skip
    return reports


def write_day(folder: Path, day: dt.date, reports: Iterable[Report]) -> Path:
    """Write the file of a day."""
    file = folder / f"{day:%Y%m%d}.export.CSV"
    file.write_text("".join(report.line for report in reports), encoding="utf-8")
    return file


def move(report: Report, **changes: object) -> Report:
    """Return a report with some parts changed."""
    return replace(report, **changes)  # type: ignore[arg-type]


def count_by_hand(reports: Sequence[Report]) -> dict[tuple[dt.date, str, str, dt.date], dict[str, float]]:
    """Count cells without a database: by day, actor, recipient and the day after they were added."""
    cells: dict[tuple[dt.date, str, str, dt.date], list[Report]] = defaultdict(list)
    for report in reports:
        cells[report.day, report.actor, report.recipient, report.added + dt.timedelta(1)].append(report)
    counted: dict[tuple[dt.date, str, str, dt.date], dict[str, float]] = {}
    for key, rows in cells.items():
        kinds = {(row.code, row.quad) for row in rows}
        counted[key] = {
            "report_count": len(rows),
            "event_count": len(kinds),
            **{f"{name}_report_count": sum(row.quad == n for row in rows) for n, name in enumerate(QUADS, 1)},
            **{f"{name}_event_count": sum(quad == n for _, quad in kinds) for n, name in enumerate(QUADS, 1)},
            **{f"root_{root:02}_report_count": sum(int(row.code[:2]) == root for row in rows) for root in range(1, 21)},
            "score_sum": round(sum(float(row.score) for row in rows), 6),
            "score_count": len(rows),
            "mention_count": sum(row.mentions for row in rows),
            "source_count": len(rows),
            "article_count": sum(row.mentions + 1 for row in rows),
            "tone_sum": round(sum(float(row.tone) for row in rows), 6),
            "tone_count": len(rows),
            "address_count": len({row.address for row in rows}),
        }
    return counted
