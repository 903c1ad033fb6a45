"""The pace at which ground is taken, when it changed, and how well the map was kept."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from polemos.core import (
    PERCENT,
    Cadence,
    Measure,
    NotYetKnown,
    Period,
    Point,
    Series,
    Text,
    Unit,
    join,
)
from polemos.core.regimes import regimes, robust_sd
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators._spans import SLACK, STRETCHED
from polemos.indicators.territory import HELD

FROM = date(2024, 7, 15)  # the first Monday of the archive that has each day's map
PACE = "polemos/territory.pace@RUS"
PENALTIES = (2, 3, 4, 5)
_SHORTEST = 4  # weeks in a regime
_NEEDED = 16  # weeks before anything is said of regimes
_REDRAWN = 50.0  # km² that come and go from one map to the next: no front does that
_WINDOW = 28  # days
_DAYS, _A_WEEK = Unit("days"), Unit("km²/week")
_HAZARD = 1 / 26
_MEMORY = 52  # weeks that the chance of a change is reckoned from

_SINCE = Text(
    "From 15 July 2024 on, when the archive has a map of almost each day.",
    "自 2024 年 7 月 15 日起計，其後檔案幾乎逐日有圖。",
)


def _undone(held: Series) -> Iterator[tuple[Point, Point, Point, float]]:
    """Give three maps in a row where the third takes back ground of the second."""
    for p, q, r in zip(held.points, held.points[1:], held.points[2:], strict=False):
        there, back = q.value - p.value, r.value - q.value
        if there * back < 0:
            yield p, q, r, min(abs(there), abs(back))


def _kept(held: Series) -> Series:
    """Leave out maps that the next one undid: over 50 km² there, over half of it back.

    A map counts until the next shows that it was redrawn.
    """
    out = {
        q.period
        for p, q, r, size in _undone(held)
        if size > _REDRAWN and abs(r.value - p.value) < abs(q.value - p.value) / 2
    }
    return held.made(p for p in held if p.period not in out)


def _week(maps: Series, week: Period) -> Point | None:
    """Give the gain of a week, if both of its Sundays have a map that is new enough."""
    sundays = week.start - timedelta(days=1), week.last
    before, after = (maps.on(day) for day in sundays)
    ages = (d - p.period.last for d, p in zip(sundays, (before, after), strict=True))
    if max(ages).days > SLACK:
        return None
    return join(week, after.value - before.value, (before, after))


def pace(held: Series) -> Series:
    """Give the gain of each whole week, Monday to Sunday, as a flow."""
    maps, made = _kept(held), []
    if maps.points:
        first, last = maps.points[0].period.last, maps.points[-1].period.last
        week = Period.week(*first.isocalendar()[:2]).shifted(days=7)
        while week.last <= last:
            made.append(_week(maps, week))
            week = week.shifted(days=7)
    return maps.made((p for p in made if p is not None), m=Measure.FLOW)


def _pace(name: str, of: str, whose: Text) -> Indicator:
    @indicator(
        name,
        title=Text(
            f"Ground gained in the week, {whose.en}", f"當週淨增控制（{whose.zh}）"
        ),
        unit="km²",
        uses=(of,),
        measure=Measure.FLOW,
        cadence=Cadence.WEEK,
        caveats=(STRETCHED,),
    )
    def compute(held: Series) -> Series:
        """The map of Sunday less that of the Sunday before, for each whole week. A map
        that moved by over 50 km² and was put back by the next one is left out.
        """
        return pace(held)

    return compute


PACES = (
    _pace(PACE, HELD, Text("DeepState", "DeepState")),
    _pace(
        "polemos/territory.economist.pace@RUS",
        "polemos/territory.economist.corrected@RUS",
        Text("The Economist divided by 1.033", "經濟學人除以 1.033"),
    ),
    _pace(
        "polemos/territory.nzz.pace@RUS",
        "nzz/territory.held_since_2022@RUS",
        Text("NZZ", "新蘇黎世報"),
    ),
)


def breaks(values: Sequence[float], penalty: float) -> Sequence[int]:
    """Give where each regime after the first begins, by PELT on the mean.

    Squared error, no regime shorter than four values, penalty · σ² · log n with σ from
    the MAD of first differences. Killick, Fearnhead and Eckley 2012, JASA 107:1590.
    """
    import numpy as np
    import ruptures

    x = np.asarray(values, float)
    fee = penalty * robust_sd(x) ** 2 * float(np.log(len(x)))
    search = ruptures.Pelt(model="l2", min_size=_SHORTEST, jump=1).fit(x)
    return [int(i) for i in search.predict(pen=fee)[:-1]]


def _weeks(pace: Series) -> Series:
    since = pace.between(first=FROM)
    if len(since) < _NEEDED:
        raise NotYetKnown(
            f"{pace.id}: expected {_NEEDED} weeks from {FROM} on, found {len(since)} "
            f"as of {pace.as_of:%F}"
        )
    return since


@indicator(
    "polemos/territory.pace.regime@RUS",
    title=Text("Mean weekly pace of each stretch (DeepState)", "各階段每週平均淨增"),
    unit="km²/week",
    uses=(PACE,),
    cadence=Cadence.IRREGULAR,
    caveats=(_SINCE,),
)
def regime_means(pace: Series) -> Series:
    """Mean of the weeks between breaks, with its 80 % interval by Student's t as if
    weeks were independent. Breaks by PELT on weekly gains (squared error, four weeks or
    more), penalty 5 · σ² · log n, σ the MAD of first differences / 0.6745 / √2.
    """
    from scipy.special import stdtrit

    weeks = _weeks(pace).points
    values = [p.value for p in weeks]
    edges = [0, *breaks(values, PENALTIES[-1]), len(values)]
    made = []
    for first, end in pairwise(edges):
        part, n = values[first:end], end - first
        mean = sum(part) / n
        error = (sum((v - mean) ** 2 for v in part) / (n - 1) / n) ** 0.5
        reach = error * float(stdtrit(n - 1, 0.9))
        span = Period(weeks[first].period.start, weeks[end - 1].period.end)
        made.append(join(span, mean, weeks[first:end], mean - reach, mean + reach))
    return pace.made(made, _A_WEEK, Measure.RATE)


@indicator(
    "polemos/territory.pace.break@RUS",
    title=Text(
        "Breaks in the weekly pace: share of penalties at which each is found",
        "每週步調的轉折：在幾成的懲罰值下成立",
    ),
    unit="percent",
    uses=(PACE,),
    cadence=Cadence.IRREGULAR,
    caveats=(_SINCE,),
)
def break_share(pace: Series) -> Series:
    """First week of each regime that PELT finds in weekly gains, with the share in
    percent of the penalties k = 2, 3, 4, 5 (times σ² · log n) at which it is found.
    """
    weeks = _weeks(pace)
    values = [p.value for p in weeks]
    found = [i for k in PENALTIES for i in breaks(values, k)]
    made = (
        join(
            weeks.points[i].period,
            100 * found.count(i) / len(PENALTIES),
            weeks.points,
        )
        for i in sorted(set(found))
    )
    return pace.made(made, PERCENT, Measure.RATE)


@indicator(
    "polemos/territory.pace.changed@RUS",
    title=Text(
        "Chance that the pace changed within the last four weeks (DeepState)",
        "近四週內步調已轉換的機率（DeepState）",
    ),
    unit="percent",
    uses=(PACE,),
    cadence=Cadence.WEEK,
    caveats=(_SINCE,),
)
def changed(pace: Series) -> Series:
    """Chance in percent, as of each week, that its regime began in the last four weeks:
    Bayesian online change point detection (Adams and MacKay 2007) with a Student-t
    predictive and a hazard of 1/26, on up to 52 weeks to that week and nothing later.
    Were nothing learnt from them it would stand near 15.
    """
    weeks = _weeks(pace).points
    made = []
    for end in range(_NEEDED, len(weeks) + 1):
        known = weeks[max(0, end - _MEMORY) : end]
        chance = regimes([p.value for p in known], _HAZARD).begun(_SHORTEST)
        made.append(join(known[-1].period, 100 * chance, known))
    return pace.made(made, PERCENT, Measure.RATE)


@indicator(
    "polemos/territory.map.missing@RUS",
    title=Text("Days without a map, of the last 28", "近 28 日缺圖日數"),
    unit="days",
    uses=(HELD,),
    cadence=Cadence.DAY,
)
def missing(held: Series) -> Series:
    """How many of the 28 days up to a map have no map of their own. What the front did
    on them shows in the next map.
    """
    made, older = [], 0
    for n, p in enumerate(held.points):
        start = p.period.end - timedelta(_WINDOW)
        while held.points[older].period.start < start:
            older += 1
        if held.points[0].period.start <= start:
            maps = held.points[older : n + 1]
            made.append(join(Period(start, p.period.end), _WINDOW - len(maps), maps))
    return held.made(made, _DAYS, Measure.RATE)


@indicator(
    "polemos/territory.map.undone@RUS",
    title=Text(
        "Largest change that the next map took back, in 28 days",
        "近 28 日內次張地圖撤回的最大變動",
    ),
    unit="km²",
    uses=(HELD,),
    cadence=Cadence.DAY,
)
def undone(held: Series) -> Series:
    """Of each two changes in a row with opposite signs the smaller, and the largest of
    those in 28 days; 0 if there was none. Over 50 km² in a day it is a redrawing rather
    than a front that moved, and the weekly pace leaves the map between out.
    """
    sizes = {r.period: ((p, q, r), size) for p, q, r, size in _undone(held)}
    made = []
    for p in held.points[2:]:
        start = p.period.end - timedelta(_WINDOW)
        recent = [v for day, v in sizes.items() if start <= day.start <= p.period.start]
        maps, size = max(recent, key=lambda v: v[1], default=((), 0.0))
        made.append(join(Period(start, p.period.end), size, (p, *maps)))
    return held.made(made, m=Measure.RATE)
