"""What M2 grew by, and how fast it turns: identities, none of them a forecast."""

from collections.abc import Sequence
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
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators._local import fit
from polemos.indicators.money import BASE

_M2, _M0, _GDP = "cbr/money.m2@RUS", "cbr/money.m0@RUS", "rosstat/gdp@RUS"
_VELOCITY = "polemos/money.m2.velocity.mean@RUS"
_M0_GAIN = "polemos/money.m0.gain_since_war@RUS"
_YEAR, _QUARTERS, _QUARTER = 12, 4, 3
_EIGHTY = 1.2816  # deviations of a normal that hold 80 %
_PARTS = {
    "companies": ("loans to non-financial companies", "對非金融企業放款"),
    "financial": ("loans to financial companies but banks", "對非銀行金融機構放款"),
    "households": ("loans to households", "對家庭放款"),
    "government": ("claims on government", "對政府債權"),
}
_CREDIT = tuple(f"cbr/credit.{part}@RUS" for part in _PARTS)
_NO_CAUSE = Text(
    "An identity of the banks' balance sheet: it says what stood against the growth of "
    "M2, not what caused it.",
    "為銀行資產負債表恆等式：說明 M2 成長的對應項目，並非成因。",
)
_REVALUED = Text(
    "Loans in foreign currency are revalued with the rouble.",
    "外幣放款隨盧布匯率重估。",
)


def _part_title(en: str, zh: str) -> Text:
    return Text(
        f"Contribution to the growth of M2 in a year, {en}, Russia",
        f"俄羅斯 M2 年增率貢獻（{zh}）",
    )


def _added(part: Series, m2: Series) -> Series:
    """Divide a year's change of a part by M2 at its start, in percent."""
    change = part.to(m2.unit).change(months=_YEAR)
    start = {p.period.shifted(months=_YEAR): p for p in m2.points}
    both = ((p, start[p.period]) for p in change.points if p.period in start)
    return m2.made(
        (join(p.period, p.value / q.value * 100, (p, q)) for p, q in both),
        unit=PERCENT,
        m=Measure.RATE,
    )


def _contribution(part: str) -> Indicator:
    @indicator(
        f"polemos/money.m2.growth_year.{part}@RUS",
        title=_part_title(*_PARTS[part]),
        unit="percent",
        uses=(f"cbr/credit.{part}@RUS", _M2),
        caveats=(_NO_CAUSE, _REVALUED),
    )
    def added(credit: Series, m2: Series) -> Series:
        """Change of the stock of credit in a year, in percent of M2 at its start.

        With the other counterparts it sums to the growth of M2.
        """
        return _added(credit, m2)

    return added


CONTRIBUTIONS = tuple(_contribution(part) for part in _PARTS)


@indicator(
    "polemos/money.m2.growth_year.rest@RUS",
    title=_part_title("all else", "其餘項目"),
    unit="percent",
    uses=(_M2, *_CREDIT),
    caveats=(_NO_CAUSE,),
)
def rest(m2: Series, *credit: Series) -> Series:
    """Growth of M2 in a year less the contributions of credit to companies, financial
    companies, households and government.

    It holds securities, foreign assets, and what banks owe that is not in M2: deposits
    in foreign currency and of government, bonds and capital.
    """
    left = m2.growth(months=_YEAR)
    for part in credit:
        left = left.minus(_added(part, m2))
    return left


@indicator(
    _M0_GAIN,
    title=Text(
        "Cash in circulation, gain since the end of 2021, Russia",
        "俄羅斯流通現金（M0）自 2021 年底增加額",
    ),
    unit="bn RUB",
    uses=(_M0,),
    measure=Measure.CUMULATIVE,
)
def cash_gain(m0: Series) -> Series:
    """M0 less M0 at the end of 2021: seigniorage on cash, what was printed."""
    return m0.change_since(BASE)


@indicator(
    "polemos/money.m0.gain_share@RUS",
    title=Text(
        "Share of cash in what M2 gained since the end of 2021, Russia",
        "俄羅斯 M2 自 2021 年底增加額中流通現金占比",
    ),
    unit="percent",
    uses=(_M0_GAIN, "polemos/money.m2.gain_since_war@RUS"),
)
def cash_share(m0: Series, m2: Series) -> Series:
    """Gain of M0 in percent of the gain of M2 since the end of 2021.

    The rest are deposits, which banks make by lending.
    """
    return m0.share_of(m2)


@indicator(
    _VELOCITY,
    title=Text(
        "Velocity of the M2 of a quarter, Russia", "俄羅斯 M2 流通速度（季平均）"
    ),
    unit="ratio",
    uses=(_M2, _GDP),
    cadence=Cadence.QUARTER,
)
def velocity(m2: Series, gdp: Series) -> Series:
    """GDP of four quarters over the mean of M2 at the ends of the last one's months."""
    at = {p.period: p for p in m2.points}
    made = []
    for i in range(_QUARTERS - 1, len(gdp.points)):
        year = gdp.points[i - _QUARTERS + 1 : i + 1]
        money = _quarter(at, year[-1].period)
        if len(money) == _QUARTER and _unbroken(year):
            mean = sum(p.value for p in money) / _QUARTER
            turned = sum(q.value for q in year) / mean
            made.append(join(year[-1].period, turned, (*money, *year)))
    return m2.made(made, unit=Unit("ratio"), m=Measure.RATE)


def _quarter(at: dict[Period, Point], quarter: Period) -> Sequence[Point]:
    last = Period.month_before(quarter.end)
    months = (last.shifted(months=-i) for i in range(_QUARTER))
    return [at[m] for m in months if m in at]


def _unbroken(year: Sequence[Point]) -> bool:
    return all(a.period.end == b.period.start for a, b in pairwise(year))


@indicator(
    "polemos/money.m2.overhang@RUS",
    title=Text(
        "M2 beyond what the velocity of the end of 2021 would need, Russia",
        "俄羅斯 M2 超出 2021 年底流通速度所需的幅度",
    ),
    unit="percent",
    uses=(_VELOCITY,),
    cadence=Cadence.QUARTER,
    caveats=(
        Text(
            "High deposit rates explain a good part: see the real key rate beside it.",
            "高存款利率可解釋其中相當部分，應與實質關鍵利率並觀。",
        ),
    ),
)
def overhang(turns: Series) -> Series:
    """Velocity of the last quarter of 2021 over that of a quarter, less one.

    The interval is that of 80 % for a velocity that wanders on from the end of 2021 as
    it did before (a local level model of its logarithm, by maximum likelihood): where
    it holds zero, the fall of velocity is not out of the ordinary.
    """
    early = turns.between(last=BASE).points
    if not early or early[-1].period.last != BASE:
        return turns.made((), unit=PERCENT)
    base, model = early[-1], fit(np.log([p.value for p in early]))
    made = []
    for i, p in enumerate(turns.between(first=date(BASE.year + 1, 1, 1)), 1):
        wide = np.exp(_EIGHTY * model.deviation(i))
        over = base.value / p.value
        ends = [float(over * f - 1) * 100 for f in (1 / wide, wide)]
        made.append(join(p.period, (over - 1) * 100, (p, *early), *ends))
    return turns.made(made, unit=PERCENT)
