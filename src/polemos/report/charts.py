"""One specification for each declared chart and language, for screen and print."""

from dataclasses import replace
from typing import Any

from altair.utils.schemapi import debug_mode

from polemos.core import Lang
from polemos.report._bars import bars, moves, ranges
from polemos.report._doc import Drawing, Panel
from polemos.report._door import Door
from polemos.report._figure import (
    BarChart,
    Chart,
    ColumnChart,
    Grid,
    LaneChart,
    LineChart,
    MapChart,
    MoveChart,
    RangeChart,
    StripChart,
)
from polemos.report._lanes import lanes
from polemos.report._layers import HOVER
from polemos.report._map import draw_map
from polemos.report._strips import strips
from polemos.report._tell import Teller
from polemos.report._time import Frame, Timed, known, timed

_LOW = 130  # pixels; a panel of small multiples is no higher


def draw(chart: Chart, door: Door, where: str) -> Drawing | None:
    """Draw a chart in the door's language; None if nothing of it is known yet."""
    before, tell = len(door.marks), Teller(door, where)
    made: Drawing | None
    with debug_mode(False):  # tests hold the specifications to Vega-Lite's schema
        match chart:
            case LineChart() | ColumnChart():
                one = timed(chart, tell, Frame())
                made = _gathered([one] if one else [], 1, door.lang)
            case Grid():
                made = _grid(chart, tell)
            case MapChart():
                made = draw_map(chart, door)
            case BarChart():
                made = bars(chart, tell)
            case RangeChart():
                made = ranges(chart, tell)
            case MoveChart():
                made = moves(chart, tell)
            case LaneChart():
                made = lanes(chart, tell)
            case StripChart():
                made = strips(chart, tell)
    return made and replace(made, claims=tuple(door.marks[before:]))


def _grid(chart: Grid, tell: Teller) -> Drawing | None:
    """Draw small multiples on one time axis."""
    points = [d.shown.points for p in chart.panels for d in known(p, tell.door)]
    if not points:
        return None
    first = min(p[0].period.start for p in points)
    last = max(p[-1].period.end for p in points)
    terse, frame = replace(tell, terse=True), Frame(first, last)
    low = (replace(p, height=min(p.height, _LOW)) for p in chart.panels)
    panels = (timed(p, terse, frame) for p in low)
    made = [p for p in panels if p is not None]
    return _gathered(made, chart.columns, tell.door.lang)


def _gathered(panels: list[Timed], columns: int, lang: Lang) -> Drawing | None:
    if not panels:
        return None
    series = dict.fromkeys(s for p in panels for s in p.series)
    notes = dict.fromkeys(p.note for p in panels if p.note)
    return Drawing(
        panels=tuple(p.panel for p in panels),
        columns=min(columns, len(panels)),
        series=tuple(series),
        note=("" if lang == "zh" else " ").join(notes),
    )


def to_print(panel: Panel, width: int) -> dict[str, Any]:
    """Give the specification at a fixed width, without what answers to a pointer."""
    shown = [x for x in panel.spec["layer"] if not x.get("name", "").startswith(HOVER)]
    spec = {**panel.spec, "width": width, "layer": shown}
    if panel.aspect is not None:
        spec["height"] = round(width * panel.aspect)
    elif panel.wide is not None:
        spec["height"] = panel.wide
    return spec
