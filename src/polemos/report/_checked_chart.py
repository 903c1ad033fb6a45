"""The small chart of a card: the series, the written value, the day of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from polemos.claims import Kind, Row, Worked, stated
from polemos.core import Basis, Lang, NotYetKnown, Period, Reckoning, Series, Text
from polemos.report import _say, _theme
from polemos.report._checked_say import number, scaled
from polemos.report._checked_text import surface
from polemos.report._checked_words import SENSES, Tone
from polemos.report._doc import Panel
from polemos.report._door import Door
from polemos.report._figure import Hue, Line, Mark, Turn
from polemos.report._layers import (
    EDGE,
    RIGHT,
    EndLabel,
    Layer,
    Padding,
    end_labels,
    on,
    whole,
    words,
)
from polemos.report._marks import Axes, Drawn, line_marks, turn_marks
from polemos.report._scales import Scale, scale, stamp
from polemos.report._time import row_of
from polemos.report.charts import to_print

WIDTH, _HEIGHT = 330, 140  # pixels
_MOST = 240  # points of a line; a longer one is thinned out
_BEFORE = timedelta(days=365)  # what is shown before the oldest day that matters
_FEWEST = 2  # points; one makes no picture
_TELLING = 1e-3  # a value revised by less than this share is no other value
_DOTTED = 12  # points; so few are drawn as dots as well
_HUES = {
    Tone.GOOD: _theme.HUES[Hue.DEFENDER],
    Tone.CARE: _theme.WORDS[Hue.THIRD],
    Tone.WRONG: _theme.HUES[Hue.INVADER],
    Tone.OPEN: _theme.SOFT,
}
_MARKS = {Basis.CLAIMED: Mark.REPORTED, Basis.ESTIMATED: Mark.ESTIMATED}
_DAY = Text("this text", "本文")


@dataclass(frozen=True, slots=True)
class Picture:
    """What one chart shows: a series, the values written, the points held.

    `base` is the period that a change counts from, or of the record that was beaten;
    `known` is the value as it was known then, where that is a value of the series.
    """

    series: Series
    written: tuple[float, ...]
    shown: Period
    base: Period | None = None
    known: float | None = None

    @property
    def revised(self) -> bool:
        """Say whether the series now tells another value than was known."""
        now = next((p.value for p in self.series if p.period == self.shown), None)
        if self.known is None or now is None:
            return False
        return abs(now - self.known) > abs(self.known) * _TELLING


def picture(row: Row, w: Worked, door: Door) -> Picture | None:
    """Find what the chart of a worked-out value shows; None if it makes no picture."""
    view = door.desk.view
    if row.bound is None or row.bound.entry is None or w.unit.code == "ratio":
        return None
    series, record = view.series(w.way.series), row.kind is Kind.SUPERLATIVE
    if w.months:
        series = series.growth(months=w.months)
    if len(series) < _FEWEST:
        return None
    made = stated(row.bound, w)
    ends = (made.low, made.high) if made.value is None else (made.value,)
    values = [float(x) for x in ends if x is not None]
    if w.base is not None and not record:
        try:
            base = series.at(w.base).value
        except NotYetKnown:
            return None
        how = w.way.how
        values = [
            base + x if how is Reckoning.CHANGE else base * (1 + x / 100)
            for x in values
        ]
    known = w.point.value if w.base is None else None
    return Picture(series, tuple(values), w.point.period, w.base, known)


def draw(pic: Picture, row: Row, day: date, door: Door) -> dict[str, Any]:
    """Give the specification of a chart in the door's language, for its one width."""
    with debug_mode(False):  # as for every chart of the house
        return _specified(pic, row, day, door)


def _specified(pic: Picture, row: Row, day: date, door: Door) -> dict[str, Any]:
    lang, series = door.lang, _part(pic, day)
    factor, _ = axis(pic, lang)
    levels = [x * factor for x in pic.written]
    rows = [row_of(p.scaled(factor)) for p in series]
    drawn = Drawn(_line(pic, door), "", series, series, rows)
    seen = [r[k] for r in drawn.rows for k in ("y", "l", "h") if k in r]
    pairs = zip(series, rows, strict=True)
    held = [r for p, r in pairs if p.period in (pic.shown, pic.base)]
    if pic.known is not None:  # it may have been revised since
        held = [r | {"y": pic.known * factor} for r in held]
        seen.append(pic.known * factor)
    y = scale([*seen, *levels], _HEIGHT, zero=False, count=3)
    first, last = series.points[0].period.last, series.points[-1].period.last
    axes = Axes(first, max(last, day), y, door, _ticks(first, max(last, day), lang))
    layers: list[Layer] = [axes.base(), *line_marks(drawn, axes), *axes.zero()]
    hue = _HUES[SENSES[row.then.verdict].tone]
    for x in levels:
        layers += _level(x, hue, axes)
    if levels:
        quote = "「{}」" if lang == "zh" else "“{}”"
        label = quote.format(_short(row))
        layers.append(_named(label, hue, y.px(levels[-1]), drawn, y))
    layers += turn_marks(Turn(day, _DAY), axes)
    if len(series) <= _DOTTED:
        layers += _dots(rows, _theme.INK, axes)
    layers += _dots(held, hue, axes)
    end = series.points[-1]
    told = number(end.value, series.unit, row, lang), _brief(end.period.last, lang)
    layers += end_labels([EndLabel(y.px(rows[-1]["y"]), "", told, "")], _HEIGHT)
    return to_print(Panel(whole(layers, _HEIGHT, Padding(right=EDGE))), WIDTH)


def _line(pic: Picture, door: Door) -> Line:
    spec = door.desk.view.spec(pic.series.id)
    return Line(
        pic.series.id, spec.title, Hue.INK, _MARKS.get(spec.basis, Mark.OBSERVED)
    )


def axis(pic: Picture, lang: Lang) -> tuple[float, str]:
    """Give the factor that turns values into those of a chart's axis, and its unit."""
    most = max(abs(x) for x in (*(p.value for p in pic.series), *pic.written))
    return scaled(pic.series.unit, most, lang)


def _named(label: str, hue: str, at: float, drawn: Drawn, y: Scale) -> Layer:
    """Write beside the written value's line, at the end where there is more room."""
    gaps = [abs(y.px(r["y"]) - at) for r in drawn.rows]
    some = len(gaps) // 4 + 1
    left = min(gaps[:some]) >= min(gaps[-some:])
    style = {"align": "left", "dx": 2} if left else {"align": "right", "dx": -2}
    lift = -8 if at > _HEIGHT / 4 else 9
    return words(label, hue, 0 if left else RIGHT, at + lift, **style)


def _part(pic: Picture, day: date) -> Series:
    """Leave out what is long before anything that the card speaks of, and thin out."""
    marks = [day, pic.shown.start, *([pic.base.start] if pic.base else [])]
    late = pic.series.between(min(marks) - _BEFORE)
    series = late if len(late) >= _FEWEST else pic.series
    step = -(-len(series) // _MOST)  # of daily values every other, or fewer
    keep = {pic.shown, pic.base}
    points = tuple(
        p
        for i, p in enumerate(reversed(series.points))
        if i % step == 0 or p.period in keep
    )
    return replace(series, points=points[::-1])


def _ticks(first: date, last: date, lang: Lang) -> dict[int, str]:
    """Name the years, and where there are few the months of July as well."""
    years = range(first.year, last.year + 1)
    every = -(-len(years) // _YEARS)
    days = {date(y, 1, 1): _say.year(date(y, 1, 1), lang) for y in years[::-1][::every]}
    if len(years) <= _YEARS / 2:
        july = "7月" if lang == "zh" else "Jul"
        days |= {date(y, 7, 1): july for y in years}
    return {stamp(d): name for d, name in sorted(days.items()) if first <= d <= last}


_YEARS = 4  # that stand side by side in the width of a card


def _level(x: float, hue: str, axes: Axes) -> Sequence[Layer]:
    rule = on([{"y": x}]).mark_rule(strokeWidth=1.3, strokeDash=[6, 3])
    return [rule.encode(y=axes.y(), color=alt.ColorValue(hue))]


def _dots(rows: list[dict[str, Any]], hue: str, axes: Axes) -> Sequence[Layer]:
    dots = on(rows).mark_point(filled=True, size=34, opacity=1)
    return [dots.encode(x=axes.x(), y=axes.y(), color=alt.ColorValue(hue))]


def _brief(day: date, lang: Lang) -> str:
    return f"{day.year}/{day.month}/{day.day}" if lang == "zh" else f"{day:%d %b %Y}"


_LONG = 18  # characters of a text that fit on a chart


def _short(row: Row) -> str:
    said = surface(row)
    return said if len(said) <= _LONG else said[: _LONG - 1] + "…"


def finding(pic: Picture, row: Row, w: Worked, door: Door, told: str) -> str:
    """Say what the chart shows: the title of a chart is its finding."""
    lang, zh = door.lang, door.lang == "zh"
    when, said = _say.period(w.point.period, lang), _short(row)
    if row.kind is Kind.SUPERLATIVE and pic.base is not None:
        top = number(pic.series.at(pic.base).value, pic.series.unit, row, lang)
        then = _say.period(pic.base, lang)
        if w.months:
            over = f"{w.months} 個月增幅 {told}", f"{told} in {w.months} months"
            told = over[0 if zh else 1]
        if zh:
            return f"{when}的{told}，{then}已有 {top}；文中寫「{said}」"
        told = f"{told} {_in(w.point.period)} {when}, {top} {_in(pic.base)} {then}"
    elif pic.base is not None:
        since = _say.period(pic.base, lang)
        if zh:
            return f"{since}到{when}變動 {told}；文中寫「{said}」"
        told = f"{told} from {since} to {when}"
    elif zh:
        return f"{when}為 {told}；文中寫「{said}」"
    else:
        told = f"{told} {_in(w.point.period)} {when}"
    return f"{told}; the text says “{said}”"


def _in(p: Period) -> str:
    return "on" if p.days == 1 else "in"


_HEX = re.compile("|".join(map(re.escape, _theme.NAMES)))


def themed(svg: str) -> str:
    """Turn each colour of a drawn image into the page's own, for light and dark."""
    return _HEX.sub(lambda m: f"var(--c-{_theme.NAMES[m[0]]})", svg)
