"""Credit: how much banks lent since the war began, to whom, and to which industry.

A loan makes the deposit that M2 counts: credit and money are two sides of one ledger,
not money printed and then lent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce, wraps

from polemos.core import Measure, Series, Text, Unit
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators.money import BASE

_TRN = Unit.parse("trn RUB")
_NET = Text(
    "Net change of a stock: repayments, write-offs, accrued interest and exchange "
    "rates are in it. Not gross new lending, and a loan is not money spent.",
    "為存量淨變動，含還款、沖銷、應計利息與匯率影響；不是新放款總額，放款也不等於支出。",
)
_NO_ARMS = Text(
    "The table has no line for the arms industry; it can neither show nor exclude how "
    "much was lent for the war.",
    "此表沒有軍工欄位，無法證實也無法排除戰爭放款的規模。",
)
_ALL = "cbr/credit.industry.all@RUS"


@indicator(
    "polemos/credit.companies_financial@RUS",
    title=Text(
        "Loans to companies, financial ones included, Russian banks",
        "俄羅斯銀行對企業放款（含金融機構）",
    ),
    unit="mn RUB",
    uses=("cbr/credit.companies@RUS", "cbr/credit.financial@RUS"),
    measure=Measure.STOCK,
)
def companies_financial(companies: Series, financial: Series) -> Series:
    """Loans to non-financial companies plus those to financial ones but banks."""
    return companies.plus(financial)


_WHOM = {
    "economy": ("cbr", "credit to the economy", "對經濟體信用"),
    "residents": ("cbr", "loans to residents", "對居民放款"),
    "companies": ("cbr", "loans to non-financial companies", "對非金融企業放款"),
    "companies_financial": (
        "polemos",
        "loans to companies, financial ones included",
        "對企業放款（含金融機構）",
    ),
    "households": ("cbr", "loans to households", "對家庭放款"),
    "government": ("cbr", "claims on government", "對政府債權"),
}


@dataclass(frozen=True, slots=True)
class _Change:
    """One way to look at a stock of credit; the docstring of `of` defines it."""

    id: str
    name: Text
    unit: str
    measure: Measure
    of: Callable[[Series], Series]


def _gained(stock: Series) -> Series:
    """Stock of credit less that at the end of 2021 (dated 1 January 2022)."""
    return stock.change_since(BASE).to(_TRN)


def _grew(stock: Series) -> Series:
    """Stock of credit in percent above that at the end of 2021."""
    return stock.growth_since(BASE)


def _grew_in_a_year(stock: Series) -> Series:
    """Change of the stock of credit on the same month of the year before."""
    return stock.growth(months=12)


_CHANGES = (
    _Change(
        "gain_since_war",
        Text("gain since the end of 2021", "自 2021 年底增加額"),
        *("trn RUB", Measure.CUMULATIVE, _gained),
    ),
    _Change(
        "growth_since_war",
        Text("change since the end of 2021", "自 2021 年底增幅"),
        *("percent", Measure.RATE, _grew),
    ),
    _Change(
        "growth_year",
        Text("change on a year earlier", "年增率"),
        *("percent", Measure.RATE, _grew_in_a_year),
    ),
)


def _lent(whom: str, change: _Change) -> Indicator:
    by, en, zh = _WHOM[whom]
    make = indicator(
        f"polemos/credit.{whom}.{change.id}@RUS",
        title=Text(
            f"Russian banks, {change.name.en}: {en}", f"俄羅斯銀行{zh}{change.name.zh}"
        ),
        unit=change.unit,
        uses=(f"{by}/credit.{whom}@RUS",),
        measure=change.measure,
        caveats=(_NET,),
    )
    return make(change.of)


LENT = tuple(_lent(whom, change) for change in _CHANGES for whom in _WHOM)

# Twelve groups that add up to the whole: (what is added, what is taken away).
_GROUPS = {
    "heavy": (
        ("factory.metals", "factory.machines", "factory.vehicles"),
        (),
        "metals, machinery and transport equipment",
        "金屬、機械與運輸工具",
    ),
    "chemicals": (
        ("factory.refining", "factory.chemicals"),
        (),
        "oil refining and chemicals",
        "煉油與化學",
    ),
    "light": (
        ("factory",),
        (
            *("factory.metals", "factory.machines", "factory.vehicles"),
            *("factory.refining", "factory.chemicals"),
        ),
        "other manufacturing",
        "其他製造業",
    ),
    "mining": (("mining",), (), "mining", "礦業"),
    "power": (("power",), (), "electricity, gas and water", "電力、燃氣與供水"),
    "farming": (("farming",), (), "farming and forestry", "農林業"),
    "building": (("building",), (), "construction", "營造業"),
    "transport": (("transport",), (), "transport and communications", "運輸與通訊"),
    "trade": (("trade",), (), "trade and repair", "批發零售與維修"),
    "property": (
        ("property",),
        (),
        "real estate, rent and services",
        "不動產、租賃與服務",
    ),
    "other": (("other",), (), "other activities", "其他行業"),
    "settlement": (("settlement",), (), "completion of settlements", "結算用途"),
}
_WHOLE = (("all",), (), "all industries", "各行業合計")
GROUPS: dict[str, Text] = {
    name: Text(en, zh) for name, (_, _, en, zh) in _GROUPS.items()
}


def _ids(whats: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"cbr/credit.industry.{w}@RUS" for w in whats)


def _summed(adds: int) -> Callable[..., Series]:
    """Add the first so many series and take the others away."""

    def total(*stocks: Series) -> Series:
        whole = reduce(Series.plus, stocks[:adds])
        return reduce(Series.minus, stocks[adds:], whole)

    return total


def _in_debt(name: str, change: _Change) -> Indicator:
    adds, takes, en, zh = {**_GROUPS, "all": _WHOLE}[name]
    total = _summed(len(adds))

    @wraps(change.of)
    def compute(*stocks: Series) -> Series:
        return change.of(total(*stocks))

    make = indicator(
        f"polemos/credit.industry.{name}.{change.id}@RUS",
        title=Text(
            f"Bank debt of companies in Russia, {change.name.en}: {en}",
            f"俄羅斯企業銀行債務{change.name.zh}：{zh}",
        ),
        unit=change.unit,
        uses=_ids(adds + takes),
        measure=change.measure,
        caveats=(_NET, _NO_ARMS),
    )
    return make(compute)


def _group_share(name: str) -> Indicator:
    adds, takes, en, zh = _GROUPS[name]
    total = _summed(len(adds))

    @indicator(
        f"polemos/credit.industry.{name}.share_since_war@RUS",
        title=Text(
            f"Share in the bank debt that companies in Russia gained since 2021: {en}",
            f"占俄羅斯企業銀行債務 2021 年底以來增加額的比率：{zh}",
        ),
        unit="percent",
        uses=(*_ids(adds + takes), _ALL),
        caveats=(_NET, _NO_ARMS),
    )
    def share(*stocks: Series) -> Series:
        """Gain of an industry's bank debt in percent of the gain of all industries."""
        mine = total(*stocks[:-1]).change_since(BASE)
        return mine.share_of(stocks[-1].change_since(BASE))

    return share


IN_DEBT = tuple(
    _in_debt(name, change) for change in _CHANGES for name in (*_GROUPS, "all")
)
GROUP_SHARES = tuple(_group_share(name) for name in _GROUPS)
