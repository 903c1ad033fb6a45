"""Scales one below the other: who stands where between the two poles of an issue."""

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt

from polemos.core import WHOLE, Text
from polemos.report import _theme
from polemos.report._desk import Fact
from polemos.report._doc import Drawing, Panel
from polemos.report._figure import Reading, Strip, StripChart
from polemos.report._layers import EDGE, Layer, Padding, on, whole, words
from polemos.report._scales import LINE, width, wrap
from polemos.report._tell import Teller

_NARROW = "width < 480"  # where the poles' words do not fit side by side
_HEAD = 21  # pixels from the top of a scale to the words of its poles
_GAP = 9  # pixels between the poles' words and the first line
_STEP = 15  # pixels from one who stands there to the next
_FOOT = 12  # pixels below the last of them
_BESIDE, _ALONE = 270, 300  # pixels that a pole's words may take, wide and narrow
_PLOT = 560  # pixels that labels are placed for
_NOTE = Text(
    "Dots: where each stands, with the scorer's interval; black upright line: how "
    "things stand; grey band: where the model lands, four runs in five.",
    "圓點：各方立場與評分區間；黑色直線：現況；灰帶：模型落點，取中間八成。",
)
Down = tuple[float, float]  # pixels from the top, on narrow screens and on wide ones


def strips(chart: StripChart, tell: Teller) -> Drawing | None:
    """Draw the scales; None if there are none."""
    if not chart.strips:
        return None
    layers: list[Layer] = [_axis()]
    facts: list[Fact] = []
    top: Down = (0.0, 0.0)
    for strip in chart.strips:
        poles = [tell.door.label(strip.low), tell.door.label(strip.high)]
        layers += _heads(tell.door.label(strip.label), poles, top)
        top = _under(poles, top)
        layers += _lines(strip, top, tell)
        top = _plus(top, _STEP * len(strip.readings) + _FOOT)
        facts += [r.fact for r in strip.readings]
        facts += [f for f in (strip.now, strip.outcome) if f]
    spec = whole(layers, top[0], Padding(left=EDGE, right=EDGE))
    series = tuple(dict.fromkeys(f.series for f in facts))
    panel = Panel(spec, wide=round(top[1]))
    note = _NOTE.in_(tell.door.lang)
    return Drawing((panel,), series=series, note=note, table=_rows(facts))


def _plus(at: Down, more: float) -> Down:
    return at[0] + more, at[1] + more


def _down(at: Down) -> dict[str, str]:
    return {"expr": f"{_NARROW} ? {at[0]:g} : {at[1]:g}"}


def _x(field: str, *, first: bool = False) -> Any:
    reach: Any = {"domain": [0, WHOLE]} if first else {}
    by = alt.Scale(nice=False, zero=False, **reach)
    return alt.X(f"{field}:Q", scale=by, axis=None, title=None)


def _axis() -> Layer:
    corner = on([{"x": 0}]).mark_point(opacity=0)
    return corner.encode(x=_x("x", first=True), y=alt.YValue(0))


def _heads(name: str, poles: Sequence[str], top: Down) -> list[Layer]:
    """Write the name and both poles: side by side, or one below the other."""
    left, right = (wrap(p, _BESIDE) for p in poles)
    first, second = (wrap(p, _ALONE) for p in poles)
    at = _plus(top, _HEAD)
    below = (at[0] + LINE * len(first), at[1])
    return [
        words(name, _theme.INK, 0, _down(_plus(top, 6))),
        *_shown(left, at, wide=True),
        *_shown(right, at, wide=True, align="right", x={"expr": "width"}),
        *_shown(first, at, wide=False),
        *_shown(second, below, wide=False, align="right", x={"expr": "width"}),
    ]


def _shown(
    lines: list[str], at: Down, *, wide: bool, align: str = "left", x: Any = 0
) -> list[Layer]:
    """Write words that are there on wide screens alone, or on narrow ones alone."""
    opacity = {"expr": f"({_NARROW}) ? {int(not wide)} : {int(wide)}"}
    place, style = _down(at), {"align": align, "opacity": opacity}
    return [words(lines, _theme.SOFT, x, place, **style)]


def _under(poles: Sequence[str], top: Down) -> Down:
    """Give where the first line is: below the poles' words."""
    beside = max(len(wrap(p, _BESIDE)) for p in poles)
    alone = sum(len(wrap(p, _ALONE)) for p in poles)
    heads = (LINE * alone, LINE * beside)
    return (top[0] + _HEAD + heads[0] + _GAP, top[1] + _HEAD + heads[1] + _GAP)


def _lines(strip: Strip, top: Down, tell: Teller) -> list[Layer]:
    """Draw a line for each who stands there, across them the state and the model's."""
    last = _plus(top, _STEP * (len(strip.readings) - 1))
    out: list[Layer] = []
    if strip.outcome is not None:
        out.append(_band(strip.outcome, top, last))
    for place, reading in enumerate(strip.readings):
        out += _line(reading, _plus(top, _STEP * place), tell)
    if strip.now is not None:
        out.append(_now(strip.now, top, last))
    return out


def _band(fact: Fact, first: Down, last: Down) -> Layer:
    p = fact.point
    return (
        on([{"l": p.low, "h": p.high}])
        .mark_rect(opacity=0.22)
        .encode(
            x=_x("l"),
            x2=alt.X2("h:Q"),
            y=alt.YValue(_down(_plus(first, -_STEP / 2))),
            y2=alt.Y2Value(_down(_plus(last, _STEP / 2))),
            color=alt.ColorValue(_theme.GREY),
        )
    )


def _now(fact: Fact, first: Down, last: Down) -> Layer:
    rule = on([{"x": fact.value}]).mark_rule(strokeWidth=1.8)
    return rule.encode(
        x=_x("x"),
        y=alt.YValue(_down(_plus(first, -_STEP / 2))),
        y2=alt.Y2Value(_down(_plus(last, _STEP / 2))),
        color=alt.ColorValue(_theme.INK),
    )


def _line(reading: Reading, at: Down, tell: Teller) -> list[Layer]:
    p = reading.fact.point
    hue, y = alt.ColorValue(_theme.HUES[reading.hue]), alt.YValue(_down(at))
    low, high = p.ends
    base = on([{"x": p.value, "l": low, "h": high}])
    label = f"{tell.door.label(reading.label)} {tell(reading.fact, 0)}"
    right = high > WHOLE - (width(label) + 10) / _PLOT * WHOLE
    text = base.mark_text(
        align="right" if right else "left", dx=-7 if right else 7, baseline="middle"
    )
    rail = on([{}]).mark_rule(strokeWidth=1)
    return [
        rail.encode(
            x=alt.XValue(0),
            x2=alt.X2Value("width"),
            y=y,
            color=alt.ColorValue(_theme.FAINT),
        ),
        base.mark_rule(strokeWidth=4, opacity=0.35, strokeCap="round").encode(
            x=_x("l"), x2=alt.X2("h:Q"), y=y, color=hue
        ),
        base.mark_point(size=52, filled=True, opacity=1).encode(
            x=_x("x"), y=y, color=hue
        ),
        text.encode(
            x=_x("l" if right else "h"),
            y=y,
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
