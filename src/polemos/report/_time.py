"""Charts over time: lines and column_marks, with their ends labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from polemos.core import (
    Cadence,
    NotYetKnown,
    Period,
    Point,
    Series,
    Text,
    UnknownSeries,
)
from polemos.report import _say, _theme
from polemos.report._desk import Fact
from polemos.report._doc import Panel
from polemos.report._door import Door
from polemos.report._figure import ColumnChart, LineChart, Mark
from polemos.report._layers import (
    EDGE,
    GAP,
    RIGHT,
    EndLabel,
    Layer,
    Padding,
    end_labels,
    least,
    whole,
    words,
)
from polemos.report._marks import (
    Axes,
    Drawn,
    column_marks,
    first_ticks,
    hover,
    line_marks,
    turn_marks,
)
from polemos.report._scales import Scale, scale, stamp, wrap
from polemos.report._tell import Teller

_STEPS = {
    Cadence.DAY: 1,
    Cadence.WEEK: 7,
    Cadence.MONTH: 31,
    Cadence.QUARTER: 92,
    Cadence.YEAR: 366,
}
_MISSED = 3  # steps without a value that break a line, …
_SEEN = 0.015  # … if they take this share of the axis
_TELLING = 1e-3  # a first value nearer than this share is not marked


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
            rows = [row_of(p) for p in shown]
            if line.inner:
                _add_inner(rows, door.desk.series(line.inner).to(shown.unit))
            out.append(Drawn(line, label, series, shown, rows))
    return out


def _add_inner(rows: list[dict[str, Any]], inner: Series) -> None:
    """Add the ends of a narrower interval to rows of the same days."""
    ends = {stamp(p.period.last): (p.low, p.high) for p in inner}
    for row in rows:
        low, high = ends.get(row["x"], (None, None))
        if low is not None and high is not None:
            row |= {"l2": _short(low), "h2": _short(high)}


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
    years = _years(lines, tell.door) if stacked else {}
    x_first = frame.first or min(d.shown.points[0].period.start for d in lines)
    x_last = frame.last or max(d.shown.points[-1].period.end for d in lines)
    axes = Axes(x_first, x_last, y, tell.door, years)
    if not stacked:
        for drawn in lines:
            _part(drawn, (x_last - x_first).days, tell.door)
    layers = [axes.base()]
    for drawn, told in zip(lines, firsts, strict=True):
        layers += column_marks(drawn, axes) if stacked else line_marks(drawn, axes)
        layers += first_ticks(drawn, told, axes)
    layers += axes.zero()
    if chart.turn is not None and x_first <= chart.turn.day <= x_last:
        layers += turn_marks(chart.turn, axes)
    layers += [*end_labels(labels, tall), *([] if years else dates)]
    layers += [hover(d, axes, chart.digits) for d in lines]
    title = tell.door.label(chart.title) if chart.title else ""
    panel = Panel(whole(layers, tall, Padding(right=EDGE)), title)
    names = tuple(d.series.id for d in lines)
    return Timed(panel, names, _note(lines, firsts, tell.door))


def row_of(p: Point) -> dict[str, Any]:
    """Give a value and its interval as the charts' data name them."""
    row = {"x": stamp(p.period.last), "y": _short(p.value)}
    row |= {"a": stamp(p.period.start), "b": stamp(p.period.end)}
    if p.low is not None and p.high is not None:
        row |= {"l": _short(p.low), "h": _short(p.high)}
    return row | {"m": row["y"]}


def _part(drawn: Drawn, span: int, door: Door) -> None:
    """Number the parts of a line between the gaps in what is known of it."""
    step = _STEPS.get(door.desk.view.spec(drawn.series.id).cadence)
    if step is None:
        return
    most = max(_MISSED * step, span * _SEEN)
    last, part = drawn.shown.points[0].period.last, 0
    for point, row in zip(drawn.shown, drawn.rows, strict=True):
        part += (point.period.last - last).days > most
        last = point.period.last
        if part:
            row["s"] = part


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


def _years(lines: Sequence[Drawn], door: Door) -> dict[int, str]:
    """Name each column of a year below its middle; nothing for shorter periods."""
    cadences = {door.desk.view.spec(d.series.id).cadence for d in lines}
    if cadences != {Cadence.YEAR}:
        return {}
    periods = sorted({p.period for d in lines for p in d.shown})
    return {
        (stamp(p.start) + stamp(p.end)) // 2: _say.year(p.last, door.lang)
        for p in periods
    }


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
        told: tuple[str, ...] = (text,) if len(periods) == 1 else (text, when)
        name = drawn.label
        if tell.terse:  # little room: one line for name and number
            alone = len(lines) == 1
            name, told = ("", told) if alone else (f"{name} {text}", told[1:])
        at = y.px(drawn.rows[-1]["m"])
        labels.append(EndLabel(at, name, told, _theme.WORDS[drawn.line.hue]))
    if len(periods) > 1:
        return labels, []
    when = _say.period(periods.pop(), tell.door.lang)
    style = {"dx": GAP, "baseline": "top", "dy": 11}
    return labels, [words(wrap(when, 90), _theme.SOFT, RIGHT, y.height, **style)]


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


_BARE = {
    Mark.REPORTED: Text("open dots: reported by a party", "空心點：交戰方所報"),
    Mark.ESTIMATED: Text("dashes: estimate", "虛線：推估"),
    Mark.FORECAST: Text("dots: forecast", "點線：預測"),
}
_BANDED = _BARE | {
    Mark.ESTIMATED: Text(
        "dashes and band: estimate and interval", "虛線與色帶：推估與區間"
    ),
    Mark.FORECAST: Text(
        "dots and bands: forecast, 50% inside 80%",
        "點線與色帶：預測，內帶 50%、外帶 80%",
    ),
}


def _note(
    lines: Sequence[Drawn], firsts: Sequence[list[dict[str, Any]]], door: Door
) -> str:
    """Say what the less usual marks mean, where they occur."""
    zh = door.lang == "zh"
    marks = {d.line.mark for d in lines}
    wide = (d for d in lines if any(r.get("l", 0) < r.get("h", 0) for r in d.rows))
    banded = {d.line.mark for d in wide}
    said = [
        (_BANDED if mark in banded else _BARE)[mark].in_(door.lang)
        for mark in (Mark.REPORTED, Mark.ESTIMATED, Mark.FORECAST)
        if mark in marks
    ]
    if any(firsts):
        said.append("短橫線：首次發布的數值" if zh else "ticks: as first published")
    if not said:
        return ""
    text = ("；" if zh else "; ").join(said)
    return f"{text}。" if zh else f"{text[0].upper()}{text[1:]}."
