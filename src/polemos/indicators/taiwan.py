"""What binds Taiwan to the United States: deficit, chips, arms on order."""

from collections.abc import Iterator

from polemos.core import PERCENT, Cadence, Measure, Period, Point, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator

_DEFICIT = "census/trade.goods.deficit.{}@USA"
_YEARLY = "census/trade.goods.year.deficit.{}@USA"
_WITH = {"twn": Text("Taiwan", "台灣"), "chn": Text("China", "中國")}


def _last_year(code: str, who: Text) -> Indicator:
    @indicator(
        f"polemos/trade.goods.deficit.last_year.{code}@USA",
        title=Text(
            f"US goods deficit with {who.en}, twelve months",
            f"美國對{who.zh}商品逆差（十二個月合計）",
        ),
        unit="mn USD",
        measure=Measure.FLOW,
        uses=(_DEFICIT.format(code),),
    )
    def last_year(deficit: Series) -> Series:
        """Sum the monthly deficit over twelve months."""
        return deficit.rolling_sum(12)

    return last_year


LAST_YEARS = tuple(_last_year(code, who) for code, who in _WITH.items())


def _since_january(months: Series) -> Iterator[Point]:
    run: list[Point] = []
    for p in months:
        if p.period.start.month == 1:
            run = [p]
        elif run and run[-1].period.end == p.period.start:
            run.append(p)
        else:
            run = []
        if run:
            span = Period(run[0].period.start, p.period.end)
            yield join(span, sum(q.value for q in run), run)


@indicator(
    "polemos/trade.goods.deficit.to_date.twn@USA",
    title=Text(
        "US goods deficit with Taiwan, year to date", "美國對台灣商品逆差（當年累計）"
    ),
    unit="mn USD",
    measure=Measure.CUMULATIVE,
    uses=(_DEFICIT.format("twn"),),
)
def to_date(deficit: Series) -> Series:
    """Sum the months from January on; a missing month ends the sum of its year."""
    return deficit.made(_since_january(deficit))


@indicator(
    "polemos/trade.goods.deficit.to_date.growth.twn@USA",
    title=Text(
        "US goods deficit with Taiwan, year to date, change on the same months",
        "美國對台灣商品逆差當年累計年增率",
    ),
    unit="percent",
    uses=("polemos/trade.goods.deficit.to_date.twn@USA",),
)
def to_date_growth(so_far: Series) -> Series:
    """Give the change of the year to date on the same months a year before."""
    return so_far.growth(months=12)


@indicator(
    "polemos/trade.goods.deficit.growth.twn@USA",
    title=Text(
        "US goods deficit with Taiwan, change on the year before",
        "美國對台灣商品逆差年增率",
    ),
    unit="percent",
    cadence=Cadence.YEAR,
    uses=(_YEARLY.format("twn"),),
)
def growth(deficit: Series) -> Series:
    """Give the change of the year's deficit on the year before."""
    return deficit.growth(months=12)


@indicator(
    "polemos/trade.goods.deficit.twn_to_chn@USA",
    title=Text(
        "US goods deficit with Taiwan in percent of that with China",
        "美國對台灣商品逆差相當於對中國逆差的比重",
    ),
    unit="percent",
    cadence=Cadence.YEAR,
    uses=(_YEARLY.format("twn"), _YEARLY.format("chn")),
)
def to_china(taiwan: Series, china: Series) -> Series:
    """Give the year's deficit with Taiwan in percent of the one with China."""
    return taiwan.share_of(china)


def _chip_share(code: str, who: Text) -> Indicator:
    @indicator(
        f"polemos/trade.chips.share.{code}@TWN",
        title=Text(
            f"{who.en}: share of Taiwan's chip exports (HS 8542)",
            f"{who.zh}：占台灣晶片（HS 8542）出口比重",
        ),
        unit="percent",
        cadence=Cadence.YEAR,
        uses=(
            f"mof_tw/trade.chips.exports.{code}@TWN",
            "mof_tw/trade.chips.exports.all@TWN",
        ),
    )
    def share(some: Series, everything: Series) -> Series:
        """Give one destination's value in percent of all destinations'."""
        return some.share_of(everything)

    return share


CHIP_SHARES = tuple(
    _chip_share(code, who)
    for code, who in {
        "chn": Text("China", "中國"),
        "hkg": Text("Hong Kong", "香港"),
        "sgp": Text("Singapore", "新加坡"),
        "kor": Text("South Korea", "南韓"),
        "jpn": Text("Japan", "日本"),
        "mys": Text("Malaysia", "馬來西亞"),
        "usa": Text("United States", "美國"),
    }.items()
)


@indicator(
    "polemos/trade.chips.share.chn_hkg@TWN",
    title=Text(
        "China and Hong Kong: share of Taiwan's chip exports (HS 8542)",
        "中國與香港：占台灣晶片（HS 8542）出口比重",
    ),
    unit="percent",
    cadence=Cadence.YEAR,
    uses=("polemos/trade.chips.share.chn@TWN", "polemos/trade.chips.share.hkg@TWN"),
)
def china_and_hong_kong(china: Series, hong_kong: Series) -> Series:
    """Add the shares of China and Hong Kong, through which much is passed on."""
    return china.plus(hong_kong)


@indicator(
    "polemos/trade.mirror_gap.twn@USA",
    title=Text(
        "How much more the US counts as bought from Taiwan than Taiwan as sold to it",
        "美國申報自台進口高於台灣申報對美出口的幅度",
    ),
    unit="percent",
    cadence=Cadence.IRREGULAR,
    uses=("comtrade/trade.exports.usa@TWN", "census/trade.goods.year.imports.twn@USA"),
)
def mirror_gap(sold: Series, bought: Series) -> Series:
    """Give US imports over Taiwan's exports for the same years, in percent above."""
    out = []
    for p in sold:
        years = [
            q
            for q in bought.to(sold.unit)
            if p.period.start <= q.period.start and q.period.end <= p.period.end
        ]
        if sum(q.period.days for q in years) == p.period.days:
            gap = (sum(q.value for q in years) / p.value - 1) * 100
            out.append(join(p.period, gap, (p, *years)))
    return sold.made(out, unit=PERCENT, m=Measure.RATE)


@indicator(
    "polemos/arms.backlog@TWN",
    title=Text(
        "Taiwan: arms ordered since 2010 and not yet delivered",
        "台灣：2010 年以來已訂購而未交付的武器量",
    ),
    unit="TIV",
    measure=Measure.STOCK,
    cadence=Cadence.YEAR,
    uses=("sipri/arms.ordered@TWN", "sipri/arms.delivered@TWN"),
)
def backlog(ordered: Series, delivered: Series) -> Series:
    """Give the volume ordered less the volume delivered on those orders."""
    return ordered.minus(delivered)


@indicator(
    "polemos/arms.delivered.share@TWN",
    title=Text(
        "Taiwan: share delivered of the arms ordered since 2010",
        "台灣：2010 年以來訂購武器的交付比重",
    ),
    unit="percent",
    cadence=Cadence.YEAR,
    uses=("sipri/arms.delivered@TWN", "sipri/arms.ordered@TWN"),
)
def delivered_share(delivered: Series, ordered: Series) -> Series:
    """Give the volume delivered in percent of the volume ordered."""
    return delivered.share_of(ordered)
