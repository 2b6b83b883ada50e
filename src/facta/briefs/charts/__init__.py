"""Static charts as SVG: no script, no meaning by colour alone, and a table of what each shows."""

from facta.briefs.charts.bars import Bar, BarChart
from facta.briefs.charts.chart import Chart, Drawing, Table, Words, read_style, render_chart, write_csv
from facta.briefs.charts.gauges import Gauge, GaugeChart
from facta.briefs.charts.lines import Level, Line, Mark, Point, Span, drop_band, list_line
from facta.briefs.charts.ranges import DOTS, RangeChart, RangeRow
from facta.briefs.charts.series import LineChart
from facta.briefs.charts.shapes import STATE_SHAPES, VERDICT_SHAPES, draw_shape, draw_shapes, list_shapes
from facta.briefs.charts.small import Multiples, Strip, render_sparkline
from facta.briefs.charts.timeline import Event, TimelineChart

__all__ = [
    "DOTS",
    "STATE_SHAPES",
    "VERDICT_SHAPES",
    "Bar",
    "BarChart",
    "Chart",
    "Drawing",
    "Event",
    "Gauge",
    "GaugeChart",
    "Level",
    "Line",
    "LineChart",
    "Mark",
    "Multiples",
    "Point",
    "RangeChart",
    "RangeRow",
    "Span",
    "Strip",
    "Table",
    "TimelineChart",
    "Words",
    "draw_shape",
    "draw_shapes",
    "drop_band",
    "list_line",
    "list_shapes",
    "read_style",
    "render_chart",
    "render_sparkline",
    "write_csv",
]
