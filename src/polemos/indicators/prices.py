"""Prices and what money costs: inflation, the index behind it, the real key rate."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import prod

from polemos.core import Measure, Period, Point, Series, Text, Unit, join
from polemos.indicators._indicator import Indicator, indicator

_BASE = Period.month(2021, 12)
_FIRST = date(2001, 1, 1)
_MONTHS = 12
_CHAINED = Text(
    "Chained from monthly indices rounded to hundredths: up to 0.06 points off the "
    "official yearly rate.",
    "由四捨五入至百分位的月指數連乘而得，與官方年增率最多相差 0.06 個百分點。",
)
_MOM = "rosstat/cpi.mom@RUS"
_OFFICIAL = "rosstat/cpi.yoy@RUS"
_PARTS = {
    "": ("all items", "總指數"),
    ".food": ("food", "食品"),
    ".nonfood": ("other goods", "食品以外商品"),
    ".services": ("services", "服務"),
}


def _chained(part: str, en: str, zh: str) -> Indicator:
    @indicator(
        f"polemos/cpi.yoy.chained{part}@RUS",
        title=Text(
            f"Consumer prices in Russia, {en}, change on a year earlier, chained",
            f"俄羅斯消費者物價年增率（{zh}，連乘）",
        ),
        unit="percent",
        uses=(f"rosstat/cpi.mom{part}@RUS",),
        caveats=(_CHAINED,),
    )
    def yoy(mom: Series) -> Series:
        """Product of twelve monthly price changes, in percent; a gap leaves a gap."""
        return mom.made(_year(mom.points))

    return yoy


def _year(points: tuple[Point, ...]) -> Iterator[Point]:
    for i in range(_MONTHS - 1, len(points)):
        run = points[i - _MONTHS + 1 : i + 1]
        if all(a.period.end == b.period.start for a, b in pairwise(run)):
            growth = prod(1 + p.value / 100 for p in run)
            yield join(run[-1].period, (growth - 1) * 100, run)


CHAINED = tuple(_chained(part, en, zh) for part, (en, zh) in _PARTS.items())


@indicator(
    "polemos/cpi.yoy@RUS",
    title=Text("Consumer price inflation in Russia", "俄羅斯消費者物價年增率"),
    unit="percent",
    uses=(_OFFICIAL, "polemos/cpi.yoy.chained@RUS"),
    caveats=(
        Text(
            "The official rate as far as it is at hand, then the chained one.",
            "官方數值所及之處採官方值，其後採連乘值。",
        ),
        _CHAINED,
    ),
)
def inflation(official: Series, chained: Series) -> Series:
    """Official yearly rate, continued by the chained one after its last month."""
    if not official.points:
        return chained
    end = official.last().period
    later = tuple(p for p in chained.points if p.period > end)
    return official.made(official.points + later)


@indicator(
    "polemos/cpi.index@RUS",
    title=Text(
        "Consumer price level in Russia, December 2021 = 100",
        "俄羅斯消費者物價水準（2021 年 12 月為 100）",
    ),
    unit="index",
    uses=(_MOM,),
)
def price_level(mom: Series) -> Series:
    """Consumer prices chained month by month, December 2021 = 100, from 2001 on."""
    points = [p for p in mom.points if p.period.start >= _FIRST]
    at = next((i for i, p in enumerate(points) if p.period == _BASE), None)
    if at is None:
        return mom.made((), unit=Unit("index"))
    base, made = points[at], [join(_BASE, 100.0, (points[at],))]
    for i in range(at - 1, -1, -1):  # undo the rise of each later month
        run = points[i + 1 : at + 1]
        level = 100 / prod(1 + p.value / 100 for p in run)
        made.append(join(points[i].period, level, run))
    made.reverse()
    for i in range(at + 1, len(points)):
        run = points[at + 1 : i + 1]
        level = 100 * prod(1 + p.value / 100 for p in run)
        made.append(join(points[i].period, level, (base, *run)))
    return mom.made(made, unit=Unit("index"), m=Measure.RATE)


@indicator(
    "polemos/rate.real@RUS",
    title=Text("Real key rate, Bank of Russia", "俄羅斯央行實質關鍵利率"),
    unit="percent",
    uses=("cbr/rate.key@RUS", "polemos/cpi.yoy@RUS"),
    caveats=(
        Text(
            "Against past inflation, not expected inflation.",
            "以已實現通膨而非預期通膨平減。",
        ),
    ),
)
def real_rate(key: Series, yoy: Series) -> Series:
    """Key rate at the end of a month less the inflation of its last twelve months."""
    return key.monthly().minus(yoy)
