"""Charts as pictures, against pictures that were looked at: text is left out, since fonts differ between machines."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="install the group: uv sync --group browser")

from facta.briefs.charts import (
    Bar,
    BarChart,
    Chart,
    Event,
    Gauge,
    GaugeChart,
    Level,
    Line,
    LineChart,
    Mark,
    Point,
    RangeChart,
    RangeRow,
    Span,
    Strip,
    TimelineChart,
    Words,
    read_style,
    render_chart,
)
from facta.briefs.relation.sections.lanes import Lane, LaneChart
from facta.claims import VerdictWord
from facta.domain import Window, find_unit

if TYPE_CHECKING:
    from tests.browser.conftest import Open

SEEN = Path(__file__).with_name("seen")
MOST_APART = 0.01  # part of the pixels that may differ: edges are smoothed differently


def list_points(*values: float | None) -> tuple[Point, ...]:
    return tuple(
        Point(dt.date(2000 + n, 7, 2), value, str(2000 + n), n == 4, value and value * 0.8, value and value * 1.2)
        for n, value in enumerate(values)
    )


WORDS = Words("A title")
CHARTS: dict[str, Chart] = {
    "lines": LineChart(
        WORDS,
        (
            Line("one", list_points(1.0, 2.0, None, 4.0, 4.5, 6.0)),
            Line("two", list_points(2.0, 1.5, 1.0, 1.2, 2.0, 3.0)),
        ),
        find_unit("M USD"),
        (Level("more than 3", 3.0, None),),
        (Span("", dt.date(2002, 1, 1), dt.date(2004, 12, 31)),),
        (Mark("", dt.date(2003, 1, 1), "turn", dt.date(2002, 6, 1), dt.date(2003, 6, 1)),),
    ),
    "bars": BarChart(WORDS, (Bar("one", 3.0, "", "disc"), Bar("two", -1.0, "", "ring")), None, Level("", 2.0, 2.0)),
    "ranges": RangeChart(WORDS, (RangeRow("", 0.5, 0.8, {"model": 0.6, "base rate": 0.3, "came about": 1.0}),)),
    "gauges": GaugeChart(WORDS, (Gauge("", "dashes", "", 1.0, 3.0), Gauge("", "disc", "", 4.0, 3.0))),
    "timeline": TimelineChart(
        WORDS,
        (Event("", dt.date(2001, 3, 1)), Event("", dt.date(2002, 3, 1), dt.date(2003, 3, 1))),
        Span("", dt.date(2000, 1, 1), dt.date(2004, 1, 1)),
    ),
    "lanes": LaneChart(
        WORDS,
        (
            Lane("", (Event("", dt.date(1958, 1, 1), dt.date(1989, 12, 31)),), Window.parse("1946..2020")),
            Lane("", (Event("", dt.date(2013, 3, 22)), Event("", dt.date(2015, 5, 9)))),
            Lane("", (), Window.parse("1946..2014")),
        ),
    ),
    "strip": Strip(WORDS, dict.fromkeys(VerdictWord, 3)),
}

COMPARE = """async ([one, other]) => {
  const read = async text => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${text}`;
    await picture.decode();
    const board = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    board.drawImage(picture, 0, 0);
    return board.getImageData(0, 0, picture.width, picture.height);
  };
  const [a, b] = await Promise.all([read(one), read(other)]);
  if (a.width !== b.width || a.height !== b.height) return 1;
  let apart = 0;
  for (let at = 0; at < a.data.length; at += 4)
    apart += Math.max(...[0, 1, 2].map(part => Math.abs(a.data[at + part] - b.data[at + part]))) > 96;
  return apart / (a.width * a.height);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_chart_looks_as_it_did(
    name: str, scheme: str, open_page: Open, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    style = (
        f"{read_style()}body{{margin:0;background:var(--page)}}.chart{{display:block;width:400px}}text{{display:none}}"
    )
    file = tmp_path / "chart.html"
    file.write_text(f"<!doctype html><style>{style}</style>{render_chart(CHARTS[name])}", encoding="utf-8")
    taken = open_page(file, 400, scheme).locator("svg").screenshot()
    seen = SEEN / f"{name}-{scheme}.png"
    if pytestconfig.getoption("update_snapshots", default=False):
        seen.parent.mkdir(exist_ok=True)
        seen.write_bytes(taken)
    pictures = [base64.b64encode(picture).decode() for picture in (taken, seen.read_bytes())]
    assert open_page(file, 400, scheme).evaluate(COMPARE, pictures) < MOST_APART
