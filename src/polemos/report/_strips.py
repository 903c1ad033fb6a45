"""Scales one below the other: who stands where between the two poles of an issue."""

from collections.abc import Iterator
from typing import Any

import altair as alt

from polemos.core import Text
from polemos.report import _theme
from polemos.report._desk import Fact
from polemos.report._doc import Drawing, Panel
from polemos.report._figure import Reading, Strip, StripChart
from polemos.report._layers import EDGE, Layer, Padding, on, whole, words
from polemos.report._scales import LINE, width, wrap
from polemos.report._tell import Teller

_HEAD = 20  # pixels from the top of a row to the words of its poles
_ABOVE, _BELOW = 22, 28  # pixels from the poles' words to the line, and to the next row
_POLE = 0.44  # of the width, for the words of a pole
_PLOT = 560  # pixels that the poles' words are broken for
_NEAR = 24.0  # points: labels on one side of the line that are nearer run together
_NOTE = Text(
    "Dots: where each stands, with the coder's interval; black tick: how things stand "
    "now; grey band: where the model settles, middle four fifths of games.",
    "圓點：各方立場與編碼區間；黑色豎線：現況；灰帶：模型結局，取各局中間八成。",
)


def strips(chart: StripChart, tell: Teller) -> Drawing | None:
    """Draw the scales; None if there are none."""
    if not chart.strips:
        return None
    layers: list[Layer] = [_axis()]
    facts: list[Fact] = []
    top = 0.0
    for strip in chart.strips:
        poles = [_pole(words_, tell) for words_ in (strip.low, strip.high)]
        rail = top + _HEAD + LINE * max(map(len, poles)) + _ABOVE
        layers += _strip(strip, poles, top, rail, tell)
        top = rail + _BELOW
        facts += [r.fact for r in strip.readings]
        facts += [f for f in (strip.now, strip.outcome) if f]
    height = top
    spec = whole(layers, height, Padding(left=EDGE, right=EDGE))
    series = tuple(dict.fromkeys(f.series for f in facts))
    note = _NOTE.in_(tell.door.lang)
    return Drawing((Panel(spec),), series=series, note=note, table=_rows(facts))


def _x(field: str, *, first: bool = False) -> Any:
    reach: Any = {"domain": [0, 100]} if first else {}
    by = alt.Scale(nice=False, zero=False, **reach)
    return alt.X(f"{field}:Q", scale=by, axis=None, title=None)


def _axis() -> Layer:
    corner = on([{"x": 0}]).mark_point(opacity=0)
    return corner.encode(x=_x("x", first=True), y=alt.YValue(0))


def _strip(
    strip: Strip, poles: list[list[str]], top: float, rail: float, tell: Teller
) -> list[Layer]:
    name = tell.door.label(strip.label)
    line = on([{}]).mark_rule(strokeWidth=1)
    out = [
        words(name, _theme.INK, 0, top + 6),
        words(poles[0], _theme.SOFT, 0, top + _HEAD),
        words(poles[1], _theme.SOFT, "width", top + _HEAD, align="right"),
        line.encode(
            x=alt.XValue(0),
            x2=alt.X2Value("width"),
            y=alt.YValue(rail),
            color=alt.ColorValue(_theme.FAINT),
        ),
    ]
    if strip.outcome is not None:
        out.append(_band(strip.outcome, rail))
    if strip.now is not None:
        out.append(_now(strip.now, rail))
    last = {True: -100.0, False: -100.0}  # where the last label of a side stands
    for place, reading in enumerate(sorted(strip.readings, key=lambda r: r.fact.value)):
        at = reading.fact.value
        above = place % 2 == 1
        if at - last[above] < _NEAR < at - last[not above]:
            above = not above
        last[above] = at
        out += _dot(reading, rail, place, above, tell)
    return out


def _pole(text: Text, tell: Teller) -> list[str]:
    return wrap(tell.door.label(text), _PLOT * _POLE)


def _band(fact: Fact, y: float) -> Layer:
    p = fact.point
    base = on([{"l": p.low, "h": p.high}])
    return base.mark_rule(strokeWidth=13, opacity=0.28, strokeCap="butt").encode(
        x=_x("l"),
        x2=alt.X2("h:Q"),
        y=alt.YValue(y),
        color=alt.ColorValue(_theme.GREY),
    )


def _now(fact: Fact, y: float) -> Layer:
    tick = on([{"x": fact.value}]).mark_tick(orient="vertical", thickness=2, size=20)
    return tick.encode(x=_x("x"), y=alt.YValue(y), color=alt.ColorValue(_theme.INK))


def _dot(
    reading: Reading, y: float, place: int, above: bool, tell: Teller
) -> list[Layer]:
    p = reading.fact.point
    hue = alt.ColorValue(_theme.HUES[reading.hue])
    shown = {"x": p.value, "l": p.low, "h": p.high}
    base, at = on([shown]), alt.YValue(y + (place - 1) * 4)
    told = tell(reading.fact, 0)
    label = f"{tell.door.label(reading.label)} {told}"
    right = p.value > 100 - width(label) / _PLOT * 100
    text = base.mark_text(
        align="right" if right else "left",
        dx=-7 if right else 7,
        dy=-LINE + 3 if above else LINE - 3,
        baseline="middle",
    )
    return [
        base.mark_rule(strokeWidth=3, opacity=0.35, strokeCap="round").encode(
            x=_x("l"), x2=alt.X2("h:Q"), y=at, color=hue
        ),
        base.mark_point(size=52, filled=True, opacity=1).encode(
            x=_x("x"), y=at, color=hue
        ),
        text.encode(
            x=_x("x"),
            y=alt.YValue(y),
            text=alt.TextValue(label),
            color=alt.ColorValue(_theme.WORDS[reading.hue]),
        ),
    ]


def _rows(facts: list[Fact]) -> tuple[tuple[object, ...], ...]:
    def told() -> Iterator[tuple[object, ...]]:
        for f in facts:
            p = f.point
            yield (f.series, str(p.period), p.value, p.low, p.high)

    return (("series", "period", "value", "low", "high"), *told())
