"""The marks of charts over time, on axes that they share."""

import itertools
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from polemos.core import Series
from polemos.report import _say, _theme
from polemos.report._door import Door
from polemos.report._figure import Line, Mark, Turn
from polemos.report._layers import HOVER, Layer, on
from polemos.report._scales import LINE, Scale, stamp, time_ticks, wrap

_DOTS = 40  # open dots on a line, so that they stay apart
_TARGETS = 240  # places on a line that answer to a pointer
_COLUMNS = 120  # more columns than this stand without a gap
_STYLES: dict[Mark, dict[str, Any]] = {
    Mark.OBSERVED: {"strokeWidth": 1.9},
    Mark.REPORTED: {"strokeWidth": 0.8, "opacity": 0.6},
    Mark.ESTIMATED: {"strokeWidth": 1.6, "strokeDash": [5, 3]},
    Mark.FORECAST: {"strokeWidth": 1.6, "strokeDash": [2, 3], "opacity": 0.65},
}
_BANDED = {Mark.ESTIMATED: 0.18, Mark.FORECAST: 0.16}  # opacity of an interval
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


class Axes:
    """The encodings that every layer of one chart shares; `ticks` if it has its own."""

    def __init__(
        self, first: date, last: date, y: Scale, door: Door, ticks: dict[int, str]
    ) -> None:
        self.door, self.y_scale = door, y
        span = (stamp(last) - stamp(first)) * 0.01
        self.domain = [stamp(first), round(stamp(last) + span)]
        self.ticks = ticks or time_ticks(first, last, door.lang)
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


def line_marks(drawn: Drawn, axes: Axes) -> list[Layer]:
    """Draw a line, each way of knowing with a mark of its own."""
    rows = drawn.rows
    base = on(rows, _name(drawn))
    hue = alt.ColorValue(drawn.hue)
    mark = drawn.line.mark
    parts = {"detail": alt.Detail("s:N")} if any("s" in r for r in rows) else {}
    out = []
    bands = (("l", "h"), ("l2", "h2")) if mark in _BANDED else ()
    for low, high in bands:
        if any(low in r for r in rows):
            area = base.transform_filter(f"isValid(datum.{low})")
            band = area.mark_area(opacity=_BANDED[mark])
            ends = {"y": axes.y(low), "y2": alt.Y2(f"{high}:Q")}
            out.append(band.encode(x=axes.x(), color=hue, **ends, **parts))
    style = _STYLES[mark]
    line = base.mark_line(**style)
    out.append(line.encode(x=axes.x(), y=axes.y(), color=hue, **parts))
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


def column_marks(drawn: Drawn, axes: Axes) -> list[Layer]:
    """Draw a flow as columns that span their periods."""
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


def first_ticks(drawn: Drawn, rows: list[dict[str, Any]], axes: Axes) -> list[Layer]:
    """Draw a tick at each first published value that differs."""
    if not rows:
        return []
    ticks = on(rows).mark_tick(orient="horizontal", thickness=1.4, size=9)
    return [ticks.encode(x=axes.x(), y=axes.y(), color=alt.ColorValue(drawn.hue))]


def turn_marks(turn: Turn, axes: Axes) -> list[Layer]:
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


def hover(drawn: Drawn, axes: Axes, digits: int) -> Layer:
    """Answer to a pointer with name, date and value."""
    rows = drawn.rows
    step = -(-len(rows) // _TARGETS)
    day = "%Y年%-m月%-d日" if axes.door.lang == "zh" else "%-d %B %Y"
    name = json.dumps(drawn.label, ensure_ascii=False)
    told = (
        f"{{{name}: format(datum.y, ',.{digits}f'), ' ': utcFormat(datum.x, '{day}')}}"
    )
    points = on(rows[::-1][::step][::-1], layer=f"{HOVER}-{axes.count()}")
    return points.mark_point(
        size=90, opacity=0.001, filled=True, tooltip={"expr": told}
    ).encode(
        x=axes.x(),
        y=axes.y("t" if "t" in rows[0] else "y"),
        color=alt.ColorValue(drawn.hue),
    )
