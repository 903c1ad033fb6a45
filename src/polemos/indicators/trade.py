"""China's trade with Russia: growth, balance, the mirror, and the weight of each."""

from dataclasses import replace
from datetime import date

from polemos.core import RATIO, Cadence, Measure, Series, Text, Unit
from polemos.indicators._indicator import Indicator, indicator

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
    return exports.minus(imports)


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
    return _by_year(exports.plus(imports)).to(_BN_USD)


def _share(way: str, en: str, zh: str) -> Indicator:
    @indicator(
        f"polemos/trade.share.{way}.chn@RUS",
        title=Text(
            f"China's share of Russia's {en} its 29 listed partners",
            f"中國占俄羅斯{zh}（海關所列 29 個夥伴）比重",
        ),
        unit="percent",
        cadence=Cadence.YEAR,
        uses=(f"fts/trade.{way}.chn@RUS", f"fts/trade.{way}.listed@RUS"),
        caveats=(
            Text(
                "Of the 29 partners of the table, not of the world; ends with 2021.",
                "分母為表列 29 個夥伴而非全球；止於 2021 年。",
            ),
        ),
    )
    def share(china: Series, listed: Series) -> Series:
        """Trade of a year with China in percent of that with all listed partners."""
        return _by_year(china).share_of(_by_year(listed))

    return share


SHARES = (
    _share("exports", "exports to", "出口"),
    _share("imports", "imports from", "進口"),
)


def _by_year(months: Series) -> Series:
    """Sum whole calendar years."""
    years = months.rolling_sum(12)
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
    share = china.share_of(russia)
    return share.made(replace(p, value=p.value - 100) for p in share)


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
    return to_russia.share_of(to_usa)


@indicator(
    "polemos/trade.asymmetry.chn@RUS",
    title=Text(
        "China's weight in Russian imports over Russia's in Chinese trade",
        "中國占俄進口比重相當於俄占中國貿易比重的倍數",
    ),
    unit="ratio",
    cadence=Cadence.YEAR,
    uses=(
        "capital_economics/trade.share.imports.chn@RUS",
        "capital_economics/trade.share.all.rus@CHN",
    ),
)
def asymmetry(imports: Series, weight: Series) -> Series:
    """Divide China's share in Russian goods imports by Russia's share in all Chinese
    trade: how many times more one leans on the other. The two are of unlike wholes.
    """
    made = imports.with_(weight, lambda a, b: a / b)
    return replace(made, unit=RATIO, measure=Measure.RATE)
