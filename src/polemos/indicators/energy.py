"""Oil and the rouble: what a barrel brings, and in which money."""

from collections.abc import Iterator

from polemos.core import Period, Point, Series, Text, Unit, join
from polemos.indicators._indicator import indicator

_BRENT = "eia/oil.brent.month@WORLD"
_MONTHLY_USD = "polemos/fx.usd.month@RUS"
_REST = 3  # days at a month's end for which no rate may be set: a long week-end


@indicator(
    _MONTHLY_USD,
    title=Text("Roubles per US dollar, monthly average", "盧布兌美元月均匯率"),
    unit="RUB/USD",
    uses=("cbr/fx.usd@RUS",),
)
def usd_month(daily: Series) -> Series:
    """Mean of the official rates set for the days of a whole month."""
    return daily.made(_means(daily))


def _means(daily: Series) -> Iterator[Point]:
    """Average whole months; one that still runs, or breaks off, is left out."""
    groups: dict[Period, list[Point]] = {}
    for p in daily.points:
        month = Period.month(p.period.last.year, p.period.last.month)
        groups.setdefault(month, []).append(p)
    for month, days in groups.items():
        told = (month.last - days[-1].period.last).days <= _REST
        if told and month.end <= daily.as_of.date():
            yield join(month, sum(d.value for d in days) / len(days), days)


@indicator(
    "polemos/oil.brent.rub@WORLD",
    title=Text("Brent crude in roubles, monthly average", "布蘭特原油盧布計月均價"),
    unit="RUB/barrel",
    uses=(_BRENT, _MONTHLY_USD),
)
def brent_rub(brent: Series, usd: Series) -> Series:
    """Brent's monthly average times the monthly average of the official dollar rate."""
    made = brent.with_(usd, lambda dollars, rate: dollars * rate)
    return made.made(made.points, unit=Unit("RUB/barrel"))


@indicator(
    "polemos/oil.brent.growth_year@WORLD",
    title=Text("Brent crude, change on a year earlier", "布蘭特原油月均價年增率"),
    unit="percent",
    uses=(_BRENT,),
)
def brent_growth(brent: Series) -> Series:
    """Monthly average of Brent on that of the same month of the year before."""
    return brent.growth(months=12)


@indicator(
    "polemos/oil.urals.discount@RUS",
    title=Text("Discount of Urals for tax against Brent", "烏拉爾計稅價較布蘭特折價"),
    unit="USD/barrel",
    uses=(_BRENT, "minfin/oil.urals.tax@RUS"),
    caveats=(
        Text(
            "A price for tax, not of sale; from 2025 a basket with ESPO. Few months.",
            "為計稅價而非成交價；2025 年起為含 ESPO 的一籃子價；月份不全。",
        ),
    ),
)
def urals_discount(brent: Series, urals: Series) -> Series:
    """Brent's monthly average less the average price of Urals that tax is based on."""
    return brent.minus(urals)
