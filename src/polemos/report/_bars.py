"""Charts of categories: bars, rival readings, and the strip of changes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from polemos.core import NotYetKnown, Reckoning, Unit, reckon
from polemos.report import _say, _theme
from polemos.report._desk import Desk, Fact
from polemos.report._doc import Drawing, Panel
from polemos.report._figure import (
    Bar,
    BarChart,
    Mark,
    MoveChart,
    RangeChart,
    Reading,
)
from polemos.report._layers import EDGE, GAP, Layer, Padding, on, whole, words
from polemos.report._scales import LINE, Scale, scale, wrap
from polemos.report._tell import Teller

_BAR_ROW = 19  # pixels from one bar to the next, where its name takes one line
_ROW = 46  # the same where the numbers may need a line of their own
_WIDE_ROW = 26  # and where they do not
_THICK = 10
_NAMES = 150  # pixels that a name at the left of its bar may take
_NARROW = "width < 480"  # where name and numbers do not fit on one line


def bars(chart: BarChart, tell: Teller) -> Drawing | None:
    """Draw horizontal bars from zero, its name at the left of each, its number after.

    A name that is broken makes its row higher.
    """
    if not chart.bars:
        return None
    sizes = [_in(b.fact, chart.unit) for b in chart.bars]
    level = alt.Scale(domain=[min(0.0, *sizes), max(0.0, *sizes) or 1.0], nice=False)
    layers: list[Layer] = []
    top = 0
    for bar, size in zip(chart.bars, sizes, strict=True):
        told = tell(bar.fact, chart.digits, unit=chart.unit)
        name = wrap(tell.door.label(bar.label, bar.fact.series), _NAMES)
        tall = _BAR_ROW + LINE * (len(name) - 1)
        middle = top + tall / 2
        layers += _bar(bar, size, told, level, middle)
        first = middle - LINE * (len(name) - 1) / 2
        layers.append(words(name, _theme.INK, -GAP, first, align="right"))
        top += tall
    return _drawing(layers, top, [b.fact for b in chart.bars])


def _bar(bar: Bar, size: float, told: str, level: Any, y: float) -> list[Layer]:
    base = on([{"f": 0, "t": size, "e": max(size, 0)}])

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", scale=level, axis=None)

    return [
        base.mark_bar(height=_THICK, opacity=0.9).encode(
            x=x("f"),
            x2=alt.X2("t:Q"),
            y=alt.YValue(y),
            color=alt.ColorValue(_theme.HUES[bar.hue]),
        ),
        base.mark_text(align="left", baseline="middle", dx=5).encode(
            x=x("e"), y=alt.YValue(y), text=alt.TextValue(told)
        ),
        base.mark_rule(strokeWidth=1).encode(
            x=x("f"),
            y=alt.YValue(y - _THICK / 2 - 2),
            y2=alt.Y2Value(y + _THICK / 2 + 2),
            color=alt.ColorValue(_theme.INK),
        ),
    ]


def ranges(chart: RangeChart, tell: Teller) -> Drawing | None:
    """Draw rival readings as dots with whiskers, never averaged."""
    if not chart.readings:
        return None
    height = len(chart.readings) * _ROW
    ends = [v for r in chart.readings for v in _ends(r, chart.unit)]
    level = scale(ends, height, zero=chart.zero, count=5)
    layers = [_axis(level)]
    for i, reading in enumerate(chart.readings):
        layers += _reading(reading, chart.unit, level, i)
        name = tell.door.label(reading.label, reading.fact.series)
        if chart.dated:
            name += _dated(reading.fact, tell)
        layers += _words(name, _told(reading, chart, tell), i)
    facts = [r.fact for r in chart.readings]
    return _drawing(layers, height, facts, len(facts) * _WIDE_ROW)


def _told(reading: Reading, chart: RangeChart, tell: Teller) -> str:
    """Print a value and its interval; the interval alone where no value was given."""
    ends = _interval(reading.fact, tell.door.desk)
    span = "–".join(tell(f, chart.digits, unit=chart.unit) for f in ends)
    if span and reading.ends_only:
        return span
    value = tell(reading.fact, chart.digits, unit=chart.unit)
    return value + _bracketed(span, tell) if span else value


def _dated(fact: Fact, tell: Teller) -> str:
    tell.door.dated(fact)
    day = _say.day(fact.point.period.last, tell.door.lang)
    return f"，{day}" if tell.door.lang == "zh" else f", {day}"


def _reading(
    reading: Reading, unit: Unit | None, level: Scale, row: int
) -> list[Layer]:
    ends = _whisker(reading, unit)
    hue = alt.ColorValue(_theme.HUES[reading.hue])
    shown = {"l": ends[0], "h": ends[-1], "y": _in(reading.fact, unit)}
    base, y = on([shown]), _mark(row)
    hollow = reading.mark is Mark.REPORTED
    whisker = base.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round")
    dot = base.mark_point(size=60, strokeWidth=1.8, opacity=1, filled=not hollow)
    return [
        _rail(row),
        *(
            [whisker.encode(x=_x("l", level), x2=alt.X2("h:Q"), y=y, color=hue)]
            if len(ends) > 1
            else []
        ),
        *(
            []
            if reading.ends_only and len(ends) > 1
            else [dot.encode(x=_x("y", level), y=y, color=hue)]
        ),
    ]


def _ends(r: Reading, unit: Unit | None) -> list[float]:
    return [*_whisker(r, unit), _in(r.fact, unit)]


def _whisker(r: Reading, unit: Unit | None) -> list[float]:
    """Give both ends of the interval, which the value may lie outside of, or it."""
    p, factor = r.fact.point, r.fact.unit.factor(unit or r.fact.unit)
    ends = [v * factor for v in (p.low, p.high) if v is not None]
    return ends or [_in(r.fact, unit)]


def _interval(fact: Fact, desk: Desk) -> list[Fact]:
    """Give the two ends of a fact's interval as facts of their own."""
    if fact.how is not Reckoning.LEVEL or fact.point.low is None:
        return []
    series = desk.known_at(fact.as_of).series(fact.series)
    period = fact.point.period
    try:
        return [
            replace(fact, how=how, point=reckon(series, period, how)[0])
            for how in (Reckoning.LOW, Reckoning.HIGH)
        ]
    except NotYetKnown:
        return []


def moves(chart: MoveChart, tell: Teller) -> Drawing | None:
    """Draw what changed, in standard deviations of its own past."""
    if not chart.moves:
        return None
    height = len(chart.moves) * _ROW
    sizes = [abs(m.sigma.value) for m in chart.moves if m.sigma]
    top = max(2.0, *sizes, 0.0)
    level = scale([-top, top], height, zero=True, count=4)
    layers = [_axis(level)]
    for i, move in enumerate(chart.moves):
        told = f"{tell.whole(move.old, move.digits)} → "
        told += tell.whole(move.new, move.digits)
        layers.append(_rail(i))
        if move.sigma is not None:
            sigma = tell(move.sigma, 1, "+")
            told += _bracketed(f"{sigma}σ", tell)
            layers += _move(move.sigma.value, level, i)
        name = tell.door.label(move.label, move.new.series)
        layers += _words(name, told, i)
    facts = [f for m in chart.moves for f in (m.old, m.new)]
    made = _drawing(layers, height, facts, len(chart.moves) * _WIDE_ROW)
    note = (
        "橫軸：本期變動偏離平常變動幾個標準差；灰色不到一個。"
        if tell.door.lang == "zh"
        else "Axis: how many standard deviations the change lies from the usual one; "
        "grey if less than one."
    )
    return replace(made, note=note)


def _move(sigma: float, level: Scale, row: int) -> list[Layer]:
    base, y = on([{"f": 0, "t": sigma}]), _mark(row)
    hue = alt.ColorValue(_theme.INK if abs(sigma) >= 1 else _theme.GREY)
    arrow = "triangle-right" if sigma > 0 else "triangle-left"
    tip = base.mark_point(shape=arrow, filled=True, size=70, opacity=1)
    stop = base.mark_tick(orient="vertical", thickness=1.2, size=12)
    return [
        stop.encode(x=_x("f", level), y=y, color=alt.ColorValue(_theme.INK)),
        base.mark_rule(strokeWidth=2).encode(
            x=_x("f", level), x2=alt.X2("t:Q"), y=y, color=hue
        ),
        tip.encode(x=_x("t", level), y=y, color=hue),
    ]


def _in(fact: Fact, unit: Unit | None) -> float:
    return fact.value * fact.unit.factor(unit or fact.unit)


def _bracketed(text: str, tell: Teller) -> str:
    return f"（{text}）" if tell.door.lang == "zh" else f" ({text})"


def _words(name: str, told: str, row: int) -> list[Layer]:
    """Write a name, and its numbers at the right or, on a telephone, under it."""
    numbers = on([{}]).mark_text(
        baseline="middle",
        align={"expr": f"{_NARROW} ? 'left' : 'right'"},
        x={"expr": f"{_NARROW} ? 0 : width"},
        y=_down(row, 22, 6),
        text=told,
    )
    return [words(name, _theme.INK, 0, _down(row, 8, 6)), numbers]


def _down(row: int, narrow: int, wide: int) -> dict[str, str]:
    """Say how far down something in a row stands, by the width of the plot."""
    low, high = row * _ROW + narrow, row * _WIDE_ROW + wide
    return {"expr": f"{_NARROW} ? {low} : {high}"}


def _mark(row: int) -> Any:
    """Place a mark in its row."""
    return alt.YValue(_down(row, 35, 17))


def _rail(row: int) -> Layer:
    rail = on([{}]).mark_rule(strokeWidth=1)
    return rail.encode(
        x=alt.XValue(0),
        x2=alt.X2Value("width"),
        y=_mark(row),
        color=alt.ColorValue(_theme.FAINT),
    )


def _x(field: str, level: Scale, *, first: bool = False) -> Any:
    axis = alt.Axis(
        values=list(level.ticks),
        format=level.format,
        labelOverlap="greedy",
        labelSeparation=6,
    )
    reach: Any = {"domain": [level.low, level.high]} if first else {}
    by = alt.Scale(nice=False, zero=False, **reach)
    return alt.X(f"{field}:Q", scale=by, axis=axis, title=None)


def _axis(level: Scale) -> Layer:
    corner = on([{"x": level.low}]).mark_point(opacity=0)
    foot = alt.YValue({"expr": "height"})
    return corner.encode(x=_x("x", level, first=True), y=foot)


def _drawing(
    layers: Sequence[Layer],
    height: float,
    facts: Sequence[Fact],
    wide: int | None = None,
) -> Drawing:
    series = tuple(dict.fromkeys(f.series for f in facts))
    spec = whole(layers, height, Padding(left=EDGE, right=EDGE))
    return Drawing((Panel(spec, wide=wide),), series=series, table=_rows(facts))


def _rows(facts: Iterable[Fact]) -> tuple[tuple[object, ...], ...]:
    """Give the values that are drawn, for those who want them as a table."""
    head = ("series", "period", "reckoned", "since", "value", "low", "high", "unit")
    return (
        head,
        *(
            (
                *(f.series, str(f.point.period), f.how.value, str(f.base or "")),
                *(f.value, f.point.low, f.point.high, str(f.unit)),
            )
            for f in facts
        ),
    )
