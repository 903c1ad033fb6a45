"""The National Wealth Fund: what of it can be spent, and what has been."""

from datetime import date

from polemos.core import Measure, Series, Text
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators.money import BASE

_FIRST_GOLD = date(2022, 9, 30)
_NO_GOLD_BEFORE = Text(
    "The messages at hand tell the gold from the end of September 2022; what was held "
    "when the war began is not known here.",
    "手上的公報自 2022 年 9 月底起才列黃金，開戰時的持有量不詳。",
)
_PARTS = {
    "total": ("the whole fund", "總額"),
    "total.usd": ("the whole fund in dollars", "總額（美元計）"),
    "liquid": ("liquid part", "流動部分"),
    "liquid.usd": ("liquid part in dollars", "流動部分（美元計）"),
}


def _growth(part: str, en: str, zh: str) -> Indicator:
    @indicator(
        f"polemos/nwf.{part}.growth_since_war@RUS",
        title=Text(
            f"National Wealth Fund of Russia, {en}, change since the end of 2021",
            f"俄羅斯國家財富基金{zh}自 2021 年底增減",
        ),
        unit="percent",
        uses=(f"minfin/nwf.{part}@RUS",),
    )
    def growth(stock: Series) -> Series:
        """Change on the stock at the end of 2021, which is dated 1 January 2022."""
        return stock.growth_since(BASE)

    return growth


GROWTHS = tuple(_growth(part, *words) for part, words in _PARTS.items())


@indicator(
    "polemos/nwf.liquid.gain_since_war@RUS",
    title=Text(
        "National Wealth Fund of Russia, liquid part, gain since the end of 2021",
        "俄羅斯國家財富基金流動部分自 2021 年底增減額",
    ),
    unit="bn RUB",
    uses=("minfin/nwf.liquid@RUS",),
    measure=Measure.CUMULATIVE,
)
def liquid_gain(liquid: Series) -> Series:
    """Liquid part less that at the end of 2021, which is dated 1 January 2022."""
    return liquid.change_since(BASE)


@indicator(
    "polemos/nwf.liquid.share@RUS",
    title=Text(
        "National Wealth Fund of Russia, liquid share", "俄羅斯國家財富基金流動占比"
    ),
    unit="percent",
    uses=("minfin/nwf.liquid@RUS", "minfin/nwf.total@RUS"),
)
def liquid_share(liquid: Series, total: Series) -> Series:
    """Liquid part in percent of the whole fund; the rest is shares and loans."""
    return liquid.share_of(total)


@indicator(
    "polemos/nwf.gold.gain_since_september_2022@RUS",
    title=Text(
        "National Wealth Fund of Russia, gold, gain since the end of September 2022",
        "俄羅斯國家財富基金黃金自 2022 年 9 月底增減量",
    ),
    unit="tonnes",
    uses=("minfin/nwf.gold@RUS",),
    measure=Measure.CUMULATIVE,
    caveats=(_NO_GOLD_BEFORE,),
)
def gold_gain(gold: Series) -> Series:
    """Gold held less that at the end of September 2022, the first figure of the war."""
    return gold.change_since(_FIRST_GOLD)


@indicator(
    "polemos/nwf.gold.growth_since_september_2022@RUS",
    title=Text(
        "National Wealth Fund of Russia, gold, change since the end of September 2022",
        "俄羅斯國家財富基金黃金自 2022 年 9 月底增減幅",
    ),
    unit="percent",
    uses=("minfin/nwf.gold@RUS",),
    caveats=(_NO_GOLD_BEFORE,),
)
def gold_growth(gold: Series) -> Series:
    """Change of the gold held on that at the end of September 2022."""
    return gold.growth_since(_FIRST_GOLD)
