"""The price of oil at which the federal budget would have balanced."""

from datetime import date

from polemos.core import Point, Series, Text, join
from polemos.indicators._indicator import indicator

_FREE = 15.0  # dollars a barrel that the extraction tax leaves free
_ELASTIC = (1.0, 1.5)  # percent of revenue for one of price: the ends of the interval
_LOOK_BACK = 36  # months in which the discount is looked for
_YEAR = 12
_ASSUMED = Text(
    "The price of Urals is Brent less the discounts known for the twelve months or, if "
    "there are none, the 36 before their end; it is known for few months only.",
    "烏拉爾原油價格以布蘭特減去該十二個月內已知折價計算；無折價資料時，"
    "採期末前 36 個月者。烏拉爾價格僅有少數月份可得。",
)


@indicator(
    "polemos/budget.breakeven_oil@RUS",
    title=Text(
        "Break-even price of Urals oil, federal budget of Russia, last twelve months",
        "俄羅斯聯邦預算平衡所需烏拉爾油價（近十二個月）",
    ),
    unit="USD/barrel",
    uses=(
        "polemos/budget.balance.sum_12m@RUS",
        "polemos/budget.oil_gas.sum_12m@RUS",
        "eia/oil.brent.month@WORLD",
        "minfin/oil.urals.tax@RUS",
    ),
    caveats=(_ASSUMED,),
)
def breakeven(balance: Series, oil_gas: Series, brent: Series, urals: Series) -> Series:
    """P (1 - B / (e R)): the price P of Urals over twelve months, raised until oil and
    gas revenue R has grown by the deficit -B, all else as it was: roubles a dollar,
    volumes and spending.

    e is how many percent revenue grows with one percent of price: P / (P - 15), since
    the extraction tax is on the price beyond 15 dollars a barrel. The interval holds
    every e from 1 to 1.5 with every discount known.
    """
    gaps = brent.minus(urals)
    revenue = {p.period: p for p in oil_gas.points}
    made = []
    for b in balance.points:
        r = revenue.get(b.period)
        prices = brent.between(b.period.start, b.period.last).points
        known = _discounts(gaps, b.period.start, b.period.end)
        if r is None or len(prices) != _YEAR or not known:
            continue
        mean = sum(p.value for p in prices) / _YEAR
        short = -b.value / r.value
        usual = mean - sum(p.value for p in known) / len(known)
        value = usual + short * (usual - _FREE)
        ends = [(mean - p.value) * (1 + short / e) for p in known for e in _ELASTIC]
        low, high = min(value, *ends), max(value, *ends)
        made.append(join(b.period, value, (b, r, *prices, *known), low, high))
    return brent.made(made)


def _discounts(gaps: Series, first: date, end: date) -> tuple[Point, ...]:
    inside = [p for p in gaps.points if p.period.end <= end]
    of_the_year = tuple(p for p in inside if p.period.start >= first)
    year, month = divmod(end.year * _YEAR + end.month - 1 - _LOOK_BACK, _YEAR)
    reach = date(year, month + 1, 1)
    return of_the_year or tuple(p for p in inside if p.period.start >= reach)
