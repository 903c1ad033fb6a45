"""China's trade with Russia: growth, balance, the mirror, and the weight of each."""

from datetime import date

from polemos.core import PERCENT, Cadence, Measure, Series, Text, Unit
from polemos.indicators._indicator import indicator

_BEFORE_THE_WAR = date(2021, 12, 31)
_TURNOVER = "gacc/trade.turnover.rus@CHN"
_BN_USD = Unit("USD", 9)


@indicator(
    "polemos/trade.turnover.rus.growth@CHN",
    title=Text(
        "China's trade with Russia, change on the year before", "中俄貿易額年增率"
    ),
    unit="percent",
    cadence=Cadence.YEAR,
    uses=(_TURNOVER,),
)
def growth(turnover: Series) -> Series:
    """Give the change of the year's trade on the year before."""
    return turnover.growth(months=12)


@indicator(
    "polemos/trade.turnover.rus.growth_since_war@CHN",
    title=Text(
        "China's trade with Russia, change on the last year before the war",
        "中俄貿易額較戰前一年的增幅",
    ),
    unit="percent",
    cadence=Cadence.YEAR,
    uses=(_TURNOVER,),
)
def growth_since_war(turnover: Series) -> Series:
    """Give the change of the year's trade on that of 2021."""
    return turnover.growth_since(_BEFORE_THE_WAR)


@indicator(
    "polemos/trade.to_date.turnover.rus.growth@CHN",
    title=Text(
        "China's trade with Russia, year to date, change on the same months",
        "中俄貿易額當年累計年增率",
    ),
    unit="percent",
    cadence=Cadence.IRREGULAR,
    uses=("gacc/trade.to_date.turnover.rus@CHN",),
)
def growth_to_date(turnover: Series) -> Series:
    """Give the change of the year to date on the same months a year before."""
    return turnover.growth(months=12)


@indicator(
    "polemos/trade.balance.rus@CHN",
    title=Text(
        "China's exports to Russia less its imports", "中國對俄貿易差額（出口減進口）"
    ),
    unit="bn USD",
    measure=Measure.FLOW,
    cadence=Cadence.YEAR,
    uses=("gacc/trade.exports.rus@CHN", "gacc/trade.imports.rus@CHN"),
)
def balance(exports: Series, imports: Series) -> Series:
    """Give the year's exports to Russia less the year's imports from it."""
    return exports.with_(imports, lambda a, b: a - b)


@indicator(
    "polemos/trade.turnover.chn@RUS",
    title=Text(
        "Russia's trade with China by its own customs", "俄羅斯海關統計的對中貿易額"
    ),
    unit="bn USD",
    measure=Measure.FLOW,
    cadence=Cadence.YEAR,
    uses=("fts/trade.exports.chn@RUS", "fts/trade.imports.chn@RUS"),
)
def turnover_by_russia(exports: Series, imports: Series) -> Series:
    """Sum both ways over each calendar year."""
    years = exports.plus(imports).rolling_sum(12).to(_BN_USD)
    return years.made(p for p in years if p.period.start.month == 1)


@indicator(
    "polemos/trade.turnover.mirror_gap@RUS",
    title=Text(
        "How much more trade China's customs count than Russia's",
        "中國海關統計的中俄貿易額高於俄方的幅度",
    ),
    unit="percent",
    cadence=Cadence.YEAR,
    uses=(_TURNOVER, "polemos/trade.turnover.chn@RUS"),
)
def mirror_gap(china: Series, russia: Series) -> Series:
    """Give China's count of the year's trade over Russia's, in percent above it."""
    gap = china.with_(russia, lambda a, b: (a / b - 1) * 100)
    return gap.made(gap, unit=PERCENT, m=Measure.RATE)


@indicator(
    "polemos/trade.exports.rus_to_usa@CHN",
    title=Text(
        "China's exports to Russia in percent of those to the United States",
        "中國對俄出口相當於對美出口的比重",
    ),
    unit="percent",
    cadence=Cadence.IRREGULAR,
    uses=("comtrade/trade.exports.rus@CHN", "comtrade/trade.exports.usa@CHN"),
)
def russia_to_usa(to_russia: Series, to_usa: Series) -> Series:
    """Give what China sold to Russia in percent of what it sold to the US."""
    out = to_russia.with_(to_usa, lambda a, b: a / b * 100)
    return out.made(out, unit=PERCENT, m=Measure.RATE)
