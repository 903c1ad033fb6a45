"""Charts over time: lines and columns, with their ends labelled."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from polemos.core import NotYetKnown, Period, Point, Series, UnknownSeries
from polemos.report import _say, _theme
from polemos.report._desk import Fact
from polemos.report._doc import Panel
from polemos.report._door import Door, Teller
from polemos.report._figure import ColumnChart, Line, LineChart, Mark, Turn
from polemos.report._layers import (
    EDGE,
    GAP,
    HOVER,
    RIGHT,
    EndLabel,
    Layer,
    Padding,
    end_labels,
    least,
    on,
    whole,
    words,
)
from polemos.report._scales import LINE, Scale, scale, stamp, time_ticks, wrap

_DOTS = 40  # open dots on a line, so that they stay apart
_TARGETS = 240  # places on a line that answer to a pointer
_TELLING = 1e-3  # a first value nearer than this share is not marked
_COLUMNS = 120  # more columns than this stand without a gap
_STYLES: dict[Mark, dict[str, Any]] = {
    Mark.OBSERVED: {"strokeWidth": 1.9},
    Mark.REPORTED: {"strokeWidth": 0.8, "opacity": 0.6},
    Mark.ESTIMATED: {"strokeWidth": 1.6, "strokeDash": [5, 3]},
    Mark.FORECAST: {"strokeWidth": 1.6, "strokeDash": [2, 3], "opacity": 0.65},
}
_TURN = 132  # pixels that the annotation may take in width


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line that has something to show: all of it, and the part inside the frame."""

    line: Line
    label: str
    series: Series
    shown: Series
    rows: list[dict[str, Any]]

    @property
    def hue(self) -> str:
        """Give the colour of its marks."""
        return _theme.HUES[self.line.hue]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the panels of a grid share."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """A drawn chart, the series in it, and what a reader must be told of its marks."""

    panel: Panel
    series: tuple[str, ...]
    note: str = ""


def known(chart: LineChart | ColumnChart, door: Door) -> list[Drawn]:
    """Give the lines of a chart that have a value in its frame by the cut-off."""
    out = []
    for line in chart.lines:
        try:
            series = door.desk.series(line.series)
        except (NotYetKnown, UnknownSeries):
            continue
        shown = series.between(chart.since)
        if shown.points:
            shown = shown.to(chart.unit or series.unit)
            label = door.label(line.label, line.series)
            out.append(Drawn(line, label, series, shown, [_row(p) for p in shown]))
    return out


def timed(chart: LineChart | ColumnChart, tell: Teller, frame: Frame) -> Timed | None:
    """Draw one chart over time; None if nothing of it is known."""
    lines = known(chart, tell.door)
    if not lines:
        return None
    stacked = isinstance(chart, ColumnChart)
    if stacked:
        _stack(lines)
    zero = stacked or (isinstance(chart, LineChart) and chart.zero)
    firsts = [_first_told(d, tell.door) for d in lines]
    tall = max(chart.height, least(len(lines)))
    y = scale(_extent(lines, firsts), tall, zero=zero)
    labels, dates = _labels(chart, lines, y, tell)
    x_first = frame.first or min(d.shown.points[0].period.start for d in lines)
    x_last = frame.last or max(d.shown.points[-1].period.end for d in lines)
    axes = _Axes(x_first, x_last, y, tell.door)
    layers = [axes.base()]
    for drawn, told in zip(lines, firsts, strict=True):
        layers += _columns(drawn, axes) if stacked else _line(drawn, axes)
        layers += _ticks(drawn, told, axes)
    layers += axes.zero()
    if chart.turn is not None and x_first <= chart.turn.day <= x_last:
        layers += _turn(chart.turn, axes)
    layers += [*end_labels(labels, tall), *dates]
    layers += [_hover(d, axes, chart.digits) for d in lines]
    title = tell.door.label(chart.title) if chart.title else ""
    panel = Panel(whole(layers, tall, Padding(right=EDGE)), title)
    names = tuple(d.series.id for d in lines)
    return Timed(panel, names, _note(lines, firsts, tell.door))


def _row(p: Point) -> dict[str, Any]:
    row = {"x": stamp(p.period.last), "y": _short(p.value)}
    row |= {"a": stamp(p.period.start), "b": stamp(p.period.end)}
    if p.low is not None and p.high is not None:
        row |= {"l": _short(p.low), "h": _short(p.high)}
    return row | {"m": row["y"]}


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _stack(lines: Sequence[Drawn]) -> None:
    """Give each column its foot, head and middle, what is below zero apart."""
    tops: dict[tuple[int, bool], float] = {}
    for drawn in lines:
        for row in drawn.rows:
            key = (row["b"], row["y"] < 0)
            row["f"] = tops.get(key, 0.0)
            row["t"] = tops[key] = _short(row["f"] + row["y"])
            row["m"] = (row["f"] + row["t"]) / 2


def _extent(
    lines: Sequence[Drawn], firsts: Sequence[list[dict[str, Any]]]
) -> list[float]:
    stacked = "t" in lines[0].rows[0]
    keys = ("t", "f") if stacked else ("y", "l", "h")
    values = [r[k] for d in lines for r in d.rows for k in keys if k in r]
    return values + [r["y"] for line in firsts for r in line]


def _labels(
    chart: LineChart | ColumnChart, lines: Sequence[Drawn], y: Scale, tell: Teller
) -> tuple[list[EndLabel], list[Layer]]:
    """Give the label at each end; a date that all ends share stands at the axis."""
    ends = [d.series.points[-1] for d in lines]
    periods = {p.period for p in ends}
    labels = []
    for drawn, point in zip(lines, ends, strict=True):
        fact = Fact(drawn.series.id, drawn.series.unit, point)
        text = tell(fact, chart.digits, unit=chart.unit)
        when = _say.period(point.period, tell.door.lang)
        told = (text,) if len(periods) == 1 else (text, when)
        name = "" if tell.terse and len(lines) == 1 else drawn.label
        at = y.px(drawn.rows[-1]["m"])
        labels.append(EndLabel(at, name, told, _theme.WORDS[drawn.line.hue]))
    if len(periods) > 1:
        return labels, []
    when = _say.period(periods.pop(), tell.door.lang)
    style = {"dx": GAP, "baseline": "top", "dy": 11}
    return labels, [words(wrap(when, 90), _theme.SOFT, RIGHT, y.height, **style)]


class _Axes:
    """The encodings that every layer of one chart shares."""

    def __init__(self, first: date, last: date, y: Scale, door: Door) -> None:
        self.door, self.y_scale = door, y
        span = (stamp(last) - stamp(first)) * 0.01
        self.domain = [stamp(first), round(stamp(last) + span)]
        self.ticks = time_ticks(first, last, door.lang)
        self.count = itertools.count(1).__next__

    def x(self, field: str = "x", *, first: bool = False) -> "alt.X":
        """Place by time; the first layer alone says how far the axis reaches."""
        names = ",".join(f"'{k}':'{v}'" for k, v in self.ticks.items())
        axis = alt.Axis(
            values=list(self.ticks),
            labelExpr=f"({{{names}}})[toString(time(datum.value))]",
            labelOverlap="greedy",
            labelSeparation=8,
            labelFlush=14,
            labelBound=True,
        )
        reach: Any = {"domain": self.domain} if first else {}
        by = alt.Scale(type="utc", **reach)
        return alt.X(f"{field}:T", scale=by, axis=axis, title=None)

    def y(self, field: str = "y", *, first: bool = False) -> "alt.Y":
        """Place by value."""
        axis = alt.Axis(values=list(self.y_scale.ticks), format=self.y_scale.format)
        reach: Any = {"domain": [self.y_scale.low, self.y_scale.high]} if first else {}
        by = alt.Scale(nice=False, zero=False, **reach)
        return alt.Y(f"{field}:Q", scale=by, axis=axis, title=None)

    def base(self) -> Layer:
        """Draw the axes even where a line is short."""
        corner = on([{"x": self.domain[0], "y": self.y_scale.low}])
        x, y = self.x(first=True), self.y(first=True)
        return corner.mark_point(opacity=0).encode(x=x, y=y)

    def zero(self) -> list[Layer]:
        """Draw the zero line where the axis holds it."""
        if not self.y_scale.low <= 0 <= self.y_scale.high:
            return []
        rule = on([{"y": 0}]).mark_rule(strokeWidth=1)
        return [rule.encode(y=self.y(), color=alt.ColorValue(_theme.INK))]


def _line(drawn: Drawn, axes: _Axes) -> list[Layer]:
    rows = drawn.rows
    base = on(rows, _name(drawn))
    hue = alt.ColorValue(drawn.hue)
    mark = drawn.line.mark
    out = []
    if mark in (Mark.ESTIMATED, Mark.FORECAST) and any("l" in r for r in rows):
        band = base.transform_filter("isValid(datum.l)").mark_area(
            opacity=0.1 if mark is Mark.FORECAST else 0.18
        )
        out.append(band.encode(x=axes.x(), y=axes.y("l"), y2=alt.Y2("h:Q"), color=hue))
    style = _STYLES[mark]
    out.append(base.mark_line(**style).encode(x=axes.x(), y=axes.y(), color=hue))
    if mark is Mark.REPORTED or len(rows) == 1:
        step = -(-len(rows) // _DOTS)
        dots = on(rows[::-1][::step][::-1])
        hollow = mark is Mark.REPORTED
        out.append(
            dots.mark_point(
                filled=not hollow, size=18, strokeWidth=1.2, opacity=1
            ).encode(x=axes.x(), y=axes.y(), color=hue)
        )
    if mark is Mark.FORECAST:
        rule = on([{"x": stamp(axes.door.desk.day)}]).mark_rule(strokeWidth=0.8)
        out.append(rule.encode(x=axes.x(), color=alt.ColorValue(_theme.GREY)))
    return out


def _columns(drawn: Drawn, axes: _Axes) -> list[Layer]:
    rows = drawn.rows
    gap = 0.6 if len(rows) <= _COLUMNS else 0.0
    base = on(rows, _name(drawn))
    bars = base.mark_rect(stroke=_theme.PAPER, strokeWidth=gap, opacity=0.9)
    return [
        bars.encode(
            x=axes.x("a"),
            x2=alt.X2("b:T"),
            y=axes.y("f"),
            y2=alt.Y2("t:Q"),
            color=alt.ColorValue(drawn.hue),
        )
    ]


def _name(drawn: Drawn) -> str:
    return f"{drawn.series.id} [{drawn.shown.unit}]"


def _first_told(drawn: Drawn, door: Door) -> list[dict[str, Any]]:
    """Give the first published values that differ from what is known now."""
    if not drawn.line.first_published:
        return []
    try:
        told = door.desk.view.vintages(drawn.series.id)
    except UnknownSeries:  # a derived series has no tellings of its own
        return []
    first: dict[Period, float] = {}
    for o in told:
        if o.value is not None:
            first.setdefault(o.period, o.value)
    factor = drawn.series.unit.factor(drawn.shown.unit)
    return [
        {"x": stamp(p.period.last), "y": _short(first[p.period] * factor)}
        for p in drawn.shown
        if abs(first[p.period] * factor - p.value) > abs(p.value) * _TELLING
    ]


def _ticks(drawn: Drawn, rows: list[dict[str, Any]], axes: _Axes) -> list[Layer]:
    if not rows:
        return []
    ticks = on(rows).mark_tick(orient="horizontal", thickness=1.4, size=9)
    return [ticks.encode(x=axes.x(), y=axes.y(), color=alt.ColorValue(drawn.hue))]


def _turn(turn: Turn, axes: _Axes) -> list[Layer]:
    """Draw the one annotation: a rule, and above the plot its day and its words."""
    door = axes.door
    base = on([{"x": stamp(turn.day)}])
    rule = base.mark_rule(strokeWidth=0.8, strokeDash=[2, 2])
    lines = [_say.day(turn.day, door.lang), *wrap(door.label(turn.text), _TURN)]
    left = stamp(turn.day) < sum(axes.domain) / 2
    text = base.mark_text(
        align="left" if left else "right",
        baseline="bottom",
        dx=-3 if left else 3,
        dy=-4 - LINE * (len(lines) - 1),
        lineHeight=LINE,
    )
    return [
        rule.encode(x=axes.x(), color=alt.ColorValue(_theme.GREY)),
        text.encode(
            x=axes.x(),
            y=alt.YValue(0),
            text=alt.TextValue(lines),
            color=alt.ColorValue(_theme.SOFT),
        ),
    ]


def _hover(drawn: Drawn, axes: _Axes, digits: int) -> Layer:
    """Answer to a pointer with name, date and value."""
    rows = drawn.rows
    step = -(-len(rows) // _TARGETS)
    day = "%Y年%-m月%-d日" if axes.door.lang == "zh" else "%-d %B %Y"
    name = drawn.label.replace("'", "\u2019")
    told = (
        f"{{'{name}': format(datum.y, ',.{digits}f'), "
        f"' ': utcFormat(datum.x, '{day}')}}"
    )
    points = on(rows[::-1][::step][::-1], layer=f"{HOVER}-{axes.count()}")
    return points.mark_point(
        size=90, opacity=0.001, filled=True, tooltip={"expr": told}
    ).encode(
        x=axes.x(),
        y=axes.y("t" if "t" in rows[0] else "y"),
        color=alt.ColorValue(drawn.hue),
    )


def _note(
    lines: Sequence[Drawn], firsts: Sequence[list[dict[str, Any]]], door: Door
) -> str:
    """Say what the less usual marks mean, where they occur."""
    zh = door.lang == "zh"
    marks = {d.line.mark for d in lines}
    said: list[str] = []
    if Mark.REPORTED in marks:
        said.append("空心點：當事方公布" if zh else "open dots: reported by a party")
    if Mark.ESTIMATED in marks:
        said.append(
            "虛線與色帶：推估與區間" if zh else "dashes and band: estimate and interval"
        )
    if Mark.FORECAST in marks:
        said.append("淡色：預測" if zh else "lighter: forecast")
    if any(firsts):
        said.append("短橫線：首次公布的數值" if zh else "ticks: as first published")
    if not said:
        return ""
    text = ("；" if zh else "; ").join(said)
    return f"{text}。" if zh else f"{text[0].upper()}{text[1:]}."
