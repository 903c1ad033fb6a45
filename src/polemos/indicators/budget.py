"""The federal budget by month, over twelve months, and against the year before.

The ministry rewrites past months by hundreds of billions. First figures are at hand for
some months, and for the others one later copy of the rewritten file. To subtract or add
across the two would put the rewriting into the result: a month's flow could be off by
its own size. So each value here rests on one telling, read from the same bytes, and is
absent where its parts were told apart.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps

from polemos.core import Measure, Period, Point, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator

_JANUARY, _DECEMBER = 1, 12
_ONE_TELLING = Text(
    "Made only of totals read from one file or page; absent where one part is a first "
    "figure and another is known only as rewritten.",
    "只用同一份檔案或網頁所載的累計數計算；其中一數為初值、另一數只有改寫值者從缺。",
)
_ITEMS = {
    "revenue": ("revenue", "收入"),
    "oil_gas": ("oil and gas revenue", "油氣收入"),
    "spending": ("spending", "支出"),
    "defence": ("spending on national defence", "國防支出"),
    "balance": ("balance", "餘額"),
}


def _of_one_telling(compute: Callable[..., Series]) -> Callable[..., Series]:
    """Keep the points whose evidence was all read from the same bytes."""

    @wraps(compute)
    def kept(*inputs: Series) -> Series:
        made = compute(*inputs)
        return made.made(p for p in made if len({o.snapshot for o in p.evidence}) == 1)

    return kept


def _months(ytd: Series) -> dict[date, Point]:
    """Find each running total by the day its months end."""
    return {p.period.end: p for p in ytd.points}


def _flow(item: str, en: str, zh: str) -> Indicator:
    @indicator(
        f"polemos/budget.{item}@RUS",
        title=Text(
            f"Federal budget of Russia, {en}, by month", f"俄羅斯聯邦預算{zh}（單月）"
        ),
        unit="bn RUB",
        uses=(f"minfin/budget.{item}.ytd@RUS",),
        measure=Measure.FLOW,
        caveats=(_ONE_TELLING,),
    )
    @_of_one_telling
    def flow(ytd: Series) -> Series:
        """Running total since January less that of the month before, of one telling."""
        at, made = _months(ytd), []
        for p in ytd.points:
            month = Period.month(p.period.last.year, p.period.last.month)
            if month.start.month == _JANUARY:
                made.append(join(month, p.value, (p,)))
            elif month.start in at:
                q = at[month.start]
                made.append(join(month, p.value - q.value, (p, q)))
        return ytd.made(made)

    return flow


def _sum_12m(item: str, en: str, zh: str) -> Indicator:
    @indicator(
        f"polemos/budget.{item}.sum_12m@RUS",
        title=Text(
            f"Federal budget of Russia, {en}, last twelve months",
            f"俄羅斯聯邦預算{zh}（近十二個月合計）",
        ),
        unit="bn RUB",
        uses=(f"minfin/budget.{item}.ytd@RUS",),
        measure=Measure.CUMULATIVE,
        caveats=(_ONE_TELLING,),
    )
    @_of_one_telling
    def total(ytd: Series) -> Series:
        """Running total, plus the year before, less its running total to this month.

        All three of one telling; a December is the running total itself.
        """
        at, made = _months(ytd), []
        for p in ytd.points:
            end = p.period.end
            if p.period.last.month == _DECEMBER:
                made.append(join(p.period, p.value, (p,)))
                continue
            year, same = at.get(p.period.start), at.get(_year_before(end))
            if year is not None and same is not None:
                value = p.value + year.value - same.value
                made.append(
                    join(Period(_year_before(end), end), value, (p, year, same))
                )
        return ytd.made(made)

    return total


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def _ytd_growth(item: str, en: str, zh: str) -> Indicator:
    @indicator(
        f"polemos/budget.{item}.ytd_growth@RUS",
        title=Text(
            f"Federal budget of Russia, {en} since January, change on a year earlier",
            f"俄羅斯聯邦預算{zh}（1 月起累計）年增率",
        ),
        unit="percent",
        uses=(f"minfin/budget.{item}.ytd@RUS",),
        caveats=(_ONE_TELLING,),
    )
    @_of_one_telling
    def growth(ytd: Series) -> Series:
        """Running total on that of the same months of the year before, nominal."""
        return ytd.growth(months=12)

    return growth


FLOWS = tuple(_flow(item, *words) for item, words in _ITEMS.items())
SUMS = tuple(_sum_12m(item, *words) for item, words in _ITEMS.items())
GROWTHS = tuple(
    _ytd_growth(item, *_ITEMS[item]) for item in ("revenue", "oil_gas", "spending")
)


@indicator(
    "polemos/budget.balance.ytd_change@RUS",
    title=Text(
        "Federal budget of Russia, balance since January, change on a year earlier",
        "俄羅斯聯邦預算餘額（1 月起累計）較上年同期增減",
    ),
    unit="bn RUB",
    uses=("minfin/budget.balance.ytd@RUS",),
    measure=Measure.FLOW,
    caveats=(_ONE_TELLING,),
)
@_of_one_telling
def balance_change(ytd: Series) -> Series:
    """Balance since January less that of the same months of the year before."""
    return ytd.change(months=12)


@indicator(
    "polemos/budget.oil_gas.share@RUS",
    title=Text(
        "Oil and gas in the revenue of the federal budget, last twelve months, Russia",
        "俄羅斯聯邦預算收入中油氣占比（近十二個月）",
    ),
    unit="percent",
    uses=(
        "polemos/budget.oil_gas.sum_12m@RUS",
        "polemos/budget.revenue.sum_12m@RUS",
    ),
    caveats=(_ONE_TELLING,),
)
@_of_one_telling
def oil_gas_share(oil_gas: Series, revenue: Series) -> Series:
    """Oil and gas revenue of twelve months in percent of all revenue."""
    return oil_gas.share_of(revenue)
