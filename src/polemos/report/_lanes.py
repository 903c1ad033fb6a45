"""The timeline of acts: a lane for some actors, a shape for what an act does."""

from collections import Counter
from typing import Any

import altair as alt

from polemos.core import Bearing, Text
from polemos.report import _say, _theme
from polemos.report._doc import Drawing, Panel
from polemos.report._figure import Lane, LaneChart
from polemos.report._layers import EDGE, GAP, HOVER, Layer, Padding, on, whole, words
from polemos.report._scales import LINE, stamp, time_ticks, wrap
from polemos.report._tell import Teller

_ROW = 34  # pixels from one lane to the next
_STEP = 7  # pixels between acts of one lane and day
_NAMES = 86  # pixels for the name of a lane
_SHAPES = {
    Bearing.TALK: "circle",
    Bearing.PRESSURE: "triangle-up",
    Bearing.HELP: "square",
}
NOTE = Text(
    "Circles: talks, offers, declarations; triangles: demands, refusals, sanctions, "
    "escalation; squares: promises, deliveries, relief. Each happening once.",
    "圓點：會談、提議與表態；三角：要求、拒絕、制裁與升級；方塊：承諾、交付與鬆綁。"
    "每件事只計一次。",
)


def lanes(chart: LaneChart, tell: Teller) -> Drawing | None:
    """Draw who acted when; None if nobody did."""
    if not any(lane.marks for lane in chart.lanes):
        return None
    height = len(chart.lanes) * _ROW
    layers = [_base(chart, tell)]
    for row, lane in enumerate(chart.lanes):
        layers += _lane(lane, row, tell)
    spec = whole(layers, height, Padding(left=EDGE, right=EDGE))
    note, table = NOTE.in_(tell.door.lang), _rows(chart)
    return Drawing((Panel(spec),), layers=(chart.layer,), note=note, table=table)


def _x(chart: LaneChart | None, tell: Teller) -> Any:
    if chart is None:
        return alt.X("x:T")
    ticks = time_ticks(chart.since, chart.until, tell.door.lang)
    names = ",".join(f"'{k}':'{v}'" for k, v in ticks.items())
    axis = alt.Axis(
        values=list(ticks),
        labelExpr=f"({{{names}}})[toString(time(datum.value))]",
        labelOverlap="greedy",
        labelFlush=14,
        labelBound=True,
    )
    pad = (stamp(chart.until) - stamp(chart.since)) * 0.015
    reach = [stamp(chart.since), round(stamp(chart.until) + pad)]
    by = alt.Scale(type="utc", domain=reach)
    return alt.X("x:T", scale=by, axis=axis, title=None)


def _base(chart: LaneChart, tell: Teller) -> Layer:
    corner = on([{"x": stamp(chart.since)}]).mark_point(opacity=0)
    foot = alt.YValue({"expr": "height"})
    return corner.encode(x=_x(chart, tell), y=foot)


def _lane(lane: Lane, row: int, tell: Teller) -> list[Layer]:
    middle = row * _ROW + _ROW / 2
    name = wrap(tell.door.label(lane.label), _NAMES)
    first = middle - LINE * (len(name) - 1) / 2
    out = [
        on([{}])
        .mark_rule(strokeWidth=1)
        .encode(
            x=alt.XValue(0),
            x2=alt.X2Value("width"),
            y=alt.YValue(middle),
            color=alt.ColorValue(_theme.FAINT),
        ),
        words(name, _theme.WORDS[lane.hue], -GAP, first, align="right"),
    ]
    every = _placed(lane, middle, tell)
    for y in sorted({m["y"] for m in every}):
        for bearing in Bearing:
            rows = [m for m in every if (m["y"], m["b"]) == (y, bearing.value)]
            if rows:
                out += _marks(rows, y, bearing, lane, f"{row}-{y:g}")
    return out


def _placed(lane: Lane, middle: float, tell: Teller) -> list[dict[str, Any]]:
    """Set acts of one day beside each other, above and below the line."""
    of_day: Counter[object] = Counter()
    out = []
    for mark in sorted(lane.marks, key=lambda m: m.day):
        turn = of_day[mark.day]
        of_day[mark.day] += 1
        side = (turn + 1) // 2 * (-1 if turn % 2 else 1)
        out.append(
            {
                "x": stamp(mark.day),
                "y": middle + max(-2, min(2, side)) * _STEP,
                "b": mark.bearing.value,
                "w": f"{_say.day(mark.day, tell.door.lang)}: "
                + mark.text.in_(tell.door.lang),
            }
        )
    return out


def _marks(
    rows: list[dict[str, Any]], y: float, bearing: Bearing, lane: Lane, key: str
) -> list[Layer]:
    shown = [{"x": r["x"]} for r in rows]
    told = [{"x": r["x"], "w": r["w"]} for r in rows]
    shape, hue = _SHAPES[bearing], alt.ColorValue(_theme.HUES[lane.hue])
    hollow = bearing is Bearing.TALK
    mark = on(shown).mark_point(
        shape=shape, filled=not hollow, size=42, strokeWidth=1.5, opacity=0.9
    )
    name = f"{HOVER}-lane-{key}-{bearing.value}"
    answer = on(told, layer=name).mark_point(
        size=110, opacity=0.001, filled=True, tooltip={"expr": "datum.w"}
    )
    at = {"x": _x(None, None), "y": alt.YValue(y), "color": hue}  # type: ignore[arg-type]
    return [mark.encode(**at), answer.encode(**at)]


def _rows(chart: LaneChart) -> tuple[tuple[object, ...], ...]:
    acts = [
        (f"{m.day}", lane.label.en, m.bearing.value, m.text.en, m.text.zh)
        for lane in chart.lanes
        for m in lane.marks
    ]
    return (("day", "lane", "bearing", "text", "text_zh"), *sorted(acts))
