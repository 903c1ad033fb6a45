"""Money: how much there is, how fast it grows, and how unusual that is.

The base of everything "since the war" is the end of 2021, the stock that the Bank of
Russia dates 1 January 2022: the last year-end before the invasion, and the base that
public debate counts from. It matters: M2 grew by 77.0 % from there to January 2025, by
79.5 % from 1 February 2022 (the last stock before the invasion, and a seasonal low) and
by 75.9 % from 1 March 2022 (five days into it).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from polemos.core import Cadence, Measure, Point, Series, Text, Unit, join
from polemos.indicators._indicator import indicator

BASE = date(2021, 12, 31)
_FROM_2022 = Text(
    "Counted from the stock of 1 January 2022, a seasonal high: from 1 February the "
    "rise is larger by one to three points, from 1 March smaller by about one.",
    "以 2022 年 1 月 1 日存量為基期，屬季節高點：自 2 月 1 日起算的增幅"
    "高一至三個百分點，自 3 月 1 日起算約低一個百分點。",
)
_REAL_FROM_2022 = Text(
    "Counted from the stock of 1 January 2022, a seasonal high, before the prices of "
    "the first weeks of war: from 1 February the rise is larger by two to four points, "
    "from 1 March by one to three.",
    "以 2022 年 1 月 1 日存量為基期，屬季節高點，且在開戰初期漲價之前：自 2 月 1 日"
    "起算的增幅高二至四個百分點，自 3 月 1 日起算高一至三個百分點。",
)
_M2 = "cbr/money.m2@RUS"
_GDP = "rosstat/gdp@RUS"
_GROWTH_3Y = "polemos/money.m2.growth_3y@RUS"
_CENTURY = date(2003, 12, 31)  # the first end of a window that began in this century
_QUARTERS = 4
_LATER_GDP = Text(
    "GDP is revised for years and comes three months late; only one later copy is at "
    "hand, so earlier as-of days see its revised values.",
    "GDP 會修訂多年，且落後三個月公布；手上只有一份後來的副本，"
    "較早的基準日所見為其修訂值。",
)


@indicator(
    "polemos/money.m2.gain_since_war@RUS",
    title=Text(
        "M2 gained since the end of 2021, Russia", "俄羅斯 M2 自 2021 年底增加額"
    ),
    unit="bn RUB",
    uses=(_M2,),
    measure=Measure.CUMULATIVE,
    caveats=(_FROM_2022,),
)
def m2_gain(m2: Series) -> Series:
    """M2 less M2 at the end of 2021, the stock dated 1 January 2022.

    That is the last year-end before the invasion, and the base of public debate; the
    stock nearest to the invasion, of 1 March 2022, makes the rise to January 2025
    50.6 trillion (76 %) instead of 51.0 (77 %).
    """
    return m2.change_since(BASE)


@indicator(
    "polemos/money.m2.growth_since_war@RUS",
    title=Text("M2 growth since the end of 2021, Russia", "俄羅斯 M2 自 2021 年底增幅"),
    unit="percent",
    uses=(_M2,),
    caveats=(_FROM_2022,),
)
def m2_growth_since_war(m2: Series) -> Series:
    """Rise of M2 on its level at the end of 2021 (the stock dated 1 January 2022).

    77 % to January 2025; 76 % from the stock of 1 March 2022, nearest to the invasion.
    """
    return m2.growth_since(BASE)


@indicator(
    "polemos/money.m2.growth_year@RUS",
    title=Text("M2, change on a year earlier, Russia", "俄羅斯 M2 年增率"),
    unit="percent",
    uses=(_M2,),
)
def m2_growth_year(m2: Series) -> Series:
    """Change of M2 on the same month of the year before."""
    return m2.growth(months=12)


@indicator(
    "polemos/money.m2x.growth_year@RUS",
    title=Text(
        "Broad money M2X, change on a year earlier, Russia",
        "俄羅斯廣義貨幣 M2X 年增率",
    ),
    unit="percent",
    uses=("cbr/money.m2x@RUS",),
)
def m2x_growth_year(m2x: Series) -> Series:
    """Change of broad money on the year before, revaluation of currency included."""
    return m2x.growth(months=12)


@indicator(
    _GROWTH_3Y,
    title=Text("M2, growth over three years, Russia", "俄羅斯 M2 三年增幅"),
    unit="percent",
    uses=(_M2,),
)
def m2_growth_3y(m2: Series) -> Series:
    """Change of M2 over thirty-six months, for every window since December 1992."""
    return m2.growth(months=36)


@indicator(
    "polemos/money.m2.growth_3y.faster_since_1992@RUS",
    title=Text(
        "Three-year windows since December 1992 in which M2 grew faster, Russia",
        "1992 年 12 月以來俄羅斯 M2 三年增幅更高的期間占比",
    ),
    unit="percent",
    uses=(_GROWTH_3Y,),
    caveats=(
        Text(
            "The windows of the 1990s are those of very high inflation.",
            "1990 年代的區間正值惡性通膨。",
        ),
    ),
)
def m2_faster(growth: Series) -> Series:
    """Share of all earlier three-year windows, since December 1992, with more growth.

    0 would mean that the window is the record; overlapping windows count each.
    """
    return growth.made(_faster(growth.points))


@indicator(
    "polemos/money.m2.growth_3y.faster_since_2000@RUS",
    title=Text(
        "Three-year windows since December 2000 in which M2 grew faster, Russia",
        "2000 年 12 月以來俄羅斯 M2 三年增幅更高的期間占比",
    ),
    unit="percent",
    uses=(_GROWTH_3Y,),
)
def m2_faster_this_century(growth: Series) -> Series:
    """Share of earlier three-year windows begun since the end of 2000 with more growth.

    Leaves out the high inflation of the 1990s; otherwise as for all windows.
    """
    return growth.made(_faster(growth.between(first=_CENTURY).points))


def _faster(points: tuple[Point, ...]) -> Iterator[Point]:
    for i, p in enumerate(points):
        if i:
            higher = sum(q.value > p.value for q in points[:i])
            yield join(p.period, higher / i * 100, points[: i + 1])


@indicator(
    "polemos/money.m2.real@RUS",
    title=Text(
        "M2 at prices of December 2021, Russia", "俄羅斯實質 M2（2021 年 12 月物價）"
    ),
    unit="bn RUB",
    uses=(_M2, "polemos/cpi.index@RUS"),
    measure=Measure.STOCK,
)
def m2_real(m2: Series, cpi: Series) -> Series:
    """M2 divided by the consumer price index of the same month, December 2021 = 100."""
    return m2.with_(cpi, lambda money, index: money / index * 100)


@indicator(
    "polemos/money.m2.real.growth_since_war@RUS",
    title=Text(
        "Real M2, growth since the end of 2021, Russia",
        "俄羅斯實質 M2 自 2021 年底增幅",
    ),
    unit="percent",
    uses=("polemos/money.m2.real@RUS",),
    caveats=(_REAL_FROM_2022,),
)
def m2_real_growth(real: Series) -> Series:
    """Rise of M2 beyond consumer prices since the end of 2021."""
    return real.growth_since(BASE)


@indicator(
    "polemos/money.m2.gdp_share@RUS",
    title=Text("M2 as a share of GDP, Russia", "俄羅斯 M2 占 GDP 比率"),
    unit="percent",
    uses=(_M2, _GDP),
    cadence=Cadence.QUARTER,
    caveats=(_LATER_GDP,),
)
def m2_gdp_share(m2: Series, gdp: Series) -> Series:
    """M2 at the end of a quarter, in percent of the GDP of its last four quarters."""
    return _against(m2, gdp, Unit("percent"), lambda money, year: money / year * 100)


@indicator(
    "polemos/money.m2.velocity@RUS",
    title=Text("Velocity of M2, Russia", "俄羅斯 M2 流通速度"),
    unit="ratio",
    uses=(_M2, _GDP),
    cadence=Cadence.QUARTER,
    caveats=(_LATER_GDP,),
)
def m2_velocity(m2: Series, gdp: Series) -> Series:
    """GDP of four quarters over M2 at their end: how often a rouble turns a year."""
    return _against(m2, gdp, Unit("ratio"), lambda money, year: year / money)


def _against(
    m2: Series, gdp: Series, unit: Unit, f: Callable[[float, float], float]
) -> Series:
    """Hold the stock at each quarter's end against the four quarters up to it."""
    at = {p.period.end: p for p in m2.points}
    made = []
    for i in range(_QUARTERS - 1, len(gdp.points)):
        year = gdp.points[i - _QUARTERS + 1 : i + 1]
        money = at.get(year[-1].period.end)
        if money is not None and _unbroken(year):
            total = sum(q.value for q in year)
            made.append(join(money.period, f(money.value, total), (money, *year)))
    return m2.made(made, unit=unit, m=Measure.RATE)


def _unbroken(year: Sequence[Point]) -> bool:
    return all(a.period.end == b.period.start for a, b in pairwise(year))
