"""How much more companies owe than they would by the ways of before the war.

What would have been is not known. Two counterfactuals are shown apart, the first with
an interval; neither says what the credit beyond it was lent for.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np

from polemos.core import (
    PERCENT,
    Cadence,
    Measure,
    Period,
    Point,
    Series,
    Text,
    Unit,
    join,
)
from polemos.indicators._indicator import indicator

_CREDIT = "polemos/credit.companies_financial@RUS"
_TREND = "polemos/credit.companies_financial.beyond_trend@RUS"
_TRN = Unit.parse("trn RUB")
_BASE = Period.month(2021, 12)
_TOLD_FROM = date(2022, 12, 31)
_YEARS = 6  # growth of 2016 to 2021, by calendar years
_T80 = 1.4759  # holds 80 % of Student's t with five degrees of freedom
_QUARTERS = 4
_NOT_WAR = Text(
    "Credit beyond a counterfactual is not credit for the war: high inflation, import "
    "substitution and subsidised mortgages to builders are in it. What authors hold to "
    "be lent for the war is theirs, in series of their own.",
    "超出反事實的信用並不等於戰爭放款，其中也含高通膨、進口替代與建商補貼房貸等因素。"
    "其他作者所估的戰爭放款另列為其名下的數列。",
)


@indicator(
    _TREND,
    title=Text(
        "Loans to companies beyond their growth of 2016-2021, Russian banks",
        "俄羅斯銀行企業放款超出 2016–2021 年趨勢之金額",
    ),
    unit="trn RUB",
    uses=(_CREDIT,),
    measure=Measure.STOCK,
    caveats=(_NOT_WAR,),
)
def beyond_trend(credit: Series) -> Series:
    """Loans to companies, financial ones included, less what they would be had they
    grown from the end of 2021 as in 2016 to 2021.

    The logarithm goes on as a random walk with the mean and the variance of the six
    yearly growth rates; the interval holds 80 %, the uncertain mean included.
    """
    stock = credit.to(_TRN)
    at = {p.period: p for p in stock.points}
    ends = [_BASE.shifted(months=-12 * i) for i in range(_YEARS, -1, -1)]
    if any(e not in at for e in ends):
        return stock.made(())
    made_of = [at[e] for e in ends]
    growth = [np.log(b.value / a.value) for a, b in pairwise(made_of)]
    return stock.made(_beyond(stock, made_of, np.mean(growth), np.std(growth, ddof=1)))


def _beyond(
    stock: Series, made_of: list[Point], mean: float, deviation: float
) -> Iterator[Point]:
    base = made_of[-1]
    for p in stock.points:
        if p.period > _BASE:
            first, now = base.period.end, p.period.end
            years = (now.year - first.year) + (now.month - first.month) / 12
            wide = _T80 * deviation * np.sqrt(years + years**2 / _YEARS)
            low, middle, high = (
                float(p.value - base.value * np.exp(mean * years + z))
                for z in (wide, 0.0, -wide)
            )
            yield join(p.period, middle, (p, *made_of), low, high)


@indicator(
    "polemos/credit.companies_financial.beyond_trend_share@RUS",
    title=Text(
        "Share of what companies in Russia borrowed since 2021 beyond the trend",
        "俄羅斯企業 2021 年底以來新增放款中超出趨勢的占比",
    ),
    unit="percent",
    uses=(_TREND, _CREDIT),
    caveats=(_NOT_WAR,),
)
def beyond_trend_share(beyond: Series, credit: Series) -> Series:
    """Loans beyond the trend of 2016-2021 in percent of the gain since the end of 2021.

    Told from the end of 2022, where there is a gain.
    """
    gain = {p.period: p for p in credit.to(_TRN).change_since(_BASE.last)}
    made = []
    for p in beyond.between(first=_TOLD_FROM).points:
        whole = gain[p.period]
        if whole.value > 0 and p.low is not None and p.high is not None:
            f = 100 / whole.value
            made.append(join(p.period, p.value * f, (p, whole), p.low * f, p.high * f))
    return beyond.made(made, unit=PERCENT, m=Measure.RATE)


@indicator(
    "polemos/credit.companies_financial.beyond_gdp@RUS",
    title=Text(
        "Loans to companies beyond their ratio to GDP of 2021, Russian banks",
        "俄羅斯銀行企業放款超出 2021 年底占 GDP 比率之金額",
    ),
    unit="trn RUB",
    uses=(_CREDIT, "rosstat/gdp@RUS"),
    measure=Measure.STOCK,
    cadence=Cadence.QUARTER,
    caveats=(_NOT_WAR,),
)
def beyond_gdp(credit: Series, gdp: Series) -> Series:
    """Loans to companies, financial ones included, less what they would be at the ratio
    of the end of 2021 to the GDP of four quarters.

    GDP itself was raised by prices and by the war, so that this counts less as excess.
    """
    year = _year(gdp)
    at = {p.period: p for p in credit.to(_TRN).points}
    pairs = [(at[m], year[m]) for m in year if m in at]
    base = next((pair for pair in pairs if pair[0].period == _BASE), None)
    if base is None:
        return credit.made((), unit=_TRN)
    stock, worth = base
    made = (
        join(p.period, p.value - stock.value * w.value / worth.value, (p, w, *base))
        for p, w in pairs
        if p.period > _BASE
    )
    return credit.made(made, unit=_TRN)


def _year(gdp: Series) -> dict[Period, Point]:
    """Sum four quarters on end, by the month that closes them."""
    found = {}
    for i in range(_QUARTERS - 1, len(gdp.points)):
        four = gdp.points[i - _QUARTERS + 1 : i + 1]
        if all(a.period.end == b.period.start for a, b in pairwise(four)):
            month = Period.month_before(four[-1].period.end)
            found[month] = join(month, sum(p.value for p in four), four)
    return found
