"""Federal spending beside its plan: how far the year is, and how the plan moved.

Of the plan of January, since that one is not rewritten to fit what was spent. The
months of earlier years, each in percent of its own January's plan, are the yardstick;
they are told by the lowest and the highest, and no two are averaged.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from polemos.core import PERCENT, Cadence, Measure, Period, Point, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator

_PLAN = "treasury/budget.spending.plan@RUS"
_SPENT = "minfin/budget.spending.ytd@RUS"
_SHARE = "polemos/budget.spending.start_plan_share@RUS"
_NEEDED = 3  # earlier years that make a range
_MONTHS = 12
_AS_OF_JANUARY = Text(
    "The plan is the one of the end of January; the law of the autumn before may have "
    "said another number.",
    "計畫指 1 月底的全年計畫，與前一年秋天法律所定的數字可能不同。",
)


def _begun(plan: Series) -> Mapping[int, Point]:
    """Find the plan of each January by its year."""
    return {p.period.start.year: p for p in plan if p.period.start.month == 1}


def _of_january(told: Iterable[Point], plan: Series) -> Iterator[Point]:
    """Give what was told of a year in percent of its January's plan."""
    begun = _begun(plan)
    for p in told:
        start = begun.get(p.period.start.year)
        if start is not None and start.value:
            yield join(p.period, 100 * p.value / start.value, (p, start))


@indicator(
    _SHARE,
    title=Text(
        "Federal spending of Russia since January, in percent of January's plan",
        "俄羅斯聯邦支出（1 月起累計）占年初全年計畫比例",
    ),
    unit="percent",
    uses=(_SPENT, _PLAN),
    caveats=(_AS_OF_JANUARY,),
)
def start_plan_share(spent: Series, plan: Series) -> Series:
    """What the ministry says was spent since January, in percent of what the Treasury's
    plan for that whole year was at the end of January.
    """
    return spent.made(_of_january(spent, plan), PERCENT, Measure.RATE)


@indicator(
    "polemos/budget.spending.year@RUS",
    title=Text("Federal spending of Russia in the year", "俄羅斯全年聯邦支出"),
    unit="bn RUB",
    uses=(_SPENT,),
    measure=Measure.FLOW,
    cadence=Cadence.YEAR,
)
def year(spent: Series) -> Series:
    """What the ministry says was spent from January to December."""
    return spent.made(
        (p for p in spent if p.period.last.month == _MONTHS), m=Measure.FLOW
    )


@indicator(
    "polemos/budget.spending.plan_share@RUS",
    title=Text(
        "Federal spending of Russia since January, in percent of the plan of the day",
        "俄羅斯聯邦支出（1 月起累計）占當時全年計畫比例",
    ),
    unit="percent",
    uses=("treasury/budget.spending.ytd@RUS", _PLAN),
)
def plan_share(spent: Series, plan: Series) -> Series:
    """What the Treasury says was spent since January, in percent of the plan for the
    year as it stood at the end of the same month.
    """
    at = {p.period.end: p for p in plan}
    pairs = ((p, at[p.period.end]) for p in spent if p.period.end in at)
    made = (join(p.period, 100 * p.value / q.value, (p, q)) for p, q in pairs)
    return spent.made(made, PERCENT, Measure.RATE)


@indicator(
    "polemos/budget.spending.plan.of_start@RUS",
    title=Text(
        "Plan for the year's federal spending of Russia, in percent of January's",
        "俄羅斯聯邦全年支出計畫與年初計畫之比",
    ),
    unit="percent",
    uses=(_PLAN,),
    caveats=(_AS_OF_JANUARY,),
)
def plan_of_start(plan: Series) -> Series:
    """The plan at the end of each month in percent of that year's plan in January: 100
    until it is rewritten.
    """
    return plan.made(_of_january(plan, plan), PERCENT, Measure.RATE)


def _earlier(
    name: str, en: str, zh: str, pick: Callable[[Iterable[Point]], Point]
) -> Indicator:
    @indicator(
        f"{_SHARE.removesuffix('@RUS')}.{name}@RUS",
        title=Text(
            f"Federal spending of Russia by the same month of earlier years, {en}, in "
            "percent of January's plan",
            f"俄羅斯聯邦支出占年初全年計畫比例，歷年同月{zh}",
        ),
        unit="percent",
        uses=(_SHARE,),
        caveats=(_AS_OF_JANUARY,),
    )
    def compute(share: Series) -> Series:
        """For each month of the newest year, those to come included, the outermost of
        the same months in the earlier years at hand, three or more.
        """
        return share.made(map(pick, _same_months(share)))

    return compute


def _same_months(share: Series) -> Iterator[list[Point]]:
    """Give the earlier years' points of each month, laid on the newest year."""
    year = max((p.period.start.year for p in share), default=0)
    for month in range(1, _MONTHS + 1):
        told = [
            join(Period(date(year, 1, 1), Period.month(year, month).end), p.value, (p,))
            for p in share
            if p.period.last.month == month and p.period.start.year < year
        ]
        if len(told) >= _NEEDED:
            yield told


def _by_value(p: Point) -> float:
    return p.value


EARLIER = (
    _earlier("lowest", "lowest", "最低", lambda told: min(told, key=_by_value)),
    _earlier("highest", "highest", "最高", lambda told: max(told, key=_by_value)),
)
